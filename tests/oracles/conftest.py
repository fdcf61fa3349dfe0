"""The seeds of the trials, and the table of theory against measurement at the end of `pytest tests/oracles -v`."""

from collections.abc import Callable, Iterator
from math import isnan

import pytest

from .worlds import SCORES, Score


def row(s: Score) -> str:
    """A comparison as a row of docs/oracles.md."""
    z = "-" if isnan(s.z) else f"{s.z:+.2f}"
    return f"| {s.oracle} | {s.what} | {s.theory:.6g} | {s.measured:.6g} | {s.n} | {z} |"


@pytest.fixture(autouse=True)
def _scores(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """What a test compares goes with its report, which is all that comes out of a worker."""
    SCORES.clear()
    yield
    for score in SCORES:
        record_property("table: oracles", row(score))


@pytest.fixture(params=[range(1), pytest.param(range(1, 9), marks=pytest.mark.long)], ids=["one seed", "eight seeds"])
def seeds(request: pytest.FixtureRequest) -> range:
    """The runs whose trials are taken together."""
    seeds: range = request.param
    return seeds
