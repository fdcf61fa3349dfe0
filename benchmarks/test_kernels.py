"""Nanoseconds of single kernels, in `extra_info` as `ns`; the loops around them are compiled."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks import loops
from benchmarks.loops import CASES, cases
from guardship.core.kernels.state import EVENT

TIMES = 100
RINGS = {"rate": [(21.6, 6.0)], "rings": [(21.6, 3.0), (10.0, 10.0)]}

pytestmark = pytest.mark.benchmark(group="kernels")


def measure(benchmark: Any, count: int, loop: Callable[..., object], *arguments: object) -> None:
    """The loop's least time over `count`."""
    loop(*arguments)
    benchmark(loop, *arguments)
    if benchmark.stats is not None:  # None with --benchmark-disable
        benchmark.extra_info["ns"] = benchmark.stats["min"] * 1e9 / count


def test_window(benchmark: Any) -> None:
    """When a disc is entered and left: the inversion of the definite law."""
    measure(benchmark, TIMES * CASES, loops.windows, cases(), 21.6, TIMES)


@pytest.mark.parametrize("law", RINGS)
def test_ring_inversion(benchmark: Any, law: str) -> None:
    """When the exposure in one disc or two crosses a threshold."""
    rings = np.array(RINGS[law])
    measure(benchmark, TIMES * CASES, loops.ring_gains, cases(), rings, len(rings), TIMES)


def test_cube_inversion(benchmark: Any) -> None:
    """When the exposure by the inverse cube law crosses a threshold."""
    measure(benchmark, TIMES * CASES, loops.cube_gains, cases(), 0.0, 600.0, TIMES)


def test_interception(benchmark: Any) -> None:
    """When a pursuer of 20 kn meets a quarry of up to 21."""
    measure(benchmark, TIMES * CASES, loops.intercepts, cases(), 20.0, TIMES)


def test_leg_sweep(benchmark: Any) -> None:
    """Budget: 1 ns a pair. One leg against 1 024 packed columns."""
    rng = np.random.default_rng(1)
    X, Y = rng.uniform(0.0, 540.0, (2, CASES))
    VX, VY = rng.uniform(-15.0, 15.0, (2, CASES))
    T1, R2 = rng.uniform(0.0, 30.0, CASES), np.full(CASES, 400.0)
    flag, hits = np.zeros(CASES, np.uint8), np.zeros(CASES, np.int64)
    measure(benchmark, 1000 * CASES, loops.screens, X, Y, VX, VY, T1, R2, flag, hits, 1000)


@pytest.mark.parametrize("size", [512, 20_000])
def test_heap(benchmark: Any, size: int) -> None:
    """A push and, later, a drop on a queue that holds between half of `size` and `size` events."""
    heap = np.zeros(size + 1, EVENT)
    measure(benchmark, 100_000, loops.pushes, heap, size // 2, size, 100_000)


def test_draw(benchmark: Any) -> None:
    """A keyed uniform number."""
    measure(benchmark, 100_000, loops.draws, 100_000)
