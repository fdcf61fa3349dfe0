"""The page of what sharing buys says what its intervals say, and no more."""

import numpy as np
import pytest

from guardship.experiment.analysis.compare import Row
from guardship.experiment.analysis.paired import effect
from tools.what_sharing_buys import _even, answer, cell

RNG = np.random.default_rng(3)


def row(shift: float, named: bool = True, measure: str = "attacks") -> Row:
    """A variant that has `shift` more of 10 than the reference, by 16 pairs."""
    reference = RNG.normal(10.0, 1.0, 16)
    found = effect(reference, reference + RNG.normal(shift, 0.5, 16), 3.0)
    return Row("told", "apart", {}, "", measure, named, found)


def test_what_is_resolved_is_bold_and_in_words() -> None:
    assert cell(row(2.0)).startswith("**+") and cell(row(-2.0)).startswith("**-")
    assert "more attacks of " in answer([row(2.0)]) and "fewer attacks of" in answer([row(-2.0)])
    assert "less net cost, MUSD" in answer([row(-2.0, measure="usd.net")])


def test_what_is_not_resolved_is_neither() -> None:
    assert "*" not in cell(row(0.0)) and answer([row(0.0)]) == "nothing that could be seen"


def test_what_was_not_named_is_slanted_and_not_said() -> None:
    alone = row(2.0, named=False)
    assert cell(alone).startswith("*+") and answer([alone]) == "nothing that could be seen"


@pytest.mark.parametrize(
    ("price", "said"),
    [((-1.0, 1.0), "mistakes of about 0.1 on"), ((1.0, 2.0), "costs more than"), ((-2.0, -1.0), "costs less than")],
)
def test_break_even(price: tuple[float, float], said: str) -> None:
    assert said in _even((0.0, 0.2), price)
