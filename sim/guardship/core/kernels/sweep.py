"""The packed columns and the screen over them: which discs a new leg can touch. The hottest loop of the core."""

from guardship.core.kernels.blocks import blocked, widen, widest
from guardship.core.kernels.compile import inlined, inner
from guardship.core.kernels.kinematics import INF
from guardship.core.kernels.state import (
    AFLOAT,
    ANEW,
    COLUMNS,
    HORIZON,
    N_AFLOAT,
    N_WATCH,
    OBSERVERS,
    SOUGHT,
    TARGETS,
    TO_SEEK,
    WATCH,
)

OVERLAP = 1e-6  # h by which the hours for which pairs are sought overlap: more than rounding can take away
PART = 4096  # columns that are screened for one observer after the other while they are near the processor


@inlined
def screen(X, Y, VX, VY, T1, R2, x, y, vx, vy, t1, t, grow, flag, count, hits):
    """Put into `hits` the columns whose disc with the leg (x, y, vx, vy) is touched from t to the end of either leg.

    Columns are dead-reckoned to time zero, the leg's x, y stand at t; R2 times `grow` is the squared range, negative:
    never. Branch-free over the columns, so that it becomes vector code: 0.65 ns a pair, against 8 on structured rows.
    """
    for k in range(count):
        wx = VX[k] - vx
        wy = VY[k] - vy
        dx = X[k] + VX[k] * t - x
        dy = Y[k] + VY[k] * t - y
        a = wx * wx + wy * wy + 1e-300
        tau = min(max(-(dx * wx + dy * wy) / a, 0.0), min(t1, T1[k]) - t)
        ex = dx + wx * tau
        ey = dy + wy * tau
        flag[k] = ex * ex + ey * ey <= R2[k] * grow
    m = 0
    for k in range(count):
        hits[m] = k
        m += flag[k]
    return m


@inlined
def within(c, k, row, x, y, t, grow):
    """Whether column k is in its disc around (x, y) at t already."""
    dx = c[0, k] + c[2, k] * t - x
    dy = c[1, k] + c[3, k] * t - y
    return dx * dx + dy * dy <= c[row, k] * grow


@inlined
def seek(sea, event):
    """Let pairs be sought for some hours more, part by part; when there is no next `event` [h], to the ends of legs."""
    sea.param[ANEW] = sea.param[SOUGHT] - OVERLAP
    sea.param[SOUGHT] = sea.param[SOUGHT] + sea.param[HORIZON] if event < INF else INF
    sea.n[TO_SEEK] = (sea.n[N_AFLOAT] + PART - 1) // PART * sea.n[N_WATCH]


@inlined
def settle(sea, i, t):
    """Write the leg of row i into the packed columns: the only place that does (ranges by signature: `board`)."""
    f = sea.fleet[i]
    x = f.x - f.vx * f.t0
    y = f.y - f.vy * f.t0
    if f.slot >= 0:
        c = sea.hot
        k = f.slot
        c[0, k] = x
        c[1, k] = y
        c[2, k] = f.vx
        c[3, k] = f.vy
        c[4, k] = f.t1
        c[5, k] = t
        if blocked(sea.n):
            widen(sea.boxes, TARGETS, k, f, 0.0)
    if f.seat >= 0:
        c = sea.eye
        k = f.seat
        c[0, k] = x
        c[1, k] = y
        c[2, k] = f.vx
        c[3, k] = f.vy
        c[4, k] = f.t1
        c[5, k] = t
        for h in range(sea.stance.shape[1]):
            r = sea.stance[f.suite, h, 0].reach * f.scale
            c[COLUMNS + h, k] = r * r if r > 0.0 else -1.0
        if blocked(sea.n):
            widen(sea.boxes, OBSERVERS, k, f, widest(c, k))


@inner
def board(sea, i):
    """Give row i a place in the packed columns: as a target, and as an observer when it has sensors in use."""
    f = sea.fleet[i]
    if f.slot < 0:
        k = sea.n[N_AFLOAT]
        f.slot = k
        sea.lists[AFLOAT, k] = i
        sea.n[N_AFLOAT] = k + 1
        for s in range(sea.stance.shape[0]):
            r = sea.stance[s, f.sig, 0].reach
            sea.hot[COLUMNS + s, k] = r * r if r > 0.0 else -1.0
    if f.suite >= 0 and f.seat < 0:
        k = sea.n[N_WATCH]
        f.seat = k
        sea.lists[WATCH, k] = i
        sea.n[N_WATCH] = k + 1


@inner
def vacate_slot(sea, i):
    """Take row i out of the vessels afloat; the last column moves into its place."""
    k = sea.fleet[i].slot
    if k < 0:
        return
    n = sea.n[N_AFLOAT] - 1
    sea.n[N_AFLOAT] = n
    last = sea.lists[AFLOAT, n]
    sea.lists[AFLOAT, k] = last
    sea.fleet[last].slot = k
    sea.fleet[i].slot = -1
    for r in range(sea.hot.shape[0]):
        sea.hot[r, k] = sea.hot[r, n]
    if blocked(sea.n):
        widen(sea.boxes, TARGETS, k, sea.fleet[last], 0.0)


@inner
def vacate_seat(sea, i):
    """Take row i out of the observers."""
    k = sea.fleet[i].seat
    if k < 0:
        return
    n = sea.n[N_WATCH] - 1
    sea.n[N_WATCH] = n
    last = sea.lists[WATCH, n]
    sea.lists[WATCH, k] = last
    sea.fleet[last].seat = k
    sea.fleet[i].seat = -1
    for r in range(sea.eye.shape[0]):
        sea.eye[r, k] = sea.eye[r, n]
    if blocked(sea.n):
        widen(sea.boxes, OBSERVERS, k, sea.fleet[last], widest(sea.eye, k))
