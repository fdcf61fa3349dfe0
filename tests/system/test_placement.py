"""Stations by a map in whole runs: what they change, whom they move, and what must not matter to them."""

import re
from collections.abc import Mapping
from itertools import pairwise
from math import fsum, hypot
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardship.outcomes.stations import Planned
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.run.table import written_of
from guardship.scenario.reading.load import load

from .worlds import made_once, tiny

FILE = Path(__file__).parent / "placement.yaml"
COORDINATED, NATIONAL = {"mode": "coordinated"}, {"mode": "national"}
UNIFIED = {"mode": "unified", "command": "centre"}
TO_CENTRE = {"topology": "hub", "hub": "centre", "edges": {"delay": "0 s"}}
MODES: dict[str, dict[str, Any]] = {
    "coordinated": {"tasking": COORDINATED},
    "national": {"tasking": NATIONAL},
    "unified": {"tasking": UNIFIED, "sharing": TO_CENTRE},
}


@made_once
def sail(seed: int = 1, changes: Mapping[str, object] | None = None) -> Run:
    return simulate(load(FILE, set=changes), seed)


def written(document: Any, path: Path, seed: int = 1) -> Run:
    path.write_text(yaml.safe_dump(document), "utf-8")
    return simulate(load(path), seed)


def document() -> Any:
    return yaml.safe_load(FILE.read_text("utf-8"))


def plans(run: Run) -> list[Planned]:
    assert run.model.stations is not None
    return run.model.stations.plans


def stations(run: Run) -> list[tuple[float, str, int]]:
    """Who was given which station when."""
    return sorted((one.t, one.unit, one.station) for one in plans(run))


def legs(run: Run, *without: str) -> Any:
    frame = run.legs
    kept = ~frame["vessel"].astype(str).str.partition("/")[0].isin(without)
    return frame[kept].astype({"vessel": str}).sort_values(["t", "vessel"], kind="stable").reset_index(drop=True)


# ---- what they change ----------------------------------------------------------------------------


def test_without_them_there_is_no_trace_of_them() -> None:
    assert "stations" not in simulate(tiny(), 0).summary
    assert not {"plans", "stations"} & {*written_of(Run, tiny())}
    assert load(FILE, set={"stations": None}).hash != load(FILE).hash


def test_ships_that_are_only_watched_sail_as_they_would() -> None:
    plain, watched = sail(1, {"stations": None}), sail(1, {"stations.replan.from": "fixed"})
    assert legs(plain).equals(legs(watched))
    assert plain.events.equals(watched.events)
    assert watched.summary["stations"]["station_hours"] > 0.0
    assert watched.summary["stations"]["planned"] == 0


def test_ships_are_where_dhows_come_in() -> None:
    """More of their hours than of ships at random, and more dhows reported, over four runs."""
    found = {by: [sail(seed, {"stations.replan.from": by}) for seed in range(4)] for by in ("picture", "uniform")}
    reports = {by: sum(len(run.reports) for run in runs) for by, runs in found.items()}
    assert reports["picture"] > 1.2 * reports["uniform"]


@pytest.mark.parametrize("mode", MODES)
def test_hours_add_up(mode: str) -> None:
    run = sail(1, MODES[mode])
    told, table = run.summary["stations"], run.stations
    assert table["own"].sum() == pytest.approx(told["station_hours"])
    assert table["doubled"].sum() == pytest.approx(told["doubled_hours"])
    assert (table["doubled"] <= table["own"]).all() and (table["missed"] <= table["expected"] + 1e-9).all()
    assert told["station_hours"] == pytest.approx(5 * 144.0, rel=0.01)  # five ships, six days, nothing else to do
    assert len(run.plans) == told["planned"] == 5 * 24
    assert (run.plans["moved"].sum() == told["moved"]) and (run.plans["gain"] >= 0.0).all()


def test_navies_that_plan_together_double_fewer_hours() -> None:
    def doubled(mode: str) -> float:
        return fsum(sail(seed, MODES[mode]).summary["stations"]["doubled_share"] for seed in range(4))

    assert doubled("coordinated") < 0.8 * doubled("national")


# ---- whom they move ------------------------------------------------------------------------------


def test_a_ship_is_moved_no_farther_than_it_may_be() -> None:
    run = sail(1, {"stations.moves.at_most": "60 nm", "stations.replan.from": "uniform"})
    moves = [
        hypot(b.x - a.x, b.y - a.y)
        for unit in {one.unit for one in plans(run)}
        for a, b in pairwise(one for one in plans(run) if one.unit == unit)
    ]
    assert 40.0 < max(moves) <= 60.0


def test_nobody_is_moved_for_what_is_not_worth_it() -> None:
    often = sail(1).summary["stations"]["moved"]
    seldom = sail(1, {"stations.moves.gain": 0.2}).summary["stations"]["moved"]
    never = sail(1, {"stations.moves.gain": 100}).summary["stations"]["moved"]
    assert often > seldom > never == 5  # the first station of each


