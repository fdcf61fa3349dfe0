"""The core's one entry: carry out the orders, then let things happen until somebody has to decide.

At one instant everything kinematic happens first, in the order (kind, row a, row b); the decisions it has raised are
handed over together once the next event lies later.
"""

import numpy as np

from guardship.core.kernels.blocks import wanting
from guardship.core.kernels.clearances import catch_up, hear, lapse, pass_on
from guardship.core.kernels.compile import inlined, inner
from guardship.core.kernels.heap import drop, kind_of, row_a, row_b
from guardship.core.kernels.kinematics import INF
from guardship.core.kernels.looks import identify, judge
from guardship.core.kernels.sail import (
    aim,
    begun,
    blocked,
    bounce,
    end_chase,
    follow,
    holds,
    in_step,
    local_scale,
    log_leg,
    lookouts,
    manoeuvred,
    place,
    reflect,
    roam,
    roam_on,
    seen,
    start_chase,
    stay,
)
from guardship.core.kernels.state import (
    ABSENT,
    AGAIN,
    ANEW,
    APPEAR,
    ARRANGE,
    ARRIVED,
    BLOCKED,
    BOUNCE,
    BOUNCING,
    BUCKET,
    CALLS,
    CHASE,
    CHASING,
    CLEAR,
    CLEARING,
    CLOCK,
    DECIDE,
    DEPARTED,
    DETOUR,
    ENDLESS,
    EVENTS,
    FORGET,
    FREE,
    GAIN,
    GO_ON,
    GONE,
    GROW_FAR,
    GROW_HEAP,
    GROW_LEGS,
    GROW_NOTES,
    GROW_PAIRS,
    GROW_TRIALS,
    HANDED_OVER,
    HARMLESS,
    HASTEN,
    HERE,
    IDENTIFY,
    INTERCEPTED,
    JUDGE,
    LARGE,
    LAUNCH,
    LEAVE,
    LOOK_OUT,
    MEET,
    MEETING,
    MISSED,
    N_AFLOAT,
    N_AGAIN,
    N_CHASE,
    N_DECISION,
    N_FAR,
    N_HEAP,
    N_LAPSE,
    N_LEG,
    N_NOTE,
    N_ORDER,
    N_PAIR,
    N_SAME,
    N_TRIAL,
    N_WATCH,
    NEW_LEG,
    NOBODY,
    NONE,
    NOTHING,
    PURSUERS,
    QUIET,
    REACT,
    RELAY,
    ROAM,
    ROAMING,
    ROUTE,
    SAIL,
    SAME_LEG,
    SENSE,
    SERVED,
    SHADOW,
    SHADOWING,
    SOUGHT,
    STALE,
    STAYS,
    STRAIGHT,
    STUCK,
    SUSPECT,
    TO_SEEK,
    UPDATE,
    UPDATED,
    VIA,
    WANTS_ARRIVED,
    WANTS_UPDATED,
    WATCH,
    ZERO,
)
from guardship.core.kernels.sweep import OVERLAP, board, seek, settle, vacate_seat, vacate_slot
from guardship.core.kernels.watch import (
    close,
    decide,
    forget,
    forget_exposure,
    gain,
    look_later,
    lose,
    note,
    pair_of,
    put,
    sort_notes,
    sweep,
)
from guardship.core.kernels.wheel import MANY, bucket_of, crowded, pour, unload


