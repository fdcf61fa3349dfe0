"""Make the coast that ships with the package: `python tools/make_coast.py land-10m.json`.

Input: `land-10m.json` of the npm package `world-atlas` 2.0.2 (Natural Earth 1:10m land, public domain, as quantised
TopoJSON). Output: `sim/guardship/data/coast/land.npz`, tiles of 10 x 10 degrees on a grid of 0.001 degree; the format
is described at `guardship.sea.tiles`. Takes ten seconds; the same input gives the same bytes for the same versions.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from guardship.sea.tiles import PER_DEGREE, TILE, encode, name

OUT = Path(__file__).parents[1] / "sim/guardship/data/coast/land.npz"
GRID = 1.0 / PER_DEGREE
Floats = NDArray[np.float64]


def arcs(topology: dict[str, Any]) -> list[Floats]:
    """The arcs in degrees: TopoJSON keeps them as steps on an integer grid."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(a, float), axis=0) * scale + origin for a in topology["arcs"]]


def ring(all_arcs: list[Floats], members: list[int]) -> Floats:
    """One closed ring out of arcs that share their end points; ~i is arc i backwards."""
    parts = [all_arcs[i] if i >= 0 else all_arcs[~i][::-1] for i in members]
    return np.concatenate([parts[0]] + [p[1:] for p in parts[1:]])


def continuous(points: Floats, near: float = 0.0) -> Floats:
    """A ring on one turn of longitude, its middle within half a turn of `near` [degrees].

    The source is stitched at the antimeridian: rings that cross it jump by 360 degrees, and Antarctica, which goes
    round the pole, does not close; it is closed by way of the pole.
    """
    lon = np.unwrap(points[:, 0], period=360.0)
    lat = points[:, 1]
    if abs(lon[-1] - lon[0]) > 180.0:
        lon, lat = np.append(lon, [lon[-1], lon[0]]), np.append(lat, [-90.0, -90.0])
    middle = 0.5 * (lon.min() + lon.max())
    return np.column_stack([lon + 360.0 * np.round((near - middle) / 360.0), lat])


def polygon(rings: list[Floats]) -> shapely.Geometry:
    """A valid polygon between -180 and 180 degrees, in pieces where it crosses the antimeridian."""
    outer = continuous(rings[0])
    middle = 0.5 * (outer[:, 0].min() + outer[:, 0].max())
    whole = shapely.make_valid(shapely.Polygon(outer, [continuous(hole, middle) for hole in rings[1:]]))
    turns = [shapely.transform(whole, lambda p, turn=turn: p + np.array([turn, 0.0])) for turn in (-360.0, 0.0, 360.0)]
    return shapely.union_all(shapely.intersection(turns, shapely.box(-180.0, -90.0, 180.0, 90.0)))


def world(topology: dict[str, Any]) -> shapely.Geometry:
    """All land, valid, on the grid of the tiles."""
    found = arcs(topology)
    members = [m for geometry in topology["objects"]["land"]["geometries"] for m in geometry["arcs"]]
    land = [polygon([ring(found, one) for one in rings]) for rings in members]
    return shapely.set_precision(shapely.union_all(land), GRID)


def tile(land: shapely.STRtree, lon: int, lat: int) -> NDArray[np.int16] | None:
    """The land of one tile, encoded; None when there is none."""
    box = shapely.box(lon, lat, lon + TILE, lat + TILE)
    near = land.geometries[np.sort(land.query(box))]
    parts = shapely.get_parts(shapely.intersection(near, box, grid_size=GRID))
    polygons = [p for p in parts if isinstance(p, shapely.Polygon) and p.area > 0.0]
    return encode(polygons, lon, lat) if polygons else None


def main() -> None:
    """Read, mend, cut, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path, help="land-10m.json")
    land = world(json.loads(parser.parse_args().topology.read_text()))
    index = shapely.STRtree(shapely.get_parts(land))
    tiles = {}
    for lon in range(-180, 180, TILE):
        for lat in range(-90, 90, TILE):
            if (packed := tile(index, lon, lat)) is not None:
                tiles[name(lon, lat)] = packed
    OUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(OUT, allow_pickle=False, **tiles)
    print(f"{len(tiles)} tiles, {OUT.stat().st_size / 1e6:.2f} MB in {OUT}")


if __name__ == "__main__":
    main()
