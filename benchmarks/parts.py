"""A run of a scenario in its parts: building, the core, agents and logs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from guardship.ocean import Decision, Ocean
from guardship.run import Run
from guardship.scenario.build import Builder
from guardship.scenario.schema import Scenario
from guardship.scenario.stage import Stage

SCENARIOS = Path(__file__).parents[1] / "scenarios"
THEATRE = SCENARIOS / "gulf_of_aden.yaml"

type Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Parts:
    """Seconds of one run, and its exact counts of work."""

    build: float
    kernel: float
    whole: float
    work: dict[str, int]

    @property
    def agents(self) -> float:
        """Decisions, timers, messages, logs: all that is neither building nor the core."""
        return self.whole - self.build - self.kernel


@contextmanager
def kernel_time(clock: Clock) -> Iterator[list[float]]:
    """Adds up, in its one entry, the time within `Ocean.advance`, calls included."""
    spent = [0.0]
    advance = Ocean.advance

    def timed(self: Ocean, until: float) -> list[Decision]:
        begin = clock()
        found = advance(self, until)
        spent[0] += clock() - begin
        return found

    with patch.object(Ocean, "advance", timed):
        yield spent


def parts(scenario: Scenario, stage: Stage, seed: int, clock: Clock = time.perf_counter) -> Parts:
    """Run as `guardship.simulate` does, with a clock at the seams."""
    with kernel_time(clock) as spent:
        begin = clock()
        model = Builder(scenario, stage, seed, {}).model()
        built = clock()
        model.in_one_go()
        model.run_until(stage.hours)
        Run(scenario, seed, stage, model)
        return Parts(built - begin, spent[0], clock() - begin, model.ocean.work())
