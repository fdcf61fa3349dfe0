"""The rule of growth: bounds, prediction, and what it does without spread."""

from math import inf

import pytest

from guardship.experiment.plan.sequential import Rule, advance

RULE = Rule(wanted=1.0, at_least=20, at_most=500, block=10, part=0.8)


def test_stops_at_the_width_asked_for_and_not_before() -> None:
    assert advance(40, 1.0, RULE)[:2] == (40, "reached")
    assert advance(40, 1.001, RULE)[:2] == (50, "going")
    assert advance(10, 0.5, RULE)[:2] == (20, "going")


def test_goes_part_of_the_way_in_whole_blocks() -> None:
    """Twice as narrow takes four times as many: 40 need 160; 0.8 of 120 more is 96, in whole blocks 90."""
    step = advance(40, 2.0, RULE)
    assert (step.n, step.why, step.predicted, step.stop) == (130, "going", 160.0, False)


def test_never_above_the_cap() -> None:
    assert advance(100, 10.0, RULE).n == 500
    assert advance(495, 1.1, RULE).n == 500
    assert advance(500, 1.1, RULE)[:2] == (500, "cap")
    assert advance(500, 0.9, RULE)[:2] == (500, "reached")


def test_doubles_while_nothing_is_known() -> None:
    assert advance(20, inf, RULE)[:2] == (40, "going")
    assert advance(20, 0.0, RULE)[:2] == (40, "going")
    assert advance(60, 0.0, RULE)[:2] == (60, "alike")
    assert advance(30, 0.0, RULE._replace(at_most=30))[:2] == (30, "alike")
    assert advance(500, inf, RULE)[:2] == (500, "cap")


@pytest.mark.parametrize("wrong", [{"wanted": 0.0}, {"block": 0}, {"at_least": 0}, {"at_least": 600}])
def test_a_rule_that_is_none(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not a rule"):
        advance(20, 1.0, Rule(**{**RULE._asdict(), **wrong}))


def test_always_ends() -> None:
    """Whatever the width does, at least a block more each time."""
    for half in (1.0001, 1.5, 30.0, inf):
        step, looks = advance(0, half, RULE), 0
        while not step.stop:
            step, looks = advance(step.n, half, RULE), looks + 1
        assert (step.n, step.why, looks <= 50) == (500, "cap", True)
