"""What visits leave of a dossier: by Bayes' rule, each visit once, in any order."""

from dataclasses import replace
from itertools import permutations

import pytest

from guardship.intelligence import Corrections, Dossier, Repute

ATTACK = Dossier(7, Repute.WANTED, "dhow", 0, (0.05, 0.95), 10.0, 100.0)
RULES = Corrections(0.7)


def visit(name: int, repute: Repute = Repute.HARMLESS, surely: float = 1.0) -> Dossier:
    """One to a hull that was taken for that of the attack."""
    return Dossier(name, repute, "dhow", 0, (0.99, 0.01), 20.0, 100.0, same_as=(ATTACK.name, surely))


@pytest.mark.parametrize("surely", [1.0, 0.8])
def test_a_search_in_vain_counts_by_how_surely_the_hull_was_the_one_that_is_meant(surely: float) -> None:
    """P(nothing | guilty) = 1 - w finds, P(nothing | harmless) = 1."""
    odds = 0.95 * (1.0 - surely * 0.7) / 0.05
    found = RULES.of(ATTACK, [visit(1, surely=surely)])
    assert found.chances == pytest.approx((1.0 / (1.0 + odds), odds / (1.0 + odds)))
    assert found.version == ATTACK.version and not found.withdrawn


def test_each_visit_counts_once_in_any_order() -> None:
    visits = [visit(1), visit(2, surely=0.9), visit(3, Repute.RESISTED), visit(4, Repute.OWED)]
    found = {RULES.of(ATTACK, order) for order in permutations(visits)}
    assert found == {RULES.of(ATTACK, [visit(1), visit(2, surely=0.9)])}


def test_what_is_left_too_little_of_is_withdrawn() -> None:
    rules = replace(RULES, withdraws_below=0.8)
    once, twice = (rules.of(ATTACK, [visit(n) for n in range(1, 1 + count)]) for count in (1, 2))
    assert not once.withdrawn and twice.withdrawn


def test_a_hull_that_was_taken_is_about_no_more() -> None:
    found = RULES.of(ATTACK, [visit(1), visit(2, Repute.TAKEN)])
    assert found.withdrawn and found.repute is Repute.TAKEN


@pytest.mark.parametrize(
    ("repute", "withdrawn"),
    [(Repute.WANTED, True), (Repute.OWED, True), (Repute.HARMLESS, False), (Repute.RESISTED, False)],
)
def test_who_was_found_with_something_is_not_harmless(repute: Repute, withdrawn: bool) -> None:
    white = replace(ATTACK, repute=Repute.HARMLESS, chances=(0.99, 0.01))
    assert RULES.of(white, [visit(1, repute)]) == replace(white, withdrawn=withdrawn)
