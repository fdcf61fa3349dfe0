"""The coast and its crossing kernel against Shapely, and the tiles that ship."""

import pickle
from itertools import pairwise

import numpy as np
import pytest
import shapely

from guardship.core.kernels.polygon import point_in_polygon
from guardship.sea.coast import Coast
from guardship.sea.lanes import Lane
from guardship.sea.plane import Bounds, Plane


def lines(coast: Coast) -> shapely.Geometry:
    """The edges as one prepared shape."""
    found = shapely.multilinestrings(shapely.linestrings(coast.edges.reshape(-1, 2, 2)))
    shapely.prepare(found)
    return found


def agree(coast: Coast, segments: np.ndarray) -> None:
    """The kernel says what Shapely says of every segment (n, 4), both ways."""
    want = shapely.intersects(lines(coast), shapely.linestrings(segments.reshape(-1, 2, 2)))
    got = [coast.crosses(*map(float, s)) for s in segments]
    back = [coast.crosses(*map(float, s[[2, 3, 0, 1]])) for s in segments]
    assert np.flatnonzero(got != want).size == 0 and np.flatnonzero(back != want).size == 0


def test_random_segments_over_the_gulf_of_aden(aden: Coast) -> None:
    rng = np.random.default_rng(3)
    a = rng.uniform(-450.0, 450.0, (4000, 2)) * (1.0, 0.6)  # some begin outside of what is known
    length = rng.choice([0.01, 1.0, 20.0, 300.0], 4000)
    turn = rng.uniform(0.0, 2.0 * np.pi, 4000)
    agree(aden, np.column_stack([a, a + length[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])]))


def test_segments_along_the_axes_and_the_grid(aden: Coast) -> None:
    x0, y0, cell, columns, rows = aden.grid
    east = [(x0 - 5.0, y0 + j * cell, x0 + columns * cell + 5.0, y0 + j * cell) for j in range(1, int(rows))]
    north = [(x0 + i * cell, y0 - 5.0, x0 + i * cell, y0 + rows * cell + 5.0) for i in range(1, int(columns))]
    slant = [(x0 + i * cell, y0, x0 + (i + 20) * cell, y0 + 20 * cell) for i in range(int(columns) - 20)]  # corners
    agree(aden, np.array(east + north + slant))


def test_nothing_slips_between_two_edges(aden: Coast) -> None:
    """Segments through a vertex whose edges go off to either side; rounding puts the segment on one side of it."""
    rng = np.random.default_rng(4)
    joined = np.flatnonzero((aden.edges[:-1, 2:] == aden.edges[1:, :2]).all(axis=1))
    k = rng.choice(joined, 2000)
    a, v, b = aden.edges[k, :2], aden.edges[k, 2:], aden.edges[k + 1, 2:]
    d = rng.uniform(-30.0, 30.0, v.shape)
    side = [d[:, 0] * (p - v)[:, 1] - d[:, 1] * (p - v)[:, 0] for p in (a, b)]
    through = np.column_stack([v - d, v + d])[side[0] * side[1] < 0.0]
    assert len(through) > 500 and all(aden.crosses(*map(float, s)) for s in through)


def test_segments_near_a_box(island: Coast) -> None:
    agree(
        island,
        np.array(
            [
                (-20, 0, 20, 0),
                (-20, 0, -11, 0),
                (0, -20, 0, 20),
                (0, 6, 0, 20),
                (-20, 5.5, 20, 5.5),
                (11, -9, 11, 9),
                (-15, 5, 15, 5),
                (-15, 5, -11, 5),
                (11, 5, 15, 5),
                (-15, -5, 15, -5),
                (10, -9, 10, 9),
                (10, 6, 10, 9),
                (5, 10, 15, 0),
                (5, 10.001, 15, 0.001),
                (-20, 20, 0, 0),
                (0, 0, 1, 1),
                (12, 0, 12, 0),
                (0, 0, 0, 0),
                (-20, -20, 20, 20),
                (-20, -10, 20, 10),
                (8, 20, 12, -20),
                (100, 100, 200, 200),
                (-5e3, 1, 5e3, 1),
            ],
            float,
        ),
    )


@pytest.mark.parametrize(
    ("segment", "want"),
    [
        ((10, 0, 20, 0), False),  # leaves the shore
        ((20, 0, 10, 0), False),  # reaches it
        ((10 - 1e-8, 0, 20, 0), False),  # the same by rounding on land
        ((10 + 1e-8, 0, 20, 0), False),
        ((10, 0, 0, 0), True),  # goes inland
        ((10, 0, -20, 0), True),  # and over it
        ((10, -2, 10, 2), True),  # slides along it
        ((10, 5, 20, 20), False),  # leaves the corner
        ((10, 5, 0, 0), True),
        ((10, 0, 10, 0), False),  # stays
    ],
)
def test_ends_on_the_shore(island: Coast, segment: tuple[float, float, float, float], want: bool) -> None:
    assert island.crosses(*map(float, segment)) is want


def test_no_coast() -> None:
    none = Coast.none()
    assert not none.crosses(0.0, 0.0, 1e4, 1e4) and not none.on_land([0.0], [0.0]).any()
    assert not Coast.load(Bounds(-35.0, -5.0, -25.0, 5.0), Plane.flat()).edges.size


