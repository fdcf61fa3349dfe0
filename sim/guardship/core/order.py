"""The order of the packed columns in a large fleet: neighbours at sea beside each other, and the boxes of their blocks.

A leg then screens few blocks (`kernels.blocks`). It is worked out seldom, for all at once.
"""

from math import inf

import numpy as np

from guardship.core.kernels import state as s
from guardship.core.kernels.blocks import BLOCK
from guardship.core.kernels.state import Floats, Ints, Sea

CROWD = 16384  # vessels afloat from which on the columns are put in order
AGAIN = 1  # legs begun for each vessel afloat after which they are put in order again
AHEAD = 240.0  # h: as far as a leg without end counts for where its middle is
BITS = 10  # of a place along each axis


def along(x: Floats, y: Floats) -> Ints:
    """The order of places (n,) [nm] along the curve of Morton (1966), on which neighbours are mostly near each other.

    Of those that are in one square of the curve, as they come.
    """
    wide = max(float(np.ptp(x)), float(np.ptp(y)), 1e-9)
    i, j = (((v - v.min()) * (((1 << BITS) - 1) / wide)).astype(np.int64) for v in (x, y))
    key = (_spaced(i) | _spaced(j) << 1) << 32 | np.arange(len(x))
    key.sort()
    return key & 0xFFFFFFFF


def _spaced(v: Ints) -> Ints:
    """Numbers of up to 16 bits, a free bit after each bit."""
    for by, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        v = (v | v << by) & mask
    return v


def boxes(columns: Floats, reach: Floats, now: float) -> Floats:
    """x0, x1, y0, y1 (4, blocks) of packed columns (COLUMNS, n) [nm, nm/h, h]; reach: the radii of their discs [nm]."""
    first = np.arange(0, columns.shape[1], BLOCK)
    found = []
    for x, v in zip(columns[:2], columns[2:4], strict=True):
        begin = x + v * now
        end = begin + np.multiply(v, columns[4] - now, out=np.zeros_like(v), where=v != 0.0)
        found.append(np.minimum.reduceat(np.minimum(begin, end) - reach, first))
        found.append(np.maximum.reduceat(np.maximum(begin, end) + reach, first))
    return np.stack(found)


def arrange(sea: Sea, now: float) -> None:
    """Put the columns of vessels and of observers in order of the middles of their legs."""
    sea.boxes[:, 0::2], sea.boxes[:, 1::2] = inf, -inf
    for side, columns, count, row, place in (
        (s.TARGETS, sea.hot, s.N_AFLOAT, s.AFLOAT, "slot"),
        (s.OBSERVERS, sea.eye, s.N_WATCH, s.WATCH, "seat"),
    ):
        n = int(sea.n[count])
        if n == 0:
            continue
        c = columns[:, :n]
        middle = 0.5 * (now + np.minimum(c[4], now + AHEAD))
        order = along(c[0] + c[2] * middle, c[1] + c[3] * middle)
        c[:] = c[:, order]
        sea.lists[row, :n] = sea.lists[row, order]
        sea.fleet[place][sea.lists[row, :n]] = np.arange(n)
        reach = np.sqrt(np.maximum(c[s.COLUMNS :].max(axis=0), 0.0)) if side == s.OBSERVERS else np.zeros(n)
        found = boxes(c, reach, now)
        sea.boxes[side, :, : found.shape[1]] = found
    sea.n[s.TO_ORDER] = sea.n[s.LEGS] + AGAIN * max(int(sea.n[s.N_AFLOAT]), CROWD)
