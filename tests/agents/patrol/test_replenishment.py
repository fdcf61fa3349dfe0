"""Replenishment: what is under way is finished first, and a ship that is not there answers nothing."""

from typing import Any

import mesa

from guardship.agents import Patrol, Task
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.replenishment import Cycle, Logistics
from guardship.agents.patrol.stations import Beat
from guardship.reasons import Reason

from .test_craft import doing
from .test_unit import Stub

TASK = Task(1, 1, True, 0.0, 0.0, 0.0, 0.0, 0.0)


def ship() -> tuple[Patrol, Logistics, Stub]:
    helm: Any = Stub()
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


def test_the_end_of_an_earlier_time_on_station_is_no_end_of_this_one() -> None:
    unit, logistics, _ = ship()
    logistics.times = 2
    logistics.on_due(1)
    assert unit.free and not logistics.due
