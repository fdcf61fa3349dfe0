"""Coverage, over runs with a closed form: contacts are binomial with p = 1 - exp(-rate * 2 R / v) (Koopman 1946).

The 95 % intervals of the mean, of a share of runs and of a paired difference cover what is known in 93 to 97 % of 2 000
batches of 24 runs (long); a sample of 100 batches is checked with the limits of its own binomial.
"""

from math import comb, exp, sqrt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import Estimate, mean, share
from guardship.experiment.analysis.paired import effect
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import plan

RUNS, TARGETS = 24, 20
P3, P6 = (1.0 - exp(-rate * 0.4) for rate in (3.0, 6.0))
MANY = 13  # contacts; of so many runs Wilson covers in 95.2 % exactly (for 14 contacts in 96.6 %: counts are discrete)
SHARE = sum(comb(TARGETS, k) * P3**k * (1.0 - P3) ** (TARGETS - k) for k in range(MANY, TARGETS + 1))


@pytest.mark.parametrize("batches", [100, pytest.param(2000, marks=pytest.mark.long)])
def test_intervals_cover_what_is_known(tmp_path: Path, batches: int) -> None:
    asked = plan(Path(__file__).parent / "known.yaml", {"experiment.replications": RUNS * batches})
    contacts = run(asked, tmp_path / "store", here).measure("contacts.gained")
    three, six = contacts.reshape(2, batches, RUNS)
    slack = 0.02 if batches >= 2000 else 4.0 * sqrt(0.05 * 0.95 / batches)
    for covered in (
        [holds(mean(one), TARGETS * P3) for one in three],
        [holds(share((one >= MANY).astype(float)), SHARE) for one in three],
        [difference(a, b) for a, b in zip(three, six, strict=True)],
    ):
        assert abs(np.mean(covered) - 0.95) <= slack
    for seen, p in zip(contacts, (P3, P6), strict=True):
        assert abs(seen.mean() / TARGETS - p) < 4.0 * sqrt(p * (1.0 - p) / seen.size / TARGETS)


def holds(e: Estimate, truth: float) -> bool:
    return e.low <= truth <= e.high


def difference(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    e = effect(a, b, together=2.0)
    return e.low <= TARGETS * (P6 - P3) <= e.high
