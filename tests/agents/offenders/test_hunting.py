"""Choice of a hunting ground: quantal response, memory, word of mouth."""

import numpy as np
import pytest

from guardship.agents.offenders.hunting import Camp, Experience, HuntingGround, Judgement, Lore, choose
from guardship.core.draws import Purpose, named
from guardship.core.kernels.philox import fill_uniform

GROUNDS = (HuntingGround("east", 0, 4.0, 1.0), HuntingGround("west", 1, 2.0))


def draws(option: str, count: int) -> np.ndarray:
    """The luck of an option in many voyages, as a bridge draws it."""
    out = np.empty(count)
    for n in range(count):
        fill_uniform(7, int(Purpose.ASKED_GROUND), np.array([named(f"99 {option}")], np.uint64), n, out[n : n + 1])
    return out


def test_shares_of_the_quantal_response() -> None:
    """O30: U = (2, 1, 0), lambda = 1.5; 40 000 keyed draws, four standard errors."""
    count = 40_000
    luck = np.column_stack([draws(name, count) for name in "abc"])
    taken = np.bincount([choose((2.0, 1.0, 0.0), 1.5, row) for row in luck], minlength=3) / count
    wanted = np.array([0.785597, 0.175290, 0.039113])
    assert np.all(np.abs(taken - wanted) < 4.0 * np.sqrt(wanted * (1.0 - wanted) / count))
    flat = np.bincount([choose((2.0, 1.0, 0.0), 0.0, row) for row in luck], minlength=3) / count
    assert flat == pytest.approx([1 / 3] * 3, abs=0.01)


def test_an_option_that_has_not_changed_keeps_its_luck() -> None:
    """A worse option drives away only who had chosen it; a new one takes from the others and moves nobody between."""
    luck = np.column_stack([draws(name, 2000) for name in "abc"])
    before = [choose((2.0, 1.0, 0.0), 1.5, row) for row in luck]
    worse = [choose((1.0, 1.0, 0.0), 1.5, row) for row in luck]
    fewer = [choose((2.0, 1.0), 1.5, row[:2]) for row in luck]
    assert any(a != b for a, b in zip(before, worse, strict=True))
    assert all(a == b or a == 0 for a, b in zip(before, worse, strict=True))
    assert all(a == b or a == 2 for a, b in zip(before, fewer, strict=True))


def test_experience_adds_to_what_was_expected() -> None:
    """A day of 10 ships and 3 patrols, against an expectation that is worth a day."""
    lore = Lore(GROUNDS, Judgement(reward=1.0, risk=2.0, trust=24.0))
    assert lore.perceived("east", 0.0) == (4.0, 1.0) and lore.utility("east", 0.0) == 2.0
    lore.learn(Experience("east", 100.0, 24.0, 10.0, 3.0))
    assert lore.perceived("east", 500.0) == (7.0, 2.0)
    assert lore.perceived("west", 500.0) == (2.0, 0.0)


def test_what_was_met_fades_and_the_order_of_tales_does_not_matter() -> None:
    judgement, early = Judgement(trust=24.0, memory=240.0), Experience("east", 100.0, 24.0, 10.0, 3.0)
    late = Experience("east", 340.0, 48.0, 2.0, 0.0)
    one, other = Lore(GROUNDS, judgement), Lore(GROUNDS, judgement)
    for met in (early, late):
        one.learn(met)
    for met in (late, early):
        other.learn(met)
    # at 340 h the first day weighs half: (4 + 5 + 2) / (1 + 0.5 + 2)
    assert one.perceived("east", 340.0) == pytest.approx((11.0 / 3.5, 2.5 / 3.5))
    assert other.perceived("east", 340.0) == pytest.approx(one.perceived("east", 340.0))
    assert one.perceived("east", 1e5) == pytest.approx((4.0, 1.0))


def test_who_was_away_hears_it_when_he_is_back() -> None:
    camp, met = Camp(), Experience("east", 1.0, 2.0, 3.0, 4.0)
    camp.tell("a", [met])
    assert camp.hear("b", 0) == [met] and camp.hear("b", 1) == [] and camp.hear("a", 0) == []
