"""The compiled core: a call, the square of 500 vessels by law, fleets by size and density; with counts of work."""

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.worlds import DAYS, LAWS, scattered, square
from guardship.core.ocean import Ocean

VESSEL_HOURS = 240_000  # of each fleet, so that a round takes about the same time
pytestmark = pytest.mark.benchmark(group="core")


def measure(benchmark: Any, make: Callable[[], Ocean], hours: float, rounds: int) -> None:
    """Time until `hours`, without building; the counts of work are those of one round."""
    work: dict[str, int] = {}

    def go(ocean: Ocean) -> None:
        while ocean.now < hours:
            ocean.advance(hours)
        work.update(ocean.work())

    benchmark.pedantic(go, setup=lambda: ((make(),), {}), rounds=rounds, warmup_rounds=1)
    benchmark.extra_info.update(work)
    if benchmark.stats is not None:
        seconds = benchmark.stats["min"]
        benchmark.extra_info["ns_an_event"] = 1e9 * seconds / work["events"]
        benchmark.extra_info["events_per_s"] = work["events"] / seconds


def test_call(benchmark: Any) -> None:
    """Budget: 3 us for a call of `advance` in which nothing happens."""
    ocean = square(1, days=1, sensors=2, transits=2, dhows=3)
    ocean.advance(30.0)
    now = ocean.now
    benchmark(ocean.advance, now)


@pytest.mark.parametrize("law", LAWS)
def test_square(benchmark: Any, law: str) -> None:
    """Budget: 10 ms, at most 15, for 30 days of 500 vessels and 30 sensors."""
    measure(benchmark, lambda: square(2, law=LAWS[law]), DAYS * 24.0, rounds=12)


@pytest.mark.parametrize("vessels", [100, 1_000, 10_000])
def test_fleet_by_size(benchmark: Any, vessels: int) -> None:
    """One density, a tenth of a contact per vessel, 240 000 hours of all vessels together."""
    hours = VESSEL_HOURS / vessels
    measure(benchmark, lambda: scattered(vessels, 0.1, hours), hours, rounds=5)


@pytest.mark.parametrize("contacts", [0.01, 1.0, 10.0])
def test_fleet_by_density(benchmark: Any, contacts: float) -> None:
    """A thousand vessels by contacts per vessel at a time; 0.1 is `test_fleet_by_size[1000]`."""
    hours = VESSEL_HOURS / 1_000
    measure(benchmark, lambda: scattered(1_000, contacts, hours), hours, rounds=5)
