"""The best stepper that we could write, in Numba: it sweeps the segment that each pair moves in a step.

Nothing is missed that straight relative motion within a step would give, so that steps may be long. What makes it fast:
packed columns of slots that are reused; each observer has a list of those that could come within its range before the
list is made anew (a range, plus the way that both can make until then), so that a step tests some ten pairs of an
observer instead of all; lists are made by one pass without branches over packed columns, or, with many observers, over
the cells of a grid near them; a pair that is nowhere near costs a dozen multiplications and no root.
"""

import math

import numpy as np
from numba import njit

from benchmarks.peers import rule
from benchmarks.peers.theatre import Outcome, Ready, Theatre

intercept = njit(rule.intercept, error_model="numpy", cache=True)
along = njit(rule.along, error_model="numpy", cache=True)
FAR = 1e9  # nm: where empty slots are
GRID = 64  # observers: with more the lists are made from a grid
SPARE = 64  # slots and seats beyond the most that are there at a time
FULL = -1  # gains: a list has no room
OUT = -1.0  # since when a member is in contact: it is not


def swept(theatre: Theatre, step: float, skin: float = 16.0) -> Ready:
    """`skin`: how far [nm] an observer and a vessel of 12 kn approach each other before the list is made anew."""
    begin, end = theatre.spans()
    afloat = _most(begin, end, theatre.hours)
    watch = _most(begin[theatre.kind >= 0], end[theatre.kind >= 0], theatre.hours)
    vx, vy = theatre.velocities()
    speed = _fastest(theatre, vx, vy)
    order = np.argsort(begin, kind="stable")
    chased = bool(theatre.patrol.any())
    low, high = np.array([theatre.x.min(), theatre.y.min()]), np.array([theatre.x.max(), theatre.y.max()])

    def go(room: int, hours: float) -> tuple[int, int, float]:
        gains, caught, held = _run(
            hours,
            step,
            skin,
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
            theatre.illicit,
            theatre.patrol,
            theatre.cruise,
            theatre.top,
            speed,
            afloat,
            watch,
            chased,
            low,
            high,
            room,
        )
        return int(gains), int(caught), float(held)

    room = 256
    while go(room, min(2.0 * step, theatre.hours))[0] == FULL:
        room *= 2
    room = min(2 * room, afloat)  # for those that gather later

    def run() -> Outcome:
        found = go(room, theatre.hours)
        assert found[0] != FULL
        return Outcome(*found)

    return run


def _most(begin, end, hours):
    """How many are there at once, at most."""
    begin, end = np.sort(begin[begin < hours]), np.sort(end)
    return int((np.arange(1, len(begin) + 1) - np.searchsorted(end, begin, side="left")).max(initial=0)) + SPARE


def _fastest(theatre, vx, vy):
    """The top speed of each vessel."""
    fastest = np.maximum.reduceat(np.hypot(vx, vy), theatre.first[:-1])
    return np.where(theatre.patrol > 0, np.maximum(theatre.top, theatre.cruise), fastest)


@njit(error_model="numpy", cache=True)
def _listed(X, Y, S, R, lo, hi, x, y, s, lasts, flag, words, near, m):
    """Add to `near` the columns lo to hi - 1 that an observer at (x, y) could gain within `lasts` hours.

    One pass without branches, which becomes vector code, then eight flags at a time. `words` is `flag` seen as uint64.
    """
    n = hi - lo
    for k in range(n):
        dx = X[lo + k] - x
        dy = Y[lo + k] - y
        r = R[lo + k] + (S[lo + k] + s) * lasts
        flag[k] = (dx * dx + dy * dy <= r * r) & (R[lo + k] > 0.0)
    while n & 7:
        flag[n] = 0
        n += 1
    for w in range(n >> 3):
        if words[w] != 0:
            for k in range(8 * w, 8 * w + 8):
                near[m] = lo + k
                m += flag[k]
    return m


@njit(error_model="numpy", cache=True)
def _ordered(X, Y, high, low, side, nx, ny, start, order):
    """Sort the columns by cells, row by row: `order`, and where each cell starts in it."""
    start[:] = 0
    for k in range(high):
        start[_at(X[k], Y[k], low, side, nx, ny) + 1] += 1
    for c in range(nx * ny):
        start[c + 1] += start[c]
    for k in range(high):
        c = _at(X[k], Y[k], low, side, nx, ny)
        order[start[c]] = k
        start[c] += 1
    for c in range(nx * ny, 0, -1):
        start[c] = start[c - 1]
    start[0] = 0


