"""The chart of a run folder: what is drawn of it lies where the run had it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from guardship.build.theatre import Theatre
from guardship.run.chart import chart
from guardship.run.folder import packed
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS, tiny_run

ADEN, LAW = SCENARIOS / "gulf_of_aden.yaml", SCENARIOS / "gulf_of_aden_law.yaml"


@cache
def theatre(file: Path = ADEN) -> Theatre:
    return Theatre.of(load(file))


def features(kind: str, file: Path = ADEN) -> dict[str, Any]:
    """Those of a kind, as they come out of the file, by name."""
    read = json.loads(packed(chart(theatre(file))))
    return {
        str(f["properties"].get("name", k)): f
        for k, f in enumerate(read["features"])
        if f["properties"]["kind"] == kind
    }


def test_land_is_the_coast_of_the_run() -> None:
    """Every ring of it to 0.2 m, so a stranger asks of a place what the run asked."""
    drawn = shapely.union_all([shapely.geometry.shape(f["geometry"]) for f in features("land").values()])
    there = theatre().coast.land
    assert shapely.hausdorff_distance(drawn, there) < 2e-4
    rng = np.random.default_rng(5)
    x, y = rng.uniform(-350.0, 350.0, 4000), rng.uniform(-170.0, 170.0, 4000)
    dry = theatre().coast.on_land(x, y)
    assert 0.1 < dry.mean() < 0.9
    assert (shapely.contains_xy(drawn, x, y) == dry).all()


@pytest.mark.parametrize("kind", ["land", "lane", "area", "place"])
def test_degrees_are_of_the_same_places(kind: str) -> None:
    for name, feature in features(kind).items():
        plane, globe = (shapely.get_coordinates(shapely.geometry.shape(feature[k])) for k in ("geometry", "degrees"))
        again = np.column_stack(theatre().plane.forward(globe[:, 0], globe[:, 1]))
        assert np.abs(again - plane).max() < 1e-3, name  # 1e-6 degrees are 6e-5 nm, and the plane is rounded to 1e-4


def test_lanes_areas_and_places_have_their_names() -> None:
    scenario = theatre().scenario
    lanes = features("lane")
    assert {name: f["properties"]["width"] for name, f in lanes.items()} == {
        name: lane.width for name, lane in scenario.lanes.items()
    }
    for name, lane in scenario.lanes.items():
        assert np.allclose(lanes[name]["geometry"]["coordinates"], theatre().line(lane.along), atol=1e-4)
    areas = features("area")
    assert set(areas) == set(theatre().area_names)
    for name, area in areas.items():
        (ring,) = area["geometry"]["coordinates"]
        assert ring[0] == ring[-1] and np.allclose(ring[:-1], theatre().ring(name), atol=1e-4)
    for name, place in features("place").items():
        assert place["geometry"]["coordinates"] == pytest.approx(theatre().point(name), abs=1e-4)


def test_waters_are_those_of_the_law() -> None:
    law = theatre(LAW).scenario.law
    assert law is not None and law.waters
    waters = features("waters", LAW)
    assert {n: (f["properties"]["state"], f["properties"]["law"]) for n, f in waters.items()} == {
        n: (sea.state, sea.kind) for n, sea in law.waters.items()
    }
    assert {n: len(f["geometry"]["coordinates"]) for n, f in waters.items()} == {
        n: len(sea.area) for n, sea in law.waters.items()
    }


def test_a_made_up_sea_has_no_degrees_and_a_box(tmp_path: Path) -> None:
    read = json.loads((tiny_run().write(tmp_path / "run") / "chart.json").read_text())
    assert (read["unit"], read["projection"]) == ("nm", "flat")
    assert all("degrees" not in feature for feature in read["features"])
    box = next(f for f in read["features"] if f["properties"].get("name") == "box")
    assert box["geometry"]["coordinates"] == [[[0, 0], [200, 0], [200, 120], [0, 120], [0, 0]]]


def test_it_is_small() -> None:
    """A folder of the gulf grows by less than 100 kB."""
    assert len(packed(chart(theatre()))) < 100_000
