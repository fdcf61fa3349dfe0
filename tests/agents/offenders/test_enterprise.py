"""An enterprise without a run: shares of the quantal response, the fixed point of a crowd, purse and stores."""

from math import exp
from typing import Any

import numpy as np
import pytest

from guardship.agents.offenders.enterprise import (
    ELSEWHERE,
    STAY,
    Enterprise,
    Item,
    Purse,
    Renewal,
    Steps,
    Terms,
    Till,
    worths,
)
from guardship.agents.offenders.hunting import Camp, Experience, HuntingGround, Judgement, Lore, choose
from guardship.core.draws import Purpose, named
from guardship.core.kernels.philox import fill_uniform
from guardship.reasons import Reason

GROUND = HuntingGround("gulf", 0, 0.5, 0.25)
JUDGEMENT = Judgement(reward=4.0, risk=2.0, rationality=1.5, trust=4.0)
DAY = 24.0


def luck(enterprise: int, option: str, candidate: int) -> float:
    """As a bridge draws it."""
    out = np.empty(1)
    name = np.array([named(f"{enterprise} {option}")], np.uint64)
    fill_uniform(7, int(Purpose.ASKED_OPTION), name, candidate, out)
    return float(out[0])


class Shore:
    """A helm of one that stays ashore."""

    def __init__(self, own: int = 1) -> None:
        self.time, self.own = 0.0, own

    def draw(self, what: str, n: int = 0, about: str = "") -> float:
        return luck(self.own, about, n) if what == "option" else 0.5


def made(terms: Terms, own: int = 1, camp: Camp | None = None) -> tuple[Enterprise, Any]:
    helm: Any = Shore(own)
    return Enterprise(f"e{own}", helm, [GROUND], terms, camp or Camp(), (0.0, 0.0)), helm


# ---- shares -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("worth", "wanted"), [(1.0, 0.817574), (0.5, 0.679179)])
def test_shares_of_those_that_sail(worth: float, wanted: float) -> None:
    """1 / (1 + exp(-1.5 U)), nothing elsewhere: 20 000 keyed choices, four standard errors."""
    terms, count = Terms(Judgement(reward=1.0, rationality=1.5, trust=1.0), voyage=0.5 - worth), 20_000
    own, _ = made(terms)
    assert wanted == pytest.approx(1.0 / (1.0 + exp(-1.5 * worth)), abs=1e-6)
    sails = sum(own.why_ashore(n) is None for n in range(count)) / count
    assert abs(sails - wanted) < 4.0 * (wanted * (1.0 - wanted) / count) ** 0.5


def test_what_is_better_elsewhere_takes_from_ground_and_shore_alike() -> None:
    """Three options of U = 1, .5, 0."""
    terms = Terms(Judgement(reward=1.0, rationality=1.5, trust=1.0), voyage=-0.5, elsewhere=Steps((0.0,), (0.5,)))
    own, _ = made(terms)
    without, _ = made(Terms(terms.judgement, voyage=-0.5))
    taken = [own.why_ashore(n) for n in range(20_000)]
    shares = [exp(1.5 * u) / (exp(1.5) + exp(0.75) + 1.0) for u in (1.0, 0.5, 0.0)]
    for why, share in zip((None, Reason.ELSEWHERE, Reason.STAYED), shares, strict=True):
        assert abs(taken.count(why) / 20_000 - share) < 4.0 * (share * (1.0 - share) / 20_000) ** 0.5
    before = [without.why_ashore(n) for n in range(20_000)]
    assert all(a == b or a is Reason.ELSEWHERE for a, b in zip(taken, before, strict=True))


def test_a_crowd_settles_where_its_share_explains_itself() -> None:
    """x = 1 / (1 + exp(-1.5 (4 exp(-2 x) - 1))): k N = 2, spread over 400 who hear of each other; long memory.

    What a voyage brings falls with those at sea.
    """
    many, judgement = 400, Judgement(reward=4.0, rationality=1.5, trust=1.0)
    grounds = [HuntingGround("gulf", 0, 0.5)]
    lore, shares = Lore(grounds, judgement, 1.0), []
    for round_ in range(300):
        utilities = tuple(worths(lore, Terms(judgement, voyage=1.0), ["gulf"], 0.0).values())
        out = [choose(utilities, 1.5, (luck(k, "gulf", round_), luck(k, STAY, round_))) == 0 for k in range(many)]
        shares.append(sum(out) / many)
        lore.learn(Experience("gulf", 0.0, 1.0, exp(-2.0 * shares[-1]), 0.0))
    x = 0.587407
    assert x == pytest.approx(1.0 / (1.0 + exp(-1.5 * (4.0 * exp(-2.0 * x) - 1.0))), abs=1e-6)
    assert np.mean(shares[100:]) == pytest.approx(x, abs=4.0 * (x * (1.0 - x) / (many * 200)) ** 0.5)


