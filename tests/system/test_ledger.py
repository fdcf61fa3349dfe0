"""The ledger of runs: from a scenario's prices to the file and the audit, which finds what is damaged."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from guardship.commands.summary import parts
from guardship.console import say
from guardship.outcomes.ledger import Side
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario

from .worlds import TINY, tiny_run, week

CHECK = "the ledger follows from the logs"
FUEL = {"cubic": {"at": "15 kn", "uses": "1.3 t/h", "hotel": "0.3 t/h"}}
PRICED = {
    "types.frigate.costs": {"ship_day": "80 kUSD", "boarding": "2 kUSD", "fuel": FUEL},
    "types.freighter.flag": {"north": 1, "coast": 1, "elsewhere": 1},
    "groups.southern": {
        "type": "frigate",
        "count": 1,
        "nation": "south",
        "beats": {"along": "fairway", "width": "6 nm"},
    },
    "nations.south": {"costs": {"frigate": {"ship_day": "50 kUSD"}}, "waters": "waters"},
    "prices": {
        "fuel": "650 USD",
        "held_hour": "70 USD",
        "delay_hour": "1 kUSD",
        "attack": "9 kUSD",
        "ransom": "5 MUSD",
        "captivity": "178 d",
        "captive_day": "24 kUSD",
        "premium": "3 kUSD",
        "guards": "45 kUSD",
        "bears": {"coast": {"coalition": 0.3, "south": 0.6}},
        "otherwise": {"south": 0.5},
    },
    "ties": {
        "burden": {
            "kind": "economic",
            "between": ["south", "coalition"],
            "trade": 0.1,
            "pays": {"by": "coalition", "ship_day": "10 kUSD"},
        },
    },
}

RADAR = {
    "costs": "1000.01 USD",
    "shares": {"coalition": 0.5, "south": 0.25},
    "workshare": {"south": 0.9},
    "returns": 0.5,
}


@cache
def priced() -> Scenario:
    """The small scenario with two nations and prices."""
    return load(TINY, set=PRICED)


@cache
def run(seed: int = 1) -> Run:
    return simulate(priced(), seed)


def amount(nation: str, account: str, one: Run | None = None) -> tuple[float, float]:
    """Quantity, to nine digits, and dollars."""
    table = (one or run()).ledger
    own = table[(table["nation"] == nation) & (table["account"] == account)]
    return round(float(own["quantity"].sum()), 9), own["cents"].sum() / 100.0


def test_prices_reach_the_ledger() -> None:
    """Ships that never go to port: two days of each. A nation's own price replaces that of the type, the rest stays."""
    assert amount("coalition", "ship_days") == (4.0, 320_000.0)
    assert amount("south", "ship_days") == (2.0, 100_000.0)
    done = run().events.query("kind == 'boarding_done' and 24 <= t < 72")
    south = int(done["actor"].astype(str).str.startswith("southern").sum())
    assert len(done) > 0
    assert amount("south", "boardings")[1] + amount("coalition", "boardings")[1] == 2_000.0 * len(done)
    assert amount("south", "boardings") == (south, 2_000.0 * south)
    assert amount("coalition", "burden_sharing") == (2.0, 20_000.0)
    guarded = amount("coalition", "guards")[0] + amount("south", "guards")[0] + amount("others", "guards")[0]
    assert guarded > 0.0


@pytest.mark.parametrize("seed", range(4))
def test_it_adds_up_and_the_audit_agrees(seed: int) -> None:
    summary, table = run(seed).summary, run(seed).ledger
    usd = summary["ledger"]["usd"]
    assert round(100 * usd["net"]) == table["cents"].sum()
    for side in (*map(str, Side), "net"):
        assert sum(round(100 * own["usd"][side]) for own in summary["nations"].values()) == round(100 * usd[side])
    assert usd["transferred"] == 0.0
    attacks = [own["attacks"] for own in summary["nations"].values()]
    assert sum(own["on_shipping"] for own in attacks) == pytest.approx(summary["attacks"]["count"])
    found = audit(run(seed))
    assert found[CHECK] == []
    assert not [said for said in found["the summary follows from the logs"] if said.startswith(("nations", "ledger"))]


def test_fuel_is_that_of_small_steps_along_the_legs() -> None:
    total, dt = 0.0, 2e-4
    legs = run().legs
    for ship in ("frigates/0", "frigates/1"):
        own = legs[legs["vessel"] == ship]
        at = np.arange(24.0, 72.0, dt) + dt / 2
        k = np.searchsorted(own["t"], at, side="right") - 1
        speed = np.hypot(own["vx"], own["vy"]).to_numpy()[k]
        total += float((0.3 + 1.0 * (speed / 15.0) ** 3).sum() * dt)
    tonnes, paid = amount("coalition", "fuel")
    assert tonnes == pytest.approx(total, rel=1e-4)  # a few hundred corners, each within 2e-4 h
    assert paid == pytest.approx(650.0 * tonnes, abs=0.01)


