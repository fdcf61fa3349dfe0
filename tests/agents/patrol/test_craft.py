"""Sorties: crew hours, what keeps a craft on deck, tasks that it cannot do, and the way home to a deck that turns."""

from math import hypot
from typing import Any

import mesa
import pytest

from guardship.agents import Patrol, Surroundings, Task
from guardship.agents.drills import Exercise
from guardship.agents.interfaces import Point
from guardship.agents.limits import Limits
from guardship.agents.patrol.craft import Craft, Rules
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.stations import Beat
from guardship.coalition.interoperability import Interoperability
from guardship.reasons import Reason

from .test_unit import Stub

CALM, ROUGH = Surroundings("day", "calm"), Surroundings("day", "rough")
TASK = Task(4, 9, True, 10.0, 0.0, 0.0, 0.0, 0.0)
RULES = Rules(
    lambda u: 0.25,
    endurance=3.0,
    reserve=0.3,
    turnaround=1.0,
    a_day=8.0,
    limits=Limits(frozenset({"day"}), frozenset({"calm"}), frozenset({"clear"})),
)


def doing(unit: Patrol) -> Duty:
    """Its duty, which changes under the eyes of a type checker."""
    return unit.duty


class Deck(Stub):
    """A ship's helm: where it is and how it moves."""

    at: Point = (0.0, 0.0)
    v: Point = (0.0, 0.0)
    sea = CALM
    orders: list[tuple[float, str, tuple[int, ...]]]

    def __init__(self) -> None:
        super().__init__()
        self.orders = []
        self.routes: list[tuple[Point, float]] = []

    def position(self) -> Point:
        return self.at

    def velocity(self) -> Point:
        return self.v

    def surroundings(self) -> Surroundings:
        return self.sea

    def draw(self, what: str, n: int = 0) -> float:
        return 0.5

    def later(self, hours: float, what: str, *args: int) -> None:
        self.orders.append((hours, what, args))

    def sail(self, points: Any, speed: float, loop: bool = False) -> bool:
        self.routes.append((points[-1], speed))
        return True


def helicopter(rules: Rules = RULES) -> tuple[Craft, Deck, Deck]:
    """A craft on deck, its own helm, and its ship's."""
    own, ship = Deck(), Deck()
    craft = Craft(rules, ship)
    air: Any = own
    sea: Any = ship
    unit = Patrol(mesa.Model(rng=1), "h/0", air, air, Doctrine(100.0, 120.0), craft=craft)
    unit.mother = Patrol(mesa.Model(rng=1), "s/0", sea, sea, Doctrine(15.0, 28.0))
    return craft, own, ship


def unit_of(craft: Craft) -> Patrol:
    """The unit whose craft it is, as the whole that it is."""
    assert isinstance(craft.unit, Patrol)
    return craft.unit


def exercise(ship: Patrol, answers: bool) -> Exercise:
    """An exercise to which a ship is called."""
    there = Beat.of([(9.0, 9.0)], loop=False)
    return Exercise("x", [("a", ship)], (), there, 48.0, 0.5, answers, Interoperability())


@pytest.mark.parametrize(
    ("flown", "left"),
    [
        ([], 3.0),
        ([(0.0, 3.0), (5.0, 8.0)], 2.0),
        ([(-20.0, -13.0)], 3.0),
        ([(-16.0, -13.0), (-13.0, -8.0)], 2.0),
        ([(0.0, 3.0), (3.0, 6.0), (6.0, 9.0)], 0.0),
    ],
)
def test_crew_hours_in_any_day(flown: list[tuple[float, float]], left: float) -> None:
    """At 10 h: what was flown since 14 h before midnight counts against 8 h, to the minute."""
    craft, _, _ = helicopter()
    craft.flown = flown
    by_hand = 8.0 - sum(max(b - max(a, -14.0), 0.0) for a, b in flown)
    assert craft.hours(10.0) == pytest.approx(min(3.0, by_hand)) and (left <= 0.0 or by_hand > 0.0)
    assert (craft.why_not(10.0, CALM) is Reason.CREW_REST) == (by_hand <= 0.6)


def test_what_keeps_it_on_deck() -> None:
    craft, _, _ = helicopter()
    assert craft.why_not(0.0, CALM) is None and craft.why_not(0.0, ROUGH) is Reason.WEATHER
    craft.ready_at = 2.0
    assert craft.why_not(1.9, CALM) is Reason.TURNAROUND and craft.why_not(2.0, CALM) is None
    craft.out_since = 2.0
    assert craft.why_not(3.0, CALM) is Reason.CRAFT_OUT
    ship = unit_of(craft).mother
    assert ship is not None
    ship.duty = Duty.IN_PORT
    assert craft.grounded() is Reason.IN_PORT


