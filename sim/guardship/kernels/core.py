"""The core's one entry: carry out the orders, then let things happen until somebody has to decide.

At one instant everything kinematic happens first, in the order (kind, row a, row b); the decisions it has raised are
handed over together once the next event lies later.
"""

import numpy as np

from guardship.kernels.compile import inlined, kernel
from guardship.kernels.kinematics import INF
from guardship.kernels.sail import (
    aim,
    begun,
    bounce,
    end_chase,
    follow,
    holds,
    local_scale,
    log_leg,
    place,
    reflect,
    roam,
    start_chase,
    stay,
)
from guardship.kernels.heap import drop
from guardship.kernels.state import (
    ABSENT,
    AGAIN,
    APPEAR,
    ARRIVED,
    BLOCKED,
    BOUNCE,
    BOUNCING,
    CALLS,
    CHASE,
    CHASING,
    CLEAR,
    CLOCK,
    DECIDE,
    DEPARTED,
    DETOUR,
    ENDLESS,
    EVENTS,
    FREE,
    GAIN,
    GROW_HEAP,
    GROW_LEGS,
    GROW_NOTES,
    GROW_PAIRS,
    HANDED_OVER,
    HERE,
    INTERCEPTED,
    LAUNCH,
    LEAVE,
    LOSS,
    MEET,
    MEETING,
    MISSED,
    N_AFLOAT,
    N_AGAIN,
    N_CHASE,
    N_DECISION,
    N_HEAP,
    N_LEG,
    N_NOTE,
    N_ORDER,
    N_PAIR,
    N_SAME,
    N_WATCH,
    NONE,
    PURSUERS,
    QUIET,
    REACT,
    ROAM,
    ROAMING,
    ROUTE,
    SAIL,
    SENSE,
    SHADOW,
    SHADOWING,
    STALE,
    STAYS,
    STRAIGHT,
    STUCK,
    SUSPECT,
    UPDATE,
    UPDATED,
    VIA,
    WANTS_ARRIVED,
    WANTS_UPDATED,
)
from guardship.kernels.sweep import board, settle, vacate_seat, vacate_slot
from guardship.kernels.watch import clear, close, decide, find, gain, identify, look, lose, put, sweep, unlink


@inlined
def kind_of(key):  # type: ignore[no-untyped-def]
    """The kind in an event's key."""
    return np.int64(key >> np.uint64(56))


@inlined
def row_a(key):  # type: ignore[no-untyped-def]
    """The first row in an event's key."""
    return np.int64((key >> np.uint64(28)) & np.uint64(0xFFFFFFF))


@inlined
def row_b(key):  # type: ignore[no-untyped-def]
    """The second row in an event's key."""
    return np.int64(key & np.uint64(0xFFFFFFF))


@inlined
def room(sea):  # type: ignore[no-untyped-def]
    """QUIET when one more event or order surely fits, else what has to grow."""
    near = sea.n[N_AFLOAT] + sea.n[N_WATCH] + 2 * sea.n[N_CHASE] + 64
    if sea.n[N_HEAP] + 2 * near > sea.heap.shape[0]:
        return GROW_HEAP
    if sea.n[N_PAIR] + near > sea.pairs.shape[0]:
        return GROW_PAIRS
    if sea.n[N_LEG] + 8 > sea.legs.shape[0]:
        return GROW_LEGS
    if sea.n[N_NOTE] + near > sea.notes.shape[0] or sea.n[N_DECISION] + near > sea.decisions.shape[0]:
        return GROW_NOTES
    return QUIET


