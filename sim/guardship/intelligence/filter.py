"""Constant-velocity Kalman filter in the plane, on scalars, that knows which errors of a contact are fixed.

Errors are isotropic, so both axes have one 2x2 covariance and the filter is three numbers of variance beside the state.
A bias is not estimated but considered (Schmidt's filter): its covariances with position and velocity are kept, so that
looking again and again does not make a track surer than it is.
Sources: Bar-Shalom, Li & Kirubarajan, Estimation with Applications to Tracking and Navigation, Wiley 2001: the filter
in chapter 5, white noise acceleration in chapter 6; Schmidt, Application of state-space methods to navigation problems,
Advances in Control Systems 3, 1966. Plain floats: an array of four takes ten times as long to update.
"""

from math import exp, sqrt
from typing import NamedTuple

from guardship.intelligence.observation import BiasId, Observation

FLOOR = 1e-12
"""[nm^2], [kn^2] added to every measured variance, so that a perfect observation divides nothing by zero."""


new = tuple.__new__  # of a named tuple: half the time of calling its class

type Places = dict[BiasId, int]
"""Which bias of a track stands where, by first mention."""

type Cross = tuple[float, ...]
"""Covariances of position [nm] and of velocity [kn] with one bias after another, of unit variance; 0 beyond its end.

Flat, for it is kept after each observation: a dictionary of pairs made the garbage collector a tenth of a run.
"""


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
    return new(State, (time, x + vx * t, y + vy * t, vx, vy, pxx, pxv + t * (pvv + 0.5 * noise), pvv + noise))


def ties(seen: Observation, places: Places) -> Cross:
    """The covariances with the biases after a single observation: what it is off by bias, the state is."""
    cross = [0.0, 0.0] * (len(places) + len(seen.biases))
    for bias, a in seen.biases:
        cross[2 * places.setdefault(bias, len(places))] = -a
    return tuple(cross[: 2 * len(places)])


def update(state: State, cross: Cross, seen: Observation, places: Places, q: float) -> tuple[State, Cross]:
    """State and covariances with biases after one more observation, under white acceleration `q` [nm^2/h^3].

    Position, then velocity, for their noises are independent. With biases b = a u of unit u, cx and cv the covariances
    of the state with their sum: S = pxx + 2 cx + a^2 + R, gains (pxx + cx)/S and (pxv + cv)/S.
    """
    then, x, y, vx, vy, pxx, pxv, pvv = state
    time = seen.time
    t = time - then
    if t != 0.0:  # `predict`, without a state that nobody looks at
        noise = q * abs(t)
        pxx += t * (2.0 * pxv + t * (pvv + noise / 3.0))
        x += vx * t
        y += vy * t
        pxv += t * (pvv + 0.5 * noise)
        pvv += noise
    own = [(2 * places.setdefault(bias, len(places)), a) for bias, a in seen.biases]
    after = [*cross, *(0.0,) * (2 * len(places) - len(cross))]
    cx = cv = 0.0
    rest = seen.noise + FLOOR
    for k, a in own:
        cx += a * (after[k] + t * after[k + 1])
        cv += a * after[k + 1]
        rest += a * a
    s = pxx + 2.0 * cx + rest
    kx, kv = (pxx + cx) / s, (pxv + cv) / s
    ix, iy = seen.x - x, seen.y - y
    x += kx * ix
    y += kx * iy
    vx += kv * ix
    vy += kv * iy
    pvv -= kv * (pxv + cv)
    pxv = (pxv * (cx + rest) - cv * (pxx + cx)) / s  # subtracting from the old ones would lose all digits
    pxx = (pxx * rest - cx * cx) / s
    lx = lv = 0.0
    if seen.vx is not None and seen.vy is not None:
        r = seen.sigma_v * seen.sigma_v + FLOOR
        s = pvv + r
        lx, lv, rest = pxv / s, pvv / s, r / s
        ix, iy = seen.vx - vx, seen.vy - vy
        x += lx * ix
        y += lx * iy
        vx += lv * ix
        vy += lv * iy
        pxx -= lx * pxv
        pxv *= rest
        pvv *= rest
    for k in range(0, len(after), 2):
        with_v = after[k + 1]
        with_x = after[k] + t * with_v
        with_v -= kv * with_x
        after[k] = with_x - kx * with_x - lx * with_v
        after[k + 1] = with_v - lv * with_v
    for k, a in own:
        after[k] -= a * (kx - lx * kv)
        after[k + 1] -= a * kv * (1.0 - lv)
    return new(State, (time, x, y, vx, vy, pxx, pxv, pvv)), tuple(after)


def chance_within(radius: float, sigma: float) -> float:
    """Probability that a target is within `radius` [nm] of its believed position, `sigma` [nm] per axis (Rayleigh)."""
    if sigma <= 0.0:
        return 1.0
    return 1.0 - exp(-0.5 * (radius / sigma) ** 2)
