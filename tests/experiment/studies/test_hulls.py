"""The value of sharing in hulls: sizes and placements by hand, the sweep of a small strait, what cannot be asked."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from guardship.__main__ import app
from guardship.experiment.analysis.hulls import hulls_to_add
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import Plan
from guardship.experiment.studies.hulls import (
    APART,
    answers,
    in_proportion,
    optimised,
    planned,
    proportional,
    said,
    sweep,
)
from guardship.scenario.problems import ScenarioError

FILE = Path(__file__).parents[3] / "scenarios/experiments/tiny_hulls.yaml"
SHORT: Mapping[str, object] = {
    "time.warm_up": "2 h",
    "time.measure": "8 h",
    "time.drain": "2 h",
    "experiment.replications": 30,
    "experiment.hulls.most": 4,
}


def test_proportional_by_largest_remainder() -> None:
    fleet = {"b": 2, "a": 1, "c": 1}
    assert proportional(fleet, 4) == fleet
    assert proportional(fleet, 8) == {"b": 4, "a": 2, "c": 2}
    assert proportional(fleet, 5) == {"b": 3, "a": 1, "c": 1}  # 2.5, 1.25, 1.25
    assert proportional(fleet, 1) == {"b": 1, "a": 0, "c": 0}
    assert proportional({"b": 1, "a": 1}, 3) == {"b": 1, "a": 2}  # a tie: by name
    assert all(sum(proportional(fleet, n).values()) == n for n in range(1, 40))


def test_the_sweep(tmp_path: Path) -> None:
    asked = sweep(FILE, SHORT)
    assert (asked.base, asked.sizes) == (3, (1, 2, 3, 4))
    plan = planned(asked, in_proportion(asked))
    assert [(p.variant, p.levels["hulls"]) for p in plan.points[:5]] == [
        ("apart", 1),
        ("apart", 2),
        ("apart", 3),
        ("apart", 4),
        ("shared", 1),
    ]
    assert [plan.scenario(k).groups["western"].count for k in range(4)] == [1, 1, 2, 3]
    assert plan.scenario(0).sharing is None
    assert plan.scenario(4).sharing is not None
    batch = run(plan, tmp_path / "store", here)
    values = batch.measure("attacks")
    expected = hulls_to_add(np.array([1.0, 2.0, 3.0, 4.0]), values[:4].T, values[4:].T, 3.0, False, 1.0 - 0.05 / 4)
    found = {one.measure: one for one in answers(asked, batch)}
    assert found.keys() == {"attacks", "voyages.stopped"}
    assert found["attacks"].add == expected
    assert found["attacks"].without.mean == pytest.approx(values[:4].mean(axis=1))


def test_each_arm_grows_hull_by_hull() -> None:
    asked = sweep(FILE, SHORT)
    played: list[Plan] = []

    def play(plan: Plan, name: str) -> Any:
        """More in the east is better where they are apart; where they share it makes no difference."""
        played.append(plan)
        east = [plan.scenario(k).groups["eastern"].count or 0 for k in range(len(plan.points))]
        apart = [p.variant.startswith("apart") for p in plan.points]
        values = np.array([[-n if own else 0.0] * 2 for n, own in zip(east, apart, strict=True)])
        return SimpleNamespace(measure=lambda _: values)

    placed = optimised(asked, play)
    assert placed["apart"][4] == {"western": 1, "eastern": 3}
    assert placed["shared"][4] == {"western": 1, "eastern": 3}  # ties: the first by name
    assert len(played) == 3
    assert {plan.seed(0) for plan in played} == {APART}
    assert played[0].asked.replications == 16


def test_few_seeds_resolve_nothing() -> None:
    sizes = np.array([1.0, 2.0, 3.0])
    sure = np.tile([[1.0, 2.0, 3.0]], (40, 1))
    for n, word in ((40, ", resolved"), (20, "not resolved (fewer")):
        assert word in said(hulls_to_add(sizes, sure[:n], sure[:n] + 0.5, 2.0))


@pytest.mark.parametrize(
    ("changes", "where", "message"),
    [
        ({"experiment.hulls.groups": ["western", "northern"]}, "experiment.hulls.groups[1]", "no such group"),
        ({"experiment.hulls.groups": ["ships"]}, "experiment.hulls.groups[0]", "has no `count`"),
        ({"experiment.hulls.groups": ["dhows"]}, "experiment.hulls.groups[0]", "not of patrol ships"),
        ({"experiment.hulls.least": 4, "experiment.hulls.most": 6}, "experiment.hulls", "not from `least`"),
        ({"experiment.hulls.least": 12}, "experiment.hulls", "not below"),
        ({"experiment.hulls": None}, "experiment", "wanted a `hulls` section"),
        ({"experiment.variants.third": {}}, "experiment.variants", "wanted two"),
        ({"experiment.variants.shared.set": {"groups.western.count": 3}}, "experiment.hulls.groups", "different"),
    ],
)
def test_what_cannot_be_asked(changes: Mapping[str, object], where: str, message: str) -> None:
    with pytest.raises(ScenarioError) as fault:
        sweep(FILE, changes)
    first = fault.value.problems[0]
    assert first.path == where
    assert message in first.message
    assert first.line or "--set" in str(fault.value)


def test_the_command(tmp_path: Path) -> None:
    given = [f"--set={key}={json.dumps(value)}" for key, value in SHORT.items()]
    words = ["hulls", str(FILE), *given, "--workers", "1", "--most", "3", "--replications", "8"]
    call = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "a"), "--json", str(tmp_path / "a.json")])
    assert call.exit_code == 0, call.output
    assert "western: 2 of westland, frigate" in call.output
    assert "to release with sharing, to do as well as 3 without it" in call.output
    found = json.loads((tmp_path / "a.json").read_text(), parse_constant=pytest.fail)
    assert found["placed"]["shared"] == {
        "1": {"western": 1, "eastern": 0},
        "2": {"western": 1, "eastern": 1},
        "3": {"western": 2, "eastern": 1},
    }
    best = [*words, "--placement", "optimised", "--set=experiment.hulls.search=4", "--measure", "attacks"]
    call = CliRunner().invoke(app, [*best, "--out", str(tmp_path / "b")])
    assert call.exit_code == 0, call.output
    assert "placed in shared, of 3: western" in call.output
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == ["search_0002", "search_0003", "sweep"]


def test_faults_of_the_command(tmp_path: Path) -> None:
    call = CliRunner().invoke(app, ["hulls", str(FILE), "--group", "northern"])
    assert call.exit_code == 2
    assert "experiment.hulls.groups[0]" in call.output
    call = CliRunner().invoke(app, ["hulls", str(FILE), "--measure", "boardings"])
    assert call.exit_code == 2
    assert "boardings=rises or boardings=falls" in call.output
