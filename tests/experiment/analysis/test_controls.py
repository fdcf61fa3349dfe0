"""Controls: they move no mean, cover what they should, and take the noise that goes with them."""

import re
from pathlib import Path

import numpy as np
import pytest

from experiment.stores import TEXT, placed
from guardship.core.draws import DECIDED
from guardship.experiment.analysis import intervals
from guardship.experiment.analysis.compare import compare
from guardship.experiment.analysis.controls import (
    FEWEST,
    KINDS,
    adjusted,
    cleared,
    controls,
    kinds_of,
    ratio,
)
from guardship.experiment.analysis.paired import effect
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import plan
from guardship.experiment.store.columns import fixed
from guardship.experiment.store.results import Batch

type Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def decided(rng: np.random.Generator, n: int, chance: float) -> tuple[Floats, Floats]:
    """Of n runs: attacks, each a Bernoulli trial of a ship that was met (Poisson), and their surplus."""
    met = rng.poisson(60.0, n)
    happened = rng.binomial(met, chance)
    return happened.astype(float), happened - met * chance


def covered(runs: int, batches: int, paired: bool, clear: bool) -> tuple[float, float]:
    """How often a 95 % interval holds the truth, and by how much the mean of all batches is off, in errors."""
    rng, held, found = np.random.default_rng(11), 0, []
    for _ in range(batches):
        y, x = decided(rng, runs, 0.02)
        truth = 1.2
        if paired:
            other, luck = decided(rng, runs, 0.03)
            y, x, truth = other - y, luck - x, 0.6
        values = adjusted(y, x[:, None]) if clear else y
        e = intervals.mean(values)
        if paired:
            alone = effect(np.zeros(runs), values, 0.0)
            assert (alone.low, alone.high) == pytest.approx((e.low, e.high))
        held += e.low <= truth <= e.high
        found.append(e.value)
    return held / batches, (np.mean(found) - truth) / np.std(found, ddof=1) * batches**0.5


@pytest.mark.parametrize("batches", [300, pytest.param(2000, marks=pytest.mark.long)])
@pytest.mark.parametrize("runs", [FEWEST, 40, 200])
@pytest.mark.parametrize("clear", [False, True], ids=["plain", "adjusted"])
@pytest.mark.parametrize("paired", [False, True], ids=["single", "paired"])
def test_intervals_cover_and_no_mean_moves(paired: bool, clear: bool, runs: int, batches: int) -> None:
    """Against a closed form. Of 2 000 batches 93 to 97 %; of fewer what that allows by chance."""
    share, off = covered(runs, batches, paired, clear)
    slack = 0.0 if batches >= 2000 else 3.0 * (0.05 * 0.95 / batches) ** 0.5 - 0.01
    assert 0.93 - slack <= share <= 0.97 + slack
    assert abs(off) < 4.0


def test_what_goes_with_the_luck_is_taken() -> None:
    """Attacks are nearly all luck: what is left is the number of ships that were met."""
    y, x = decided(np.random.default_rng(3), 400, 0.02)
    kept = ratio(adjusted(y, x[:, None]), y)
    assert kept.low < kept.value < kept.high < 0.15
    again = ratio(y, y)
    assert again == pytest.approx((1.0, 1.0, 1.0))


def test_a_control_that_says_nothing_costs_little() -> None:
    rng = np.random.default_rng(4)
    y = rng.normal(size=200)
    assert ratio(adjusted(y, rng.normal(size=(200, 2))), y).value < 1.06


@pytest.mark.parametrize("n", [0, 1, FEWEST - 1])
def test_of_few_values_nothing_is_fitted(n: int) -> None:
    y, x = decided(np.random.default_rng(5), n, 0.02)
    assert adjusted(y, x[:, None]) is y
    assert adjusted(y, np.empty((n, 0))) is y


def test_a_constant_control_and_missing_values() -> None:
    rng = np.random.default_rng(6)
    y, x = decided(rng, 60, 0.02)
    assert adjusted(y, np.zeros((60, 2))) is y
    y[[3, 9]], x[20] = np.nan, np.nan
    found = adjusted(y, np.column_stack([x, np.zeros(60)]))
    assert np.isnan(found[[3, 9]]).all() and found[20] == y[20] and np.isfinite(np.delete(found, [3, 9])).all()
    assert ratio(np.full(3, np.nan), np.full(3, np.nan)).value != 1.0


# ---- which go with which -------------------------------------------------------------------------


def test_the_table_names_what_there_is() -> None:
    assert {kind for _, kinds in KINDS for kind in kinds} <= set(DECIDED.values())
    for pattern, kinds in KINDS:
        assert any(re.fullmatch(pattern, name) for name in fixed()), pattern
        assert 0 < len(kinds) <= 4
    assert kinds_of("attacks.hijacked") == ("attack_decided", "attackers_board")
    assert kinds_of("attacks") == ("attack_decided",)
    assert kinds_of("attacks.expected") == kinds_of("usd.net") == kinds_of("surplus.halted") == ()


# ---- in stores ------------------------------------------------------------------------------------


LUCKY = (
    TEXT.replace("replications: 20", "replications: 24")
    .replace("measure: 8 h", "measure: 3 d")
    .replace("late: {", "late: {substream: 1, ")
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("controls")
    return run(plan(placed(folder, LUCKY + "  adjust: true\n")), folder / "store", here)


def test_a_plan_says_what_is_adjusted(found: Batch) -> None:
    (one, _) = compare(found, ["attacks.hijacked"], nations=False).rows
    (plain, _) = compare(found, ["attacks.hijacked"], nations=False, adjust=False).rows
    assert plain.cleared == () and plain.kept is None
    assert one.cleared == ("attack_decided", "attackers_board") and one.kept is not None
    assert one.effect is not None and plain.effect is not None
    assert one.effect.without == plain.effect.without and one.effect.mean != plain.effect.mean
    a, b = (next(p.number for p in found.plan.points if p.variant == name) for name in ("quick", "late"))
    luck = controls(found, "attacks.hijacked")
    values = found.measure("attacks.hijacked")
    assert one.effect.mean == pytest.approx(adjusted(values[b] - values[a], luck[b] - luck[a]).mean())


def test_what_a_plan_adjusts_is_no_other_batch(found: Batch, tmp_path: Path) -> None:
    assert plan(placed(tmp_path, LUCKY)).hash == found.plan.hash


def test_points_cleared_of_their_own_luck(found: Batch) -> None:
    after, before = cleared(found, "attacks.hijacked"), found.measure("attacks.hijacked")
    assert after.shape == before.shape and (after != before).any()
    assert np.array_equal(cleared(found, "usd.net"), found.measure("usd.net"), equal_nan=True)
