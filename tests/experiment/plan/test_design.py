"""Designs: every combination, stratified, balanced, orthogonal, and refused where they cannot be."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from guardship.experiment.plan.design import combinations, value
from guardship.scenario.experiment import Experiment, Factor

TWO = {"a": {"path": "x", "low": 0, "high": 10}, "b": {"path": "y", "low": "10 min", "high": "90 min"}}


def points(design: object, factors: object = TWO) -> list[dict[str, Any]]:
    return combinations(Experiment.model_validate({"factors": factors, "design": design}))


def columns(design: object) -> NDArray[np.float64]:
    """Both factors scaled to [0, 1]."""
    made = points(design)
    return np.array([(p["a"] / 10.0, (float(p["b"].split()[0]) - 10.0) / 80.0) for p in made])


def test_factorial() -> None:
    made = points("factorial", {"a": {"path": "x", "levels": [1, 2]}, "b": {"path": "y", "levels": ["u", None, 3.5]}})
    assert [tuple(p.values()) for p in made] == [(a, b) for a in (1, 2) for b in ("u", None, 3.5)]


def test_fraction() -> None:
    levels = {name: {"path": name, "levels": ["x", "y", None]} for name in "abc"}
    made = [tuple(p.values()) for p in points({"kind": "fraction", "points": 20}, levels)]
    assert len(set(made)) == 20 and {one[0] for one in made} == {"x", "y", None}
    with pytest.raises(ValueError, match="19 to 27 points, not 18"):
        points({"kind": "fraction", "points": 18}, levels)


@pytest.mark.parametrize("kind", ["latin_hypercube", "nearly_orthogonal", "orthogonal"])
def test_every_stratum_once(kind: str) -> None:
    cube = columns({"kind": kind, "points": 25})
    for column in cube.T:
        assert sorted((column * 25).astype(int)) == list(range(25))


def test_orthogonal_of_strength_two() -> None:
    cube = (columns({"kind": "orthogonal", "points": 25}) * 5).astype(int)
    assert len({tuple(row) for row in cube.tolist()}) == 25


def test_nearly_orthogonal() -> None:
    near, plain = (columns({"kind": kind, "points": 9}) for kind in ("nearly_orthogonal", "latin_hypercube"))
    one, other = (abs(float(np.corrcoef(cube.T).ravel()[1])) for cube in (near, plain))
    assert one < 0.01
    assert one <= other


def test_sobol_is_balanced() -> None:
    cube = columns({"kind": "sobol", "points": 16})
    assert all(((cube * 4).astype(int) == cell).all(axis=1).sum() == 1 for cell in np.ndindex(4, 4))


def test_saltelli() -> None:
    assert len(points({"kind": "saltelli", "points": 8})) == 8 * (2 + 2)


def test_the_design_has_its_own_seed() -> None:
    one, again, other = (columns({"kind": "sobol", "points": 8, "seed": seed}) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ({"kind": "sobol", "points": 12}, "power of two"),
        ({"kind": "saltelli", "points": 12}, "power of two"),
        ({"kind": "orthogonal", "points": 24}, "square of a prime"),
        ({"kind": "orthogonal", "points": 16}, "square of a prime"),
    ],
)
def test_impossible_numbers(design: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        points(design)


def test_values_of_a_range() -> None:
    whole = Factor.model_validate({"path": "x", "low": 1, "high": 4, "whole": True})
    assert [value(whole, u) for u in (0.0, 0.24, 0.26, 0.99, 1.0)] == [1, 1, 2, 4, 4]
    log = Factor.model_validate({"path": "x", "low": "0.01 /h", "high": "1 /h", "scale": "log"})
    assert [value(log, u) for u in (0.0, 0.5, 1.0)] == ["0.01 /h", "0.1 /h", "1.0 /h"]
    levels = Factor.model_validate({"path": "x", "levels": ["a", "b", "c"]})
    assert "".join(value(levels, u) for u in (0.0, 0.34, 0.67, 1.0)) == "abcc"


@pytest.mark.parametrize(
    ("kind", "count", "factors", "said"),
    [
        ("latin_hypercube", 4096, 2, "came a Latin hypercube of 4096 points, wanted at most 1024"),
        ("nearly_orthogonal", 4096, 20, "came 4096 points of 20 factors, 81920 values, wanted at most 32768"),
        ("latin_hypercube", 1024, 64, "came 1024 points of 64 factors, 65536 values, wanted at most 32768"),
        ("sobol", 8, 20_000, "came 20000 factors, wanted at most 64"),
    ],
)
def test_what_would_take_minutes_to_make(kind: str, count: int, factors: int, said: str) -> None:
    many = {f"f{k}": {"path": f"x{k}", "low": 0, "high": 1} for k in range(factors)}
    with pytest.raises(ValueError, match=said):
        Experiment.model_validate({"factors": many, "design": {"kind": kind, "points": count}})


def test_entries_that_are_set_twice() -> None:
    """However many there are, and in whatever order."""
    for one, other in (("a.b", "a.b"), ("a.b", "a.b.c"), ("a.b.c", "a.b"), ("a", "a.b-c.d")):
        factors = {"f": {"path": one, "levels": [1]}, "g": {"path": other, "levels": [1]}}
        with pytest.raises(ValueError, match="the same entry or part of it"):
            Experiment.model_validate({"factors": factors})
    Experiment.model_validate({"factors": {"f": {"path": "a.b", "levels": [1]}, "g": {"path": "a.bc", "levels": [1]}}})
