"""Endurance and replenishment of ships: so long on station, so long away in port."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from guardship.agents.interfaces import Point
from guardship.agents.patrol.duty import Duty
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

if TYPE_CHECKING:
    from guardship.agents.patrol.unit import Patrol


@final
@dataclass(frozen=True, slots=True)
class Cycle:
    """So long on station, so long away [h], as quantile functions; the port [nm]."""

    on_station: Callable[[float], float]
    away: Callable[[float], float]
    port: Point


@final
class Logistics:
    """Where a ship is in its cycle. `due`: the time on station is over, and what is under way is being finished."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.unit: Patrol | None = None
        self.times = 0
        self.due = False
        self.outward = False
        self.recalls = 0  # orders to stay in port that hold
        self.ready = False  # it would be out if it might
        self.ordered = False  # it is on its way in because of them

    @property
    def ship(self) -> "Patrol":
        """Whose cycle it is."""
        assert self.unit is not None
        return self.unit

    def on_due(self, times: int) -> None:
        """The time on station is over; what is under way is finished first."""
        if times == self.times:
            self.due = True
            if self.ship.free:
                self.head_for_port()

    def head_for_port(self) -> None:
        """Leave the station."""
        ship, self.due = self.ship, False
        if not ship.helm.sail([self.cycle.port], ship.doctrine.cruise):
            ship.helm.note(Occurrence.DECLINED, Reason.NO_WATER)
            ship.take_up_station()
            ship.radio.available()
            return
        ship.duty = Duty.TO_PORT
        ship.helm.note(Occurrence.OFF_STATION)

    def begin_in_port(self) -> None:
        """It is in port when the run begins: it has not put to sea yet."""
        self.ship.duty = Duty.IN_PORT
        self.ship.helm.note(Occurrence.IN_PORT)

    # ---- recalled by its nation -----------------------------------------------------------------

    def on_recall(self) -> None:
        """Back to port, when its hands are free, and no way out until `on_return`."""
        self.recalls += 1
        ship = self.ship
        if self.recalls > 1 or ship.duty in (Duty.IN_PORT, Duty.TO_PORT):
            return
        ship.helm.note(Occurrence.RECALLED, Reason.RECALLED)
        self.due = self.ordered = True
        if ship.free:
            self.head_for_port()

    def on_return(self) -> None:
        """It may be out again: out of port once it is ready, or back to its station from the way in."""
        self.recalls -= 1
        if self.recalls > 0:
            return
        ship, ordered = self.ship, self.ordered
        self.ordered = False
        if ship.duty is Duty.IN_PORT:
            if self.ready:
                self.on_ready()
        elif ordered:
            self.due = False
            if ship.duty is Duty.TO_PORT:
                ship.return_to_station()

    def stay_in_port(self) -> None:
        """It is in port, ready, when the run begins, and stays until `on_return`."""
        self.recalls, self.ready = 1, True
        self.begin_in_port()

    def enter_port(self) -> None:
        """Alongside in port."""
        ship = self.ship
        ship.helm.leave()
        ship.suspects.clear()
        ship.duty = Duty.IN_PORT
        ship.helm.note(Occurrence.IN_PORT)
        self.times += 1
        self.ordered = False
        ship.helm.later(self.cycle.away(ship.helm.draw("away", self.times)), "logistics.on_ready")

    def on_ready(self) -> None:
        """Out of port, and on the way to the station; it takes tasks from now on."""
        ship = self.ship
        self.ready = self.recalls > 0
        if self.ready:
            return
        ship.helm.appear(*self.cycle.port)
        ship.helm.note(Occurrence.OUT_OF_PORT)
        hours = self.cycle.on_station(ship.helm.draw("on_station", self.times))
        ship.helm.later(hours, "logistics.on_due", self.times)
        ship.duty = Duty.PATROL
        if ship.exercise is not None:
            ship.take_part()
            return
        self.outward = ship.helm.sail([ship.station.entry(ship.helm)], ship.doctrine.cruise)
        if not self.outward:
            ship.take_up_station()
        ship.radio.available()

    def arrived(self) -> bool:
        """The end of a way: True when it was the way out to the station."""
        if not self.outward:
            return False
        self.outward = False
        self.ship.helm.note(Occurrence.ON_STATION)
        self.ship.take_up_station()
        return True
