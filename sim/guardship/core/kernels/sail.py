"""Legs: routes, roaming, bouncing, pursuit. A leg is straight on the plane, of constant speed, never across land."""

import math

import numpy as np

from guardship.core.kernels.coast import crosses
from guardship.core.kernels.compile import inlined, inner
from guardship.core.kernels.kinematics import INF, intercept
from guardship.core.kernels.philox import ROAM as ROAM_DRAW
from guardship.core.kernels.philox import STOP, uniform
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import (
    BLOCKED,
    CHASING,
    CLEARED_UNTIL,
    DRAWS,
    EDGE_GRID,
    EXTENT,
    FLIES,
    FREE,
    LEG_END,
    LEGS,
    MEET,
    MEETING,
    N_CHASE,
    N_LEG,
    NOBODY,
    NONE,
    NOTICED,
    OPEN,
    PLANS,
    PURSUERS,
    QUIET,
    REACT,
    SCALE,
    SEED,
    SHADOWING,
    SUSPECT,
    UNREACHABLE,
    UPDATE,
    ZERO,
)
from guardship.core.kernels.watch import find, look, pair_of, put

TRIES = 64  # draws of a roaming waypoint before the vessel gives up and waits an hour


@inlined
def local_scale(sea, x, y):
    """Plane distance per true distance at a place; far beyond the plane's border the polynomial says nothing."""
    c = sea.param
    k = SCALE
    x = min(max(x, c[EXTENT]), c[EXTENT + 2])
    y = min(max(y, c[EXTENT + 1]), c[EXTENT + 3])
    return c[k] + x * (c[k + 1] + c[k + 3] * x + c[k + 4] * y) + y * (c[k + 2] + c[k + 5] * y)


@inlined
def place(sea, i, t):
    """Where row i is at t, on its present leg."""
    f = sea.fleet[i]
    return f.x + f.vx * (t - f.t0), f.y + f.vy * (t - f.t0)


@inner
def blocked(sea, i, ax, ay, bx, by):
    """Whether land lies between a and b and is in the way of row i."""
    if sea.edges.shape[0] == 0 or sea.fleet[i].wants & FLIES:
        return False
    return crosses(sea.edges, sea.edge_at, sea.edge_in, sea.param[EDGE_GRID:CLEARED_UNTIL], ax, ay, bx, by)


@inlined
def stay(sea, i, t, x, y, until):
    """Stop at (x, y)."""
    f = sea.fleet[i]
    f.x = x
    f.y = y
    f.t0 = t
    f.vx = 0.0
    f.vy = 0.0
    f.t1 = until
    f.scale = local_scale(sea, x, y)


@inlined
def head_for(sea, i, t, x, y, tx, ty):
    """Set the leg from (x, y) to (tx, ty) at the ordered speed, corrected by the local scale at mid-leg."""
    f = sea.fleet[i]
    dx = tx - x
    dy = ty - y
    d = math.sqrt(dx * dx + dy * dy)
    if d < 1e-12:
        stay(sea, i, t, x, y, t)
        return
    if f.speed <= 0.0:
        stay(sea, i, t, x, y, INF)
        return
    f.x = x
    f.y = y
    f.t0 = t
    f.scale = local_scale(sea, 0.5 * (x + tx), 0.5 * (y + ty))
    v = f.speed * f.scale
    f.vx = dx / d * v
    f.vy = dy / d * v
    f.t1 = t + d / v


@inlined
def follow(sea, i, t):
    """Set the next leg of the route; False when the route has ended."""
    f = sea.fleet[i]
    x, y = place(sea, i, t)
    for _ in range(max(f.end - f.at, 0) + (f.end - f.loop if f.loop >= 0 else 0)):
        if f.at >= f.end:
            f.at = f.loop
        tx = sea.pool[f.at, 0]
        ty = sea.pool[f.at, 1]
        f.at += 1
        if (tx - x) * (tx - x) + (ty - y) * (ty - y) > 1e-24:
            head_for(sea, i, t, x, y, tx, ty)
            return True
    if f.loop >= 0:  # a loop that goes nowhere
        stay(sea, i, t, x, y, INF)
        return True
    return False


@inner
def bounding_box(sea, area):
    """x0, x1, y0, y1 of an area."""
    x0 = INF
    x1 = -INF
    y0 = INF
    y1 = -INF
    for k in range(sea.areas[area, 0], sea.areas[area, 1]):
        x = sea.pool[k, 0]
        y = sea.pool[k, 1]
        if x < x0:  # not so for nan, which stands between rings
            x0 = x
        if x > x1:
            x1 = x
        if y < y0:
            y0 = y
        if y > y1:
            y1 = y
    return x0, x1, y0, y1


