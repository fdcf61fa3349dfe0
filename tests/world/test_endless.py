"""Events that repeat at one instant end a run with the names of those who take part, and what has happened is kept."""

import numpy as np
import pytest

from guardship.agents import Patrol, Sighting, Vessel
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Law, Ocean, Suite, new_fleet
from guardship.run.simulate import simulate
from guardship.world.endless import NAMED, Endless
from guardship.world.model import Company, World
from system.worlds import tiny

SPEEDS = {"one": 22.7, "other": 15.4}  # kn
SEES_ALL = Suite([{(0, 0): Law.definite(500.0)}])


class Chaser(Vessel):
    """Makes for the first that it sees."""

    def on_contact(self, seen: Sighting) -> None:
        if self.name == "bystander":
            return
        self.helm.chase(seen.contact, SPEEDS[self.name])


def two(reaction: float) -> World:
    """Two that make for each other, and one that looks on; `reaction` [h]."""
    fleet = new_fleet(3)
    fleet["id"], fleet["suite"], fleet["mode"] = [1, 2, 3], 0, s.FREE
    fleet["reaction"] = fleet["replan"] = reaction
    fleet["x"], fleet["y"] = [0.0, 20.0, 3000.0], [0.0, 1.0, 0.0]
    ocean = Ocean(fleet, [SEES_ALL], 1, Environment.constant(), starts=np.zeros(3))
    names = ["one", "other", "bystander"]

    def aboard(world: World) -> Company:
        bridges = [world.bridge(row) for row in range(3)]
        return Company([Chaser(world, name, bridge, bridge) for name, bridge in zip(names, bridges, strict=True)])

    return World(ocean, names=names, crews=aboard)


def test_two_who_turn_towards_each_other_without_reaction_time_are_named() -> None:
    with pytest.raises(Endless, match=r"among (one, other|other, one):") as caught:
        two(0.0).run_until(3.0)
    assert 0.4 < caught.value.time < 1.0  # when they meet
    assert "bystander" not in caught.value.names


def test_a_reaction_time_as_every_vessel_of_a_scenario_has_it_ends_that() -> None:
    model = two(1.0 / 60.0)
    model.run_until(3.0)
    assert model.time == 3.0


def test_vessels_of_a_scenario_have_a_reaction_time() -> None:
    fleet = simulate(tiny(), 1).model.ocean.fleet
    assert fleet["reaction"].min() >= 1.0 / 60.0
    assert fleet["replan"].min() >= 1.0 / 60.0


class Restless(Patrol):
    """From its first suspect on it cannot stop setting timers."""

    def on_classified(self, seen: Sighting) -> None:
        self.helm.later(0.0, "again")

    def again(self) -> None:
        self.helm.later(0.0, "again")


def test_a_timer_that_sets_itself_at_once_is_found_and_the_log_is_kept() -> None:
    with pytest.raises(Endless, match=r"among frigates/\d:") as caught:
        simulate(tiny(), 2, agents={"frigate": Restless})
    kept, then = caught.value.run.events, caught.value.time
    usual = simulate(tiny(), 2).events
    before = usual[usual["t"] < then]
    assert len(before) > 0
    assert kept[kept["t"] < then].to_csv() == before.to_csv()


def test_names_in_a_message_are_bounded() -> None:
    said = str(Endless(1.0, (f"vessel/{k}" for k in range(5000))))
    assert f"{5000 - NAMED} more" in said
    assert len(said) < 500
