"""What can be wrong with the shape of a line or a ring of points, found without a geometry library."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

type Points = Sequence[tuple[float, float]]
type Floats = NDArray[np.float64]

MOST_POINTS = 5_000
LEAST_AREA = 1e-9


def line_fault(points: Points) -> str | None:
    """What is wrong with a line, or None."""
    if len(points) < 2:
        return f"came {len(points)} points, wanted at least 2 for a line"
    if len(points) > MOST_POINTS:
        return f"came {len(points)} points, wanted at most {MOST_POINTS}"
    return _repeated(points)


def ring_fault(points: Points) -> str | None:
    """What is wrong with the ring of a polygon (not closed by a repeated first point), or None."""
    if len(points) < 3:
        return f"came {len(points)} points, wanted at least 3 for a polygon"
    if len(points) > MOST_POINTS:
        return f"came {len(points)} points, wanted at most {MOST_POINTS}"
    return _repeated([*points, points[0]]) or _crossing(points) or _flat(points)


def opened(points: Points) -> tuple[tuple[float, float], ...]:
    """The ring without its closing point."""
    ring = tuple(points)
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def area(points: Points) -> float:
    """Area of a ring in the square of its units, positive when counterclockwise."""
    x, y = np.array(points, dtype=np.float64).T
    x, y = x - x[0], y - y[0]
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def _repeated(points: Points) -> str | None:
    for index, (a, b) in enumerate(pairwise(points)):
        if a == b:
            return f"points {index + 1} and {index + 2} are the same, wanted different points"
    return None


def _flat(points: Points) -> str | None:
    return "a polygon without area" if abs(area(points)) < LEAST_AREA else None


def _crossing(points: Points) -> str | None:
    """Two sides that cross or touch, other than neighbours at their common point."""
    a = np.array(points, dtype=np.float64)
    b = np.roll(a, -1, axis=0)
    for i in range(len(a)):
        hit = _meets(a[i], b[i], a[i + 1 :], b[i + 1 :])
        for j in np.flatnonzero(hit) + i + 1:
            if not _neighbours_part(a, i, int(j)):
                return f"sides {i + 1} and {j + 1} cross or touch, wanted a polygon that does not cross itself"
    return None


def _neighbours_part(a: Floats, i: int, j: int) -> bool:
    """Whether two sides are neighbours that only share their common point (and do not fold back on each other)."""
    n = len(a)
    if j == i + 1:
        before, at, after = a[i], a[j], a[(j + 1) % n]
    elif i == 0 and j == n - 1:
        before, at, after = a[j], a[0], a[1]
    else:
        return False
    u, v = before - at, after - at
    return bool(abs(u[0] * v[1] - u[1] * v[0]) > 0.0 or u @ v < 0.0)


def _meets(p: Floats, q: Floats, a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Which of the segments ab share a point with pq."""
    p1, p2 = _side(p, q, a), _side(p, q, b)
    a1, a2 = _side(a, b, p), _side(a, b, q)
    boxes = np.all(np.minimum(a, b) <= np.maximum(p, q), axis=1) & np.all(np.maximum(a, b) >= np.minimum(p, q), axis=1)
    return np.asarray(boxes & (p1 * p2 <= 0) & (a1 * a2 <= 0))


def _side(p: Floats, q: Floats, x: Floats) -> Floats:
    d, e = q - p, x - p
    return np.sign(d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0])
