"""What times are compared with: two fixed pieces of work, one compiled, one interpreted. They are no part of Guardship.

They do what a run does, so that a slower machine slows both alike: branch-free arithmetic over columns, a binary heap,
records far apart in 3 MB of memory, roots and divisions; in Python method calls, attributes, tuples, a dictionary and a
heap. Whoever changes them has to renew every ratio (`uv run python -m benchmarks.gate --update`).
"""

import math
from heapq import heappop, heappush

import numba
import numpy as np
from numpy.typing import NDArray

COLUMNS, HEAP, RECORDS = 512, 512, 32_768
STEPS = 6_000
TURNS = 12_000
MULTIPLIER = 6364136223846793005  # of Knuth's MMIX generator


@numba.njit(error_model="numpy")
def _mix(columns, times, records, hits, steps):  # compiled, so without types
    """A sum over `steps` events, each of which sweeps the columns, looks at 24 records and goes through the heap."""
    state = np.uint64(1)
    clock = 0.0
    total = 0.0
    for k in range(times.shape[0]):
        times[k] = float(k)
    for step in range(steps):
        x = columns[0, step % COLUMNS]
        y = columns[1, step % COLUMNS]
        for k in range(COLUMNS):
            dx = columns[0, k] - x
            dy = columns[1, k] - y
            a = columns[2, k] * columns[2, k] + columns[3, k] * columns[3, k] + 1e-300
            tau = min(max(-(dx * columns[2, k] + dy * columns[3, k]) / a, 0.0), 6.0)
            ex = dx + columns[2, k] * tau
            ey = dy + columns[3, k] * tau
            hits[k] = ex * ex + ey * ey <= 100.0
        for k in range(COLUMNS):
            total += hits[k]
        for _ in range(24):
            state = state * np.uint64(MULTIPLIER) + np.uint64(1442695040888963407)
            at = np.int64((state >> np.uint64(33)) % np.uint64(RECORDS))
            r = records[at]
            s = math.sqrt(r[0] * r[0] + r[1] * r[1] + 1.0)
            if r[2] > s:
                total += (r[0] * r[3] - r[1] * r[2]) / s
            else:
                total += math.log(s)
            r[4] = total
        # the earliest leaves the heap, a later one comes
        clock = times[0]
        value = clock + 1.0 + float(state >> np.uint64(40)) * 1e-5
        i = 0
        while 2 * i + 1 < HEAP:
            c = 2 * i + 1
            if c + 1 < HEAP and times[c + 1] < times[c]:
                c += 1
            if times[c] >= value:
                break
            times[i] = times[c]
            i = c
        times[i] = value
    return total + clock


def _arrays() -> tuple[NDArray[np.float64], ...]:
    rng = np.random.default_rng(1)
    columns = rng.uniform(-15.0, 15.0, (4, COLUMNS))
    columns[:2] *= 20.0
    return columns, np.zeros(HEAP), rng.uniform(-10.0, 10.0, (RECORDS, 12))


_COLUMNS, _TIMES, _RECORDS = _arrays()
_HITS = np.zeros(COLUMNS, np.uint8)


def compiled() -> float:
    """Some 5 ms of compiled work. The first call compiles."""
    return float(_mix(_COLUMNS, _TIMES, _RECORDS, _HITS, STEPS))


class _Buoy:
    """Something with attributes and a method."""

    __slots__ = ("count", "x", "y")

    def __init__(self, x: float, y: float) -> None:
        self.x, self.y, self.count = x, y, 0

    def drift(self, dx: float, dy: float) -> float:
        self.x += dx
        self.y += dy
        self.count += 1
        return math.hypot(self.x, self.y)


def interpreted() -> float:
    """Some 10 ms of Python."""
    buoys = [_Buoy(float(k), float(-k)) for k in range(64)]
    queue: list[tuple[float, int]] = [(float(k), k) for k in range(64)]
    seen: dict[tuple[int, int], float] = {}
    far = 0.0
    for turn in range(TURNS):
        time, k = heappop(queue)
        buoy = buoys[k]
        reach = buoy.drift(0.5 - (turn & 1), 0.25)
        if reach > far:
            far = reach
        seen[k, turn & 255] = reach
        if (k, 255 - (turn & 255)) in seen:
            far += 1e-9
        heappush(queue, (time + 1.0 + (k * 7 % 13), k))
    return far + len(seen)
