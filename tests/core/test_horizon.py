"""How far ahead pairs are sought: the rule on both sides, and the same runs to the last bit with and without it."""

import math

import numpy as np
import pytest

from core.busy import fleet_of, sail
from core.worlds import about, straight, times
from core.worlds import ocean as afloat
from guardship.core import horizon as rule
from guardship.core import ocean as face
from guardship.core import order
from guardship.core.horizon import LEAST, MANY, SHARE, horizon
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Law, Ocean, Suite, new_fleet

SIDE = 540.0  # nm
REACH = 20.0


def hours(count: int, side: float = SIDE, left: float = 20.0, reach: float = REACH) -> float:
    """What the rule says of vessels at 12 kn on a square."""
    ends = np.array([[0.0, side], [side, 0.0]])
    return horizon(count, ends, ends, np.full(2, 12.0), np.full(2, left), np.full(3, reach))


def test_many_that_are_touched_by_a_leg_are_sought_by_hours() -> None:
    """At 12 kn a disc of 20 nm sweeps 679 nm^2 an hour: of 7 430 on 580 x 580 nm it touches 300 in 20 h."""
    area, swept = (SIDE + 2.0 * REACH) ** 2, 2.0 * REACH * 12.0 * math.sqrt(2.0)
    enough = MANY * area / (20.0 * swept)
    assert hours(math.floor(enough)) == math.inf
    assert hours(math.ceil(enough)) == pytest.approx(SHARE * area / swept)
    assert hours(100_000) == hours(10_000)  # a share of all of them
    assert hours(100_000, left=0.5) == math.inf


def test_ships_on_one_line_or_at_one_place_are_sought_by_hours_too() -> None:
    line = np.array([[0.0, 540.0], [540.0, 0.0]])
    still, all_reach = np.full((2, 2), 50.0), np.full(3, REACH)
    for x, y in ((line, still), (still, line), (still, still)):
        assert LEAST <= horizon(10_000, x, y, np.full(2, 12.0), np.full(2, 20.0), all_reach) < 1.0


def test_no_horizon_where_nobody_moves_or_looks() -> None:
    """Nor where all look without bounds."""
    still = np.zeros((2, 5))
    assert horizon(10**6, still, still, np.zeros(5), np.full(5, 9.0), np.full(3, 20.0)) == math.inf
    assert hours(10**6, reach=math.inf) == math.inf
    assert hours(10**6, reach=0.0) == math.inf


@pytest.mark.parametrize("ahead", [0.05, 0.7, 5.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_same_run_however_far_ahead_pairs_are_sought(seed: int, ahead: float) -> None:
    """Roaming, endless, pursuing, clearing, leaving: every line of both logs, to the last bit."""
    whole, by_hours = fleet_of(seed), fleet_of(seed)
    by_hours.sea.param[[s.HORIZON, s.SOUGHT]] = ahead
    assert sail(whole) == sail(by_hours)
    assert int(by_hours.n[s.N_PAIR]) < int(whole.n[s.N_PAIR])


@pytest.mark.parametrize("crowd", [10**6, 0])
def test_the_same_run_with_a_horizon_that_comes_and_goes(crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chosen when 50 are afloat, and again when 200 are; with columns in order and in none."""
    said = iter([0.4, math.inf])
    whole, by_hours = fleet_of(7), fleet_of(7)
    logs = sail(whole)
    monkeypatch.setattr(face, "horizon", lambda *_: next(said))
    monkeypatch.setattr(order, "CROWD", crowd)
    assert sail(by_hours, 50) == logs
    assert next(said, None) is None
    assert (by_hours.n[s.TO_ORDER] > 0) == (crowd == 0)
    assert by_hours.sea.param[s.SOUGHT] == math.inf


def dense(count: int) -> Ocean:
    """A square on which a disc comes near hundreds; they roam, one in fifty looks."""
    rng = np.random.default_rng(4)
    fleet = new_fleet(count)
    fleet["id"] = np.arange(count) + 1
    fleet["speed"] = rng.uniform(8.0, 18.0, count)
    fleet["x"], fleet["y"] = rng.uniform(0.0, 200.0, (2, count))
    fleet["mode"], fleet["area"], fleet["suite"][: count // 50] = s.ROAMING, 0, 0
    area = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * 200.0
    suite = Suite([{(0, 0): Law.definite(12.0, 1.0)}])
    return Ocean(fleet, [suite], 1, Environment.constant(), seed=4, starts=np.zeros(count), areas=[area])


def test_a_dense_fleet_is_sought_by_hours_and_sees_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 5 000 on 200 x 200 nm a disc of 12 nm touches 350 on a leg: less than half of the pairs are opened."""
    by_hours, whole = dense(5000), dense(5000)
    by_hours.advance(1.5)
    assert LEAST <= by_hours.sea.param[s.HORIZON] < 2.0
    monkeypatch.setattr(rule, "MANY", math.inf)
    whole.advance(1.5)
    assert whole.sea.param[s.HORIZON] == math.inf
    assert by_hours.notes().tobytes() == whole.notes().tobytes()
    assert by_hours.legs().tobytes() == whole.legs().tobytes()
    assert len(whole.notes()) > 1000
    assert int(by_hours.n[s.N_PAIR]) < 0.5 * int(whole.n[s.N_PAIR])


def test_two_without_end_meet_though_nothing_else_happens() -> None:
    """Legs without end: when no event is left pairs are sought to their ends."""
    ship, other = straight(0.0, 0.0, 10.0, suite=0), straight(1000.0, 0.0, -10.0)
    o = afloat(ship, other, suites=[Suite([{(0, 0): Law.definite(20.0, 1.0)}])])
    o.sea.param[[s.HORIZON, s.SOUGHT]] = 1.0
    o.advance(math.inf)
    assert times(o, s.GAIN) == about(49.0)
    assert times(o, s.LOSS) == about(51.0)
