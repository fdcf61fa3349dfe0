"""Time of a belief from 1 to 16 looks at 4 signs in 3 kinds: `uv run pytest benchmarks/test_belief.py`."""

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from guardship.intelligence import Look
from guardship.intelligence.belief import MOTION, Rates, Signs

TIMES = 100


def _signs() -> Signs:
    """Three signs that are shown and one that is measured, two offences, two rings of an optical look and a radar."""
    none = ((0.0, 0.0),)
    rates: dict[tuple[int, int, int], Rates] = {
        (1, 0, 0): ((0.3, 0.1), (0.5, 0.05), (0.2, 0.1), *none),
        (1, 1, 0): ((0.9, 0.05), (0.95, 0.01), (0.8, 0.02), *none),
        (0, 0, 0): (*none, (0.6, 0.2), *none, *none),
    }
    shown = ((0.03, 0.1, 0.2, 0.05), (0.3, 0.1, 0.6, 0.2), (0.9, 0.7, 0.4, 0.5))
    renews = (24.0, 24.0, float("inf"), 6.0)
    return Signs(
        ("a", "b", "c", "d"), ("x", "y"), renews, {"dhow": shown}, rates, {"dhow": (0.9, 0.04, 0.06)}, measured=1
    )


@pytest.mark.benchmark(group="belief")
@pytest.mark.parametrize("number", [1, 4, 16])
def test_posterior(benchmark: BenchmarkFixture, number: int) -> None:
    rng = np.random.default_rng(6)
    ways = [(1, 0, 7), (1, 1, 7), (0, 0, 2), (MOTION, 0, 8)]
    looks = [Look(float(k), *ways[k % 4][:2], 0, int(rng.integers(16)) & ways[k % 4][2]) for k in range(number)]
    signs = _signs()
    prior = signs.prior("dhow", 0.0, 0.0)

    def run() -> None:
        for _ in range(TIMES):
            signs.posterior(prior, "dhow", looks)

    benchmark.extra_info["looks"] = number
    benchmark(run)
