"""The roster of escorts: who goes with which convoy, out and back."""

from pathlib import Path

import pytest

from guardship.agents.patrol.stations import Passage
from guardship.build.convoys import rosters
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

CONVOYS = Path(__file__).parents[1] / "system/convoys.yaml"


def passage(start: float, x: float, to: float) -> Passage:
    """12 kn along the x axis."""
    return Passage(((start, x, 0.0), (start + abs(to - x) / 12.0, to, 0.0)), 12.0)


def test_escorts_take_turns_and_nobody_is_in_two_places() -> None:
    east = [passage(24.0 * k, 0.0, 240.0) for k in range(4)]  # 20 h each
    west = [passage(24.0 * k + 22.0, 240.0, 0.0) for k in range(4)]
    assert rosters(east, [15.0]) == [[0, 2]]  # 16 h back to the start
    assert rosters(east, [15.0, 15.0]) == [[0, 2], [1, 3]]
    assert rosters(east + west, [15.0]) == [[0, 4, 2, 6]]  # out and back
    assert rosters([], [15.0, 15.0]) == [[], []]


@pytest.mark.parametrize("joined", [0.5, 3.0])
def test_how_near_an_escort_is_with_its_convoy_is_said(joined: float) -> None:
    """And so much before the end of its way it is free for the next."""
    motion = {"convoys": ["chinese_east", "chinese_west"], "joined": f"{joined} nm"}
    model = simulate(load(CONVOYS, set={"groups.escorts.escorts": motion, "time.measure": "1 d"})).model
    escort = next(unit for unit in model.crew if unit.name == "escorts/0")
    first = escort.station.convoys[0]
    assert first.points[-1][0] - first.over == pytest.approx(2.0 * joined / first.speed)
