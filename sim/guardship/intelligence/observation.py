"""What one sensor saw once, and the reports that carry it."""

from dataclasses import dataclass, field, replace
from enum import IntEnum, unique
from math import hypot, inf
from typing import Literal, final

from guardship.intelligence.evidence import Assessment, Chances, Comparison, Episode, Evidence, Look

type ObservationId = tuple[int, int]
"""The observer's stable id and the ordinal of its observation: the same in every copy."""

type Ends = tuple[int, int]
"""The sender and the receiver of an edge."""

type BiasId = Episode | tuple[Episode, Ends]
"""An error that is fixed for an episode: of the sensor, or of the blur of an edge."""

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
    Of `sigma` the part `bias` [nm] is one error for the whole contact, and so is the blur of each edge that has
    sanitised it; the rest is drawn anew at each look. `looks`: what all looks at the contact have shown until then;
    `compared`: with which dossiers it was compared. `assessed`: what is believed of it where that is not told; None for
    nothing.
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
    bias: float = 0.0
    blurs: tuple[tuple[Ends, float], ...] = ()
    looks: tuple[Look, ...] = ()
    assessed: Assessment | None = None
    compared: tuple[Comparison, ...] = ()
    biases: tuple[tuple[BiasId, float], ...] = field(init=False, repr=False, compare=False)
    """The fixed errors in its position, each with its standard deviation per axis [nm]. Kept, as `noise` is: every
    holder that is told of it asks."""
    noise: float = field(init=False, repr=False, compare=False)
    """The variance per axis [nm^2] of what is drawn anew at each look."""
    _shows: Evidence | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        episode, fixed = (self.by, self.contact), self.bias * self.bias
        biases: tuple[tuple[BiasId, float], ...] = ((episode, self.bias),) if self.bias > 0.0 else ()
        for ends, blur in self.blurs:
            biases = (*biases, ((episode, ends), blur))
            fixed += blur * blur
        object.__setattr__(self, "biases", biases)
        object.__setattr__(self, "noise", max(self.sigma * self.sigma - fixed, 0.0))

    @property
    def shows(self) -> Evidence:
        """What is known of the contact by this observation alone; the same each time."""
        found = self._shows
        if found is None:
            held = frozenset({(self.by, self.contact)}) if self.looks else frozenset()
            assessed = frozenset() if self.assessed is None else frozenset({self.assessed})
            found = Evidence(frozenset(self.looks), assessed, held, frozenset(self.compared))
            object.__setattr__(self, "_shows", found)
        return found

    def blurred(self, ends: Ends, dx: float, dy: float, blur: float) -> "Observation":
        """The version that an edge lets out: moved by (dx, dy) [nm], of standard deviation `blur` per axis [nm], which
        is the same for all that this edge lets out of the episode.
        """
        moved = replace(
            self,
            x=self.x + dx,
            y=self.y + dy,
            sigma=hypot(self.sigma, blur),
            blurs=(*self.blurs, (ends, blur)) if blur > 0.0 else self.blurs,
        )
        object.__setattr__(moved, "_shows", self.shows)
        return moved


