"""Pairs of observer and target: exposure against thresholds, contacts gained, identified and lost.

A pair is linked into its observer's and its target's list while their present legs can touch. A change of leg first
accounts for the exposure of the linked pairs (`close`), then looks again: so exposure adds up over legs, environment
and encounters, and inserting a waypoint on a straight leg changes nothing.
"""

import math

import numpy as np

from guardship.core.kernels.blocks import BLOCK, blocked, near, widest
from guardship.core.kernels.compile import formula, inlined, inner, kernel
from guardship.core.kernels.detection import BLIND, DEFINITE, law_gain
from guardship.core.kernels.kinematics import INF, window
from guardship.core.kernels.philox import (
    BIAS,
    CLOSER,
    COURSE,
    DETECT,
    NOISE,
    exponential,
    normals,
    pair_key,
    uniform,
)
from guardship.core.kernels.philox import IDENTIFY as IDENTIFY_DRAW
from guardship.core.kernels.state import (
    AFLOAT,
    AGAIN,
    COLUMNS,
    CONTACT,
    DECISIONS,
    DRAWS,
    ENV_GRID,
    GAIN,
    GAINS,
    HELD,
    HITS,
    IDENTIFY,
    IN_LOOKS,
    IN_SEEN,
    LOOKS,
    LOSS,
    LOSSES,
    LOST,
    N_AFLOAT,
    N_AGAIN,
    N_DECISION,
    N_NOTE,
    N_PAIR,
    N_TRIAL,
    N_WATCH,
    NEAR,
    NONE,
    OBSERVER_AGAIN,
    OBSERVERS,
    OPEN,
    SLOTS,
    SOUGHT,
    SUBSTREAM,
    SUSPECT,
    TARGET_AGAIN,
    TARGETS,
    TESTS,
    TINY,
    WALKS,
    WANTS_CONTACT,
    WANTS_LOST,
    WATCH,
)
from guardship.core.kernels.sweep import PART, screen, within
from guardship.core.kernels.wheel import enqueue


@inlined
def put(sea, t, kind, a, b, stamp, ref):
    """Queue an event."""
    key = (np.uint64(kind) << np.uint64(56)) | (np.uint64(a) << np.uint64(28)) | np.uint64(b)
    enqueue(sea.heap, sea.far, sea.wheel, sea.n, sea.param, t, key, stamp, ref)


@inlined
def note(sea, t, kind, a, b, contact):
    """Write a line of the event log."""
    m = sea.n[N_NOTE]
    r = sea.notes[m]
    r.t = t
    r.kind = kind
    r.a = a
    r.b = b
    r.contact = contact
    sea.n[N_NOTE] = m + 1


@inlined
def happens(sea, t, stream, purpose, entity, n, p):
    """Whether something of probability p happens, and a line of it; what is certain is not drawn.

    stream: SEED or SUBSTREAM, by which it is decided.
    """
    if p <= 0.0 or p >= 1.0:
        return p >= 1.0
    yes = uniform(sea.n[stream], purpose, entity, n) < p
    m = sea.n[N_TRIAL]
    r = sea.trials[m]
    r.t = t
    r.purpose = purpose
    r.entity = entity
    r.n = n
    r.p = p
    r.yes = yes
    sea.n[N_TRIAL] = m + 1
    return yes


@inner
def sort_notes(sea, first):
    """Lines of one instant and kind in the order of rows: in which they were found says nothing."""
    for m in range(first + 1, sea.n[N_NOTE]):
        k = m
        while k > first and (sea.notes[k].a, sea.notes[k].b) < (sea.notes[k - 1].a, sea.notes[k - 1].b):
            r = sea.notes[k]
            q = sea.notes[k - 1]
            r.a, q.a = q.a, r.a
            r.b, q.b = q.b, r.b
            r.contact, q.contact = q.contact, r.contact
            k -= 1


@inlined
def decide(sea, t, code, row, other, pair, contact):
    """Queue a decision for the agent of `row`."""
    m = sea.n[N_DECISION]
    d = sea.decisions[m]
    d.t = t
    d.code = code
    d.row = row
    d.other = other
    d.pair = pair
    d.contact = contact
    sea.n[N_DECISION] = m + 1
    sea.n[DECISIONS] += 1


