"""Chart, degrees, light and weather of a page beside those of the run."""

import json

import numpy as np
import pytest

from guardship.build.theatre import Theatre
from guardship.replay.surroundings import FINE, calendar, degrees, drawing, window
from guardship.replay.waypoints import CELL, FINEST
from guardship.run.chart import chart
from guardship.scenario.reading.load import load
from system.worlds import IRTC, tiny_run

NOWHERE = np.zeros(0, np.int64)


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    return Theatre.of(load(IRTC))


def test_degrees_between_the_places_of_the_mesh_are_those_of_the_plane(theatre: Theatre) -> None:
    seen = window(chart(theatre), NOWHERE, NOWHERE, CELL)
    told = degrees(theatre.plane, seen)
    x0, y0, w, h, n = told["mesh"]
    lon, lat = (np.array(told[name]).reshape(n, n) / 1e4 for name in ("lon", "lat"))
    for x in np.linspace(seen[0], seen[2], 9):
        for y in np.linspace(seen[1], seen[3], 9):
            i, u = divmod((x - x0) / w, 1.0)
            j, v = divmod((y - y0) / h, 1.0)
            j, i = int(j), int(i)
            corners = (
                (j, i, (1 - u) * (1 - v)),
                (j, i + 1, u * (1 - v)),
                (j + 1, i, (1 - u) * v),
                (j + 1, i + 1, u * v),
            )
            made = [sum(f * a[k, m] for k, m, f in corners) for a in (lon, lat)]
            assert made == pytest.approx([float(a) for a in theatre.plane.inverse(x, y)], abs=1 / 600)  # 0.1 minute


def test_meridians_and_parallels_are_round_and_lie_on_the_plane(theatre: Theatre) -> None:
    told = degrees(theatre.plane, window(chart(theatre), NOWHERE, NOWHERE, CELL))
    assert 3 <= len(told["meridians"]) <= 13
    for lon, ring in told["meridians"]:
        x, y = np.array(ring).reshape(-1, 2).T / FINE
        assert theatre.plane.inverse(x, y)[0] == pytest.approx(np.full(len(x), lon), abs=1e-3)


def test_the_drawing_has_every_feature_once(theatre: Theatre) -> None:
    made = chart(theatre)
    drawn = drawing(made)
    lanes = [f["geometry"]["coordinates"] for f in made["features"] if f["properties"]["kind"] == "lane"]
    for kind in ("land", "lane", "area", "waters", "place"):
        assert len(drawn[kind]) == sum(f["properties"]["kind"] == kind for f in made["features"])
    others = [
        f for f in made["features"] if f["properties"]["kind"] == "line" and f["geometry"]["coordinates"] not in lanes
    ]
    assert len(drawn["line"]) == len(others)
    assert json.dumps(drawn)


def test_light_and_weather_are_those_of_the_run() -> None:
    run = tiny_run()
    said, (times, states) = calendar(run.theatre, run.seed)
    made = run.theatre.climate.environment(run.seed)
    assert said["everywhere"] == (not run.scenario.varies)
    assert sum(said["count"]) == len(times) == len(states)
    for t in np.linspace(0.0, run.theatre.hours - 0.1, 50):
        k = int(np.searchsorted(times, round(t * FINEST), side="right")) - 1
        assert states[k] == made.states[0, int(np.searchsorted(made.times[0], t, side="right")) - 1]
