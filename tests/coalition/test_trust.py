"""Give and take by pure functions: where equal partners settle, and what silence does."""

from math import log

import numpy as np
import pytest

from guardship.coalition.trust import Accounts, Regard

from .settling import settles

DAY = 24.0
PAIR = (("alpha", "bravo"), ("bravo", "alpha"))


def settled(regard: Regard, rate: float, used: float, hours: float = 40_000.0, seed: int = 1) -> float:
    """The mean share in the second half of a time in which two holders see episodes at random, each releases by its
    share with the uniform of the episode, and each uses a part of what it has had."""
    rng, accounts, shares = np.random.default_rng(seed), Accounts[str](regard), []
    for n, t in enumerate(np.cumsum(rng.exponential(0.5 / rate, int(2 * rate * hours)))):
        holder, partner = PAIR[int(rng.integers(2))]
        share = accounts.share(holder, partner, t)
        if t > 0.5 * hours:
            shares.append(share)
        if rng.random() < share:
            accounts.gives(holder, partner, n, t)
            if rng.random() < used:
                accounts.uses(partner, holder, n, t)
    return float(np.mean(shares))


def test_the_share_rises_from_the_floor_to_one() -> None:
    regard = Regard(floor=0.2, half=10.0, given=0.5)
    assert [regard.share(b) for b in (-5.0, 0.0, 10.0, 1e9)] == pytest.approx([0.2, 0.2, 0.6, 1.0])
    shares = [regard.share(b) for b in np.linspace(-5.0, 50.0, 200)]
    assert shares == sorted(shares)


def test_more_trust_never_loses_a_report() -> None:
    """By the uniform of the episode: what is released at a balance is released at every greater one."""
    regard, uniforms = Regard(floor=0.2, half=10.0, given=0.5), np.random.default_rng(2).random(1000)
    before: set[int] = set()
    for balance in (-3.0, 0.0, 1.0, 5.0, 20.0, 100.0):
        released = set(np.flatnonzero(uniforms < 0.8 * regard.share(balance)).tolist())
        assert before <= released
        before = released


@pytest.mark.parametrize(
    ("floor", "half", "used", "given"), [(0.0, 20.0, 0.9, 0.4), (0.2, 20.0, 0.9, 0.4), (0.3, 60.0, 0.7, 0.5)]
)
def test_equal_partners_settle_at_the_root(floor: float, half: float, used: float, given: float) -> None:
    """O65: x = floor + (1 - floor) k x / (k x + half). Many episodes in a memory: 3 in 100."""
    regard = Regard(floor, half, given, memory=30.0 * DAY, starts=200.0)
    x = settles(regard, 0.2, used)
    k = 0.2 * (used - given) * 30.0 * DAY / log(2.0)
    assert x == pytest.approx(regard.share(k * x)) and x > floor
    if floor == 0.0:
        assert x == pytest.approx(1.0 - half / k)
    assert settled(regard, 0.2, used) == pytest.approx(x, rel=0.03)


def test_without_a_floor_mutual_silence_keeps_itself_and_with_one_it_ends() -> None:
    """Two who begin with nothing; and two whose use of reports is too seldom, whatever they begin with."""
    never = Regard(floor=0.0, half=20.0, given=0.4, memory=30.0 * DAY)
    assert settled(never, 0.2, 0.9) == 0.0 < settles(never, 0.2, 0.9)
    some = Regard(floor=0.05, half=20.0, given=0.4, memory=30.0 * DAY)
    assert settled(some, 0.2, 0.9) == pytest.approx(settles(some, 0.2, 0.9), rel=0.05)
    seldom = Regard(floor=0.0, half=300.0, given=0.4, memory=30.0 * DAY, starts=1000.0)
    assert settles(seldom, 0.2, 0.9) == pytest.approx(0.0) and settled(seldom, 0.2, 0.9, 80_000.0) < 0.01


def test_who_gives_more_than_it_uses_is_left_with_the_floor() -> None:
    assert settles(Regard(floor=0.1, half=10.0, given=1.0, memory=DAY), 1.0, 0.9) == 0.1


def test_an_episode_counts_once_and_for_those_two_alone() -> None:
    accounts = Accounts[str](Regard(floor=0.0, half=10.0, given=0.5, memory=DAY))
    assert accounts.uses("alpha", "bravo", 7, 0.0) and not accounts.uses("alpha", "bravo", 7, 1.0)
    assert accounts.gives("alpha", "bravo", 7, 0.0) and accounts.uses("bravo", "alpha", 7, 0.0)
    assert accounts.balance("alpha", "bravo", DAY) == pytest.approx(0.25)
    assert accounts.balance("alpha", "charlie", DAY) == 0.0


def test_a_leak_costs_until_it_is_forgotten() -> None:
    accounts = Accounts[str](Regard(floor=0.2, half=10.0, given=0.5, memory=DAY, starts=30.0))
    assert accounts.share("alpha", "bravo", 0.0) == pytest.approx(0.8)
    accounts.finds("alpha", "bravo", 40.0, 0.0)
    assert accounts.share("alpha", "bravo", 0.0) == 0.2
    assert accounts.balance("alpha", "bravo", DAY) == pytest.approx(-5.0)