def test_speeds_are_true_ones_where_the_plane_is_not() -> None:
    """A ship that keeps 15 kn for a week on the plane of the corridor burns what it burns at 15 kn."""
    change = {
        "types.frigate.costs": {"fuel": FUEL},
        "types.frigate.investigates": None,
        "types.frigate.responds": None,
        "types.frigate.boarding": None,
    }
    name = next(name for name, group in week().groups.items() if group.beats is not None)
    done = simulate(week(), 0, set=change | {f"groups.{name}.type": "frigate"})
    table = done.ledger.query("account == 'fuel'")
    hours = done.ledger.query("account == 'ship_days' and cause == 'frigate'")["quantity"].sum() * 24.0
    cruise = done.scenario.types["frigate"].speed.cruise.quantile(0.5)
    assert cruise == 15.0
    assert table["quantity"].sum() == pytest.approx(1.3 * hours, rel=1e-3)


def test_without_prices_there_are_quantities_alone() -> None:
    table = tiny_run(1).ledger
    assert set(table["cents"]) == {0} and amount("coalition", "ship_days", tiny_run(1)) == (4.0, 0.0)
    assert set(tiny_run(1).summary["nations"]) == {"coalition", "others"}


def test_prices_change_nothing_that_happens() -> None:
    free = simulate(load(TINY, set={k: v for k, v in PRICED.items() if k not in ("prices", "ties")}), 1)
    pd.testing.assert_frame_equal(free.legs, run().legs)
    pd.testing.assert_frame_equal(free.events, run().events)


def test_a_joint_programme_is_paid_by_shares_and_returns_by_workshare() -> None:
    """Others pay the quarter that is left, and do a tenth of the work."""
    done = simulate(priced(), 1, set={"programmes": {"radar": RADAR}})
    paid = [amount(nation, "programmes", done) for nation in ("coalition", "south", "others")]
    assert paid == [(0.5, 500.0), (0.25, 250.01), (0.25, 250.0)]
    back = [amount(nation, "industry", done)[1] for nation in ("coalition", "south", "others")]
    assert back == [0.0, -450.0, -50.0]
    assert done.summary["nations"]["south"]["usd"]["gained"] == -450.0
    assert audit(done)[CHECK] == []


def test_the_command_shows_a_line_a_nation(capsys: pytest.CaptureFixture[str]) -> None:
    say(*parts(run()))
    lines = capsys.readouterr().out.splitlines()
    begin = next(k for k, line in enumerate(lines) if line.startswith("Nation "))
    assert [line.split()[0] for line in lines[begin : begin + 3]] == ["Nation", "coalition", "south"]
    paid = run().summary["nations"]["south"]["usd"]["paid"]
    assert lines[begin + 2].split()[1] == "2.0" and f"{paid:,.0f}" in lines[begin + 2]
    say(*parts(tiny_run(1)))
    assert "Nation" not in capsys.readouterr().out


DAMAGE: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "a cent": lambda t: t.assign(cents=t["cents"] + (t.index == 3)),
    "a quantity": lambda t: t.assign(quantity=t["quantity"] * (1.0 + 1e-6 * (t.index == 0))),
    "a line less": lambda t: t.iloc[1:],
    "a line twice": lambda t: pd.concat([t, t.iloc[:1]]),
    "another nation": lambda t: t.assign(nation=t["nation"].where(t.index != 0, "north")),
    "another side": lambda t: t.assign(side=t["side"].where(t.index != 0, "borne")),
    "another unit": lambda t: t.assign(unit=t["unit"].where(t.index != 0, "t")),
    "another account": lambda t: t.assign(account=t["account"].where(t.index != 0, "street_value")),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_an_audit_finds_damage(how: str, tmp_path: Path) -> None:
    path = run().write(tmp_path / "run") / "ledger.parquet"
    before = audit(tmp_path / "run")
    DAMAGE[how](pd.read_parquet(path)).to_parquet(path)
    after = audit(tmp_path / "run")
    assert {check for check in after if after[check] != before[check]} == {CHECK} and not before[CHECK]


REFUSED = {
    "types.frigate.costs": ({"flying_hour": "5 kUSD"}, "came flying_hour for a type that is patrol"),
    "nations.coalition.costs": ({"dhow": {"ship_day": "5 kUSD"}}, "unknown type of unit 'dhow'"),
    "nations.coalition.waters": ("water", "unknown area 'water'"),
    "nations.others": ({}, "came a nation called others"),
    "prices": ({"bears": {"x": {"nobody": 0.5}}}, "unknown nation 'nobody'"),
    "prices.otherwise": ({"coalition": 1.2}, "1.2"),
    "prices.bears": ({"x": {"coalition": 0.6, "south": 0.6}}, "the shares of x add up to 1.2"),
    "prices.ransom": ("5 EUR", "USD"),
    "ties": ({"t": {"kind": "economic", "between": ["coalition", "nobody"]}}, "unknown nation 'nobody'"),
    "ties.burden.pays.by": ("north", "north is neither south nor coalition"),
    "programmes": ({"p": {"costs": "1 USD", "shares": {"nobody": 0.5}}}, "unknown nation 'nobody'"),
    "types.frigate.costs.fuel": ({"points": [["9 kn", "1 t/h"], ["3 kn", "2 t/h"]]}, "wanted points of rising speed"),
}


@pytest.mark.parametrize("path", REFUSED)
def test_slips_are_refused(path: str) -> None:
    value, message = REFUSED[path]
    with pytest.raises(ScenarioError, match=message.replace("(", r"\(")):
        load(TINY, set={**PRICED, path: value})
