"""Attackers on tankers and on a loading buoy, whole runs: what they damage, what keeps them from it, who pays."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import pytest

from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

from .worlds import SCENARIOS

STRAIT = SCENARIOS / "smuggling.yaml"
SEEDS = range(12)
ONLY: Mapping[str, Any] = {f"groups.{name}": None for name in ("drugs", "arms", "crossings")}
UNSEEN: Mapping[str, Any] = {"groups.frigates": None}
SURE: Mapping[str, Any] = {"types.raiders.succeeds.chance": 1.0, "types.raiders.succeeds.halves_every": "9999 kn"}


@cache
def runs(*changes: tuple[str, Any]) -> tuple[Run, ...]:
    """Runs of the strait with attackers alone, and changes."""
    scenario = load(STRAIT, set={**ONLY, **dict(changes)})
    return tuple(simulate(scenario, seed) for seed in SEEDS)


def of(changes: Mapping[str, Any]) -> tuple[Run, ...]:
    return runs(*changes.items())


def voyages(made: tuple[Run, ...]) -> pd.DataFrame:
    return pd.concat([run.voyages for run in made], ignore_index=True)


@pytest.mark.parametrize("changes", [{}, UNSEEN, SURE, {"types.raiders.breaks_off": False}])
def test_runs_are_clean(changes: Mapping[str, Any]) -> None:
    for run in of(changes):
        assert {check: found for check, found in audit(run).items() if found} == {}


def test_unhindered_and_sure_of_success_each_that_meets_something_damages_it() -> None:
    table = voyages(of({**UNSEEN, **SURE}))
    sailed = table[table["sailed"].notna() & (table["outcome"] != "at_sea")]
    assert set(sailed["cause"]) <= {"no_call", "response_too_late", "call_too_late", "no_patrol", "no_prey"}
    terminals = sailed[sailed["group"].str.startswith("on_terminal")]
    assert len(terminals) > 5 and set(terminals["outcome"]) == {"succeeded"}
    assert set(terminals["target"]) == {"loading_buoy"}


def test_one_attempt_a_voyage() -> None:
    for run in of(SURE):
        attacks = run.events[run.events["kind"] == "attack"]
        assert attacks["voyage"].is_unique


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 0.0), (0.3, 0.3), (1.0, 1.0)])
def test_attempts_at_terminals_succeed_as_often_as_they_should(chance: float, expected: float) -> None:
    changes = {**UNSEEN, "types.raiders.succeeds.chance": chance, "groups.on_terminal.count": 20}
    table = voyages(of(changes))
    tried = table[(table["target"] == "loading_buoy") & table["outcome"].isin(["succeeded", "aborted"])]
    share = (tried["outcome"] == "succeeded").mean()
    assert len(tried) > 400
    assert share == pytest.approx(expected, abs=4.0 * (0.25 / len(tried)) ** 0.5 if 0.0 < expected < 1.0 else 0.0)


def test_fast_ships_are_hit_less_often() -> None:
    slow, fast = (
        voyages(of({**UNSEEN, "types.tanker.speed.cruise": speed, "types.tanker.evades": None}))
        for speed in ("8 kn", "24 kn")
    )
    tried = [table[table["target"].fillna("").str.startswith("tankers")] for table in (slow, fast)]
    shares = [(table["outcome"] == "succeeded").mean() for table in tried]
    assert shares[0] > 1.5 * shares[1]


def test_a_patrol_in_sight_sends_them_home_unless_they_are_bold() -> None:
    sees = {"sensors.lookouts.detects.warship.range": "25 nm", "groups.frigates.count": 8}
    wary, bold = voyages(of(sees)), voyages(of({**sees, "types.raiders.breaks_off": False}))
    assert (wary["cause"] == "warship_seen").sum() > 20
    assert (bold["cause"] == "warship_seen").sum() == 0
    assert (bold["outcome"] == "succeeded").sum() > (wary["outcome"] == "succeeded").sum()


def test_patrols_stop_some() -> None:
    assert (voyages(of({}))["outcome"] == "stopped").sum() > 3


def test_damage_is_the_same_whoever_patrols() -> None:
    """Drawn for the voyage: who is hit in both runs is hit as hard."""
    key = ["seed", "group", "ordinal"]
    both = [pd.concat([run.voyages.assign(seed=run.seed) for run in made]) for made in (of({}), of(UNSEEN))]
    one, two = (table[table["damage"].notna()].set_index(key)[["damage", "lives"]] for table in both)
    shared = one.index.intersection(two.index)
    assert len(shared) > 3 and one.loc[shared].equals(two.loc[shared])


def test_who_bears_it_is_charged_to_the_cent() -> None:
    for run in of({**UNSEEN, **SURE}):
        table, ledger = run.voyages, run.ledger
        struck = table[table["damage"].notna()]
        began = run.events[run.events["kind"] == "attack"].set_index("voyage")["t"]
        begin, end = run.summary["window_h"]
        inside = struck[struck["voyage"].map(began).between(begin, end, inclusive="left")]
        strikes = ledger[ledger["cause"] == "strike"]
        damage = strikes.loc[strikes["account"] == "damage", "cents"].sum()
        assert damage == pytest.approx(100.0 * inside["damage"].sum(), abs=len(inside))
        lives = strikes.loc[strikes["account"] == "lives", "quantity"].sum()
        assert lives == inside["lives"].sum()
        buoy = inside.loc[inside["target"] == "loading_buoy", "damage"].sum()
        borne = strikes.loc[(strikes["account"] == "damage") & (strikes["nation"] == "coalition"), "cents"].sum()
        assert borne >= 100.0 * buoy - len(inside)


def test_harm_is_in_the_summary_beside_the_interdiction() -> None:
    for run in of(SURE):
        table = run.voyages[run.voyages["counted"]]
        harm = run.summary["offences"]["attack"]["harm"]
        assert harm["struck"] == (table["outcome"] == "succeeded").sum()
        assert harm["damage_usd"] == pytest.approx(table["damage"].sum()) and harm["lives"] == table["lives"].sum()


def test_a_terminal_is_no_shipping() -> None:
    """Attacks on it count as attacks, but not per transit."""
    for run in of({**UNSEEN, "groups.on_tankers": None}):
        s = run.summary
        assert s["attacks"]["count"] > 0 or s["offences"].get("attack", {"sailed": 0})["sailed"] <= 2
        assert s["measures"]["attacks_per_1000_transits"]["count"] == 0
        assert sum(own["attacks"]["on_shipping"] for own in s["nations"].values()) == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groups.on_terminal.attacks.in": "waters"}, "either `in` or `terminals`"),
        ({"groups.on_terminal.attacks.terminals": None}, "either `in` or `terminals`"),
        ({"types.raiders.prey": None}, "without prey"),
        ({"types.raiders.prey": ["tankr"]}, "did you mean 'tanker'"),
        ({"groups.on_terminal.attacks.terminals": ["bouy"]}, "unknown point"),
        ({"groups.on_tankers.attacks": None, "groups.on_tankers.roam.in": "waters"}, "wanted `attacks`"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load(STRAIT, set=changes)
