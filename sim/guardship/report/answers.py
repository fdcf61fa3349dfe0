"""The measures with intervals at each point, and the comparison of the variants."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np

from guardship.experiment.analysis.compare import ALL, SIGNS, Row
from guardship.experiment.analysis.controls import kinds_of
from guardship.experiment.analysis.intervals import mean
from guardship.experiment.analysis.paired import Effect
from guardship.experiment.analysis.stationarity import SHORT_LIVED, drifting
from guardship.experiment.analysis.stationarity import said as said_of_drift
from guardship.experiment.analysis.tables import asked_for, cleared, explained
from guardship.files import figures as f
from guardship.files.html import Cell, Markup, join, number, table, tag
from guardship.meanings import BOTH_WAYS
from guardship.report.page import absent, folded, interval, items, panels, para, wide
from guardship.report.subject import Subject
from guardship.report.words import at, called, comparative, size, titled, unit

MOST_POINTS = 100
MOST_ROWS = 40  # of a forest plot
MOST_SAID = 16
MOST_OPEN = 16  # differences in a table that is not folded away
MOST_WHERE = 3  # levels that are named one by one
MOST_CELLS = 400  # rows of the table by nation
WORDS = {
    "looks more": "Looks more, by an interval of its own",
    "looks less": "Looks less, by an interval of its own",
    "not resolved": "Not resolved (the interval holds zero)",
    "equal": "The same in every pair",
    "no value": "No value in two pairs",
}


def measures(subject: Subject) -> Markup:
    """Every measure at every point: the mean over replications with Student's 95 % interval."""
    if not subject.measures:
        return absent("There are no values: no run has come to its end, or the store has none of the usual measures.")
    points = subject.batch.plan.points
    known = [name for name in subject.measures if np.isfinite(subject.values(name)).any()]
    stopped = bool(subject.batch.manifest.get("stopped"))
    clear = [name for name in known if subject.adjust and kinds_of(name)]
    rows: list[list[Cell]] = []
    for point in points[:MOST_POINTS]:
        found = [mean(subject.answers(name)[point.number], stopped=stopped) for name in known]
        n = max((e.n for e in found), default=0)
        cells = [join((interval(*e[:3]), f"of {e.n}"), "<br>") if e.n < n else interval(*e[:3]) for e in found]
        rows.append([point.variant, at(point.levels) or None, n, *cells])
    heads = ("variant", "at", "runs", *(join((titled(name), tag("code", name)), "<br>") for name in known))
    more = f" The first {MOST_POINTS} of {len(points)} points." if len(points) > MOST_POINTS else ""
    note = "Mean of the replications, and its 95 % interval (Student). Each interval holds by itself." + more
    if clear:
        note += f" Cleared of the luck of decisions by chance: {', '.join(map(called, clear))}."
    if {"attacks.hijacked", "voyages.succeeded"} <= set(known):
        note += f" {BOTH_WAYS}"
    if stopped:
        note += " The number of replications was chosen by looking at them, which makes the intervals wider."
    drifts = list(drifting(subject.batch))
    warning = (
        para(f"Not stationary: {'; '.join(map(said_of_drift, drifts[:MOST_SAID]))}. {SHORT_LIVED}") if drifts else ""
    )
    return join((para(note), warning, wide(table("Measures at each point", heads, rows, 2), "Measures at each point")))


def compared(subject: Subject) -> Markup:
    """Paired differences to the reference in words, as a table, as pictures."""
    answer = subject.comparison
    if answer is None:
        return absent(
            "There is one variant only, so there is nothing to compare; see the response to the factors."
            if len(subject.variants) < 2
            else "There are no values to compare."
        )
    asked = [row for row in answer.rows if row.nation == ALL]
    everybody, own = (
        [row for row in rows if row.effect is not None]
        for rows in (asked, [row for row in answer.rows if row.nation != ALL])
    )
    note = para(
        f"Each variant less the reference, {subject.variants[0]}, seed by seed. "
        f"{' '.join(explained(subject.batch, answer))}{_cleared(subject)} "
        "“Detectable” is the true difference that would have been found with 80 % power. "
        "“Variance ratio” is the variance of the difference over that with independent seeds: 0.5 means that common "
        "seeds were worth twice the runs. In the pictures the thick line is the interval by itself, the thin one that "
        "of all together; a triangle points to what is resolved, a hollow sign is the same in every pair."
    )
    pictures = panels([forest(subject, name, rows) for name, rows in by_measure(everybody)])
    cut = f"; the first {MOST_CELLS} of {len(everybody)}" if len(everybody) > MOST_CELLS else ""
    shown = wide(effects(f"Differences{cut}", everybody[:MOST_CELLS]), "Differences to the reference")
    parts = [said(asked), note, pictures]
    parts.append(shown if len(everybody) <= MOST_OPEN else folded(f"All {len(everybody)} differences", shown))
    if own:
        title = f"By nation: {len(own)} comparisons"
        more = para(f"The first {MOST_CELLS} of them; all: guardship compare.") if len(own) > MOST_CELLS else Markup()
        parts.append(folded(title, more, wide(effects("Differences by nation", own[:MOST_CELLS], True), title)))
    return join(parts)


