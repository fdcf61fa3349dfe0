"""Batches: runs per second with one worker and with two, measured one after the other, and the efficiency."""

from typing import Any

import pytest

from benchmarks.parts import SCENARIOS
from guardship.experiment.plan.plan import BLOCK, plan
from tools.throughput import Pace, batched

WORKERS = (1, 2)
RUNS = {"tiny": 40 * BLOCK, "gulf_of_aden": 3 * BLOCK}  # with two workers; half of it with one
pytestmark = pytest.mark.benchmark(group="batch")


@pytest.mark.parametrize("name", RUNS)
def test_batch(benchmark: Any, name: str) -> None:
    """`runs_per_s_1`, `runs_per_s_2` from the first block to the last, `efficiency`: their ratio over two.

    The first block of each worker, with the start of the processes, is `start_s_...` and not part of the rates.
    """
    paces: dict[int, Pace] = {}

    def go() -> None:
        for workers in WORKERS:
            runs = RUNS[name] if workers > 1 else max(RUNS[name] // 2, 2 * BLOCK)
            asked = plan(SCENARIOS / f"{name}.yaml", {"experiment.replications": runs})
            paces[workers] = batched(asked, asked.blocks(0, runs), workers)

    benchmark.pedantic(go, rounds=1)
    for workers, pace in paces.items():
        benchmark.extra_info[f"runs_per_s_{workers}"] = pace.rate
        benchmark.extra_info[f"start_s_{workers}"] = pace.start
    benchmark.extra_info["efficiency"] = paces[2].rate / (2.0 * paces[1].rate)