# ---- the environment: epochs of a known calendar in the cell in which the observer is ----------


@inlined
def cell_of(sea, x, y):
    """Column and row of the environment's cell; beyond the grid the nearest."""
    g = sea.param
    e = ENV_GRID
    if g[e + 4] * g[e + 5] == 1.0:  # spares two divisions
        return np.int64(0), np.int64(0)
    i = np.int64(min(max(math.floor((x - g[e]) / g[e + 2]), 0.0), g[e + 4] - 1.0))
    j = np.int64(min(max(math.floor((y - g[e + 1]) / g[e + 3]), 0.0), g[e + 5] - 1.0))
    return i, j


@inlined
def epoch_of(sea, c, t):
    """The epoch of cell c that holds at t: the last that starts at or before it."""
    lo = 0
    hi = sea.epochs.shape[1] - 1
    while lo < hi:
        m = (lo + hi + 1) >> 1
        if sea.epochs[c, m].t <= t:
            lo = m
        else:
            hi = m - 1
    return lo


@inlined
def cell_exit(sea, i, j, x, y, vx, vy):
    """Hours until a vessel at (x, y) leaves its cell for another, and that one's column and row."""
    g = sea.param
    e = ENV_GRID
    a = INF
    b = INF
    if vx > 0.0 and i + 1 < g[e + 4]:
        a = max((g[e] + (i + 1) * g[e + 2] - x) / vx, 0.0)
    elif vx < 0.0 and i > 0:
        a = max((g[e] + i * g[e + 2] - x) / vx, 0.0)
    if vy > 0.0 and j + 1 < g[e + 5]:
        b = max((g[e + 1] + (j + 1) * g[e + 3] - y) / vy, 0.0)
    elif vy < 0.0 and j > 0:
        b = max((g[e + 1] + j * g[e + 3] - y) / vy, 0.0)
    if a <= b:
        return a, i + (1 if vx > 0.0 else -1), j
    return b, i, j + (1 if vy > 0.0 else -1)


@inner
def state_at(sea, x, y, t):
    """The environment's state at a place and time."""
    i, j = cell_of(sea, x, y)
    c = j * np.int64(sea.param[ENV_GRID + 4]) + i
    return sea.epochs[c, epoch_of(sea, c, t)].state


@kernel
def observe(fleet, pairs, p, substream, t, bias, noise, sigma_v, look):
    """Position [nm] and velocity [kn] of a pair's target at t as its observer sees it at this look.

    An error fixed for the contact and one per look, of standard deviations `bias` and `noise` [nm] per axis, so that
    looking more often does not average the error away.
    """
    q = pairs[p]
    g = fleet[q.v]
    n = np.int64(q.ordinal)
    bx, by = normals(substream, BIAS, q.key, n)
    ex, ey = normals(substream, NOISE, q.key, (n << 20) + look)
    ux, uy = normals(substream, COURSE, q.key, (n << 20) + look)
    x = g.x + g.vx * (t - g.t0) + bias * bx + noise * ex
    y = g.y + g.vy * (t - g.t0) + bias * by + noise * ey
    return x, y, g.vx / g.scale + sigma_v * ux, g.vy / g.scale + sigma_v * uy


# ---- walking the environment along the relative track ------------------------------------------


@inlined
def suite_of(f):
    """The sensors with which a vessel looks: those in use, else its lookout."""
    return f.suite if f.suite >= 0 else f.lookout


