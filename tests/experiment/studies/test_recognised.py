"""Perfect stages where vessels are recognised by signs: the guilty give themselves away, others are seen as before."""

from math import inf
from statistics import mean
from typing import Any

import numpy as np
import pytest

from guardship.build.recognition import signs_of
from guardship.experiment.studies import perfect
from guardship.experiment.studies.perfect import stages
from guardship.intelligence import Look
from guardship.intelligence.belief import KINDS
from guardship.outcomes.beliefs import Belief
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import changed
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from system.worlds import SCENARIOS

SHOWN = {"pirate_group": {"outbound": 0.9, "hunting": 0.6}, "dhow": 0.2}
RECOGNITION: dict[str, Any] = {
    "signs": {
        "gear": {
            "shown": SHOWN,
            "skiffs": {"pirate_group": 0.8},
            "renews": "6 h",
            "seen": {"optical": [{"sees": 0.4, "mistakes": 0.1}, {"sees": 1.0}], "hail": [{"sees": 0.5}]},
        },
        "tow": {"shown": {"pirate_group": 0.7}, "seen": {"optical": [{"sees": 0.6, "mistakes": 0.1}]}},
    },
    "measured": {"fast": {"over": "8 kn", "believed": {"piracy": 0.4, "harmless": 0.3}, "renews": "6 h"}},
    "priors": {"dhow": {"piracy": 0.05}, "skiff": {"piracy": 0.1}},
    "priors_in": {"waters": {"dhow": {"piracy": 0.02}}},
    "thresholds": {"passes": 0.01, "closes": 0.1, "asks": 0.1, "boards": 0.3},
    "hail": {"takes": "15 min"},
}
RINGS = [{"range": "4 nm", "after": "20 min"}, {"range": "1 nm", "after": "10 min"}]


@pytest.fixture(scope="module")
def world() -> Scenario:
    looks = dict.fromkeys(("sensors.lookout.identifies.dhow", "sensors.lookout.identifies.skiff"), RINGS)
    return load(SCENARIOS / "tiny.yaml", set={"recognition": RECOGNITION, **looks})


@pytest.fixture(scope="module")
def chain(world: Scenario) -> dict[str, Scenario]:
    return {stage.name: stage.scenario for stage in stages(world) if stage.scenario is not None}


def beliefs(scenario: Scenario, guilty: bool) -> list[Belief]:
    """What is made of looks at the guilty, or at all others, in five runs."""
    found = []
    for seed in range(5):
        run = simulate(scenario, seed)
        found += [
            one for one in run.model.journal.beliefs if run.model.crew.names[one.vessel].startswith("pirates") is guilty
        ]
    return found


def test_what_signs_are_worth_stays_when_a_hull_is_copied(world: Scenario) -> None:
    said = perfect._plain(world.written)
    before = perfect._plain(world.written)
    assert perfect._sought(said, world) == ["dhow_sought", "skiff"]
    apart = changed(world, perfect._difference(before, said))
    old, new = signs_of(world, [()]), signs_of(apart, [()], lambda _: np.zeros((0, 2)))
    assert old is not None and new is not None
    assert new.shown["dhow"] == new.shown["dhow_sought"] == old.shown["dhow"]
    assert new.priors["dhow_sought"] == old.priors["dhow"]
    assert new.waters[0].priors["dhow_sought"] == new.waters[0].priors["dhow"]
    for seed in (1, 5):
        assert simulate(apart, seed).summary["measures"] == simulate(world, seed).summary["measures"]


def test_every_stage_is_valid_and_runs(chain: dict[str, Scenario]) -> None:
    assert {"find", "identify", "hold", "report", "reach", "board", "evidence"} <= chain.keys()
    for scenario in chain.values():
        assert simulate(scenario, 1).summary["measures"]


def test_any_look_gives_the_guilty_away_and_tells_nothing_new_of_others(
    world: Scenario, chain: dict[str, Scenario]
) -> None:
    old, new = signs_of(world, [()]), signs_of(chain["identify"], [()])
    assert old is not None and new is not None
    own, told = len(old.names) - old.measured, "tow_sought_piracy"
    assert new.names == (*old.names[:own], told, *old.names[own:])  # the others keep their places and so their draws
    assert new.renews[own] == inf
    for kind in range(len(KINDS) - 1):
        one = Look(1.0, kind, 0, 0, 1 << own)
        assert new.posterior(new.priors["dhow_sought"], "dhow_sought", [one])[1] > 0.999
        assert new.posterior(new.priors["dhow"], "dhow", [one._replace(word=0)]) == pytest.approx(
            old.posterior(old.priors["dhow"], "dhow", [one._replace(word=0)])
        )


def test_the_guilty_are_suspects_at_the_first_look(world: Scenario, chain: dict[str, Scenario]) -> None:
    """Not as it is: then some are passed by the core, which leaves no line, and no suspect is as sure."""
    as_it_is, known = beliefs(world, True), beliefs(chain["identify"], True)
    assert min(one.chances[0] for one in as_it_is) > max(one.chances[0] for one in known)
    assert known
    assert {one.verdict for one in known} == {"suspects"}


def test_the_harmless_are_taken_for_what_they_were(world: Scenario, chain: dict[str, Scenario]) -> None:
    """No look at them shows the new sign; units are elsewhere, so there are other looks."""
    old, new = beliefs(world, False), beliefs(chain["identify"], False)
    own = 2
    assert not [one for one in new if one.looked[3] >> own & 1]
    assert {one.verdict for one in new} == {one.verdict for one in old}
    assert mean(one.chances[1] for one in new) == pytest.approx(mean(one.chances[1] for one in old), rel=0.3)
