"""Hulls to add and to release, where curves are known."""

from math import exp, inf, isnan, log, nan

import numpy as np
import pytest

from guardship.experiment.analysis import hulls
from guardship.experiment.analysis.hulls import curve, fitted, hulls_to_add, hulls_to_release
from guardship.experiment.analysis.intervals import Floats

SIZES = np.arange(2.0, 13.0)


def rows(values: Floats, n: int = 3) -> Floats:
    return np.tile(values, (n, 1))


def test_violators_are_pooled() -> None:
    assert fitted(np.array([1.0, 3.0, 2.0, 4.0])).tolist() == [1.0, 2.5, 2.5, 4.0]
    assert fitted(np.array([4.0, 2.0, 3.0, 1.0]), more=False).tolist() == [4.0, 2.5, 2.5, 1.0]


def test_straight_lines() -> None:
    """Sharing is worth 2.5 hulls everywhere; whole ones to add are 3, to release 2."""
    add = hulls_to_add(SIZES, rows(SIZES), rows(SIZES + 2.5), 6.0)
    release = hulls_to_release(SIZES, rows(SIZES), rows(SIZES + 2.5), 6.0)
    assert (add.value, add.whole, add.least, add.most) == (2.5, 3.0, -4.0, 6.0)
    assert (release.value, release.whole, release.least, release.most) == (2.5, 2.0, -6.0, 4.0)
    assert (add.low, add.high, add.n, add.missing, add.said(add.value)) == (2.5, 2.5, 3, 0, "2.5")


def test_a_measure_that_falls_with_hulls() -> None:
    attacks = 30.0 * np.exp(-SIZES / 6.0)
    add = hulls_to_add(SIZES, rows(attacks), rows(attacks * exp(-1.0 / 3.0)), 6.0, more=False)
    assert add.value == pytest.approx(2.0)
    assert (add.whole, hulls_to_release(SIZES, rows(attacks), rows(attacks * 0.99), 6.0, more=False).whole) == (
        2.0,
        0.0,
    )


def test_between_the_sizes_of_the_sweep() -> None:
    few = np.array([2.0, 6.0, 14.0])
    assert hulls_to_add(few, rows(few), rows(few + 2.0), 6.0).value == 2.0
    assert hulls_to_release(few, rows(few), rows(few + 3.0), 7.0).value == 3.0


def test_beyond_the_sweep_it_says_so() -> None:
    add = hulls_to_add(SIZES, rows(SIZES), rows(SIZES + 20.0), 6.0)
    assert (add.value, add.whole, add.beyond, add.short) == (inf, inf, 1.0, 0.0)
    assert (add.said(add.value), add.said_whole(add.whole)) == ("> 6", "> 6")
    release = hulls_to_release(SIZES, rows(SIZES), rows(SIZES + 20.0), 6.0)
    assert (release.said(release.value), release.said_whole(release.whole)) == ("> 4", ">= 4")


def test_sharing_that_harms() -> None:
    worse = hulls_to_add(SIZES, rows(SIZES), rows(SIZES - 1.5), 6.0)
    assert (worse.value, worse.whole) == (-1.5, -1.0)
    assert hulls_to_release(SIZES, rows(SIZES), rows(SIZES - 1.5), 6.0).whole == -2.0
    add, release = (of(SIZES, rows(SIZES), rows(SIZES - 20.0), 6.0) for of in (hulls_to_add, hulls_to_release))
    assert (add.said(add.value), add.said_whole(add.whole), add.short) == ("< -4", "<= -4", 1.0)
    assert (release.said(release.value), release.said_whole(release.whole)) == ("< -6", "< -6")


def test_the_same_arm_is_worth_nothing_on_a_plateau_too() -> None:
    noisy = np.random.default_rng(1).normal(size=(20, len(SIZES)))
    for values in (noisy, rows(np.minimum(SIZES, 5.0)), rows(np.zeros(len(SIZES)))):
        for of in (hulls_to_add, hulls_to_release):
            found = of(SIZES, values, values, 6.0)
            assert (found.value, found.low, found.high, found.whole) == (0.0, 0.0, 0.0, 0.0)


