"""Legs, through the one face of the core: pursuit, routes, roaming, stops."""

import math
from typing import Any

import numpy as np
import pytest
import shapely
from scipy import stats

from core.worlds import ANYWHERE, CLOSE, about, codes, ocean, run, straight, times, track
from guardship.core.kernels import state as s
from guardship.core.ocean import (
    CoastGrid,
    Law,
    Ocean,
    Suite,
)
from guardship.sea.coast import Coast

# ---- pursuit ---------------------------------------------------------------------------------------------------------


def chase(quarry: dict[str, Any], speed: float = 30.0, **more: Any) -> Ocean:
    """Row 0, at the origin, makes for row 1, which it holds since time 0."""
    wants = s.WANTS_CONTACT | s.WANTS_LOST
    o = ocean({"suite": 0, "wants": wants} | more, quarry, suites=[Suite([ANYWHERE])])
    assert codes(o.advance(0.0)) == [(0, s.CONTACT)]
    o.chase(0, 1, speed)
    return o


FASTER = [(0, 30, 0.6666667), (45, 30, 0.5728745), (90, 30, 0.3849002), (135, 30, 0.2586049), (180, 30, 0.2222222)]


@pytest.mark.parametrize(("phi", "v", "at"), [*FASTER, (135, 12, 0.6165575)])
def test_a_chase_meets_where_it_should(phi: float, v: float, at: float) -> None:
    """O7, seven decimals printed."""
    a = math.radians(phi)
    o = chase(straight(10.0, 0.0, 15.0 * math.cos(a), 15.0 * math.sin(a)), v)
    (met,) = o.advance(2.0)
    assert (met.code, met.row, met.other) == (s.INTERCEPTED, 0, 1)
    assert met.time == pytest.approx(at, abs=6e-8)
    assert math.dist(o.position(0), o.position(1)) < CLOSE


def test_a_quarry_that_is_too_fast_cannot_be_reached() -> None:
    o = chase(straight(10.0, 0.0, 0.0, 15.0), 12.0)
    assert codes(o.advance(1.0)) == [(0, s.UNREACHABLE)]
    assert o.now == 0.0
    assert o.velocity(0) == (0.0, 0.0)


def test_what_is_not_held_is_missed() -> None:
    o = ocean({"suite": 0}, {"x": 5.0}, suites=[Suite([{(0, 0): Law.definite(3.0)}])])
    o.advance(0.0)
    o.chase(0, 1, 20.0)
    assert codes(o.advance(1.0)) == [(0, s.MISSED)]


@pytest.mark.parametrize("reaction", [0.0, 0.05, 0.2])
def test_a_pursuer_notices_a_turn_after_its_reaction_time(reaction: float) -> None:
    """The quarry turns north at 0.3 h: the second plan is then plus the reaction, and meets that course."""
    o = chase({"x": 10.0, "speed": 10.0, "route": [(13.0, 0.0), (13.0, 99.0)]}, reaction=reaction)
    (met,) = o.advance(3.0)
    legs = o.legs()[o.legs()["row"] == 0]
    assert list(legs["t"][:4]) == about(0.0, 0.0, 0.3 + reaction, met.time)
    gap = (13.0 - 30.0 * (0.3 + reaction), 10.0 * reaction)
    root = math.sqrt((10.0 * gap[1]) ** 2 + 800.0 * (gap[0] ** 2 + gap[1] ** 2))
    assert met.time == pytest.approx(0.3 + reaction + (10.0 * gap[1] + root) / 800.0, abs=CLOSE)


def test_plans_keep_their_least_interval() -> None:
    """A quarry that zigzags every 0.05 h, a pursuer that plans every 0.2 h."""
    zigzag = [(0.5 * k, 0.5 * (k % 2)) for k in range(1, 100)]
    o = chase({"x": 30.0, "speed": 14.0, "route": [(30.0 + x, y) for x, y in zigzag]}, reaction=0.01, replan=0.2)
    o.advance(1.0)
    planned = o.legs()["t"][o.legs()["row"] == 0]
    assert len(planned) > 4
    assert np.diff(planned[1:]).min() >= 0.2 - CLOSE


