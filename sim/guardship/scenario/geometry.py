"""Geometry of a scenario: points, positions, and the shapes with names that the other sections refer to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Self, final

from pydantic import Discriminator, Field, GetJsonSchemaHandler, Tag, model_validator
from pydantic_core import CoreSchema

from guardship.scenario.base import Many, Model, Name, Text, by_key, tag
from guardship.scenario.quantities import Latitudes, Lengths, Longitudes
from guardship.scenario.reading.shapes import area_fault, line_fault, opened
from guardship.scenario.units import Latitude, Length, Longitude


@final
class GeoPoint(NamedTuple):
    """`[lon, lat]` in degrees."""

    x: Longitude
    y: Latitude


@final
class FlatPoint(NamedTuple):
    """`[x, y]` from the lower left corner of a box, in nm."""

    x: Length
    y: Length


@final
class GeoPosition(NamedTuple):
    """`[lon, lat]` in degrees, each a value or a distribution."""

    x: Longitudes
    y: Latitudes


@final
class FlatPosition(NamedTuple):
    """`[x, y]` from the lower left corner of a box, each a value or a distribution."""

    x: Lengths
    y: Lengths


def is_geographic(value: Any) -> bool:
    """Whether a position is written in degrees: a bare number somewhere among its two entries."""
    if type(value) is float:
        return True  # nearly all are, and there may be very many
    if isinstance(value, str):
        return False
    if isinstance(value, Mapping):
        return any(is_geographic(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(map(is_geographic, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _pair_form(value: Any) -> Hashable:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    return tag("geo") if is_geographic(value) else tag("flat")


def _place_form(value: Any) -> Hashable:
    return tag("name") if isinstance(value, str) else _pair_form(value)


_PAIR = {"wanted": "two coordinates: [lon, lat] in degrees, or [x, y] as lengths in a box"}
_PLACE = {"wanted": _PAIR["wanted"] + ", or the name of a point of `geometry`"}
_GEO, _FLAT = Tag("<geo>"), Tag("<flat>")

type Point = Annotated[
    Annotated[GeoPoint, _GEO] | Annotated[FlatPoint, _FLAT],
    Discriminator(_pair_form, "wanted", "wanted {wanted}", _PAIR),
]
type Position = Annotated[
    Annotated[GeoPosition, _GEO] | Annotated[FlatPosition, _FLAT] | Annotated[Name, Tag("<name>")],
    Discriminator(_place_form, "wanted", "wanted {wanted}", _PLACE),
]
type Waypoint = Annotated[
    Annotated[GeoPoint, _GEO] | Annotated[FlatPoint, _FLAT] | Annotated[Name, Tag("<name>")],
    Discriminator(_place_form, "wanted", "wanted {wanted}", _PLACE),
]


@final
class PointShape(Model):
    """A place."""

    point: Point

    @property
    def points(self) -> tuple[GeoPoint | FlatPoint, ...]:
        """The coordinates."""
        return (self.point,)


@final
class LineShape(Model):
    """A line through points."""

    line: Many[Point]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        return _sound(self, line_fault(self.points))

    @property
    def points(self) -> tuple[GeoPoint | FlatPoint, ...]:
        """The coordinates."""
        return self.line


@final
class PolygonShape(Model):
    """An area; the first point of a ring need not be repeated at its end."""

    newer: ClassVar[frozenset[str]] = frozenset({"rings"})

    polygon: Annotated[Many[Point], Field(description="The outline")]
    rings: Annotated[
        Many[Many[Point]] | None,
        Field(description="More rings: holes in it, and other pieces of the area with theirs; they do not cross"),
    ] = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        return _sound(self, area_fault(self.outlines))

    @property
    def points(self) -> tuple[GeoPoint | FlatPoint, ...]:
        """The corners of the outline, without a repeated first one."""
        return self.outlines[0]

    @property
    def outlines(self) -> tuple[tuple[GeoPoint | FlatPoint, ...], ...]:
        """The corners of every ring, without a repeated first one."""
        return tuple(opened(ring) for ring in (self.polygon, *(self.rings or ())))  # type: ignore[misc]


def _sound[M: Model](shape: M, fault: str | None) -> M:
    if fault:
        raise ValueError(fault)
    return shape


@final
class FeatureProperty(Model):
    """The feature that has this value as a property."""

    key: Annotated[Text, Field(alias="property", description="Its name, such as `GEONAME`")]
    value: Annotated[Text | float, Field(alias="is")]


@final
class FeatureReference(Model):
    """A feature of a GeoJSON file below the folder of this file; reading the scenario puts its coordinates here."""

    file: Text
    feature: Annotated[
        Text | float | FeatureProperty | None,
        Field(description="The feature's `id`, or its property `name`; left out where the file has one feature"),
    ] = None


@final
class OrFeature:
    """Adds the reference to a file to the JSON schema; a validated scenario holds coordinates only."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        written = handler(schema)
        reference = handler(FeatureReference.__pydantic_core_schema__)
        return {"oneOf": [*written.get("oneOf", [written]), reference]}


SHAPE_KEYS = {"point": "PointShape", "line": "LineShape", "polygon": "PolygonShape"}

type Shape = Annotated[
    Annotated[PointShape, Tag("<PointShape>")]
    | Annotated[LineShape, Tag("<LineShape>")]
    | Annotated[PolygonShape, Tag("<PolygonShape>")],
    by_key(SHAPE_KEYS, "exactly one of point, line, polygon, or file with feature"),
    OrFeature(),
]
