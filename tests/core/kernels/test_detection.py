"""Detection laws against the published numbers (oracles O15, O16), numerical quadrature and brute force."""

import math
from itertools import pairwise
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad

from examples import tries
from guardship.core.kernels.detection import cube_exposure, cube_gain, cube_time, ring_gain
from guardship.core.kernels.kinematics import window

INF = math.inf
K, SPEED = 12.0, 15.0  # k h [nm^2 kn] and v [kn] of the oracles; the hazard is K / rho^3
logs = st.floats(-3.0, 1.5).map(lambda e: 10.0**e)
milles = st.integers(-50_000, 50_000).map(lambda k: k / 1000.0)


# ---- the published numbers -------------------------------------------------------------------------------------------


def test_lateral_range_curve() -> None:
    """O15: p(x) = 1 - exp(-2 k h / (v x^2)), of a track so long that its ends lack 2 x^2 / y^2 < 1e-9 of it."""
    for x in (0.5, 1.0, 2.0, 4.0, 10.0):
        exposure = cube_exposure(x * x, -1e6, SPEED, K, 2e6 / SPEED)
        assert exposure == pytest.approx(2.0 * K / (SPEED * x * x), rel=1e-9)


def test_sweep_width() -> None:
    """O15: W = 2 sqrt(2 pi k h / v) = 4.48399 nm; cut at 14.27 nm 4.149, at 5 nm 3.609 (as printed)."""

    def probability(x: float, cut: float) -> float:
        y = math.sqrt(cut * cut - x * x)
        return 1.0 - math.exp(-cube_exposure(x * x, -y, SPEED, K, 2.0 * y / SPEED))

    whole = 2.0 * math.sqrt(2.0 * math.pi * K / SPEED)
    assert whole == pytest.approx(4.48399, abs=6e-6)
    for cut, width, printed in [(1e5, whole, 1e-4), (14.27, 4.149, 6e-4), (5.0, 3.609, 6e-4)]:
        near, _ = quad(probability, 1e-9, min(cut, 50.0), args=(cut,), limit=200)
        far, _ = quad(probability, 50.0, cut, args=(cut,), limit=200) if cut > 50.0 else (0.0, 0.0)
        assert 2.0 * (near + far) == pytest.approx(width, abs=printed)


C = 0.02**2 + 2.0**2


def test_finite_leg() -> None:
    """O16, ten decimals printed."""
    assert cube_exposure(C, -5.0, SPEED, K, 10.0 / SPEED) == pytest.approx(0.3713509800, abs=6e-11)


def test_full_line() -> None:
    """O16: F = 0.39996000, P = 0.3296531 (as printed)."""
    exposure = cube_exposure(C, -1e7, SPEED, K, 2e7 / SPEED)
    assert exposure == pytest.approx(0.39996000, abs=6e-9)
    assert 1.0 - math.exp(-exposure) == pytest.approx(0.3296531, abs=6e-8)


@pytest.mark.parametrize("cuts", [np.linspace(-5.0, 5.0, 41), np.sort(np.random.default_rng(3).uniform(-5.0, 5.0, 39))])
def test_the_sum_over_cut_legs_is_the_leg(cuts: Any) -> None:
    """O16: to 1e-12, through the closest point and one leg at a time."""
    ends = [-5.0, *cuts, 5.0]
    parts = [cube_exposure(C, a, SPEED, K, (b - a) / SPEED) for a, b in pairwise(ends)]
    assert sum(parts) == pytest.approx(cube_exposure(C, -5.0, SPEED, K, 10.0 / SPEED), abs=1e-12)


def test_collision_course() -> None:
    """No lateral offset and no height: (K / 2w) (1/z^2 - 1/y^2) on either side, certain when it passes through."""
    for y, t in [(-8.0, 0.5), (0.5, 0.5)]:
        z = y + SPEED * t
        expected = K / (2.0 * SPEED) * abs(1.0 / z**2 - 1.0 / y**2)
        assert cube_exposure(0.0, y, SPEED, K, t) == pytest.approx(expected, rel=1e-14)
    assert cube_exposure(0.0, -3.0, SPEED, K, 1.0) == INF
    assert cube_exposure(0.0, -3.0, SPEED, K, 3.0 / SPEED) == INF


def test_without_relative_speed() -> None:
    """K t / rho^3; on top of each other certain at once."""
    assert cube_exposure(9.0, 4.0, 0.0, K, 2.0) == pytest.approx(2.0 * K / 125.0, rel=1e-15)
    assert cube_exposure(0.0, 0.0, 0.0, K, 1.0) == INF
    assert cube_exposure(0.0, 0.0, 0.0, K, 0.0) == 0.0


