"""Variants side by side: differences paired by seed, at each combination of the factors, in all and by nation.

The intervals of the measures that were named beforehand are one family: they hold together
(`experiment.analysis.paired`). What was not named is exploratory: of twenty intervals that hold alone one misses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.controls import Ratio, differences, kinds_of, ratio
from guardship.experiment.analysis.paired import Effect, effect, family
from guardship.experiment.plan.plan import at
from guardship.experiment.store.results import Batch
from guardship.files import html
from guardship.files.html import card, number, table

type Floats = NDArray[np.float64]

SIGNS = ("more", "less")
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

    `named`: whether it is of the family whose intervals hold together; what is not is exploratory, and its interval
    holds alone. `wanted`: the difference that the plan asks to find. `cleared`: of the luck of which kinds of decision
    the differences are cleared, none where they are plain; `kept`: the variance of the differences over that of the
    plain ones.
    """

    variant: str
    reference: str
    levels: Mapping[str, Any]
    nation: str
    measure: str
    named: bool = True
    effect: Effect | None = None  # None: fewer than two pairs have a value
    wanted: float | None = None
    cleared: tuple[str, ...] = ()
    kept: Ratio | None = None

    @property
    def answer(self) -> str:
        """What the interval says: `more`, `less`, `equal`, `not resolved`, `no value`; of what was not named beforehand
        with `looks` before more or less."""
        if self.effect is None:
            return "no value"
        found = self.effect.answer
        return f"looks {found}" if not self.named and found in SIGNS else found

    @property
    def small(self) -> bool:
        """Whether the interval leaves no room for a difference as large as the one asked for."""
        e, most = self.effect, self.wanted
        return e is not None and most is not None and -most < e.all_low <= e.all_high < most


class Cell(NamedTuple):
    """A row to be filled, with its samples over common seeds: of the reference and of the variant, (n,) each."""

    row: Row
    without: Floats
    having: Floats


class Comparison(NamedTuple):
    """The rows, the critical value that the intervals of all that was named have in common (nan: none was), and how
    many these are, shown or not."""

    rows: tuple[Row, ...]
    critical: float
    family: int

    @property
    def exploratory(self) -> int:
        """How many of the rows have intervals of their own, and spread."""
        return sum(not row.named and row.effect is not None and row.effect.differ > 0.0 for row in self.rows)

    def _repr_html_(self) -> str:
        """For notebooks: the differences with the intervals that hold together."""
        rows: list[list[html.Cell]] = []
        for row in self.rows[:MOST_ROWS]:
            e = row.effect
            names: list[html.Cell] = [
                f"{row.variant} - {row.reference}",
                at(row.levels),
                row.nation or "all",
                row.measure,
            ]
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

    The measures that the plan names form one family, whichever of them are asked for here; all others, and those of
    single nations, are exploratory. Where the plan names none, those asked for here, or the usual ones, are the family.
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
    shown = tuple(measures) or batch.headlines
    for name in measures:
        batch.measure(name)
    named = batch.plan.asked.measures or shown
    pairs = list(batch.plan.pairs(reference))
    cells = [cell(batch, *pair, name, adjust) for name in dict.fromkeys((*named, *shown)) for pair in pairs]
    cells = [c._replace(row=c.row._replace(named=c.row.measure in named)) for c in cells]
    found = judged([*cells, *(_of_nations(batch, pairs) if nations else ())], bool(batch.manifest.get("stopped")))
    return found._replace(rows=tuple(row for row in found.rows if row.nation != ALL or row.measure in shown))


def cell(batch: Batch, own: int, other: int, measure: str, adjust: bool | None = None) -> Cell:
    """A point compared with another on a measure, not yet judged; without values where no run has the measure."""
    asked = batch.plan.asked
    nothing = np.full((len(batch.plan.points), batch.replications), np.nan)
    values = batch.measure(measure) if measure in batch.measures else nothing
    without, having = values[other], values[own]
    both = np.isfinite(without) & np.isfinite(having)
    base = float(without[both].mean()) if both.any() else float("nan")
    row = _row(batch, own, other, ALL, measure)._replace(wanted=asked.smallest(measure, base))
    if not (asked.adjust if adjust is None else adjust) or not both.any():
        return Cell(row, without, having)
    plain, after = having - without, differences(batch, measure, own, other)
    if np.array_equal(plain, after, equal_nan=True):
        return Cell(row, without, having)
    row = row._replace(cleared=kinds_of(measure), kept=ratio(after, plain))
    return Cell(row, without, without + after)


def judged(cells: Sequence[Cell], stopped: bool = False) -> Comparison:
    """The effects: of what is named as one family, of the rest one by one. `stopped`: as `intervals.mean` has it."""
    counted = [k for k, c in enumerate(cells) if (np.isfinite(c.without) & np.isfinite(c.having)).sum() >= 2]
    named = [k for k in counted if cells[k].row.named]
    effects, together = family([cells[k][1:] for k in named], stopped=stopped)
    found = dict(zip(named, effects, strict=True))
    found |= {k: effect(*cells[k][1:], 0.0, stopped=stopped) for k in counted if k not in found}
    rows = tuple(c.row._replace(effect=found.get(k)) for k, c in enumerate(cells))
    return Comparison(rows, together, len(named))


def _of_nations(batch: Batch, pairs: Sequence[tuple[int, int]]) -> Iterator[Cell]:
    """The comparisons nation by nation, where anything happened to it; none where there is one only."""
    if len(batch.nation_names) < 2:
        return
    for measure in (name for name in OF_NATIONS if name in batch.nations.columns):
        for nation in batch.nation_names:
            values = batch.nation_measure(nation, measure)
            for own, other in pairs:
                if np.nan_to_num(values[[own, other]]).any():
                    row = _row(batch, own, other, nation, measure)._replace(named=False)
                    yield Cell(row, values[other], values[own])


def _row(batch: Batch, own: int, other: int, nation: str, measure: str) -> Row:
    point, reference = batch.plan.points[own], batch.plan.points[other]
    return Row(point.variant, reference.variant, point.levels, nation, measure)
