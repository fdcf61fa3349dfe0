"""From the entries of recognition to what is shown, what is believed of it, and thresholds by nation."""

from math import inf
from typing import Any

import numpy as np
import pytest

import guardship
from guardship.build.recognition import Nature, natures, shown_table, signs_of, thresholds_of
from guardship.intelligence.belief import KINDS, Level
from guardship.run.audit import audit
from guardship.run.recognition import warned
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from system.worlds import SCENARIOS

SEEN = {"optical": [{"sees": 0.4, "mistakes": 0.1}, {"sees": 0.8}]}
TOW = {"pirate_group": {"outbound": 0.9, "hunting": 0.6}, "dhow": 0.05}
RECOGNITION: dict[str, Any] = {
    "signs": {
        "tow": {"shown": TOW, "skiffs": {"pirate_group": 0.2}, "renews": "1 d", "seen": SEEN, "when": {"night": 0.5}},
        "ladders": {
            "shown": {"pirate_group": 1},
            "seen": {"hail": [{"sees": 0.5}]},
            "believed": {"piracy": 0.7},
            "when": {"night": {"optical": 0.1}, "rough": {"hail": 3}},
        },
    },
    "measured": {"silent": {"believed": {"harmless": 0.2}}, "fast": {"over": "20 kn", "believed": {"harmless": 0.1}}},
    "priors": {"dhow": {"piracy": 0.1}, "skiff": {}},
    "priors_in": {"waters": {"dhow": {"piracy": 0.3}}},
    "thresholds": {"closes": 0.1, "boards": 0.4, "piracy": {"boards": 0.3}},
}
IDENTIFIES = {"sensors.lookout.identifies.dhow": {"range": "4 nm", "after": "1 h"}}


def world(**changes: object) -> Scenario:
    return load(SCENARIOS / "tiny.yaml", set={"recognition": RECOGNITION, **IDENTIFIES, **changes})


def test_offenders_have_phases_and_their_skiffs_too() -> None:
    found = natures(world())
    assert found[0] == Nature("dhow", False, "")
    pirates = [
        Nature("pirate_group", skiff, p) for skiff in (False, True) for p in ("outbound", "hunting", "homebound")
    ]
    assert list(found[-6:]) == pirates
    table = shown_table(world(), found)
    assert table[0].tolist() == [0.0, 0.05]  # ladders, tow
    assert table[-6:].tolist() == [[1, 0.9], [1, 0.6], [1, 0], [0, 0.2], [0, 0.2], [0, 0.2]]
    assert shown_table(load(SCENARIOS / "tiny.yaml"), found).shape == (len(found), 0)


def test_what_is_believed_is_the_mean_over_types_and_phases() -> None:
    """Unless it is said; measured signs go by what is said, for all hulls alike."""
    signs = signs_of(world(), [()])
    assert signs is not None and signs.names == ("ladders", "tow", "fast", "silent")
    assert (signs.measured, signs.offences, signs.renews) == (2, ("piracy",), (inf, 24.0, inf, inf))
    np.testing.assert_allclose(signs.shown["dhow"], [[0, 0.05, 0.1, 0.2], [0.7, 0.5, 0.1, 0.2]])
    np.testing.assert_allclose(signs.shown["skiff"], [[0, 0, 0.1, 0.2], [0.7, 0.2, 0.1, 0.2]])


def test_rates_by_kind_ring_and_surroundings() -> None:
    signs = signs_of(world(), [("day", "calm"), ("night", "rough")])
    assert signs is not None
    optical, hail = KINDS.index("optical"), KINDS.index("hail")
    assert [signs.rates[optical, ring, 0][1] for ring in range(4)] == [(0.4, 0.1), (0.8, 0.0), (0.8, 0.0), (0.8, 0.0)]
    assert signs.rates[optical, 0, 1][1] == (0.2, 0.1)
    assert [signs.rates[hail, 0, e][0] for e in (0, 1)] == [(0.5, 0.0), (1.0, 0.0)]
    assert signs.rates[optical, 0, 1][0] == (0.0, 0.0)


def test_chances_to_see_never_fall_below_those_to_err() -> None:
    signs = signs_of(world(**{"recognition.signs.tow.when": {"night": 0}}), [("night",)])
    assert signs is not None and signs.rates[KINDS.index("optical"), 0, 0][1] == (0.1, 0.1)


def test_priors_by_waters() -> None:
    ring = np.array([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0]])
    signs = signs_of(world(), [()], lambda _: ring)
    assert signs is not None
    assert [signs.prior("dhow", x, 5.0)[1] for x in (5.0, 15.0)] == [0.3, 0.1]
    assert signs.prior("skiff", 5.0, 5.0) == (1.0, 0.0)


def test_a_nation_has_thresholds_over_those_of_all() -> None:
    own = {"nations.coalition.thresholds": {"boards": 0.6, "piracy": {"closes": 0.2}}}
    common, nation = thresholds_of(world()), thresholds_of(world(**own), "coalition")
    assert (common.close_from, common.board_from) == (Level((1,), 0.1), Level((), 0.4, ((1, 0.3),)))
    assert (nation.close_from, nation.board_from) == (Level((), 0.1, ((1, 0.2),)), Level((), 0.6, ((1, 0.3),)))
    assert not common.passes((1.0, 0.0)) and not common.asks((0.0, 1.0))  # what is not given is not done


def test_without_recognition_there_are_no_signs() -> None:
    assert signs_of(load(SCENARIOS / "tiny.yaml"), [()]) is None


@pytest.mark.parametrize("name", ["tiny.yaml", "smuggling.yaml"])
def test_hashes_of_scenarios_without_recognition_are_as_before(name: str) -> None:
    """What is as usual is left out of what is digested."""
    scenario = load(SCENARIOS / name)
    assert scenario.model_copy(update={"recognition": None}).hash == scenario.hash
    assert "recognition" in type(scenario).newer


@pytest.mark.parametrize(
    "changes",
    [
        {"recognition.signs": {}},
        {"recognition.thresholds": {}},
        {"recognition.thresholds": {"passes": 1, "closes": 1, "boards": 1}},
        {"recognition.priors.dhow.piracy": 1.0 - 1e-16},
        {"recognition.signs.tow.seen": {"optical": [{"sees": 0}]}},
        {"recognition.signs.tow.seen": {"optical": [{"sees": 1, "mistakes": 1}]}},
        {"recognition.signs.tow.renews": "1 s"},
        {"groups.pirates": None},
        {"groups.frigates": None},
    ],
    ids=str,
)
def test_the_edges_of_what_is_valid_can_be_run(changes: dict[str, object]) -> None:
    """And are warned of without a fault, and audited."""
    run = guardship.simulate(world(**changes), 1)
    list(warned(run.scenario))
    assert {check: found for check, found in audit(run).items() if found} == {}


def test_recognition_without_any_type_of_offender() -> None:
    """Nobody is about anything: all are passed, or none where no step says so."""
    nobody = {
        "groups.pirates": None,
        "types.pirate_group": None,
        "recognition": {
            "signs": {"tow": {"shown": {"dhow": 0.1}, "seen": {"optical": [{"sees": 0.4}]}}},
            "priors": {"dhow": {}},
            "thresholds": {"passes": 0.1},
        },
    }
    scenario = load(SCENARIOS / "tiny.yaml", set=nobody)
    run = guardship.simulate(scenario, 1)
    assert {b.verdict for b in run.model.journal.beliefs} <= {"passes"}
    assert (run.events["kind"] == "contact_cleared").any()
