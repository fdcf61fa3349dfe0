"""Where everything of a map is, in inches, before anything is drawn: so nothing moves when a name is longer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely

from guardship.maps import words
from guardship.maps.chart import Chart, Feature
from guardship.maps.happened import Happened
from guardship.maps.labels import folded, measured
from guardship.maps.layers import Layer
from guardship.maps.legend import entries
from guardship.maps.signs import AREAS

LEFT, RIGHT, EDGE, GAP = 0.52, 0.14, 0.1, 0.08  # inches
TITLE, TEXT, NAME, SMALL = 11.5, 8.0, 7.5, 6.5  # points
LINE = 1.35 / 72.0  # inches of a line's height, a point
ROW = TEXT * LINE * 1.15  # inches of a line of the legend
TICKS, AXIS = 0.24, 0.16  # inches below the map for the names of its lines, and for that of its axis where it is a box
FLATTEST, TALLEST = 0.22, 1.3  # height of the map by its width: beyond, the window is drawn with room beside it
HANDLE = 0.42  # inches of a sign in the legend
COLUMN = 0.16  # inches between columns of the legend
INSET = 0.032  # inches by which each further border of an area lies within the one before
BESIDE = 5.5  # inches of width from which scale and shades have room beside each other


@dataclass(frozen=True, eq=False)
class Sheet:
    """Where everything is, in inches, on a sheet of that width."""

    chart: Chart
    happened: Happened | None
    width: float

    @cached_property
    def view(self) -> tuple[float, float, float, float]:
        """The window that is drawn [nm]: that of the chart, with room beside it where it is very flat or tall."""
        x0, y0, x1, y1 = self.chart.window
        wide, high = x1 - x0, y1 - y0
        up, aside = max(FLATTEST * wide - high, 0.0) / 2.0, max(high / TALLEST - wide, 0.0) / 2.0
        return x0 - aside, y0 - up, x1 + aside, y1 + up

    @cached_property
    def map(self) -> tuple[float, float]:
        """Width and height of the map."""
        x0, y0, x1, y1 = self.view
        wide = self.width - LEFT - RIGHT
        return wide, wide * (y1 - y0) / (x1 - x0)

    @cached_property
    def title(self) -> list[str]:
        """The lines of the heading."""
        return folded(words.title(self.chart), self.text, TITLE, 2, bold=True)

    @cached_property
    def subtitle(self) -> list[str]:
        """The lines below it."""
        return folded(words.subtitle(self.chart, self.happened), self.text, TEXT, 2)

    @cached_property
    def sources(self) -> list[str]:
        """The lines at the end."""
        said = f"{words.caveat(self.chart)} {words.sources(self.chart)}"
        return folded(said, self.text, SMALL, 4)

    @property
    def text(self) -> float:
        """The width of lines of text."""
        return self.width - 2.0 * EDGE

    @cached_property
    def top(self) -> float:
        """From the upper edge to the map."""
        return EDGE + len(self.title) * TITLE * LINE + len(self.subtitle) * TEXT * LINE + GAP

    @cached_property
    def ticks(self) -> float:
        """Below the map, for the names of its lines."""
        return TICKS if self.chart.bounds is not None else TICKS + AXIS

    @cached_property
    def bar(self) -> float:
        """The height of the strip with the scale bar, and the shades of a run."""
        return 0.3 if self.happened is None or self.wide else 0.85

    @property
    def wide(self) -> bool:
        """Whether scale and shades have room beside each other."""
        return self.width > BESIDE

    @cached_property
    def legend(self) -> list[Any]:
        """The signs of the legend."""
        return list(entries(self.chart, self.happened))

    @cached_property
    def columns(self) -> list[tuple[list[Any], float]]:
        """The legend in as many columns as fit, each with its signs and its width."""
        wide = [min(measured(one.get_label(), TEXT)[0] + HANDLE, self.text) for one in self.legend]
        for count in range(len(wide), 0, -1):
            rows = -(-len(wide) // count)
            starts = range(0, len(wide), rows)
            widths = [max(wide[k : k + rows]) for k in starts]
            if count == 1 or sum(widths) + COLUMN * (len(widths) - 1) <= self.text:
                return [(self.legend[k : k + rows], width) for k, width in zip(starts, widths, strict=True)]
        return []

    @property
    def rows(self) -> int:
        """How many lines the legend has."""
        return max((len(signs) for signs, _ in self.columns), default=0)

    @cached_property
    def height(self) -> float:
        """Of the whole sheet."""
        return (
            self.top
            + self.map[1]
            + self.ticks
            + self.bar
            + self.rows * ROW
            + 2.0 * GAP
            + len(self.sources) * SMALL * LINE
            + EDGE
        )

    @cached_property
    def land(self) -> shapely.Geometry:
        """All land [nm], with what lies beyond the window."""
        window = shapely.box(*self.chart.window)
        far = shapely.difference(shapely.buffer(window, window.length), window)
        return shapely.union_all([*(one.shape for one in self.chart.layer(Layer.LAND)), far])

    def axes(self, figure: Any, x: float, top: float, wide: float, high: float) -> Any:
        """Axes whose upper left corner is there."""
        return figure.add_axes(
            (x / self.width, 1.0 - (top + high) / self.height, wide / self.width, high / self.height)
        )

    def inset(self, area: Feature) -> shapely.Geometry:
        """The shape of an area [nm], drawn in where the same area has been drawn as another layer before."""
        layers = [one.layer for one in self.chart.features if one.name == area.name and one.layer in AREAS]
        if area.layer not in layers or (before := layers.index(area.layer)) == 0:
            return area.shape
        miles = before * INSET * (self.view[2] - self.view[0]) / self.map[0]
        within = shapely.buffer(area.shape, -miles, join_style="mitre")
        return area.shape if within.is_empty else within

    def inches(self, shape: shapely.Geometry) -> shapely.Geometry:
        """A shape on the plane as it lies on the map."""
        x0, y0, x1, _ = self.view
        scale = self.map[0] / (x1 - x0)
        return shapely.transform(shape, lambda points: (points - (x0, y0)) * scale)
