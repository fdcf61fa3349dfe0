"""Paired comparisons: mean differences over common seeds with pointwise and simultaneous intervals.

Simultaneous: max-t over all comparisons of the family, by a sign-flip (Rademacher) bootstrap of the centred
differences (Romano & Wolf 2005, doi 10.1111/j.1468-0262.2005.00615.x; Chernozhukov, Chetverikov & Kato 2013, doi
10.1214/13-AOS1161). A pair in which either arm has no value (nan) is left out and counted.
"""

from collections.abc import Iterator, Sequence
from math import inf, nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import LEVEL, Floats, caution, student, two_sided

POWER = 0.8
FLIPS = 4000
TINY = 1e-12
AT_ONCE = 4_000_000  # signs in memory


class Effect(NamedTuple):
    """A mean difference of n pairs, of an arm (`having`) less its reference (`without`); low and high hold alone,
    `all_low` and `all_high` together with the whole family.

    `size`: the mean over the standard deviation of the differences (d_z). `detectable`: the true mean that the
    simultaneous interval would have found apart from zero with the power asked for. `differ`: the share of pairs that
    differ. `missing`: pairs left out. `gain`: the variance of the differences over that with independent seeds.
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
    missing: int = 0
    gain: float = nan

    @property
    def answer(self) -> str:
        """`more`, `less`, `equal` in every pair, or `not resolved`."""
        if self.differ == 0.0:
            return "equal"
        if self.all_low > 0.0:
            return "more"
        return "less" if self.all_high < 0.0 else "not resolved"


def critical(differences: Floats, level: float = LEVEL, flips: int = FLIPS, seed: int = 1) -> float:
    """The quantile of the largest studentised mean over all columns of a matrix of n pairs by m comparisons; nan: no
    pair.

    Columns without spread do not count. Never below Student's own quantile for one comparison nor above Bonferroni's,
    which holds without the bootstrap and is the better one of few pairs.
    """
    alone = two_sided(level, max(len(differences), 2) - 1)
    n = np.isfinite(differences).sum(axis=0)
    given, n = differences[:, n > 1], n[n > 1]
    moves = np.nanstd(given, axis=0) > TINY if given.size else np.zeros(0, bool)
    if not moves.any():
        return alone
    n, given = n[moves], given[:, moves]
    centred = np.nan_to_num(given - np.nanmean(given, axis=0))
    bonferroni = student(1.0 - (1.0 - level) / (2 * len(n)), min(n) - 1)
    squares = (centred**2).sum(axis=0) / n  # flipping signs leaves squares alone
    largest = [_largest(signs @ centred / n, squares, n) for signs in _signs(flips, len(given), seed)]
    return min(max(alone, float(np.quantile(np.concatenate(largest), level))), bonferroni)


def _signs(flips: int, pairs: int, seed: int) -> Iterator[Floats]:
    """Signs in blocks of rows, the same whatever the size of a block."""
    rng, rows = np.random.default_rng(seed), max(1, AT_ONCE // pairs)
    for begin in range(0, flips, rows):
        yield rng.integers(0, 2, (min(rows, flips - begin), pairs)).astype(float) * 2.0 - 1.0


def _largest(means: Floats, squares: Floats, n: NDArray[np.int64]) -> Floats:
    deviation = np.sqrt(np.maximum(squares - means**2, TINY) * n / (n - 1))
    return np.asarray(np.abs(means / deviation * np.sqrt(n)).max(axis=1))


def effect(
    reference: Floats,
    arm: Floats,
    together: float,
    level: float = LEVEL,
    power: float = POWER,
    stopped: bool = False,
) -> Effect:
    """The effect of an arm on one measure, of (n,) and (n,) values over common seeds.

    `together`: the critical value of the family, 0 for one that holds alone; `stopped`: n was chosen by looking at
    the values (`intervals.caution`).

    Its bounds are infinite with fewer than two pairs, and where the same difference in every pair may be luck by the
    sign test (fewer than six pairs at 95 %).
    """
    both = np.isfinite(arm) & np.isfinite(reference)
    missing = int(len(both) - both.sum())
    arm, reference = arm[both], reference[both]
    d, n = arm - reference, len(arm)
    if n < 2:
        without, having, mean = (float(x[0]) if n else nan for x in (reference, arm, d))
        return Effect(n, without, having, mean, -inf, inf, -inf, inf, nan, inf, nan, missing)
    mean, sd = float(d.mean()), float(d.std(ddof=1))
    differ = float((np.abs(d) > TINY).mean())
    error = sd / sqrt(n) * (caution(d).factor if stopped else 1.0)
    if sd <= TINY and differ > 0.0 and 0.5 ** (n - 1) > 1.0 - level:
        error = inf
    alone, together = two_sided(level, n - 1), max(together, two_sided(level, n - 1))
    return Effect(
        n,
        float(reference.mean()),
        float(arm.mean()),
        mean,
        mean - alone * error,
        mean + alone * error,
        mean - together * error,
        mean + together * error,
        mean / sd if sd > TINY else 0.0,
        (together + student(power, n - 1)) * error,
        differ,
        missing,
        gain(reference, arm),
    )


def gain(reference: Floats, arm: Floats) -> float:
    """What common seeds buy: var(arm - reference) / (var arm + var reference) of (n,) pairs; nan without spread.

    1 with independent seeds, 0 where the arms differ by a constant, above 1 where common seeds harm.
    """
    both = np.isfinite(arm) & np.isfinite(reference)
    if both.sum() < 2:
        return nan
    apart = float(arm[both].var(ddof=1) + reference[both].var(ddof=1))
    return float((arm - reference)[both].var(ddof=1)) / apart if apart > TINY else nan


def family(
    pairs: Sequence[tuple[Floats, Floats]], level: float = LEVEL, power: float = POWER, stopped: bool = False
) -> tuple[list[Effect], float]:
    """The effects of (reference, arm) samples over common seeds, and their common critical value; of none: nan."""
    if not pairs:
        return [], nan
    differences = np.column_stack([arm - reference for reference, arm in pairs])
    together = critical(np.where(np.isfinite(differences), differences, nan), level)
    return [effect(reference, arm, together, level, power, stopped) for reference, arm in pairs], together


def crossing(at: Sequence[float], effects: Sequence[float]) -> float | None:
    """Where a piecewise linear effect first changes its sign; None where it does not between the points given."""
    for (a, x), (b, y) in zip(zip(at, effects, strict=True), list(zip(at, effects, strict=True))[1:], strict=False):
        if x == 0.0:
            return a
        if x * y < 0.0:
            return a + (b - a) * x / (x - y)
    return None
