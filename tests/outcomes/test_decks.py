"""Who speaks in a log that has prizes used as mother ships."""

from guardship.outcomes.decks import Decks
from guardship.outcomes.enterprise import _ways
from guardship.outcomes.spared import Spared, spared
from guardship.outcomes.voyages import Books

from .logs import MERCHANT, OTHER, PIRATE, SHIP, line

LINES = [
    line(0.0, "sailed", PIRATE, voyage=3),
    line(1.0, "attack", PIRATE, MERCHANT, voyage=3, attack=5),
    line(2.0, "prize_hunts", MERCHANT, attack=5),
    line(3.0, "spared", MERCHANT, OTHER, reason=4),
    line(3.5, "ground", MERCHANT),
    line(4.0, "attack", PIRATE, SHIP, voyage=3, attack=6),
    line(5.0, "prize_put_back", MERCHANT, attack=5),
    line(6.0, "spared", MERCHANT, SHIP, reason=4),
]


def test_a_group_speaks_from_its_prize_until_she_is_put_back() -> None:
    decks = Decks()
    assert [decks.who(one) for one in LINES] == [PIRATE] * 7 + [MERCHANT]


def test_ships_left_alone_and_grounds_from_a_prize_are_the_groups() -> None:
    assert spared(LINES) == [Spared(3, OTHER, 3.0, 4)]
    assert _ways(LINES) == {PIRATE: [(3.5, -1)]}


def test_enterprises_are_counted_and_grounds_without_any_are_zero() -> None:
    """Row 1 has an enterprise, row 2 has none."""
    from guardship.outcomes.enterprise import enterprise_of

    books = Books()
    for row in (1, 2):
        books.plan(row, 1, 0.0, True, "piracy").sailed = 0.0
    ways = [line(0.0, "ground", row)._replace(place=7) for row in (1, 2)]
    found = enterprise_of(books, ways, {1}, {7: "west", 8: "east"}, (0.0, 1.0))
    assert found["candidates"] == found["sailed"] == 1
    assert found["voyages_to"] == {"west": 1, "east": 0} and found["attacks_on"] == {"west": 0, "east": 0}
