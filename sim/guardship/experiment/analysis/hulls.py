"""The value of sharing in hulls: how many more without it do as well, and how many fewer with it.

The mean of a measure over fleet sizes is fitted by a monotone curve (isotonic regression: Barlow, Bartholomew,
Bremner & Brunk 1972; pool adjacent violators, scipy.optimize.isotonic_regression), linear between the sizes of the
sweep, and read backwards. Intervals are percentiles of a bootstrap over replications, drawn jointly for all sizes and
both arms, so that common seeds count. What lies beyond the sweep is not guessed: it is infinite, and said as `> 12`
or `< 2`.

Measured over 300 sweeps of 11 sizes with a known answer (3 hulls to add, 2 to release), 30 to 200 replications: the
95 % intervals cover in 93 to 96 %. Where the true curve is flat no number of hulls is the answer, and the interval is
wide.
"""

from math import ceil, floor, inf, isfinite, isnan, nan
from typing import NamedTuple

import numpy as np

from guardship.experiment.analysis.intervals import LEVEL, Floats

RESAMPLES = 2000
ALIKE = 1e-9  # of the range of a curve: levels that are the same


class Curve(NamedTuple):
    """Over the `sizes` of the sweep: raw mean, monotone fit and its pointwise interval; n replications, `missing`
    left out."""

    sizes: tuple[float, ...]
    mean: tuple[float, ...]
    fitted: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    n: int
    missing: int


class Hulls(NamedTuple):
    """A number of hulls with its interval, interpolated, and in whole hulls (rounded to the safe side).

    inf and -inf: beyond `most` and `least`, the numbers that the sweep can tell. `beyond` and `short`: the shares of
    resamples there. n replications, `missing` left out because a run of them had no value.
    """

    value: float
    low: float
    high: float
    whole: float
    whole_low: float
    whole_high: float
    least: float
    most: float
    beyond: float
    short: float
    n: int
    missing: int
    adds: bool

    def said(self, number: float) -> str:
        """One of the interpolated numbers in words: `3.4`, `> 12`, `< 2`."""
        if isfinite(number):
            return f"{number:.2g}" if abs(number) < 10.0 else f"{number:.1f}"
        return "unknown" if isnan(number) else f"> {self.most:g}" if number > 0.0 else f"< {self.least:g}"

    def said_whole(self, number: float) -> str:
        """One of the whole numbers in words; to release `most` and more: `>= 12`, to add `least` or fewer: `<= 2`."""
        if isfinite(number) or isnan(number):
            return f"{number:.0f}" if isfinite(number) else "unknown"
        if number > 0.0:
            return f"{'>' if self.adds else '>='} {self.most:g}"
        return f"{'<=' if self.adds else '<'} {self.least:g}"


def curve(sizes: Floats, values: Floats, more: bool = True, level: float = LEVEL) -> Curve:
    """The monotone response of (replications, sizes) values to fleet size; `more`: it rises with hulls (else it falls).

    A replication that lacks a value at any size (nan) is left out whole, since leaving out a size alone would compare
    different seeds.
    """
    sizes = _sorted(sizes, values)
    kept = values[np.isfinite(values).all(axis=1)]
    n, missing = len(kept), len(values) - len(kept)
    if n == 0:
        unknown = (nan,) * len(sizes)
        return Curve(tuple(sizes), unknown, unknown, unknown, unknown, 0, missing)
    fits = np.array([fitted(row, more) for row in _means(kept)])
    low, high = (_outer(fits, 0.5 + side * 0.5 * level, side) for side in (-1, 1)) if n > 1 else (-inf, inf)
    low, high = np.broadcast_to(low, sizes.shape), np.broadcast_to(high, sizes.shape)
    mean = kept.mean(axis=0)
    rows = [tuple(float(x) for x in row) for row in (sizes, mean, fitted(mean, more), low, high)]
    return Curve(rows[0], rows[1], rows[2], rows[3], rows[4], n, missing)


def hulls_to_add(
    sizes: Floats, without: Floats, having: Floats, base: float, more: bool = True, level: float = LEVEL
) -> Hulls:
    """Hulls to add to a fleet of `base` without sharing so that it reaches what sharing reaches with `base` hulls.

    `sizes`: (m,) rising fleet sizes, `base` among or between them; `without`, `having`: (replications, m) values of
    one measure, row by row under the same seed; `more`: the measure rises with hulls. Negative where sharing harms.
    Whole hulls are rounded up.
    """
    sizes, one, other, n, missing = _arms(sizes, without, having, base, more)
    needed = np.array([_size(sizes, a, np.interp(base, sizes, b), base) for a, b in zip(one, other, strict=True)])
    return _hulls(needed - base, float(sizes[0] - base), float(sizes[-1] - base), True, level, (n, missing))


