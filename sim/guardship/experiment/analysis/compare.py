"""Variants side by side: differences paired by seed, at each combination of the factors, in all and by nation.

All intervals of a comparison are one family: they hold together (`experiment.analysis.paired`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.controls import Ratio, adjusted, controls, kinds_of, ratio
from guardship.experiment.analysis.paired import Effect, family
from guardship.experiment.plan.plan import at
from guardship.experiment.store.results import Batch
from guardship.files.html import Cell, card, number, table

type Floats = NDArray[np.float64]

MOST_ROWS = 40  # of a comparison that shows itself in a notebook
KEYS = ("critical", "rows")  # of a comparison as plain data
ALL = ""  # no nation: the coalition and everybody else together
OF_NATIONS = (
    "attacks.on_shipping",
    "boardings",
    "innocent_boarded",
    "calls_answered",
    "usd.paid",
    "usd.borne",
    "usd.net",
)


class Row(NamedTuple):
    """A variant less the reference on one measure, at one combination of factors, of one nation or of all.

    `cleared`: of the luck of which kinds of decision the differences are cleared, none where they are plain; `kept`:
    the variance of the differences over that of the plain ones.
    """

    variant: str
    reference: str
    levels: Mapping[str, Any]
    nation: str
    measure: str
    effect: Effect | None = None  # None: fewer than two pairs have a value
    cleared: tuple[str, ...] = ()
    kept: Ratio | None = None

    @property
    def answer(self) -> str:
        """What the simultaneous interval says."""
        return "no value" if self.effect is None else self.effect.answer


class Comparison(NamedTuple):
    """The rows, and the critical value that all intervals have in common."""

    rows: tuple[Row, ...]
    critical: float

    def _repr_html_(self) -> str:
        """For notebooks: the differences with the intervals that hold together."""
        rows: list[list[Cell]] = []
        for row in self.rows[:MOST_ROWS]:
            e = row.effect
            names: list[Cell] = [f"{row.variant} - {row.reference}", at(row.levels), row.nation or "all", row.measure]
            if e is None:
                rows.append([*names, None, None, None, row.answer])
            else:
                between = f"{number(e.all_low)} to {number(e.all_high)}"
                rows.append([*names, e.without, e.mean, between, row.answer])
        more = f"; the first {MOST_ROWS}" if len(self.rows) > MOST_ROWS else ""
        heads = ("", "at", "nation", "measure", "reference", "difference", "95 % together", "answer")
        return card(f"{len(self.rows)} differences paired by seed{more}", table("", heads, rows))

    def as_data(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        rows = [
            {
                **row._asdict(),
                "effect": row.effect and row.effect._asdict(),
                "kept": row.kept and row.kept._asdict(),
                "answer": row.answer,
            }
            for row in self.rows
        ]
        return dict(zip(KEYS, (self.critical, rows), strict=True))


def compare(
    batch: Batch,
    measures: Sequence[str] = (),
    nations: bool = True,
    reference: str | None = None,
    adjust: bool | None = None,
) -> Comparison:
    """Every variant against the reference, the first unless named.

    `adjust`: whether differences are cleared of the luck of decisions by chance, where that is known to go with them
    (`analysis.controls`); None as the plan says.

    Raises KeyError for a measure or a variant that the store does not have, ValueError when there is one variant only.
    """
    variants = list(batch.plan.variants)
    reference = variants[0] if reference is None else reference
    if reference not in variants:
        raise KeyError(f"{reference}: no such variant; there are {', '.join(variants)}")
    if len(variants) < 2:
        raise ValueError("one variant only: nothing to compare; see `guardship query` and the report's response curves")
    adjust = batch.plan.asked.adjust if adjust is None else adjust
    cells = list(_cells(batch, tuple(measures) or batch.headlines, nations, reference, adjust))
    counted = [k for k, (_, a, b) in enumerate(cells) if (np.isfinite(a) & np.isfinite(b)).sum() >= 2]
    effects, together = family([cells[k][1:] for k in counted]) if counted else ([], float("nan"))
    found = dict(zip(counted, effects, strict=True))
    return Comparison(tuple(row._replace(effect=found.get(k)) for k, (row, _, _) in enumerate(cells)), together)


def _cells(
    batch: Batch, measures: Sequence[str], nations: bool, reference: str, adjust: bool
) -> Iterator[tuple[Row, Floats, Floats]]:
    """Each comparison with its two samples, in the order of the points."""
    pairs = list(batch.plan.pairs(reference))
    for measure in measures:
        values, luck = batch.measure(measure), controls(batch, measure)
        for own, other in pairs:
            row = _row(batch, own, reference, ALL, measure)
            yield _adjusted(row, values, luck, other, own) if adjust else (row, values[other], values[own])
    if not nations or len(batch.nation_names) < 2:
        return
    for measure in (name for name in OF_NATIONS if name in batch.nations.columns):
        for nation in batch.nation_names:
            values = batch.nation_measure(nation, measure)
            for own, other in pairs:
                if np.isfinite(values[[own, other]]).any():
                    yield _row(batch, own, reference, nation, measure), values[other], values[own]


def _adjusted(row: Row, values: Floats, luck: Floats, other: int, own: int) -> tuple[Row, Floats, Floats]:
    """A comparison whose differences are cleared of luck: of both arms' together, with one coefficient a kind."""
    plain = values[own] - values[other]
    after = adjusted(plain, luck[own] - luck[other])
    if after is plain:
        return row, values[other], values[own]
    row = row._replace(cleared=kinds_of(row.measure), kept=ratio(after, plain))
    return row, values[other], values[other] + after


def _row(batch: Batch, own: int, reference: str, nation: str, measure: str) -> Row:
    point = batch.plan.points[own]
    return Row(point.variant, reference, point.levels, nation, measure)
