"""Run a plan into a store: what is missing, block by block, until the replications asked for are there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from guardship.experiment.engines.rounds import after, first
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.experiment.store.store import Store, alone, missing

type Engine = Callable[[Plan, Sequence[Block]], Generator[tuple[Block, Files]]]
"""Runs blocks, each handed over with its tables when it is done."""


class Progress(NamedTuple):
    """Runs that are there, runs of the present target, and how many of them were run just now."""

    done: int
    of: int
    now: int


def run(plan: Plan, out: Path, engine: Engine, tell: Callable[[Progress], None] = lambda _: None) -> Batch:
    """Run what is missing in the store, and open it. Whatever stops this, the same call goes on where it stopped."""
    if plan.own.lacks:
        files = " and ".join(f"--{what} FILE" for what in plan.own.lacks)
        raise StoreError(f"{out}: its runs are handed code, of which a store keeps only names and digests: {files}")
    with alone(out):
        return _run(Store(out, plan), engine, tell)


def _run(store: Store, engine: Engine, tell: Callable[[Progress], None]) -> Batch:
    store.open()
    plan, out, now = store.plan, store.folder, 0
    upto = first(plan)
    while True:
        blocks = plan.blocks_to(upto)
        todo = missing(store, blocks)
        done, of = _runs(blocks) - _runs(todo), _runs(blocks)
        tell(Progress(done, of, now))
        with closing(engine(plan, todo)) as made:  # its processes end here, whatever ends this
            for block, files in made if todo else ():
                store.put(block, files)
                done, now = done + block.end - block.begin, now + block.end - block.begin
                tell(Progress(done, of, now))
        further = after(out, plan, upto)
        if further.note is not None:
            break
        upto = further.upto
    store.finish(max(upto), further.note)
    return Batch(out)


def _runs(blocks: Sequence[Block]) -> int:
    return sum(block.end - block.begin for block in blocks)
