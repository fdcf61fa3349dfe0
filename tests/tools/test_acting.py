"""The page of what a picture is worth once it moves ships: what is resolved is bold, pairs are told apart."""

import numpy as np
import pytest

from guardship.experiment.analysis.factorial import FactorEffect
from guardship.experiment.analysis.paired import effect
from tools.acting import Asked, cell, table, together

RNG = np.random.default_rng(4)


def change(shift: float, *levels: str) -> FactorEffect:
    """What levels change by 14 seeds."""
    reference = RNG.normal(10.0, 1.0, 14)
    found = effect(reference, reference + RNG.normal(shift, 0.5, 14), 4.0)
    return FactorEffect(("sharing", "going")[: len(levels)], levels, found)


@pytest.mark.parametrize(("named", "mark"), [(True, "**"), (False, "*")])
def test_what_is_resolved_is_marked(named: bool, mark: str) -> None:
    assert cell(change(3.0, "in a mesh"), "attacks", named).startswith(f"{mark}+")
    assert "*" not in cell(change(0.0, "in a mesh"), "attacks", named)


def test_pairs_are_told_where_they_are_resolved() -> None:
    single, pair = change(0.0, "in a mesh"), change(3.0, "in a mesh", "who goes is weighed")
    of = Asked("attacks", 10.0, [single, pair])
    said = "\n".join(together([of]))
    assert (
        "Of 1 pairs, measure by measure, 1 resolved:" in said
        and "in a mesh with who goes is weighed: attacks **+" in said
    )
    none = "\n".join(together([Asked("attacks", 10.0, [single])]))
    assert none == "Of 0 pairs, measure by measure, none resolved."


def test_the_table_has_single_factors_alone() -> None:
    of = Asked("attacks", 10.0, [change(0.0, "in a mesh"), change(3.0, "in a mesh", "who goes is weighed")])
    rows = list(table([of]))
    assert len(rows) == 4 and rows[-1].startswith("| in a mesh |") and rows[2].endswith("| 10 |")
