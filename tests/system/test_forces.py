"""Ships, their aircraft and boats in whole runs: when they can go, when they must come back, and who can do what."""

from functools import cache
from itertools import pairwise
from math import hypot
from pathlib import Path

import numpy as np
import pytest

from guardship.agents import Patrol
from guardship.agents.patrol.duty import Duty
from guardship.outcomes.effort import effort
from guardship.outcomes.log import Entry
from guardship.reasons import Reason
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

from .worlds import made_once

SEA = Path(__file__).with_name("forces.yaml")
NO_DHOW: dict[str, object] = {"groups.dhows": None}
LYNX: dict[str, object] = {"types.frigate.carries": {"lynx": 1}}
RHIBS: dict[str, object] = {"types.frigate.carries": {"rhib": 2}}
BOTH: dict[str, object] = {"types.frigate.carries": {"lynx": 1, "rhib": 2}}
CYCLE = {"on_station": "12 d", "away": "4 d", "port": "port"}
LONG = 30.0 * 24.0


@made_once
def sail(changes: dict[str, object], seed: int = 0) -> Run:
    """A run of the file with some entries changed."""
    return simulate(load(SEA, set=changes), seed)


@cache
def flying(seed: int = 0) -> Run:
    """Two days of a helicopter over an empty sea, its ship going to and fro."""
    beats = {"hold": None, "beats": {"along": "line", "width": "6 nm"}, "count": 4}
    return sail({**NO_DHOW, **LYNX, **{f"groups.frigates.{key}": value for key, value in beats.items()}}, seed)


def of(run: Run, *kinds: str, unit: str = "") -> list[Entry]:
    """Lines of the log of some kinds, of units with a name that contains `unit`."""
    names = run.model.crew.names
    return [e for e in run.model.journal.log.entries if e.kind in kinds and (not unit or unit in names[e.actor])]


def flights(run: Run) -> dict[str, list[tuple[float, float]]]:
    """Take-off and landing of each flight that is over [h], by aircraft."""
    out: dict[str, list[tuple[float, float]]] = {}
    for name in (name for name in run.model.crew.names if "lynx" in name):
        went, came = ([e.time for e in of(run, kind, unit=name)] for kind in ("takeoff", "landed"))
        out[name] = list(zip(went, came, strict=False))
    return out


def place(run: Run, row: int, t: float) -> tuple[float, float, float, float]:
    """Position and velocity of a vessel at t [h]."""
    legs = run.model.ocean.legs()
    leg = legs[(legs["row"] == row) & (legs["t"] <= t)][-1]
    vx, vy, dt = float(leg["vx"]), float(leg["vy"]), t - float(leg["t"])
    return float(leg["x"]) + vx * dt, float(leg["y"]) + vy * dt, vx, vy


# ---- when they go and when they come back --------------------------------------------------------


def test_a_helicopter_is_off_a_launch_delay_after_the_order_and_never_too_long_out() -> None:
    run = flying()
    for name, flown in flights(run).items():
        ordered = run.model.crew[run.model.crew.rows[name]].craft.orders
        assert len(flown) > 5 and ordered >= len(flown)
        assert all(down - up <= 3.0 for up, down in flown)
        for (_, down), (up, _) in pairwise(flown):
            assert up >= down + 1.0 + 0.25 - 1e-9  # turnaround, then alert
        ends = [down for _, down in flown]
        assert all(sum(max(b - max(a, t - 24.0), 0.0) for a, b in flown if b <= t) <= 8.0 + 1e-9 for t in ends)
    said = {e.reason for e in of(run, "declined")}
    assert {Reason.CREW_REST, Reason.CRAFT_OUT} <= said | {Reason.CRAFT_OUT}