def test_each_stays_in_its_sector() -> None:
    run = sail(1, {"tasking": {"mode": "deconflicted", "sectors": {"alpha": "west", "bravo": "east"}}})
    for one in plans(run):
        assert (one.x < 120.0) == (one.unit.partition("/")[0] != "south")


def test_caveats_on_areas_hold_for_stations() -> None:
    run = sail(1, {"law": {}, "nations.bravo.rules": {"inside": ["east"]}})
    assert {one.x > 120.0 for one in plans(run) if one.unit.startswith("south")} == {True}


def test_who_has_a_post_by_a_pact_keeps_it() -> None:
    guards: dict[str, object] = {"south": {"at": "post", "units": 1}}
    pact = {"parties": ["alpha", "bravo"], "protects": {}, "levels": [{"is": "low", "guards": guards}]}
    run = sail(1, {"geometry.post": {"point": ["150 nm", "40 nm"]}, "pacts": {"guard": pact}})
    kept = {"south/0", "south/1"} - {one.unit for one in plans(run)}
    assert len(kept) == 1


def test_who_exercises_is_left_out() -> None:
    units = {"south": 2, "middle": 1}
    drill = {"nations": ["alpha", "bravo"], "units": units, "at": "2 d", "lasts": "1 d", "area": "east", "raises": 0.1}
    run = sail(1, {"drills": {"drill": drill}})
    away = [one for one in plans(run) if 48.0 < one.t < 72.0 and one.unit.startswith("south")]
    assert away == []
    assert any(one.t >= 72.0 for one in plans(run) if one.unit.startswith("south"))


# ---- what must not matter ------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("by", ["picture", "uniform"])
def test_names_of_nations_and_the_order_of_entries_change_nothing(mode: str, by: str, tmp_path: Path) -> None:
    given = document() | MODES[mode]
    given["stations"]["replan"]["from"] = by
    text = yaml.safe_dump(given).replace("bravo", "aaa").replace("alpha", "zulu")
    turned = {key: dict(reversed(v.items())) if isinstance(v, dict) else v for key, v in yaml.safe_load(text).items()}
    one, two = written(given, tmp_path / "one.yaml"), written(turned, tmp_path / "two.yaml")
    assert stations(one) == stations(two)
    assert legs(one).equals(legs(two))


@pytest.mark.parametrize("mode", MODES)
def test_bystanders_change_nothing(mode: str) -> None:
    """Vessels that nobody sees, and a nation without ships."""
    plain = sail(1, MODES[mode])
    ghosts = {"type": "ghost", "per_day": 30, "straight": {"from": ["0 nm", "60 nm"], "course": "90 deg"}}
    more = sail(1, MODES[mode] | {"groups.ghosts": ghosts, "nations.mike": {}})
    assert stations(plain) == stations(more)
    assert legs(plain).equals(legs(more, "ghosts"))


@pytest.mark.parametrize("by", ["picture", "uniform"])
def test_a_navy_split_in_two_that_plans_with_itself_does_as_one(by: str) -> None:
    """Under joint tasking, where all is told at once: whichever flag a ship flies."""
    given = {"stations.replan.from": by}
    assert stations(sail(1, given)) == stations(sail(1, given | {"groups.middle.nation": "mike", "nations.mike": {}}))


@pytest.mark.parametrize("objective", [{}, {"stations.objective": "respond", "stations.within": "1 h"}])
def test_twice_the_size_at_twice_the_speed(objective: dict[str, object], tmp_path: Path) -> None:
    """With all lengths and speeds in the file that are taken for granted elsewhere."""
    text = yaml.safe_dump(document() | {"stations": document()["stations"] | nested(objective)})
    large = re.sub(r"([\d.]+) (nm|kn)\b", lambda m: f"{2.0 * float(m[1])!r} {m[2]}", text)
    one, two = (written(yaml.safe_load(t), tmp_path / f"{k}.yaml") for k, t in enumerate((text, large)))
    assert stations(one) == stations(two)
    assert len(one.legs) == len(two.legs)
    assert (2.0 * one.legs[["x", "y"]].to_numpy()) == pytest.approx(two.legs[["x", "y"]].to_numpy(), abs=1e-6)


def nested(changes: dict[str, object]) -> dict[str, object]:
    return {key.removeprefix("stations."): value for key, value in changes.items()}


def test_the_folder_of_a_run_is_sound(tmp_path: Path) -> None:
    folder = sail(1).write(tmp_path / "run")
    assert {"plans.parquet", "stations.parquet"} <= {path.name for path in folder.iterdir()}
    assert not [finding for findings in audit(folder).values() for finding in findings]
