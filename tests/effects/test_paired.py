"""Paired comparisons against theory."""

import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student
from tools.paired import critical, crossing, effect, family


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


def test_coverage_of_the_simultaneous_intervals() -> None:
    """All ten of correlated skewed measures at once, in 0.95 of 400 samples within four standard errors."""
    rng, hits = np.random.default_rng(11), 0
    for _ in range(400):
        x = np.asarray(rng.poisson(2.0, (100, 10)) + rng.poisson(1.0, (100, 1)) - 3.0, np.float64)
        together = critical(x, flips=400)
        error = x.std(axis=0, ddof=1) / 10.0
        hits += bool((np.abs(x.mean(axis=0)) <= together * error).all())
    assert hits / 400 == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 400))


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
