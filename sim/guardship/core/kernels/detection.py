"""Detection laws in closed form: the exposure (integrated hazard) along a straight relative track, and its inverse.

A law is definite (certain within range), rings (nested discs, a glimpse rate each; one ring is the constant rate), or
inverse cube (Koopman): hazard K / (rho^2 + h^2)^(3/2). A contact is gained when the exposure reaches an Exp(1)
threshold.
"""

import math

from guardship.core.kernels.compile import formula, inlined, kernel
from guardship.core.kernels.kinematics import INF, STILL, window

BLIND, DEFINITE, RINGS, CUBE = 0, 1, 2, 3


@kernel
def cube_tail(u, c):
    """Integral of (c + y^2)^(-3/2) from u >= 0 to infinity: 1 / (s (s + u)), s^2 = c + u^2. Does not cancel."""
    s = math.sqrt(c + u * u)
    return 1.0 / (s * (s + u))


@kernel
def cube_leg(u, v, c):
    """Integral of (c + y^2)^(-3/2) from u to v, 0 <= u <= v (oracle O16's form for y of one sign)."""
    if v == INF:
        return cube_tail(u, c)
    a = math.sqrt(c + u * u)
    b = math.sqrt(c + v * v)
    d = a * b * (v * a + u * b)
    if d <= 0.0:
        return INF if a <= 0.0 and v > u else 0.0  # from the very centre of a law without height; else underflow
    return (v - u) * (v + u) / d


@kernel
def cube_exposure(x2, y, w, k, t):
    """Exposure over t hours at relative speed w from along-track y (negative: closing), c = x2 + h^2 given as x2."""
    if w * w < STILL:
        r2 = x2 + y * y
        return k * t / (r2 * math.sqrt(r2)) if r2 > 0.0 else (INF if t > 0.0 else 0.0)
    z = y + w * t
    if y >= 0.0:
        return k / w * cube_leg(y, z, x2)
    if z <= 0.0:
        return k / w * cube_leg(-z, -y, x2)
    return k / w * (cube_leg(0.0, -y, x2) + cube_leg(0.0, z, x2))


@kernel
def cube_time(x2, y, w, k, need, t):
    """When [h] the exposure reaches `need` within t hours; inf when it does not. Arguments as `cube_exposure`."""
    if need <= 0.0:
        return 0.0
    if w * w < STILL:
        r2 = x2 + y * y
        at = need * r2 * math.sqrt(r2) / k
        return at if at <= t else INF
    g = need * w / k
    if y < 0.0:
        before = cube_leg(0.0, -y, x2)
        if g < before:
            # closing: the tail beyond the point sought is the tail beyond the start plus g
            f = cube_tail(-y, x2) + g
            q = math.sqrt(max(2.0 / f - x2, 0.0))
            z = -max(1.0 / f - x2, 0.0) / q if q > 0.0 else 0.0
            at = (z - y) / w
            return max(at, 0.0) if at <= t else INF
        g -= before
        u = 0.0
    else:
        u = y
    # opening from u >= 0: the tail beyond the point sought is the tail beyond u less g
    f = cube_tail(u, x2) - g if u > 0.0 else 1.0 / x2 - g
    if f <= 0.0:
        return INF
    if u == 0.0 and x2 * g < 0.5:
        z = x2 * math.sqrt(x2) * g / math.sqrt(1.0 - x2 * x2 * g * g)
    else:
        q = math.sqrt(max(2.0 / f - x2, 0.0))
        z = max(1.0 / f - x2, 0.0) / q if q > 0.0 else 0.0
    at = (z - y) / w
    return max(at, 0.0) if at <= t else INF


@kernel
def cube_gain(dx, dy, wx, wy, h2, k, need, t):
    """(when the exposure reaches `need`, or inf; the exposure over t hours) for a target at d moving at w."""
    w = math.sqrt(wx * wx + wy * wy)
    if w * w < STILL:
        x2 = dx * dx + dy * dy + h2
        y = 0.0
    else:
        y = (dx * wx + dy * wy) / w
        c = (dx * wy - dy * wx) / w
        x2 = c * c + h2
    total = cube_exposure(x2, y, w, k, t)
    if total < need or need == INF:
        return INF, total
    at = cube_time(x2, y, w, k, need, t)
    return (at if at < INF else t), total


@formula
def ring_gain(dx, dy, wx, wy, rings, lo, count, scale, need, t):
    """As `cube_gain` for nested rings: rows lo .. lo+count of `rings` are (range, rate), the widest first."""
    got = 0.0
    p = 0.0
    rate = 0.0
    hit = 0
    # entries from the widest ring inwards, then exits outwards: 2 * hit instants in order
    for j in range(count):
        a, b = window(dx, dy, wx, wy, rings[lo + j, 0] * scale)
        if a >= t or b <= a:
            break
        if a > p:
            if rate > 0.0:
                x = rate * (a - p)
                if got + x >= need:
                    return p + (need - got) / rate, need
                got += x
            p = a
        rate = rings[lo + j, 1]
        hit += 1
    for j in range(hit - 1, -1, -1):
        a, b = window(dx, dy, wx, wy, rings[lo + j, 0] * scale)
        b = min(b, t)
        rate = rings[lo + j, 1]
        if b > p:
            if rate > 0.0:
                x = rate * (b - p)
                if got + x >= need:
                    return p + (need - got) / rate, need
                got += x
            p = b
    return INF, got


@inlined
def law_gain(law, dx, dy, wx, wy, rings, a, b, scale, need):
    """When the exposure by a law that is not certain reaches `need`, for a target at d moving at w.

    The law (a record) counts from a to b [h], where the target is within its range; lengths on the plane are `scale`
    times those of the law. Returns the hours that pass first, when after them `need` is reached (inf for not), and the
    exposure until b.
    """
    if law.kind == CUBE:
        s2 = scale * scale
        at, x = cube_gain(dx + wx * a, dy + wy * a, wx, wy, law.h2 * s2, law.k * s2 * scale, need, b - a)
        return a, at, x
    at, x = ring_gain(dx, dy, wx, wy, rings, law.lo, law.n, scale, need, b)
    return 0.0, at, x
