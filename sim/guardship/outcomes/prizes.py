"""Ships in the hands of pirates: one row a prize, from the hour in which they had her until she was free again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry
from guardship.outcomes.statistics import Measure, share

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame

DAY = 24.0  # h


class Fate(StrEnum):
    """What became of a prize."""

    HELD = "held"  # when the run ends
    RELEASED = "released"  # for ransom
    RETAKEN = "retaken"  # by a boarding team
    ABANDONED = "abandoned"  # her crew had locked itself up, and they left
    REMOVED = "removed"  # taken out of the model by its caller


@dataclass(slots=True)
class Prize:
    """A ship on which pirates are. Rows; times [h], None where it has not happened.

    `taken`: since when; `locked`: her crew has locked itself up, and they have no control of her; `counted`: of an
    attack that counts; `nth`: how often she had been one before. `pirates` and `crew`: on board. `known`: when the
    first holder was told; `mother`, `until`: used as a mother ship from then until then. `attempts`: boardings to
    retake her; `lives`: of hostages lost in them; `detained`: whether the pirates on board were, when she was retaken.
    """

    number: int
    attack: int
    voyage: int
    ship: int
    group: int
    taken: float
    locked: bool
    counted: bool
    nth: int
    pirates: int
    crew: int
    known: float | None = None
    mother: float | None = None
    until: float | None = None
    over: float | None = None
    fate: Fate = Fate.HELD
    attempts: int = 0
    lives: int = 0
    detained: bool | None = None

    def days(self, end: float) -> float:
        """How long her crew was held [d], until a time [h] at most; a crew that has locked itself up is not held."""
        return 0.0 if self.locked else ((end if self.over is None else self.over) - self.taken) / DAY


def success(team: float, each: float, pirates: int) -> float:
    """The chance that a team retakes a ship: its own, times `each` for every pirate on board."""
    return team * each**pirates


def after_the_deed(entries: Iterable[Entry]) -> dict[int, float]:
    """When [h] the group of each voyage was taken that had had its prize before, by the number of the voyage."""
    won: set[int] = set()
    found: dict[int, float] = {}
    for e in entries:
        if e.kind == Occurrence.HIJACKED:
            won.add(e.voyage)
        elif e.kind in (Occurrence.DETAINED, Occurrence.RELEASED) and e.voyage in won:
            found.setdefault(e.voyage, e.time)
    return found


def prize_measures(
    prizes: Sequence[Prize], entries: Sequence[Entry], counted: Iterable[int], hours: float
) -> dict[str, Measure]:
    """What became of prizes, how long crews were held, lives lost, and groups taken after the deed.

    `counted`: the voyages that count. Days are of the whole run, for a captivity outlasts most windows.
    """
    own = [one for one in prizes if one.counted]
    held = [one for one in own if not one.locked]
    fates = Counter(str(one.fate) for one in held)
    locked = Counter(str(one.fate) for one in own if one.locked)
    won = {e.voyage for e in entries if e.kind == Occurrence.HIJACKED} & set(counted)
    taken = after_the_deed(entries).keys() & won
    followed = _followed(held, entries, hours)
    return {
        "prizes": {"value": len(held), "of": "ships of which pirates had control", **dict(sorted(fates.items()))},
        "citadels": {
            "value": len(own) - len(held),
            "of": "ships boarded whose crew had locked itself up",
            **dict(sorted(locked.items())),
        },
        "retaken_share": share(fates[Fate.RETAKEN], len(held), "prizes that were retaken, of all"),
        "captivity_days": {"value": sum(one.days(hours) for one in held), "of": "days of ships in captivity"},
        "hostages_lost": {"value": sum(one.lives for one in own), "of": "hostages who lost their lives in boardings"},
        "prizes_followed": share(len(followed), len(held), "prizes that a unit followed, of all"),
        "stopped_after_deed": share(len(taken), len(won), "voyages with a prize whose group was taken later, of all"),
    }


def _followed(prizes: Iterable[Prize], entries: Sequence[Entry], hours: float) -> set[int]:
    """The numbers of those that a unit has kept while they were prizes."""
    return {one.number for one in prizes if _keepers(one, entries, hours)}


def table(
    prizes: Sequence[Prize], entries: Sequence[Entry], names: Sequence[str], holders: Mapping[int, str], hours: float
) -> "pyarrow.Table":
    """All prizes as in prizes.parquet. `names`: of the vessels; `holders`: of the nation of each unit, by row."""
    import pyarrow as pa

    anchored = _first(prizes, entries, Occurrence.ANCHORED)
    kept = {one.number: _keepers(one, entries, hours) for one in prizes}
    columns = {
        "prize": (pa.int64(), [p.number for p in prizes]),
        "attack": (pa.int64(), [p.attack for p in prizes]),
        "voyage": (pa.int64(), [p.voyage for p in prizes]),
        "ship": (pa.string(), [names[p.ship] for p in prizes]),
        "group": (pa.string(), [names[p.group] for p in prizes]),
        "taken": (pa.float64(), [p.taken for p in prizes]),
        "locked": (pa.bool_(), [p.locked for p in prizes]),
        "pirates": (pa.int64(), [p.pirates for p in prizes]),
        "crew": (pa.int64(), [p.crew for p in prizes]),
        "known": (pa.float64(), [p.known for p in prizes]),
        "followed_by": (pa.int64(), [len(kept[p.number]) for p in prizes]),
        "nations": (pa.int64(), [len({holders.get(row, "") for row in kept[p.number]}) for p in prizes]),
        "mother": (pa.float64(), [p.mother for p in prizes]),
        "until": (pa.float64(), [p.until for p in prizes]),
        "anchored": (pa.float64(), [anchored.get(p.number) for p in prizes]),
        "over": (pa.float64(), [p.over for p in prizes]),
        "fate": (pa.string(), [str(p.fate) for p in prizes]),
        "days": (pa.float64(), [p.days(hours) for p in prizes]),
        "attempts": (pa.int64(), [p.attempts for p in prizes]),
        "lives": (pa.int64(), [p.lives for p in prizes]),
        "detained": (pa.bool_(), [p.detained for p in prizes]),
        "counted": (pa.bool_(), [p.counted for p in prizes]),
    }
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})


def prizes_of(frame: "DataFrame", rows: Mapping[str, int]) -> list[Prize]:
    """The prizes of a table. `rows`: of the vessels by name."""
    return [
        Prize(
            p.prize,
            p.attack,
            p.voyage,
            rows[p.ship],
            rows[p.group],
            p.taken,
            p.locked,
            p.counted,
            nth=-1,
            pirates=p.pirates,
            crew=p.crew,
            known=_number(p.known),
            mother=_number(p.mother),
            until=_number(p.until),
            over=_number(p.over),
            fate=Fate(p.fate),
            attempts=p.attempts,
            lives=p.lives,
            detained=p.detained if isinstance(p.detained, bool) else None,
        )
        for p in frame.itertuples()
    ]


def _number(given: float) -> float | None:
    return None if given != given else float(given)


def used(frame: "DataFrame | None") -> dict[str, str]:
    """The ships of a table that were used as mother ships, each with the group that did; None: of no table."""
    mothers = () if frame is None else frame[frame["mother"].notna()].itertuples()
    return {p.ship: p.group for p in mothers}


def misprized(events: "DataFrame", prizes: "DataFrame") -> list[str]:
    """Prizes that do not stand in their table as in the log: when they were taken, when and how that ended."""
    ended = {Occurrence.RETAKEN: Fate.RETAKEN, Occurrence.RANSOMED: Fate.RELEASED}
    begun: dict[int, float] = {}
    over: dict[int, tuple[float, Fate]] = {}
    for e in events[events["kind"].isin([Occurrence.HIJACKED, *ended])].itertuples():
        if e.kind == Occurrence.HIJACKED:
            begun[e.attack] = e.t
        else:
            over[e.attack] = e.t, ended[e.kind]
    findings = []
    for p in prizes[~prizes["locked"]].itertuples():
        there = begun.get(p.attack), over.get(p.attack, (None, Fate.HELD))
        said = p.taken, (_number(p.over), Fate(p.fate))
        if said[1][1] is Fate.REMOVED:  # of which the log says nothing
            said = p.taken, (None, Fate.HELD)
        if there != said:
            findings.append(f"prize {p.prize}: {there} in the log, {said} in the table")
    return findings


def _first(prizes: Iterable[Prize], entries: Iterable[Entry], kind: Occurrence) -> dict[int, float]:
    """When [h] something was first said of each ship while she was a prize, by the number of that."""
    lines = [(e.time, e.actor) for e in entries if e.kind == kind]
    times = {p.number: [t for t, row in lines if row == p.ship and t >= p.taken] for p in prizes}
    return {number: found[0] for number, found in times.items() if found}


def _keepers(prize: Prize, entries: Iterable[Entry], hours: float) -> set[int]:
    """The units that have kept a prize."""
    over = hours if prize.over is None else prize.over
    return {
        e.actor
        for e in entries
        if e.kind == Occurrence.SHADOWING and e.object == prize.ship and prize.taken <= e.time <= over
    }