def test_a_quarry_lost_on_the_way_is_missed_where_it_was_believed() -> None:
    """Seen within 12 nm only; it turns away when the pursuer's sensor is off."""
    o = chase({"x": 10.0, "speed": 10.0, "route": [(12.0, 0.0), (12.0, 99.0)]}, 20.0)
    o.advance(0.1)
    o.sense(0, -1)
    assert codes(run(o, 3.0)) == [(0, s.LOST), (0, s.MISSED)]
    assert math.dist(o.position(0), (20.0, 0.0)) < CLOSE


@pytest.mark.parametrize("mode", ["chasing", "alongside", "detour"])
def test_a_quarry_that_leaves_the_theatre(mode: str) -> None:
    """The pursuer is told, once, and stops sooner or later; nobody holds the vessel that is gone."""
    o = ocean(
        {"suite": 0, "wants": s.WANTS_LOST},
        {"x": 10.0, "speed": 9.0, "route": [(40.0, 0.0), (50.0, 0.0)]},
        straight(9.0, 9.0, 3.0),
        suites=[Suite([ANYWHERE])],
    )
    o.advance(0.0)
    o.chase(0, 1, 30.0)
    if mode == "alongside":
        assert codes(o.advance(2.0)) == [(0, s.INTERCEPTED)]
    if mode == "detour":
        o.chase_via(0, 1, [(0.0, 6.0), (6.0, 6.0)], 30.0)
    o.advance(o.now + 0.1)
    o.leave(1)
    assert codes(run(o, 30.0)) == [(0, s.LOST), (0, s.DEPARTED)]
    assert len(times(o, s.GAIN)) == len(times(o, s.LOSS)) == 1
    assert o.velocity(0) == (0.0, 0.0)
    assert not o.afloat(1)


def test_a_quarry_that_sails_out_of_the_theatre() -> None:
    o = chase({"x": 10.0, "speed": 10.0, "route": [(13.0, 0.0)]})
    decisions = run(o, 30.0)
    assert codes(decisions) == [(0, s.LOST), (0, s.DEPARTED)]
    assert [d.time for d in decisions] == about(0.3, 0.3)


def test_many_pursuers_of_one_quarry_are_all_told_and_no_leg_is_lost() -> None:
    """Their legs fit although the log has room for nine more, what an event needs."""
    o = ocean({"x": 50.0}, *({"suite": 0, "y": 0.1 * k} for k in range(60)), suites=[Suite([ANYWHERE])])
    o.advance(0.0)
    for row in range(1, 61):
        o.chase(row, 0, 20.0)
    o.advance(0.1)
    o.sea = o.sea._replace(legs=o.sea.legs[: len(o.legs()) + 9].copy())
    o.leave(0)
    told = run(o, 9.0)
    assert sorted(d.row for d in told if d.code == s.DEPARTED) == list(range(1, 61))
    legs = o.legs()
    assert len(legs) == o.work()["legs"]
    assert (np.diff(legs["t"]) >= 0.0).all()


def test_hand_over() -> None:
    """A boat that would not have found the quarry itself is given it, and meets it."""
    blind = Suite([{(0, 0): Law.rate(50.0, 1e-9)}])
    o = ocean({"suite": 0, "wants": s.WANTS_CONTACT}, straight(10.0, 0.0, 0.0, 15.0), suites=[blind])
    o.advance(0.0)
    o.chase(0, 1, 30.0, handed_over=True)
    decisions = run(o, 1.0)
    assert codes(decisions) == [(0, s.CONTACT), (0, s.INTERCEPTED)]
    assert [d.time for d in decisions] == pytest.approx([0.0, 0.3849002], abs=6e-8)


def test_nothing_that_has_left_can_be_handed_over() -> None:
    o = ocean({"suite": 0}, {"x": 1.0}, suites=[Suite([{(0, 0): Law.rate(50.0, 1e-9)}])])
    o.advance(0.0)
    o.leave(1)
    o.chase(0, 1, 30.0, handed_over=True)
    assert codes(run(o, 1.0)) == [(0, s.MISSED)]
    assert times(o, s.GAIN) == []