@kernel
def depart(sea, i, t):  # type: ignore[no-untyped-def]
    """Row i, closed before, leaves the theatre: contacts with it and of it end, and so does its pursuit."""
    f = sea.fleet[i]
    for k in range(sea.n[N_AGAIN]):
        p = sea.lists[AGAIN, k]
        if sea.pairs[p].state != NONE:
            lose(sea, p, t, sea.pairs[p].o != i)
    sea.n[N_AGAIN] = 0
    end_chase(sea, i)
    m = 0
    while m < sea.n[N_CHASE]:
        p = sea.lists[PURSUERS, m]
        if sea.fleet[p].quarry == i:
            x, y = place(sea, p, t)
            end_chase(sea, p)
            decide(sea, t, DEPARTED, p, i, -1, 0)
            close(sea, p, t)
            sea.fleet[p].mode = FREE
            stay(sea, p, t, x, y, INF)
            begun(sea, p, t)
        else:
            m += 1
    x, y = place(sea, i, t)
    vacate_slot(sea, i)
    vacate_seat(sea, i)
    f.mode = ABSENT
    f.version += 1
    stay(sea, i, t, x, y, INF)
    log_leg(sea, i)


@kernel
def stop(sea, i, t):  # type: ignore[no-untyped-def]
    """Row i gives up its pursuit and waits for orders where it is."""
    x, y = place(sea, i, t)
    end_chase(sea, i)
    sea.fleet[i].mode = FREE
    stay(sea, i, t, x, y, INF)


@kernel
def pursue(sea, i, t):  # type: ignore[no-untyped-def]
    """Aim at the quarry; when that fails the agent decides."""
    quarry = sea.fleet[i].quarry
    code = aim(sea, i, t)
    if code != QUIET:
        stop(sea, i, t)
        decide(sea, t, code, i, quarry, -1, 0)


@kernel
def set_out(sea, i, t):  # type: ignore[no-untyped-def]
    """Set the first leg of a vessel's present mode."""
    f = sea.fleet[i]
    if f.mode == ROUTE:
        if not follow(sea, i, t):
            x, y = place(sea, i, t)
            stay(sea, i, t, x, y, t)
    elif f.mode == ROAMING:
        roam(sea, i, t)
    elif f.mode == BOUNCING or f.mode == ENDLESS:
        vx = f.vx
        vy = f.vy
        x, y = place(sea, i, t)
        f.vx = 0.0
        f.vy = 0.0
        f.x = x
        f.y = y
        f.t0 = t
        f.scale = local_scale(sea, x, y)
        if f.mode == BOUNCING:
            bounce(sea, i, t, vx, vy)
        else:
            f.vx = vx * f.scale
            f.vy = vy * f.scale
            f.t1 = INF
    else:
        x, y = place(sea, i, t)
        stay(sea, i, t, x, y, INF)


@kernel
def finished(sea, i, t):  # type: ignore[no-untyped-def]
    """The route of i has ended: True when it stays, False when it has left."""
    f = sea.fleet[i]
    if f.wants & WANTS_ARRIVED or f.wants & STAYS:
        x, y = place(sea, i, t)
        f.mode = FREE
        stay(sea, i, t, x, y, INF)
        if f.wants & WANTS_ARRIVED:
            decide(sea, t, ARRIVED, i, -1, -1, 0)
        return True
    depart(sea, i, t)
    return False


@inlined
def end_leg(sea, i, t):  # type: ignore[no-untyped-def]
    """A leg of i, closed before, ends: the next one. False when i has left the theatre."""
    f = sea.fleet[i]
    if f.mode == ROUTE:
        return follow(sea, i, t) or finished(sea, i, t)
    if f.mode == ROAMING:
        roam(sea, i, t)
    elif f.mode == BOUNCING:
        reflect(sea, i, t)
    elif f.mode == SHADOWING:
        pursue(sea, i, t)
    elif f.mode == DETOUR:
        detour(sea, i, t)
    return True


@kernel
def detour(sea, i, t):  # type: ignore[no-untyped-def]
    """On the way around land to a quarry: make for it as soon as the way is free."""
    f = sea.fleet[i]
    quarry = f.quarry
    f.mode = CHASING
    code = aim(sea, i, t) if quarry >= 0 and holds(sea, i, quarry) else MISSED
    if code == QUIET:
        return
    f.mode = DETOUR
    if not follow(sea, i, t):
        stop(sea, i, t)
        decide(sea, t, code, i, quarry, -1, 0)


