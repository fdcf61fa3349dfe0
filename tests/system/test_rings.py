"""A hole in an area is none of it: nobody begins there, roams through it, or is there in the eyes of the law."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from guardship.build.theatre import Theatre
from guardship.run.chart import chart
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from guardship.world.law import distance, inside

WATERS = "{polygon: [[0 nm, 0 nm], [40 nm, 0 nm], [40 nm, 40 nm], [0 nm, 40 nm]], rings: [%s, %s]}"
ISLAND = "[[10 nm, 10 nm], [30 nm, 10 nm], [30 nm, 30 nm], [10 nm, 30 nm]]"
LAKE = "[[18 nm, 18 nm], [22 nm, 18 nm], [22 nm, 22 nm], [18 nm, 22 nm]]"
TEXT = f"""\
guardship: 1
name: rings
title: Boats about an island that is no land of the coast
theatre: {{box: {{width: 50 nm, height: 50 nm}}}}
time: {{start: 2000-01-01T00:00Z, measure: 5 d}}
environment: {{light: day}}
geometry:
  waters: {WATERS % (ISLAND, LAKE)}
hulls: {{boat: {{}}}}
types: {{boat: {{is: passive, hull: boat, speed: {{cruise: 12 kn}}}}}}
groups: {{boats: {{type: boat, count: 30, roam: {{in: waters}}}}}}
"""
SEA = shapely.MultiPolygon(
    [
        shapely.Polygon(shapely.box(0, 0, 40, 40).exterior, [shapely.box(10, 10, 30, 30).exterior]),
        shapely.box(18, 18, 22, 22),
    ]
)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("rings") / "rings.yaml"
    Path(path).write_text(TEXT)
    return load(path)


@pytest.fixture(scope="module")
def run(scenario: Scenario) -> Run:
    return simulate(scenario, 3)


def test_tracks_do_not_lead_through_a_hole(run: Run) -> None:
    tracks = [legs[["x", "y"]].to_numpy() for _, legs in run.legs.groupby("vessel", observed=True)]
    assert len(tracks) == 30 and sum(map(len, tracks)) > 300
    for track in tracks:
        assert shapely.contains_xy(SEA, *track[0]), "nobody begins there"
        if len(track) > 1:
            assert shapely.covers(SEA, shapely.LineString(track))
    in_the_lake = [track for track in tracks if shapely.contains_xy(shapely.box(18, 18, 22, 22), *track[0])]
    assert all(shapely.covers(shapely.box(18, 18, 22, 22), shapely.LineString(t)) for t in in_the_lake if len(t) > 1)


def test_the_law_takes_it_so_too(scenario: Scenario) -> None:
    ring = Theatre.of(scenario).ring("waters")
    assert inside(ring, 5.0, 5.0) and inside(ring, 20.0, 20.0)
    assert not inside(ring, 15.0, 15.0) and not inside(ring, 45.0, 5.0)
    assert distance(ring, 14.0, 20.0) == 4.0
    assert distance(ring, 5.0, 20.0) == 5.0


def test_the_chart_draws_it(scenario: Scenario) -> None:
    (area,) = [one for one in chart(Theatre.of(scenario))["features"] if one["properties"].get("name") == "waters"]
    assert shapely.equals(shapely.geometry.shape(area["geometry"]), SEA)
    assert not np.isnan(
        np.concatenate([np.ravel(ring) for part in area["geometry"]["coordinates"] for ring in part])
    ).any()
