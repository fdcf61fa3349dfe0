"""What a report is about: a store, the measures to show, the comparison, and what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.compare import Comparison, compare
from guardship.experiment.analysis.controls import cleared
from guardship.experiment.plan.plan import Point
from guardship.experiment.store.results import Batch

if TYPE_CHECKING:
    import pandas

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Subject:
    """A batch and the measures of its report."""

    batch: Batch
    measures: tuple[str, ...]
    adjust: bool  # whether means and differences are cleared of the luck of decisions by chance

    @classmethod
    def of(cls, batch: Batch, measures: Sequence[str] = (), adjust: bool | None = None) -> Subject:
        """`adjust`: None as the plan says. Raises KeyError for a measure that the store does not have."""
        for name in measures:
            batch.measure(name)
        shown = tuple(measures) or tuple(name for name in batch.headlines if name in batch.measures)
        return cls(batch, shown, batch.plan.asked.adjust if adjust is None else adjust)

    @property
    def variants(self) -> list[str]:
        """Names, the reference first."""
        return list(self.batch.plan.variants)

    @property
    def factors(self) -> list[str]:
        """Names."""
        return list(self.batch.plan.asked.factors)

    def points(self, variant: str) -> list[Point]:
        """The points of a variant."""
        return [point for point in self.batch.plan.points if point.variant == variant]

    @cached_property
    def comparison(self) -> Comparison | None:
        """The variants side by side; None where there is one only, or nothing to compare."""
        if len(self.variants) < 2 or not self.measures:
            return None
        return compare(self.batch, self.measures, "nations" in self.batch.tables, adjust=self.adjust)

    def well(self, variant: str) -> int:
        """How many runs of a variant came to their end."""
        return len(self.batch.well(variant=variant))

    def has(self, table: str) -> bool:
        """Whether the store has a table."""
        return table in self.batch.tables

    def values(self, measure: str) -> Floats:
        """(points, replications), nan for none."""
        return self._values[measure]

    def answers(self, measure: str) -> Floats:
        """The same, cleared of luck where that is asked for."""
        return cleared(self.batch, measure) if self.adjust else self.values(measure)

    @cached_property
    def _values(self) -> dict[str, Floats]:
        return {name: self.batch.measure(name) for name in self.measures}

    def counts(self, of: str) -> pandas.Series:
        """Counts by variant and name, summed over all runs."""
        found = self.batch.counts
        return found[found["of"] == of].groupby(["variant", "name"])["n"].sum()
