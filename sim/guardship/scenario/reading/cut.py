"""Lines and areas of files that go on beyond the theatre, cut at its border."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, final

import numpy as np
import shapely

from guardship.scenario.problems import Plain
from guardship.scenario.reading.longitudes import aligned
from guardship.scenario.reading.outlines import apart
from guardship.scenario.reading.shapes import area_fault
from guardship.sea.areas import nested

OUTSIDE = "lies wholly outside the theatre"
NOTE = "goes on beyond the theatre, and is cut at its border"


@final
class Box(NamedTuple):
    """The theatre in degrees."""

    west: float
    south: float
    east: float
    north: float


def box_of(theatre: Any) -> Box | None:
    """The bounds of a theatre as written; None when it has none that rise."""
    bounds = theatre.get("bounds") if isinstance(theatre, Mapping) else None
    sides = [bounds.get(side) for side in Box._fields] if isinstance(bounds, Mapping) else []
    if not sides or not all(isinstance(side, int | float) and not isinstance(side, bool) for side in sides):
        return None
    west, south, east, north = (float(side) for side in sides if side is not None)
    box = Box(west, south, east, north)
    return box if box.west < box.east and box.south < box.north else None


def in_one_piece(shape: Mapping[str, Plain], box: Box) -> dict[str, Plain]:
    """A line or an area on the turn of the theatre; pieces that a file has cut at 180 degrees are one again."""
    middle = 0.5 * (box.west + box.east)
    given = (shape.get("line") or shape.get("polygon"), *(shape.get("rings") or ()))  # type: ignore[misc]
    rings = [np.array(ring, float) for ring in given if ring]
    closed = "polygon" in shape
    turned = [np.column_stack([aligned(ring[:, 0].tolist(), middle, closed), ring[:, 1]]) for ring in rings]
    if all(np.array_equal(a, b) for a, b in zip(rings, turned, strict=True)):
        return dict(shape)
    rest = {name: value for name, value in shape.items() if name not in ("line", "polygon", "rings")}
    if "line" in shape:
        return {"line": apart(turned[0]).tolist(), **rest}
    if any(area_fault([list(map(tuple, ring.tolist()))]) for ring in turned):
        return dict(shape)
    return {**_area(shapely.union_all(shapely.get_parts(nested(turned)))), **rest}


def cut(shape: Mapping[str, Plain], box: Box) -> dict[str, Plain] | str | None:
    """A line or an area without what lies beyond; None when all of it lies inside, or why nothing can be made of it.

    What is wrong in itself is left as it is, for others to say so.
    """
    key = "line" if "line" in shape else "polygon"
    rings = [np.array(ring, float) for ring in (shape.get(key), *(shape.get("rings") or ())) if ring]  # type: ignore[misc]
    if "point" in shape or not rings or all(_inside(ring, box) for ring in rings):
        return None
    if len(rings[0]) < 2:
        return None
    if key == "polygon" and area_fault([list(map(tuple, ring.tolist())) for ring in rings]):
        return None
    whole = shapely.LineString(rings[0]) if key == "line" else nested(rings)
    kept = shapely.intersection(whole, shapely.box(*box))
    wanted = "LineString" if key == "line" else "Polygon"
    parts = [part for part in shapely.get_parts(kept) if part.geom_type == wanted and not part.is_empty]
    if not parts:
        return OUTSIDE
    rest = {name: value for name, value in shape.items() if name not in (key, "rings")}
    if key == "line":
        if len(parts) > 1:
            return f"leaves the theatre and comes back, in {len(parts)} parts, wanted one"
        return {"line": apart(_along(whole, parts[0])).tolist(), **rest}
    made = _area(shapely.MultiPolygon(parts))
    return {**made, **rest} if made else OUTSIDE


def _area(area: Any) -> dict[str, Plain]:
    """An area as a file has it; nothing where it is no more than a point."""
    rings = [ring for part in shapely.get_parts(area) for ring in _rings(part)]
    made = [ring.tolist() for ring in sorted(rings, key=lambda ring: -shapely.Polygon(ring).area)]
    return {"polygon": made[0], **({"rings": made[1:]} if made[1:] else {})} if made else {}


def _inside(points: Any, box: Box) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(box.west <= low[0] and box.south <= low[1] and high[0] <= box.east and high[1] <= box.north)


def _along(whole: Any, part: Any) -> Any:
    """The points of a part in the direction of the whole."""
    points = shapely.get_coordinates(part)
    first, last = (shapely.line_locate_point(whole, shapely.Point(points[end])) for end in (0, -1))
    return points if first <= last else points[::-1]


def _rings(polygon: Any) -> list[Any]:
    """The rings of a piece, not closed, but for those that are no more than a point."""
    rings = [apart(shapely.get_coordinates(ring)[:-1]) for ring in shapely.get_rings(polygon)]
    return [ring for ring in rings if len(ring) > 2]
