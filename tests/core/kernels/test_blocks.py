"""Blocks of columns find what the screen over all finds: whole runs are the same to the last bit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

import guardship
from core.busy import NEVER, fleet_of, sail
from guardship.core import ocean as face
from guardship.core import order
from guardship.core.kernels import state as s
from guardship.core.kernels.blocks import BLOCK, near
from guardship.core.ocean import Ocean, new_fleet

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(order, "CROWD", 0)
    yield


@pytest.mark.usefixtures("_few")
@pytest.mark.parametrize("seed", range(6))
def test_the_same_run_with_and_without_blocks(seed: int) -> None:
    whole, in_blocks = fleet_of(seed), fleet_of(seed)
    logs = sail(whole, NEVER)
    assert sail(in_blocks, 50) == logs
    assert whole.n[s.TO_ORDER] == 0
    assert in_blocks.n[s.TO_ORDER] > in_blocks.n[s.LEGS] > 3 * len(in_blocks.fleet)  # put in order several times
    assert int(whole.n[s.GAINS]) > 500


@pytest.mark.usefixtures("_few")
@pytest.mark.parametrize("name", ["tiny", "gulf_of_aden"])
def test_a_shipped_scenario(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Agents, land, aircraft, pursuits and boats that are launched: the same run."""
    scenario = guardship.load(SCENARIOS / f"{name}.yaml")
    found = []
    for few in (NEVER, 10):
        monkeypatch.setattr(face, "FEW", few)
        model = guardship.simulate(scenario, 3).model
        found.append((model.ocean.notes().tobytes(), model.ocean.legs().tobytes(), model.journal.log.entries))
    assert model.ocean.n[s.TO_ORDER] > 0
    assert found[0] == found[1]


def legs_of(ocean: Ocean, side: int) -> tuple[Any, Any]:
    """The packed columns of one side, and the radii of the discs there [nm]."""
    columns, count = ((ocean.sea.hot, s.N_AFLOAT), (ocean.sea.eye, s.N_WATCH))[side]
    c = columns[:, : ocean.n[count]]
    reach = np.sqrt(np.maximum(c[s.COLUMNS :].max(axis=0), 0.0))
    return c, reach if side == s.OBSERVERS else np.zeros_like(reach)


@pytest.mark.usefixtures("_few")
def test_legs_never_leave_their_boxes() -> None:
    """After orders, departures and new sensors: at ten times from now to its end each leg is in its block's box."""
    ocean = fleet_of(11)
    sail(ocean, 50)
    for side in (s.TARGETS, s.OBSERVERS):
        c, reach = legs_of(ocean, side)
        box = ocean.sea.boxes[side][:, np.arange(c.shape[1]) // BLOCK]
        for share in np.linspace(0.0, 1.0, 10):
            t = ocean.now + share * (np.minimum(c[4], 1e5) - ocean.now)
            for axis in (0, 1):
                at = c[axis] + c[2 + axis] * t
                assert (at - reach >= box[2 * axis] - 1e-9).all()
                assert (at + reach <= box[2 * axis + 1] + 1e-9).all()


@pytest.mark.usefixtures("_few")
def test_a_fleet_in_blocks_that_leaves_and_grows_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """All leave; 300 more than the arrays had room for are launched: they are found by those who look."""
    ocean = fleet_of(2)
    sail(ocean, 50)
    monkeypatch.setattr(order, "CROWD", 1000)
    for row in range(400):
        ocean.leave(row)
    ocean.advance(37.0)
    assert ocean.n[s.N_AFLOAT] == 0
    rows = []
    for k in range(300):
        vessel = new_fleet(1)
        vessel["sig"], vessel["suite"] = 0, 0 if k < 5 else -1
        rows.append(ocean.enlist(vessel, 1000 + k, 0.0))
        ocean.launch(rows[-1], 0.01 * k, 0.0)
    ocean.advance(38.0)
    assert ocean.n[s.N_AFLOAT] == 300
    assert [len(ocean.held(row)) for row in rows[:5]] == 5 * [299]


@numba.njit
def _near(boxes: Any, first: Any, last: Any, leg: Any, hours: Any, r: Any, flag: Any, found: Any) -> Any:
    return near(boxes, first, last, leg[0], leg[1], leg[2], leg[3], hours, r, flag, found)


def test_blocks_near_a_leg() -> None:
    """As each box by itself says; legs that stand still, that have no end, and a part of the blocks."""
    rng = np.random.default_rng(3)
    low, size = rng.uniform(0.0, 100.0, (2, 70)), rng.uniform(0.0, 9.0, (2, 70))
    boxes = np.stack([low[0], low[0] + size[0], low[1], low[1] + size[1]])
    flag, found = np.zeros(70, np.uint8), np.zeros(71, np.int64)
    several = 0
    for _ in range(300):
        leg = np.append(rng.uniform(0.0, 100.0, 2), rng.choice([-3.0, 0.0, 2.0], 2))
        hours, r = rng.choice([0.0, 5.0, np.inf]), rng.choice([0.0, 4.0])
        first, last = sorted(rng.integers(0, 70, 2).tolist())
        last = last * BLOCK + 5
        far = [z + v * hours if v else z for z, v in zip(leg[:2], leg[2:], strict=True)]
        want = [
            k * BLOCK
            for k in range(first, last // BLOCK + 1)
            if all(
                boxes[2 * a, k] <= max(leg[a], far[a]) + r and boxes[2 * a + 1, k] >= min(leg[a], far[a]) - r
                for a in (0, 1)
            )
        ]
        m = _near(boxes, np.int64(first * BLOCK), np.int64(last), leg, hours, r, flag, found)
        assert found[:m].tolist() == want
        several += m > 1
    assert several > 30
