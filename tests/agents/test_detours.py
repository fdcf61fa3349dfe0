"""Ways around circles: the closed form, and way points against it."""

from itertools import pairwise
from math import cos, hypot, pi, sin

import numpy as np
import pytest

from guardship.agents.detours import STEP, Circle, around, inside, length, longer
from guardship.agents.interfaces import Point

ARC = 1.0 + STEP * STEP / 11.0  # a polygon about an arc is longer by tan(h) / h with h = STEP / 2: 1 + STEP^2 / 12


@pytest.mark.parametrize(("y", "more"), [(0.0, 25.564958), (30.0, 4.098970)])
def test_the_way_around_a_circle_in_closed_form(y: float, more: float) -> None:
    """Numbers computed beforehand, to the digits given."""
    assert longer(100.0, 100.0, y, 50.0) == pytest.approx(more, abs=5e-7)


@pytest.mark.parametrize("y", [0.0, 10.0, 30.0, 49.0])
def test_way_points_are_as_long_as_the_closed_form(y: float) -> None:
    way = [(-100.0, 0.0), (80.0, 0.0)]
    near = around(way, Circle(0.0, y, 50.0), -1.0 if y < 0.0 else 1.0)
    assert near is not None
    exact = longer(100.0, 80.0, y, 50.0)
    assert exact <= length(near) - 180.0 <= exact + (ARC - 1.0) * pi * 50.0


def test_to_either_side_a_circle_in_the_middle_is_equally_far() -> None:
    way, circle = [(-100.0, 0.0), (100.0, 0.0)], Circle(0.0, 0.0, 50.0)
    port, starboard = (around(way, circle, side) for side in (1.0, -1.0))
    assert port is not None and starboard is not None
    assert port[5][1] < 0.0 < starboard[5][1]
    assert length(port) == pytest.approx(length(starboard), rel=1e-12)


def test_no_way_around_enters_the_circle() -> None:
    """Random ways of three legs; a way that ends in the circle has none around it."""
    rng = np.random.default_rng(5)
    for _ in range(200):
        way: list[Point] = [(float(x), float(y)) for x, y in rng.uniform(-100.0, 100.0, (4, 2))]
        circle = Circle(*rng.uniform((-40.0, -40.0, 5.0), 40.0).tolist())
        for side in (1.0, -1.0):
            found = around(way, circle, side)
            if found is None:
                assert min(_off(way[k], circle) for k in range(4)) < circle.radius
            else:
                assert (found[0], found[-1]) == (way[0], way[-1])
                assert not inside(found, circle)


def test_a_way_that_is_free_is_as_it_was() -> None:
    way = [(0.0, 0.0), (10.0, 0.0)]
    assert around(way, Circle(5.0, 20.0, 10.0), 1.0) == way


def test_the_stretch_in_a_circle_is_the_chord() -> None:
    (one,) = inside([(-100.0, 30.0), (0.0, 30.0), (100.0, 30.0)][::2], Circle(0.0, 0.0, 50.0))
    assert (one.leg, *one[1:]) == pytest.approx((0, 60.0, 140.0))
    two = inside([(-100.0, 30.0), (0.0, 30.0), (100.0, 30.0)], Circle(0.0, 0.0, 50.0))
    assert [end for stretch in two for end in stretch[1:]] == pytest.approx([60.0, 100.0, 100.0, 140.0])


def test_stretches_agree_with_points_along_the_way() -> None:
    rng = np.random.default_rng(7)
    for _ in range(50):
        way: list[Point] = [(float(x), float(y)) for x, y in rng.uniform(-50.0, 50.0, (3, 2))]
        circle = Circle(*rng.uniform((-20.0, -20.0, 20.0), 20.0).tolist())
        within, n = 0.0, 2000
        for (a, b), (c, d) in pairwise(way):
            t = (np.arange(n) + 0.5) / n
            there = np.hypot(a + t * (c - a) - circle.x, b + t * (d - b) - circle.y) < circle.radius
            within += float(there.sum()) * hypot(c - a, d - b) / n
        found = sum(one.end - one.begin for one in inside(way, circle))
        assert found == pytest.approx(within, abs=0.3)  # four ends, each to half a step of at most 0.07 nm


def test_turned_and_mirrored_ways_are_turned_and_mirrored() -> None:
    way, circle = [(-80.0, 5.0), (-10.0, 12.0), (90.0, -3.0)], Circle(3.0, 4.0, 30.0)
    plain, other = around(way, circle, 1.0), around([(x, -y) for x, y in way], Circle(3.0, -4.0, 30.0), -1.0)
    assert plain is not None and other is not None
    assert np.array(other) * [1.0, -1.0] == pytest.approx(np.array(plain))
    turned = around([_turn(p) for p in way], Circle(*_turn((3.0, 4.0)), radius=30.0), 1.0)
    assert turned is not None and length(turned) == pytest.approx(length(plain), rel=1e-12)


def _turn(p: Point) -> Point:
    return p[0] * cos(1.0) - p[1] * sin(1.0), p[0] * sin(1.0) + p[1] * cos(1.0)


def _off(p: Point, circle: Circle) -> float:
    return hypot(p[0] - circle.x, p[1] - circle.y)
