"""The compiled core: a pair, an event, a call, the square of 500 vessels; with the exact counts of work."""

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from benchmarks.worlds import DAYS, square
from guardship.kernels.compile import kernel
from guardship.kernels.heap import drop, push
from guardship.kernels.philox import uniform
from guardship.kernels.state import EVENT
from guardship.kernels.sweep import screen
from guardship.ocean import Law, Ocean
from guardship.warm import warm

PAIRS = 1024
LAWS = {
    "rate": Law.rate(21.6, 6.0),
    "definite": Law.definite(21.6),
    "inverse_cube": Law.cube(600.0, 21.6),
    "rings": Law.nested([(21.6, 3.0), (10.0, 10.0)]),
}


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    warm()


@kernel
def screens(X, Y, VX, VY, T1, R2, flag, hits, times):
    m = 0
    for k in range(times):
        m += screen(X, Y, VX, VY, T1, R2, 100.0, 100.0, 10.0, 3.0, 20.0, k * 1e-6, 1.0, flag, X.shape[0], hits)
    return m


@kernel
def pushes(heap, times):
    n = 0
    for k in range(times):
        n = push(heap, n, float((k * 7919) % 65536), np.uint64(k), 0, 0)
        if n == 512:
            for _ in range(256):
                n = drop(heap, n)
    return n


@kernel
def draws(times):
    x = 0.0
    for k in range(times):
        x += uniform(1, 2, np.uint64(k), 3)
    return x


def test_pair_screened(benchmark: Any) -> None:
    """Budget: 1 ns a pair. The round screens 1 000 x 1 024 pairs."""
    rng = np.random.default_rng(1)
    X, Y = rng.uniform(0.0, 540.0, (2, PAIRS))
    VX, VY = rng.uniform(-15.0, 15.0, (2, PAIRS))
    T1, R2 = rng.uniform(0.0, 30.0, PAIRS), np.full(PAIRS, 400.0)
    flag, hits = np.zeros(PAIRS, np.uint8), np.zeros(PAIRS, np.int64)
    screens(X, Y, VX, VY, T1, R2, flag, hits, 1)
    benchmark(screens, X, Y, VX, VY, T1, R2, flag, hits, 1000)
    benchmark.extra_info["ns_a_pair"] = benchmark.stats["min"] * 1e9 / (1000 * PAIRS)


def test_heap_push_and_drop(benchmark: Any) -> None:
    """100 000 pushes and nearly as many drops on a heap of 256 to 512 events."""
    heap = np.zeros(1024, EVENT)
    pushes(heap, 10)
    benchmark(pushes, heap, 100_000)
    benchmark.extra_info["ns_a_push_and_drop"] = benchmark.stats["min"] * 1e9 / 100_000


def test_draw(benchmark: Any) -> None:
    """A keyed uniform number."""
    draws(1)
    benchmark(draws, 100_000)
    benchmark.extra_info["ns_a_draw"] = benchmark.stats["min"] * 1e9 / 100_000


def test_call(benchmark: Any) -> None:
    """Budget: 3 us for a call of `advance` in which nothing happens."""
    ocean = square(1, days=1, sensors=2, transits=2, dhows=3)
    ocean.advance(30.0)
    now = ocean.now
    benchmark(ocean.advance, now)


@pytest.mark.parametrize("law", LAWS)
def test_square(benchmark: Any, law: str) -> None:
    """Budget: 10 ms, at most 15, for 30 days of 500 vessels and 30 sensors."""
    work: dict[str, int] = {}

    def setup() -> tuple[tuple[Ocean], dict[str, Any]]:
        return (square(2, law=LAWS[law]),), {}

    def go(ocean: Ocean) -> None:
        ocean.advance(DAYS * 24.0)
        work.update(ocean.work())

    benchmark.pedantic(go, setup=setup, rounds=12, warmup_rounds=1)
    benchmark.extra_info.update(work)
    benchmark.extra_info["ns_an_event"] = benchmark.stats["min"] * 1e9 / work["events"]


def process(*args: str, **env: str) -> None:
    """Run another Python; compiled bytecode is kept, as on a user's machine."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *args], check=True, capture_output=True, env={**kept, **env})


HELP = "from guardship.cli import main; import sys; sys.argv = ['guardship', '--help']; main()"
FIRST = """
import guardship
from guardship.scenario.build import build
model = build(guardship.load("scenarios/irtc.yaml"), 0)
model.run_until(1.0)
"""


def test_help(benchmark: Any) -> None:
    """Budget: 0.4 s, at most 0.6."""
    benchmark.pedantic(process, ("-c", HELP), rounds=5, warmup_rounds=1)


def test_first_event(benchmark: Any) -> None:
    """Budget: 2 s, at most 3, from starting Python to the first event with a warm cache."""
    benchmark.pedantic(process, ("-c", FIRST), rounds=5, warmup_rounds=1)


def test_cold_compilation(benchmark: Any, tmp_path: Any) -> None:
    """Budget: 10 s, at most 20."""
    benchmark.pedantic(
        process, ("-c", "from guardship.warm import warm; warm()"), {"GUARDSHIP_CACHE_DIR": str(tmp_path)}, rounds=1
    )


MEMORY = """
import guardship, guardship.run

def line(name):
    with open("/proc/self/status") as status:
        return int(next(text for text in status if text.startswith(name)).split()[1]) / 1024

scenario = guardship.load("scenarios/irtc.yaml")
guardship.simulate(guardship.load("scenarios/tiny.yaml"), 0)
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # from now on the high-water mark is this run's own
before = line("VmRSS")
run = guardship.simulate(scenario, 0)
print(line("VmHWM") - before)
"""


def test_memory(benchmark: Any) -> None:
    """Budget: 80 MB, at most 150, above what imports take; see `memory_mb` (Linux)."""

    def go() -> float:
        done = subprocess.run([sys.executable, "-c", MEMORY], check=True, capture_output=True, text=True)
        return float(done.stdout)

    benchmark.extra_info["memory_mb"] = benchmark.pedantic(go, rounds=1)
