"""Numba, stepped, with a cell list: at each step all are sorted into cells, and observers look into those near them."""

import numpy as np
from numba import njit

from benchmarks.peers import rule
from benchmarks.peers.theatre import Outcome, Ready, Theatre

intercept = njit(rule.intercept, error_model="numpy", cache=True)
along = njit(rule.along, error_model="numpy", cache=True)
FULL = -1  # gains: there is no room for so many contacts


def cells(theatre: Theatre, step: float) -> Ready:
    """Steps of any length [h]. A cell is as wide as the median of the observers' widest ranges, 2 % of all at least."""
    begin, end = theatre.spans()
    vx, vy = theatre.velocities()
    order = np.argsort(begin, kind="stable")
    widest = theatre.ranges.max(axis=1)
    low = np.array([theatre.x.min(), theatre.y.min()])
    side = max(float(np.median(widest[theatre.kind[theatre.kind >= 0]])), 0.02 * float(theatre.x.max() - low[0]))
    nx, ny = (int((top - bottom) / side) + 1 for top, bottom in ((theatre.x.max(), low[0]), (theatre.y.max(), low[1])))

    def go(room: int, hours: float) -> tuple[int, int, float]:
        gains, caught, held = _run(
            hours,
            step,
            theatre.t,
            theatre.x,
            theatre.y,
            vx,
            vy,
            theatre.first,
            begin,
            end,
            order,
            theatre.sig,
            theatre.kind,
            theatre.ranges,
            widest,
            theatre.illicit,
            theatre.patrol,
            theatre.cruise,
            theatre.top,
            low,
            side,
            nx,
            ny,
            room,
        )
        return int(gains), int(caught), float(held)

    room = theatre.size + 1024
    while go(room, min(2.0 * step, theatre.hours))[0] == FULL:
        room *= 2
    room *= 4  # for those that gather later

    def run() -> Outcome:
        found = go(room, theatre.hours)
        assert found[0] != FULL
        return Outcome(*found)

    return run


@njit(error_model="numpy", cache=True)
def _cell(v, low, side, n):
    return min(max(int((v - low) / side), 0), n - 1)


@njit(error_model="numpy", cache=True)
def _run(
    hours,
    step,
    kt,
    kx,
    ky,
    kvx,
    kvy,
    first,
    begin,
    end,
    order,
    sig,
    kind,
    ranges,
    widest,
    illicit,
    patrol,
    cruise,
    top,
    low,
    side,
    nx,
    ny,
    room,
):
    n = sig.shape[0]
    x = np.zeros(n)
    y = np.zeros(n)
    knot = first[:-1].copy()
    quarry = np.full(n, -1)
    here = np.zeros(n, np.uint8)
    rows = np.zeros(n, np.int64)
    seat = np.full(n, -1)
    seats = 0
    for i in range(n):
        if kind[i] >= 0:
            seat[i] = seats
            seats += 1
        if patrol[i] > 0:
            x[i] = kx[first[i]]
            y[i] = ky[first[i]]
            knot[i] += 1
    inside = np.zeros((seats, n), np.uint8)
    lists = np.zeros((2, room), np.int32)  # whom each holds, one after the other: of this step and the one before
    begins = np.zeros(seats, np.int64)
    holds = np.zeros(seats, np.int64)
    head = np.zeros(nx * ny, np.int64)
    link = np.zeros(n, np.int64)
    rows_n = 0
    nxt = 0
    gains = 0
    caught = 0
    together = 0
    for k in range(round(hours / step) + 1):
        t = k * step
        while nxt < n and begin[order[nxt]] <= t:
            rows[rows_n] = order[nxt]
            here[order[nxt]] = 1
            rows_n += 1
            nxt += 1
        # patrols move first: a quarry's leg is that of the step that begins
        for a in range(rows_n if k > 0 else 0):
            p = rows[a]
            if patrol[p] == 0:
                continue
            d = step * cruise[p]
            v = quarry[p]
            if v >= 0 and here[v] == 0:
                v = -1
                quarry[p] = -1
            if v >= 0:
                ux = kvx[knot[v]]
                uy = kvy[knot[v]]
                tau = intercept(x[v] - x[p], y[v] - y[p], ux, uy, top[p])
                if tau == np.inf:
                    quarry[p] = -1
                else:
                    if tau > 0.0:
                        part = min(tau, step) / tau
                        x[p] += (x[v] + ux * tau - x[p]) * part
                        y[p] += (y[v] + uy * tau - y[p]) * part
                    d = max(step - tau, 0.0) * cruise[p]
                    if tau <= step:
                        quarry[p] = -1
                        caught += 1
                        here[v] = 0
            x[p], y[p], knot[p] = along(x[p], y[p], knot[p], first[p] + 1, first[p + 1], kx, ky, d)
        # the others move; who has left is dropped
        m = 0
        for a in range(rows_n):
            i = rows[a]
            if here[i] == 0 or (end[i] <= t and patrol[i] == 0):
                here[i] = 0
                continue
            if patrol[i] == 0:
                q = knot[i]
                while kt[q + 1] <= t:
                    q += 1
                knot[i] = q
                x[i] = kx[q] + kvx[q] * (t - kt[q])
                y[i] = ky[q] + kvy[q] * (t - kt[q])
            rows[m] = i
            m += 1
        rows_n = m
        if k == 0:
            continue
        # the cell list
        head[:] = -1
        for a in range(rows_n):
            i = rows[a]
            c = _cell(y[i], low[1], side, ny) * nx + _cell(x[i], low[0], side, nx)
            link[i] = head[c]
            head[c] = i
        m = 0
        found = lists[k & 1]
        held = lists[1 - (k & 1)]
        for a in range(rows_n):
            o = rows[a]
            if kind[o] < 0:
                continue
            if m + rows_n > room:
                return FULL, caught, 0.0
            s = seat[o]
            a0 = m
            r = widest[kind[o]]
            pick = -1  # of several found in one step the first row
            for cy in range(_cell(y[o] - r, low[1], side, ny), _cell(y[o] + r, low[1], side, ny) + 1):
                for cx in range(_cell(x[o] - r, low[0], side, nx), _cell(x[o] + r, low[0], side, nx) + 1):
                    v = head[cy * nx + cx]
                    while v >= 0:
                        dx = x[v] - x[o]
                        dy = y[v] - y[o]
                        reach = ranges[kind[o], sig[v]]
                        if reach > 0.0 and dx * dx + dy * dy <= reach * reach:
                            found[m] = v
                            m += 1
                            if inside[s, v] == 0:
                                gains += 1
                                if patrol[o] > 0 and illicit[v] > 0 and (pick < 0 or v < pick):
                                    pick = v
                            inside[s, v] = 2
                        v = link[v]
            if quarry[o] < 0:
                quarry[o] = pick
            for b in range(begins[s], begins[s] + holds[s]):
                v = held[b]
                if inside[s, v] == 1:
                    inside[s, v] = 0
                    if quarry[o] == v:
                        quarry[o] = -1
            for b in range(a0, m):
                inside[s, found[b]] = 1
            begins[s] = a0
            holds[s] = m - a0
        together += m
    return gains, caught, together * step
