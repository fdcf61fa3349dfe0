"""Give and take through whole runs: where equal partners settle, silence, leaks, and what must not matter."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from coalition.settling import settles
from guardship.coalition.trust import Regard
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.run.table import written_of
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

from .worlds import made_once

FILE = Path(__file__).parent / "trust.yaml"
TRUST = "sharing.trust"


@cache
@made_once
def run(seed: int = 1, **changes: Any) -> Run:
    """A run; keys of `trust` by their names, others with `__` for dots."""
    named = {name.replace("__", ".") if "__" in name else f"{TRUST}.{name}": value for name, value in changes.items()}
    return simulate(load(FILE, set=named), seed)


def between(made: Run) -> pd.DataFrame:
    """Messages of one nation to the other."""
    table = made.messages
    return table[(table["sender"] != table["receiver"]) & table["sender"].notna()]


def late(made: Run) -> float:
    """The mean share of releases in the second half."""
    table = made.trust
    return float(table[table["t"] > 100.0 * 24.0]["share"].mean())


def test_runs_are_clean() -> None:
    assert {check: found for check, found in audit(run()).items() if found} == {}


def test_equal_partners_settle_at_the_root() -> None:
    """O65: rate 1/3 an hour, all of it used: k = 115.4 reports, 1 - 50 / k = .5668 without a floor."""
    theory = settles(Regard(floor=0.0, half=50.0, given=0.5, memory=480.0), 8.0 / 24.0, 1.0)
    assert theory == pytest.approx(0.5668, abs=1e-3)
    assert late(run()) == pytest.approx(theory, rel=0.06)


def test_without_a_floor_mutual_silence_keeps_itself() -> None:
    silent = run(starts=0)
    assert len(silent.trust) == 0 and not between(silent)["arrived"].notna().any()
    floor = run(starts=0, floor=0.1)
    assert len(floor.trust) > 500 and late(floor) > 0.5


def test_full_trust_is_as_without() -> None:
    """A floor of 1: the messages are those of the same sea without give and take."""
    plain = simulate(load(FILE, set={TRUST: None}), 1)
    assert between(run(floor=1)).equals(between(plain))


def test_what_is_released_is_what_the_uniform_of_the_episode_says() -> None:
    """At a floor of .3 with nothing regained in time, then of .6: whatever was released is released again."""
    few, many = (between(run(floor=floor, half=1e6, starts=0)) for floor in (0.3, 0.6))
    released = [set(one[one["arrived"].notna()]["report"]) for one in (few, many)]
    assert released[0] < released[1] and 0.2 < len(released[0]) / len(few) < 0.4


def test_balances_follow_from_what_was_counted() -> None:
    table = run().trust
    for _, own in table.groupby(["holder", "partner"]):
        balance, before = 100.0, 0.0
        for row in own.itertuples():
            balance = balance * 0.5 ** ((row.t - before) / 480.0) + (1.0 if row.what == "used" else -0.5)
            before = row.t
            assert row.balance == pytest.approx(balance)
    messages = between(run())
    given = messages[messages["reason"].isna()]
    assert set(table[table["what"] == "given"]["report"]) <= set(given["report"])


def test_a_leak_costs_trust_when_it_is_found_out_and_not_before() -> None:
    leak = {"by": "bravo", "at": "100 d", "found_out": 1, "after": "10 d", "costs": 200}
    made, plain = simulate(load(FILE, set={f"{TRUST}.leaks": {"paper": leak}}), 1), run()
    (found,) = made.trust.query("what == 'leak'").itertuples()
    assert (found.t, found.holder, found.partner, found.share) == (pytest.approx(110.0 * 24.0), "alpha", "bravo", 0.0)
    before = [one.trust[one.trust["t"] < found.t] for one in (made, plain)]
    assert before[0].equals(before[1])
    kept = simulate(load(FILE, set={f"{TRUST}.leaks": {"paper": {**leak, "found_out": 0}}}), 1)
    assert kept.trust.equals(plain.trust)


def test_a_nation_that_tells_nobody_is_a_bystander() -> None:
    other = simulate(load(FILE, set={"nations.charlie": {}, "sharing.members": ["alpha", "bravo"]}), 1)
    assert other.trust.equals(run().trust)


def test_only_runs_with_give_and_take_have_the_table() -> None:
    assert "trust" in written_of(Run, run().scenario)
    assert "trust" not in written_of(Run, load(FILE, set={TRUST: None}))


def test_a_leak_by_nobody_is_refused() -> None:
    leak = {"by": "nobody", "at": "1 d", "found_out": 1, "costs": 1}
    with pytest.raises(ScenarioError, match="nobody"):
        load(FILE, set={f"{TRUST}.leaks": {"paper": leak}})


def test_other_names_and_their_order_change_no_account() -> None:
    """Alpha is zulu, behind bravo. With a floor of 1 no release depends on luck, which is named by the two."""
    other: dict[str, Any] = {"nations.alpha": None, "nations.zulu": {}, "groups.south.nation": "zulu"}
    changed, plain = (
        simulate(load(FILE, set={f"{TRUST}.floor": 1, "time.measure": "20 d", **one}), 1).trust for one in (other, {})
    )
    back = changed.replace({"zulu": "alpha"})
    order = ["t", "holder", "what", "report"]
    said = [one.sort_values(order).drop(columns="report").reset_index(drop=True) for one in (back, plain)]
    assert len(plain) > 100 and said[0].equals(said[1])


def test_a_ship_that_nobody_asks_about_changes_no_account() -> None:
    ship: Any = {"type": "ship", "count": 1, "hold": {"at": ["5 nm", "200 nm"]}}
    kind: Any = {"is": "passive", "hull": "warship", "speed": {"cruise": "8 kn"}}
    short = {"time.measure": "20 d"}
    other = simulate(load(FILE, set={**short, "types.ship": kind, "groups.bystander": ship}), 1)
    assert other.trust.drop(columns="report").equals(simulate(load(FILE, set=short), 1).trust.drop(columns="report"))
