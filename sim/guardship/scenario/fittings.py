"""What types of vessels have in common: speeds, sensors, price."""

from __future__ import annotations

from typing import Annotated, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.costs import Costs
from guardship.scenario.quantities import Speeds
from guardship.scenario.units import PositiveSpeed

LEAST_CHANCE = 1e-9  # of a speed that counts as one that may be drawn
MOST_SENSORS = 3  # that a vessel looks with at once

type Sensors = Annotated[Many[Name], Field(max_length=MOST_SENSORS, description="Names of `sensors`")]

type Priced = Annotated[Costs | None, Field(description="What it costs; only counted when not given")]


@final
class CruiseSpeed(Model):
    """The speed at which it goes about its business; drawn once for each vessel."""

    cruise: Speeds


@final
class PatrolSpeed(Model):
    """Cruising and greatest speed."""

    cruise: Speeds
    max: PositiveSpeed

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.cruise.support[1] > self.max:
            raise ValueError(f"cruise can be above max {self.max:g} kn")
        return self

    def comes_back(self) -> None:
        """Raise ValueError when it may cruise at 0 kn: what flies, or is lowered, has to come back."""
        if self.cruise.quantile(LEAST_CHANCE) <= 0.0:
            raise ValueError("speed: cruise can be 0 kn, wanted above 0 kn: it has to come back")
