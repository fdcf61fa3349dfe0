"""Ships go through a canal that the shipped coast does not have, and the audit agrees that they sail on water."""

from pathlib import Path

import pytest
import shapely

from guardship.run.audit import audit
from guardship.run.chart import chart
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load, validate
from guardship.scenario.survey import surveyed

SUEZ = """\
guardship: 1
name: suez
title: The Suez Canal
theatre:
  bounds: {west: 31.5, south: 29, east: 33.5, north: 32}
  passages: {suez: {along: canal, width: 0.2 nm}}
time: {start: 2010-03-01T00:00Z, measure: 2 d}
geometry:
  canal: {line: [[32.38, 31.4], [32.32, 31.22], [32.34, 30.55], [32.56, 29.94], [32.55, 29.8]]}
  fairway: {line: [[32.38, 31.4], [32.32, 31.22], [32.34, 30.55], [32.56, 29.94], [32.55, 29.8]]}
  north: {polygon: [[32.3, 31.5], [32.6, 31.5], [32.6, 31.7], [32.3, 31.7]]}
lanes: {fairway: {along: fairway, width: 0.2 nm}}
hulls: {merchant: {height: 25 m}}
sensors: {lookout: {kind: other, detects: {merchant: {definite: 5 nm}}}}
types:
  ship: {is: merchant, hull: merchant, freeboard: 5 m, speed: {cruise: 12 kn}}
  patrol:
    {is: patrol, hull: merchant, sensors: [lookout], speed: {cruise: 15 kn, max: 20 kn}, reaction: 3 min, replan: 5 min}
groups:
  ships: {type: ship, per_day: 10, lane: fairway}
  patrol: {type: patrol, count: 1, nation: egypt, route: {points: [[32.45, 31.6], [32.55, 29.6]], loop: true}}
nations: {egypt: {report_delay: 5 min, distress_delay: 5 min}}
"""


WAYS = 10, 1  # of each group, that go all the way


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("suez") / "suez.yaml"
    path.write_text(SUEZ)
    return path


@pytest.fixture(scope="module")
def run(file: Path) -> Run:
    return simulate(load(file), 3)


def test_ships_and_patrols_go_through(run: Run) -> None:
    for group, least in zip(("ships", "patrol"), WAYS, strict=True):
        legs = run.legs[run.legs["vessel"].str.startswith(f"{group}/")]
        reach = legs.groupby("vessel", observed=True)["lat"].agg(["min", "max"])
        assert ((reach["max"] > 31.3) & (reach["min"] < 29.9)).sum() >= least, group
    assert (run.events["kind"] == "contact_gained").any()


def test_the_audit_agrees(run: Run, tmp_path: Path) -> None:
    run.write(tmp_path / "run")
    assert not any(audit(tmp_path / "run").values())
    before = surveyed(run.scenario.theatre, run.scenario.geometry).before
    assert before.on_land(run.legs["x"], run.legs["y"]).any()  # what it would have found without the canal


def test_the_chart_shows_the_water(run: Run) -> None:
    land = [f["geometry"] for f in chart(run.theatre)["features"] if f["properties"]["kind"] == "land"]
    canal = shapely.LineString(run.theatre.line("canal"))
    assert not any(shapely.geometry.shape(piece).intersects(canal) for piece in land)


def problems(file: Path, **changes: object) -> list[str]:
    named = {path.replace("__", "."): value for path, value in changes.items()}
    return [f"{problem.path}: {problem.message}" for problem in validate(file, named)]


def test_a_lane_over_land_is_told_of_the_way_through(file: Path) -> None:
    found = problems(file, theatre__passages=None)
    assert found[0].startswith("lanes.fairway: the lane runs over land: its middle near [32.33, 31.26]")
    assert found[0].endswith("; where ships do go through, `theatre: {passages: ...}` opens a way")


def test_a_passage_that_is_too_narrow_for_the_lane(file: Path) -> None:
    found = problems(file, theatre__passages__suez__width="0.1 nm")
    assert len(found) == 1 and found[0].startswith("lanes.fairway: the lane runs over land: its port side near")


def test_a_passage_that_ends_on_land_is_named(file: Path) -> None:
    inland = [[32.32, 31.2], [32.34, 30.55], [32.56, 29.94], [32.55, 29.8]]
    found = problems(file, geometry__canal__line=inland, geometry__fairway__line=inland)
    assert any(one.endswith("; passage suez ends on land at [32.32, 31.20]") for one in found)
    pond = [[32.32, 31.0], [32.34, 30.55]]
    wanted = "both ends are on land, [32.32, 31.00] and [32.34, 30.55], wanted one of them at least in water"
    assert f"theatre.passages.suez: {wanted}" in problems(file, geometry__canal__line=pond)


def test_passages_name_lines_and_lead_through_land(file: Path) -> None:
    assert "theatre.passages.suez.along: unknown line of geometry 'canals'; did you mean 'canal'?" in problems(
        file, theatre__passages__suez__along="canals"
    )
    assert problems(file, theatre__coast="none") == [
        "theatre.passages: came passages without a coast, wanted land to lead through"
    ]
