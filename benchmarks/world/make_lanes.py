"""Makes `lanes.npz`: the shortest ways at sea between the ports, from the coast that ships with the package.

`uv run python -m benchmarks.world.make_lanes`. Land (Natural Earth, public domain) is thickened by MARGIN, thinned,
and opened along straits and canals; the corners of what is left and the points of the straits are the nodes of a
visibility graph whose edges are great circles. Kept are the edges that lie on a shortest way between two ports, and for
each node the room beside it: how far a ship may sail from the middle of the lane.
"""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from benchmarks.world.ports import PORTS, STRAITS
from benchmarks.world.sphere import apart, between, unit
from guardship.sea import tiles

FILE = Path(__file__).parent / "lanes.npz"
MARGIN = 0.2  # degrees kept from land
THIN = 0.15  # degrees by which the outline of land may be simplified
SMALLEST = 0.02  # square degrees: smaller islands are no obstacle
OPENED = 0.06  # degrees on either side of a strait's fairway
SOUTH, NORTH = -60.0, 73.0
# west, south, east, north of what no lane crosses: the Arctic but for the Barents Sea, and the far south
ICE = ((-180, 64, -28, 90), (60, 64, 180, 90), (-28, 73, 60, 90), (-180, -90, 180, -60))
LONGEST = 4500.0  # nm, an edge
STEP = 5.0  # nm between the points in which an edge is tested
CELLS = 20  # of the chart of land, in a degree
ROOM = 25.0  # nm, the most
SHORE = 4.0  # nm that ships keep from land where there is room

Floats = NDArray[np.float64]


def obstacles() -> shapely.Geometry:
    """Land [degrees] as lanes see it."""
    land = shapely.union_all(shapely.make_valid(np.array(tiles.land(-180, -90, 180, 90), object)))
    whole = shapely.get_parts(land)
    whole = whole[shapely.area(whole) > SMALLEST]
    thick = shapely.union_all(shapely.buffer(shapely.simplify(whole, 0.05), MARGIN, quad_segs=2))
    fairways = [shapely.LineString(line).buffer(OPENED) for line in STRAITS.values()]
    thick = shapely.difference(shapely.simplify(thick, THIN), shapely.union_all(fairways))
    return shapely.union_all([thick, *(shapely.box(*i) for i in ICE)])


def corners(land: shapely.Geometry) -> Floats:
    """The convex corners of the land, moved a little out to sea [degrees]."""
    found = []
    for ring in shapely.get_rings(shapely.orient_polygons(shapely.get_parts(land))):
        c = shapely.get_coordinates(ring)[:-1]
        a, b = c - np.roll(c, 1, axis=0), np.roll(c, -1, axis=0) - c
        left = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
        way = a / np.hypot(*a.T)[:, None] - b / np.hypot(*b.T)[:, None]
        way /= np.maximum(np.hypot(*way.T), 1e-9)[:, None]
        found.append((c + 0.03 * way)[left > 0.0])  # outer rings run anticlockwise: left turns are capes
    p = np.concatenate(found)
    return np.asarray(p[(p[:, 0] >= -180) & (p[:, 0] < 180) & (p[:, 1] > SOUTH) & (p[:, 1] < NORTH)])


