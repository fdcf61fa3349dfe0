"""A map of the made-up world: where ships are half-way through, lanes beneath them, sensors with their ranges."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.world.lanes import Lanes
from benchmarks.world.sensors import RANGES
from benchmarks.world.world import World
from guardship.sea import tiles

Floats = NDArray[np.float64]
COLOURS = ("#d94801", "#1b7837", "#762a83", "#c51b7d")


def where(world: World, t: float) -> Floats:
    """Where the ships afloat at t [h] are, (ships, 2) [degrees]."""
    ways, v = world.traffic.ways, world.voyages
    c = ways.along[ways.start[v.way + 1] - 1]
    arrive = v.depart + (c[:, 0] + v.u * (c[:, 1] + v.u * c[:, 2])) / v.speed
    afloat = np.flatnonzero((v.depart <= t) & (t < arrive))
    sailed = (t - v.depart[afloat]) * v.speed[afloat]
    # all ways on one long line of distances, so that one search finds every ship
    way = v.way[afloat]
    size = np.diff(ways.start)
    far = 1e5 * np.repeat(np.arange(len(size)), size) + ways.along[:, 0]
    k = np.clip(np.searchsorted(far, 1e5 * way + sailed, side="right"), ways.start[way] + 1, ways.start[way + 1] - 1)
    a, b = ways.middle[k - 1], ways.middle[k]
    step = b - a
    step[:, 0] = (step[:, 0] + 180.0) % 360.0 - 180.0
    begin = ways.along[k - 1, 0]
    share = np.clip((sailed - begin) / (ways.along[k, 0] - begin), 0.0, 1.0)[:, None]
    p = a + share * step + v.u[afloat, None] * ((1 - share) * ways.aside[k - 1] + share * ways.aside[k])
    p[:, 0] = (p[:, 0] + 180.0) % 360.0 - 180.0
    return np.asarray(p)


def draw_map(world: World, path: Path) -> None:
    """Draw it into a PNG file."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.collections import LineCollection
    from matplotlib.colors import LogNorm
    from PIL import Image

    figure, axes = plt.subplots(figsize=(13, 5.4), dpi=90, layout="constrained")
    for land in tiles.land(-180.0, -70.0, 180.0, 80.0):
        if land.area > 0.02:
            axes.fill(*shapely.get_coordinates(shapely.simplify(land, 0.1).exterior).T, color="#dddddd", lw=0)
    lanes = Lanes.load()
    ends = lanes.nodes[lanes.edges]
    short = np.abs(ends[:, 0, 0] - ends[:, 1, 0]) < 180.0
    axes.add_collection(LineCollection(list(ends[short]), colors="#9ecae1", linewidths=0.3, zorder=1))
    p = where(world, 0.5 * world.hours)
    counts, x, y = np.histogram2d(p[:, 0], p[:, 1], bins=[np.arange(-180, 180.5, 0.5), np.arange(-60, 75.5, 0.5)])
    shown = np.ma.masked_equal(counts.T, 0)
    mesh = axes.pcolormesh(x, y, shown, norm=LogNorm(1, max(counts.max(), 2)), cmap="YlGnBu", zorder=2, rasterized=True)
    for kind, name in enumerate(RANGES):
        some = world.sensors.kind == kind
        lon, lat, label = world.sensors.lon[some], world.sensors.lat[some], f"{name} ({some.sum()})"
        axes.scatter(lon, lat, s=2.5, c=COLOURS[kind], lw=0, label=label, zorder=3)
    axes.set(xlim=(-180, 180), ylim=(-60, 75), aspect="equal")
    axes.set(xlabel="longitude [degrees]", ylabel="latitude [degrees]")
    axes.set_title(f"{len(p):,} ships afloat after {world.hours / 48:g} days, {len(world.sensors.lon):,} sensors")
    axes.legend(loc="lower left", markerscale=4, fontsize=8)
    figure.colorbar(mesh, ax=axes, label="ships in half a degree", shrink=0.8)
    figure.savefig(path)
    plt.close(figure)
    Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)  # half the size
