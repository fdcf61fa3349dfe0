"""The behaviour of Mesa 3.5 that the model leans on: an upgrade that changes it fails here first."""

import math
from heapq import heappop
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.time import Event, Priority

from guardship.agents import Sighting, Vessel
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Law, Ocean, Suite, new_fleet
from guardship.intelligence import Delivery, Kind, Report
from guardship.world.model import Company, World

MEETING = 0.5  # h: when the watch gains its contact, exact in binary


class Watch(Vessel):
    """Writes what happens to it into the model's diary; may wait a little after a contact."""

    wait: float | None = None

    def on_contact(self, seen: Sighting) -> None:
        write(self.model, "contact")
        if self.wait is not None:
            self.helm.later(self.wait, "on_timer", 7)

    def on_timer(self, number: int) -> None:
        write(self.model, f"timer {number}")


class Diary(World):
    """Keeps a diary, and how far it was told to go."""

    def __init__(self, *args: Any, **more: Any) -> None:
        self.diary: list[tuple[float, str]] = []
        self.targets: list[float] = []
        self.hours = 0
        super().__init__(*args, **more)

    def step(self) -> None:
        self.hours += 1

    def _advance_time(self, until: float) -> None:
        self.targets.append(until)
        super()._advance_time(until)

    def say(self, what: str) -> None:
        write(self, what)

    def _deliver(self) -> None:
        heappop(self.post._queue)
        write(self, "report")

    def shout(self) -> None:
        write(self, "user")

    def add(self, time: float, what: str, priority: Priority = Priority.DEFAULT) -> Event:
        event = Event(time, self.say, priority, [what])
        self._event_list.add_event(event)
        return event


def write(model: Diary, what: str) -> None:
    assert model.time == model.ocean.now  # the two clocks agree whenever somebody acts
    model.diary.append((model.time, what))


def passing(wait: float | None = None, kind: type[Diary] = Diary) -> Diary:
    """A watch that looks out to 3 nm, and one that passes over it at 20 kn from 13 nm off."""
    fleet = new_fleet(2)
    fleet["id"], fleet["suite"], fleet["wants"] = [1, 2], [0, -1], [s.WANTS_CONTACT, 0]
    fleet["mode"], fleet["x"], fleet["vx"] = [s.FREE, s.ENDLESS], [0.0, -13.0], [0.0, 20.0]
    ocean = Ocean(fleet, [Suite([{(0, 0): Law.definite(3.0)}])], 1, Environment.constant(), starts=np.zeros(2))
    return manned(ocean, wait, kind)


def manned(ocean: Ocean, wait: float | None = None, kind: type[Diary] = Diary) -> Diary:
    names = [str(row) for row in range(len(ocean.fleet))]

    def aboard(world: World) -> Company:
        bridges = [world.bridge(row) for row in range(len(names))]
        crew = [Watch(world, name, bridge, bridge) for name, bridge in zip(names, bridges, strict=True)]
        for agent in crew:
            agent.wait = wait
        return Company(crew)

    return kind(ocean, names=names, crews=aboard)


def crowd(seed: int) -> Diary:
    """Twelve that roam and look at each other at random; each contact sets a timer."""
    fleet = new_fleet(12)
    fleet["id"], fleet["suite"], fleet["wants"] = np.arange(12) + 1, 0, s.WANTS_CONTACT
    fleet["mode"], fleet["area"], fleet["speed"] = s.ROAMING, 0, 11.0
    suite = Suite([{(0, 0): Law.rate(4.0, 2.0)}])
    box = np.array([(0.0, 0.0), (15.0, 0.0), (15.0, 15.0), (0.0, 15.0)])
    return manned(Ocean(fleet, [suite], 1, Environment.constant(), starts=np.zeros(12), areas=[box], seed=seed), 0.3)


# ---- Mesa alone ------------------------------------------------------------------------------------------------------


def test_the_order_of_events_at_one_time() -> None:
    """By priority, then in the order of their making; the stored priority is comparable with the enumeration."""
    model = passing()
    for what, priority in [("b", Priority.DEFAULT), ("d", Priority.LOW), ("a", Priority.HIGH), ("c", Priority.DEFAULT)]:
        event = model.add(0.2, what, priority)
        assert event.priority == priority
    model.run_until(0.3)
    assert model.diary == [(0.2, what) for what in "abcd"]


def test_a_cancelled_head_stays_in_the_list_until_it_is_popped() -> None:
    events = mesa.time.EventList()
    model = passing()
    first, second = (Event(t, model.say, Priority.DEFAULT, ["x"]) for t in (0.1, 0.2))
    for event in (first, second):
        events.add_event(event)
    first.cancel()
    assert events._events[0] is first
    assert first.CANCELED
    assert events.pop_event() is second
    assert events._events == []


def test_a_lambda_is_refused_and_a_dead_owner_is_silent() -> None:
    with pytest.raises(ValueError, match="alive"):
        Event(1.0, lambda: None)
    event = Event(1.0, passing().say, Priority.DEFAULT, ["x"])
    event.execute()  # the model is gone, and nothing happens


