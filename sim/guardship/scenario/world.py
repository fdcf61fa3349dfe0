"""The theatre of a scenario, time, lanes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self, final

from pydantic import BeforeValidator, Field, Tag, WithJsonSchema, model_validator

from guardship.scenario.base import Model, Name, by_key
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


_END_OF_DAY = re.compile(r"(?P<day>[0-9-]+)T24:00(:00(\.0{1,6})?)?(?P<zone>[Z+-].*)?", re.ASCII)
_DAY = timedelta(days=1)


def _instant(value: Any) -> datetime:
    """The instant in UTC that a time with its offset means; 24:00 is 00:00 of the next day."""
    wanted = refuse("a time with its zone, such as 2010-03-01T00:00Z or 2010-03-01T03:00+03:00, from 1900 to 2200")
    late = timedelta(0)
    if isinstance(value, datetime):
        instant = value
    elif isinstance(value, str) and len(value) < 40 and "T" in value and value.isascii():
        end = _END_OF_DAY.fullmatch(value)
        if end:
            value, late = f"{end['day']}T00:00{end['zone'] or ''}", _DAY
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            raise wanted from None
    else:
        raise wanted
    if instant.utcoffset() is None or not 1900 <= instant.year <= 2200:
        raise wanted
    return instant.astimezone(UTC) + late


type Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema(
        {"type": "string", "description": "Time with its zone, ISO 8601", "examples": ["2010-03-01T00:00Z"]}
    ),
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

    @property
    def hours(self) -> float:
        """The length of the run [h]."""
        return self.warm_up + self.measure + self.drain


@final
class Lane(Model):
    """A sea lane: ships sail along its line, spread over its width."""

    along: Annotated[Name, Field(description="The name of a line of `geometry`; ships sail from its first point")]
    width: Annotated[PositiveLength, Field(description="Across, from edge to edge")]
