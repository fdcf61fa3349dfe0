"""Word of prizes among stubs: who is told of which attack, and which of two words of a ship counts."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from guardship.outcomes.prizes import Prize
from guardship.world.word import Word

SHIP = 5


class Stub:
    """Clock, ocean, perception, post and roster in one; `sent`: to whom what has gone."""

    now = 0.0

    def __init__(self) -> None:
        self.sent: list[tuple[int, Any]] = []
        self.sea = SimpleNamespace(cleared=np.zeros((3, 9)))
        self.own: dict[int, Any] = {}

    def id(self, row: int) -> int:
        return row

    def holder(self, row: int) -> int:
        return row

    def position(self, row: int) -> tuple[float, float]:
        return (1.0, 2.0)

    def hull(self, row: int) -> str:
        return "merchant"

    def mask(self, hulls: Any) -> int:
        return 0

    def make(self, kind: Any, holder: int, *_: Any) -> Any:
        self.sent.append((holder, SimpleNamespace(id=len(self.sent) + 1)))
        return self.sent[-1][1]

    def transmit(self, report: Any) -> None:
        """It is heard when a test says so."""


def made() -> tuple[Word, Any, Prize]:
    """Word of the first prize of a ship, which is on board of her."""
    stub: Any = Stub()
    prize = Prize(0, 0, 0, SHIP, 2, 10.0, False, True, 0, 8, 20)
    return Word(stub, stub, stub, stub, stub, stub, stub, {SHIP: prize}, {2: 1.0}), stub, prize


def test_of_two_words_the_one_that_was_made_later_counts() -> None:
    word, stub, prize = made()
    word.called(0, SHIP, 9.0)
    word.spread(prize)
    taken = stub.sent[-1][1]
    word.heard(0, taken)
    assert word.captive(0, SHIP) == (False, prize.number)
    prize.over = 12.0
    word.heard(1, taken)  # a late copy says what it said when it was made
    assert word.captive(1, SHIP) is not None
    word.over(prize)
    free = stub.sent[-1][1]
    word.heard(2, free)
    word.heard(2, taken)
    assert word.captive(2, SHIP) is None


def test_that_she_is_free_goes_the_way_of_the_first_word() -> None:
    word, stub, prize = made()
    word.called(0, SHIP, 9.0)
    word.spread(prize)
    for holder in (0, 1):
        word.heard(holder, stub.sent[0][1])
    prize.over = 12.0
    word.over(prize)
    assert [holder for holder, _ in stub.sent] == [0, 0]


def test_who_had_the_call_of_an_earlier_attack_is_not_told_of_a_later_one() -> None:
    word, stub, prize = made()
    word.called(0, SHIP, 3.0)
    stub.now = 5.0
    word.calm(SHIP)
    word.called(1, SHIP, 4.0)  # late, and of the earlier one
    word.spread(prize)
    assert stub.sent == []
    word.called(1, SHIP, 9.0)
    assert [holder for holder, _ in stub.sent] == [1]
