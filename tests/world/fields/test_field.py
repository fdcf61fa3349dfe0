"""The field of boats: how many a unit meets, when and where none, and whose luck does not depend on whom."""

from math import pi, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from guardship.agents import Passive
from guardship.build.fields import left
from guardship.build.model import PatrolModel
from guardship.scenario.reading.load import load

from .worlds import BOATS, MET, RANGE, RATE, SEA, SIDE, TAKES, met, run

HOURS = 60 * 24.0
CALM = {"environment.light": [{"at": "0 h", "is": "night"}, {"at": "720 h", "is": "day"}]}


def z(count: int, expected: float) -> float:
    return (count - expected) / sqrt(expected)


@pytest.mark.parametrize(
    ("change", "hours"),
    [
        ({}, HOURS),
        ({"types.frigate.speed.cruise": "25 kn"}, HOURS),
        ({"field.skiffs.boats": 8000}, HOURS),
        ({"field.skiffs.rests": ["friday", "saturday"]}, 44 * 24.0),  # 8 of each in 60 days from a Monday
        (CALM | {"field.skiffs.when": {"light": ["day"]}}, HOURS / 2.0),
        (CALM | {"sensors.eyes.when": {"night": 0.5}}, HOURS),
    ],
)
def test_a_unit_meets_them_at_the_rate_of_theory(change: dict[str, Any], hours: float, tmp_path: Path) -> None:
    """rho (pi R^2 + 2 R v D), 10 runs of 60 days: 200 to 500 boats, |z| < 4 (false alarm 6e-5)."""
    v = 25.0 if "types.frigate.speed.cruise" in change else 15.0
    boats = change.get("field.skiffs.boats", BOATS)
    ranges = [1.5, RANGE] if "sensors.eyes.when" in change else [RANGE]
    rate = boats / SIDE**2 * RATE * float(np.mean([pi * r * r + 2.0 * r * v * TAKES for r in ranges]))
    count = sum(len(met(run(tmp_path, seed, change))) for seed in range(10))
    assert abs(z(count, rate * hours * 10.0)) < 4.0


