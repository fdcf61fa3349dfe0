"""Attacks that were not begun: ships that a voyage met and left alone, each with the last reason for it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from guardship.occurrences import Occurrence
from guardship.outcomes.decks import Decks
from guardship.outcomes.effort import Window
from guardship.outcomes.log import Entry
from guardship.reasons import WEIGHED, Reason

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame

CAUSES = tuple(sorted(reason.name.lower() for reason in WEIGHED))


class Spared(NamedTuple):
    """A ship that a voyage left alone at a time [h] for a reason, for the last time."""

    voyage: int
    ship: int
    time: float
    reason: int


def spared(entries: Iterable[Entry]) -> list[Spared]:
    """One for each voyage and ship, in order of time; those are left out that the voyage attacked in the end."""
    under_way: dict[int, int] = {}
    found: dict[tuple[int, int], Spared] = {}
    attacked = set[tuple[int, int]]()
    decks = Decks()
    for e in entries:
        who = decks.who(e)
        if e.kind == Occurrence.SAILED:
            under_way[e.actor] = e.voyage
        elif e.kind == Occurrence.ATTACK:
            attacked.add((e.voyage, e.object))
        elif e.kind == Occurrence.SPARED and who in under_way:
            voyage = under_way[who]
            found[voyage, e.object] = Spared(voyage, e.object, e.time, e.reason)
    return sorted((one for key, one in found.items() if key not in attacked), key=lambda one: (one.time, one.voyage))


def by_cause(found: Iterable[Spared], window: Window) -> dict[str, int]:
    """How many were left alone for the last time in the window, for each reason of a choice, and for others."""
    counts = Counter(Reason(one.reason).name.lower() for one in found if window[0] <= one.time < window[1])
    causes = {cause: counts[cause] for cause in CAUSES}
    return {"ships": counts.total(), **causes, "other": counts.total() - sum(causes.values())}


def table(found: Sequence[Spared], vessels: Sequence[str]) -> "pyarrow.Table":
    """As in spared.parquet."""
    import pyarrow as pa

    return pa.table(
        {
            "voyage": pa.array([one.voyage for one in found], pa.int64()),
            "ship": pa.array([vessels[one.ship] for one in found], pa.string()),
            "t": pa.array([one.time for one in found], pa.float64()),
            "reason": pa.array([Reason(one.reason).name.lower() for one in found], pa.string()),
        }
    )


def miscounted(
    written: "DataFrame", entries: Iterable[Entry], vessels: Sequence[str], said: Mapping[str, int], window: Window
) -> list[str]:
    """Where the table of ships left alone, or what is `said` of them in the summary, does not follow from the log."""
    found = spared(entries)
    rows = list(zip(written["voyage"], written["ship"], written["reason"], strict=True))
    there = [(one.voyage, vessels[one.ship], Reason(one.reason).name.lower()) for one in found]
    findings = [f"ships left alone: {len(rows)} rows, {len(there)} in the log"] if rows != there else []
    counts = by_cause(found, window)
    return findings if counts == said else [*findings, f"ships left alone: {said} said, {counts} in the log"]