def test_a_shadow_keeps_its_station() -> None:
    """Beside a quarry that turns, it lags by its reaction time and no more: the offset grows by reaction times |dv|."""
    o = chase({"x": 4.0, "speed": 10.0, "route": [(14.0, 0.0), (14.0, 10.0), (24.0, 10.0)]}, 25.0, reaction=0.04)
    (met,) = o.advance(0.9)
    assert met.code == s.INTERCEPTED
    run(o, 2.9)
    at = np.array([met.time, 0.99, 1.0, 1.04, 1.5, 2.0, 2.04, 2.5])
    apart = track(o, 1, at) - track(o, 0, at)
    assert apart == pytest.approx(np.array([(0, 0)] * 3 + [(-0.4, 0.4)] * 3 + [(0, 0)] * 2), abs=CLOSE)


def test_a_shadow_never_exceeds_its_own_speed() -> None:
    """The quarry does 20 kn, it does 12: on its course, falling behind."""
    o = chase(straight(10.0, 0.0, 0.0, 20.0))
    o.shadow(0, 1, 12.0)
    o.advance(1.0)
    assert o.velocity(0) == pytest.approx((0.0, 12.0), abs=CLOSE)
    assert o.position(0) == pytest.approx((0.0, 12.0), abs=CLOSE)


def test_a_shadow_that_has_lost_its_quarry_does_not_know_its_course() -> None:
    """Sensor off at 0.5 h, the quarry turns at 1 h: at the end of its leg the shadow is told, and stops."""
    o = chase({"x": 4.0, "speed": 10.0, "route": [(14.0, 0.0), (14.0, 10.0)]}, 25.0, reaction=0.04)
    o.advance(0.5)
    o.advance(0.5)
    o.sense(0, -1)
    assert codes(run(o, 1.9)) == [(0, s.LOST), (0, s.MISSED)]
    assert o.velocity(0) == (0.0, 0.0)


def test_nobody_sails_faster_than_ordered() -> None:
    """All legs of a chase and a shadow over a zigzag."""
    zigzag = [(10.0 + 2.0 * k, 3.0 * (k % 2)) for k in range(1, 9)]
    o = chase({"x": 10.0, "speed": 14.0, "route": zigzag}, 22.0)
    run(o, 2.0)
    legs = o.legs()
    speed = np.hypot(legs["vx"], legs["vy"])
    assert (speed[legs["row"] == 0] <= 22.0 + CLOSE).all()
    assert (speed[legs["row"] == 1] <= 14.0 + CLOSE).all()


# ---- how vessels move ------------------------------------------------------------------------------------------------

TRIANGLE = [(3.0, 0.0), (3.0, 4.0), (0.0, 0.0)]


def test_a_route_that_loops() -> None:
    o = ocean({"speed": 6.0, "route": TRIANGLE, "loops": True})
    o.advance(7.0)  # three rounds of 12 nm at 6 kn, and half a round
    assert o.position(0) == pytest.approx((3.0, 3.0), abs=CLOSE)
    assert list(o.legs()["t"][:5]) == about(0.0, 0.5, 7.0 / 6.0, 2.0, 2.5)


@pytest.mark.parametrize(("wants", "afloat", "told"), [(0, False, 0), (s.STAYS, True, 0), (s.WANTS_ARRIVED, True, 1)])
def test_the_end_of_a_route(wants: int, afloat: bool, told: int) -> None:
    """It leaves, or stays, or stays and asks."""
    o = ocean({"speed": 6.0, "route": TRIANGLE, "wants": wants})
    decisions = run(o, 9.0)
    assert codes(decisions) == [(0, s.ARRIVED)] * told
    assert [d.time for d in decisions] == about(*[2.0] * told)
    assert o.afloat(0) == afloat
    assert o.position(0) == pytest.approx((0.0, 0.0), abs=CLOSE)


def test_a_route_to_where_it_is_ends_at_once() -> None:
    o = ocean({"wants": s.WANTS_ARRIVED})
    o.advance(0.0)
    o.sail(0, [(0.0, 0.0)], 6.0)
    assert codes(o.advance(1.0)) == [(0, s.ARRIVED)]
    assert o.now == 0.0


def test_stop_and_go_on() -> None:
    """The rest of the route at the speed ordered before, or at another."""
    o = ocean({"speed": 6.0, "route": TRIANGLE, "wants": s.WANTS_ARRIVED})
    o.advance(0.75)
    o.hold(0)
    o.advance(1.75)
    o.go_on(0)
    o.advance(1.75)
    o.resume(0, 12.0)
    (arrived,) = o.advance(9.0)
    assert arrived.time == pytest.approx(1.75 + 7.5 / 12.0, abs=CLOSE)


