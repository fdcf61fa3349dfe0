"""What a scenario says of a GeoJSON geometry: one place, one line or one area.

Any form that means one shape will do: a line in parts that join end to end, an area in several pieces or with holes,
one shape in a collection. Heights are left out, and points that are no farther apart than matters at sea are one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guardship.scenario.problems import Plain, came
from guardship.scenario.reading.shapes import MOST_CORNERS

type Floats = NDArray[Any]  # or numbers as a file has them

NEAR = 10.0 / 1852.0  # nm: 10 m, points that are as near as that to each other are one
MOST_PARTS = 2_000  # of a line: they are joined by trying each with each
FARTHEST_EAST, FARTHEST_NORTH = 360.0, 90.0  # degrees
KEYS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}


def outline(geometry: Any) -> dict[str, Plain] | str:
    """`{point: ...}`, `{line: ...}` or `{polygon: ..., rings: ...}`; or what is wrong, in words."""
    try:
        return _outline(geometry)
    except _NotOne as fault:
        return str(fault)


class _NotOne(Exception):
    """Why a geometry is not one shape."""


def _outline(geometry: Any) -> dict[str, Plain]:
    parts = list(_parts(geometry))
    kinds = sorted({kind for kind, _ in parts})
    if len(kinds) != 1:
        given = _given(geometry).get("type")
        inside = f" of {' and '.join(kinds)}" if kinds else ", which is empty"
        raise _NotOne(f"came a {given}{inside}, wanted one place, line or area")
    kind, shapes = kinds[0], [shape for _, shape in parts]
    if kind == "Point":
        return {"point": _listed(_one_place([_points([one], kind) for one in shapes]))}
    if kind == "LineString":
        return {"line": _listed(_joined([apart(_points(one, kind)) for one in shapes]))}
    rings = [ring for shape in shapes for ring in _rings(shape)]
    first, *more = sorted(rings, key=_size, reverse=True)
    made: dict[str, Plain] = {"polygon": _listed(first)}
    if more:
        made["rings"] = [_listed(ring) for ring in more]
    return made


def as_in_files(shape: Mapping[str, Any]) -> dict[str, Plain]:
    """A shape as GeoJSON writes it, rings closed by their first corner: the hash of a scenario depends on it."""
    made: dict[str, Plain] = dict(shape)
    if "polygon" in shape:
        made["polygon"] = [*shape["polygon"], shape["polygon"][0]]
    if "rings" in shape:
        made["rings"] = [[*ring, ring[0]] for ring in shape["rings"]]
    return made


def _given(geometry: Any) -> Mapping[str, Any]:
    return geometry if isinstance(geometry, Mapping) else {}


def _parts(geometry: Any) -> Iterator[tuple[str, Any]]:
    """The parts that are not empty, each with its kind and its coordinates, in their order."""
    left = [geometry]
    while left:
        one = _given(left.pop())
        kind, inside = one.get("type"), one.get("coordinates")
        if kind == "GeometryCollection":
            members = one.get("geometries")
            left += reversed(members) if isinstance(members, list | tuple) else ()
        elif isinstance(kind, str) and kind in KEYS:
            yield from [(kind, inside)] if inside else ()
        elif isinstance(kind, str) and kind.removeprefix("Multi") in KEYS:
            if not isinstance(inside, list | tuple):
                raise _NotOne(f"came a {kind} without a list of coordinates")
            yield from ((kind.removeprefix("Multi"), part) for part in inside if part)
        else:
            raise _NotOne(f"came geometry of type {came(kind)}, wanted a point, a line or a polygon of GeoJSON")


def _points(given: Any, kind: str) -> Floats:
    """Points (n, 2) in degrees."""
    if isinstance(given, list | tuple) and len(given) > MOST_CORNERS:  # before any of them is looked at
        raise _NotOne(f"came {len(given)} points, wanted at most {MOST_CORNERS}")
    pairs = [pair[:2] for pair in given if _pair(pair)] if isinstance(given, list | tuple) else []
    if not pairs or len(pairs) < len(given):
        raise _NotOne(f"came a {kind} whose coordinates are not finite [lon, lat] pairs")
    points = np.array(pairs, dtype=np.float64)
    for lon, lat in points[np.any(np.abs(points) > (FARTHEST_EAST, FARTHEST_NORTH), axis=1)].tolist()[:1]:
        raise _NotOne(f"came the point [{lon:g}, {lat:g}], wanted longitude and latitude in degrees (WGS 84)")
    return np.array(pairs, dtype=object)  # as they are written: 48 and 48.0


def _pair(value: Any) -> bool:
    if not isinstance(value, list | tuple) or not 2 <= len(value) <= 4:
        return False
    return all(isinstance(x, int | float) and not isinstance(x, bool) and abs(x) < math.inf for x in value[:2])


def _listed(points: Floats) -> list[Plain]:
    """As a file has them."""
    listed: list[Plain] = points.tolist()
    return listed


def _distance(a: Floats, b: Floats) -> Floats:
    """Distances [nm] of points in degrees that are near each other."""
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    d = b - a
    return np.asarray(60.0 * np.hypot(d[..., 0] * np.cos(np.radians(a[..., 1])), d[..., 1]))


def _gap(a: Floats, b: Floats) -> Floats:
    """As `_distance`, for points that may be on either side of 180 degrees."""
    east = (b[..., 0] - a[..., 0] + 180.0) % 360.0 - 180.0
    return _distance(a, np.stack([a[..., 0] + east, np.broadcast_to(b[..., 1], east.shape)], axis=-1))


def apart(points: Floats) -> Floats:
    """The points without those that are near the one before them; the last stays."""
    if len(points) < 2 or not (_distance(points[:-1], points[1:]) <= NEAR).any():
        return points
    kept = [points[0].tolist()]
    for lon, lat in points[1:].tolist():
        west, south = kept[-1]
        if 60.0 * math.hypot((lon - west) * math.cos(math.radians(south)), lat - south) > NEAR:
            kept.append([lon, lat])
    if len(kept) > 1:
        kept[-1] = points[-1].tolist()
    return np.array(kept, dtype=points.dtype)


def _one_place(places: list[Floats]) -> Floats:
    first = places[0][0]
    if any(_distance(first, other[0]) > NEAR for other in places[1:]):
        raise _NotOne(f"came {len(places)} points, wanted one place")
    return np.asarray(first)


def _rings(polygon: Any) -> Iterator[Floats]:
    """The rings of one polygon, not closed."""
    if not isinstance(polygon, list | tuple):
        raise _NotOne("came a Polygon whose coordinates are not lists of rings")
    for number, ring in enumerate(polygon):
        points = apart(_points(ring, "Polygon"))
        closed = points[:-1] if len(points) > 1 and _distance(points[0], points[-1]) <= NEAR else points
        if number == 0 or len(closed) > 2:  # a hole that is a point is none
            yield closed


def _size(ring: Floats) -> float:
    x, y = (ring - ring[0]).astype(np.float64).T
    return float(abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)))


def _joined(parts: list[Floats]) -> Floats:
    """Parts that follow each other in whatever order and direction as one line, in the direction of the first."""
    if len(parts) > MOST_PARTS:
        raise _NotOne(f"came a line in {len(parts)} parts, wanted at most {MOST_PARTS}")
    line, left = [parts[0]], parts[1:]
    while left:
        head, tail = line[0][0], line[-1][-1]
        ends = np.array([[part[0], part[-1]] for part in left])  # (parts, two ends, 2)
        away = np.stack([_gap(tail, ends), _gap(head, ends)])  # from the tail, from the head
        side, k, end = np.unravel_index(int(np.argmin(away)), away.shape)
        if away[side, k, end] > NEAR:
            a, b = (head if side else tail).tolist(), ends[k, end].tolist()
            gap = f"between [{a[0]:g}, {a[1]:g}] and [{b[0]:g}, {b[1]:g}] there is a gap of {away.min():.3g} nm"
            raise _NotOne(f"came a line in {len(parts)} parts, wanted one from end to end: {gap}")
        if (np.count_nonzero(away[side].min(axis=1) <= NEAR)) > 1:
            a = ends[k, end].tolist()
            raise _NotOne(f"came a line that forks at [{a[0]:g}, {a[1]:g}], wanted one from end to end")
        part = left.pop(int(k))
        forward = part if (end == 0) != bool(side) else part[::-1]
        line = [forward, *line] if side else [*line, forward]
    return apart(np.concatenate(line))
