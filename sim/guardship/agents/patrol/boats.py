"""The boats of a patrol ship: lowered after what the ship holds, hoisted when they are done."""

from collections.abc import Sequence
from math import inf
from typing import Protocol, final

from guardship.agents.interfaces import Helm, Sighting
from guardship.agents.patrol.craft import Craft
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.interfaces import AnyUnit
from guardship.occurrences import Occurrence

MINUTE = 1.0 / 60.0
LOWERS = (Duty.PATROL, Duty.PURSUE, Duty.SUPPORT, Duty.RESPOND, Duty.SEARCH)


class Boat(Protocol):
    """A unit as the ship that lowers it knows it."""

    @property
    def name(self) -> str:
        """The boat's own name."""
        ...

    @property
    def helm(self) -> Helm:
        """The boat's own state, and what it can order."""
        ...

    @property
    def doctrine(self) -> Doctrine:
        """How the boat works."""
        ...

    @property
    def craft(self) -> Craft | None:
        """The boat's sorties; None: it is never lowered."""
        ...

    def lowered(self, seen: Sighting) -> None:
        """It is on the water, after what its ship holds."""
        ...


class ShipWithBoats(AnyUnit, Protocol):
    """A unit as its boats know it. `quarry`: the contact that she is after, 0 for none; her boats may set it."""

    quarry: int

    def distance(self, x: float, y: float) -> float:
        """How far a place is from her [nm]."""
        ...

    def arrive_on_scene(self) -> None:
        """She is where she was sent: alongside, or at the datum."""
        ...

    def dispose(self, prizes: Sequence[bool]) -> None:
        """Process those who were taken, one group after another; of each, whether it is detained."""
        ...


@final
class Boats[B: Boat]:
    """A ship that has boats out lies to until the last is back; meanwhile it sends others after what comes near.

    `reach`: how far off [nm] the one that goes farthest is sent, 0 without boats. `after`: the ship's contact that each
    boat is after, by the boat's name, while it is out. `prizes`: of each group that they have taken since the ship
    began to wait, whether it is detained.
    """

    def __init__(self, boats: Sequence[B] = ()) -> None:
        self.all = tuple(boats)
        self.reach = max((boat.craft.rules.reach for boat in self.all if boat.craft is not None), default=0.0)
        self.after: dict[str, int] = {}
        self.prizes: list[bool] = []

    def lower(self, ship: ShipWithBoats, seen: Sighting) -> bool:
        """Send a boat after a contact that the ship holds; False when none can go or reach it."""
        if not self.all or ship.duty not in LOWERS:
            return False
        if seen.contact in self.after.values():
            return True
        boat = self.ready(ship, seen)
        if boat is None or not ship.helm.launch(boat.helm, seen.contact, boat.doctrine.top):
            return False
        ship.duty, ship.quarry = Duty.SUPPORT, seen.contact
        ship.arrive_on_scene()
        ship.helm.hold()
        ship.helm.note(Occurrence.SUPPORTING, contact=seen.contact)
        self.after[boat.name] = seen.contact
        boat.lowered(seen)
        return True

    def ready(self, ship: ShipWithBoats, seen: Sighting) -> B | None:
        """The first boat that can be launched here and reach the contact; None when there is none."""
        away, here = ship.distance(seen.x, seen.y), ship.helm.surroundings()
        for boat in self.all:
            craft, speed = boat.craft, boat.doctrine.top
            if craft is None or away > craft.rules.reach or craft.why_not(ship.helm.time, here) is not None:
                continue
            if ship.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, speed) < inf:
                return boat
        return None

    def await_turnaround(self, now: float) -> bool:
        """Whether there are boats and each of them is still being made ready at `now` [h], after its last use."""
        return bool(self.all) and all(boat.craft is not None and now < boat.craft.ready_at for boat in self.all)

    def look_later(self, ship: ShipWithBoats, seen: Sighting) -> None:
        """Have the ship look again when a quarry should be within reach of a boat; never without boats."""
        hours = ship.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, ship.doctrine.top)
        if self.reach > 0.0 and hours < inf:
            closing = max(ship.distance(seen.x, seen.y) / hours, 1.0) if hours > 0.0 else 1.0
            ship.helm.later(max(hours - 0.9 * self.reach / closing, MINUTE), "on_near", seen.contact)

    def drop(self, ship: ShipWithBoats, boat: Boat) -> None:
        """A boat is no more, and the ship goes on without it; of what is not one of its boats nothing is dropped."""
        if any(one is boat for one in self.all):
            self.all = tuple(one for one in self.all if one is not boat)
            self.hoisted(ship, boat)

    def hoisted(self, ship: ShipWithBoats, boat: Boat) -> None:
        """A boat of the ship is back; with the last of them the ship sees to the prizes, or is free."""
        self.after.pop(boat.name, None)
        if ship.duty is not Duty.SUPPORT or self.after:
            return
        prizes, self.prizes = self.prizes, []
        if prizes:
            ship.dispose(prizes)
        else:
            ship.return_to_station()
