"""Replenishment: what is under way is finished first, and a ship that is not there answers nothing."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import mesa
import pytest

from guardship.agents import Patrol, Task
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.replenishment import Cycle, Logistics
from guardship.agents.patrol.stations import Beat
from guardship.reasons import Reason

from .test_craft import doing
from .test_unit import Stub, seen

TASK = Task(1, 1, True, 0.0, 0.0, 0.0, 0.0, 0.0)


class Port(Stub):
    """A helm that also writes down its timers; there may be no water."""

    def __init__(self) -> None:
        super().__init__()
        self.timers: list[tuple[float, str]] = []
        self.water = True

    def sail(self, points: Any, speed: float, loop: bool = False) -> bool:
        return super().sail(points, speed, loop) and self.water

    def later(self, hours: float, what: str, *args: int) -> None:
        self.timers.append((hours, what))


def ship() -> tuple[Patrol, Logistics, Port]:
    helm: Any = Port()
    logistics = Logistics(Cycle(lambda u: 200.0, lambda u: 50.0, (30.0, 40.0)))
    station = Beat.of([(1.0, 1.0)], loop=False)
    return (
        Patrol(mesa.Model(rng=1), "p/0", helm, helm, Doctrine(15.0, 28.0), station, None, None, logistics),
        logistics,
        helm,
    )


def test_what_is_under_way_is_finished_first() -> None:
    unit, logistics, helm = ship()
    unit.on_tasked(TASK)
    logistics.on_due(0)
    assert [doing(unit), logistics.due] == [Duty.RESPOND, True]
    unit.return_to_station()
    assert [doing(unit), logistics.due] == [Duty.TO_PORT, False]
    assert "available" not in helm.told


def test_a_ship_on_the_way_to_port_and_in_port_answers_nothing() -> None:
    unit, logistics, helm = ship()
    assert not isinstance(unit.offer(TASK), Reason)
    logistics.on_due(0)
    assert doing(unit) is Duty.TO_PORT and unit.offer(TASK) is Reason.UNIT_BUSY
    unit.on_arrival()
    assert doing(unit) is Duty.IN_PORT and unit.offer(TASK) is Reason.UNIT_BUSY and "leave" in helm.told
    logistics.on_ready()
    assert [unit.free, logistics.outward, helm.told[-1]] == [True, True, "available"]
    unit.on_arrival()
    assert [unit.free, logistics.outward] == [True, False]


def out_of_port(water: bool = True) -> tuple[Patrol, Logistics, Port]:
    """A ship that has just put to sea, with nothing told yet but that."""
    unit, logistics, helm = ship()
    logistics.on_due(0)
    unit.on_arrival()
    helm.water = water
    logistics.on_ready()
    return unit, logistics, helm


def counts(helm: Port) -> list[float]:
    """After how many hours her times on station are over, as far as they have begun."""
    return [hours for hours, what in helm.timers if what == "logistics.on_due"]


def test_the_time_on_station_begins_there() -> None:
    unit, _, helm = out_of_port()
    assert counts(helm) == []
    unit.on_arrival()
    unit.on_arrival()
    assert counts(helm) == [200.0]


@pytest.mark.parametrize("task", ["call", "suspect", "drill"])
def test_or_with_the_first_task_on_the_way_there(task: str) -> None:
    unit, _, helm = out_of_port()
    if task == "call":
        unit.on_tasked(TASK)
    elif task == "suspect":
        unit.pursue(seen())
    else:
        drill: Any = SimpleNamespace(station=unit.station, there=set())
        unit.on_exercise(drill)
    assert counts(helm) == [200.0]
    unit.return_to_station()
    unit.on_arrival()
    assert counts(helm) == [200.0]


def test_or_at_once_where_no_water_leads_there() -> None:
    assert counts(out_of_port(water=False)[2]) == [200.0]


def test_one_that_is_on_station_at_the_start_has_begun() -> None:
    unit, _, helm = ship()
    unit.on_tasked(TASK)
    unit.return_to_station()
    unit.on_arrival()
    assert counts(helm) == []


def test_one_that_comes_for_a_stated_time_counts_from_port() -> None:
    _, logistics, helm = ship()
    logistics.cycle = replace(logistics.cycle, from_port=True)
    logistics.on_ready()
    assert counts(helm) == [200.0]


def test_what_was_due_on_the_way_in_is_not_due_after_port() -> None:
    """Recalled, her time is over before she is in; out again, she has the whole of the next one."""
    unit, logistics, _ = ship()
    logistics.on_recall()
    logistics.on_due(0)
    unit.on_arrival()
    logistics.on_return()
    logistics.on_ready()
    assert not logistics.due


def test_the_end_of_an_earlier_time_on_station_is_no_end_of_this_one() -> None:
    unit, logistics, _ = ship()
    logistics.times = 2
    logistics.on_due(1)
    assert unit.free and not logistics.due
