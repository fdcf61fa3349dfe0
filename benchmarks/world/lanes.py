"""The lanes of the world and the ways along them between all ports, packed. Degrees, nm.

A way is a chain of great circles, cut into pieces of at most PIECE nm; a ship sails it some share `u` (-1 to 1) of the
lane's room beside the middle, to starboard when positive. How far it is along a way at a point is a parabola in u,
exact at u = -1, 0 and 1.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.world.ports import PORTS
from benchmarks.world.sphere import apart, between, true_length

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FILE = Path(__file__).parent / "lanes.npz"
PIECE = 150.0  # nm, the longest straight leg
WIDENS = 0.05  # nm of room for each nm from the nearest bend of the lane, assumed
WIDEST = 40.0  # nm of room, at most


@dataclass(frozen=True, slots=True)
class Lanes:
    """Nodes (n, 2) [degrees], room beside the lane at each [nm], edges (e, 2) and their length [nm]."""

    nodes: Floats
    room: Floats
    edges: Ints
    length: Floats

    @classmethod
    def load(cls) -> "Lanes":
        """The lanes that `make_lanes` has made; the ports are the first nodes."""
        with np.load(FILE) as f:
            nodes, room, edges = f["nodes"] / 1000.0, f["room"] / 10.0, f["edges"].astype(np.int64)
        return cls(nodes, room, edges, apart(nodes[edges[:, 0]], nodes[edges[:, 1]]))

    def trees(self) -> tuple[Floats, Ints]:
        """Distance [nm] from each port to each node, and the node before it on the way."""
        shape = (len(self.nodes),) * 2
        graph = coo_array((np.maximum(self.length, 1e-3), tuple(self.edges.T)), shape).tocsr()
        ports = np.arange(len(PORTS))
        far, back = dijkstra(graph, directed=False, indices=ports, return_predecessors=True)
        return far, back.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways between ports: way w = origin * ports + destination has the points start[w]:start[w + 1].

    `middle` (m, 2) is the middle of the lane [degrees], `aside` (m, 2) the step from it for u = 1 [degrees], `along`
    (m, 3) the distance sailed since the port as a parabola in u [nm]. Many ways share their pieces: `piece` (m,) is the
    number of the one that ends at each point, -1 at a port that is set out from, and `example` the first point of each.
    """

    start: Ints
    middle: Floats
    aside: Floats
    along: Floats
    piece: Ints
    example: Ints
    distance: Floats  # (ports, ports) [nm]

    @classmethod
    def find(cls, lanes: Lanes) -> "Ways":
        """The shortest ways between all ports."""
        far, back = lanes.trees()
        way, node = _chains(back)
        same = way[1:] == way[:-1]
        hop = np.flatnonzero(same)
        a, b = node[hop], node[hop + 1]
        length = apart(lanes.nodes[a], lanes.nodes[b])
        pieces = np.maximum(np.ceil(length / PIECE), 1.0).astype(np.int64)
        # the points of a hop, its first one left out; and the port that a way begins with before its first hop
        which, step = count_up(pieces)
        share = (step + 1) / pieces[which]
        lon, lat = between(lanes.nodes[a[which]], lanes.nodes[b[which]], share)
        bend = np.minimum(share, 1.0 - share) * length[which]
        room = np.minimum(lanes.room[a[which]] * (1 - share) + lanes.room[b[which]] * share + WIDENS * bend, WIDEST)
        first = np.flatnonzero(np.r_[True, ~same])
        place = np.searchsorted(way[hop][which], way[first])  # ways are numbered upwards
        middle = np.insert(np.column_stack([lon, lat]), place, lanes.nodes[node[first]], axis=0)
        room = np.insert(room, place, lanes.room[node[first]])
        of = np.insert(way[hop][which], place, way[first])
        start = np.searchsorted(of, np.arange(len(PORTS) ** 2 + 1))
        aside = _aside(middle, room, of)
        key = np.insert((a * len(lanes.nodes) + b)[which] * 64 + step, place, -1)
        _, example, piece = np.unique(key, return_index=True, return_inverse=True)
        along = _along(middle, aside, start, of)
        return cls(start, middle, aside, along, piece - 1, example[1:], far[:, : len(PORTS)])


def _chains(back: Ints) -> tuple[Ints, Ints]:
    """The nodes of all ways between two different ports, in order: numbers of the ways and nodes."""
    ports = len(back)
    origin, at = np.divmod(np.arange(ports * ports), ports)
    seen = [at]
    while (at >= 0).any():
        at = np.where(at >= 0, back[origin, np.maximum(at, 0)], -1)
        seen.append(at)
    chain = np.stack(seen[::-1], axis=1)  # from the origin on; -1 before it
    chain[np.arange(ports) * (ports + 1)] = -1  # nobody sails to where he is
    way, column = np.nonzero(chain >= 0)
    return way, chain[way, column]


def count_up(sizes: Ints) -> tuple[Ints, Ints]:
    """For groups of these sizes, one after the other: the group and the ordinal in it of each member."""
    which = np.repeat(np.arange(len(sizes)), sizes)
    return which, np.arange(len(which)) - (np.cumsum(sizes) - sizes)[which]


def _aside(middle: Floats, room: Floats, of: Ints) -> Floats:
    """The step to starboard of the room at each point [degrees]."""
    last = np.r_[of[1:] != of[:-1], True]
    first = np.r_[True, last[:-1]]
    before = np.where(first[:, None], middle, np.roll(middle, 1, axis=0))
    after = np.where(last[:, None], middle, np.roll(middle, -1, axis=0))
    d = after - before
    shrink = np.cos(np.radians(middle[:, 1]))
    east, north = ((d[:, 0] + 180.0) % 360.0 - 180.0) * shrink, d[:, 1]
    size = np.maximum(np.hypot(east, north), 1e-9)
    return np.column_stack([north / size / shrink, -east / size]) * room[:, None] / 60.0


def _along(middle: Floats, aside: Floats, start: Ints, of: Ints) -> Floats:
    """Distance sailed at each point [nm]: coefficients of the parabola in u."""
    at = []
    for u in (-1.0, 0.0, 1.0):
        p = middle + u * aside
        steps = np.r_[0.0, true_length(p[:-1], p[1:])]
        total = np.cumsum(np.where(np.r_[True, of[1:] != of[:-1]], 0.0, steps))
        at.append(total - total[start[of]])
    port, keel, starboard = at
    return np.stack([keel, 0.5 * (starboard - port), 0.5 * (starboard + port) - keel], axis=1)
