"""Time of 3 000 reports to a picture of 300 live tracks: `uv run pytest benchmarks/test_picture.py`."""

from collections.abc import Callable

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from guardship.intelligence import Kind, Observation, Picture, Report

OBJECTS, ROUNDS = 300, 10


def _reports(newcomers: int) -> list[Report]:
    """Each object seen once in a box of 500 x 200 nm, then in rounds of a quarter of an hour.

    No round, every third, or every one brings new contacts of another observer.
    """
    rng = np.random.default_rng(5)
    start = rng.uniform(0.0, 1.0, (OBJECTS, 2)) * (500.0, 200.0)
    speed = rng.normal(0.0, 8.0, (OBJECTS, 2))
    reports: list[Report] = []
    for turn in range(ROUNDS + 1):
        for k in range(OBJECTS):
            time = 0.25 * turn + 0.0005 * k
            x, y = (start[k] + speed[k] * time + rng.normal(0.0, 0.5, 2)).tolist()
            vx, vy = (speed[k] + rng.normal(0.0, 1.0, 2)).tolist()
            by = 1 + turn if newcomers and turn % newcomers == 0 else 1
            seen = Observation((by, len(reports)), time, x, y, vx, vy, 0.5, 1.0, 1, None, k, by)
            reports.append(Report(len(reports), Kind.UPDATE, time, (seen,), by))
    return reports


@pytest.mark.benchmark(group="picture")
@pytest.mark.parametrize("newcomers", [0, 3, 1], ids=["updates", "a third newcomers", "newcomers"])
def test_take(benchmark: BenchmarkFixture, newcomers: int) -> None:
    reports = _reports(newcomers)
    first, later = reports[:OBJECTS], reports[OBJECTS:]

    def set_up() -> tuple[tuple[Callable[..., object], list[Report]], dict[str, object]]:
        picture = Picture(1)
        for report in first:
            picture.take(report, report.time_made)
        return (picture.take, later), {}

    def run(take: Callable[..., object], later: list[Report]) -> None:
        for report in later:
            take(report, report.time_made)

    benchmark.extra_info["reports"] = len(later)
    benchmark.pedantic(run, setup=set_up, rounds=7)
