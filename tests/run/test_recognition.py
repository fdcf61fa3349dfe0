"""What looks can tell, by enumeration, beside the formulas and beside all sets of looks tried one by one."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from guardship.build.recognition import signs_of
from guardship.intelligence import Look
from guardship.intelligence.belief import KINDS, Level, Thresholds
from guardship.run.recognition import act, area, by_nation, told, warned
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from system.worlds import SCENARIOS

RINGS = [{"range": "8 nm", "after": "20 min"}, {"range": "2 nm", "after": "10 min"}]
RECOGNITION: dict[str, Any] = {
    "signs": {
        "skiffs": {
            "shown": {"pirate_group": {"outbound": 0.9, "hunting": 0.9, "homebound": 0.6}, "dhow": 0.05},
            "seen": {"optical": [{"sees": 0.4, "mistakes": 0.2}, {"sees": 0.9, "mistakes": 0.05}]},
        },
        "answers": {
            "shown": {"pirate_group": 0.3, "dhow": 0.9},
            "seen": {"hail": [{"sees": 1.0, "mistakes": 0.1}], "optical": [{"sees": 0.5, "mistakes": 0.2}]},
        },
    },
    "priors": {"dhow": {"piracy": 0.1}},
    "thresholds": {"passes": 0.02, "closes": 0.15, "asks": 0.2, "boards": 0.5},
    "hail": {"takes": "15 min"},
}


def world(**changes: object) -> Scenario:
    own = {f"recognition.{path.replace('__', '.')}": value for path, value in changes.items()}
    base = {"recognition": RECOGNITION, "sensors.lookout.identifies.dhow": RINGS}
    return load(SCENARIOS / "tiny.yaml", set={**base, **own})


def test_words_have_the_posteriors_of_single_looks() -> None:
    scenario = world()
    signs = signs_of(scenario, [()])
    assert signs is not None
    looks = told(scenario)
    assert [(one.kind, one.ring, one.ranges) for one in looks] == [
        ("optical", 0, (8.0,)),
        ("optical", 1, (2.0,)),
        ("hail", 0, ()),
    ]
    for one in looks:
        assert one.likely.sum(axis=0) == pytest.approx([1.0, 1.0])
        assert one.prior @ one.likely.T @ one.chances == pytest.approx(one.prior)  # on average nothing is learnt
        for word, chances in zip(one.words, one.chances, strict=True):
            look = Look(0.0, KINDS.index(one.kind), one.ring, 0, word)
            assert signs.posterior(signs.priors["dhow"], "dhow", [look]) == pytest.approx(tuple(chances))


def test_area_of_one_binary_sign() -> None:
    """(1 + true - false alarms) / 2; and by all pairs of words where there are more."""
    (hail,) = [one for one in told(world()) if one.kind == "hail"]
    a1, a0 = 0.3 + 0.7 * 0.1, 0.9 + 0.1 * 0.1  # answers
    assert hail.area == pytest.approx((1.0 + (1.0 - a1) - (1.0 - a0)) / 2.0)
    rng = np.random.default_rng(4)
    score = rng.integers(0, 4, 9).astype(float)
    guilty, harmless = (weights / weights.sum() for weights in rng.random((2, 9)))
    by_pairs = sum(
        p * q * (1.0 if x > y else 0.5 if x == y else 0.0)
        for (x, p), (y, q) in product(zip(score, guilty, strict=True), zip(score, harmless, strict=True))
    )
    assert area(score, guilty, harmless) == pytest.approx(by_pairs)


def _extremes(scenario: Scenario) -> tuple[float, float]:
    """The least and the greatest chance of an offence after any looks of one showing, all tried."""
    signs = signs_of(scenario, [()])
    assert signs is not None
    ways = [(KINDS.index("optical"), 0, 3), (KINDS.index("optical"), 1, 3), (KINDS.index("hail"), 0, 1)]
    found = []
    for words in product([None, 0, 1, 2, 3], repeat=3):
        looks = [Look(0.0, k, r, 0, w & bits) for (k, r, bits), w in zip(ways, words, strict=True) if w is not None]
        if min(signs.likelihood("dhow", looks)) > 1e-6:  # not what cannot be
            found.append(signs.posterior(signs.priors["dhow"], "dhow", looks)[1])
    return min(found), max(found)


def test_thresholds_that_no_looks_reach_are_said() -> None:
    least, most = _extremes(world())
    assert list(warned(world(thresholds__boards=most - 1e-6, thresholds__passes=least + 1e-6))) == []
    high, low = warned(world(thresholds__boards=most + 1e-6, thresholds__passes=least - 1e-6))
    assert high == f"recognition.thresholds.boards of coalition: no looks at a dhow give more than {most:.3g}"
    assert low == f"recognition.thresholds.passes of coalition: no looks at a dhow give less than {least:.3g}"


def test_looks_that_tell_nothing_are_said() -> None:
    same = {"pirate_group": 0.9, "dhow": 0.9}
    assert "recognition.signs: a look at a dhow by hail tells nothing" in warned(world(signs__answers__shown=same))
    assert not any("nothing" in said for said in warned(world()))


def test_priors_over_a_threshold_are_said() -> None:
    (said,) = warned(world(priors_in={"waters": {"dhow": {"piracy": 0.15}}}))
    assert said == "recognition.priors_in.waters.dhow: 0.15, at which coalition close before any look"


def test_what_is_done() -> None:
    one = Thresholds(*(Level((1,), least) for least in (0.1, 0.2, 0.3, 0.4)))
    assert [act(one, (1.0 - p, p)) for p in (0.05, 0.15, 0.25, 0.35, 0.45)] == [
        "pass",
        "keep",
        "close",
        "close and ask",
        "board",
    ]


def test_nations_with_the_same_thresholds_stand_together() -> None:
    base = {"recognition": RECOGNITION, "sensors.lookout.identifies.dhow": RINGS}
    own = {"nations.a": {}, "nations.b": {"thresholds": {"boards": 0.4}}, "nations.c": {"thresholds": {"boards": 0.5}}}
    scenario = load(SCENARIOS / "tiny.yaml", set={**base, **own})
    assert list(by_nation(scenario).values()) == [["a", "c", "coalition"], ["b"]]


def test_without_recognition_there_is_nothing_to_tell() -> None:
    scenario = load(SCENARIOS / "tiny.yaml")
    assert told(scenario) == [] and list(warned(scenario)) == []
