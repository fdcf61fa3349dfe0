"""Land or sea by cell: the same as the shape says."""

import numpy as np
import shapely

from guardship.sea.coast import Coast, edge_grid
from guardship.sea.ground import Ground


def ground_of(coast: Coast) -> Ground:
    edges = np.concatenate([coast.edges, coast.walls])
    start, _, grid = edge_grid(edges)
    return Ground(coast, start, grid)


def agrees(coast: Coast, places: np.ndarray) -> None:
    ground = ground_of(coast)
    for _ in range(2):  # asked, then known
        assert [ground.dry(x, y) for x, y in places.tolist()] == coast.on_land(*places.T).tolist()


def test_places_everywhere_and_close_to_the_coast_and_to_where_it_is_cut_off(aden: Coast) -> None:
    rng = np.random.default_rng(5)
    low, high = aden.edges[:, :2].min(axis=0) - 50.0, aden.edges[:, :2].max(axis=0) + 50.0
    edges = np.concatenate([aden.edges, aden.walls])
    near = edges[rng.integers(0, len(edges), 2000), :2] + rng.normal(0.0, 1.0, (2000, 2))
    agrees(aden, np.concatenate([rng.uniform(low, high, (3000, 2)), near, edges[:500, :2]]))


def test_an_island_with_a_lake() -> None:
    island = shapely.Polygon([(0, 0), (40, 0), (40, 40), (0, 40)], [[(10, 10), (30, 10), (30, 30), (10, 30)]])
    side = np.linspace(-5.0, 45.0, 101)
    agrees(Coast.of(island), np.column_stack([one.ravel() for one in np.meshgrid(side, side)]))


def test_no_land() -> None:
    assert not ground_of(Coast.none()).dry(1.0, 2.0)
