"""The plane: its residual error, its scale, the corridor on it, and the places where degrees play tricks."""

from itertools import pairwise

import numpy as np
import pyproj
import pytest

from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Ocean, new_fleet
from guardship.sea.geodesy import METRES, wgs84
from guardship.sea.plane import Bounds, Plane, PlaneError

THEATRES = {
    "gulf of aden": Bounds(42.5, 10.3, 54.5, 16.2),
    "somali basin": Bounds(38.0, -10.0, 66.0, 22.5),
    "fiji, across the antimeridian": Bounds(174.0, -22.0, -174.0, -12.0),
    "gulf of guinea, across the equator": Bounds(-10.0, -8.0, 12.0, 8.0),
    "norwegian sea": Bounds(-15.0, 60.0, 30.0, 80.0),
    "svalbard": Bounds(5.0, 74.0, 35.0, 83.0),
}


@pytest.mark.parametrize("bounds", THEATRES.values(), ids=THEATRES)
def test_distances_after_correction(bounds: Bounds) -> None:
    plane = Plane.fit(bounds)
    assert plane.error < 0.005  # the requirement is 1 %; these are far smaller
    rng = np.random.default_rng(7)
    lon = bounds.west + rng.uniform(0.0, bounds.width, 300)
    lat = rng.uniform(bounds.south, bounds.north, 300)
    to_lon, to_lat, _ = wgs84().fwd(lon, lat, rng.uniform(0.0, 360.0, 300), np.full(300, 40.0 * METRES))
    x, y = plane.forward(lon, lat)
    u, v = plane.forward(to_lon, to_lat)
    off = np.hypot(u - x, v - y) / plane.scale_at(0.5 * (x + u), 0.5 * (y + v)) / 40.0 - 1.0
    assert np.abs(off).max() <= 1.02 * plane.error  # found on a grid: a little more may lie in between


@pytest.mark.parametrize("bounds", THEATRES.values(), ids=THEATRES)
def test_there_and_back(bounds: Bounds) -> None:
    plane = Plane.fit(bounds)
    lon, lat = bounds.mesh(9)
    back_lon, back_lat = plane.inverse(*plane.forward(lon, lat))
    assert np.abs((back_lon - lon + 180.0) % 360.0 - 180.0).max() < 1e-7  # 1e-7 degrees are a centimetre
    assert np.abs(back_lat - lat).max() < 1e-7
    assert bounds.contains(back_lon[40], back_lat[40])


@pytest.mark.parametrize("bounds", THEATRES.values(), ids=THEATRES)
def test_courses_stay_true_between_each_other(bounds: Bounds) -> None:
    plane = Plane.fit(bounds)
    lon, lat = bounds.centre
    x, y = plane.forward(lon, lat)
    bearing = np.arange(0.0, 360.0, 45.0)
    to_lon, to_lat, _ = wgs84().fwd(np.full(8, lon), np.full(8, lat), bearing, np.full(8, METRES))
    u, v = plane.forward(to_lon, to_lat)
    turned = np.degrees(np.arctan2(u - x, v - y)) - bearing
    assert np.abs((turned - turned[0] + 180.0) % 360.0 - 180.0).max() < 0.02  # over 1 nm, not over 0


def test_scale_straddles_one() -> None:
    bounds = THEATRES["somali basin"]
    plane = Plane.fit(bounds)
    k = plane.scale_at(*plane.forward(*bounds.mesh(9)))
    assert k.min() < 1.0 < k.max() and abs(k.min() * k.max() - 1.0) < 1e-3  # of a fit, not of the scale itself


@pytest.mark.parametrize("theatre", THEATRES)
def test_proj_makes_the_same_plane_of_its_name(theatre: str) -> None:
    """As a coordinate system in a chart program, and as a pipeline; `units=nm` is no unit that PROJ knows."""
    bounds = THEATRES[theatre]
    plane = Plane.fit(bounds)
    lon, lat = bounds.mesh(5)
    want = np.array(plane.forward(lon, lat))
    to_plane = pyproj.Transformer.from_crs("EPSG:4326", pyproj.CRS(plane.name), always_xy=True)
    for found in (pyproj.Proj(plane.name)(lon, lat), to_plane.transform(lon, lat)):
        assert np.abs(np.array(found) - want).max() < 1e-6  # nm: rounding of some thousand miles in metres and back


def test_antimeridian_is_twelve_miles_wide() -> None:
    plane = Plane.fit(Bounds(178.0, -2.0, -178.0, 2.0))
    x, y = plane.forward([179.9, -179.9], [0.0, 0.0])
    apart = np.hypot(*np.diff([x, y])) / plane.scale_at(x.mean(), y.mean())
    assert apart == pytest.approx(wgs84().inv(179.9, 0.0, -179.9, 0.0)[2] / METRES, rel=2 * plane.error)
    assert apart == pytest.approx(12.0, rel=2e-3)  # WGS84's equator is 0.18 % longer than minutes of arc


