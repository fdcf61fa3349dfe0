"""Whole runs: every shipped scenario in its parts, the Gulf of Aden whole, reading and writing."""

from pathlib import Path
from typing import Any

import pytest

import guardship
from benchmarks.parts import SCENARIOS, THEATRE, Parts, parts
from guardship.build.theatre import Theatre
from guardship.scenario.schema import Scenario

SHIPPED = [*sorted(SCENARIOS.glob("*.yaml")), *sorted((SCENARIOS / "coalition").glob("*.yaml"))]
pytestmark = pytest.mark.benchmark(group="model")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return guardship.load(THEATRE)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.relative_to(SCENARIOS).with_suffix("").as_posix())
def test_scenario(benchmark: Any, file: Path) -> None:
    """Seed 1. `build_ms`, `kernel_ms` (calls included) and `agent_ms` are minima, each by itself, of the rounds."""
    scenario = guardship.load(file)
    theatre = Theatre.of(scenario)
    runs: list[Parts] = []
    benchmark.pedantic(lambda: runs.append(parts(scenario, theatre, 1)), rounds=2, warmup_rounds=1)
    benchmark.extra_info["build_ms"] = 1e3 * min(run.build for run in runs)
    benchmark.extra_info["kernel_ms"] = 1e3 * min(run.kernel for run in runs)
    benchmark.extra_info["agent_ms"] = 1e3 * min(run.agents for run in runs)
    benchmark.extra_info.update(runs[-1].work)


def test_whole_run(benchmark: Any, scenario: Scenario) -> None:
    """Budget: 0.1 s, at most 0.25, for 30 days of the Gulf of Aden with agents and logs; the file says 44 days."""
    seeds = iter(range(100))
    benchmark.pedantic(lambda: guardship.simulate(scenario, next(seeds)), rounds=8, warmup_rounds=1)


def test_load(benchmark: Any) -> None:
    """Reading and checking the scenario file."""
    benchmark.pedantic(guardship.load, (THEATRE,), rounds=10, warmup_rounds=1)


def test_write(benchmark: Any, scenario: Scenario, tmp_path: Path) -> None:
    """Budget: 0.1 s more for the run folder."""
    done = guardship.simulate(scenario, 1)
    benchmark.pedantic(lambda: done.write(tmp_path / "run"), rounds=5, warmup_rounds=1)
