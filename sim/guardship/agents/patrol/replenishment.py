"""Endurance and replenishment of ships: so long on station, so long away in port."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, final

from guardship.agents.drills import Exercise
from guardship.agents.interfaces import Point
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.interfaces import AnyUnit
from guardship.agents.patrol.stations import Station
from guardship.occurrences import Occurrence
from guardship.reasons import Reason


@final
@dataclass(frozen=True, slots=True)
class Cycle:
    """How long a ship is on station and how long away [h], as quantile functions; where her `port` is [nm].

    `from_port`: the time on station is counted from leaving port, as of a ship that comes for a stated time.
    """

    on_station: Callable[[float], float]
    away: Callable[[float], float]
    port: Point
    from_port: bool = False


class ShipInCycle(AnyUnit, Protocol):
    """A unit as its cycle knows it."""

    @property
    def free(self) -> bool:
        """Whether it is on patrol, without a task."""
        ...

    @property
    def station(self) -> Station:
        """Where it goes when it has no task."""
        ...

    @property
    def exercise(self) -> Exercise | None:
        """The exercise that it is called to; None for none."""
        ...

    def take_up_station(self) -> None:
        """Go to its station, and keep it."""
        ...

    def take_part(self) -> None:
        """Go to where the exercise is held that it is called to."""
        ...


@final
class Logistics:
    """Where a ship is in its cycle. `unit`: whose cycle it is, None until that ship is made.

    `times`: how often it has been in port. `due`: the time on station is over, and what is under way is being
    finished. `outward`: it is on its way from port to its station. `counting`: its time on station has begun, as that
    of a ship that is there when the run begins.
    """

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.unit: ShipInCycle | None = None
        self.times = 0
        self.due = False
        self.outward = False
        self.counting = True
        self.recalls = 0  # orders to stay in port that hold
        self.ready = False  # it would be out if it might
        self.ordered = False  # it is on its way in because of them

    @property
    def ship(self) -> ShipInCycle:
        """The ship whose cycle it is, which has to be made by now."""
        assert self.unit is not None
        return self.unit

    def on_due(self, times: int) -> None:
        """The time on station after so many `times` in port is over; the ship finishes first what is under way."""
        if times == self.times:
            self.due = True
            if self.ship.free:
                self.head_for_port()

    def head_for_port(self) -> None:
        """The ship leaves her station for port; when no water leads there, she stays."""
        ship, self.due = self.ship, False
        if not ship.helm.sail([self.cycle.port], ship.doctrine.cruise):
            ship.helm.note(Occurrence.DECLINED, Reason.NO_WATER)
            ship.take_up_station()
            ship.radio.available()
            return
        ship.duty = Duty.TO_PORT
        ship.helm.note(Occurrence.OFF_STATION)

    def begin_in_port(self) -> None:
        """The ship is in port when the run begins: she has not put to sea yet."""
        self.ship.duty = Duty.IN_PORT
        self.ship.helm.note(Occurrence.IN_PORT)

    # ---- recalled by its nation -----------------------------------------------------------------

    def on_recall(self) -> None:
        """Its nation calls the ship back to port, once her hands are free, and keeps her there until `on_return`."""
        self.recalls += 1
        ship = self.ship
        if self.recalls > 1 or ship.duty in (Duty.IN_PORT, Duty.TO_PORT):
            return
        ship.helm.note(Occurrence.RECALLED, Reason.RECALLED)
        self.due = self.ordered = True
        if ship.free:
            self.head_for_port()

    def on_return(self) -> None:
        """The ship may be out again: she leaves port once she is ready, or turns back to her station on the way in."""
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
        """The ship is in port, ready, when the run begins, and stays there until `on_return`."""
        self.recalls, self.ready = 1, True
        self.begin_in_port()

    def enter_port(self) -> None:
        """The ship is alongside in port, and stays for as long as her cycle says."""
        ship = self.ship
        ship.helm.leave()
        ship.forget_suspects()
        ship.duty = Duty.IN_PORT
        ship.helm.note(Occurrence.IN_PORT)
        self.times += 1
        self.due = self.ordered = False
        ship.helm.later(self.cycle.away(ship.helm.draw("away", self.times)), "logistics.on_ready")

    def on_ready(self) -> None:
        """The ship puts to sea, unless she is kept in port, and makes for her station; she takes tasks from now on."""
        ship = self.ship
        self.ready = self.recalls > 0
        if self.ready:
            return
        ship.helm.appear(*self.cycle.port)
        ship.helm.note(Occurrence.OUT_OF_PORT)
        self.counting = False
        if self.cycle.from_port:
            self.begin_on_station()
        ship.duty = Duty.PATROL
        if ship.exercise is not None:
            ship.take_part()
            return
        self.make_for_station()
        ship.radio.available()

    def make_for_station(self) -> None:
        """The ship makes for her station; where no water leads there, she is on it where she is."""
        ship = self.ship
        self.outward = ship.helm.sail([ship.station.entry(ship.helm)], ship.doctrine.cruise)
        if not self.outward:
            self.begin_on_station()
            ship.take_up_station()

    def begin_on_station(self) -> None:
        """The ship is on station, or has her first task on the way there: her time counts from now on."""
        if not self.counting:
            self.counting = True
            hours = self.cycle.on_station(self.ship.helm.draw("on_station", self.times))
            self.ship.helm.later(hours, "logistics.on_due", self.times)

    def arrived(self) -> bool:
        """The ship is at the end of a way; True when it was the way out to her station."""
        if not self.outward:
            return False
        self.outward = False
        self.ship.helm.note(Occurrence.ON_STATION)
        self.begin_on_station()
        self.ship.take_up_station()
        return True