@kernel
def meet(sea, i, t):  # type: ignore[no-untyped-def]
    """The pursuer i, closed before, is where it meant to meet its quarry: alongside, or it plans anew, or missed."""
    f = sea.fleet[i]
    x, y = place(sea, i, t)
    qx, qy = place(sea, f.quarry, t)
    quarry = f.quarry
    if (qx - x) * (qx - x) + (qy - y) * (qy - y) <= MEETING * MEETING:
        f.mode = SHADOWING
        decide(sea, t, INTERCEPTED, i, quarry, -1, 0)
        pursue(sea, i, t)
    elif holds(sea, i, quarry):
        f.x = x
        f.y = y
        f.t0 = t
        f.t1 = max(t, f.planned + f.replan)
        f.vx = 0.0
        f.vy = 0.0
        if f.t1 <= t:
            pursue(sea, i, t)
        else:
            f.mode = DETOUR
            f.at = f.end
            f.loop = -1
    else:
        stop(sea, i, t)
        decide(sea, t, MISSED, i, quarry, -1, 0)


@inlined
def turn(sea, t, kind, a, b, stamp):  # type: ignore[no-untyped-def]
    """Let an event of one vessel happen. (stale, row whose leg is new or -1)."""
    f = sea.fleet[a]
    if kind == APPEAR:
        f.t0 = t
        board(sea, a)
        set_out(sea, a, t)
        return False, a
    if f.version != stamp or f.slot < 0:
        return True, -1
    if kind == REACT and (f.quarry != b or (f.mode != CHASING and f.mode != SHADOWING) or not holds(sea, a, b)):
        return True, -1
    close(sea, a, t)
    if kind == REACT:
        pursue(sea, a, t)
    elif kind == MEET:
        meet(sea, a, t)
    elif not end_leg(sea, a, t):
        return False, -1
    return False, a


@inlined
def notice(sea, t, kind, p, stamp):  # type: ignore[no-untyped-def]
    """Let an event of a pair happen. (stale, pair to look at again or -1)."""
    q = sea.pairs[p]
    if kind == UPDATE:
        if q.state != SUSPECT or (q.contact != stamp and q.contact != -stamp):
            return True, -1
        f = sea.fleet[q.o]
        if stamp > 0:
            put(sea, t + f.report, UPDATE, q.o, q.v, stamp, p)
        if f.wants & WANTS_UPDATED:
            decide(sea, t, UPDATED, q.o, q.v, p, q.contact)
        return False, -1
    if q.serial != stamp:
        return True, -1
    if kind == GAIN:
        for slot in range(sea.exposure.shape[1]):
            sea.exposure[p, slot] = 0.0
        gain(sea, p, t)
    elif kind == LOSS:
        lose(sea, p, t, True)
    else:
        identify(sea, p, t)
    return False, p


@kernel
def hand_over(sea, i, quarry, t):  # type: ignore[no-untyped-def]
    """A contact is pointed out to row i: it holds it from now on. The pair, or -1 when it held it before."""
    p = find(sea, i, quarry, True)
    if sea.pairs[p].state != NONE:
        return -1
    if sea.pairs[p].open == 1:
        unlink(sea, p)
    for slot in range(sea.exposure.shape[1]):
        sea.exposure[p, slot] = 0.0
    gain(sea, p, t)
    return p