@inner
def walk(sea, o, v, slot, p, end, need):
    """(when the exposure of one sensor reaches `need`, or inf; the exposure until then or until `end`), from p on."""
    sea.n[WALKS] += 1
    f = sea.fleet[o]
    g = sea.fleet[v]
    s = suite_of(f)
    ox = f.x + f.vx * (p - f.t0)
    oy = f.y + f.vy * (p - f.t0)
    dx = g.x + g.vx * (p - g.t0) - ox
    dy = g.y + g.vy * (p - g.t0) - oy
    wx = g.vx - f.vx
    wy = g.vy - f.vy
    nx = np.int64(sea.param[ENV_GRID + 4])
    i, j = cell_of(sea, ox, oy)
    out, i2, j2 = cell_exit(sea, i, j, ox, oy, f.vx, f.vy)
    out += p
    c = j * nx + i
    k = epoch_of(sea, c, p)
    last = sea.epochs.shape[1] - 1
    got = 0.0
    while p < end:
        q = min(end, out)
        if k < last:
            q = min(q, sea.epochs[c, k + 1].t)
        law = sea.laws[s, g.sig, slot, sea.epochs[c, k].state]
        if law.kind != BLIND and q > p:
            a, b = window(dx, dy, wx, wy, law.r * f.scale)
            b = min(b, q - p)
            if law.kind == DEFINITE:
                if b - a > TINY:
                    return p + a, got
            elif a < b:
                first, at, x = law_gain(law, dx, dy, wx, wy, sea.pool, a, b, f.scale, need - got)
                if at < INF:
                    return p + first + at, need
                got += x
        dx += wx * (q - p)
        dy += wy * (q - p)
        p = q
        if k < last and q == sea.epochs[c, k + 1].t:
            k += 1
        elif q == out and q < end:
            ox = f.x + f.vx * (p - f.t0)
            oy = f.y + f.vy * (p - f.t0)
            i = i2
            j = j2
            c = j * nx + i
            k = epoch_of(sea, c, p)
            out, i2, j2 = cell_exit(sea, i, j, ox, oy, f.vx, f.vy)
            out += p
    return INF, got


@inner
def loss_time(sea, o, v, p, end):
    """The first instant from p on, before `end`, at which the target is outside the holding range of the hour; inf."""
    f = sea.fleet[o]
    g = sea.fleet[v]
    s = suite_of(f)
    if s < 0:
        return p
    ox = f.x + f.vx * (p - f.t0)
    oy = f.y + f.vy * (p - f.t0)
    dx = g.x + g.vx * (p - g.t0) - ox
    dy = g.y + g.vy * (p - g.t0) - oy
    wx = g.vx - f.vx
    wy = g.vy - f.vy
    nx = np.int64(sea.param[ENV_GRID + 4])
    i, j = cell_of(sea, ox, oy)
    out, i2, j2 = cell_exit(sea, i, j, ox, oy, f.vx, f.vy)
    out += p
    c = j * nx + i
    k = epoch_of(sea, c, p)
    last = sea.epochs.shape[1] - 1
    while p < end:
        q = min(end, out)
        if k < last:
            q = min(q, sea.epochs[c, k + 1].t)
        if q - p > TINY:  # gained on the line into a cell, by rounding still in the cell behind it
            a, b = window(dx, dy, wx, wy, sea.stance[s, g.sig, sea.epochs[c, k].state].hold * f.scale)
            if a > TINY or b <= 0.0:
                return p
            if p + b < q:
                return p + b
        dx += wx * (q - p)
        dy += wy * (q - p)
        p = q
        if k < last and q == sea.epochs[c, k + 1].t:
            k += 1
        elif q == out and q < end:
            ox = f.x + f.vx * (p - f.t0)
            oy = f.y + f.vy * (p - f.t0)
            i = i2
            j = j2
            c = j * nx + i
            k = epoch_of(sea, c, p)
            out, i2, j2 = cell_exit(sea, i, j, ox, oy, f.vx, f.vy)
            out += p
    return INF


# ---- the table of pairs and the lists of open ones ---------------------------------------------


@inlined
def slot_of(table, pairs, o, v):
    """Where the pair (observer o, target v) stands in the table, or the free place where it would."""
    mask = table.shape[0] - 1
    k = np.int64(pair_key(np.uint64(o), np.uint64(v)) & np.uint64(mask))
    while table[k] > 0 and (pairs[table[k] - 1].o != o or pairs[table[k] - 1].v != v):
        k = (k + 1) & mask
    return k


@formula
def find(table, pairs, o, v):
    """The pair (observer o, target v), -1 when there is none yet."""
    return np.int64(table[slot_of(table, pairs, o, v)]) - 1


