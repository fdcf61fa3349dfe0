"""Opportunities: what each holder came to know of a voyage, how far it got with that, and where the chain broke.

One row for a voyage, a holder and an episode: from the first contact or call for help, for as long as a unit of the
holder holds a vessel of the group, a report of it is under way, an attack that was called in goes on, or a unit works
on it. So nothing that happens to a voyage belongs to two rows. A voyage that sailed and of which nobody knew has one
row with stage `undetected`; one that did not sail has none. A voyage that has succeeded is over: what comes after its
prize is no opportunity.

All of it follows from the log of events, so that an audit can do it again. Times are hours.
"""

from collections.abc import Container, Mapping, Sequence
from enum import IntEnum
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from guardship.occurrences import Occurrence, Own
from guardship.outcomes.log import Entry
from guardship.reasons import Reason

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame


class Stage(IntEnum):
    """Where an opportunity ended, in order of depth (how near the patrols came to stopping the voyage)."""

    UNDETECTED = 0  # nobody knew of it
    NOT_INVESTIGATED = 1  # held, but never identified
    CLEARED = 2  # taken for harmless
    LOST = 3  # the contact or the track was lost or mistaken
    TOO_LATE = 4  # the report arrived when all was over
    NOT_RELEASED = 5  # not passed on to anyone who could act
    NO_UNIT = 6  # no unit was available
    OUT_OF_REACH = 7  # too far, or not there in time
    NOT_FOUND = 8  # not where it should have been, or the wrong vessel
    NO_AUTHORITY = 9  # no authority, or consent too late
    NOT_STOPPED = 10  # met, but not stopped
    BOARDING_FAILED = 11  # the team did not get on board, or not in time
    NOTHING_FOUND = 12
    JETTISONED = 13
    RELEASED = 14  # taken, and let go
    STOPPED = 15  # taken and detained

    @property
    def label(self) -> str:
        """As in files."""
        return self.name.lower()


LABELS = tuple(stage.label for stage in Stage)
REASONS = {int(reason): reason.name.lower() for reason in Reason}


class Roll(NamedTuple):
    """Who is who, by row: names; the holder of each unit, -1 for none; the mother ship of each vessel of a group.

    `nations`: the names of the holders. `boards`: whether it is a unit that can put a team on board of something;
    `speeds`: the greatest [kn].
    """

    names: Sequence[str]
    holder: Sequence[int]
    lead: Sequence[int]
    nations: Sequence[str] = ()
    boards: Sequence[bool] = ()
    speeds: Sequence[float] = ()

    @classmethod
    def of(cls, vessels: "DataFrame") -> "Roll":
        """From a table of vessels, as `Run.vessels` or vessels.parquet give it."""
        names = list(vessels["vessel"])
        rows = {name: row for row, name in enumerate(names)}
        nations = sorted({nation for nation in vessels["nation"] if isinstance(nation, str)})
        numbers = {nation: k for k, nation in enumerate(nations)}
        units = zip(vessels["nation"], vessels["unit"], strict=True)
        holder = [numbers.get(nation, -1) if unit else -1 for nation, unit in units]
        leads = [rows.get(lead, -1) for lead in vessels["lead"]]
        boards = vessels["boards" if "boards" in vessels else "unit"].astype(bool)  # an earlier version did not say
        return cls(names, holder, leads, nations, boards.to_list(), vessels["speed"].to_list())

    @property
    def holders(self) -> list[int]:
        """Those that have units."""
        return sorted({holder for holder in self.holder if holder >= 0})


class Opportunity(NamedTuple):
    """One row. `unit`: the first that saw it, `target`: what it saw; `seen`: when, None for a call alone.

    `lead`: from the beginning to the prize, None for a voyage without; `attack`: the first that falls into it, or -1.
    """

    voyage: int
    attack: int
    holder: int
    unit: int
    target: int
    begin: float
    end: float
    seen: float | None
    source: str
    stage: Stage
    reason: Reason
    lead: float | None


class Way(NamedTuple):
    """A way to a voyage that came to nothing: where and when it broke.

    `unit`: whose way it was, -1 for that of a command. `time`: when something else would have had to be done [h]: when
    the way broke; for a contact that was taken for harmless or never looked at, when that began; for what was still
    going on at the prize (`late`), when the report came that it was about.
    """

    voyage: int
    holder: int
    unit: int
    time: float
    stage: Stage
    reason: Reason
    late: bool = False


class Prize(NamedTuple):
    """What a voyage was for: when its mother ship (`lead`) sailed and had it [h], and the vessel at which it was."""

    voyage: int
    lead: int
    row: int
    sailed: float
    time: float


# ---- the lines of the log that matter here -----------------------------------------------------

