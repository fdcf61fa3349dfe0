"""A smuggler among stubs: what it does at the sight of a patrol, and what becomes of its voyage."""

from collections import Counter
from typing import Any

import mesa
import pytest

from guardship.agents import Limits, Sighting, Smuggler, Surroundings
from guardship.agents.interfaces import Course
from guardship.agents.offenders.routes import Passages, Way, WayChoice
from guardship.agents.offenders.smuggler import Passage, PassagePhase, Reaction
from guardship.reasons import Reason

BASE, LANDING, ISLET, FAR = (0.0, 0.0), (100.0, 0.0), (40.0, 30.0), (40.0, -90.0)


class World:
    """Helm and umpire: does as told, writes it down; nothing moves by itself."""

    def __init__(self, u: float = 0.5) -> None:
        self.time, self.u = 0.0, u
        self.here = Surroundings("day", "calm")
        self.at = (30.0, 0.0)
        self.told: list[str] = []
        self.timers: list[tuple[float, str, tuple[int, ...]]] = []
        self.wet = True
        self.home: Reason | None = None
        self.luck: dict[str, float] = {}

    def surroundings(self, at: Any = None) -> Surroundings:
        return self.here

    def draw(self, what: str, n: int = 0, about: str = "") -> float:
        return self.luck.get(about, self.u)

    def position(self) -> tuple[float, float]:
        return self.at

    def course(self) -> Course:
        return Course(((70.0, 0.0), LANDING))

    def sail(self, points: Any, speed: float | None = None) -> bool:
        """Of the helm; without a speed, of the umpire."""
        if speed is not None:
            self.told.append(f"sails {list(points)} at {speed:g}")
        return self.wet

    def later(self, hours: float, what: str, *args: int) -> None:
        self.timers.append((self.time + hours, what, args))

    def plan(self, group: Any) -> bool:
        return True

    def come_home(self, group: Any, why: Reason | None, empty: Reason) -> None:
        self.home = why

    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: self.told.append(name)


def smuggler(world: World, **changes: Any) -> Smuggler:
    """One that has sailed."""
    usual: dict[str, Any] = {
        "offence": "drugs",
        "cruise": 8.0,
        "top": 11.0,
        "bases": (BASE,),
        "landings": (LANDING,),
        "wary_of": frozenset({"warship"}),
        "sanctuaries": (FAR, ISLET),
        "hides": 2.0,
    }
    helm: Any = world
    made = Smuggler(mesa.Model(rng=1), "d", helm, helm, Passage(**{**usual, **changes}), helm)
    made.set_out()
    return made


def warship(contact: int = 3) -> Sighting:
    return Sighting(contact, 0.0, 5.0, 0.0, 0.0, 0.0, 0.1, "warship")


def phase(crew: Smuggler) -> PassagePhase:
    return crew.phase


def only(reaction: Reaction) -> dict[str, Any]:
    return {"reactions": {reaction: 1.0}}


@pytest.fixture
def world() -> World:
    return World()


def test_it_sails_by_its_way_points_and_delivers(world: World) -> None:
    crew = smuggler(world, via=((50.0, 9.0),))
    assert world.told[-1] == "sails [(50.0, 9.0), (100.0, 0.0)] at 8"
    crew.on_arrival()
    assert world.told[-2:] == ["leave", "deliver"] and phase(crew) is PassagePhase.ASHORE


def test_bad_weather_keeps_it_ashore(world: World) -> None:
    world.here = Surroundings("day", "rough")
    smuggler(world, sails_in=Limits(weather=frozenset({"calm"})))
    assert world.told[-1] == "stay" and "appear" not in world.told


def test_without_water_no_leg_of_its_way_is_known_to_be_safe(world: World) -> None:
    world.wet = False
    given: Any = {"reward": 1.0, "loss": 0.0, "cost": 0.0, "danger": 0.0, "rationality": 1.0, "trust": 1.0}
    known = Passages(WayChoice(**given), lambda a, b: 1.0)
    helm: Any = world
    ways = (Way("by", ((50.0, 9.0),)),)
    usual: Any = {"offence": "drugs", "cruise": 8.0, "top": 11.0, "bases": (BASE,), "landings": (LANDING,)}
    Smuggler(
        mesa.Model(rng=1), "d", helm, helm, Passage(**usual, wary_of=frozenset(), ways=ways), helm, known
    ).set_out()
    assert world.home is Reason.NO_WATER
    legs = known.legs((BASE, (50.0, 9.0), LANDING))
    assert [known.met.at(leg, 0.0).weight for leg in legs] == [0.0, 0.0]


