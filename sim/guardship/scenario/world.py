"""The theatre of a scenario, time, lanes."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self, final

from pydantic import BeforeValidator, Discriminator, Field, GetJsonSchemaHandler, Tag, WithJsonSchema, model_validator
from pydantic_core import CoreSchema

from guardship.scenario.base import Model, Name, Text, by_key, tag
from guardship.scenario.units import (
    HALF_TURN,
    RIGHT_ANGLE,
    WHOLE_TURN,
    Duration,
    Latitude,
    Longitude,
    PositiveDuration,
    PositiveLength,
    Zone,
    refuse,
)
from guardship.sea import plane


@final
class Bounds(Model):
    """A box of longitude and latitude; across 180 with an east beyond 180, or below west."""

    west: Longitude
    south: Latitude
    east: Longitude  # of a scenario: east of west, beyond 180 if need be, see `reading.longitudes`
    north: Latitude

    @model_validator(mode="after")
    def _rises(self) -> Self:
        width = self.east - self.west
        if width == 0.0:
            raise ValueError(f"west {self.west:g} and east {self.east:g} are the same, wanted east of west")
        if not 0.0 < width < HALF_TURN:
            raise ValueError(_wide(self.west, self.east))
        if not self.south < self.north:
            raise ValueError(f"south {self.south:g} must be below north {self.north:g}")
        return self

    @property
    def on_globe(self) -> plane.Bounds:
        """The same for a plane."""
        return plane.Bounds(self.west, self.south, self.east, self.north)


def _wide(west: float, east: float) -> str:
    """Both readings of a theatre that is too wide: west and east may have been swapped."""
    width = east - west if east > west else east - west + WHOLE_TURN
    said = f"from west {west:g} to east {east:g} the theatre is {width:g} degrees wide, wanted less than {HALF_TURN:g}"
    other = WHOLE_TURN - width
    if not 0.0 < other < HALF_TURN:
        return said
    across = "" if east < west else f", across {HALF_TURN:g},"
    return f"{said}; west: {east:g}, east: {west:g}{across} would be {other:g} degrees wide"


@final
class Box(Model):
    """A made-up flat sea without coast; positions are `[x, y]` from its lower left corner."""

    width: PositiveLength
    height: PositiveLength


@final
class OwnCoast(Model):
    """Land of one's own; a file names it by `file`, and reading the scenario puts its areas here."""

    land: Annotated[str, Field(min_length=1, description="Its areas as well-known text: MULTIPOLYGON, [lon, lat]")]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        import shapely

        wanted = "a valid MULTIPOLYGON of longitude and latitude as well-known text"
        try:
            areas = shapely.from_wkt(self.land)
        except shapely.errors.ShapelyError:
            raise ValueError(f"came {self.land[:40]!r}, wanted {wanted}") from None
        west, south, east, north = shapely.bounds(areas)
        inside = max(abs(west), abs(east)) <= WHOLE_TURN and max(abs(south), abs(north)) <= RIGHT_ANGLE
        if areas.geom_type != "MultiPolygon" or not inside or not areas.is_valid:
            raise ValueError(f"came other land, wanted {wanted}")
        return self


@final
class CoastFile(Model):
    """A GeoJSON file with the areas of land, below the folder of this file."""

    file: Annotated[Text, Field(description="Polygons and MultiPolygons, WGS 84")]


@final
class OrCoastFile:
    """Adds the reference to a file to the JSON schema; a validated scenario holds the land itself."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        written = handler(schema)
        return {"oneOf": [*written["oneOf"], handler(CoastFile.__pydantic_core_schema__)]}


def _coast_form(value: Any) -> Hashable:
    return tag("OwnCoast") if isinstance(value, Mapping | Model) else tag("word")


type CoastOf = Annotated[
    Annotated[Literal["shipped", "none"], Tag("<word>")] | Annotated[OwnCoast, Tag("<OwnCoast>")],
    Discriminator(_coast_form),
    OrCoastFile(),
]


@final
class Passage(Model):
    """Water that is cut through the land: a canal, a river, a channel that the coast does not have."""

    along: Annotated[Name, Field(description="The name of a line of `geometry`, from water to water")]
    width: Annotated[PositiveLength, Field(description="Across, from bank to bank")]


@final
class BoundsTheatre(Model):
    """A piece of the real world."""

    newer: ClassVar[frozenset[str]] = frozenset({"passages"})

    bounds: Bounds
    coast: Annotated[
        CoastOf, Field(description="The coast that ships with the package, none, or land from a file of one's own")
    ] = "shipped"
    passages: Annotated[Mapping[Name, Passage] | None, Field(description="Ways through the land by name")] = None


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

    newer: ClassVar[frozenset[str]] = frozenset({"kept"})

    along: Annotated[Name, Field(description="The name of a line of `geometry`; ships sail from its first point")]
    width: Annotated[PositiveLength, Field(description="Across, from edge to edge")]
    kept: Annotated[
        bool, Field(description="Whether ships that are warned keep to it: a separation scheme or a corridor")
    ] = False
