"""Clearances: until when a holder does not look for a vessel that it has passed, and who hears of it.

A vessel that was passed makes no track. Its holder has a plot of it, by its place, course and speed at that time, and
may take somebody else for it later: nearest neighbour among those that look alike (docs/recognition.md).
"""

import math

import numpy as np

from guardship.core.kernels.compile import inlined, inner
from guardship.core.kernels.kinematics import INF
from guardship.core.kernels.philox import CLEARANCE, PASSED, pair_key, uniform
from guardship.core.kernels.state import (
    AFLOAT,
    AGAIN,
    CLEARED_ROW,
    CLEARED_UNTIL,
    CLEARING,
    DRAWS,
    DRIFT,
    FIX,
    FORGET,
    GATE,
    HARMLESS,
    N_AFLOAT,
    N_AGAIN,
    N_LAPSE,
    N_NOTE,
    NAMED,
    NONE,
    OPEN,
    RELAY,
    SERVED,
    SUBSTREAM,
    SUSPECT,
    WANTS_NAMED,
)
from guardship.core.kernels.watch import (
    account,
    decide,
    forget,
    happens,
    look_later,
    loss_time,
    note,
    put,
    sort_notes,
    suite_of,
)


@inner
def clear(sea, holder, v, until):
    """The holder does not look for v until then: in force when its open pairs are accounted for."""
    sea.n[CLEARING] = holder
    sea.n[CLEARED_ROW] = v
    sea.param[CLEARED_UNTIL] = until
    p = sea.fleet[v].seen
    while p >= 0:
        q = sea.pairs[p]
        if q.links & OPEN and sea.fleet[q.o].holder == holder and q.state == NONE:
            look_later(sea, p)
        p = np.int64(q.v_next)


@inner
def pass_on(sea, holder, v, t, served):
    """A holder has cleared v: those to whom it passes that on hear of it, by one draw for each vessel and way."""
    for other in range(sea.relay.shape[1]):
        p = sea.relay[0, holder, other]
        if p > 0.0:
            way = np.uint64(sea.relay[2, holder, other])
            if happens(sea, t, SUBSTREAM, PASSED, pair_key(sea.fleet[v].id, way), np.int64(0), p):
                put(sea, t + sea.relay[1, holder, other], RELAY, other, v, 2 * holder + served, np.int64(0))


@inner
def hear(sea, holder, v, stamp, t):
    """What another holder has cleared is passed on, as it was said there; False when that has become stale."""
    until = sea.cleared[stamp >> 1, v]
    if until <= t or until <= sea.cleared[holder, v]:
        return False
    if stamp & 1 == SERVED:
        first = sea.n[N_NOTE]
        p = sea.fleet[v].seen
        while p >= 0:
            q = sea.pairs[p]
            if q.state != NONE and sea.fleet[q.o].holder == holder:
                note(sea, t, HARMLESS, np.int64(q.o), v, np.int64(q.contact))
                forget(sea, p, t)
            p = np.int64(q.v_next)
        sort_notes(sea, first)
    if sea.plots.shape[0] > 0:
        a = sea.plots[stamp >> 1, v]
        if a.until == until and until < a.cap:  # no search
            b = sea.plots[holder, v]
            b.t, b.x, b.y, b.vx, b.vy, b.scale, b.until, b.cap = a.t, a.x, a.y, a.vx, a.vy, a.scale, a.until, a.cap
            put(sea, until, FORGET, holder, v, np.int64(0), np.int64(0))
    clear(sea, holder, v, until)
    return True


@inner
def catch_up(sea, t):
    """Put a new clearance in force."""
    for k in range(sea.n[N_AGAIN]):
        account(sea, sea.lists[AGAIN, k], t)
    sea.cleared[sea.n[CLEARING], sea.n[CLEARED_ROW]] = sea.param[CLEARED_UNTIL]
    sea.n[CLEARING] = -1


# ---- plots that forget -------------------------------------------------------------------------