@pytest.mark.parametrize(
    ("change", "none"),
    [
        ({"field.skiffs.rests": ["friday"]}, lambda t: t // 24 % 7 == 4),
        (CALM | {"field.skiffs.when": {"light": ["day"]}}, lambda t: t < 720.0),
        ({"field.skiffs.in": "away"}, lambda t: True),
        ({"field.skiffs.boats": 0}, lambda t: True),
        ({"groups.frigates.sensors": [{"from": "0 h", "to": "500 h"}]}, lambda t: t > 500.0),
        ({"groups.frigates.start": "1000 h"}, lambda t: t < 1000.0),
    ],
)
def test_when_there_are_none(change: dict[str, Any], none: Any, tmp_path: Path) -> None:
    times = [line[0] for seed in range(4) for line in met(run(tmp_path, seed, change))]
    assert not any(none(t) for t in times)
    if none(1.0) is False or none(1001.0) is False:
        assert times


def test_another_ship_and_another_course_move_nobody_elses_candidates(tmp_path: Path) -> None:
    """A second frigate far away: the first meets the same boats at the same times. On another route each ship has the
    same candidates, of which it accepts others."""
    path = tmp_path / "field.yaml"
    path.write_text(SEA)
    second = SEA.replace(
        "field:\n", "  others: {type: frigate, count: 2, nation: coalition, hold: {at: [20 nm, 20 nm]}}\nfield:\n", 1
    )
    alone, joined = run(tmp_path, 3), run(tmp_path, 3, text=second)
    assert met(alone) == met(joined, "frigates/0")
    assert met(joined, "others/0")

    path.write_text(SEA)
    moved = PatrolModel(load(path, set={"groups.frigates.route.points": [["5 nm", "5 nm"], ["5 nm", "390 nm"]]}), 3)
    (here,) = PatrolModel(load(path), 3).fields.watches[0]
    (there,) = moved.fields.watches[0]
    assert (here.times, here.ids) == (there.times, there.ids)


def test_an_aircraft_meets_them_on_its_flights_only(tmp_path: Path) -> None:
    """Flights of 5 h every 12 h from the middle; each boat is met between take-off and landing. Of 16 runs' expectation
    in the air, at the cruising speed, |z| < 4 and a tenth for the way out and back at other speeds."""
    air = SEA.replace(
        "groups:\n",
        """\
  plane:
    {is: aircraft, hull: warship, sensors: [eyes], speed: {cruise: 150 kn, max: 150 kn}, sorties: {endurance: 5 h}}
groups:
  planes: {type: plane, count: 1, nation: coalition, flights: {from: field, in: box, every: 12 h}}
""",
        1,
    ).replace("geometry:\n", "geometry:\n  field: {point: [200 nm, 200 nm]}\n", 1)
    ones = [run(tmp_path, seed, {"groups.frigates.count": 0}, text=air) for seed in range(4)]
    flown = [flight for one in ones for flight in one.flights(["planes/0"])]
    hours, seen = sum(flight.hours for flight in flown), sum(len(met(one)) for one in ones)
    rate = BOATS / SIDE**2 * RATE * (pi * RANGE**2 + 2.0 * RANGE * 150.0 * TAKES)
    assert len(flown) > 400
    assert abs(seen - rate * hours) < 4.0 * sqrt(rate * hours) + 0.1 * rate * hours
    for one in ones:
        spans = [(flight.takeoff, flight.landed) for flight in one.flights(["planes/0"])]
        last = spans[-1][1]
        assert all(any(a <= t <= b for a, b in spans) for t, _, _ in met(one) if t <= last)


def test_half_the_boats_are_a_part_of_all(tmp_path: Path) -> None:
    path = tmp_path / "field.yaml"
    path.write_text(SEA)
    (all_of_them,) = PatrolModel(load(path), 1).fields.watches[0]
    (half,) = PatrolModel(load(path, set={"field.skiffs.boats": 2000}), 1).fields.watches[0]
    assert set(half.ids) < set(all_of_them.ids)


def test_two_ships_in_company_meet_each_boat_once(tmp_path: Path) -> None:
    """Two on the same spot see as many boats as one: what begins in both discs is the first one's, and 10 runs of a
    ship that stays where it is give rho pi R^2 for both together, |z| < 4."""
    still = SEA.replace("count: 1", "count: 2").replace(
        "    route: {points: [[100 nm, 100 nm], [300 nm, 100 nm], [300 nm, 300 nm], [100 nm, 300 nm]], loop: true}\n",
        "    hold: {at: [200 nm, 200 nm]}\n",
    )
    ones = [run(tmp_path, seed, {"field.skiffs.boats": 100_000}, text=still) for seed in range(4)]
    count = sum(len(met(one)) for one in ones)
    assert abs(z(count, 100_000 / SIDE**2 * RATE * pi * RANGE**2 * HOURS * 4)) < 4.0
    assert len({line[1] for one in ones for line in met(one)}) == 1


def test_a_boat_is_a_vessel_like_any_other(tmp_path: Path) -> None:
    """Its hull is the ordinary one, it looks suspicious when it is told, it stays in the area and it leaves; the same
    seed gives the same."""
    one, again = run(tmp_path, 2), run(tmp_path, 2)
    assert met(one) == met(again)
    assert one.events.equals(again.events)
    names = {line[2] for line in met(one)}
    rows = [one.model.crew.rows[name] for name in names]
    assert {one.model.perception.hulls[int(one.model.ocean.fleet["sig"][row])] for row in rows} == {"skiff"}
    assert all(type(one.model.crew[row]) is Passive for row in rows)
    told = one.events[one.events["kind"] == "contact_identified"]["object"]
    wrong = one.events[one.events["kind"] == "contact_suspicious"]["object"]
    assert len(told) == len(wrong) > 10
    legs = one.legs[one.legs["vessel"].isin(names)]
    assert legs["x"].between(0, SIDE).all() and legs["y"].between(0, SIDE).all()
    gone = legs[legs["mode"] == "gone"]
    assert len(gone) > 0.9 * len(names)
    lived = gone.groupby("vessel", observed=True)["t"].max() - legs.groupby("vessel", observed=True)["t"].min()
    assert lived.max() <= 60.0 / 60.0 + 0.25 + 1e-9  # the longest chase, and the lead


def test_innocents_that_are_boarded_count_as_innocent_and_leave_when_they_are_let_go(tmp_path: Path) -> None:
    board = {
        "types.frigate.investigates": {"within": "10 nm"},
        "types.frigate.boarding": {"takes": "5 h", "succeeds": 1.0, "finds": 1.0},
        "time.measure": "60 d",
    }
    one = run(tmp_path, 1, board)
    done = one.events[one.events["kind"] == "boarding_done"]
    measures = one.summary["measures"]
    assert len(done) > 5
    assert measures["boardings"]["innocent"] == measures["boardings"]["value"] == len(done)
    assert set(done["reason"]) == {"nothing_found"}
    gone = one.legs[one.legs["mode"] == "gone"].groupby("vessel", observed=True)["t"].max()
    ended = done.groupby("object", observed=True)["t"].max()
    both = ended.index.intersection(gone.index)
    assert len(both) > 3
    assert (gone[both] >= ended[both] - 1e-9).all()


def test_what_is_left_of_a_chase_that_is_met_under_way() -> None:
    """Lengths 1 and 3 h, equally frequent: the long one is met in 3 of 4 cases; the mean left is E[D^2] / 2 E[D]."""
    lengths = np.array([1.0, 3.0])
    u, v = (np.random.default_rng(k).random(20_000) for k in (1, 2))
    found = [left(lengths, np.cumsum(lengths), a, b) for a, b in zip(u, v, strict=True)]
    assert np.mean(found) == pytest.approx(5.0 / 4.0, abs=4 * np.std(found) / sqrt(20_000))
    assert np.mean(np.array(found) > 1.0) == pytest.approx(0.5, abs=0.015)


def test_the_rate_of_the_world() -> None:
    """Of these tests: some 2.6 boats in 100 h of the frigate."""
    assert pytest.approx(0.0184, abs=1e-4) == MET


def test_how_long_before_it_can_tell_them_a_unit_may_detect_them_is_said(tmp_path: Path) -> None:
    """It detects them at 5 nm and tells them at 3: a lead of a minute lets none appear beyond 3.25 nm at 15 kn."""
    path = tmp_path / "field.yaml"
    path.write_text(SEA)
    far = {}
    for lead in ("1 min", "15 min"):
        boats = PatrolModel(load(path, set={"field.skiffs.lead": lead})).fields.fields[0]
        far[lead] = boats.farthest(-1, 15.0)
    assert far == pytest.approx({"1 min": 3.25, "15 min": 5.0})


def test_how_often_a_boat_that_is_followed_thinks_of_leaving_is_said(tmp_path: Path) -> None:
    path = tmp_path / "field.yaml"
    path.write_text(SEA)
    usual, slow = (PatrolModel(load(path, set=set)).fields.fields[0] for set in ({}, {"field.skiffs.lingers": "2 h"}))
    assert (usual.lingers, slow.lingers) == (0.5, 2.0)
    usual_hash = load(path).hash
    assert load(path, set={"field.skiffs.lingers": "30 min", "field.skiffs.lead": "15 min"}).hash == usual_hash
