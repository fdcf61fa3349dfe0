"""Simulate a scenario once."""

from collections.abc import Callable, Mapping

import numpy as np

from guardship.agents import Vessel
from guardship.build.model import PatrolModel
from guardship.build.theatre import Stage
from guardship.run.run import Run
from guardship.run.warm import warm
from guardship.scenario.reading.check import changed
from guardship.scenario.schema import Scenario


def simulate(
    scenario: Scenario,
    seed: int = 0,
    set: Mapping[str, object] | None = None,
    agents: Mapping[str, type[Vessel]] | None = None,
    progress: Callable[[float, float], None] | None = None,
    substream: int | None = None,
    stage: Stage | None = None,
    luck: int | None = None,
) -> Run:
    """Run a scenario to its end. `agents`: classes to use instead of the built-in ones, by the name of a type.

    `set` changes entries of the scenario by dotted path, as `load` does, and raises its errors. `progress` is told
    (hours done, hours in all) now and then. The seed gives the traffic, the candidate voyages, the weather and, unless
    `substream` is a number other than 0, what is made of them; another `substream` draws detections, choices and
    boardings anew under the same traffic; None is 0. `luck` is its old name. `stage`: that of this scenario, when there
    are many runs. Equal arguments give equal results. Raises ValueError for a seed or a substream that is not a whole
    number from 0 to 2^63 - 1, for a substream under both names, or for classes that do not fit.
    """
    if substream is not None and luck is not None:
        raise ValueError(f"substream: came {substream!r}, and {luck!r} as `luck`, its old name; want one of them")
    given = substream if luck is None else luck
    seed, substream = _whole("seed", seed), 0 if given is None else _whole("substream", given)
    if set:
        scenario, stage = changed(scenario, set), None
    warm()
    stage = stage or Stage.of(scenario)
    model = PatrolModel(scenario, seed, agents=agents, substream=substream, stage=stage)
    model.in_one_go()
    hours = stage.hours
    if progress is None:
        model.run_until(hours)
    else:
        for k in range(1, 101):
            model.run_until(hours * k / 100.0)
            progress(hours * k / 100.0, hours)
    return Run(scenario, seed, stage, model, substream)


def _whole(name: str, number: int) -> int:
    """A whole number from 0 to 2^63 - 1. Raises ValueError for anything else."""
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or not 0 <= number < 2**63:
        raise ValueError(f"{name}: want a whole number from 0 to 2^63 - 1, got {number!r}")
    return int(number)
