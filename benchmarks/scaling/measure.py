"""One world measured in a process of its own, so that its memory is its own."""

import json
import resource
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

from benchmarks.scaling.worlds import SETTLED, Point, square

STEPS_A_DAY = 1_440  # of 60 s
ENOUGH = 0.5  # s: what takes less is run again in the same process, ten times at most


@dataclass(frozen=True, slots=True)
class Measured:
    """What one world took: processor seconds in `advance`, work counters meanwhile, memory above the start [MB]."""

    point: Point
    seconds: float
    memory: float
    work: dict[str, int]

    @property
    def per_day(self) -> float:
        """Seconds for a day simulated."""
        return self.seconds / self.point.days

    @property
    def per_event(self) -> float:
        """Nanoseconds for an event."""
        return 1e9 * self.seconds / max(self.work["events"], 1)

    @property
    def tests(self) -> float:
        """Pairs tested for a leg: in a short run few legs end, so a day's tests would say little."""
        return self.work["pair_tests"] / max(self.work["legs"], 1)

    @property
    def steps(self) -> float:
        """Ships times steps of 60 s that a stepped simulation would make, in a second."""
        return self.point.ships * self.point.days * STEPS_A_DAY / self.seconds


def measure(point: Point) -> Measured:
    """Run it here."""
    square(Point("warm", 50, 5, 1.0, leg=50.0, clears=True)).advance(24.0)  # kernels loaded
    with suppress(OSError):  # elsewhere than on Linux the highest mark so far is taken
        Path("/proc/self/clear_refs").write_text("5")
    before = _peak()
    seconds, work = _once(point)
    memory, spent = _peak() - before, seconds
    while spent < ENOUGH:
        again, _ = _once(point)
        seconds, spent = min(seconds, again), spent + max(again, 0.1 * ENOUGH)
    return Measured(point, seconds, memory, work)


def _once(point: Point) -> tuple[float, dict[str, int]]:
    """Seconds and work from when everybody is there to the end."""
    ocean = square(point)
    ocean.advance(SETTLED)
    first = ocean.work()
    t = process_time()
    ocean.advance(24.0 * point.days)
    return process_time() - t, {k: v - first[k] for k, v in ocean.work().items()}


def _peak() -> float:
    """The highest mark of memory [MB]."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def apart(point: Point) -> Measured:
    """Run it in a child."""
    command = [sys.executable, "-m", "benchmarks.scaling.measure", json.dumps(asdict(point))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return read(json.loads(done.stdout))


def read(found: dict[str, object]) -> Measured:
    """The value that `asdict` made a dictionary of."""
    point, work = found["point"], found["work"]
    assert isinstance(point, dict) and isinstance(work, dict)
    return Measured(Point(**point), float(str(found["seconds"])), float(str(found["memory"])), work)


def rounds(points: list[Point], repeats: int) -> list[Measured]:
    """The quickest of several measurements of each world, taken in turns: a busy minute hurts all alike."""
    best: dict[Point, Measured] = {}
    for k in range(repeats):
        for point in points:
            m = apart(point)
            print(f"  {k + 1}/{repeats} {point.series} {point.x:g}: {m.seconds:.3f} s", file=sys.stderr, flush=True)
            if point in best and best[point].work != m.work:
                raise RuntimeError(f"equal runs did unequal work: {point}")
            if point not in best or m.seconds < best[point].seconds:
                best[point] = m
    return [best[p] for p in points]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(measure(Point(**json.loads(sys.argv[1]))))))
