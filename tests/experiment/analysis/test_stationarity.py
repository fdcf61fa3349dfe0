"""Drift within the window: found where there is some, and seldom where there is none."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiment.stores import placed
from guardship.experiment.analysis.compare import compare
from guardship.experiment.analysis.stationarity import COUNTS, HALF, LEVEL, drifting, said
from guardship.experiment.analysis.tables import compared_lines
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import Point, plan
from guardship.experiment.store.results import Batch
from guardship.report.report import report


def store(rng: np.random.Generator, first: float, second: float, runs: int = 60) -> Any:
    """Of two points of a batch, Poisson counts in each half of the window."""
    early, late = (rng.poisson(mean, (2, runs)).astype(float) for mean in (first, second))
    columns = dict.fromkeys(COUNTS, early + late) | {HALF + name: late for name in COUNTS}
    points = tuple(Point(k, f"arm{k}", {}, {}, "") for k in range(2))
    return SimpleNamespace(plan=SimpleNamespace(points=points), measures=list(columns), measure=columns.__getitem__)


def test_of_a_hundred_batches_without_drift_about_one_is_warned_of() -> None:
    rng = np.random.default_rng(1)
    warned = sum(any(drifting(store(rng, 3.0, 3.0))) for _ in range(1000))
    assert warned <= 2.5 * (1.0 - LEVEL) * 1000


def test_a_fall_by_a_third_is_found() -> None:
    rng = np.random.default_rng(2)
    found = list(drifting(store(rng, 3.0, 2.0, 200)))
    assert {one.what for one in found} == set(COUNTS)
    assert {one.point.variant for one in found} == {"arm0", "arm1"}
    assert all(one.change.high < 0.0 < one.first - one.second for one in found)


@pytest.fixture(scope="module")
def ebbing(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """A day of the tiny strait in which the second half of the window is night, when nobody attacks."""
    folder = tmp_path_factory.mktemp("ebbing")
    light = {"environment.light": [{"at": "0 h", "is": "day"}, {"at": "12 h", "is": "night"}]}
    given = {**light, "time.measure": "20 h", "experiment.replications": 60}
    return run(plan(placed(folder), given), folder / "store", here)


def test_it_is_said_wherever_means_are(ebbing: Batch) -> None:
    found = list(drifting(ebbing))
    one = next(one for one in found if one.what == "boardings")  # at night nobody is told from anybody else
    values, later, k = ebbing.measure("boardings"), ebbing.measure("second_half.boardings"), one.point.number
    assert one.second == pytest.approx(later[k].mean())
    assert one.first == pytest.approx((values[k] - later[k]).mean())
    lines = "\n".join(str(line) for line in compared_lines(ebbing, compare(ebbing)))
    assert f"Not stationary: {said(found[0])}" in lines
    assert f"Not stationary: {said(found[0])}" in report(ebbing)


def test_and_not_where_nothing_drifts(tmp_path: Path) -> None:
    made = run(plan(placed(tmp_path), {"environment.light": [{"at": "0 h", "is": "day"}]}), tmp_path / "store", here)
    assert "Not stationary" not in report(made)
