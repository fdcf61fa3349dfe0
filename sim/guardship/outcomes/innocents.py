"""Innocent vessels that patrols have boarded, those that were boarded again, and what that took, from the log alone."""

from collections import Counter
from collections.abc import Iterable

from guardship.occurrences import Occurrence
from guardship.outcomes.effort import Window, overlap
from guardship.outcomes.log import Entry
from guardship.outcomes.statistics import Measure

BEGINS = {Occurrence.PURSUIT, Occurrence.BOARDING}


def innocents(entries: Iterable[Entry], window: Window) -> Measure:
    """Vessels whose boarding ended within the window, `again` those with more than one, and `unit_h` within it [h].

    A unit spends hours on one from its pursuit until the boarding that comes of it has ended, or the run has.
    """
    after: dict[int, tuple[int, float]] = {}  # by unit: whom it is after, since when
    aboard: set[int] = set()
    boarded: Counter[int] = Counter()
    hours = 0.0
    for e in entries:
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
