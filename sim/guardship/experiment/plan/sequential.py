"""How many replications: as many as make the interval as narrow as asked, looked at again and again.

A rule of the data alone: after n replications it says stop, or at which number to look again. The half-width falls
with the root of n, so n (half / wanted)^2 are needed (Law 2015, Simulation Modeling and Analysis, 9.4.1); the rule
goes a part of the way there, since the first runs may mislead. Looking often at an interval and stopping when it is
narrow makes it cover less than it says (Chow & Robbins 1965, doi 10.1214/aoms/1177700156: only in the limit): it
stops where the deviation came out small, and of skewed values too early. So the half-width that is handed in is the
wider one of `intervals.caution`, and it does not stop before the number of values that skewness asks for.

Measured over 2 000 batches with the defaults and 95 %, for the width of 50, 100, 200 and 400 known replications: normal
values covered in 0.966, 0.959, 0.965, 0.959 with 66, 127, 248 and 490 replications on average; Poisson counts of mean
0.5 in 0.956 to 0.964 with 74 to 529; exponential values in 0.940, 0.940, 0.955, 0.957 with 89, 154, 296, 562;
differences of attacks between two arms in 0.953 to 0.969, cleared of luck in 0.936 to 0.948. Without caution,
exponential values were covered in 0.905, 0.901 and 0.937 with 55, 113 and 458, and counts of mean 0.1 at 100 in 0.881.
"""

from math import inf, isfinite
from typing import NamedTuple

ALIKE = 60  # equal runs after which, with 95 % confidence, fewer than one in twenty would differ: 0.95 ** 59 < 0.05


class Rule(NamedTuple):
    """Half-width `wanted` (unit of the measure), fewest and most replications, the least step, the part of the way."""

    wanted: float
    at_least: int = 30
    at_most: int = 1000
    block: int = 10
    part: float = 0.8


class Step(NamedTuple):
    """Look again at `n` replications, or stop there because it is `reached`, at the `cap` (narrow enough but
    `skewed` there), or all are `alike`; `going`."""

    n: int
    why: str
    half: float
    predicted: float

    @property
    def stop(self) -> bool:
        """Whether no more are needed or allowed."""
        return self.why != "going"


def advance(n: int, half: float, rule: Rule, fewest: float = 0.0) -> Step:
    """What to do after n replications that gave an interval of this half-width (inf: none yet).

    `fewest`: it does not stop before so many, unless at the cap. n counts those that failed, since of the next ones as
    many may.
    """
    if rule.wanted <= 0.0 or rule.block < 1 or not 1 <= rule.at_least <= rule.at_most:
        raise ValueError(f"not a rule: {rule}")
    predicted = max(n * (half / rule.wanted) ** 2, fewest if half > 0.0 else 0.0)
    if n < rule.at_least:
        return Step(rule.at_least, "going", half, predicted)
    if half == 0.0 and n >= min(ALIKE, rule.at_most):
        return Step(n, "alike", half, predicted)
    if 0.0 < half <= rule.wanted and n >= fewest:
        return Step(n, "reached", half, predicted)
    if n >= rule.at_most:
        return Step(n, "skewed" if 0.0 < half <= rule.wanted else "cap", half, predicted)
    return Step(_next(n, predicted if half > 0.0 else inf, rule), "going", half, predicted)


def _next(n: int, predicted: float, rule: Rule) -> int:
    """Part of the way in whole blocks, at least one of them; twice as many where nothing is predicted."""
    way = rule.part * (predicted - n) if isfinite(predicted) else float(n)
    return min(n + max(1, int(min(way, rule.at_most) // rule.block)) * rule.block, rule.at_most)
