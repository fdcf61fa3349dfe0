"""Worker processes of this machine under a supervisor of our own: a worker that dies takes nothing with it.

A pool of `concurrent.futures` is of no use after one of its processes has died. So it is made anew; the blocks that
were being run are suspects and run alone; of one that kills its process again, the replication that does so is kept as
a row with its error. Workers end by themselves when the supervisor is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from guardship.console import one_line
from guardship.experiment.engines.worker import Files, forget, know, run_block
from guardship.experiment.plan.plan import Block, Order, Plan
from guardship.experiment.store.files import StoreError
from guardship.warm import warm

NO_WORKER = "no worker process can be started"
NEVER_BEGAN = (
    'a worker process dies before it begins; a script that runs one needs `if __name__ == "__main__":` around that'
)
AHEAD = 2  # blocks a worker has in hand, so that it never waits for the next


def here(plan: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
    """Run the blocks in this process."""
    know(plan.order())
    try:
        for block in blocks:
            yield block, run_block(plan.hash, block)
    finally:
        forget()


def local(plan: Plan, blocks: Sequence[Block], workers: int) -> Generator[tuple[Block, Files]]:
    """Run the blocks in worker processes; each block with its tables, in the order in which they are done."""
    warm()  # in one process: workers only load
    know(plan.order())
    todo, cell = deque(blocks), _Cell(plan)
    try:
        while todo:
            flying: dict[Future[Files], Block] = {}
            try:
                yield from _pooled(plan, todo, flying, min(workers, len(todo)))
            except BrokenProcessPool:
                for block in sorted(flying.values()):
                    yield block, cell.suspect(block)
    finally:
        cell.end()


def _pooled(
    plan: Plan, todo: deque[Block], flying: dict[Future[Files], Block], workers: int
) -> Generator[tuple[Block, Files]]:
    """What one pool does before it breaks; `flying`: what it has in hand."""
    pool = _pool(plan, workers)
    try:
        while todo or flying:
            while todo and len(flying) < AHEAD * workers:
                flying[submitted(pool, run_block, plan.hash, todo[0])] = todo[0]
                todo.popleft()
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                files = future.result()
                yield flying.pop(future), files
    except BaseException:
        _end(pool)
        raise
    pool.shutdown()


def _pool(plan: Plan, workers: int) -> ProcessPoolExecutor:
    """Worker processes, which are started when there is something to do. Raises StoreError where there can be none."""
    context = multiprocessing.get_context("spawn")
    try:
        return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(plan.order(),))
    except (NotImplementedError, OSError) as fault:  # no semaphores: the folder of shared memory is closed to us
        raise StoreError(f"{NO_WORKER}: {one_line(fault)}") from None


def submitted[T](pool: ProcessPoolExecutor, do: Callable[..., T], *given: object) -> Future[T]:
    """Hand over, which may start a process. Raises StoreError when none can be started."""
    try:
        return _submitted(pool, do, *given)
    except BrokenProcessPool:
        raise
    except (RuntimeError, OSError) as fault:  # neither memory nor numbers left for a thread or a process
        raise StoreError(f"{NO_WORKER}: {one_line(fault)}; the same command goes on") from None


def _submitted[T](pool: ProcessPoolExecutor, do: Callable[..., T], *given: object) -> Future[T]:
    """One that is only just starting would die of Ctrl-C with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(do, *given)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(do, *given)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ready() -> None:
    """On a worker: it has begun."""


def _begin(text: Order) -> None:
    """A worker begins: it leaves Ctrl-C to the supervisor, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()
    know(text)


def _watch(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


def _end(pool: ProcessPoolExecutor) -> None:
    """End a pool at once: what it has in hand is lost, and is run again next time.

    Its thread is waited for: Python would wake it up at its own end, through a pipe that it may just be closing.
    """
    workers, results = list((pool._processes or {}).values()), pool._result_queue
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
    if results is not None:
        vars(results)["_writer"].close()  # or the thread would wait for ever for the rest of a result
    pool.shutdown(cancel_futures=True)


class _Cell:
    """One process for what may kill it, made anew when it has."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.pool: ProcessPoolExecutor | None = None

    def suspect(self, block: Block) -> Files:
        """A block that was in hand when a worker died; replication by replication if it kills its process again."""
        files = self.run(block)
        if files is None:
            single = (Block(block.point, r, r + 1) for r in range(block.begin, block.end))
            crashed = frozenset(one.begin for one in single if self.run(one) is None)
            files = self.run(block, crashed)
        return (
            files if files is not None else run_block(self.plan.hash, block, frozenset(range(block.begin, block.end)))
        )

    def run(self, block: Block, crashed: frozenset[int] = frozenset()) -> Files | None:
        """The tables of a block; None when the process died over it."""
        self.pool = self.pool or self._made()
        try:
            return submitted(self.pool, run_block, self.plan.hash, block, crashed).result()
        except BrokenProcessPool:
            self.end()
            return None

    def _made(self) -> ProcessPoolExecutor:
        """A new process, which has begun: what dies before it has anything to do, no run has killed."""
        pool = _pool(self.plan, 1)
        try:
            submitted(pool, _ready).result()
        except BrokenProcessPool:
            _end(pool)
            raise StoreError(NEVER_BEGAN) from None
        return pool

    def end(self) -> None:
        """End the process, if there is one."""
        if self.pool is not None:
            _end(self.pool)
        self.pool = None
