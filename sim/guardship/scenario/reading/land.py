"""Land of one's own out of a GeoJSON file: its areas as one text, as a validated scenario holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from guardship.scenario.problems import ScenarioError, TextPlace, came, problem
from guardship.scenario.reading.geojson import FeatureFile
from guardship.scenario.reading.longitudes import aligned
from guardship.scenario.reading.shapes import MOST_CORNERS
from guardship.scenario.units import RIGHT_ANGLE, WHOLE_TURN

type Floats = NDArray[np.float64]

LEAST_RING = 3  # corners

MIDDLE = 0.0  # degrees: the areas lie on the turn about it


def land_of(file: str) -> str:
    """The areas of all Polygons and MultiPolygons of a file as well-known text, valid and joined.

    Rings that cross themselves are made valid, areas that overlap are one. Raises ScenarioError with the place of
    every feature that is no area.
    """
    problems, areas = [], []
    for geometry, place in FeatureFile(file).geometries():
        try:
            areas += list(_areas(geometry))
        except ValueError as fault:
            problems.append(problem(place, (), str(fault)))
    if not areas and not problems:
        problems.append(problem(TextPlace(file, 1, 1), (), "came no areas of land, wanted Polygons or MultiPolygons"))
    if problems:
        raise ScenarioError(problems)
    parts = shapely.get_parts(shapely.get_parts(shapely.union_all(areas)))
    land = shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
    if (corners := shapely.get_num_coordinates(land)) > MOST_CORNERS:
        message = f"came land of {corners} corners, wanted at most {MOST_CORNERS}: leave out what is beyond the theatre"
        raise ScenarioError([problem(TextPlace(file, 1, 1), (), message)])
    return str(shapely.to_wkt(land, rounding_precision=-1))


def _areas(geometry: Any) -> Iterator[shapely.Geometry]:
    """The valid areas of a geometry. Raises ValueError with what is wrong."""
    given = geometry if isinstance(geometry, dict) else {}
    match given.get("type"), given.get("coordinates"), given.get("geometries"):
        case "Polygon", list() as rings, _:
            yield _area(rings, "")
        case "MultiPolygon", list() as polygons, _:
            for k, rings in enumerate(polygons, 1):
                yield _area(rings, f"polygon {k}, ")
        case "GeometryCollection", _, list() as parts:
            for part in parts:
                yield from _areas(part)
        case kind, _, _:
            raise ValueError(f"came geometry of type {came(kind)}, wanted Polygon or MultiPolygon: areas of land")


def _area(rings: Any, where: str) -> shapely.Geometry:
    if not isinstance(rings, list) or not rings:
        raise ValueError(f"{where}came no rings, wanted at least one")
    outer, *holes = (_ring(ring, f"{where}ring {k}") for k, ring in enumerate(rings, 1))
    middle = MIDDLE
    placed = []
    for ring in (outer, *holes):
        ring[:, 0] = aligned(ring[:, 0].tolist(), middle, closed=True)
        if ring is outer:
            middle = 0.5 * (ring[:, 0].min() + ring[:, 0].max())
        placed.append(ring)
    area = shapely.make_valid(shapely.Polygon(placed[0], placed[1:]))
    if area.area == 0.0:
        raise ValueError(f"{where}ring 1: came a ring without area")
    return area


def _ring(ring: Any, where: str) -> Floats:
    """The corners (n, 2); a height is left out."""
    try:
        points = np.array([pair[:2] for pair in ring])
    except (TypeError, ValueError, LookupError):
        points = np.zeros(0)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points) or points.dtype.kind not in "if":
        raise ValueError(f"{where}: came coordinates that are not [lon, lat] pairs of numbers")
    limits = (WHOLE_TURN, RIGHT_ANGLE)
    wrong = np.flatnonzero(~(np.abs(points) <= limits).all(axis=1))
    if len(wrong):
        at = int(wrong[0])
        lon, lat = points[at].tolist()
        raise ValueError(f"{where}, point {at + 1}: came [{lon:g}, {lat:g}], wanted longitude and latitude in degrees")
    corners = len(points) - int((points[0] == points[-1]).all())
    if corners < LEAST_RING:
        raise ValueError(f"{where}: came {corners} corners, wanted at least {LEAST_RING}")
    return np.asarray(points, float)
