"""O33: as many shipments are at sea on average as start in the time that one takes; at random they are Poisson."""

import numpy as np
import pytest

from guardship.core.kernels.state import Floats
from guardship.run.run import Run

from .worlds import Z, agree, run

CROSSING = 34.0  # h: 340 nm at 10 kn


def at_sea(world: Run, times: Floats) -> Floats:
    """How many shipments are at sea at each time."""
    table = world.voyages
    ended = table["ended"].fillna(np.inf).to_numpy()
    return np.array([((table["sailed"] <= t) & (t < ended)).sum() for t in times])


@pytest.mark.parametrize("a_day", [48 / 30, 72 / 30])
def test_littles_law(a_day: float, seeds: range) -> None:
    """Snapshots two crossings apart are independent: their mean and their variance are those of the theory.

    "Four to six dozen" shipments a month make "two to four" at sea (Atkinson, Kress & Szechtman 2017).
    """
    times = np.arange(72.0, 303 * 24.0, 2.0 * CROSSING)
    counts = np.concatenate([at_sea(run("little", {"groups.boats.per_day": a_day}, seed), times) for seed in seeds])
    theory, mean, n = a_day * CROSSING / 24.0, float(counts.mean()), len(counts)
    z = (mean - theory) / np.sqrt(theory / n)
    agree("O33", f"shipments at sea, {a_day:g} a day of {CROSSING:g} h", theory, mean, n, z)
    assert 2.0 < theory < 4.0
    spread = theory * np.sqrt((1.0 / theory + 2.0) / n)  # of the variance of a Poisson sample
    assert abs(counts.var(ddof=1) - theory) < Z * spread


def test_little_holds_run_by_run() -> None:
    """Exactly, as book-keeping: hours at sea in all are crossings times hours each."""
    world = run("little")
    table = world.voyages[world.voyages["outcome"] == "succeeded"]
    assert len(table) > 500
    assert (table["ended"] - table["sailed"]).to_numpy() == pytest.approx(CROSSING)
