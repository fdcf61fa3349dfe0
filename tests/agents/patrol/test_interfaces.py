"""A part of a unit asks of it what its protocol names, and nothing else: it works for anything that gives that."""

from typing import Any

from guardship.agents.drills import Exercise
from guardship.agents.interfaces import Helm, Radio, Sighting, Task
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.craft import Craft, Rules
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.replenishment import Cycle, Logistics
from guardship.agents.patrol.stations import Beat, Station
from guardship.reasons import Reason

from .test_boats import Ship, seen
from .test_craft import CALM, TASK, Deck


class Plain:
    """No agent and no vessel: a name, a helm, and a list of what it was told."""

    def __init__(self, helm: Any, duty: Duty = Duty.PATROL) -> None:
        self.helm: Helm = helm
        self.radio: Radio = helm
        self.told: list[str] = []
        self.name = "u/0"
        self.duty = duty
        self.doctrine = Doctrine(15.0, 28.0)

    def return_to_station(self) -> None:
        self.told.append("return_to_station")

    def forget_suspects(self) -> None:
        self.told.append("forget_suspects")


class InCycle(Plain):
    free = True
    station: Station = Beat.of([(1.0, 1.0)], loop=False)
    exercise: Exercise | None = None

    def take_up_station(self) -> None:
        self.told.append("take_up_station")

    def take_part(self) -> None:
        self.told.append("take_part")


class Carried(Plain):
    datum: Task | None = None
    on_scene = False
    quarry = 0
    is_boat = True
    speed_of_deck = 28.0
    craft: Craft | None = None

    def kept_on_deck(self, distress: bool) -> Reason | None:
        return None if distress else Reason.IN_EXERCISE

    def surroundings_of_deck(self) -> Any:
        return CALM

    def make_for(self, task: Any) -> bool:
        return True

    def idle(self, duty: Duty) -> None:
        self.duty = duty

    def hoisted(self) -> None:
        self.told.append("hoisted")

    def lowered(self, seen: Sighting) -> None:
        self.told.append("lowered")


class WithBoats(Plain):
    quarry = 0

    def distance(self, x: float, y: float) -> float:
        return 2.0

    def arrive_on_scene(self) -> None:
        self.told.append("arrive_on_scene")

    def dispose(self, prizes: Any) -> None:
        self.told.append(f"dispose {len(prizes)}")


def test_a_cycle() -> None:
    ship, cycle = InCycle(Deck()), Logistics(Cycle(lambda u: 200.0, lambda u: 50.0, (30.0, 40.0)))
    cycle.unit = ship
    cycle.on_due(0)
    assert ship.duty is Duty.TO_PORT
    cycle.enter_port()
    cycle.on_ready()
    assert cycle.arrived() and ship.told == ["forget_suspects", "take_up_station"]


def test_a_craft() -> None:
    deck: Any = Deck()
    unit, craft = Carried(Deck(), Duty.ON_DECK), Craft(Rules(lambda u: 0.25), deck)
    craft.unit = unit
    assert craft.grounded(distress=True) is None and craft.grounded(distress=False) is Reason.IN_EXERCISE
    craft.scramble(TASK)
    craft.on_ready()
    craft.turn_back()
    craft.arrived()
    assert unit.duty is Duty.ON_DECK and unit.told == ["forget_suspects", "hoisted"]


def test_boats() -> None:
    helm: Any = Ship()
    ship, boat = WithBoats(helm), Carried(Deck(), Duty.ON_DECK)
    boat.craft = Craft(Rules(lambda u: 0.0, reach=4.0), helm)
    boats = Boats([boat])
    assert boats.lower(ship, seen(3)) and ship.quarry == 3 and boat.told == ["lowered"]
    boats.prizes.append(True)
    boats.hoisted(ship, boat)
    assert ship.told == ["arrive_on_scene", "dispose 1"] and not boats.after
