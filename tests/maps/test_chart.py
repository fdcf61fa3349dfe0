"""What there is to draw of a scenario: every shape with what it is, its name, where it comes from."""

from pathlib import Path

import numpy as np
import pytest

from guardship.maps.chart import SHIPPED, Chart
from guardship.maps.layers import Layer
from guardship.scenario.reading.load import load
from maps.worlds import box, piece
from system.worlds import SCENARIOS, strait, tiny


def names(chart: Chart, layer: Layer) -> list[str]:
    return [one.name for one in chart.layer(layer)]


def test_a_strait_has_everything_once_for_each_use() -> None:
    chart = Chart.drawn(strait())
    assert chart.window == (0.0, 0.0, 200.0, 120.0) and chart.layer(Layer.LAND) == []
    assert names(chart, Layer.HARMLESS) == names(chart, Layer.HUNTED) == ["waters"]
    assert names(chart, Layer.BEAT) == ["frigates"] * 3
    assert names(chart, Layer.BASE) == ["cove", "lair"] and names(chart, Layer.LANDING) == ["beach", "creek"]
    assert names(chart, Layer.TERMINAL) == ["loading_buoy"] and names(chart, Layer.SANCTUARY) == ["islet"]
    assert [one.said for one in chart.layer(Layer.TERMINAL)] == ["loading buoy"]
    (lane,) = chart.layer(Layer.LANE)
    assert (lane.amount, lane.width) == (16.0, 4.0)


def test_waters_are_of_states_and_not_areas_too() -> None:
    chart = Chart.drawn(load(SCENARIOS / "gulf_of_aden_law.yaml"))
    assert [one.said for one in chart.layer(Layer.TERRITORIAL)] == ["waters of somalia", "waters of yemen"]
    assert chart.layer(Layer.AREA) == []
    assert len(shapely_parts(chart.layer(Layer.TERRITORIAL)[1].shape)) == 4


def shapely_parts(shape: object) -> list[object]:
    return list(shape.geoms)  # type: ignore[attr-defined]


def test_sources_are_told_once_with_all_that_they_are_of() -> None:
    assert Chart.drawn(tiny()).sources == [("assumed", ("cove", "fairway", "lair", "waters"))]
    first, *others = Chart.drawn(load(SCENARIOS / "irtc.yaml")).sources
    assert first == (SHIPPED, ("coast",))
    assert ("assumed", ("dhow_waters",)) in others and all(source.text for source in others)


def test_what_has_no_use_is_an_area_a_line_a_place(tmp_path: Path) -> None:
    shapes = (
        "geometry: {a: {polygon: [[1 nm, 1 nm], [9 nm, 1 nm], [9 nm, 9 nm]]}, b: {line: [[1 nm, 1 nm], [2 nm, 2 nm]]}, "
        "c: {point: [3 nm, 3 nm]}}"
    )
    chart = Chart.drawn(load(box(tmp_path, more=shapes)))
    assert [(one.layer, one.name) for one in chart.features] == [("area", "a"), ("line", "b"), ("place", "c")]
    assert chart.sources == [("not said", ("a", "b", "c"))]


@pytest.mark.parametrize("box", [(172.0, -24.0, -170.0, -12.0), (42.5, 10.3, 54.5, 16.2)])
def test_degrees_are_on_one_turn(tmp_path: Path, box: tuple[float, float, float, float]) -> None:
    chart = Chart.drawn(load(piece(tmp_path, *box)))
    west, south, east, north = box
    east += 360.0 * (east < west)
    lon, lat = np.linspace(west, east, 40), np.linspace(south, north, 40)
    again = chart.degrees(*chart.theatre.plane.forward(lon, lat))
    assert np.allclose(again, (lon, lat), atol=1e-9)
