"""The filter against theory: consistency (O38), growth of the area of uncertainty (O23), biases."""

from dataclasses import replace
from math import exp, pi, sqrt

import numpy as np
import pytest

from guardship.intelligence.filter import Places, State, chance_within, first, predict, ties, update
from guardship.intelligence.observation import BiasId

from .worlds import look

Q, SIGMA, SIGMA_V, PRIOR = 3.0, 0.7, 1.2, 6.0


def _nees(rng: np.random.Generator, steps: int, measured_velocity: bool) -> float:
    """Squared error over covariance of all four components, truth drawn from the filter's own model."""
    v = rng.normal(0.0, PRIOR, 2)
    p = rng.normal(0.0, 50.0, 2)
    time = 0.0
    noise = rng.normal(size=(steps + 1, 6))
    seen = p + SIGMA * noise[0, :2]
    state = first(look(0, time, *seen, sigma=SIGMA), PRIOR)
    for k in range(1, steps + 1):
        t = 0.2 + 0.1 * (k % 3)
        # Cholesky factor of Q = q [[t^3/3, t^2/2], [t^2/2, t]]
        a, b = sqrt(Q * t**3 / 3.0) * noise[k, :2], sqrt(Q * t / 4.0) * noise[k, 2:4]
        p, v = p + v * t + a, v + a * 1.5 / t + b
        time += t
        seen = p + SIGMA * rng.normal(size=2)
        speed = tuple(v + SIGMA_V * noise[k, 4:]) if measured_velocity and k % 2 else None
        state, _ = update(state, (), look(k, time, *seen, v=speed, sigma=SIGMA, sigma_v=SIGMA_V), {}, Q)
    return _distance(state, p, v)


def _distance(state: State, p: np.ndarray, v: np.ndarray) -> float:
    inverse = np.linalg.inv([[state.pxx, state.pxv], [state.pxv, state.pvv]])
    error = np.array([p - state[1:3], v - state[3:5]])
    return float(np.einsum("ia,ij,ja->", error, inverse, error))


@pytest.mark.parametrize("measured_velocity", [False, True])
def test_errors_are_as_large_as_the_filter_says(measured_velocity: bool) -> None:
    """O38: means of 100 runs lie in the 95 % interval of n = 4 as often as they should."""
    rng = np.random.default_rng(38)
    means = np.array([[_nees(rng, 8, measured_velocity) for _ in range(100)] for _ in range(60)]).mean(axis=1)
    inside = int(((means > 3.46482) & (means < 4.57305)).sum())
    assert abs(inside - 57) / sqrt(60 * 0.95 * 0.05) < 4.0  # binomial, four standard errors
    assert abs(means.mean() - 4.0) / sqrt(8.0 / 6000) < 4.0  # chi-square of 4 degrees: variance 8


@pytest.mark.parametrize(("t", "radius", "chance"), [(1, 5, 0.71349), (3, 5, 0.14139), (3, 12, 0.58441)])
def test_area_of_uncertainty_grows_with_unknown_speed(t: float, radius: float, chance: float) -> None:
    """O23, sigma0 = 1 nm, sigma_v = 3 kn, no manoeuvres; the figures are quoted to five digits, one of them cut off."""
    sigma = predict(first(look(0, 0.0, 4.0, 5.0, sigma=1.0), 3.0), t, 0.0).sigma
    assert sigma == pytest.approx(sqrt(1.0 + 9.0 * t * t), rel=1e-12)  # FLOOR is 1e-12 nm^2
    assert chance_within(radius, sigma) == pytest.approx(chance, abs=1e-5)


def test_a_certain_position_is_within_any_radius() -> None:
    assert chance_within(0.0, 0.0) == 1.0
    assert chance_within(1.0, 1.0) == pytest.approx(1.0 - exp(-0.5))


def test_two_equal_looks_halve_the_variance() -> None:
    once = first(look(0, 1.0, 2.0, 0.0, sigma=2.0), 5.0)
    twice, _ = update(once, (), look(1, 1.0, 4.0, 0.0, sigma=2.0), {}, Q)
    assert (twice.x, twice.pxx) == pytest.approx((3.0, 2.0), rel=1e-11)  # FLOOR against 4 nm^2


def test_perfect_observations_of_one_instant_divide_nothing_by_zero() -> None:
    state = first(look(0, 1.0, 2.0, 3.0, v=(pi, 0.0), sigma=0.0, sigma_v=0.0), 5.0)
    state, _ = update(state, (), look(1, 1.0, 2.0, 3.0, v=(pi, 0.0), sigma=0.0, sigma_v=0.0), {}, Q)
    assert (state.x, state.y, state.vx) == pytest.approx((2.0, 3.0, pi))