@pytest.mark.parametrize("mode", [s.ENDLESS, s.BOUNCING, s.ROAMING])
def test_after_a_stop_a_vessel_goes_on_as_before(mode: int) -> None:
    """Straight on, from wall to wall or from place to place, at its speed; on a plane whose scale is not 1."""
    box = np.array([(0.0, 0.0), (30.0, 0.0), (30.0, 20.0), (0.0, 20.0)])
    o = ocean(straight(3.0, 3.0, 6.0, 8.0, mode=mode, area=0), areas=[box], scale=np.array([1.02, 0, 0, 0, 0, 0]))
    o.advance(0.5)
    before = o.velocity(0)
    assert math.hypot(*before) == pytest.approx(10.0, abs=CLOSE)
    o.hold(0)
    o.advance(1.0)
    assert o.velocity(0) == (0.0, 0.0)
    o.go_on(0)
    o.advance(1.0)
    assert int(o.fleet["mode"][0]) == mode
    assert math.hypot(*o.velocity(0)) == pytest.approx(10.0, abs=CLOSE)
    if mode != s.ROAMING:
        assert o.velocity(0) == pytest.approx(before, abs=CLOSE)


def test_what_is_stopped_while_it_lies_still_goes_on_roaming() -> None:
    ship = {"speed": 12.0, "mode": s.ROAMING, "area": 0, "leg": 6.0, "stops": 50.0}
    o = ocean(ship, areas=[np.array([(0.0, 0.0), (30.0, 0.0), (30.0, 20.0), (0.0, 20.0)])])
    while o.velocity(0) != (0.0, 0.0) or o.now == 0.0:
        o.advance(o.now + 0.25)
    o.hold(0)
    o.advance(o.now + 1.0)
    o.go_on(0)
    o.advance(o.now)
    assert int(o.fleet["mode"][0]) == s.ROAMING
    assert math.hypot(*o.velocity(0)) == pytest.approx(12.0, abs=CLOSE)


def test_a_vessel_without_a_route_does_not_go_on_to_anywhere() -> None:
    o = ocean({"x": 1.0, "speed": 6.0}, suites=[Suite([{(0, 0): Law.rate(8.0, 9.0)}])], areas=[np.eye(3, 2)])
    o.advance(1.0)
    o.go_on(0)
    o.advance(2.0)
    assert o.position(0) == (1.0, 0.0)


def test_launch_and_leave() -> None:
    o = ocean({"suite": 0}, {"start": np.nan, "speed": 6.0}, suites=[Suite([ANYWHERE])])
    o.advance(1.0)
    assert not o.afloat(1)
    o.launch(1, 5.0, 0.0)
    o.advance(2.0)
    o.leave(1)
    o.advance(3.0)
    o.launch(1, 6.0, 0.0)
    o.advance(4.0)
    assert (times(o, s.GAIN), times(o, s.LOSS)) == (about(1.0, 3.0), about(2.0))
    assert o.position(1) == (6.0, 0.0)


def test_late_starters_appear_on_time() -> None:
    o = ocean({"suite": 0}, {"start": 1.5, "speed": 6.0, "route": TRIANGLE}, {"start": 0.5}, suites=[Suite([ANYWHERE])])
    o.advance(9.0)
    assert (times(o, s.GAIN), times(o, s.GAIN, 0, 2)) == (about(1.5), about(0.5))
    assert times(o, s.LOSS) == about(3.5)


def test_local_scale_stretches_speed_and_range() -> None:
    """A plane 1.02 times too large: 10 kn make 10.2 nm of plane, 3 nm of range reach 3.06; velocities told are true."""
    suite, scale = Suite([{(0, 0): Law.definite(3.0)}]), np.array([1.02, 0, 0, 0, 0, 0])
    o = ocean({"suite": 0}, straight(-10.0, 0.0, 10.0), suites=[suite], scale=scale)
    o.advance(1.5)
    assert times(o, s.GAIN) == about((10.0 - 3.06) / 10.2)
    assert o.velocity(1) == pytest.approx((10.0, 0.0), abs=CLOSE)


