"""Where it happens: coast, lanes, areas, lines and places, degrees on the plane, and light and weather by cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from guardship.build.theatre import Theatre
from guardship.replay.waypoints import Ints, ticks
from guardship.sea.plane import Plane

FINE = 100  # of coordinates of the chart: 1/100 nm
LINES = 12  # about so many meridians and parallels
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)  # degrees between them
MESH = 33  # places a side where degrees are told
BENDS = 48  # pieces of a meridian or parallel
DRAWN = ("lane", "area", "waters", "line")

type Window = tuple[float, float, float, float]


def drawing(chart: Mapping[str, Any]) -> dict[str, Any]:
    """Of a chart (`run.chart`) what the page draws: by kind of feature its name and rings, flat lists [1/100 nm].

    A line that is the middle of a lane is not drawn twice.
    """
    found: dict[str, list[Any]] = {"land": [], **{kind: [] for kind in DRAWN}, "place": []}
    lanes = [f["geometry"]["coordinates"] for f in chart["features"] if f["properties"]["kind"] == "lane"]
    for feature in chart["features"]:
        said, shape = feature["properties"], feature["geometry"]["coordinates"]
        if said["kind"] in found and not (said["kind"] == "line" and shape in lanes):
            found[said["kind"]].append([said.get("name", ""), [_flat(ring) for ring in _rings(shape)]])
    return found


def _rings(shape: Any) -> list[Any]:
    """The lines of points in a shape of GeoJSON, however deep they lie."""
    if isinstance(shape[0], int | float):
        return [[shape]]
    return [shape] if isinstance(shape[0][0], int | float) else [ring for part in shape for ring in _rings(part)]


def _flat(ring: Any) -> list[int]:
    made: list[int] = np.rint(np.array(ring, float) * FINE).astype(int).ravel().tolist()
    return made


def window(chart: Mapping[str, Any], x: Ints, y: Ints, cell: int) -> Window:
    """West, south, east, north [nm] of what there is to see: where vessels go and what the scenario names.

    The outermost thousandth of the way-points is not asked for: an aircraft that comes from afar is not the theatre.
    """
    drawn = drawing(chart)
    points = [np.array(r).reshape(-1, 2) / FINE for kind in DRAWN for _, rings in drawn[kind] for r in rings]
    if len(x):
        points.append(np.quantile(np.column_stack([x, y]) / cell, [0.001, 0.999], axis=0))
    corners = np.concatenate(points) if points else np.array([[0.0, 0.0], [1.0, 1.0]])
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def degrees(plane: Plane, seen: Window) -> dict[str, Any]:
    """Meridians and parallels as lines on the plane, and degrees at places of a mesh over a window, to tell those
    between: west and south of it, sides of its cells [nm], places a side, longitudes and latitudes [1/10 000 degree].
    """
    x0, y0, x1, y1 = _wider(seen)
    x, y = np.meshgrid(np.linspace(x0, x1, MESH), np.linspace(y0, y1, MESH))
    lon, lat = (a.reshape(MESH, MESH) for a in plane.inverse(x.ravel(), y.ravel()))
    lon = np.unwrap(np.unwrap(lon, axis=1, period=360.0), axis=0, period=360.0)
    mesh = [x0, y0, (x1 - x0) / (MESH - 1), (y1 - y0) / (MESH - 1), MESH]
    (w, e), (s, n) = ((float(a.min()), float(a.max())) for a in (lon, lat))
    along, across = np.linspace(s, n, BENDS), np.linspace(w, e, BENDS)
    meridians = [[a, _line(plane, np.full(BENDS, a), along)] for a in _marks(w, e)]
    parallels = [[b, _line(plane, across, np.full(BENDS, b))] for b in _marks(s, n)]
    told = [np.rint(a.ravel() * 1e4).astype(int).tolist() for a in (lon, lat)]
    return {"mesh": mesh, "lon": told[0], "lat": told[1], "meridians": meridians, "parallels": parallels}


def _wider(seen: Window) -> Window:
    """A window with a margin of a fifth of its longer side."""
    x0, y0, x1, y1 = seen
    m = 0.2 * max(x1 - x0, y1 - y0)
    return x0 - m, y0 - m, x1 + m, y1 + m


def _marks(low: float, high: float) -> list[float]:
    """Round degrees between two."""
    step = next((s for s in STEPS if (high - low) / s <= LINES), STEPS[-1])
    return [round(float(k * step), 1) for k in np.arange(np.ceil(low / step), np.floor(high / step) + 1)]


def _line(plane: Plane, lon: Any, lat: Any) -> list[int]:
    return _flat(np.column_stack(plane.forward(lon, lat)))


def calendar(theatre: Theatre, seed: int) -> tuple[dict[str, Any], Sequence[Ints]]:
    """Light, weather and visibility: the grid of cells, names of states and how often each cell changes; columns of
    when [ticks] and to which state, cell by cell."""
    climate = theatre.climate
    made = climate.environment(seed)
    a = ticks(theatre.hours)
    until = np.isfinite(made.times) & (made.times < theatre.hours)
    x0, y0, w, h, nx, ny = made.grid
    said = {
        "grid": [x0, y0, w, h, nx, ny],
        "everywhere": not theatre.scenario.varies,
        "states": [list(state) for state in climate.states],
        "count": until.sum(axis=1).tolist(),
    }
    return said, [np.rint(made.times[until] * a).astype(np.int64), made.states[until]]
