"""Sums that fade."""

import pytest

from guardship.intelligence.faded import Faded, Met


def test_half_is_left_after_the_memory_and_trust_does_not_fade() -> None:
    met: Faded[str] = Faded(24.0)
    met.add("a", Met(0.0, 4.0, 2.0))
    assert met.at("a", 24.0) == Met(24.0, 2.0, 1.0)
    assert met.mean("a", 24.0, 0.1, 8.0) == pytest.approx((8.0 * 0.1 + 1.0) / (8.0 + 2.0))
    assert met.mean("b", 24.0, 0.1, 8.0) == pytest.approx(0.1)


def test_the_order_in_which_one_hears_is_all_one() -> None:
    news = [Met(0.0, 1.0, 1.0), Met(30.0, 1.0, 0.0), Met(12.0, 2.0, 1.0)]
    one: Faded[int] = Faded(24.0)
    other: Faded[int] = Faded(24.0)
    for met in news:
        one.add(7, met)
    for met in reversed(news):
        other.add(7, met)
    assert one.at(7, 40.0) == pytest.approx(other.at(7, 40.0))
