"""What a design will find, and how many pairs it takes to find what is asked for, judged by a small pilot.

The standard deviation of each paired difference comes from the pilot, with its interval; the critical value is
Bonferroni's over the family of the named measures, which is on the safe side: the answers will use the smaller one that
the differences themselves give (`experiment.analysis.paired`). A difference is found with the stated power when it is
the critical value and Student's quantile of the power times the standard error (Bloom 1995, doi
10.1177/0193841X9501900504). The pilot decides on a number alone; its runs are no part of the batch's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp, inf, isfinite, nan, sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.compare import cell
from guardship.experiment.analysis.intervals import LEVEL, student
from guardship.experiment.analysis.paired import POWER, TINY
from guardship.experiment.store.results import Batch

type Floats = NDArray[np.float64]

FEWEST, MOST = 8, 10_000_000  # pairs


class Spread(NamedTuple):
    """A standard deviation with its 95 % interval; nan where no two pairs differ."""

    value: float
    low: float
    high: float


class Need(NamedTuple):
    """What is to be expected of one difference of the family.

    `base`: the mean of the reference in the pilot; `detectable`: the smallest true difference that the design finds
    with 80 % power; `wanted`: the one asked for, nan where that is a share of nothing, None if none is; `pairs`: how
    many find it, by the deviation and the bounds of its interval (inf: more than ten million), None where nothing can
    be said.
    """

    variant: str
    reference: str
    levels: Mapping[str, Any]
    measure: str
    base: float
    spread: Spread
    detectable: float
    wanted: float | None
    pairs: tuple[float, float, float] | None


def needs(pilot: Batch, n: int) -> Iterator[Need]:
    """What `n` pairs will find of every difference that the plan names, and how many the plan's `detect` takes.

    Differences are cleared of luck where the plan says so and the pilot is long enough; as many pairs as in the pilot
    are taken to have no value.
    """
    asked, pairs = pilot.plan.asked, list(pilot.plan.pairs())
    names = tuple(asked.measures) or pilot.headlines
    family = len(names) * len(pairs)
    for name in names:
        for own, other in pairs:
            row, without, having = cell(pilot, own, other, name)
            both = np.isfinite(without) & np.isfinite(having)
            valid, spread = float(both.mean()), deviation((having - without)[both])
            base = float(without[both].mean()) if both.any() else nan
            wanted = row.wanted if row.wanted is None or row.wanted > 0.0 else nan
            counts = None
            if wanted is not None and isfinite(wanted) and isfinite(spread.value):
                least, most = (pairs_for(sd, wanted, family) / valid for sd in (spread.low, spread.high))
                counts = pairs_for(spread.value, wanted, family) / valid, least, most
            found = detectable(spread.value, int(n * valid), family)
            yield Need(row.variant, row.reference, row.levels, name, base, spread, found, wanted, counts)


def deviation(values: Floats) -> Spread:
    """The standard deviation of (n,) values, with an interval that holds for skewed ones too.

    Bonett 2006 (Approximate confidence interval for standard deviation of nonnormal distributions, Computational
    Statistics & Data Analysis 50). Over 2 000 pilots of 24 it holds the truth in 0.941 (normal
    values), 0.931 (differences of Poisson counts of mean 0.5), 0.977 (of mean 0.1) and 0.880 (exponential ones).
    """
    n = len(values)
    if n < FEWEST or np.ptp(values) <= TINY:
        return Spread(nan, nan, nan)
    z, trimmed = NormalDist().inv_cdf(0.5 + 0.5 * LEVEL), _trimmed(values, 0.5 / sqrt(n - 4))
    variance = float(values.var(ddof=1))
    kurtosis = n * float(((values - trimmed) ** 4).sum()) / float(((values - values.mean()) ** 2).sum()) ** 2
    c = n / (n - z)
    error = c * sqrt(max(kurtosis - (n - 3) / n, 0.0) / (n - 1))
    low, high = (sqrt(c * variance * exp(sign * z * error)) for sign in (-1.0, 1.0))
    return Spread(sqrt(variance), low, high)


def _trimmed(values: Floats, share: float) -> float:
    """The mean without this share of the least and of the greatest."""
    k = int(share * len(values))
    return float(np.sort(values)[k : len(values) - k].mean())


def critical(n: int, family: int, level: float = LEVEL) -> float:
    """Bonferroni's critical value of so many intervals over n pairs."""
    return student(1.0 - (1.0 - level) / (2 * family), n - 1)


def detectable(sd: float, n: int, family: int, power: float = POWER) -> float:
    """The true difference that n pairs find with this power; inf with fewer than two."""
    return inf if n < 2 else (critical(n, family) + student(power, n - 1)) * sd / sqrt(n)


def pairs_for(sd: float, wanted: float, family: int, power: float = POWER) -> float:
    """How many pairs find a true difference of `wanted` with this power; inf for more than ten million."""
    if detectable(sd, MOST, family, power) > wanted:
        return inf
    low, high = FEWEST - 1, MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if detectable(sd, middle, family, power) > wanted else (low, middle)
    return high
