"""Legs across a box: from side to side, inside, and such that no part of it is searched more than another."""

from collections.abc import Sequence
from math import atan2, hypot, pi

import numpy as np
import pytest

from guardship.agents.interfaces import Point
from guardship.agents.patrol.boxes import across

SQUARE = ((0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0))
CUT = ((0.0, 0.0), (40.0, 0.0), (40.0, 10.0), (0.0, 40.0))
NEAR = 1e-5


def legs(corners: Sequence[Point], start: Point, n: int) -> list[Point]:
    numbers, ends = np.random.default_rng(5).uniform(size=n), [start]
    for u in numbers.tolist():
        end = across(corners, ends[-1], u, NEAR)
        assert end is not None
        ends.append(end)
    return ends


@pytest.mark.parametrize(("u", "end"), [(0.0, (40.0, 20.0)), (0.25, (20.0, 40.0)), (0.5, (0.0, 20.0))])
def test_from_inside_in_any_direction(u: float, end: Point) -> None:
    assert across(SQUARE, (20.0, 20.0), u, NEAR) == pytest.approx(end)


def test_from_a_side_across() -> None:
    assert across(SQUARE, (20.0, 0.0), 0.5, NEAR) == pytest.approx((20.0, 40.0))
    assert across(SQUARE, (40.0, 10.0), 0.5, NEAR) == pytest.approx((0.0, 10.0))
    x, y = across(SQUARE, (20.0, 0.0), 0.75, NEAR) or (0.0, 0.0)
    assert atan2(x - 20.0, y) == pytest.approx(-pi / 6.0)  # sin(angle) = 2 u - 1, counterclockwise


def test_where_no_leg_leads_inside() -> None:
    assert across((), (1.0, 1.0), 0.5, NEAR) is None
    assert across(SQUARE, (50.0, 20.0), 0.5, NEAR) == pytest.approx((0.0, 20.0))  # one that was left finds back


@pytest.mark.parametrize("corners", [SQUARE, CUT], ids=["square", "cut"])
def test_it_is_everywhere_equally_often(corners: Sequence[Point]) -> None:
    """Time in each sixteenth of the square's sides, by points along 30 000 legs, against the water there: 4 % of it."""
    ends = np.array(legs(corners, (10.0, 10.0), 30_000))
    lengths = np.hypot(*np.diff(ends, axis=0).T)
    area = 1600.0 if corners is SQUARE else 1000.0
    perimeter = sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))
    assert lengths[1:].mean() == pytest.approx(pi * area / perimeter, rel=0.02)  # Cauchy's mean chord
    steps = np.concatenate([[0.0], np.cumsum(lengths)])
    at = np.arange(0.0, steps[-1], 0.5)
    x, y = (np.interp(at, steps, ends[:, k]) for k in (0, 1))
    counts, _, _ = np.histogram2d(x, y, bins=4, range=[[0.0, 40.0], [0.0, 40.0]])
    fine = (np.arange(400) + 0.5) / 10.0
    inside = fine[None, :] < (40.0 if corners is SQUARE else 40.0 - 0.75 * fine[:, None])
    water = np.broadcast_to(inside, (400, 400)).reshape(4, 100, 4, 100).sum(axis=(1, 3))
    some = water > 2000.0
    density = counts[some] / water[some]
    assert density / density.mean() == pytest.approx(np.ones(some.sum()), abs=0.04)
