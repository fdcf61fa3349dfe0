"""A model of a scenario that has not run: by keywords, stepped, batched and made anew as any Mesa model."""

import copy
import gc
import pickle
import weakref
from pathlib import Path
from typing import Any, cast

import mesa
import numpy as np
import pytest

from guardship import PatrolModel, load, simulate
from guardship.agents import Merchant, Passive, Patrol, PirateGroup, Skiff, Vessel
from guardship.agents.offenders.pirate import SortiePhase
from guardship.core.kernels import entry
from guardship.core.kernels import state as s
from guardship.reasons import Reason
from guardship.run.run import Run
from guardship.world.model import World

TINY = Path(__file__).parents[2] / "scenarios/tiny.yaml"


def future(model: World) -> list[Any]:
    """All that has happened: lines of the log, notes and legs of the core."""
    return [model.journal.log.entries, model.ocean.notes().tobytes(), model.ocean.legs().tobytes()]


def fresh(**more: Any) -> PatrolModel:
    return PatrolModel(TINY, seed=3, **more)


# ---- by keywords -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pieces", [[96.0], [1.0, 2.5, 60.0, 96.0]], ids=["in one go", "in pieces"])
def test_run_to_its_end_it_is_what_simulate_makes(pieces: list[float]) -> None:
    model, run = fresh(), simulate(load(TINY), 3)
    assert (model.running, model.hours) == (True, 96.0)
    for t in pieces:
        model.run_until(t)
    assert (model.running, model.time) == (False, 96.0)
    own = Run(model.scenario, 3, model.theatre, model)
    assert own.summary == run.summary
    assert future(model) == future(run.model)


def test_changes_and_classes_come_by_keyword() -> None:
    class Absent(Patrol):
        pass

    model = fresh(set={"groups.frigates.count": 1}, agents={"frigate": Absent}, substream=2)
    model.run_until(24.0)
    assert [type(agent) for agent in model.agents if isinstance(agent, Patrol)] == [Absent]
    run = simulate(load(TINY, set={"groups.frigates.count": 1}), 3, agents={"frigate": Absent}, substream=2)
    assert future(model)[0] == [entry for entry in run.model.journal.log.entries if entry.time <= 24.0]


def test_the_seed_has_mesas_name_too() -> None:
    one, other = PatrolModel(TINY, rng=3), fresh()
    for model in (one, other):
        model.run_until(30.0)
    assert future(one) == future(other)
    with pytest.raises(ValueError, match="seed and rng"):
        PatrolModel(TINY, seed=3, rng=3)
    with pytest.raises(ValueError, match="seed: want a whole number"):
        PatrolModel(TINY, seed=-1)


# ---- Mesa's own means ------------------------------------------------------------------------------------------------


