"""Blocks of the packed columns: whom a new leg can touch in a large fleet, without asking everybody.

The legs in BLOCK columns after each other never leave the block's box on the plane, an observer's with its widest disc,
and a new leg screens only the blocks whose box its own touches. That pays as long as neighbours in the columns are
neighbours at sea: `core/order.py` puts them so when the fleet has become large, and again when they have moved on, for
a leg that begins widens the box of its block and narrows none. What is found does not depend on it.
"""

import math

from guardship.core.kernels.compile import inlined
from guardship.core.kernels.state import COLUMNS, CROWD, LEGS, N_AFLOAT, TO_ORDER

BLOCK = 64  # columns with one box
PAD = 1e-6  # nm by which boxes are taken wider: more than rounding can take away


@inlined
def blocked(n):
    """Whether the columns are in order and their blocks have boxes."""
    return n[TO_ORDER] > 0


@inlined
def wanting(n, param):
    """Whether it is to be asked what a fleet that has become so large needs, or to put its columns in order again."""
    return n[N_AFLOAT] > param[CROWD] or (blocked(n) and n[LEGS] >= n[TO_ORDER])


@inlined
def span(x, v, hours):
    """Between what a coordinate [nm] stays on a leg; one that stands still stays where it is, however long."""
    far = x + v * hours if v != 0.0 else x
    return min(x, far), max(x, far)


@inlined
def widest(eye, seat):
    """The radius of an observer's widest disc [nm]; 0 for one that sees nobody."""
    r2 = 0.0
    for h in range(COLUMNS, eye.shape[0]):
        r2 = max(r2, eye[h, seat])
    return math.sqrt(r2)


@inlined
def widen(boxes, side, k, f, r):
    """Let the box of the block of column k hold the leg of vessel f with a disc of radius r [nm]."""
    b = boxes[side]
    c = k // BLOCK
    x0, x1 = span(f.x, f.vx, f.t1 - f.t0)
    y0, y1 = span(f.y, f.vy, f.t1 - f.t0)
    b[0, c] = min(b[0, c], x0 - r)
    b[1, c] = max(b[1, c], x1 + r)
    b[2, c] = min(b[2, c], y0 - r)
    b[3, c] = max(b[3, c], y1 + r)


@inlined
def near(boxes, first, last, x, y, vx, vy, hours, r, flag, found):
    """Put into `found` the first columns of the blocks whose boxes a leg comes within r [nm] of; how many those are.

    first, last: the columns, from the first of a block to before `last`; (x, y, vx, vy): the leg, from (x, y) on for so
    many hours. Branch-free, as `sweep.screen`.
    """
    x0, x1 = span(x, vx, hours)
    y0, y1 = span(y, vy, hours)
    x0 -= r + PAD
    x1 += r + PAD
    y0 -= r + PAD
    y1 += r + PAD
    begin = first // BLOCK
    count = (last - first + BLOCK - 1) // BLOCK
    west = boxes[0, begin:]
    east = boxes[1, begin:]
    south = boxes[2, begin:]
    north = boxes[3, begin:]
    for k in range(count):
        flag[k] = (west[k] <= x1) & (east[k] >= x0) & (south[k] <= y1) & (north[k] >= y0)
    m = 0
    for k in range(count):
        found[m] = first + k * BLOCK
        m += flag[k]
    return m
