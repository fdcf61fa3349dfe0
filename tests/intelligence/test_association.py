"""Which track a newcomer is taken for."""

from math import cos, hypot, pi, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import tries
from guardship.intelligence import Habits, History, Picture, Track
from guardship.intelligence.association import Grid

from .worlds import look, tell

OPEN = Habits(gate=1e12, reach=1e6, vague=1e6)


def _right(rng: np.random.Generator, beta: float, sigma: float) -> bool:
    """Objects at density beta, each with a perfect track; is a look at the one in the origin taken for it?"""
    x, y = rng.normal(0.0, sigma, 2).tolist()
    reach = hypot(x, y) + 0.1  # who is farther from the look than the right one cannot be nearest
    others = rng.uniform(-reach, reach, (rng.poisson(beta * 4.0 * reach**2), 2)) + np.array([x, y])
    picture = Picture(1, OPEN)
    own = picture.take(tell(look(0, 0.0, 0.0, 0.0, sigma=0.0, contact=0, by=1)), 0.0)
    for k, (east, north) in enumerate(others.tolist(), start=1):
        picture.take(tell(look(k, 0.0, east, north, sigma=0.0, contact=k, by=1)), 0.0)
    assert len(picture.tracks(0.0)) == 1 + len(others)
    return picture.take(tell(look(0, 0.0, x, y, sigma=sigma, by=2)), 0.0) is own


@pytest.mark.parametrize(("beta", "sigma", "chance"), [(0.05, 3.0, 0.2613), (0.01, 1.0, 0.9409)])
def test_the_nearest_is_the_right_one_as_often_as_density_allows(beta: float, sigma: float, chance: float) -> None:
    """O47, 1 / (1 + 2 pi beta sigma^2); four standard errors of 10 000 trials."""
    assert 1.0 / (1.0 + 2.0 * pi * beta * sigma**2) == pytest.approx(chance, abs=5e-5)
    rng, n = np.random.default_rng(47), 10_000
    right = sum(_right(rng, beta, sigma) for _ in range(n))
    assert abs(right / n - chance) / sqrt(chance * (1.0 - chance) / n) < 4.0


def _partition(points: np.ndarray, velocities: np.ndarray) -> list[int]:
    """Which track, by order of birth, each newcomer is taken for; each has an observer of its own."""
    picture = Picture(1)
    born: dict[int, int] = {}
    taken = []
    for k, ((x, y), v) in enumerate(zip(points.tolist(), velocities.tolist(), strict=True)):
        track = picture.take(tell(look(k, 0.1 * k, x, y, v=(v[0], v[1]), sigma=1.5, by=k)), 0.1 * k)
        assert isinstance(track, Track)
        taken.append(born.setdefault(track.id, len(born)))
    return taken


@given(seed=st.integers(0, 2**32), turn=st.floats(0.0, 2.0 * pi), east=st.floats(-1e3, 1e3), north=st.floats(-1e3, 1e3))
@tries(50, 500)
def test_moving_and_turning_the_sea_changes_no_association(seed: int, turn: float, east: float, north: float) -> None:
    rng = np.random.default_rng(seed)
    points, velocities = rng.uniform(0.0, 60.0, (40, 2)), rng.normal(0.0, 10.0, (40, 2))
    rotation = np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]])
    moved = points @ rotation.T + np.array([east, north])
    assert _partition(moved, velocities @ rotation.T) == _partition(points, velocities)


@given(seed=st.integers(0, 2**32))
@tries(30, 300)
def test_the_grid_finds_what_a_plain_search_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grid, tracks = Grid(Habits()), []
    for k, (x, y) in enumerate(rng.uniform(-150.0, 150.0, (60, 2)).tolist()):
        track = Track(k, look(k, 0.0, x, y, by=k), History(4.0, 8.0), 32)
        grid.place(track)
        track.add(look(100 + k, 1.0, -y, x, by=k))
        grid.place(track)
        tracks.append(track)
    near = {t.id for t in tracks if (t.latest.x - 3.0) ** 2 + (t.latest.y + 9.0) ** 2 <= Habits().reach ** 2}
    assert near <= {track.id for track in grid.near(3.0, -9.0)}


def test_one_observers_two_contacts_are_two_objects() -> None:
    picture = Picture(1)
    a, b = look(1, 0.0, 0.0, 0.0, contact=1), look(2, 0.0, 0.1, 0.0, contact=2)
    picture.take(tell(a, b), 0.0)
    assert len(picture.tracks(0.0)) == 2


def test_another_observers_contact_joins_and_stays_with_its_track() -> None:
    picture = Picture(1)
    own = picture.take(tell(look(1, 0.0, 0.0, 0.0, v=(10.0, 0.0), by=1)), 0.0)
    assert picture.take(tell(look(1, 0.5, 5.5, 0.0, by=2)), 0.5) is own
    assert picture.take(tell(look(2, 0.6, 30.0, 0.0, by=2)), 0.6) is own  # an episode is not broken up


def test_beyond_the_gate_or_the_reach_is_another_object() -> None:
    picture = Picture(1)
    own = picture.take(tell(look(1, 0.0, 0.0, 0.0, by=1)), 0.0)
    assert picture.take(tell(look(1, 0.0, 6.0, 0.0, by=2)), 0.0) is not own
    assert picture.take(tell(look(1, 4.0, 41.0, 0.0, sigma=30.0, by=3)), 4.0) is not own


def test_another_look_is_held_against_a_match() -> None:
    picture = Picture(1)
    dhow = picture.take(tell(look(1, 0.0, 0.0, 0.0, by=1, hull="dhow")), 0.0)
    skiff = picture.take(tell(look(2, 0.0, 4.0, 0.0, by=1, contact=2, hull="skiff")), 0.0)
    assert picture.take(tell(look(1, 0.0, 1.9, 0.0, by=2, hull="skiff")), 0.0) is skiff
    assert picture.take(tell(look(1, 0.0, 0.9, 0.0, by=3, hull=None)), 0.0) is dhow


def test_of_equals_the_lowest_id_is_taken() -> None:
    picture = Picture(1)
    for k, x in enumerate((-1.0, 1.0)):
        picture.take(tell(look(k, 0.0, x, 0.0, contact=k, by=1)), 0.0)
    assert picture.take(tell(look(9, 0.0, 0.0, 0.0, by=2)), 0.0) is picture.tracks(0.0)[0]
