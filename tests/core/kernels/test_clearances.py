"""Plots of what was passed: until when each holds, and who is taken for it then."""

from math import pi, sqrt
from typing import Any

import numpy as np
import pytest

from core.worlds import about, ocean, straight, times
from guardship.core.kernels import philox
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Identification, Law, Ocean, Plots, Suite

BETA, FIX, DRIFT, CAP = 0.002, 1.0, 5.0, 100.0
WATCH = {"suite": 0, "holder": 0, "clears_for": CAP}


def eye(suspicious: float = 0.0) -> Suite:
    """Sees what comes within 2 nm, holds it to 2.2 nm, and passes it at once, or suspects it."""
    return Suite([{(0, 0): Law.definite(2.0)}], {(0, 0): Identification(2.0, 1e12, suspicious, 0)})


def plots(gate: float = 10.0, density: float = BETA, noted: float = 0.0) -> Plots:
    return Plots(np.array([density]), np.array([0]), np.full((1, 4), noted), FIX, DRIFT, gate)


def world(*ships: dict[str, Any], gate: float = 10.0, seed: int = 0, **more: Any) -> Ocean:
    """A watch in row 0; row 1 passes it at 10 kn, and leaves its sight after 0.72 h; then further ships."""
    given: dict[str, Any] = {"suites": [eye(), eye(1.0)], "holders": 2, "plots": plots(gate), "seed": seed} | more
    return ocean(WATCH, straight(-5.0, 0.0, 10.0), *ships, **given)


def hours(o: Ocean, a: int = 0, b: int = 1, n: int = 0) -> float:
    """How long after it left sight a contact is known again, by its uniform number."""
    key = np.uint64(philox.pair_key(np.uint64(o.id(a)), np.uint64(o.id(b))))
    u = float(philox.uniform(o.n[s.SUBSTREAM], philox.CLEARANCE, key, n))
    return sqrt(max((1.0 / u - 1.0) / (2.0 * pi * BETA) - FIX**2, 0.0)) / DRIFT


def lapses(o: Ocean) -> list[tuple[float, int, int, int]]:
    return [(float(r["t"]), int(r["holder"]), int(r["row"]), int(r["heir"])) for r in o.lapses()]


@pytest.mark.parametrize("seed", range(20))
def test_a_plot_holds_until_its_number_says_so(seed: int) -> None:
    """And a second watch of the nation, into whose sight it comes 0.28 h after the first has lost it, waits."""
    second = {**WATCH, "x": 7.0}
    o = world(second, seed=seed)
    o.advance(50.0)
    until = 0.72 + hours(o)
    if until < 1.0:
        assert times(o, s.GAIN, 2, 1)[0] == pytest.approx(1.0, abs=1e-9)
    elif until < 1.4:
        assert times(o, s.GAIN, 2, 1)[0] == pytest.approx(until, abs=1e-9)
    else:
        assert times(o, s.GAIN, 2, 1) == []
    assert lapses(o)[0][1:] == (0, 1, -1)
    assert lapses(o)[0][0] == pytest.approx(until, abs=1e-9)


def test_a_target_that_stays_in_sight_is_looked_at_when_it_is_forgotten() -> None:
    """It has stopped in sight, where nobody expected it: 0.72 h + tau."""
    o = world(seed=1)
    o.advance(0.4)
    o.hold(1)
    o.advance(0.72 + hours(o) + 1e-6)
    assert times(o, s.GAIN)[:2] == about(0.3, 0.72 + hours(o))


@pytest.mark.parametrize(("gate", "heir"), [(3.01, 3), (3.0, 3), (2.99, -1)])
def test_the_nearest_within_the_gate_is_taken_for_it(gate: float, heir: int) -> None:
    """Off the dead reckoning, wherever the vessel is by then; of two that are equally near that with the least id."""
    near = straight(-5.0, 3.0, 10.0, id=90), straight(-5.0, -3.0, 10.0, id=80)
    o = world(near[0], near[1], straight(-5.0, 9.0, 10.0), gate=gate)
    o.advance(0.4)
    o.hold(1)
    o.advance(CAP - 1.0)
    [first, *_] = lapses(o)
    assert first[3] == heir
    assert o.sea.cleared[0, 3 if heir > 0 else 2] == (pytest.approx(0.3 + CAP) if heir > 0 else -np.inf)
    assert o.sea.cleared[0, 2] == -np.inf