def test_prediction_in_pieces_equals_prediction_in_one_go() -> None:
    state = State(0.0, 1.0, 2.0, 3.0, 4.0, 2.0, 0.5, 1.0)
    assert predict(predict(state, 0.7, 4.0), 2.0, 4.0) == pytest.approx(predict(state, 2.0, 4.0), rel=1e-13)


def _at_rest(contacts: int, looks: int) -> float:
    """Variance [nm^2] of an object that is known to be at rest, seen by turns by several contacts: B .75, R .25."""
    seen = [replace(look(k, 0.0, 0.0, 0.0, contact=k % contacts), bias=sqrt(0.75)) for k in range(contacts * looks)]
    places: Places = {}
    state, cross = first(seen[0], 0.0), ties(seen[0], places)
    for one in seen[1:]:
        state, cross = update(state, cross, one, places, 0.0)
    return state.pxx


@pytest.mark.parametrize(("contacts", "looks", "variance"), [(1, 1, 1.0), (1, 10, 0.775), (2, 5, 0.404996)])
def test_a_bias_is_not_averaged_away(contacts: int, looks: int, variance: float) -> None:
    """Of one contact B + R/n; of two by turns a little more than (B + R/n)/2 = .4, for the biases are not estimated."""
    assert _at_rest(contacts, looks) == pytest.approx(variance, abs=5e-7)


def _dense(state: np.ndarray, p: np.ndarray, loads: np.ndarray, seen: float, r: float) -> tuple[np.ndarray, np.ndarray]:
    """Schmidt's update with matrices: the biases stay at zero, their part of the gain is left out."""
    gain = p @ loads / (loads @ p @ loads + r)
    gain[2:] = 0.0
    left = np.eye(len(p)) - np.outer(gain, loads)
    return state + gain * (seen - loads @ state), left @ p @ left.T + r * np.outer(gain, gain)


def test_against_matrices() -> None:
    """Two contacts, one of them blurred by an edge, velocity now and then, in motion."""
    rng = np.random.default_rng(4)
    names: list[BiasId] = [(7, 0), (7, 1), ((7, 1), (0, 1))]
    plain = replace(look(0, 0.0, 0.0, 0.0, contact=0), bias=0.8)
    places: Places = {}
    state, cross = first(plain, PRIOR), ties(plain, places)
    x, p = np.zeros(5), np.diag([1.0, PRIOR**2, 1.0, 1.0, 1.0])
    p[0, 2] = p[2, 0] = -0.8
    for k in range(1, 12):
        t, where, speed = 0.1 + rng.random(), rng.normal(), rng.normal()
        one = replace(
            look(k, state.time + t, where, where, contact=k % 2, v=(speed, speed) if k % 3 else None), bias=0.8
        )
        one = one.blurred((0, 1), 0.0, 0.0, 2.0) if k % 2 else one
        state, cross = update(state, cross, one, places, Q)
        move, noise = np.eye(5), np.zeros((5, 5))
        move[0, 1] = t
        noise[:2, :2] = Q * np.array([[t**3 / 3.0, t * t / 2.0], [t * t / 2.0, t]])
        x, p = move @ x, move @ p @ move.T + noise
        loads = np.array([1.0, 0.0, *((0.0, 0.8, 2.0) if k % 2 else (0.8, 0.0, 0.0))])
        x, p = _dense(x, p, loads, where, 1.0 - 0.64)
        if k % 3:
            x, p = _dense(x, p, np.array([0.0, 1.0, 0.0, 0.0, 0.0]), speed, 1.0)
    assert [state.x, state.vx, state.pxx, state.pxv, state.pvv] == pytest.approx([*x[:2], p[0, 0], p[0, 1], p[1, 1]])
    kept = [cross[2 * places[name] : 2 * places[name] + 2] for name in names]
    assert kept == [pytest.approx(tuple(p[:2, k])) for k in (2, 3, 4)]


def test_many_looks_of_great_and_small_errors_keep_a_covariance() -> None:
    """Positive definite, however good the sensor and however many looks rest on one bias."""
    for sigma in (1e-3, 0.02, 30.0):
        seen = replace(look(0, 0.0, 0.0, 0.0, sigma=sigma), bias=sqrt(0.75) * sigma)
        places: Places = {}
        state, cross = first(seen, 8.0), ties(seen, places)
        for k in range(1, 2000):
            state, cross = update(state, cross, replace(seen, id=(7, k), time=k / 60.0), places, 4.0)
        assert 0.75 * sigma**2 < state.pxx <= sigma**2 + 1e-9
        assert state.pxx * state.pvv > state.pxv**2
