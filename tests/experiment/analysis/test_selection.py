"""The best of k plans: the probability of correct selection by simulation, and the contest step by step."""

from math import nan

import numpy as np
import pytest

from guardship.experiment.analysis.intervals import Floats
from guardship.experiment.analysis.selection import Selection, select


def worlds(rng: np.random.Generator, means: Floats, common: float, n: int = 500) -> Floats:
    """Normal values of unit variance with the same correlation `common` between plans."""
    shared = rng.normal(size=(n, 1)) * common**0.5
    return np.asarray(shared + rng.normal(size=(n, len(means))) * (1.0 - common) ** 0.5 + means)


def contests(means: Floats, common: float, delta: float, count: int) -> list[Selection]:
    rng = np.random.default_rng(1)
    return [select(worlds(rng, means, common), delta, first=10) for _ in range(count)]


def test_correct_selection_in_the_slippage_configuration() -> None:
    """One of two is better by delta = 0.4 deviations, all others equal: the hardest case; 0.95 is promised."""
    for k, common in ((2, 0.0), (5, 0.0), (5, 0.5)):
        found = contests(np.r_[0.4, np.zeros(k - 1)], common, 0.4, 400)
        right = np.mean([s.best == 0 for s in found])
        assert right >= 0.95 - 2.0 * (0.95 * 0.05 / 400) ** 0.5, (k, common)
        assert right <= 0.999  # and no more caution than it costs


def test_common_seeds_save_replications() -> None:
    """The variance of a difference is 2 (1 - correlation); so is, about, the number of replications above the first."""
    apart, together = (
        np.mean([s.n for s in contests(np.r_[0.4, np.zeros(4)], common, 0.4, 100)]) for common in (0.0, 0.5)
    )
    assert together / apart == pytest.approx(0.5, abs=0.1)


def test_the_first_stage_then_bounds_by_hand() -> None:
    """Two plans whose differences are 3, -1, 3, -1: variance 16 / 3 of four; eta = (0.1 ** (-2 / 3) - 1) / 2.

    h^2 S^2 / delta = 2 eta 3 16 / 3 / delta; the sum may lag by half of that less delta n / 2.
    """
    a = 16.0 * (0.1 ** (-2.0 / 3.0) - 1.0)
    x = np.zeros((2000, 2))
    x[:, 0] = np.resize([3.0, -1.0], 2000)
    s = select(x[:4], 1.0, first=4)
    assert (s.best, s.contenders, s.leading, s.at_most) == (None, (0, 1), 0, int(a) + 1 - 4)
    s = select(x, 1.0, first=4)
    lag = np.cumsum(x[:, 0]) - np.maximum(0.0, 0.5 * (a - np.arange(1.0, 2001.0)))
    expected = int(np.flatnonzero(lag[3:] > 0.0)[0]) + 4
    assert (s.best, s.n, s.gone) == (0, expected, (None, expected))


def test_the_expected_end_is_near_what_comes() -> None:
    x = worlds(np.random.default_rng(3), np.array([0.2, 0.0, -2.0]), 0.3)
    then, whole = select(x[:40], 0.1), select(x, 0.1)
    assert then.best is None
    assert 0 < then.expected <= then.at_most
    assert whole.n <= 40 + then.at_most
    assert whole.n == pytest.approx(40 + then.expected, rel=0.5)
    assert then.gone[2] is not None
    assert then.contenders == (0, 1)


def test_asked_in_blocks_it_says_the_same() -> None:
    """Values of plans that have gone are not needed."""
    x = worlds(np.random.default_rng(5), np.array([0.0, 0.3, -0.4, 0.1]), 0.2)
    whole, n = select(x, 0.1), 20
    known = np.full_like(x, nan)
    s = select(x[:0], 0.1)
    while s.best is None:
        begin, n = (0, 20) if n == 20 and not s.n else (n, n + 10)
        known[begin:n, list(s.contenders)] = x[begin:n, list(s.contenders)]
        s = select(known[:n], 0.1)
    assert (s.best, s.n, s.gone) == (whole.best, whole.n, whole.gone)
    assert whole.expected == whole.at_most == 0


def test_less_can_be_better() -> None:
    x = worlds(np.random.default_rng(7), np.array([1.0, 0.0, 2.0]), 0.0)
    assert select(x, 0.5).best == 2
    s = select(x, 0.5, larger=False)
    assert s.best == 1
    assert s.means[1] == pytest.approx(x[: s.n, 1].mean())


def test_who_has_gone_beats_nobody() -> None:
    """The sum of 20 losses of a plan that went early is above any sum of 200."""
    x = worlds(np.random.default_rng(15), np.array([10.0, 10.2, 13.0]), 0.0, 2000)
    s = select(x, 0.1, larger=False)
    assert (s.best, s.gone[2]) == (0, 20)
    assert s.n > 60


def test_a_replication_that_a_contender_lacks_counts_for_nobody() -> None:
    x = worlds(np.random.default_rng(9), np.array([0.3, 0.0]), 0.0)
    holed = np.insert(x, [5, 25], [[nan, 1e9], [0.0, nan]], axis=0)
    assert select(holed[:30], 0.05) == select(x[:28], 0.05)._replace(missing=2)


def test_equal_plans_and_few_replications() -> None:
    same = np.repeat(np.random.default_rng(11).normal(size=(30, 1)), 3, axis=1)
    assert select(same, 0.1).best == 0
    assert select(same[:, :1], 0.1).best == 0
    s = select(same[:0], 0.1)
    assert (s.n, s.best, s.leading, s.at_most, s.expected) == (0, None, None, 20, 20)
    assert np.isnan(s.means).all()
    with pytest.raises(ValueError, match="delta"):
        select(same, 0.0)
