"""The compiled core through its one face: what is told, counted, refused; growing and pieces change nothing."""

import math
from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from core.worlds import ANYWHERE, about, identifying, ocean, run, straight, threshold, times
from guardship.core.draws import BY_SEED, DECIDED, Purpose
from guardship.core.kernels import philox
from guardship.core.kernels import state as s
from guardship.core.kernels.watch import state_at
from guardship.core.ocean import (
    USUAL,
    Environment,
    Errors,
    Identification,
    Law,
    Ocean,
    Suite,
    new_fleet,
)


@numba.njit
def kernel_state(sea: Any, x: float, y: float, t: float) -> Any:
    return state_at(sea, x, y, t)


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
    assert o.pursued(0) and not o.pursued(1)
    o.sail(1, [(0.0, 0.0)], 20.0)
    o.advance(3.0)
    assert times(o, s.GAIN, 0, 1) == [] and not o.pursued(0)


def test_another_lookout_is_used_from_then_on() -> None:
    """It sees twice as far: the skiff, 10 nm off when it takes over, at 5 nm."""
    suites = [Suite([ANYWHERE]), Suite([{(0, 0): Law.definite(2.5)}]), Suite([{(0, 0): Law.definite(5.0)}])]
    o = ocean({"lookout": 1}, {"x": 20.0, "suite": 0}, straight(-1.0, 1.0, 1.0), suites=suites)
    o.advance(0.0)
    o.chase(1, 0, 20.0)
    o.advance(0.5)
    o.look_out(0, 2)
    o.advance(3.0)
    assert times(o, s.GAIN, 0, 1) == about(15.0 / 20.0)
    assert times(o, s.GAIN, 0, 2) == []


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
    suite = Suite([ANYWHERE], errors={0: Errors(sigma)})
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
    assert v.var() == pytest.approx(USUAL.sigma_v**2, abs=5.0 * math.sqrt(2.0 / 16_000))
    assert v.mean(axis=1).var() == pytest.approx(USUAL.sigma_v**2 / 8.0, abs=5.0 * math.sqrt(2.0 / 2000) / 8.0)
    assert abs(np.corrcoef(e.ravel(), v.ravel())[0, 1]) < 5.0 / math.sqrt(16_000)


def test_the_same_look_is_the_same_and_another_contact_has_another_bias() -> None:
    o = ocean({"suite": 0}, {"x": 1.0}, suites=[Suite([ANYWHERE], errors={0: Errors(1.0)})])
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
    suites = [Suite([ANYWHERE], errors={0: Errors(7.0)}), Suite([{(0, 0): Law.definite(2.5)}], errors={0: Errors(0.1)})]
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


# ---- decisions by chance ------------------------------------------------------------------------


def lone(seed: int = 1, substream: int = 2) -> Ocean:
    fleet = new_fleet(1)
    fleet["id"] = 1
    return Ocean(fleet, [], 1, Environment.constant(), seed=seed, substream=substream)


def test_the_number_is_below_the_probability() -> None:
    sea = lone()
    u = sea.uniform(Purpose.HALT, 7, 3)
    assert [sea.decide(Purpose.HALT, 7, 3, p) for p in (u - 1e-9, u + 1e-9)] == [False, True]
    assert [sea.would(Purpose.HALT, 7, 3, p) for p in (u - 1e-9, u + 1e-9)] == [False, True]
    found = sea.trials()
    assert found["p"].tolist() == [u - 1e-9, u + 1e-9] and found["yes"].tolist() == [0, 1]
    assert (found["purpose"] == Purpose.HALT).all() and (found["entity"] == 7).all() and (found["n"] == 3).all()


@pytest.mark.parametrize("p", [-0.5, 0.0, 1.0, 1.5])
def test_what_is_certain_is_no_trial(p: float) -> None:
    sea = lone()
    assert sea.decide(Purpose.HALT, 7, 3, p) is (p >= 1.0)
    assert len(sea.trials()) == 0


@pytest.mark.parametrize("purpose", DECIDED, ids=lambda purpose: purpose.name)
def test_what_the_seed_decides_is_the_same_in_every_substream(purpose: Purpose) -> None:
    def answers(seed: int, substream: int) -> list[bool]:
        sea = lone(seed, substream)
        return [sea.decide(purpose, entity, 0, 0.5) for entity in range(64)]

    assert (answers(1, 2) == answers(1, 3)) is (purpose in BY_SEED)
    assert (answers(1, 2) == answers(4, 2)) is (purpose not in BY_SEED)


def test_trials_stand_in_order_of_the_time_that_they_are_about() -> None:
    sea = lone()
    for entity, at in ((1, 5.0), (2, None), (3, 5.0), (4, 2.0)):
        sea.decide(Purpose.TIP_TOLD, entity, 0, 0.5, at=at)
    assert sea.trials()["entity"].tolist() == [2, 4, 1, 3]
    assert np.array_equal(sea.trials()["t"], [0.0, 2.0, 5.0, 5.0])


# ---- what was in sight ---------------------------------------------------------------------------------------------


def test_what_was_in_sight_at_any_time_is_as_a_stepper_finds() -> None:
    """Random ways of two vessels, one of which may have left meanwhile, against steps of half a minute."""
    rng, found = np.random.default_rng(5), []
    suite = Suite([{(0, 0): Law.definite(3.0)}])
    for _ in range(40):
        ways = rng.uniform(0.0, 12.0, (2, 5, 2)).tolist()
        (x, y), (u, v) = ways[0][0], ways[1][0]
        own = {"suite": 0, "x": x, "y": y, "speed": 12.0, "route": ways[0][1:]}
        o = ocean(own, {"x": u, "y": v, "speed": 9.0, "route": ways[1][1:]}, suites=[suite])
        since, apart, left = float(rng.uniform(0.2, 0.6)), [], rng.random() < 0.4
        reach = o._reach(0, 1, x, y, 0.0)
        for t in np.arange(0.0, since + float(rng.uniform(0.1, 0.8)), 1.0 / 120.0).tolist():
            run(o, t)
            if left and t > since + 0.1:
                o.leave(1)
            if t >= since and o.afloat(1):
                (a, b), (c, d) = o.position(0), o.position(1)
                apart.append(math.hypot(a - c, b - d))
        if abs(min(apart) - reach) > 0.2:  # what both make in half a minute
            assert o.could_hold(0, 1, since) is (min(apart) < reach)
            found.append((min(apart) < reach, apart[-1] < reach, o.afloat(1)))
    assert {(True, False, True), (True, True, True), (False, False, True)} <= set(found)
    assert any(not there for _, _, there in found)
    assert not o.could_hold(1, 0, 0.0)  # who has no sensors