# ---- the closed form against quadrature ------------------------------------------------------------------------------


def integrated(c: float, y: float, w: float, t: float) -> float:
    """Adaptive quadrature of the hazard over the track, in the angle, where it is smooth however close the pass."""
    root = math.sqrt(c)
    value, _ = quad(math.cos, math.atan2(y, root), math.atan2(y + w * t, root), epsabs=0.0, epsrel=1e-12, limit=400)
    return K / (w * c) * float(value)


@given(logs, milles, logs, logs)
@tries(100, 4000, derandomize=True)
def test_exposure_against_quadrature(x: float, y: float, w: float, t: float) -> None:
    """To 1e-9, plus what rounding of the two angles, and of the two ends of the track, makes of their difference."""
    angle = math.atan2(y + w * t, x) - math.atan2(y, x)
    rounding = 1e-15 / max(angle, 1e-15) + 1e-15 * abs(y) / (w * t)
    assert cube_exposure(x * x, y, w, K, t) == pytest.approx(integrated(x * x, y, w, t), rel=1e-9 + rounding)


@pytest.mark.parametrize("x", [0.0, 1e-160, 1e-9, 1e-3, 1.0, 1e3])
@pytest.mark.parametrize("y", [0.01, 3.0, 1e4])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_exposure_of_nasty_tracks_against_plain_quadrature(x: float, y: float, sign: float) -> None:
    """From y half way in or out again, whatever the offset: the hazard is smooth there, quadrature good to 1e-10."""
    w, t = 20.0, 0.5 * y / 20.0
    value, _ = quad(lambda s: K * (x * x + (sign * y + w * s) ** 2) ** -1.5, 0.0, t, epsabs=0.0, epsrel=1e-11)
    assert cube_exposure(x * x, sign * y, w, K, t) == pytest.approx(value, rel=1e-9)


def test_slow_and_still_agree() -> None:
    """Just above the speed that counts as still: rho changes by 1e-9 nm, the difference of the ends is good to 1e-6."""
    still = cube_exposure(4.0, 1.0, 0.0, K, 1.0)
    for w in (1.1e-9, 1e-7, 1e-5):
        assert cube_exposure(4.0, 1.0, w, K, 1.0) == pytest.approx(still, rel=2e-6 + w)


# ---- the inverse -----------------------------------------------------------------------------------------------------


@given(st.one_of(st.just(0.0), logs), milles, st.one_of(st.just(0.0), logs), logs, st.floats(0.001, 0.999))
@tries(200, 10000, derandomize=True)
def test_time_is_the_inverse_of_exposure(x: float, y: float, w: float, t: float, share: float) -> None:
    """The exposure until the time found is what was needed, to 1e-8 plus what 1e-13 h and 1e-13 nm change of it."""
    total = cube_exposure(x * x, y, w, K, t)
    need = min(total, 50.0) * share
    assume(need > 1e-12)
    at = cube_time(x * x, y, w, K, need, t)
    assert 0.0 <= at <= t
    rho2 = x * x + (y + w * at) ** 2
    slope = K / max(rho2**1.5, 1e-30) * (1e-13 + (1e-13 / w if w > 0.0 else 0.0))
    assert cube_exposure(x * x, y, w, K, at) == pytest.approx(need, rel=1e-8, abs=slope)


@given(logs, milles, logs, logs)
@tries(400, 4000, derandomize=True)
def test_never_when_the_track_does_not_yield_it(x: float, y: float, w: float, t: float) -> None:
    total = cube_exposure(x * x, y, w, K, t)
    assert cube_time(x * x, y, w, K, total * 1.001 + 1e-9, t) == INF


def test_nothing_needed_is_at_once() -> None:
    assert cube_time(4.0, -3.0, 10.0, K, 0.0, 1.0) == 0.0


@pytest.mark.parametrize("track", [(-6.0, 2.0, 12.0, 5.0), (6.0, 0.0, -12.0, 0.0), (1.0, 1.0, 0.0, 0.0)])
def test_gain_is_exposure_and_time_in_plane_coordinates(track: tuple[float, float, float, float]) -> None:
    """Against the sum of 200 000 mid-steps: good to 1e-6 where the nearest point is 0.3 nm or more away."""
    t, h2 = 0.9, 0.09
    dx, dy, wx, wy = track
    s = (np.arange(200_000) + 0.5) * (t / 200_000)
    spent = np.cumsum(K * ((dx + wx * s) ** 2 + (dy + wy * s) ** 2 + h2) ** -1.5) * (t / 200_000)
    at, total = cube_gain(dx, dy, wx, wy, h2, K, 0.3 * spent[-1], t)
    assert total == pytest.approx(spent[-1], rel=1e-6)
    assert at == pytest.approx(s[np.searchsorted(spent, 0.3 * spent[-1])], abs=1e-5)
    assert cube_gain(dx, dy, wx, wy, h2, K, INF, t) == (INF, pytest.approx(spent[-1], rel=1e-6))


