"""Relative motion against the published numbers (oracles O5-O10, O12), exact arithmetic and brute force."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from examples import tries
from guardship.core.kernels.kinematics import (
    apollonius,
    closest_approach,
    intercept,
    limiting_angle,
    pure_pursuit,
    radar_horizon,
    window,
)

INF = math.inf
ANGLES = [0.0, 45.0, 90.0, 135.0, 180.0]
PRINTED = 6e-8  # the oracles give seven decimals
# what vessels do: decimals, so that equal, parallel, stationary and grazing cases come up by themselves
tenths = st.integers(-400, 400).map(lambda k: k / 10.0)
lengths = st.integers(1, 300).map(lambda k: k / 10.0)


# ---- the published numbers -------------------------------------------------------------------------------------------


def test_closest_approach() -> None:
    """O5."""
    t, d = closest_approach(10.0, 0.0, -12.0, 5.0)
    assert t * 60.0 == pytest.approx(42.60355, abs=5e-6)  # as printed
    assert d == pytest.approx(50.0 / 13.0, abs=1e-12)  # 3.8461538 nm


def test_closest_approach_that_is_past_or_does_not_change_is_now() -> None:
    assert closest_approach(3.0, 4.0, 1.0, 1.0) == (0.0, 5.0)
    assert closest_approach(3.0, 4.0, 0.0, 0.0) == (0.0, 5.0)


def test_window() -> None:
    """O6, eight decimals printed."""
    assert window(10.0, 1.0, -20.0, 0.0, 3.0) == pytest.approx((0.35857864, 0.64142136), abs=6e-9)


@pytest.mark.parametrize(
    ("v", "times"),
    [
        (30.0, [0.6666667, 0.5728745, 0.3849002, 0.2586049, 0.2222222]),
        (12.0, [INF, INF, INF, 0.6165575, 10.0 / 27.0]),
        (15.0, [INF, INF, INF, 10.0 / (30.0 * math.cos(math.pi / 4)), 10.0 / 30.0]),  # v = u: t = -r^2 / (2 r.u)
    ],
)
def test_intercept(v: float, times: list[float]) -> None:
    """O7: d = 10 nm, the quarry at 15 kn on a course phi from the line of sight."""
    for phi, expected in zip(np.radians(ANGLES), times, strict=True):
        t = intercept(10.0, 0.0, 15.0 * math.cos(phi), 15.0 * math.sin(phi), v)
        assert t == expected or t == pytest.approx(expected, abs=PRINTED)


def test_intercept_of_what_is_here_or_lies_still() -> None:
    assert intercept(0.0, 0.0, 15.0, 0.0, 0.0) == 0.0
    assert intercept(3.0, 4.0, 0.0, 0.0, 10.0) == pytest.approx(0.5, rel=1e-15)
    assert intercept(3.0, 4.0, 0.0, 0.0, 0.0) == INF


def test_pure_pursuit() -> None:
    """O8: the stern chase takes longer than the lead collision but at 0 and 180 degrees."""
    for phi, expected in zip(ANGLES, [0.6666667, 0.6015793, 0.4444444, 0.2873096, 0.2222222], strict=True):
        assert pure_pursuit(10.0, math.radians(phi), 15.0, 30.0) == pytest.approx(expected, abs=PRINTED)
    assert pure_pursuit(10.0, 1.0, 15.0, 15.0) == INF


def test_apollonius() -> None:
    """O9, and both need the same time to any point of the circle."""
    x, y, r = apollonius(0.0, 0.0, 10.0, 0.0, 1.0, 2.0)
    assert (x, y, r) == pytest.approx((40.0 / 3.0, 0.0, 20.0 / 3.0), rel=1e-15)
    for a in np.linspace(0.0, 6.0, 7):
        p, q = x + r * math.cos(a), y + r * math.sin(a)
        assert math.hypot(p, q) / 2.0 == pytest.approx(math.hypot(p - 10.0, q), rel=1e-14)


def test_limiting_angle() -> None:
    """O10, three decimals printed."""
    assert math.degrees(limiting_angle(8.0, 14.0)) == pytest.approx(34.850, abs=5e-4)
    assert math.degrees(limiting_angle(12.0, 15.0)) == pytest.approx(53.130, abs=5e-4)
    assert limiting_angle(15.0, 15.0) == math.pi


def test_radar_horizon() -> None:
    """O12: 4.12 (sqrt h1 + sqrt h2) km rounds its constant, 4.1217; optics at k = 1: 3.57."""
    for h1, h2, km in [(25.0, 2.0, 26.43), (15.0, 1.0, 20.08), (300.0, 2.0, 77.19)]:
        assert radar_horizon(h1, h2, 4.0 / 3.0) * 1.852 == pytest.approx(km, rel=5e-4)
    assert radar_horizon(25.0, 2.0, 4.0 / 3.0) == pytest.approx(14.27, abs=0.01)
    assert radar_horizon(25.0, 2.0, 4.0 / 3.0) * 1.852 == pytest.approx(26.44, abs=5e-3)
    assert radar_horizon(25.0, 2.0, 1.0) * 1.852 == pytest.approx(22.90, abs=5e-3)


# ---- window against exact arithmetic ---------------------------------------------------------------------------------


def exact_window(dx: float, dy: float, wx: float, wy: float, r: float) -> tuple[float, float] | None:
    """From the quadratic in fractions; its root alone is a float, of 200 bits of the fraction. None: never within r."""
    x, y, u, v, p = map(Fraction, (dx, dy, wx, wy, r))
    a, b, c = u * u + v * v, x * u + y * v, x * x + y * y - p * p
    if a == 0:
        return (0.0, INF) if c <= 0 else None
    s = b * b - a * c
    if s < 0:
        return None
    root = Fraction(math.isqrt(int(s * (1 << 200))), 1 << 100)
    leave = (root - b) / a
    return None if leave < 0 else (float(max((-root - b) / a, Fraction(0))), float(leave))


@given(tenths, tenths, tenths, tenths, lengths)
@tries(1500, 15000, derandomize=True)
def test_window_against_fractions(dx: float, dy: float, wx: float, wy: float, r: float) -> None:
    """To 1e-11 h, but near a tangent, where the root of the rounded discriminant rules: there half the chord is off by
    sqrt(2 eps) r at most, which is 1e-7 r at speed 1. On the rim and not heading in, it is over at once or never was.
    """
    exact = exact_window(dx, dy, wx, wy, r)
    found = window(dx, dy, wx, wy, r)
    w = math.hypot(wx, wy)
    off = abs(dx * wy - dy * wx) / w if w > 0.0 else 0.0
    if abs(math.hypot(dx, dy) - r) < 1e-12 * r and dx * wx + dy * wy >= 0.0:
        assert found == (INF, INF) or found[0] == 0.0
        assert found[1] == INF or off > (1.0 - 1e-9) * r or found[1] < 1e-11
    elif abs(off - r) < 1e-9 * r:
        if exact is None or found[0] == INF:
            assert found[0] == INF or found[1] - found[0] < 1e-6 * r / w
        else:
            assert found == pytest.approx(exact, abs=1e-7 * r / w + 1e-12)
    elif exact is None:
        assert found == (INF, INF)
    else:
        assert found == pytest.approx(exact, rel=1e-11, abs=1e-11)


@given(tenths, tenths, tenths, tenths, lengths)
@tries(300, 3000, derandomize=True)
def test_window_against_a_search(dx: float, dy: float, wx: float, wy: float, r: float) -> None:
    """Inside at the samples between entry and exit, outside at the others; 1e-6 h off the ends nothing is said."""
    enter, leave = window(dx, dy, wx, wy, r)
    for t in np.linspace(0.0, 50.0, 300):
        distance = math.hypot(dx + wx * t, dy + wy * t)
        if enter + 1e-6 < t < leave - 1e-6:
            assert distance <= r * (1.0 + 1e-9)
        elif t < enter - 1e-6 or t > leave + 1e-6:
            assert distance >= r * (1.0 - 1e-9)


def test_window_without_relative_speed() -> None:
    assert window(3.0, 0.0, 0.0, 0.0, 3.0) == (0.0, INF)  # on the rim counts as within
    assert window(3.0, 0.0, 0.0, 0.0, 2.9) == (INF, INF)
    assert window(2.0, 0.0, 1e-10, 0.0, 3.0) == (0.0, INF)  # 1e-10 kn is rounding of equal velocities


def test_window_of_no_disc_and_of_the_whole_sea() -> None:
    assert window(0.0, 0.0, 1.0, 0.0, 0.0) == (INF, INF)
    assert window(0.0, 0.0, 1.0, 0.0, -1.0) == (INF, INF)
    assert window(1e4, 1e4, 9.0, 9.0, INF) == (0.0, INF)


def test_window_of_a_grazing_pass_is_an_instant() -> None:
    enter, leave = window(-10.0, 3.0, 20.0, 0.0, 3.0)
    assert enter == leave == 0.5


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_window_from_the_rim(way: float) -> None:
    """On the rim and going in: the whole chord; going out: over at once."""
    enter, leave = window(-3.0, 0.0, way * 10.0, 0.0, 3.0)
    assert (enter, leave) == (pytest.approx((0.0, 0.6), abs=1e-15) if way > 0 else (0.0, 0.0))


@pytest.mark.parametrize("far", [1e2, 1e4, 1e6])
def test_window_does_not_cancel_from_afar(far: float) -> None:
    """The chord through a disc of 0.5 nm, from as far as 1e6 nm: its length to what the position tells, 4 eps far."""
    enter, leave = window(-far, 0.3, 20.0, 0.0, 0.5)
    assert leave - enter == pytest.approx(0.8 / 20.0, abs=4 * 2.3e-16 * far)


# ---- intercept: met, and no earlier ----------------------------------------------------------------------------------


@given(tenths, tenths, tenths, tenths, lengths)
@tries(1000, 10000, derandomize=True)
def test_it_is_met_there_and_no_earlier(dx: float, dy: float, ux: float, uy: float, v: float) -> None:
    """Off by 1e-9 of the way: near v = u the quadratic is ill conditioned. Earlier the pursuer's reach v t is short."""
    assume(dx * dx + dy * dy > 0.0)
    t = intercept(dx, dy, ux, uy, v)

    def gap(at: float) -> float:
        return math.hypot(dx + ux * at, dy + uy * at) - v * at

    if t < INF:
        assert abs(gap(t)) <= 1e-9 * (1.0 + v * t)
    for at in np.geomspace(1e-4, 0.999 * min(t, 1e4), 60):
        assert gap(float(at)) > -1e-9 * (1.0 + v * at)


