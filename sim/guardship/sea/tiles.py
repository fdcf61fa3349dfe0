"""The tiles of the coast that ships with the package: `data/coast/land.npz`, one int16 array per 10 x 10 degrees.

An array is: number of polygons, number of rings, rings of each polygon, points of each ring (without the repeated
last one), then all eastings and all northings as steps from point to point (the first from the tile's south-west
corner), in thousandths of a degree. Exteriors run anticlockwise, holes clockwise. A count above 32 767 does not occur.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray

TILE = 10  # degrees
PER_DEGREE = 1000
FILE = Path(__file__).parents[1] / "data/coast/land.npz"


def name(lon: int, lat: int) -> str:
    """The name of the tile with this south-west corner [degrees], such as e040n10."""
    return f"{'w' if lon < 0 else 'e'}{abs(lon):03d}{'s' if lat < 0 else 'n'}{abs(lat):02d}"


def encode(polygons: Sequence[shapely.Polygon], lon: int, lat: int) -> NDArray[np.int16]:
    """The land of the tile at (lon, lat) [degrees] as described above."""
    polygons = [shapely.orient_polygons(p) for p in polygons]
    rings = [r for p in polygons for r in (p.exterior, *p.interiors)]
    points = [np.rint((shapely.get_coordinates(r)[:-1] - (lon, lat)) * PER_DEGREE).astype(np.int64) for r in rings]
    steps = np.diff(np.concatenate(points), axis=0, prepend=0)
    counts = [len(polygons), len(rings), *(1 + len(p.interiors) for p in polygons), *map(len, points)]
    packed = np.concatenate([counts, steps[:, 0], steps[:, 1]])
    if np.abs(packed).max() > np.iinfo(np.int16).max:
        raise OverflowError(f"tile {name(lon, lat)} does not fit 16 bits")
    return packed.astype(np.int16)


def decode(packed: NDArray[np.int16], lon: int, lat: int) -> list[shapely.Polygon]:
    """The polygons [degrees] of the tile at (lon, lat)."""
    p, r = int(packed[0]), int(packed[1])
    rings = packed[2 : 2 + p].astype(np.int64)
    sizes = packed[2 + p : 2 + p + r].astype(np.int64)
    steps = packed[2 + p + r :].reshape(2, -1)
    points = np.cumsum(steps, axis=1, dtype=np.int64).T / PER_DEGREE + (lon, lat)
    loops = shapely.linearrings(points, indices=np.repeat(np.arange(r), sizes))
    return list(shapely.polygons(loops, indices=np.repeat(np.arange(p), rings)))


@cache
def _file() -> "np.lib.npyio.NpzFile":
    return cast("np.lib.npyio.NpzFile", np.load(FILE, allow_pickle=False))


def land(west: float, south: float, east: float, north: float) -> list[shapely.Polygon]:
    """The polygons of every tile that meets the box [degrees]; east > west, if need be beyond 180."""
    found = []
    for column in range(int(np.floor(west / TILE)), int(np.ceil(east / TILE))):
        lon = (column * TILE + 180) % 360 - 180
        for row in range(int(np.floor(south / TILE)), int(np.ceil(north / TILE))):
            if name(lon, row * TILE) in _file():
                found += decode(_file()[name(lon, row * TILE)], column * TILE, row * TILE)
    return found
