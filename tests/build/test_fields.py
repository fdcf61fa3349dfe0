"""When fields are at work, against the obvious: every cell asked at every time."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from guardship.agents.interfaces import Surroundings
from guardship.agents.limits import Limits
from guardship.build.fields import Hours
from guardship.core.ocean import Environment
from guardship.world.fields import Field

STATES = [Surroundings(light, weather) for light in ("day", "night") for weather in ("calm", "rough")]


def calendar(rng: np.random.Generator, cells: int, changes: int) -> Environment:
    """A calendar for each cell, some of whose changes are at one time or repeat a state."""
    times = np.sort(np.round(rng.uniform(0.0, 100.0, (cells, changes))), axis=1)
    times[:, 0] = 0.0
    return Environment(times, rng.integers(0, len(STATES), (cells, changes)))


def obvious(env: Environment, boats: Field, t: float) -> bool:
    """Whether it is no day of rest and the state of some cell is right."""
    cells = zip(env.times, env.states, strict=True)
    states = (what[np.searchsorted(when, t, side="right") - 1] for when, what in cells)
    rests = any(begin <= t < end for begin, end in boats.rests)
    return not rests and any(boats.limits.why_not(STATES[k]) is None for k in states)


@pytest.mark.parametrize("seed", range(5))
def test_hours_are_those_of_any_cell(seed: int) -> None:
    rng = np.random.default_rng(seed)
    env = calendar(rng, 3, 12)
    limits = Limits(light=frozenset({"day"}), weather=frozenset({"calm"}))
    boats = cast(Any, SimpleNamespace(limits=limits, rests=((30.0, 40.0),)))
    at = np.concatenate([env.times.ravel(), [30.0, 40.0], rng.uniform(0.0, 110.0, 200)])
    found = Hours.of(boats, env, STATES).contain(at)
    assert found.tolist() == [obvious(env, boats, t) for t in at.tolist()]
    assert 0 < found.sum() < len(found)