def test_one_with_another_look_is_never_taken_for_it() -> None:
    other = Plots(np.full(2, BETA), np.array([0, 1]), np.zeros((1, 4)), FIX, DRIFT, 10.0)
    both = eye()
    both.laws[0][1, 0], both.identifies[1, 0] = both.laws[0][0, 0], both.identifies[0, 0]
    for sig, heir in ((0, 2), (1, -1)):
        fleet = world(straight(-5.0, 4.0, 10.0)).fleet.copy()
        fleet["sig"][2] = sig
        o = Ocean(fleet, [both], 2, Environment.constant(), starts=np.zeros(3), holders=1, plots=other)
        o.advance(CAP - 1.0)
        assert [one[3] for one in lapses(o)] == [heir]


def test_who_is_suspected_is_not_taken_for_what_was_passed() -> None:
    """A consort of the same nation holds the nearest for suspicious; one of another nation's does not matter."""
    for holder, heir in ((0, 3), (1, 2)):
        consort = straight(-5.0, 4.5, 10.0, suite=1, holder=holder)
        o = world(straight(-5.0, 4.0, 10.0), straight(-5.0, -7.0, 10.0), consort)
        o.advance(CAP - 1.0)
        assert lapses(o)[0][3] == heir


def test_whoever_has_left_is_plotted_on() -> None:
    """A vessel that was taken out: its clearance ends as it would have, and goes to the nearest."""
    o, gone = (world(straight(-5.0, 4.0, 10.0)) for _ in range(2))
    gone.advance(0.5)
    gone.withdraw(1)
    o.advance(CAP - 1.0), gone.advance(CAP - 1.0)
    assert lapses(gone) == lapses(o) != []


def test_a_partner_has_the_same_plot() -> None:
    """From when it hears of it; what comes when it is forgotten is stale, and what its own know better stands."""
    o = world(straight(-5.0, 4.0, 10.0))
    o.relay(0, 1, 1.0, 0.5 * hours(o), 7)
    o.advance(CAP - 1.0)
    t = 0.72 + hours(o)
    assert [one[1:] for one in lapses(o)] == [(0, 1, 2), (1, 1, 2)]
    assert [one[0] for one in lapses(o)] == about(t, t)
    late = world(straight(-5.0, 4.0, 10.0))
    late.relay(0, 1, 1.0, 1.0 + hours(o), 7)
    late.advance(CAP - 1.0)
    assert [one[1:] for one in lapses(late)] == [(0, 1, 2)]


def test_a_search_is_not_forgotten() -> None:
    """Nor ended by whatever ends other clearances."""
    o = world(straight(-5.0, 900.0, 10.0))
    o.clear(0, 1, CAP, served=True)
    o.clear(0, 2, CAP)
    o.advance(1.0)
    o.reopen(0, -1)
    o.advance(CAP - 1.0)
    assert (o.sea.cleared[0] > CAP - 1.0).tolist() == [False, True, False]
    assert lapses(o) == []


def test_word_of_a_search_is_not_forgotten_either() -> None:
    """Not by the plot that whoever has searched had heard of before, and which would have held longer."""
    o = world(straight(-5.0, 4.0, 10.0), holders=3)
    o.relay(0, 1, 1.0, 0.0, 7)
    o.relay(1, 2, 1.0, 0.1, 8)
    o.advance(0.5)
    o.clear(1, 1, 60.0, served=True)
    o.advance(59.0)
    assert o.sea.cleared[:, 1].tolist()[1:] == [60.0, 60.0]
    o.advance(CAP - 1.0)
    assert [one[1] for one in lapses(o)] == [0]
    assert (o.sea.cleared[1:, 2] == -np.inf).all()


def test_what_ends_early_takes_nobody_along() -> None:
    o = world(straight(-5.0, 4.0, 10.0))
    o.advance(0.5)
    o.reopen(0, -1)
    o.advance(0.71)
    assert times(o, s.GAIN)[1] == 0.5  # looked at again, and passed once more: a number of its own
    o.advance(CAP - 1.0)
    assert [one[0] for one in lapses(o)] == about(0.72 + hours(o, n=1))


def test_many_are_forgotten() -> None:
    """More than there was room for; what has room for its lines keeps it."""
    ships = [straight(-5.0 - k, 0.0, 10.0) for k in range(1, 200)]
    o = world(*ships, gate=0.1)
    notes = len(o.sea.notes)
    o.advance(90.0)
    assert len(o.sea.notes) == notes and len(o.sea.lapses) >= 256
    assert len(lapses(o)) > 150 and {one[3] for one in lapses(o)} == {-1}
    assert [one[0] for one in lapses(o)] == sorted(one[0] for one in lapses(o))


def test_vessels_that_come_later_have_room() -> None:
    o = world()
    more = ocean(straight(-5.0, 1.0, 10.0)).fleet.copy()
    more["slot"] = -1
    row = o.enlist(more, 77, 10.0)
    o.launch(row, -5.0, 1.0)
    o.advance(50.0)
    assert o.sea.plots.shape == o.sea.cleared.shape