@inlined
def pair_of(sea, o, v):
    """The pair (observer o, target v), a new one when there is none yet."""
    k = slot_of(sea.table, sea.pairs, o, v)
    p = np.int64(sea.table[k]) - 1
    if p >= 0:
        return p
    p = sea.n[N_PAIR]
    sea.n[N_PAIR] = p + 1
    sea.table[k] = p + 1
    q = sea.pairs[p]
    q.o = o
    q.v = v
    q.key = pair_key(sea.fleet[o].id, sea.fleet[v].id)
    return p


@kernel
def refill(table, pairs, count):
    """Enter `count` pairs into a new, larger, empty table."""
    mask = table.shape[0] - 1
    for p in range(count):
        k = np.int64(pair_key(np.uint64(pairs[p].o), np.uint64(pairs[p].v)) & np.uint64(mask))
        while table[k] > 0:
            k = (k + 1) & mask
        table[k] = p + 1


@inlined
def link(sea, p):
    """Open a pair: into the lists of its observer and of its target, unless it stands there still.

    A pair that closes stays in the lists until the next change of leg of the vessel, which empties its list: taking it
    out at once would touch its four neighbours, each somewhere else in memory.
    """
    q = sea.pairs[p]
    if q.links & IN_LOOKS == 0:
        f = sea.fleet[q.o]
        q.o_next = f.looks
        f.looks = p
    if q.links & IN_SEEN == 0:
        g = sea.fleet[q.v]
        q.v_next = g.seen
        g.seen = p
    q.links = IN_LOOKS | IN_SEEN | OPEN


# ---- exposure, and the next thing to happen to a pair ------------------------------------------


@inlined
def spend(sea, p, slot, x):
    """Add to what is spent of a slot's threshold."""
    if x > 0.0:
        sea.exposure[p, slot] += x
        sea.pairs[p].spent = 1


@inlined
def looks_closer(sea, p, s, sig):
    """Whether a suite waits for its next look at a contact: a suspect is looked at again in the rings further in."""
    q = sea.pairs[p]
    if q.state != HELD and (q.state != SUSPECT or q.ring == 0):
        return False
    return SLOTS + q.ring < sea.laws.shape[2] and sea.laws[s, sig, SLOTS + q.ring, 0].use == 2


@inlined
def account(sea, p, t):
    """Add the exposure from the last account to t, on the legs that held until now."""
    q = sea.pairs[p]
    if q.since >= t:
        return
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    s = suite_of(f)
    sig = sea.fleet[v].sig
    if s >= 0:
        if q.state == NONE:
            a = q.since
            if f.holder >= 0:
                a = max(a, sea.cleared[f.holder, v])
            if a < t:
                for slot in range(SLOTS):
                    if sea.laws[s, sig, slot, 0].use == 2:
                        _, x = walk(sea, o, v, slot, a, t, INF)
                        spend(sea, p, slot, x)
        elif looks_closer(sea, p, s, sig):
            _, x = walk(sea, o, v, SLOTS + q.ring, q.since, t, INF)
            spend(sea, p, SLOTS, x)
    q.since = t


@inlined
def rest(sea, p, slot, purpose):
    """What is left of a slot's threshold, which is drawn once per detection and persists."""
    q = sea.pairs[p]
    sea.n[DRAWS] += 1
    need = exponential(sea.n[SUBSTREAM], purpose, q.key, np.int64(q.ordinal))
    if q.spent == 0:  # most often: the line of memory is not touched
        return need
    return max(need - sea.exposure[p, slot], 0.0)


