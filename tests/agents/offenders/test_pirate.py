"""A pirate group among stubs: what it does, and the reason that it gives."""

from math import inf
from typing import Any

import mesa
import pytest

from guardship.agents import Limits, PirateGroup, Sighting, Skiff, Surroundings
from guardship.agents.offenders.hunting import HuntingGround, Judgement
from guardship.agents.offenders.pirate import SortiePhase
from guardship.agents.offenders.tactics import Tactics
from guardship.reasons import Reason

CALM = Limits(weather=frozenset({"calm"}))
WEST, EAST = HuntingGround("west", 1, 2.0), HuntingGround("east", 2, 1.0)


class World:
    """Helm of every vessel of a group, and umpire: does as told, writes it down; nothing moves by itself."""

    call_sign = 7

    def __init__(self) -> None:
        self.time = 0.0
        self.here = Surroundings("day", "calm")
        self.at: dict[str, tuple[float, float]] = {}
        self.sails: dict[str, tuple[float, float]] = {}
        self.told: list[str] = []
        self.timers: list[tuple[float, str, tuple[int, ...]]] = []
        self.boarding: Reason | None = None
        self.water = True
        self.citadel = False
        self.guards: Reason | None = None
        self.home: tuple[Reason | None, Reason] | None = None
        self.stayed: Reason | None = None

    def surroundings(self, at: Any = None) -> Surroundings:
        return self.here

    def draw(self, what: str, n: int = 0, about: str = "") -> float:
        return 0.5

    def decides(self, contact: int, what: str, n: int, p: float) -> bool:
        return p > 0.5

    def would(self, contact: int, what: str, n: int, p: float) -> bool:
        return p > 0.5

    def time_to_meet(self, x: float, y: float, vx: float, vy: float, speed: float) -> float:
        return inf if speed < abs(vx) else 0.5

    def somewhere(self, area: int, n: int) -> tuple[float, float]:
        return 50.0, float(area)

    def later(self, hours: float, what: str, *args: int) -> None:
        self.timers.append((self.time + hours, what, args))

    def note(self, kind: str, reason: Reason | None = None, **_: int) -> None:
        self.told.append(kind if reason is None else f"{kind}/{reason.name.lower()}")

    # ---- the umpire -----------------------------------------------------------------------------

    def plan(self, group: Any) -> bool:
        return True

    def stay(self, group: Any, why: Reason) -> None:
        self.stayed = why

    def attack(self, group: Any, contact: int) -> Reason | None:
        self.told.append("attack")
        return None

    def try_boarding(self, group: Any) -> Reason | None:
        return self.boarding

    def closes(self, group: Any) -> tuple[Reason | None, float]:
        return self.guards, 0.0

    def locked_out(self, group: Any) -> bool:
        return self.citadel

    def end_attack(self, group: Any, why: Reason) -> None:
        self.told.append(f"failed/{why.name.lower()}")

    def come_home(self, group: Any, why: Reason | None, empty: Reason) -> None:
        self.home = why, empty

    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: self.told.append(name)


