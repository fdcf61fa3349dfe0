"""Attacks on the network: reports and calls that nobody made, and patrols whose places are betrayed.

Truth: it alone knows what is made up.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import hypot
from typing import final

from guardship.agents.interfaces import Point
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.intelligence import PUBLIC, Kind, Observation
from guardship.occurrences import Occurrence
from guardship.reasons import Reason
from guardship.world.ports import Journal, Whereabouts
from guardship.world.post import Post


@final
class Cyber:
    """The adversary in the network. `known`: how often the places of each holder's patrols are betrayed now.

    `units(holder)`: rows of the units that a command has; `ring(area)`: the ring of an area [nm].
    """

    def __init__(
        self,
        journal: Journal,
        where: Whereabouts,
        post: Post,
        units: Callable[[int], Sequence[int]],
        ring: Callable[[int], Floats],
    ) -> None:
        self._journal = journal
        self._where = where
        self._post = post
        self._units = units
        self._ring = ring
        self.known: Counter[int] = Counter()
        self._stolen: Counter[int] = Counter()

    # ---- what it puts in ------------------------------------------------------------------------

    def spoof(self, holder: int, seen: Observation) -> None:
        """A report of a suspicious vessel arrives that no unit has made."""
        self._made_up(Occurrence.SPOOFED, Kind.CONTACT, holder, seen)

    def decoy(self, seen: Observation) -> None:
        """A call for help is heard that no ship has made."""
        self._made_up(Occurrence.DECOY, Kind.DISTRESS, PUBLIC, seen)

    def _made_up(self, kind: Occurrence, of: Kind, sender: int, seen: Observation) -> None:
        report = self._post.make(of, sender, seen, (seen.by, seen.contact))
        self._journal.note(kind, -1, report=report.id, reason=Reason.MADE_UP)
        self._post.transmit(report)

    def begin(self, holder: int) -> None:
        """An attack on the network of a holder begins; the log says so, commands do not see it."""
        self._journal.note(Occurrence.CYBER_BEGUN, -1, holder=holder)

    def end(self, holder: int) -> None:
        """It ends."""
        self._journal.note(Occurrence.CYBER_ENDED, -1, holder=holder)

    # ---- what it gets out -----------------------------------------------------------------------

    def learn(self, holders: Sequence[int]) -> None:
        """From now on the adversary knows where the patrols of some holders are."""
        self.known.update(holders)

    def forget(self, holders: Sequence[int]) -> None:
        """It knows it no more."""
        self.known.subtract(holders)

    def steal(self, holders: Sequence[int]) -> None:
        """From now on the adversary reads the registers of some holders."""
        self._stolen.update(holders)

    def lose(self, holders: Sequence[int]) -> None:
        """It reads them no more."""
        self._stolen.subtract(holders)

    def read(self) -> list[int]:
        """The holders whose registers the adversary reads now."""
        return sorted(holder for holder, times in self._stolen.items() if times > 0)

    def patrols(self) -> list[Point] | None:
        """Where the patrols are that the adversary knows of; None when it knows nothing."""
        holders = sorted(holder for holder, times in self.known.items() if times > 0)
        if not holders:
            return None
        rows = [row for holder in holders for row in self._units(holder)]
        return [self._where.position(row) for row in rows if self._where.afloat(row)]

    def patrols_in(self, area: int) -> int | None:
        """How many of them are in an area."""
        known = self.patrols()
        if known is None:
            return None
        ring = self._ring(area)
        return sum(bool(point_in_polygon(ring, x, y)) for x, y in known)

    def patrols_near(self, way: Sequence[Point], radius: float) -> int | None:
        """How many of them are within `radius` [nm] of a way."""
        known = self.patrols()
        if known is None:
            return None
        return sum(any(_off(x, y, *a, *b) <= radius for a, b in pairwise(way)) for x, y in known)


def _off(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    """Distance of a point from a stretch."""
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    s = 0.0 if length <= 0.0 else min(max(((x - ax) * dx + (y - ay) * dy) / length, 0.0), 1.0)
    return hypot(x - ax - s * dx, y - ay - s * dy)
