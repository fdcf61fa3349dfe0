"""Exercises and the timeline in the running model: who is away when, what changes from when on, and what does not."""

from math import hypot
from pathlib import Path

import numpy as np
import pytest

from guardship.build.model import PatrolModel
from guardship.outcomes.effort import ACTIVITIES
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

from .worlds import made_once

FILE = Path(__file__).parent / "drills.yaml"
DAY = 24.0


@made_once
def sail(seed: int = 1, **changes: object) -> Run:
    given = {key.replace("__", "."): value for key, value in changes.items()}
    return simulate(load(FILE, set=given), seed)


def place(run: Run, vessel: str, t: float) -> tuple[float, float]:
    found = run.position(vessel, t)
    assert found is not None
    return found.x, found.y


def logged(run: Run, kind: str) -> list[tuple[float, str]]:
    return [(e.time, run.model.crew.names[e.actor]) for e in run.model.journal.log.entries if e.kind == kind]


def sightings(run: Run, begin: float, end: float) -> int:
    return sum(begin <= e.time < end for e in run.model.journal.log.entries if e.kind in ("boarding", "pursuit"))


def before(run: Run, t: float) -> tuple[bytes, bytes]:
    """Legs and notes before a time, to the last bit."""
    legs, notes = run.model.ocean.legs(), run.model.ocean.notes()
    return legs[legs["t"] < t].tobytes(), notes[notes["t"] < t].tobytes()


def gained(run: Run, begin: float, end: float) -> int:
    notes, names = run.events["kind"], run.events["t"]
    return int(((notes == "contact_gained") & (begin <= names) & (names < end)).sum())


def test_an_exercise_takes_its_ships_for_its_days_and_gives_them_back() -> None:
    run = sail()
    begun, ended = logged(run, "exercise_begun"), logged(run, "exercise_ended")
    assert sorted(name.split("/")[0] for _, name in begun) == ["alphas", "alphas", "bravos"]
    assert all(t >= 3 * DAY for t, _ in begun)
    assert {t for t, _ in ended} == {5 * DAY}
    assert {name for _, name in begun} == {name for _, name in ended}
    for _, name in begun:
        assert place(run, name, 5 * DAY) == pytest.approx((250.0, 250.0), abs=0.1)
        at_work = [t for t, who in logged(run, "pursuit") if who == name]
        assert not any(3 * DAY + 12.0 < t < 5 * DAY for t in at_work)  # one under way is finished first
        assert place(run, name, 10 * DAY)[1] < 200.0
    assert run.model.interoperability.level("alpha", "bravo", 5 * DAY) == pytest.approx(
        0.5 + 0.5 * 0.2 * 0.5 ** (5 / 30), abs=1e-12
    )


def test_the_days_of_an_exercise_are_in_the_sums() -> None:
    run = sail()
    spent = run.summary["measures"]["effort_h"]
    assert 100.0 < spent["drill"] <= 3 * 48.0
    assert sum(spent[activity] for activity in ACTIVITIES) == pytest.approx(5 * 240.0, abs=1e-6)
    paid = run.ledger
    drills = paid[paid["account"] == "drills"]
    assert drills["cents"].tolist() == [100_000_000]
    assert not any(audit(run).values())


def test_who_is_called_does_not_depend_on_who_is_busy() -> None:
    def called(run: Run) -> set[str]:
        return {name for _, name in logged(run, "exercise_begun")}

    busy, idle = sail(), sail(groups__dhows__per_day=0.5)
    assert called(busy) == called(idle)
    assert {frozenset(called(sail(seed, groups__dhows__per_day=0.5))) for seed in range(8)} != {frozenset(called(idle))}


