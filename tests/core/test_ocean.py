"""The compiled core through its one face, in worlds so small that every time is known beforehand.

Times are compared to 1e-9 h: positions are some 10 nm, speeds some 10 kn, so rounding is near 1e-14 h.
"""

import math
from collections.abc import Sequence
from typing import Any

import numba
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy import stats

from guardship.core.kernels import philox
from guardship.core.kernels import state as s
from guardship.core.kernels.watch import state_at
from guardship.core.ocean import (
    SIGMA_V,
    CoastGrid,
    Decision,
    Environment,
    Identification,
    Law,
    Ocean,
    Suite,
    new_fleet,
)
from guardship.sea.coast import Coast


@numba.njit
def kernel_state(sea: Any, x: float, y: float, t: float) -> Any:
    return state_at(sea, x, y, t)


INF = math.inf
CLOSE = 1e-9  # h, nm
ANYWHERE = {(0, 0): Law.definite(100.0)}
Point = tuple[float, float]


def ocean(
    *ships: dict[str, Any], suites: Sequence[Suite] = (), environment: Environment | None = None, **more: Any
) -> Ocean:
    """Ships by their columns of the fleet; further `route`: waypoints, `start`: when it appears [h], nan for later."""
    fleet = new_fleet(len(ships))
    pool: list[Point] = []
    starts = np.zeros(len(ships))
    for row, ship in enumerate(ships):
        columns = {"id": row + 1, "mode": s.FREE} | ship
        starts[row] = columns.pop("start", 0.0)
        if (route := columns.pop("route", None)) is not None:
            columns |= {"mode": s.ROUTE, "at": len(pool), "end": len(pool) + len(route)}
            columns |= {"loop": len(pool)} if columns.pop("loops", False) else {}
            pool += route
        for name, value in columns.items():
            fleet[name][row] = value
    points = np.array(pool).reshape(-1, 2)
    return Ocean(fleet, suites, 1, environment or Environment.constant(), starts=starts, pool=points, **more)


def straight(x: float, y: float, vx: float, vy: float = 0.0, **more: Any) -> dict[str, Any]:
    """A ship that sails on and on."""
    return {"mode": s.ENDLESS, "x": x, "y": y, "vx": vx, "vy": vy, "speed": math.hypot(vx, vy)} | more


def run(o: Ocean, until: float) -> list[Decision]:
    """All decisions until then; nobody answers them."""
    found: list[Decision] = []
    while True:
        decisions = o.advance(until)
        found += decisions
        if not decisions:
            return found


def times(o: Ocean, kind: int, a: int = 0, b: int = 1) -> list[float]:
    """When the pair (a, b) had that kind of event."""
    n = o.notes()
    return [float(t) for t in n["t"][(n["kind"] == kind) & (n["a"] == a) & (n["b"] == b)]]


def about(*expected: float) -> Any:
    return pytest.approx(list(expected), abs=CLOSE)


def codes(decisions: Sequence[Decision]) -> list[tuple[int, int]]:
    return [(d.row, d.code) for d in decisions]


def threshold(o: Ocean, a: int, b: int, purpose: int | np.int64, ordinal: int = 0) -> float:
    """The Exp(1) number of a pair's detection, by ids."""
    key = np.uint64(philox.pair_key(np.uint64(o.id(a)), np.uint64(o.id(b))))
    return float(philox.exponential(o.n[s.SEED], purpose, key, ordinal))


def track(o: Ocean, row: int, at: NDArray[np.floating]) -> NDArray[np.float64]:
    """Positions (n, 2) of a vessel from the log of legs alone."""
    legs = o.legs()[o.legs()["row"] == row]
    leg = legs[np.searchsorted(legs["t"], at, side="right") - 1]
    return np.column_stack([leg["x"] + leg["vx"] * (at - leg["t"]), leg["y"] + leg["vy"] * (at - leg["t"])])


# ---- gain, hold, loss ------------------------------------------------------------------------------------------------


def test_a_pass_through_a_definite_range() -> None:
    """In at 3 nm, out at 1.1 times that."""
    o = ocean({"suite": 0}, straight(-10.0, 1.0, 20.0), suites=[Suite([{(0, 0): Law.definite(3.0)}])])
    o.advance(2.0)
    assert times(o, s.GAIN) == about((10.0 - 8.0**0.5) / 20.0)
    assert times(o, s.LOSS) == about((10.0 + (3.3**2 - 1.0) ** 0.5) / 20.0)
    assert times(o, s.GAIN, 1, 0) == []