@inner
def leaves(ring, x, y, tx, ty):
    """Whether a leg from a place in an area crosses any but its first ring: a hole, or another piece."""
    more = False
    for k in range(1, ring.shape[0]):
        ax = ring[k - 1, 0]
        ay = ring[k - 1, 1]
        bx = ring[k, 0]
        by = ring[k, 1]
        if bx != bx:
            if not more and not point_in_polygon(ring, x, y):
                return False  # it comes from elsewhere
            more = True
        elif more:  # sides that begin with nan cross nothing
            a = (tx - x) * (ay - y) - (ty - y) * (ax - x)
            b = (tx - x) * (by - y) - (ty - y) * (bx - x)
            c = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            d = (bx - ax) * (ty - ay) - (by - ay) * (tx - ax)
            if a * b <= 0.0 and c * d <= 0.0:
                return True
    return False


@inner
def roam(sea, i, t):
    """Set a leg to the next random waypoint of the area: keyed draws, none over land, none out of the area."""
    f = sea.fleet[i]
    x, y = place(sea, i, t)
    ring = sea.pool[sea.areas[f.area, 0] : sea.areas[f.area, 1]]
    x0, x1, y0, y1 = bounding_box(sea, f.area)
    for k in range(TRIES):
        n = (f.turn * TRIES + k) * 2
        u = uniform(sea.n[SEED], ROAM_DRAW, f.id, n)
        v = uniform(sea.n[SEED], ROAM_DRAW, f.id, n + 1)
        sea.n[DRAWS] += 2
        if f.leg > 0.0 and k < TRIES // 2:
            d = -f.leg * math.log(u)
            tx = x + d * math.cos(2.0 * math.pi * v)
            ty = y + d * math.sin(2.0 * math.pi * v)
        else:
            tx = x0 + u * (x1 - x0)
            ty = y0 + v * (y1 - y0)
        if point_in_polygon(ring, tx, ty) and not blocked(sea, i, x, y, tx, ty) and not leaves(ring, x, y, tx, ty):
            f.turn += 1
            head_for(sea, i, t, x, y, tx, ty)
            return
    f.turn += 1
    stay(sea, i, t, x, y, t + 1.0)


@inlined
def roam_on(sea, i, t):
    """At the end of a leg of a roaming vessel: stay for a while where it makes stops, else sail on."""
    f = sea.fleet[i]
    if f.stops > 0.0 and (f.vx != 0.0 or f.vy != 0.0):
        x, y = place(sea, i, t)
        sea.n[DRAWS] += 1
        stay(sea, i, t, x, y, t - f.stops * math.log(uniform(sea.n[SEED], STOP, f.id, f.turn)))
    else:
        roam(sea, i, t)


@inner
def bounce(sea, i, t, vx, vy):
    """Set a leg from here at velocity (vx, vy) to the wall of the area's bounding box."""
    f = sea.fleet[i]
    x, y = place(sea, i, t)
    x0, x1, y0, y1 = bounding_box(sea, f.area)
    a = INF
    b = INF
    if vx > 0.0:
        a = max((x1 - x) / vx, 0.0)
    elif vx < 0.0:
        a = max((x0 - x) / vx, 0.0)
    if vy > 0.0:
        b = max((y1 - y) / vy, 0.0)
    elif vy < 0.0:
        b = max((y0 - y) / vy, 0.0)
    f.x = x
    f.y = y
    f.t0 = t
    f.vx = vx
    f.vy = vy
    f.t1 = t + min(a, b)


@inner
def reflect(sea, i, t):
    """At the wall: turn the component of the velocity that points out of the box."""
    f = sea.fleet[i]
    x, y = place(sea, i, t)
    vx = f.vx
    vy = f.vy
    x0, x1, y0, y1 = bounding_box(sea, f.area)
    if (vx > 0.0 and x >= x1 - 1e-9) or (vx < 0.0 and x <= x0 + 1e-9):
        vx = -vx
    if (vy > 0.0 and y >= y1 - 1e-9) or (vy < 0.0 and y <= y0 + 1e-9):
        vy = -vy
    bounce(sea, i, t, vx, vy)


@inlined
def holds(sea, o, v):
    """Whether o's own sensors hold v."""
    p = find(sea.table, sea.pairs, o, v)
    return p >= 0 and sea.pairs[p].state != NONE


@inner
def in_step(sea, i, quarry):
    """Whether row i sails as its quarry does, as far as its own speed allows."""
    f = sea.fleet[i]
    g = sea.fleet[quarry]
    u = math.sqrt(g.vx * g.vx + g.vy * g.vy)
    v = f.speed * f.scale
    c = min(v / u, 1.0) if u > 0.0 else 0.0
    return abs(f.vx - c * g.vx) + abs(f.vy - c * g.vy) <= NOTICED * v


