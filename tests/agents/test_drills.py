"""A ship in an exercise: what it still does, what it finishes first, and when it comes late."""

from agents.patrol.test_craft import doing
from agents.patrol.test_replenishment import ship
from guardship.agents import Patrol, Task
from guardship.agents.drills import Exercise
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.stations import Beat
from guardship.coalition.interoperability import Interoperability
from guardship.reasons import Reason

CALL = Task(1, 1, True, 0.0, 0.0, 0.0, 0.0, 0.0)
SUSPECT = CALL._replace(distress=False)


def exercise(unit: Patrol, answers: bool = False) -> Exercise:
    there = Beat.of([(9.0, 9.0)], loop=False)
    return Exercise("x", [("a", unit)], ["b"], there, 48.0, 0.5, answers, Interoperability(initial=0.0))


def test_it_goes_when_its_task_is_done() -> None:
    unit, _, helm = ship()
    unit.on_tasked(CALL)
    drill = exercise(unit)
    drill.on_begin()
    assert doing(unit) is Duty.RESPOND and drill.there == set()
    unit.return_to_station()
    assert doing(unit) is Duty.EXERCISE and drill.there == {"p/0"}
    assert helm.told[-1] != "available"
    drill.on_end()
    assert unit.free and unit.exercise is None and helm.told[-1] == "available"
    assert drill.interoperability.level("a", "b", 48.0) == 0.5


def test_who_never_came_has_learned_nothing() -> None:
    unit, _, _ = ship()
    unit.on_tasked(CALL)
    drill = exercise(unit)
    drill.on_begin()
    drill.on_end()
    assert doing(unit) is Duty.RESPOND
    assert drill.interoperability.level("a", "b", 48.0) == 0.0
    unit.return_to_station()
    assert unit.free


def test_calls_for_help_where_they_are_answered_and_nothing_else() -> None:
    unit, _, _ = ship()
    exercise(unit).on_begin()
    assert unit.offer(CALL) is unit.offer(SUSPECT) is Reason.IN_EXERCISE
    unit, _, _ = ship()
    drill = exercise(unit, answers=True)
    drill.on_begin()
    assert not isinstance(unit.offer(CALL), Reason) and unit.offer(SUSPECT) is Reason.IN_EXERCISE
    unit.on_tasked(CALL)
    unit.return_to_station()
    assert doing(unit) is Duty.EXERCISE


def test_from_port_it_comes_late_and_it_stays_to_the_end() -> None:
    unit, logistics, _ = ship()
    logistics.on_due(0)
    unit.on_arrival()
    drill = exercise(unit)
    drill.on_begin()
    assert doing(unit) is Duty.IN_PORT
    logistics.on_ready()
    assert doing(unit) is Duty.EXERCISE
    logistics.on_due(1)
    assert doing(unit) is Duty.EXERCISE
    drill.on_end()
    assert doing(unit) is Duty.TO_PORT


def test_one_exercise_at_a_time() -> None:
    unit, _, _ = ship()
    first, second = exercise(unit), exercise(unit)
    first.on_begin()
    second.on_begin()
    second.on_end()
    assert doing(unit) is Duty.EXERCISE and second.there == set()
