"""Whether what is measured drifts within the window: a mean that does depends on how long the window is.

Of each run it is known what happened in the second half of its window (`outcomes.measures`). Over the replications of a
point the difference to the first half is tested against zero, paired by run (Student), all points and counts of a batch
together (Bonferroni). What fails has no long-run mean: pirates in custody for ever, stocks that run out, a monsoon.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from guardship.experiment.analysis.intervals import Estimate, mean
from guardship.experiment.plan.plan import Point
from guardship.experiment.store.results import Batch

HALF = "second_half."
COUNTS = ("attacks", "sailed", "boardings")
SHORT_LIVED = "Means hold for a window of this length and at this time, and are no long-run means."
FEWEST = 8  # replications, below which equal differences are no evidence
LEVEL = 0.99  # all together: of a hundred batches without drift one is warned of


class Drift(NamedTuple):
    """A count that changes within the window: means of the halves, and the difference with its interval."""

    point: Point
    what: str
    first: float
    second: float
    change: Estimate


def drifting(batch: Batch) -> Iterator[Drift]:
    """The counts that change within the window, at each point; none of a store from before halves were counted."""
    names = [name for name in COUNTS if HALF + name in batch.measures]
    points = batch.plan.points
    level = 1.0 - (1.0 - LEVEL) / max(1, len(names) * len(points))
    for name in names:
        total, second = batch.measure(name), batch.measure(HALF + name)
        for point in points:
            later = second[point.number]
            earlier = total[point.number] - later
            change = mean(later - earlier, level)
            if change.n >= FEWEST and not change.low <= 0.0 <= change.high:
                yield Drift(point, name, float(np.nanmean(earlier)), float(np.nanmean(later)), change)


def said(one: Drift) -> str:
    """A warning in words."""
    where = one.point.variant + "".join(f", {name}={level}" for name, level in one.point.levels.items())
    return (
        f"{one.what} of {where}: {one.first:.3g} a run in the first half of the window, {one.second:.3g} in the second"
    )
