"""Events far ahead, by their time: what keeps the heap short when tens of thousands are pending.

In a heap of a million events every push and drop touches memory in a score of places. So beyond some hundreds only what
is due in the present bucket stands in the heap; the rest waits, unsorted, in buckets of equal width, and what lies
beyond the last bucket in one more, which is spread over the buckets anew when they have been used up. The order of
events does not change: an earlier bucket holds earlier events, and within one the heap sorts. Measured: with 80 000
events pending the heap took half of the time; with 2 000, buckets save a tenth.

Buckets are chains of chunks (`chunks`): their records stand in `far`, the last event of each in `wheel`.
"""

import numpy as np

from guardship.core.kernels.chunks import CHUNK, chain, free, place_in
from guardship.core.kernels.compile import inlined, inner
from guardship.core.kernels.fetch import fetch
from guardship.core.kernels.heap import kind_of, push, row_a, row_b
from guardship.core.kernels.state import (
    BUCKET,
    CLOCK,
    EVENTS,
    GAIN,
    IDENTIFY,
    LARGE,
    LOSS,
    N_FAR,
    N_HEAP,
    SPARE,
    STALE,
    WHEEL_BASE,
    WHEEL_RATE,
)

BUCKETS = 2048
MANY = 256  # events in the heap from which on the buckets are used
DEEP = 4096  # events that wait from which on what they will ask for is fetched: what fewer ask for stays near anyway
ROW = 5  # lines of memory of a vessel's row
SAMPLE = 128  # pending events that are looked at to choose the width of a bucket


@inlined
def bucket_of(param, t):
    """The bucket of a time; the one past the last for all that lies beyond. Never falls as t rises."""
    return np.int64(min((t - param[WHEEL_BASE]) * param[WHEEL_RATE], BUCKETS))