def test_known_places(aden: Coast, aden_plane: Plane) -> None:
    lon = [45.0, 48.0, 47.0, 44.2, 53.9, 42.8]  # Aden's hills, the gulf, Somalia, inland Yemen, Socotra, Djibouti
    lat = [12.80, 12.5, 10.8, 15.35, 12.5, 11.5]
    assert list(aden.on_land(*aden_plane.forward(lon, lat))) == [True, False, True, True, True, True]


def test_margin_makes_no_coast(aden: Coast, aden_plane: Plane) -> None:
    lon, lat = aden_plane.inverse(aden.edges[:, 0], aden.edges[:, 1])
    lon2, lat2 = aden_plane.inverse(aden.edges[:, 2], aden.edges[:, 3])
    for a, b, value in ((lon, lon2, 41.5), (lon, lon2, 55.5), (lat, lat2, 9.3), (lat, lat2, 17.2)):
        assert not ((np.abs(a - value) < 1e-6) & (np.abs(b - value) < 1e-6)).any()
    assert len(aden.walls) > 0


def test_seams_of_the_tiles_are_not_coast() -> None:
    bounds = Bounds(39.5, 17.0, 53.0, 24.0)  # the tiles meet at 40, 50 and 20 degrees, all inland in Arabia
    plane = Plane.fit(bounds)
    coast = Coast.load(bounds, plane)
    ax, ay = (float(v) for v in plane.forward(44.0, 19.5))
    bx, by = (float(v) for v in plane.forward(51.0, 20.5))
    assert coast.on_land([ax, bx], [ay, by]).all() and not coast.crosses(ax, ay, bx, by)


def test_across_the_antimeridian() -> None:
    bounds = Bounds(176.0, -19.0, -178.0, -15.0)
    plane = Plane.fit(bounds)
    fiji = Coast.load(bounds, plane)
    taveuni, vanua_levu, viti_levu, sea = (-179.97, -16.87), (179.2, -16.6), (178.0, -17.8), (-175.5, -17.0)
    lon, lat = zip(taveuni, (180.0, -16.87), vanua_levu, viti_levu, sea, strict=True)
    assert list(fiji.on_land(*plane.forward(lon, lat))) == [True, True, True, True, False]
    seam = np.abs(np.abs(plane.inverse(fiji.edges[:, [0, 2]], fiji.edges[:, [1, 3]])[0]) - 180.0) < 1e-6
    along = fiji.edges[seam.all(axis=1)]
    assert np.hypot(*(along[:, 2:] - along[:, :2]).T).sum() < 0.2  # two of the source's grid steps, where sides differ


def canal(*points: tuple[float, float], width: float = 0.1) -> Lane:
    return Lane("canal", np.array(points), width)


def test_a_passage_is_water_as_wide_as_it_says(island: Coast) -> None:
    opened = island.opened([canal((0.0, -8.0), (2.0, 0.0), (0.0, 8.0), width=1.0)])
    assert island.land.area - opened.land.area == pytest.approx(10.0 * np.hypot(1.0, 0.25), rel=2e-3)
    assert list(opened.on_land([0.0, 2.0, 2.5, 4.0], [0.0, 0.0, 0.0, 0.0])) == [True, False, False, True]
    assert island.crosses(2.0, 0.0, 1.0, 4.0) is False  # inland, no coast lies between
    assert not opened.crosses(1.0, -4.0, 2.0, 0.0) and opened.crosses(1.0, -4.0, 1.0, 4.0)


def test_a_lane_as_wide_as_its_passage_has_room(island: Coast) -> None:
    way = canal((-3.0, -9.0), (3.0, -2.0), (-3.0, 1.0), (1.0, 9.0), width=0.4)
    opened = island.opened([way])
    for offset in (-0.2, 0.0, 0.2):
        track = way.track(offset)
        assert not shapely.intersects(shapely.LineString(track), shapely.buffer(opened.land, -1e-6))
        assert not any(opened.crosses(*map(float, (*a, *b))) for a, b in pairwise(track))


def test_passages_leave_the_rest_of_the_coast(aden: Coast, aden_plane: Plane) -> None:
    through = canal(*zip(*aden_plane.forward([49.0, 49.0], [11.8, 10.0]), strict=True), width=1.0)  # into Somalia
    opened = aden.opened([through])
    assert {tuple(wall) for wall in opened.walls} == {tuple(wall) for wall in aden.walls}
    there, before = ({tuple(edge) for edge in coast.edges} for coast in (opened, aden))
    assert 0 < len(before - there) <= 4 and 0 < len(there - before) <= 10
    assert opened.window is aden.window and opened.passages == (through,)
    assert aden.opened([]) is aden and not Coast.none().opened([through]).edges.size


def test_a_coast_survives_pickling(aden: Coast) -> None:
    again = pickle.loads(pickle.dumps(aden))
    assert (again.edges == aden.edges).all() and (again.on_land([0.0], [200.0]) == aden.on_land([0.0], [200.0])).all()


def test_point_in_polygon_kernel() -> None:
    rng = np.random.default_rng(5)
    angle = np.sort(rng.uniform(0.0, 2.0 * np.pi, 40))
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(1.0, 10.0, 40)[:, None]
    points = rng.uniform(-10.0, 10.0, (2000, 2))
    want = shapely.contains_xy(shapely.Polygon(ring), points)
    assert (np.array([point_in_polygon(ring, float(x), float(y)) for x, y in points]) == want).all()
