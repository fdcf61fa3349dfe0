"""Names on a map that keep out of each other's way. Lengths here are inches from the lower left corner of the map."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import cos, radians, sin
from typing import NamedTuple

import numpy as np
import shapely

GAP = 0.045  # between a place and its name, and between names
POINT = 1.0 / 72.0
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))  # of a place, best first
ALONG = (0.5, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)  # parts of a line, best first
MESH = 14  # points a side, among which the inside of an area is sought
NARROWEST = 0.2  # of a letter's size: its width, at least
LETTERS = 26  # of a name, at most


class Label(NamedTuple):
    """A name at its middle, turned by so many degrees, in letters of so many points."""

    text: str
    x: float
    y: float
    turned: float
    size: float


class Box(NamedTuple):
    """What is taken."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: "Box") -> bool:
        """Whether two have something in common."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


@cache
def measured(text: str, size: float, bold: bool = False) -> tuple[float, float]:
    """Width and height of a line of text in letters of so many points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    wide, high, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return wide * POINT, max(high * POINT, size * POINT)


def cut(text: str, width: float, size: float, bold: bool = False) -> str:
    """A line of text that is no wider, with an ellipsis where something had to go."""
    most = int(width / (NARROWEST * size * POINT))
    if len(text) <= most and measured(text, size, bold)[0] <= width:
        return text
    fits = bisect_left(range(1, min(len(text), most)), True, key=lambda n: _wider(text[:n], width, size, bold))
    return text[:fits].rstrip() + "…"


def _wider(text: str, width: float, size: float, bold: bool) -> bool:
    """Whether text with an ellipsis is wider."""
    return measured(f"{text}…", size, bold)[0] > width


def folded(text: str, width: float, size: float, most: int, bold: bool = False) -> list[str]:
    """Lines no wider than that, broken at blanks; what goes beyond `most` lines is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or measured(longer, size, bold)[0] <= width:
            lines[-1] = longer
        elif len(lines) > most:
            break  # what comes now is cut in any case
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [cut(line, width, size, bold) for line in lines]


class Labels:
    """Names that are set one after the other on a map of that width and height, each where room is left."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.taken: list[Box] = []
        self.better: list[Box] = []  # not taken: names of areas lie elsewhere where they can
        self.set: list[Label] = []

    def keep(self, x: float, y: float, half: float) -> None:
        """Keep a square free of names."""
        self.taken.append(Box(x - half, y - half, x + half, y + half))

    def avoid(self, line: shapely.Geometry, half: float) -> None:
        """Keep names of areas off a line where they have room elsewhere."""
        for s in np.arange(0.0, line.length, 2.0 * half):
            point = line.interpolate(s)
            self.better.append(Box(point.x - half, point.y - half, point.x + half, point.y + half))

    def place(self, text: str, x: float, y: float, half: float, size: float) -> bool:
        """Set the name of a place whose sign reaches `half` to each side; False where there is no room."""
        text = _short(text)
        wide, high = measured(text, size)
        off = half + GAP
        at = ((x + a * (off + 0.5 * wide), y + b * (off + 0.5 * high), 0.0) for a, b in SIDES)
        return self._try(text, size, at)

    def line(self, text: str, line: shapely.Geometry, aside: float, size: float) -> bool:
        """Set the name of a line along it, `aside` from it on either side."""
        text = _short(text)
        wide, high = measured(text, size)
        return self._try(text, size, _along(line, aside + 0.5 * high + 0.3 * GAP, wide))

    def area(self, text: str, area: shapely.Geometry, size: float) -> bool:
        """Set the name of an area in it, as far from its border as there is room."""
        places = [(x, y, 0.0) for x, y in self._inside(area)]
        return self._try(_short(text), size, places, self.better) or self._try(_short(text), size, places)

    def _inside(self, area: shapely.Geometry) -> list[tuple[float, float]]:
        shown = shapely.intersection(area, shapely.box(0.0, 0.0, self.width, self.height))
        if shown.is_empty or shown.area == 0.0:
            return []
        x0, y0, x1, y1 = shown.bounds
        x, y = (a.ravel() for a in np.meshgrid(np.linspace(x0, x1, MESH), np.linspace(y0, y1, MESH)))
        points = shapely.points(x, y)
        far = np.where(shapely.contains(shown, points), shapely.distance(shapely.boundary(shown), points), -1.0)
        order = np.argsort(-far, kind="stable")[: int((far > 0.0).sum())]
        return [(float(x[k]), float(y[k])) for k in order]

    def _try(
        self, text: str, size: float, places: Iterable[tuple[float, float, float]], better: Sequence[Box] = ()
    ) -> bool:
        wide, high = measured(text, size)
        for x, y, turned in places:
            box = _turned(x, y, wide + GAP, high + GAP, turned)
            inside = box.x0 >= 0.0 and box.y0 >= 0.0 and box.x1 <= self.width and box.y1 <= self.height
            if inside and not any(box.meets(other) for other in (*self.taken, *better)):
                self.taken.append(box)
                self.set.append(Label(text, x, y, turned, size))
                return True
        return False


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"


def _along(line: shapely.Geometry, aside: float, wide: float) -> Iterator[tuple[float, float, float]]:
    """Places beside a line with the angle that it has there, upright."""
    for part in ALONG:
        for side in (1.0, -1.0):
            s, half = part * line.length, min(0.5 * wide, 0.5 * line.length)
            a, b = (line.interpolate(min(max(s + d, 0.0), line.length)) for d in (-half, half))
            dx, dy = b.x - a.x, b.y - a.y
            if dx < 0.0 or (dx == 0.0 and dy < 0.0):
                dx, dy = -dx, -dy
            long = float(np.hypot(dx, dy))
            if long > 0.0:
                mid = line.interpolate(s)
                yield (
                    mid.x - side * aside * dy / long,
                    mid.y + side * aside * dx / long,
                    float(np.degrees(np.arctan2(dy, dx))),
                )


def _turned(x: float, y: float, wide: float, high: float, turned: float) -> Box:
    """The box about a box that is turned."""
    c, s = abs(cos(radians(turned))), abs(sin(radians(turned)))
    a, b = 0.5 * (wide * c + high * s), 0.5 * (wide * s + high * c)
    return Box(x - a, y - b, x + a, y + b)