# ---- the pump --------------------------------------------------------------------------------------------------------


def test_every_way_to_run_goes_through_the_pump() -> None:
    model = passing()
    model.step()
    model.run_for(0.5)
    model.run_until(4.0)
    assert model.targets == [1.0, 1.5, 4.0]
    assert model.time == model.ocean.now == 4.0


def test_the_hourly_step() -> None:
    """At 1 h, 2 h ... whatever the pieces in which time passes."""
    model = passing()
    for t in (0.4, 0.99, 1.0, 1.01, 3.5):
        model.run_until(t)
        assert model.hours == model.steps == int(t)


def test_at_one_instant_reports_come_before_decisions_and_timers_behind() -> None:
    model = passing()
    model.add(MEETING, "timer")
    model.post._expect([Delivery(MEETING, 0, 0, Report(1, Kind.UPDATE, 0.0, (), 0))])
    model.run_until(1.0)
    assert model.diary == [(MEETING, what) for what in ("report", "contact", "timer")]


def test_cancelled_heads_do_not_hold_up_the_ocean() -> None:
    """Nor do they happen; the contact comes between them."""
    model = passing()
    for event in [model.add(t, "cancelled") for t in (0.2, 0.3, MEETING, 0.6)]:
        event.cancel()
    model.add(0.7, "timer")
    model.run_until(1.0)
    assert model.diary == [(MEETING, "contact"), (0.7, "timer")]


def test_an_empty_list_of_events() -> None:
    model = passing()
    model._event_list.clear()
    model.run_until(30.0)
    assert model.diary == [(MEETING, "contact")]
    assert model.time == 30.0
    assert model.hours == 0


@pytest.mark.parametrize("wait", [0.0, 0.1])
def test_a_timer_that_a_decision_sets_before_the_head_is_taken_first(wait: float) -> None:
    model = passing(wait)
    model.add(0.7, "head")
    model.run_until(1.0)
    assert model.diary == [(MEETING, "contact"), (MEETING + wait, "timer 7"), (0.7, "head")]


def test_an_event_that_adds_an_event_at_its_own_time() -> None:
    model = passing()
    model._event_list.add_event(Event(0.2, model.add, Priority.DEFAULT, [0.2, "again"]))
    model.run_until(0.2)
    assert model.diary == [(0.2, "again")]


def test_time_does_not_run_backwards_nor_for_ever() -> None:
    model = passing()
    model.run_until(2.0)
    with pytest.warns(RuntimeWarning):
        model.run_until(1.0)
    for until in (math.inf, math.nan):
        with pytest.raises(ValueError, match="cannot run until"):
            model.run_until(until)
    assert model.time == 2.0


def test_a_user_schedules_events_as_on_any_model() -> None:
    model = passing()
    model.schedule_event(model.shout, at=0.25)
    model.schedule_event(model.shout, after=0.75)
    model.run_for(1.0)
    assert model.diary == [(0.25, "user"), (MEETING, "contact"), (0.75, "user")]


# ---- what users build on it ------------------------------------------------------------------------------------------


def gains(model: Diary) -> int:
    return model.ocean.work()["gains"]


class Collecting(Diary):
    """A model with a DataCollector, as in any Mesa tutorial."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.collector = mesa.DataCollector(model_reporters={"gains": gains, "hour": "time"})

    def step(self) -> None:
        self.collector.collect(self)


def test_a_data_collector() -> None:
    """Collected at each full hour; the contact of the first is in it."""
    model = passing(kind=Collecting)
    assert isinstance(model, Collecting)
    for _ in range(3):
        model.step()
    table = model.collector.get_model_vars_dataframe()
    assert list(table["gains"]) == [1, 1, 1]
    assert list(table["hour"]) == [1.0, 2.0, 3.0]


def test_steps_and_one_go_are_the_same() -> None:
    """24 steps, one run, uneven pieces: the same bytes of the core's logs, and the same diary."""
    runs = []
    for pieces in (range(1, 25), [24], np.linspace(0.0, 24.0, 100)[1:]):
        model = crowd(5)
        for t in pieces:
            model.run_until(float(t))
        runs.append((model.ocean.notes().tobytes(), model.ocean.legs().tobytes(), model.diary))
    stepped = crowd(5)
    for _ in range(24):
        stepped.step()
    runs.append((stepped.ocean.notes().tobytes(), stepped.ocean.legs().tobytes(), stepped.diary))
    assert len(runs[0][2]) > 100
    assert all(run == runs[0] for run in runs)


def test_two_models_alive_in_one_process() -> None:
    """Stepped in turn: each as if it were alone."""
    alone = crowd(6)
    alone.run_until(12.0)
    one, other = crowd(6), crowd(7)
    for _ in range(12):
        one.step()
        other.step()
    assert one.diary == alone.diary != other.diary
