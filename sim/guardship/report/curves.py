"""Response: a measure against each factor, one line a variant; against two factors as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import mean
from guardship.files import figures as f
from guardship.files.html import Markup, join, number, tag
from guardship.report.page import absent, panels, para
from guardship.report.subject import Subject
from guardship.report.words import called, size, titled
from guardship.scenario.experiment import quantity

type Floats = NDArray[np.float64]

MOST_LINES = 12  # levels that are joined by a line; more are a cloud
MOST_DRAWN = 300  # points that are drawn one by one; more are painted
MOST_CURVES = 24
MOST_HEAT = 12
MOST_LEVELS = 24  # of a factor in a grid
MOST_CELLS = 100  # of a heat map that carry their number


class Scale(NamedTuple):
    """The values of a factor on an axis: their places, ticks, label."""

    at: Floats
    ticks: list[str] | None
    label: str
    log: bool

    def place(self, axes: Any, which: str = "x") -> None:
        """Set up an axis."""
        getattr(axes, f"set_{which}label")(self.label)
        if self.ticks is not None:
            getattr(axes, f"set_{which}ticks")(range(len(self.ticks)), [f.short(one, 14) for one in self.ticks])
        elif self.log:
            getattr(axes, f"set_{which}scale")("log")


def scale(name: str, values: Sequence[Any], log: bool) -> Scale:
    """Numbers of one unit on a line, anything else side by side in the order of the design."""
    parts = [None if isinstance(v, bool) or not isinstance(v, str | int | float) else quantity(v) for v in values]
    units = {part[1] for part in parts if part is not None}
    if None in parts or len(units) > 1:
        order = list(dict.fromkeys(map(str, values)))
        return Scale(np.array([order.index(str(v)) for v in values], float), order, name, False)
    (own,) = units or {""}
    return Scale(np.array([p[0] for p in parts if p]), None, f"{name} [{own}]" if own else name, log)


def response(subject: Subject) -> Markup:
    """All curves and maps that there is room for."""
    if not subject.factors:
        return absent("The experiment has no factors, so there is nothing to draw a measure against.")
    if not subject.measures:
        return absent("There are no values.")
    wanted = [(name, factor) for name in subject.measures for factor in subject.factors]
    note = "Mean and 95 % interval (each by itself)."
    if len(subject.factors) > 1:
        note += " Over a factor, the others are averaged within each replication."
    if len(wanted) > MOST_CURVES:
        note += f" The first {MOST_CURVES} of {len(wanted)}; choose with --measure."
    parts = [para(note), panels([curve(subject, *one) for one in wanted[:MOST_CURVES]])]
    couples = list(combinations(subject.factors, 2))
    maps = [(m, a, b, v) for m in subject.measures for a, b in couples for v in subject.variants]
    if maps:
        more = f" The first {MOST_HEAT} of {len(maps)}." if len(maps) > MOST_HEAT else ""
        parts += [tag("h3", "Two factors at a time"), para(f"Means; other factors averaged.{more}", name="quiet")]
        parts.append(panels([heat(subject, *one) for one in maps[:MOST_HEAT]]))
    return join(parts)


def scale_of(subject: Subject, factor: str) -> Scale:
    """The axis of a factor over all points."""
    values = [point.levels[factor] for point in subject.batch.plan.points]
    return scale(factor, values, subject.batch.plan.asked.factors[factor].scale == "log")


def curve(subject: Subject, measure: str, factor: str) -> Markup:
    """One measure against one factor."""
    axis, values = scale_of(subject, factor), subject.values(measure)
    lines = {name: _line(subject, name, axis, values) for name in subject.variants}
    many = any(len(line) > MOST_LINES for line in lines.values())
    said = "; ".join(f"{name}: {_said(axis, line)}" for name, line in lines.items())
    alt = f"{titled(measure)} against {factor}. {said if not many else 'A cloud of points.'}"
    return f.picture(lambda axes: _curve(axes, measure, axis, lines, many), alt)


def _line(subject: Subject, variant: str, axis: Scale, values: Floats) -> Floats:
    """(levels, 4): place, mean, low, high."""
    numbers = np.array([point.number for point in subject.points(variant)], int)
    rows = []
    for at in np.unique(axis.at[numbers]):
        e = mean(values[numbers[axis.at[numbers] == at]].mean(axis=0))
        rows.append((at, e.value, e.low, e.high))
    return np.array(rows, float).reshape(-1, 4)


def _said(axis: Scale, line: Floats) -> str:
    names = [axis.ticks[int(x)] if axis.ticks else number(float(x)) for x in line[:, 0]]
    return ", ".join(f"{number(float(y))} at {name}" for name, y in zip(names, line[:, 1], strict=True))


def _curve(axes: Any, measure: str, axis: Scale, lines: dict[str, Floats], many: bool) -> None:
    most = max((float(np.abs(line[:, 1]).max(initial=0.0)) for line in lines.values()), default=0.0)
    factor, of = size(measure, most)
    axis.place(axes)
    for k, (name, line) in enumerate(lines.items()):
        colour, marker = f.COLOURS[k % len(f.COLOURS)], f.MARKERS[k % len(f.MARKERS)]
        x, y, low, high = (line / [1.0, factor, factor, factor]).T
        x = _aside(x, k, len(lines), axis.log)
        sure = np.isfinite(low) & np.isfinite(high)
        if many:
            drawn = len(x) > MOST_DRAWN
            axes.vlines(x[sure], low[sure], high[sure], color=colour, linewidth=0.6, alpha=0.5, rasterized=drawn)
            axes.plot(x, y, marker, color=colour, markersize=3.2, label=f.short(name), rasterized=drawn)
            continue
        axes.fill_between(x, low, high, where=sure, color=colour, alpha=0.16, linewidth=0)
        axes.vlines(x[sure], low[sure], high[sure], color=colour, linewidth=0.9)
        dash = f.DASHES[k % len(f.DASHES)]
        axes.plot(x, y, marker=marker, linestyle=dash, color=colour, markersize=5, label=f.short(name))
    if axis.ticks is None and not many and lines and not axis.log:
        places = np.unique(np.concatenate([line[:, 0] for line in lines.values()]))
        axes.set_xticks(places, [number(float(x)) for x in places])
    axes.set_title(f.short(called(measure), 44))
    axes.set_ylabel(of)
    axes.grid(axis="y", color=f.FAINT, linewidth=0.7)
    if len(lines) > 1:
        axes.figure.legend(loc="outside lower center", ncols=3)


def _aside(x: Floats, k: int, of: int, log: bool) -> Floats:
    """A little to the side, so that the intervals of the variants can be told apart."""
    span = np.log(x.max() / x.min()) if log and len(x) else np.ptp(x) if len(x) else 0.0
    step = (k - 0.5 * (of - 1)) * 0.012 * (span or 1.0)
    return np.asarray(x * np.exp(step) if log else x + step)


def heat(subject: Subject, measure: str, a: str, b: str, variant: str) -> Markup:
    """One measure of one variant against two factors."""
    numbers = np.array([point.number for point in subject.points(variant)], int)
    across, up = scale_of(subject, a), scale_of(subject, b)
    x, y, z = across.at[numbers], up.at[numbers], _means(subject.values(measure)[numbers])
    alt = f"{titled(measure)} of {variant} against {a} and {b}: from {_least(z)} to {_most(z)}"
    return f.picture(lambda axes: _heat(axes, subject, (measure, variant), (across, up), (x, y, z)), alt, height=3.2)


def _means(values: Floats) -> Floats:
    return np.array([mean(row).value for row in values])


def _least(z: Floats) -> str:
    return number(float(np.nanmin(z))) if np.isfinite(z).any() else number(float("nan"))


def _most(z: Floats) -> str:
    return number(float(np.nanmax(z))) if np.isfinite(z).any() else number(float("nan"))


def _heat(
    axes: Any, subject: Subject, names: tuple[str, str], scales: tuple[Scale, Scale], places: tuple[Floats, ...]
) -> None:
    measure, variant = names
    (across, up), (x, y, z) = scales, places
    everywhere = _means(subject.values(measure))
    factor, of = size(measure, float(np.abs(np.nan_to_num(everywhere)).max(initial=0.0)))
    everywhere, z = everywhere / factor, z / factor
    finite = everywhere[np.isfinite(everywhere)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    columns, rows = np.unique(x), np.unique(y)
    if max(len(columns), len(rows)) > MOST_LEVELS or len(columns) * len(rows) > 4 * len(x):  # a design that fills space
        shown = axes.scatter(x, y, c=z, cmap="cividis", vmin=low, vmax=high, s=36, rasterized=len(x) > MOST_DRAWN)
        across.place(axes)
        up.place(axes, "y")
    else:
        grid = _grid(columns, rows, (x, y, z))
        shown = axes.imshow(grid, cmap="cividis", vmin=low, vmax=high, origin="lower", aspect="auto")
        for which, own, levels in (("x", across, columns), ("y", up, rows)):
            said = [own.ticks[int(v)] if own.ticks else number(float(v)) for v in levels]
            getattr(axes, f"set_{which}ticks")(range(len(levels)), [f.short(one, 12) for one in said])
            getattr(axes, f"set_{which}label")(own.label)
        if grid.size <= MOST_CELLS:
            for j, i in np.argwhere(np.isfinite(grid)):
                dark = grid[j, i] < 0.5 * (low + high)
                cell = number(float(grid[j, i]), 3)
                axes.text(i, j, cell, ha="center", va="center", fontsize=8, color="white" if dark else "black")
    axes.figure.colorbar(shown, ax=axes, label=of)
    axes.set_title(f.short(f"{called(measure)}: {variant}", 44))


def _grid(columns: Floats, rows: Floats, places: tuple[Floats, ...]) -> Floats:
    """Means over what falls into a cell, nan for nothing."""
    x, y, z = places
    total, n = np.zeros((len(rows), len(columns))), np.zeros((len(rows), len(columns)))
    known = np.isfinite(z)
    cells = np.searchsorted(rows, y[known]), np.searchsorted(columns, x[known])
    np.add.at(total, cells, z[known])
    np.add.at(n, cells, 1.0)
    return np.where(n > 0, total / np.maximum(n, 1.0), np.nan)
