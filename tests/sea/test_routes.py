"""Routes round land: legal, no longer than they must be, the same both ways."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from guardship.core.kernels import coast as kernels
from guardship.sea.coast import Coast
from guardship.sea.lanes import Lane
from guardship.sea.plane import Plane
from guardship.sea.routes import Routes, length


@pytest.fixture(scope="module")
def routes(aden: Coast) -> Routes:
    return Routes(aden)


@pytest.fixture(scope="module")
def afloat(aden: Coast, aden_plane: Plane) -> np.ndarray:
    """Places at sea in the Gulf of Aden (n, 2), a quarter of them within 2 nm of the coast."""
    rng = np.random.default_rng(11)
    free = np.column_stack(aden_plane.forward(rng.uniform(42.5, 54.5, 500), rng.uniform(10.3, 16.2, 500)))
    near = aden.edges[rng.integers(0, len(aden.edges), 150), :2] + rng.uniform(-2.0, 2.0, (150, 2))
    both = rng.permutation(np.concatenate([free, near]))
    lon, lat = aden_plane.inverse(*both.T)
    inside = (lon > 42.5) & (lon < 54.5) & (lat > 10.3) & (lat < 16.2)
    return both[inside & ~aden.on_land(*both.T)]


def test_no_leg_touches_land_and_no_way_is_shorter_than_straight(
    aden: Coast, routes: Routes, afloat: np.ndarray
) -> None:
    land = shapely.multilinestrings(shapely.linestrings(aden.edges.reshape(-1, 2, 2)))
    shapely.prepare(land)
    for a, b in zip(afloat[:-1:2], afloat[1::2], strict=False):
        way = routes.between(*a, *b)
        assert way is not None and (way[-1] == b).all()
        assert not shapely.intersects(land, shapely.LineString([a, *way]))
        straight = float(np.hypot(*(b - a)))
        assert length(a, way) >= straight * (1.0 - 1e-12)  # rounding
        assert (len(way) == 1) == (not aden.crosses(*a, *b)) == routes.open(*a, *b)
        back = routes.between(*b, *a)
        assert back is not None and length(b, back) == pytest.approx(length(a, way), rel=1e-9)  # sums in other order


def test_answers_do_not_depend_on_what_was_asked_before(aden: Coast, routes: Routes, afloat: np.ndarray) -> None:
    fresh = Routes(aden)
    for a, b in zip(afloat[10:0:-1], afloat[20:10:-1], strict=True):
        way, again = fresh.between(*a, *b), routes.between(*a, *b)
        assert way is not None and again is not None and np.array_equal(way, again)


@pytest.mark.parametrize("margin", [1.0, 0.1, 0.001])
def test_detour_round_a_box(island: Coast, margin: float) -> None:
    way = Routes(island, margin).between(0.0, -20.0, 0.0, 20.0)
    assert way is not None
    shore = 2.0 * np.hypot(10.0, 15.0) + 10.0  # by way of two corners
    # each corner is passed within the margin, or on the chord of its rounding, which is cut to 0.6 of it
    assert shore < length((0.0, -20.0), way) < shore + 4.0 * margin


def test_agrees_with_a_dense_graph_over_a_grid() -> None:
    """Two boxes and a bay; Dijkstra over all pairs of a fine ring of points round the land, in plain Shapely."""
    land = shapely.union_all([shapely.box(-10, -5, 10, 5), shapely.box(-10, 5, -8, 20), shapely.box(20, -30, 24, 10)])
    coast = Coast.of(land)
    a, b = np.array([0.0, 8.0]), np.array([30.0, -8.0])
    ring = np.array([p for q in land.buffer(0.02).geoms for p in shapely.get_coordinates(q.exterior)[:-1]])
    points = np.vstack([a, b, ring])
    first, second = np.meshgrid(np.arange(len(points)), np.arange(len(points)), indexing="ij")
    legs = shapely.linestrings(np.stack([points[first], points[second]], axis=2))
    shapely.prepare(land)
    reach = np.where(shapely.intersects(land, legs), np.inf, shapely.length(legs))
    for k in range(len(points)):  # Floyd and Warshall
        reach = np.minimum(reach, reach[:, k : k + 1] + reach[k : k + 1])
    way = Routes(coast, 0.02).between(*a, *b)
    assert way is not None
    assert length(a, way) == pytest.approx(reach[0, 1], abs=0.05)  # both pass corners within 0.02


def test_out_of_a_crooked_inlet_that_the_margin_closes() -> None:
    inlet = shapely.LineString([(0, 0), (6, 0), (6, 6), (12, 6), (12, 30)]).buffer(0.25, cap_style="square")
    land = shapely.box(-20, -20, 20, 20).difference(inlet)
    way = Routes(Coast.of(land), 0.5).between(0.0, 0.0, -30.0, 0.0)
    assert way is not None and not land.intersects(shapely.LineString([(0, 0), *way]))
    inside = 6 + 6 + 6 + 14  # along the middle of the inlet; 0.5 nm may be cut at each of its four bends
    outside = 12 + 20 + np.hypot(10, 20)  # west along the north coast and down
    assert inside + outside - 2.0 < length((0.0, 0.0), way) < inside + outside


def test_routes_stay_legal_with_few_nodes(aden: Coast, afloat: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guardship.sea.routes.MOST_NODES", 100)
    full, few = Routes(aden), Routes(aden)
    assert len(few.graph.nodes) <= 100
    monkeypatch.setattr("guardship.sea.routes.MOST_NODES", 1000)
    for a, b in zip(afloat[:40:2], afloat[1:40:2], strict=True):
        way, best = few.between(*a, *b), full.between(*a, *b)
        assert way is not None and best is not None
        assert not any(aden.crosses(*p, *q) for p, q in pairwise([a, *way]))
        assert length(a, way) < 1.05 * length(a, best) + 2.0  # few capes cost some miles, not the way


def test_known_way_round_the_horn_of_africa(routes: Routes, aden_plane: Plane) -> None:
    a, b = aden_plane.forward([50.0, 51.5], [11.8, 10.6])  # off Bosaso; off the eastern coast, round Cape Guardafui
    way = routes.between(a[0], b[0], a[1], b[1])
    assert way is not None
    lon, lat = aden_plane.inverse(*way.T)
    assert np.hypot(lon - 51.29, lat - 11.84).min() < 0.1  # the cape, 11.83 N 51.29 E, passed at half a mile


def test_places_that_no_ship_reaches() -> None:
    ring = shapely.Point(0.0, 0.0).buffer(10.0).difference(shapely.Point(0.0, 0.0).buffer(5.0))
    routes = Routes(Coast.of(shapely.union_all([ring, shapely.box(20, 0, 22, 2)])))
    assert routes.between(-30.0, 0.0, 0.0, 0.0) is None  # a lake
    assert routes.between(-30.0, 0.0, 7.0, 0.0) is None  # land
    assert not routes.open(7.0, 0.0, 7.1, 0.0)
    assert routes.between(0.0, 0.0, -30.0, 0.0) is None
    assert routes.between(3.0, 0.0, 0.0, 3.0) is not None  # within the lake
    assert routes.between(-30.0, 0.0, 30.0, 1.0) is not None


def test_land_cut_off_at_the_margin_is_no_way_round(aden: Coast, aden_plane: Plane, routes: Routes) -> None:
    """The Red Sea and the Gulf of Aden join at Bab el Mandeb, not behind the edge of what is known."""
    a, b = aden_plane.forward([42.6, 48.0], [14.5, 13.0])
    way = routes.between(a[0], b[0], a[1], b[1])
    assert way is not None
    lon, lat = aden_plane.inverse(*way.T)
    assert ((lon > 43.1) & (lon < 43.7) & (lat > 12.3) & (lat < 12.9)).any()


@pytest.mark.parametrize("width", [0.02, 0.2, 2.0])
def test_a_passage_leads_through(width: float) -> None:
    """From a lake to the sea and back, from anywhere in the canal, whose bends the margin of the capes would close."""
    ring = shapely.Point(0.0, 0.0).buffer(10.0).difference(shapely.Point(0.0, 0.0).buffer(5.0))
    canal = Lane("canal", np.array([(3.0, 0.0), (6.0, 1.0), (7.0, -2.0), (9.0, 0.0), (12.0, 0.0)]), width)
    opened = Coast.of(ring).opened([canal])
    routes, shore = Routes(opened), shapely.buffer(opened.land, -1e-7)
    aside = [canal.track(offset * width)[[1, 2, 3]] for offset in (-0.45, 0.45)]  # close to either bank, at the bends
    for ax, ay in [(-20.0, 0.0), (14.0, 3.0), *np.concatenate(aside).tolist()]:
        for bx, by in [(-2.0, -2.0), canal.point_at(7.0)]:
            way = routes.between(ax, ay, bx, by)
            assert way is not None and not shapely.intersects(shore, shapely.LineString([(ax, ay), *way]))
            back = routes.between(bx, by, ax, ay)
            assert back is not None and length((bx, by), back) == pytest.approx(length((ax, ay), way), rel=1e-9)
    assert Routes(Coast.of(ring)).between(-20.0, 0.0, -2.0, -2.0) is None


def test_a_passage_that_ends_in_a_creek_leads_to_the_sea() -> None:
    """The creek is narrower than the margin of the capes, and it bends."""
    land = shapely.box(-20.0, -10.0, 20.0, 10.0)
    creek = shapely.LineString([(0.0, 4.0), (3.0, 7.0), (0.0, 12.0)]).buffer(0.3)
    canal = Lane("canal", np.array([(0.0, 4.0), (0.0, -12.0)]), 0.1)
    opened = Coast.of(land.difference(creek)).opened([canal])
    way = Routes(opened).between(1.0, 13.0, 1.0, -13.0)
    assert way is not None and length((1.0, 13.0), way) < 30.0  # round the land it is 40 and more


def test_no_coast_no_detour() -> None:
    way = Routes(Coast.none()).between(0.0, 0.0, 5.0, 6.0)
    assert way is not None and way.tolist() == [[5.0, 6.0]]


@pytest.mark.parametrize("kind", [int, np.int64, np.float32])
def test_numbers_of_other_types_need_no_other_kernel(
    routes: Routes, monkeypatch: pytest.MonkeyPatch, kind: type[float]
) -> None:
    """Behaviours of one's own sail to whatever they like; to compile a kernel for it takes seconds."""
    crosses, came = kernels.crosses, set[type]()

    def noted(grid: np.ndarray, start: np.ndarray, members: np.ndarray, edges: np.ndarray, *ends: float) -> int:
        came.update(map(type, ends))
        return crosses(grid, start, members, edges, *ends)

    monkeypatch.setattr(kernels, "crosses", noted)
    ends = [kind(value) for value in (100.0, 60.0, 120.0, 61.0)]
    routes.open(*ends)
    routes.between(*ends)
    assert came == {float}