ELSEWHERE = 1 << 30  # holder of a line of a command that has no units
SEEN = {
    Occurrence.CONTACT_GAINED,
    Occurrence.CONTACT_LOST,
    Occurrence.CONTACT_IDENTIFIED,
    Occurrence.CONTACT_SUSPICIOUS,
    Occurrence.CONTACT_CLEARED,
}
PRIZE: dict[Occurrence | Own, Reason] = {  # success, and why nobody was in time
    Occurrence.HIJACKED: Reason.RESPONSE_TOO_LATE,
    Occurrence.DAMAGED: Reason.RESPONSE_TOO_LATE,
    Occurrence.DELIVERED: Reason.LANDED,
}
OVER = {Occurrence.CAME_HOME, Occurrence.DETAINED, Occurrence.RELEASED, *PRIZE}
COMMAND = {
    Occurrence.REPORT,
    Occurrence.DISTRESS,
    Occurrence.TAKEN,
    Occurrence.NOT_TAKEN,
    Occurrence.NO_UNIT,
    Occurrence.DECLINED,
    Occurrence.WITHHELD,
}
TOLD = {Occurrence.TIP, Occurrence.TIPPED}
WORK = {
    Occurrence.TASKED,
    Occurrence.WAITS,
    Occurrence.PURSUIT,
    Occurrence.ON_SCENE,
    Occurrence.SEARCH,
    Occurrence.SHADOWING,
    Occurrence.SUPPORTING,
    Occurrence.HALTED,
    Occurrence.BOARDING,
}
RESULT = {
    Occurrence.BOARDING_DONE,
    Occurrence.PURSUIT_ENDED,
    Occurrence.HANDED_OVER,
    Occurrence.SEARCH_ENDED,
    Occurrence.HALT_FAILED,
}
FREE = {
    Occurrence.ON_BEAT,
    Occurrence.BINGO,
    Occurrence.LANDED,
    Occurrence.RECOVERED,
    Occurrence.OFF_STATION,
    Occurrence.ON_STATION,
    Occurrence.IN_PORT,
    Occurrence.DISPOSING,
}
LAW = {
    Occurrence.REFUSED_APPROACH,
    Occurrence.REFUSED_VISIT,
    Occurrence.REFUSED_SEARCH,
    Occurrence.REFUSED_SEIZE,
    Occurrence.REFUSED_ARREST,
    Occurrence.REFUSED_TRANSFER,
    Occurrence.CONSENT_GIVEN,
    Occurrence.CONSENT_DENIED,
}
BEGINNING = {Occurrence.SAILED, Occurrence.ATTACK, Occurrence.ATTACK_FAILED}
WARNED = {Occurrence.ADVISORY, Occurrence.ADVISORY_SENT}
KINDS = BEGINNING | OVER | COMMAND | WORK | RESULT | FREE | TOLD | LAW | WARNED


def log_lines(notes: Any, names: Mapping[int, Occurrence], entries: Sequence[Entry], roll: Roll) -> list[Entry]:
    """What matters here, from the core's notes (`names`: of their kinds) and the log's entries, in order."""
    kinds = {code: name for code, name in names.items() if name in SEEN}
    wanted = np.zeros(max(names, default=0) + 1, bool)
    wanted[list(kinds)] = True
    near = np.flatnonzero((np.array(roll.lead) >= 0)[notes["b"]] & (np.array(roll.holder) >= 0)[notes["a"]])
    some = notes[near]
    place = near[wanted[some["kind"]]] + 1.0  # an entry comes after the notes that were there before it
    some = some[wanted[some["kind"]]]
    columns = (some[name].tolist() for name in ("t", "kind", "a", "b", "contact"))
    found = [(k, Entry(t, 0, kinds[c], a, b, n)) for k, t, c, a, b, n in zip(place.tolist(), *columns, strict=True)]
    found += [(e.after + 0.5, e) for e in entries if e.kind in KINDS]
    return [line for _, line in sorted(found, key=itemgetter(0))]


def table_lines(events: "DataFrame", roll: Roll) -> list[Entry]:
    """The same from a table of events, as `Run.events` or events.parquet give it."""
    rows = {name: row for row, name in enumerate(roll.names)}
    reasons = {reason.name.lower(): int(reason) for reason in Reason}
    holders = {name: k for k, name in enumerate(roll.nations)}
    lines = []
    for e in events[events["kind"].isin(KINDS | SEEN)].itertuples():
        actor, other = rows.get(e.actor, -1), rows.get(e.object, -1)
        if e.kind not in SEEN or (roll.holder[actor] >= 0 and roll.lead[other] >= 0):
            why = reasons.get(e.reason, 0)
            whose = holders.get(e.holder, ELSEWHERE) if isinstance(e.holder, str) else -1
            about = e.contact, e.track, e.report, e.voyage, e.attack
            lines.append(Entry(e.t, 0, Occurrence(e.kind), actor, other, *about, why, holder=whose))
    return lines


# ---- the table -------------------------------------------------------------------------------


def table(rows: Sequence[Opportunity], roll: Roll, counted: Container[int]) -> "pyarrow.Table":
    """As in opportunities.parquet. `counted`: the voyages that count."""
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else ((),) * len(Opportunity._fields)
    voyage, attack, holder, unit, target, begin, end, seen, source, stage, reason, lead = columns
    names, nations = roll.names, roll.nations
    return pa.table(
        {
            "voyage": pa.array(voyage, pa.int64()),
            "attack": pa.array(attack, pa.int64()),
            "holder": pa.array([nations[k] if k >= 0 else None for k in holder], pa.string()),
            "unit": pa.array([names[k] if k >= 0 else None for k in unit], pa.string()),
            "target": pa.array([names[k] for k in target], pa.string()),
            "begin": pa.array(begin, pa.float64()),
            "end": pa.array(end, pa.float64()),
            "seen": pa.array(seen, pa.float64()),
            "source": pa.array(source, pa.string()),
            "stage": pa.array([LABELS[k] for k in stage], pa.string()),
            "reason": pa.array([REASONS[k] for k in reason], pa.string()),
            "lead": pa.array(lead, pa.float64()),
            "counted": pa.array([k in counted for k in voyage], pa.bool_()),
        }
    )
