"""Where a patrol ship goes when it has no task: its beat, an area, a post, a convoy."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Protocol, final

from guardship.agents.interfaces import Helm, Point
from guardship.agents.patrol.searches import expanding_square
from guardship.occurrences import Occurrence


class Station(Protocol):
    """A way of being on patrol. Speeds [kn]."""

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        """Go there and keep it, from wherever the vessel is."""
        ...

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """A leg that `take_up` has ordered is at its end."""
        ...

    def entry(self, helm: Helm) -> Point:
        """Where a vessel that comes from port begins [nm]."""
        ...


@final
@dataclass(frozen=True, slots=True)
class Beat:
    """A route, once or round and round."""

    points: tuple[Point, ...]
    loop: bool = True

    @classmethod
    def of(cls, points: Sequence[Point], loop: bool = True) -> "Beat":
        """From any sequence of points [nm]."""
        return cls(tuple((float(x), float(y)) for x, y in points), loop)

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        if not self.points or not helm.sail(self.points, cruise, loop=self.loop):
            helm.hold()

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """At its end the ship stays."""

    def entry(self, helm: Helm) -> Point:
        return self.points[0] if self.points else helm.position()


@final
@dataclass(frozen=True, slots=True)
class PatrolArea:
    """An area in which it sails from place to place."""

    area: int

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        helm.roam(self.area, cruise)

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """Roaming never ends."""

    def entry(self, helm: Helm) -> Point:
        return helm.somewhere(self.area, 0)


@final
@dataclass(frozen=True, slots=True)
class Around:
    """Expanding squares about where its deck is: what a drone or a helicopter flies for its ship."""

    deck: Helm
    radius: float
    spacing: float

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        x, y = self.deck.position()
        if not helm.sail(expanding_square(x, y, self.radius, self.spacing, 0.0), cruise):
            helm.hold()

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """Once more, about where the deck is now."""
        self.take_up(helm, cruise, top)

    def entry(self, helm: Helm) -> Point:
        return self.deck.position()


AT_PLACE = 0.1  # nm within which a ship is where it waits
PUNCTUAL = 1e-6  # h, far above the rounding of a timer


@final
@dataclass(frozen=True, slots=True)
class Passage:
    """A convoy as it is published: when [h] its middle is to be where [nm], from (time, x, y) to the next, speed [kn].

    What holds for the place of an escort beside it holds for the convoy; within `joined` [nm] of it she is with it.
    """

    points: tuple[tuple[float, float, float], ...]
    speed: float
    joined: float = 0.5

    @property
    def starts(self) -> float:
        """When it is at its first point [h]."""
        return self.points[0][0]

    @property
    def ends(self) -> float:
        """When it is at its last point [h]."""
        return self.points[-1][0]

    @property
    def over(self) -> float:
        """When an escort that is as near as it should be may be at the end already [h]."""
        return self.ends - 2.0 * self.joined / self.speed

    def where(self, time: float) -> Point:
        """Where it is to be at a time; its ends outside of it."""
        for (ta, ax, ay), (tb, bx, by) in pairwise(self.points):
            if time < tb:
                share = max(time - ta, 0.0) / (tb - ta)
                return ax + share * (bx - ax), ay + share * (by - ay)
        return self.points[-1][1:]

    def ahead(self, time: float) -> list[Point]:
        """The points that are still before it."""
        return [(x, y) for t, x, y in self.points if t > time]

    def meeting(self, helm: Helm, top: float) -> Point:
        """Where a ship at top speed comes up with it, land apart; its end when nowhere before."""
        now = helm.time
        for (ta, ax, ay), (tb, bx, by) in pairwise(self.points):
            if tb <= now:
                continue
            vx, vy = (bx - ax) / (tb - ta), (by - ay) / (tb - ta)
            x, y = ax + vx * (now - ta), ay + vy * (now - ta)
            hours = max(helm.time_to_meet(x, y, vx, vy, top), ta - now)
            if now + hours <= tb:
                return x + vx * hours, y + vy * hours
        return self.points[-1][1:]


@final
@dataclass(frozen=True, slots=True)
class Escort:
    """With one convoy after another, by the published timetable; between two it waits where the next one starts.

    `convoys`: in the order of their ends.
    """

    convoys: tuple[Passage, ...]

    def take_up(self, helm: Helm, cruise: float, top: float) -> None:
        due = self.due(helm.time)
        if due is None:
            helm.hold()
        elif helm.time < due.starts - PUNCTUAL:
            self.await_start(due, helm, cruise, top)
        else:
            self.accompany(due, helm, top)

    def arrived(self, helm: Helm, cruise: float, top: float) -> None:
        """At the start, up with the convoy, or at the end: what is next."""
        self.take_up(helm, cruise, top)

    def entry(self, helm: Helm) -> Point:
        """With the convoy that is due, or where that will start."""
        due = self.due(helm.time)
        return helm.position() if due is None else due.where(helm.time)

    def due(self, time: float) -> Passage | None:
        """The convoy to be with, or to wait for."""
        first = bisect_right(self.convoys, time, key=lambda convoy: convoy.ends)
        return next((convoy for convoy in self.convoys[first:] if time < convoy.over), None)

    def await_start(self, due: Passage, helm: Helm, cruise: float, top: float) -> None:
        """Be where the convoy starts in time, faster than usual when need be, and wait there."""
        left = due.starts - helm.time
        start = due.points[0][1:]
        away = distance(helm.position(), start)
        if away <= AT_PLACE:
            helm.hold()
            helm.later(left, "on_due")
        elif not helm.sail([start], min(max(cruise, away / left), top)):
            helm.hold()

    def accompany(self, due: Passage, helm: Helm, top: float) -> None:
        """Sail with the convoy, or catch up with it."""
        if distance(helm.position(), due.where(helm.time)) <= due.joined:
            helm.note(Occurrence.WITH_CONVOY)
            sails = helm.sail(due.ahead(helm.time), due.speed)
        else:
            sails = helm.sail([due.meeting(helm, top)], top)
        if not sails:
            helm.hold()


def distance(a: Point, b: Point) -> float:
    """Between two points [nm]."""
    return hypot(b[0] - a[0], b[1] - a[1])


ANYWHERE = Beat(())
