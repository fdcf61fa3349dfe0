"""Shortest routes round land: a visibility graph over the corners of land widened by a margin.

A shortest way bends at outward corners of what it avoids, so these are the nodes. Whether two of them see each other is
tested against the real coast. Lengths are plane lengths: the local scale varies too little to change the way round.
"""

import math
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from guardship.kernels import coast as kernels
from guardship.sea.coast import Coast, edge_grid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMOOTH = 0.6  # of the margin: how far the widened land is simplified
FINE = 0.2  # of the margin: the margin of the second graph, for ends that the first cannot see


class Graph:
    """Nodes (n, 2) [nm] at a margin from land, and the legs between those that see each other."""

    def __init__(self, coast: Coast, margin: float) -> None:
        """Build it: about 0.1 s for the Gulf of Aden."""
        edges = np.ascontiguousarray(np.concatenate([coast.edges, coast.walls]))
        self.coast = (edges, *edge_grid(edges))
        self.nodes = nodes(coast, margin)
        self.lengths = np.empty((len(self.nodes), len(self.nodes)))
        kernels.visibility(*self.coast, self.nodes, self.lengths)

    def clear(self, ax: float, ay: float, bx: float, by: float) -> bool:
        """Whether a ship can go straight from a to b."""
        return not kernels.crosses(*self.coast, ax, ay, bx, by)

    def way(self, ax: float, ay: float, bx: float, by: float) -> list[int] | None:
        """The nodes on the shortest way from a to b, which do not see each other; None when there is no way."""
        n = len(self.nodes)
        cost, last, before = np.empty(n), np.empty(n), np.empty(n, np.int64)
        kernels.see(*self.coast, self.nodes, ax, ay, 0, cost)
        kernels.see(*self.coast, self.nodes, bx, by, 0, last)
        at = kernels.shortest(self.lengths, cost, last, before)
        found = []
        while at >= 0:
            found.append(at)
            at = int(before[at])
        return found[::-1] or None


def nodes(coast: Coast, margin: float) -> Floats:
    """The (n, 2) outward corners [nm] of the land widened by `margin` [nm], as far as they are inside what is known."""
    wide = shapely.buffer(coast.land, margin, quad_segs=2)
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shapely.simplify(wide, SMOOTH * margin))))
    corners = [_outward(shapely.get_coordinates(ring)[:-1]) for ring in rings]
    found = np.concatenate([np.zeros((0, 2)), *corners])
    x0, y0, x1, y1 = coast.box
    inside = (found[:, 0] > x0) & (found[:, 0] < x1) & (found[:, 1] > y0) & (found[:, 1] < y1)
    return np.ascontiguousarray(found[inside & ~coast.on_land(found[:, 0], found[:, 1])])


def _outward(ring: Floats) -> Floats:
    """The corners at which a ring with land on its left turns left: those that stick out into the sea."""
    before = ring - np.roll(ring, 1, axis=0)
    after = np.roll(ring, -1, axis=0) - ring
    return ring[before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0] > 0.0]


class Routes:
    """Ways between points afloat. A graph is built when it is first needed; answers depend on the coast alone."""

    def __init__(self, coast: Coast, margin: float = 0.5) -> None:
        """Ways round this coast, rounding capes at `margin` [nm] where there is room."""
        self._coast = coast
        self._margin = margin

    @cached_property
    def coarse(self) -> Graph:
        """The graph at the full margin."""
        return Graph(self._coast, self._margin)

    @cached_property
    def fine(self) -> Graph:
        """The graph close to the coast, for inlets that the margin closes."""
        return Graph(self._coast, FINE * self._margin)

    def between(self, ax: float, ay: float, bx: float, by: float) -> Floats | None:
        """The (m, 2) way points [nm] after a, ending at b; None when b cannot be reached by water."""
        b = np.array([[bx, by]])
        if not len(self._coast.edges) or self.coarse.clear(ax, ay, bx, by):
            return None if len(self._coast.edges) and self._coast.on_land(bx, by) else b
        if self._coast.on_land([ax, bx], [ay, by]).any():
            return None
        for graph in (self.coarse, self.fine):
            if (way := graph.way(ax, ay, bx, by)) is not None:
                return np.concatenate([graph.nodes[way], b])
        return None


def length(ax: float, ay: float, points: Floats) -> float:
    """Length [nm] of the route from a along way points (m, 2)."""
    return math.fsum(np.hypot(*np.diff(np.concatenate([[[ax, ay]], points]), axis=0).T))