def sights(nodes: Floats, land: shapely.Geometry) -> tuple[NDArray[np.int64], Floats]:
    """Pairs (e, 2) of nodes that see each other along a great circle, and their distance [nm]."""
    tree = cKDTree(unit(nodes[:, 0], nodes[:, 1]))
    pairs = tree.query_pairs(2.0 * np.sin(0.5 * LONGEST / 3440.065), output_type="ndarray")
    dry = _chart(land)
    for step in (200.0, 40.0, STEP):  # the coarse test spares most of the fine one
        keep = [
            _wet(nodes[some[:, 0]], nodes[some[:, 1]], step, dry)
            for some in np.array_split(pairs, max(len(pairs) // 20000, 1))
        ]
        pairs = pairs[np.concatenate(keep)]
    return pairs.astype(np.int64), apart(nodes[pairs[:, 0]], nodes[pairs[:, 1]])


def _chart(land: shapely.Geometry) -> NDArray[np.bool_]:
    """Whether cells of 1 / CELLS degree are land, rows from the south pole, columns from -180."""
    shapely.prepare(land)
    x = (np.arange(360 * CELLS) + 0.5) / CELLS - 180.0
    y = (np.arange(180 * CELLS) + 0.5) / CELLS - 90.0
    return np.stack([shapely.contains_xy(land, x, np.full_like(x, v)) for v in y])


def _wet(a: Floats, b: Floats, step: float, dry: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the great circles from a to b cross no land, by points at every `step` nm."""
    count = np.maximum(np.ceil(apart(a, b) / step).astype(np.int64), 1) + 1
    first = np.cumsum(count) - count
    which = np.repeat(np.arange(len(a)), count)
    lon, lat = between(a[which], b[which], (np.arange(len(which)) - first[which]) / (count[which] - 1))
    column = (((lon + 180.0) % 360.0) * CELLS).astype(np.int64) % (360 * CELLS)
    ashore = dry[((lat + 90.0) * CELLS).astype(np.int64), column]
    return np.asarray(np.add.reduceat(ashore, first) == 0)


def room(nodes: Floats) -> Floats:
    """How far from the lane's middle a ship may be at each node [nm]: half the way to land, less at straits."""
    land = shapely.get_parts(shapely.union_all(shapely.make_valid(np.array(tiles.land(-180, -90, 180, 90), object))))
    coast = shapely.get_coordinates(shapely.segmentize(shapely.boundary(land), 0.02))
    coast = coast[np.abs(coast[:, 0]) < 179.99]
    away, _ = cKDTree(unit(coast[:, 0], coast[:, 1])).query(unit(nodes[:, 0], nodes[:, 1]))
    return np.asarray(np.clip(away * 3440.065 - SHORE, 0.3, ROOM) * 0.8)


def main() -> None:
    """Make the file."""
    land = obstacles()
    ports = np.array([p[:2] for p in PORTS.values()])
    fairways = [np.array(line) for line in STRAITS.values()]
    nodes = np.concatenate([ports, *fairways, corners(land)])
    pairs, length = sights(nodes, land)
    print(f"{len(nodes)} nodes, {len(pairs)} pairs in sight of each other", flush=True)
    extra, at, ends = [], len(ports), list(range(len(ports)))
    for line in fairways:
        extra += [(k, k + 1) for k in range(at, at + len(line) - 1)]
        ends += [at, at + len(line) - 1]
        at += len(line)
    # a port or a strait that its own shore hides is reached from what is nearest of the open sea
    count, part = connected_components(coo_array((np.ones(len(pairs)), tuple(pairs.T)), (len(nodes),) * 2))
    free = np.flatnonzero(part == np.bincount(part, minlength=count).argmax())
    free = free[free >= len(ports)]
    for k in ends:
        gap = apart(nodes[k], nodes[free])
        extra += [(k, int(free[j])) for j in np.argsort(gap)[:3] if gap[j] > 0.0]
    both = np.concatenate([pairs, np.array(extra)])
    cost = np.concatenate([length, apart(nodes[both[len(pairs) :, 0]], nodes[both[len(pairs) :, 1]])])
    both, first = np.unique(np.sort(both, axis=1), axis=0, return_index=True)
    cost = cost[first]
    graph = coo_array((cost, (both[:, 0], both[:, 1])), (len(nodes),) * 2).tocsr()
    far, back = dijkstra(graph, directed=False, indices=np.arange(len(ports)), return_predecessors=True)
    names = list(PORTS)
    lost = [names[k] for k in range(len(ports)) if not np.isfinite(far[0, k])]
    print("cut off:", lost, flush=True)
    used = {(min(a, b), max(a, b)) for s in range(len(ports)) for a, b in _edges(back[s], len(ports))}
    keep = np.unique(np.array(sorted(used)))
    number = np.full(len(nodes), -1)
    number[keep] = np.arange(len(keep))
    edges = number[np.array(sorted(used))]
    np.savez_compressed(
        FILE,
        nodes=np.rint(nodes[keep] * 1000).astype(np.int32),
        room=np.rint(room(nodes[keep]) * 10).astype(np.uint8),
        edges=edges.astype(np.uint16),
    )
    print(f"{len(keep)} nodes, {len(edges)} edges, {FILE.stat().st_size} bytes")


def _edges(back: NDArray[np.int32], ports: int) -> set[tuple[int, int]]:
    """The edges of the ways from one port to all."""
    found = set()
    for b in range(ports):
        while back[b] >= 0:
            found.add((int(back[b]), int(b)))
            b = back[b]
    return found


if __name__ == "__main__":
    main()
