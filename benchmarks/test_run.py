"""The whole of a run of the Gulf of Aden: building, kernel time, agents and logs, writing."""

import time
from pathlib import Path
from typing import Any

import pytest

import guardship
from guardship.ocean import Decision, Ocean
from guardship.run import Run
from guardship.scenario.build import Builder
from guardship.scenario.schema import Scenario
from guardship.scenario.stage import Stage
from guardship.warm import warm

THEATRE = Path(__file__).parents[1] / "scenarios" / "gulf_of_aden.yaml"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    warm()
    scenario = guardship.load(THEATRE)
    guardship.simulate(scenario, 0)
    return scenario


def test_load(benchmark: Any) -> None:
    """Reading and validating the scenario file."""
    benchmark(guardship.load, THEATRE)


def test_build(benchmark: Any, scenario: Scenario) -> None:
    """From the scenario to a model that is ready to run."""
    benchmark.pedantic(lambda: Builder(scenario, Stage.of(scenario), 1, {}).model(), rounds=8, warmup_rounds=1)


def test_whole_run(benchmark: Any, scenario: Scenario) -> None:
    """Budget: 0.1 s, at most 0.25, for 30 days with agents and logs, without writing; the corridor runs 40 days."""
    seeds = iter(range(100))
    benchmark.pedantic(lambda: guardship.simulate(scenario, next(seeds)), rounds=8, warmup_rounds=1)


def test_kernel_time(benchmark: Any, scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time within `advance` alone, in `kernel_ms`; with the counts of work."""
    spent = [0.0]
    advance = Ocean.advance

    def timed(self: Ocean, until: float) -> list[Decision]:
        t = time.perf_counter()
        found = advance(self, until)
        spent[0] += time.perf_counter() - t
        return found

    monkeypatch.setattr(Ocean, "advance", timed)
    runs: list[Run] = []
    benchmark.pedantic(lambda: runs.append(guardship.simulate(scenario, 1)), rounds=5, warmup_rounds=1)
    benchmark.extra_info["kernel_ms"] = 1e3 * spent[0] / len(runs)
    benchmark.extra_info.update(runs[-1].model.ocean.work())


def test_write(benchmark: Any, scenario: Scenario, tmp_path: Path) -> None:
    """Budget: 0.1 s more for the run folder."""
    done = guardship.simulate(scenario, 1)
    benchmark.pedantic(lambda: done.write(tmp_path / "run"), rounds=5, warmup_rounds=1)
