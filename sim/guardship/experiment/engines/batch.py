"""Run a plan into a store: what is missing, block by block, until the replications asked for are there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import mean
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import BLOCK, Block, Plan, until
from guardship.experiment.plan.sequential import Rule, Step, advance
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.experiment.store.store import Store, alone, missing
from guardship.scenario.experiment import Until

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
    plan, out = store.plan, store.folder
    rule, now = until(plan), 0
    target = plan.asked.most if rule is None else _whole(rule.at_least, rule.at_most)
    while True:
        blocks = plan.blocks(0, target)
        todo = missing(store, blocks)
        done, of = _runs(blocks) - _runs(todo), _runs(blocks)
        tell(Progress(done, of, now))
        with closing(engine(plan, todo)) as made:  # its processes end here, whatever ends this
            for block, files in made if todo else ():
                store.put(block, files)
                done, now = done + block.end - block.begin, now + block.end - block.begin
                tell(Progress(done, of, now))
        step = None if rule is None else _look(Batch(out), rule, target)
        if step is None or step.stop:
            break
        target = step.n
    store.finish(target, {} if step is None else {"stopped": _said(step)})
    return Batch(out)


def _runs(blocks: Sequence[Block]) -> int:
    return sum(block.end - block.begin for block in blocks)


def _whole(n: int, most: int) -> int:
    """Whole blocks, as far as allowed."""
    return min(-(-n // BLOCK) * BLOCK, most)


def _look(found: Batch, rule: Until, n: int) -> Step:
    """Whether the widest interval is narrow enough."""
    how = Rule(rule.half_width, _whole(rule.at_least, rule.at_most), rule.at_most, BLOCK)
    return advance(n, max(_halves(found, rule, n)), how)


def _halves(found: Batch, rule: Until, n: int) -> Iterator[float]:
    """Half of each interval's width over n replications, one a point; infinite where there are not two values.

    An interrupted command may have left more than n, on which the answer must not depend.
    """
    values = found.measure(rule.measure)[:, :n]
    rows: list[NDArray[np.float64]] = list(values)
    if rule.of == "difference":
        rows = [values[own] - values[reference] for own, reference in found.plan.pairs()]
    for row in rows:
        e = mean(row, rule.confidence)
        half = 0.5 * (e.high - e.low)
        yield half if half == half else inf


def _said(step: Step) -> dict[str, Any]:
    return {"why": step.why, "half_width": step.half}
