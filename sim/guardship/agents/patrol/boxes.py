"""A cell of water, or several, as the station of a ship or of a flight: searched at random, evenly, on long legs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asin, atan2, cos, hypot, inf, pi, sin
from typing import final

from guardship.agents.interfaces import Helm, Point

ON_SIDE = 1e-6  # of half a side: who is so near to a side is on it


@final
@dataclass(slots=True)
class Turns:
    """How many legs a unit has begun in boxes, by which their draws are named."""

    n: int = 0


@final
@dataclass(frozen=True, slots=True)
class Box:
    """Within `half` [nm] of a centre on both axes, and of an `area` of its own.

    `corners`: of a convex box that is all water, counterclockwise: it is crossed from side to side, so that no part of
    it is searched more than another. Others, without corners, are sailed from random place to random place.
    """

    area: int
    centre: Point
    half: float
    corners: tuple[Point, ...] = ()
    turns: Turns = field(default_factory=Turns, compare=False)

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        """Around land to it, then about in it."""
        (x, y), (a, b) = self.centre, helm.position()
        there = max(abs(a - x), abs(b - y)) <= self.half * (1.0 + ON_SIDE)
        if there or not helm.sail([self.entry(helm)], cruise):
            self.arrived(helm, cruise, top)

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """The next leg."""
        self.turns.n += 1
        end = across(self.corners, helm.position(), helm.draw("leg", self.turns.n), ON_SIDE * self.half)
        if self.corners and end is None:  # in a corner, or just outside
            end = self.centre
        if end is None or not helm.sail([end], cruise):
            helm.roam(self.area, cruise)

    def entry(self, helm: Helm) -> Point:
        return helm.somewhere(self.area, 0)


def across(corners: Sequence[Point], at: Point, u: float, near: float) -> Point | None:
    """Where a leg from a place in a convex polygon, or on a side of it, meets its other side; None for no polygon.

    From a side by the cosine law, sin(angle to the normal) = 2 u - 1, from inside in any direction: then one is
    everywhere equally often, in every direction (Comets, Popov, Schuetz & Vachkovskaia 2009). Who is within `near` [nm]
    of a side is on it. None, too, where no leg leads inside.
    """
    sides = list(zip(corners, (*corners[1:], *corners[:1]), strict=True))
    if not sides:
        return None
    off, side = min((_off(side, at), k) for k, side in enumerate(sides))
    course = 2.0 * pi * u
    if off <= near:
        (ax, ay), (bx, by) = sides[side]
        course = atan2(bx - ax, -(by - ay)) + asin(2.0 * u - 1.0)  # the normal on the left of a side points inside
    far = min(_meets(one, at, course) for one in sides)
    return (at[0] + far * cos(course), at[1] + far * sin(course)) if near < far < inf else None


def _off(side: tuple[Point, Point], at: Point) -> float:
    """How far inside the line of a side a place is [nm]; negative outside."""
    (ax, ay), (bx, by) = side
    return ((bx - ax) * (at[1] - ay) - (by - ay) * (at[0] - ax)) / hypot(bx - ax, by - ay)


def _meets(side: tuple[Point, Point], at: Point, course: float) -> float:
    """After how many nm a course [rad from the x axis] leaves through the line of a side; inf: it does not."""
    (ax, ay), (bx, by) = side
    out = ((by - ay) * cos(course) - (bx - ax) * sin(course)) / hypot(bx - ax, by - ay)
    return _off(side, at) / out if out > 0.0 else inf
