"""Paired comparisons: mean differences over common seeds with pointwise and simultaneous intervals.

Simultaneous: max-t over all comparisons of the family, by a sign-flip (Rademacher) bootstrap of the centred differences
(Romano & Wolf 2005, doi 10.1111/j.1468-0262.2005.00615.x; Chernozhukov, Chetverikov & Kato 2013, doi 10.1214/13-AOS1161).
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

type Floats = NDArray[np.float64]

LEVEL = 0.95
POWER = 0.8
FLIPS = 4000
TINY = 1e-12


class Effect(NamedTuple):
    """A mean difference of n pairs, of an arm (`having`) less its reference (`without`); low and high hold alone, `all_low` and `all_high` together with the whole family.

    `size`: the mean over the standard deviation of the differences (d_z). `detectable`: the true mean that the
    simultaneous interval would have found apart from zero with 80 % power. `differ`: the share of pairs that differ.
    """

    n: int
    without: float
    having: float
    mean: float
    low: float
    high: float
    all_low: float
    all_high: float
    size: float
    detectable: float
    differ: float

    @property
    def answer(self) -> str:
        """`more`, `less`, `equal` in every pair, or `not resolved`."""
        if self.differ == 0.0:
            return "equal"
        if self.all_low > 0.0:
            return "more"
        return "less" if self.all_high < 0.0 else "not resolved"


def critical(differences: Floats, level: float = LEVEL, flips: int = FLIPS, seed: int = 1) -> float:
    """The quantile of the largest studentised mean over all columns of a matrix of n pairs by m comparisons; nan: no pair.

    Columns without spread do not count. Never below Student's own quantile for one comparison nor above Bonferroni's,
    which holds without the bootstrap and is the better one of few pairs.
    """
    n = np.isfinite(differences).sum(axis=0)
    alone = float(student.ppf(0.5 + 0.5 * level, max(len(differences), 2) - 1))
    moves = np.nanstd(differences, axis=0) > TINY
    if not moves.any():
        return alone
    n, given = n[moves], differences[:, moves]
    centred = np.nan_to_num(given - np.nanmean(given, axis=0))
    bonferroni = float(student.ppf(1.0 - (1.0 - level) / (2 * len(n)), min(n) - 1))
    signs = np.random.default_rng(seed).integers(0, 2, (flips, len(given))).astype(float) * 2.0 - 1.0
    means = signs @ centred / n
    squares = (centred**2).sum(axis=0) / n  # flipping signs leaves squares alone
    deviation = np.sqrt(np.maximum(squares - means**2, TINY) * n / (n - 1))
    largest = np.abs(means / deviation * np.sqrt(n)).max(axis=1)
    return min(max(alone, float(np.quantile(largest, level))), bonferroni)


def effect(reference: Floats, arm: Floats, together: float, level: float = LEVEL) -> Effect:
    """The effect of an arm on one measure; `together`: the critical value of the family."""
    both = np.isfinite(arm) & np.isfinite(reference)
    arm, reference = arm[both], reference[both]
    if len(arm) < 2:
        raise ValueError("fewer than two pairs in which both have a value")
    d, n = arm - reference, len(arm)
    mean, sd = float(d.mean()), float(d.std(ddof=1))
    error = sd / sqrt(n)
    alone = float(student.ppf(0.5 + 0.5 * level, n - 1))
    power = float(student.ppf(POWER, n - 1))
    return Effect(
        n, float(reference.mean()), float(arm.mean()), mean, mean - alone * error, mean + alone * error,
        mean - together * error, mean + together * error,
        mean / sd if sd > TINY else 0.0, (together + power) * error, float((np.abs(d) > TINY).mean()),
    )  # fmt: skip


def family(pairs: Sequence[tuple[Floats, Floats]]) -> tuple[list[Effect], float]:
    """The effects of (reference, arm) samples over common seeds, and their common critical value."""
    together = critical(np.column_stack([arm - reference for reference, arm in pairs]))
    return [effect(reference, arm, together) for reference, arm in pairs], together


def crossing(at: Sequence[float], effects: Sequence[float]) -> float | None:
    """Where a piecewise linear effect first changes its sign; None where it does not between the points given."""
    for (a, x), (b, y) in zip(zip(at, effects, strict=True), list(zip(at, effects, strict=True))[1:], strict=False):
        if x == 0.0:
            return a
        if x * y < 0.0:
            return a + (b - a) * x / (x - y)
    return None
