"""Designs: which combinations of the factors are run (SciPy's qmc; Saltelli's by SALib)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from math import exp, isqrt, log, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.plan.fraction import fraction
from guardship.scenario.experiment import Design, Experiment, Factor

type Floats = NDArray[np.float64]
type Combination = dict[str, Any]

TRIES = 1000  # Latin hypercubes of which the one with the least correlation is taken
FIGURES = 12


def combinations(experiment: Experiment) -> list[Combination]:
    """The value of each factor at each point of the design; one point without values when there are no factors.

    Raises ValueError for a number of points that the design cannot have.
    """
    factors, design = experiment.factors, experiment.design
    if not factors:
        return [{}]
    names, levels = list(factors), [factor.levels or () for factor in factors.values()]
    if design.kind == "factorial":
        return [dict(zip(names, values, strict=True)) for values in product(*levels)]
    if design.kind == "fraction":
        cells = fraction([len(one) for one in levels], design.points or 1, design.seed)
        return [{name: one[k] for name, one, k in zip(names, levels, cell, strict=True)} for cell in cells]
    cube = SAMPLERS[design.kind](len(factors), design)
    return [_values(factors, row) for row in cube.tolist()]


def size(experiment: Experiment) -> int:
    """How many combinations there will be, without making them."""
    factors, design = experiment.factors, experiment.design
    if design.kind == "factorial":
        return prod(len(factor.levels or ()) for factor in factors.values())
    return (design.points or 1) * (len(factors) + 2 if design.kind == "saltelli" else 1)


def _values(factors: Mapping[str, Factor], u: list[float]) -> Combination:
    return {name: value(factor, one) for (name, factor), one in zip(factors.items(), u, strict=True)}


def value(factor: Factor, u: float) -> Any:
    """The value of a factor at u in [0, 1]: a level, or a number of the range with its unit."""
    if factor.levels is not None:
        return factor.levels[min(int(u * len(factor.levels)), len(factor.levels) - 1)]
    low, high, unit = factor.ends
    if factor.whole:
        x: float = min(int(low + u * (high - low + 1.0)), int(high))
    elif factor.scale == "log":
        x = exp(log(low) + u * (log(high) - log(low)))
    else:
        x = low + u * (high - low)
    if not factor.whole:
        x = float(f"{x:.{FIGURES}g}")
    return f"{x} {unit}" if unit else x


def _latin(d: int, design: Design) -> Floats:
    from scipy.stats import qmc

    made = qmc.LatinHypercube(d, optimization="random-cd" if d > 1 else None, rng=np.random.default_rng(design.seed))
    return np.asarray(made.random(design.points or 1))


def _orthogonal(d: int, design: Design) -> Floats:
    from scipy.stats import qmc

    n = design.points or 1
    root = isqrt(n)
    if root * root != n or root < 2 or any(root % k == 0 for k in range(2, isqrt(root) + 1)) or d > root + 1:
        raise ValueError(f"an orthogonal design of {d} factors has the square of a prime of at least {d - 1}, not {n}")
    return np.asarray(qmc.LatinHypercube(d, strength=2, rng=np.random.default_rng(design.seed)).random(n))


def _nearly_orthogonal(d: int, design: Design) -> Floats:
    from scipy.stats import qmc

    n, rng = design.points or 1, np.random.default_rng(design.seed)
    cubes = (np.asarray(qmc.LatinHypercube(d, rng=rng).random(n)) for _ in range(TRIES if d > 1 and n > 2 else 1))
    return min(cubes, key=_correlation)


def _correlation(cube: Floats) -> float:
    """The greatest correlation between two columns, in absolute value."""
    if cube.shape[1] < 2 or len(cube) < 3:
        return 0.0
    return float(np.abs(np.corrcoef(cube, rowvar=False) - np.eye(cube.shape[1])).max())


def _sobol(d: int, design: Design) -> Floats:
    from scipy.stats import qmc

    n = design.points or 1
    if n & (n - 1):
        raise ValueError(f"a Sobol design has a power of two of points, not {n}")
    return np.asarray(qmc.Sobol(d, rng=np.random.default_rng(design.seed)).random(n))


def saltelli_problem(names: list[str]) -> dict[str, Any]:
    """The factors as SALib wants them, each in [0, 1]."""
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _saltelli(d: int, design: Design) -> Floats:
    from SALib.sample import sobol

    n = design.points or 1
    if n & (n - 1):
        raise ValueError(f"a Saltelli design has a power of two of samples, not {n}")
    problem = saltelli_problem([str(k) for k in range(d)])
    return np.asarray(sobol.sample(problem, n, calc_second_order=False, seed=design.seed))


SAMPLERS: Mapping[str, Callable[[int, Design], Floats]] = {
    "latin_hypercube": _latin,
    "orthogonal": _orthogonal,
    "nearly_orthogonal": _nearly_orthogonal,
    "sobol": _sobol,
    "saltelli": _saltelli,
}