@kernel
def obey(sea, o, t):  # type: ignore[no-untyped-def]
    """Carry out one order. The row whose leg is new, or -1."""
    i = o.row
    f = sea.fleet[i]
    if o.what == CLEAR:
        clear(sea, o.quarry, i, o.until, t)
        if o.until <= t and f.slot >= 0:
            close(sea, i, t)
            sweep(sea, i, t)
        return -1
    if o.what == LAUNCH:
        f.x = o.x
        f.y = o.y
        f.vx = 0.0
        f.vy = 0.0
        f.t0 = t
        f.mode = FREE
        board(sea, i)
    if f.slot < 0:
        return -1
    handed = hand_over(sea, i, o.quarry, t) if o.what == CHASE and o.at == HANDED_OVER else -1
    close(sea, i, t)
    if handed >= 0:
        sea.lists[AGAIN, sea.n[N_AGAIN]] = handed
        sea.n[N_AGAIN] += 1
    if o.what == LEAVE:
        depart(sea, i, t)
        return -1
    if o.what == SENSE:
        # the leg goes on: only its observers' columns change
        vacate_seat(sea, i)
        f.suite = o.at
        board(sea, i)
        settle(sea, i)
        sweep(sea, i, t)
        return -1
    if o.speed >= 0.0:
        f.speed = o.speed
    x, y = place(sea, i, t)
    f.x = x
    f.y = y
    f.t0 = t
    if o.what == CHASE or o.what == SHADOW or o.what == VIA:
        start_chase(sea, i, o.quarry)
        if sea.fleet[o.quarry].slot < 0 or not holds(sea, i, o.quarry):
            stop(sea, i, t)
            decide(sea, t, MISSED, i, o.quarry, -1, 0)
        elif o.what == VIA:
            f.mode = DETOUR
            f.at = o.at
            f.end = o.end
            f.loop = -1
            if not follow(sea, i, t):
                stop(sea, i, t)
                decide(sea, t, BLOCKED, i, o.quarry, -1, 0)
        else:
            f.mode = SHADOWING if o.what == SHADOW else CHASING
            pursue(sea, i, t)
    else:
        end_chase(sea, i)
        if o.what == SAIL:
            f.mode = ROUTE
            f.at = o.at
            f.end = o.end
            f.loop = o.loop
            if not follow(sea, i, t):
                stay(sea, i, t, x, y, t)
        elif o.what == ROAM:
            f.mode = ROAMING
            f.area = o.at
            f.turn += 1
            roam(sea, i, t)
        elif o.what == BOUNCE or o.what == STRAIGHT:
            f.mode = BOUNCING if o.what == BOUNCE else ENDLESS
            f.area = o.at
            f.vx = o.x
            f.vy = o.y
            set_out(sea, i, t)
        else:
            f.mode = FREE
            stay(sea, i, t, x, y, INF)
    return i


@kernel
def advance(sea, until):  # type: ignore[no-untyped-def]
    """Carry out the orders, then run to the first instant that raises decisions, or to `until`. Returns a code.

    Out of room it returns what has to grow, having done nothing by halves: call again. The time reached is `param[CLOCK]`.
    """
    sea.n[CALLS] += 1
    while True:
        code = room(sea)
        if code != QUIET:
            return code
        again = -1
        if sea.n[HERE] < sea.n[N_ORDER]:
            t = sea.param[CLOCK]
            turned = obey(sea, sea.orders[sea.n[HERE]], t)
            sea.n[HERE] += 1
        else:
            sea.n[HERE] = 0
            sea.n[N_ORDER] = 0
            if sea.n[N_HEAP] == 0 or sea.heap[0].t > until:
                break
            t = sea.heap[0].t
            if t > sea.param[CLOCK]:
                if sea.n[N_DECISION] > 0:
                    break
                sea.param[CLOCK] = t
                sea.n[N_SAME] = 0
            e = sea.heap[0]
            key = e.key
            stamp = e.stamp
            p = e.ref
            sea.n[N_HEAP] = drop(sea.heap, sea.n[N_HEAP])
            sea.n[EVENTS] += 1
            sea.n[N_SAME] += 1
            if sea.n[N_SAME] > 1000 * (sea.n[N_AFLOAT] + 1000):
                return STUCK
            turned = -1
            if p < 0:
                stale, turned = turn(sea, t, kind_of(key), row_a(key), row_b(key), stamp)
            else:
                stale, again = notice(sea, t, kind_of(key), p, stamp)
            if stale:
                sea.n[STALE] += 1
        if turned >= 0:
            begun(sea, turned, t)
        if again >= 0:
            look(sea, again, t)
    if sea.n[N_DECISION] > 0:
        return DECIDE
    if until < INF:
        sea.param[CLOCK] = max(until, sea.param[CLOCK])
    return QUIET
