"""Warnings to shipping, through the whole system: ways in closed form, who is told, and what must not matter."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from guardship.agents.detours import longer
from guardship.build.model import PatrolModel
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from system.worlds import TINY, made_once

LONE = Path(__file__).parent / "advisories.yaml"
ADVISES: dict[str, Any] = {
    "hears": {"calls": 0.9},
    "at": 0.5,
    "drift": "2 kn",
    "holds": 0.8,
    "ahead": "6 h",
    "lasts": "24 h",
    "renews": "20 nm",
    "reaches": {"share": 1.0, "delay": "10 min"},
    "to": ["coalition"],
}
MASTER: dict[str, Any] = {
    "choices": ["watch", "faster", "around", "back"],
    "trust": {"held": 1, "nothing": 1},
    "loss": "5 MUSD",
    "meets": "5 nm",
    "taken": {"chance": 0.5, "at_speed": "10 kn", "halves_every": "2 kn", "watched": 0.5},
    "fuel": {"cubic": {"at": "12 kn", "uses": "2 t/h", "hotel": "0.2 t/h"}},
    "watch_hour": "20 USD",
}
OFFICE = {"centres.office.distress_delay": "5 min"}
WARNED: dict[str, Any] = {
    "centres.office": {"distress_delay": "5 min", "advises": ADVISES},
    "types.freighter.on_advisory": MASTER,
    "types.liner.on_advisory": MASTER,
    "prices": {"delay_hour": "1 kUSD", "fuel": "500 USD"},
}
NOBODY, HALF = ({"centres__office__advises__reaches__share": share} for share in (0.0, 0.5))
CHOICES = "types.freighter.on_advisory.choices"
WAY = 200.0  # nm, from end to end


@made_once
def lone(choices: str, **other: Any) -> Run:
    """The lone ship, whose master has these choices beside going on."""
    changes = {key.replace("__", "."): value for key, value in other.items()}
    return simulate(load(LONE, set={CHOICES: choices.split(), **changes}), 1)


@made_once
def strait(seed: int, **other: Any) -> Run:
    """The tiny strait with warnings."""
    changes = {key.replace("__", "."): value for key, value in other.items()}
    return simulate(load(TINY, set={**WARNED, **changes}), seed)


def hours(run: Run) -> float:
    """When the lone ship is at the end of her way, which she sails at 10 kn."""
    legs = run.legs[run.legs["vessel"] == "ships/0"]
    return float(legs.loc[(legs["vx"] == 0.0) & (legs["vy"] == 0.0), "t"].iloc[-1])


def lines(run: Run, *kinds: str) -> Any:
    return run.events[run.events["kind"].isin(kinds)]


def tracks(run: Run) -> dict[str, list[tuple[float, ...]]]:
    """The legs of every vessel, without those that change nothing."""
    legs = run.legs[["vessel", "t", "x", "y", "vx", "vy"]]
    return {str(name): [tuple(row[1:]) for row in own.itertuples(index=False)] for name, own in legs.groupby("vessel")}


# ---- the lone ship ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("y", "more"), [(150.0, 25.564958), (180.0, 4.098970), (120.0, 4.098970)])
def test_a_lone_ship_sails_the_longer_way_of_the_formula(y: float, more: float) -> None:
    """The arc is sailed as a polygon about it, which is longer by less than 3 parts in 10,000 (`detours.STEP`)."""
    run = lone("around", geometry__lair__point=["200 nm", f"{y} nm"])
    way = 10.0 * hours(run) - WAY
    arc = more + WAY
    assert longer(100.0, 100.0, abs(y - 150.0), 50.0) == pytest.approx(more, abs=5e-7)
    assert 0.0 <= way - more < 3e-4 * arc
    assert run.heeded["choice"].tolist() == ["around"]
    assert run.heeded["hours"].iloc[0] == pytest.approx(way / 10.0, rel=1e-9)


def test_she_keeps_out_of_the_circle_all_the_way() -> None:
    run = lone("around", geometry__lair__point=["200 nm", "180 nm"])
    legs = run.legs[run.legs["vessel"] == "ships/0"]
    t = np.linspace(0.0, hours(run), 2000)
    x, y = (np.interp(t, legs["t"], legs[axis]) for axis in ("x", "y"))
    assert np.hypot(x - 200.0, y - 180.0).min() > 50.0 - 1e-6


def test_delay_and_fuel_go_to_the_ledger() -> None:
    run = lone("around")
    more = float(run.heeded["hours"].iloc[0])
    charges = run.ledger[run.ledger["cause"] == "advisory"].set_index("account")
    assert charges.loc["delay", "quantity"] == pytest.approx(more) and charges.loc["delay", "unit"] == "h"
    assert charges.loc["delay", "cents"] == round(100_000 * more)
    assert charges.loc["bunkers", "cents"] == pytest.approx(50_000 * more, abs=1.0)  # 1 t/h at 500 USD


def test_faster_she_is_only_until_the_circle_is_behind() -> None:
    run = lone("faster")
    legs = run.legs[(run.legs["vessel"] == "ships/0") & (run.legs["vx"] > 0.0)]
    assert legs["vx"].tolist()[-2:] == [15.0, 10.0]
    assert legs["x"].iloc[-1] == pytest.approx(250.0)


def test_who_keeps_away_waits_until_it_is_over() -> None:
    """She would be there after 5 h, and waits as much less."""
    at_once = {"tips__harbour__out": "0 nm", "centres__office__advises__lasts": "1 h"}
    run = lone("back", types__freighter__on_advisory__loss="1000 MUSD", time__measure="60 h", **at_once)
    (made,) = run.heeded.itertuples()
    until = run.advisories["until"].iloc[0]
    assert made.choice == "back"
    assert hours(run) == pytest.approx(until - 5.0 + 20.0)


def test_in_a_lane_that_is_kept_masters_go_faster_or_on() -> None:
    lane = {"groups__ships": {"type": "freighter", "per_day": 30, "lane": "way", "source": "assumed"}}
    free = lone("around faster", **lane)
    kept = lone("around faster", lanes__way__kept=True, **lane)
    assert "around" in set(free.heeded["choice"])
    assert set(kept.heeded["choice"]) <= {"faster", "on"} and "faster" in set(kept.heeded["choice"])
    assert set(kept.legs.loc[kept.legs["vessel"].str.startswith("ships"), "vy"]) == {0.0}


def test_the_ships_of_a_convoy_decide_as_one() -> None:
    convoy = {"lane": "way", "speed": "9 kn", "every": "30 h", "first": "0 h", "ships": 4, "spacing": "1 nm"}
    groups = {"groups__ships": {"type": "freighter", "convoy": convoy, "source": "assumed"}}
    delay = {"centres__office__advises__reaches": {"share": 0.5, "delay": {"uniform": ["1 h", "3 h"]}}}
    run = lone("around faster watch", **groups, **delay)
    first = run.heeded[run.heeded["ship"].isin([f"ships/0.{k}" for k in range(4)])]
    assert len(first) == 4 and first["t"].nunique() == 1 and first["choice"].nunique() == 1
    told = lines(run, "advised")["actor"].iloc[:4]
    assert set(told) == set(first["ship"])  # half of them report in, and what one hears all hear


def test_a_watch_is_doubled_until_the_circle_is_behind() -> None:
    model = PatrolModel(load(LONE, set={CHOICES: ["watch"]}), 1)
    row = model.crew.rows["ships/0"]
    single = int(model.ocean.fleet["lookout"][row])
    model.run_until(10.0)
    assert int(model.ocean.fleet["lookout"][row]) != single
    model.run_until(16.0)
    assert int(model.ocean.fleet["lookout"][row]) == single
    assert lone("watch").heeded["choice"].tolist() == ["watch"]


# ---- who is told, and who is not -------------------------------------------------------------------------------------


def test_those_whom_nobody_warns_sail_as_if_there_were_no_warnings() -> None:
    """No ship reports in: each leg of each vessel is as without warnings, and so is each decision by chance."""
    off = simulate(load(TINY, set={**OFFICE, "prices": WARNED["prices"]}), 1)
    silent = strait(1, centres__office__advises__to=[], **NOBODY)
    assert len(silent.advisories)
    assert tracks(silent) == tracks(off)
    own = silent.trials[silent.trials["kind"] != "ship_reports_in"].reset_index(drop=True)
    assert own.equals(off.trials)


def test_an_unwarned_ship_keeps_her_legs_and_a_warned_one_her_draws() -> None:
    """Who is never told and never attacked sails as before; each lot that is cast in both runs falls alike."""
    half, off = strait(1, **HALF), strait(1, **NOBODY)
    told = set(lines(half, "advised")["actor"])
    met = {str(name) for run in (half, off) for name in lines(run, "attack", "distress")[["actor", "object"]].stack()}
    ships = {name for name in tracks(off) if name.startswith("ships/")} - met
    assert told & ships and ships - told
    before, after = tracks(off), tracks(half)
    assert all(before[name] == after[name] for name in ships - told)
    keys = ["kind", "entity", "n"]
    both = half.trials.merge(off.trials, on=keys, suffixes=("", "_off"))
    same = both[both["p"] == both["p_off"]]
    assert len(same) and (same["happened"] == same["happened_off"]).all()


def test_one_observation_makes_one_warning() -> None:
    for seed in range(4):
        made = strait(seed).advisories
        assert not made.duplicated(["advisory", "version"]).any()
        assert not made[made["version"] == 0].duplicated("report").any()


def test_a_broadcast_reaches_those_in_its_area_at_its_times() -> None:
    told = {"in": "waters", "at": ["06:00", "18:00"], "received": 1.0}
    run = strait(1, centres__office__advises__broadcasts=told, **NOBODY)
    advised = lines(run, "advised")
    assert len(advised) and set(np.round(advised["t"] % 24.0, 9)) <= {6.0, 18.0}
    for line in advised.itertuples():
        at = run.position(line.actor, line.t)
        assert at is not None and 20.0 <= at.x <= 180.0 and 30.0 <= at.y <= 95.0


def test_trust_falls_with_warnings_after_which_nothing_came() -> None:
    """What masters trust is the record of the centre, as its own lines tell it."""
    run = strait(1, time__measure="8 d")
    over = lines(run, "advisory_over")
    assert len(over) > 2
    for made in run.heeded.itertuples():
        before = over[over["t"] <= made.t]
        nothing = int(before["reason"].notna().sum())
        assert made.trust == pytest.approx((1 + len(before) - nothing) / (2 + len(before)))


def test_a_holder_that_is_warned_takes_it_as_a_report_of_its_own_kind() -> None:
    """The coalition hears calls after three days; what it does upon a warning before that is counted as a path."""
    run = strait(1, nations__coalition__distress_delay="3 d", time__measure="8 d")
    sent = lines(run, "advisory_sent")
    assert len(sent) and set(sent["holder"]) == {"coalition"}
    assert set(sent["report"]) == set(run.reports.loc[run.reports["kind"] == "advisory", "report"])
    (path,) = run.report_funnel[run.report_funnel["origin"] == "advisory"].itertuples()
    assert (path.nation, path.kind) == ("coalition", "advisory")
    assert path.made >= path.taken >= path.tasked > 0
    assert run.summary["measures"]["cue_precision"]["advisory"]["n"] > 0


def test_the_folder_follows_from_its_logs(tmp_path: Path) -> None:
    for seed in range(2):
        found = audit(strait(seed).write(tmp_path / str(seed)))
        assert not [finding for findings in found.values() for finding in findings]


# ---- what must not matter --------------------------------------------------------------------------------------------


def test_another_name_of_the_centre_changes_nothing() -> None:
    """A warning is named by what it is about."""
    other = {**WARNED, "centres.another": WARNED["centres.office"]}
    del other["centres.office"]
    one, two = strait(1), simulate(load(TINY, set=other), 1)
    assert tracks(one) == tracks(two)
    assert one.heeded.equals(two.heeded)


def test_the_order_of_the_file_changes_nothing(tmp_path: Path) -> None:
    document = yaml.safe_load(TINY.read_text("utf-8"))
    turned = {key: _turned(document[key]) for key in reversed(document)}
    (tmp_path / "turned.yaml").write_text(yaml.safe_dump(turned, sort_keys=False), "utf-8")
    one, two = strait(1), simulate(load(tmp_path / "turned.yaml", set=WARNED), 1)
    assert tracks(one) == tracks(two)
    assert one.heeded.equals(two.heeded)


def _turned(section: Any) -> Any:
    """A section of a file with its entries the other way round."""
    return {key: section[key] for key in reversed(section)} if isinstance(section, dict) else section


def test_a_navy_split_in_two_is_warned_as_one() -> None:
    """Under one command, where all is told at once: whichever flag a frigate flies."""
    frigates = {"type": "frigate", "count": 1, "beats": {"along": "fairway", "width": "6 nm"}}
    given: dict[str, Any] = {
        **WARNED,
        "groups.frigates": None,
        "nations.coalition": {"report_delay": "5 min", "distress_delay": "5 min"},
        "sharing": {"topology": "mesh", "edges": {"delay": "0 h"}},
        "tasking": {"mode": "unified", "command": "coalition"},
    }
    fleets = [
        {"groups.east": {**frigates, "nation": "coalition"}, "groups.west": {**frigates, "nation": nation}}
        for nation in ("coalition", "ally")
    ]
    ally = {"nations.ally": {"report_delay": "5 min", "distress_delay": "5 min"}}
    one, two = (simulate(load(TINY, set={**given, **ally, **fleet}), 1) for fleet in fleets)
    assert len(one.heeded) and one.heeded.equals(two.heeded)
    assert one.advisories.drop(columns="report").equals(two.advisories.drop(columns="report"))


def test_a_centre_that_warns_nobody_more_is_a_bystander() -> None:
    """Another office that hears the same and whose warnings reach no ship."""
    idle = {**ADVISES, "reaches": {"share": 0.0}, "to": []}
    more = {**WARNED, "centres.idle": {"distress_delay": "5 min", "advises": idle}}
    one, two = strait(1), simulate(load(TINY, set=more), 1)
    assert tracks(one) == tracks(two)
    assert one.heeded.equals(two.heeded)


def test_all_lengths_and_speeds_twice_as_large_change_no_decision() -> None:
    """Of the lone ship: the same choice at the same cost, and the way twice as long in the same hours."""
    wide = {
        "theatre__box": {"width": "800 nm", "height": "600 nm"},
        "geometry__lair__point": ["400 nm", "300 nm"],
        "geometry__hunting__polygon": [[f"{x} nm", f"{y} nm"] for x, y in ((380, 280), (420, 280), (400, 320))],
        "geometry__way__line": [["200 nm", "300 nm"], ["600 nm", "300 nm"]],
        "groups__ships__route__points": [["200 nm", "300 nm"], ["600 nm", "300 nm"]],
        "types__freighter__speed__cruise": "20 kn",
        "types__freighter__evades__faster": "10 kn",
        "types__freighter__on_advisory__meets": "10 nm",
        "types__freighter__on_advisory__taken": {
            "chance": 0.5, "at_speed": "20 kn", "halves_every": "4 kn", "watched": 0.5, "grouped": 0.5,
        },
        "types__freighter__on_advisory__fuel": {"cubic": {"at": "20 kn", "uses": "1 t/h", "hotel": "0.1 t/h"}},
        "types__pirate_group__speed__cruise": "16 kn",
        "centres__office__advises__drift": "20 kn",
        "centres__office__advises__renews": "20 nm",
    }  # fmt: skip
    plain, large = lone("around faster watch back"), lone("around faster watch back", **wide)
    assert hours(plain) == pytest.approx(hours(large), rel=1e-9)
    assert plain.heeded["choice"].tolist() == large.heeded["choice"].tolist()
    for name in ("risk", "hours", "tonnes", "cost", "on"):
        assert large.heeded[name].tolist() == pytest.approx(plain.heeded[name].tolist(), rel=1e-9)


# ---- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"centres.office.advises.to": ["nobody"]}, "nobody"),
        ({"centres.office.advises.to": ["office"]}, "office"),
        ({"centres.office.advises.broadcasts": {"in": "nowhere"}}, "nowhere"),
        ({"centres.office.advises.holds": 1.0}, "no circle holds somebody for sure"),
        ({"centres.office.advises.reaches": None, "centres.office.advises.to": []}, "it warns nobody"),
        ({"types.freighter.on_advisory.choices": ["hides"]}, "hides"),
        ({"types.freighter.lookout": None}, "nothing to double"),
    ],
)
def test_what_does_not_fit_is_said(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load(TINY, set={**WARNED, **changes})
