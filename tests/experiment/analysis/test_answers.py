"""Which factors matter and which policy is best, over stores of runs whose answer is known."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from guardship.__main__ import app
from guardship.experiment.analysis.answers import best, sensitivity
from guardship.experiment.analysis.sensitivity import Indices, Regression
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import plan
from guardship.experiment.store.results import Batch

KNOWN = Path(__file__).parents[1] / "known.yaml"
FACTORS = {
    "rate": {"path": "sensors.eye.detects.target.rate", "low": "1 /h", "high": "6 /h"},
    "height": {"path": "hulls.target.height", "low": "1 m", "high": "9 m"},
}


def batch(folder: Path, **section: Any) -> Batch:
    changes = {f"experiment.{key}": value for key, value in section.items()}
    return run(plan(KNOWN, changes), folder / "store", here)


def test_what_does_nothing_explains_nothing(tmp_path: Path) -> None:
    """The height of a target is nothing to a sensor that is not a radar; the rate is everything."""
    given = {"variants": {"one": {}}, "factors": FACTORS, "replications": 8}
    indices = sensitivity(batch(tmp_path / "s", **given, design={"kind": "saltelli", "points": 16}), "contacts.gained")
    assert isinstance(indices["one"], Indices)
    rate, height = indices["one"].indices
    assert rate.total > 0.8
    assert height.total == pytest.approx(0.0, abs=1e-12)
    plane = sensitivity(batch(tmp_path / "l", **given, design={"kind": "sobol", "points": 16}), "contacts.gained")
    assert isinstance(plane["one"], Regression)
    slope, none = plane["one"].coefficients
    assert slope.low > 0.7
    assert none.low < 0.0 < none.high
    assert plane["one"].explained > 0.8


def test_levels_without_numbers_count_by_their_place(tmp_path: Path) -> None:
    levels = {"rate": {"path": "sensors.eye.detects.target.rate", "levels": ["1 /h", "2 /h", "6 /h"]}}
    found = batch(
        tmp_path, variants={"one": {}}, factors=levels, replications=8, design={"kind": "latin_hypercube", "points": 9}
    )
    plane = sensitivity(found, "contacts.gained")["one"]
    assert isinstance(plane, Regression)
    assert plane.coefficients[0].low > 0.7


def test_the_better_sensor_is_best(tmp_path: Path) -> None:
    found = batch(tmp_path, replications=64)
    answer = best(found, "contacts.gained", delta=1.0, larger=True)
    assert answer.selection.best == 1
    assert answer.points[1].variant == "six"
    assert best(found, "contacts.gained", delta=1.0).selection.best == 0
    with pytest.raises(ValueError, match="wanted a difference above 0"):
        best(found, "contacts.gained", delta=0.0)


def test_the_commands(tmp_path: Path) -> None:
    store = str(batch(tmp_path, replications=64).folder)
    call = CliRunner().invoke(app, ["best", store, "--measure", "contacts.gained", "--delta", "1", "--most"])
    assert call.exit_code == 0, call.output
    assert "best after" in call.output
    assert call.output.rstrip().endswith("six")
    call = CliRunner().invoke(app, ["sensitivity", store, "--measure", "contacts.gained"])
    assert call.exit_code == 2
    assert "no factors" in call.output
