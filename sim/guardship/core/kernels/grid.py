"""A grid over the legs of a large fleet: whom a new leg can touch, without asking everybody.

Not vessels but legs stand in it, which do not move: a target's leg in every cell that it crosses, with the hours in
which it is there, an observer's leg in every cell that its widest disc touches. A new leg asks only the cells that it
enters itself. What is asked for more than once is found once. Below some thousands afloat the screen over all
(`sweep.screen`), which is vector code, is faster.

Entries are not searched for to be taken out: a vessel's present mark makes its older ones void, and they are dropped
when the cell has doubled since the last time.
"""

import math

import numpy as np

from guardship.core.kernels.chunks import CHUNK, chain, free, place_in
from guardship.core.kernels.compile import inlined, inner
from guardship.core.kernels.state import (
    AFLOAT,
    CLOCK,
    COLUMNS,
    CROWD,
    ENTRY_CHUNKS,
    ENTRY_SPARE,
    FOUND,
    GRID,
    HITS,
    N_AFLOAT,
    OBSERVERS,
    QUERY,
    SOUGHT,
    TARGETS,
    TESTS,
    TO_CHART,
)

PAD = 1e-6  # h by which a stay in a cell is taken longer at both ends: more than rounding can take away
AGES = 1e5  # h: as far as a leg without end is followed
WORTH = 0.3  # share of all below which asking by cells is cheaper than the screen: two to three times dearer a pair


@inlined
def used(param):
    """Whether there is a grid."""
    return param[GRID + 3] > 0.0


@inlined
def roomy(sea):
    """Whether what one leg needs surely fits: a chunk in every cell."""
    return CHUNK * (sea.n[ENTRY_CHUNKS] + sea.cells.shape[0] + 2) <= sea.entries.shape[0]


@inlined
def wanting(sea):
    """Whether a grid is to be laid, again when the fleet has grown, or to get more room."""
    return sea.n[N_AFLOAT] > sea.param[CROWD] or (used(sea.param) and not roomy(sea))


@inlined
def cell(corner, width, count, x):
    """Which of `count` cells from `corner` on x is in; beyond the grid the nearest."""
    return np.int64(min(max((x - corner) / width, 0.0), count - 1.0))


@inlined
def crossing(x, v, low, high, a, b):
    """From when to when, within a to b [h], x + v t is between low and high; the second before the first: never."""
    if v == 0.0:
        if low <= x <= high:
            return a, b
        return b, a - 1.0
    p = (low - x) / v
    q = (high - x) / v
    return max(a, min(p, q) - PAD), min(b, max(p, q) + PAD)


@inlined
def walls(corner, width, count, k):
    """The walls of cell k of `count`: the outer ones go on for ever."""
    low = corner + k * width if k > 0 else -np.inf
    high = corner + (k + 1) * width if k < count - 1 else np.inf
    return low, high


@inner
def tidy(entries, cells, marks, n, c, kind, now):
    """Drop from cell c what is void or past."""
    at, m = chain(cells, c)
    cells[c, 0] = -1
    cells[c, 1] = 0
    while at >= 0:
        for k in range(at + 1, at + 1 + m):
            e = entries[k]
            if e.b >= now and marks[kind, e.row] == e.mark:
                f = entries[place_in(entries, cells, n, ENTRY_SPARE, c)]
                f.x = e.x
                f.y = e.y
                f.vx = e.vx
                f.vy = e.vy
                f.a = e.a
                f.b = e.b
                f.r2 = e.r2
                f.row = e.row
                f.mark = e.mark
                cells[c, 1] += 1
        at = free(entries, n, ENTRY_SPARE, at)
        m = CHUNK - 1
    cells[c, 2] = max(2 * cells[c, 1], CHUNK - 1)


@inner
def enter(entries, cells, marks, n, c, kind, row, x, y, vx, vy, a, b, r2, now):
    """The leg of a row stands in cell c from a to b [h]."""
    if cells[c, 1] >= cells[c, 2]:
        tidy(entries, cells, marks, n, c, kind, now)
    e = entries[place_in(entries, cells, n, ENTRY_SPARE, c)]
    e.x = x
    e.y = y
    e.vx = vx
    e.vy = vy
    e.a = a
    e.b = b
    e.r2 = r2
    e.row = row
    e.mark = marks[kind, row]
    cells[c, 1] += 1


@inner
def ask(entries, cells, marks, n, hits, m, c, kind, x, y, vx, vy, a, b, r2):
    """Add to m `hits` the rows in cell c that come as near as the larger of their r2 and the leg's own from a to b."""
    at, count = chain(cells, c)
    n[TESTS] += cells[c, 1]
    while at >= 0:
        for k in range(at + 1, at + 1 + count):
            e = entries[k]
            low = max(a, e.a)
            high = min(b, e.b)
            wx = e.vx - vx
            wy = e.vy - vy
            dx = e.x - x
            dy = e.y - y
            tau = min(max(-(dx * wx + dy * wy) / (wx * wx + wy * wy + 1e-300), low), high)
            dx += wx * tau
            dy += wy * tau
            if low <= high and dx * dx + dy * dy <= max(r2, e.r2):
                row = e.row
                if marks[kind, row] == e.mark and marks[FOUND, row] != n[QUERY]:
                    marks[FOUND, row] = n[QUERY]
                    hits[m] = row
                    m += 1
        at = entries[at].ref
        count = CHUNK - 1
    return m


