"""The picture of a map: heading, map, scale, legend and sources below each other, in letters that keep their size."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from guardship.core.kernels.state import Floats
from guardship.files import figures as f
from guardship.maps.below import greys, legend, norm, scale, shades
from guardship.maps.chart import Chart, Feature
from guardship.maps.frame import MOST_LINES, ground
from guardship.maps.happened import Happened
from guardship.maps.layers import Layer
from guardship.maps.names import names
from guardship.maps.sheet import EDGE, GAP, LEFT, LINE, NAME, ROW, SMALL, TEXT, TITLE, Sheet
from guardship.maps.signs import (
    AREAS,
    BAND,
    BEHIND,
    LINES,
    MARKS,
    PLACES,
    SIGNS,
    THIN,
    WATERS,
    marker,
    strokes,
    thickness,
)

HATCHED = 0.4  # of a colour in its hatch
FEWER, SMALL_MAP = 5, 4.0  # lines of the graticule on a map narrower than so many inches


def draw(figure: Any, sheet: Sheet) -> None:
    """Draw a sheet on a figure of its size."""
    _lines(figure, sheet, EDGE, sheet.title, TITLE, weight="bold")
    _lines(figure, sheet, EDGE + len(sheet.title) * TITLE * LINE, sheet.subtitle, TEXT, color=f.QUIET)
    axes = sheet.axes(figure, LEFT, sheet.top, *sheet.map)
    _map(axes, sheet)
    y = sheet.top + sheet.map[1] + sheet.ticks
    scale(figure, sheet, y)
    if sheet.happened is not None:
        shades(figure, sheet, y)
    y += sheet.bar
    legend(figure, sheet, y)
    y += sheet.rows * ROW + GAP
    _lines(figure, sheet, y, sheet.sources, SMALL, color=f.QUIET)


def _lines(figure: Any, sheet: Sheet, top: float, lines: Sequence[str], size: float, **how: Any) -> None:
    for k, line in enumerate(lines):
        y = 1.0 - (top + (k + 0.5) * size * LINE) / sheet.height
        figure.text(EDGE / sheet.width, y, line, fontsize=size, va="center", **how)


def _map(axes: Any, sheet: Sheet) -> None:
    chart, happened = sheet.chart, sheet.happened
    ground(axes, chart, MOST_LINES if sheet.map[0] > SMALL_MAP else FEWER)
    axes.set(xlim=sheet.view[::2], ylim=sheet.view[1::2])
    axes.tick_params(labelsize=NAME, length=2.5)
    axes.xaxis.label.set_size(NAME)
    axes.yaxis.label.set_size(NAME)
    for layer in (*WATERS, *AREAS):
        if happened is None or layer not in BEHIND:
            _areas(axes, sheet, layer, bare=happened is not None)
    if happened is not None:
        _effort(axes, chart, happened)
    for one in chart.layer(Layer.LANE):
        if happened is None:
            _band(axes, one)
        _lane(axes, one, thickness(one.amount) if happened is None else THIN)
    for one in chart.layer(Layer.BEAT, *LINES) if happened is None else chart.layer(Layer.BEAT, Layer.TRACK):
        _line(axes, one)
    for one in chart.layer(*PLACES):
        sign = SIGNS[one.layer]
        axes.plot(one.shape.x, one.shape.y, color=sign.colour, zorder=4, **marker(one.layer))
    if happened is not None:
        for mark in MARKS:
            spots = mark.of(happened.spots)
            axes.plot([s.x for s in spots], [s.y for s in spots], zorder=5, **strokes(mark, len(spots)))
    if sheet.view != chart.window:
        ring = np.asarray(shapely.box(*chart.window).exterior.coords)
        axes.plot(*ring.T, color=f.QUIET, linewidth=0.8, zorder=3)
    names(axes, sheet)


def _areas(axes: Any, sheet: Sheet, layer: Layer, bare: bool) -> None:
    """The areas of a layer, a border that two have in common once; `bare`: without hatch and tint, over the shades."""
    from matplotlib.collections import LineCollection
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    sign, areas = SIGNS[layer], sheet.chart.layer(layer)
    z = 2.2 if bare else 1.4
    shapes = [sheet.inset(one) for one in areas]
    for shape in shapes if not bare else ():
        path = Path.make_compound_path(*(Path(ring) for ring in _rings(shape)))
        if sign.tint:
            axes.add_patch(PathPatch(path, facecolor=sign.colour, alpha=sign.tint, linewidth=0.0, zorder=z))
        if sign.hatch:
            how = {"edgecolor": pale(sign.colour), "hatch": sign.hatch, "linewidth": 0.0}
            axes.add_patch(PathPatch(path, facecolor="none", **how, zorder=z))
    borders = shapely.line_merge(shapely.union_all([shapely.boundary(shape) for shape in shapes]))
    if layer in WATERS:
        borders = shapely.difference(borders, sheet.land)
    lines = [shapely.get_coordinates(part) for part in shapely.get_parts(borders)]
    how = {"colors": sign.colour, "linewidths": sign.width, "linestyles": [sign.dash]}
    axes.add_collection(LineCollection(lines, **how, zorder=z))


def pale(colour: str) -> tuple[float, ...]:
    """A colour as it is seen through the white of a map; no transparency, which hatches of SVG would have twice."""
    from matplotlib.colors import to_rgb

    return tuple(1.0 - HATCHED * (1.0 - part) for part in to_rgb(colour))


def _band(axes: Any, lane: Feature) -> None:
    """The water of a lane."""
    if lane.width > 0.0:
        band = shapely.buffer(lane.shape, 0.5 * lane.width, cap_style="flat", join_style="mitre")
        for ring in _rings(band):
            axes.fill(*ring.T, facecolor=BAND, edgecolor="none", zorder=1.1)


def _lane(axes: Any, lane: Feature, width: float) -> None:
    """The middle of a lane, with an arrow in the direction of travel."""
    sign = SIGNS[Layer.LANE]
    x, y = shapely.get_coordinates(lane.shape).T
    axes.plot(x, y, color=sign.colour, linewidth=width, alpha=0.75, zorder=2, solid_capstyle="butt")
    a, b = (lane.shape.interpolate(part, normalized=True) for part in (0.855, 0.86))
    axes.annotate(
        "",
        (b.x, b.y),
        (a.x, a.y),
        arrowprops={
            "arrowstyle": "-|>",
            "color": sign.colour,
            "mutation_scale": 9 + 1.5 * width,
            "shrinkA": 0,
            "shrinkB": 0,
        },
        zorder=2.1,
    )


def _line(axes: Any, one: Feature) -> None:
    sign = SIGNS[one.layer]
    width = thickness(one.amount) if one.amount is not None else sign.width
    parts = _rings(one.shape) if one.layer in (Layer.BEAT, Layer.REACH) else [shapely.get_coordinates(one.shape)]
    for points in parts:
        axes.plot(*points.T, color=sign.colour, linewidth=width, linestyle=sign.dash, zorder=2.4)


def _effort(axes: Any, chart: Chart, happened: Happened) -> None:
    x0, y0, *_ = chart.window
    rows, columns = happened.effort.shape
    axes.imshow(
        np.ma.masked_equal(happened.effort, 0.0),
        extent=(x0, x0 + columns * happened.side, y0, y0 + rows * happened.side),
        origin="lower",
        cmap=greys(),
        norm=norm(happened),
        interpolation="none",
        zorder=1.6,
    )


def _rings(shape: shapely.Geometry) -> Iterator[Floats]:
    for part in shapely.get_parts(shape):
        for ring in shapely.get_rings(part):
            yield shapely.get_coordinates(ring)
