"""Events that wait in buckets, against heapq: the same order, however many wait and however they are spread."""

import heapq
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import pytest

from guardship.core.kernels import state as s
from guardship.core.kernels.chunks import CHUNK
from guardship.core.kernels.heap import drop
from guardship.core.kernels.wheel import BUCKETS, bucket_of, enqueue, pour, unload
from guardship.core.ocean import Environment, Ocean, new_fleet

ROOM = 40_000
WAITS = np.uint64(int(s.REACT) << 56)  # an event of a vessel: pairs are not asked about it


@numba.njit
def add(heap: Any, far: Any, wheel: Any, n: Any, param: Any, t: Any, key: Any) -> None:
    enqueue(heap, far, wheel, n, param, t, key, np.int64(key & np.uint64(0xFFF)), -np.int64(1))


@numba.njit
def take(heap: Any, far: Any, wheel: Any, pairs: Any, fleet: Any, n: Any, param: Any) -> Any:
    """As `advance` does it."""
    if n[s.N_FAR] == 0 and n[s.N_HEAP] > n[s.LARGE]:
        unload(far, wheel, heap, n, param)
    if n[s.N_FAR] > 0 and (n[s.N_HEAP] == 0 or bucket_of(param, heap[0].t) > n[s.BUCKET]):
        pour(far, wheel, heap, pairs, fleet, n, param)
    if n[s.N_HEAP] == 0:
        return -1.0, np.uint64(0), np.int64(0)
    found = heap[0].t, heap[0].key, heap[0].stamp
    n[s.N_HEAP] = drop(heap, n[s.N_HEAP])
    param[s.CLOCK] = found[0]
    return found


class Queue:
    """The queue alone, with an empty sea."""

    def __init__(self, large: int, chunks: int = 8192) -> None:
        self.heap, self.far = np.zeros(ROOM, s.EVENT), np.zeros(CHUNK * chunks, s.EVENT)
        self.wheel = np.full((BUCKETS + 1, 1), -1, np.int64)
        self.pairs, self.fleet = np.zeros(1, s.PAIR), np.zeros(3, s.FLEET)
        self.n, self.param = np.zeros(s.TO_SEEK + 1, np.int64), np.zeros(s.PARAMETERS)
        self.n[s.SPARE], self.n[s.LARGE] = -1, large

    def add(self, t: float, key: np.uint64) -> None:
        add(self.heap, self.far, self.wheel, self.n, self.param, t, key)

    def take(self) -> tuple[float, int, int]:
        return take(self.heap, self.far, self.wheel, self.pairs, self.fleet, self.n, self.param)  # type: ignore[no-any-return]


SPREADS: dict[str, Callable[[np.random.Generator], float]] = {
    "even": lambda rng: rng.uniform(0.0, 50.0),
    "soon and late": lambda rng: rng.exponential(0.1) if rng.random() < 0.9 else rng.uniform(0.0, 5000.0),
    "on the hour": lambda rng: float(rng.integers(0, 4)),
    "at once": lambda rng: 0.0,
    "half at once": lambda rng: 0.0 if rng.random() < 0.6 else rng.exponential(30.0),
}


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("large", [0, 100, 1 << 40])
def test_against_heapq(spread: str, large: int) -> None:
    """12 000 events, up to 6 000 waiting at a time; taken in order of time and key, each as it was put in."""
    rng, queue = np.random.default_rng(large % 7), Queue(large)
    theirs: list[tuple[float, int]] = []
    now, waited, added = 0.0, 0, 0
    while added < 12_000 or theirs:
        fill = added < 12_000 and (len(theirs) < 50 or rng.random() < (0.7 if added < 8_000 else 0.4))
        if fill and len(theirs) < 6_000:
            added += 1
            t, key = now + SPREADS[spread](rng), WAITS | np.uint64(added % 3 << 28) | np.uint64(added)
            queue.add(t, key)
            heapq.heappush(theirs, (t, int(key)))
        else:
            now, first = heapq.heappop(theirs)
            t, found, stamp = queue.take()
            assert (t, int(found), stamp) == (now, first, first & 0xFFF)
            waited = max(waited, int(queue.n[s.N_FAR]))
    assert queue.take()[0] == -1.0
    assert (waited > 1000) == (large < 1 << 40 and spread != "at once")


def test_once_those_that_appear_together_are_there_events_wait_in_buckets() -> None:
    """Events of one instant are in the heap; what they leave to come is spread as soon as time goes on."""
    rng, fleet = np.random.default_rng(5), new_fleet(400)
    fleet["id"] = np.arange(400) + 1
    fleet["x"], fleet["y"] = rng.uniform(0.0, 100.0, (2, 400))
    fleet["speed"], fleet["mode"], fleet["area"] = 10.0, s.ROAMING, 0
    area = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    ocean = Ocean(fleet, [], 1, Environment.constant(), starts=np.zeros(400), areas=[area])
    ocean.advance(0.0)
    assert ocean.n[s.N_HEAP] == 400
    assert ocean.n[s.N_FAR] == 0
    ocean.advance(1.0)
    assert ocean.n[s.N_HEAP] < 50
    assert ocean.n[s.N_HEAP] + ocean.n[s.N_FAR] == 400


def test_without_room_events_wait_in_the_heap() -> None:
    """A single chunk beyond what the first spreading takes: nothing is lost, the order holds."""
    rng, queue, theirs = np.random.default_rng(3), Queue(0, chunks=2 * BUCKETS + 60), []
    for k in range(900):
        t = float(rng.uniform(0.0, 9.0))
        queue.add(t, WAITS | np.uint64(k))
        theirs.append((t, int(WAITS) | k))
    first = queue.take()
    assert first[0] == min(theirs)[0]
    queue.far = queue.far[: CHUNK * int(queue.n[s.CHUNKS])]
    for k in range(900, 9000):
        t = float(rng.uniform(1.0, 40.0))
        queue.add(t, WAITS | np.uint64(k))
        theirs.append((t, int(WAITS) | k))
    assert queue.n[s.N_HEAP] > 1000
    found = [queue.take() for _ in range(len(theirs) - 1)]
    assert [(t, int(key)) for t, key, _ in found] == sorted(theirs)[1:]


def test_stale_events_of_pairs_are_dropped_and_counted() -> None:
    """Of three gains the second is stale by its pair, the third lies beyond the end of its target's leg."""
    queue = Queue(0)
    queue.fleet["t1"] = 20.0
    queue.pairs["serial"] = 7
    gain = int(s.GAIN) << 56
    for t, serial in ((15.05, 7), (16.05, 6), (25.05, 7)):
        queue_pair(queue, t, gain, serial)
    for k in range(300):  # company, so that there is something to spread
        queue.add(0.1 + 0.2 * k, WAITS | np.uint64(k))
    taken = []
    while (found := queue.take())[0] >= 0.0:
        taken.append(found[0])
    assert 15.05 in taken
    assert {16.05, 25.05}.isdisjoint(taken)
    assert queue.n[s.STALE] == queue.n[s.EVENTS] == 2


@numba.njit
def _put_pair(heap: Any, far: Any, wheel: Any, n: Any, param: Any, t: Any, key: Any, serial: Any) -> None:
    enqueue(heap, far, wheel, n, param, t, key, serial, np.int64(0))


def queue_pair(queue: Queue, t: float, key: int, serial: int) -> None:
    _put_pair(queue.heap, queue.far, queue.wheel, queue.n, queue.param, t, np.uint64(key), serial)
