"""What can be wrong with the shape of a line or of the rings of an area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from guardship.sea.areas import nested

type Points = Sequence[tuple[float, float]]
type Floats = NDArray[np.float64]

MOST_POINTS = 5_000  # of a line
MOST_CORNERS = 200_000  # of an area; zones of states have up to 100 000
MOST_RINGS = 2_000
EASY_CORNERS = 5_000  # of an outline: even if all sides lie over one another, each can be tried with each
MOST_PAIRS = 1e8
GRID = 1_000  # lines of a grid each way
LEAST_AREA = 1e-9
ON_IT = 1e-9  # how near to a side a place is that lies on it, relative to the greatest coordinate

_PLACE = re.compile(r"\[(\S+) (\S+)\]")


def line_fault(points: Points) -> str | None:
    """What is wrong with a line, or None."""
    if len(points) < 2:
        return f"came {len(points)} points, wanted at least 2 for a line"
    if len(points) > MOST_POINTS:
        return f"came {len(points)} points, wanted at most {MOST_POINTS}"
    return _repeated(points)


def area_fault(rings: Sequence[Points]) -> str | None:
    """What is wrong with the rings of an area (not closed by a repeated first point), or None.

    One outline, and others inside or outside it; what lies in an odd number of them is the area.
    """
    total = sum(map(len, rings))
    if total > MOST_CORNERS:
        return f"came {total} points, wanted at most {MOST_CORNERS}"
    if len(rings) > MOST_RINGS:
        return f"came {len(rings)} rings, wanted at most {MOST_RINGS}"
    for number, ring in enumerate(rings):
        fault = _ring_fault(ring)
        if fault:
            return f"ring {number}: {fault}" if number else fault
    if len(rings) > 1 and not shapely.is_valid(nested([np.array(ring, dtype=np.float64) for ring in rings])):
        return "its rings cross each other, wanted rings that do not"
    return None


def opened(points: Points) -> tuple[tuple[float, float], ...]:
    """The ring without its closing point."""
    ring = tuple(points)
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _ring_fault(points: Points) -> str | None:
    if len(points) < 3:
        return f"came {len(points)} points, wanted at least 3 for a polygon"
    return _repeated([*points, points[0]]) or _crossing(points) or _flat(points)


def _repeated(points: Points) -> str | None:
    for index, (a, b) in enumerate(pairwise(points)):
        if a == b:
            return f"points {index + 1} and {index + 2} are the same, wanted different points"
    return None


def _flat(points: Points) -> str | None:
    return "a polygon without area" if shapely.Polygon(points).area < LEAST_AREA else None


def _crossing(points: Points) -> str | None:
    """Two sides that cross or touch, other than neighbours at their common point."""
    if len(points) > EASY_CORNERS and _pairs(np.array(points, dtype=np.float64)) > MOST_PAIRS:
        return f"came {len(points)} points whose sides run to and fro over one another, wanted a plainer outline"
    ring = shapely.Polygon(points)
    if shapely.is_valid(ring):
        return None
    found = _PLACE.search(shapely.is_valid_reason(ring))
    if found is None:
        return "a polygon that crosses itself"
    first, second = _through(np.array(points), np.array([float(found[1]), float(found[2])]))
    return f"sides {first} and {second} cross or touch, wanted a polygon that does not cross itself"


def _pairs(ring: Floats) -> float:
    """At most so many pairs of sides have boxes that meet: which of them cross has to be found one by one.

    Sides are counted in the cells of a grid that is as narrow as the corners are dense.
    """
    a, b = ring, np.roll(ring, -1, axis=0)
    low, high = np.minimum(a, b), np.maximum(a, b)
    lines = [np.unique(np.quantile(ring[:, axis], np.linspace(0.0, 1.0, GRID))) for axis in (0, 1)]
    count = np.zeros([len(line) + 2 for line in lines])
    (x0, y0), (x1, y1) = (
        [np.searchsorted(lines[axis], side[:, axis], "right") for axis in (0, 1)] for side in (low, high)
    )
    for x, y, sign in ((x0, y0, 1.0), (x1 + 1, y0, -1.0), (x0, y1 + 1, -1.0), (x1 + 1, y1 + 1, 1.0)):
        np.add.at(count, (x, y), sign)
    return float((count.cumsum(axis=0).cumsum(axis=1) ** 2).sum())


def _through(ring: Floats, place: Floats) -> tuple[int, int]:
    """The numbers of the first side at a place and of the one that has nothing to do there."""
    a, b = ring, np.roll(ring, -1, axis=0)
    away = shapely.distance(shapely.linestrings(np.stack([a, b], axis=1)), shapely.Point(place))
    near = np.flatnonzero(away <= max(ON_IT * float(np.abs(ring).max()), float(np.partition(away, 1)[1])))
    first, n = int(near[0]), len(ring)
    others = [int(k) for k in near[1:] if k != first + 1 and (first, int(k)) != (0, n - 1)] or [int(near[-1])]
    return first + 1, others[0] + 1
