"""Going: what is to be expected of a unit there, against what its station is worth."""

from itertools import permutations, product
from math import exp, inf, pi, sqrt

import numpy as np
import pytest

from guardship.coalition.going import (
    Going,
    Means,
    Stake,
    Trip,
    Weighed,
    alone,
    at_once,
    by_search,
    effort,
    found,
    together,
    triage,
    worth_searching,
)

SHIP = Means(reach=5.0, width=10.0, speed=15.0, search=2.0, stops=0.8, boards=1.0, disposes=6.0)
PLANE = Means(reach=8.0, width=16.0, speed=120.0, search=1.0, keeps=2.0)
SURE = Stake(1.0, 1.0)


# ---- the chance to find it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z", "printed"), [(sqrt(0.5), 0.158279), (1.0, 0.264241), (sqrt(2.0), 0.413064), (2.0, 0.593994)]
)
def test_koopmans_optimum(z: float, printed: float) -> None:
    assert by_search(z) == pytest.approx(printed, abs=5e-7)


def test_where_it_is_believed_to_be() -> None:
    assert at_once(2.0, 2.0) == pytest.approx(1.0 - exp(-1.0), rel=1e-12)
    assert at_once(2.0, 0.0) == 1.0 and at_once(0.0, 0.0) == at_once(0.0, 1.0) == 0.0
    assert effort(10.0, 15.0, 2.0, 300.0 / pi) == pytest.approx(1.0, rel=1e-12)
    assert effort(10.0, 15.0, 2.0, 0.0) == inf and by_search(inf) == 1.0 and effort(0.0, 15.0, 2.0, 0.0) == 0.0


def test_the_optimum_is_the_best_that_any_search_of_that_effort_can_do() -> None:
    """O53: effort poured over a normal place cell by cell, where it pays most, 1 - exp(-effort) in each."""
    s, step = 3.0, 0.1
    x = np.arange(-30.0, 30.0, step) + 0.5 * step
    p = np.exp(-0.5 * (x[:, None] ** 2 + x[None, :] ** 2) / s**2) / (2.0 * pi * s * s)
    for z in (0.5, 1.0, 2.0):
        swept, low, high = pi * s * s * z * z, 0.0, float(p.max())
        for _ in range(60):  # the level down to which it is poured
            level = 0.5 * (low + high)
            used = float(np.log(np.maximum(p / level, 1.0)).sum()) * step * step
            low, high = (level, high) if used > swept else (low, level)
        total = float(np.maximum(p - level, 0.0).sum()) * step * step
        assert by_search(z) == pytest.approx(total, abs=1e-4)  # of the grid


@pytest.mark.parametrize(("sigma", "rate"), [(4.0, 0.01), (8.0, 0.05), (20.0, 0.02), (3.0, 0.2)])
def test_it_searches_until_an_hour_brings_less_than_it_costs(sigma: float, rate: float) -> None:
    """Against every other time, in steps of a minute and a half."""
    unit, worth = SHIP._replace(search=40.0), 0.4
    best = worth_searching(worth, unit, sigma**2, rate)
    sides = {t: worth * found(unit._replace(search=t), sigma**2) - rate * t for t in np.arange(0.0, 40.0, 0.025)}
    assert best == pytest.approx(max(sides, key=sides.__getitem__), abs=0.03)
    assert worth_searching(worth, unit._replace(search=0.1), sigma**2, rate) <= 0.1


def test_what_is_not_worth_a_search() -> None:
    """A place that is known well, or so badly that an hour finds next to nothing."""
    assert [worth_searching(0.4, SHIP, s, 0.01) for s in (0.0, 0.5, 1e6)] == [0.0, 0.0, 0.0]
    assert worth_searching(0.4, SHIP, 100.0, 0.0) == SHIP.search


def test_what_makes_it_likelier() -> None:
    """A place that is better known, a longer reach, a longer or a wider search."""
    base = found(SHIP, 100.0)
    assert found(SHIP, 400.0) < base < found(SHIP, 25.0)
    better = [SHIP._replace(reach=6.0), SHIP._replace(width=12.0), SHIP._replace(search=3.0), SHIP._replace(speed=20.0)]
    assert all(found(one, 100.0) > base for one in better)
    assert found(SHIP._replace(search=0.0), 100.0) == at_once(5.0, 100.0)


def test_everything_doubled() -> None:
    """Lengths and speeds: the chances, hours and sides stay."""
    twice = SHIP._replace(reach=10.0, width=20.0, speed=30.0)
    one, two = alone(SURE, Trip(SHIP, 3.0, 50.0, 0.01)), alone(SURE, Trip(twice, 3.0, 200.0, 0.01))
    assert one == pytest.approx(two, rel=1e-12)


# ---- both sides ------------------------------------------------------------------------------------------------------


def test_both_sides_by_hand() -> None:
    """P V F s against r (2 h + F b + (1 - F) T), with what a group that is taken keeps it busy."""
    f = found(SHIP, 50.0)
    weighed = alone(Stake(0.5, 2.0), Trip(SHIP, 3.0, 50.0, 0.01))
    spent = 6.0 + f * (1.0 + 0.5 * 0.8 * 6.0) + (1.0 - f) * 2.0
    assert weighed == pytest.approx(Weighed(2.0 * f * 0.8, f, spent, 0.01), rel=1e-12)
    assert weighed.cost == pytest.approx(0.01 * spent) and weighed.surplus == weighed.use - weighed.cost


