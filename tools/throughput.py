"""How fast a batch is: `uv run python -m tools.throughput [FILE] --replications 1000` on a machine with nothing else to do.

Runs per second with one worker and with as many as there are cores, measured alternately, their ratio,
and what a batch adds to each run: collecting rows, Parquet, handing over, writing. The start of the workers is measured apart.

Where other work shares the machine the clock says little. So the processor time of workers and supervisor is told too
(Linux), and the ratio that it allows where every process has a core to itself and the supervisor shares theirs: n times
the worker's time of a run with one worker, over that of workers and supervisor with n.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Generator, Sequence
from math import nan
from multiprocessing import active_children
from pathlib import Path
from typing import NamedTuple

from guardship.build.theatre import Theatre
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import local
from guardship.experiment.engines.processors import processors
from guardship.experiment.engines.worker import Files, forget, know, run_block
from guardship.experiment.plan.plan import BLOCK, Block, Plan, plan
from guardship.run.simulate import simulate
from guardship.warm import warm

FILE = Path(__file__).parents[1] / "scenarios/gulf_of_aden.yaml"
ROUNDS = 3
PLAIN = 5  # blocks a round that are run without a batch, and with one in this process


class Used(NamedTuple):
    """Processor time [s] of the workers, nan where the system does not tell, and of this process."""

    workers: float
    supervisor: float

    @classmethod
    def until_now(cls) -> "Used":
        """Since they began."""
        return cls(sum(_processor_time(child.pid) for child in active_children()), time.process_time())


class Pace(NamedTuple):
    """Runs and the seconds that they took, from the first block to come to the last; the processor time of that."""

    runs: int
    seconds: float
    start: float
    used: Used

    @property
    def rate(self) -> float:
        """Runs per second."""
        return self.runs / self.seconds


def _processor_time(process: int | None) -> float:
    """Of a process that is running [s]."""
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return nan
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")  # in user mode and in the kernel


def batched(asked: Plan, blocks: Sequence[Block], workers: int) -> Pace:
    """The blocks by worker processes into a store."""
    folder, times, used = Path(tempfile.mkdtemp(prefix="guardship-")), list[float](), list[Used]()
    begin = time.perf_counter()

    def engine(p: Plan, todo: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        for done in local(p, todo, workers):
            times.append(time.perf_counter())
            used.append(Used.until_now())
            yield done

    run(asked, folder / "store", engine)
    shutil.rmtree(folder)
    first = workers - 1  # each worker's first block waits for its start
    taken = Used(*(after - before for before, after in zip(used[first], used[-1], strict=True)))
    return Pace(BLOCK * (len(times) - 1 - first), times[-1] - times[first], times[first] - begin, taken)


def allowed(one: Sequence[Pace], many: Sequence[Pace], workers: int) -> float:
    """The ratio of rates that processor time allows."""
    alone = sum(p.used.workers for p in one) / sum(p.runs for p in one)
    together = sum(p.used.workers + p.used.supervisor for p in many) / sum(p.runs for p in many)
    return workers * alone / together


def plain(asked: Plan, blocks: Sequence[Block]) -> tuple[float, float]:
    """Seconds a run: simulated and summed up one by one, and as blocks of a batch, in this process, in turn."""
    scenario = asked.scenario(0)
    theatre = Theatre.of(scenario)
    know(asked.order())
    run_block(asked.hash, blocks[0])
    alone = within = 0.0
    for block in blocks:
        begin = time.perf_counter()
        for replication in range(block.begin, block.end):
            _ = simulate(scenario, asked.seed(replication), theatre=theatre).summary
        middle = time.perf_counter()
        run_block(asked.hash, block)
        alone, within = alone + middle - begin, within + time.perf_counter() - middle
    forget()
    runs = BLOCK * len(blocks)
    return alone / runs, within / runs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--replications", type=int, default=1000, help="of all rounds with many workers together")
    parser.add_argument("--workers", type=int, default=processors())
    given = parser.parse_args()
    warm()
    each = -(-given.replications // (ROUNDS * BLOCK)) * BLOCK
    one, many, added = [], [], []
    for k in range(ROUNDS):
        asked = plan(given.file, {"experiment.replications": each, "experiment.first_seed": k * each})
        blocks = asked.blocks(0, each)
        alone, within = plain(asked, blocks[:PLAIN])
        added.append(within - alone)
        few = plan(given.file, {"experiment.replications": max(each // 4 // BLOCK, 3) * BLOCK})
        one.append(batched(few, few.blocks(0, few.asked.most), 1))
        many.append(batched(asked, blocks, given.workers))
        print(
            f"round {k + 1}: {one[-1].rate:.2f} runs/s with one worker, {many[-1].rate:.2f} with {given.workers} "
            f"({many[-1].rate / one[-1].rate:.2f}x), {1e3 * alone:.1f} ms a run alone, {1e3 * added[-1]:+.2f} in a batch"
        )
    rates = [sum(p.runs for p in paces) / sum(p.seconds for p in paces) for paces in (one, many)]
    print(
        f"{sum(p.runs for p in many)} runs: {rates[1]:.2f} runs/s with {given.workers} workers, {rates[0]:.2f} with one: "
        f"{rates[1] / rates[0]:.2f} times; a batch adds {1e3 * sum(added) / ROUNDS:.2f} ms a run; "
        f"workers are at work after {max(p.start for p in many):.1f} s with their first block"
    )
    for paces, count in ((one, 1), (many, given.workers)):
        workers, supervisor = (1e3 * sum(p.used[k] for p in paces) / sum(p.runs for p in paces) for k in (0, 1))
        print(
            f"processor time of a run, {count} at work: {workers:.1f} ms of a worker, {supervisor:.1f} of the supervisor"
        )
    print(f"which allows {allowed(one, many, given.workers):.2f} times with {given.workers} workers")


if __name__ == "__main__":
    main()