@inner
def chart_target(sea, i, t):
    """Enter the leg of row i from t on as a target's; how many observers it may come near: their rows are the hits."""
    f = sea.fleet[i]
    g = sea.param[GRID : GRID + 5]
    width = g[2]
    half = sea.cells.shape[0] // 2
    hits = sea.lists[HITS]
    vx = f.vx
    vy = f.vy
    x = f.x - vx * f.t0
    y = f.y - vy * f.t0
    end = min(f.t1, t + AGES)
    sea.marks[TARGETS, i] += 1
    sea.n[QUERY] += 1
    m = 0
    p = cell(g[0], width, g[3], min(x + vx * t, x + vx * end))
    q = cell(g[0], width, g[3], max(x + vx * t, x + vx * end))
    for k in range(p, q + 1):
        low, high = walls(g[0], width, g[3], k)
        a, b = crossing(x, vx, low, high, t, end)
        if a <= b:
            u = cell(g[1], width, g[4], min(y + vy * a, y + vy * b))
            v = cell(g[1], width, g[4], max(y + vy * a, y + vy * b))
            for j in range(u, v + 1):
                low, high = walls(g[1], width, g[4], j)
                c, d = crossing(y, vy, low, high, a, b)
                if c <= d:
                    at = j * np.int64(g[3]) + k
                    if d >= end and f.t1 > end:
                        d = np.inf
                    enter(sea.entries, sea.cells, sea.marks, sea.n, at, TARGETS, i, x, y, vx, vy, c, d, 0.0, t)
                    at += half
                    m = ask(sea.entries, sea.cells, sea.marks, sea.n, hits, m, at, OBSERVERS, x, y, vx, vy, c, d, 0.0)
    return m


@inner
def chart_observer(sea, i, t):
    """Enter the leg of row i from t on as an observer's; how many targets it may come near: their rows are the hits."""
    f = sea.fleet[i]
    g = sea.param[GRID : GRID + 5]
    width = g[2]
    half = sea.cells.shape[0] // 2
    hits = sea.lists[HITS]
    x = f.x - f.vx * f.t0
    y = f.y - f.vy * f.t0
    last = min(f.t1, sea.param[SOUGHT])
    end = min(last, t + AGES)
    until = np.inf if last > end else end
    sea.marks[OBSERVERS, i] += 1
    sea.n[QUERY] += 1
    r2 = -1.0
    for h in range(sea.stance.shape[1]):
        r2 = max(r2, sea.eye[COLUMNS + h, f.seat])
    if r2 < 0.0:
        return 0
    r = math.sqrt(r2) + 1e-6
    r2 = r * r
    m = 0
    p = cell(g[0], width, g[3], min(x + f.vx * t, x + f.vx * end) - r)
    q = cell(g[0], width, g[3], max(x + f.vx * t, x + f.vx * end) + r)
    for k in range(p, q + 1):
        low, high = walls(g[0], width, g[3], k)
        a, b = crossing(x, f.vx, low - r, high + r, t, end)
        if a <= b:
            u = cell(g[1], width, g[4], min(y + f.vy * a, y + f.vy * b) - r)
            v = cell(g[1], width, g[4], max(y + f.vy * a, y + f.vy * b) + r)
            for j in range(u, v + 1):
                at = j * np.int64(g[3]) + k
                m = ask(sea.entries, sea.cells, sea.marks, sea.n, hits, m, at, TARGETS, x, y, f.vx, f.vy, t, until, r2)
                at += half
                enter(sea.entries, sea.cells, sea.marks, sea.n, at, OBSERVERS, i, x, y, f.vx, f.vy, t, until, r2, t)
    return m


@inner
def enrol(sea):
    """Enter those who were afloat when the grid was laid, as far as there is room."""
    while sea.n[TO_CHART] > 0 and roomy(sea):
        sea.n[TO_CHART] -= 1
        i = sea.lists[AFLOAT, sea.n[TO_CHART]]
        chart_target(sea, i, sea.param[CLOCK])
        if sea.fleet[i].seat >= 0:
            chart_observer(sea, i, sea.param[CLOCK])


def plan(x, y, travel, reach):
    """Where a grid over legs should lie: (x0, y0, width, columns, rows); None when asking everybody costs less.

    x, y: both ends of the legs of all who are afloat, (2, N) [nm]; travel: how long the legs are [nm]; reach: of the
    observers [nm]. A cell is twice as wide as a disc, so that a leg touches few and a cell holds few; long legs in a
    small sea cross most cells, and a grid prunes nothing.
    """
    count = x.shape[1]
    reach = reach[(reach > 0.0) & np.isfinite(reach)]
    if len(reach) == 0:
        return None
    x0, y0 = float(x.min()), float(y.min())
    wide, high = max(float(x.max()) - x0, 1e-6), max(float(y.max()) - y0, 1e-6)
    disc, leg = 2.0 * float(np.median(reach)), float(np.median(travel))
    width = max(disc, leg / 16.0, math.sqrt(wide * high / (4.0 * count)), 1e-3)
    columns, rows = max(math.ceil(wide / width), 1), max(math.ceil(high / width), 1)
    crossed = leg / width + 1.0
    asked = crossed * crossed * (1.0 + disc / width) / (columns * rows)  # of all, for one leg of an observer
    return (x0, y0, width, float(columns), float(rows)) if asked < WORTH else None
