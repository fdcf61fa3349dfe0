"""Intervals of counts and shares, in closed form."""

from collections.abc import Sequence
from math import inf, sqrt
from statistics import NormalDist
from typing import Any

type Measure = dict[str, Any]

Z95 = NormalDist().inv_cdf(0.975)


def wilson(successes: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share (1927, doi 10.1080/01621459.1927.10502953); (0, 1) without trials.

    Numbers need not be whole: trials may be worth less than they are many.
    """
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


def kaplan_meier(times: Sequence[tuple[float, bool]], q: float) -> float | None:
    """The q-quantile of times of which some are censored: (time, whether it is known); inf for what never happens.

    The least time at which the product-limit estimate of survival (Kaplan & Meier 1958, doi
    10.1080/01621459.1958.10501452) is at most 1 - q; None when it never falls so far. At one time what happens comes
    before what is censored.
    """
    survival, at_risk = 1.0, len(times)
    for time, known in sorted(times, key=lambda one: (one[0], not one[1])):
        if time == inf:
            return None
        survival *= 1.0 - known / at_risk
        at_risk -= 1
        if survival <= 1.0 - q + 1e-12:
            return time
    return None


def share(successes: int, trials: int, of: str) -> Measure:
    """A share with Wilson's interval."""
    low, high = wilson(successes, trials)
    value = successes / trials if trials else None
    return {"value": value, "low": low, "high": high, "count": successes, "of": of, "n": trials}


def rate(count: int, base: int, per: float, of: str) -> Measure:
    """A rate of events with Byar's interval."""
    low, high = byar(count)
    value = [count * per / base, low * per / base, high * per / base] if base else [None, None, None]
    return {"value": value[0], "low": value[1], "high": value[2], "count": count, "of": of, "n": base}
