"""Shortest routes round land: a visibility graph over the corners of land widened by a margin.

A shortest way bends at outward corners of what it avoids, so these are the nodes. Whether two of them see each other is
tested against the real coast. Lengths are plane lengths: the local scale varies too little to change the way round.
"""

import math
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from guardship.core.kernels import coast as kernels
from guardship.sea.coast import Coast, edge_grid
from guardship.sea.ground import Ground
from guardship.sea.lanes import Lane

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Grid = tuple[Floats, Ints, Ints, Floats]  # edges, start, index, grid: see `kernels.coast`

SMOOTH = 0.6  # of the margin: how far the widened land is simplified, if MOST_NODES allows
MOST_NODES = 1000  # of the graph: 8 MB, and 1 ms a query
FINE = 0.2  # of the margin: where the nodes lie that lead out of an inlet
NEAR = (100, 400)  # of these, how many are tried about each end, first and last
STRAIGHT = 0.1  # of its width: how far the nodes along a passage may leave its line


class Graph:
    """Nodes (n, 2) [nm] and the lengths (n, n) [nm] of the legs between those that see each other, else inf."""

    def __init__(self, coast: Grid, nodes: Floats, known: "Graph | None" = None) -> None:
        """The graph of the nodes, after those of a graph that is `known` already."""
        first = len(known.nodes) if known else 0
        self.coast = coast
        self.nodes: Floats = np.concatenate([known.nodes, nodes]) if known else nodes
        self.lengths = np.empty((len(self.nodes), len(self.nodes)))
        if known:
            self.lengths[:first, :first] = known.lengths
        kernels.visibility(*coast, self.nodes, first, self.lengths)

    def way(self, ax: float, ay: float, bx: float, by: float) -> Floats | None:
        """The nodes (m, 2) on the shortest way from a to b, which do not see each other; None when there is none."""
        n = len(self.nodes)
        cost, last, before = np.empty(n), np.empty(n), np.empty(n, np.int64)
        kernels.see(*self.coast, self.nodes, ax, ay, cost)
        kernels.see(*self.coast, self.nodes, bx, by, last)
        at = kernels.shortest(self.lengths, cost, last, before)
        found = []
        while at >= 0:
            found.append(at)
            at = int(before[at])
        return self.nodes[found[::-1]] if found else None


def capes(coast: Coast, margin: float, smooth: float) -> Floats:
    """The (n, 2) outward corners [nm] of the land widened by `margin`, simplified by `smooth` [nm].

    Islands smaller than `smooth` have none, nor has what lies beyond the window.
    """
    wide = shapely.get_parts(shapely.buffer(coast.land, margin, quad_segs=2))
    x0, y0, x1, y1 = shapely.bounds(wide).T
    smoothed = shapely.simplify(wide[np.hypot(x1 - x0, y1 - y0) > smooth + 2.0 * margin], smooth)
    rings = shapely.get_rings(shapely.orient_polygons(smoothed))
    found = np.concatenate([np.zeros((0, 2)), *(_outward(shapely.get_coordinates(ring)[:-1]) for ring in rings)])
    afloat = ~coast.on_land(found[:, 0], found[:, 1])
    if coast.window is not None:
        afloat &= shapely.contains_xy(coast.window, found)
    return np.ascontiguousarray(found[afloat])


def _outward(ring: Floats) -> Floats:
    """The corners at which a ring with land on its left turns left: those that stick out into the sea."""
    before = ring - np.roll(ring, 1, axis=0)
    after = np.roll(ring, -1, axis=0) - ring
    return np.asarray(ring[before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0] > 0.0])


