"""What one sensor saw once, and the reports that carry it."""

from dataclasses import dataclass, replace
from enum import IntEnum, unique
from math import inf
from typing import Literal, final

type ObservationId = tuple[int, int]
"""The observer's stable id and the ordinal of its observation: the same in every copy."""

type Appearance = int | str | None
"""What the contact looks like; None when it was not seen or is withheld."""

type Use = Literal["tasking", "information"]
"""What a receiver may do with a report: send units after it, or only keep it in its picture."""


@final
@dataclass(frozen=True, slots=True)
class Observation:
    """One look at one contact.

    `x`, `y` [nm] and `vx`, `vy` [kn] with their errors per axis `sigma` [nm] and `sigma_v` [kn], which means nothing
    where no velocity was measured.
    `contact` numbers the episodes of the observer `by`, which is on our side; it says nothing about which vessel it is.
    """

    id: ObservationId
    time: float
    x: float
    y: float
    vx: float | None
    vy: float | None
    sigma: float
    sigma_v: float
    hull: Appearance
    suspicious: bool | None
    contact: int
    by: int


@unique
class Kind(IntEnum):
    """What a report is about. LOST and CLEARED carry the observation that names the contact.

    NEGATIVE_SEARCH carries the place where nothing was found, with the searched radius [nm] for its error. ENGAGED says
    that a command has sent a unit, or that one works on the contact. TIP carries the place where, and the time at
    which, a vessel is expected: nobody has seen it. AWAITED says that a command has sent a unit to wait there.
    """

    CONTACT = 1
    UPDATE = 2
    LOST = 3
    CLEARED = 4
    DISTRESS = 5
    NEGATIVE_SEARCH = 6
    ENGAGED = 7
    TIP = 8
    AWAITED = 9


@final
@dataclass(frozen=True, slots=True)
class Report:
    """A message about observations, made at `time_made` [h]; `until` [h] is the end of a clearance or of a claim.

    `origin`: the holder that made it, -1 for a call that everybody hears. `releasable`: the holders to which it may go,
    by whatever way; None for everybody. `path`: the holders that it has passed, in order. All copies of a report have
    its number, and all copies of an observation its id.
    """

    id: int
    kind: Kind
    time_made: float
    observations: tuple[Observation, ...]
    sender: int
    until: float | None = None
    origin: int = -1
    releasable: frozenset[int] | None = None
    path: tuple[int, ...] = ()
    use: Use = "tasking"


def merge(a: Observation, b: Observation) -> Observation:
    """The best of two versions of one observation, field by field: sanitising hides or blurs, it never adds.

    Symmetric, so that it does not matter which version came first. Returns `a` itself when `b` adds nothing.
    """
    where, motion = min(a, b, key=_position), min(a, b, key=_motion)
    best = replace(
        a,
        x=where.x,
        y=where.y,
        sigma=where.sigma,
        vx=motion.vx,
        vy=motion.vy,
        sigma_v=motion.sigma_v,
        hull=_known(a.hull, b.hull),
        suspicious=_known(a.suspicious, b.suspicious),
    )
    return a if best == a else best


def _position(seen: Observation) -> tuple[float, float, float]:
    return seen.sigma, seen.x, seen.y


def _motion(seen: Observation) -> tuple[float, float, float]:
    if seen.vx is None or seen.vy is None:
        return inf, 0.0, 0.0
    return seen.sigma_v, seen.vx, seen.vy


def _known[T: (Appearance, bool | None)](a: T, b: T) -> T:
    """The one that is known; of two that differ, the same one whichever came first."""
    if a is None or b is None:
        return b if a is None else a
    return min(a, b, key=repr)
