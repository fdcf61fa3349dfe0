"""Placement by a map: effort that can be divided, whole ships, response to calls, lots, chance, and who sails."""

from collections.abc import Sequence
from itertools import product
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardship.coalition.placement import (
    Desk,
    Floats,
    Moves,
    Placeable,
    Placement,
    Terms,
    assigned,
    by_effort,
    by_response,
    divided,
    greedy,
    over,
    plan,
    randomised,
)

RNG = np.random.default_rng(26)


def even(unit: int, option: int) -> float:
    """Lots by (unit, option), the same for all that ask."""
    return float(np.random.default_rng((unit, option + 1)).uniform(1e-9, 1.0))


def ship(name: int, chances: Floats, now: int | None = None, may: Sequence[bool] | None = None) -> Placeable:
    m = len(chances)
    allowed = np.ones(m, bool) if may is None else np.array(may)
    return Placeable(name, chances, allowed, np.zeros(m), now, "ship")


def value(expected: Floats, units: Sequence[Placeable], stations: Sequence[int]) -> float:
    left = expected.copy()
    for unit, station in zip(units, stations, strict=True):
        left = left * (1.0 - unit.chances[station])
    return float((expected - left).sum())


def best_of_all(expected: Floats, units: Sequence[Placeable]) -> float:
    ways = product(*(np.flatnonzero(unit.may).tolist() for unit in units))
    return max(value(expected, units, way) for way in ways)


# ---- O26: effort that can be divided -------------------------------------------------------------


@pytest.mark.parametrize(
    ("effort", "hours", "found", "even"),
    [
        (0.5, (0.5, 0.0, 0.0), 0.196735, None),
        (1.0, (0.755413, 0.244587, 0.0), 0.330183, 0.283469),
        (2.0, (1.142372, 0.631546, 0.226081), 0.521408, 0.486583),
    ],
)
def test_the_best_division_of_effort(effort: float, hours: tuple[float, ...], found: float, even: float | None) -> None:
    """Printed to six digits: within one of the last, for the second cell of E = 1."""
    p, rates = np.array([0.5, 0.3, 0.2]), np.ones(3)
    best = divided(p, rates, effort)
    assert best == pytest.approx(hours, abs=1.5e-6)
    assert p @ -np.expm1(-best) == pytest.approx(found, abs=1e-6)
    if even is not None:
        assert p @ -np.expm1(-np.full(3, effort / 3.0)) == pytest.approx(even, abs=1e-6)


@given(st.lists(st.tuples(st.floats(0.0, 9.0), st.floats(0.01, 3.0)), min_size=1, max_size=6), st.floats(0.0, 20.0))
def test_no_other_division_is_better(cells: list[tuple[float, float]], hours: float) -> None:
    expected, rates = (np.array(column) for column in zip(*cells, strict=True))
    best = divided(expected, rates, hours)
    assert (best >= 0.0).all()
    if not (expected * rates > 0.0).any():
        assert best.sum() == 0.0
        return
    assert best.sum() == pytest.approx(hours, abs=1e-9)
    gained = float(expected @ -np.expm1(-rates * best))
    for a, b in product(range(len(cells)), repeat=2):
        moved = best.copy()
        step = min(0.01 * hours, moved[a])
        moved[a] -= step
        moved[b] += step
        assert expected @ -np.expm1(-rates * moved) <= gained + 1e-9


# ---- whole ships ---------------------------------------------------------------------------------


@given(st.lists(st.floats(0.0, 5.0), min_size=2, max_size=4), st.floats(0.05, 3.0), st.integers(1, 4))
def test_equal_ships_by_effort_are_placed_as_well_as_can_be(expected: list[float], effort: float, ships: int) -> None:
    """Separate concave gains: greedy is exact (Fox 1966); brute force over all ways."""
    left = np.array(expected)
    rows = by_effort(np.full(len(left), effort))
    units = [ship(k, rows) for k in range(ships)]
    placed = greedy([Desk(left, units)], even)
    stations = {one.unit.name: one.station for one in placed}
    got = value(left, units, [stations[k] for k in range(ships)]) if placed else 0.0
    assert got == pytest.approx(best_of_all(left, units), rel=1e-7, abs=1e-9)
    assert sum(one.gain for one in placed) == pytest.approx(got, rel=1e-7, abs=1e-9)


