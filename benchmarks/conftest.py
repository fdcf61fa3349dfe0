"""What all benchmarks begin with: compiled kernels, so that no round but `test_cold_compilation` pays for compiling."""

import pytest

from guardship.run.warm import warm


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    warm()