def test_an_exercise_costs_detections_in_its_window() -> None:
    """Paired seeds: fewer pursuits while most ships are away, none lost before."""
    lost = []
    for seed in range(12):
        without, run = sail(seed, drills=None, interoperability=None), sail(seed)
        assert before(without, 3 * DAY) == before(run, 3 * DAY)
        lost.append(sightings(without, 3 * DAY, 5 * DAY) - sightings(run, 3 * DAY, 5 * DAY))
    mean, error = np.mean(lost), np.std(lost, ddof=1) / np.sqrt(len(lost))
    assert mean > 3.0 * error > 0.0


def test_a_better_sensor_detects_more_from_its_date_on_and_nothing_before() -> None:
    entry = {"at": "5 d", "upgrade": {"replaces": {"watch": "better"}, "nations": ["alpha"]}}
    plain, better = sail(drills=None), sail(drills=None, timeline=[entry])
    assert before(plain, 5 * DAY) == before(better, 5 * DAY)
    assert gained(better, 5 * DAY, 10 * DAY) != gained(plain, 5 * DAY, 10 * DAY)
    ranges = [reach(run, "alphas/0", 5 * DAY) for run in (plain, better)]
    assert ranges == [pytest.approx(15.0, abs=0.1), pytest.approx(30.0, abs=0.1)]
    assert reach(better, "bravos/0", 5 * DAY) == pytest.approx(15.0, abs=0.1)


def reach(run: Run, unit: str, since: float) -> float:
    """The greatest distance [nm] at which a unit gains a contact from a time on."""
    e = run.events
    gains = e[(e["kind"] == "contact_gained") & (e["actor"] == unit) & (e["t"] > since)]
    ends = [(place(run, unit, n.t), place(run, n.object, n.t)) for n in gains.itertuples()]
    return max(hypot(c - a, d - b) for (a, b), (c, d) in ends)


def test_a_programme_delivers_as_an_upgrade_does() -> None:
    entry = {"at": "5 d", "upgrade": {"replaces": {"watch": "better"}}}
    programme = {"costs": "1 MUSD", "shares": {"alpha": 1}, "delivers": {"at": "5 d", "replaces": {"watch": "better"}}}
    one, other = sail(drills=None, timeline=[entry]), sail(drills=None, programmes={"radar": programme})
    assert before(one, 10 * DAY) == before(other, 10 * DAY)


def test_a_front_is_there_for_its_time_and_in_its_area() -> None:
    front = {"at": "5 d", "weather": {"is": "rough", "lasts": "2 d", "in": "west"}}
    plain, run = sail(drills=None), sail(drills=None, timeline=[front], environment__cells="50 nm")
    assert before(plain, 5 * DAY)[0] == before(run, 5 * DAY)[0]
    state = {
        t: [run.model.perception.environment[run.model.ocean.state_at(x, 60.0, t)].weather for x in (60.0, 260.0)]
        for t in (119.9, 120.1, 167.9, 168.1)
    }
    assert state == {119.9: ["calm"] * 2, 120.1: ["rough", "calm"], 167.9: ["rough", "calm"], 168.1: ["calm"] * 2}


def test_a_surge_comes_from_its_port_and_goes_back() -> None:
    entry = {"at": "2 d", "surge": {"group": "bravos", "port": "port", "until": "6 d"}}
    run = sail(drills=None, timeline=[entry])
    assert logged(run, "out_of_port") == [(2 * DAY, "bravos/0"), (2 * DAY, "bravos/1")]
    back = [(t, name) for t, name in logged(run, "in_port") if t > 0.0]
    assert {name for _, name in back} == {"bravos/0", "bravos/1"}
    assert all(6 * DAY < t < 8 * DAY for t, _ in back)
    there = [run.position("bravos/0", day * DAY) is not None for day in (1, 4, 9)]
    assert there == [False, True, False]


