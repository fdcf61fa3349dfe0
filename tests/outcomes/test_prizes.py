"""Prizes: their days, the chance of retaking, and what is counted of them, by hand."""

import pytest

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry, Log
from guardship.outcomes.prizes import Fate, Prize, after_the_deed, prize_measures, success


def prize(taken: float = 10.0, locked: bool = False, **given: object) -> Prize:
    """A ship in row 1 that the group in row 2 has taken on voyage 0."""
    return Prize(0, 0, 0, 1, 2, taken, locked, True, 0, 8, 20, **given)  # type: ignore[arg-type]


def test_a_captivity_lasts_until_it_is_over_or_the_run_is() -> None:
    assert prize(24.0).days(72.0) == 2.0
    assert prize(24.0, over=48.0).days(72.0) == 1.0
    assert prize(24.0, locked=True, over=48.0).days(72.0) == 0.0


@pytest.mark.parametrize(("pirates", "chance"), [(0, 0.9), (1, 0.72), (3, 0.4608)])
def test_each_pirate_makes_it_harder(pirates: int, chance: float) -> None:
    assert success(0.9, 0.8, pirates) == pytest.approx(chance, abs=1e-12)  # rounding
    assert success(0.9, 1.0, pirates) == 0.9


def test_who_is_taken_before_the_deed_is_not_taken_after_it() -> None:
    log = Log()
    lines = [(1.0, Occurrence.DETAINED, 0), (2.0, Occurrence.HIJACKED, 1), (5.0, Occurrence.RELEASED, 1)]
    for k, (t, kind, voyage) in enumerate(lines):
        log.add(Entry(t, k, kind, 9, voyage=voyage))
    assert after_the_deed(log.entries) == {1: 5.0}
    found = prize_measures([prize(2.0, fate=Fate.RETAKEN, over=26.0, lives=2)], log.entries, [0, 1], 100.0)
    assert (found["stopped_after_deed"]["count"], found["stopped_after_deed"]["n"]) == (1, 1)
    assert (found["retaken_share"]["value"], found["captivity_days"]["value"]) == (1.0, 1.0)
    assert found["hostages_lost"]["value"] == 2 and found["prizes"]["retaken"] == 1


def test_a_ship_is_followed_as_a_prize_only_while_she_is_one() -> None:
    log = Log()
    log.add(Entry(1.0, 0, Occurrence.SHADOWING, 9, 1))
    kept = [prize(2.0, over=26.0)]
    assert prize_measures(kept, log.entries, [0], 100.0)["prizes_followed"]["count"] == 0
    log.add(Entry(3.0, 1, Occurrence.SHADOWING, 9, 1))
    assert prize_measures(kept, log.entries, [0], 100.0)["prizes_followed"]["count"] == 1
