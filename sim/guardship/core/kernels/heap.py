"""The queue of kinematic events: one binary heap, totally ordered by (time, kind, row a, row b)."""

import numpy as np

from guardship.core.kernels.compile import formula, inlined


@inlined
def move(heap, a, b):
    """Copy entry a to b, field by field: a whole record at a time becomes 32 stores of a byte (twice as slow)."""
    e = heap[a]
    f = heap[b]
    f.t = e.t
    f.key = e.key
    f.stamp = e.stamp
    f.ref = e.ref


@formula
def push(heap, n, t, key, stamp, ref):
    """Add an event to the first n entries of `heap`; returns n + 1. The caller has seen to the room."""
    i = n
    while i > 0:
        p = (i - 1) >> 1
        if heap[p].t < t or (heap[p].t == t and heap[p].key <= key):
            break
        move(heap, p, i)
        i = p
    e = heap[i]
    e.t = t
    e.key = key
    e.stamp = stamp
    e.ref = ref
    return n + 1


@formula
def drop(heap, n):
    """Remove the earliest of n events; returns n - 1."""
    n -= 1
    t = heap[n].t
    key = heap[n].key
    i = 0
    while True:
        c = 2 * i + 1
        if c >= n:
            break
        if c + 1 < n and (heap[c + 1].t < heap[c].t or (heap[c + 1].t == heap[c].t and heap[c + 1].key < heap[c].key)):
            c += 1
        if heap[c].t > t or (heap[c].t == t and heap[c].key >= key):
            break
        move(heap, c, i)
        i = c
    move(heap, n, i)
    return n


@inlined
def kind_of(key):
    """The kind in an event's key."""
    return np.int64(key >> np.uint64(56))


@inlined
def row_a(key):
    """The first row in an event's key."""
    return np.int64((key >> np.uint64(28)) & np.uint64(0xFFFFFFF))


@inlined
def row_b(key):
    """The second row in an event's key."""
    return np.int64(key & np.uint64(0xFFFFFFF))
