"""What a master reckons: each option by hand, the cheapest, and what must not matter."""

from dataclasses import replace
from functools import partial
from math import exp, pi, sqrt

import pytest

from guardship.agents.detours import longer
from guardship.agents.reckoning import Choice, Option, Reckoning, Underway, Warned, decide, options, risk, way_out
from guardship.intelligence import Advisory, Fix, Trust

ALL = frozenset(Choice)


def cubic(at: float, speed: float) -> float:
    """0.1 t/h at rest and 1 t/h at a speed."""
    return 0.1 + 0.9 * (speed / at) ** 3


R = Reckoning(
    ALL,
    Trust(1.0, 1.0),
    1000.0,
    500.0,
    10.0,
    1e7,
    5.0,
    0.4,
    10.0,
    2.0,
    watched=0.5,
    grouped=0.25,
    burns=partial(cubic, 10.0),
)
SHIP = Underway(0.0, [(-100.0, 0.0), (100.0, 0.0)], 10.0, 14.0, groups=[(3.0, 8.0)])


def warned(x: float = 0.0, y: float = 0.0, radius: float = 50.0, until: float = 48.0, trust: float = 0.5) -> Warned:
    return Warned(Advisory(1, 0, Fix(x, y, 1e-6, 0.0, 0.0), radius, 0.0, until, frozenset()), trust)


def option(choice: Choice, ship: Underway = SHIP, circle: Warned | None = None) -> Option | None:
    found = options(ship, [circle or warned()], replace(R, choices=frozenset((choice,))))
    return next((one for one in found if one.choice is choice), None)


def test_the_risk_of_a_chord() -> None:
    """Trust, times a strip of 10 by 100 nm of a circle of 50 nm, times the chance against 10 kn."""
    strip = 10.0 * 100.0 / (pi * 2500.0)
    assert risk(SHIP.way, 10.0, 0.0, [warned()], R) == pytest.approx(0.5 * (1.0 - exp(-strip)) * 0.4, rel=1e-12)
    assert risk(SHIP.way, 14.0, 0.0, [warned()], R) == pytest.approx(0.5 * (1.0 - exp(-strip)) * 0.1, rel=1e-12)


def test_after_the_warning_is_over_there_is_no_risk() -> None:
    assert risk(SHIP.way, 10.0, 0.0, [warned(until=9.9)], R) == 0.0
    assert risk(SHIP.way, 10.0, 0.0, [warned(until=10.1)], R) > 0.0


def test_going_on_costs_the_loss_alone() -> None:
    on = options(SHIP, [warned()], replace(R, choices=frozenset()))
    assert [one.choice for one in on] == [Choice.ON]
    assert on[0].cost(R) == pytest.approx(1e7 * on[0].risk, rel=1e-12)


def test_the_way_around_costs_its_hours_and_fuel() -> None:
    made = option(Choice.AROUND)
    assert made is not None and made.risk == 0.0
    hours = longer(100.0, 100.0, 0.0, 50.0) / 10.0
    assert made.hours == pytest.approx(hours, rel=1e-3)  # the arc is a polygon
    assert made.cost(R) == pytest.approx(hours * (1000.0 + 500.0), rel=1e-3)


def test_going_faster_costs_fuel_until_the_circle_is_behind() -> None:
    made = option(Choice.FASTER)
    assert made is not None and made.speed == 14.0 and made.until == pytest.approx(150.0)
    rate = 0.1 + 0.9 * 1.4**3
    assert made.tonnes == pytest.approx(150.0 * (rate / 14.0 - 1.0 / 10.0), rel=1e-12)
    assert made.hours == 0.0  # what she gains is worth nothing to her
    assert option(Choice.FASTER, SHIP._replace(top=10.0)) is None


def test_a_doubled_watch_costs_its_hours() -> None:
    made, on = option(Choice.WATCH), option(Choice.ON)
    assert made is not None and on is not None
    assert made.money == pytest.approx(150.0) and made.risk == pytest.approx(0.5 * on.risk)


def test_to_join_a_group_costs_the_wait_and_its_slower_speed() -> None:
    made = option(Choice.JOINS)
    assert made is not None and (made.waits, made.speed) == (3.0, 8.0)
    assert made.hours == pytest.approx(3.0 + 200.0 / 8.0 - 200.0 / 10.0)
    assert option(Choice.JOINS, SHIP._replace(groups=[])) is None


def test_to_keep_away_costs_the_hours_until_it_is_over() -> None:
    """50 nm before the circle she has 5 h to go of 48."""
    made = option(Choice.BACK)
    assert made is not None and (made.risk, made.until) == (0.0, 0.0) and made.waits == pytest.approx(43.0)