def test_by_response_greedy_is_never_worse_than_its_bound_and_nearly_always_the_best() -> None:
    worst = 1.0
    for _ in range(40):
        centres = 40.0 * np.array([(k % 3, k // 3) for k in range(6)], float)
        left = RNG.uniform(0.0, 2.0, 6) * (RNG.uniform(size=6) < 0.6)
        units = [ship(k, by_response(centres, 40.0, float(RNG.choice([28.0, 45.0, 60.0])))) for k in range(3)]
        placed = greedy([Desk(left, units)], even)
        stations = {one.unit.name: one.station for one in placed}
        best = best_of_all(left, units)
        if best > 0.0:
            worst = min(worst, value(left, units, [stations[k] for k in range(3)]) / best)
    assert worst >= 1.0 - exp(-1.0)
    assert worst > 0.97  # of these forty


def test_the_two_objectives_differ() -> None:
    """A row of calls: to find most one goes where most are, to answer most one goes between."""
    centres = np.array([[0.0, 0.0], [40.0, 0.0], [80.0, 0.0]])
    left = np.array([1.0, 0.2, 0.9])
    (find,) = greedy([Desk(left, [ship(1, by_effort(np.full(3, 0.5)))])], even)
    (answer,) = greedy([Desk(left, [ship(1, by_response(centres, 40.0, 62.0))])], even)
    assert (find.station, answer.station) == (0, 1)


def test_chances_of_response_are_those_of_places_anywhere() -> None:
    """Against four hundred thousand pairs of places; the grid of points is right to about a hundredth."""
    centres = np.array([[0.0, 0.0], [40.0, 0.0], [40.0, 80.0]])
    table = by_response(centres, 40.0, 45.0)
    offsets = RNG.uniform(-20.0, 20.0, (2, 400_000, 2))
    for j in range(3):
        away = centres[j] - centres[0] + offsets[0] - offsets[1]
        assert table[0, j] == pytest.approx((np.hypot(*away.T) <= 45.0).mean(), abs=0.02)
    assert table == pytest.approx(table.T)


def test_knowing_nothing_they_spread_evenly() -> None:
    rows = by_effort(np.full(6, 0.4))
    placed = greedy([Desk(np.ones(6), [ship(k, rows) for k in range(6)])], even)
    assert sorted(one.station for one in placed) == list(range(6))
    firsts = {greedy([Desk(np.ones(6), [ship(k, rows)])], even)[0].station for k in range(60)}
    assert firsts == set(range(6))  # by lot, not always the first


def test_whoever_may_not_does_not() -> None:
    rows = by_effort(np.ones(3))
    units = [ship(1, rows, may=[False, True, True]), ship(2, rows, may=[False, False, False])]
    placed = greedy([Desk(np.array([9.0, 1.0, 2.0]), units)], even)
    assert [(one.unit.name, one.station) for one in placed] == [(1, 2)]


def test_a_flight_spreads_its_effort_over_all_its_cells() -> None:
    areas = np.array([1.0, 1.0, 2.0, 4.0])
    rows = over([[0, 1], [2, 3]], 3.0, areas)
    assert rows == pytest.approx(-np.expm1([[-1.5, -1.5, 0.0, 0.0], [0.0, 0.0, -0.5, -0.5]]))


# ---- several who plan ----------------------------------------------------------------------------


def test_those_who_hear_of_each_other_do_as_one_and_those_who_do_not_herd() -> None:
    """One navy, two that plan together, and two apart, on one map."""
    left, rows = np.array([3.0, 2.9, 2.8, 0.1]), by_effort(np.full(4, 2.0))
    units = [ship(k, rows) for k in range(3)]
    one = greedy([Desk(left, units)], even)
    split = greedy([Desk(left, units[:2], {1}), Desk(left, units[2:], {0})], even)
    apart = greedy([Desk(left, units[:2]), Desk(left, units[2:])], even)
    assert {(p.unit.name, p.station) for p in one} == {(p.unit.name, p.station) for p in split}
    assert sorted(p.station for p in one) == [0, 1, 2]
    assert sorted(p.station for p in apart) == [0, 0, 1]


def test_the_order_of_units_and_of_those_who_plan_changes_nothing() -> None:
    left, rows = np.array([1.0, 1.0, 1.0, 0.5]), by_effort(np.full(4, 1.0))
    units = [ship(k, rows) for k in range(4)]
    first = plan([Desk(left, units[:2], {1}), Desk(left, units[2:], {0})], {}, Terms(), even, even)
    turned = plan([Desk(left, units[:1:-1], {1}), Desk(left, units[1::-1], {0})], {}, Terms(), even, even)
    assert [(p.unit.name, p.station) for p in first] == [(p.unit.name, p.station) for p in turned]


# ---- at random -----------------------------------------------------------------------------------


def shares(worth: Sequence[float], rationality: float, n: int = 20_000) -> Floats:
    """How often each station is taken by a lone unit that these gains are offered."""
    rows = np.diag(np.ones(len(worth)))
    taken = np.zeros(len(worth))
    numbers = RNG.uniform(size=(n, len(worth)))
    for k in range(n):
        desk = Desk(np.array(worth), [ship(k, rows)])
        (one,) = randomised([desk], rationality, even_turn, lambda unit, option: float(numbers[unit, option]))
        taken[one.station] += 1.0
    return taken / n


def even_turn(unit: int, option: int) -> float:
    return 0.5


def test_quantal_response() -> None:
    """O30: U = (2, 1, 0), lambda 1.5. Of 20 000: within four standard errors."""
    theory = np.array([0.785597, 0.175290, 0.039113])
    off = 4.0 * np.sqrt(theory * (1.0 - theory) / 20_000)
    assert (np.abs(shares([2.0, 1.0, 0.0], 1.5) - theory) < off).all()


def test_without_reason_it_is_uniform_and_with_much_the_best() -> None:
    assert shares([2.0, 1.0, 0.0], 0.0) == pytest.approx(np.full(3, 1 / 3), abs=4.0 * np.sqrt(2 / 9 / 20_000))
    assert shares([2.0, 1.0, 0.0], 1000.0, 100) == pytest.approx([1.0, 0.0, 0.0])


def test_an_option_keeps_its_luck_whatever_becomes_of_the_others() -> None:
    luck = {0: 0.3, 1: 0.6, 2: 0.9}
    rows = np.diag(np.ones(3))
    for worth in ([1.0, 1.0, 1.0], [1.0, 0.9, 1.0]):
        (one,) = randomised([Desk(np.array(worth), [ship(1, rows)])], 1.0, even_turn, lambda _, s: luck[s])
        assert one.station == 2


def test_against_a_learner_the_best_reply_to_what_was_seen_covers_as_the_game_says() -> None:
    """O30: V = (8, 4, 2), one patrol. Each plays best against the other's past (Brown 1951): what is covered tends to
    (2/3, 1/3, 0) and what an attack is worth to 8/3, slowly: the error falls as one over the root of the rounds."""
    worth, rounds = np.array([8.0, 4.0, 2.0]), 20_000
    struck, covered = np.ones(3), np.ones(3)
    rows = by_effort(np.full(3, 50.0))
    for _ in range(rounds):
        (one,) = greedy([Desk(worth * struck, [ship(1, rows)])], even)
        target = int(np.argmax(worth * (1.0 - covered / covered.sum())))
        covered[one.station] += 1.0
        struck[target] += 1.0
    coverage = covered / covered.sum()
    assert coverage == pytest.approx([2 / 3, 1 / 3, 0.0], abs=0.02)
    assert (worth * (1.0 - coverage)).max() == pytest.approx(8 / 3, abs=0.1)


# ---- who sails, and for what ---------------------------------------------------------------------


def at(name: int, here: float, now: int | None, may: Sequence[bool] = (True,) * 3) -> Placeable:
    return Placeable(name, by_effort(np.ones(3)), np.array(may), np.abs(10.0 * np.arange(3) - here), now, "ship")


def test_they_sail_least() -> None:
    one, two = at(1, 0.0, 0), at(2, 20.0, 2)
    crossed = [Placement(one, 2, 0.4), Placement(two, 0, 0.5)]
    assert [(p.unit.name, p.station) for p in assigned(crossed, {1: 0, 2: 0})] == [(1, 0), (2, 2)]
    assert [p.station for p in assigned(crossed, {1: 0, 2: 1})] == [2, 0]  # who plan apart do not change places
    barred = at(1, 0.0, 0, [False, True, True])
    kept = assigned([Placement(barred, 2, 0.4), Placement(two, 0, 0.5)], {1: 0, 2: 0})
    assert [p.station for p in kept] == [2, 0]


def test_nobody_is_moved_for_less_than_it_is_worth() -> None:
    """Staying finds 1 - 1/e of 1.0, moving 1 - 1/e of 1.5."""
    gain = 0.5 * (1.0 - exp(-1.0))
    for least, station in ((gain - 1e-6, 1), (gain + 1e-6, 0)):
        terms = Terms(moves=Moves(gain=least))
        (one,) = plan([Desk(np.array([1.0, 1.5, 0.0]), [at(1, 0.0, 0)])], {1: 0}, terms, even, even)
        assert one.station == station


def test_two_who_would_come_together_are_judged_one_by_one() -> None:
    """Both are moved from empty cells; a threshold above what either gains keeps both."""
    desk = [Desk(np.array([0.0, 1.0, 0.0]), [at(1, 0.0, 0), at(2, 20.0, 2)])]
    terms = Terms(moves=Moves(gain=0.3))
    placed = plan(desk, {1: 0, 2: 0}, terms, even, even)
    assert sorted(p.station for p in placed) != [1, 1]
    assert 1 in {p.station for p in placed}


def test_gains_that_differ_by_rounding_are_equal() -> None:
    rows, left = by_effort(np.full(3, log(2.0))), np.array([0.1 + 0.2, 0.3, 0.3])
    taken = {greedy([Desk(left, [ship(k, rows)])], even)[0].station for k in range(40)}
    assert taken == {0, 1, 2}
