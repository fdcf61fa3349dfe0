"""Distributions as values: `quantile(u)` turns a uniform draw into a value by the inverse of the distribution function.

`quantile` and `quantiles` agree bit for bit; where runs ask often, one number does without arrays. Values are in inner
units. `support` is the range of possible values. u is in [0, 1]; an unbounded end answers infinity at u = 0 or 1.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import final

import numpy as np
from numpy.typing import NDArray

from guardship.scenario.normal import below, normal_quantile, normal_quantiles

type Floats = NDArray[np.float64]

_Z90 = NormalDist().inv_cdf(0.9)
_LEAST_MASS = 1e-9


class Distribution(ABC):
    """A distribution of one value."""

    __slots__ = ()

    @abstractmethod
    def quantiles(self, u: Floats) -> Floats:
        """Values at the probabilities u."""

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """The least and the greatest value."""

    def quantile(self, u: float) -> float:
        """The value at probability u."""
        return float(self.quantiles(np.array([u], dtype=np.float64))[0])


@final
@dataclass(frozen=True, slots=True)
class Constant(Distribution):
    """Always the same value."""

    value: float

    def quantiles(self, u: Floats) -> Floats:
        return np.full(u.shape, self.value)

    def quantile(self, u: float) -> float:
        return self.value

    @property
    def support(self) -> tuple[float, float]:
        return self.value, self.value


@final
@dataclass(frozen=True, slots=True)
class Uniform(Distribution):
    """Every value between two equally likely."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _finite(self.low, self.high)
        _order(self.low < self.high, "the two values of uniform must rise")

    def quantiles(self, u: Floats) -> Floats:
        return np.minimum(self.low + u * (self.high - self.low), self.high)

    def quantile(self, u: float) -> float:
        return min(self.low + u * (self.high - self.low), self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@final
@dataclass(frozen=True, slots=True)
class Normal(Distribution):
    """A normal distribution cut at two limits and scaled up; mean and sd are those before the cut."""

    mean: float
    sd: float
    low: float
    high: float

    def __post_init__(self) -> None:
        _finite(self.mean, self.sd, self.low, self.high)
        _order(self.sd > 0, "the sd of normal must be above 0")
        _order(self.low < self.high, "the min of normal must be below its max")
        lower, upper, _ = self._tails()
        _order(upper - lower >= _LEAST_MASS, "min and max of normal cut away nearly all of it")

    def _tails(self) -> tuple[float, float, float]:
        """Probability below the limits, from the nearer tail so that nothing cancels, and the side (+1, -1)."""
        a, b = (self.low - self.mean) / self.sd, (self.high - self.mean) / self.sd
        return (below(a), below(b), 1.0) if a <= 0 else (below(-b), below(-a), -1.0)

    def quantiles(self, u: Floats) -> Floats:
        lower, upper, side = self._tails()
        p = lower + (u if side > 0 else 1.0 - u) * (upper - lower)
        return np.clip(self.mean + side * self.sd * normal_quantiles(p), self.low, self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@final
@dataclass(frozen=True, slots=True)
class Lognormal(Distribution):
    """The logarithm is normal; given by its median and its 90th percentile."""

    median: float
    p90: float

    def __post_init__(self) -> None:
        _finite(self.median, self.p90)
        _order(0 < self.median < self.p90, "lognormal needs 0 < median < p90")

    def quantiles(self, u: Floats) -> Floats:
        sigma = math.log(self.p90 / self.median) / _Z90
        return self.median * np.exp(sigma * normal_quantiles(u))

    def quantile(self, u: float) -> float:
        sigma = math.log(self.p90 / self.median) / _Z90
        return self.median * float(np.exp(sigma * normal_quantile(u)))

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf


@final
@dataclass(frozen=True, slots=True)
class Exponential(Distribution):
    """Waiting for something that comes at a constant rate."""

    mean: float

    def __post_init__(self) -> None:
        _finite(self.mean)
        _order(self.mean > 0, "the mean of exponential must be above 0")

    def quantiles(self, u: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            return -self.mean * np.log1p(-u)

    def quantile(self, u: float) -> float:
        return -self.mean * float(np.log1p(-u)) if u < 1.0 else math.inf

    @property
    def support(self) -> tuple[float, float]:
        return 0.0, math.inf


@final
@dataclass(frozen=True, slots=True)
class Triangular(Distribution):
    """Density rising to a mode and falling from it, in straight lines."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _finite(self.low, self.mode, self.high)
        _order(self.low <= self.mode <= self.high and self.low < self.high, "the three values of triangular must rise")

    def quantiles(self, u: Floats) -> Floats:
        width, left = self.high - self.low, self.mode - self.low
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1.0 - u) * width * (self.high - self.mode))
        return np.clip(np.where(u * width < left, rising, falling), self.low, self.high)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high


@final
@dataclass(frozen=True, slots=True)
class Choice(Distribution):
    """One of several values, each with a weight; kept in rising order, so that the order in the file never matters."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        _finite(*self.values, *self.weights)
        _order(len(self.values) == len(self.weights) > 0, "choice needs a weight for each value")
        _order(all(weight > 0 for weight in self.weights), "the weights of choice must be above 0")
        _order(all(a < b for a, b in pairwise(self.values)), "choice names a value twice")

    def quantiles(self, u: Floats) -> Floats:
        edges = np.cumsum(np.array(self.weights) / math.fsum(self.weights))
        index = np.searchsorted(edges, u, side="right")
        return np.array(self.values, dtype=np.float64)[np.minimum(index, len(self.values) - 1)]

    @property
    def support(self) -> tuple[float, float]:
        return self.values[0], self.values[-1]


@final
@dataclass(frozen=True, slots=True)
class Empirical(Distribution):
    """Values at given probabilities, straight lines between them."""

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        p, x = zip(*self.points, strict=True)
        _finite(*p, *x)
        _order(p[0] == 0 and p[-1] == 1, "the probabilities of empirical must begin with 0 and end with 1")
        _order(all(a < b for a, b in pairwise(p)), "the probabilities of empirical must rise")
        _order(all(a <= b for a, b in pairwise(x)), "the values of empirical must not fall")

    def quantiles(self, u: Floats) -> Floats:
        p, x = zip(*self.points, strict=True)
        values: Floats = np.interp(u, p, x)
        return values

    @property
    def support(self) -> tuple[float, float]:
        return self.points[0][1], self.points[-1][1]


def _finite(*values: float) -> None:
    _order(all(math.isfinite(value) for value in values), "the numbers of a distribution must be finite")


def _order(good: bool, message: str) -> None:
    if not good:
        raise ValueError(message)


AT_ONCE = Constant(0.0)
