"""Patrol ships: beats, investigation, pursuit, boarding, and the search when the quarry is not where it should be."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from math import cos, hypot, inf, pi, sin
from typing import Any

from guardship.agents.ports import Helm, Point, Radio, Sighting, Task
from guardship.agents.stations import ANYWHERE, Station
from guardship.agents.vessel import Vessel
from guardship.intelligence import Kind, Observation
from guardship.reasons import Reason

AT_DATUM = 0.1  # nm


@dataclass(frozen=True, slots=True)
class Doctrine:
    """How a patrol ship works. Speeds [kn], lengths [nm], times [h]; `takes` is a quantile function.

    `law_abiding`: hulls that it does not hunt.
    """

    cruise: float
    top: float
    investigates: float = inf
    responds: float = inf
    near_datum: float = 10.0
    search_for: float = 2.0
    search_radius: float = 10.0
    boards: bool = True
    takes: Callable[[float], float] = lambda u: 1.0
    succeeds: float = 1.0
    finds: float = 1.0
    detains: float = 1.0
    law_abiding: frozenset[str] = frozenset()


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
        self, model: Any, name: str, helm: Helm, radio: Radio, doctrine: Doctrine, station: Station = ANYWHERE
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.doctrine = doctrine
        self.station = station
        self.duty = Duty.PATROL
        self.quarry = 0
        self.datum: Task | None = None
        self.on_scene = False
        self.last: Sighting | None = None
        self.suspects: dict[int, Sighting] = {}
        self.searches = 0

    @property
    def free(self) -> bool:
        """Whether a task can be given."""
        return self.duty is Duty.PATROL

    def works_on(self, seen: Observation) -> bool:
        """Whether an observation is of what this ship is after."""
        return self.quarry != 0 and (seen.by, seen.contact) == (self.radio.call_sign, self.quarry)

    # ---- contacts -------------------------------------------------------------------------------

    def on_classified(self, seen: Sighting) -> None:
        self.suspects[seen.contact] = seen
        self.consider(seen)
        self.radio.report(seen, Kind.CONTACT)

    def on_update(self, seen: Sighting) -> None:
        self.suspects[seen.contact] = seen
        self.radio.report(seen, Kind.UPDATE)
        if seen.contact == self.quarry:
            self.last = seen
        elif self.free and self.near_enough(seen):
            self.pursue(seen)

    def on_cleared(self, seen: Sighting) -> None:
        """The quarry looks harmless: let it go, unless somebody has called for help from it."""
        if self.duty is Duty.PURSUE and seen.contact == self.quarry and not (self.datum and self.datum.distress):
            self.helm.note("pursuit_ended", Reason.LOOKS_HARMLESS, contact=seen.contact)
            self.return_to_beat()

    def on_contact(self, seen: Sighting) -> None:
        """While making for a datum or searching, whatever small craft turns up near it is what was looked for."""
        if self.duty in (Duty.RESPOND, Duty.SEARCH) and self.fits_datum(seen):
            self.pursue(seen)

    def on_contact_lost(self, contact: int) -> None:
        seen = self.suspects.pop(contact, None)
        if seen is not None:
            self.radio.report(seen, Kind.LOST)
        if self.duty is Duty.PURSUE and contact == self.quarry:
            self.helm.note("pursuit_ended", Reason.CONTACT_LOST, contact=contact)
            self.search_last()

    def consider(self, seen: Sighting) -> None:
        """Close a suspicious contact, or say why not."""
        if self.duty in (Duty.PURSUE, Duty.BOARD) or (self.duty is not Duty.PATROL and not self.fits_datum(seen)):
            self.helm.note("declined", Reason.UNIT_BUSY, contact=seen.contact)
        elif not self.near_enough(seen):
            self.helm.note("declined", Reason.TOO_FAR, contact=seen.contact)
        else:
            self.pursue(seen)

    def near_enough(self, seen: Sighting) -> bool:
        """Whether a contact is within the distance at which this ship investigates."""
        return self.distance(seen.x, seen.y) <= self.doctrine.investigates

    def fits_datum(self, seen: Sighting) -> bool:
        """Whether a contact may be what was reported: no ship that abides by the law, and near the datum."""
        if self.datum is None or seen.hull in self.doctrine.law_abiding:
            return False
        x, y = self.believed(self.datum)
        return hypot(seen.x - x, seen.y - y) <= self.doctrine.near_datum

    # ---- pursuit and boarding -------------------------------------------------------------------

    def pursue(self, seen: Sighting) -> None:
        """Make for a held contact at top speed."""
        self.duty = Duty.PURSUE
        self.quarry = seen.contact
        self.last = seen
        self.helm.note("pursuit", contact=seen.contact)
        self.helm.chase(seen.contact, self.doctrine.top)

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
        if self.duty is not Duty.PURSUE:
            return
        self.arrive_on_scene()
        why = self.helm.board(contact) if self.doctrine.boards else Reason.NO_TEAM
        if why is None:
            self.duty = Duty.BOARD
        else:
            self.helm.note("pursuit_ended", why, contact=contact)
            self.return_to_beat()

    def on_boarding_done(self, found: bool) -> None:
        if not found and self.last is not None and self.suspects.pop(self.quarry, None) is not None:
            self.radio.report(self.last, Kind.CLEARED)
        self.return_to_beat()

    # ---- tasks and searches ---------------------------------------------------------------------

    def on_tasked(self, task: Task) -> bool:
        """Make for where the track is believed to be; False when that cannot be done."""
        age = self.helm.time - task.time
        x, y = task.x + task.vx * age, task.y + task.vy * age
        hours = self.helm.time_to_meet(x, y, task.vx, task.vy, self.doctrine.top)
        why = Reason.OUT_OF_REACH if hours == inf else None
        if why is None and not self.helm.sail([(x + task.vx * hours, y + task.vy * hours)], self.doctrine.top):
            why = Reason.NO_WATER
        if why is not None:
            self.helm.note("declined", why, track=task.track, report=task.report)
            return False
        self.datum, self.on_scene = task, False
        self.duty = Duty.RESPOND
        self.helm.attend(True)
        for contact in sorted(self.suspects):
            if self.fits_datum(self.suspects[contact]):
                self.pursue(self.suspects[contact])
                break
        return True

    def on_arrival(self) -> None:
        if self.duty is Duty.RESPOND and self.datum is not None:
            self.arrive_on_scene()
            self.search(*self.believed(self.datum))
        elif self.duty is Duty.SEARCH and self.datum is not None:
            self.spiral()
        elif self.duty is Duty.PATROL:
            self.station.arrived(self.helm, self.doctrine.cruise, self.doctrine.top)

    def arrive_on_scene(self) -> None:
        """The ship is where it was sent: alongside, or at the datum."""
        if self.datum is not None and self.datum.report and not self.on_scene:
            self.on_scene = True
            self.helm.note("on_scene", track=self.datum.track, report=self.datum.report)

    def search_last(self) -> None:
        """Search where the lost quarry was last seen."""
        seen = self.last
        if seen is None:
            self.return_to_beat()
            return
        age = self.helm.time - seen.time
        self.search(seen.x + seen.vx * age, seen.y + seen.vy * age)

    def search(self, x: float, y: float) -> None:
        """Begin a datum search about (x, y)."""
        self.quarry = 0
        if self.doctrine.search_for <= 0.0:
            self.return_to_beat()
            return
        self.duty = Duty.SEARCH
        self.helm.attend(True)
        before = self.datum or Task(0, 0, False, x, y, 0.0, 0.0, self.helm.time)
        self.datum = before._replace(x=x, y=y, vx=0.0, vy=0.0, time=self.helm.time)
        self.searches += 1
        self.helm.note("search")
        self.helm.later(self.doctrine.search_for, "on_search_over", self.searches)
        self.spiral()

    def spiral(self) -> None:
        """One round of an expanding search about the datum; where land is in the way, wait at the datum."""
        assert self.datum is not None
        x, y, r = self.datum.x, self.datum.y, self.doctrine.search_radius
        points = [(x + r * k / 8 * cos(pi / 4 * k), y + r * k / 8 * sin(pi / 4 * k)) for k in range(9)]
        if self.helm.sail(points, self.doctrine.cruise):
            return
        if self.distance(x, y) <= AT_DATUM or not self.helm.sail(points[:1], self.doctrine.cruise):
            self.helm.hold()

    def on_search_over(self, search: int) -> None:
        """The time for a search is spent."""
        if self.duty is Duty.SEARCH and search == self.searches:
            self.helm.note("search_ended", Reason.NOT_FOUND)
            self.return_to_beat()

    def return_to_beat(self) -> None:
        """Back on patrol, and free for another task."""
        self.duty = Duty.PATROL
        self.quarry = 0
        self.datum = None
        self.last = None
        self.helm.attend(False)
        self.helm.note("on_beat")
        self.station.take_up(self.helm, self.doctrine.cruise, self.doctrine.top)
        self.radio.available()

    def believed(self, task: Task) -> Point:
        """Where the datum is by now."""
        age = self.helm.time - task.time
        return task.x + task.vx * age, task.y + task.vy * age

    def distance(self, x: float, y: float) -> float:
        """From own position [nm]."""
        a, b = self.helm.position()
        return hypot(x - a, y - b)
