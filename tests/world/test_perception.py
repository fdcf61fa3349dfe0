"""Decisions of a group upon a ship have one name, from whatever deck it looks."""

from typing import Any

from guardship.world.perception import Perception


class Ocean:
    def target(self, pair: int) -> int:
        return 9

    def pair(self, row: int, other: int) -> int:
        return 100 * row + other

    def id(self, row: int) -> int:
        return -row


def test_a_prize_changes_no_name() -> None:
    """Group 2 from its own ship, and from ship 5, who have contacts of their own of ship 9; and without a contact."""
    perception: Any = object.__new__(Perception)
    perception._ocean, perception._pairs = Ocean(), {(2, 31): 4, (5, 77): 6}
    assert perception.pair_of(2, 31, 2) == perception.pair_of(5, 77, 2) == 209
    assert perception.pair_of(5, 78, 2) == -2


def test_hulls_may_be_named_by_a_bare_text() -> None:
    perception: Any = object.__new__(Perception)
    perception.hulls, perception._masks = ("merchant", "dhow", "skiff", "dhow"), {}
    assert perception.mask("dhow") == perception.mask({"dhow"}) == 0b1010
    assert perception.mask(("skiff", "merchant")) == 0b101
    assert perception.mask("d") == 0
    assert perception.mask(None) == -1
