"""Waters cut into squares: what of them is sea, and which squares are neighbours by water. Lengths in nm."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import final

import numpy as np
import shapely
from numpy.typing import NDArray

from guardship.core.rings import joined
from guardship.sea.areas import Area
from guardship.sea.coast import Coast

type Floats = NDArray[np.float64]

WHOLE = 1e-9  # of its convex hull, that may be wanting by rounding
LEAST_WATER = 0.05  # of a square: with less it is no cell, for a ship would hardly find a leg in it
MOST = 2000  # squares of a grid: maps drift by dense matrices of n x n, 32 MB each then


@final
@dataclass(frozen=True, eq=False)
class Squares:
    """The squares of a grid from the south-west corner of some waters, row by row, that hold enough of their sea.

    `places`: column and row of each; `centres` (n, 2); `shapes`: what of the waters lies in it, land included; `sea`:
    without it.
    """

    side: float
    places: Sequence[tuple[int, int]]
    centres: Floats
    shapes: Sequence[shapely.Geometry]
    sea: Sequence[shapely.Geometry]

    @property
    def areas(self) -> Floats:
        """Of the sea in each [nm^2] (n,)."""
        return np.asarray(shapely.area(np.array(self.sea, object)))

    def borders(self) -> list[tuple[int, int, float]]:
        """Pairs of neighbours with the length of sea between them."""
        at = {place: k for k, place in enumerate(self.places)}
        found = []
        for (column, row), a in at.items():
            for place in ((column + 1, row), (column, row + 1)):
                b = at.get(place)
                length = 0.0 if b is None else _common(self.sea[a], self.sea[b])
                if b is not None and length > 0.0:
                    found.append((a, b, length))
        return found

    def outline(self, members: Sequence[int]) -> tuple[tuple[float, float], ...]:
        """The corners of some of them together, counterclockwise, where that is convex and all sea; else none."""
        whole = shapely.union_all([self.sea[k] for k in members])
        hull = shapely.convex_hull(whole)
        if whole.geom_type not in ("Polygon", "MultiPolygon") or hull.area - whole.area > WHOLE * hull.area:
            return ()
        ring = np.array(shapely.orient_polygons(shapely.simplify(hull, 0.0), exterior_cw=False).exterior.coords)
        return tuple((float(x), float(y)) for x, y in ring[:-1])

    def ring(self, members: Sequence[int]) -> Floats:
        """The corners of some of them together, as the core's areas have them."""
        return ring_of(shapely.union_all([self.shapes[k] for k in members]))


def squares(waters: Area, side: float, coast: Coast) -> Squares:
    """Cut waters into squares. Raises ValueError where there is no sea in them, and for a grid of too many squares."""
    x0, y0, x1, y1 = waters.polygon.bounds
    rows, columns = (max(ceil(length / side - 1e-9), 1) for length in (y1 - y0, x1 - x0))
    if rows * columns > MOST:
        raise ValueError(f"{waters.name}: came squares of {side:g} nm, {rows * columns} of them, wanted {MOST} at most")
    found = []
    for row in range(rows):
        for column in range(columns):
            x, y = x0 + column * side, y0 + row * side
            shape = _pieces(shapely.intersection(shapely.box(x, y, x + side, y + side), waters.polygon))
            sea = _pieces(shapely.difference(shape, coast.land))
            if sea.area >= LEAST_WATER * side * side:
                found.append(((column, row), (x + 0.5 * side, y + 0.5 * side), shape, sea))
    if not found:
        raise ValueError(f"{waters.name}: no square of {side:g} nm has sea of it")
    places, centres, shapes, sea = zip(*found, strict=True)
    return Squares(side, places, np.array(centres), shapes, sea)


def ring_of(shape: shapely.Geometry) -> Floats:
    """The rings of a shape as one array, as `core/rings.py` has it."""
    rings = []
    for piece in shapely.get_parts(_pieces(shape)):
        rings += [np.array(ring.coords)[:-1] for ring in (piece.exterior, *piece.interiors)]
    return joined(rings)


def _pieces(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Of a shape what has an area."""
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and part.area > 0.0])


def _common(a: shapely.Geometry, b: shapely.Geometry) -> float:
    return float(shapely.intersection(shapely.boundary(a), shapely.boundary(b)).length)