class Routes:
    """Ways between points afloat. A graph is built when it is first needed; answers depend on the coast alone."""

    def __init__(self, coast: Coast, margin: float = 0.5) -> None:
        """Ways round this coast, rounding capes at `margin` [nm] where there is room."""
        self._land = coast
        self._margin = margin

    @cached_property
    def _grid(self) -> Grid:
        """Coast and walls, as the kernels take them."""
        edges = np.ascontiguousarray(np.concatenate([self._land.edges, self._land.walls]))
        return edges, *edge_grid(edges)

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self._land, self._grid[1], self._grid[3])

    def dry(self, x: float, y: float) -> bool:
        """Whether a place [nm] is on land."""
        return self._ground.dry(x, y)

    @cached_property
    def graph(self) -> Graph:
        """The capes of the whole theatre, the small ones left out where there are too many, and the passages."""
        smooth = SMOOTH * self._margin
        while len(nodes := capes(self._land, self._margin, smooth)) > MOST_NODES:
            smooth *= 1.5
        through = map(self._through, self._land.passages)
        return Graph(self._grid, np.ascontiguousarray(np.concatenate([nodes, *through])))

    def _through(self, passage: Lane) -> Floats:
        """Nodes along a passage, which the margin closes, and those that lead from its ends to open water."""
        line = shapely.get_coordinates(shapely.simplify(shapely.LineString(passage.line), STRAIGHT * passage.width))
        afloat = line[~self._land.on_land(line[:, 0], line[:, 1])]
        return np.concatenate([afloat, self._outlets(NEAR[0], line[[0, -1]])])

    @cached_property
    def _inshore(self) -> Floats:
        """Nodes close to the coast, for inlets that the margin closes and bays among capes that were left out."""
        return capes(self._land, FINE * self._margin, FINE * SMOOTH * self._margin)

    def open(self, ax: float, ay: float, bx: float, by: float) -> bool:
        """Whether a and b are afloat and nothing lies between them."""
        ax, ay, bx, by = (
            float(ax),
            float(ay),
            float(bx),
            float(by),
        )  # else the kernel is compiled anew
        return not (self.dry(ax, ay) or self.dry(bx, by) or kernels.crosses(*self._grid, ax, ay, bx, by))

    def between(self, ax: float, ay: float, bx: float, by: float) -> Floats | None:
        """The (m, 2) way points [nm] after a, ending at b; None when b cannot be reached by water.

        A search that fails between places on the same water is repeated with the inshore capes about both ends, which
        takes some tens of milliseconds.
        """
        ax, ay, bx, by = float(ax), float(ay), float(bx), float(by)
        b = np.array([[bx, by]])
        if self.dry(ax, ay) or self.dry(bx, by):
            return None
        if not kernels.crosses(*self._grid, ax, ay, bx, by):
            return b
        way = self.graph.way(ax, ay, bx, by)
        if way is None and not self._apart(ax, ay, bx, by):
            ways = (self._about(count, ax, ay, bx, by).way(ax, ay, bx, by) for count in NEAR)
            way = next((found for found in ways if found is not None), None)
        return None if way is None else np.concatenate([way, b])

    def _about(self, count: int, ax: float, ay: float, bx: float, by: float) -> Graph:
        """The graph with the inshore nodes nearest to a and to b, `count` of each."""
        return Graph(self._grid, self._outlets(count, np.array([(ax, ay), (bx, by)])), self.graph)

    def _outlets(self, count: int, places: Floats) -> Floats:
        """The inshore nodes nearest to places (n, 2), `count` of each."""
        found = self._inshore
        near = [np.argsort(np.hypot(*(found - p).T), kind="stable")[:count] for p in places]
        return np.ascontiguousarray(found[np.unique(np.concatenate(near))])

    @cached_property
    def _waters(self) -> NDArray[np.object_]:
        """The pieces of water, as shapes: open sea, lakes, what the edge of the theatre cuts off."""
        known = self._land.window or shapely.box(*shapely.bounds(shapely.buffer(self._land.land, 1.0)))
        pieces = shapely.get_parts(shapely.difference(known, self._land.land))
        shapely.prepare(pieces)
        return np.asarray(pieces)

    def _apart(self, ax: float, ay: float, bx: float, by: float) -> bool:
        """Whether a and b are known to be on different pieces of water."""
        a, b = shapely.contains_xy(self._waters, ax, ay), shapely.contains_xy(self._waters, bx, by)
        return bool(a.any() and b.any() and not (a & b).any())


def length(a: ArrayLike, points: Floats) -> float:
    """Length [nm] of the route from a (2,) along way points (m, 2)."""
    return math.fsum(np.hypot(*np.diff(np.vstack([np.asarray(a, float), points]), axis=0).T))
