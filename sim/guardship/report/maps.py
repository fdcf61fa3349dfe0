"""Where detections and losses happen: over the coast, the lanes and the areas of the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from guardship.build.theatre import Theatre
from guardship.files import figures as f
from guardship.files.html import Cell, Markup, join, number, table
from guardship.maps import signs
from guardship.maps.chart import Chart
from guardship.maps.frame import ground
from guardship.maps.layers import Layer
from guardship.maps.signs import Mark
from guardship.report.page import absent, panels, para, wide
from guardship.report.subject import Subject

if TYPE_CHECKING:
    import pandas

type Floats = NDArray[np.float64]

CELLS = 48  # squares along the longer side
MOST_MARKS = 600  # of one kind on a map
MOST_MAPS = 8
WIDTH = 5.4  # inches


MARKS = (signs.FAILED, signs.STOPPED, signs.LANDED, signs.TAKEN)


def maps(subject: Subject) -> Markup:
    """A map a variant, all with the same scale of colours, and what is on them as a table."""
    if not subject.has("places"):
        return absent(
            "The store has no places: either its experiment does not keep them (`keep: [places, ...]`), it was made "
            "before they were kept, or no run has come to its end."
        )
    places = subject.batch.table("places")
    places = places[places["counted"]]
    if places.empty:
        return absent("Nothing has happened within the measuring window that has a place.")
    variants = subject.variants[:MOST_MAPS]
    found = {name: places[places["variant"] == name] for name in variants}
    charts = {name: _chart(subject, name) for name in variants}
    drawn = [(name, chart) for name, chart in charts.items() if isinstance(chart, Chart)]
    cells = {name: density(chart, found[name], subject.well(name)) for name, chart in drawn}
    most = max((float(grid.max()) for grid in cells.values() if grid.size), default=1.0)
    figures = [_map(name, chart, found[name], cells[name], most or 1.0, subject) for name, chart in drawn]
    said = [absent(f"{name}: {chart}") for name, chart in charts.items() if isinstance(chart, str)]
    note = para(
        "Shaded: first contacts with hostile vessels, a run and square. Signs: attacks, voyages stopped, cargoes "
        "landed. All points of a variant together"
        + (f"; the first {MOST_MAPS} variants of {len(subject.variants)}." if subject.variants != variants else ".")
    )
    return join((note, *said, panels(figures, "maps"), _table(subject, places)))


def _chart(subject: Subject, variant: str) -> Chart | str:
    """The chart of a variant, or why there is none: the rules of scenarios may have moved on since."""
    try:
        return Chart.of(Theatre.of(subject.batch.plan.scenario(subject.points(variant)[0].number)))
    except (ValueError, IndexError, KeyError) as fault:
        return f"its scenario cannot be read by this version, so there is no map: {str(fault)[:200]}"


def density(chart: Chart, places: pandas.DataFrame, runs: int) -> Floats:
    """(rows, columns): first contacts a run in each square."""
    x0, y0, x1, y1 = chart.window
    side = max(x1 - x0, y1 - y0) / CELLS
    columns, rows = max(1, round((x1 - x0) / side)), max(1, round((y1 - y0) / side))
    seen = places[places["kind"] == "contact"]
    x, y = seen["x"].to_numpy(), seen["y"].to_numpy()
    grid, _, _ = np.histogram2d(y, x, bins=(rows, columns), range=((y0, y1), (x0, x1)))
    return np.asarray(grid / max(runs, 1))


def _map(name: str, chart: Chart, places: pandas.DataFrame, grid: Floats, most: float, subject: Subject) -> Markup:
    x0, y0, x1, y1 = chart.window
    height = min(max(WIDTH * 0.82 * (y1 - y0) / (x1 - x0), 2.0), 7.0) + 1.4
    runs = subject.well(name)
    said = ", ".join(f"{words} {number(n / max(runs, 1))}" for words, n in _counts(places) if n)
    alt = f"Map of {name}, events a run: {said or 'none'}. The table below has the numbers."
    cut = [mark.words for mark in MARKS if len(_marked(places, mark)) > MOST_MARKS]
    caption = f"Of {', '.join(cut)}: the first {MOST_MARKS} are drawn." if cut else ""

    def draw(axes: Any) -> None:
        _sea(axes, chart)
        masked = np.ma.masked_equal(grid, 0.0)
        shown = axes.imshow(
            masked,
            extent=(x0, x1, y0, y1),
            origin="lower",
            cmap="YlGnBu",
            vmin=0.0,
            vmax=most,
            interpolation="none",
            zorder=1.5,
            alpha=0.9,
        )
        axes.figure.colorbar(shown, ax=axes, shrink=0.8, label="first contacts a run", pad=0.01)
        for mark in MARKS:
            _draw(axes, mark, _marked(places, mark).head(MOST_MARKS))
        axes.set_title(f.short(name, 60))
        axes.figure.legend(loc="outside lower center", ncols=2, handletextpad=0.4, columnspacing=1.4)

    return f.picture(draw, alt, caption, WIDTH, height)


def _marked(places: pandas.DataFrame, mark: Mark) -> pandas.DataFrame:
    found = places[places["kind"] == mark.kind].sort_values(["replication", "point"], kind="stable")
    return found[found["became"].isin(mark.became)] if mark.became else found


def _draw(axes: Any, mark: Mark, found: pandas.DataFrame) -> None:
    if found.empty:
        return
    hollow = not mark.filled
    face, size = ("none" if hollow else mark.colour), 14 if hollow else 20
    many = len(found) > 150
    edge = mark.colour if hollow else "white"
    x, y = found["x"].to_numpy(), found["y"].to_numpy()
    axes.scatter(
        x,
        y,
        marker=mark.marker,
        s=size * (0.6 if many else 1.0),
        facecolors=face,
        edgecolors=edge,
        linewidths=0.6 if hollow else 0.4,
        alpha=0.6 if many else 0.9,
        label=mark.words,
        zorder=3,
    )


def _sea(axes: Any, chart: Chart) -> None:
    """Land, areas, lanes, and a frame with degrees or miles."""
    from matplotlib.collections import LineCollection

    ground(axes, chart)
    theatre = chart.theatre
    named = [theatre.ring(name) for name in theatre.area_names if name != "box"]
    rings = [np.vstack([ring, ring[:1]]) for ring in named]
    lanes = [shapely.get_coordinates(one.shape) for one in chart.layer(Layer.LANE)]
    axes.add_collection(LineCollection(rings, colors=f.QUIET, linewidths=0.6, linestyles="dotted", zorder=2))
    axes.add_collection(LineCollection(lanes, colors=f.BLUE, linewidths=0.9, linestyles="dashed", zorder=2))
    if lanes:
        axes.plot([], [], color=f.BLUE, linewidth=0.9, linestyle="dashed", label="sea lane")
    if rings:
        axes.plot([], [], color=f.QUIET, linewidth=0.8, linestyle="dotted", label="area of the scenario")


def _counts(places: pandas.DataFrame) -> list[tuple[str, int]]:
    contacts = int((places["kind"] == "contact").sum())
    return [("first contact", contacts), *((mark.words, len(_marked(places, mark))) for mark in MARKS)]


def _table(subject: Subject, places: pandas.DataFrame) -> Markup:
    by = {name: dict(_counts(places[places["variant"] == name])) for name in subject.variants}
    runs = {name: max(subject.well(name), 1) for name in subject.variants}
    words = ["first contact", *(mark.words for mark in MARKS)]
    rows: list[list[Cell]] = [[word, *(by[name][word] / runs[name] for name in subject.variants)] for word in words]
    return wide(table("What is on the maps, a run", ("", *subject.variants), rows), "What is on the maps")
