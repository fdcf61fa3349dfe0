"""The command of a holder: it takes what arrives into the picture and gives tasks to its units."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot
from typing import Any, Protocol

import mesa

from guardship.agents.patrol import Patrol
from guardship.agents.ports import Task
from guardship.intelligence import Kind, Picture, Report, Track
from guardship.reasons import Reason

FRESH = 1.0  # h for which a call that nobody could answer waits for a unit, assumed
REDIRECTS = 2.0  # nm: a track found so far from where it was believed to be is worth a new course, assumed
# why no unit goes: of several reasons the one that came nearest to going
NEARNESS = (
    Reason.OUT_OF_REACH, Reason.BEYOND_RETURN, Reason.CREW_REST, Reason.TURNAROUND, Reason.VISIBILITY,
    Reason.WRONG_LIGHT, Reason.WEATHER, Reason.IN_PORT, Reason.IN_EXERCISE, Reason.TOO_FAR,
)  # fmt: skip


class Office(Protocol):
    """What a command can do beside reading its picture."""

    @property
    def time(self) -> float:
        """Now [h]."""
        ...

    def note(self, kind: str, reason: Reason | None = None, unit: str = "", track: int = 0, report: int = 0) -> None:
        """Write a line of the log."""
        ...

    def caveat(self, report: Report) -> Reason | None:
        """Why the nation does not answer a call for help, which names the ship's flag; None when it does."""
        ...


@dataclass(slots=True)
class Call:
    """What calls for units: somebody to be there first, and somebody who can board.

    `heard`: when its track was last reported [h]; `why`: why nobody went when last asked.
    """

    track: Track
    report: Report
    there: bool
    team: bool = False
    heard: float = 0.0
    why: Reason | None = None

    @property
    def answered(self) -> bool:
        """Whether all that it needs has been sent."""
        return self.there and self.team


class Command(mesa.Agent):  # type: ignore[misc]
    """One holder's command: its picture, its units, and the rule by which a call for help is answered."""

    def __init__(self, model: Any, name: str, picture: Picture, office: Office) -> None:
        super().__init__(model)
        self.name = name
        self.picture = picture
        self.office = office
        self.units: list[Patrol] = []
        self.reserve = 0  # so many of the units that could go are kept back
        self.answered: dict[int, Call] = {}
        self.waiting: dict[int, Call] = {}
        self.refused: set[tuple[int, str]] = set()

    def on_report(self, report: Report) -> None:
        """A report has arrived: into the picture, and a task when it calls for one."""
        track = self.picture.take(report, self.office.time)
        if isinstance(track, Reason):
            self.office.note("not_taken", track, report=report.id)
            return
        self.office.note("taken", track=track.id, report=report.id)
        self.redirect(track, report)
        waits = self.waiting.get(track.id)
        if waits is not None:
            waits.heard = report.time_made
            self.answer(waits)  # it may have been made to stop
            return
        call = self.call_of(track, report)
        if call is None:
            return
        caveat = self.office.caveat(report) if report.kind is Kind.DISTRESS else None
        if caveat is not None:
            self.office.note("no_unit", caveat, track=track.id, report=report.id)
            return
        if track.id in self.answered:
            self.office.note("no_unit", Reason.ALREADY_TASKED, track=track.id, report=report.id)
        else:
            call.heard = report.time_made
            self.waiting[track.id] = call
            self.answer(call)

    def call_of(self, track: Track, report: Report) -> Call | None:
        """What a report calls for: a call for help does, and a suspicious contact that its observer cannot board."""
        if report.kind is Kind.DISTRESS:
            return Call(track, report, there=False)
        if report.kind is not Kind.CONTACT or report.use == "information":
            return None
        at_it = [unit for unit in self.units if any(unit.works_on(seen) for seen in report.observations)]
        if any(unit.can_board for unit in at_it):
            return None
        return Call(track, report, there=bool(at_it))

    def answer(self, call: Call) -> None:
        """Send the unit that can be there first, and the first that can board if that one cannot."""
        if not call.there:
            unit = self.send(call, self.units)
            call.there = unit is not None
            call.team = call.team or (unit is not None and unit.can_board)
        if call.there and not call.team:
            call.team = self.send(call, [unit for unit in self.units if unit.can_board]) is not None
        if call.answered:
            self.answered[call.track.id] = call
            self.waiting.pop(call.track.id, None)

    def send(self, call: Call, units: Iterable[Patrol]) -> Patrol | None:
        """Task the best of some units; one that refuses is not asked again for the same track."""
        track, report = call.track, call.report
        task = self.task(track, report)
        while True:
            unit, why = self.pick([u for u in units if (track.id, u.name) not in self.refused], task)
            if unit is None:
                if why is not call.why:
                    self.office.note("no_unit", why, track=track.id, report=report.id)
                call.why = why
                return None
            self.office.note("tasked", unit=unit.name, track=track.id, report=report.id)
            if unit.on_tasked(task) is not False:
                return unit
            self.refused.add((track.id, unit.name))

    def task(self, track: Track, report: Report) -> Task:
        """To make for where a track is believed to be now."""
        state = track.state(self.office.time)
        distress = report.kind is Kind.DISTRESS
        return Task(track.id, report.id, distress, state.x, state.y, state.vx, state.vy, self.office.time)

    def pick(self, units: Iterable[Patrol], task: Task) -> tuple[Patrol | None, Reason]:
        """The unit that can be there first, ties to the first by name; else why the nearest to going does not."""
        offers = [(unit.offer(task), unit.name, unit) for unit in units]
        able = [(hours, name, unit) for hours, name, unit in offers if not isinstance(hours, Reason)]
        if able and len(able) <= self.reserve:
            return None, Reason.KEPT_IN_RESERVE
        if able:
            return min(able, key=lambda one: one[:2])[2], Reason.NO_UNIT_FREE
        given = {why for why, _, _ in offers}
        return None, next((why for why in NEARNESS if why in given), Reason.NO_UNIT_FREE)

    def redirect(self, track: Track, report: Report) -> None:
        """Units under way to a track that turns out to be elsewhere are told."""
        for unit in self.units:
            if unit.datum is not None and unit.datum.track == track.id:
                task = self.task(track, report)
                x, y = unit.believed(unit.datum)
                if hypot(task.x - x, task.y - y) > REDIRECTS:
                    unit.on_redirected(task)

    def on_relief(self, track: int) -> None:
        """A unit has a contact of its own of a track: whoever has shadowed it for a relief can go."""
        found = self.picture.track(track, self.office.time)
        if isinstance(found, Reason):
            return
        for unit in self.units:
            if found.holding.get(unit.radio.call_sign, 0) == unit.quarry != 0:
                unit.on_relieved()

    def on_declined(self, track: int, name: str) -> None:
        """A unit that was tasked cannot go after all: another one, while the call is fresh."""
        self.refused.add((track, name))
        call = self.answered.pop(track, None) or self.waiting.get(track)
        if call is None:
            return
        call.there = False
        call.team = call.team and not any(unit.can_board for unit in self.units if unit.name == name)
        self.waiting[track] = call
        if not call.track.ended and self.office.time - call.heard <= FRESH:
            self.answer(call)

    def on_available(self) -> None:
        """A unit is free again: for the calls that wait, the oldest first, while they are fresh."""
        for number, call in list(self.waiting.items()):
            if call.track.ended or self.office.time - call.heard > FRESH:
                del self.waiting[number]
            elif number in self.waiting:
                self.answer(call)
