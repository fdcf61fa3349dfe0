"""Estimates are found again by what came before, and are those of a track that shares nothing."""

from dataclasses import replace
from weakref import ref

import numpy as np
import pytest

from guardship.intelligence import History, Observation, Track

from .worlds import look


def _seen(rng: np.random.Generator) -> list[Observation]:
    """Twelve looks of three observers, each with a fixed error of its own."""
    times = np.sort(rng.uniform(0.0, 6.0, 12))
    return [
        replace(look(k, float(t), *rng.normal(0.0, 3.0, 2), v=(5.0, -3.0), contact=k % 3, by=7 + k % 3), bias=0.5)
        for k, t in enumerate(times)
    ]


def _after(seen: list[Observation], history: History, window: int) -> Track:
    track = Track(1, seen[0], history, window)
    for one in seen[1:]:
        track.add(one)
    return track


@pytest.mark.parametrize("window", [32, 4])
def test_what_is_shared_is_what_each_would_have_found(window: int) -> None:
    """In whatever order they arrive, and where some are too old by then."""
    rng = np.random.default_rng(5)
    for _ in range(40):
        seen, shared = _seen(rng), History(4.0, 8.0)
        for _ in range(5):
            arrived = [seen[k] for k in np.argsort(np.arange(12) + rng.exponential(2.0, 12))]
            own, other = _after(arrived, History(4.0, 8.0), window), _after(arrived, shared, window)
            assert [own.state(t) for t in (0.0, 3.0, 7.0)] == [other.state(t) for t in (0.0, 3.0, 7.0)]
            assert own.observations == other.observations and own.rests_on == other.rests_on


def test_the_same_observations_give_the_same_estimate_and_another_version_another() -> None:
    history, seen = History(4.0, 8.0), [look(k, float(k), 5.0 * k, 0.0) for k in range(3)]
    first = history.after(None, seen[0])
    assert history.after(None, seen[0]) is first
    assert history.after(history.after(first, seen[1]), seen[2]) is history.after(first.next[0](), seen[2])
    blurred = replace(seen[0], x=1.0, sigma=2.0)
    assert history.after(None, blurred) is not first and history.after(None, blurred).state.x == 1.0


def test_an_estimate_lasts_as_long_as_somebody_rests_on_it() -> None:
    """Else a tree would grow with the length of a run."""
    history, seen = History(4.0, 8.0), [look(k, float(k), 5.0 * k, 0.0) for k in range(3)]
    first = history.after(None, seen[0])
    kept, dropped = history.after(first, seen[1]), history.after(first, seen[2])
    assert [one() for one in first.next] == [kept, dropped]
    del dropped
    assert [one() for one in first.next] == [kept, None]
    anew = history.after(first, seen[2])
    assert [one() for one in first.next] == [kept, anew]
    begun = ref(first)
    del first
    assert begun() is None
    assert history.after(None, seen[0]).next == ()
