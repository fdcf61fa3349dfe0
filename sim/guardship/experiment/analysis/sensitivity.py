"""Which factors move a measure: main effects of a design, Sobol indices, standardised regression coefficients.

Values come as (points, replications): a row for each design point, a column for each seed, the same seeds at every
point, nan where a run failed. One replication a point may come as (points,).
"""

from collections.abc import Sequence
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from guardship.experiment.analysis.intervals import LEVEL, Estimate, Floats, mean, two_sided
from guardship.experiment.analysis.paired import Effect, family

RESAMPLES = 1000
TINY = 1e-12


class MainEffect(NamedTuple):
    """A factor at a level: the mean over the `points` that have it, and its change from the factor's first level
    (None there).

    The intervals run over replications; those of the changes (`all_low`, `all_high`) hold together for all factors
    and levels.
    """

    factor: str
    level: object
    points: int
    mean: Estimate
    change: Effect | None


class Index(NamedTuple):
    """Shares of the variance of a measure over the ranges of all factors, with intervals over the base points.

    `first`: what this factor explains alone; `total`: with all its interactions; estimates may lie a little outside 0
    to 1.
    """

    factor: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


class Indices(NamedTuple):
    """An index for each factor, from `n` base points; `missing` more were left out because a run of theirs failed.

    `noise`: the share of the variance between points that is left from the seeds after averaging over replications, nan
    with one replication. Each total index is too large by about as much, each first one too small in proportion.
    """

    indices: tuple[Index, ...]
    n: int
    missing: int
    noise: float


class Coefficient(NamedTuple):
    """Standard deviations by which a measure moves for one of the factor, all others held; nan for a factor that does
    not vary."""

    factor: str
    value: float
    low: float
    high: float


class Regression(NamedTuple):
    """Coefficients from `n` points (`missing` more without a value) and the share of variance that the plane explains.

    With a low `explained` the coefficients do not rank the factors: use `ranks`, or Sobol indices.
    """

    coefficients: tuple[Coefficient, ...]
    explained: float
    n: int
    missing: int


def main_effects(
    names: Sequence[str], levels: Sequence[Sequence[object]], values: Floats, level: float = LEVEL
) -> list[MainEffect]:
    """Main effects of a balanced design: `levels` has a row for each point with the level of each factor, in the
    order of `names`.

    For each seed the measure is averaged over the points with a level, then compared seed by seed. A seed for which
    one of these points failed does not count at that level, since the average over the others would be of another
    design.
    """
    y = _columns(values)
    if len(levels) != len(y):
        raise ValueError(f"{len(levels)} points have levels and {len(y)} have values")
    at = [
        (f, one, np.array([row[f] == one for row in levels])) for f in range(len(names)) for one in _distinct(levels, f)
    ]
    averages = [y[here].mean(axis=0) for _, _, here in at]
    base = {f: k for k, (f, _, _) in reversed(list(enumerate(at)))}
    effects, _ = family([(averages[base[f]], averages[k]) for k, (f, _, _) in enumerate(at) if k != base[f]], level)
    changes = iter(effects)
    return [
        MainEffect(names[f], one, int(here.sum()), mean(averages[k], level), None if k == base[f] else next(changes))
        for k, (f, one, here) in enumerate(at)
    ]


