"""Combined exercises, and how well nations work together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.units import Count, Dollars, Duration, Factor, PositiveDuration, Probability


@final
class Drill(Model):
    """An exercise: its units leave their stations for its days, and those who took part work together better.

    Without `at` and `every` it is held only when the timeline says so.
    """

    nations: Annotated[Many[Name], Field(min_length=2, description="Who takes part; without ships: its staff alone")]
    units: Annotated[Mapping[Name, Count], Field(description="How many ships of which groups")] = {}
    share: Annotated[Probability | None, Field(description="Of the ships of each group of the nations")] = None
    at: Annotated[Duration | None, Field(description="When it begins, the first time")] = None
    every: Annotated[PositiveDuration | None, Field(description="How often, from `at` on, else from then on")] = None
    lasts: PositiveDuration
    area: Annotated[Name | None, Field(description="A polygon or a point; where each ship is when not given")] = None
    raises: Annotated[Probability, Field(description="The part of what is missing to 1 that it closes, of each pair")]
    answers_calls: Annotated[bool, Field(description="Whether its ships go to a call for help")] = False
    price: Annotated[Mapping[Name, Dollars], Field(description="Of each time, by nation, beside the days")] = {}

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.units and self.share is not None:
            raise ValueError("came units and share, wanted one of them")
        if self.every is not None and self.every < self.lasts:
            raise ValueError(f"came every {self.every:g} h for {self.lasts:g} h, wanted one to be over before the next")
        return self

    def begins(self, hours: float) -> list[float]:
        """When it is held by the calendar [h], in a run of so many hours."""
        if self.every is None:
            return [] if self.at is None else [self.at] if self.at < hours else []
        t, found = self.every if self.at is None else self.at, list[float]()
        while t < hours:
            found.append(t)
            t += self.every
        return found


@final
class FactorSpan(Model):
    """A factor: on the straight line between its values for nations that have nothing in common, and everything."""

    at_none: Factor
    at_full: Factor


@final
class ChanceSpan(Model):
    """A probability, likewise."""

    at_none: Probability
    at_full: Probability


@final
class Effects(Model):
    """What interoperability changes between units of two nations; what is not given does not depend on it."""

    request_delay: Annotated[FactorSpan | None, Field(description="On how long a request to a partner takes")] = None
    hand_over_time: Annotated[FactorSpan | None, Field(description="On how long a hand-over takes")] = None
    boarding: Annotated[FactorSpan | None, Field(description="On the chance that a boarding by both succeeds")] = None
    hand_over_works: Annotated[ChanceSpan | None, Field(description="Whether the relief takes over")] = None
    duplicate_avoided: Annotated[ChanceSpan | None, Field(description="Whether the second unit stands down")] = None


@final
class Pair(Model):
    """The level of two nations at the start."""

    nations: Annotated[Many[Name], Field(min_length=2, max_length=2)]
    level: Probability


@final
class Interoperability(Model):
    """A level from 0 to 1 for each two nations: raised by exercises, fading between them."""

    initial: Annotated[Probability, Field(description="Of each pair at the start")] = 0.0
    between: Annotated[Many[Pair], Field(description="Of some pairs instead")] = ()
    standing: Annotated[Probability, Field(description="What remains in the end without exercises")] = 0.0
    half_life: Annotated[PositiveDuration | None, Field(description="Of what is above; none: it does not fade")] = None
    effects: Effects = Effects()