def test_seeds_are_resampled_jointly() -> None:
    """What a seed does to all sizes and both arms alike costs nothing."""
    rng = np.random.default_rng(3)
    luck = rng.normal(0.0, 2.0, (40, 1))
    own = rng.normal(0.0, 0.1, (2, 40, len(SIZES)))
    found = hulls_to_add(SIZES, SIZES + luck + own[0], SIZES + 2.5 + luck + own[1], 6.0)
    torn = hulls_to_add(SIZES, SIZES + luck + own[0], SIZES + 2.5 + luck[::-1] + own[1], 6.0)
    assert found.high - found.low < 0.2
    assert torn.high - torn.low > 1.0
    assert found.low <= 2.5 <= found.high
    assert hulls_to_add(SIZES, SIZES + luck + own[0], SIZES + 2.5 + luck + own[1], 6.0) == found


def test_coverage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sharing 10 (1 - exp(-h / 6)), with it as with half as many hulls again: 3 to add to 6, 2 to release."""
    monkeypatch.setattr(hulls, "RESAMPLES", 300)
    rng, hits = np.random.default_rng(5), np.zeros(2)
    for _ in range(100):
        luck, own = rng.normal(0.0, 1.0, (40, 1)), rng.normal(0.0, 1.0, (2, 40, len(SIZES)))
        one, other = (10.0 * (1.0 - np.exp(-SIZES * g / 6.0)) + luck + x for g, x in zip((1.0, 1.5), own, strict=True))
        found = (hulls_to_add(SIZES, one, other, 6.0), hulls_to_release(SIZES, one, other, 6.0))
        hits += [e.low <= true <= e.high for e, true in zip(found, (3.0, 2.0), strict=True)]
    assert (hits >= 88).all()  # 0.95 less three standard errors
    assert hits.min() < 100


def test_missing_runs_take_their_seed_along() -> None:
    rng = np.random.default_rng(7)
    a, b = rng.normal(size=(2, 10, len(SIZES))) + SIZES
    holed = a.copy()
    holed[3, 0] = nan
    kept = np.delete(np.arange(10), 3)
    assert hulls_to_add(SIZES, holed, b, 6.0) == hulls_to_add(SIZES, a[kept], b[kept], 6.0)._replace(missing=1)
    assert curve(SIZES, holed) == curve(SIZES, a[kept])._replace(missing=1)


def test_one_run_or_none() -> None:
    one = hulls_to_add(SIZES, rows(SIZES, 1), rows(SIZES + 1.0, 1), 6.0)
    assert (one.value, one.low, one.high, one.n) == (1.0, -inf, inf, 1)
    none = hulls_to_release(SIZES, rows(SIZES) * nan, rows(SIZES), 6.0)
    assert (isnan(none.value), isnan(none.whole), none.n, none.missing) == (True, True, 0, 3)
    assert none.said(none.value) == none.said_whole(none.whole) == "unknown"
    assert curve(SIZES, rows(SIZES, 1)).low == (-inf,) * len(SIZES)
    assert isnan(curve(SIZES, np.empty((0, len(SIZES)))).mean[0])


def test_a_response_curve() -> None:
    rng = np.random.default_rng(9)
    found = curve(SIZES, np.log(SIZES) + rng.normal(0.0, 0.5, (400, len(SIZES))))
    assert list(found.fitted) == sorted(found.fitted)
    assert found.fitted[4] == pytest.approx(log(6.0), abs=0.1)  # four standard errors of a mean of 400
    assert all(low < log(h) < high for h, low, high in zip(SIZES[1:-1], found.low[1:-1], found.high[1:-1], strict=True))


@pytest.mark.parametrize(
    ("sizes", "base"), [(SIZES[::-1], 6.0), (SIZES[:1], 2.0), (SIZES, 1.0), (SIZES, 13.0), (SIZES[1:], 6.0)]
)
def test_what_is_no_sweep(sizes: Floats, base: float) -> None:
    with pytest.raises(ValueError, match=r"sizes|sweep"):
        hulls_to_add(sizes, rows(SIZES), rows(SIZES), base)
