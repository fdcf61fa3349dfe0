"""The ledger on records written by hand: every amount can be checked with a pencil."""

from math import fsum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardship.occurrences import Occurrence
from guardship.outcomes.accounts import Record, Strike, ledger_of
from guardship.outcomes.fuel import Cubic, Lines, Tracks, burnt
from guardship.outcomes.ledger import ACCOUNTS, OTHERS, Ledger, Side, sides
from guardship.outcomes.log import Entry
from guardship.outcomes.nations import nations_of
from guardship.outcomes.tariff import Outlay, Prices, Rates, Subsidy, Tariff, Trade

A_SHIP, B_SHIP, HELICOPTER, SUEZ, OSLO, BARE, PIRATE = range(7)
HOURS, WINDOW = 96.0, (24.0, 72.0)
FLAGS = ("", "", "", "alpha", "norway", "", "")
TYPES = ("frigate", "frigate", "lynx", "tanker", "tanker", "tanker", "gang")


def line(t: float, kind: str, actor: int, object: int = -1, voyage: int = -1, attack: int = -1) -> Entry:
    return Entry(t, 0, Occurrence(kind), actor, object, 0, 0, 0, voyage, attack, 0)


def flat(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.ones_like(x)


def tracks(*legs: tuple[int, float, float, float, float, float]) -> Tracks:
    """Of (row, t, x, y, vx, vy)."""
    row, *columns = (np.array(column) for column in zip(*legs, strict=True))
    named = dict(zip(("t", "x", "y", "vx", "vy"), columns, strict=True))
    return Tracks.of(row, named, np.zeros(len(row), bool), set(range(7)), HOURS)


LOG = [
    line(10.0, "attack", PIRATE, SUEZ, 0, 0),
    line(11.0, "hijacked", PIRATE, SUEZ, 0, 0),  # before the window
    line(30.0, "off_station", A_SHIP),
    line(36.0, "in_port", A_SHIP),
    line(60.0, "out_of_port", A_SHIP),
    line(40.0, "takeoff", HELICOPTER),
    line(42.5, "landed", HELICOPTER),
    line(44.0, "boarding", B_SHIP, 6),
    line(46.0, "boarding_done", B_SHIP, 6),
    line(50.0, "attack", PIRATE, SUEZ, 1, 1),
    line(51.5, "attack_failed", PIRATE, SUEZ, 1, 1),
    line(60.0, "attack", PIRATE, OSLO, 2, 2),
    line(60.5, "hijacked", PIRATE, OSLO, 2, 2),
    line(70.0, "attack", PIRATE, BARE, 3, 3),  # under way when the run ends
]
LOG.sort(key=lambda e: e.time)
SAILED = tracks(
    (A_SHIP, 0.0, 0.0, 0.0, 10.0, 0.0),
    (A_SHIP, 48.0, 480.0, 0.0, 0.0, 0.0),
    (B_SHIP, 0.0, 0.0, 0.0, 0.0, 20.0),
    (SUEZ, 0.0, 0.0, 5.0, 1.0, 0.0),
    (OSLO, 0.0, 0.0, 50.0, 1.0, 0.0),
    (BARE, 0.0, 0.0, 5.0, 0.0, 0.0),
)
RECORD = Record(
    LOG,
    WINDOW,
    HOURS,
    ("a", "b", "b", "", "", "", ""),
    TYPES,
    FLAGS,
    (False, False, False, False, True, False, False),
    (SUEZ, OSLO, BARE),
    SAILED,
    flat,
    {},
)
CURVE = Cubic(hotel=0.5, at=20.0, uses=4.5)
TARIFF = Tariff(
    ("a", "b"),
    {"frigate": "ship", "lynx": "aircraft"},
    {
        ("a", "frigate"): Rates(ship_day=80_000.0, port_day=30_000.0, fuel=CURVE),
        ("b", "frigate"): Rates(ship_day=50_000.0, boarding=1_000.0, fuel=Lines((0.0, 10.0), (0.0, 1.0))),
        ("b", "lynx"): Rates(flying_hour=5_000.0),
    },
    Prices(
        fuel=600.0,
        held_hour=100.0,
        delay_hour=1_000.0,
        attack=300.0,
        hijacking=9_000.0,
        ransom=1e6,
        captivity=100.0,
        captive_day=20_000.0,
        premium=500.0,
        guards=40_000.0,
        lives_hijacking=0.5,
    ),
    bears={"alpha": {"a": 0.25, "b": 0.5}, "norway": {"b": 1.0}},
    trade=(Trade(("a", "b"), 0.1),),
    subsidies=(Subsidy("b", "a", 10_000.0),),
    outlays=(Outlay("programmes", "radar", 100.0, {"a": 1 / 3, "b": 2 / 3}, 1.0),),
)


def booked(nation: str, account: str) -> tuple[float, float]:
    """Quantity and dollars."""
    ledger = ledger_of(RECORD, TARIFF)
    return ledger.quantity(nation, account), ledger.cents(nation, account) / 100.0


BY_HAND = {
    ("a", "ship_days"): (1.0, 80_000.0),  # 24 to 36 and 60 to 72 h
    ("a", "port_days"): (1.0, 30_000.0),
    ("b", "ship_days"): (2.0, 100_000.0),
    ("a", "fuel"): (24 * (0.5 + 4.0 / 8) + 24 * 0.5, 36.0 * 600.0),  # 10 kn for a day, then at rest
    ("b", "fuel"): (48.0, 48.0 * 600.0),  # 20 kn, beyond the last point
    ("b", "flying_hours"): (2.5, 12_500.0),
    ("b", "boardings"): (1.0, 1_000.0),
    ("b", "compensation"): (2.0, 200.0),
    ("a", "delay"): (1.5 / 4, 375.0),
    ("b", "delay"): (1.5 / 2 + 0.5, 1_250.0),
    (OTHERS, "delay"): (1.5 / 4 + 26.0, 26_375.0),
    ("b", "damage"): (2.5, 150.0 + 300.0 + 9_000.0),
    ("b", "ransoms"): (1.0, 1e6),
    ("b", "captivity"): (100.0, 2e6),
    ("b", "lives"): (0.5, 0.0),
    ("a", "damage"): (0.25, 75.0),
    ("a", "premiums"): (0.25, 125.0),
    ("b", "premiums"): (1.5, 750.0),
    (OTHERS, "premiums"): (1.25, 625.0),
    ("b", "guards"): (1.0, 40_000.0),
    ("b", "burden_sharing"): (1.0, 10_000.0),
    ("a", "burden_sharing"): (-1.0, -10_000.0),
    ("b", "trade"): (0.0, 57.5),  # a tenth of 375 + 75 + 125
    ("a", "trade"): (0.0, 0.1 * (1_250.0 + 9_450.0 + 3e6 + 250.0 + 500.0 + 40_000.0)),
    ("a", "programmes"): (1 / 3, 33.33),
    ("b", "programmes"): (2 / 3, 66.67),
}


@pytest.mark.parametrize(("nation", "account"), BY_HAND)
def test_by_hand(nation: str, account: str) -> None:
    quantity, amount = BY_HAND[nation, account]
    assert booked(nation, account) == pytest.approx((quantity, amount), abs=1e-9)


def test_nothing_is_charged_beside_that() -> None:
    rows = {(c.nation, c.account) for c in ledger_of(RECORD, TARIFF).rows() if c.nation != OTHERS}
    assert rows == {key for key in BY_HAND if key[0] != OTHERS}


def test_what_an_attacker_destroys_is_borne_by_whom_it_belongs_to() -> None:
    """By the flag of a ship and the name of a terminal; the delay, of ships alone, when it fails too."""
    log = [
        line(30.0, "attack", PIRATE, SUEZ, 7, 7),
        line(30.5, "damaged", PIRATE, SUEZ, 7, 7),
        line(31.0, "attack", PIRATE, -1, 8, 8),
        line(32.0, "damaged", PIRATE, -1, 8, 8),
        line(33.0, "attack", PIRATE, OSLO, 9, 9),
        line(34.0, "attack_failed", PIRATE, OSLO, 9, 9),
    ]
    strikes = {7: Strike(1e6, 2.0, "suez"), 8: Strike(5e6, 0.0, "norway"), 9: Strike(0.0, 0.0, "oslo")}
    ledger = ledger_of(RECORD._replace(entries=log, strikes=strikes, transits=()), TARIFF)
    damage = {nation: ledger.cents(nation, "damage") / 100.0 for nation in ("a", "b", OTHERS)}
    assert damage == {"a": 250_000.0, "b": 5_500_000.0, OTHERS: 250_000.0}
    assert [ledger.quantity(nation, "lives") for nation in ("a", "b", OTHERS)] == [0.5, 1.0, 0.5]
    assert [ledger.quantity(nation, "delay") for nation in ("a", "b", OTHERS)] == [0.125, 1.25, 0.125]
    found = nations_of(RECORD._replace(entries=log, strikes=strikes), TARIFF, ledger, {})
    assert sum(own["attacks"]["on_shipping"] for own in found.values()) == 2.0


def test_measures_by_nation() -> None:
    ring = np.array([[40.0, 0.0], [70.0, 0.0], [70.0, 10.0], [40.0, 10.0]])
    ledger = ledger_of(RECORD, TARIFF)
    found = nations_of(RECORD, TARIFF, ledger, {"a": ring})
    assert found["a"]["attacks"] == {"on_shipping": 0.25, "hijacked": 0.0, "in_waters": 1}  # SUEZ at (50, 5)
    assert found["b"]["attacks"] == {"on_shipping": 1.5, "hijacked": 1.0}
    assert found[OTHERS]["attacks"] == {"on_shipping": 1.25, "hijacked": 0.0}
    assert (found["a"]["ships"], found["a"]["ship_days"], found["b"]["ship_days"]) == (1, 1.0, 2.0)
    assert (found["a"]["on_station_share"], found["b"]["innocent_boarded"]) == (1.0 - 42.0 / 48.0, 1)
    assert (found["b"]["boardings"], found["b"]["harm_h"], found["a"]["harm_h"]) == (1, 2.0, 0.0)
    assert found["b"]["usd"] == sides(ledger, "b")


# ---- sums --------------------------------------------------------------------------------------------------

AMOUNTS = st.floats(-1e9, 1e9)
SHARES = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.0, 1.0), max_size=6)