@inlined
def known_for(sea, sig, u):
    """For how long [h] after it was lost from sight the nearest to the plot of a vessel is that vessel.

    u: uniform in (0, 1). With errors of variance V per axis and `b` that look alike a square mile none of them is
    nearer with the chance 1 / (1 + 2 pi b V); V = fix^2 + (drift t)^2.
    """
    fix = sea.param[FIX]
    drift = sea.param[DRIFT]
    b = sea.alike[sig, 0]
    if b <= 0.0:
        return INF
    spread = (1.0 / u - 1.0) / (2.0 * math.pi * b) - fix * fix
    if spread <= 0.0:
        return 0.0
    return math.sqrt(spread) / drift if drift > 0.0 else INF


@inner
def plotted(sea, p, t, cap):
    """The holder plots what it passes now: until when its clearance holds, at the latest until `cap` [h].

    With a name or number in the log until then; else as long as it is known again after both, going on as they do now,
    would have lost sight of each other. A clearance that holds longer stands.
    """
    q = sea.pairs[p]
    o = np.int64(q.o)
    v = np.int64(q.v)
    f = sea.fleet[o]
    g = sea.fleet[v]
    s = suite_of(f)
    n = np.int64(q.ordinal)
    reads = sea.noted[sea.stance[s, g.sig, 0].sense, max(q.ring - 1, 0)] if s >= 0 else 0.0
    until = cap
    if happens(sea, t, SUBSTREAM, CLEARANCE, q.key, n, reads):
        if f.wants & WANTS_NAMED:
            decide(sea, t, NAMED, o, v, p, np.int64(q.contact))
    else:
        sea.n[DRAWS] += 1
        u = (uniform(sea.n[SUBSTREAM], CLEARANCE, q.key, n) - reads) / (1.0 - reads)
        hours = known_for(sea, g.sig, u)
        if t + hours < cap:
            until = min(loss_time(sea, o, v, t, cap) + hours, cap)
    if until <= sea.cleared[f.holder, v]:
        return sea.cleared[f.holder, v]
    m = sea.plots[f.holder, v]
    m.t = t
    m.x = g.x + g.vx * (t - g.t0)
    m.y = g.y + g.vy * (t - g.t0)
    m.vx = g.vx
    m.vy = g.vy
    m.scale = g.scale
    m.until = until
    m.cap = cap
    if until < cap:
        put(sea, until, FORGET, np.int64(f.holder), v, np.int64(0), np.int64(0))
    return until


@inner
def suspected(sea, holder, v):
    """Whether a unit of the holder has v in sight and holds it for suspicious."""
    p = sea.fleet[v].seen
    while p >= 0:
        q = sea.pairs[p]
        if q.state == SUSPECT and sea.fleet[q.o].holder == holder:
            return True
        p = np.int64(q.v_next)
    return False


@inner
def heir(sea, holder, v, t):
    """Which other vessel a holder takes now for one that it has passed; -1 for none.

    The nearest within the gate to where v would be, had it gone on, of those that look alike, are not its own ships and
    not suspected; of equally near ones that with the least id.
    """
    m = sea.plots[holder, v]
    look = sea.alike[sea.fleet[v].sig, 1]
    x = m.x + m.vx * (t - m.t)
    y = m.y + m.vy * (t - m.t)
    w = np.int64(-1)
    best = (sea.param[GATE] * m.scale) ** 2
    for k in range(sea.n[N_AFLOAT]):
        i = sea.lists[AFLOAT, k]
        g = sea.fleet[i]
        if i != v and g.holder != holder and sea.alike[g.sig, 1] == look:
            dx = g.x + g.vx * (t - g.t0) - x
            dy = g.y + g.vy * (t - g.t0) - y
            d = dx * dx + dy * dy
            nearer = d < best or (d == best and (w < 0 or g.id < sea.fleet[w].id))
            if nearer and not suspected(sea, holder, i):
                best = d
                w = i
    return w


@inner
def lapse(sea, holder, v, t):
    """A holder's plot is not that vessel's any more: somebody else has what is left of the clearance, or nobody.

    False when the clearance had ended before, or holds longer.
    """
    m = sea.plots[holder, v]
    if sea.cleared[holder, v] != t or m.until != t:
        return False
    w = heir(sea, holder, v, t)
    r = sea.lapses[sea.n[N_LAPSE]]
    r.t = t
    r.until = m.cap
    r.holder = holder
    r.row = v
    r.heir = w
    sea.n[N_LAPSE] += 1
    if w >= 0 and sea.cleared[holder, w] < m.cap:
        clear(sea, holder, w, m.cap)
    return True
