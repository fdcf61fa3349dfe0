"""How pirates attack: chances of getting on board, skiffs, what patrols in sight do to them, the choice of a ground."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, final

from pydantic import Field

from guardship.scenario.base import Model, Name
from guardship.scenario.conditions import ByState
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.protection import Decides
from guardship.scenario.quantities import Counts, Durations, PositiveSpeeds
from guardship.scenario.units import (
    Duration,
    Factor,
    Length,
    Number,
    PositiveDuration,
    PositiveLength,
    PositiveSpeed,
    Probability,
    Rate,
    Speed,
)

type Utility = Annotated[float, Number("a utility", "-2", low=-1e9, high=1e9)]
type Stretch = Annotated[float, Number("a factor", "1.2", low=1.0, high=100.0)]
type Times = Annotated[int, Number("a whole number", "3", low=1, high=1_000_000, whole=True)]


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
    by_state: ByState = ByState()


@final
class Attacks(Model):
    """How an attack goes and how it ends."""

    newer: ClassVar[frozenset[str]] = frozenset({"decides", "turned_back"})

    within: Annotated[PositiveLength, Field(description="They go for prey that is sighted within this distance")]
    near: Annotated[Stretch, Field(description="What they waited for is attacked within `near` times `within`")] = 1.2
    gives_up_after: Annotated[Durations, Field(description="Length of a chase without boarding")]
    tries_for: Annotated[Durations, Field(description="Alongside, until they are on board or give up")] = AT_ONCE
    boards: Boards
    pause: Annotated[Durations, Field(description="After an attack, before the next")] = AT_ONCE
    takes_control_after: Annotated[Durations, Field(description="From boarding to control of the ship")]
    gives_up_citadel_after: Annotated[
        Durations | None,
        Field(description="From boarding to leaving a ship whose crew has locked itself up; default: as for control"),
    ] = None
    decides: Annotated[Decides | None, Field(description="Whom they attack; by `willing` when not given")] = None
    turned_back: Annotated[
        Probability, Field(description="Chance that guards on board turn the skiffs back, by warning shots or before")
    ] = 0.0


@final
class Skiffs(Model):
    """The attack boats of a group."""

    hull: Name
    count: Counts
    speed: PositiveSpeeds
    by_state: ByState = ByState()
    fuel: Annotated[
        PositiveDuration | None, Field(description="For so many hours of chase in a trip; enough when not given")
    ] = None
    waits: Annotated[
        Duration | None, Field(description="How long the mother ship lies still for them after an attack; as it takes")
    ] = None


@final
class OnPatrol(Model):
    """What a group that hunts does when it sights a patrol ship or an aircraft."""

    lies_low: Annotated[Duration, Field(description="No hunting for so long after the last sighting")] = 0.0
    moves_after: Annotated[
        Times | None, Field(description="So many sightings on a ground, it tries another; it stays if not given")
    ] = None


@final
class Expectation(Model):
    """What is expected of a ground before anything is known of it."""

    prey: Annotated[Rate, Field(description="Ships sighted that could be prey")]
    danger: Annotated[Rate, Field(description="Patrols sighted")] = 0.0


@final
class GroundChoice(Model):
    """Choice of a ground: utility = reward * (prey a day) - risk * (danger a day), as perceived; the chance of each is
    proportional to exp(rationality * utility). Experience adds to what was expected and fades."""

    reward: Annotated[Factor, Field(description="Of one ship a day that could be prey")]
    risk: Annotated[Factor, Field(description="Of one sighting of a patrol a day")]
    rationality: Annotated[Factor, Field(description="0: at random; the larger, the more surely the best")]
    expects: Annotated[Mapping[Name, Expectation], Field(min_length=1, description="For each ground")]
    trust: Annotated[PositiveDuration, Field(description="Hunting that the expectation is worth")]
    memory: Annotated[
        PositiveDuration | None, Field(description="After which what was met weighs half; it never fades if not given")
    ] = None
    broken_off: Annotated[Factor, Field(description="Danger of an attack broken off for a patrol, in sightings")] = 0.0
    caught: Annotated[Factor, Field(description="Danger of a boarding that takes the group, in sightings")] = 0.0
    talk: Annotated[bool, Field(description="Those of a group tell each other ashore what they met")] = False
    known: Annotated[Factor, Field(description="Danger a day of a patrol whose place is betrayed, in sightings")] = 1.0
    stays_ashore_below: Annotated[
        Utility | None, Field(description="None sails when the best ground is believed to be worth less")
    ] = None
