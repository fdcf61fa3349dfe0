"""Ways around circles. Pure functions on points [nm]; a way is a list of points, of which the first is where one is."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import acos, atan, atan2, ceil, cos, hypot, pi, radians, sin, sqrt, tau
from typing import NamedTuple

from guardship.agents.interfaces import Point

STEP = radians(3.0)  # of the arc between two way points: a polygon about it is longer than the arc by 2 parts in 10,000
NARROW = 1e-6  # relative to the radius, of a chord that is none: sides that touch the circle are in it by rounding


class Circle(NamedTuple):
    """A circle."""

    x: float
    y: float
    radius: float


class Stretch(NamedTuple):
    """What of a leg, counted from 0, lies in a circle: from and to, along the whole way."""

    leg: int
    begin: float
    end: float


def length(way: Sequence[Point]) -> float:
    """Of a whole way."""
    return sum(hypot(c - a, d - b) for (a, b), (c, d) in pairwise(way))


def longer(a: float, b: float, y: float, q: float) -> float:
    """By how much the shortest way around a circle of radius q exceeds the straight one, which enters it.

    The middle of the circle is `y` beside the straight way, whose ends are a before and b after the foot; both ends lie
    outside. Tangents and the arc between them.
    """
    p, r = hypot(a, y), hypot(b, y)
    arc = atan(a / y) + atan(b / y) if y > 0.0 else pi
    return sqrt(p * p - q * q) + sqrt(r * r - q * q) + q * (arc - acos(q / p) - acos(q / r)) - a - b


def inside(way: Sequence[Point], circle: Circle) -> list[Stretch]:
    """The stretches of a way that lie in a circle, in order."""
    return list(_stretches(way, circle))


def _stretches(way: Sequence[Point], circle: Circle) -> Iterator[Stretch]:
    gone = 0.0
    for k, ((a, b), (c, d)) in enumerate(pairwise(way)):
        leg = hypot(c - a, d - b)
        if leg > 0.0:
            u, v = (c - a) / leg, (d - b) / leg
            foot = (circle.x - a) * u + (circle.y - b) * v
            aside = (circle.x - a) * v - (circle.y - b) * u
            half = sqrt(max(circle.radius * circle.radius - aside * aside, 0.0))
            begin, end = max(foot - half, 0.0), min(foot + half, leg)
            if end - begin > NARROW * circle.radius:
                yield Stretch(k, gone + begin, gone + end)
        gone += leg


def around(way: Sequence[Point], circle: Circle, side: float) -> list[Point] | None:
    """The way with the shortest one about a circle in place of what lies in it; None where an end lies in it.

    `side`: 1 leaves the circle to port, -1 to starboard. A way that does not enter it is as it was.
    """
    within = inside(way, circle)
    if not within:
        return list(way)
    first, last = within[0].leg, within[-1].leg + 1
    if min(_off(way[first], circle), _off(way[last], circle)) < circle.radius:
        return None
    return [*way[: first + 1], *_arc(way[first], way[last], circle, side), *way[last:]]


def rest(way: Sequence[Point], place: Point) -> list[Point]:
    """A place beside a way, and what of the way is before it: on from the end of the leg that is nearest."""
    x, y = place
    offs = []
    for k, ((a, b), (c, d)) in enumerate(pairwise(way)):
        leg = (c - a) ** 2 + (d - b) ** 2
        part = min(max(((x - a) * (c - a) + (y - b) * (d - b)) / leg, 0.0), 1.0) if leg > 0.0 else 0.0
        offs.append((hypot(a + part * (c - a) - x, b + part * (d - b) - y), -k))
    return [place, *(way[1 - min(offs)[1] :] if offs else ())]


def _off(point: Point, circle: Circle) -> float:
    return hypot(point[0] - circle.x, point[1] - circle.y)


def _arc(a: Point, b: Point, circle: Circle, side: float) -> list[Point]:
    """Corners of a polygon about the arc between the tangents from a and to b; none where the straight way is free.

    All its sides touch the circle, the first and the last of them in line with the tangents.
    """
    begin, end = (atan2(y - circle.y, x - circle.x) for x, y in (a, b))
    off = acos(circle.radius / _off(a, circle)), acos(circle.radius / _off(b, circle))
    arc = (side * (end - begin)) % tau - off[0] - off[1]
    if arc <= 0.0:
        return []
    count = max(ceil(arc / STEP), 1)
    step = arc / count
    r = circle.radius / cos(0.5 * step)
    angles = [begin + side * (off[0] + (k + 0.5) * step) for k in range(count)]
    return [(circle.x + r * cos(angle), circle.y + r * sin(angle)) for angle in angles]
