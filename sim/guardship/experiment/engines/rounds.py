"""How far each point of a batch is run: a fixed number, until an interval is narrow, or until the best is known.

After each round the store is looked at. What a rule sees depends on the replications of that round alone, so that an
interrupted batch, which may have left more, goes on and ends as one that was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.controls import cleared, differences
from guardship.experiment.analysis.intervals import caution, mean
from guardship.experiment.analysis.selection import select
from guardship.experiment.plan.plan import BLOCK, Plan
from guardship.experiment.plan.sequential import Rule, advance
from guardship.experiment.store.results import Batch
from guardship.scenario.experiment import BestOf, Until

type Floats = NDArray[np.float64]
type Upto = tuple[int, ...]

NARROW = 0.5  # of the half-width asked for, below which an interval may be as skewed as it is
GROWTH = 1.5  # of a contest from one look to the next, at most: a look takes seconds, and who has gone meanwhile ran on


class Round(NamedTuple):
    """The replications that each point is run up to; `note`: what the manifest says of the end, None before it."""

    upto: Upto
    note: Mapping[str, Any] | None = None


def first(plan: Plan) -> Upto:
    """The replications of each point in the first round."""
    asked = plan.asked
    return (_whole(asked.least, asked.most) if asked.least < asked.most else asked.most,) * len(plan.points)


def after(folder: Path, plan: Plan, upto: Upto) -> Round:
    """What comes after a round whose runs are all in the store."""
    rule = plan.asked.replications
    if isinstance(rule, Until):
        return _until(Batch(folder), rule, upto)
    if isinstance(rule, BestOf):
        return _best(Batch(folder), rule, upto)
    return Round(upto, {})


def _whole(n: int, most: int) -> int:
    """Whole blocks, as far as allowed."""
    return min(-(-n // BLOCK) * BLOCK, most)


def _until(found: Batch, rule: Until, upto: Upto) -> Round:
    """Until the widest interval is narrow enough."""
    n = max(upto)
    rows = list(_looked_at(found, rule, n))
    halves = [mean(row, rule.confidence, stopped=True).half for row in rows]
    half = max(h if h == h else inf for h in halves)
    how = Rule(rule.half_width, _whole(rule.at_least, rule.at_most), rule.at_most, BLOCK)
    wide = (caution(row).fewest for row, h in zip(rows, halves, strict=True) if h > NARROW * rule.half_width)
    step = advance(n, half, how, max(wide, default=0.0))
    said = {"why": step.why, **({"half_width": half} if half < inf else {})}
    note = {"stopped": said} if step.stop else None
    return Round((step.n,) * len(upto), note)


def _looked_at(found: Batch, rule: Until, n: int) -> Iterator[Floats]:
    """The (n,) values of which each interval is made, one a point or pair, cleared of luck where the plan says so."""
    adjust = found.plan.asked.adjust
    if rule.of == "mean":
        yield from (cleared(found, rule.measure, n) if adjust else found.measure(rule.measure)[:, :n])
        return
    values = found.measure(rule.measure)[:, :n]
    for own, reference in found.plan.pairs():
        plain = values[own] - values[reference]
        yield differences(found, rule.measure, own, reference, n) if adjust else plain


def _best(found: Batch, rule: BestOf, upto: Upto) -> Round:
    """Until all but one have gone."""
    n = max(upto)
    values = np.where(np.arange(n)[:, None] < np.array(upto), found.measure(rule.measure)[:, :n].T, np.nan)
    standing = select(values, rule.delta, rule.confidence, rule.at_least, rule.greater)
    if standing.best is not None or standing.n == 0 or n >= rule.at_most:
        why = "chosen" if standing.best is not None else "cap" if standing.n else "no value"
        return Round(upto, {"stopped": {"why": why}, "ran": list(upto)})
    expected = standing.expected * n // standing.n  # some have no value
    further = _whole(min(n + expected, int(GROWTH * n)), rule.at_most)
    return Round(_further(upto, standing.contenders, further))


def _further(upto: Upto, contenders: Sequence[int], n: int) -> Upto:
    return tuple(n if k in contenders else before for k, before in enumerate(upto))