def test_a_ship_in_an_exercise_launches_for_a_call_for_help_or_for_nothing() -> None:
    craft, own, deck = helicopter()
    ship = unit_of(craft).mother
    assert ship is not None
    exercise(ship, answers=True).on_begin()
    assert craft.grounded(distress=False) is Reason.IN_EXERCISE and craft.grounded(distress=True) is None
    own.sea, deck.sea = CALM, ROUGH  # what counts is the weather at the ship
    assert craft.grounded(distress=True) is Reason.WEATHER
    assert ship.exercise is not None
    ship.exercise.answers_calls = False
    assert craft.grounded(distress=True) is Reason.IN_EXERCISE


def test_a_faster_ship_has_it_think_of_the_way_home_earlier() -> None:
    """1.5 h of slack, 120 kn out and 100 kn home: at most (120 + the ship's) / 100 of the slack is lost in an hour."""
    looks = []
    for top in (28.0, 80.0):
        craft, own, ship = helicopter()
        unit = unit_of(craft)
        sea: Any = ship
        unit.mother = Patrol(mesa.Model(rng=1), "s/0", sea, sea, Doctrine(15.0, top))
        craft.out_since, craft.until, unit.duty = 0.0, 1.8, Duty.RESPOND
        craft.watch()
        looks.append(own.orders[-1][0])
    assert looks == pytest.approx([1.5 / 2.48, 1.5 / 3.0])


def test_a_task_goes_back_when_the_weather_turns_during_the_alert() -> None:
    craft, own, ship = helicopter()
    unit_of(craft).on_tasked(TASK)
    assert doing(unit_of(craft)) is Duty.ALERT and own.orders == [(0.25, "craft.on_ready", ())]
    ship.sea = ROUGH
    craft.on_ready()
    assert doing(unit_of(craft)) is Duty.ON_DECK and "decline" in own.told and craft.out_since is None


def test_a_task_goes_back_when_the_fuel_ends_on_the_way() -> None:
    craft, own, _ = helicopter()
    unit_of(craft).on_tasked(TASK)
    craft.on_ready()
    assert doing(unit_of(craft)) is Duty.RESPOND and "decline" not in own.told
    craft.turn_back()
    assert doing(unit_of(craft)) is Duty.RETURN and "decline" in own.told


def test_a_task_that_moves_during_the_alert_is_flown_to_where_it_is() -> None:
    craft, _, _ = helicopter()
    unit_of(craft).on_tasked(TASK)
    unit_of(craft).on_redirected(TASK._replace(x=50.0, report=12))
    assert unit_of(craft).datum == TASK._replace(x=50.0)


def test_the_time_to_a_target_counts_its_way_during_the_alert() -> None:
    craft, _, ship = helicopter()
    asked: list[tuple[float, ...]] = []

    def time_to_meet(*what: float) -> float:
        asked.append(what)
        return 0.1

    vars(ship)["time_to_meet"] = time_to_meet
    assert unit_of(craft).offer(TASK._replace(vx=12.0)) == pytest.approx(0.35)
    assert asked[0][:2] == (13.0, 0.0)


def fly_home(turn_at: float, v: Point, after: Point, until: float = 3.0) -> tuple[float, list[float]]:
    """Fly home to a deck that changes its course once: hours until it lands, and speeds ordered."""
    craft, own, ship = helicopter(Rules(lambda u: 0.0, endurance=3.0))
    own.at, ship.v = (40.0, 0.0), v
    craft.out_since, craft.until, craft.sorties = 0.0, until, 1
    craft.go_home()
    t = 0.0
    while t < 3.0 and craft.out_since is not None:
        (gx, gy), speed = own.routes[-1]
        away = hypot(gx - own.at[0], gy - own.at[1])
        looks = [hours for hours, what, _ in own.orders if what == "craft.on_way_home"]
        dt = min([away / speed, *([looks[-1]] if looks and len(looks) == len(own.routes) else [])])
        cut = max(min(turn_at - t, dt), 0.0)
        moved = [cut * a + (dt - cut) * b for a, b in zip(v, after, strict=True)]
        ship.at = ship.at[0] + moved[0], ship.at[1] + moved[1]
        share = 1.0 if away == 0.0 else min(dt * speed / away, 1.0)
        own.at = own.at[0] + share * (gx - own.at[0]), own.at[1] + share * (gy - own.at[1])
        t += dt
        own.time = t
        ship.v = v if t < turn_at else after
        if share == 1.0:
            craft.arrived()
        else:
            craft.on_way_home(1)
    return t, [speed for _, speed in own.routes]


def test_it_looks_for_its_deck_on_the_way_home() -> None:
    straight, speeds = fly_home(9.0, (20.0, 0.0), (20.0, 0.0))
    assert straight == pytest.approx(40.0 / 120.0, abs=0.01) and set(speeds) == {100.0}
    turned, speeds = fly_home(0.05, (20.0, 0.0), (-20.0, 0.0))
    assert turned <= 0.55 and len(speeds) <= 10  # at once towards the deck: 0.48 h; to the old meeting first: 0.59 h
    hurried, speeds = fly_home(9.0, (-28.0, 0.0), (-28.0, 0.0), until=0.5)
    assert hurried <= 0.5 and speeds[0] == 120.0  # 0.56 h at cruising speed