def sobol(names: Sequence[str], values: Floats, level: float = LEVEL, resamples: int = RESAMPLES) -> Indices:
    """First-order and total indices by SALib (Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018).

    `values` in the order of `SALib.sample.sobol.sample(..., calc_second_order=False)`: blocks of len(names) + 2
    points, one block for each base point. A block with a point that failed at any seed is left out whole.
    """
    y, d = _columns(values), len(names)
    if len(y) % (d + 2):
        raise ValueError(f"{len(y)} points are not blocks of {d + 2}, as a Saltelli design of {d} factors has")
    blocks = y.reshape(-1, d + 2, y.shape[1])
    kept = blocks[np.isfinite(blocks).all(axis=(1, 2))]
    n, missing = len(kept), len(blocks) - len(kept)
    flat = kept.mean(axis=2).ravel()
    if n < 2 or np.ptp(flat) <= TINY * np.abs(flat).max():
        return Indices(tuple(Index(name, *[nan] * 6) for name in names), n, missing, nan)
    from SALib.analyze import sobol as salib  # loads pandas and matplotlib: a second

    problem = {"num_vars": d, "names": list(names)}
    s = salib.analyze(problem, flat, calc_second_order=False, num_resamples=resamples, conf_level=level, seed=3)
    columns = (s[k] + side * s[f"{k}_conf"] for k in ("S1", "ST") for side in (0, -1, 1))
    rows = zip(names, *columns, strict=True)
    return Indices(tuple(Index(name, *map(float, row)) for name, *row in rows), n, missing, _noise(kept))


def regression(
    names: Sequence[str], design: ArrayLike, values: Floats, level: float = LEVEL, ranks: bool = False
) -> Regression:
    """Standardised regression coefficients of a (points, factors) design, as of a Latin hypercube, least squares with
    Student's intervals.

    Replications are averaged; a point that failed at any seed is left out. `ranks`: of ranks, for what is monotone
    but not straight (Saltelli et al. 2008, Global Sensitivity Analysis).
    """
    x, y = np.asarray(design, np.float64), _columns(values)
    if x.shape != (len(y), len(names)):
        raise ValueError(f"a design of {x.shape} for {len(y)} points and {len(names)} factors")
    kept = np.isfinite(y).all(axis=1)
    x, z = x[kept], y[kept].mean(axis=1)
    n, missing = len(z), int(len(y) - kept.sum())
    if ranks and n:
        from scipy.stats import rankdata

        x, z = rankdata(x, axis=0), rankdata(z)
    moves = np.ptp(x, axis=0) > 0.0 if n else np.zeros(len(names), bool)
    found = _least_squares(x[:, moves], z, level)
    if found is None:
        return Regression(tuple(Coefficient(name, nan, nan, nan) for name in names), nan, n, missing)
    table = np.full((len(names), 3), nan)
    table[moves], explained = found
    return Regression(
        tuple(Coefficient(name, *map(float, row)) for name, row in zip(names, table, strict=True)),
        explained,
        n,
        missing,
    )


def _least_squares(x: Floats, z: Floats, level: float) -> tuple[Floats, float] | None:
    """(factors, 3): coefficient, low, high; and the share explained. None: nothing to explain or not enough points."""
    n, d = x.shape
    if d == 0 or n <= d + 1 or np.ptp(z) == 0.0:
        return None
    u, v = (x - x.mean(axis=0)) / x.std(axis=0), (z - z.mean()) / z.std()
    b, _, rank, _ = np.linalg.lstsq(u, v)
    if rank < d:
        return None
    left, freedom = float(((v - u @ b) ** 2).sum()), n - d - 1
    half = two_sided(level, freedom) * np.sqrt(left / freedom * np.diag(np.linalg.inv(u.T @ u)))
    return np.column_stack([b, b - half, b + half]), 1.0 - left / n


def _noise(kept: Floats) -> float:
    """From (blocks, points, replications): variance of a mean over seeds over the variance between points.

    With common seeds a part of it is the same at every point and moves nothing: seeds are centred first.
    """
    replications = kept.shape[2]
    if replications < 2:
        return nan
    apart = kept - kept.mean(axis=(0, 1), keepdims=True)
    within = float(apart.var(axis=2, ddof=1).mean()) / replications
    return float(within / kept.mean(axis=2).var())


def _columns(values: Floats) -> Floats:
    y = np.asarray(values, np.float64)
    return y[:, None] if y.ndim == 1 else y


def _distinct(levels: Sequence[Sequence[object]], f: int) -> list[object]:
    """Levels in the order in which the design has them; they need not be hashable."""
    found: list[object] = []
    for row in levels:
        if row[f] not in found:
            found.append(row[f])
    return found
