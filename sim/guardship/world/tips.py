"""What commands come to know that no unit of theirs has reported: tips; and what an adversary in the network does.

Truth, like the umpire: it alone knows which tip is about which voyage, and what is made up.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from guardship.agents.interfaces import Point
from guardship.core.kernels.polygon import point_in_polygon
from guardship.intelligence import PUBLIC, Kind, Observation
from guardship.intelligence.tips import Rumour
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

if TYPE_CHECKING:
    from guardship.world.attacks import Candidate
    from guardship.world.model import PatrolModel


class Sources:
    """Tips by the voyage that they are about, and whose patrols are known to the adversary."""

    def __init__(self, model: "PatrolModel") -> None:
        self.model = model
        self.about: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.known: Counter[int] = Counter()

    # ---- tips -----------------------------------------------------------------------------------

    def tip(self, rumour: Rumour, to: Sequence[int], candidate: "Candidate | None") -> None:
        """A source speaks, to some holders."""
        model = self.model
        for holder in to:
            report = model.make(
                Kind.TIP, holder, rumour.observation(), (rumour.key, rumour.ordinal), until=rumour.until
            )
            row = -1 if candidate is None else candidate.row
            model.note(
                Occurrence.TIP_GIVEN, -1, row, report=report.id, reason=Reason.MADE_UP if candidate is None else None
            )
            if candidate is not None:
                self.about[candidate.row, candidate.ordinal].append(report.id)
                voyage = model.umpire.voyage.get(candidate.row)
                if voyage is not None and voyage.ordinal == candidate.ordinal and voyage.sailed is not None:
                    model.note(Occurrence.TIPPED, candidate.row, voyage=voyage.number, report=report.id)
            model.transmit(report)

    def sailed(self, row: int, ordinal: int, voyage: int) -> None:
        """A voyage begins: the tips that were about it."""
        for report in self.about.get((row, ordinal), ()):
            self.model.note(Occurrence.TIPPED, row, voyage=voyage, report=report)

    # ---- an adversary in the network ------------------------------------------------------------

    def spoof(self, holder: int, seen: Observation) -> None:
        """A report of a suspicious vessel arrives that no unit has made."""
        self._made_up(Occurrence.SPOOFED, Kind.CONTACT, holder, seen)

    def decoy(self, seen: Observation) -> None:
        """A call for help is heard that no ship has made."""
        self._made_up(Occurrence.DECOY, Kind.DISTRESS, PUBLIC, seen)

    def _made_up(self, kind: Occurrence, of: Kind, sender: int, seen: Observation) -> None:
        report = self.model.make(of, sender, seen, (seen.by, seen.contact))
        self.model.note(kind, -1, report=report.id, reason=Reason.MADE_UP)
        self.model.transmit(report)

    def struck(self, holder: int) -> None:
        """An attack on the network of a holder begins."""
        self.model.note(Occurrence.CYBER_BEGUN, -1, holder=holder)

    def spared(self, holder: int) -> None:
        """It ends."""
        self.model.note(Occurrence.CYBER_ENDED, -1, holder=holder)

    def learn(self, holders: Sequence[int]) -> None:
        """From now on the adversary knows where the patrols of some holders are."""
        self.known.update(holders)

    def forget(self, holders: Sequence[int]) -> None:
        """It knows it no more."""
        self.known.subtract(holders)

    def patrols(self) -> list[Point] | None:
        """Where the patrols are that the adversary knows of; None when it knows nothing."""
        holders = [holder for holder, times in self.known.items() if times > 0]
        if not holders:
            return None
        ocean = self.model.ocean
        rows = [self.model.rows[unit.name] for holder in sorted(holders) for unit in self.model.commands[holder].units]
        return [ocean.position(row) for row in rows if ocean.afloat(row)]

    def patrols_in(self, area: int) -> int | None:
        """How many of them are in an area."""
        known = self.patrols()
        if known is None:
            return None
        a, b = self.model.ocean.sea.areas[area]
        ring = self.model.ocean.sea.pool[a:b]
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
