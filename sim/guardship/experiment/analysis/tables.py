"""Answers as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import Any

from guardship.experiment.analysis.answers import Best, Sensitivity
from guardship.experiment.analysis.compare import ALL, Comparison, Row
from guardship.experiment.analysis.intervals import Estimate
from guardship.experiment.analysis.paired import Effect
from guardship.experiment.analysis.sensitivity import Indices, Regression
from guardship.experiment.analysis.voyages import Redraw, Sides
from guardship.experiment.store.results import Batch

MOST_CHANGES = 12
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


def sides_lines(between: tuple[str, str], answer: Sequence[Sides], luck: Sequence[Sides]) -> Iterator[str]:
    """Saved and lost voyages, at each combination of factors; `luck`: the same between A and A again."""
    a, b = between
    yield f"Voyages that got through under {a} and not under {b} (saved), and the other way round (lost), a run"
    for k, sides in enumerate(answer):
        yield ""
        yield f"{f'at {at(sides.levels)}, ' if sides.levels else ''}{sides.runs} runs, {sides.voyages} voyages"
        yield from _sides_lines(f"{a} to {b}", sides)
        if luck:
            yield from _sides_lines(f"{a} again, other luck", luck[k])
        if sides.changes:
            yield f"  {'voyages':>9}   {a:38}{b}"
        yield from (f"  {one.voyages:9}   {one.before:38}{one.after}" for one in sides.changes[:MOST_CHANGES])


def _sides_lines(what: str, sides: Sides) -> Iterator[str]:
    parts = (("saved", sides.saved), ("lost", sides.lost), ("net", sides.net))
    yield f"  {what:32}" + "   ".join(f"{name} {estimated(e)}" for name, e in parts)


def redraw_lines(voyage: str, seed: int, found: Sequence[Redraw]) -> Iterator[str]:
    """One voyage over other luck."""
    yield f"{voyage} under seed {seed}, over {found[0].stopped.n} other lucks"
    for one in found:
        yield f"{one.variant}: stopped {estimated(one.stopped)}, through {estimated(one.through)}"
        yield from (f"  {count:5}   {end}" for end, count in one.ends.items())


def estimated(e: Estimate) -> str:
    """A value with its interval."""
    return f"{number(e.value)} ({number(e.low)} to {number(e.high)})"


def number(x: float) -> str:
    """Four figures; millions as such."""
    x += 0.0  # no -0
    if not isfinite(x):
        return "-" if x != x else ("inf" if x > 0 else "-inf")
    if abs(x) >= 1e6:
        return f"{x / 1e6:.4g}M"
    return f"{x:,.0f}" if abs(x) >= 10_000 else f"{x:.4g}"


def sensitivity_lines(measure: str, found: Mapping[str, Sensitivity]) -> Iterator[str]:
    """What a measure owes to each factor, variant by variant."""
    for variant, one in found.items():
        yield f"{measure}, {variant}"
        if isinstance(one, Indices):
            yield f"  {'factor':24}{'alone':28}with all its interactions"
            for i in one.indices:
                alone, total = (i.first, i.first_low, i.first_high), (i.total, i.total_low, i.total_high)
                yield f"  {i.factor:24}{ranged(alone):28}{ranged(total)}"
            yield f"  of {one.n} base points ({one.missing} left out); noise of the seeds {number(one.noise)}"
        elif isinstance(one, Regression):
            yield f"  {'factor':24}standard deviations of the measure for one of the factor"
            for c in one.coefficients:
                yield f"  {c.factor:24}{ranged((c.value, c.low, c.high))}"
            yield f"  of {one.n} points ({one.missing} left out); a plane explains {number(one.explained)}"
        else:
            yield f"  {'factor':24}{'level':20}{'mean':32}change from its first level, together"
            for m in one:
                change = "" if m.change is None else f"{_changed(m.change)}  {m.change.answer}"
                yield f"  {m.factor:24}{m.level!s:20}{estimated(m.mean):32}{change}".rstrip()
        yield ""


def _changed(e: Effect) -> str:
    return ranged((e.mean, e.all_low, e.all_high))


def best_lines(measure: str, delta: float, confidence: float, found: Best) -> Iterator[str]:
    """The contest: who leads, who has gone, and what is still needed."""
    s = found.selection
    yield f"{measure}: the best of {len(found.points)}, with probability {confidence:g}; {delta:g} makes no difference"
    yield f"  {'mean':>12}   {'gone after':>10}   policy"
    for k in sorted(range(len(found.points)), key=lambda k: (s.gone[k] is not None, k != s.leading, s.means[k])):
        point, gone = found.points[k], s.gone[k]
        name = f"{point.variant}{f' at {at(point.levels)}' if point.levels else ''}"
        yield f"  {number(s.means[k]):>12}   {gone if gone is not None else '-':>10}   {name}"
    if s.best is not None:
        winner = found.points[s.best]
        yield f"best after {s.n} replications: {winner.variant} {at(winner.levels)}".rstrip()
    else:
        yield (
            f"not decided after {s.n} replications between {len(s.contenders)}: "
            f"about {s.expected} more, {s.at_most} at most"
        )
    if s.missing:
        yield f"{s.missing} replications without a value of a contender were left out"


def as_json(data: Any) -> str:
    """Data as JSON; a number that JSON has not (nan, infinite) is null."""
    return json.dumps(_finite(data), indent=1, allow_nan=False) + "\n"


def _finite(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _finite(one) for key, one in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(one) for one in data]
    return None if isinstance(data, float) and not isfinite(data) else data


def ranged(x: tuple[float, float, float]) -> str:
    """A value with its bounds."""
    return f"{number(x[0])} ({number(x[1])} to {number(x[2])})"
