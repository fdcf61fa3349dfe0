"""The rule of patrols in steps of any length, for plain Python; the compiled peers compile the same functions."""

import math

INF = math.inf


def intercept(dx, dy, ux, uy, v):
    """Least time [h] in which speed v meets what is at (dx, dy) from here and sails (ux, uy); inf: never."""
    a = ux * ux + uy * uy - v * v
    b = dx * ux + dy * uy
    c = dx * dx + dy * dy
    if c == 0.0:
        return 0.0
    d = b * b - a * c
    if d < 0.0 or (a >= 0.0 and b >= 0.0):
        return INF
    root = math.sqrt(d)
    return c / (root - b) if b <= 0.0 else (b + root) / -a


def along(px, py, at, lo, hi, tx, ty, d):
    """Sail d nm along the round of way points lo to hi - 1 from (px, py), `at` being the next: x, y, next."""
    while d > 0.0:
        gx = tx[at] - px
        gy = ty[at] - py
        g = math.sqrt(gx * gx + gy * gy)
        if g > d:
            return px + gx / g * d, py + gy / g * d, at
        px = tx[at]
        py = ty[at]
        d -= g
        at = at + 1 if at + 1 < hi else lo
    return px, py, at
