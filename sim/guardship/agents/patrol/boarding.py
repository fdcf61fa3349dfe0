"""A boarding team: how long it takes, what it finds, and what becomes of those it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

from guardship.agents.limits import ALWAYS, Limits

type Quantile = Callable[[float], float]


def at_once(u: float) -> float:
    """No time."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Team:
    """Durations are quantile functions [h]; `rate` [1/h], where given, makes what is found depend on the time on board.

    `detaining` and `releasing`: how long the unit is taken up afterwards by a group that it detains or lets go.
    """

    takes: Quantile
    succeeds: float = 1.0
    finds: float = 1.0
    rate: float | None = None
    detains: float = 1.0
    limits: Limits = ALWAYS
    detaining: Quantile = at_once
    releasing: Quantile = at_once

    def finding(self, hours: float) -> float:
        """The chance that what is there is found in so many hours on board (random search, Koopman)."""
        return self.finds if self.rate is None else self.finds * (1.0 - exp(-self.rate * hours))
