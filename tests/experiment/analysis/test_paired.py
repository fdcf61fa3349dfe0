"""Paired comparisons against theory."""

from math import inf, isnan, nan

import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from guardship.experiment.analysis.paired import critical, crossing, effect, family, gain


def test_one_comparison_has_students_interval() -> None:
    rng = np.random.default_rng(3)
    d = rng.normal(0.3, 1.0, 200)
    (e,), together = family([(np.zeros(200), d)])
    alone = student.ppf(0.975, 199)
    assert e.low == pytest.approx(d.mean() - alone * d.std(ddof=1) / np.sqrt(200))
    assert together == pytest.approx(alone, rel=0.03)


def test_many_independent_ones_have_sidaks() -> None:
    """Quantile of the largest of m independent normal means: (1 + 0.95 ** (1 / m)) / 2; 4 000 flips give it to 3 %."""
    rng = np.random.default_rng(5)
    found = critical(rng.normal(size=(2000, 40)))
    assert found == pytest.approx(norm.ppf(0.5 * (1.0 + 0.95 ** (1.0 / 40))), rel=0.03)


def test_equal_columns_count_once_and_constant_ones_not_at_all() -> None:
    column = np.random.default_rng(7).normal(size=(500, 1))
    copies = np.hstack([np.repeat(column, 30, axis=1), np.ones((500, 1))])
    assert critical(copies) == pytest.approx(student.ppf(0.975, 499), rel=0.03)
    assert critical(np.ones((500, 3))) == pytest.approx(student.ppf(0.975, 499))


def test_few_pairs_are_not_worse_than_bonferroni() -> None:
    d = np.random.default_rng(9).normal(size=(4, 10))
    assert critical(d) <= student.ppf(1.0 - 0.05 / 20, 3) + 1e-9


def test_answers() -> None:
    rng = np.random.default_rng(13)
    base, noise = rng.poisson(5.0, 200).astype(float), rng.normal(0.0, 1.0, 200)
    assert effect(base, base, 3.0).answer == "equal"
    assert effect(base, base + noise, 3.0).answer == "not resolved"
    assert effect(base, base + noise + 1.0, 3.0).answer == "more"
    assert effect(base, base + noise - 1.0, 3.0).answer == "less"


def test_what_is_detectable_is_detected_in_four_of_five() -> None:
    rng, n = np.random.default_rng(17), 200
    true = effect(np.zeros(n), rng.normal(0.0, 1.0, n), 3.0).detectable
    found = [effect(np.zeros(n), rng.normal(true, 1.0, n), 3.0).all_low > 0.0 for _ in range(500)]
    assert np.mean(found) == pytest.approx(0.8, abs=0.1)  # the first sample's own deviation sets the mean: 5 %


def test_crossing() -> None:
    assert crossing([0.0, 1.0, 3.0], [2.0, 1.0, -1.0]) == pytest.approx(2.0)
    assert crossing([0.0, 1.0], [1.0, 2.0]) is None
    assert crossing([0.0, 1.0], [0.0, 2.0]) == 0.0


def test_common_seeds_leave_the_share_of_variance_that_is_not_common() -> None:
    """Correlation 0.75 and equal variances: var(b - a) / (var a + var b) = 1 - 0.75."""
    rng = np.random.default_rng(19)
    common, a, b = rng.normal(0.0, 3.0**0.5, 20_000), rng.normal(size=20_000), rng.normal(size=20_000)
    assert gain(common + a, common + b) == pytest.approx(0.25, rel=0.03)
    assert effect(common + a, common + b, 2.0).gain == gain(common + a, common + b)
    assert gain(a, b) == pytest.approx(1.0, rel=0.03)
    assert gain(a, a + 2.0) == pytest.approx(0.0)
    assert gain(a, 3.0 * b) == pytest.approx(1.0, rel=0.03)
    assert isnan(gain(np.ones(5), np.zeros(5)))


def test_the_interval_and_size_of_a_difference() -> None:
    """Differences 1 to 5: mean 3, deviation 1.5811, half-width 1.9632."""
    e = effect(np.full(5, 10.0), np.arange(11.0, 16.0), 4.0)
    assert (e.n, e.without, e.having, e.mean, e.differ) == (5, 10.0, 13.0, 3.0, 1.0)
    assert e.high - e.mean == pytest.approx(1.963243, abs=1e-6)
    assert e.all_low == pytest.approx(3.0 - 4.0 * 0.5**0.5)
    assert e.size == pytest.approx(3.0 / 2.5**0.5)


def test_pairs_without_a_value_are_counted() -> None:
    a, b = np.array([1.0, nan, 3.0, 4.0, 5.0]), np.array([2.0, 2.0, nan, 6.0, 9.0])
    whole = effect(a[[0, 3, 4]], b[[0, 3, 4]], 5.0)
    assert effect(a, b, 5.0) == whole._replace(missing=2)
    effects, together = family([(a, b), (np.full(5, nan), b), (np.zeros(5), np.arange(5.0))])
    assert [e.missing for e in effects] == [2, 5, 0]
    assert np.isfinite(together)
    assert effects[1].answer == "not resolved"
    assert all(e.all_low <= e.low and e.all_high >= e.high for e in (effect(a, b, 2.0), *effects))


def test_too_few_pairs_resolve_nothing() -> None:
    one = effect(np.array([1.0]), np.array([3.0]), 2.0)
    assert (one.mean, one.low, one.all_high, one.answer) == (2.0, -inf, inf, "not resolved")
    assert isnan(effect(np.empty(0), np.empty(0), 2.0).mean)
    assert family([])[0] == []


def test_the_same_difference_in_a_few_pairs_may_be_luck() -> None:
    """The sign test: 2 / 2**5 is above 0.05, 2 / 2**6 is not."""
    assert effect(np.zeros(5), np.ones(5), 3.0).answer == "not resolved"
    assert effect(np.zeros(6), np.ones(6), 3.0).answer == "more"
    assert effect(np.zeros(3), np.zeros(3), 3.0).answer == "equal"


def test_signs_do_not_depend_on_how_many_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    d = np.random.default_rng(23).normal(size=(37, 3))
    whole = critical(d)
    monkeypatch.setattr("guardship.experiment.analysis.paired.AT_ONCE", 37 * 111)
    assert critical(d) == whole
