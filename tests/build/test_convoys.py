"""The roster of escorts: who goes with which convoy, out and back."""

from guardship.agents.patrol.stations import Passage
from guardship.build.convoys import rosters


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
