"""A fraction of a factorial design that keeps main effects and pairs apart, and the columns of that model.

D-optimal by exchange (Fedorov 1972, Theory of Optimal Experiments; the ratio of determinants is that of eq. 3.3.2).
"""

from collections.abc import Sequence
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Cell = tuple[int, ...]
"""The place of each factor's level in its list."""

STARTS = 10
MOST_CELLS = 2048  # of the whole factorial: 2048 x 2048 numbers are compared in each exchange
GAINS = 1e-9


def columns(cells: Sequence[Cell], levels: Sequence[int]) -> Floats:
    """The model at some cells: 1, main effects and products of pairs, so coded that each factor's effects add up to 0.

    (cells, 1 + sum of (k - 1) + sum over pairs of (k - 1)(l - 1)) for `levels` k, l, ...
    """
    own = [_coded([cell[f] for cell in cells], k) for f, k in enumerate(levels)]
    both = [_products(own[f], own[g]) for f, g in combinations(range(len(levels)), 2)]
    return np.hstack([np.ones((len(cells), 1)), *own, *both])


def _coded(at: Sequence[int], k: int) -> Floats:
    """(cells, k - 1): the last level has -1 in every column."""
    table = np.vstack([np.eye(k - 1), -np.ones((1, k - 1))])
    return np.asarray(table[np.asarray(at, np.int64)])


def _products(one: Floats, other: Floats) -> Floats:
    return (one[:, :, None] * other[:, None, :]).reshape(len(one), -1)


def fraction(levels: Sequence[int], points: int, seed: int) -> list[Cell]:
    """So many cells of the factorial with these numbers of levels, in its order.

    Raises ValueError for more cells than there are, fewer than the model has columns, or too large a factorial.
    """
    whole = prod(levels)
    if whole > MOST_CELLS:
        raise ValueError(f"a fraction of {whole} combinations, wanted at most {MOST_CELLS}")
    cells = list(product(*map(range, levels)))
    model = columns(cells, levels)
    if not model.shape[1] <= points <= whole:
        raise ValueError(f"a fraction that keeps pairs apart has {model.shape[1]} to {whole} points, not {points}")
    rng = np.random.default_rng(seed)
    chosen = max((_exchanged(model, points, rng) for _ in range(STARTS)), key=lambda at: _volume(model[at]))
    return [cells[k] for k in sorted(chosen)]


def _volume(model: Floats) -> float:
    """The logarithm of the determinant of the information."""
    sign, log = np.linalg.slogdet(model.T @ model)
    return float(log) if sign > 0 else -np.inf


def _exchanged(model: Floats, points: int, rng: np.random.Generator) -> list[int]:
    """Cells to start with, exchanged one by one for others as long as that makes the determinant greater."""
    chosen = list(map(int, rng.permutation(len(model))[:points]))
    ridge = 1e-6 * np.eye(model.shape[1])  # the first cells may not tell all columns apart
    while True:
        left = sorted(set(range(len(model))) - set(chosen))
        spread = model @ np.linalg.inv(model[chosen].T @ model[chosen] + ridge) @ model.T
        own, others = np.diag(spread)[chosen], np.diag(spread)[left]
        ratio = (1.0 - own[:, None]) * (1.0 + others[None, :]) + spread[np.ix_(chosen, left)] ** 2
        if not left or ratio.max() <= 1.0 + GAINS:
            return chosen
        out, new = np.unravel_index(int(ratio.argmax()), ratio.shape)
        chosen[int(out)] = left[int(new)]
