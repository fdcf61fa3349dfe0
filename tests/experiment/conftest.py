"""A small batch, run once for all tests that only read it."""

from pathlib import Path

import pytest

from experiment.stores import placed
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import Plan, plan


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return placed(tmp_path_factory.mktemp("scenarios"))


@pytest.fixture(scope="session")
def small(file: Path) -> Plan:
    return plan(file)


@pytest.fixture(scope="session")
def whole(small: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An uninterrupted batch in one process."""
    out = tmp_path_factory.mktemp("whole") / "store"
    run(small, out, here)
    return out