def test_worth_is_what_is_won_less_what_is_lost_and_spent() -> None:
    terms = Terms(JUDGEMENT, 1.0, {"gulf": 0.25}, Steps((0.0, 10.0), (0.0, 3.0)), Steps((0.0,), (-0.5,)))
    lore = Lore([GROUND], JUDGEMENT, 1.0)
    assert worths(lore, terms, ["gulf"], 0.0) == {"gulf": 2.0 - 0.5 - 1.25, ELSEWHERE: -0.5, STAY: 0.0}
    assert worths(lore, terms, ["gulf"], 10.0)["gulf"] == 0.25 - 3.0


# ---- what it learns, what it has ----------------------------------------------------------------


def test_ashore_they_learn_when_the_voyage_is_home_or_given_up() -> None:
    """Four voyages are expected to bring two prizes and one stop; the fifth brings a stop."""
    terms, camp = Terms(Judgement(4.0, 2.0, 1.5, trust=4.0, talk=True), released=0.5), Camp()
    (one, _), (other, _) = made(terms, 1, camp), made(terms, 2, camp)
    one.sails((0.0, 0.0), 1)
    one.stopped(True, ())
    assert one.lore.perceived("gulf", 0.0) == (0.5, 0.25)
    one.hears_of(1)
    other.listen()
    assert one.lore.perceived("gulf", 0.0) == other.lore.perceived("gulf", 0.0) == (0.4, 0.4)
    other.sails((0.0, 0.0), 1)
    other.stopped(False, ())
    other.takes_prize(1)
    assert other.out[1].met["gulf"] == (0.0, 1.0, 0.5)


def test_what_is_lost_keeps_ashore_until_there_is_another() -> None:
    terms = Terms(JUDGEMENT, -100.0, renewals={Item.GEAR: Renewal(lambda u: 10.0, 3.0)}, purse=Purse(1.0, 0.0, float))
    own, helm = made(terms)
    own.sails((0.0, 0.0), 1)
    own.stopped(False, [Item.GEAR, Item.MOTHER_SHIP])
    helm.time = 5.0
    assert own.why_ashore(1) is Reason.NOT_EQUIPPED
    own.hears_of(1)
    assert not own.stores.has(Item.GEAR, 14.9) and own.stores.has(Item.GEAR, 15.0)
    assert own.stores.has(Item.MOTHER_SHIP, 5.0)  # no time to replace it was given
    assert own.till is not None and own.till.spent == 3.0 - 100.0


def test_a_lost_voyage_is_settled_though_another_is_due() -> None:
    """It should be home at 10 h, which is when the next is due: what is lost is ordered then, once, and for 5 h."""
    terms = Terms(JUDGEMENT, -100.0, renewals={Item.GEAR: Renewal(lambda u: 5.0, 3.0)}, purse=Purse(1.0, 0.0, float))
    own, helm = made(terms)
    own.sails((0.0, 0.0), 1)
    own.taken(1, 10.0)
    own.stopped(True, [Item.GEAR])
    for helm.time, candidate, why in ((4.0, 2, Reason.NOT_EQUIPPED), (10.0, 3, Reason.NOT_EQUIPPED), (15.0, 4, None)):
        assert own.why_ashore(candidate) is why
        assert own.ashore is (helm.time >= 10.0)
    before = own.lore.perceived("gulf", 15.0)
    own.hears_of(1)
    assert before == own.lore.perceived("gulf", 15.0) and before[1] > GROUND.danger
    assert own.till is not None and own.till.spent == 3.0 - 100.0


