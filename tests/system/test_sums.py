"""The sums hold on scenarios that nobody wrote: voyages, attacks, opportunities and hours add up, audits are clean.

Hypothesis builds the scenarios, always the same ones; a failing one is reduced to a small one.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardship.outcomes.effort import ACTIVITIES
from guardship.outcomes.ledger import Side
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.schema import Scenario

from .strategies import scenarios

ALWAYS_THE_SAME = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck), max_examples=25
)
SEEDS = st.integers(0, 2**63 - 1)


def check(run: Run) -> None:
    """Everything that must add up."""
    s, m, window = run.summary, run.summary["measures"], run.summary["window_h"]
    books = run.model.voyages.books
    assert sum(s["funnel"].values()) == s["voyages"] == sum(v.counted for v in books.voyages)
    assert sum(s["attacks"]["outcomes"].values()) == s["attacks"]["count"]
    assert sum(one["voyages"] for one in s["offences"].values()) == s["voyages"]
    sailed = [v for v in books.voyages if v.sailed is not None]
    assert {row.voyage for row in run.found} == {v.number for v in sailed}
    stages = s["opportunities"]
    assert sum(stages["stages"].values()) == stages["count"]
    assert sum(stages["voyages"].values()) == sum(v.counted for v in sailed) == m["interdiction_probability"]["n"]
    stopped = m["detained_probability"]["count"] + m["released_probability"]["count"]
    assert stopped == m["interdiction_probability"]["count"]
    assert stopped == sum(stages["stages"].get(stage, 0) for stage in ("released", "stopped"))
    ships = sum(group.count or 0 for name, group in run.scenario.groups.items() if name.startswith("frigates"))
    assert m["effort_h"]["value"] == pytest.approx(ships * (window[1] - window[0]), abs=1e-6)
    assert sum(m["effort_h"][activity] for activity in ACTIVITIES) == pytest.approx(m["effort_h"]["value"])
    check_ledger(run)
    response = m["response"]
    assert response["answered"] + response["unanswered"] + response["censored"] == response["n"]
    assert {check: found for check, found in audit(run).items() if found} == {}


def check_ledger(run: Run) -> None:
    """Sums to the last cent, over nations, accounts and sides; every hour of a ship is paid for once."""
    table, usd, nations = run.ledger, run.summary["ledger"]["usd"], run.summary["nations"]
    cents = int(table["cents"].sum())
    assert cents == round(100.0 * usd["net"]) == sum(round(100.0 * own["usd"]["net"]) for own in nations.values())
    assert cents == sum(round(100.0 * account["usd"]) for account in run.summary["ledger"]["accounts"].values())
    for side in Side:
        own = int(table.loc[table["side"] == str(side), "cents"].sum())
        assert own == round(100.0 * usd[side]) == sum(round(100.0 * nation["usd"][side]) for nation in nations.values())
    assert usd["transferred"] == 0.0
    days = table.loc[table["account"].isin(["ship_days", "port_days", "disposal_days", "drill_days"]), "quantity"].sum()
    assert days * 24.0 == pytest.approx(run.summary["measures"]["effort_h"]["value"])
    struck = sum(nation["attacks"]["on_shipping"] for nation in nations.values())
    books = run.model.voyages.books
    assert struck == pytest.approx(sum(a.counted and a.prey >= 0 for a in books.attacks))


@ALWAYS_THE_SAME
@given(scenarios(), SEEDS)
def test_everything_adds_up(scenario: Scenario, seed: int) -> None:
    check(simulate(scenario, seed))


@pytest.mark.long
def test_everything_adds_up_on_a_thousand_scenarios() -> None:
    """And they are worth it: every outcome and stage that the forces of today can bring about occurs among them."""
    seen: set[str] = set()

    @settings(ALWAYS_THE_SAME, max_examples=1000)
    @given(scenarios(), SEEDS)
    def every(scenario: Scenario, seed: int) -> None:
        run = simulate(scenario, seed)
        check(run)
        seen.update(key.split("/")[0] for key in run.summary["funnel"])
        seen.update(row.stage.label for row in run.found)

    every()
    assert {"did_not_sail", "succeeded", "stopped", "aborted", "at_sea"} <= seen
    stages = {"undetected", "not_investigated", "cleared", "too_late", "no_unit", "out_of_reach", "not_found"}
    assert {*stages, "not_stopped", "boarding_failed", "nothing_found", "released", "stopped"} <= seen
