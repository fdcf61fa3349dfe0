"""The ground of maps: what axes say in theatres large and small and across 180 degrees; land stays in one place."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from guardship.build.theatre import Theatre
from guardship.maps.chart import Chart
from guardship.maps.frame import ground
from guardship.maps.layers import Layer
from guardship.scenario.reading.load import load
from maps.worlds import piece


def drawn(folder: Path, *box: float) -> tuple[Chart, list[str], list[str]]:
    """The chart of a piece of the world, and what its two axes say."""
    chart = Chart.of(Theatre.of(load(piece(folder, *box))))
    axes = Figure().subplots()
    ground(axes, chart)
    return chart, *([label.get_text() for label in axis.get_ticklabels()] for axis in (axes.xaxis, axes.yaxis))  # type: ignore[return-value]


@pytest.mark.parametrize("side", [20.0, 2.0, 0.5, 0.05, 0.004])
def test_every_line_has_a_name_of_its_own(tmp_path: Path, side: float) -> None:
    _, x, y = drawn(tmp_path, 31.987, -1.013, 31.987 + side, -1.013 + side)
    for labels in (x, y):
        assert 2 <= len(labels) <= 8 and len(set(labels)) == len(labels)


def test_names_have_as_many_digits_as_they_need(tmp_path: Path) -> None:
    _, x, y = drawn(tmp_path, 32.30, 31.38, 32.35, 31.43)
    assert x[0].endswith("°E") and {"32.31°E", "32.34°E"} <= set(x) and {"31.39°N", "31.42°N"} <= set(y)
    _, x, y = drawn(tmp_path, -3.0, -2.0, 2.0, 3.0)
    assert {"2°W", "0°", "1°E"} <= set(x) and {"1°S", "0°", "2°N"} <= set(y)


def test_across_180_degrees(tmp_path: Path) -> None:
    chart, x, _ = drawn(tmp_path, 172.0, -24.0, -170.0, -12.0)
    assert x == ["175°E", "180°", "175°W", "170°W"]
    x0, _, x1, _ = chart.window
    land = chart.layer(Layer.LAND)
    widest = max(float(np.ptp(one.shape.exterior.xy[0])) for one in land)
    assert len(land) > 10 and widest < 0.2 * (x1 - x0)  # Fiji's largest island; nothing lies along the meridian
