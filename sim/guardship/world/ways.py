"""Ways by water between two places, around land."""

from collections.abc import Callable, Sequence
from typing import final

from guardship.agents.interfaces import Point

type Way = Callable[[float, float, float, float], Sequence[Point] | None]
type Dry = Callable[[float, float], bool]


def straight(ax: float, ay: float, bx: float, by: float) -> Sequence[Point]:
    """The way in a sea without land."""
    return [(bx, by)]


@final
class Ways:
    """`route(ax, ay, bx, by)`: the way points between two places, None for no way by water.

    `dry(x, y)`: whether a place is on land; None in a sea without any.
    """

    def __init__(self, route: Way = straight, dry: Dry | None = None) -> None:
        self._route = route
        self.dry = dry

    def way(self, a: Point, b: Point) -> list[Point] | None:
        """The way points from a to b around land, b included; None when there is none by water."""
        route = self._route(a[0], a[1], b[0], b[1])
        return None if route is None else [(float(x), float(y)) for x, y in route]
