"""Answers as lines and tables for people."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil, inf, isfinite
from typing import Any

from guardship.console import Part, table
from guardship.experiment.analysis.answers import Best, Sensitivity
from guardship.experiment.analysis.compare import ALL, Comparison, Row
from guardship.experiment.analysis.factorial import FactorEffect
from guardship.experiment.analysis.intervals import Estimate
from guardship.experiment.analysis.paired import Effect
from guardship.experiment.analysis.planning import Need
from guardship.experiment.analysis.sensitivity import Indices, MainEffect, Regression
from guardship.experiment.analysis.stationarity import SHORT_LIVED, drifting, said
from guardship.experiment.analysis.voyages import Redraw, Sides
from guardship.experiment.plan.plan import at
from guardship.experiment.store.results import Batch
from guardship.meanings import BOTH_WAYS, VOYAGE, ending
from guardship.scenario.experiment import MOST_RUNS

MOST_CHANGES = 12


def compared_lines(batch: Batch, answer: Comparison) -> Iterator[Part]:
    """A comparison, one table a pair of points and nation."""
    n = batch.replications
    yield f"{batch.plan.title}: differences of {n} runs paired by seed"
    yield from explained(batch, answer)
    yield (
        "“Detectable”: what would have been found with 80 % power. “Variance ratio”: the variance of the difference "
        "over that of two independent samples."
    )
    if {"attacks.hijacked", "voyages.succeeded"} <= {row.measure for row in answer.rows}:
        yield BOTH_WAYS
    if drifts := list(drifting(batch)):
        yield f"Not stationary: {said(drifts[0])}" + (f", and {len(drifts) - 1} more." if drifts[1:] else ".")
        yield SHORT_LIVED
    if empty := list(dict.fromkeys(row.measure for row in answer.rows if row.effect is None)):
        yield f"Left out where no two pairs have a value: {', '.join(empty)}."
    known = [row for row in answer.rows if row.effect is not None]
    rows = sorted(enumerate(known), key=lambda one: (_place(one[1]), one[0]))
    for (variant, reference, levels, nation), group in groupby((row for _, row in rows), key=_place):
        where = f" at {levels}" if levels else ""
        yield ""
        yield f"{variant} - {reference}{where}{'' if nation == ALL else f', {nation}'}"
        yield table(_heads(reference, variant), map(_compared, group))


def _heads(reference: str, variant: str) -> tuple[str, ...]:
    """Of a table of differences of a variant to its reference."""
    values = "  measure", f">{reference}", f">{variant}", ">difference"
    return *values, "95 % together", "alone", ">detectable", ">variance ratio", "answer"


def explained(batch: Batch, answer: Comparison) -> Iterator[str]:
    """Which intervals hold together, and which are exploratory, in sentences."""
    if answer.family:
        yield (
            f"The intervals “together” of {answer.family} named comparisons hold at once with 95 % confidence "
            f"(critical value {answer.critical:.2f}): the answers go by these."
        )
        if not batch.plan.asked.measures:
            yield "The experiment names no measures: this holds if these were chosen before anybody looked."
    if other := answer.exploratory:
        yield (
            f"{other} comparisons were not named beforehand and are exploratory: each interval holds alone, and "
            f"{0.05 * other:.2g} of them look more or less by luck."
        )


def _place(row: Row) -> tuple[str, str, str, str]:
    return row.variant, row.reference, at(row.levels), row.nation


def _compared(row: Row) -> tuple[str, ...]:
    e, name = row.effect, f"  {row.measure}"
    assert e is not None
    numbers = (number(x) for x in (e.without, e.having, e.mean))
    together, alone = f"{number(e.all_low)} to {number(e.all_high)}", f"{number(e.low)} to {number(e.high)}"
    missing = f"; {e.missing} pairs without a value" if e.missing else ""
    kept = f"; {cleared(row)}" if row.kept is not None else ""
    said = f"{row.answer}{asked_for(row)}{missing}{kept}"
    return name, *numbers, together, alone, number(e.detectable), number(e.gain), said


def asked_for(row: Row) -> str:
    """What an answer that is none says of the difference that the plan asks to find; nothing where it asks for none."""
    e, most = row.effect, row.wanted
    if e is None or most is None or row.answer != "not resolved":
        return ""
    if row.small:
        return f", and less than the {number(most)} asked for"
    return f"; too few pairs for the {number(most)} asked for" if e.detectable > most else ""


def cleared(row: Row) -> str:
    """Of what a comparison is cleared, and how much of the variance is left."""
    k = row.kept
    assert k is not None
    return f"cleared of {', '.join(row.cleared)}: {k.value:.2f} ({k.low:.2f} to {k.high:.2f}) of the variance"


PLANNED = ("  measure", "", ">base", ">deviation (95 %)", ">found", ">asked for", ">pairs for that (95 %)")


def planned_lines(found: Sequence[Need], runs: int, n: int, points: int, seconds: float | None) -> Iterator[Part]:
    """A plan from a pilot of so many runs a point: what n pairs will find; `seconds`: of one more run here."""
    yield (
        f"from {runs} pilot runs of each of {points} points; {len(found)} differences hold together, with 80 % power:\n"
        f"`found`: the smallest difference that {n} pairs find. `deviation`: of the paired difference in the pilot."
    )
    yield table(PLANNED, map(_planned, found))
    if unknown := sum(not isfinite(one.spread.value) for one in found):
        yield f"Of {unknown} differences nothing is known: too few pairs of the pilot have a value, or all the same."
    wanted = [one for one in found if one.wanted is not None]
    known = [one.pairs for one in wanted if one.pairs is not None]
    if known:
        most, low, high = (max(one[k] for one in known) for k in range(3))
        what = "All that is asked for" if len(known) == len(wanted) else "What is asked for, as far as it is known,"
        yield f"{what} takes {_pairs(most)} pairs ({_pairs(low)} to {_pairs(high)}){_effort(most * points, seconds)}."
    elif wanted:
        yield "How many pairs what is asked for takes is not known: take a longer pilot."
    else:
        yield "Nothing is asked for: `experiment.detect` says which difference of a measure should be found."
    yield f"As the file has it, {n:,} pairs{_effort(n * points, seconds)}."


def _pairs(n: float) -> str:
    return f"{ceil(n):,}" if n < inf else "more than ten million"


def _effort(runs: float, seconds: float | None) -> str:
    """So many runs, and how long that is here."""
    if runs == inf:
        return ""
    more = ", more than a batch may have" if runs > MOST_RUNS else ""
    return f": {ceil(runs):,} runs{more}" + ("" if seconds is None else f", about {lasting(runs * seconds)} here")


def lasting(seconds: float) -> str:
    """A time for people."""
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"


def _planned(one: Need) -> tuple[str, ...]:
    where = f" at {at(one.levels)}" if one.levels else ""
    counts = one.pairs
    return (
        f"  {one.measure}",
        f"{one.variant} - {one.reference}{where}",
        number(one.base),
        ranged(one.spread),
        number(one.detectable),
        "-" if one.wanted is None else number(one.wanted),
        "-" if counts is None else f"{_pairs(counts[0])} ({_pairs(counts[1])} to {_pairs(counts[2])})",
    )


def sides_lines(
    between: tuple[str, str], answer: Sequence[Sides], again: Sequence[Sides], offences: Collection[str] = ()
) -> Iterator[Part]:
    """Saved and lost voyages, at each combination of factors; `again`: the same between A and A under a substream.

    `offences`: all that the voyages are of.
    """
    a, b = between
    yield f"Voyages that got through under {a} and not under {b} (saved), and the other way round (lost), a run"
    for k, sides in enumerate(answer):
        yield ""
        yield f"{f'at {at(sides.levels)}, ' if sides.levels else ''}{sides.runs} runs, {sides.voyages} voyages"
        rows = [_side(f"{a} to {b}", sides)]
        if again:
            rows.append(_side(f"{a} again, another substream", again[k]))
        yield table(("", "", "", ""), rows)
        if sides.changes:
            changes = (
                (f"  {n}", ended(before, offences), ended(after, offences))
                for before, after, n in sides.changes[:MOST_CHANGES]
            )
            yield table((">  voyages", a, b), changes)


def _side(what: str, sides: Sides) -> tuple[str, ...]:
    parts = (("saved", sides.saved), ("lost", sides.lost), ("net", sides.net))
    return f"  {what}", *(f"{name} {estimated(e)}" for name, e in parts)


def redraw_lines(voyage: str, seed: int, found: Sequence[Redraw], offences: Collection[str] = ()) -> Iterator[Part]:
    """One voyage over substreams; `offences`: all that voyages of the batch are of."""
    yield f"{voyage} under seed {seed}, over {found[0].stopped.n} other substreams"
    for one in found:
        yield f"{one.variant}: stopped {estimated(one.stopped)}, through {estimated(one.through)}"
        yield table((">", ""), ((f"  {count}", ended(end, offences)) for end, count in one.ends.items()))


def ended(key: str, offences: Collection[str] = ()) -> str:
    """How voyages, all of these offences, ended and why, in words."""
    return ": ".join(filter(None, ending(VOYAGE, key, offences)))


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


def sensitivity_lines(measure: str, found: Mapping[str, Sensitivity]) -> Iterator[Part]:
    """What a measure owes to each factor, variant by variant."""
    for variant, one in found.items():
        yield f"{measure}, {variant}"
        if isinstance(one, Indices):
            rows = (
                (
                    f"  {i.factor}",
                    ranged((i.first, i.first_low, i.first_high)),
                    ranged((i.total, i.total_low, i.total_high)),
                )
                for i in one.indices
            )
            yield table(("  factor", "alone", "with all its interactions"), rows)
            yield f"  of {one.n} base points ({one.missing} left out); noise of the seeds {number(one.noise)}"
        elif isinstance(one, Regression):
            slopes = ((f"  {c.factor}", ranged((c.value, c.low, c.high))) for c in one.coefficients)
            yield table(("  factor", "standard deviations of the measure for one of the factor"), slopes)
            yield f"  of {one.n} points ({one.missing} left out); a plane explains {number(one.explained)}"
        elif all(isinstance(each, MainEffect) for each in one):
            main = ("  factor", "level", "mean", "change from its first level, together", "")
            yield table(main, (_main_effect(each) for each in one if isinstance(each, MainEffect)))
        else:
            pairs = ("  factors", "levels", "change from the first level, or of that change, together", "")
            yield table(pairs, (_factor_effect(each) for each in one if isinstance(each, FactorEffect)))
        yield ""


def _main_effect(one: MainEffect) -> tuple[str, ...]:
    change = ("", "") if one.change is None else (_changed(one.change), one.change.answer)
    return f"  {one.factor}", str(one.level), estimated(one.mean), *change


def _factor_effect(one: FactorEffect) -> tuple[str, ...]:
    levels = " x ".join(map(str, one.levels))
    return f"  {' x '.join(one.factors)}", levels, _changed(one.change), one.change.answer


def _changed(e: Effect) -> str:
    return ranged((e.mean, e.all_low, e.all_high))


def best_lines(measure: str, delta: float, confidence: float, found: Best, larger: bool = False) -> Iterator[Part]:
    """The contest: who leads, who has gone, and what is still needed. `larger`: whether more is better."""
    s = found.selection
    yield f"{measure}: the best of {len(found.points)}, with probability {confidence:g}; {delta:g} makes no difference"
    ranked = sorted(
        range(len(found.points)),
        key=lambda k: (s.gone[k] is not None, k != s.leading, -s.means[k] if larger else s.means[k]),
    )
    yield table((">  mean", ">gone after", "policy"), (_contender(found, k) for k in ranked))
    if s.best is not None:
        winner = found.points[s.best]
        yield f"best after {s.n} replications: {winner.variant} {at(winner.levels)}".rstrip()
    elif s.n == 0:
        yield "not decided: in no replication has every point a value"
    else:
        yield (
            f"not decided after {s.n} replications between {len(s.contenders)}: "
            f"about {s.expected} more, {s.at_most} at most"
        )
    if s.missing:
        yield f"{s.missing} replications without a value of a contender were left out"


def _contender(found: Best, k: int) -> tuple[str, ...]:
    point, gone = found.points[k], found.selection.gone[k]
    where = f" at {at(point.levels)}" if point.levels else ""
    return f"  {number(found.selection.means[k])}", "-" if gone is None else str(gone), f"{point.variant}{where}"


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
