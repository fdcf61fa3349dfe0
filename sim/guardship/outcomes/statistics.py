"""Intervals of counts and shares, in closed form."""

from math import sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share (1927, doi 10.1080/01621459.1927.10502953); (0, 1) without trials."""
    if trials == 0:
        return 0.0, 1.0
    p = successes / trials
    centre = (p + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    return 0.0 if successes == 0 else centre - half, 1.0 if successes == trials else centre + half


def byar(count: int, z: float = Z95) -> tuple[float, float]:
    """Byar's interval of a Poisson count (Breslow & Day 1987, vol. 2, p. 69), within 1 % of the exact one from 2 on."""
    low = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    n = count + 1
    return low, n * (1 - 1 / (9 * n) + z / (3 * sqrt(n))) ** 3


def quantile(values: list[float], q: float) -> float | None:
    """Linear interpolation between order statistics; None of nothing."""
    if not values:
        return None
    ranked = sorted(values)
    at = q * (len(ranked) - 1)
    k = int(at)
    return ranked[k] + (at - k) * (ranked[min(k + 1, len(ranked) - 1)] - ranked[k])