LAWS = [Law.definite(3.0), Law.rate(3.0, 2.0), Law.cube(5.0, 6.0), Law.nested([(4.0, 0.5), (2.0, 4.0)])]


@pytest.mark.parametrize("law", LAWS)
def test_collinear_waypoints_change_nothing(law: Law) -> None:
    """O45: cut at 40 random places; four passes of six ships."""
    rng = np.random.default_rng(5)
    notes = []
    for cuts in (0, 40):
        ships = []
        for k in range(6):
            there = [(float(x), 0.3 * k) for x in np.sort([9.0, *rng.uniform(-9.0, 9.0, cuts)])]
            route = [*there, *there[::-1], (-9.0, 0.3 * k)]
            ships.append({"x": -9.0, "y": 0.3 * k, "speed": 9.0 + k, "route": route, "loops": True})
        o = ocean({"suite": 0}, *ships, suites=[Suite([{(0, 0): law}], {(0, 0): Identification(2.5, 1.0, 0.5, 0)})])
        o.advance(8.0)
        notes.append(o.notes().copy())
    assert len(notes[0]) > 20
    assert (notes[0][["kind", "a", "b", "contact"]] == notes[1][["kind", "a", "b", "contact"]]).all()
    assert notes[0]["t"] == pytest.approx(notes[1]["t"], abs=CLOSE)


def test_two_sensors_compete() -> None:
    """The gain is at the first of two thresholds; each wins sometimes."""
    laws = [{(0, 0): Law.rate(5.0, 0.8)}, {(0, 0): Law.rate(3.0, 2.0)}]
    winners = set()
    for seed in range(30):
        o = ocean({"suite": 0}, straight(-6.0, 0.0, 2.0), suites=[Suite(laws)], seed=seed)
        wide = 0.5 + threshold(o, 0, 1, philox.DETECT) / 0.8
        narrow = 1.5 + threshold(o, 0, 1, philox.DETECT + 1) / 2.0
        o.advance(3.0)
        first = min(wide, narrow)
        assert times(o, s.GAIN) == (about(first) if first < 3.0 else [])
        winners.add(wide < narrow)
    assert winners == {True, False}


