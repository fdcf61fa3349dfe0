"""Datum search patterns (IAMSAR Manual vol. II, ch. 5): way points [nm] about a datum."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from math import ceil, cos, pi, sin

from guardship.agents.interfaces import Point


class Pattern(StrEnum):
    """How the neighbourhood of a datum is searched."""

    EXPANDING_SQUARE = "expanding_square"
    SECTOR = "sector"


def expanding_square(x: float, y: float, radius: float, spacing: float, heading: float) -> list[Point]:
    """Legs of 1, 1, 2, 2, 3, 3 ... spacings with right turns between them, until the square reaches the radius.

    heading: of the first leg [rad, clockwise from north].
    """
    points = [(x, y)]
    for dx, dy in _square(radius, spacing, heading):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


@lru_cache(maxsize=64)
def _square(radius: float, spacing: float, heading: float) -> list[Point]:
    """The legs of an expanding square [nm]: those of aircraft about their ships are the same each time."""
    legs = []
    for k in range(2 * ceil(2.0 * radius / spacing) + 1):
        leg, course = spacing * (k // 2 + 1), heading + k * pi / 2.0
        legs.append((leg * sin(course), leg * cos(course)))
    return legs


def sector(x: float, y: float, radius: float, spacing: float, heading: float) -> list[Point]:
    """Three equilateral triangles that meet at the datum: nine legs of one radius, right turns of 120 degrees."""
    points = [(x, y)]
    for k in range(3):
        for bearing in (heading + 4.0 * pi / 3.0 * k, heading + 4.0 * pi / 3.0 * k + pi / 3.0):
            points.append((x + radius * sin(bearing), y + radius * cos(bearing)))
        points.append((x, y))
    return points


type Maker = Callable[[float, float, float, float, float], list[Point]]
PATTERNS: dict[Pattern, Maker] = {Pattern.EXPANDING_SQUARE: expanding_square, Pattern.SECTOR: sector}
TURNED = pi / 6.0  # each repetition is turned by this, as a second sector search is (IAMSAR II 5.5)


def pattern(kind: Pattern, x: float, y: float, radius: float, spacing: float, heading: float) -> list[Point]:
    """The way points of one pass."""
    return PATTERNS[kind](x, y, radius, spacing, heading)
