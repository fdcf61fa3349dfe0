"""Measures cleared of the luck of decisions by chance: control variates whose mean is zero under every policy.

For each kind of decision a run has the surplus of its count over what was to be expected (`outcomes.trials`). What of a
measure, or of a difference between two arms under one seed, goes with these surpluses is taken off by least squares
(Lavenberg & Welch 1981, doi 10.1287/mnsc.27.3.322). The coefficients for a replication are fitted on others, so that
they are independent of its controls and the mean stays exactly what it was. Which kinds go with which measure stands
here, before anybody has looked: with twelve controls and 66 pairs the variance rose.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.store.results import Batch

type Floats = NDArray[np.float64]

FOLDS = 10
FEWEST = 20  # values, below which a coefficient adds more than it takes
RIDGE = 0.02  # of each control's own sum of squares
RESAMPLES = 2000
KINDS = (
    (r"attacks\.hijacked|hijackings_per_1000_transits|piracy\.succeeded", ("attack_decided", "attackers_board")),
    (r"attacks(\.(failed|stopped))?|attacks_per_1000_transits", ("attack_decided",)),
    (r"attack\.(succeeded|harm\.\w+)", ("strike_succeeds",)),
)
"""Measures by pattern, the first that fits the whole name, and the kinds of decision that go with them.

What was tried and takes nothing off is not here: looks, halts, boardings and evidence for what is stopped and boarded
(docs/power.md).
"""


class Ratio(NamedTuple):
    """The variance after over that before, with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def kinds_of(measure: str) -> tuple[str, ...]:
    """The kinds of decision of which a measure is cleared; none where it stays as it is."""
    return next((kinds for pattern, kinds in KINDS if re.fullmatch(pattern, measure)), ())


def controls(batch: Batch, measure: str) -> Floats:
    """(points, replications, kinds) the surpluses that go with a measure; none where the store is from before."""
    names = [f"surplus.{kind}" for kind in kinds_of(measure)]
    names = [name for name in names if name in batch.measures]
    shape = (len(batch.plan.points), batch.replications, 0)
    return np.stack([batch.measure(name) for name in names], axis=-1) if names else np.empty(shape)


def adjusted(values: Floats, given: Floats) -> Floats:
    """(n,) values less what (n, k) controls of mean zero explain; as they are where there are too few to tell.

    Each row is a replication, independent of the others. nan stays nan, and takes no part.
    """
    whole = np.isfinite(values) & np.isfinite(given).all(axis=1)
    rows = np.flatnonzero(whole)
    moves = given[rows].std(axis=0) > 0.0 if len(rows) else np.zeros(given.shape[1], bool)
    if len(rows) < FEWEST or not moves.any():
        return values
    y, x = values[rows], given[rows][:, moves]
    found, fold = values.copy(), np.arange(len(rows)) % FOLDS
    for k in range(FOLDS):
        rest, own = fold != k, fold == k
        found[rows[own]] = y[own] - x[own] @ _fitted(y[rest], x[rest])
    return found


def _fitted(y: Floats, x: Floats) -> Floats:
    """(k,) the coefficients of the controls, with a constant."""
    z = np.column_stack([np.ones(len(y)), x])
    square = z.T @ z
    diagonal = np.arange(1, len(square))
    square[diagonal, diagonal] *= 1.0 + RIDGE
    return np.asarray(np.linalg.lstsq(square, z.T @ y)[0][1:])


def cleared(batch: Batch, measure: str, n: int | None = None) -> Floats:
    """A measure as (points, replications), each point cleared of its own luck; `n`: of the first n replications.

    Raises KeyError for no measure.
    """
    values, given = batch.measure(measure)[:, :n], controls(batch, measure)[:, :n]
    return np.stack([adjusted(own, luck) for own, luck in zip(values, given, strict=True)])


def differences(batch: Batch, measure: str, own: int, other: int, n: int | None = None) -> Floats:
    """(replications,) a point less another, seed by seed, cleared of both arms' luck with one coefficient a kind.

    Raises KeyError for no measure.
    """
    values, given = batch.measure(measure)[:, :n], controls(batch, measure)[:, :n]
    return adjusted(values[own] - values[other], given[own] - given[other])


def ratio(after: Floats, before: Floats, seed: int = 1) -> Ratio:
    """The variance of (n,) values after over that of the same before, with its interval over replications."""
    both = np.isfinite(after) & np.isfinite(before)
    after, before, n = after[both], before[both], int(both.sum())
    if n < 2 or before.std() == 0.0:
        return Ratio(np.nan, np.nan, np.nan)
    picks = np.random.default_rng(seed).integers(0, n, (RESAMPLES, n))
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = after[picks].var(axis=1) / before[picks].var(axis=1)
    low, high = np.nanquantile(drawn, (0.025, 0.975), method="nearest")  # some are infinite
    return Ratio(float(after.var() / before.var()), float(low), float(high))
