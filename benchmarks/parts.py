"""A run of a scenario in its parts: building, the core, agents and logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

import numpy as np

from guardship.build.model import PatrolModel
from guardship.build.theatre import Theatre
from guardship.core.kernels.state import Floats
from guardship.core.ocean import Decision, Ocean
from guardship.run.run import Run
from guardship.scenario.schema import Scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"
THEATRE = SCENARIOS / "gulf_of_aden.yaml"


@dataclass(frozen=True, slots=True)
class Parts:
    """Seconds of one run, of each call of `advance`, and the run's exact counts of work."""

    build: float
    calls: Floats
    whole: float
    work: dict[str, int]

    @property
    def kernel(self) -> float:
        """All calls of `advance`."""
        return float(self.calls.sum())

    @property
    def agents(self) -> float:
        """Decisions, timers, messages, logs: all that is neither building nor the core."""
        return self.whole - self.build - self.kernel


@contextmanager
def kernel_calls() -> Iterator[list[float]]:
    """The time of each call of `Ocean.advance` from now on."""
    spent: list[float] = []
    advance = Ocean.advance

    def timed(self: Ocean, until: float) -> list[Decision]:
        begin = perf_counter()
        found = advance(self, until)
        spent.append(perf_counter() - begin)
        return found

    with patch.object(Ocean, "advance", timed):
        yield spent


def parts(scenario: Scenario, theatre: Theatre, seed: int) -> Parts:
    """Run as `guardship.simulate` does, with a clock at the seams."""
    with kernel_calls() as spent:
        begin = perf_counter()
        model = PatrolModel(scenario, seed, theatre=theatre)
        built = perf_counter()
        model.in_one_go()
        model.run_until(theatre.hours)
        Run(scenario, seed, theatre, model)
        return Parts(built - begin, np.array(spent), perf_counter() - begin, model.work())
