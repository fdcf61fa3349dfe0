"""The assignment of units to tasks against trying out every one."""

from itertools import permutations
from math import inf

import numpy as np
import pytest

from guardship.coalition.tasking import assign


def best(hours: list[list[float]]) -> tuple[int, float]:
    """Most tasks done, and the least hours for that, by trying everything."""
    tasks, units = len(hours), len(hours[0])
    columns = [*range(units), *[None] * tasks]
    found = []
    for chosen in permutations(columns, tasks):
        done = [hours[k][j] for k, j in enumerate(chosen) if j is not None and hours[k][j] < inf]
        found.append((-len(done), sum(done)))
    return min(found)


@pytest.mark.parametrize("seed", range(30))
def test_as_many_as_can_be_in_the_least_time(seed: int) -> None:
    draw = np.random.Generator(np.random.Philox(seed))
    shape = draw.integers(1, 4, 2)
    hours = np.where(draw.random(shape) < 0.3, inf, draw.random(shape) * 10.0).tolist()
    made = assign(hours)
    count, total = best(hours)
    assert len(made) == -count and sum(one.hours for one in made) == pytest.approx(total)
    assert len({one.task for one in made}) == len({one.unit for one in made}) == len(made)
    assert all(one.hours == hours[one.task][one.unit] < inf for one in made)


def test_nothing_to_assign() -> None:
    assert assign([]) == assign([[]]) == assign([[inf]]) == []
