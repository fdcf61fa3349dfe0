"""The worth of a ship to who would attack her: closed forms, and the reason why not."""

from math import exp, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardship.agents import Surroundings
from guardship.agents.offenders.odds import Appraisal, Odds, Prospect, Term, logistic, most_often
from guardship.reasons import Reason

DAY = Surroundings("day", "calm")
ODDS = Odds(
    chance=0.5,
    at_speed=12.0,
    speed_halves=2.0,
    at_distance=3.0,
    distance_halves=3.0,
    freeboard_over=8.0,
    freeboard_factor=0.5,
    guards=0.1,
    runs=0.5,
    warship=0.01,
    warship_doubles=2.0,
    by_state={"night": 0.25, "rough": 0.0},
    protection={"wire": 0.5, "hoses": 0.8},
)
PLAIN = Prospect(12.0, 3.0, DAY)


def chance(ship: Prospect) -> float:
    return ODDS.of(ODDS.terms(ship))


def why(ship: Prospect, u: float) -> Reason:
    return ODDS.why_not(ODDS.terms(ship), lambda p: u < p)


def odds(p: float) -> float:
    return p / (1.0 - p)


@pytest.mark.parametrize(
    ("ship", "factor"),
    [
        (PLAIN, 1.0),
        (PLAIN._replace(speed=14.0), 0.5),
        (PLAIN._replace(speed=8.0), 4.0),
        (PLAIN._replace(distance=6.0), 0.5),
        (PLAIN._replace(here=Surroundings("night", "calm")), 0.25),
        (PLAIN._replace(seen=Appraisal(7.9)), 1.0),
        (PLAIN._replace(seen=Appraisal(8.0)), 0.5),
        (PLAIN._replace(seen=Appraisal(guards=True)), 0.1),
        (PLAIN._replace(seen=Appraisal(runs=True)), 0.5),
        (PLAIN._replace(seen=Appraisal(protection=frozenset({"wire", "hoses"}))), 0.4),
        (PLAIN._replace(warship=0.0), 0.01),
        (PLAIN._replace(warship=4.0), 0.04),
        (PLAIN._replace(warship=100.0), 1.0),
        (PLAIN._replace(speed=14.0, distance=6.0, seen=Appraisal(9.0, True)), 0.5 * 0.5 * 0.5 * 0.1),
    ],
)
def test_odds_are_a_product(ship: Prospect, factor: float) -> None:
    assert odds(chance(ship)) == pytest.approx(factor, rel=1e-12)


def test_the_logistic() -> None:
    """The shares of section 3 of the model: .817574 at 1.5, .679179 at .75."""
    assert logistic(1.5) == pytest.approx(0.817574, abs=5e-7)
    assert logistic(0.75) == pytest.approx(0.679179, abs=5e-7)
    assert (logistic(0.0), logistic(-inf), logistic(800.0), logistic(-800.0)) == (0.5, 0.0, 1.0, 0.0)
    assert Odds(0.3).of(()) == pytest.approx(0.3, rel=1e-12)


def test_a_factor_of_nothing_forbids() -> None:
    rough = PLAIN._replace(here=Surroundings("day", "rough"))
    assert chance(rough) == 0.0
    assert why(rough, 0.49) is Reason.WEATHER
    assert why(rough, 0.51) is Reason.NOT_WORTH_IT


def test_the_reason_is_what_speaks_most_against_her_of_what_has_decided() -> None:
    """Fast (odds halved) and guarded (a tenth): 1 / 21 attack, 1 / 11 of the slow ones, 1 / 3 of the bare ones."""
    ship = PLAIN._replace(speed=14.0, seen=Appraisal(guards=True))
    assert chance(ship) == pytest.approx(1 / 21)
    assert why(ship, 0.06) is Reason.GUARDS_SEEN  # either would do; guards weigh more
    assert why(ship, 0.2) is Reason.GUARDS_SEEN
    assert why(ship, 0.4) is Reason.NOT_WORTH_IT  # both at once would have to be away


def test_of_two_the_lighter_where_the_heavier_has_not_decided() -> None:
    """What speaks for a ship is no reason; light forbids and its absence is not enough."""
    terms = (Term(Reason.TOO_FAST, -1.0), Term(Reason.GUARDS_SEEN, -0.5), Term(Reason.RUNS, 0.7))
    assert ODDS.why_not(terms, lambda p: p < logistic(-0.1)) is Reason.GUARDS_SEEN  # an odd number, to tell them apart
    assert ODDS.why_not((Term(Reason.RUNS, 0.7),), lambda p: True) is Reason.NOT_WORTH_IT


@given(st.floats(0.01, 0.99), st.floats(-30.0, 30.0), st.floats(0.0, 40.0))
def test_a_worth_is_b0_and_a_sum(p: float, b: float, speed: float) -> None:
    own = Odds(p, at_speed=0.0, speed_halves=log(2.0) / abs(b) if b else inf)
    worth = log(p / (1.0 - p)) - abs(b) * speed
    assert own.of(own.terms(Prospect(speed, 0.0, DAY))) == pytest.approx(
        1.0 / (1.0 + exp(min(-worth, 700.0))), abs=1e-9
    )


@given(st.floats(0.5, 3.0))
def test_the_unit_of_length_does_not_matter(scale: float) -> None:
    """All lengths and speeds as many times as large; the freeboard is a kind of ship."""
    larger = Odds(0.5, 12.0 * scale, 2.0 * scale, 3.0 * scale, 3.0 * scale, warship=0.01, warship_doubles=2.0 * scale)
    plain = Odds(0.5, 12.0, 2.0, 3.0, 3.0, warship=0.01, warship_doubles=2.0)
    ship = Prospect(15.0, 4.0, DAY, warship=3.0)
    far = Prospect(15.0 * scale, 4.0 * scale, DAY, warship=3.0 * scale)
    assert larger.of(larger.terms(far)) == pytest.approx(plain.of(plain.terms(ship)), rel=1e-9)


def test_why_a_voyage_attacked_nobody() -> None:
    spared = {Reason.TOO_FAST: 3, Reason.GUARDS_SEEN: 5, Reason.OUT_OF_REACH: 9}
    assert most_often(spared) is Reason.GUARDS_SEEN
    assert most_often({Reason.OUT_OF_REACH: 2}) is None
    assert most_often({Reason.RUNS: 2, Reason.TOO_FAST: 2}) is Reason.RUNS