# ---- rings -----------------------------------------------------------------------------------------------------------


@numba.njit
def rings_gain(dx: Any, dy: Any, wx: Any, wy: Any, rings: Any, lo: Any, scale: Any, need: Any, t: Any) -> Any:
    return ring_gain(dx, dy, wx, wy, rings, lo, rings.shape[0] - lo, scale, need, t)


def brute_gain(d: list[float], w: list[float], rings: Any, need: float, t: float) -> tuple[float, float]:
    """Piece by piece between all entries and exits: the rate of the smallest ring around the middle of the piece."""
    ends = {0.0, t}
    for r, _ in rings:
        ends |= {s for s in window(d[0], d[1], w[0], w[1], r) if 0.0 < s < t}
    got = 0.0
    for a, b in pairwise(sorted(ends)):
        m = 0.5 * (a + b)
        rho = math.hypot(d[0] + w[0] * m, d[1] + w[1] * m)
        rate = min(((r, k) for r, k in rings if rho <= r), default=(0.0, 0.0))[1]
        if rate > 0.0 and got + rate * (b - a) >= need:
            return a + (need - got) / rate, need
        got += rate * (b - a)
    return INF, got


tenths = st.integers(-200, 200).map(lambda k: k / 10.0)
ring_sets = st.lists(
    st.tuples(st.integers(1, 250).map(lambda k: k / 10.0), st.sampled_from([0.0, 0.2, 1.0, 7.0])),
    min_size=1,
    max_size=4,
    unique_by=lambda ring: ring[0],
).map(lambda rings: sorted(rings, reverse=True))


needs = st.sampled_from([0.01, 0.3, 1.5, 8.0, INF])
spans = st.sampled_from([0.05, 1.0, 30.0])


@given(tenths, tenths, tenths, tenths, ring_sets, needs, spans)
@tries(400, 15000, derandomize=True)
def test_rings_against_brute_force(
    dx: float, dy: float, wx: float, wy: float, rings: list[tuple[float, float]], need: float, t: float
) -> None:
    """Nested, with blind rings, started inside, without relative speed: the same pieces, so rounding only, 1e-9 h."""
    at, got = rings_gain(dx, dy, wx, wy, np.array([(99.0, 99.0), *rings]), 1, 1.0, need, t)
    expected, total = brute_gain([dx, dy], [wx, wy], rings, need, t)
    if abs(total - need) > 1e-9:  # else rounding decides whether it is reached
        assert at == expected or at == pytest.approx(expected, abs=1e-9)
    assert got == pytest.approx(total, abs=1e-9)


def test_rings_grow_with_the_scale() -> None:
    rings = np.array([(4.0, 0.5), (2.0, 3.0)])
    assert rings_gain(-20.0, 1.0, 10.0, 0.0, 2.0 * rings * [1.0, 0.5], 0, 1.0, 0.7, 9.0) == rings_gain(
        -20.0, 1.0, 10.0, 0.0, rings, 0, 2.0, 0.7, 9.0
    )


def test_rings_through_a_threshold_that_is_spent() -> None:
    """Nothing is left of a threshold by rounding, and the target is outside: detected at the rim, not never."""
    at, _ = rings_gain(-10.0, 0.0, 10.0, 0.0, np.array([(4.0, 0.5)]), 0, 1.0, 0.0, 9.0)
    assert at == pytest.approx(0.6, abs=1e-12)


def test_rings_over_cut_legs() -> None:
    """The exposure of 50 pieces adds up to the whole, to 1e-12."""
    rings = np.array([(6.0, 0.1), (4.0, 0.5), (2.0, 3.0)])
    whole = rings_gain(-9.0, 1.2, 11.0, 0.5, rings, 0, 1.0, INF, 2.0)[1]
    starts = [(-9.0 + 11.0 * s, 1.2 + 0.5 * s) for s in np.arange(50) * 0.04]
    cut = [rings_gain(x, y, 11.0, 0.5, rings, 0, 1.0, INF, 0.04)[1] for x, y in starts]
    assert sum(cut) == pytest.approx(whole, abs=1e-12)