@inner
def aim(sea, i, t):
    """Set a pursuer's leg on the quarry's present leg: to meet it, or beside it. QUIET, UNREACHABLE or BLOCKED."""
    f = sea.fleet[i]
    g = sea.fleet[f.quarry]
    x, y = place(sea, i, t)
    qx, qy = place(sea, f.quarry, t)
    k = local_scale(sea, x, y)
    v = f.speed * k
    sea.n[PLANS] += 1
    if f.mode == SHADOWING:
        u = math.sqrt(g.vx * g.vx + g.vy * g.vy)
        c = min(v / u, 1.0) if u > 0.0 else 0.0
        end = g.t1 + f.reaction
        if end < INF and blocked(sea, i, x, y, x + c * g.vx * (end - t), y + c * g.vy * (end - t)):
            return BLOCKED
        f.x = x
        f.y = y
        f.t0 = t
        if not in_step(sea, i, f.quarry):
            f.planned = t
        f.vx = c * g.vx
        f.vy = c * g.vy
        f.t1 = end
        f.scale = k
        return QUIET
    f.planned = t
    at = intercept(qx - x, qy - y, g.vx, g.vy, v)
    if at == INF:
        return UNREACHABLE
    tx = qx + g.vx * at
    ty = qy + g.vy * at
    # alongside already: the coast may be nearer than rounding
    near = (qx - x) * (qx - x) + (qy - y) * (qy - y) <= MEETING * MEETING
    if not near and blocked(sea, i, x, y, tx, ty):
        return BLOCKED
    f.x = x
    f.y = y
    f.t0 = t
    f.vx = (tx - x) / at if at > 0.0 else g.vx
    f.vy = (ty - y) / at if at > 0.0 else g.vy
    f.t1 = t + at
    f.scale = k
    return QUIET


@inner
def start_chase(sea, i, quarry):
    """Row i makes for `quarry`: into the list of pursuers."""
    f = sea.fleet[i]
    if f.quarry < 0:
        sea.lists[PURSUERS, sea.n[N_CHASE]] = i
        sea.n[N_CHASE] += 1
    f.quarry = quarry


@inner
def end_chase(sea, i):
    """Row i pursues nobody."""
    if sea.fleet[i].quarry < 0:
        return
    sea.fleet[i].quarry = -1
    n = sea.n[N_CHASE] - 1
    for m in range(n + 1):
        if sea.lists[PURSUERS, m] == i:
            for k in range(m, n):
                sea.lists[PURSUERS, k] = sea.lists[PURSUERS, k + 1]
            sea.n[N_CHASE] = n
            return


@inlined
def lookouts(sea, i, t):
    """A lookout is kept only against vessels that make for its own: look at the pairs that the leg of i concerns."""
    for m in range(sea.n[N_CHASE]):
        p = sea.lists[PURSUERS, m]
        q = sea.fleet[p].quarry
        if (p == i or q == i) and sea.fleet[q].lookout >= 0 and sea.fleet[q].slot >= 0 and sea.fleet[p].slot >= 0:
            k = pair_of(sea, q, p)
            if sea.pairs[k].links & OPEN == 0:
                look(sea, k, t)


@inlined
def log_leg(sea, i):
    """Write the leg of row i to the log of legs."""
    f = sea.fleet[i]
    r = sea.legs[sea.n[N_LEG]]
    r.t = f.t0
    r.x = f.x
    r.y = f.y
    r.vx = f.vx
    r.vy = f.vy
    r.row = i
    r.mode = f.mode
    sea.n[N_LEG] += 1
    sea.n[LEGS] += 1


@inlined
def begun(sea, i, t):
    """A new leg of i is set: into the log, its end into the queue."""
    f = sea.fleet[i]
    f.version += 1
    log_leg(sea, i)
    if f.t1 < INF:
        put(sea, f.t1, MEET if f.mode == CHASING else LEG_END, i, ZERO, f.version, NOBODY)


@inlined
def manoeuvred(sea, i, vx, vy):
    """Whether the velocity of i is another than (vx, vy): a way point on a straight line is no manoeuvre."""
    f = sea.fleet[i]
    return (f.vx - vx) ** 2 + (f.vy - vy) ** 2 > NOTICED * NOTICED * (vx * vx + vy * vy)


@inlined
def seen(sea, i, t):
    """The new leg of i is noticed: by those who pursue it, and by those who report it."""
    for m in range(sea.n[N_CHASE]):
        p = sea.lists[PURSUERS, m]
        g = sea.fleet[p]
        if g.quarry == i and g.mode != FREE:
            put(sea, max(t + g.reaction, g.planned + g.replan), REACT, p, i, g.version, -1)
    p = sea.fleet[i].seen
    while p >= 0:
        q = sea.pairs[p]
        if q.state == SUSPECT and sea.fleet[q.o].report < INF:
            put(sea, t + sea.fleet[q.o].reaction, UPDATE, np.int64(q.o), i, -np.int64(q.contact), p)
        p = np.int64(q.v_next)
