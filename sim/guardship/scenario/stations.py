"""Stations by a map of where groups are expected: who is placed, by what, how often, and how far he is moved."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Annotated, Any, Literal, Self, final

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.groups import Area
from guardship.scenario.units import (
    Factor,
    Length,
    Number,
    PositiveDuration,
    PositiveLength,
    Probability,
    UnlimitedLength,
    refuse,
)

PLACED = ("beats", "roam", "route", "hold", "flights")  # motions of groups that may be given other stations

type Groups = Annotated[float, Number("a number of groups", "4.5", low=0.0, high=1e6, above=True)]
type Span = Annotated[int, Number("a number of cells on a side", "3", low=1, high=100, whole=True)]


@final
class Replan(Model):
    """How often stations are given, and by what."""

    every: Annotated[PositiveDuration, Field(description="From one plan to the next; the first is at the start")] = 12.0
    by: Annotated[
        Literal["picture", "quantal", "uniform", "fixed"],
        Field(
            alias="from",
            description="`picture`: where they add most by the map; `quantal`: at random, rather where they add more; "
            "`uniform`: at random; `fixed`: as the groups say, and only watched",
        ),
    ] = "picture"


@final
class Counts(Model):
    """For how many groups an item counts where `recognition` says nothing: the chance that it is of one."""

    call: Annotated[Probability, Field(description="A call for help")] = 1.0
    contact: Annotated[Probability, Field(description="A suspicious contact")] = 0.5
    tip: Annotated[Probability, Field(description="A tip")] = 0.5


@final
class Bounds(Model):
    """How far ships are moved, and for what."""

    at_most: Annotated[
        UnlimitedLength, Field(description="From one station to the next at one time; aircraft apart")
    ] = inf
    gain: Annotated[
        Factor, Field(description="A ship is moved for no smaller gain, in groups found, or met in time")
    ] = 0.0


def _expected(value: Any) -> Any:
    """A number of groups, or numbers by area."""
    one = Number("a number of groups, or numbers by area", "9", low=0.0, high=1e6, above=True)
    if not isinstance(value, Mapping):
        return one.read(value)
    if not value:
        raise refuse("at least one area with a number of groups")
    return {str(name): one.read(number) for name, number in value.items()}


type Expected = Annotated[
    float | Mapping[str, float],
    PlainValidator(_expected),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0},
                {
                    "type": "object",
                    "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
                    "minProperties": 1,
                },
            ]
        }
    ),
]


@final
class Stations(Model):
    """Units get their stations from a map of where groups are expected, which each holder makes of what it hears."""

    groups: Annotated[
        Many[Name] | None,
        Field(
            min_length=1,
            description="Groups of ships and of aircraft; all of nations with beats, areas or flights if not given",
        ),
    ] = None
    waters: Annotated[Area, Field(description="The waters that are cut into cells")]
    cells: Annotated[PositiveLength, Field(description="The side of a cell")] = 40.0
    hull: Annotated[Name, Field(description="What is looked for: by it a unit's sweep width is known")]
    replan: Annotated[Replan, Field(default_factory=Replan)]
    objective: Annotated[
        Literal["effort", "respond"],
        Field(description="`effort`: to find most groups; `respond`: to be with most of them within a time"),
    ] = "effort"
    within: Annotated[PositiveDuration | None, Field(description="For `respond`: so soon after a call")] = None
    expected: Annotated[Expected, Field(description="Groups where nothing is known, in all and evenly, or by area")] = (
        1.0
    )
    counts: Annotated[Counts, Field(default_factory=Counts)]
    forgets: Annotated[PositiveDuration, Field(description="What is known weighs 1/e of itself after so long")] = 72.0
    spreads: Annotated[
        Length, Field(description="Standard deviation per axis of how far a group moves in a day, at random")
    ] = 40.0
    updates_every: Annotated[
        PositiveDuration, Field(description="How often maps are carried on, and own searches counted")
    ] = 3.0
    moves: Annotated[Bounds, Field(default_factory=Bounds)]
    rationality: Annotated[
        Factor | None, Field(description="For `quantal`: lambda, by group that a station adds; 0: at random")
    ] = None
    flights_over: Annotated[Span, Field(description="Aircraft search squares of so many cells on a side")] = 3

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.within is not None) != (self.objective == "respond"):
            raise ValueError(f"`within` is for the objective `respond`, and that needs it; came {self.objective}")
        if (self.rationality is not None) != (self.replan.by == "quantal"):
            raise ValueError(f"`rationality` is for plans from `quantal`, which need it; came {self.replan.by}")
        return self
