"""What Python users rely on: load, simulate, the run's tables and positions, Mesa's own ways, agents of one's own."""

from math import inf

import mesa
import numpy as np
import pytest

import guardship
from guardship.agents import Merchant, Passive, Patrol, Sighting
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.doctrine import Doctrine
from guardship.build.model import PatrolModel
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Identification, Law, Ocean, Suite, new_fleet
from guardship.occurrences import Own
from guardship.world.model import Company, World

from .worlds import IRTC, TINY, tiny, tiny_run, week

COLUMNS = {
    "events": "t kind actor object contact track report voyage attack reason place holder",
    "reports": "report kind sender made arrived track contact x y vx vy sigma hull suspicious attended",
    "legs": "t vessel x y vx vy mode",
}


# ---- a run -------------------------------------------------------------------------------------------------


def test_load_and_simulate() -> None:
    run = guardship.simulate(guardship.load(TINY), seed=0)
    assert isinstance(run, guardship.Run)
    assert run.summary == tiny_run().summary
    assert repr(run).startswith("Run('tiny', seed=0")
    for name, columns in COLUMNS.items():
        assert list(getattr(run, name).columns) == columns.split()
        assert getattr(run, name).equals(getattr(tiny_run(), name))


def test_overrides() -> None:
    four = guardship.simulate(guardship.load(TINY, set={"groups.frigates.count": 4}))
    assert "frigates/3" in four.model.crew.rows and "frigates/2" not in tiny_run().model.crew.rows


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0, True, "1", None])
def test_seeds_that_are_none(seed: object) -> None:
    with pytest.raises(ValueError, match="seed: want a whole number"):
        guardship.simulate(tiny(), seed=seed)  # type: ignore[arg-type]


def test_the_greatest_seed() -> None:
    assert guardship.simulate(tiny(), seed=2**63 - 1).summary["transits"] > 0


# ---- positions ---------------------------------------------------------------------------------------------


def test_positions_are_those_of_the_legs() -> None:
    """At every leg's start; of several that begin at one instant the last holds, and one that leaves is nowhere."""
    run = tiny_run()
    for leg in run.legs.drop_duplicates(["vessel", "t"], keep="last").itertuples():
        place = run.position(leg.vessel, leg.t)
        assert place == (None if leg.mode == "gone" else (leg.x, leg.y, None, None))


def test_positions_between() -> None:
    run = tiny_run()
    first, second = run.legs[run.legs["vessel"] == "dhows/0"].iloc[:2].itertuples()
    middle = run.position("dhows/0", 0.5 * (first.t + second.t))
    assert middle is not None
    assert (middle.x, middle.y) == pytest.approx((0.5 * (first.x + second.x), 0.5 * (first.y + second.y)), abs=1e-9)


def test_positions_on_the_globe() -> None:
    run = guardship.simulate(
        guardship.load(IRTC, set={"time.measure": "6 h", "time.warm_up": "0 h", "time.drain": "0 h"})
    )
    for leg in run.legs.drop_duplicates(["vessel", "t"], keep="last").iloc[::10].itertuples():
        place = run.position(leg.vessel, leg.t)
        assert place is not None and (place.lon, place.lat) == (leg.lon, leg.lat)
        assert 42.0 < leg.lon < 55.0 and 10.0 < leg.lat < 17.0


def test_nobody_is_nowhere() -> None:
    run = tiny_run()
    gone = run.legs[run.legs["mode"] == "gone"].iloc[0]
    begun = run.legs[run.legs["vessel"] == gone["vessel"]]["t"].iloc[0]
    assert run.position(gone["vessel"], begun - 1e-6) is None  # before its appearance
    assert run.position(gone["vessel"], begun) is not None
    assert run.position(gone["vessel"], np.nextafter(gone["t"], 0.0)) is not None
    assert run.position(gone["vessel"], gone["t"]) is None  # from the instant at which it leaves
    with pytest.raises(KeyError):
        run.position("flying dutchman", 1.0)
    for t in (-0.1, 96.1, float("nan")):
        with pytest.raises(ValueError, match="0 to 96"):
            run.position("dhows/0", t)


