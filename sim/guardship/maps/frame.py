"""The ground of a map on a pair of axes [nm]: land, and lines of longitude and latitude that the frame names."""

from math import ceil, floor
from typing import Any

import numpy as np
import shapely

from guardship.files import figures as f
from guardship.maps.chart import Chart
from guardship.maps.layers import Layer
from guardship.scenario.units import HALF_TURN
from guardship.sea.geodesy import turn
from guardship.sea.plane import Bounds

STEPS = (*(k * 10.0**e for e in range(-4, 1) for k in (1, 2, 5)), 10.0, 20.0)  # degrees between lines of the graticule
MOST_LINES = 7  # of the graticule along the longer side
COASTLINE = "#b6ae9b"


def ground(axes: Any, chart: Chart, lines: int = MOST_LINES) -> None:
    """Land, and a frame with degrees or miles; so many lines of the graticule along the longer side at most."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    x0, y0, x1, y1 = chart.window
    paths = [Path.make_compound_path(*map(Path, _rings(one.shape))) for one in chart.layer(Layer.LAND)]
    axes.add_collection(PathCollection(paths, facecolors=f.LAND, edgecolors=COASTLINE, linewidths=0.5, zorder=1))
    axes.set(xlim=(x0, x1), ylim=(y0, y1), aspect="equal")
    for side in ("top", "right"):
        axes.spines[side].set_visible(True)
    if chart.bounds is not None:
        graticule(axes, chart, chart.bounds.on_globe, lines)
    else:
        axes.locator_params(nbins=lines)
        axes.grid(color=f.FAINT, linewidth=0.5)
        axes.set(xlabel="nm", ylabel="nm")


def _rings(polygon: shapely.Polygon) -> list[Any]:
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(polygon)]


def graticule(axes: Any, chart: Chart, bounds: Bounds, lines: int = MOST_LINES) -> None:
    """Meridians and parallels, named where they leave the window at the bottom and on the left."""
    plane = chart.theatre.plane
    x0, y0, x1, y1 = chart.window
    west, east, south, north = bounds.west, bounds.unwrapped_east, bounds.south, bounds.north
    step = next((s for s in STEPS if max(east - west, north - south) / s <= lines), STEPS[-1])
    digits = len(f"{step:f}".rstrip("0").partition(".")[2])
    beyond = min(step, 1.0)
    lats = np.linspace(max(south - beyond, -89.0), min(north + beyond, 89.0), 50)
    ticks: tuple[list[tuple[float, str]], list[tuple[float, str]]] = ([], [])
    for lon in np.arange(ceil(west / step), floor(east / step) + 1) * step:
        x, y = plane.forward(np.full(50, lon), lats)
        axes.plot(x, y, color=f.FAINT, linewidth=0.5, zorder=0.5)
        ticks[0].append((float(np.interp(y0, y, x)), degrees(float(turn(lon)), "E", "W", digits)))
    for lat in np.arange(ceil(south / step), floor(north / step) + 1) * step:
        x, y = plane.forward(np.linspace(west - beyond, east + beyond, 50), np.full(50, lat))
        axes.plot(x, y, color=f.FAINT, linewidth=0.5, zorder=0.5)
        ticks[1].append((float(np.interp(x0, x, y)), degrees(lat, "N", "S", digits)))
    for which, named, low, high in (("x", ticks[0], x0, x1), ("y", ticks[1], y0, y1)):
        inside = [(at, name) for at, name in named if low <= at <= high]
        getattr(axes, f"set_{which}ticks")([at for at, _ in inside], [name for _, name in inside])


def degrees(value: float, positive: str, negative: str, digits: int) -> str:
    """A longitude or latitude with so many digits after the point; the equator and both meridians have no side."""
    shown = f"{abs(value):.{digits}f}"
    side = "" if float(shown) in (0.0, HALF_TURN) else positive if value > 0 else negative
    return f"{shown}°{side}"