def test_without_water_it_does_not_arrive(world: World) -> None:
    world.wet = False
    smuggler(world)
    assert world.home is Reason.NO_WATER


def test_who_carries_on_keeps_its_course(world: World) -> None:
    crew = smuggler(world)
    before = [line for line in world.told if line.startswith("sails")]
    crew.on_contact(warship())
    assert [line for line in world.told if line.startswith("sails")] == before and phase(crew) is PassagePhase.OUTBOUND


def test_who_turns_back_comes_home_for_the_warship(world: World) -> None:
    crew = smuggler(world, **only(Reaction.TURNS_BACK))
    crew.on_contact(warship())
    assert world.told[-1] == "sails [(0.0, 0.0)] at 8"
    crew.on_arrival()
    assert world.home is Reason.WARSHIP_SEEN and "deliver" not in world.told


def test_who_jettisons_does_so_once_and_goes_home(world: World) -> None:
    crew = smuggler(world, **only(Reaction.JETTISONS))
    crew.on_contact(warship())
    crew.on_contact(warship(4))
    crew.on_arrival()
    assert world.told.count("jettison") == 1 and world.home is Reason.JETTISONED


def test_who_runs_makes_for_the_nearest_sanctuary_and_waits_until_the_coast_is_clear(world: World) -> None:
    crew = smuggler(world, **only(Reaction.RUNS))
    crew.on_contact(warship())
    assert world.told[-1] == "sails [(40.0, 30.0)] at 11" and phase(crew) is PassagePhase.RUNNING
    crew.on_arrival()
    assert phase(crew) is PassagePhase.HIDING
    _, _, args = world.timers[-1]
    crew.on_hidden(*args)  # it is still in sight
    assert phase(crew) is PassagePhase.HIDING
    crew.on_contact_lost(3)
    crew.on_hidden(*args)  # a timer of the wait before
    assert phase(crew) is PassagePhase.HIDING
    crew.on_hidden(*world.timers[-1][2])
    assert world.told[-1] == "sails [(70.0, 0.0), (100.0, 0.0)] at 8" and phase(crew) is PassagePhase.OUTBOUND


def test_a_fisher_is_no_patrol(world: World) -> None:
    crew = smuggler(world, **only(Reaction.TURNS_BACK))
    crew.on_contact(warship()._replace(hull="dhow"))
    assert phase(crew) is PassagePhase.OUTBOUND


def test_the_choice_goes_by_weight_and_each_option_has_luck_of_its_own() -> None:
    found: Counter[Reaction] = Counter()
    weights = {Reaction.CARRIES_ON: 3.0, Reaction.TURNS_BACK: 1.0, Reaction.JETTISONS: 0.0}
    for a in range(40):
        for b in range(40):
            world = World()
            world.luck = {"carries_on": (a + 0.5) / 40, "turns_back": (b + 0.5) / 40}
            found[smuggler(world, reactions=weights).choice()] += 1
    assert found[Reaction.JETTISONS] == 0
    assert found[Reaction.CARRIES_ON] / 1600 == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize("reaction", [Reaction.CARRIES_ON, Reaction.RUNS])
def test_released_it_goes_on(world: World, reaction: Reaction) -> None:
    crew = smuggler(world, **only(reaction))
    crew.on_stopped()
    crew.on_contact(warship())  # the one that has stopped it
    assert phase(crew) is PassagePhase.OUTBOUND
    crew.on_released()
    assert world.told[-1] == "sails [(70.0, 0.0), (100.0, 0.0)] at 8"


def test_endurance_sends_it_home_once_it_is_let_go(world: World) -> None:
    crew = smuggler(world, endurance=lambda u: 30.0)
    assert world.timers[0][:2] == (30.0, "on_endurance")
    crew.on_stopped()
    crew.on_endurance(1)
    assert phase(crew) is PassagePhase.OUTBOUND
    crew.on_released()
    crew.on_arrival()
    assert world.home is Reason.ENDURANCE


def test_an_old_endurance_means_nothing(world: World) -> None:
    crew = smuggler(world, endurance=lambda u: 30.0)
    crew.on_arrival()
    crew.set_out()
    crew.on_endurance(1)
    assert phase(crew) is PassagePhase.OUTBOUND
