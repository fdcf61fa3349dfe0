"""Where a craft meets the deck that it left."""

from math import hypot, inf
from typing import NamedTuple

import pytest

from guardship.agents.interfaces import Point
from guardship.agents.patrol.recovery import meeting, recovered, time_to_deck


class Deck(NamedTuple):
    """A ship under way."""

    at: Point
    v: Point

    def position(self) -> Point:
        return self.at

    def velocity(self) -> Point:
        return self.v


@pytest.mark.parametrize("v", [(0.0, 0.0), (8.0, 0.0), (-8.0, 3.0), (0.0, 12.0), (20.0, 0.0), (-25.0, 0.0)])
def test_both_are_at_the_meeting_at_the_same_time(v: Point) -> None:
    """A deck as fast as the craft, or faster, is met only when it comes; tolerance: rounding."""
    deck, speed = Deck((6.0, 1.0), v), 20.0
    hours = time_to_deck((0.0, 0.0), deck, speed)
    x, y = meeting((0.0, 0.0), deck, speed)
    if v == (20.0, 0.0):
        assert hours == inf and (x, y) == deck.at
    else:
        assert (x, y) == pytest.approx((6.0 + v[0] * hours, 1.0 + v[1] * hours))
        assert hypot(x, y) == pytest.approx(speed * hours)


def test_a_deck_is_reached_when_it_is_near() -> None:
    assert recovered((0.0, 0.4), Deck((0.0, 0.0), (8.0, 0.0)))
    assert not recovered((0.0, 0.6), Deck((0.0, 0.0), (8.0, 0.0)))