@inner
def look(sea, p, t):
    """Queue the next thing that the present legs make happen to a pair: gain, identification or loss."""
    sea.n[LOOKS] += 1
    q = sea.pairs[p]
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    g = sea.fleet[v]
    s = suite_of(f)
    q.serial += 1
    q.since = t
    end = min(f.t1, g.t1)
    at = INF
    kind = GAIN
    keep = True
    if q.state == NONE:
        a = t
        if f.holder >= 0:
            a = max(a, sea.cleared[f.holder, v])
        keep = False
        if a < end and s >= 0:
            for slot in range(SLOTS):
                if sea.laws[s, g.sig, slot, 0].use != 0:
                    need = INF
                    if sea.laws[s, g.sig, slot, 0].use == 2:
                        keep = True
                        need = rest(sea, p, slot, DETECT + slot)
                    when, _ = walk(sea, o, v, slot, a, min(end, at), need)
                    at = min(at, when)
            keep = keep or at < INF
    else:
        at = loss_time(sea, o, v, t, end)
        kind = LOSS
        if s >= 0 and looks_closer(sea, p, s, g.sig):
            draw = IDENTIFY_DRAW if q.ring == 0 else CLOSER - 1 + q.ring
            when, _ = walk(sea, o, v, SLOTS + q.ring, t, min(end, at), rest(sea, p, SLOTS, draw))
            if when < at:
                at = when
                kind = IDENTIFY
    if not keep:
        q.links &= ~OPEN
    elif q.links & OPEN == 0:
        link(sea, p)
    if at < INF:
        put(sea, at, kind, o, v, np.int64(q.serial), p)


@inlined
def forget_exposure(sea, p):
    """Nothing of any threshold is spent."""
    if sea.pairs[p].spent != 0:
        sea.pairs[p].spent = 0
        for slot in range(SLOTS + 1):
            sea.exposure[p, slot] = 0.0


@inlined
def forget(sea, p, t):
    """The contact of a pair has ended: the next detection has a threshold of its own."""
    q = sea.pairs[p]
    q.state = NONE
    q.ordinal += 1
    q.since = t
    q.ring = 0
    forget_exposure(sea, p)


@inlined
def concerns(mask, sig):
    """Whether a signature is among those of a mask; the last bit stands for all beyond it."""
    return (mask >> min(sig, 62)) & 1


@inner
def lose(sea, p, t, leaving):
    """A contact is lost; the observer's agent hears of it unless it is the vessel that leaves the theatre."""
    q = sea.pairs[p]
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    sea.n[LOSSES] += 1
    note(sea, t, LOSS, o, v, np.int64(q.contact))
    told = (
        q.state == SUSPECT
        or q.ring > 0
        or f.quarry == v
        or (f.wants & WANTS_CONTACT and concerns(f.misses, sea.fleet[v].sig))
    )
    if o != leaving and f.wants & WANTS_LOST and told:
        decide(sea, t, LOST, o, v, p, np.int64(q.contact))
    forget(sea, p, t)


@inner
def gain(sea, p, t):
    """A contact is gained."""
    q = sea.pairs[p]
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    sea.n[GAINS] += 1
    f.contacts += 1
    q.contact = f.contacts
    q.state = HELD
    note(sea, t, GAIN, o, v, np.int64(q.contact))
    if f.wants & WANTS_CONTACT and concerns(f.heeds, sea.fleet[v].sig):
        decide(sea, t, CONTACT, o, v, p, np.int64(q.contact))


@inner
def look_later(sea, p):
    """Put a pair on the list of those to look at again once the event is over."""
    sea.lists[AGAIN, sea.n[N_AGAIN]] = p
    sea.n[N_AGAIN] += 1


# ---- when a vessel changes ---------------------------------------------------------------------


@inlined
def shut(sea, p, t):
    """Close an open pair: its exposure is accounted for, its pending event stale; it stands in `again`."""
    q = sea.pairs[p]
    if q.links & OPEN:
        account(sea, p, t)
        q.links &= ~OPEN
        q.serial += 1
        look_later(sea, p)


@inner
def close(sea, i, t):
    """Before row i changes: account for its open pairs and close them; they stand in `again` afterwards."""
    sea.n[N_AGAIN] = 0
    p = sea.fleet[i].looks
    sea.fleet[i].looks = -1
    seen = False
    while p >= 0 or not seen:
        if p < 0:
            seen = True
            p = sea.fleet[i].seen
            sea.fleet[i].seen = -1
        else:
            q = sea.pairs[p]
            shut(sea, p, t)
            q.links &= ~IN_SEEN if seen else ~IN_LOOKS
            p = np.int64(q.v_next if seen else q.o_next)