class Hand:
    """The helm of one vessel in a world."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        world.at[name] = (0.0, 0.0)

    def position(self) -> tuple[float, float]:
        return self.world.at[self.name]

    def velocity(self) -> tuple[float, float]:
        return self.world.sails.get(self.name, (0.0, 0.0))

    def sail(self, points: Any, speed: float) -> bool:
        self.world.told.append(f"{self.name} sails {points[0]}")
        return self.world.water

    def launch(self, boat: Any, contact: int, speed: float) -> bool:
        self.world.told.append(f"launch at {speed:g}")
        return True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world, name)


def group(world: World, skiffs: int = 1, grounds: Any = (WEST,), **tactics: Any) -> PirateGroup:
    """A group; how it works can be changed."""
    usual: dict[str, Any] = {
        "cruise": 8.0,
        "skiff_speed": 20.0,
        "endurance": lambda u: 96.0,
        "within": 6.0,
        "gives_up_after": lambda u: 0.5,
        "tries_for": lambda u: 0.0,
        "takes_control_after": lambda u: 0.25,
        "gives_up_citadel_after": lambda u: 2.0,
        "pause": lambda u: 1.0,
        "prey": frozenset({"ship"}),
        "wary_of": frozenset({"warship"}),
        "bases": ((0.0, 0.0),),
        "grounds": grounds,
    }
    model, boats = mesa.Model(rng=1), []
    for k in range(skiffs):
        helm: Any = Hand(world, f"s{k}")
        boats.append(Skiff(model, f"s{k}", helm, helm))
    umpire: Any = world
    helm = Hand(world, "m")
    made = PirateGroup(model, "m", helm, helm, Tactics(**{**usual, **tactics}), boats, umpire, umpire)
    made.set_out()
    return made


def phase(crew: PirateGroup) -> SortiePhase:
    """What it is about now."""
    return crew.phase


def ground(crew: PirateGroup) -> HuntingGround:
    """Where it hunts now."""
    return crew.scout.ground


def run(world: World, crew: PirateGroup, until: float) -> None:
    """Let its timers go off."""
    while world.timers and min(world.timers)[0] <= until:
        timer = min(world.timers)
        world.timers.remove(timer)
        world.time = timer[0]
        getattr(crew, timer[1])(*timer[2])
    world.time = until


def on_ground(world: World, **tactics: Any) -> PirateGroup:
    crew = group(world, **tactics)
    crew.on_arrival()
    assert phase(crew) is SortiePhase.HUNTING or tactics
    return crew


def ship(x: float = 3.0, hull: str = "ship", vx: float = 0.0, contact: int = 5) -> Sighting:
    return Sighting(contact, 0.0, x, 0.0, vx, 0.0, 0.1, hull)


@pytest.fixture
def world() -> World:
    return World()


def test_bad_weather_keeps_it_ashore(world: World) -> None:
    world.here = Surroundings("day", "rough")
    group(world, sails_in=CALM)
    assert world.stayed is Reason.WEATHER and "sail" not in world.told


def test_at_sea_it_lies_to_until_the_weather_is_better(world: World) -> None:
    crew = on_ground(world, sails_in=CALM)
    world.here = Surroundings("day", "rough")
    crew.on_contact(ship())
    assert phase(crew) is SortiePhase.LYING_TO and world.told[-3:] == ["spared/weather", "lies_to/weather", "hold"]
    run(world, crew, 5.0)
    assert phase(crew) is SortiePhase.LYING_TO
    world.here = Surroundings("day", "calm")
    run(world, crew, 7.0)
    assert phase(crew) is SortiePhase.HUNTING
    world.here = Surroundings("day", "rough")
    crew.on_contact(ship())
    run(world, crew, 96.0)
    crew.on_arrival()
    assert world.home == (None, Reason.WEATHER)


def test_how_often_it_looks_whether_the_weather_is_better_is_its_own_choice(world: World) -> None:
    crew = on_ground(world, sails_in=CALM, looks_again=0.5)
    world.here = Surroundings("day", "rough")
    crew.on_contact(ship())
    world.here = Surroundings("day", "calm")
    run(world, crew, 0.6)
    assert phase(crew) is SortiePhase.HUNTING


@pytest.mark.parametrize(
    ("tactics", "state", "prey", "why"),
    [
        ({}, ("day", "calm"), ship(), None),
        ({"attacks_in": CALM}, ("day", "rough"), ship(), "weather"),
        ({"attacks_in": Limits(light=frozenset({"day"}))}, ("night", "calm"), ship(), "wrong_light"),
        ({"willing": {"night": 0.4}}, ("night", "calm"), ship(), "unwilling"),
        ({"willing": {"night": 0.6}}, ("night", "calm"), ship(), None),
        ({"willing": {"night": 0.0}}, ("day", "calm"), ship(), None),
        ({}, ("day", "calm"), ship(vx=19.0), None),
        ({"skiffs_in": {"rough": 0.9}}, ("day", "rough"), ship(vx=19.0), "outrun"),
        ({"skiffs": 0}, ("day", "calm"), ship(), "no_boats"),
    ],
)
def test_what_is_spared_and_why(world: World, tactics: Any, state: Any, prey: Sighting, why: str | None) -> None:
    crew = on_ground(world, **tactics)
    world.here = Surroundings(*state)
    crew.on_contact(prey)
    assert [line for line in world.told if line.startswith("spared")] == ([] if why is None else [f"spared/{why}"])
    assert ("attack" in world.told) is (why is None)


def test_the_state_slows_the_skiffs(world: World) -> None:
    crew = on_ground(world, skiffs_in={"rough": 0.5})
    world.here = Surroundings("day", "rough")
    crew.on_contact(ship())
    assert "launch at 10" in world.told


def test_the_mother_ship_goes_where_the_prey_will_be(world: World) -> None:
    """When the skiffs reach it; from where they are beside it, when they have tried; when the ship is theirs."""
    crew = on_ground(world, tries_for=lambda u: 0.5)
    crew.on_contact(ship(vx=10.0))
    assert world.told[-2:] == ["launch at 20", "m sails (8.0, 0.0)"]
    world.time, world.at["s0"], world.sails["s0"] = 0.5, (8.5, 0.0), (12.0, 2.0)
    crew.alongside(crew.skiffs[0])
    assert world.told[-1] == "m sails (14.5, 1.0)"
    run(world, crew, 1.0)
    assert phase(crew) is SortiePhase.ON_BOARD and world.told[-1] == "m sails (17.5, 1.5)"


def test_the_mother_ship_does_not_run_past_a_ship_that_comes_towards_her(world: World) -> None:
    crew = on_ground(world)
    crew.on_contact(ship(x=6.0, vx=-10.0))
    assert world.told[-1] == "m sails (1.0, 0.0)"
    crew.on_arrival()
    assert phase(crew) is SortiePhase.ATTACKING and world.told[-1] == "m sails (1.0, 0.0)"


def test_without_water_to_the_prey_the_mother_ship_waits_and_hunts_on_afterwards(world: World) -> None:
    crew = on_ground(world)
    world.water = False
    crew.on_contact(ship(vx=10.0))
    assert world.told[-2:] == ["m sails (8.0, 0.0)", "hold"]
    crew.prey_lost(crew.skiffs[0], Reason.NOT_FOUND)
    assert phase(crew) is SortiePhase.HUNTING and world.told[-1] == "roam"


def test_a_chase_ends_when_the_fuel_does(world: World) -> None:
    """A second chase has what the first one left; then the sortie is over, whatever else failed."""
    crew = on_ground(world, fuel=0.75, pause=lambda u: 0.0)
    for left, why in ((0.5, "gave_up"), (0.25, "fuel")):
        crew.on_contact(ship())
        run(world, crew, world.time + left)
        assert f"failed/{why}" in world.told
    assert phase(crew) is SortiePhase.HOMEBOUND
    crew.on_arrival()
    assert world.home is not None and world.home[0] is Reason.FUEL


def test_the_mother_ship_waits_for_her_skiffs(world: World) -> None:
    """She lies still, they sail to her; the one that is late is left to follow her."""
    crew = on_ground(world, skiffs=2, waits=1.0)
    crew.on_contact(ship())
    world.at |= {"s0": (4.0, 0.0), "s1": (5.0, 0.0)}
    run(world, crew, 0.5)
    assert phase(crew) is SortiePhase.RECOVERING
    assert world.told[-3:] == ["hold", "s0 sails (0.0, 0.0)", "s1 sails (0.0, 0.0)"]
    world.at["s0"] = (0.3, 0.0)
    crew.skiffs[0].on_arrival()
    assert not crew.skiffs[0].out and phase(crew) is SortiePhase.RECOVERING
    run(world, crew, 1.5)
    assert phase(crew) is SortiePhase.HUNTING and "sails_without/no_boats" in world.told
    world.at |= {"m": (9.0, 0.0), "s1": (0.0, 0.0)}
    crew.skiffs[1].on_arrival()
    assert world.told[-1] == "s1 sails (9.0, 0.0)" and crew.skiffs[1].out
    world.at["s1"] = (9.0, 0.1)
    crew.skiffs[1].on_arrival()
    assert not crew.skiffs[1].out


def test_a_citadel_cannot_be_taken(world: World) -> None:
    crew = on_ground(world)
    crew.on_contact(ship())
    world.citadel = True
    crew.alongside(crew.skiffs[0])
    run(world, crew, 1.9)
    assert phase(crew) is SortiePhase.ON_BOARD
    run(world, crew, 2.1)
    assert "failed/citadel" in world.told and "seize" not in world.told


def test_guards_keep_them_off(world: World) -> None:
    crew = on_ground(world)
    crew.on_contact(ship())
    world.boarding = Reason.GUARDS
    crew.alongside(crew.skiffs[0])
    assert "failed/guards" in world.told and phase(crew) is SortiePhase.HUNTING


def test_taken_the_ship_is_theirs_and_the_hunt_is_over(world: World) -> None:
    crew = on_ground(world)
    crew.on_contact(ship())
    crew.alongside(crew.skiffs[0])
    run(world, crew, 0.3)
    assert "seize" in world.told and phase(crew) is SortiePhase.HOMEBOUND


def test_it_lies_low_after_a_warship_and_longer_after_two(world: World) -> None:
    crew = on_ground(world, lies_low=6.0)
    crew.on_contact(ship(hull="warship"))
    assert phase(crew) is SortiePhase.LYING_LOW
    crew.on_contact_lost(5)
    world.time = 4.0
    crew.on_contact(ship(hull="warship"))
    crew.on_contact(ship(contact=8))
    assert "attack" not in world.told
    run(world, crew, 9.9)
    assert phase(crew) is SortiePhase.LYING_LOW
    run(world, crew, 10.1)
    assert phase(crew) is SortiePhase.HUNTING
    crew.on_endurance(1)
    crew.on_arrival()
    assert world.home == (None, Reason.LAY_LOW)


def test_an_attack_is_broken_off_at_the_sight_of_a_warship_and_not_begun(world: World) -> None:
    crew = on_ground(world)
    crew.on_contact(ship())
    crew.skiffs[0].on_contact(ship(hull="warship"))
    assert "failed/warship_seen" in world.told
    crew.on_contact(ship(hull="warship", contact=9))
    crew.on_contact(ship())
    assert world.told.count("attack") == 1 and world.told[-1] == "spared/warship_seen"
    crew.on_endurance(1)
    crew.on_arrival()
    assert world.home == (None, Reason.WARSHIP_SEEN)


def test_too_many_warships_drive_it_to_another_ground(world: World) -> None:
    crew = on_ground(world, grounds=(WEST, EAST), moves_after=2, judgement=Judgement(reward=1.0, rationality=5.0))
    assert ground(crew) is WEST
    crew.on_contact(ship(hull="warship", contact=1))
    assert ground(crew) is WEST
    crew.on_contact(ship(hull="warship", contact=2))
    assert ground(crew) is EAST and phase(crew) is SortiePhase.OUTBOUND
    assert [told for told in world.told if told not in ("attend", "begins")][-2:] == [
        "ground/warship_seen",
        "m sails (50.0, 2.0)",
    ]


def test_a_ground_without_worth_keeps_it_ashore(world: World) -> None:
    """And the less, the more risk weighs: expected are two ships and one warship a day."""
    for risk, why in ((0.5, None), (3.0, Reason.DETERRED)):
        world.stayed = None
        group(
            world,
            grounds=(HuntingGround("west", 1, 2.0, 1.0),),
            judgement=Judgement(reward=1.0, risk=risk, stays_ashore_below=0.0),
        )
        assert world.stayed is why


def test_what_befell_it_counts_against_the_ground(world: World) -> None:
    crew = on_ground(world, judgement=Judgement(risk=1.0, trust=24.0, caught=10.0))
    world.time = 24.0
    crew.on_caught()
    assert crew.scout.lore.perceived("west", 24.0) == (1.0, 5.0)


def test_nothing_seen_is_no_prey(world: World) -> None:
    crew = on_ground(world)
    run(world, crew, 96.0)
    crew.on_arrival()
    assert world.home == (None, Reason.NO_PREY)