def test_a_slightly_faster_pursuer_meets_in_the_end() -> None:
    """A stern chase, 1e-6 kn faster: d / (v - u); the rounding of v^2 - u^2 allows 1e-16 v^2 / (v^2 - u^2)."""
    assert intercept(10.0, 0.0, 20.0, 0.0, 20.0 + 1e-6) == pytest.approx(1e7, rel=1e-8)


@pytest.mark.parametrize("more", [1.5e-8, -1.5e-8, 1e-12, 0.0])
def test_a_head_on_meeting_of_nearly_equal_speeds_does_not_cancel(more: float) -> None:
    """d / (u + v) to 1e-14, though v^2 - u^2 is 1e-9 of either, or less."""
    assert intercept(10.0, 0.0, -15.0, 0.0, 15.0 + more) == pytest.approx(10.0 / (30.0 + more), rel=1e-14)


def test_intercept_turns_with_the_plane() -> None:
    """Rotated and mirrored (O49): the same time to 1e-12."""
    t = intercept(7.0, 2.0, 3.0, 11.0, 14.0)
    for k, mirror in product(range(1, 8), (1.0, -1.0)):
        c, s = math.cos(k), math.sin(k)
        d = (7.0 * c - 2.0 * s, (7.0 * s + 2.0 * c) * mirror)
        u = (3.0 * c - 11.0 * s, (3.0 * s + 11.0 * c) * mirror)
        assert intercept(*d, *u, 14.0) == pytest.approx(t, rel=1e-12)
