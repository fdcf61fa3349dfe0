"""The seeds of the trials, and the table of theory against measurement at the end of `pytest tests/oracles -v`."""

from math import isnan

import pytest

from .worlds import SCORES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was compared, as rows of docs/oracles.md."""
    if SCORES and terminalreporter.verbosity >= 0:
        terminalreporter.section("oracles")
        for s in SCORES:
            z = "-" if isnan(s.z) else f"{s.z:+.2f}"
            row = f"| {s.oracle} | {s.what} | {s.theory:.6g} | {s.measured:.6g} | {s.n} | {z} |"
            terminalreporter.write_line(row)


@pytest.fixture(params=[range(1), pytest.param(range(1, 9), marks=pytest.mark.long)], ids=["one seed", "eight seeds"])
def seeds(request: pytest.FixtureRequest) -> range:
    """The runs whose trials are taken together."""
    seeds: range = request.param
    return seeds