@inlined
def spot(sea, o, v):
    """Look at a pair that the screen has passed, as of when the later of its legs began: so that it does not matter,
    to the last bit, how far ahead pairs are sought.

    Unless it is open, was looked at since then, or the target is cleared for these legs.
    """
    f = sea.fleet[o]
    g = sea.fleet[v]
    if f.holder >= 0 and sea.cleared[f.holder, v] >= min(f.t1, g.t1):
        return
    p = pair_of(sea, o, v)
    begun = max(sea.eye[5, f.seat], sea.hot[5, g.slot])
    if sea.pairs[p].links & OPEN == 0 and sea.pairs[p].since <= begun:
        look(sea, p, begun)


@inlined
def sweep(sea, i, t, part):
    """Look again at the pairs on the list; and when row i has changed, at whatever its leg can touch.

    After a change the list holds what was open before: only contacts that are held matter, the screen finds the others,
    and these too, which then need not be sought in the table.
    part: -1, or nothing has changed, but pairs of observer i are sought for some hours more, in that part of the
    columns. Whoever is near already was found before.
    """
    turn = sea.n[LOOKS] + 1  # no other sweep that looks at a pair has this number
    for k in range(sea.n[N_AGAIN]):
        p = sea.lists[AGAIN, k]
        q = sea.pairs[p]
        if i < 0 or (q.state != NONE and q.links & OPEN == 0):
            look(sea, p, t)
            if q.o == i:
                sea.lists[TARGET_AGAIN, q.v] = turn
            elif q.v == i:
                sea.lists[OBSERVER_AGAIN, q.o] = turn
    sea.n[N_AGAIN] = 0
    if i < 0:
        return
    f = sea.fleet[i]
    x = f.x + f.vx * (t - f.t0)
    y = f.y + f.vy * (t - f.t0)
    end = min(f.t1, sea.param[SOUGHT])
    hours = end - t
    if f.seat >= 0:
        first = max(part, 0) * PART
        last = sea.n[N_AFLOAT] if part < 0 else min(sea.n[N_AFLOAT], first + PART)
        row = COLUMNS + f.suite
        grow = f.scale * f.scale
        m = 1
        wide = last - first
        if blocked(sea.n):
            r = widest(sea.eye, f.seat)
            m = near(sea.boxes[TARGETS], first, last, x, y, f.vx, f.vy, hours, r, sea.flag, sea.lists[NEAR])
            wide = BLOCK
        for b in range(m):
            if blocked(sea.n):
                first = sea.lists[NEAR, b]
            n = min(last - first, wide)
            sea.n[TESTS] += n
            n = screen(
                sea.hot[0, first:],
                sea.hot[1, first:],
                sea.hot[2, first:],
                sea.hot[3, first:],
                sea.hot[4, first:],
                sea.hot[row, first:],
                x,
                y,
                f.vx,
                f.vy,
                end,
                t,
                grow,
                sea.flag,
                n,
                sea.lists[HITS],
            )
            for k in range(n):
                c = first + sea.lists[HITS, k]
                j = sea.lists[AFLOAT, c]
                known = j == i or sea.lists[TARGET_AGAIN, j] == turn
                if not (known or (part >= 0 and within(sea.hot, c, row, x, y, t, grow))):
                    spot(sea, i, j)
    if f.slot >= 0 and part < 0:
        first = 0
        last = sea.n[N_WATCH]
        row = COLUMNS + f.sig
        m = 1
        wide = last
        if blocked(sea.n):
            m = near(sea.boxes[OBSERVERS], 0, last, x, y, f.vx, f.vy, hours, 0.0, sea.flag, sea.lists[NEAR])
            wide = BLOCK
        for b in range(m):
            if blocked(sea.n):
                first = sea.lists[NEAR, b]
            n = min(last - first, wide)
            sea.n[TESTS] += n
            n = screen(
                sea.eye[0, first:],
                sea.eye[1, first:],
                sea.eye[2, first:],
                sea.eye[3, first:],
                sea.eye[4, first:],
                sea.eye[row, first:],
                x,
                y,
                f.vx,
                f.vy,
                end,
                t,
                1.0,
                sea.flag,
                n,
                sea.lists[HITS],
            )
            for k in range(n):
                j = sea.lists[WATCH, first + sea.lists[HITS, k]]
                if j != i and sea.lists[OBSERVER_AGAIN, j] != turn:
                    spot(sea, j, i)