@pytest.mark.parametrize("seed", [0, 1])
def test_it_turns_back_when_it_must(seed: int) -> None:
    """At the point of no return, by brute force: the first moment at which it can be where its deck will be."""
    run = flying(seed)
    turned = of(run, "bingo", unit="lynx")
    assert len(turned) > 20
    steps = np.linspace(0.0, 1.5, 15001)
    for e in turned:
        craft, unit = run.model.crew[e.actor].craft, run.model.crew[e.actor]
        x, y, *_ = place(run, e.actor, e.time - 1e-9)
        a, b, vx, vy = place(run, run.model.crew.rows[unit.mother.name], e.time - 1e-9)
        away = np.hypot(a + vx * steps - x, b + vy * steps - y)
        hours = float(steps[np.argmax(away <= 120.0 * steps)])
        start = max(t for t, _ in flights_of(run, e.actor) if t <= e.time)
        left = start + allowed(run, e.actor, start) - craft.rules.reserve - e.time
        assert -0.001 <= left - hours <= 0.11  # never late, seldom early: to the minutes between two looks


def flights_of(run: Run, row: int) -> list[tuple[float, float]]:
    """Flights of one aircraft, the one under way at the end included."""
    went = [e.time for e in of(run, "takeoff") if e.actor == row]
    came = [e.time for e in of(run, "landed") if e.actor == row]
    return list(zip(went, [*came, np.inf], strict=False))


def allowed(run: Run, row: int, start: float) -> float:
    """How long a flight may last: endurance, and what is left of the crew's 8 hours in 24 [h]."""
    flown = sum(b - max(a, start - 24.0) for a, b in flights_of(run, row) if start - 24.0 < b <= start)
    return min(3.0, 8.0 - flown)


def test_neither_aircraft_nor_boats_go_in_a_sea_that_forbids_it() -> None:
    rough = {"environment.weather": [{"at": "0 h", "is": "calm"}, {"at": "10 h", "is": "rough"}]}
    run = sail({**LYNX, **NO_DHOW, **rough})
    assert any(e.time < 10.0 for e in of(run, "takeoff")) and all(e.time < 10.0 for e in of(run, "takeoff"))
    assert Reason.WEATHER in {e.reason for e in of(run, "declined")}
    run = sail({**RHIBS, "environment.weather": [{"at": "0 h", "is": "rough"}, {"at": "90 h", "is": "calm"}]})
    assert of(run, "shadowing") and all(e.time >= 90.0 for e in of(run, "launched"))


# ---- the chain of abilities ----------------------------------------------------------------------


def test_an_aircraft_alone_takes_nobody() -> None:
    run = sail({**LYNX, "time.measure": "1 d"})
    assert of(run, "halted", unit="lynx") and of(run, "handed_over", unit="lynx")
    assert not of(run, "boarding") and {e.reason for e in of(run, "no_unit")} == {Reason.NO_UNIT_FREE}


@pytest.mark.parametrize(("carries", "boarded"), [(RHIBS, 0), (BOTH, 1)], ids=["boats", "boats and a helicopter"])
def test_who_flees_faster_than_the_ship_is_taken_with_a_helicopter(carries: dict[str, object], boarded: int) -> None:
    """30 kn against 28: only what the helicopter halts can be boarded."""
    flees = {"from": ["117 nm", "98 nm"], "course": "90 deg"}
    fast = {"types.dhow.speed.cruise": "30 kn", "groups.dhows.straight": flees, "types.lynx.patrols": None}
    slow = {"types.rhib.speed": {"cruise": "20 kn", "max": "25 kn"}}
    run = sail({**carries, **fast, **slow})
    assert Reason.OUT_OF_REACH in {e.reason for e in of(run, "pursuit_ended")}
    assert len(of(run, "boarding")) == len(of(run, "halted")) == boarded


