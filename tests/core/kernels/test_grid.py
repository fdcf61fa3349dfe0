"""The grid over legs finds what the screen over all finds: whole runs are the same to the last bit."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import guardship
from core.busy import NEVER, fleet_of, sail
from guardship.core import ocean as face
from guardship.core.kernels import grid
from guardship.core.kernels import state as s

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.fixture
def _always(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(grid, "WORTH", np.inf)
    monkeypatch.setattr(face, "CROWD", 0)
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
