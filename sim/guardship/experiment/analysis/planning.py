"""What a design will find, and how many pairs it takes to find what is asked for, judged by a small pilot.

The standard deviation of each paired difference comes from the pilot, with a bootstrap interval; the critical value is
Bonferroni's over the family of the named measures, which is on the safe side: the answers will use the smaller one that
the differences themselves give (`experiment.analysis.paired`). A difference is found with the stated power when it is
the critical value and Student's quantile of the power times the standard error (Bloom 1995, doi
10.1177/0193841X9501900504). The pilot decides on a number alone; its runs are no part of the batch's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf, isfinite, nan, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.compare import cell
from guardship.experiment.analysis.intervals import LEVEL, student
from guardship.experiment.analysis.paired import POWER, TINY
from guardship.experiment.store.results import Batch

type Floats = NDArray[np.float64]

FEWEST, MOST = 8, 10_000_000  # pairs
RESAMPLES = 2000


class Spread(NamedTuple):
    """A standard deviation with its 95 % bootstrap interval; nan where no two pairs differ."""

    value: float
    low: float
    high: float


class Need(NamedTuple):
    """What is to be expected of one difference of the family.

    `base`: the mean of the reference in the pilot; `detectable`: the smallest true difference that the design finds
    with 80 % power; `wanted`: the one asked for, None if none is; `pairs`: how many find it, by the deviation and the
    bounds of its interval, None where nothing is asked for or nothing can be said.
    """

    variant: str
    reference: str
    levels: Mapping[str, Any]
    measure: str
    base: float
    spread: Spread
    detectable: float
    wanted: float | None
    pairs: tuple[int, int, int] | None


def needs(pilot: Batch, n: int) -> Iterator[Need]:
    """What `n` pairs will find of every difference that the plan names, and how many the plan's `detect` takes.

    Differences are cleared of luck where the plan says so and the pilot is long enough. Raises KeyError for a measure
    that the pilot does not have.
    """
    asked, pairs = pilot.plan.asked, list(pilot.plan.pairs())
    names = tuple(asked.measures) or pilot.headlines
    family = len(names) * len(pairs)
    for name in names:
        for own, other in pairs:
            row, without, having = cell(pilot, own, other, name)
            both = np.isfinite(without) & np.isfinite(having)
            spread = deviation((having - without)[both])
            found = detectable(spread.value, n, family)
            base = float(without[both].mean()) if both.any() else nan
            wanted = row.wanted if row.wanted is not None and isfinite(row.wanted) and row.wanted > 0.0 else None
            counts = None
            if wanted is not None and isfinite(spread.value):
                least, most = (pairs_for(sd, wanted, family) for sd in (spread.low, spread.high))
                counts = pairs_for(spread.value, wanted, family), least, most
            yield Need(row.variant, row.reference, row.levels, name, base, spread, found, wanted, counts)


def deviation(values: Floats, seed: int = 1) -> Spread:
    """The standard deviation of (n,) values, with its interval."""
    if len(values) < 2 or np.ptp(values) <= TINY:
        return Spread(nan, nan, nan)
    picks = np.random.default_rng(seed).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[picks].std(axis=1, ddof=1), (0.025, 0.975))
    return Spread(float(values.std(ddof=1)), float(low), float(high))


def critical(n: int, family: int, level: float = LEVEL) -> float:
    """Bonferroni's critical value of so many intervals over n pairs."""
    return student(1.0 - (1.0 - level) / (2 * family), n - 1)


def detectable(sd: float, n: int, family: int, power: float = POWER) -> float:
    """The true difference that n pairs find with this power; inf with fewer than two."""
    return inf if n < 2 else (critical(n, family) + student(power, n - 1)) * sd / sqrt(n)


def pairs_for(sd: float, wanted: float, family: int, power: float = POWER) -> int:
    """How many pairs find a true difference of `wanted` with this power."""
    low, high = FEWEST - 1, FEWEST
    while high < MOST and detectable(sd, high, family, power) > wanted:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if detectable(sd, middle, family, power) > wanted else (low, middle)
    return high