def test_what_is_halted_waits_for_the_team_and_not_for_ever() -> None:
    """Nobody stands still when nobody keeps him: also when no team gets on board and the helicopter is gone."""
    for succeeds in (0.0, 1.0):
        run = sail({**BOTH, "types.rhib.boarding.succeeds": succeeds, "types.lynx.shadows": "20 min"})
        held = run.model.custody.halted
        assert of(run, "halted", "boarding")
        dhow = run.model.crew.rows["dhows/0"]
        keeper = run.model.crew[held[dhow]] if dhow in held else None
        still = run.model.ocean.velocity(dhow) == (0.0, 0.0) and run.model.ocean.afloat(dhow)
        assert not still or (isinstance(keeper, Patrol) and keeper.halts)


# ---- boats and prizes ----------------------------------------------------------------------------


def test_boats_stay_within_reach_and_rest_between_two_uses() -> None:
    dhows = {
        "count": 9,
        "straight": {"from": ["125 nm", {"uniform": ["97 nm", "103 nm"]}], "course": "270 deg"},
        "start": {"uniform": ["0 h", "12 h"]},
    }
    run = sail({**RHIBS, **{f"groups.dhows.{key}": value for key, value in dhows.items()}})
    back: dict[int, float] = {}
    launched = 0
    for e in of(run, "launched", "recovered"):
        if e.kind == "recovered":
            back[e.actor] = e.time
            continue
        launched += 1
        assert e.time >= back.get(e.actor, -1.0) + 0.5 - 1e-9
        ship = run.model.crew.rows[run.model.crew[e.actor].mother.name]
        last = next(s for s in reversed(of(run, "supporting")) if s.time <= e.time and s.actor == ship)
        x, y, *_ = place(run, ship, e.time)
        a, b, *_ = place(run, last.object, e.time)
        assert hypot(a - x, b - y) <= 4.0 + 0.25  # by what the ship sees, which is a little off
    assert launched >= 3


# ---- replenishment -------------------------------------------------------------------------------


def in_port(run: Run) -> dict[int, list[tuple[float, float]]]:
    """When each ship is in port [h]."""
    stays: dict[int, list[tuple[float, float]]] = {}
    for e in of(run, "in_port", "out_of_port"):
        if e.kind == "in_port":
            stays.setdefault(e.actor, []).append((e.time, np.inf))
        else:
            stays[e.actor][-1] = stays[e.actor][-1][0], e.time
    return stays


@cache
def turns() -> Run:
    """Eight ships that take turns, twelve days of sixteen at sea, and sixty days of it."""
    return sail(
        {
            **NO_DHOW,
            "types.frigate.carries": None,
            "types.frigate.cycle": CYCLE,
            "time.measure": "60 d",
            "groups.frigates.count": 8,
        }
    )


def test_turns_keep_the_number_on_station_steady() -> None:
    """Six of eight, by turns of two days: never fewer than four, on the way to the port and back included."""
    run = turns()
    out = of(run, "off_station", "on_station")
    times = np.linspace(24.0, 60.0 * 24.0 - 1.0, 2000)
    begun = {row for row, stays in in_port(run).items() if stays[0][0] == 0.0}
    away = np.full(len(times), float(len(begun)))
    for e in out:
        away += np.where(times >= e.time, 1.0 if e.kind == "off_station" else -1.0, 0.0)
    assert len(out) > 40 and away.max() - away.min() <= 2.0 and away.max() <= 4.0


def test_a_ship_in_port_answers_nothing_and_flies_nothing() -> None:
    flock = {
        "count": 40,
        "hold": {"at": [{"uniform": ["80 nm", "120 nm"]}, {"uniform": ["80 nm", "120 nm"]}]},
        "straight": None,
        "start": {"uniform": ["0 h", "1000 h"]},
    }
    run = sail(
        {
            **BOTH,
            "types.frigate.cycle": CYCLE,
            "time.measure": "50 d",
            "groups.frigates.count": 3,
            **{f"groups.dhows.{key}": value for key, value in flock.items()},
        }
    )
    stays = in_port(run)
    assert sum(map(len, stays.values())) >= 6
    owners = {
        run.model.crew.rows[u.name]: run.model.crew.rows[u.mother.name] if u.mother else run.model.crew.rows[u.name]
        for u in run.model.crew
        if isinstance(u, Patrol)
    }
    busy = of(run, "tasked", "pursuit", "takeoff", "launched", "supporting", "boarding", "on_scene")
    assert len(busy) > 40
    for e in busy:
        assert not any(begin < e.time < end for begin, end in stays.get(owners[e.actor], ()))


