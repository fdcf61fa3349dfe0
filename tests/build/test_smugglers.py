"""What a smuggler's timetable counts with."""

from math import hypot
from typing import Any

import pytest

from guardship.agents.interfaces import Point
from guardship.agents.offenders.routes import Way
from guardship.agents.offenders.smuggler import Passage, Smuggler
from guardship.build.smugglers import Crossing


class Straight:
    """Lengths of legs in open water."""

    def leg(self, a: Point, b: Point) -> float:
        return hypot(b[0] - a[0], b[1] - a[1])


class Master:
    """One who draws the same always."""

    def draw(self, what: str, n: int = 0, about: str = "") -> float:
        return 0.5

    def attend(self, gained: Any, lost: Any) -> None:
        pass


@pytest.mark.parametrize("count", [1, 2, 22, 23, 49, 64])
def test_a_timetable_counts_with_the_longest_of_all_ways(count: int) -> None:
    """Wherever it is in the list."""
    for longest in range(count):
        ways = tuple(Way(f"w{k:02}", ((50.0, 500.0 if k == longest else float(k)),)) for k in range(count))
        given: Any = {
            "offence": "drugs",
            "cruise": 10.0,
            "top": 10.0,
            "bases": ((0.0, 0.0),),
            "landings": ((100.0, 0.0),),
        }
        helm: Any = Master()
        crew = Smuggler.__new__(Smuggler)
        crew.helm, crew.passage = helm, Passage(**given, wary_of=frozenset(), ways=ways)
        leagues: Any = Straight()
        assert Crossing(leagues, crew)(1) == pytest.approx(2.0 * hypot(50.0, 500.0) / 10.0)
