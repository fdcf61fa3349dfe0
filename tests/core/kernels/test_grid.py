"""The grid over legs finds what the screen over all finds: whole runs are the same to the last bit."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import guardship
from guardship.core import ocean as face
from guardship.core.kernels import grid
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Identification, Law, Ocean, Suite, new_fleet

SIDE = 300.0
AREA = np.array([(0.0, 0.0), (SIDE, 0.0), (SIDE, SIDE), (0.0, SIDE)])
SCENARIOS = Path(__file__).parents[3] / "scenarios"
NEVER = 1e18


def fleet_of(seed: int, count: int = 400) -> Ocean:
    """Roaming, bouncing, endless, anchored and routed vessels; observers of three kinds, one of them without bounds."""
    rng = np.random.default_rng(seed)
    fleet = new_fleet(count)
    fleet["id"] = np.arange(count) + 1
    fleet["x"], fleet["y"] = rng.uniform(-20.0, SIDE + 20.0, (2, count))
    fleet["speed"] = rng.choice([0.0, 4.0, 12.0, 30.0], count, p=[0.1, 0.3, 0.4, 0.2])
    fleet["mode"] = rng.choice([s.ROAMING, s.BOUNCING, s.ENDLESS, s.FREE, s.ROUTE], count, p=[0.5, 0.1, 0.1, 0.1, 0.2])
    fleet["vx"], fleet["vy"] = fleet["speed"] * rng.choice([-0.8, 0.0, 0.6], (2, count))
    fleet["area"], fleet["leg"] = 0, rng.choice([0.0, 15.0], count)
    fleet["sig"] = rng.integers(0, 2, count)
    fleet["suite"][: count // 8] = rng.choice([0, 0, 0, 1, 1, 2], count // 8)
    fleet["holder"][: count // 8] = 0
    fleet["clears_for"][: count // 8] = 5.0
    fleet["at"], fleet["end"] = 3 * np.arange(count), 3 * np.arange(count) + 3
    suites = [
        Suite([{(0, 0): Law.definite(8.0), (1, 0): Law.rate(4.0, 2.0)}], {(0, 0): Identification(4.0, 2.0, 0.3, 0)}),
        Suite([{(0, 0): Law.cube(9.0, 20.0), (1, 0): Law.definite(25.0)}]),
        Suite([{(1, 0): Law.cube(2.0)}]),
    ]
    pool = rng.uniform(0.0, SIDE, (3 * count, 2))
    starts = np.where(rng.random(count) < 0.7, 0.0, rng.uniform(0.0, 20.0, count))
    return Ocean(fleet, suites, 2, Environment.constant(), seed=seed, starts=starts, pool=pool, areas=[AREA], holders=1)


def sail(ocean: Ocean, crowd: float) -> tuple[bytes, bytes]:
    """A day and a half with orders in between: some leave, blind themselves, look with other sensors, chase."""
    ocean.sea.param[s.CROWD] = crowd
    rng = np.random.default_rng(5)
    for t in np.arange(1.0, 36.0):
        ocean.advance(float(t))
        for row in rng.integers(0, len(ocean.fleet), 8).tolist():
            what = rng.integers(0, 4)
            if what == 0:
                ocean.leave(row)
            elif what == 1 and row < 50:
                ocean.sense(row, int(rng.integers(-1, 3)))
            elif what == 2:
                ocean.sail(row, rng.uniform(0.0, SIDE, (2, 2)), 15.0)
            elif row < 50:
                ocean.chase(row, int(rng.integers(0, 400)), 30.0, handed_over=True)
    return ocean.notes().tobytes(), ocean.legs().tobytes()


@pytest.fixture
def _always(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(grid, "WORTH", np.inf)
    yield


@pytest.mark.usefixtures("_always")
@pytest.mark.parametrize("seed", range(6))
def test_the_same_run_with_and_without_a_grid(seed: int) -> None:
    brute, gridded = fleet_of(seed), fleet_of(seed)
    logs = sail(brute, NEVER)
    assert sail(gridded, 50) == logs
    assert brute.sea.param[s.GRID + 3] == 0.0
    assert gridded.sea.param[s.GRID + 3] > 3.0
    assert int(brute.n[s.GAINS]) > 500


@pytest.mark.usefixtures("_always")
def test_a_grid_with_no_room_to_spare_grows() -> None:
    """Entries are doubled when a leg might not fit, and nothing is lost."""
    brute, tight = fleet_of(9), fleet_of(9)
    logs = sail(brute, NEVER)
    tight.sea.param[s.CROWD] = 60
    tight.advance(0.5)
    assert tight.sea.param[s.GRID + 3] > 0.0
    used = (int(tight.n[s.ENTRY_CHUNKS]) + len(tight.sea.cells) + 2) * 16
    tight.sea = tight.sea._replace(entries=tight.sea.entries[:used].copy())
    assert sail(tight, NEVER) == logs
    assert len(tight.sea.entries) > used


@pytest.mark.usefixtures("_always")
@pytest.mark.parametrize("name", ["tiny", "gulf_of_aden"])
def test_a_shipped_scenario(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Agents, land, aircraft, pursuits and boats that are launched: the same run."""
    scenario = guardship.load(SCENARIOS / f"{name}.yaml")
    found = []
    for crowd in (NEVER, 10):
        monkeypatch.setattr(face, "CROWD", crowd)
        model = guardship.simulate(scenario, 3).model
        found.append((model.ocean.notes().tobytes(), model.ocean.legs().tobytes(), model.journal.log.entries))
    assert model.ocean.sea.param[s.GRID + 3] > 0.0
    assert found[0] == found[1]


def test_a_grid_is_laid_where_it_pays() -> None:
    """Discs of 20 nm and legs of 50 nm: in 4 000 nm a leg asks few, in 100 nm it would ask most."""
    rng = np.random.default_rng(1)
    for side, pays in ((4000.0, True), (100.0, False)):
        x, y = rng.uniform(0.0, side, (2, 2, 5000))
        laid = grid.plan(x, y, np.full(5000, 50.0), np.full(100, 20.0))
        assert (laid is not None) == pays
        if laid is not None:
            assert laid[2] == pytest.approx(40.0)
            assert laid[3] * laid[2] >= side * 0.99
    assert grid.plan(x, y, np.full(5000, 50.0), np.zeros(3)) is None