@given(st.lists(st.tuples(AMOUNTS, SHARES, st.sampled_from(list(ACCOUNTS))), max_size=30))
def test_sums_are_exact_over_nations_accounts_and_sides(charges: list[tuple[float, dict[str, float], str]]) -> None:
    ledger, cents = Ledger(), 0
    for amount, shares, account in charges:
        total = max(sum(shares.values()), 1.0)
        ledger.share({nation: share / total for nation, share in shares.items()}, account, amount, "x", 1.0)
        cents += round(amount * 100.0)
    nations = [*"abcdef", OTHERS]
    assert ledger.cents() == cents == sum(c.cents for c in ledger.rows())
    assert sum(ledger.cents(nation) for nation in nations) == cents
    assert sum(ledger.cents(account=account) for account in ACCOUNTS) == cents
    assert sum(ledger.cents(nation, side=side) for nation in nations for side in Side) == cents
    assert fsum(ledger.quantity(nation) for nation in nations) == pytest.approx(len(charges), abs=1e-9)


def test_shares_are_split_to_the_cent() -> None:
    ledger = Ledger()
    ledger.share({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, "ransoms", 1.0, "x", 1.0)
    assert [ledger.cents(nation) for nation in "abc"] == [33, 34, 33] and ledger.cents(OTHERS) == 0


def test_an_account_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        Ledger().charge("a", "street_value", 1.0, "drugs")


# ---- fuel --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("curve", [CURVE, Lines((0.0, 12.0, 25.0), (0.3, 1.0, 6.0))])
def test_fuel_is_the_limit_of_a_sum_over_small_steps(curve: Cubic | Lines) -> None:
    rng = np.random.default_rng(4)
    times = np.sort(rng.uniform(0.0, HOURS, 40))
    legs = [(k % 2, t, *rng.uniform(-9, 9, 4)) for k, t in enumerate(times.tolist())]
    sailed, dt, total = tracks(*legs), 1e-3, 0.0
    for row in (0, 1):
        own = [leg for leg in legs if leg[0] == row]
        at = np.arange(WINDOW[0], WINDOW[1], dt) + 0.5 * dt
        k = np.searchsorted([leg[1] for leg in own], at) - 1
        speed = np.array([np.hypot(leg[4], leg[5]) for leg in own])[k]
        total += float(curve.rate(speed).sum() * dt)
    assert burnt(sailed, [0, 1], curve, WINDOW, flat) == pytest.approx(total, rel=1e-4)  # 20 corners, each 1e-3 h off


def test_fuel_is_of_the_speed_through_the_water() -> None:
    sailed = tracks((0, 0.0, 0.0, 0.0, 10.0, 0.0))
    assert burnt(sailed, [0], CURVE, WINDOW, lambda x, y: np.full_like(x, 0.5)) == pytest.approx(48.0 * 4.5)
