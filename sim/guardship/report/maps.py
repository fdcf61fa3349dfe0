"""Where detections and losses happen: over the coast, the lanes and the areas of the scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.build.theatre import Theatre
from guardship.files.html import Cell, Markup, join, number, table
from guardship.report import figures as f
from guardship.report.page import absent, panels, para, wide
from guardship.report.subject import Subject
from guardship.scenario.units import HALF_TURN
from guardship.scenario.world import BoundsTheatre
from guardship.sea.geodesy import turn
from guardship.sea.plane import Bounds

if TYPE_CHECKING:
    import pandas

type Floats = NDArray[np.float64]

CELLS = 48  # squares along the longer side
MOST_MARKS = 600  # of one kind on a map
MOST_MAPS = 8
WIDTH = 5.4  # inches
STEPS = (*(k * 10.0**e for e in range(-4, 1) for k in (1, 2, 5)), 10.0, 20.0)  # degrees between lines of the graticule
MOST_LINES = 7  # of the graticule along the longer side


class Mark(NamedTuple):
    """What is marked one by one: kind, what became of it (all but these with a leading `-`), sign, words."""

    kind: str
    became: tuple[str, ...]
    sign: str
    colour: str
    words: str


MARKS = (
    Mark("attack", ("failed", "stopped", "under_way"), "o", f.INK, "attack that failed"),
    Mark("stopped", (), "s", f.GREEN, "voyage stopped"),
    Mark("landed", (), "^", f.PURPLE, "cargo landed"),
    Mark("attack", ("hijacked", "damaged"), "X", f.VERMILION, "ship taken or damaged"),
)


@dataclass(frozen=True)
class Chart:
    """A scenario's sea on its plane [nm]: outlines, and the window (x0, y0, x1, y1) that is drawn."""

    window: tuple[float, float, float, float]
    land: Sequence[Floats]
    lanes: Sequence[Floats]
    areas: Sequence[Floats]
    theatre: Theatre

    @classmethod
    def of(cls, theatre: Theatre) -> Chart:
        """What is drawn of a theatre."""
        corners = _corners(theatre)
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        window = (float(x0), float(y0), float(x1), float(y1))
        lanes = [theatre.line(lane.along) for lane in theatre.scenario.lanes.values()]
        areas = [theatre.ring(name) for name in theatre.area_names if name != "box"]
        return cls(window, list(_land(theatre, window)), lanes, areas, theatre)


def _corners(theatre: Theatre) -> Floats:
    given = theatre.scenario.theatre
    if not isinstance(given, BoundsTheatre):
        return theatre.ring("box")
    return np.column_stack(theatre.plane.forward(*given.bounds.on_globe.mesh(9)))


