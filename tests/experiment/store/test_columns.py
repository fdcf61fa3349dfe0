"""Columns of a run: no factor passes the plan that bears the name of one."""

from pathlib import Path

import pytest

import guardship
from experiment.stores import SCENARIOS
from guardship.experiment.store.columns import numbers, possible, taken
from guardship.experiment.store.results import Batch
from guardship.scenario.experiment import KEYS

SHORT = {"time.warm_up": "12 h", "time.measure": "2 d", "time.drain": "12 h"}


def plain(names: object) -> set[str]:
    return {str(name).lower() for name in names if "." not in str(name)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["tiny", "smuggling", "tips", "alliance", "coalition/cyber_attack"])
def test_the_columns_of_a_run_are_taken(name: str) -> None:
    """Smugglers and attackers, tips and false reports, requests between commands: each has columns of its own."""
    run = guardship.simulate(guardship.load(SCENARIOS / f"{name}.yaml", set=SHORT), seed=1)
    found = numbers(run.summary, run.model.work())
    assert plain(found) <= taken()
    assert [column for column in found if not possible(column)] == []


def test_the_columns_of_a_store_are_taken(whole: Path) -> None:
    assert plain(Batch(whole).runs.columns) <= taken() | {*KEYS, "frigates"}


def test_what_a_run_never_gives_is_free() -> None:
    assert {"smuggling", "frigates", "latency", "hulls"}.isdisjoint(taken())
    assert {"drugs", "arms", "people", "piracy", "attack", "tips", "gaps", "spoofed_reports", "decoy_calls"} <= taken()


@pytest.mark.parametrize("name", ["atacks", "attacks.hijakced", "contacts.gaind", "usd", "work", "piracy.x"])
def test_what_no_run_gives_is_no_measure(name: str) -> None:
    assert not possible(name)