def test_a_long_way_to_the_station_takes_nothing_from_the_time_on_it() -> None:
    """35 hours from port; three ships, of which those that begin on station have part of their time behind them."""
    run = sail(
        {
            **NO_DHOW,
            "types.frigate.carries": None,
            "types.frigate.speed": {"cruise": "5 kn", "max": "5 kn"},
            "types.frigate.cycle": {"on_station": "40 h", "away": "10 h", "port": "port"},
            "groups.frigates.hold.at": ["180 nm", "100 nm"],
            "groups.frigates.count": 3,
            "time.measure": "30 d",
        }
    )
    stays = []
    for k in range(3):
        turns = [(e.kind, e.time) for e in of(run, "on_station", "off_station", unit=f"frigates/{k}")]
        first = turns.pop(0)[1] if turns[0][0] == "off_station" else None
        assert first is None or first < 40.0
        stays += [off - on for (_, on), (_, off) in zip(turns[::2], turns[1::2], strict=False)]
    assert len(stays) > 10 and stays == pytest.approx([40.0] * len(stays))


def test_escorts_replenish_too() -> None:
    """One that begins in port has no convoy to be with yet."""
    path = Path(__file__).with_name("convoys.yaml")
    changes = {
        "types.frigate.cycle": {"on_station": "4 d", "away": "2 d", "port": "harbour"},
        "geometry.harbour": {"point": [45.0, 11.8417]},
        "groups.escorts.count": 3,
    }
    run = simulate(load(path, set=changes))
    assert any(e.time == 0.0 for e in of(run, "in_port")) and of(run, "out_of_port") and of(run, "with_convoy")


# ---- all of it -----------------------------------------------------------------------------------


def test_everybody_is_free_again_and_the_audit_is_clean() -> None:
    flock = {"count": 25, "straight": None, "start": {"uniform": ["0 h", "60 h"]}, "roam": {"in": "box"}}
    flock_changes = {f"groups.dhows.{key}": value for key, value in flock.items()}
    run = sail({**BOTH, **flock_changes, "groups.frigates.count": 3, "types.rhib.boarding.succeeds": 0.6})
    for unit in (unit for unit in run.model.crew if isinstance(unit, Patrol)):
        last = max((e.time for e in of(run, *KINDS, unit=unit.name)), default=0.0)
        assert unit.duty in (Duty.PATROL, Duty.ON_DECK, Duty.IN_PORT) or run.model.time - last < 8.0
    assert not any(audit(run).values())


KINDS = (
    "pursuit",
    "boarding",
    "shadowing",
    "supporting",
    "launched",
    "takeoff",
    "search",
    "disposing",
    "tasked",
    "landed",
    "recovered",
)


# ---- what a boat sees ------------------------------------------------------------------------------------------------

FAR_SIGHTED: dict[str, object] = {**RHIBS, "types.rhib.reach": "15 nm"}  # its crew holds a dhow to 11 nm


def first_launch(run: Run) -> float:
    """How far off [nm] the dhow is when a boat is lowered after it for the first time."""
    row = next(row for row, name in enumerate(run.model.crew.names) if name.startswith("dhows"))
    entry = of(run, "launched")[0]
    ship = run.model.crew.names[entry.actor].rsplit("/", 1)[0]
    (a, b, *_), (c, d, *_) = (place(run, one, entry.time) for one in (run.model.crew.names.index(ship), row))
    return hypot(c - a, d - b)


