"""From starting Python to something that is of use."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.parts import SCENARIOS
from benchmarks.processes import process

HELP = "from guardship.__main__ import main; import sys; sys.argv = ['guardship', '--help']; main()"
FIRST = f"""
import guardship
from guardship.build.assemble import build
model = PatrolModel(guardship.load({str(SCENARIOS / "irtc.yaml")!r}), 0)
model.run_until(1.0)
"""
COLD = "from guardship.warm import warm; assert warm()"
pytestmark = pytest.mark.benchmark(group="start-up")


def test_import(benchmark: Any) -> None:
    """`import guardship` alone: what is heavy is loaded when it is needed."""
    benchmark.pedantic(process, ("-c", "import guardship"), rounds=5, warmup_rounds=1)


def test_import_run(benchmark: Any) -> None:
    """With all that a run needs: Mesa, Numba, Shapely."""
    benchmark.pedantic(process, ("-c", "import guardship.run"), rounds=5, warmup_rounds=1)


def test_help(benchmark: Any) -> None:
    """Budget: 0.4 s, at most 0.6."""
    benchmark.pedantic(process, ("-c", HELP), rounds=5, warmup_rounds=1)


def test_first_event(benchmark: Any) -> None:
    """Budget: 2 s, at most 3, from starting Python to the first event with a warm cache."""
    benchmark.pedantic(process, ("-c", FIRST), rounds=5, warmup_rounds=1)


def test_cold_compilation(benchmark: Any, tmp_path: Path) -> None:
    """Of Numba, where nothing prebuilt fits. Budget: 10 s, at most 20; imports of 1.5 s are in it."""
    around = {"GUARDSHIP_CACHE_DIR": str(tmp_path), "GUARDSHIP_KERNELS": "numba"}
    benchmark.pedantic(process, ("-c", COLD), around, rounds=1)
