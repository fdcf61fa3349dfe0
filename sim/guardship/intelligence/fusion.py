"""Fusion of two estimates of which nobody knows what they have in common: covariance intersection.

For fused tracks, where observations are released no such care is needed: those are counted once, by their ids.
Source: Julier & Uhlmann, A non-divergent estimation algorithm in the presence of unknown correlations, ACC 1997.
"""

from typing import NamedTuple

from guardship.intelligence.filter import State


class Information(NamedTuple):
    """The inverse of the covariance of either axis: position, position with velocity, velocity."""

    xx: float
    xv: float
    vv: float

    @property
    def determinant(self) -> float:
        return self.xx * self.vv - self.xv * self.xv


def information(state: State) -> Information:
    """What an estimate knows."""
    pxx, pxv, pvv = state.pxx, state.pxv, state.pvv
    det = pxx * pvv - pxv * pxv
    return Information(pvv / det, -pxv / det, pxx / det)


def weight(a: Information, b: Information) -> float:
    """The share of `a` that leaves the least determinant: that of the mixture is a parabola in it."""
    xx, xv, vv = a.xx - b.xx, a.xv - b.xv, a.vv - b.vv
    bend, slope = xx * vv - xv * xv, xx * b.vv + vv * b.xx - 2.0 * xv * b.xv
    if bend < 0.0:
        return min(max(-0.5 * slope / bend, 0.0), 1.0)
    if a.determinant == b.determinant:  # alike
        return 0.5
    return 1.0 if a.determinant > b.determinant else 0.0


def intersect(a: State, b: State) -> State:
    """One estimate of two made for the same time; no surer than is right, whatever their errors have in common."""
    if a.time != b.time:
        raise ValueError(f"estimates for {a.time:g} h and {b.time:g} h: predict one to the time of the other")
    one, two = information(a), information(b)
    w = weight(one, two)
    xx, xv, vv = (w * p + (1.0 - w) * q for p, q in zip(one, two, strict=True))
    det = xx * vv - xv * xv
    pxx, pxv, pvv = vv / det, -xv / det, xx / det
    x, vx = _mean((a.x, a.vx), (b.x, b.vx), one, two, w, (pxx, pxv, pvv))
    y, vy = _mean((a.y, a.vy), (b.y, b.vy), one, two, w, (pxx, pxv, pvv))
    return State(a.time, x, y, vx, vy, pxx, pxv, pvv)


def _mean(
    a: tuple[float, float],
    b: tuple[float, float],
    one: Information,
    two: Information,
    w: float,
    p: tuple[float, float, float],
) -> tuple[float, float]:
    """Position and velocity on one axis, each estimate by its share of what is known."""
    x = w * (one.xx * a[0] + one.xv * a[1]) + (1.0 - w) * (two.xx * b[0] + two.xv * b[1])
    v = w * (one.xv * a[0] + one.vv * a[1]) + (1.0 - w) * (two.xv * b[0] + two.vv * b[1])
    return p[0] * x + p[1] * v, p[1] * x + p[2] * v