def test_a_voyage_that_is_lost_and_the_next_one_are_told_apart() -> None:
    """The next one is home, with a prize, before the first is given up."""
    own, helm = made(Terms(Judgement(4.0, 2.0, trust=4.0)))
    own.sails((0.0, 0.0), 1)
    own.taken(1, 10.0)
    own.stopped(True, [])
    helm.time = 2.0
    own.sails((0.0, 0.0), 2)
    own.takes_prize(2)
    helm.time = 6.0
    own.hears_of(2)
    assert own.ashore and own.lore.perceived("gulf", 6.0) == (3.0 / 5.0, 1.0 / 5.0)
    helm.time = 10.0
    own.hears_of(1)
    assert own.lore.perceived("gulf", 10.0) == (3.0 / 6.0, 2.0 / 6.0)


def test_a_voyage_counts_for_each_ground_by_its_hours_there() -> None:
    """A prize in 6 h in the west, the stop after 2 h in the east: three quarters of a voyage, and one."""
    helm: Any = Shore()
    grounds = [HuntingGround("east", 0), HuntingGround("west", 1)]
    terms = Terms(Judgement(4.0, 2.0, trust=1.0), ways={"east": 0.5})
    own = Enterprise("e", helm, grounds, terms, Camp(), (0.0, 0.0))
    own.ground = grounds[1]
    own.sails((0.0, 0.0), 1)
    own.takes_prize(1)
    helm.time = 6.0
    own.makes_for("east")
    helm.time = 8.0
    own.stopped(True, [])
    own.taken(1, 20.0)
    helm.time = 20.0
    own.hears_of(1)
    assert own.lore.perceived("west", 20.0) == (1.0 / 1.75, 0.0)
    assert own.lore.perceived("east", 20.0) == (0.0, 1.0 / 1.25)
    assert own.worth(grounds[0]) == -2.0 / 1.25 - 0.5


def test_without_money_nobody_sails_until_a_ransom_is_paid() -> None:
    terms = Terms(Judgement(5.0, rationality=50.0, trust=1.0), 1.0, purse=Purse(1.5, 0.1, lambda u: 3.0))
    own, helm = made(terms)
    assert own.why_ashore(1) is None
    own.sails((0.0, 0.0), 1)
    own.takes_prize(1)
    own.hears_of(1)
    assert own.why_ashore(2) is Reason.NO_PURSE  # .5
    helm.time = 2.9
    assert own.why_ashore(2) is Reason.NO_PURSE  # .79
    helm.time = 3.0
    assert own.why_ashore(2) is None  # 5.8


def test_a_prize_that_stays_in_play_fills_the_purse_when_she_is_ransomed() -> None:
    own, helm = made(Terms(Judgement(5.0, trust=1.0), purse=Purse(1.0, 0.0, None)))
    own.sails((0.0, 0.0), 1)
    own.takes_prize(1)
    assert own.till is not None and own.till.holds(1000.0) == 1.0
    assert [prizes for _, prizes, _ in own.out[1].met.values()] == [1.0]
    helm.time = 7.0
    own.ransomed()
    assert own.till.holds(7.0) == 6.0
    other, _ = made(Terms(Judgement(5.0, trust=1.0), purse=Purse(1.0, 0.0, lambda u: 3.0)))
    other.ransomed()  # it is paid by the time since the prize
    assert other.till is not None and other.till.holds(1000.0) == 1.0


def test_a_till_counts_income_and_what_is_owed() -> None:
    till = Till(Purse(2.0, 0.5, lambda u: 0.0))
    till.spent, till.due = 4.0, [(10.0, 3.0), (20.0, 3.0)]
    assert [till.holds(t) for t in (0.0, 4.0, 10.0, 20.0)] == [-2.0, 0.0, 6.0, 14.0]


def test_a_voyage_that_takes_the_last_of_it_can_be_paid() -> None:
    """0.3 - 0.1 - 0.1 is less than 0.1."""
    till = Till(Purse(0.3, 0.0, lambda u: 0.0))
    till.spent = 0.1 + 0.1
    assert till.holds(0.0) < 0.1 and till.affords(0.1, 0.0) and not till.affords(0.11, 0.0)


def test_steps_hold_until_the_next() -> None:
    steps = Steps((0.0, 5.0), (1.0, 2.0))
    assert [steps.at(t) for t in (-1.0, 0.0, 4.9, 5.0, 99.0)] == [1.0, 1.0, 1.0, 2.0, 2.0]
