"""Ships that were taken and are used as mother ships: the group is on their bridge, and its own vessel is let go.

What the ship sees she sees with the pirates' eyes; to everybody else she is the ship that she was.
"""

from dataclasses import dataclass
from typing import Protocol, cast, final

from guardship.agents.interfaces import Helm, Point
from guardship.agents.merchant import Merchant
from guardship.agents.offenders.pirate import PirateGroup
from guardship.agents.vessel import Vessel
from guardship.core.ocean import Ocean
from guardship.world.ports import Crew

LENT = ("wants", "heeds", "misses")  # what a vessel is told of, as long as somebody else is on her bridge


class Bridge(Protocol):
    """A helm as the world knows it: who is on it."""

    agent: Vessel | None


@final
@dataclass(frozen=True, slots=True)
class Loan:
    """Who was on the bridges before: the ship's master, the group and the helm of its own vessel, its speed [kn]."""

    master: Merchant
    group: PirateGroup
    helm: Helm
    cruise: float
    sensors: int
    told: tuple[int, ...]


@final
class MotherShips:
    """`lent`: by row of the ship."""

    def __init__(self, ocean: Ocean, crew: Crew) -> None:
        self._ocean = ocean
        self._crew = crew
        self.lent: dict[int, Loan] = {}

    def used_by(self, group: int) -> int:
        """The row of the ship from which a group hunts; -1 for none but its own."""
        return next((ship for ship, loan in self.lent.items() if self._crew.row(loan.group) == group), -1)

    def board(self, ship: int, group: PirateGroup, base: Point, hours: float) -> None:
        """A group hunts from a ship from now on, for so many hours at most; then it takes her to its base."""
        master, own, fleet = self._crew[ship], self._crew.row(group), self._ocean.fleet
        assert isinstance(master, Merchant)
        told = tuple(int(fleet[name][ship]) for name in LENT)
        self.lent[ship] = Loan(master, group, group.helm, group.cruise, self._ocean.suite(ship), told)
        for name in LENT:
            fleet[name][ship] = fleet[name][own]
        self._ocean.sense(ship, self._ocean.suite(own))
        self._ocean.leave(own)
        self._crew.relieve(ship, group, own)
        cast(Bridge, master.helm).agent = group
        group.go_on_from(master.helm, master.handling.speed, base, hours)

    def put_back(self, ship: int) -> None:
        """The group leaves her bridge."""
        loan, fleet = self.lent.pop(ship), self._ocean.fleet
        self._crew.relieve(ship, loan.master, -1)
        cast(Bridge, loan.master.helm).agent = loan.master
        loan.group.change_ships(loan.helm, loan.cruise)
        self._ocean.sense(ship, loan.sensors)
        for name, bits in zip(LENT, loan.told, strict=True):
            fleet[name][ship] = bits

    def finish(self) -> None:
        """At the end of a run: each ship is her own master's, for those who ask who is who."""
        for ship, loan in self.lent.items():
            self._crew.relieve(ship, loan.master, -1)
