"""Warnings to shipping: how wide a circle is, whether who was seen is still in it, and what a record is worth."""

from math import exp, inf, sqrt

import pytest

from guardship.intelligence import Advisory, Fix, Trust

FIX = Fix(10.0, 20.0, 3.0, 1.0, 2.0)


def advisory(radius: float = 10.0, begin: float = 1.0, until: float = 25.0) -> Advisory:
    return Advisory(7, 0, FIX, radius, begin, until, frozenset({(1, 1)}))


def test_a_place_spreads_with_age_either_way() -> None:
    assert FIX.variance(1.0) == 9.0
    assert FIX.variance(3.0) == FIX.variance(-1.0) == 9.0 + 16.0


def test_the_circle_is_that_of_rayleighs_distribution() -> None:
    """Half of all are within sqrt(2 ln 2) standard deviations, 1 - exp(-1/2) within one."""
    assert FIX.radius(1.0, 1.0 - exp(-0.5)) == pytest.approx(3.0, rel=1e-12)
    assert FIX.radius(3.0, 0.5) == pytest.approx(5.0 * 1.1774100225154747, rel=1e-12)


def test_who_was_seen_is_still_there_with_the_chance_that_the_circle_was_made_for() -> None:
    made = advisory(FIX.radius(5.0, 0.8))
    assert made.still(5.0) == pytest.approx(0.8, rel=1e-12)
    assert made.still(2.0) > 0.8 > made.still(10.0) > made.still(20.0) > 0.0
    assert made.still(0.5) == made.still(25.0) == made.still(inf) == 0.0


def test_a_place_that_is_known_for_sure_does_not_spread_without_drift() -> None:
    sure = Advisory(7, 0, Fix(0.0, 0.0, 0.0, 0.0, 0.0), 1.0, 0.0, 9.0, frozenset())
    assert sure.still(5.0) == 1.0


def test_a_circle_covers_a_place_while_it_is_in_force() -> None:
    made = advisory()
    assert made.covers(10.0, 29.9, 2.0) and not made.covers(10.0, 30.1, 2.0)
    assert not made.covers(10.0, 20.0, 0.9) and not made.covers(10.0, 20.0, 25.0)


def test_a_warning_is_known_by_what_it_rests_on() -> None:
    more = advisory().resting_on(frozenset({(1, 2)}))
    assert more.concerns([(1, 2), (9, 9)]) and not advisory().concerns([(1, 2)])
    assert more.resting_on(frozenset({(1, 1)})) is more


def test_trust_falls_with_warnings_after_which_nothing_came() -> None:
    """The mean of a beta distribution."""
    prior, record = Trust(1.0, 3.0), Trust()
    assert record.over(prior) == 0.25
    assert record.after(False).over(prior) == 0.2
    assert record.after(True).over(prior) == 0.4
    assert record.after(True).after(False).after(False) == Trust(1.0, 2.0)


def test_doubled_lengths_and_speeds_change_no_chance() -> None:
    wide = Fix(20.0, 40.0, 6.0, 1.0, 4.0)
    assert wide.radius(4.0, 0.7) == pytest.approx(2.0 * FIX.radius(4.0, 0.7), rel=1e-12)
    assert sqrt(wide.variance(9.0)) == pytest.approx(2.0 * sqrt(FIX.variance(9.0)), rel=1e-12)
