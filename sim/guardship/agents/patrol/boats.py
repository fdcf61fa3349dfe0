"""The boats of a patrol ship: lowered after what the ship holds, hoisted when they are done."""

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, final

from guardship.agents.interfaces import Sighting
from guardship.agents.patrol.duty import Duty
from guardship.occurrences import Occurrence

if TYPE_CHECKING:
    from guardship.agents.patrol.unit import Patrol

MINUTE = 1.0 / 60.0
LOWERS = (Duty.PATROL, Duty.PURSUE, Duty.SUPPORT, Duty.RESPOND, Duty.SEARCH)


@final
class Boats:
    """A ship that has boats out lies to until the last is back; meanwhile it sends others after what comes near."""

    def __init__(self, boats: "Sequence[Patrol]" = ()) -> None:
        self.all = tuple(boats)
        self.reach = max((boat.craft.rules.reach for boat in self.all if boat.craft is not None), default=0.0)
        self.ship: Patrol | None = None
        self.after: dict[str, int] = {}
        self.prizes: list[bool] = []

    def lower(self, ship: "Patrol", seen: Sighting) -> bool:
        """Send a boat after a held contact; False when none can go or reach it."""
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

    def ready(self, ship: "Patrol", seen: Sighting) -> "Patrol | None":
        """The first boat that can be launched here and reach the contact."""
        away, here = ship.distance(seen.x, seen.y), ship.helm.surroundings()
        for boat in self.all:
            craft, speed = boat.craft, boat.doctrine.top
            if craft is None or away > craft.rules.reach or craft.why_not(ship.helm.time, here) is not None:
                continue
            if ship.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, speed) < inf:
                return boat
        return None

    def await_turnaround(self, now: float) -> bool:
        """Whether each of them is being made ready after its last use."""
        return bool(self.all) and all(boat.craft is not None and now < boat.craft.ready_at for boat in self.all)

    def look_later(self, ship: "Patrol", seen: Sighting) -> None:
        """Look again when a quarry should be within reach of a boat."""
        hours = ship.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, ship.doctrine.top)
        if self.reach > 0.0 and hours < inf:
            closing = max(ship.distance(seen.x, seen.y) / hours, 1.0) if hours > 0.0 else 1.0
            ship.helm.later(max(hours - 0.9 * self.reach / closing, MINUTE), "on_near", seen.contact)

    def hoisted(self, boat: "Patrol") -> None:
        """A boat is back; with the last of them the ship is free."""
        ship = boat.mother
        assert ship is not None
        self.after.pop(boat.name, None)
        if ship.duty is not Duty.SUPPORT or self.after:
            return
        prizes, self.prizes = self.prizes, []
        if prizes:
            ship.dispose(prizes)
        else:
            ship.return_to_station()