def test_a_boat_is_lowered_after_what_its_own_crew_can_hold_however_far_it_may_go() -> None:
    run = sail(FAR_SIGHTED)
    assert 4.0 < first_launch(run) <= 11.0
    assert all(not found for found in audit(run).values())
    assert any(
        "types.rhib.reach: 15 nm, but its sensors hold nothing farther off than 11 nm" in one
        for one in run.summary["warnings"]
    )
    assert not any("types.rhib" in one for one in sail(RHIBS).summary["warnings"])


def test_a_boat_whose_crew_sees_nothing_in_the_dark_stays_on_board_until_its_ship_is_near() -> None:
    """A boat that is lowered too far off would lose the contact at once, and its ship would wait for it in vain."""
    dark = {**RHIBS, "environment.light": "night", "sensors.crew.when": {"night": 0.1}}
    run = sail(dark)
    assert first_launch(run) <= 1.1
    assert all(not found for found in audit(run).values())
    events = run.events
    met = events[events["actor"].astype(str).str.contains("rhib") & (events["kind"] == "contact_gained")]["t"]
    lost = events[events["actor"].astype(str).str.contains("rhib") & (events["kind"] == "contact_lost")]["t"]
    assert len(met) > 0
    assert not set(met) & set(lost)


# ---- who starts later ---------------------------------------------------------------------------

LATE: dict[str, object] = {**LYNX, "groups.frigates.start": "2 d"}


def test_ships_that_start_later_and_what_they_carry_do_nothing_before() -> None:
    """The dhow passes a frigate within reach on the first day: nobody flies to it, follows it, is called upon."""
    run = sail(LATE)
    units = of(run, *{e.kind for e in run.model.journal.log.entries}, unit="frigates")
    before = [e for e in units if e.time < 48.0]
    assert {(e.kind, e.reason) for e in before} <= {("in_port", 0), ("declined", Reason.IN_PORT)}
    assert of(run, "on_station", unit="frigates")[0].time == 48.0
    assert of(run, "takeoff", unit="lynx") and of(run, "takeoff", unit="lynx")[0].time >= 48.0
    assert of(sail(LYNX), "takeoff", unit="lynx")[0].time < 48.0  # of a ship that is there
    assert not any(audit(run).values())


def test_days_before_a_start_are_days_in_port() -> None:
    run = sail(LATE)
    found = effort(run.model.journal.log.entries, [run.model.crew.names.index("frigates/0")], (0.0, 96.0))
    assert found["port"] == pytest.approx(48.0)


def test_aircraft_of_a_base_that_start_later_do_not_fly_before() -> None:
    flown: dict[str, object] = {
        **NO_DHOW,
        "groups.frigates": {"type": "lynx", "count": 2, "nation": "coalition", "start": "2 d"}
        | {"flights": {"from": "port", "in": "field", "every": "12 h"}},
        "geometry.field": {"polygon": [["20 nm", "90 nm"], ["60 nm", "90 nm"], ["60 nm", "110 nm"]]},
        "types.lynx.patrols": None,
    }
    late = [e.time for e in of(sail(flown), "takeoff")]
    there = [e.time for e in of(sail({**flown, "groups.frigates.start": "0 d"}), "takeoff")]
    assert late and min(late) >= 48.0
    assert late == [t for t in there if t >= 48.0]


def test_a_ship_recalled_before_it_starts_makes_for_port_when_it_does() -> None:
    cycle = {"on_station": "30 d", "away": "1 h", "port": "port"}
    recall = [{"at": "1 d", "recall": {"nations": ["coalition"], "port": "port"}}]
    run = sail({**NO_DHOW, **LATE, "types.frigate.cycle": cycle, "timeline": recall, "types.frigate.carries": None})
    did = [(e.kind, e.time) for e in of(run, "on_station", "off_station", unit="frigates")]
    assert did[:2] == [("on_station", 48.0), ("off_station", 48.0)]
