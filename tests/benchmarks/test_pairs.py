"""What pairs of runs cost, by lines as a checkout prints them and by a checkout that runs two small pairs."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import pairs
from benchmarks.pairs import Pairs, collected, costs, main, measured, told

ROOT = Path(__file__).parents[2]
rng = np.random.default_rng(1)
LUCK = rng.normal(0.0, 2.0, (2, 40))
MADE = Pairs(np.array([1.0, 3.0]), 10.0 + LUCK + rng.normal(0.0, 0.5, (2, 40)), LUCK)


def test_lines_are_put_together_by_file() -> None:
    lines = [
        {"file": file, "seconds": 4.0 * (file + 1), "attacks": [file, begin], "surplus": [0.5, file]}
        for begin in (0, 2)
        for file in (0, 1)
    ]
    found = collected([json.dumps(line) for line in lines])
    assert found.seconds.tolist() == [2.0, 4.0]
    assert found.attacks.tolist() == [[0.0, 0.0, 0.0, 2.0], [1.0, 0.0, 1.0, 2.0]]
    assert found.surplus is not None and found.surplus[1].tolist() == [0.5, 1.0, 0.5, 1.0]
    assert collected([json.dumps({**line, "surplus": None}) for line in lines]).surplus is None


def test_the_cost_is_that_of_the_pairs_that_find_the_difference() -> None:
    """Normal theory: n = (z of 97.5 % + z of 80 %)^2 (sd / difference)^2 pairs and a few, each of four seconds."""
    plain, cleared = costs(MADE, 0.5)
    for one in (plain, cleared):
        assert one.pairs == pytest.approx((1.960 + 0.842) ** 2 * (one.spread.value / 0.5) ** 2, abs=3.5)
        assert one.seconds == 4.0 * one.pairs and one.low < one.seconds < one.high
    assert cleared.seconds < plain.seconds / 5.0  # of sqrt(8.5) and sqrt(0.5), squared: a seventeenth
    assert [one.how for one in costs(MADE._replace(surplus=None), 0.5)] == ["as they are"]


def test_minutes_and_ratios_are_told() -> None:
    first, *rest = told("here", MADE, 1000, 1.6, 0.5, np.nan)
    assert "4.00 s of processor time a pair (1.00 apart, 3.00 in the mesh); 1000 pairs take 42 minutes" in first
    assert len(rest) == 2 and "of the first" not in rest[0]
    base = next(costs(MADE, 0.5)).seconds
    assert "1.000 of the first" in list(told("here", MADE, 1000, 1.6, 0.5, base))[1]


def test_a_checkout_without_an_environment_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--gain", "1.8"]) == 2
    assert "run `uv sync` there" in capsys.readouterr().out


def test_the_same_policy_twice_has_the_same_attacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the tiny strait, in a process of its own: pairs have the same seeds, the last block is a short one."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.setattr(pairs, "FILES", ("scenarios/tiny.yaml", "scenarios/tiny.yaml"))
    found = measured(tmp_path, 10, {"time.measure": "2 d"})
    assert found.attacks.shape == (2, 10) and found.attacks.sum() > 0.0
    assert np.array_equal(*found.attacks) and found.surplus is not None and np.array_equal(*found.surplus)
    assert (found.seconds > 0.0).all()