def test_to_keep_away_is_to_wait_for_what_is_on_the_way_alone_each_as_long_as_it_is_far() -> None:
    """A warning of 480 h abeam is no reason to wait. The circle 20 nm ahead is over at 10 h, that 130 nm ahead at 20 h:
    8 h for the first and 7 h for the second."""
    ship = SHIP._replace(way=[(-100.0, 0.0), (100.0, 0.0)])
    keeps = replace(R, choices=frozenset((Choice.BACK,)))
    aside = options(ship, [warned(), warned(y=90.0, until=480.0)], keeps)[-1]
    assert aside.waits == pytest.approx(43.0)
    near, far = warned(-50.0, radius=30.0, until=10.0), warned(60.0, radius=30.0, until=20.0)
    made = options(ship, [near, far], keeps)[-1]
    assert made.choice is Choice.BACK and made.waits == pytest.approx(8.0) and made.risk == 0.0


def test_out_of_a_circle_a_ship_goes_back_the_way_that_she_came() -> None:
    ship = SHIP._replace(way=[(-30.0, 0.0), (100.0, 0.0)])
    assert way_out(ship, [warned()]) == pytest.approx(20.0)
    made = option(Choice.BACK, ship)
    assert made is not None and made.way[1][0] == pytest.approx(-50.0) and made.way[1][1] == 0.0
    assert made.waits == pytest.approx(48.0 - 2.0) and made.hours == pytest.approx(46.0 + 4.0)
    assert made.risk > 0.0  # on the way out


def test_who_may_not_leave_the_lane_goes_on_or_faster_or_waits() -> None:
    kept = SHIP._replace(keeps=True)
    assert option(Choice.AROUND, kept) is None
    assert option(Choice.BACK, kept) is not None
    assert option(Choice.BACK, kept._replace(way=[(0.0, 0.0), (100.0, 0.0)])) is None
    assert option(Choice.FASTER, kept) is not None


def test_the_way_around_is_by_water() -> None:
    assert option(Choice.AROUND, SHIP._replace(by_water=lambda way: None)) is None
    farther = option(Choice.AROUND, SHIP._replace(by_water=lambda way: [way[0], (0.0, 150.0), way[-1]]))
    assert farther is not None and farther.hours == pytest.approx((2.0 * sqrt(100.0**2 + 150.0**2) - 200.0) / 10.0)


def test_the_cheapest_is_taken_and_what_costs_the_same_is_not_done() -> None:
    dearest = max(options(SHIP, [warned()], R), key=lambda one: one.cost(R))
    chosen = decide(SHIP, [warned()], R)
    assert chosen.cost(R) < dearest.cost(R)
    assert decide(SHIP, [warned(trust=0.0)], replace(R, watch_hour=0.0)).choice is Choice.ON


@pytest.mark.parametrize("trust", [0.001, 0.01, 0.05, 0.2, 1.0])
def test_more_trust_is_never_more_risk(trust: float) -> None:
    more = decide(SHIP, [warned(trust=trust)], R)
    less = decide(SHIP, [warned(trust=0.5 * trust)], R)
    assert more.risk / trust <= less.risk / (0.5 * trust) + 1e-12
    assert more.cost(R) >= less.cost(R)


def test_all_lengths_and_speeds_twice_as_large_change_no_decision() -> None:
    burns = partial(cubic, 20.0)
    wide = replace(R, meets=10.0, at_speed=20.0, halves_every=4.0, burns=burns)
    ship = Underway(0.0, [(-200.0, 0.0), (200.0, 0.0)], 20.0, 28.0, groups=[(3.0, 16.0)])
    plain, large = options(SHIP, [warned()], R), options(ship, [warned(radius=100.0)], wide)
    assert [one.choice for one in plain] == [one.choice for one in large]
    for one, other in zip(plain, large, strict=True):
        assert other.cost(wide) == pytest.approx(one.cost(R), rel=1e-9)


def test_two_circles_are_both_gone_around_and_both_are_a_risk() -> None:
    pair = [warned(-40.0, 20.0, 30.0), warned(45.0, -10.0, 30.0)]
    found = {one.choice: one for one in options(SHIP, pair, R)}
    assert found[Choice.AROUND].risk < 0.01 * found[Choice.ON].risk  # one may graze the other by a few hundredths
    each = [risk(SHIP.way, 10.0, 0.0, [one], R) / 0.4 for one in pair]
    assert found[Choice.ON].risk == pytest.approx(0.4 * (1.0 - (1.0 - each[0]) * (1.0 - each[1])), rel=1e-12)


def test_nobody_waits_for_a_group_in_a_circle() -> None:
    assert option(Choice.JOINS, SHIP._replace(way=[(-30.0, 0.0), (100.0, 0.0)])) is None