@njit(error_model="numpy", cache=True)
def _part(v, low, side, n):
    return min(max(int((v - low) / side), 0), n - 1)


@njit(error_model="numpy", cache=True)
def _at(x, y, low, side, nx, ny):
    return _part(y, low[1], side, ny) * nx + _part(x, low[0], side, nx)


@njit(error_model="numpy", cache=True)
def _crossed(x0, y0, x1, y1, rr, inside):
    """Of a pair that moves from (x0, y0) to (x1, y1) relative to each other: the parts of the way at which the disc is
    entered and left; 2 for what does not happen."""
    wx = x1 - x0
    wy = y1 - y0
    a = wx * wx + wy * wy
    b = x0 * wx + y0 * wy
    c = x0 * x0 + y0 * y0 - rr
    d = b * b - a * c
    if a == 0.0 or d < 0.0:
        return 2.0, 0.0 if inside else 2.0
    root = math.sqrt(d)
    into = (-b - root) / a
    out = (-b + root) / a
    if inside:
        return 2.0, max(out, 0.0) if out <= 1.0 else 2.0
    if into > 1.0 or out <= 0.0:
        return 2.0, 2.0
    return max(into, 0.0), out if out <= 1.0 else 2.0


@njit(error_model="numpy", cache=True)
def _run(
    hours,
    step,
    skin,
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
    illicit,
    patrol,
    cruise,
    top,
    speed,
    afloat,
    watch,
    chased,
    low,
    top_right,
    room,
):
    n = sig.shape[0]
    X = np.full(afloat, FAR)
    Y = np.full(afloat, FAR)
    XP = np.full(afloat, FAR)
    YP = np.full(afloat, FAR)
    VX = np.zeros(afloat)
    VY = np.zeros(afloat)
    DUE = np.full(afloat, np.inf)
    S = np.zeros(afloat)
    R = np.zeros((ranges.shape[0], afloat))
    row = np.full(afloat, -1)
    knot = np.zeros(afloat, np.int64)
    slot = np.full(n, -1)
    free = np.arange(afloat - 1, -1, -1)
    frees = afloat
    high = 0
    seat = np.full(n, -1)
    seats = np.zeros(watch, np.int64)  # rows of observers
    observers = 0
    members = np.zeros((watch, room), np.int32)  # slots near each observer
    count = np.zeros(watch, np.int64)
    anew = np.zeros(watch)
    wake = np.zeros((watch, room))  # of a member: before this time nothing can happen
    since = np.full((watch, room), OUT)  # of a member: in contact since
    near = np.zeros(afloat + 8, np.int64)
    words = np.zeros(afloat // 8 + 2, np.uint64)
    flag = words.view(np.uint8)
    known = np.full(afloat, OUT)  # by slot, while a list is made anew
    many = watch > GRID + SPARE
    widest = ranges.max()
    fastest = speed.max()
    side = max(widest, 1.0)
    nx = int((top_right[0] - low[0]) / side) + 1
    ny = int((top_right[1] - low[1]) / side) + 1
    start = np.zeros(nx * ny + 1, np.int64)
    cell = np.zeros(afloat, np.int64)
    XS = np.zeros(afloat if many else 0)
    YS = np.zeros(XS.shape[0])
    SS = np.zeros(XS.shape[0])
    RS = np.zeros((ranges.shape[0], XS.shape[0]))
    patrols = np.flatnonzero(patrol)
    quarry = np.full(n, -1)
    gone = np.zeros(n, np.uint8)
    gains = 0
    caught = 0
    held = 0.0
    nxt = 0
    steps = math.ceil(hours / step - 1e-9)
    for k in range(steps + 1):
        t = min(k * step, hours)
        dt = t - max((k - 1) * step, 0.0)
        # everybody moves: the columns without branches, then those who turn
        due = False
        leaving = False
        for j in range(high):
            XP[j] = X[j]
            YP[j] = Y[j]
            X[j] += VX[j] * dt
            Y[j] += VY[j] * dt
            due |= DUE[j] <= t
        if due:
            for j in range(high):
                if DUE[j] <= t:
                    i = row[j]
                    if end[i] <= t:
                        gone[i] = 2
                        leaving = True
                        X[j] += VX[j] * (end[i] - t)
                        Y[j] += VY[j] * (end[i] - t)
                        DUE[j] = np.inf
                        VX[j] = 0.0
                        VY[j] = 0.0
                        continue
                    q = knot[j]
                    while kt[q + 1] <= t:
                        q += 1
                    knot[j] = q
                    VX[j] = kvx[q]
                    VY[j] = kvy[q]
                    X[j] = kx[q] + kvx[q] * (t - kt[q])
                    Y[j] = ky[q] + kvy[q] * (t - kt[q])
                    DUE[j] = kt[q + 1]
        # patrols move by the rule
        for m in range(patrols.shape[0]):
            p = patrols[m]
            j = slot[p]
            if j < 0 or dt == 0.0:
                continue
            d = dt * cruise[p]
            v = quarry[p]
            if v >= 0 and slot[v] < 0:
                quarry[p] = -1
                v = -1
            if v >= 0:
                g = slot[v]
                gx = XP[g]
                gy = YP[g]
                ux = (X[g] - gx) / dt
                uy = (Y[g] - gy) / dt
                tau = intercept(gx - X[j], gy - Y[j], ux, uy, top[p])
                if tau == np.inf:
                    quarry[p] = -1
                elif tau > dt:
                    X[j] += (gx + ux * tau - X[j]) / tau * dt
                    Y[j] += (gy + uy * tau - Y[j]) / tau * dt
                    d = 0.0
                else:
                    X[j] = gx + ux * tau
                    Y[j] = gy + uy * tau
                    d = (dt - tau) * cruise[p]
                    quarry[p] = -1
                    if gone[v] != 1:
                        caught += 1
                        gone[v] = 1
                        leaving = True
            if d > 0.0:
                X[j], Y[j], knot[j] = along(X[j], Y[j], knot[j], first[p] + 1, first[p + 1], kx, ky, d)
        # who is seen
        fresh = False
        for m in range(observers):
            o = seats[m]
            so = slot[o]
            x = X[so]
            y = Y[so]
            xp = XP[so]
            yp = YP[so]
            if t > anew[m]:
                lasts = max(skin / ((fastest if many else speed[o]) + 12.0), 2.0 * step)
                # from where all were at the beginning of this step
                g = 0
                if many:  # all lists are made at the same steps
                    if not fresh:
                        fresh = True
                        _ordered(XP, YP, high, low, side, nx, ny, start, cell)
                        for b in range(high):
                            XS[b] = XP[cell[b]]
                            YS[b] = YP[cell[b]]
                            SS[b] = S[cell[b]]
                            for s in range(ranges.shape[0]):
                                RS[s, b] = R[s, cell[b]]
                    reach = widest + (fastest + speed[o]) * lasts
                    left = _part(xp - reach, low[0], side, nx)
                    right = _part(xp + reach, low[0], side, nx)
                    for b in range(_part(yp - reach, low[1], side, ny), _part(yp + reach, low[1], side, ny) + 1):
                        g = _listed(
                            XS,
                            YS,
                            SS,
                            RS[kind[o]],
                            start[b * nx + left],
                            start[b * nx + right + 1],
                            xp,
                            yp,
                            speed[o],
                            lasts,
                            flag,
                            words,
                            near,
                            g,
                        )
                    for b in range(g):
                        near[b] = cell[near[b]]
                else:
                    g = _listed(XP, YP, S, R[kind[o]], 0, high, xp, yp, speed[o], lasts, flag, words, near, 0)
                if g + 8 > room:
                    return FULL, caught, held
                for b in range(count[m]):
                    known[members[m, b]] = since[m, b]
                for b in range(count[m]):
                    since[m, b] = OUT
                for b in range(g):
                    j = near[b]
                    members[m, b] = j
                    since[m, b] = known[j]
                    wake[m, b] = 0.0
                for b in range(g):
                    known[near[b]] = OUT
                count[m] = g
                anew[m] = t - dt + lasts - step
            c = R[kind[o]]
            pick = -1  # of several found in one step the first row
            for b in range(count[m]):
                if wake[m, b] >= t:
                    continue
                j = members[m, b]
                x0 = XP[j] - xp
                y0 = YP[j] - yp
                x1 = X[j] - x
                y1 = Y[j] - y
                rr = c[j] * c[j]
                d2 = x1 * x1 + y1 * y1
                now = d2 <= rr
                was = since[m, b] != OUT
                if now == was:
                    wx = x1 - x0
                    wy = y1 - y0
                    f = x0 * wx + y0 * wy
                    g2 = wx * wx + wy * wy
                    e = x0 * wy - y0 * wx
                    new = x0 * x0 + y0 * y0 <= rr  # it appeared within the range and sails out of it at once
                    if now or (not new and (f >= 0.0 or -f >= g2 or e * e > rr * g2)):
                        wake[m, b] = t + abs(math.sqrt(d2) - c[j]) / (speed[o] + S[j])
                        continue
                into, out = _crossed(x0, y0, x1, y1, rr, was)
                if was:
                    held += t + (min(out, 1.0) - 1.0) * dt - since[m, b]
                    since[m, b] = OUT
                elif into <= 1.0 or now:
                    into = t + (min(into, 1.0) - 1.0) * dt
                    gains += 1
                    if now:
                        since[m, b] = into
                    else:
                        held += t + (min(out, 1.0) - 1.0) * dt - into
                v = row[j]
                if chased and patrol[o] > 0 and illicit[v] > 0:
                    if now and gone[v] == 0 and (pick < 0 or v < pick):
                        pick = v
                    elif not now and quarry[o] == v:
                        quarry[o] = -1
            if pick >= 0 and quarry[o] < 0:
                quarry[o] = pick
        # those who have been taken or have sailed away leave
        for j in range(high if leaving else 0):
            i = row[j]
            if i < 0 or gone[i] == 0:
                continue
            until = min(end[i], t)
            for m in range(observers):
                for b in range(count[m]):
                    if members[m, b] == j:
                        if since[m, b] != OUT:
                            held += until - since[m, b]
                        count[m] -= 1
                        members[m, b] = members[m, count[m]]
                        wake[m, b] = wake[m, count[m]]
                        since[m, b] = since[m, count[m]]
                        break
            X[j] = FAR
            Y[j] = FAR
            VX[j] = 0.0
            VY[j] = 0.0
            DUE[j] = np.inf
            S[j] = 0.0
            R[:, j] = 0.0
            row[j] = -1
            slot[i] = -1
            free[frees] = j
            frees += 1
            if seat[i] >= 0:
                m = seat[i]
                for b in range(count[m]):
                    if since[m, b] != OUT:
                        held += until - since[m, b]
                observers -= 1
                last = seats[observers]
                seats[m] = last
                seat[last] = m
                seat[i] = -1
                count[m] = count[observers]
                anew[m] = anew[observers]
                for b in range(count[m]):
                    members[m, b] = members[observers, b]
                    wake[m, b] = wake[observers, b]
                    since[m, b] = since[observers, b]
        # those who have appeared during the step are there from its end on
        while nxt < n and begin[order[nxt]] <= t:
            i = order[nxt]
            nxt += 1
            if end[i] <= t:
                continue
            frees -= 1
            j = free[frees]
            high = max(high, j + 1)
            slot[i] = j
            row[j] = i
            S[j] = speed[i]
            for s in range(ranges.shape[0]):
                R[s, j] = ranges[s, sig[i]]
            q = first[i]
            if patrol[i] > 0:
                knot[j] = q + 1
                X[j] = kx[q]
                Y[j] = ky[q]
            else:
                while kt[q + 1] <= t:
                    q += 1
                knot[j] = q
                X[j] = kx[q] + kvx[q] * (t - kt[q])
                Y[j] = ky[q] + kvy[q] * (t - kt[q])
                VX[j] = kvx[q]
                VY[j] = kvy[q]
                DUE[j] = kt[q + 1]
            XP[j] = X[j]
            YP[j] = Y[j]
            for m in range(observers):
                o = seats[m]
                reach = R[kind[o], j]
                if reach == 0.0 or anew[m] <= t:  # never, or seen when the list is made anew
                    continue
                dx = X[j] - X[slot[o]]
                dy = Y[j] - Y[slot[o]]
                reach += (S[j] + speed[o]) * (anew[m] + step - t)
                if dx * dx + dy * dy <= reach * reach:
                    if count[m] == room:
                        return FULL, caught, held
                    members[m, count[m]] = j
                    wake[m, count[m]] = 0.0
                    since[m, count[m]] = OUT
                    count[m] += 1
            if kind[i] >= 0:
                seats[observers] = i
                seat[i] = observers
                anew[observers] = -1.0
                count[observers] = 0
                observers += 1
    for m in range(observers):
        for b in range(count[m]):
            if since[m, b] != OUT:
                held += hours - since[m, b]
    return gains, caught, held
