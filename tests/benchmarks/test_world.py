"""The ocean of the world in regions: every contact once, the same whatever the regions."""

import numpy as np
import pytest

from benchmarks.world.lanes import Lanes, Ways
from benchmarks.world.ports import PORTS
from benchmarks.world.regions import Region, all_regions
from benchmarks.world.sensors import Sensors
from benchmarks.world.sphere import true_length
from benchmarks.world.world import World, run
from guardship.sea.geodesy import METRES, wgs84

MINUTES = 2.0  # what the planes of neighbouring regions may differ by for a ship on its way through


@pytest.fixture(scope="module")
def world() -> World:
    """A small fleet, and sensors for each test to place."""
    return World.make(3_000, 1, 12.0, seed=3)


def around(world: World, lon: float, lat: float, count: int = 60) -> World:
    """The same world with patrols and stations within 3 degrees of a place."""
    rng = np.random.default_rng(5)
    at = rng.uniform(-3.0, 3.0, (2, count))
    half = np.where(np.arange(count) % 3 == 0, 0.0, 20.0)
    found = Sensors((lon + at[0] + 180.0) % 360.0 - 180.0, lat + at[1], np.arange(count) % 4, half, 0.6 * half)
    return World(world.traffic, found, world.hours, world.seed)


def contacts(world: World, regions: list[Region]) -> dict[tuple[int, int], list[float]]:
    """Times of the contacts [h] by sensor and voyage."""
    found: dict[tuple[int, int], list[float]] = {}
    for ran in (run(world, region) for region in regions):
        for o, v, t in zip(ran[1].sensor, ran[1].voyage, ran[1].time, strict=True) if ran else ():
            found.setdefault((int(o), int(v)), []).append(float(t))
    return {pair: sorted(times) for pair, times in found.items()}


@pytest.mark.parametrize(("lon", "lat"), [(110.0, 10.0), (180.0, 48.0)], ids=["south China sea", "antimeridian"])
def test_four_regions_find_what_one_finds(world: World, lon: float, lat: float) -> None:
    """Borders through the middle of the sensors change no contact, and hardly a time by more than MINUTES."""
    here = around(world, lon, lat)
    four = [Region(lon - w, lat - t, 12.0, 9.0) for w in (12.0, 0.0) for t in (9.0, 0.0)]
    one, split = contacts(here, [Region(lon - 12.0, lat - 9.0, 24.0, 18.0)]), contacts(here, four)
    for region in four:  # each has its share
        assert sum(bool(region.holds(here.sensors.lon[[o]], here.sensors.lat[[o]])[0]) for o, _ in one) > 10
    # a ship that only touches a disc on one plane may miss it on the other
    assert len(one.keys() ^ split.keys()) <= 0.003 * len(one)
    same = [(one[k], split[k]) for k in one.keys() & split.keys() if len(one[k]) == len(split[k])]
    assert len(same) >= 0.995 * len(one)
    late = 60.0 * np.abs(np.concatenate([np.subtract(a, b) for a, b in same]))
    assert np.median(late) < 0.2 * MINUTES
    assert np.quantile(late, 0.99) < MINUTES


def test_regions_share_the_globe() -> None:
    """Every place between the bands of ice lies in exactly one region."""
    rng = np.random.default_rng(1)
    lon = np.r_[rng.uniform(-180.0, 180.0, 500), -180.0, 180.0, 0.0]
    lat = np.r_[rng.uniform(-60.0, 79.9, 500), -60.0, 0.0, 20.0]
    assert (np.sum([r.holds(lon, lat) for r in all_regions()], axis=0) == 1).all()


def test_ships_afloat_are_constant(world: World) -> None:
    """Whoever arrives sails on at once."""
    v, c = world.voyages, world.traffic.ways.along[world.traffic.ways.start[world.voyages.way + 1] - 1]
    arrive = v.depart + (c[:, 0] + v.u * (c[:, 1] + v.u * c[:, 2])) / v.speed
    for t in np.linspace(0.0, world.hours, 7):
        assert ((v.depart <= t) & (t < arrive)).sum() == 3_000


def test_lanes_reach_every_port() -> None:
    """The ways exist, and are of the length that atlases give, within 5 %: assumed margins from land make detours."""
    ways = Ways.find(Lanes.load())
    names = list(PORTS)
    assert np.isfinite(ways.distance).all()
    atlas = (("Rotterdam", "Singapore", 8_290), ("Shanghai", "Los Angeles", 5_700), ("New York", "Colon", 1_975))
    for a, b, nm in atlas:
        assert ways.distance[names.index(a), names.index(b)] == pytest.approx(nm, rel=0.05)


def test_true_length() -> None:
    """Against Karney's geodesics: two millionths."""
    rng = np.random.default_rng(1)
    lon, lat, course = rng.uniform(-180, 180, 2000), rng.uniform(-74, 74, 2000), rng.uniform(0, 360, 2000)
    to = np.column_stack(wgs84().fwd(lon, lat, course, np.full(2000, 150 * METRES))[:2])
    assert true_length(np.column_stack([lon, lat]), to) == pytest.approx(150.0, rel=2e-6)
