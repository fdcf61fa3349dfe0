"""O64: ways are taken as quantal response says, and each has as many at sea as Little's law says of its share."""

from math import exp, sqrt

import numpy as np
import pytest

from .worlds import agree, run

SHARES = {"short": 0.691438, "long": 0.154281, "stay": 0.154281}  # e^1.5, 1 and 1, over their sum
CROSSING = {"short": 32.0, "long": 40.0}  # h: 320 and 400 nm at 10 kn


def test_shares_of_ways(seeds: range) -> None:
    """Utilities of 1, 0 and 0 at rationality 1.5, through the running model."""
    assert SHARES["short"] == pytest.approx(exp(1.5) / (exp(1.5) + 2.0), abs=1e-6)
    taken = [name for seed in seeds for name in run("ways", {}, seed).routes.query("taken")["option"]]
    for name, share in SHARES.items():
        measured, n = taken.count(name) / len(taken), len(taken)
        agree("O64", f"share of {name}", share, measured, n, (measured - share) / sqrt(share * (1.0 - share) / n))


def test_littles_law_by_way(seeds: range) -> None:
    """Four candidates a day, of which a share goes by a way that takes so long; snapshots two crossings apart."""
    for name, hours in CROSSING.items():
        counts = []
        for seed in seeds:
            one = run("ways", {}, seed)
            own = one.voyages.merge(one.routes.query("taken"), on="voyage").query("option == @name")
            ended = own["ended"].fillna(np.inf)
            counts += [((own["sailed"] <= t) & (t < ended)).sum() for t in np.arange(72.0, 303 * 24.0, 2.0 * hours)]
        theory, mean, n = 4.0 * SHARES[name] * hours / 24.0, float(np.mean(counts)), len(counts)
        agree("O64", f"at sea by the {name} way of {hours:g} h", theory, mean, n, (mean - theory) / sqrt(theory / n))
