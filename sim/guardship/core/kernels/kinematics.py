"""Relative motion of two vessels on straight legs: closest approach, discs, interception. Times in h, lengths in nm.

d = (dx, dy) is the target's position minus the observer's, w = (wx, wy) its velocity minus the observer's.
"""

import math

import numpy as np

from guardship.core.kernels.compile import formula, kernel

INF = np.inf
STILL = 1e-18  # squared relative speed [kn^2] below which the geometry is taken as frozen


@kernel
def closest_approach(dx, dy, wx, wy):
    """Time to the closest point of approach from now on [h] and the distance there [nm]. Now, when it is past."""
    a = wx * wx + wy * wy
    if a < STILL:
        return 0.0, math.sqrt(dx * dx + dy * dy)
    t = max(-(dx * wx + dy * wy) / a, 0.0)
    x = dx + wx * t
    y = dy + wy * t
    return t, math.sqrt(x * x + y * y)


@formula
def window(dx, dy, wx, wy, r):
    """From when to when [h from now] the target is within r; (inf, inf) when it never is from now on.

    Roots of |d + w t| = r in the form that does not cancel.
    """
    if r <= 0.0:
        return INF, INF
    if r == INF:
        return 0.0, INF
    a = wx * wx + wy * wy
    c = dx * dx + dy * dy - r * r
    if a < STILL:
        if c <= 0.0:
            return 0.0, INF
        return INF, INF
    b = dx * wx + dy * wy
    if c > 0.0 and b > 0.0:  # outside, and going away
        return INF, INF
    # b^2 - a c = a r^2 - (d x w)^2: the cross product keeps the grazing pass exact
    k = dx * wy - dy * wx
    s = a * r * r - k * k
    if s < 0.0:
        return INF, INF
    s = math.sqrt(s)
    if b > 0.0:
        return 0.0, -c / (b + s)
    q = s - b
    return c / q if c > 0.0 and q > 0.0 else 0.0, q / a


@kernel
def intercept(dx, dy, ux, uy, v):
    """Least time [h] for a pursuer of speed v [kn] to meet a quarry at d with velocity u; inf when it cannot.

    (u^2 - v^2) t^2 + 2 (d.u) t + d^2 = 0.
    """
    a = ux * ux + uy * uy - v * v
    b = dx * ux + dy * uy
    c = dx * dx + dy * dy
    if c < 1e-18:
        return 0.0
    if abs(a) <= 1e-12 * v * v:
        if b < 0.0:
            return -c / (2.0 * b)
        return INF
    s = b * b - a * c
    if s < 0.0:
        return INF
    s = math.sqrt(s)
    if a < 0.0:  # the faster pursuer: one positive root, c / (s - b) or -(b + s) / a, whichever does not cancel
        if b > 0.0:
            return -(b + s) / a
        return c / (s - b)
    if b >= 0.0:
        return INF
    return c / (s - b)


@kernel
def pure_pursuit(d, phi, u, v):
    """Time [h] of a stern chase that always points at the quarry (Bouguer's curve); inf unless v > u.

    phi: the quarry's course from the line of sight [rad].
    """
    if v <= u:
        return INF
    return d * (v + u * math.cos(phi)) / (v * v - u * u)


@kernel
def apollonius(px, py, ex, ey, u, v):
    """Centre and radius of the circle of points that evader E (speed u) and pursuer P (speed v > u) reach together."""
    g = (u / v) ** 2
    k = g / (1.0 - g)
    d = math.sqrt((ex - px) ** 2 + (ey - py) ** 2)
    return ex + k * (ex - px), ey + k * (ey - py), (u / v) * d / (1.0 - g)


@kernel
def limiting_angle(u, v):
    """Half-angle [rad] of the limiting lines of approach to a ship of speed v for a craft of speed u < v (Koopman)."""
    if u >= v:
        return math.pi
    return math.asin(u / v)


@kernel
def radar_horizon(h1, h2, k):
    """Range [nm] at which heights h1 and h2 [m] see each other over an earth of k times the true radius (6371 km)."""
    return math.sqrt(2.0 * k * 6371.0) * (math.sqrt(h1 / 1000.0) + math.sqrt(h2 / 1000.0)) / 1.852
