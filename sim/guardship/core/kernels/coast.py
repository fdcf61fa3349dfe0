"""Land between two points, and the shortest way round it. Lengths in nm.

Edges (x0, y0, x1, y1) have the land on their left. A uniform grid finds them: `grid` is (x0, y0, cell, columns, rows),
and `index[start[c] : start[c + 1]]` are the edges that meet cell c = row * columns + column. A segment out of the grid
meets nothing; one that stays inland meets no edge either, so whether its ends are afloat is asked elsewhere.
"""

import math

import numpy as np
from numpy.typing import NDArray

from guardship.core.kernels.compile import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INF = math.inf
TOUCH = 1e-6  # an end as near as this to an edge [nm] may leave it or reach it from the sea: 2 mm


@kernel
def meets(edges: Floats, k: int, ax: float, ay: float, bx: float, by: float) -> bool:
    """Whether the segment a-b meets edge k: touching counts, unless an end leaves or reaches it from the sea."""
    cx = edges[k, 0]
    cy = edges[k, 1]
    ex = edges[k, 2]
    ey = edges[k, 3]
    ux = bx - ax
    uy = by - ay
    vx = ex - cx
    vy = ey - cy
    # the side of a-b on which a vertex lies is computed alike for both its edges, so that nothing slips in between
    sc = ux * (cy - ay) - uy * (cx - ax)
    se = ux * (ey - ay) - uy * (ex - ax)
    if (sc > 0.0 and se > 0.0) or (sc < 0.0 and se < 0.0):
        return False
    sa = vx * (ay - cy) - vy * (ax - cx)  # positive on the land's side
    sb = vx * (by - cy) - vy * (bx - cx)
    if (sa > 0.0 and sb > 0.0) or (sa < 0.0 and sb < 0.0):
        return False
    if max(ax, bx) < min(cx, ex) or min(ax, bx) > max(cx, ex):  # apart on one line
        return False
    if max(ay, by) < min(cy, ey) or min(ay, by) > max(cy, ey):
        return False
    slack = TOUCH * math.sqrt(vx * vx + vy * vy)
    if abs(sa) <= slack and abs(sb) <= slack:
        return ux * ux + uy * uy > TOUCH * TOUCH
    if abs(sa) <= slack:
        return bool(sb > 0.0)
    if abs(sb) <= slack:
        return bool(sa > 0.0)
    return True


@kernel
def clip(p: float, q: float, lo: float, hi: float) -> tuple[float, float]:
    """The shares of the way from p to q between which one coordinate is within lo..hi; (1, 0) when it never is."""
    u = q - p
    if u == 0.0:
        if p < lo or p > hi:
            return 1.0, 0.0
        return 0.0, 1.0
    s = (lo - p) / u
    t = (hi - p) / u
    return max(min(s, t), 0.0), min(max(s, t), 1.0)


@kernel
def crosses(edges: Floats, start: Ints, index: Ints, grid: Floats, ax: float, ay: float, bx: float, by: float) -> bool:
    """Whether the segment a-b meets an edge: a walk through the cells along it (Amanatides and Woo 1987)."""
    x0 = grid[0]
    y0 = grid[1]
    cell = grid[2]
    columns = int(grid[3])
    rows = int(grid[4])
    s, t = clip(ax, bx, x0, x0 + columns * cell)
    p, q = clip(ay, by, y0, y0 + rows * cell)
    s = max(s, p)
    t = min(t, q)
    if s > t or columns <= 0 or rows <= 0:
        return False
    ux = bx - ax
    uy = by - ay
    i = min(max(math.floor((ax + s * ux - x0) / cell), 0), columns - 1)
    j = min(max(math.floor((ay + s * uy - y0) / cell), 0), rows - 1)
    di = min(max(math.floor((ax + t * ux - x0) / cell), 0), columns - 1) - i
    dj = min(max(math.floor((ay + t * uy - y0) / cell), 0), rows - 1) - j
    si = 1 if di > 0 else -1
    sj = 1 if dj > 0 else -1
    left = abs(di)  # columns still to be crossed
    down = abs(dj)
    # the share of the way at which the next column and the next row begin; inf when there is none left
    tx = (x0 + (i + max(si, 0)) * cell - ax) / ux if left > 0 else INF
    ty = (y0 + (j + max(sj, 0)) * cell - ay) / uy if down > 0 else INF
    wx = cell / abs(ux) if left > 0 else 0.0
    wy = cell / abs(uy) if down > 0 else 0.0
    c = j * columns + i
    while True:
        for k in range(start[c], start[c + 1]):
            if meets(edges, index[k], ax, ay, bx, by):
                return True
        if left > 0 and (tx <= ty or down == 0):
            left -= 1
            tx += wx
            c += si
        elif down > 0:
            down -= 1
            ty += wy
            c += sj * columns
        else:
            return False


@kernel
def see(edges: Floats, start: Ints, index: Ints, grid: Floats, nodes: Floats, x: float, y: float, out: Floats) -> None:
    """Write to out (m,) how far [nm] the first m nodes (n, 2) are from (x, y); inf where land lies between."""
    for k in range(out.shape[0]):
        out[k] = INF
        if not crosses(edges, start, index, grid, nodes[k, 0], nodes[k, 1], x, y):
            out[k] = math.sqrt((nodes[k, 0] - x) * (nodes[k, 0] - x) + (nodes[k, 1] - y) * (nodes[k, 1] - y))


@kernel
def visibility(
    edges: Floats, start: Ints, index: Ints, grid: Floats, nodes: Floats, first: int, lengths: Floats
) -> None:
    """Write the lengths (n, n) [nm] of the legs between nodes, inf where land lies between, from node `first` on.

    Symmetric to the last bit: each leg is tested once.
    """
    for k in range(first, nodes.shape[0]):
        see(edges, start, index, grid, nodes, nodes[k, 0], nodes[k, 1], lengths[k, : k + 1])
        for m in range(k):
            lengths[m, k] = lengths[k, m]


@kernel
def shortest(lengths: Floats, cost: Floats, last: Floats, before: Ints) -> int:
    """The last node of the shortest way, -1 when there is none: Dijkstra on a dense graph, without a queue.

    In: the lengths (n, n) [nm] between nodes, and cost (n,) from the start, `last` (n,) to the end. Out: in `cost` the
    lengths of the shortest ways, and in `before` the node before each, -1 for the start, -2 - that while it is open.
    """
    n = cost.shape[0]
    best = INF
    end = -1
    for k in range(n):
        before[k] = -1
    for _ in range(n):
        at = -1
        least = best
        for k in range(n):
            if before[k] < n and cost[k] < least:
                least = cost[k]
                at = k
        if at < 0:
            break
        if cost[at] + last[at] < best:
            best = cost[at] + last[at]
            end = at
        for k in range(n):
            if before[k] < n and least + lengths[at, k] < cost[k]:
                cost[k] = least + lengths[at, k]
                before[k] = at
        before[at] += n + 1  # closed
    for k in range(n):
        if before[k] >= n:
            before[k] -= n + 1
    return end
