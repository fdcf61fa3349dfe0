"""The coast of a theatre on its plane: land as a shape, its edges as arrays for kernels, a grid that finds them.

The shipped one is from Natural Earth 1:10m, right to about 0.2 nm; see `data/coast/README.md`. Whatever lies further
than the margin outside the bounds is not known: there, nothing is land.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from guardship.sea import tiles
from guardship.sea.lanes import Lane
from guardship.sea.plane import Bounds, Plane

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MARGIN = 1.0  # degrees of coast kept beyond the bounds
PER_EDGE = 2.0  # grid cells for each edge
MOST_CELLS = 250_000
NARROW = 1e-5  # nm by which an edge is thickened when cells are looked up, far above rounding
NO_EDGES = np.zeros((0, 4))
SPARE = 1e-4  # nm by which a passage is wider on each side than it says, above rounding: a lane as wide has room
SHARPEST = 7.0  # half widths by which the corner of a bend sticks out; a lane's may be 6.3
LONGEST = 0.1  # degrees of a side of other land on the plane: by less than 0.002 nm it is off
TURNS = (-360.0, 0.0, 360.0)  # degrees by which land that is written on another turn is brought to the window's


@dataclass(frozen=True, eq=False)
class Coast:
    """Land and its edges on the plane [nm]. `edges`, `start`, `index`, `grid` are what the kernels take.

    `edges` (E, 4) are x0, y0, x1, y1 with the land on the left; the cells of `grid` (x0, y0, cell, columns, rows) hold
    the edges `index[start[c] : start[c + 1]]`. `walls` close the land where it was cut off at the margin: not coast,
    but no way for a ship. `window` is the shape of what is known, None for all the plane. `passages` are water that was
    cut through the land.
    """

    land: shapely.Geometry
    edges: Floats = field(repr=False)
    walls: Floats = field(repr=False)
    start: Ints = field(repr=False)
    index: Ints = field(repr=False)
    grid: Floats = field(repr=False)
    window: shapely.Polygon | None = field(default=None, repr=False)
    passages: tuple[Lane, ...] = field(default=(), repr=False)

    @classmethod
    def none(cls) -> "Coast":
        """No land."""
        grid = np.array([0.0, 0.0, 1.0, 0.0, 0.0])
        empty = np.zeros(0, np.int64)
        return cls(shapely.MultiPolygon(), NO_EDGES, NO_EDGES, np.zeros(1, np.int64), empty, grid)

    @classmethod
    def of(cls, land: shapely.Geometry) -> "Coast":
        """The coast of made-up land, polygons in plane coordinates [nm]; the sea around it has no end."""
        land = shapely.orient_polygons(shapely.union_all(land))
        return cls._of(land, ring_edges(land), NO_EDGES, None)

    @classmethod
    def load(cls, bounds: Bounds, plane: Plane, margin: float = MARGIN) -> "Coast":
        """The shipped coast within the bounds and `margin` [degrees] beyond them, on the plane."""
        if plane.definition is None:
            return cls.none()
        box = _box(bounds, margin)
        return cls._cut(np.array(tiles.land(*box), object), box, plane)

    @classmethod
    def drawn(cls, land: shapely.Geometry, bounds: Bounds, plane: Plane, margin: float = MARGIN) -> "Coast":
        """As `load`, the coast of other land: valid polygons in degrees, each on a turn of its own."""
        land = shapely.segmentize(land, LONGEST)  # sides are straight in degrees
        turns = [shapely.transform(land, lambda points, east=east: np.add(points, (east, 0.0))) for east in TURNS]
        return cls._cut(np.array(turns, object), _box(bounds, margin), plane)

    @classmethod
    def _cut(cls, land: NDArray[np.object_], box: tuple[float, float, float, float], plane: Plane) -> "Coast":
        """The coast of land within a box [degrees], on the plane."""
        outline = shapely.segmentize(shapely.box(*box), 0.25)  # its sides are curved on the plane
        cut = shapely.orient_polygons(_polygons(shapely.union_all(shapely.intersection(land, outline))))
        edges = ring_edges(cut)
        wall = _on_border(edges, box)
        flat = np.column_stack([*plane.forward(edges[:, 0], edges[:, 1]), *plane.forward(edges[:, 2], edges[:, 3])])
        return cls._of(_project(cut, plane), flat[~wall], flat[wall], _project(outline, plane))

    def opened(self, passages: Sequence[Lane]) -> "Coast":
        """The same with the water of passages cut through the land, each half its width beyond its ends."""
        if not passages or not len(self.edges):
            return self
        water = shapely.union_all([water_along(passage) for passage in passages])
        land = shapely.orient_polygons(_polygons(shapely.difference(self.land, water)))
        edges, walls = ring_edges(land), set(map(tuple, self.walls.tolist()))
        wall = np.array([tuple(edge) in walls for edge in edges.tolist()], bool)
        return Coast._of(land, edges[~wall], edges[wall], self.window, (*self.passages, *passages))

    @classmethod
    def _of(
        cls,
        land: shapely.Geometry,
        edges: Floats,
        walls: Floats,
        window: shapely.Polygon | None,
        passages: tuple[Lane, ...] = (),
    ) -> "Coast":
        """Valid land, with the grid of its edges."""
        if not len(edges) and not len(walls):
            return cls.none()
        if not land.is_valid:  # a sliver that the projection has turned over
            land = _polygons(shapely.make_valid(land))
        shapely.prepare(land)
        start, index, grid = edge_grid(edges)
        return cls(land, edges, walls, start, index, grid, window, passages)

    def on_land(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
        """Whether plane points [nm] are on land; a point on the coast line is not."""
        shapely.prepare(self.land)  # at once when it is prepared already; pickling loses it
        return np.asarray(shapely.contains_xy(self.land, x, y))

    def crosses(self, ax: float, ay: float, bx: float, by: float) -> bool:
        """Whether the coast lies between two plane points [nm] that are afloat."""
        from guardship.core.kernels import coast as kernels

        a, b, c, d = float(ax), float(ay), float(bx), float(by)  # an int would compile the kernel again
        return kernels.crosses(self.edges, self.start, self.index, self.grid, a, b, c, d)


def water_along(passage: Lane) -> shapely.Polygon:
    """The water of a passage on the plane."""
    half = 0.5 * passage.width + SPARE
    line = shapely.LineString(passage.line)
    return shapely.buffer(line, half, cap_style="square", join_style="mitre", mitre_limit=SHARPEST)


def _box(bounds: Bounds, margin: float) -> tuple[float, float, float, float]:
    """West, south, east (on west's turn), north [degrees] of what is known, `margin` [degrees] beyond the bounds."""
    south, north = max(bounds.south - margin, -90.0), min(bounds.north + margin, 90.0)
    return bounds.west - margin, south, bounds.unwrapped_east + margin, north


def _polygons(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons of a geometry."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.MultiPolygon([p for p in parts if isinstance(p, shapely.Polygon) and not p.is_empty])


def _project(geometry: shapely.Geometry, plane: Plane) -> shapely.Geometry:
    """A shape in degrees on the plane."""
    return shapely.transform(geometry, lambda points: np.column_stack(plane.forward(points[:, 0], points[:, 1])))


def ring_edges(land: shapely.Geometry) -> Floats:
    """The (E, 4) edges of all rings, in their order and direction."""
    rings = shapely.get_rings(shapely.get_parts(land))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    edges = np.hstack([points[:-1], points[1:]])[ring[:-1] == ring[1:]] if len(points) else NO_EDGES
    return np.ascontiguousarray(edges)


def _on_border(edges: Floats, box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Which edges lie along a side of the box: clipping has made them."""
    west, south, east, north = box
    sides = [(0, west), (1, south), (0, east), (1, north)]
    near = [(np.abs(edges[:, [axis, axis + 2]] - value) < 1e-9).all(axis=1) for axis, value in sides]
    return np.asarray(np.any(near, axis=0))


def edge_grid(edges: Floats) -> tuple[Ints, Ints, Floats]:
    """(start, index, grid) of edges (E, 4): each cell lists the edges that come within NARROW of it."""
    if not len(edges):
        return np.zeros(1, np.int64), np.zeros(0, np.int64), np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    low = np.minimum(edges[:, :2], edges[:, 2:])
    high = np.maximum(edges[:, :2], edges[:, 2:])
    origin = low.min(axis=0) - 0.01
    size = high.max(axis=0) + 0.01 - origin
    cell = max(float(np.sqrt(size.prod() / min(PER_EDGE * len(edges), MOST_CELLS))), float(size.max()) / MOST_CELLS)
    shape = np.ceil(size / cell).astype(np.int64)
    edge, column, row = _cells(edges, low, high, origin, cell)
    place = row * shape[0] + column
    order = np.lexsort((edge, place))
    start = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=int(shape.prod())))]).astype(np.int64)
    return start, edge[order], np.array([*origin, cell, *shape], float)


def _cells(edges: Floats, low: Floats, high: Floats, origin: Floats, cell: float) -> tuple[Ints, Ints, Ints]:
    """(edge, column, row) of every cell that an edge comes near: its bounding box, less what its line passes by."""
    first = np.floor((low - NARROW - origin) / cell).astype(np.int64)
    span = np.floor((high + NARROW - origin) / cell).astype(np.int64) - first + 1
    edge = np.repeat(np.arange(len(edges)), span.prod(axis=1))
    n = np.arange(len(edge)) - np.repeat(np.cumsum(span.prod(axis=1)) - span.prod(axis=1), span.prod(axis=1))
    column = first[edge, 0] + n % span[edge, 0]
    row = first[edge, 1] + n // span[edge, 0]
    way = edges[edge, 2:] - edges[edge, :2]
    to = origin + (np.column_stack([column, row]) + 0.5) * cell - edges[edge, :2]
    # both sides times the edge's length: how far its line passes from the cell's middle, how far the cell reaches
    off = np.abs(way[:, 0] * to[:, 1] - way[:, 1] * to[:, 0])
    near = off <= (0.5 * cell + NARROW) * np.abs(way).sum(axis=1)
    return edge[near], column[near], row[near]
