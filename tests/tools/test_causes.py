"""The page of causes: shares of voyages saved, funnels before and after, and the rule that was before."""

import pytest

from guardship.outcomes.opportunities import Opportunity, Stage
from guardship.reasons import Reason
from tools.causes import OTHERS, PLACEBO, Said, Trial, _deepest, funnels, page, saved


def trial(seed: int, deepest: Stage, named: Stage, **what: bool) -> Trial:
    """A success of a seed; `what`: whether it was saved when that was perfect."""
    return Trial("strait", seed, Said(deepest, f"old_{deepest.label}", named, f"new_{named.label}"), what)


TRIALS = [
    trial(0, Stage.OUT_OF_REACH, Stage.CLEARED, reach=False, identify=True, find=False, placebo=False),
    trial(0, Stage.CLEARED, Stage.CLEARED, reach=True, identify=True, find=False, placebo=True),
    trial(1, Stage.OUT_OF_REACH, Stage.CLEARED, reach=False, identify=False, find=True, placebo=False),
    trial(1, Stage.NO_UNIT, Stage.UNDETECTED, reach=False, identify=False, find=True, placebo=False),
]


@pytest.mark.parametrize(
    ("rule", "share"), [("named", 75.0), ("deepest", 100.0 / 3.0), (OTHERS, 25.0), (PLACEBO, 25.0)]
)
def test_a_rule_saves_so_many(rule: str, share: float) -> None:
    """Of the last voyage nothing makes the stage of the deepest perfect: it is left out there."""
    assert saved(TRIALS, rule).value == pytest.approx(share)


def test_the_page_counts_every_voyage_once() -> None:
    text = page(TRIALS)
    assert "| `strait` | 3 | 67 " in text
    assert "| all, where the rules name different stages | 2 | 50 " in text
    assert "saves 50 (" in text and "Left out: 1 voyages" in text
    assert "| `cleared`, identify | 3 | 67 " in text


def test_funnels_have_both_columns() -> None:
    assert "| `old_out_of_reach` | 2 |  |" in funnels(TRIALS) and "| `new_cleared` |  | 3 |" in funnels(TRIALS)


def test_of_two_that_are_equally_deep_the_earlier_was_the_cause() -> None:
    first = Opportunity(0, -1, 0, 0, 0, 1.0, 2.0, 1.0, "sensor", Stage.LOST, Reason.CONTACT_LOST, 5.0)
    later = first._replace(begin=3.0, reason=Reason.NOT_FOUND)
    shallow = first._replace(begin=0.5, stage=Stage.CLEARED)
    assert _deepest([shallow, later, first]) == {0: first}
