"""A ship's boats: which can go, one for each vessel, and a ship that waits for the last of them."""

from typing import Any

import mesa
import pytest

from guardship.agents import Patrol, Sighting
from guardship.agents.limits import Limits
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.craft import Craft, Rules
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty

from .test_craft import ROUGH, Deck

TEAM = Team(lambda u: 1.0, detaining=lambda u: 72.0, releasing=lambda u: 6.0)


class Ship(Deck):
    """A ship's helm that can put boats on the water."""

    def launch(self, boat: Any, contact: int, speed: float) -> bool:
        self.told.append(f"launch {contact}")
        return True

    def look(self, contact: int) -> Sighting:
        return seen(contact)


def seen(contact: int = 3, x: float = 2.0) -> Sighting:
    return Sighting(contact, 0.0, x, 0.0, 0.0, 0.0, 0.1, "dhow", True)


def crew(count: int = 2) -> tuple[Patrol, tuple[Patrol, ...], Ship]:
    """A ship with so many boats, and her helm."""
    model, ship = mesa.Model(rng=1), Ship()
    rules = Rules(lambda u: 0.0, turnaround=0.5, reach=4.0, limits=Limits(weather=frozenset({"calm"})))
    sea: Any = ship
    boats = []
    for k in range(count):
        own: Any = Deck()
        boats.append(Patrol(model, f"b/{k}", own, own, Doctrine(25.0, 32.0, 0.0, team=TEAM), craft=Craft(rules, ship)))
    return Patrol(model, "s/0", sea, sea, Doctrine(15.0, 28.0), boats=Boats(boats)), tuple(boats), ship


def test_a_boat_for_each_vessel_and_none_when_all_are_out() -> None:
    ship, boats, helm = crew()
    assert ship.boats.lower(ship, seen(3)) and ship.duty is Duty.SUPPORT
    assert ship.boats.lower(ship, seen(3))  # is being seen to
    assert ship.boats.lower(ship, seen(4)) and not ship.boats.lower(ship, seen(5))
    assert [told for told in helm.told if "launch" in told] == ["launch 3", "launch 4"]
    assert [boat.duty for boat in boats] == [Duty.PURSUE, Duty.PURSUE]


def test_limits_of_boats() -> None:
    ship, (boat, other), helm = crew()
    assert ship.boats.ready(ship, seen(x=3.9)) is boat and ship.boats.ready(ship, seen(x=4.1)) is None
    assert boat.craft is not None and other.craft is not None
    boat.craft.ready_at = 0.5
    assert ship.boats.ready(ship, seen()) is other
    other.craft.ready_at = 0.5
    assert ship.boats.ready(ship, seen()) is None
    helm.time = 0.5
    assert ship.boats.ready(ship, seen()) is boat
    helm.sea = ROUGH
    assert ship.boats.ready(ship, seen()) is None


@pytest.mark.parametrize(("prizes", "hours"), [((), 0.0), ((True,), 72.0), ((False,), 6.0), ((True, False), 78.0)])
def test_the_ship_waits_for_the_last_boat_and_then_sees_to_the_prizes(prizes: tuple[bool, ...], hours: float) -> None:
    ship, boats, helm = crew()
    for contact, boat in enumerate(boats, 3):
        ship.boats.lower(ship, seen(contact))
        assert boat.craft is not None
    for boat, detained in zip(boats, prizes, strict=False):
        boat.on_boarding_done(True)
        boat.on_prize(detained)
    for boat in boats:
        assert ship.duty is Duty.SUPPORT
        assert boat.craft is not None
        boat.craft.recover()
    assert ship.duty is (Duty.DISPOSE if prizes else Duty.PATROL)
    assert [order[0] for order in helm.orders if order[1] == "on_disposed"] == ([hours] if prizes else [])


def test_what_a_boat_has_searched_is_cleared_by_the_ship_and_only_that() -> None:
    ship, (boat, _), helm = crew()
    ship.suspects = {3: seen(3), 4: seen(4)}
    ship.boats.lower(ship, seen(4))
    boat.quarry = 3  # a number of the boat's own
    boat.on_boarding_done(False)
    assert set(ship.suspects) == {3, 4} and "report" not in helm.told  # nobody got on board
    ship.boats.after[boat.name] = 4
    boat.on_nothing_found()
    assert set(ship.suspects) == {3} and helm.told[-1] == "report"