# ---- a model without a file --------------------------------------------------------------------------------


class Curious(Patrol):
    """Writes down what it sees."""

    seen: list[Sighting]

    def on_classified(self, seen: Sighting) -> None:
        self.__dict__.setdefault("seen", []).append(seen)
        super().on_classified(seen)


def three_vessels() -> World:
    """A patrol ship, a suspicious boat that crosses its bow, and a bystander far away."""
    fleet = new_fleet(3)
    fleet["id"], fleet["x"], fleet["y"], fleet["vx"] = [1, 2, 3], [0.0, -8.0, 500.0], [0.0, 3.0, 0.0], [0.0, 10.0, 10.0]
    fleet["mode"], fleet["sig"], fleet["speed"] = [s.FREE, s.ENDLESS, s.ENDLESS], 0, 10.0
    fleet["suite"], fleet["holder"], fleet["wants"] = (
        [0, -1, -1],
        [0, -1, -1],
        [s.WANTS_CLASSIFIED | s.WANTS_LOST, 0, 0],
    )
    eyes = Suite([{(0, 0): Law.definite(5.0)}], {(0, 0): Identification(4.0, inf, 1.0, 0)})
    ocean = Ocean(fleet, [eyes], 1, Environment.constant(), starts=np.zeros(3), holders=1)

    def aboard(world: World) -> Company:
        own, *others = (world.bridge(row) for row in range(3))
        guard = Curious(world, "guard", own, own, Doctrine(15.0, 25.0, team=Team(lambda u: 2.0)))
        boats = [Passive(world, name, b, b) for name, b in zip(("boat", "other"), others, strict=True)]
        return Company([guard, *boats])

    return World(ocean, names=["guard", "boat", "other"], crews=aboard)


def test_three_vessels() -> None:
    """The boat comes within 5 nm of (0, 0) at x = -4: after 0.4 h; the guard stops it, and finds nothing in 2 h."""
    model = three_vessels()
    model.run_until(24.0)
    gain = model.ocean.notes()[0]
    assert gain["kind"] == s.GAIN and gain["t"] == pytest.approx(0.4, abs=1e-12)
    kinds = [entry.kind for entry in model.journal.log.entries]
    assert kinds == ["pursuit", "report", "boarding", "boarding_done", "report", "on_beat"]
    times = {str(entry.kind): entry.time for entry in model.journal.log.entries}
    assert times["boarding_done"] == pytest.approx(times["boarding"] + 2.0)
    assert model.ocean.position(2) == (740.0, 0.0)


# ---- Mesa --------------------------------------------------------------------------------------------------


def test_it_is_a_mesa_model() -> None:
    model = three_vessels()
    assert isinstance(model, mesa.Model) and len(model.agents) == 3
    assert len(model.agents_by_type[Curious]) == 1
    model.step()
    assert model.time == model.ocean.now == 1.0
    model.run_for(0.5)
    assert model.time == model.ocean.now == 1.5
    with pytest.raises(ValueError, match="cannot run until"):
        model.run_until(inf)


def test_users_may_schedule_events() -> None:
    """They come in order with what happens at sea, and may give orders."""
    model, told = three_vessels(), []

    def halt() -> None:
        told.append((model.time, model.ocean.now, model.ocean.position(2)))
        model.ocean.hold(2)

    model.schedule_event(halt, at=0.7)
    model.run_until(24.0)
    assert told == [(0.7, 0.7, (507.0, 0.0))]
    assert model.ocean.position(2) == (507.0, 0.0)


def test_data_collector() -> None:
    model = PatrolModel(tiny(), seed=2)
    collector = mesa.DataCollector(
        {"afloat": lambda m: sum(m.ocean.afloat(row) for row in range(len(m.crew)))}, {"name": "name"}
    )
    for _ in range(30):
        model.step()
        collector.collect(model)
    afloat = collector.get_model_vars_dataframe()["afloat"]
    assert len(afloat) == 30 and 12 <= afloat.min() < afloat.max()
    assert len(collector.get_agent_vars_dataframe()) == 30 * len(model.agents)


# ---- agents of one's own -----------------------------------------------------------------------------------


