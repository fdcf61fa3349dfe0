"""Worker processes that stay for many small batches: starting them anew for each would take longer than the runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from guardship.experiment.engines.local import _end, _pool, here, submitted
from guardship.experiment.engines.worker import Files, know, knows, run_block
from guardship.experiment.plan.plan import Block, Order, Plan
from guardship.experiment.store.files import StoreError
from guardship.warm import warm

type Job = tuple[Plan, Block]
type Pool = Callable[[Sequence[Job]], Iterator[tuple[Job, Files]]]
"""Runs blocks of several plans, each handed over with its tables when it is done."""


@contextmanager
def pool(first: Plan, workers: int) -> Iterator[Pool]:
    """So many processes, until the end of the block; one: this process."""
    if workers == 1:
        yield _alone
        return
    warm()
    processes = _pool(first, workers)
    try:
        yield lambda jobs: _together(processes, jobs)
    finally:
        _end(processes)


def _alone(jobs: Sequence[Job]) -> Iterator[tuple[Job, Files]]:
    for plan, block in jobs:
        for _, files in here(plan, [block]):
            yield (plan, block), files


def _together(processes: ProcessPoolExecutor, jobs: Sequence[Job]) -> Iterator[tuple[Job, Files]]:
    flying = {submitted(processes, _run_block, plan.order(), plan.hash, block): (plan, block) for plan, block in jobs}
    try:
        for future in as_completed(flying):
            yield flying[future], future.result()
    except BrokenProcessPool:
        raise StoreError("a worker process died; the same command goes on where it stopped") from None


def _run_block(text: Order, key: str, block: Block) -> Files:
    """On a worker."""
    if not knows(key):
        know(text)
    return run_block(key, block)
