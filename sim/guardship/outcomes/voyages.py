"""Candidate voyages and attacks: each gets one outcome and one reason, and the table adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from guardship.outcomes.causes import Cause
from guardship.reasons import Reason

if TYPE_CHECKING:
    import pyarrow


class Outcome(StrEnum):
    """How a candidate voyage ended."""

    DID_NOT_SAIL = "did_not_sail"
    SUCCEEDED = "succeeded"
    STOPPED = "stopped"
    ABORTED = "aborted"
    AT_SEA = "at_sea"


class AttackOutcome(StrEnum):
    """How an attack ended."""

    HIJACKED = "hijacked"
    FAILED = "failed"
    STOPPED = "stopped"
    DAMAGED = "damaged"
    UNDER_WAY = "under_way"


@dataclass(slots=True)
class Voyage:
    """A candidate voyage: planned by the seed, equal under all policies. `counted`: planned in the measuring window.

    `amount` of a cargo: kg of drugs and arms, people. `target`: ship or terminal attacked last; `damage` [USD] and
    `lives` lost of an attack that has succeeded. `why`: of one that succeeded, who would have had to act otherwise, and
    what time was wanting.
    """

    number: int
    group: int
    ordinal: int
    planned: float
    counted: bool
    sailed: float | None = None
    ended: float | None = None
    outcome: Outcome | None = None
    cause: Reason | None = None
    attacks: list[int] = field(default_factory=list)
    offence: str = "piracy"
    cargo: str | None = None
    amount: float | None = None
    jettisoned: bool = False
    target: str | None = None
    damage: float | None = None
    lives: float | None = None
    why: Cause | None = None


@dataclass(slots=True)
class Attack:
    """An attack with the response to it; `prey` is negative for a terminal. `counted`: begun in the window."""

    number: int
    voyage: int
    prey: int
    time: float
    x: float
    y: float
    counted: bool
    alongside: float | None = None
    boarded: float | None = None
    ended: float | None = None
    outcome: AttackOutcome | None = None
    reason: Reason | None = None
    called: float | None = None
    delivered: float | None = None
    tasked: float | None = None
    no_unit: Reason | None = None


class Books:
    """All voyages and attacks of a run."""

    def __init__(self) -> None:
        self.voyages: list[Voyage] = []
        self.attacks: list[Attack] = []

    def plan(self, group: int, ordinal: int, planned: float, counted: bool, offence: str = "piracy") -> Voyage:
        """Enter a candidate voyage."""
        voyage = Voyage(len(self.voyages), group, ordinal, planned, counted, offence=offence)
        self.voyages.append(voyage)
        return voyage

    def attack(self, voyage: Voyage, prey: int, time: float, x: float, y: float, counted: bool) -> Attack:
        """Enter an attack."""
        attack = Attack(len(self.attacks), voyage.number, prey, time, x, y, counted)
        self.attacks.append(attack)
        voyage.attacks.append(attack.number)
        return attack

    def close(self, voyage: Voyage, time: float, outcome: Outcome, cause: Reason) -> None:
        """The voyage has ended; once."""
        if voyage.outcome is not None:
            raise ValueError(f"voyage {voyage.number} has ended already: {voyage.outcome}")
        voyage.ended, voyage.outcome, voyage.cause = time, outcome, cause

    def cause_of_failure(self, voyage: Voyage, empty: Reason = Reason.NO_PREY) -> Reason:
        """Why a voyage that came home empty did: the reason of its deepest attack, ties to the earliest.

        `empty`: the cause of one that attacked nobody.
        """
        depth = {Reason.VISITED: 4, Reason.REPELLED: 3, Reason.GUARDS: 3, Reason.WARSHIP_SEEN: 2}
        failed = [self.attacks[k] for k in voyage.attacks]
        if not failed:
            return empty
        deepest = max(failed, key=lambda a: (a.boarded is not None, depth.get(a.reason or Reason.NO_PREY, 1), -a.time))
        return deepest.reason or Reason.NO_PREY

    def explain(self, causes: Mapping[int, Cause]) -> None:
        """Why those that succeeded got through, and who would have had to act otherwise."""
        for voyage in self.voyages:
            if voyage.outcome is Outcome.SUCCEEDED:
                voyage.why = causes[voyage.number]
                voyage.cause = voyage.why.reason

    def finish(self) -> None:
        """At the end of a run: what is still under way is at sea, unless it has not sailed yet."""
        for attack in self.attacks:
            if attack.outcome is None:
                attack.outcome, attack.reason = AttackOutcome.UNDER_WAY, Reason.WINDOW_CLOSED
        for voyage in self.voyages:
            if voyage.outcome is None:
                voyage.outcome = Outcome.DID_NOT_SAIL if voyage.sailed is None else Outcome.AT_SEA
                voyage.cause = Reason.WINDOW_CLOSED


def table(voyages: Sequence[Voyage], names: Sequence[str], holders: Sequence[str]) -> "pyarrow.Table":
    """All candidate voyages as in voyages.parquet; `names`: of the vessels by row, `holders` by number."""
    import pyarrow as pa

    why = [v.why for v in voyages]
    columns = {
        "voyage": (pa.int64(), [v.number for v in voyages]),
        "group": (pa.string(), [names[v.group] for v in voyages]),
        "ordinal": (pa.int64(), [v.ordinal for v in voyages]),
        "offence": (pa.string(), [v.offence for v in voyages]),
        "planned": (pa.float64(), [v.planned for v in voyages]),
        "sailed": (pa.float64(), [v.sailed for v in voyages]),
        "ended": (pa.float64(), [v.ended for v in voyages]),
        "outcome": (pa.string(), [str(v.outcome) for v in voyages]),
        "cause": (pa.string(), [v.cause.name.lower() if v.cause else None for v in voyages]),
        "stage": (pa.string(), [w.stage.label if w else None for w in why]),
        "holder": (pa.string(), [holders[w.holder] if w and w.holder >= 0 else None for w in why]),
        "unit": (pa.string(), [names[w.unit] if w and w.unit >= 0 else None for w in why]),
        "short_min": (pa.float64(), [60.0 * w.short if w and w.short is not None else None for w in why]),
        "cargo": (pa.string(), [v.cargo for v in voyages]),
        "amount": (pa.float64(), [v.amount for v in voyages]),
        "jettisoned": (pa.bool_(), [v.jettisoned for v in voyages]),
        "target": (pa.string(), [v.target for v in voyages]),
        "damage": (pa.float64(), [v.damage for v in voyages]),
        "lives": (pa.float64(), [v.lives for v in voyages]),
        "counted": (pa.bool_(), [v.counted for v in voyages]),
    }
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
