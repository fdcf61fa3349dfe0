"""Sensitivity against functions whose indices are known."""

from itertools import product
from math import isnan, nan, pi

import numpy as np
import pytest

from guardship.experiment.analysis.intervals import Floats
from guardship.experiment.analysis.sensitivity import main_effects, regression, sobol


def ishigami(n: int) -> Floats:
    """Ishigami & Homma 1990 with a = 7, b = 0.1, over a Saltelli design of n base points."""
    from SALib.sample import sobol as saltelli

    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[-pi, pi]] * 3}
    a, b, c = saltelli.sample(problem, n, calc_second_order=False, seed=3).T
    return np.asarray(np.sin(a) + 7.0 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))


def test_ishigami() -> None:
    """4096 base points give the indices to 0.005."""
    found = sobol("abc", ishigami(4096), resamples=100)
    assert [i.first for i in found.indices] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.005)
    assert [i.total for i in found.indices] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.005)
    assert all(i.first_low < i.first < i.first_high for i in found.indices)
    assert all(
        i.total_low < true < i.total_high for i, true in zip(found.indices, (0.5576, 0.4424, 0.2437), strict=True)
    )
    assert (found.n, found.missing, isnan(found.noise)) == (4096, 0, True)
    assert sobol("abc", ishigami(4096), resamples=100).indices == found.indices


def test_luck_is_told_from_interaction() -> None:
    """Deviation 2 in each of four runs: variance 1 beside 13.84 of the function."""
    y = ishigami(1024)[:, None] + np.random.default_rng(1).normal(0.0, 2.0, (5 * 1024, 4))
    common = np.array([[0.0, 30.0, -10.0, 5.0]])  # moves all points alike
    found = sobol("abc", y + common, resamples=10)
    assert found.noise == pytest.approx(1.0 / 14.84, rel=0.1)
    assert found.indices[2].total == pytest.approx((0.2437 * 13.84 + 1.0) / 14.84, abs=0.02)


def test_a_failed_run_costs_its_block() -> None:
    y = ishigami(64)
    y[7] = nan
    found = sobol("abc", y, resamples=10)
    assert (found.n, found.missing) == (63, 1)
    assert found.indices == sobol("abc", np.delete(y, range(5, 10)), resamples=10).indices
    with pytest.raises(ValueError, match="blocks of 5"):
        sobol("abc", y[:-1])


@pytest.mark.parametrize("y", [np.ones(40), np.full(40, nan), np.empty(0)])
def test_without_variance_there_is_no_share_of_it(y: Floats) -> None:
    assert all(isnan(i.first) and isnan(i.total) for i in sobol("abc", y).indices)


def test_main_effects_of_a_factorial() -> None:
    """Patrols 2, 4, 8 by delays 0, 1 with seeds that add the same at each point: changes are exact, means are not."""
    points = list(product((2, 4, 8), ("none", "day")))
    luck = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    y = np.array([[hulls + 3.0 * (delay == "day")] for hulls, delay in points]) + luck
    found = main_effects(["patrols", "delay"], points, y)
    assert [(e.factor, e.level, e.points) for e in found[:4]] == [
        ("patrols", 2, 2),
        ("patrols", 4, 2),
        ("patrols", 8, 2),
        ("delay", "none", 3),
    ]
    assert [e.change.mean for e in found if e.change] == pytest.approx([2.0, 6.0, 3.0])
    assert [e.change.answer for e in found if e.change] == ["more"] * 3
    assert [e.mean.value for e in found] == pytest.approx([6.5, 8.5, 12.5, 14.0 / 3.0 + 3.0, 14.0 / 3.0 + 6.0])
    assert found[0].mean.half == pytest.approx(2.446912 * luck.std(ddof=1) / 7.0**0.5, rel=1e-6)


def test_a_failed_run_costs_its_seed_where_it_counts() -> None:
    points = [(a, b) for a in (0, 1) for b in (0, 1)]
    y = np.arange(4.0)[:, None] + np.random.default_rng(5).normal(size=(4, 9))
    y[3, 2] = nan
    found = main_effects(["a", "b"], points, y)
    assert [e.mean.missing for e in found] == [0, 1, 0, 1]
    assert [e.change.missing for e in found if e.change] == [1, 1]
    with pytest.raises(ValueError, match="3 points have levels and 4"):
        main_effects(["a", "b"], points[:3], y)


def test_coefficients_of_a_plane() -> None:
    """y = 3 a - 4 b of equal variances: 0.6 and -0.8, everything explained; a third factor that does not vary: none."""
    x = np.random.default_rng(7).permuted(np.tile(np.arange(500.0), (2, 1)), axis=1).T
    x -= x.mean(axis=0)
    x[:, 1] -= x[:, 0] * (x[:, 0] @ x[:, 1]) / (x[:, 0] @ x[:, 0])
    x /= x.std(axis=0)
    design = np.column_stack([x, np.full(500, 4.0)])
    found = regression("abc", design, 3.0 * x[:, 0] - 4.0 * x[:, 1])
    assert [c.value for c in found.coefficients[:2]] == pytest.approx([0.6, -0.8])
    assert isnan(found.coefficients[2].value)
    assert found.explained == pytest.approx(1.0)


def test_of_one_factor_it_is_the_correlation() -> None:
    """r of five points with Student's 3.1824 of three degrees of freedom: half-width t sqrt((1 - r^2) / 3)."""
    x, y = np.arange(5.0), np.array([1.0, 3.0, 2.0, 5.0, 4.0])
    found = regression("a", x[:, None], y)
    c, r = found.coefficients[0], 0.8
    assert (c.value, found.explained) == pytest.approx((r, r * r))
    assert c.high - c.value == pytest.approx(3.182446 * ((1.0 - r * r) / 3.0) ** 0.5, rel=1e-6)


def test_coefficients_hold_the_truth() -> None:
    """Of 400 planes with noise as large as the signal, each coefficient in 93 to 97 %, within two standard errors."""
    rng, hits = np.random.default_rng(9), np.zeros(2)
    for _ in range(400):
        x = rng.normal(size=(40, 2))
        y = x @ [3.0, -4.0] + rng.normal(0.0, 5.0, 40)
        unit = x.std(axis=0) / y.std()
        hits += [
            c.low <= b * u <= c.high for c, b, u in zip(regression("ab", x, y).coefficients, (3, -4), unit, strict=True)
        ]
    assert (np.abs(hits / 400 - 0.95) < 0.033).all()


def test_ranks_straighten_what_is_monotone() -> None:
    x = np.linspace(0.0, 10.0, 50)[:, None]
    assert regression("a", x, np.exp(x[:, 0])).explained < 0.7
    assert regression("a", x, np.exp(x[:, 0]), ranks=True).explained == pytest.approx(1.0)


def test_what_a_plane_cannot_be_laid_through() -> None:
    x, y = np.random.default_rng(11).normal(size=(2, 20))
    twice = np.column_stack([x, 2.0 * x])
    for design, values in ((twice, y), (twice[:3], y[:3]), (twice[:0], y[:0]), (x[:, None].repeat(2, 1), np.ones(20))):
        found = regression("ab", design, values)
        assert isnan(found.explained)
        assert isnan(found.coefficients[0].value)
    holed = regression("a", x[:, None], np.where(np.arange(20) == 3, nan, y))
    assert (holed.n, holed.missing) == (19, 1)
    with pytest.raises(ValueError, match="a design of"):
        regression("ab", x[:, None], y)
