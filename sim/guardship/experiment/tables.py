"""Answers as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from math import isfinite
from typing import Any

from guardship.experiment.compare import ALL, Comparison, Row
from guardship.experiment.results import Batch

HEAD = (
    f"  {'measure':30}{'without':>10}{'with':>10}{'difference':>12}   {'95 % together':25}"
    f"{'alone':24}{'detectable':>10}{'pairing':>9}  answer"
)


def compared_lines(batch: Batch, answer: Comparison) -> Iterator[str]:
    """A comparison, one block of lines a pair of points, nation by nation."""
    n = batch.replications
    yield f"{batch.plan.title}: differences of {n} runs paired by seed"
    yield (
        f"`together`: all {len(answer.rows)} intervals hold at once with 95 % confidence (critical value "
        f"{answer.critical:.2f}); the answer goes by these.\n`detectable`: what would have been found with 80 % power. "
        "`pairing`: the variance of the difference over that of two independent samples."
    )
    rows = sorted(enumerate(answer.rows), key=lambda one: (_place(one[1]), one[0]))
    for (variant, reference, levels, nation), group in groupby((row for _, row in rows), key=_place):
        where = f" at {levels}" if levels else ""
        yield ""
        yield f"{variant} - {reference}{where}{'' if nation == ALL else f', {nation}'}"
        yield HEAD
        yield from (f"  {row.measure:30}{_cells(row)}" for row in group)


def _place(row: Row) -> tuple[str, str, str, str]:
    return row.variant, row.reference, at(row.levels), row.nation


def at(levels: Mapping[str, Any]) -> str:
    """The values of factors in one line."""
    return ", ".join(f"{name}={value}" for name, value in levels.items())


def _cells(row: Row) -> str:
    e = row.effect
    if e is None:
        return f"{'':103}  no value in two pairs"
    together, alone = f"{number(e.all_low)} to {number(e.all_high)}", f"{number(e.low)} to {number(e.high)}"
    means = f"{number(e.without):>10}{number(e.having):>10}{number(e.mean):>12}"
    missing = f"; {e.missing} pairs without a value" if e.missing else ""
    return f"{means}   {together:25}{alone:24}{number(e.detectable):>10}{number(e.gain):>9}  {row.answer}{missing}"


def number(x: float) -> str:
    """Four figures, thousands with a comma."""
    if not isfinite(x):
        return "-" if x != x else ("inf" if x > 0 else "-inf")
    return f"{x:,.0f}" if abs(x) >= 10_000 else f"{x:.4g}"
