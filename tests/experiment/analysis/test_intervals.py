"""Intervals against closed forms and published numbers, and what they do with little or nothing."""

from math import inf, isnan, nan

import numpy as np
import pytest

from guardship.experiment.analysis.intervals import mean, quantile, rate, ratio, share


def test_students_interval() -> None:
    """1 to 5: mean 3, deviation 1.5811, Student's 2.7764 with 4 degrees of freedom."""
    e = mean([1.0, 2.0, 3.0, 4.0, 5.0])
    assert (e.value, e.n, e.missing) == (3.0, 5, 0)
    assert e.half == pytest.approx(2.776445105 * 1.5811388301 / 5**0.5, rel=1e-9)
    assert mean([1.0, 2.0, 3.0, 4.0, 5.0], level=0.9).half == pytest.approx(2.131846786 * 0.5**0.5, rel=1e-9)


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(30, 100, 0.218949, 0.395849), (0, 30, 0.0, 0.113513)])
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    e = share([1] * hits + [0] * (n - hits))
    assert (e.value, e.low, e.high) == pytest.approx((hits / n, low, high), abs=1e-6)


def test_a_share_is_of_yes_and_no() -> None:
    with pytest.raises(ValueError, match="happened"):
        share([0.5, 1.0])


def test_a_ratio_with_equal_denominators_is_a_mean() -> None:
    y = [3.0, 5.0, 2.0, 8.0]
    per, plain = ratio(y, [40.0] * 4, per=1000.0), mean(y)
    assert (per.value, per.low, per.high) == pytest.approx(tuple(x * 25.0 for x in plain[:3]))


def test_a_ratio_is_of_sums_not_a_mean_of_ratios() -> None:
    """1/10 and 9/10 of 10 and 90: 82/100. Residuals -7.2 and 7.2; error 7.2 sqrt(2) / sqrt(2) / 50."""
    e = ratio([1.0, 81.0], [10.0, 90.0])
    assert e.value == pytest.approx(0.82)
    assert e.half == pytest.approx(12.7062047 * 7.2 / 50.0, rel=1e-6)


def test_no_event_is_not_no_chance() -> None:
    """Byar's upper limit of nothing seen is 3.67 events (exactly: 3.69), here per 1000 of 20 x 50 transits."""
    e = rate([0] * 20, [50] * 20, per=1000.0)
    assert (e.value, e.low) == (0.0, 0.0)
    assert e.high == pytest.approx(3.67, abs=0.01)
    assert rate([0], [1000], per=1000.0)[:3] == pytest.approx(e[:3])


def test_many_events_speak_for_themselves() -> None:
    counts, bases = [4, 6, 5, 7], [100, 110, 90, 120]
    assert rate(counts, bases) == ratio(counts, bases)
    assert rate([40, 0, 0], [50, 50, 50]).low == 0.0


def test_one_event_may_have_been_five() -> None:
    """Byar's upper limit of one event: 2 (1 - 1 / 18 + 1.96 / (3 sqrt 2))^3 = 5.565 (exactly: 5.572)."""
    e = rate([0] * 19 + [1], [50] * 20, per=1000.0)
    assert (e.value, e.low, e.high) == pytest.approx((1.0, 0.0, 5.565), abs=0.01)


def test_the_median_of_ten_lies_between_the_second_and_the_ninth() -> None:
    """With probability 1 - 2 (1 + 10) / 2**10 = 0.9785; from the third it would be 0.89."""
    e = quantile(np.arange(1.0, 11.0)[::-1], 0.5)
    assert (e.value, e.low, e.high) == (5.5, 2.0, 9.0)


@pytest.mark.parametrize(("q", "n"), [(0.5, 6), (0.95, 72)])
def test_the_fewest_values_that_bound_a_quantile(q: float, n: int) -> None:
    assert quantile(np.arange(n), q).high == n - 1
    assert quantile(np.arange(n - 1), q).high == inf


def test_what_never_happened_is_a_value_of_a_quantile_and_no_mean() -> None:
    times = [3.0, inf, 5.0, 1.0, 4.0, 2.0, inf, 6.0]
    assert quantile(times, 0.5).value == 4.5
    assert quantile(times, 0.5).high == inf
    assert quantile(times, 0.75).value == inf
    assert quantile([inf, 1.0, inf, inf], 0.5).value == inf
    assert mean(times)[:3] == (inf, -inf, inf)


def test_missing_values_are_counted_and_change_nothing_else() -> None:
    y, x = [1.0, nan, 4.0, 2.0, nan], [10.0, 20.0, nan, 30.0, nan]
    assert mean(y) == mean([1.0, 4.0, 2.0])._replace(missing=2)
    assert share([1, nan, 0]) == share([1, 0])._replace(missing=1)
    assert ratio(y, x) == ratio([1.0, 2.0], [10.0, 30.0])._replace(missing=3)
    assert quantile(y, 0.5) == quantile([1.0, 4.0, 2.0], 0.5)._replace(missing=2)
    with pytest.raises(ValueError, match="2 and 1"):
        ratio([1.0, 2.0], [1.0])


def test_of_nothing_nothing_is_known() -> None:
    for e in (
        mean([]),
        ratio([], []),
        rate([], []),
        quantile([], 0.5),
        mean([nan, nan]),
        ratio([1.0, 2.0], [0.0, 0.0]),
    ):
        assert isnan(e.value)
        assert (max(e.low, 0.0), e.high) == (0.0, inf)
    assert isnan(share([]).value)
    assert share([])[1:3] == (0.0, 1.0)


def test_of_one_value_the_interval_is_everything_and_of_equal_ones_nothing() -> None:
    assert mean([7.0])[:3] == (7.0, -inf, inf)
    assert ratio([7.0], [14.0])[:3] == (0.5, -inf, inf)
    assert quantile([7.0], 0.5)[:3] == (7.0, -inf, inf)
    assert mean([7.0] * 5)[:3] == (7.0, 7.0, 7.0)
