"""What a world is handed of what a scenario says of dossiers."""

from typing import Any

import pytest

from guardship.build.dossiers import Keeper, identity_of, kept
from guardship.build.look_alikes import how_many
from guardship.build.recognition import signs_of
from guardship.build.theatre import Theatre
from guardship.intelligence.belief import KINDS
from guardship.scenario.reading.load import load
from system.worlds import TINY

OPTICAL = KINDS.index("optical")
SAID: dict[str, Any] = {
    "recognition.priors": {"dhow": {"piracy": 0.1}},
    "recognition.dossiers": {
        "descriptions": {
            "name": {"seen": {"optical": [{"sees": 0.5, "mistakes": 0.01}]}},
            "look": {"seen": {"optical": [{"sees": 0.8, "mistakes": 0.1}]}, "when": {"night": 0.5}},
        },
        "victims": {"describes": {"name": 0.2, "look": 0.5}, "to": ["coalition"], "guilty": 0.9, "lasts": "9 d"},
        "visits": {"describes": "look", "harmless": 0.95, "lasts": "9 d"},
    },
    "sensors.lookout.identifies.dhow": [{"range": "4 nm", "after": "20 min"}],
}


def theatre(**more: object) -> Theatre:
    return Theatre.of(load(TINY, set={**SAID, **more}))


def test_rates_are_by_kind_ring_and_state_of_each_description_by_name() -> None:
    found = identity_of(theatre().scenario, [("day",), ("night",)], {})
    assert found is not None
    assert found.rates[OPTICAL, 0, 0] == ((0.8, 0.1), (0.5, 0.01))
    assert found.rates[OPTICAL, 3, 1] == ((0.4, 0.1), (0.5, 0.01))
    assert set(found.rates[KINDS.index("radar"), 0, 0]) == {(0.0, 0.0)}


def test_look_alikes_are_counted_where_the_scenario_does_not_say_how_many_there_are() -> None:
    made = theatre()
    dhows = sum(group.count or 0 for group in made.scenario.groups.values() if group.mix == (("dhow", 1.0),))
    found = identity_of(made.scenario, [()], how_many(made))
    assert found is not None and found.alike == {"dhow": dhows + 1}
    said = identity_of(load(TINY, set={**SAID, "recognition.dossiers.alike": {"dhow": 30}}), [()], how_many(made))
    assert said is not None and said.alike == {"dhow": 30}


def test_nobody_keeps_what_is_not_asked_for() -> None:
    plain = load(TINY)
    assert kept(plain) is None and identity_of(plain, [()], {}) is None


def test_what_victims_and_teams_say() -> None:
    made = theatre()
    signs, identity = signs_of(made.scenario, [()]), identity_of(made.scenario, [()], {})
    assert signs is not None and identity is not None
    keeping = Keeper(made.scenario, signs, identity).keeping()
    assert keeping.victims is not None and keeping.visits is not None
    assert keeping.victims.described == ((0.5, 0), (0.7, 1))
    assert keeping.victims.chances["piracy"] == pytest.approx((0.1, 0.9))
    assert keeping.visits.described == ((1.0, 0),)
    assert keeping.visits.harmless["dhow"] == pytest.approx((0.95, 0.05))
    assert keeping.visits.chances == {}
    assert keeping.least["dhow"] == pytest.approx((0.9, 0.1))
