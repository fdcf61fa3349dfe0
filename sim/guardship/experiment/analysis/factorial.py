"""What factors change, alone and in pairs, by a model fitted seed by seed to a factorial or a fraction of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from guardship.experiment.analysis.intervals import LEVEL, Floats
from guardship.experiment.analysis.paired import Effect, family
from guardship.experiment.plan.fraction import Cell, columns


class FactorEffect(NamedTuple):
    """What a level of a factor changes against its first one, averaged evenly over the levels of all others.

    Of two factors: by how much that change is greater at a level of the second than at the second's first one.
    `factors`, `levels`: one or two. The intervals hold together for all.
    """

    factors: tuple[str, ...]
    levels: tuple[object, ...]
    change: Effect


def factor_effects(
    factors: Mapping[str, Sequence[object]], cells: Sequence[Cell], values: Floats, level: float = LEVEL
) -> list[FactorEffect]:
    """Main effects, then pairs, of (points, replications) values at the cells of a design over common seeds.

    `factors`: the levels of each, its first one first. A seed for which a point failed (nan) is left out. Raises
    ValueError for a design that does not tell main effects and pairs apart.
    """
    names, levels = list(factors), [len(one) for one in factors.values()]
    model = columns(cells, levels)
    if np.linalg.matrix_rank(model) < model.shape[1]:
        raise ValueError(f"{len(cells)} points do not tell the {model.shape[1]} effects of the factors and pairs apart")
    kept = np.isfinite(values).all(axis=0)
    fitted, *_ = np.linalg.lstsq(model, values[:, kept])
    asked = list(_contrasts(levels))
    pairs = [(fitted.T @ reference, fitted.T @ arm) for _, _, reference, arm in asked]
    effects, _ = family(pairs, level)
    return [
        FactorEffect(
            tuple(names[f] for f in which),
            tuple(factors[names[f]][k] for f, k in zip(which, at, strict=True)),
            one._replace(missing=int((~kept).sum())),
        )
        for (which, at, _, _), one in zip(asked, effects, strict=True)
    ]


def _contrasts(levels: Sequence[int]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], Floats, Floats]]:
    """Factors, their levels, and what to take of the fitted model for the reference and for the arm."""
    cells = list(product(*map(range, levels)))
    model = columns(cells, levels)

    def average(at: Mapping[int, int]) -> Floats:
        here = [all(cell[f] == k for f, k in at.items()) for cell in cells]
        return np.asarray(model[here].mean(axis=0))

    for f, k in enumerate(levels):
        for j in range(1, k):
            yield (f,), (j,), average({f: 0}), average({f: j})
    for f, g in combinations(range(len(levels)), 2):
        for i, j in product(range(1, levels[f]), range(1, levels[g])):
            first, then = (average({f: i, g: k}) - average({f: 0, g: k}) for k in (0, j))
            yield (f, g), (i, j), first, then
