"""Quantiles of times some of which have not ended."""

from math import inf

from guardship.outcomes.statistics import kaplan_meier


def test_without_censoring_the_quantile_is_that_of_the_sample() -> None:
    times = [(float(t), True) for t in (5, 1, 4, 2, 3)]
    assert kaplan_meier(times, 0.5) == 3.0 and kaplan_meier(times, 0.9) == 5.0


def test_product_limit_by_hand() -> None:
    """1, 2+, 3, 4+, 5: survival 4/5, then 4/5 * 2/3 = 8/15, then 0."""
    times = [(1.0, True), (2.0, False), (3.0, True), (4.0, False), (5.0, True)]
    assert [kaplan_meier(times, q) for q in (0.2, 0.46, 0.47, 0.99)] == [1.0, 3.0, 5.0, 5.0]


def test_what_never_happens_has_no_quantile() -> None:
    assert kaplan_meier([(1.0, True), (inf, True), (inf, True)], 0.5) is None
    assert kaplan_meier([(1.0, True), (2.0, False)], 0.9) is None
    assert kaplan_meier([], 0.5) is None
