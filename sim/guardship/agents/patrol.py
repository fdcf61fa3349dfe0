"""Patrol ships: beats, investigation, pursuit, boarding, and the search when the quarry is not where it should be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import cos, hypot, inf, pi, sin
from typing import Any

from guardship.agents.ports import Helm, Point, Radio, Sighting, Task
from guardship.agents.vessel import Vessel
from guardship.intelligence import Observation
from guardship.reasons import Reason


@dataclass(frozen=True, slots=True)
class Doctrine:
    """How a patrol ship works. Speeds [kn], lengths [nm], times [h]; `takes` is a quantile function."""

    cruise: float
    top: float
    investigates: float = inf
    responds: float = inf
    near_datum: float = 10.0
    search_for: float = 2.0
    search_radius: float = 10.0
    takes: Callable[[float], float] = lambda u: 1.0
    succeeds: float = 1.0
    finds: float = 1.0
    detains: float = 1.0


class Duty(Enum):
    """What a patrol ship is doing."""

    PATROL = auto()
    RESPOND = auto()
    PURSUE = auto()
    SEARCH = auto()
    BOARD = auto()


class Patrol(Vessel):
    """Keeps its beat; leaves it for a suspicious contact or for a task, and comes back."""

    role = "patrol"

    def __init__(
        self, model: Any, name: str, helm: Helm, radio: Radio, doctrine: Doctrine, beat: Sequence[Point] = ()
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.doctrine = doctrine
        self.beat = tuple(beat)
        self.duty = Duty.PATROL
        self.quarry = 0
        self.datum: Task | None = None
        self.last: Sighting | None = None
        self.searching_until = 0.0

    @property
    def free(self) -> bool:
        """Whether a task can be given."""
        return self.duty is Duty.PATROL

    def works_on(self, seen: Observation) -> bool:
        """Whether an observation is of what this ship is after."""
        return self.quarry != 0 and (seen.by, seen.contact) == (self.radio.call_sign, self.quarry)

    def on_classified(self, seen: Sighting) -> None:
        self.consider(seen)
        self.radio.report(seen, "contact")

    def on_update(self, seen: Sighting) -> None:
        self.radio.report(seen, "update")
        if seen.contact == self.quarry:
            self.last = seen

    def on_contact(self, seen: Sighting) -> None:
        """While making for a datum or searching, whatever small craft turns up near it is what was looked for."""
        if self.duty not in (Duty.RESPOND, Duty.SEARCH) or self.datum is None or self.is_ship(seen):
            return
        x, y = self.believed(self.datum)
        if hypot(seen.x - x, seen.y - y) <= self.doctrine.near_datum:
            self.pursue(seen)

    def is_ship(self, seen: Sighting) -> bool:
        """A merchant ship or a warship is not what a patrol hunts."""
        return seen.hull in self.model.law_abiding

    def consider(self, seen: Sighting) -> None:
        """Close a suspicious contact, or say why not."""
        if self.duty in (Duty.PURSUE, Duty.BOARD):
            self.helm.note("declined", Reason.UNIT_BUSY, contact=seen.contact)
        elif self.distance(seen.x, seen.y) > self.doctrine.investigates:
            self.helm.note("declined", Reason.TOO_FAR, contact=seen.contact)
        else:
            self.pursue(seen)

    def pursue(self, seen: Sighting) -> None:
        """Make for a held contact at top speed."""
        if self.duty is Duty.RESPOND and self.datum is not None:
            self.helm.note("on_scene", track=self.datum.track, report=self.datum.report)
        self.duty = Duty.PURSUE
        self.quarry = seen.contact
        self.last = seen
        self.helm.note("pursuit", contact=seen.contact)
        self.helm.chase(seen.contact, self.doctrine.top)

    def on_tasked(self, task: Task) -> None:
        """Make for where the track is believed to be."""
        self.datum = task
        self.duty = Duty.RESPOND
        self.helm.attend(True)
        age = self.helm.time - task.time
        x, y = task.x + task.vx * age, task.y + task.vy * age
        hours = self.helm.time_to_meet(x, y, task.vx, task.vy, self.doctrine.top)
        if hours == inf:
            self.decline(task, Reason.OUT_OF_REACH)
        elif not self.helm.sail([(x + task.vx * hours, y + task.vy * hours)], self.doctrine.top):
            self.decline(task, Reason.NO_WATER)

    def decline(self, task: Task, why: Reason) -> None:
        """Go back to the beat instead."""
        self.helm.note("declined", why, track=task.track, report=task.report)
        self.return_to_beat()

    def on_arrival(self) -> None:
        if self.duty is Duty.RESPOND and self.datum is not None:
            x, y = self.believed(self.datum)
            self.helm.note("on_scene", track=self.datum.track, report=self.datum.report)
            self.search(x, y)
        elif self.duty is Duty.SEARCH:
            if self.helm.time < self.searching_until:
                x, y = self.helm.position()
                self.spiral(x, y)
            else:
                self.helm.note("search_ended", Reason.NOT_FOUND)
                self.return_to_beat()

    def on_contact_lost(self, contact: int) -> None:
        if self.duty is Duty.PURSUE and contact == self.quarry:
            self.helm.note("pursuit_ended", Reason.CONTACT_LOST, contact=contact)
            self.search_last()

    def on_missed(self, contact: int) -> None:
        if self.duty is Duty.PURSUE:
            self.helm.note("pursuit_ended", Reason.NOT_FOUND, contact=contact)
            self.search_last()

    def on_unreachable(self, contact: int) -> None:
        if self.duty is Duty.PURSUE:
            self.helm.note("pursuit_ended", Reason.OUT_OF_REACH, contact=contact)
            self.return_to_beat()

    def on_departed(self, contact: int) -> None:
        if self.duty is Duty.PURSUE:
            self.helm.note("pursuit_ended", Reason.QUARRY_GONE, contact=contact)
            self.return_to_beat()

    def on_intercept(self, contact: int) -> None:
        self.duty = Duty.BOARD
        if not self.helm.board(contact):
            self.helm.note("pursuit_ended", Reason.QUARRY_GONE, contact=contact)
            self.return_to_beat()

    def on_boarding_done(self, found: bool) -> None:
        self.return_to_beat()

    def search_last(self) -> None:
        """Search where the lost quarry was last seen."""
        seen = self.last
        if seen is None:
            self.return_to_beat()
            return
        age = self.helm.time - seen.time
        self.search(seen.x + seen.vx * age, seen.y + seen.vy * age)

    def search(self, x: float, y: float) -> None:
        """Begin a datum search at (x, y)."""
        self.duty = Duty.SEARCH
        self.quarry = 0
        self.helm.attend(True)
        if self.datum is None:
            self.datum = Task(0, 0, False, x, y, 0.0, 0.0, self.helm.time)
        self.searching_until = self.helm.time + self.doctrine.search_for
        self.helm.note("search")
        self.spiral(x, y)

    def spiral(self, x: float, y: float) -> None:
        """One round of an expanding search about the datum."""
        r = self.doctrine.search_radius
        points = [(x + r * k / 8 * cos(pi / 4 * k), y + r * k / 8 * sin(pi / 4 * k)) for k in range(9)]
        if not self.helm.sail(points, self.doctrine.cruise):
            self.helm.note("search_ended", Reason.NO_WATER)
            self.return_to_beat()

    def return_to_beat(self) -> None:
        """Back on patrol."""
        self.duty = Duty.PATROL
        self.quarry = 0
        self.datum = None
        self.last = None
        self.helm.attend(False)
        self.helm.note("on_beat")
        if self.beat:
            self.helm.sail(self.beat, self.doctrine.cruise, loop=True)
        else:
            self.helm.hold()

    def believed(self, task: Task) -> Point:
        """Where the datum is by now."""
        age = self.helm.time - task.time
        return task.x + task.vx * age, task.y + task.vy * age

    def distance(self, x: float, y: float) -> float:
        """From own position [nm]."""
        a, b = self.helm.position()
        return hypot(x - a, y - b)
