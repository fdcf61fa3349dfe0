"""Innocent vessels that patrols have boarded, those that were boarded again, and what that took, from the log alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from guardship.occurrences import Occurrence
from guardship.outcomes.effort import Window, overlap
from guardship.outcomes.log import Entry, of_kinds
from guardship.outcomes.statistics import Measure

BEGINS = {Occurrence.PURSUIT, Occurrence.BOARDING}
READ = BEGINS | {Occurrence.BOARDING_DONE, Occurrence.PURSUIT_ENDED}


def innocents(entries: Iterable[Entry], window: Window) -> Measure:
    """Vessels whose boarding ended within the window, `again` those with more than one, and `unit_h` within it [h].

    A unit spends hours on one from its pursuit until the boarding that comes of it has ended, or the run has.
    """
    after: dict[int, tuple[int, float]] = {}  # by unit: whom it is after, since when
    aboard: set[int] = set()
    boarded: Counter[int] = Counter()
    hours = 0.0
    for e in of_kinds(entries, READ):
        if e.kind in BEGINS and after.get(e.actor, (-1, 0.0))[0] != e.object:
            after[e.actor] = e.object, e.time
        if e.kind == Occurrence.BOARDING and e.voyage < 0:
            aboard.add(e.actor)
        elif e.kind == Occurrence.BOARDING_DONE:
            aboard.discard(e.actor)
            _, since = after.pop(e.actor, (e.object, e.time))
            if e.voyage < 0:
                hours += overlap(since, e.time, window)
                boarded[e.object] += window[0] <= e.time < window[1]
        elif e.kind == Occurrence.PURSUIT_ENDED:
            after.pop(e.actor, None)
    hours += sum(overlap(after[unit][1], window[1], window) for unit in sorted(aboard))
    vessels = +boarded
    again = sum(count > 1 for count in vessels.values())
    return {"value": len(vessels), "of": "innocent vessels boarded by patrols", "again": again, "unit_h": hours}


class Boarding(NamedTuple):
    """A boarding that ended at a time [h]. `voyage`: what the vessel was about, -1 for an innocent one.

    `by_nation`, `by_any`: how many boardings of that vessel had ended before in the run, the warm-up among it, by units
    of the same nation and by any, whatever they found.
    """

    time: float
    unit: int
    vessel: int
    voyage: int
    by_nation: int
    by_any: int


def boardings(entries: Iterable[Entry], holder: Sequence[int]) -> list[Boarding]:
    """All that ended, in order. `holder`: the number of each unit's nation, by row."""
    before: Counter[tuple[int, int]] = Counter()
    every: Counter[int] = Counter()
    found = []
    for e in of_kinds(entries, {Occurrence.BOARDING_DONE}):
        own = (holder[e.actor], e.object)
        found.append(Boarding(e.time, e.actor, e.object, e.voyage, before[own], every[e.object]))
        before[own] += 1
        every[e.object] += 1
    return found


def repeated(entries: Iterable[Entry], holder: Sequence[int], window: Window) -> Measure:
    """Boardings of innocent vessels that ended within the window (`n`), of vessels that had been boarded before.

    `value`: by anybody; `by_nation`: by a unit of the same nation. What was before counts from the start of the run.
    """
    own = [b for b in boardings(entries, holder) if b.voyage < 0 and window[0] <= b.time < window[1]]
    return {
        "value": sum(b.by_any > 0 for b in own),
        "of": "boardings of innocent vessels that had been boarded before in the run",
        "by_nation": sum(b.by_nation > 0 for b in own),
        "n": len(own),
    }
