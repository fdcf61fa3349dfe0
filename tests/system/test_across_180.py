"""A sea that lies across 180 degrees: the same runs as one elsewhere, and outputs on the usual turn."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load
from guardship.scenario.schema import Scenario
from system.worlds import TINY, files

ELSEWHERE, ACROSS = 40.0, 178.5
CLOSE = 1e-6  # h and nm: rounding of the projection, which is some 1e-9, over three days


def wrapped(lon: float) -> float:
    """As one writes it, with a few decimals."""
    return round((lon + 180.0) % 360.0 - 180.0, 6)


def at(west: float, *, beyond: bool = False) -> Scenario:
    """The small sea on Earth, at the equator; `beyond`: with longitudes that go on beyond 180."""
    lon = (lambda x: round(x, 6)) if beyond else wrapped

    def placed(points: list[tuple[float, float]]) -> list[list[float]]:
        return [[lon(west + x / 60.0), y / 60.0] for x, y in points]

    bounds = {"west": west, "east": lon(west + 3.5), "south": 0.0, "north": 2.0}
    return load(
        TINY,
        set={
            "theatre": {"bounds": bounds, "coast": "none"},
            "time.zone": "0 h",
            "geometry.fairway.line": placed([(6.0, 60.0), (99.0, 66.0), (195.0, 60.0)]),
            "geometry.waters.polygon": placed([(21.0, 30.0), (180.0, 30.0), (180.0, 96.0), (21.0, 96.0)]),
            "geometry.lair.point": placed([(60.0, 9.0)])[0],
            "geometry.cove.point": placed([(150.0, 9.0)])[0],
        },
    )


@cache
def run(west: float, beyond: bool = False) -> Run:
    return simulate(at(west, beyond=beyond), 5)


def counts(value: Any) -> Any:
    """What a summary counts, without the plane's rounding."""
    if isinstance(value, dict):
        return {key: counts(one) for key, one in value.items()}
    return round(value, 6) if isinstance(value, float) else value


def test_the_same_happens_as_elsewhere() -> None:
    one, other = run(ELSEWHERE), run(ACROSS)
    assert len(one.events) > 200 and counts(one.summary) == counts(other.summary)
    for name in ("events", "legs", "voyages"):
        a, b = getattr(one, name), getattr(other, name)
        assert len(a) == len(b)
        for column in a.columns.difference(["lon", "lat"]):
            if pd.api.types.is_float_dtype(a[column]):
                assert np.allclose(a[column], b[column], rtol=0.0, atol=CLOSE, equal_nan=True), (name, column)
            else:
                assert a[column].equals(b[column]), (name, column)


def test_places_are_turned_and_lie_on_the_usual_turn() -> None:
    one, other = run(ELSEWHERE), run(ACROSS)
    lon = other.legs["lon"]
    assert lon.between(-180.0, 180.0).all() and (lon > 178.0).any() and (lon < -178.0).any()
    apart = (lon - one.legs["lon"] - (ACROSS - ELSEWHERE) + 180.0) % 360.0 - 180.0
    assert apart.abs().max() < CLOSE
    vessel = other.truth(20.0)
    assert vessel["lon"].between(-180.0, 180.0).all()


def test_either_spelling_gives_the_same_folder_but_for_what_was_written(tmp_path: Path) -> None:
    folders = []
    for name, beyond in (("within", False), ("beyond", True)):
        run(ACROSS, beyond).write(tmp_path / name)
        folders.append(files(tmp_path / name))
        assert not any(audit(tmp_path / name).values())
    within, beyond_180 = folders
    assert within.pop("scenario.json") != beyond_180.pop("scenario.json")
    manifests = [json.loads(folder.pop("manifest.json")) for folder in folders]
    assert within == beyond_180
    assert manifests[0].pop("set") != manifests[1].pop("set") and manifests[0] == manifests[1]


def test_the_chart_lies_on_the_usual_turn(tmp_path: Path) -> None:
    run(ACROSS).write(tmp_path / "run")
    chart = json.loads((tmp_path / "run/chart.json").read_text())
    lons = [p[0] for f in chart["features"] if f["properties"]["kind"] == "lane" for p in f["degrees"]["coordinates"]]
    assert min(lons) < -178.0 and max(lons) > 178.0 and max(map(abs, lons)) <= 180.0
