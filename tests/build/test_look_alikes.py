"""How many harmless vessels look like what is sought, and how pictures are kept: from a scenario to those who act."""

from pathlib import Path

import pytest

import guardship
from guardship import PatrolModel
from guardship.agents import Patrol
from guardship.build.look_alikes import look_alikes
from guardship.build.tasking import habits
from guardship.build.theatre import Theatre
from guardship.core.ocean import Errors
from guardship.intelligence import Habits

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY = SCENARIOS / "tiny.yaml"


def test_as_many_as_the_densest_waters_have_unless_the_hull_says() -> None:
    theatre = Theatre.of(guardship.load(SCENARIOS / "gulf_of_aden.yaml"))
    found = look_alikes(theatre)
    field = theatre.scenario.field["skiffs"].boats
    assert 40_000 < field / found["skiff"] < 60_000  # square miles of the fishing waters
    assert found["merchant"] == 0.0 < found["dhow"] < found["skiff"]
    said = guardship.load(SCENARIOS / "gulf_of_aden.yaml", set={"hulls.skiff.look_alikes": 0.5})
    assert look_alikes(Theatre.of(said)) == found | {"skiff": 0.5}


def test_what_a_scenario_says_of_pictures_and_sensors_reaches_those_who_act() -> None:
    changes = {
        "pictures.gate": 0.9,
        "pictures.agility": "3 kn",
        "pictures.memory": "5 h",
        "types.frigate.recognises": 0.7,
        "sensors.radar.bias": 0.5,
        "sensors.radar.velocity_error": "3 kn",
        "sensors.radar.error": "1 m",
    }
    model = PatrolModel(guardship.load(TINY, set=changes), seed=1)
    own = [unit for unit in model.crew if isinstance(unit, Patrol) and unit.name.startswith("frigates")]
    assert {unit.doctrine.likeness.least for unit in own} == {0.7}
    kept = model.roster.commands[0].picture.habits
    assert own[0].doctrine.likeness.habits == kept
    assert (kept.agility, kept.memory) == (9.0, 5.0)
    assert kept.gate == pytest.approx(4.60517, abs=1e-5)  # chi-square of two degrees, 90 %
    assert Errors(1.0 / 1852.0, 0.5, 3.0).parts in [one for suite in model.ocean.errors for one in suite.values()]


def test_what_is_not_given_is_as_usual_and_changes_no_hash() -> None:
    scenario = guardship.load(TINY)
    assert habits(scenario) == Habits()
    usual = {"pictures.gate": 0.999, "sensors.radar.bias": 0.75, "types.frigate.recognises": 0.5}
    assert guardship.load(TINY, set=usual).hash == scenario.hash
    assert guardship.load(TINY, set={"pictures.agility": "2.1 kn"}).hash != scenario.hash
