"""What protects ships, as the best management practices of shipping name it, and what pirates make of a ship.

Chances of an attack are written in odds, chance / (1 - chance), so that factors never make a chance of more than 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.conditions import ByState
from guardship.scenario.units import (
    Duration,
    Factor,
    Length,
    PositiveDuration,
    PositiveLength,
    PositiveSpeed,
    Probability,
    Share,
    Speed,
)


@final
class Visible(Model):
    """Whether something on board of a ship is made out by pirates: one lot for a voyage and ship."""

    chance: Annotated[Probability, Field(description="From alongside, by day")]
    halves_every: Annotated[
        PositiveLength | None, Field(description="The chance halves with each such distance; as far as they see if not")
    ] = None
    by_state: ByState = ByState()


@final
class Protection(Model):
    """One thing that protects a ship: razor wire, a watch, a manoeuvre. What is not given it does not change."""

    seen: Annotated[Visible | None, Field(description="By pirates who weigh ships; never when not given")] = None
    odds: Annotated[Factor, Field(description="Of an attack by pirates who have made it out")] = 1.0
    boards: Annotated[Factor, Field(description="Of the chance that pirates alongside get on board")] = 1.0
    delays: Annotated[Duration, Field(description="So much longer alongside until they are on board or give up")] = 0.0
    faster: Annotated[Speed, Field(description="Added to what `evades` adds to the ship's speed when attacked")] = 0.0
    watch: Annotated[
        Literal["single", "doubled"], Field(description="The lookout of the ship: two in place of one when doubled")
    ] = "single"


@final
class OfSpeed(Model):
    """How the odds of an attack fall with the ship's speed, as pirates estimate it."""

    at: Annotated[Speed, Field(description="At which `chance` holds")]
    halves_every: Annotated[PositiveSpeed, Field(description="The odds halve with each such step above it")]


@final
class OfDistance(Model):
    """How they fall with the distance from which the chase begins."""

    at: Annotated[Length, Field(description="At which `chance` holds")] = 0.0
    halves_every: Annotated[PositiveLength, Field(description="The odds halve with each such step beyond it")]


@final
class OfFreeboard(Model):
    """How a high side changes them."""

    over: Annotated[Length, Field(description="From this freeboard on")]
    odds: Factor


@final
class OfGuards(Model):
    """How guards change them that have been made out."""

    seen: Visible
    odds: Factor


@final
class OfWarship(Model):
    """How a patrol in sight changes them."""

    odds: Annotated[Share, Field(description="With one close by")]
    doubles_every: Annotated[
        PositiveLength | None,
        Field(description="Doubled, up to 1, with each such distance to the nearest in sight"),
    ] = None


@final
class Decides(Model):
    """By what pirates decide upon a ship that they could attack, in place of `willing`: by what she looks worth.

    The odds of an attack are those of `chance`, times a factor of each thing that they can make out.
    """

    by: Literal["worth"]
    chance: Annotated[Probability, Field(description="For a ship for and against which nothing speaks")]
    speed: OfSpeed | None = None
    distance: OfDistance | None = None
    high_freeboard: OfFreeboard | None = None
    guards: OfGuards | None = None
    runs: Annotated[Factor, Field(description="Of a ship that is faster than usual, or leaves her lane")] = 1.0
    warship: Annotated[OfWarship | None, Field(description="No attack begins with one in sight when not given")] = None
    by_state: ByState = ByState()

    @model_validator(mode="after")
    def _open(self) -> Self:
        if not 0.0 < self.chance < 1.0:
            raise ValueError(f"came a chance of {self.chance:g}, wanted one above 0 and below 1: it has no odds")
        return self


@final
class Shipping(Model):
    """What ships have on board that enter from then on; what is not named stays as it was.

    A share rises or falls evenly from what it was to what is given, if that takes time.
    """

    types: Annotated[Many[Name] | None, Field(min_length=1, description="Merchant types; all when not given")] = None
    guarded: Annotated[Share | None, Field(description="Share of ships with guards")] = None
    citadel: Annotated[Share | None, Field(description="Share of crews that can lock themselves up")] = None
    protection: Annotated[
        Mapping[Name, Share], Field(description="Names of `protection`: the share of ships with it")
    ] = {}
    over: Annotated[PositiveDuration | None, Field(description="How long the change takes; at once if not")] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.guarded is None and self.citadel is None and not self.protection:
            raise ValueError("came a change of nothing, wanted guarded, citadel or protection")
        return self
