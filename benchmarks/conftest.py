"""What all benchmarks begin with: a process of their own, and compiled kernels."""

import pytest

from guardship.warm import warm


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """None: what is measured beside something else says nothing."""
    return 0


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """So that no round but `test_cold_compilation` pays for compiling."""
    warm()