class Idle(Patrol):
    """Stays on its beat whatever happens."""

    def on_tasked(self, task: object) -> bool:
        return False

    def consider(self, seen: Sighting) -> None:
        pass


def test_agents_change_behaviour() -> None:
    seed = next(k for k in range(20) if tiny_run(k).events["kind"].isin(["boarding"]).any())
    idle = guardship.simulate(tiny(), seed, agents={"frigate": Idle})
    assert not idle.events["kind"].isin(["boarding", "pursuit"]).any()
    assert all(type(agent) is Idle for agent in idle.model.crew if agent.name.startswith("frigates/"))


def test_a_subclass_that_changes_nothing_changes_nothing() -> None:
    class Same(Patrol):
        pass

    assert guardship.simulate(tiny(), agents={"frigate": Same}).events.equals(tiny_run().events)


@pytest.mark.parametrize(
    ("agents", "said"),
    [
        ({"frigate": Merchant}, "subclass of Patrol for type 'frigate'"),
        ({"frigate": object()}, "subclass of Patrol"),
        ({"freighter": Patrol}, "subclass of Merchant"),
        ({"carrier": Patrol}, "no type 'carrier'"),
        ({"dhow": object}, "subclass of Vessel"),
    ],
)
def test_wrong_classes(agents: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        guardship.simulate(tiny(), agents=agents)  # type: ignore[arg-type]


SEEING = 9  # a seed with which a frigate classifies somebody


class Talker(Patrol):
    """Says in its own word what it classifies."""

    def on_classified(self, seen: Sighting) -> None:
        self.helm.note(Own("looks"), contact=seen.contact)
        super().on_classified(seen)


class Mumbler(Patrol):
    """Says it in a word that nobody knows."""

    def on_classified(self, seen: Sighting) -> None:
        self.helm.note("looks", contact=seen.contact)  # type: ignore[arg-type]


def test_own_kinds_stand_in_the_log_and_count_nowhere() -> None:
    plain, talked = tiny_run(SEEING), guardship.simulate(tiny(), seed=SEEING, agents={"frigate": Talker})
    own = talked.events["kind"] == "own:looks"
    assert own.any() and talked.summary == plain.summary
    assert guardship.audit(talked) == {check: [] for check in guardship.audit(plain)}


def test_a_bare_text_is_refused_at_the_port() -> None:
    with pytest.raises(TypeError, match="came 'looks', wanted an Occurrence or Own"):
        guardship.simulate(tiny(), seed=SEEING, agents={"frigate": Mumbler})


# ---- growth ------------------------------------------------------------------------------------------------


def shrink(ocean: Ocean) -> None:
    """Leave next to no room in the arrays that grow."""
    sea, n = ocean.sea, ocean.n
    ocean.sea = sea._replace(
        heap=sea.heap[: n[s.N_HEAP]].copy(),
        pairs=sea.pairs[:1].copy(),
        exposure=sea.exposure[:1].copy(),
        table=np.zeros(4, np.int32),
        legs=sea.legs[:1].copy(),
        notes=sea.notes[:1].copy(),
        decisions=sea.decisions[:1].copy(),
        trials=sea.trials[:1].copy(),
    )


def test_growth_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    grown: list[int] = []
    grow = Ocean._grow

    def noted(ocean: Ocean, code: int) -> None:
        grown.append(code)
        grow(ocean, code)

    monkeypatch.setattr(Ocean, "_grow", noted)
    small, wide = PatrolModel(week(), 1), PatrolModel(week(), 1)
    shrink(small.ocean)
    for model in (small, wide):
        model.run_until(72.0)
    assert set(grown) >= {s.GROW_HEAP, s.GROW_PAIRS, s.GROW_LEGS, s.GROW_NOTES}
    assert small.ocean.legs().tobytes() == wide.ocean.legs().tobytes()
    assert small.ocean.notes().tobytes() == wide.ocean.notes().tobytes()
    assert small.journal.log.entries == wide.journal.log.entries
    work = [{**model.ocean.work(), "calls": 0} for model in (small, wide)]  # a call that had no room is called again
    assert work[0] == work[1]
