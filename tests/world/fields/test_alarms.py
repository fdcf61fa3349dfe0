"""Ships that take a boat after fish for an attacker, and call for help."""

from math import sqrt
from pathlib import Path

import pandas
import pytest

from guardship.run.run import Run

from .worlds import SEA, run

LANE = SEA.replace("groups:\n", "groups:\n  ships: {type: ship, per_day: 20, lane: lane}\n", 1)
SOME = {"field.skiffs.alarms": {"per_transit": 0.2}}
DARK = {"environment.light": [{"at": "0 h", "is": "night"}, {"at": "720 h", "is": "day"}]}


def alarms(one: Run) -> pandas.DataFrame:
    return one.events[one.events["kind"] == "false_alarm"]


def test_a_share_of_the_ships_calls_for_help_without_an_attack(tmp_path: Path) -> None:
    """0.2 of some 1 200 ships, |z| < 4; each call is heard, and counted as a false alarm."""
    one = run(tmp_path, 1, SOME, LANE)
    found = alarms(one)
    ships = one.legs["vessel"].astype(str)
    n = ships[ships.str.startswith("ships/")].nunique()
    z = (len(found) - 0.2 * n) / sqrt(0.16 * n)
    assert n > 1000
    assert -5.0 < z < 4.0  # ships that are still on their way when the run ends have had less time
    assert found["actor"].is_unique
    assert set(found["reason"]) == {"mistaken"}
    calls = one.events[one.events["kind"] == "distress"]
    assert list(calls["actor"]) == list(found["actor"])
    assert one.summary["measures"]["false_alarms_answered"]["n"] == len(found)
    assert one.summary["attacks"]["count"] == 0


@pytest.mark.parametrize("near", [1.0, 2.5])
def test_the_boat_comes_close_and_the_ship_calms_down(near: float, tmp_path: Path) -> None:
    one = run(tmp_path, 1, {"field.skiffs.alarms": {"per_transit": 0.2, "near": f"{near} nm"}}, LANE)
    found = alarms(one)
    for e in found.itertuples():
        ship, boat = one.position(e.actor, e.t), one.position(e.object, e.t)
        assert ship is not None and boat is not None
        assert ((ship.x - boat.x) ** 2 + (ship.y - boat.y) ** 2) ** 0.5 == pytest.approx(near, abs=1e-6)
    over = found[found["t"] < one.theatre.hours - 2.0]
    assert not any(getattr(one.model.crew[one.model.crew.rows[name]], "alarmed", None) for name in over["actor"])


def test_none_on_days_of_rest_nor_in_the_dark_nor_elsewhere(tmp_path: Path) -> None:
    """And those that are left are the same ships at the same times."""
    all_of_them = alarms(run(tmp_path, 1, SOME, LANE))
    rests = alarms(run(tmp_path, 1, SOME | {"field.skiffs.rests": ["friday"]}, LANE))
    light = alarms(run(tmp_path, 1, SOME | DARK | {"field.skiffs.when": {"light": ["day"]}}, LANE))
    friday = all_of_them["t"] // 24 % 7 == 4
    assert 0 < len(rests) < len(all_of_them)
    assert list(zip(rests["t"], rests["actor"], strict=True)) == list(
        zip(all_of_them["t"][~friday], all_of_them["actor"][~friday], strict=True)
    )
    assert light["t"].min() > 720.0
    assert len(light) == (all_of_them["t"] > 720.0).sum()
    assert alarms(run(tmp_path, 1, SOME | {"field.skiffs.in": "away"}, LANE)).empty
    assert alarms(run(tmp_path, 1, SOME | {"field.skiffs.boats": 0}, LANE)).empty