def hulls_to_release(
    sizes: Floats, without: Floats, having: Floats, base: float, more: bool = True, level: float = LEVEL
) -> Hulls:
    """Hulls that a fleet of `base` can release when it shares, and still reach what it reaches without; see
    `hulls_to_add`.

    Whole hulls are rounded down.
    """
    sizes, one, other, n, missing = _arms(sizes, without, having, base, more)
    needed = np.array([_size(sizes, b, np.interp(base, sizes, a), base) for a, b in zip(one, other, strict=True)])
    return _hulls(base - needed, float(base - sizes[-1]), float(base - sizes[0]), False, level, (n, missing))


def fitted(mean: Floats, more: bool = True) -> Floats:
    """The monotone curve nearest to (m,) means, each with the same weight (they rest on the same replications)."""
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(mean, increasing=more).x)


def _size(sizes: Floats, curve: Floats, level: float, base: float) -> float:
    """The size at which a rising curve reaches a level; on a plateau of that level the nearest to base; +-inf
    beyond."""
    near = ALIKE * max(float(curve[-1] - curve[0]), abs(level), 1e-300)
    if level > curve[-1] + near:
        return inf
    if level < curve[0] - near:
        return -inf
    on = np.flatnonzero(np.abs(curve - level) <= near)
    if len(on):  # also between the knots on either side, since the curve is continuous
        return float(np.clip(base, sizes[on[0]], sizes[on[-1]]))
    k = int(np.searchsorted(curve, level))
    return float(sizes[k - 1] + (sizes[k] - sizes[k - 1]) * (level - curve[k - 1]) / (curve[k] - curve[k - 1]))


def _arms(
    sizes: Floats, without: Floats, having: Floats, base: float, more: bool
) -> tuple[Floats, Floats, Floats, int, int]:
    """Sizes and the rising fits of both arms, (1 + RESAMPLES, m), the first of them of all replications as they are."""
    sizes = _sorted(sizes, without)
    if without.shape != having.shape:
        raise ValueError(f"arms over the same seeds and sizes, not {without.shape} and {having.shape}")
    if not sizes[0] <= base <= sizes[-1]:
        raise ValueError(f"a fleet of {base:g} is not within the sweep from {sizes[0]:g} to {sizes[-1]:g}")
    both = np.hstack([without, having]) * (1.0 if more else -1.0)
    kept = both[np.isfinite(both).all(axis=1)]
    missing, m = len(both) - len(kept), len(sizes)
    if len(kept) == 0:
        return sizes, np.empty((0, m)), np.empty((0, m)), 0, missing
    means = np.vstack([kept.mean(axis=0), _means(kept)])
    one, other = (np.array([fitted(row) for row in arm]) for arm in (means[:, :m], means[:, m:]))
    return sizes, one, other, len(kept), missing


def _hulls(draws: Floats, least: float, most: float, adds: bool, level: float, counts: tuple[int, int]) -> Hulls:
    """The first draw is the estimate, the others are resamples."""
    value = float(draws[0]) if len(draws) else nan
    low, high = -inf, inf
    if counts[0] > 1:
        low, high = (float(_outer(draws[1:], 0.5 + side * 0.5 * level, side)) for side in (-1, 1))
    whole, whole_low, whole_high = (_whole(x, adds) for x in (value, low, high))
    beyond, short = (float((draws[1:] == x).mean()) if len(draws) else nan for x in (inf, -inf))
    return Hulls(value, low, high, whole, whole_low, whole_high, least, most, beyond, short, counts[0], counts[1], adds)


def _whole(hulls: float, up: bool) -> float:
    if not isfinite(hulls):
        return hulls
    return float(ceil(hulls - ALIKE) if up else floor(hulls + ALIKE))


def _means(kept: Floats) -> Floats:
    """Means of joint resamples of the rows, (RESAMPLES, columns); the same for the same number of rows."""
    n = len(kept)
    weights = np.random.default_rng(2).multinomial(n, np.full(n, 1.0 / n), RESAMPLES)
    return np.asarray(weights @ kept / n)


def _sorted(sizes: Floats, values: Floats) -> Floats:
    sizes = np.asarray(sizes, np.float64)
    if len(sizes) < 2 or not (np.diff(sizes) > 0.0).all() or values.ndim != 2 or values.shape[1] != len(sizes):
        raise ValueError("two or more rising fleet sizes, and a column of values for each")
    return sizes


def _outer(of: Floats, q: float, side: int) -> Floats:
    """A quantile among the resamples themselves, the outer one of two: infinite ones stay what they are."""
    return np.asarray(np.quantile(of, q, axis=0, method="lower" if side < 0 else "higher"))
