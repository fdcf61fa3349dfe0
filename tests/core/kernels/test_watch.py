"""What is seen, through the one face of the core: contacts gained, held, lost; identified, cleared and observed."""

from typing import Any

import numpy as np
import pytest

from core.worlds import ANYWHERE, CLOSE, INF, about, codes, identifying, ocean, run, straight, threshold, times
from guardship.core.kernels import philox
from guardship.core.kernels import state as s
from guardship.core.ocean import (
    Environment,
    Identification,
    Law,
    Ocean,
    Suite,
)

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
    first = {"suite": 0, "holder": 0, "clears_for": 5.0}
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
