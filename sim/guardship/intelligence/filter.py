"""Constant-velocity Kalman filter in the plane, on scalars.

Errors are isotropic, so both axes have one 2x2 covariance and the filter is three numbers of variance beside the state.
Source: Bar-Shalom, Li & Kirubarajan, Estimation with Applications to Tracking and Navigation, Wiley 2001: the filter in
chapter 5, white noise acceleration in chapter 6. Plain floats: an array of four takes ten times as long to update.
"""

from math import exp, sqrt
from typing import NamedTuple

from guardship.intelligence.observation import Observation

FLOOR = 1e-12
"""[nm^2], [kn^2] added to every measured variance, so that a perfect observation divides nothing by zero."""


class State(NamedTuple):
    """Estimate at `time` [h]: position [nm], velocity [kn], covariance of either axis [nm^2, nm kn, kn^2]."""

    time: float
    x: float
    y: float
    vx: float
    vy: float
    pxx: float
    pxv: float
    pvv: float

    @property
    def sigma(self) -> float:
        """Position error per axis [nm]."""
        return sqrt(self.pxx)


def first(seen: Observation, sigma_v: float) -> State:
    """State from a single observation; without a measured velocity it is zero give or take `sigma_v` [kn] per axis."""
    pxx = seen.sigma * seen.sigma + FLOOR
    if seen.vx is None or seen.vy is None:
        return State(seen.time, seen.x, seen.y, 0.0, 0.0, pxx, 0.0, sigma_v * sigma_v)
    return State(seen.time, seen.x, seen.y, seen.vx, seen.vy, pxx, 0.0, seen.sigma_v * seen.sigma_v + FLOOR)


def predict(state: State, time: float, q: float) -> State:
    """State at another `time` [h] under white acceleration of intensity `q` [nm^2/h^3].

    Adds Q = q [[T^3/3, T^2/2], [T^2/2, T]], section 6.2.2 of the source.
    Backwards in time the noise adds up as well; that is exact only when nothing earlier is known.
    """
    then, x, y, vx, vy, pxx, pxv, pvv = state
    t = time - then
    if t == 0.0:
        return state
    noise = q * abs(t)
    pxx += t * (2.0 * pxv + t * (pvv + noise / 3.0))
    return State(time, x + vx * t, y + vy * t, vx, vy, pxx, pxv + t * (pvv + 0.5 * noise), pvv + noise)


def update(state: State, seen: Observation) -> State:
    """State after an observation made at its time; position, then velocity, for their errors are independent."""
    time, x, y, vx, vy, pxx, pxv, pvv = state
    r = seen.sigma * seen.sigma + FLOOR
    s = pxx + r
    kx, kv, rest = pxx / s, pxv / s, r / s
    ix, iy = seen.x - x, seen.y - y
    x += kx * ix
    y += kx * iy
    vx += kv * ix
    vy += kv * iy
    pvv -= kv * pxv
    pxv *= rest
    pxx *= rest
    if seen.vx is None or seen.vy is None:
        return State(time, x, y, vx, vy, pxx, pxv, pvv)
    r = seen.sigma_v * seen.sigma_v + FLOOR
    s = pvv + r
    kx, kv, rest = pxv / s, pvv / s, r / s
    ix, iy = seen.vx - vx, seen.vy - vy
    pxx -= kx * pxv
    return State(time, x + kx * ix, y + kx * iy, vx + kv * ix, vy + kv * iy, pxx, pxv * rest, pvv * rest)


def chance_within(radius: float, sigma: float) -> float:
    """Probability that a target is within `radius` [nm] of its believed position, `sigma` [nm] per axis (Rayleigh)."""
    if sigma <= 0.0:
        return 1.0
    return 1.0 - exp(-0.5 * (radius / sigma) ** 2)