@inlined
def room(sea):
    """QUIET when one more event or order surely fits, else what has to grow."""
    near = sea.n[N_AFLOAT] + sea.n[N_WATCH] + 2 * sea.n[N_CHASE] + sea.relay.shape[1] + 64
    if sea.n[N_HEAP] + sea.n[N_FAR] + 2 * near > sea.heap.shape[0]:
        return GROW_HEAP
    if crowded(sea.far, sea.n, sea.param):
        return GROW_FAR
    if wanting(sea.n, sea.param):
        return ARRANGE
    if sea.n[N_PAIR] + near > min(sea.pairs.shape[0], sea.table.shape[0] // 2):
        return GROW_PAIRS
    if sea.n[N_LEG] + 8 > sea.legs.shape[0]:
        return GROW_LEGS
    if sea.n[N_NOTE] + near > sea.notes.shape[0] or sea.n[N_DECISION] + near > sea.decisions.shape[0]:
        return GROW_NOTES
    if sea.n[N_LAPSE] + 1 > sea.lapses.shape[0]:
        return GROW_NOTES
    if sea.n[N_TRIAL] + near > sea.trials.shape[0]:
        return GROW_TRIALS
    return QUIET


@inner
def depart(sea, i, t):
    """Row i, closed before, leaves the theatre: contacts with it and of it end, and so does its pursuit."""
    f = sea.fleet[i]
    first = sea.n[N_NOTE]
    for k in range(sea.n[N_AGAIN]):
        p = sea.lists[AGAIN, k]
        if sea.pairs[p].state != NONE:
            lose(sea, p, t, i)
    sort_notes(sea, first)
    sea.n[N_AGAIN] = 0
    end_chase(sea, i)
    m = 0
    while m < sea.n[N_CHASE]:
        p = sea.lists[PURSUERS, m]
        if sea.fleet[p].quarry == i:  # it keeps its leg; at its end, without a quarry, it stops
            end_chase(sea, p)
            decide(sea, t, DEPARTED, p, i, NOBODY, ZERO)
        else:
            m += 1
    x, y = place(sea, i, t)
    vacate_slot(sea, i)
    vacate_seat(sea, i)
    f.mode = ABSENT
    f.version += 1
    stay(sea, i, t, x, y, INF)
    log_leg(sea, i)


@inner
def stop(sea, i, t):
    """Row i gives up its pursuit and waits for orders where it is."""
    x, y = place(sea, i, t)
    end_chase(sea, i)
    sea.fleet[i].mode = FREE
    stay(sea, i, t, x, y, INF)


@inner
def pursue(sea, i, t):
    """Aim at the quarry; when that fails the agent decides."""
    quarry = sea.fleet[i].quarry
    code = aim(sea, i, t)
    if code != QUIET:
        stop(sea, i, t)
        decide(sea, t, code, i, quarry, NOBODY, ZERO)


@inner
def set_out(sea, i, t):
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
            bounce(sea, i, t, vx * f.scale, vy * f.scale)
        else:
            f.vx = vx * f.scale
            f.vy = vy * f.scale
            f.t1 = INF
    else:
        x, y = place(sea, i, t)
        stay(sea, i, t, x, y, INF)


@inner
def finished(sea, i, t):
    """The route of i has ended: True when it stays, False when it has left."""
    f = sea.fleet[i]
    if f.wants & WANTS_ARRIVED or f.wants & STAYS:
        x, y = place(sea, i, t)
        f.mode = FREE
        stay(sea, i, t, x, y, INF)
        if f.wants & WANTS_ARRIVED:
            decide(sea, t, ARRIVED, i, NOBODY, NOBODY, ZERO)
        return True
    depart(sea, i, t)
    return False


@inlined
def end_leg(sea, i, t):
    """A leg of i, closed before, ends: the next one. False when i has left the theatre."""
    f = sea.fleet[i]
    if f.mode == ROUTE:
        return follow(sea, i, t) or finished(sea, i, t)
    if f.mode == ROAMING:
        roam_on(sea, i, t)
    elif f.mode == BOUNCING:
        reflect(sea, i, t)
    elif f.mode == SHADOWING:
        keep_station(sea, i, t)
    elif f.mode == DETOUR:
        detour(sea, i, t)
    return True


@inner
def keep_station(sea, i, t):
    """The leg beside a quarry ends: the next one as long as the quarry is held."""
    f = sea.fleet[i]
    quarry = f.quarry
    if quarry >= 0 and holds(sea, i, quarry):
        due = max(sea.fleet[quarry].turned + f.reaction, f.planned + f.replan)
        if t >= due or in_step(sea, i, quarry):
            pursue(sea, i, t)
            return
        # the quarry has turned, and the time to answer has not come: on as before
        x, y = place(sea, i, t)
        if not blocked(sea, i, x, y, x + f.vx * (due - t), y + f.vy * (due - t)):
            f.x = x
            f.y = y
            f.t0 = t
            f.t1 = due
            return
    stop(sea, i, t)
    if quarry >= 0:
        decide(sea, t, MISSED, i, quarry, NOBODY, ZERO)


@inner
def detour(sea, i, t):
    """On the way around land to a quarry: make for it as soon as the way is free."""
    f = sea.fleet[i]
    quarry = f.quarry
    if quarry < 0:
        stop(sea, i, t)
        return
    f.mode = CHASING
    code = aim(sea, i, t) if holds(sea, i, quarry) else MISSED
    if code == QUIET:
        return
    f.mode = DETOUR
    if not follow(sea, i, t):
        stop(sea, i, t)
        decide(sea, t, code, i, quarry, NOBODY, ZERO)


@inner
def meet(sea, i, t):
    """The pursuer i, closed before, is where it meant to meet its quarry: alongside, or it plans anew, or missed."""
    f = sea.fleet[i]
    quarry = f.quarry
    if quarry < 0:
        stop(sea, i, t)
        return
    x, y = place(sea, i, t)
    qx, qy = place(sea, quarry, t)
    held = holds(sea, i, quarry)
    if held and (qx - x) * (qx - x) + (qy - y) * (qy - y) <= MEETING * MEETING:
        f.mode = SHADOWING
        decide(sea, t, INTERCEPTED, i, quarry, NOBODY, ZERO)
        pursue(sea, i, t)
    elif held:
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
        decide(sea, t, MISSED, i, quarry, NOBODY, ZERO)


@inlined
def due(sea, kind, a, b, stamp):
    """Whether an event of vessel a still holds."""
    f = sea.fleet[a]
    if kind == APPEAR:
        return f.slot < 0 and f.wants & GONE == 0
    if f.version != stamp or f.slot < 0:
        return False
    return kind != REACT or (f.quarry == b and (f.mode == CHASING or f.mode == SHADOWING) and holds(sea, a, b))


@inlined
def turn(sea, t, kind, a):
    """Let an event of vessel a, closed before, happen: what it leaves to be done."""
    if kind == APPEAR:
        sea.fleet[a].t0 = t
        board(sea, a)
        set_out(sea, a, t)
    elif kind == REACT:
        pursue(sea, a, t)
    elif kind == MEET:
        meet(sea, a, t)
    elif not end_leg(sea, a, t):
        return NOTHING
    return NEW_LEG


@inlined
def notice(sea, t, kind, p, stamp):
    """Let an event of a pair happen; False when it is stale. Whom to look at again stands in the list."""
    q = sea.pairs[p]
    if kind == UPDATE:
        if q.state != SUSPECT or (q.contact != stamp and q.contact != -stamp):
            return False
        o = np.int64(q.o)
        f = sea.fleet[o]
        if stamp > 0:
            put(sea, t + f.report, UPDATE, o, np.int64(q.v), stamp, p)
        if f.wants & WANTS_UPDATED:
            decide(sea, t, UPDATED, o, np.int64(q.v), p, np.int64(q.contact))
        return True
    if q.serial != stamp:
        return False
    if kind == IDENTIFY:
        identify(sea, p, t)
        return True
    if kind == GAIN:
        forget_exposure(sea, p)
        gain(sea, p, t)
    else:
        lose(sea, p, t, NOBODY)
    look_later(sea, p)
    return True


@inlined
def told(sea, t, kind, a, b, stamp, p):
    """Let an event of a pair, or of a holder a and a vessel b, happen; False when it is stale."""
    if kind == RELAY:
        return hear(sea, a, b, stamp, t)
    if kind == FORGET:
        return lapse(sea, a, b, t)
    return notice(sea, t, kind, p, stamp)


@inner
def hand_over(sea, i, quarry, t):
    """A contact is pointed out to row i, closed before: it holds it from now on."""
    p = pair_of(sea, i, quarry)
    if sea.pairs[p].state == NONE:
        forget_exposure(sea, p)
        gain(sea, p, t)
        look_later(sea, p)


@inner
def launch(sea, o, t):
    """Put a vessel on the water."""
    f = sea.fleet[o.row]
    f.x = o.x
    f.y = o.y
    f.vx = 0.0
    f.vy = 0.0
    f.t0 = t
    f.mode = FREE
    board(sea, o.row)


@inner
def hasten(sea, i, t, speed):
    """Go on with the present leg at another speed: what it leaves to be done. A vessel that stops takes it up later."""
    f = sea.fleet[i]
    moves = f.mode == ROUTE or f.mode == ROAMING or f.mode == BOUNCING or f.mode == ENDLESS
    if not moves or f.speed <= 0.0 or speed <= 0.0:
        return SAME_LEG
    c = speed / f.speed
    f.speed = speed
    if f.vx == 0.0 and f.vy == 0.0:
        return SAME_LEG
    x, y = place(sea, i, t)
    f.x = x
    f.y = y
    f.t1 = t + (f.t1 - t) / c
    f.t0 = t
    f.vx *= c
    f.vy *= c
    return NEW_LEG


@inner
def obey(sea, o, t):
    """Carry out one order for a vessel that is closed before: what it leaves to be done."""
    i = o.row
    f = sea.fleet[i]
    if o.what == CLEAR:
        sea.cleared[o.quarry, i] = o.until
        if o.until > t:
            pass_on(sea, o.quarry, i, t, 1 if o.at == SERVED else 0)
        if o.at == SERVED:
            first = sea.n[N_NOTE]
            for k in range(sea.n[N_AGAIN]):
                p = sea.lists[AGAIN, k]
                q = sea.pairs[p]
                if q.v == i and q.state != NONE and sea.fleet[q.o].holder == o.quarry:
                    note(sea, t, HARMLESS, np.int64(q.o), i, np.int64(q.contact))
                    forget(sea, p, t)
            sort_notes(sea, first)
        return SAME_LEG
    if f.slot < 0:
        if o.what == SENSE:  # in use when it appears
            f.suite = o.at
        elif o.what == LOOK_OUT:
            f.lookout = o.at
        return NOTHING
    if o.what == LEAVE:
        depart(sea, i, t)
        return NOTHING
    if o.what == SENSE:
        vacate_seat(sea, i)
        f.suite = o.at
        board(sea, i)
        return SAME_LEG
    if o.what == LOOK_OUT:
        f.lookout = o.at
        return SAME_LEG
    if o.what == CHASE and o.at == HANDED_OVER and sea.fleet[o.quarry].slot >= 0:
        hand_over(sea, i, o.quarry, t)
    if o.what == GO_ON:
        if f.mode != FREE or f.was == ABSENT:
            return SAME_LEG
        f.t0 = t
        f.mode = f.was
        f.vx = f.was_vx / f.scale
        f.vy = f.was_vy / f.scale
        if f.mode == ROUTE:
            f.at -= 1
        set_out(sea, i, t)
        return NEW_LEG
    if o.what == HASTEN:
        return hasten(sea, i, t, o.speed)
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
            decide(sea, t, MISSED, i, o.quarry, NOBODY, ZERO)
        elif o.what == VIA:
            f.mode = DETOUR
            f.at = o.at
            f.end = o.end
            f.loop = -1
            if not follow(sea, i, t):
                stop(sea, i, t)
                decide(sea, t, BLOCKED, i, o.quarry, NOBODY, ZERO)
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
            if f.mode == ROUTE or f.mode == ROAMING or f.mode == BOUNCING or f.mode == ENDLESS:
                f.was = f.mode
                f.was_vx = f.vx
                f.was_vy = f.vy
            f.mode = FREE
            stay(sea, i, t, x, y, INF)
    return NEW_LEG


@inner
def advance(sea, until):
    """Carry out the orders, then run to the first instant that raises decisions, or to `until`. Returns a code.

    Out of room it returns what has to grow, having done nothing by halves: call again. `param[CLOCK]` is the time.

    The few large kernels (account, look, sweep) are called from here only: every other place from which one was called
    cost a second of compilation.
    """
    sea.n[CALLS] += 1
    while True:
        code = room(sea)
        if code != QUIET:
            return code
        sea.n[N_AGAIN] = 0
        row = -1
        part = -1
        vx = 0.0
        vy = 0.0
        todo = NOTHING
        if sea.n[TO_SEEK] > 0:
            sea.n[TO_SEEK] -= 1
            t = sea.param[ANEW]
            kind = -1
            part = sea.n[TO_SEEK] // sea.n[N_WATCH]
        elif sea.n[HERE] < sea.n[N_ORDER]:
            o = sea.orders[sea.n[HERE]]
            t = sea.param[CLOCK]
            kind = -1
            row = o.row
            sea.n[HERE] += 1
            sea.n[N_SAME] += 1
            if o.what == LAUNCH:
                launch(sea, o, t)
            elif o.what == JUDGE:
                judge(sea, o, t)
                row = -1
        else:
            sea.n[HERE] = 0
            sea.n[N_ORDER] = 0
            if sea.n[N_FAR] == 0 and sea.n[N_HEAP] > sea.n[LARGE]:
                unload(sea.far, sea.wheel, sea.heap, sea.n, sea.param)
            if sea.n[N_FAR] > 0 and (sea.n[N_HEAP] == 0 or bucket_of(sea.param, sea.heap[0].t) > sea.n[BUCKET]):
                pour(sea.far, sea.wheel, sea.heap, sea.pairs, sea.fleet, sea.n, sea.param)
            event = sea.heap[0].t if sea.n[N_HEAP] > 0 else INF
            if min(event, until) > sea.param[SOUGHT] - OVERLAP:
                seek(sea, event)
                continue
            if event == INF or event > until:
                break
            t = event
            if t > sea.param[CLOCK]:
                if sea.n[N_DECISION] > 0:
                    break
                sea.param[CLOCK] = t
                sea.n[N_SAME] = 0
                sea.n[LARGE] = MANY
            e = sea.heap[0]
            key = e.key
            stamp = e.stamp
            p = e.ref
            kind = kind_of(key)
            sea.n[N_HEAP] = drop(sea.heap, sea.n[N_HEAP])
            sea.n[EVENTS] += 1
            sea.n[N_SAME] += 1
            if p < 0:
                if due(sea, kind, row_a(key), row_b(key), stamp):
                    row = row_a(key)
                else:
                    sea.n[STALE] += 1
                    sea.n[N_SAME] -= 1
            elif not told(sea, t, kind, row_a(key), row_b(key), stamp, p):
                sea.n[STALE] += 1
                sea.n[N_SAME] -= 1
        if sea.n[N_SAME] > 100 * (sea.n[N_AFLOAT] + sea.n[N_WATCH]) + 10000:
            return STUCK
        if row >= 0:
            vx = sea.fleet[row].vx
            vy = sea.fleet[row].vy
            close(sea, row, t)
            todo = turn(sea, t, kind, row) if kind >= 0 else obey(sea, sea.orders[sea.n[HERE] - 1], t)
        elif sea.n[CLEARING] >= 0:
            catch_up(sea, t)
        if todo == NEW_LEG:
            begun(sea, row, t)
        if todo != NOTHING:
            settle(sea, row, t)
        if todo != NOTHING or row < 0:
            sweep(sea, row if part < 0 else sea.lists[WATCH, sea.n[TO_SEEK] % sea.n[N_WATCH]], t, part)
        if todo != NOTHING:
            lookouts(sea, row, t)
        if todo == NEW_LEG and manoeuvred(sea, row, vx, vy):
            sea.fleet[row].turned = t
            seen(sea, row, t)
    if sea.n[N_DECISION] > 0:
        return DECIDE
    if until < INF:
        sea.param[CLOCK] = max(until, sea.param[CLOCK])
    return QUIET
