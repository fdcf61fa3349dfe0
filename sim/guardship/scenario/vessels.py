"""Types of vessels: what the members of a group have in common."""

from __future__ import annotations

from typing import Annotated, Literal, Self, final

from pydantic import Discriminator, Field, Tag, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.quantities import Counts, Durations, PositiveSpeeds, Speeds
from guardship.scenario.units import (
    Duration,
    Factor,
    Length,
    PositiveDuration,
    PositiveLength,
    PositiveSpeed,
    Probability,
    Speed,
)

MOST_SENSORS = 3  # that a vessel looks with at once

type Sensors = Annotated[Many[Name], Field(max_length=MOST_SENSORS, description="Names of `sensors`")]


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


@final
class Within(Model):
    """What is farther away is left alone."""

    within: PositiveLength


@final
class Boarding(Model):
    """Boarding a stopped vessel."""

    takes: Annotated[Durations, Field(description="Time on board")]
    succeeds: Annotated[Probability, Field(description="Chance that the team gets on board")]
    finds: Annotated[Probability, Field(description="Chance that what is there is found")]
    detains: Annotated[Probability, Field(description="Chance that a group that is taken does not sail again")] = 1.0


@final
class Search(Model):
    """Search where a contact was expected and is not."""

    duration: Annotated[Duration, Field(alias="for", description="How long")]
    radius: PositiveLength


@final
class Evades(Model):
    """What a merchant does when attacked."""

    faster: Annotated[Speed, Field(description="Added to its speed")]


@final
class Freeboard(Model):
    """How a high side changes the chance of boarding."""

    over: Annotated[Length, Field(description="From this freeboard on")]
    factor: Factor


@final
class Boards(Model):
    """The chance that an attack gets on board, as a product of factors."""

    chance: Annotated[Probability, Field(description="Against a low, unguarded ship at `at_speed` or slower, by day")]
    at_speed: Speed
    halves_every: Annotated[PositiveSpeed, Field(description="The chance halves for each such step above `at_speed`")]
    never_above: Annotated[Speed, Field(description="No boarding of ships faster than this")]
    high_freeboard: Freeboard | None = None
    guarded: Annotated[Factor, Field(description="Factor against ships with guards")] = 1.0
    night: Annotated[Factor, Field(description="Factor at night")] = 1.0


@final
class Attacks(Model):
    """When pirates attack and how it ends."""

    light: Annotated[
        Many[Literal["day", "night"]], Field(min_length=1, description="The light in which they attack")
    ] = (
        "day",
        "night",
    )
    weather: Annotated[Many[Name] | None, Field(description="The weather in which they attack; any when not given")] = (
        None
    )
    within: Annotated[PositiveLength, Field(description="They go for prey that is sighted within this distance")]
    gives_up_after: Annotated[Durations, Field(description="Length of a chase without boarding")]
    boards: Boards
    pause: Annotated[Durations, Field(description="After an attack, before the next")] = AT_ONCE
    takes_control_after: Annotated[Durations, Field(description="From boarding to control of the ship")]


@final
class Skiffs(Model):
    """The attack boats of a group."""

    hull: Name
    count: Counts
    speed: PositiveSpeeds


@final
class Passive(Model):
    """Sails and may look, decides nothing."""

    role: Annotated[Literal["passive"], Field(alias="is")]
    hull: Name
    sensors: Sensors = ()
    speed: CruiseSpeed


@final
class Merchant(Model):
    """A cargo ship: sails, looks out, evades and calls for help when attacked."""

    role: Annotated[Literal["merchant"], Field(alias="is")]
    hull: Name
    lookout: Annotated[Name | None, Field(description="The sensor that looks for boats that make for the ship")] = None
    speed: CruiseSpeed
    freeboard: Annotated[Length, Field(description="Height of the side above the water")]
    evades: Evades | None = None
    guarded: Annotated[Probability, Field(description="Chance that a ship carries guards")] = 0.0


@final
class Patrol(Model):
    """A patrol ship: looks, reports, is tasked, intercepts, boards."""

    role: Annotated[Literal["patrol"], Field(alias="is")]
    hull: Name
    sensors: Sensors = ()
    speed: PatrolSpeed
    reaction: Annotated[Duration, Field(description="From knowing to acting")] = 0.0
    reports_every: Annotated[PositiveDuration, Field(description="A held suspicious contact")] = 0.5
    replan: Annotated[Duration, Field(description="Least time between two changes of an interception")] = 0.0
    investigates: Annotated[Within | None, Field(description="Suspicious contacts; never when not given")] = None
    responds: Annotated[Within | None, Field(description="Distress calls; never when not given")] = None
    boarding: Annotated[Boarding | None, Field(description="It does not board when not given")] = None
    search: Annotated[Search | None, Field(description="It does not search when not given")] = None


@final
class Pirate(Model):
    """A pirate group: a mother vessel with skiffs."""

    role: Annotated[Literal["pirate"], Field(alias="is")]
    hull: Name
    sensors: Sensors = ()
    speed: CruiseSpeed
    skiffs: Skiffs
    endurance: Annotated[Durations, Field(description="Time at sea before it goes home")]
    attacks: Attacks


type VesselType = Annotated[
    Annotated[Passive, Tag("passive")]
    | Annotated[Merchant, Tag("merchant")]
    | Annotated[Patrol, Tag("patrol")]
    | Annotated[Pirate, Tag("pirate")],
    Discriminator("role"),
]
