"""The legend of a map: what it shows, each with its sign; only what is there."""

from collections.abc import Iterator
from typing import Any

import shapely

from guardship.files.html import number
from guardship.maps.chart import Chart
from guardship.maps.happened import Happened
from guardship.maps.layers import Layer
from guardship.maps.signs import AREAS, BEHIND, LINES, MARKS, PLACES, SIGNS, THIN, WATERS, marker, strokes, thickness

MOST_LANES = 3  # entries


def entries(chart: Chart, happened: Happened | None) -> Iterator[Any]:
    """The signs of the legend, each with its words as its label."""
    yield from _lanes(chart, happened)
    for layer in (*WATERS, *reversed(AREAS), Layer.BEAT, *LINES, *PLACES):
        if chart.layer(layer) and not (happened is not None and layer in (*BEHIND, Layer.ROUTE, Layer.LINE)):
            yield _entry(chart, layer, bare=happened is not None)
    if happened is not None:
        yield from _marks(happened)


def _entry(chart: Chart, layer: Layer, bare: bool) -> Any:
    """The sign of a layer; a `bare` area as its border."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    sign = SIGNS[layer]
    how: dict[str, Any] = {"linestyle": sign.dash, "linewidth": sign.width, "label": sign.words}
    if layer is Layer.REACH and all(one.shape.contains(shapely.box(*chart.window)) for one in chart.layer(layer)):
        return Line2D([], [], linestyle="", label=f"{sign.words}: all of the map")
    if sign.marker:
        return Line2D([], [], color=sign.colour, label=sign.words, **marker(layer))
    if bare or not (sign.hatch or sign.tint):
        return Line2D([], [], color=sign.colour, **how)
    face = (sign.colour, sign.tint) if sign.tint else "none"
    return Patch(facecolor=face, edgecolor=sign.colour, hatch=sign.hatch * 2 or None, **how)


def _marks(happened: Happened) -> Iterator[Any]:
    from matplotlib.lines import Line2D

    for mark in MARKS:
        if count := len(mark.of(happened.spots)):
            words = mark.words if count == 1 else mark.many
            yield Line2D([], [], label=f"{words} ({count})", **strokes(mark))


def _lanes(chart: Chart, happened: Happened | None) -> Iterator[Any]:
    """Lanes by their ships a day: what differs in width has an entry of its own, of more than three the ends."""
    from matplotlib.lines import Line2D

    lanes, sign = chart.layer(Layer.LANE), SIGNS[Layer.LANE]
    if lanes and happened is not None:
        yield Line2D([], [], color=sign.colour, alpha=0.75, linewidth=THIN, label=sign.words)
        return
    by = {number(one.amount or 0.0, 3): one.amount for one in sorted(lanes, key=lambda one: -(one.amount or 0.0))}
    shown = list(by.items())
    for amount, rate in shown if len(shown) <= MOST_LANES else (shown[0], shown[-1]):
        words = f"{sign.words}, {f'{amount} ships a day' if rate else 'no ships by the day'}"
        yield Line2D([], [], color=sign.colour, alpha=0.75, linewidth=thickness(rate), label=words)