@pytest.mark.parametrize(
    ("timeline", "closed"),
    [
        ([{"at": "2 d", "suspend": "alpha"}, {"at": "4 d", "resume": "alpha"}], [(2, 4)]),
        ([{"at": "3 d", "join": "bravo"}], [(0, 3)]),
        ([{"at": "6 d", "leave": "bravo"}], [(6, 10)]),
        ([{"at": "2 d", "suspend": {"from": "alpha", "to": "bravo"}}], [(2, 10)]),
    ],
)
def test_nothing_is_told_while_sharing_is_suspended(timeline: list[object], closed: list[tuple[int, int]]) -> None:
    run = sail(drills=None, sharing={"topology": "mesh", "edges": {"delay": "1 min"}}, timeline=timeline)
    told = [m.arrived for m in run.model.post.network.messages if m.edge.sender == 0 and m.edge.receiver == 1]
    days = {int(t / DAY) for t in told if t is not None}
    away = {day for begin, end in closed for day in range(begin, end)}
    assert days == set(range(10)) - away
    made = {
        int(m.report.time_made / DAY)
        for m in run.model.post.network.messages
        if (m.edge.sender, m.edge.receiver) == (0, 1) and m.arrived is not None
    }
    assert made == days  # nothing of the time is told afterwards


def test_who_is_outside_takes_no_part() -> None:
    run = sail(timeline=[{"at": "1 d", "leave": "bravo"}])
    assert {name.split("/")[0] for _, name in logged(run, "exercise_begun")} == {"alphas"}
    assert run.model.interoperability.level("alpha", "bravo", 5 * DAY) < 0.2


def test_an_exercise_of_the_timeline() -> None:
    run = sail(drills__spring__at=None, timeline=[{"at": "7 d", "exercise": "spring"}])
    assert {t >= 7 * DAY for t, _ in logged(run, "exercise_begun")} == {True}
    assert {t for t, _ in logged(run, "exercise_ended")} == {9 * DAY}


def test_the_same_seed_the_same_bytes() -> None:
    entries = [{"at": "1 d", "weather": {"is": "rough", "lasts": "1 d"}}, {"at": "8 d", "exercise": "spring"}]
    one, other = (simulate(load(FILE, set={"timeline": entries}), 3) for _ in range(2))
    assert before(one, 1e9) == before(other, 1e9)
    assert one.model.journal.log.entries == other.model.journal.log.entries


def test_a_team_of_another_nation_than_who_halted_gets_on_board_as_they_work_together() -> None:
    given = load(FILE, set={"interoperability.effects": {"boarding": {"at_none": 0.5, "at_full": 1.5}}})
    model = PatrolModel(given, 1)
    alpha, other, bravo = (model.crew.rows[name] for name in ("alphas/0", "alphas/1", "bravos/0"))
    prey = model.crew.rows["dhows/0.0"]
    assert model.boardings.succeeds(alpha, prey, 0.5) == 0.5
    for halter, chance in ((other, 0.5), (bravo, 0.5 * 0.7)):
        model.custody.halted[prey] = halter
        assert model.boardings.succeeds(alpha, prey, 0.5) == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("drills.spring.units", {"dhows": 1}, "wanted one of a nation that takes part"),
        ("drills.spring.units", {"alphas": 4}, "came 4 of a group of 3"),
        ("drills.spring.area", "nowhere", "unknown area or point"),
        ("timeline", [{"at": "1 d", "join": "alpha", "leave": "bravo"}], "wanted one of join"),
        ("timeline", [{"at": "1 d", "weather": {"is": "foggy", "lasts": "1 d"}}], "unknown name of weather"),
        ("timeline", [{"at": "1 d", "exercise": "autumn"}], "unknown drill"),
        ("timeline", [{"at": "1 d", "suspend": {"from": "alpha", "to": "alpha"}}], "from alpha to itself"),
        (
            "timeline",
            [{"at": "1 d", "surge": {"group": "alphas", "port": "port", "until": "1 d"}}],
            "wanted a later end",
        ),
        ("timeline", [{"at": "1 d", "upgrade": {"replaces": {"watch": "eyes"}}}], "unknown sensor"),
    ],
)
def test_what_makes_no_sense_is_refused(path: str, value: object, told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        load(FILE, set={path: value})
