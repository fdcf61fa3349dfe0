"""Levels fade by halves, exercises close a part of what is missing, and effects lie on straight lines."""

import pytest

from guardship.coalition.interoperability import Effects, Interoperability, Span, faded, raised


def test_half_of_what_is_above_the_floor_is_lost_in_a_half_life() -> None:
    assert faded(0.8, 0.0, 30.0, 30.0) == pytest.approx(0.4, abs=1e-15)
    assert faded(0.8, 0.2, 60.0, 30.0) == pytest.approx(0.35, abs=1e-15)
    assert faded(0.1, 0.2, 60.0, 30.0) == 0.1  # what never was there does not come by waiting
    assert faded(0.8, 0.0, 1e6, float("inf")) == 0.8


def test_asking_in_between_changes_nothing() -> None:
    one = Interoperability(initial=0.9, half_life=10.0)
    asked = [one.level("a", "b", t) for t in (1.0, 5.0, 7.0)]
    assert asked == [pytest.approx(0.9 * 2.0 ** (-t / 10.0), abs=1e-15) for t in (1.0, 5.0, 7.0)]
    assert one.level("a", "b", 20.0) == pytest.approx(0.225, abs=1e-15)


def test_an_exercise_raises_every_two_that_took_part_and_nobody_else() -> None:
    one = Interoperability(initial=0.2, between={("a", "b"): 0.6}, half_life=24.0)
    one.exercised(["c", "a", "b"], 0.5, 24.0)
    assert raised(0.3, 0.5) == pytest.approx(0.65, abs=1e-15)
    assert one.level("b", "a", 24.0) == pytest.approx(raised(0.3, 0.5), abs=1e-15)
    assert one.level("a", "c", 24.0) == one.level("b", "c", 24.0) == pytest.approx(raised(0.1, 0.5), abs=1e-15)
    assert one.level("a", "d", 24.0) == pytest.approx(0.1, abs=1e-15)
    assert one.level("a", "c", 48.0) == pytest.approx(0.275, abs=1e-15)


def test_a_nation_works_with_itself() -> None:
    spans = Effects(request_delay=Span(1.0, 0.25), boarding=Span(0.5, 1.5), hand_over_works=Span(0.2, 1.0))
    one = Interoperability(spans, initial=0.5)
    assert one.level("a", "a", 5.0) == 1.0
    assert one.request_delay("a", "a", 0.0, 2.0) == 0.5
    assert one.request_delay("a", "b", 0.0, 2.0) == 2.0 * 0.625
    assert one.hand_over_works("a", "b", 0.0) == pytest.approx(0.6, abs=1e-15)
    assert one.boarding("a", "b", 0.0, 0.5) == 0.5
    assert one.boarding("a", "a", 0.0, 0.9) == 1.0  # a chance


def test_what_is_not_given_has_no_effect() -> None:
    one = Interoperability(initial=0.0)
    assert (one.request_delay("a", "b", 0.0, 3.0), one.hand_over_time("a", "b", 0.0, 2.0)) == (3.0, 2.0)
    assert (one.boarding("a", "b", 0.0, 0.7), one.hand_over_works("a", "b", 0.0)) == (0.7, 1.0)
    assert one.duplicate_avoided("a", "b", 0.0) == 1.0
