"""Merchant ships in the running model: running at any motion, in the hands of captors and after, flags and citadels."""

from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import pytest

from guardship.agents import Merchant
from guardship.build.model import PatrolModel
from guardship.scenario.schema import Scenario

WORLD: dict[str, Any] = {
    "guardship": 1,
    "name": "w",
    "title": "w",
    "theatre": {"box": {"width": "400 nm", "height": "400 nm"}},
    "time": {"start": "2010-03-01T00:00Z", "measure": "4 d"},
    "geometry": {"line": {"line": [["100 nm", "200 nm"], ["200 nm", "200 nm"], ["300 nm", "250 nm"]]}},
    "lanes": {"lane": {"along": "line", "width": "4 nm"}},
    "hulls": {"ship": {}},
    "types": {
        "ship": {
            "is": "merchant",
            "hull": "ship",
            "freeboard": "5 m",
            "speed": {"cruise": "10 kn"},
            "evades": {"faster": "2 kn"},
            "citadel": 0.3,
            "flag": {"panama": 0.6, "liberia": 0.3, "malta": 0.1},
        }
    },
    "groups": {
        "roaming": {"type": "ship", "count": 1, "roam": {"in": "box"}},
        "wandering": {"type": "ship", "count": 1, "roam": {"in": "box", "leg": "80 nm"}},
        "straight": {"type": "ship", "count": 1, "straight": {"from": ["100 nm", "100 nm"], "course": "60 deg"}},
        "bouncing": {"type": "ship", "count": 1, "bounce": {"in": "box"}},
        "lane": {"type": "ship", "count": 1, "lane": "lane"},
    },
}


def world() -> PatrolModel:
    """Afresh."""
    return PatrolModel(Scenario.model_validate(WORLD))


def merchant(model: PatrolModel, name: str) -> Merchant:
    """A ship's agent."""
    agent = model.crew[model.crew.rows[f"{name}/0"]]
    assert isinstance(agent, Merchant)
    return agent


def velocity(model: PatrolModel, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """True velocity [kn]."""
    return np.array(model.ocean.velocity(model.crew.rows[f"{name}/0"]))


@pytest.mark.parametrize("name", ["roaming", "wandering", "straight", "bouncing", "lane"])
def test_who_runs_goes_faster_on_the_same_course(name: str) -> None:
    model, calm = world(), world()
    for one in (model, calm):
        one.run_until(0.5)
    before = velocity(model, name)
    merchant(model, name).on_attacked()
    model.run_until(1.5)
    assert velocity(model, name) == pytest.approx(1.2 * before)
    merchant(model, name).on_contact_lost(0)
    model.run_until(2.0)
    assert velocity(model, name) == pytest.approx(before)
    # an hour at 2 kn more is 12 min: from then on it is where it would have been 12 min later
    calm.run_until(2.2)
    row = model.crew.rows[f"{name}/0"]
    assert model.ocean.position(row) == pytest.approx(calm.ocean.position(row))
    model.run_until(95.8)
    calm.run_until(96.0)
    assert model.ocean.afloat(row) == calm.ocean.afloat(row)
    if model.ocean.afloat(row):
        assert model.ocean.position(row) == pytest.approx(calm.ocean.position(row))


@pytest.mark.parametrize("held", [False, True])
def test_a_seized_ship_goes_to_anchor_and_out_of_the_traffic(held: bool) -> None:
    model = world()
    ship, row = merchant(model, "lane"), model.crew.rows["lane/0"]
    model.run_until(5.0)
    if held:
        model.ocean.hold(row)
        model.run_until(5.5)
    ship.on_seized([(150.0, 110.0)], 9.0)
    model.run_until(8.0)
    ship.on_attacked()
    assert np.hypot(*velocity(model, "lane")) == pytest.approx(9.0)
    assert model.post.reports == []
    model.run_until(20.0)
    assert not model.ocean.afloat(row)
    assert [entry.kind for entry in model.journal.log.entries] == ["anchored"]


def test_a_freed_ship_goes_on_along_its_lane_and_leaves_at_its_end() -> None:
    model = world()
    ship, row = merchant(model, "lane"), model.crew.rows["lane/0"]
    model.run_until(5.0)
    ship.on_seized([(150.0, 100.0)], 9.0)
    model.run_until(10.0)
    ship.on_freed()
    model.run_until(12.0)
    legs = model.ocean.legs()
    last = legs[legs["row"] == row][-1]
    offset = model.ocean.position(row)
    ahead = np.array([200.0, 200.0]) - offset
    assert np.array([last["vx"], last["vy"]]) == pytest.approx(10.0 * ahead / np.hypot(*ahead), abs=0.3)  # +-2 nm
    model.run_until(96.0)
    assert not model.ocean.afloat(row)
    legs = model.ocean.legs()
    end = legs[legs["row"] == row][-1]
    assert np.hypot(end["x"] - 300.0, end["y"] - 250.0) < 3.0


def test_a_freed_ship_that_roamed_roams_again() -> None:
    model = world()
    ship, row = merchant(model, "roaming"), model.crew.rows["roaming/0"]
    model.run_until(5.0)
    ship.on_seized([(150.0, 100.0)], 9.0)
    model.run_until(8.0)
    ship.on_freed()
    model.run_until(96.0)
    assert model.ocean.afloat(row) and model.ocean.course(row)[2] == 0


def test_nobody_is_woken_at_the_end_of_a_lane() -> None:
    """Sixty ships a day would cost a decision each."""
    woken: list[str] = []

    model = world()
    ship = merchant(model, "lane")
    ship.on_arrival = lambda: woken.append("arrived")  # type: ignore[method-assign]
    model.run_until(96.0)
    assert not model.ocean.afloat(model.crew.rows["lane/0"]) and woken == []


@cache
def traffic(per_day: int) -> dict[str, tuple[str, bool]]:
    """Flag and citadel of each ship of a stream."""
    groups = {"stream": {"type": "ship", "per_day": per_day, "lane": "lane"}}
    model = PatrolModel(Scenario.model_validate({**WORLD, "groups": groups}))
    return {ship.name: (ship.handling.flag, ship.handling.citadel) for ship in model.crew if isinstance(ship, Merchant)}


def test_flags_and_citadels_have_their_shares_and_stay_with_their_ships() -> None:
    few, many = traffic(20), traffic(500)
    assert set(few) < set(many) and all(many[name] == one for name, one in few.items())
    flags, n = Counter(flag for flag, _ in many.values()), len(many)
    for flag, share in {"panama": 0.6, "liberia": 0.3, "malta": 0.1}.items():
        assert flags[flag] / n == pytest.approx(share, abs=4 * (share * (1 - share) / n) ** 0.5)
    assert sum(citadel for _, citadel in many.values()) / n == pytest.approx(0.3, abs=4 * (0.21 / n) ** 0.5)
