"""Geodesy against published and recomputed figures. Tolerance: half the last digit that is printed."""

from itertools import pairwise

import numpy as np
import pytest

from guardship.sea import geodesy as g


def dm(degrees: float, minutes: float, seconds: float = 0.0) -> float:
    return degrees + minutes / 60.0 + seconds / 3600.0


ONE_MINUTE = 10800.0 / np.pi  # radius [nm] of the sphere on which a minute of arc is a nautical mile
LAX = (-dm(118, 24), dm(33, 57))
JFK = (-dm(73, 47), dm(40, 38))
WEST, EAST = (45.0, dm(11, 53)), (53.0, dm(14, 23))  # north edge of the eastbound lane of the IRTC


def test_rhumb_line_of_the_aviation_formulary() -> None:
    assert g.rhumb(*LAX, *JFK, radius=ONE_MINUTE) == pytest.approx((2164.576, 79.324), abs=5e-4)


def test_ellipsoid_flinders_peak_to_buninyong() -> None:
    course, _, metres = g.wgs84().inv(
        dm(144, 25, 29.52440), -dm(37, 57, 3.72030), dm(143, 55, 35.38390), -dm(37, 39, 10.15610)
    )
    assert metres == pytest.approx(54972.271, abs=1e-3)
    assert course % 360.0 == pytest.approx(306.868159, abs=1e-6)


def test_transit_corridor() -> None:
    assert g.rhumb(*WEST, *EAST) == pytest.approx((491.215, 72.207), abs=5e-4)
    assert g.wgs84().inv(*WEST, *EAST)[2] / g.METRES == pytest.approx(491.538, abs=5e-4)


def test_five_minutes_of_latitude_are_not_five_miles_across_a_slanting_lane() -> None:
    across = np.sin(np.radians(g.rhumb(*WEST, *EAST)[1]))
    assert (5.0 * across, 2.0 * across) == pytest.approx((4.761, 1.904), abs=5e-4)


def test_antimeridian() -> None:
    assert g.rhumb(179.9, 0.0, -179.9, 0.0, ONE_MINUTE) == pytest.approx((12.0, 90.0), abs=1e-9)  # rounding
    assert g.rhumb(-179.9, 0.0, 179.9, 0.0, ONE_MINUTE) == pytest.approx((12.0, 270.0), abs=1e-9)


@pytest.mark.parametrize("dlat", [0.0, 1e-12, 1e-10, 1e-7])
def test_rhumb_line_along_a_parallel_does_not_cancel(dlat: float) -> None:
    want = g.MEAN_RADIUS * np.radians(10.0) * np.cos(np.radians(60.0))
    assert g.rhumb(0.0, 60.0, 10.0, 60.0 + dlat)[0] == pytest.approx(want, rel=1e-6)  # 1e-7 degrees move it by 3e-9


def test_densified_rhumb_line_keeps_course_points_and_step() -> None:
    line = g.densify_rhumb([(170.0, 10.0), (-170.0, 50.0), (-170.0, 40.0)], max_step=25.0)
    legs = [g.rhumb(*a, *b) for a, b in pairwise(line)]
    courses = np.array([course for _, course in legs])
    corner = int(np.argmax(line[:, 1]))
    assert line[0] == pytest.approx((170.0, 10.0)) and line[corner] == pytest.approx((190.0, 50.0))
    assert max(distance for distance, _ in legs) < 25.1  # steps are equal in latitude, not in distance
    assert np.ptp(courses[:corner]) < 0.2  # the course of WGS84's rhumb line, measured on a sphere
    assert courses[corner:] == pytest.approx(180.0, abs=1e-9)
