"""Who decides upon ships, among stubs: one number for a voyage and ship, and what a closer look changes."""

from typing import Any

from guardship.agents import Sighting, Surroundings
from guardship.agents.offenders.appraiser import Weighing
from guardship.agents.offenders.odds import Appraisal, Odds, Prospect
from guardship.reasons import Reason

U = 0.3  # the number of the voyage and the ship


class Sea:
    """Helm and eyes: one number for each name, written down as it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str, int]] = []
        self.made_out, self.alongside = Appraisal(5.0), Appraisal(5.0)
        self.patrols: list[Sighting] = []
        self.sortie = 4

    def position(self) -> tuple[float, float]:
        return 0.0, 0.0

    def surroundings(self) -> Surroundings:
        return Surroundings("day", "calm")

    def decides(self, contact: int, what: str, n: int, p: float) -> bool:
        self.asked.append((contact, what, n))
        return p > U

    def would(self, contact: int, what: str, n: int, p: float) -> bool:
        return p > U

    def held(self, hulls: Any) -> list[Sighting]:
        return self.patrols

    def make_out(self, group: Any, contact: int) -> Appraisal:
        return self.made_out

    def make_out_alongside(self, group: Any, contact: int) -> Appraisal:
        return self.alongside


def ship(speed: float = 10.0, x: float = 4.0, hull: str = "ship") -> Sighting:
    return Sighting(9, 0.0, x, 0.0, speed, 0.0, 0.1, hull)


def weighing(sea: Any, **odds: Any) -> Weighing:
    return Weighing(sea, sea, Odds(0.5, 10.0, 2.0, **odds), 5.0, frozenset({"warship"}))


def test_every_look_at_a_ship_asks_the_same_question() -> None:
    sea: Any = Sea()
    who = weighing(sea)
    assert who.declines(sea, ship(14.0), True) is Reason.TOO_FAST  # odds a quarter: 0.2
    assert who.declines(sea, ship(12.0), True) is None  # a third
    assert sea.asked == [(9, "worth", 4)] * 2


def test_what_cannot_be_attacked_is_decided_upon_by_nobody() -> None:
    sea: Any = Sea()
    assert weighing(sea).declines(sea, ship(14.0), False) is Reason.TOO_FAST
    assert sea.asked == []


def test_guards_that_are_made_out_alongside_turn_them_away() -> None:
    sea: Any = Sea()
    who = weighing(sea, guards=0.1)
    assert who.declines(sea, ship(), True) is None
    assert who.thinks_again(sea) is None
    assert len(sea.asked) == 1  # nothing new was seen, nothing was asked
    sea.alongside = Appraisal(5.0, guards=True)
    assert who.thinks_again(sea) is Reason.GUARDS_SEEN


def test_what_they_attacked_in_spite_of_is_no_reason_to_let_go() -> None:
    """At 12 kn the odds are a half; with wire on her sides a quarter. Slow she would have been kept on at as well."""
    sea: Any = Sea()
    who = weighing(sea, protection={"wire": 0.6})
    assert who.declines(sea, ship(12.0), True) is None
    sea.alongside = Appraisal(5.0, protection=frozenset({"wire"}))
    assert who.thinks_again(sea) is Reason.PROTECTED


def test_that_she_runs_from_an_attack_says_nothing() -> None:
    sea: Any = Sea()
    who = weighing(sea, runs=0.1)
    assert who.declines(sea, ship(), True) is None
    sea.alongside = Appraisal(5.0, runs=True)
    assert who.thinks_again(sea) is None
    sea.made_out = Appraisal(5.0, runs=True)
    assert who.declines(sea, ship(), True) is Reason.RUNS


def test_a_chase_begins_within_reach() -> None:
    """At 4 nm where she is, at 5 nm where they wait until she is so near."""
    sea: Any = Sea()
    who = weighing(sea, at_distance=4.0, distance_halves=1.0)
    who.declines(sea, ship(x=4.0), True)
    assert who.prospect is not None and who.prospect.distance == 4.0
    who.declines(sea, ship(x=30.0), True)
    assert who.prospect.distance == 5.0


def test_a_patrol_that_was_in_sight_when_they_chose_is_no_reason_to_break_off() -> None:
    """A chance of 0.33 with one at 4 nm, of 0.23 with one at 1 nm; the skiff sights the same one, then another."""
    sea: Any = Sea()
    who = weighing(sea, warship=0.25, warship_doubles=4.0)
    sea.patrols = [ship(x=4.0, hull="warship")]
    assert who.declines(sea, ship(), True) is None
    assert who.goes_on(sea, ship(x=4.0, hull="warship"))
    assert not who.goes_on(sea, ship(x=1.0, hull="warship"))
    assert set(sea.asked) == {(9, "worth", 4)}
    assert not weighing(sea).goes_on(sea, ship(x=4.0, hull="warship"))


def test_a_patrol_that_does_not_matter_ends_nothing() -> None:
    sea: Any = Sea()
    who = weighing(sea, warship=1.0)
    assert not who.breaks_off_at_sight
    sea.patrols = [ship(x=0.1, hull="warship")]
    assert who.declines(sea, ship(), True) is None and who.goes_on(sea, sea.patrols[0])


def test_a_side_is_high_from_its_height_on() -> None:
    odds = Odds(0.5, freeboard_over=8.0, freeboard_factor=0.5)
    here = Surroundings("day", "calm")
    at, below = (Prospect(10.0, 1.0, here, Appraisal(height)) for height in (8.0, 7.9))
    assert odds.of(odds.terms(below)) == 0.5 > odds.of(odds.terms(at))


def test_a_patrol_in_sight_is_a_matter_of_odds_where_they_say_so() -> None:
    sea: Any = Sea()
    assert weighing(sea).breaks_off_at_sight
    who = weighing(sea, warship=0.01, warship_doubles=2.0)
    assert not who.breaks_off_at_sight
    assert who.declines(sea, ship(), True) is None
    sea.patrols = [ship(x=9.0, hull="warship"), ship(x=6.0, hull="warship")]
    assert who.declines(sea, ship(), True) is Reason.WARSHIP_SEEN
    assert who.prospect is not None and who.prospect.warship == 6.0
    sea.patrols = [ship(x=14.0, hull="warship")]
    assert who.declines(sea, ship(), True) is None