HEXAGON = np.array([(math.cos(k), math.sin(k)) for k in np.arange(6) * math.pi / 3.0]) * 20.0


@pytest.mark.parametrize("leg", [0.0, 6.0])
def test_roaming_keeps_to_its_area_and_off_the_land(leg: float) -> None:
    """Ten vessels for 200 h around an island in the middle; positions every 3 min, from the legs."""
    island = shapely.box(-4.0, -4.0, 4.0, 4.0)
    coast = Coast.of(island)
    grid = CoastGrid(coast.edges, coast.start, coast.index, coast.grid)
    ships = [{"x": -10.0 + k, "y": -8.0, "speed": 12.0, "mode": s.ROAMING, "area": 0, "leg": leg} for k in range(10)]
    o = ocean(*ships, areas=[HEXAGON], coast=grid)
    o.advance(200.0)
    hexagon = shapely.Polygon(HEXAGON).buffer(1e-9)
    for row in range(10):
        at = track(o, row, np.arange(4000) * 0.05)
        assert shapely.contains_xy(hexagon, at[:, 0], at[:, 1]).all()
        assert not shapely.contains_xy(island.buffer(-1e-6), at[:, 0], at[:, 1]).any()
        assert np.ptp(at, axis=0).min() > 20.0  # and it does roam


def test_a_roaming_vessel_that_makes_stops_sails_to_the_same_places() -> None:
    """300 h at 12 kn, legs of 6 nm: the same way points as without stops, and after each of them a stay.

    Some 2 000 stays of a mean of half an hour: the standard error is 0.5 / sqrt(n), |z| < 4.
    """
    ship = {"speed": 12.0, "mode": s.ROAMING, "area": 0, "leg": 6.0}
    without = ocean(*({**ship, "id": k + 1} for k in range(8)), areas=[HEXAGON])
    stopping = ocean(*({**ship, "id": k + 1, "stops": 0.5} for k in range(8)), areas=[HEXAGON])
    lengths = []
    for o in (without, stopping):
        o.advance(300.0)
    for row in range(8):
        plain, own = (o.legs()[o.legs()["row"] == row] for o in (without, stopping))
        still = (own["vx"] == 0.0) & (own["vy"] == 0.0)
        assert (still == (np.arange(len(own)) % 2 == 1)).all()  # sail, stay, sail, stay
        sailed = own[~still]
        assert np.allclose(sailed["x"], plain["x"][: len(sailed)], atol=CLOSE)
        assert np.allclose(sailed["vx"], plain["vx"][: len(sailed)], atol=CLOSE)
        begin, end = own["t"][1:-1:2], own["t"][2::2]
        lengths += (end - begin[: len(end)]).tolist()
    z = (np.mean(lengths) - 0.5) / (0.5 / math.sqrt(len(lengths)))
    assert abs(z) < 4.0
    assert stats.kstest(lengths, "expon", args=(0.0, 0.5)).pvalue > 1e-3


def test_bouncing_covers_the_box_evenly() -> None:
    """40 vessels for 500 h, sampled every 10 h (some 9 walls apart): chi-square over 4 x 4 cells; never outside."""
    rng = np.random.default_rng(2)
    box = np.array([(0.0, 0.0), (30.0, 0.0), (30.0, 20.0), (0.0, 20.0)])
    ships = []
    for _ in range(40):
        x, y, a = rng.uniform((0.0, 0.0, 0.0), (30.0, 20.0, 2.0 * math.pi))
        ships.append(straight(x, y, 17.0 * math.cos(a), 17.0 * math.sin(a), mode=s.BOUNCING, area=0))
    o = ocean(*ships, areas=[box])
    o.advance(500.0)
    at = np.concatenate([track(o, row, np.arange(1.0, 500.0, 10.0)) for row in range(40)])
    assert at.min() > -CLOSE
    assert (at.max(axis=0) < (30.0 + CLOSE, 20.0 + CLOSE)).all()
    cells, _, _ = np.histogram2d(at[:, 0], at[:, 1], bins=4, range=[[0, 30], [0, 20]])
    assert stats.chisquare(cells.ravel()).pvalue > 1e-3