@inlined
def crowded(far, n, param):
    """Whether the buckets are used, or about to be, and may not have room for all events."""
    if param[WHEEL_RATE] == 0.0 and n[N_HEAP] <= n[LARGE]:
        return False
    return CHUNK * ((n[N_HEAP] + n[N_FAR]) // (CHUNK - 1) + 2 * BUCKETS + 2) > far.shape[0]


@inner
def stow(far, wheel, n, b, t, key, stamp, ref):
    """Put an event into bucket b; False when there is no room."""
    at = place_in(far, wheel, n, SPARE, b)
    if at < 0:
        return False
    e = far[at]
    e.t = t
    e.key = key
    e.stamp = stamp
    e.ref = ref
    n[N_FAR] += 1
    return True


@inner
def enqueue(heap, far, wheel, n, param, t, key, stamp, ref):
    """Queue an event: into the heap when it is due in the present bucket or there is no room elsewhere."""
    b = bucket_of(param, t)
    if b <= n[BUCKET] or not stow(far, wheel, n, b, t, key, stamp, ref):
        n[N_HEAP] = push(heap, n[N_HEAP], t, key, stamp, ref)


@inner
def half(far, c, m, heap, room, base, count):
    """How long after `base` [h] half of a chain of `count` events is due, by a sample, kept in `heap` at `room`."""
    every = max(count // ((CHUNK - 1) * SAMPLE), 1)
    k = 0
    seen = 0
    high = 0.0
    while c >= 0:
        if k % every == 0 and seen < SAMPLE:
            t = far[c + 1 + k % m].t - base
            heap[room + seen].t = t
            high = max(high, t)
            seen += 1
        k += 1
        m = CHUNK - 1
        c = far[c].ref
    low = 0.0
    for _ in range(16):
        middle = 0.5 * (low + high)
        before = 0
        for j in range(seen):
            before += heap[room + j].t <= middle
        if 2 * before < seen:
            low = middle
        else:
            high = middle
    return high


@inner
def spread(far, wheel, heap, n, param):
    """Spread what lies beyond the last bucket, all else being empty, over the buckets anew; the heap gets the first.

    Half of it gets in, so that an event is moved about twice. When all of it is due at once it goes into the heap.
    """
    c, m = chain(wheel, BUCKETS)
    wheel[BUCKETS, 0] = -1
    base = param[CLOCK]
    span = 0.0
    if n[N_FAR] > MANY // 8:
        span = half(far, c, m, heap, n[N_HEAP], base, n[N_FAR])
    param[WHEEL_BASE] = base
    # the last of that half gets into the last bucket: beyond it, all might stay there for ever
    param[WHEEL_RATE] = (BUCKETS - 1) / span if span > 1e-9 else 0.0
    n[BUCKET] = 0
    n[N_FAR] = 0
    n[LARGE] = MANY
    while c >= 0:
        for k in range(c + 1, c + 1 + m):
            e = far[k]
            b = bucket_of(param, e.t)
            if b <= 0 or not stow(far, wheel, n, b, e.t, e.key, e.stamp, e.ref):
                n[N_HEAP] = push(heap, n[N_HEAP], e.t, e.key, e.stamp, e.ref)
        c = free(far, n, SPARE, c)
        m = CHUNK - 1
    n[LARGE] = max(2 * n[N_HEAP], MANY)


@inner
def unload(far, wheel, heap, n, param):
    """The heap has become long: put it into the buckets. The caller has seen to the room."""
    for k in range(n[N_HEAP]):
        e = heap[k]
        stow(far, wheel, n, BUCKETS, e.t, e.key, e.stamp, e.ref)
    n[N_HEAP] = 0
    spread(far, wheel, heap, n, param)


@inlined
def ask(far, c, m, pairs, fleet):
    """Fetch what the m events of chunk c will ask for first."""
    for k in range(c + 1, c + 1 + m):
        e = far[k]
        if e.ref >= 0:
            fetch(pairs, e.ref, 1)
            fetch(fleet, row_b(e.key), 1)
        else:
            fetch(fleet, row_a(e.key), ROW)


@inlined
def ask_on(heap, count, pairs, fleet):
    """Fetch what the vessels' events in the heap will ask for next: where the lists of their pairs begin."""
    for k in range(count):
        if heap[k].ref < 0:
            f = fleet[row_a(heap[k].key)]
            if f.looks >= 0:
                fetch(pairs, f.looks, 1)
            if f.seen >= 0:
                fetch(pairs, f.seen, 1)


@inner
def pour(far, wheel, heap, pairs, fleet, n, param):
    """Let the heap hold all that is due before what waits: the buckets up to that of its first event.

    Events of a pair that are stale already are dropped here. What many events will ask for is fetched, that of a bucket
    together: vessels that begin a leg, pairs and the legs of their targets, then the first pairs in the vessels' lists.
    """
    deep = n[N_FAR] > DEEP
    while n[N_FAR] > 0 and (n[N_HEAP] == 0 or bucket_of(param, heap[0].t) > n[BUCKET]):
        n[BUCKET] += 1
        if n[BUCKET] >= BUCKETS:
            spread(far, wheel, heap, n, param)
            continue
        c, m = chain(wheel, n[BUCKET])
        wheel[n[BUCKET], 0] = -1
        while c >= 0:
            n[N_FAR] -= m
            if deep:
                ask(far, c, m, pairs, fleet)
            for k in range(c + 1, c + 1 + m):
                e = far[k]
                kind = kind_of(e.key)
                if (kind == GAIN or kind == LOSS or kind == IDENTIFY) and (
                    pairs[e.ref].serial != e.stamp or fleet[row_b(e.key)].t1 < e.t
                ):
                    n[EVENTS] += 1
                    n[STALE] += 1
                else:
                    n[N_HEAP] = push(heap, n[N_HEAP], e.t, e.key, e.stamp, e.ref)
            c = free(far, n, SPARE, c)
            m = CHUNK - 1
    if deep:
        ask_on(heap, n[N_HEAP], pairs, fleet)
