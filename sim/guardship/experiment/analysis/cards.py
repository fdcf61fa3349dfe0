"""A batch and a comparison as small blocks of HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guardship.experiment.analysis.intervals import mean
from guardship.html import Cell, Markup, card, number, table, tag

if TYPE_CHECKING:
    from guardship.experiment.analysis.compare import Comparison
    from guardship.experiment.store.results import Batch

MOST_POINTS, MOST_MEASURES, MOST_ROWS = 24, 6, 40


def batch_card(batch: Batch) -> Markup:
    """The question, how many runs, the first measures at the first points."""
    from guardship.experiment.analysis.compare import headlines

    plan = batch.plan
    question = (tag("p", tag("em", plan.asked.question)),) if plan.asked.question else ()
    if "runs" not in batch.tables:
        return card(plan.title, *question, tag("p", "no run is there yet"))
    names = [name for name in headlines(batch) if name in batch.measures][:MOST_MEASURES]
    rows: list[list[Cell]] = []
    for point in plan.points[:MOST_POINTS]:
        found = (mean(batch.measure(name)[point.number]) for name in names)
        rows.append([point.variant, at(point.levels), *(f"{number(e.value)} ± {number(e.half)}" for e in found)])
    said = f"{len(plan.points)} points, {batch.count} runs, {batch.failed.height} failed"
    more = f"; the first {MOST_POINTS} points" if len(plan.points) > MOST_POINTS else ""
    return card(plan.title, *question, tag("p", said), table(f"Means, 95 % intervals{more}", ("", "", *names), rows))


def at(levels: Mapping[str, Any]) -> str:
    """The values of factors in one line."""
    return ", ".join(f"{name} = {value}" for name, value in levels.items())


def comparison_card(answer: Comparison) -> Markup:
    """The differences with the intervals that hold together."""
    rows: list[list[Cell]] = []
    for row in answer.rows[:MOST_ROWS]:
        e = row.effect
        names: list[Cell] = [f"{row.variant} - {row.reference}", at(row.levels), row.nation or "all", row.measure]
        if e is None:
            rows.append([*names, None, None, None, row.answer])
        else:
            between = f"{number(e.all_low)} to {number(e.all_high)}"
            rows.append([*names, e.without, e.mean, between, row.answer])
    more = f"; the first {MOST_ROWS}" if len(answer.rows) > MOST_ROWS else ""
    heads = ("", "at", "nation", "measure", "reference", "difference", "95 % together", "answer")
    return card(f"{len(answer.rows)} differences paired by seed{more}", table("", heads, rows))
