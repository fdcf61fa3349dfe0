"""The stage of a scenario: theatre, time, environment, geometry, lanes."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, final

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from guardship.scenario.base import Many, Model, Name, by_key, tag
from guardship.scenario.units import Duration, Latitude, Longitude, PositiveDuration, PositiveLength, Zone, refuse


@final
class Bounds(Model):
    """A box of longitude and latitude."""

    west: Longitude
    south: Latitude
    east: Longitude
    north: Latitude

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.west < self.east:
            raise ValueError(
                f"west {self.west:g} must be below east {self.east:g}; a theatre across 180 degrees is not supported"
            )
        if not self.south < self.north:
            raise ValueError(f"south {self.south:g} must be below north {self.north:g}")
        return self


@final
class Box(Model):
    """A made-up flat sea without coast; positions are `[x, y]` from its lower left corner."""

    width: PositiveLength
    height: PositiveLength


@final
class BoundsTheatre(Model):
    """A piece of the real world."""

    bounds: Bounds
    coast: Literal["shipped", "none"] = Field("shipped", description="The coast that ships with the package, or none")


@final
class BoxTheatre(Model):
    """A made-up flat sea."""

    box: Box


type Theatre = Annotated[
    Annotated[BoundsTheatre, Tag("<BoundsTheatre>")] | Annotated[BoxTheatre, Tag("<BoxTheatre>")],
    by_key({"bounds": "BoundsTheatre", "box": "BoxTheatre"}, "either `bounds` or `box`"),
]


def _instant(value: Any) -> datetime:
    wanted = refuse("a UTC time such as 2010-03-01T00:00Z")
    if isinstance(value, datetime):
        instant = value
    elif isinstance(value, str) and len(value) < 40 and "T" in value and value.isascii():
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            raise wanted from None
    else:
        raise wanted
    if instant.utcoffset() != timedelta(0) or not 1900 <= instant.year <= 2200:
        raise wanted
    return instant.astimezone(UTC)


type Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "description": "UTC time, ISO 8601", "examples": ["2010-03-01T00:00Z"]}),
]


@final
class Time(Model):
    """When the run begins and how long it lasts: warm-up, the measuring window, then the drain."""

    start: Instant
    warm_up: Duration = 0.0
    measure: PositiveDuration
    drain: Duration = 0.0
    zone: Annotated[
        Zone | None, Field(description="Local time minus UTC, for days and times of day; by longitude when not given")
    ] = None


@final
class LightChange(Model):
    """From this time on it is day or night; times count from the start of the run."""

    at: Duration
    state: Annotated[Literal["day", "night"], Field(alias="is")]


@final
class WeatherChange(Model):
    """From this time on the weather has this name; times count from the start of the run."""

    at: Duration
    state: Annotated[Name, Field(alias="is")]


def _light_form(value: Any) -> Hashable:
    return tag("calendar") if isinstance(value, list | tuple) else tag("word")


type Light = Annotated[
    Annotated[Literal["sun", "day", "night"], Tag("<word>")]
    | Annotated[Many[LightChange], Field(min_length=1), Tag("<calendar>")],
    Discriminator(_light_form),
]

CALM = WeatherChange.model_validate({"at": "0 h", "is": "calm"})


@final
class Environment(Model):
    """Light (day, night) times weather: the states on which sensors depend."""

    light: Light = Field("day", description="`sun` (from date and place), `day`, `night` or a calendar")
    weather: Annotated[Many[WeatherChange], Field(min_length=1, description="A calendar of weather names")] = (CALM,)

    @model_validator(mode="after")
    def _calendars(self) -> Self:
        calendars = [[change.at for change in self.weather]]
        if not isinstance(self.light, str):
            calendars.append([change.at for change in self.light])
        for times in calendars:
            if times[0] != 0.0:
                raise ValueError("the first entry of a calendar must be at 0 h")
            if any(a >= b for a, b in pairwise(times)):
                raise ValueError("the times of a calendar must rise")
        if {"day", "night"} & set(self.weather_states):
            raise ValueError("weather cannot be called day or night; those are light")
        return self

    @classmethod
    def plain(cls) -> Self:
        """Always day, always calm."""
        return cls.model_validate({})

    @property
    def weather_states(self) -> tuple[str, ...]:
        """The names of weather, in order of first appearance."""
        return tuple(dict.fromkeys(change.state for change in self.weather))


@final
class Lane(Model):
    """A sea lane: ships sail along its line, spread over its width."""

    along: Annotated[Name, Field(description="The name of a line of `geometry`; ships sail from its first point")]
    width: Annotated[PositiveLength, Field(description="Across, from edge to edge")]
