"""Two questions to a store: which factors matter, and which policy is best.

Which method answers the first follows from the design: main effects of a factorial one, with those of pairs of a
fraction, Sobol indices of Saltelli's, standardised regression coefficients of any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from guardship.experiment.analysis.factorial import FactorEffect, factor_effects
from guardship.experiment.analysis.intervals import LEVEL
from guardship.experiment.analysis.selection import Selection, select
from guardship.experiment.analysis.sensitivity import Indices, MainEffect, Regression, main_effects, regression, sobol
from guardship.experiment.plan.plan import Point
from guardship.experiment.store.results import Batch
from guardship.scenario.experiment import BestOf, Factor, quantity

type Sensitivity = Sequence[MainEffect] | Sequence[FactorEffect] | Indices | Regression


class Best(NamedTuple):
    """The contest of all points of a design: variants with their factors, and where it stands."""

    points: tuple[Point, ...]
    selection: Selection


def sensitivity(batch: Batch, measure: str, ranks: bool = False) -> dict[str, Sensitivity]:
    """What a measure owes to each factor, variant by variant. `ranks`: regression of ranks.

    Raises KeyError for a name that is no measure, ValueError when nothing is varied.
    """
    asked = batch.plan.asked
    if not asked.factors:
        raise ValueError("no factors: nothing is varied but the variants; ask `guardship compare`")
    values = batch.measure(measure)
    return {name: _one(batch, list(_points(batch, name)), values, ranks) for name in batch.plan.variants}


def _points(batch: Batch, variant: str) -> Iterator[Point]:
    return (point for point in batch.plan.points if point.variant == variant)


def _one(batch: Batch, points: Sequence[Point], values: Any, ranks: bool) -> Sensitivity:
    asked, own = batch.plan.asked, values[[point.number for point in points]]
    names = list(asked.factors)
    if asked.design.kind == "factorial":
        return main_effects(names, [[repr(point.levels[name]) for name in names] for point in points], own)
    if asked.design.kind == "fraction":
        listed = {name: list(factor.levels or ()) for name, factor in asked.factors.items()}
        cells = [tuple(one.index(point.levels[name]) for name, one in listed.items()) for point in points]
        return factor_effects(listed, cells, own)
    if asked.design.kind == "saltelli":
        return sobol(names, own)
    columns = [[_number(asked.factors[name], point.levels[name]) for point in points] for name in names]
    return regression(names, np.column_stack(columns), own, ranks=ranks)


def _number(factor: Factor, level: Any) -> float:
    """A level as a number: that of the range, or its place in the list of levels."""
    if factor.levels is not None:
        return float(factor.levels.index(level))
    found = quantity(level)
    assert found is not None
    return found[0]


def best(batch: Batch, measure: str, delta: float, confidence: float = LEVEL, larger: bool = False) -> Best:
    """The point with the least (or the largest) mean, by Kim & Nelson's procedure over the replications of the store.

    `delta`: the least difference that matters, in the unit of the measure. Raises KeyError for a name that is no
    measure, ValueError for fewer than two points or a delta that is not positive.
    """
    if len(batch.plan.points) < 2:
        raise ValueError("one point only: nothing to choose from")
    if not delta > 0.0:
        raise ValueError(f"--delta: came {delta:g}, wanted a difference above 0")
    return Best(batch.plan.points, select(batch.measure(measure).T, delta, confidence, larger=larger))


def contested(batch: Batch) -> Best:
    """The contest of a batch that ran until the best was known. Raises ValueError for any other."""
    rule = batch.plan.asked.replications
    if not isinstance(rule, BestOf):
        raise ValueError("this batch has a number of replications, and not the best as its end")
    values = batch.measure(rule.measure).T
    return Best(batch.plan.points, select(values, rule.delta, rule.confidence, rule.at_least, rule.greater))
