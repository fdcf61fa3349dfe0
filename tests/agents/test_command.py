"""Who is sent: the first who can be there, somebody who can board, another one when a unit cannot go after all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import mesa
import pytest

from guardship.agents import Task
from guardship.agents.command import Command
from guardship.intelligence import Kind, Observation, Picture, Report
from guardship.reasons import Reason


@dataclass
class Unit:
    """A unit that offers what it is told to and writes down its tasks."""

    name: str
    hours: float | Reason
    can_board: bool = False
    takes: bool = True
    quarry: int = 0
    datum: Task | None = None
    tasks: list[Task] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def offer(self, task: Task) -> float | Reason:
        return Reason.UNIT_BUSY if self.datum else self.hours

    def on_tasked(self, task: Task) -> bool:
        self.tasks.append(task)
        self.datum = task if self.takes else None
        return self.takes

    def works_on(self, seen: Observation) -> bool:
        return False

    def believed(self, task: Task) -> tuple[float, float]:
        return task.x, task.y

    def on_redirected(self, task: Task) -> None:
        self.told.append(f"redirected to {task.x:.0f}")

    def on_relieved(self) -> None:
        self.told.append("relieved")

    @property
    def radio(self) -> Any:
        return self

    call_sign = 7


class Desk:
    """An office at a time."""

    time = 0.0
    holder = 0

    def __init__(self) -> None:
        self.notes: list[tuple[str, Reason | None, str]] = []
        self.hours: dict[str, float] = {}
        self.timers: list[tuple[float, Callable[..., None], tuple[Any, ...]]] = []
        self.refuses: set[str] = set()
        self.claims: list[float] = []
        self.told: list[Report] = []

    def caveat(self, report: Report) -> Reason | None:
        return None

    def takes(self, unit: str, report: int) -> float:
        return self.hours.get(unit, 0.0)

    def usually(self, unit: str) -> float:
        return self.hours.get(unit, 0.0)

    def later(self, hours: float, what: Callable[..., None], *args: Any) -> None:
        self.timers.append((self.time + hours, what, args))

    def refusal(self, unit: str, report: int) -> Reason | None:
        return Reason.PARTNER_REFUSED if unit in self.refuses else None

    def claim(self, report: Report, until: float) -> None:
        self.claims.append(until)

    def inform(self, report: Report) -> None:
        self.told.append(report)

    def missed(self, task: Task, why: Reason) -> None:
        pass

    def note(
        self, kind: str, reason: Reason | None = None, unit: str = "", track: int = 0, report: int = 0, asked: str = "",
    ) -> None:  # fmt: skip
        self.notes.append((kind, reason, unit))


def report(number: int, x: float = 10.0, kind: Kind = Kind.DISTRESS, time: float = 0.0) -> Report:
    """A report of one contact of one vessel."""
    return Report(
        number, kind, time, (Observation((1, number), time, x, 0.0, 0.0, 0.0, 0.1, 0.1, "dhow", True, 5, 1),), 0
    )


def command(*units: Unit) -> tuple[Command, Desk]:
    office = Desk()
    made = Command(mesa.Model(rng=1), "c", Picture(0), office)
    made.units = list(units)  # type: ignore[arg-type]
    return made, office


def sent(units: Sequence[Unit]) -> list[str]:
    return [unit.name for unit in units if unit.tasks]


def test_the_first_there_and_somebody_who_can_board() -> None:
    units = Unit("far", 3.0, True), Unit("air", 0.5), Unit("near", 1.0, True), Unit("busy", Reason.UNIT_BUSY, True)
    made, _ = command(*units)
    made.on_report(report(1))
    assert sent(units) == ["air", "near"] and not made.waiting
    made.on_report(report(2, 10.1, time=0.1))
    assert [len(unit.tasks) for unit in units] == [0, 1, 1, 0]  # answered is answered


def test_who_boards_and_is_first_goes_alone() -> None:
    units = Unit("ship", 0.5, True), Unit("air", 1.0)
    command(*units)[0].on_report(report(1))
    assert sent(units) == ["ship"]


def test_another_one_goes_when_a_unit_cannot_after_all_while_the_call_is_fresh() -> None:
    for age, expected in ((0.5, ["air", "other", "ship"]), (1.5, ["air", "ship"])):
        units = Unit("air", 0.2), Unit("other", 0.4), Unit("ship", 0.9, True)
        made, office = command(*units)
        made.on_report(report(1))
        office.time = age
        made.on_declined(next(iter(made.answered)), "air")
        assert sent(units) == expected


def test_a_unit_that_refuses_is_not_asked_again() -> None:
    units = Unit("a", 0.2, True, takes=False), Unit("b", 0.4, True)
    made, _ = command(*units)
    made.on_report(report(1))
    assert sent(units) == ["a", "b"] and len(units[0].tasks) == 1


@pytest.mark.parametrize(("age", "comes"), [(0.9, True), (1.1, False)])
def test_a_call_waits_for_a_unit_while_it_is_fresh(age: float, comes: bool) -> None:
    unit = Unit("ship", Reason.TOO_FAR, True)
    made, office = command(unit)
    made.on_report(report(1))
    assert office.notes[-1][:2] == ("no_unit", Reason.TOO_FAR)
    office.time, unit.hours = age, 0.3
    made.on_available()
    assert bool(unit.tasks) == comes and not made.waiting


def test_a_call_is_looked_at_again_when_its_track_is_reported_again() -> None:
    """What fled has been halted meanwhile. Nothing is said twice."""
    unit = Unit("ship", Reason.OUT_OF_REACH, True)
    made, office = command(unit)
    made.on_report(report(1))
    office.time = 0.3
    made.on_report(report(2, 10.1, Kind.UPDATE, 0.1))
    assert not unit.tasks and sum(kind == "no_unit" for kind, _, _ in office.notes) == 1
    unit.hours = 0.4
    made.on_report(report(3, 10.2, Kind.UPDATE, 0.2))
    assert len(unit.tasks) == 1 and not made.waiting


def test_who_is_under_way_is_told_where_the_track_is_now() -> None:
    unit = Unit("ship", 0.5, True)
    made, office = command(unit)
    made.on_report(report(1))
    office.time = 0.2
    made.on_report(report(2, 10.5, Kind.UPDATE, 0.2))
    assert unit.told == []  # within what it is worth
    office.time = 0.3
    for k in range(3, 7):
        made.on_report(report(k, 14.0, Kind.UPDATE, 0.1 * k))
        office.time = 0.1 * k + 0.1
    assert unit.told and unit.told[-1].startswith("redirected to 1")


def test_whoever_shadows_is_relieved_by_a_contact_of_his_relief() -> None:
    shadow, other = Unit("air", Reason.UNIT_BUSY, quarry=5), Unit("far", Reason.UNIT_BUSY, quarry=8)
    shadow.call_sign, other.call_sign = 1, 2
    made, _ = command(shadow, other)
    made.on_report(report(1))
    (track,) = made.waiting
    made.on_relief(track)
    assert shadow.told == ["relieved"] and other.told == []