@unique
class Kind(IntEnum):
    """What a report is about. LOST and CLEARED carry the observation that names the contact.

    NEGATIVE_SEARCH carries the place where nothing was found, with the searched radius [nm] for its error. ENGAGED says
    that a command has sent a unit, or that one works on the contact. TIP carries the place where, and the time at
    which, a vessel is expected: nobody has seen it. AWAITED says that a command has sent a unit to wait there. DOSSIER
    is about a hull and no contact; its observation says where and when what it tells of has happened. LINK says that
    two dossiers are of one hull; its observation is that of the one that was heard last. ADVISORY is a warning to
    shipping as a holder is told of it; its observation is the one that it was issued upon. PRIZE says that a ship is
    in the hands of pirates, or free again; its observation says where she was then.
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
    DOSSIER = 10
    LINK = 11
    ADVISORY = 12
    PRIZE = 13


@unique
class Repute(IntEnum):
    """What a hull is to whoever has its dossier."""

    WANTED = 1
    HARMLESS = 2
    TAKEN = 3  # its crew is in custody: it is not about any more
    OWED = 4  # whom it carries is owed assistance
    RESISTED = 5  # no team got on board


HULL_ALONE = -1
"""The number of a description: nothing is told of a hull but its type."""


@final
@dataclass(frozen=True, slots=True)
class Dossier:
    """What somebody knows of a hull, whatever voyage it is on.

    `name`: made of what it is about, an attack or a visit; it does not say which hull that is. `hull`: what it looks
    like; `described`: the number of how well that is described, or `HULL_ALONE`. `chances`: of what a contact is
    that is this hull. `time` [h]: of what it is about; `until` [h]: from then on it is not used. `version`: a
    correction has a higher one; `withdrawn`: it counts no more. `same_as`: of a visit, the name of the dossier for
    whose hull the visited one was taken, with the chance that it was that hull; None for nobody's.
    `joined`: the name of the dossier that stands for all that are of one hull with it, as whoever keeps them believes;
    None where there are no others.
    """

    name: int
    repute: Repute
    hull: Appearance
    described: int
    chances: Chances
    time: float
    until: float
    version: int = 0
    withdrawn: bool = False
    same_as: tuple[int, float] | None = None
    joined: int | None = None

    @property
    def rank(self) -> tuple[bool, int, Chances]:
        """Of versions of one dossier the greatest holds, one that is withdrawn for good; of two that differ under one
        number, the milder one.
        """
        return self.withdrawn, self.version, self.chances

    @property
    def stands(self) -> int:
        """The name of the dossier that stands for its hull."""
        return self.name if self.joined is None else self.joined


@final
@dataclass(frozen=True, slots=True)
class Link:
    """The names of two dossiers that are of one hull, as somebody has found with some chance."""

    one: int
    other: int
    chance: float


@final
@dataclass(frozen=True, slots=True)
class Report:
    """A message about observations, made at `time_made` [h]; `until` [h] is the end of a clearance or of a claim; of
    an update it is when the observer has to leave what it keeps, and wants its relief.

    `origin`: the holder that made it, -1 for a call that everybody hears. `releasable`: the holders to which it may go,
    by whatever way; None for everybody. `path`: the holders that it has passed, in order. All copies of a report have
    its number, and all copies of an observation its id. `attended`: whether the observer is after the contact and can
    board it; None: nothing is said about that. `dossier`, `link`: what a report of that kind carries. `surplus`: what
    whoever claims something expects of going there over what it costs; None where that was not weighed.
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
    attended: bool | None = None
    dossier: Dossier | None = None
    link: Link | None = None
    surplus: float | None = None


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
        bias=where.bias,
        blurs=where.blurs,
        vx=motion.vx,
        vy=motion.vy,
        sigma_v=motion.sigma_v,
        hull=_known(a.hull, b.hull),
        suspicious=_known(a.suspicious, b.suspicious),
        looks=a.looks if a.looks == b.looks else tuple(sorted({*a.looks, *b.looks})),
        assessed=_known(a.assessed, b.assessed),
        compared=a.compared if a.compared == b.compared else tuple(sorted({*a.compared, *b.compared})),
    )
    return a if best == a else best


def _position(seen: Observation) -> tuple[float, float, float]:
    return seen.sigma, seen.x, seen.y


def _motion(seen: Observation) -> tuple[float, float, float]:
    if seen.vx is None or seen.vy is None:
        return inf, 0.0, 0.0
    return seen.sigma_v, seen.vx, seen.vy


def _known[T: (Appearance, bool | None, Assessment | None)](a: T, b: T) -> T:
    """The one that is known; of two that differ, the same one whichever came first."""
    if a is None or b is None:
        return b if a is None else a
    return min(a, b, key=repr)
