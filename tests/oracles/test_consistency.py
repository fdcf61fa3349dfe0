"""O38 with biases: errors are as large as a picture says, however often and by whatever way it is told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from guardship.intelligence import Habits, Kind, Observation, Picture, Report, State, Track
from guardship.intelligence.fusion import intersect

SIGMA, SHARE, SIGMA_V, SPEED, LOOKS, RUNS = 1.0, 0.75, 1.0, 8.0, 24, 300
BLUR, EDGE = 3.0, (1, 0)
PERIODS = (1.0 / 60.0, 0.1, 0.5, 1.0)

type Way = Callable[[np.random.Generator, float, float], tuple[list[Observation], NDArray[np.float64]]]
"""From a period [h] and the intensity of the manoeuvres to observations, in order of arrival, and the truth at last."""


def track_of(seen: list[Observation], agility: float) -> Track:
    """What a picture that everybody reports to makes of it."""
    picture, now = Picture(1, Habits(1e12, 1e6, 1e6, 0.0, agility, SPEED, 1e6)), max(one.time for one in seen)
    taken = [picture.take(Report(k, Kind.UPDATE, now, (one,), 0), now) for k, one in enumerate(seen)]
    (track,) = picture.tracks(now)
    assert taken[0] is track
    return track


def moved(rng: np.random.Generator, times: NDArray[np.float64], q: float) -> Iterator[NDArray[np.float64]]:
    """Position and velocity, (2, 2), at these times under white acceleration of intensity q."""
    state = np.stack([rng.normal(0.0, 50.0, 2), rng.normal(0.0, SPEED, 2)])
    yield state
    for before, now in pairwise(times.tolist()):
        t = now - before
        a, b = sqrt(q * t**3 / 3.0) * rng.normal(size=2), sqrt(q * t / 4.0) * rng.normal(size=2)
        state = np.stack([state[0] + t * state[1] + a, state[1] + b + (1.5 / t * a if t > 0.0 else 0.0)])
        yield state


def looks(rng: np.random.Generator, period: float, q: float, by: int) -> tuple[list[Observation], NDArray[np.float64]]:
    """By turns of so many observers, each with a bias of its own; every third look measures no velocity."""
    times = np.linspace(0.0, period * (LOOKS - 1), LOOKS)
    biases = sqrt(SHARE) * SIGMA * rng.normal(size=(by, 2))
    seen, state = [], np.zeros((2, 2))
    for k, state in enumerate(moved(rng, times, q)):
        x, y = state[0] + biases[k % by] + sqrt(1.0 - SHARE) * SIGMA * rng.normal(size=2)
        vx, vy = (state[1] + SIGMA_V * rng.normal(size=2)).tolist() if k % 3 else (None, None)
        who = k % by
        one = Observation((who, k), float(times[k]), x, y, vx, vy, SIGMA, SIGMA_V, "dhow", None, 1, who)
        seen.append(replace(one, bias=sqrt(SHARE) * SIGMA))
    return seen, state


def relayed(rng: np.random.Generator, period: float, q: float) -> tuple[list[Observation], NDArray[np.float64]]:
    """In any order, some of them twice."""
    seen, truth = looks(rng, period, q, 1)
    order = rng.permutation([*range(LOOKS), *range(0, LOOKS, 3)]).tolist()
    return [seen[k] for k in order], truth


def blurred(rng: np.random.Generator, period: float, q: float) -> tuple[list[Observation], NDArray[np.float64]]:
    """By an edge, always by the same; now and then a look comes as it was as well."""
    seen, truth = looks(rng, period, q, 1)
    dx, dy = (BLUR * rng.normal(size=2)).tolist()
    told = [one.blurred(EDGE, dx, dy, BLUR) for one in seen]
    return [*told, *seen[:: LOOKS // 2]], truth


WAYS: dict[str, Way] = {
    "alone": partial(looks, by=1),
    "relayed": relayed,
    "blurred": blurred,
    "fused": partial(looks, by=3),
}


def nees(state: State, truth: NDArray[np.float64]) -> float:
    """Squared error over covariance, four components."""
    inverse = np.linalg.inv([[state.pxx, state.pxv], [state.pxv, state.pvv]])
    error = truth - np.array([state[1:3], state[3:5]])
    return float(np.einsum("ia,ij,ja->", error, inverse, error))


def mean_nees(way: Way, period: float, q: float, agility: float) -> float:
    rng = np.random.default_rng(38)
    cases = (way(rng, period, q) for _ in range(RUNS))
    return float(np.mean([nees(track_of(seen, agility).latest, truth) for seen, truth in cases]))


BOUND = 4.0 * sqrt(8.0 / RUNS)  # four standard errors of a mean of chi-square with 4 degrees of freedom


@pytest.mark.parametrize("q", [0.0, 4.0], ids=["straight", "manoeuvres"])
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("way", WAYS)
def test_errors_are_as_large_as_the_picture_says(way: str, period: float, q: float) -> None:
    """At constant velocity, and with the manoeuvres that the agility stands for."""
    assert abs(mean_nees(WAYS[way], period, q, q) - 4.0) < BOUND


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("way", WAYS)
def test_who_keeps_a_straight_course_is_known_better_than_is_said(way: str, period: float) -> None:
    assert mean_nees(WAYS[way], period, 0.0, 4.0) < 4.0 + BOUND


@pytest.mark.parametrize("period", PERIODS)
def test_two_pictures_of_one_contact_intersected_are_not_too_sure(period: float) -> None:
    """A fused track has the biases in its variance: of two that rest on the same contact, and on others, it holds."""
    rng, found = np.random.default_rng(39), []
    for _ in range(RUNS):
        seen, truth = looks(rng, period, 4.0, 3)
        last = seen[-1].time
        one, two = (track_of([o for o in seen if o.by != absent], 4.0).state(last) for absent in (0, 1))
        found.append(nees(intersect(one, two), truth))
    assert 1.0 < float(np.mean(found)) < 4.0 + BOUND


def test_a_bias_that_is_not_told_makes_a_picture_too_sure() -> None:
    """What the filter did before: so the tests above can fail."""

    def untold(rng: np.random.Generator, period: float, q: float) -> tuple[list[Observation], NDArray[np.float64]]:
        seen, truth = looks(rng, period, q, 1)
        return [replace(one, bias=0.0) for one in seen], truth

    assert mean_nees(untold, 0.1, 4.0, 4.0) > 4.0 + 2.0 * BOUND