def test_partial_exposure_counts_on_at_the_next_encounter_and_a_loss_starts_anew() -> None:
    """Two hours within range in each round of a day; the threshold of each detection is spent over the rounds."""
    square = [(10.0, 0.0), (10.0, 4.0), (-10.0, 4.0), (-10.0, 0.0)]
    suite = Suite([{(0, 0): Law.rate(2.0, 0.4, 1.0)}])
    o = ocean({"suite": 0}, {"x": -10.0, "speed": 2.0, "route": square, "loops": True}, suites=[suite], seed=4)
    o.advance(2400.0)
    gains, losses = times(o, s.GAIN), times(o, s.LOSS)
    assert len(gains) > 30
    start = 0.0

    def spent(t: float) -> float:
        """Exposure of an unbroken watch until t: rounds of 24 h, in range from hour 4 to 6 of each."""
        return 0.4 * (2.0 * (t // 24.0) + min(max(t % 24.0 - 4.0, 0.0), 2.0))

    for k, (gain, loss) in enumerate(zip(gains, losses, strict=False)):
        assert spent(gain) - spent(start) == pytest.approx(threshold(o, 0, 1, philox.DETECT, k), abs=1e-8)
        assert loss % 24.0 == pytest.approx(6.0, abs=1e-8)
        start = loss


def test_a_sensor_that_is_switched_off_loses_and_switched_on_regains() -> None:
    o = ocean({"suite": 0}, straight(-1.0, 0.0, 0.5), suites=[Suite([{(0, 0): Law.definite(3.0)}])])
    o.advance(0.5)
    o.sense(0, -1)
    o.advance(1.0)
    o.sense(0, 0)
    o.advance(1.5)
    assert (times(o, s.GAIN), times(o, s.LOSS)) == (about(0.0, 1.0), about(0.5))


def test_a_sensor_switched_on_before_its_ship_appears_is_on_when_it_does() -> None:
    o = ocean({"start": 1.0}, {}, suites=[Suite([ANYWHERE])])
    o.sense(0, 0)
    o.advance(2.0)
    assert times(o, s.GAIN) == about(1.0)


@pytest.mark.parametrize("states", [(0, 1), (1, 0)])
def test_a_law_that_is_blind_in_one_state_works_in_the_other(states: tuple[int, int]) -> None:
    """However the table of laws was filled."""
    laws = {(0, 0): Law(), (0, 1): Law.definite(3.0)}
    night = Environment(np.array([[0.0, 0.7]]), np.array([[0, 1]]))
    o = ocean({"suite": 0}, {"x": 1.0}, suites=[Suite([{(0, k): laws[0, k] for k in states}])], environment=night)
    o.advance(1.0)
    assert times(o, s.GAIN) == about(0.7)


# ---- identification --------------------------------------------------------------------------------------------------


def identifying(p: float, sense: int = 0, rate: float = 3.0) -> Suite:
    return Suite([ANYWHERE], {(0, 0): Identification(50.0, rate, p, sense)})


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_identification(p: float) -> None:
    wants = s.WANTS_CONTACT | s.WANTS_CLASSIFIED | s.WANTS_CLEARED
    o = ocean({"suite": 0, "wants": wants}, {"x": 1.0}, suites=[identifying(p)])
    decisions = run(o, 9.0)
    at = threshold(o, 0, 1, philox.IDENTIFY) / 3.0
    assert codes(decisions) == [(0, s.CONTACT), (0, s.CLASSIFIED if p else s.CLEARED)]
    assert [d.time for d in decisions] == about(0.0, at)
    assert times(o, s.IDENTIFY) == about(at)
    assert int(o.sea.pairs["state"][0]) == (s.SUSPECT if p else s.KNOWN)
    assert o.holds(decisions[0].pair, decisions[0].contact)


def appearances(o: Ocean, row: int) -> dict[int, bool]:
    """What each target was taken for by an observer; one that changes its looks fails."""
    o.fleet["wants"][row] = s.WANTS_CLASSIFIED | s.WANTS_CLEARED
    found: dict[int, bool] = {}
    for d in run(o, 40.0):
        assert found.setdefault(d.other, d.code == s.CLASSIFIED) == (d.code == s.CLASSIFIED)
    return found


def test_a_target_looks_the_same_to_sensors_of_a_kind() -> None:
    """Of 80 targets that look suspicious with probability 1/2; to another kind of sensor they look otherwise."""
    looks = []
    for row in range(3):
        suites = [identifying(0.5), identifying(0.5, rate=0.7), identifying(0.5, sense=1)]
        o = ocean(*({"suite": k} for k in range(3)), *({"x": 0.1 * k} for k in range(80)), suites=suites)
        looks.append({k: v for k, v in appearances(o, row).items() if k >= 3})
    assert len(looks[0]) == 80
    assert looks[0] == looks[1] != looks[2]
    assert 20 < sum(looks[0].values()) < 60  # 4.5 sigma


def test_an_appearance_is_not_drawn_again_after_a_loss() -> None:
    """Each ship passes many times; `appearances` fails when one changes."""
    suite = Suite([{(0, 0): Law.definite(3.0)}], {(0, 0): Identification(3.0, 50.0, 0.5, 0)})
    ships = []
    for y in np.arange(12) * 0.1:
        ships.append({"x": -9.0, "y": y, "speed": 18.0, "route": [(9.0, y), (-9.0, y)], "loops": True})
    o = ocean({"suite": 0}, *ships, suites=[suite])
    looks = appearances(o, 0)
    assert len(looks) == 12
    assert len(times(o, s.IDENTIFY)) > 10
    assert set(looks.values()) == {True, False}


# ---- clearances ------------------------------------------------------------------------------------------------------


def fleet_of_two_holders(law: Law, **more: Any) -> Ocean:
    """Rows 0 and 1 of holder 0, row 2 of holder 1, row 3 the target: on a new leg every 0.11 h."""
    watch = [{"suite": 0, "holder": 0}, {"suite": 0, "holder": 0}, {"suite": 0, "holder": 1}]
    target = {"x": 1.0, "speed": 9.0, "route": [(1.99, 0.0), (1.0, 0.0)], "loops": True}
    return ocean(*watch, target, suites=[Suite([{(0, 0): law}])], holders=2, **more)


def test_a_cleared_target_is_nobody_of_that_holders_business() -> None:
    """The exposure before the clearance counts, none accrues in it, and what was held is held no more; the other holder
    sees what it would have seen anyway.
    """
    for seed in range(10):
        o = fleet_of_two_holders(Law.rate(5.0, 0.5), seed=seed)
        o.advance(0.3)
        o.clear(0, 3, 7.0, served=True)
        o.advance(30.0)
        for row in range(3):
            at = threshold(o, row, 3, philox.DETECT) / 0.5
            expected = [at]
            if row < 2 and at > 0.3:
                expected = [at + 6.7]
            elif row < 2:
                expected = [at, 7.0 + threshold(o, row, 3, philox.DETECT, 1) / 0.5]
            assert times(o, s.GAIN, row, 3) == about(*(t for t in expected if t < 30.0))
            assert times(o, s.HARMLESS, row, 3) == about(*[0.3] * (len(expected) - 1))


@pytest.mark.parametrize("end", [0.2, 2.0, 3.0])
def test_ending_a_clearance_early(end: float) -> None:
    """At once with a time that is past, later with one to come."""
    o = fleet_of_two_holders(Law.definite(5.0), seed=1)
    o.clear(0, 3, INF)
    o.advance(2.0)
    assert times(o, s.GAIN, 0, 3) == []
    o.clear(0, 3, end)
    o.advance(9.0)
    assert times(o, s.GAIN, 0, 3) == times(o, s.GAIN, 1, 3) == about(max(end, 2.0))
    assert times(o, s.GAIN, 2, 3) == about(0.0)


def test_a_clearance_outlives_changes_of_legs() -> None:
    square = [(1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    o = ocean(
        {"suite": 0, "holder": 0}, {"speed": 9.0, "route": square, "loops": True}, suites=[Suite([ANYWHERE])], holders=1
    )
    o.clear(0, 1, 3.3)
    o.advance(9.0)
    assert times(o, s.GAIN) == about(3.3)


def test_a_harmless_verdict_clears_for_the_holder() -> None:
    """Patience 5 h: the contact ends and is not regained before; a colleague that comes later waits as well, and the
    other holder's does not.
    """
    first = {"suite": 0, "holder": 0, "patience": 5.0}
    late = [{"suite": 1, "holder": holder, "start": 3.0} for holder in (0, 1)]
    o = ocean(first, *late, {"x": 1.0}, suites=[identifying(0.0), Suite([ANYWHERE])], holders=2)
    at = threshold(o, 0, 3, philox.IDENTIFY) / 3.0
    assert at < 3.0
    o.advance(at + 5.001)
    assert times(o, s.GAIN, 0, 3) == about(0.0, at + 5.0)
    assert times(o, s.GAIN, 1, 3) == about(at + 5.0)
    assert times(o, s.GAIN, 2, 3) == about(3.0)


# ---- light, weather, cells -------------------------------------------------------------------------------------------


def test_light_changes_in_the_middle_of_a_pass() -> None:
    """Lost at dusk, regained at dawn; the night's range is 1 nm, held to 1.1."""
    light = Environment(np.array([[0.0, 1.0, 2.5]]), np.array([[0, 1, 0]]))
    suite = Suite([{(0, 0): Law.definite(9.0), (0, 1): Law.definite(1.0)}])
    o = ocean({"suite": 0}, straight(-4.0, 0.0, 2.5), suites=[suite], environment=light)
    o.advance(3.0)
    assert times(o, s.GAIN) == about(0.0, 3.0 / 2.5, 2.5)
    assert times(o, s.LOSS) == about(1.0, 5.1 / 2.5)


def test_the_observers_cell_counts() -> None:
    """It sails east at 10 kn with its target, over the border at 0.5 h; the second cell is dark until 0.7 h."""
    grid = (-10.0, -10.0, 10.0, 20.0, 2, 1)
    cells = Environment(np.array([[0.0, INF], [0.0, 0.7]]), np.array([[1, 1], [1, 0]]), grid)
    suite = Suite([{(0, 0): Law.definite(3.0), (0, 1): Law()}])
    o = ocean(straight(-5.0, 0.0, 10.0, suite=0), straight(-7.0, 0.0, 10.0), suites=[suite], environment=cells)
    o.advance(2.0)
    assert times(o, s.GAIN) == about(0.7)
    assert (o.state(0), o.state(1)) == (0, 0)


def test_exposure_over_cells_and_epochs() -> None:
    """Rates 1 and 3 in a chessboard of cells that flips at 0.35 and 0.9 h, on a diagonal course: integrated by hand."""
    grid = (0.0, 0.0, 2.0, 1.0, 4, 6)
    flips = np.tile([0.0, 0.35, 0.9], (24, 1))
    colour = (np.arange(24) // 4 + np.arange(24) % 4) % 2
    board = Environment(flips, np.stack([colour, 1 - colour, colour], axis=1).astype(np.int64), grid)
    suite = Suite([{(0, 0): Law.rate(3.0, 1.0), (0, 1): Law.rate(3.0, 3.0)}])
    t = np.linspace(0.0, 1.2, 1_200_001)
    cell = np.minimum((0.3 + 5.0 * t) // 2, 3) + np.minimum((5.7 - 4.6 * t) // 1, 5)
    rate = np.where((cell + np.searchsorted([0.35, 0.9], t, side="right")) % 2 == 0, 1.0, 3.0)
    spent = np.concatenate([[0.0], np.cumsum(rate[:-1]) * 1e-6])
    gained = 0
    for seed in range(8):
        ships = straight(0.3, 5.7, 5.0, -4.6, suite=0), straight(0.3, 5.5, 5.0, -4.6)
        o = ocean(*ships, suites=[suite], environment=board, seed=seed)
        at = float(t[min(int(np.searchsorted(spent, threshold(o, 0, 1, philox.DETECT))), len(t) - 1)])
        o.advance(1.2)
        if at < 1.2:
            gained += 1
            assert times(o, s.GAIN) == pytest.approx([at], abs=2e-5)  # the sum's steps at some 10 borders
    assert gained > 3


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


# ---- updates and lookouts --------------------------------------------------------------------------------------------


def test_a_held_suspect_is_reported_every_so_often_and_when_it_turns() -> None:
    """Every 0.5 h from the verdict, and 0.07 h after the turn at 1 h."""
    o = ocean(
        {"suite": 0, "wants": s.WANTS_UPDATED, "report": 0.5, "reaction": 0.07},
        {"speed": 10.0, "route": [(10.0, 0.0), (10.0, 40.0)]},
        suites=[identifying(1.0)],
    )
    verdict = threshold(o, 0, 1, philox.IDENTIFY) / 3.0
    found = [d.time for d in run(o, 2.5) if d.code == s.UPDATED]
    regular = [verdict + 0.5 * k for k in range(1, 9) if verdict + 0.5 * k <= 2.5]
    assert found == about(*sorted([*regular, 1.07]))


def test_reports_end_with_the_contact() -> None:
    o = ocean({"suite": 0, "wants": s.WANTS_UPDATED, "report": 0.2}, {}, suites=[identifying(1.0, rate=50.0)])
    run(o, 1.0)
    o.sense(0, -1)
    assert run(o, 9.0) == []


def lookout(**pursuer: Any) -> Ocean:
    """Row 0 a merchant that looks out to 2.5 nm, row 1 a skiff 20 nm east of it, row 2 a passer-by very near."""
    suites = [Suite([ANYWHERE]), Suite([{(0, 0): Law.definite(2.5)}])]
    return ocean({"lookout": 1}, {"x": 20.0, "suite": 0} | pursuer, straight(-1.0, 1.0, 1.0), suites=suites)


@pytest.mark.parametrize("fussy", [False, True])
def test_a_lookout_sees_only_who_makes_for_it(fussy: bool) -> None:
    """At 2.5 nm, also when the skiff changes its sensors on the way or somebody's clearance of it ends."""
    o = lookout(holder=0)
    o.advance(0.0)
    o.chase(1, 0, 20.0)
    o.advance(0.5)
    if fussy:
        o.sense(1, 0)
        o.advance(0.6)
        o.clear(0, 1, 0.0)
    o.advance(3.0)
    assert times(o, s.GAIN, 0, 1) == about(17.5 / 20.0)
    assert times(o, s.GAIN, 0, 2) == []


def test_a_lookout_does_not_see_a_skiff_that_gave_up() -> None:
    o = lookout()
    o.advance(0.0)
    o.chase(1, 0, 20.0)
    o.advance(0.5)
    o.sail(1, [(0.0, 0.0)], 20.0)
    o.advance(3.0)
    assert times(o, s.GAIN, 0, 1) == []


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


# ---- work, observations, trouble -------------------------------------------------------------------------------------


def test_work_is_counted() -> None:
    """One ship appears and looks at none, another and is looked at: one pair test; then a gain, a loss, two calls."""
    o = ocean({"suite": 0}, straight(-10.0, 1.0, 20.0), suites=[Suite([{(0, 0): Law.definite(3.0)}])])
    o.advance(1.0)
    o.advance(2.0)
    work = o.work()
    counted = {
        "gains": 1,
        "losses": 1,
        "legs": 2,
        "calls": 2,
        "decisions": 0,
        "verdicts": 0,
        "plans": 0,
        "stale_events": 0,
    }
    assert {name: work[name] for name in counted} == counted
    assert work["events"] == 4  # two appear, gain, loss
    assert work["pair_tests"] == 1 + 1 + 1  # the observer itself; the newcomer by the observer, and nobody by it


def looked(sigma: float, count: int, per_episode: int) -> NDArray[np.float64]:
    """Errors (count, per_episode, 4) of position and velocity, one pair for each episode."""
    suite = Suite([ANYWHERE], sigma={0: sigma})
    o = ocean({"suite": 0}, *straight_row(count), suites=[suite])
    o.advance(1.0)
    out = np.zeros((count, per_episode, 4))
    for k in range(count):
        pair, _ = o.contact(0, k + 1)
        truth = np.array([*o.position(k + 1), *o.velocity(k + 1)])
        for n in range(per_episode):
            out[k, n] = np.array(o.observe(pair, n)[:4]) - truth
    return out


def straight_row(count: int) -> list[dict[str, Any]]:
    return [straight(1.0, 0.01 * k, 2.0, 1.0) for k in range(count)]


def test_observations_have_a_bias_for_the_contact_and_an_error_for_the_look() -> None:
    """Variances 3/4 and 1/4 of sigma^2; that of velocity, by itself at each look: 1 kn^2. To 5 standard errors."""
    errors = looked(2.0, 1000, 8)
    e, v = errors[..., :2], errors[..., 2:]
    bias, noise = e.mean(axis=1).var(), e.var(axis=1, ddof=1).mean()
    assert noise == pytest.approx(1.0, abs=5.0 * math.sqrt(2.0 / 14_000))
    assert bias == pytest.approx(3.0 + 1.0 / 8.0, abs=5.0 * 3.1 * math.sqrt(2.0 / 2000))
    assert abs(e.mean()) < 5.0 * math.sqrt(3.1 / 2000)
    assert stats.kstest(e[:, 0].ravel() / 2.0, "norm").pvalue > 1e-3
    assert v.var() == pytest.approx(SIGMA_V**2, abs=5.0 * math.sqrt(2.0 / 16_000))
    assert v.mean(axis=1).var() == pytest.approx(SIGMA_V**2 / 8.0, abs=5.0 * math.sqrt(2.0 / 2000) / 8.0)
    assert abs(np.corrcoef(e.ravel(), v.ravel())[0, 1]) < 5.0 / math.sqrt(16_000)


def test_the_same_look_is_the_same_and_another_contact_has_another_bias() -> None:
    o = ocean({"suite": 0}, {"x": 1.0}, suites=[Suite([ANYWHERE], sigma={0: 1.0})])
    o.advance(1.0)
    pair, first = o.contact(0, 1)
    once = [o.observe(pair, n) for n in range(200)]
    assert once == [o.observe(pair, n) for n in range(200)]
    o.sense(0, -1)
    o.advance(1.0)
    o.sense(0, 0)
    o.advance(2.0)
    assert o.contact(0, 1) == (pair, first + 1)
    means = [np.mean([p.x for p in series]) for series in (once, [o.observe(pair, n) for n in range(200)])]
    assert abs(means[0] - means[1]) > 0.2  # 4 standard errors of the noise's mean, so the bias has changed


def test_a_lookout_observes_with_its_own_error() -> None:
    suites = [Suite([ANYWHERE], sigma={0: 7.0}), Suite([{(0, 0): Law.definite(2.5)}], sigma={0: 0.1})]
    o = ocean({"lookout": 1}, {"x": 2.0, "suite": 0}, suites=suites)
    o.advance(0.0)
    o.chase(1, 0, 1.0)
    o.advance(0.1)
    assert o.observe(o.contact(0, 1)[0], 0).sigma == 0.1


def test_an_order_that_is_carried_out_at_once_for_ever_raises() -> None:
    """Arrived where it is already, and sent there again: ten thousand events at one instant, not a hang."""
    o = ocean({"wants": s.WANTS_ARRIVED})
    o.advance(0.0)
    with pytest.raises(RuntimeError, match="repeat without end"):
        for _ in range(20_000):
            o.sail(0, [o.position(0)], 10.0)
            o.advance(1.0)


def test_two_that_chase_each_other_settle() -> None:
    """Each answers the other's change of course at once: the changes die out."""
    eager = {"suite": 0, "reaction": 0.0, "replan": 0.0}
    o = ocean(eager, {"x": 5.0, "y": 1.0} | eager, suites=[Suite([ANYWHERE])])
    o.advance(0.0)
    o.chase(0, 1, 10.0)
    o.chase(1, 0, 12.0)
    assert {d.code for d in o.advance(1.0)} == {s.INTERCEPTED}


def test_what_is_put_on_the_water_is_there_before_the_order_is_carried_out() -> None:
    """Whoever launches it plans its way from there, at the same instant."""
    o = ocean({"start": math.nan})
    o.launch(0, 3.0, 4.0)
    assert o.position(0) == (3.0, 4.0)


def test_equal_ids_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        ocean({"id": 4}, {"id": 4})


# ---- growth, pieces, neighbours --------------------------------------------------------------------------------------


def busy(seed: int, count: int = 60) -> Ocean:
    """Vessels that roam and watch each other with random laws, more pairs than there is room for at first."""
    area = np.array([(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)])
    laws = [{(0, 0): Law.rate(9.0, 0.6)}, {(0, 0): Law.cube(4.0, 9.0)}]
    suite = Suite(laws, {(0, 0): Identification(5.0, 1.0, 0.5, 0)})
    common = {"y": 20.0, "mode": s.ROAMING, "area": 0, "suite": 0, "report": 0.4}
    return ocean(
        *(common | {"x": 0.5 * k, "speed": 9.0 + 0.1 * k} for k in range(count)),
        suites=[suite],
        areas=[area],
        seed=seed,
    )


def logs(o: Ocean) -> tuple[bytes, bytes]:
    return o.notes().tobytes(), o.legs().tobytes()


def test_growing_changes_nothing() -> None:
    """From room for next to nothing; the first advance has to grow everything, the others now and then."""
    roomy, tight = busy(1), busy(1)
    sea = tight.sea
    small = {
        name: getattr(sea, name)[:64].copy() for name in ("pairs", "exposure", "heap", "legs", "notes", "decisions")
    }
    tight.sea = sea._replace(**small, table=np.zeros(256, np.int32))
    for t in (1.0, 30.0):
        roomy.advance(t)
        tight.advance(t)
    assert len(roomy.notes()) > 3000
    assert logs(roomy) == logs(tight)


def test_advancing_in_pieces_changes_nothing() -> None:
    whole, cut = busy(2), busy(2)
    whole.advance(10.0)
    for t in np.sort(np.random.default_rng(1).uniform(0.0, 10.0, 500)):
        cut.advance(float(t))
    cut.advance(10.0)
    assert logs(whole) == logs(cut)


def test_two_oceans_do_not_disturb_each_other() -> None:
    alone = busy(3)
    alone.advance(6.0)
    one, other = busy(3), busy(4)
    for t in range(1, 7):
        one.advance(float(t))
        other.advance(float(t))
    assert logs(one) == logs(alone) != logs(other)


def test_the_state_of_the_environment_is_the_kernels() -> None:
    """Looked up from Python and in the kernel: the same, on borders of cells, at changes and beyond the grid too."""
    rng = np.random.default_rng(3)
    times = np.sort(np.round(rng.uniform(0.0, 50.0, (6, 9)), 1), axis=1)
    times[:, 0] = 0.0
    env = Environment(times, rng.integers(0, 5, (6, 9)), (-10.0, 5.0, 20.0, 10.0, 3, 2))
    o = Ocean(new_fleet(0), [], 1, env)
    for _ in range(500):
        x, y = (float(v) for v in np.round(rng.uniform(-40.0, 70.0, 2), -1 if rng.random() < 0.5 else 3))
        t = float(rng.choice([rng.uniform(0.0, 60.0), times[rng.integers(6), rng.integers(9)]]))
        assert o.state_at(x, y, t) == kernel_state(o.sea, x, y, t)
