"""Effects of factors and of their pairs, fitted to whole factorials and to fractions."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from guardship.experiment.analysis.factorial import factor_effects
from guardship.experiment.analysis.sensitivity import main_effects
from guardship.experiment.plan.fraction import Cell, Floats, columns, fraction

FACTORS: dict[str, list[object]] = {
    "sharing": ["none", "hub", "mesh"],
    "placement": ["fixed", "own", "joint"],
    "warns": [False, True],
}
LEVELS = [3, 3, 2]
CELLS: list[Cell] = list(product(range(3), range(3), range(2)))


def response(cells: Sequence[Cell]) -> Floats:
    """Sharing brings 1 or 3, warnings 5, and joint placement 7 where sharing is a mesh."""
    rng = np.random.default_rng(1)
    luck = rng.normal(size=12)
    table = [[0.0, 1.0, 3.0][a] + 5.0 * c + 7.0 * (a == 2 and b == 2) for a, b, c in cells]
    return np.array(table)[:, None] + luck


@pytest.mark.parametrize("points", [16, 18])
def test_effects_of_a_fraction_are_those_that_were_put_in(points: int) -> None:
    cells = fraction(LEVELS, points, 3)
    found = {one[:2]: one.change for one in factor_effects(FACTORS, cells, response(cells))}
    assert found[("sharing",), ("hub",)].mean == pytest.approx(1.0)
    assert found[("sharing",), ("mesh",)].mean == pytest.approx(3.0 + 7.0 / 3.0)  # averaged over placements
    assert found[("warns",), (True,)].mean == pytest.approx(5.0)
    assert found[("sharing", "placement"), ("mesh", "joint")].mean == pytest.approx(7.0)
    assert found[("sharing", "placement"), ("hub", "own")].mean == pytest.approx(0.0, abs=1e-9)
    assert len(found) == 2 + 2 + 1 + 4 + 2 + 2


def test_of_a_whole_factorial_they_are_the_averages() -> None:
    values = np.random.default_rng(2).normal(size=(len(CELLS), 9))
    plain = main_effects(
        list(FACTORS), [[FACTORS[n][k] for n, k in zip(FACTORS, c, strict=True)] for c in CELLS], values
    )
    by_level = {(one.factor, one.level): one.change for one in plain if one.change is not None}
    for one in factor_effects(FACTORS, CELLS, values):
        if len(one.factors) == 1:
            assert one.change.mean == pytest.approx(by_level[one.factors[0], one.levels[0]].mean)
            assert one.change.low == pytest.approx(by_level[one.factors[0], one.levels[0]].low)


def test_a_seed_that_failed_somewhere_is_left_out() -> None:
    values = response(CELLS)
    values[3, 5] = np.nan
    assert {(one.change.n, one.change.missing) for one in factor_effects(FACTORS, CELLS, values)} == {(11, 1)}


def test_a_design_that_confounds_is_refused() -> None:
    with pytest.raises(ValueError, match="14 effects"):
        factor_effects(FACTORS, CELLS[:10], response(CELLS[:10]))


def test_a_fraction_is_better_than_chance_and_the_same_again() -> None:
    """Against a thousand at random."""
    levels, points = [3, 3, 2, 2], 24
    cells = fraction(levels, points, 0)
    assert cells == fraction(levels, points, 0) and len(set(cells)) == points
    rng = np.random.default_rng(5)
    every: list[Cell] = list(product(*map(range, levels)))

    def volume(chosen: Sequence[Cell]) -> float:
        model = columns(chosen, levels)
        return float(np.linalg.slogdet(model.T @ model)[1])

    chance = [volume([every[k] for k in rng.permutation(36)[:points]]) for _ in range(1000)]
    assert volume(cells) > max(chance)


@pytest.mark.parametrize(("levels", "points"), [([3, 3, 2], 13), ([2, 2], 5), ([8, 8, 8, 8], 600)])
def test_what_cannot_be_made_is_refused(levels: list[int], points: int) -> None:
    with pytest.raises(ValueError, match="fraction"):
        fraction(levels, points, 0)
