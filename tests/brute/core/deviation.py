"""How far two runs of what ought to be the same world are apart."""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

import numpy as np

from brute.compare import doubts
from brute.stepper import Contact
from brute.worlds import Pair, World

# h. As the step of `doubts`, it leaves out only what rounding decides: ranges touched to within 1e-6 nm. What remains
# crosses its range at 0.01 kn or more, and places in these seas are rounded to 1e-13 nm, some 1e-12 nm in a distance
ROUNDED = 1e-9


class Deviation(NamedTuple):
    """Gains and losses compared, the largest difference of their times [h], pairs left to rounding."""

    checked: int
    worst: float
    doubtful: int


def deviation(world: World, one: Iterable[Contact], other: Iterable[Contact]) -> Deviation:
    """Two runs of what ought to be the same world; each pair up to the first instant that rounding decides."""
    spans: tuple[dict[Pair, list[float]], dict[Pair, list[float]]] = {}, {}
    for run, by_pair in zip((one, other), spans, strict=True):
        for c in sorted(run):
            by_pair.setdefault(c.pair, []).extend((c.gain, c.loss))
    checked, worst, doubtful = 0, 0.0, 0
    for pair in world.pairs():
        a, b = (np.array(by_pair.get(pair, [])) for by_pair in spans)
        doubt = doubts(world, pair, ROUNDED)
        until = doubt[0].time - 1e-6 if doubt else inf
        doubtful += bool(doubt)
        a, b = (np.where(x < until, x, inf) for x in (a, b))
        n = max(len(a), len(b))
        a, b = (np.concatenate([x, np.full(n - len(x), inf)]) for x in (a, b))
        differ = a[a != b] - b[a != b]
        checked += int(np.count_nonzero(np.isfinite(a)))
        worst = max(worst, float(np.max(np.abs(differ), initial=0.0)))
    return Deviation(checked, worst, doubtful)
