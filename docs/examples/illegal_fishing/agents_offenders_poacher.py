"""Poachers: out to a ground, fish, home with the catch; at the sight of a patrol home with what there is."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from guardship.agents.interfaces import Helm, Point, Radio, Sighting
from guardship.agents.offenders.offender import Departures, Quantile, Voyager
from guardship.agents.vessel import Vessel
from guardship.reasons import Reason


@dataclass(frozen=True, slots=True)
class Trip:
    """How a poacher works. Speeds [kn], times [h]."""

    cruise: float
    top: float
    ports: tuple[Point, ...]
    area: int
    fishes: Quantile
    wary_of: frozenset[str]


class Doing(Enum):
    """What a poacher is about."""

    ASHORE = auto()
    OUTBOUND = auto()
    FISHING = auto()
    HOMEBOUND = auto()


class Landings(Departures, Protocol):
    """The umpire of voyages, as a poacher may use it."""

    def deliver(self, group: Voyager) -> None:
        """The catch is landed."""
        ...


class Poacher(Vessel):
    """Fishes where it may not."""

    role = "poacher"
    offence = "illegal_fishing"

    def __init__(self, model: Any, name: str, helm: Helm, radio: Radio, trip: Trip, voyages: Landings) -> None:
        super().__init__(model, name, helm, radio)
        self.trip, self.voyages = trip, voyages
        self.candidates = self.sortie = 0
        self.doing, self.stopped, self.driven_off = Doing.ASHORE, False, False
        helm.attend(trip.wary_of)

    @property
    def voyager(self) -> Voyager:
        return self

    @property
    def cruise(self) -> float:
        """Its speed when nothing drives it [kn]."""
        return self.trip.cruise

    def ends(self, voyage: int) -> tuple[Point, Point]:
        """Port and first place on the ground."""
        port = self.trip.ports[int(self.helm.draw("base", voyage) * len(self.trip.ports))]
        return port, self.helm.somewhere(self.trip.area, voyage)

    def way(self, voyage: int, u: float) -> tuple[Point, ...]:
        """The same."""
        return self.ends(voyage)

    def set_out(self) -> None:
        """The hour of a candidate voyage has come."""
        self.candidates += 1
        if not self.voyages.plan(self):
            return
        self.sortie, self.driven_off, self.stopped = self.candidates, False, False
        self.port, ground = self.ends(self.sortie)
        self.voyages.sail(self)
        self.helm.appear(*self.port)
        self.doing = Doing.OUTBOUND
        if not self.helm.sail([ground], self.trip.cruise):
            self.go_home()

    def on_arrival(self) -> None:
        if self.doing is Doing.OUTBOUND:
            self.doing = Doing.FISHING
            self.helm.roam(self.trip.area, self.trip.cruise)
            self.helm.later(self.trip.fishes(self.helm.draw("endurance", self.sortie)), "on_full", self.sortie)
        elif self.doing is Doing.HOMEBOUND:
            self.land()

    def on_full(self, sortie: int) -> None:
        """Time to go."""
        if sortie == self.sortie and self.doing is Doing.FISHING and not self.stopped:
            self.go_home()

    def go_home(self) -> None:
        """Back to port."""
        self.doing = Doing.HOMEBOUND
        if not self.helm.sail([self.port], self.trip.top if self.driven_off else self.trip.cruise):
            self.land()

    def land(self) -> None:
        """In port, with the catch or without."""
        self.doing = Doing.ASHORE
        self.helm.leave()
        if self.driven_off:
            self.voyages.come_home(self, Reason.WARSHIP_SEEN, Reason.WARSHIP_SEEN)
        else:
            self.voyages.deliver(self)

    def on_contact(self, seen: Sighting) -> None:
        if seen.hull in self.trip.wary_of and self.doing in (Doing.OUTBOUND, Doing.FISHING) and not self.stopped:
            self.driven_off = True
            self.go_home()

    def on_stopped(self) -> None:
        """A patrol has stopped it."""
        self.stopped = True

    def on_released(self) -> None:
        """Nothing was found: home."""
        if self.stopped:
            self.stopped = False
            self.go_home()

    def on_caught(self) -> None:
        """A patrol has taken it."""
        self.doing, self.stopped = Doing.ASHORE, False
        self.helm.leave()

    def on_prey_gone(self) -> None:
        """It attacks nobody."""
