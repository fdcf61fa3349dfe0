"""Search patterns as the IAMSAR Manual draws them."""

from itertools import pairwise
from math import atan2, degrees, hypot, pi

import pytest

from guardship.agents.patrol.searches import TURNED, Pattern, pattern

type Points = list[tuple[float, float]]


def legs(points: Points) -> list[float]:
    return [hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]


def turns(points: Points) -> list[float]:
    """Changes of course [deg], positive to starboard."""
    courses = [degrees(atan2(bx - ax, by - ay)) for (ax, ay), (bx, by) in pairwise(points)]
    return [(b - a) % 360.0 for a, b in pairwise(courses)]


def test_an_expanding_square_goes_round_in_legs_of_1_1_2_2_3_3() -> None:
    points = pattern(Pattern.EXPANDING_SQUARE, 3.0, 4.0, 10.0, 2.5, 0.0)
    assert points[0] == (3.0, 4.0) and points[1] == pytest.approx((3.0, 6.5))  # first along the heading
    assert legs(points) == pytest.approx([2.5 * (k // 2 + 1) for k in range(len(points) - 1)])
    assert turns(points) == pytest.approx([90.0] * (len(points) - 2))
    assert max(abs(x - 3.0) for x, _ in points) >= 10.0 and max(abs(y - 4.0) for _, y in points) >= 10.0


def test_no_place_in_the_square_is_farther_than_half_a_spacing_from_a_track() -> None:
    points = pattern(Pattern.EXPANDING_SQUARE, 0.0, 0.0, 10.0, 2.5, 0.7)
    track = [
        (ax + s * (bx - ax), ay + s * (by - ay))
        for (ax, ay), (bx, by) in pairwise(points)
        for s in (k / 200.0 for k in range(201))
    ]
    grid = [k * 0.9 for k in range(-10, 11)]
    inside = [(x, y) for x in grid for y in grid if hypot(x, y) <= 9.0]
    assert max(min(hypot(x - a, y - b) for a, b in track) for x, y in inside) <= 0.5 * 2.5 + 0.1


def test_a_sector_search_crosses_the_datum_and_turns_by_120_degrees() -> None:
    points = pattern(Pattern.SECTOR, 1.0, 2.0, 6.0, 99.0, 0.0)
    assert legs(points) == pytest.approx([6.0] * 9)
    assert [p for p in points if hypot(p[0] - 1.0, p[1] - 2.0) < 1e-9] and len(points) == 10
    assert [hypot(x - 1.0, y - 2.0) for x, y in points[::3]] == pytest.approx([0.0] * 4, abs=1e-9)
    assert [t for t in turns(points) if t > 1e-6 and t < 360.0 - 1e-6] == pytest.approx([120.0] * 6)
    rim = sorted({round(degrees(atan2(x - 1.0, y - 2.0)) % 360.0) for k, (x, y) in enumerate(points) if k % 3})
    assert rim == [0, 60, 120, 180, 240, 300]  # six spokes
    assert pytest.approx(pi / 6.0) == TURNED  # and a second search between them