def test_disc_at_sixty_north_is_round() -> None:
    plane = Plane.fit(Bounds(-5.0, 57.0, 5.0, 63.0))
    x, y = plane.forward(0.0, 60.0)
    lon, lat, _ = wgs84().fwd([0.0, 0.0], [60.0, 60.0], [90.0, 90.0], [19.9 * METRES, 20.1 * METRES])
    u, v = plane.forward(lon, lat)
    assert list(np.hypot(u - x, v - y) / plane.scale_at(x, y) < 20.0) == [True, False]


def test_corridor_on_the_plane(aden_plane: Plane) -> None:
    edges = [[(45.0, 11.0 + m / 60.0), (53.0, 13.5 + m / 60.0)] for m in (60.0, 55.0, 53.0, 48.0)]
    lines = [aden_plane.rhumb_line(edge) for edge in edges]
    a, b = lines[2][0], lines[2][-1]
    way = (b - a) / np.hypot(*(b - a))
    # 0.15 degrees: the plane's north is the grid's, a rhumb line bends on it. Courses are true to the meridian locally.
    assert np.degrees(np.arctan2(*way)) == pytest.approx(72.207, abs=0.15)
    sailed = sum(np.hypot(*(q - p)) / aden_plane.scale_at(*(0.5 * (p + q))) for p, q in pairwise(lines[2]))
    assert sailed == pytest.approx(491.54, rel=aden_plane.error)
    middle = [line[0] + 0.5 * (line[-1] - line[0]) for line in lines]
    across = [abs(float(way[0] * (q - p)[1] - way[1] * (q - p)[0])) for p, q in pairwise(middle)]
    # 0.7 %: a minute of latitude is 0.9952 nm on WGS84 at 13 degrees
    assert across == pytest.approx([4.761, 1.904, 4.761], rel=0.007)


def test_rhumb_line_bends_only_where_it_must(aden_plane: Plane) -> None:
    north = Plane.fit(Bounds(-20.0, 55.0, 20.0, 70.0))
    along = north.rhumb_line([(-18.0, 60.0), (18.0, 60.0)], tolerance=0.05)
    _, lat = north.inverse(*(0.5 * (along[:-1] + along[1:])).T)
    assert np.abs(lat - 60.0).max() * 60.0 < 0.06  # the tolerance, measured with a tenth of slack
    assert 20 < len(along) < 80
    assert len(north.rhumb_line([(0.0, 56.0), (0.0, 69.0)])) == 2  # a meridian through the middle is straight


def test_flat_plane_is_the_identity() -> None:
    plane = Plane.flat()
    assert plane.error == 0.0 and list(plane.scale) == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert [float(v) for v in (*plane.forward(300.0, -200.0), *plane.inverse(300.0, -200.0))] == [300, -200, 300, -200]
    assert plane.scale_at(3.0, 4.0) == 1.0


def test_a_theatre_too_large_is_refused_with_advice() -> None:
    with pytest.raises(PlaneError, match="smaller"):
        Plane.fit(Bounds(-89.0, 10.0, 89.0, 85.0))


@pytest.mark.parametrize("box", [(10, 5, 20, 5), (10, -91, 20, 5), (10, 0, 10, 5), (-100, 0, 100, 5), (0, 0, 200, 5)])
def test_bounds_that_are_no_box_are_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(PlaneError, match="want"):
        Bounds(*box)


@pytest.mark.parametrize("bounds", THEATRES.values(), ids=THEATRES)
def test_beyond_the_border_the_scale_is_that_of_the_border(bounds: Bounds) -> None:
    """The polynomial is fitted within; 5 000 nm away it would say 5 % and more."""
    plane = Plane.fit(bounds)
    x0, y0, x1, y1 = plane.extent
    x, y = plane.forward(*bounds.mesh(9))
    assert x0 < x.min() < x.max() < x1 and y0 < y.min() < y.max() < y1
    assert plane.scale_at(x1 + 5000.0, 0.0) == plane.scale_at(x1, 0.0)
    assert plane.scale_at(0.0, y0 - 5000.0) == plane.scale_at(0.0, y0)
    ocean = Ocean(new_fleet(1), [], 1, Environment.constant(), scale=plane.scale, extent=plane.extent)
    for u, v in ((0.0, 0.0), (x1 + 900.0, y1 + 20.0), (-3e4, 0.5 * y0)):
        assert ocean.local_scale(u, v) == pytest.approx(float(plane.scale_at(u, v)), rel=1e-14)


def test_a_leg_to_a_place_far_outside_has_a_speed_of_this_sea() -> None:
    """Where two would meet may be 5 000 nm off: a ship that set out for it made 29.3 kn of 28, and saw 5 % farther."""
    plane = Plane.fit(THEATRES["gulf of aden"])
    fleet = new_fleet(1)
    fleet["id"], fleet["suite"], fleet["mode"] = 1, -1, s.FREE
    ocean = Ocean(fleet, [], 1, Environment.constant(), starts=np.zeros(1), scale=plane.scale, extent=plane.extent)
    ocean.advance(0.0)
    ocean.sail(0, [(5000.0, 900.0)], 28.0)
    ocean.advance(1.0)
    made = float(np.hypot(*ocean.velocity(0)))
    assert made / plane.scale_at(*ocean.position(0)) == pytest.approx(28.0, rel=3.0 * plane.error)