class Counting(PatrolModel):
    """Collects in each hour, as in any Mesa tutorial."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.datacollector = mesa.DataCollector({"afloat": lambda m: sum(map(m.ocean.afloat, range(len(m.crew))))})

    def step(self) -> None:
        self.datacollector.collect(self)


def test_mesas_batch_runs_it_to_the_end_of_the_scenario() -> None:
    rows = mesa.batch_run(
        Counting,
        {"scenario": [str(TINY)]},
        rng=[0, 1],
        max_steps=1000,
        number_processes=1,
        data_collection_period=-1,
        display_progress=False,
    )
    assert [row["Step"] for row in rows] == [96, 96]
    assert all(row["afloat"] > 0 for row in rows)


def test_mesas_reset_makes_it_anew() -> None:
    """As `SolaraViz` does: the class of the model with the same keywords."""
    given: dict[str, Any] = {"scenario": load(TINY), "rng": 3}
    model = PatrolModel(**given)
    model.run_until(30.0)
    again = type(model)(**given)
    assert again.time == 0.0 and again.running
    again.run_until(30.0)
    assert future(again) == future(model)


@pytest.mark.parametrize("instant", [0.0, 10.0])
@pytest.mark.parametrize("how", [copy.deepcopy, copy.copy, pickle.dumps])
def test_a_copy_is_refused_at_once(how: Any, instant: float) -> None:
    model = fresh()
    model.run_until(instant)
    with pytest.raises(TypeError, match="cannot be copied or pickled"):
        how(model)


@pytest.mark.parametrize("hours", [10, np.int64(10), np.float32(10.0), True * 10])
def test_any_real_number_is_a_time(hours: Any) -> None:
    """The same as a float, and the core is not compiled for another type."""
    model, other, compiled = fresh(), fresh(), cast(Any, entry.advance_at)
    other.run_until(10.0)
    known = len(compiled.signatures)
    model.run_until(hours)
    assert len(compiled.signatures) == known
    assert model.time == 10.0 and future(model) == future(other)


# ---- a vessel that is taken out --------------------------------------------------------------------------------------


def removed(kind: type[Vessel], at: float = 20.0, seed: int = 3) -> tuple[PatrolModel, PatrolModel, list[int]]:
    """A model from which all agents of a kind are taken out at some time, and one in which they stay."""
    models = PatrolModel(TINY, seed=seed), PatrolModel(TINY, seed=seed)
    for model in models:
        model.run_until(at)
    agents = [agent for agent in models[0].agents if isinstance(agent, kind)]
    for agent in agents:
        agent.remove()
    for model in models:
        model.run_until(96.0)
    return *models, [models[0].crew.rows[agent.name] for agent in agents]


def test_a_removed_patrol_leaves_the_sea_and_its_command() -> None:
    model, other, rows = removed(Patrol)
    assert rows and future(model) != future(other)
    assert not any(model.ocean.afloat(row) for row in rows)
    assert all(not command.units for command in model.roster.commands)
    assert not any(model.roster.beyond(k) for k in range(len(model.roster.commands)))
    assert all(row in rows or agent in model.agents for row, agent in enumerate(model.crew))
    later = [e for e in model.journal.log.entries if e.time > 20.0 and e.actor in rows]
    assert {e.kind for e in later} <= {"boarding_done"}
    notes = model.ocean.notes()
    assert not len(notes[(notes["t"] > 20.0) & np.isin(notes["a"], rows) & (notes["kind"] == s.GAIN)])


def test_a_removed_group_sails_no_more_and_the_books_say_why() -> None:
    model, _, rows = removed(PirateGroup)
    run = Run(model.scenario, 3, model.theatre, model)
    causes = {v.cause for v in model.voyages.books.voyages if v.group in rows and v.planned > 20.0}
    assert causes == {Reason.REMOVED}
    assert not any(agent.voyager is not None and agent in model.agents for agent in model.crew)  # skiffs go with it
    assert any("removed" in key for key in run.summary["funnel"])


@pytest.mark.parametrize("at", [0.0, 7.3, 20.0, 33.5, 48.0])
@pytest.mark.parametrize("kind", [Patrol, PirateGroup, Skiff, Merchant, Passive], ids=lambda kind: kind.__name__)
def test_whoever_is_removed_is_gone_from_that_instant(kind: type[Vessel], at: float) -> None:
    """No leg begins, nothing is written down and nobody waits for it; those that are not there yet included."""
    model, _, rows = removed(kind, at)
    legs, log = model.ocean.legs(), model.journal.log.entries
    later = legs[(legs["t"] > at) & np.isin(legs["row"], rows)]
    assert rows and not len(later)
    said = {entry.kind for entry in log if entry.time > at and entry.actor in rows}
    assert said <= {"boarding_done", "did_not_sail"}
    assert not any(model.ocean.afloat(row) for row in rows)
    for agent in model.agents:
        if isinstance(agent, PirateGroup):
            assert agent.phase is not SortiePhase.RECOVERING or any(skiff.out for skiff in agent.skiffs)
    assert not set(model.custody.halted.values()) & set(rows) and not model.custody.halted.keys() & set(rows)
    run = Run(model.scenario, 3, model.theatre, model)
    assert sum(run.summary["funnel"].values()) == run.summary["voyages"]


def test_an_order_on_its_way_finds_nobody() -> None:
    """With an hour between command and ship, a frigate that is taken out meanwhile has no task."""
    slow = {"nations.coalition.order_delay": "1 h"}
    model = PatrolModel(TINY, seed=3, set=slow)
    while not any(command.ordered for command in model.roster.commands) and model.time < 96.0:
        model.step()
    (name,) = next(command.ordered for command in model.roster.commands if command.ordered)
    unit = model.crew[model.crew.rows[name]]
    unit.remove()
    at = model.time
    model.run_until(96.0)
    assert not any(
        e.kind == "tasked" and e.actor == model.crew.rows[name] for e in model.journal.log.entries if e.time > at
    )


def test_boats_go_with_their_ship_and_a_ship_goes_on_without_a_boat() -> None:
    """The Gulf of Aden, with helicopters and boats, some of them out when they are taken away."""
    scenario = load(
        TINY.with_name("gulf_of_aden.yaml"), set={"time.warm_up": "0 d", "time.measure": "4 d", "time.drain": "0 d"}
    )
    model = PatrolModel(scenario, rng=3)
    model.run_until(60.0)
    units = [agent for agent in model.agents if isinstance(agent, Patrol)]
    boats = [unit for unit in units if unit.is_boat]
    for boat in boats[::2]:
        boat.remove()
    ship = next(unit for unit in units if unit.mother is None and unit.boats.all)
    ship.remove()
    assert all(unit.removed for unit in units if unit.mother is ship)
    model.run_until(96.0)
    rows = {model.crew.rows[unit.name] for unit in units if unit.removed}
    assert not any(
        entry.actor in rows and entry.time > 60.0
        for entry in model.journal.log.entries
        if entry.kind != "boarding_done"
    )
    assert all(
        not unit.boats.after or any(not boat.removed for boat in unit.boats.all) for unit in units if not unit.removed
    )


def test_a_command_is_not_removed() -> None:
    with pytest.raises(TypeError, match="cannot be removed"):
        fresh().roster.commands[0].remove()


def test_time_does_not_run_back() -> None:
    model = fresh()
    model.run_until(10.0)
    with pytest.raises(ValueError, match="cannot run back"):
        model.run_for(-1.0)


# ---- its end ---------------------------------------------------------------------------------------------------------


def test_a_model_that_is_taken_apart_frees_its_agents_without_a_search_for_rings() -> None:
    run = simulate(load(TINY), 3)
    everybody = (*run.model.crew, *run.model.roster.commands)  # but groups, who are held by whom they sent out
    agents = [weakref.ref(agent) for agent in everybody if not isinstance(agent, PirateGroup)]
    del everybody
    gc.collect()
    gc.disable()
    try:
        run.model.take_apart()
        assert len(agents) > 40 and [agent for agent in agents if agent() is not None] == []
    finally:
        gc.enable()
