"""The event queue against heapq: the same total order by (time, key)."""

import heapq
from typing import Any

import numba
import numpy as np
import pytest

from guardship.core.kernels.heap import drop, push
from guardship.core.kernels.state import EVENT


@numba.njit
def add(heap: Any, n: Any, t: Any, key: Any, stamp: Any, ref: Any) -> Any:
    return push(heap, n, t, key, stamp, ref)


@numba.njit
def remove(heap: Any, n: Any) -> Any:
    return drop(heap, n)


@pytest.mark.parametrize("seed", range(20))
def test_against_heapq(seed: int) -> None:
    """Pushes and pops mixed, few times and few keys so that ties abound; an entry moves as a whole."""
    rng = np.random.default_rng(seed)
    heap = np.zeros(600, EVENT)
    theirs: list[tuple[float, int]] = []
    n = 0
    for _ in range(1000):
        if theirs and (rng.random() < 0.4 or n == len(heap)):
            first = heap[0]
            t, key = heapq.heappop(theirs)
            assert (first["t"], first["key"], first["stamp"], first["ref"]) == (t, key, key % 1000, -(key % 77))
            n = remove(heap, n)
        else:
            t = float(rng.choice([0.0, 0.5, 1.0, rng.random(), np.inf]))
            kind, a, b = (int(k) for k in rng.integers((8, 3, 3)))
            key = kind << 56 | a << 28 | b
            n = add(heap, n, t, np.uint64(key), key % 1000, -(key % 77))
            heapq.heappush(theirs, (t, key))
        assert n == len(theirs)


def test_the_highest_bit_of_a_key_counts_as_unsigned() -> None:
    heap = np.zeros(4, EVENT)
    n = add(heap, 0, 1.0, np.uint64(1 << 63), 0, 0)
    n = add(heap, n, 1.0, np.uint64(1), 0, 0)
    assert int(heap[0]["key"]) == 1
    n = remove(heap, n)
    assert int(heap[0]["key"]) == 1 << 63
