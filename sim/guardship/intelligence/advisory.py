"""Advisories: warnings to shipping of a circle in which somebody may be. Pure; lengths nm, times h, speeds kn.

A place that was seen at a time is a normal distribution in the plane, whose variance per axis grows as whoever was
there may have gone any way since: `sigma^2 + (drift age)^2`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import exp, hypot, log1p, sqrt
from typing import NamedTuple, final

from guardship.intelligence.observation import ObservationId


class Fix(NamedTuple):
    """Where somebody was at a time, with the error per axis, and how fast per axis they are taken to go from there."""

    x: float
    y: float
    sigma: float
    time: float
    drift: float

    def variance(self, time: float) -> float:
        """Of the place at another time, per axis [nm^2]."""
        gone = self.drift * (time - self.time)
        return self.sigma * self.sigma + gone * gone

    def radius(self, time: float, holds: float) -> float:
        """Of the circle about the place that holds them with a chance below 1 at a time: Rayleigh's quantile."""
        return sqrt(-2.0 * log1p(-holds) * self.variance(time))


@final
@dataclass(frozen=True, slots=True)
class Advisory:
    """A warning: keep clear of `radius` about where `fix` says, until then [h].

    `name`: made of the first observation that it rests on. `version`: a later one, which has a higher number, replaces
    those before it; `begin`: when it was issued. `rests_on`: all observations that it rests on.
    """

    name: int
    version: int
    fix: Fix
    radius: float
    begin: float
    until: float
    rests_on: frozenset[ObservationId]

    def covers(self, x: float, y: float, time: float) -> bool:
        """Whether a place lies in the circle while the warning is in force."""
        return self.begin <= time < self.until and hypot(x - self.fix.x, y - self.fix.y) <= self.radius

    def still(self, time: float) -> float:
        """The chance that who was seen is in the circle at a time; 0 where the warning is not in force."""
        if not self.begin <= time < self.until:
            return 0.0
        variance = self.fix.variance(time)
        return 1.0 - exp(-0.5 * self.radius * self.radius / variance) if variance > 0.0 else 1.0

    def resting_on(self, more: frozenset[ObservationId]) -> "Advisory":
        """The same warning, which rests on more."""
        return self if more <= self.rests_on else replace(self, rests_on=self.rests_on | more)

    def concerns(self, ids: Collection[ObservationId]) -> bool:
        """Whether it rests on one of some observations."""
        return not self.rests_on.isdisjoint(ids)


class Trust(NamedTuple):
    """What is made of somebody's warnings: so many after which something came, and so many after which nothing did.

    The parameters of a beta distribution; both 0 say nothing.
    """

    held: float = 0.0
    nothing: float = 0.0

    def after(self, came: bool) -> "Trust":
        """With one more warning that is over."""
        return Trust(self.held + came, self.nothing + (not came))

    def over(self, prior: "Trust") -> float:
        """The expected chance that something comes after the next one, on top of a prior that says something."""
        held, nothing = self.held + prior.held, self.nothing + prior.nothing
        return held / (held + nothing)
