"""Advisories: what became of warnings to shipping, and what masters who were warned have done. From the log alone."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, final

from guardship.occurrences import Occurrence
from guardship.outcomes.effort import Window
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.statistics import Measure, rate, share

if TYPE_CHECKING:
    import pyarrow

ALTERS = {
    Occurrence.WATCH_DOUBLED,
    Occurrence.HASTENS,
    Occurrence.GOES_AROUND,
    Occurrence.JOINS_GROUP,
    Occurrence.KEEPS_AWAY,
}


@final
class Heeded(NamedTuple):
    """What a master has decided at a time [h]. `ship`: its row. `advisory`, `version`: what he was told last.

    `trust`: in that; `risk`: the chance of being taken that he is left with; `hours`, `tonnes`: more than by going on;
    `cost`, `on`: what it costs, as he reckons, and what going on would have cost [USD].
    """

    time: float
    ship: int
    advisory: int
    version: int
    choice: str
    trust: float
    risk: float
    hours: float
    tonnes: float
    cost: float
    on: float


@final
class Issued(NamedTuple):
    """An advisory as it was issued. `report`: what it was issued upon; `came`: whether something did by its end, as
    its centre has heard, None for a version that was replaced or is in force when the run ends.
    """

    time: float
    holder: int
    advisory: int
    version: int
    report: int
    x: float
    y: float
    radius: float
    until: float
    came: bool | None = None


def advisory_measures(entries: Sequence[Entry], window: Window, transits: int) -> dict[str, Measure]:
    """Warnings after which something came, ships told of any, what they did, and attacks on them and on others.

    Of attacks: on a ship that had been told of a warning before, and on one that had not. Ships are warned in the
    window or are not; some that are told in it have entered before. Nothing where nobody was ever warned.
    """
    if not of_kinds(entries, {Occurrence.ADVISORY}):
        return {}
    own = [e for e in entries if window[0] <= e.time < window[1]]
    over = [e for e in own if e.kind == Occurrence.ADVISORY_OVER]
    told = {e.actor for e in own if e.kind == Occurrence.ADVISED}
    altered = {e.actor for e in own if e.kind in ALTERS}
    warned, unwarned = _attacked(entries, window)
    return {
        "advisories": {"value": sum(e.kind == Occurrence.ADVISORY for e in own), "of": "advisories, new versions too"},
        "advisories_held": share(sum(not e.reason for e in over), len(over), "advisories over, after which one came"),
        "ships_warned": share(min(len(told), transits), transits, "ships that were told of a warning, of transits"),
        "warned_altered": share(len(altered & told), len(told), "ships warned that changed something, of all warned"),
        "attacks_on_warned": rate(warned, len(told), 1000.0, "ships warned"),
        "attacks_on_unwarned": rate(unwarned, max(transits - len(told), 0), 1000.0, "transits of ships not warned"),
    }


def altered(heeded: Iterable[Heeded], window: Window) -> dict[str, float]:
    """What decisions of masters in the window cost, as they reckon: hours and tonnes of fuel more than by going on."""
    own = [one for one in heeded if window[0] <= one.time < window[1]]
    return {
        "decisions": len(own),
        "hours": float(sum(one.hours for one in own)),
        "tonnes": float(sum(one.tonnes for one in own)),
    }


def _attacked(entries: Iterable[Entry], window: Window) -> tuple[int, int]:
    """Attacks in the window on ships that had been told of a warning, and on others."""
    told: set[int] = set()
    found = [0, 0]
    for e in entries:
        if e.kind == Occurrence.ADVISED:
            told.add(e.actor)
        elif e.kind == Occurrence.ATTACK and e.object >= 0 and window[0] <= e.time < window[1]:
            found[e.object not in told] += 1
    return found[0], found[1]


def issued_table(issued: Sequence[Issued], holders: Sequence[str]) -> "pyarrow.Table":
    """As in advisories.parquet, in the order of issue."""
    import pyarrow as pa

    kinds = {
        "t": pa.float64(),
        "holder": pa.string(),
        "advisory": pa.int64(),
        "version": pa.int64(),
        "report": pa.int64(),
        **{name: pa.float64() for name in ("x", "y", "radius", "until")},
        "came": pa.bool_(),
    }
    columns = list(zip(*(one._replace(holder=holders[one.holder]) for one in issued), strict=True))  # type: ignore[arg-type]
    made = zip(kinds.items(), columns or [()] * len(kinds), strict=True)
    return pa.table({name: pa.array(column, kind) for (name, kind), column in made})


def heeded_table(heeded: Sequence[Heeded], vessels: Sequence[str]) -> "pyarrow.Table":
    """As in heeded.parquet, in the order of decisions."""
    import pyarrow as pa

    kinds = {
        "t": pa.float64(),
        "ship": pa.string(),
        "advisory": pa.int64(),
        "version": pa.int64(),
        "choice": pa.string(),
        **{name: pa.float64() for name in ("trust", "risk", "hours", "tonnes", "cost", "on")},
    }
    columns = list(zip(*(one._replace(ship=vessels[one.ship]) for one in heeded), strict=True))  # type: ignore[arg-type]
    made = zip(kinds.items(), columns or [()] * len(kinds), strict=True)
    return pa.table({name: pa.array(column, kind) for (name, kind), column in made})
