"""Intervals at 95 % hold a known quantity in 93 to 97 % of 2000 batches."""

from collections.abc import Callable

import numpy as np
import pytest

from guardship.experiment.analysis.intervals import Estimate, Floats, mean, quantile, rate, ratio, share
from guardship.experiment.analysis.paired import critical, effect
from guardship.experiment.plan.sequential import Rule, advance

BATCHES = 2000
TRANSITS, RISK = 40.0, 0.05


def attacked(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """30 runs of a toy sea: transits are Poisson, each is attacked with a chance of RISK."""
    transits = rng.poisson(TRANSITS, 30)
    return rng.binomial(transits, RISK).astype(float), transits.astype(float)


CASES: dict[str, tuple[float, Callable[[np.random.Generator], Estimate]]] = {
    "mean": (TRANSITS * RISK, lambda rng: mean(attacked(rng)[0])),
    "share": (0.3, lambda rng: share(rng.random(100) < 0.3)),
    "ratio": (RISK * 1000.0, lambda rng: ratio(*attacked(rng), per=1000.0)),
    "rate": (RISK * 1000.0, lambda rng: rate(*attacked(rng), per=1000.0)),
    "median": (np.log(2.0), lambda rng: quantile(rng.exponential(size=30), 0.5)),
}


def within(covered: int) -> None:
    assert 0.93 <= covered / BATCHES <= 0.97


@pytest.mark.parametrize("case", CASES)
def test_of_one_quantity(case: str) -> None:
    rng, (true, estimate) = np.random.default_rng(1), CASES[case]
    within(sum(e.low <= true <= e.high for e in (estimate(rng) for _ in range(BATCHES))))


def test_of_a_paired_difference() -> None:
    """Attacks without and with a policy that stops each with a chance of 0.2, over the same seeds."""
    rng, true, covered = np.random.default_rng(2), -0.2 * TRANSITS * RISK, 0
    for _ in range(BATCHES):
        without = rng.poisson(TRANSITS * RISK, 40)
        e = effect(without.astype(float), rng.binomial(without, 0.8).astype(float), 2.0)
        covered += e.low <= true <= e.high
    within(covered)


def test_of_a_family() -> None:
    """All of eight correlated skewed measures at once."""
    rng, covered = np.random.default_rng(3), 0
    for _ in range(BATCHES):
        d = np.asarray(rng.poisson(2.0, (60, 8)) + rng.poisson(1.0, (60, 1)) - 3.0, np.float64)
        error = d.std(axis=0, ddof=1) / 60.0**0.5
        covered += bool((np.abs(d.mean(axis=0)) <= critical(d, flips=400) * error).all())
    within(covered)


def test_of_events_too_rare_to_be_sure() -> None:
    """0.8 expected in all runs together: a plain ratio would hold the truth in 54 %."""
    rng, covered = np.random.default_rng(4), 0
    for _ in range(BATCHES):
        e = rate(rng.binomial(40, 0.001, 20), np.full(20, 40))
        covered += e.low <= 0.001 <= e.high
    assert covered / BATCHES >= 0.93


def test_of_a_mean_that_is_stopped_when_narrow() -> None:
    rng, covered, used = np.random.default_rng(5), 0, []
    rule = Rule(wanted=1.96 / 10.0)  # of deviation 1: 100 replications
    for _ in range(BATCHES):
        x = rng.normal(size=rule.at_most)
        step = advance(0, np.inf, rule)
        while not step.stop:
            e = mean(x[: step.n])
            step = advance(step.n, e.half, rule)
        assert (step.why, step.half <= rule.wanted) == ("reached", True)
        covered += e.low <= 0.0 <= e.high
        used.append(step.n)
    within(covered)
    assert np.mean(used) == pytest.approx(107.0, abs=5.0)
    assert np.quantile(used, 0.95) <= 140
