"""Way-points: places as the run has them, jumps, bytes there and back, where two runs part."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardship.replay.waypoints import (
    CELL,
    FINEST,
    GONE,
    MOST,
    Ways,
    of_legs,
    packed,
    parting,
    place,
    places,
    ticks,
    unpacked,
)
from guardship.run.run import Run
from system.worlds import tiny_run

METRES = 1852.0
type Leg = tuple[float, str, float, float, float, float, str]


def legs(*rows: Leg) -> pa.Table:
    names = ("t", "vessel", "x", "y", "vx", "vy", "mode")
    return pa.table({name: [row[k] for row in rows] for k, name in enumerate(names)})


@pytest.fixture(scope="module")
def run() -> Run:
    return tiny_run()


def test_every_vessel_is_where_the_run_has_it(run: Run) -> None:
    names, hours = list(run.model.crew.names), run.theatre.hours
    ways = of_legs(run.table("legs"), names, hours)
    present = 0
    for t in np.linspace(0.0, hours, 60):
        for k, name in enumerate(names):
            there, said = run.position(name, float(t)), place(ways, k, float(t), hours)
            assert (there is None) == (said is None), (name, t)
            if there and said:
                present += 1
                assert np.hypot(there.x - said[0], there.y - said[1]) * METRES < 1.0
    assert present > 500


def test_what_was_away_comes_back_elsewhere() -> None:
    flown = legs(
        (0.0, "a", 0.0, 0.0, 10.0, 0.0, "route"),
        (1.0, "a", 10.0, 0.0, 0.0, 0.0, "gone"),
        (2.0, "a", 50.0, 5.0, 0.0, 10.0, "route"),
    )
    ways = of_legs(flown, ["a"], 3.0)
    assert [place(ways, 0, t, 3.0) for t in (0.5, 1.5, 2.5)] == [(5.0, 0.0), None, (50.0, 10.0)]
    assert place(ways, 0, 3.0, 3.0) == (50.0, 15.0)


def test_two_legs_at_one_instant_are_the_later_one() -> None:
    ways = of_legs(legs((0.0, "a", 0.0, 0.0, 9.0, 0.0, "route"), (0.0, "a", 0.0, 0.0, 0.0, 9.0, "route")), ["a"], 1.0)
    assert place(ways, 0, 1.0, 1.0) == (0.0, 9.0)
    assert ways.counts.tolist() == [2]


def test_a_vessel_without_legs_is_nowhere() -> None:
    ways = of_legs(legs((0.0, "b", 1.0, 1.0, 0.0, 0.0, "stopped")), ["a", "b", "c"], 1.0)
    assert ways.counts.tolist() == [0, 2, 0]
    assert [place(ways, k, 0.5, 1.0) for k in range(3)] == [None, (1.0, 1.0), None]


def test_a_long_run_has_coarser_ticks() -> None:
    assert ticks(1056.0) == FINEST
    assert ticks(50_000.0) < FINEST
    assert 50_000.0 * ticks(50_000.0) <= MOST


@given(st.lists(st.tuples(*[st.integers(1 - 2**30, 2**30 - 1)] * 3), max_size=60))
def test_bytes_are_the_same_numbers_again(rows: list[tuple[int, int, int]]) -> None:
    columns = list(np.array(rows, np.int64).reshape(-1, 3).T)
    assert all(np.array_equal(a, b) for a, b in zip(unpacked(packed(columns), 3), columns, strict=True))


def test_a_step_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bits"):
        packed([np.array([0, 2**31], np.int64)])


def test_runs_part_where_somebody_first_turns_otherwise() -> None:
    same = (0.0, "a", 0.0, 0.0, 1.0, 0.0, "route")
    one = of_legs(
        legs(same, (0.0, "b", 0.0, 1.0, 1.0, 0.0, "route"), (2.0, "b", 2.0, 1.0, 0.0, 1.0, "route")), ["a", "b"], 4.0
    )
    other = of_legs(
        legs(same, (0.0, "b", 0.0, 1.0, 1.0, 0.0, "route"), (3.0, "b", 3.0, 1.0, 0.0, 1.0, "route")), ["a", "b"], 4.0
    )
    assert parting(one, one, (["a", "b"], ["a", "b"]), 4.0) is None
    assert parting(one, other, (["a", "b"], ["a", "b"]), 4.0) == (2.0, "b")


def test_runs_part_where_somebody_appears_in_one_of_them() -> None:
    one = Ways(np.array([2]), *(np.array(c) for c in ([0, 100], [0, CELL], [0, 0], [0, GONE])))
    two = Ways(np.array([2, 2]), *(np.array(c) for c in ([0, 100, 40, 60], [0, CELL, 0, 0], [0] * 4, [0, GONE, 0, 0])))
    assert parting(one, two, (["a"], ["a", "z"]), 1.0) == (40 / FINEST, "z")


def test_places_of_all_are_the_places_of_each() -> None:
    ways = Ways(
        np.array([2, 0, 3]),
        *(np.array(c) for c in ([0, 90, 0, 50, 90], [0, 9, 5, 5, 7], [1, 2, 3, 4, 5], [0, 0, GONE, 0, 0])),
    )
    for t in (0.0, 49 / FINEST, 50 / FINEST, 91 / FINEST):
        assert places(ways, t, 1.0) == [place(ways, k, t, 1.0) for k in range(3)]