def _cleared(subject: Subject) -> str:
    cleared_of = " Differences are cleared of the luck of decisions by chance where the table says so."
    return cleared_of if subject.adjust else ""


def by_measure(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Rows of each measure, in the order in which they come."""
    names = list(dict.fromkeys(row.measure for row in rows))
    return [(name, [row for row in rows if row.measure == name]) for name in names]


def said(rows: Sequence[Row]) -> Markup:
    """The answers as sentences: each that is resolved, then what is not, together."""
    resolved = [row for row in rows if row.answer in SIGNS]
    sentences: list[Cell] = [sentence(row) for row in resolved[:MOST_SAID]]
    if len(resolved) > MOST_SAID:
        sentences.append(f"{len(resolved) - MOST_SAID} more differences are resolved; they are in the table.")
    combos = len({at(row.levels) for row in rows})
    small = [row for row in rows if row.answer == "not resolved" and row.small]
    left = [row for row in rows if row not in small]
    rest = [(answer, [row for row in left if row.answer == answer]) for answer in WORDS]
    sentences += [less_than_asked(row) for row in small]
    return items([*sentences, *(f"{WORDS[answer]}: {_places(own, combos)}." for answer, own in rest if own)])


def sentence(row: Row) -> Markup:
    """One answer in words."""
    e, what, of = row.effect, called(row.measure), unit(row.measure)
    assert e is not None
    word, (without, having, mean, low, high) = row.answer, (brief(x) for x in (e.without, e.having, *_together(e)))
    means = f": {having} against {without} {of}".rstrip() + f" a run, a difference of {mean} ({low} to {high})."
    where = f" at {at(row.levels)}" if row.levels else ""
    return join(
        (
            f"{row.variant} has ",
            tag("span", f"{comparative(row.measure, word)} {what}", attributes={"class": word}),
            f" than {row.reference}{where}{means}",
        )
    )


def less_than_asked(row: Row) -> str:
    """An interval that holds zero, and no difference as large as the one asked for."""
    e, where = row.effect, f" at {at(row.levels)}" if row.levels else ""
    assert e is not None
    assert row.wanted is not None
    return (
        f"If {row.variant} changes {called(row.measure)} at all against {row.reference}{where}, then by less than the "
        f"{brief(row.wanted)} asked for: {brief(e.mean)} ({brief(e.all_low)} to {brief(e.all_high)})."
    )


def _together(e: Effect) -> tuple[float, float, float]:
    return e.mean, e.all_low, e.all_high


def _places(rows: Sequence[Row], combos: int) -> str:
    """Measures with the variants and levels at which something holds of them."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((called(row.measure), row.variant), []).append(at(row.levels))
    together: dict[tuple[str, str], list[str]] = {}
    for (what, variant), where in found.items():
        together.setdefault((what, _where(where, combos)), []).append(variant)
    return "; ".join(f"{what} with {', '.join(names)}{where}" for (what, where), names in together.items())


def _where(found: Sequence[str], combos: int) -> str:
    """At which levels, of so many combinations."""
    if not any(found):
        return ""
    if len(found) == combos:
        return " at all levels"
    return f" at {' and '.join(found)}" if len(found) <= MOST_WHERE else f" at {len(found)} of {combos} points"


def brief(x: float) -> str:
    """Three figures."""
    return number(x, 3)


def effects(caption: str, rows: Sequence[Row], nations: bool = False) -> Markup:
    """A table of differences."""
    varied = any(row.levels for row in rows)
    reference, variant = _alike([row.reference for row in rows]), _alike([row.variant for row in rows])
    heads = [
        "variant compared",
        *(["nation"] if nations else []),
        *(["at"] if varied else []),
        "measure",
        reference or "reference",
        variant or "variant",
        "difference",
        "95 % together",
        "95 % alone",
        "detectable",
        "variance ratio",
        "answer",
    ]
    return table(caption, heads, [_cells(row, nations, varied) for row in rows], 1)


def _alike(names: Sequence[str]) -> str | None:
    """The one name that all rows have; None where they differ."""
    return names[0] if len(set(names)) == 1 else None


def _cells(row: Row, nations: bool, varied: bool) -> list[Cell]:
    where: list[Cell] = [*([row.nation] if nations else []), *([at(row.levels) or None] if varied else [])]
    names: list[Cell] = [row.variant, *where, titled(row.measure)]
    e = row.effect
    assert e is not None
    missing = f"; {e.missing} pairs without a value" if e.missing else ""
    kept = f"; {cleared(row)}" if row.kept is not None else ""
    word = tag("span", row.answer, attributes={"class": row.answer}) if row.answer in SIGNS else row.answer
    return [
        *names,
        e.without,
        e.having,
        e.mean,
        _range(e.all_low, e.all_high),
        _range(e.low, e.high),
        e.detectable,
        e.gain,
        join((word, asked_for(row), missing, kept)),
    ]


def _range(low: float, high: float) -> Markup:
    return tag("span", f"{brief(low)} to {brief(high)}", attributes={"class": "range"})


def forest(subject: Subject, measure: str, rows: Sequence[Row]) -> Markup:
    """Differences of one measure with both intervals around zero."""
    shown = [row for row in rows if row.effect is not None and isfinite(row.effect.mean)][:MOST_ROWS]
    left = f" ({len(rows) - len(shown)} of {len(rows)} are left out)" if len(shown) < len(rows) else ""
    alt = f"Differences of {called(measure)} to {subject.variants[0]}{left}: " + "; ".join(_line(row) for row in shown)
    caption = f"Rows: variant, {', '.join(subject.factors)}.{left}" if subject.factors else left.strip()
    return f.picture(lambda axes: _forest(axes, measure, shown), alt, caption, height=1.15 + 0.3 * len(shown))


def _line(row: Row) -> str:
    e = row.effect
    assert e is not None
    return f"{_label(row)} {number(e.mean)} ({number(e.all_low)} to {number(e.all_high)}, {row.answer})"


def _label(row: Row) -> str:
    return f"{row.variant}, {at(row.levels)}" if row.levels else row.variant


def _brief_label(row: Row) -> str:
    return ", ".join([row.variant, *map(str, row.levels.values())])


def _forest(axes: Any, measure: str, rows: Sequence[Row]) -> None:
    colours = {"more": f.VERMILION, "less": f.BLUE}
    marks = {"more": ">", "less": "<"}
    ends = (x for row in rows if row.effect for x in (row.effect.all_low, row.effect.all_high, row.effect.mean))
    factor, of = size(measure, max((abs(x) for x in ends if isfinite(x)), default=0.0))
    axes.axvline(0.0, color=f.QUIET, linewidth=1.0)
    for k, row in enumerate(rows):
        e = row.effect
        assert e is not None
        colour = colours.get(row.answer, f.INK)
        low, high, together = e.low / factor, e.high / factor, (e.all_low / factor, e.all_high / factor)
        if isfinite(e.all_low):
            axes.plot(together, [k, k], color=colour, linewidth=1.0)
            axes.plot([low, high], [k, k], color=colour, linewidth=3.2, solid_capstyle="butt", alpha=0.55)
        face = "white" if row.answer == "equal" else colour
        axes.plot([e.mean / factor], [k], marks.get(row.answer, "o"), color=colour, markerfacecolor=face, markersize=6)
    axes.set_yticks(range(len(rows)), [f.short(_brief_label(row)) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(f.short(called(measure), 44), loc="left")
    axes.set_xlabel(f"difference, {of}" if of else "difference")
    axes.locator_params(axis="x", nbins=6)
