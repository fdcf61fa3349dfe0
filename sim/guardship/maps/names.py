"""The names on a map: of places first, then lanes, areas, waters, beats and other lines, as many as have room."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from guardship.maps.chart import Feature
from guardship.maps.labels import Label, Labels
from guardship.maps.layers import Layer
from guardship.maps.sheet import NAME, Sheet
from guardship.maps.signs import AREAS, BEHIND, LINES, PLACES, SIGNS, WATERS

SIGN_HALF, MARK_HALF = 0.05, 0.03  # inches from the middle of a sign, or a mark, to its edge


def names(axes: Any, sheet: Sheet) -> None:
    """The names of places, areas, waters, lanes and beats, as many as have room."""
    labels = Labels(*sheet.map)
    for label, colour in _placed(sheet, labels):
        axes.text(
            label.x / sheet.map[0],
            label.y / sheet.map[1],
            label.text,
            transform=axes.transAxes,
            fontsize=label.size,
            color=colour,
            rotation=label.turned,
            rotation_mode="anchor",
            ha="center",
            va="center",
            zorder=6,
            bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.7},
        )


def _placed(sheet: Sheet, labels: Labels) -> Iterator[tuple[Label, str]]:
    """Each name that has found room, with its colour."""
    chart, run = sheet.chart, sheet.happened is not None
    places = chart.layer(*PLACES)
    for one in places:
        point = sheet.inches(one.shape)
        labels.keep(point.x, point.y, SIGN_HALF)
    for one in places:
        point = sheet.inches(one.shape)
        if labels.place(one.said, point.x, point.y, SIGN_HALF, NAME):
            yield labels.set[-1], SIGNS[one.layer].colour
    for spot in sheet.happened.spots if sheet.happened is not None else ():
        point = sheet.inches(shapely.Point(spot.x, spot.y))
        labels.keep(point.x, point.y, MARK_HALF)
    for one in chart.layer(Layer.LANE, Layer.BEAT):
        labels.avoid(_axis(sheet.inches(one.shape)), _half(sheet, one) + 0.06)
    seen: set[str] = set()
    for one in chart.layer(Layer.LANE, *reversed(AREAS), *WATERS, Layer.BEAT, *LINES):
        if one.said not in seen and not (run and one.layer in BEHIND) and _named(sheet, labels, one):
            seen.add(one.said)
            yield labels.set[-1], SIGNS[one.layer].colour


def _named(sheet: Sheet, labels: Labels, one: Feature) -> bool:
    """Set the name of a feature, if there is room."""
    shape = sheet.inches(one.shape)
    if one.layer in WATERS:
        return labels.area(one.said, sheet.inches(shapely.difference(one.shape, sheet.land)), NAME)
    if one.layer in AREAS:
        return labels.area(one.said, shape, NAME)
    if one.layer is Layer.REACH:
        shown = shapely.intersection(shapely.boundary(shape), shapely.box(0.0, 0.0, *sheet.map))
        parts = shapely.get_parts(shapely.line_merge(shown))
        return len(parts) > 0 and labels.line(one.said, max(parts, key=shapely.length), 0.02, NAME)
    return labels.line(one.said, _axis(shape), _half(sheet, one) + 0.03, NAME)


def _half(sheet: Sheet, one: Feature) -> float:
    """Inches from the middle of a lane or beat to its edge; 0 for a line."""
    width = one.shape.area / max(_axis(one.shape).length, 1e-9) if one.layer is Layer.BEAT else one.width
    return 0.5 * width * sheet.map[0] / (sheet.view[2] - sheet.view[0])


def _axis(shape: shapely.Geometry) -> shapely.Geometry:
    """A line as it is; of an area the line through the middles of the short sides of the narrowest box about it."""
    if shape.geom_type != "Polygon":
        return shape
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))
    sides = np.hypot(*np.diff(corners[:3], axis=0).T)
    a, b = (0, 2) if sides[0] <= sides[1] else (1, 3)
    return shapely.LineString([corners[k : k + 2].mean(axis=0) for k in (a, b)])
