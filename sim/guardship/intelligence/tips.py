"""What a tip says: where and when a vessel is to be met. Lengths nm, times h."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from guardship.intelligence.evidence import Assessment, Chances
from guardship.intelligence.observation import Appearance, Observation, ObservationId

type Point = tuple[float, float]


class Rumour(NamedTuple):
    """A tip as its source has it: heard at `heard`, the vessel should be at (x, y) at `due`, give or take `sigma` per
    axis; after `until` it is given up. `key` names its draws. `chances`: what is believed of it, None for nothing.
    """

    key: int
    ordinal: int
    heard: float
    x: float
    y: float
    sigma: float
    due: float
    until: float
    hull: Appearance
    chances: Chances | None = None

    def observation(self) -> Observation:
        """As reports carry it: the place where, and the time at which, the vessel is expected."""
        name: ObservationId = (self.key, self.ordinal)
        seen = Observation(
            name, self.due, self.x, self.y, None, None, self.sigma, 0.0, self.hull, True, self.ordinal, self.key
        )
        if self.chances is None:
            return seen
        rests_on = frozenset({(self.key, self.ordinal)})
        return replace(seen, assessed=Assessment(self.chances, rests_on, self.heard))


def along(way: Sequence[Point], out: float) -> Point:
    """The place `out` nm along a way from its first point; its end when the way is shorter."""
    left = out
    for (ax, ay), (bx, by) in pairwise(way):
        leg = hypot(bx - ax, by - ay)
        if leg >= left > 0.0:
            return ax + left / leg * (bx - ax), ay + left / leg * (by - ay)
        left -= leg
        if left <= 0.0:
            return ax, ay
    return way[-1]