def _land(theatre: Theatre, window: tuple[float, float, float, float]) -> Iterator[Floats]:
    """Outlines of land within the window, without what is too fine to be seen."""
    import shapely

    x0, y0, x1, y1 = window
    fine = max(x1 - x0, y1 - y0) / 1000.0
    shown = shapely.simplify(shapely.intersection(theatre.coast.land, shapely.box(x0, y0, x1, y1)), fine)
    for part in shapely.get_parts(shown):
        if part.geom_type == "Polygon" and part.area > 4.0 * fine * fine:
            yield np.asarray(part.exterior.coords)


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
    hollow = mark.sign == "o"
    face, size = ("none" if hollow else mark.colour), 14 if hollow else 20
    many = len(found) > 150
    edge = mark.colour if hollow else "white"
    x, y = found["x"].to_numpy(), found["y"].to_numpy()
    axes.scatter(
        x,
        y,
        marker=mark.sign,
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
    from matplotlib.collections import LineCollection, PolyCollection

    x0, y0, x1, y1 = chart.window
    axes.add_collection(PolyCollection(chart.land, facecolors=f.LAND, edgecolors="#b6ae9b", linewidths=0.5, zorder=1))
    rings = [np.vstack([ring, ring[:1]]) for ring in chart.areas]
    axes.add_collection(LineCollection(rings, colors=f.QUIET, linewidths=0.6, linestyles="dotted", zorder=2))
    axes.add_collection(LineCollection(chart.lanes, colors=f.BLUE, linewidths=0.9, linestyles="dashed", zorder=2))
    if chart.lanes:
        axes.plot([], [], color=f.BLUE, linewidth=0.9, linestyle="dashed", label="sea lane")
    if rings:
        axes.plot([], [], color=f.QUIET, linewidth=0.8, linestyle="dotted", label="area of the scenario")
    axes.set(xlim=(x0, x1), ylim=(y0, y1), aspect="equal")
    for side in ("top", "right"):
        axes.spines[side].set_visible(True)
    theatre = chart.theatre.scenario.theatre
    if isinstance(theatre, BoundsTheatre):
        _graticule(axes, chart, theatre.bounds.on_globe)
    else:
        axes.set(xlabel="nm", ylabel="nm")


def _graticule(axes: Any, chart: Chart, bounds: Bounds) -> None:
    """Meridians and parallels, named where they leave the window at the bottom and on the left."""
    plane = chart.theatre.plane
    x0, y0, x1, y1 = chart.window
    west, east, south, north = bounds.west, bounds.unwrapped_east, bounds.south, bounds.north
    step = next((s for s in STEPS if max(east - west, north - south) / s <= MOST_LINES), STEPS[-1])
    digits = len(f"{step:f}".rstrip("0").partition(".")[2])
    beyond = min(step, 1.0)
    lats = np.linspace(max(south - beyond, -89.0), min(north + beyond, 89.0), 50)
    ticks: tuple[list[tuple[float, str]], list[tuple[float, str]]] = ([], [])
    for lon in np.arange(ceil(west / step), floor(east / step) + 1) * step:
        x, y = plane.forward(np.full(50, lon), lats)
        axes.plot(x, y, color=f.FAINT, linewidth=0.5, zorder=0.5)
        ticks[0].append((float(np.interp(y0, y, x)), _degrees(float(turn(lon)), "E", "W", digits)))
    for lat in np.arange(ceil(south / step), floor(north / step) + 1) * step:
        x, y = plane.forward(np.linspace(west - beyond, east + beyond, 50), np.full(50, lat))
        axes.plot(x, y, color=f.FAINT, linewidth=0.5, zorder=0.5)
        ticks[1].append((float(np.interp(x0, x, y)), _degrees(lat, "N", "S", digits)))
    for which, named, low, high in (("x", ticks[0], x0, x1), ("y", ticks[1], y0, y1)):
        inside = [(at, name) for at, name in named if low <= at <= high]
        getattr(axes, f"set_{which}ticks")([at for at, _ in inside], [name for _, name in inside])


def _degrees(value: float, positive: str, negative: str, digits: int) -> str:
    """A longitude or latitude with so many digits after the point; the equator and both meridians have no side."""
    shown = f"{abs(value):.{digits}f}"
    side = "" if float(shown) in (0.0, HALF_TURN) else positive if value > 0 else negative
    return f"{shown}°{side}"


def _counts(places: pandas.DataFrame) -> list[tuple[str, int]]:
    contacts = int((places["kind"] == "contact").sum())
    return [("first contact", contacts), *((mark.words, len(_marked(places, mark))) for mark in MARKS)]


def _table(subject: Subject, places: pandas.DataFrame) -> Markup:
    by = {name: dict(_counts(places[places["variant"] == name])) for name in subject.variants}
    runs = {name: max(subject.well(name), 1) for name in subject.variants}
    words = ["first contact", *(mark.words for mark in MARKS)]
    rows: list[list[Cell]] = [[word, *(by[name][word] / runs[name] for name in subject.variants)] for word in words]
    return wide(table("What is on the maps, a run", ("", *subject.variants), rows), "What is on the maps")
