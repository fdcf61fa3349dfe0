"""The command of a holder: it takes what arrives into the picture and gives tasks to its units."""

from collections.abc import Sequence
from math import inf
from typing import Any, Protocol

import mesa

from guardship.agents.patrol import Patrol
from guardship.agents.ports import Task
from guardship.intelligence import Kind, Picture, Report, Track
from guardship.reasons import Reason

FRESH = 1.0  # h for which a call that nobody could answer waits for a unit, assumed


class Office(Protocol):
    """What a command can do beside reading its picture."""

    @property
    def time(self) -> float:
        """Now [h]."""
        ...

    def note(self, kind: str, reason: Reason | None = None, unit: str = "", track: int = 0, report: int = 0) -> None:
        """Write a line of the log."""
        ...


class Command(mesa.Agent):  # type: ignore[misc]
    """One holder's command: its picture, its units, and the rule by which a call for help is answered."""

    def __init__(self, model: Any, name: str, picture: Picture, office: Office) -> None:
        super().__init__(model)
        self.name = name
        self.picture = picture
        self.office = office
        self.units: list[Patrol] = []
        self.answered: set[int] = set()
        self.waiting: dict[int, tuple[Track, Report]] = {}
        self.refused: set[tuple[int, str]] = set()

    def on_report(self, report: Report) -> None:
        """A report has arrived: into the picture, and a task when it calls for one."""
        track = self.picture.take(report, self.office.time)
        if isinstance(track, Reason):
            self.office.note("not_taken", track, report=report.id)
            return
        self.office.note("taken", track=track.id, report=report.id)
        if not self.calls_for_a_unit(report):
            return
        if track.id in self.answered:
            self.office.note("no_unit", Reason.ALREADY_TASKED, track=track.id, report=report.id)
        else:
            self.answer(track, report)

    def calls_for_a_unit(self, report: Report) -> bool:
        """A call for help does, and a suspicious contact that the ship which holds it cannot look into itself."""
        if report.kind is Kind.DISTRESS:
            return True
        return report.kind is Kind.CONTACT and not any(
            unit.works_on(seen) for unit in self.units for seen in report.observations
        )

    def answer(self, track: Track, report: Report) -> None:
        """Send the free unit that can be there first; without one the call waits."""
        state = track.state(self.office.time)
        distress = report.kind is Kind.DISTRESS
        task = Task(track.id, report.id, distress, state.x, state.y, state.vx, state.vy, self.office.time)
        self.waiting[track.id] = track, report
        unit, why = self.pick([unit for unit in self.units if (track.id, unit.name) not in self.refused], task)
        if unit is None:
            self.office.note("no_unit", why, track=track.id, report=report.id)
            return
        self.office.note("tasked", unit=unit.name, track=track.id, report=report.id)
        if unit.on_tasked(task) is False:
            self.refused.add((track.id, unit.name))
            self.answer(track, report)
            return
        self.answered.add(track.id)
        self.waiting.pop(track.id, None)

    def on_available(self) -> None:
        """A unit is free again: for the calls that wait, the oldest first, while they are fresh."""
        for number, (track, report) in list(self.waiting.items()):
            if track.ended or self.office.time - report.time_made > FRESH:
                del self.waiting[number]
            elif number in self.waiting:
                self.answer(track, report)

    def pick(self, units: Sequence[Patrol], task: Task) -> tuple[Patrol | None, Reason]:
        """The free unit with the least time to meet, ties to the first by name; else why the nearest to it fails."""
        free = [unit for unit in units if unit.free and unit.doctrine.responds > 0.0]
        near = [unit for unit in free if unit.distance(task.x, task.y) <= unit.doctrine.responds]
        times = [
            (unit.helm.time_to_meet(task.x, task.y, task.vx, task.vy, unit.doctrine.top), unit.name, unit)
            for unit in near
        ]
        best = min(times, key=lambda one: one[:2], default=None)
        if best is not None and best[0] < inf:
            return best[2], Reason.NO_UNIT_FREE
        return None, Reason.OUT_OF_REACH if near else Reason.TOO_FAR if free else Reason.NO_UNIT_FREE