def test_with_one_offence_its_value_cancels() -> None:
    """Value and what a station is worth grow together: who goes stays."""
    for value, hours in product((0.1, 1.0, 40.0), (1.0, 20.0, 100.0)):
        plain = alone(SURE, Trip(SHIP, hours, 50.0, 0.01))
        scaled = alone(Stake(1.0, value), Trip(SHIP, hours, 50.0, 0.01 * value))
        assert scaled.surplus == pytest.approx(value * plain.surplus, rel=1e-12)


def test_who_is_there_for_half_of_the_time_finds_half_as_often() -> None:
    whole, half = (alone(SURE, Trip(SHIP, 3.0, 50.0, 0.01, meets)) for meets in (1.0, 0.5))
    assert half.use == pytest.approx(0.5 * whole.use) and half.found == pytest.approx(0.5 * whole.found)


def test_help_is_in_time_or_not() -> None:
    calls = Stake(1.0, 1.0, help=2.0, lasts=0.5)
    trip = Trip(PLANE, 0.25, 1.0, 0.0)
    assert alone(calls, trip).use == pytest.approx(2.0 * exp(-0.5))
    assert alone(SURE, trip).use == 0.0  # it stops nobody


def test_one_finds_and_keeps_it_and_another_comes_if_it_is_found() -> None:
    """It keeps it until the second one is there, who costs only as likely as it is needed; too late is no use."""
    looker, boarder = Trip(PLANE, 1.0, 50.0, 0.02), Trip(SHIP, 1.5, 80.0, 0.01)
    both, f = together(SURE, looker, boarder), found(PLANE, 50.0)
    assert both is not None
    assert both.use == pytest.approx(f * 0.8, rel=1e-12)
    assert both.spent == pytest.approx(2.0 + f * 1.5 + (1.0 - f) * 1.0, rel=1e-12)
    assert both.shared == pytest.approx(f * 0.01 * (3.0 + 1.0 + 0.8 * 6.0), rel=1e-12)
    assert together(SURE, looker, boarder._replace(hours=2.1)) is None
    assert together(SURE, boarder, looker) is None and together(SURE, looker, looker) is None


def test_the_older_the_vaguer_until_it_is_not_worth_going() -> None:
    """Without a search or work the last age is a closed form: F = 2 r h / s, S = -R^2 / (2 ln(1 - F))."""
    unit, hours, rate, speed = Means(5.0, 0.0, 0.0, stops=0.8), 3.0, 0.02, 2.0
    f = 2.0 * rate * hours / 0.8
    last = sqrt(-25.0 / (2.0 * np.log1p(-f))) / speed  # S = (2 kn t)^2
    sides = [alone(SURE, Trip(unit, hours, (speed * age) ** 2, rate)).surplus for age in (0.999 * last, 1.001 * last)]
    assert sides[0] > 0.0 > sides[1]


def test_what_a_station_is_worth() -> None:
    """The stated rate at first, what was met in the end, half of each after the stated hours."""
    going = Going(rate=0.01, hours=100.0)
    assert going.on_station(0.0, 0.0) == pytest.approx(0.01)
    assert going.on_station(3.0, 100.0) == pytest.approx(0.5 * (0.01 + 0.03))
    assert going.on_station(3e4, 1e6) == pytest.approx(0.03, rel=1e-3)


def test_offences_have_values() -> None:
    going = Going(values={"piracy": 1.0, "people": 0.2})
    assert going.value(("arms", "people", "piracy"), (0.4, 0.1, 0.3, 0.2)) == pytest.approx(0.1 + 0.06 + 0.2)


# ---- which call first ------------------------------------------------------------------------------------------------


def best_sum(surplus: list[list[float]]) -> float:
    """By trying every assignment."""
    calls, units = len(surplus), len(surplus[0])
    wide = surplus if calls <= units else [list(row) for row in zip(*surplus, strict=True)]
    ways = permutations(range(len(wide[0])), len(wide))
    return max(sum(max(wide[k][j], 0.0) for k, j in enumerate(way)) for way in ways)


@pytest.mark.parametrize("seed", range(40))
def test_no_other_assignment_is_worth_more(seed: int) -> None:
    rng = np.random.default_rng(seed)
    calls, units = rng.integers(1, 5, 2)
    surplus = rng.normal(0.2, 1.0, (calls, units))
    surplus[rng.random((calls, units)) < 0.2] = -inf
    pairs = triage(surplus.tolist(), rng.random((calls, units)).tolist())
    assert sum(surplus[k, j] for k, j in pairs) == pytest.approx(best_sum(surplus.tolist()), abs=1e-6)
    assert all(surplus[k, j] > 0.0 for k, j in pairs)
    assert len({k for k, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


def test_equals_are_parted_by_lot_and_not_by_order() -> None:
    rng = np.random.default_rng(7)
    lots = rng.random((3, 4))
    surplus = np.ones((3, 4))
    first = set(triage(surplus.tolist(), lots.tolist()))
    for rows, columns in product(permutations(range(3)), permutations(range(4))):
        mixed = np.ix_(rows, columns)
        pairs = triage(surplus[mixed].tolist(), lots[mixed].tolist())
        assert {(rows[k], columns[j]) for k, j in pairs} == first


def test_nobody_goes_where_nothing_is_to_be_had() -> None:
    assert triage([], []) == triage([[]], [[]]) == triage([[-1.0, 0.0]], [[0.5, 0.5]]) == []
    assert triage([[-inf, -inf], [-inf, -1.0]], [[0.1, 0.2], [0.3, 0.4]]) == []
