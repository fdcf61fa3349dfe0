"""Light, weather and visibility of a run, beside what a model costs otherwise."""

from typing import Any

import pytest

import guardship
from benchmarks.parts import THEATRE
from guardship.build.environment import Climate
from guardship.build.theatre import Theatre
from guardship.scenario.schema import Scenario

pytestmark = pytest.mark.benchmark(group="model")
DEPENDENCE = {"memory": "2 d", "reach": "300 nm"}
WIND = {"wind": {"mean": "6 m/s", **DEPENDENCE, "levels": {"calm": "0 m/s", "moderate": "6 m/s", "rough": "9 m/s"}}}
HAZE = {"median": "12 nm", "spread": 2, **DEPENDENCE, "levels": {"hazy": "0 nm", "clear": "5 nm"}}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return guardship.load(THEATRE, set={"environment.weather": WIND, "environment.visibility": HAZE})


def test_weather(benchmark: Any, scenario: Scenario) -> None:
    """Wind and visibility of one more seed: the sun is known."""
    climate, seeds = Theatre.of(scenario).climate, iter(range(1000))
    climate.environment(0)
    benchmark.pedantic(lambda: climate.environment(next(seeds)), rounds=20, warmup_rounds=2)


def test_sunrise(benchmark: Any, scenario: Scenario) -> None:
    """Day and night in all cells: once for a theatre."""
    plane = Theatre.of(scenario).plane
    benchmark.pedantic(lambda: Climate(scenario, plane).lights, rounds=10, warmup_rounds=1)
