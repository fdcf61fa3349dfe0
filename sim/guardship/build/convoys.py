"""The timetable of convoys, and which escort goes with which: known to everybody before the first one starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, hypot

import numpy as np

from guardship.agents.patrol.stations import Passage
from guardship.build.theatre import Theatre
from guardship.core.kernels.state import Floats
from guardship.scenario.groups import Convoys


@dataclass(frozen=True, slots=True)
class Convoy:
    """The n-th convoy of a group: when its first ship starts [h], and how many ships."""

    number: int
    start: float
    ships: int


def starts(way: Convoys, hours: float) -> list[float]:
    """When convoys start [h] in a run of so many hours."""
    return [way.first + k * way.every for k in range(max(ceil((hours - way.first) / way.every), 0))]


def lag(way: Convoys) -> float:
    """From ship to ship at one place [h]."""
    return way.spacing / way.speed


def passage(theatre: Theatre, way: Convoys, convoy: Convoy, aside: float, joined: float) -> Passage:
    """The place of an escort `aside` [nm] of the middle of a convoy, positive to starboard.

    Within `joined` [nm] of it she is with the convoy. Times go by the local scale of the plane in the
    middle of each leg, as ships do.
    """
    hours, track = theatre.once(("passage", way.lane, way.speed, aside), lambda: _along(theatre, way, aside))
    first = convoy.start + 0.5 * (convoy.ships - 1) * lag(way)
    points = tuple((t, x, y) for t, (x, y) in zip((first + hours).tolist(), track, strict=True))
    return Passage(points, way.speed, joined)


def _along(theatre: Theatre, way: Convoys, aside: float) -> tuple[Floats, list[tuple[float, float]]]:
    """When [h] after its start the middle of a convoy is at each point of its lane, and who is `aside` of it where."""
    lane = theatre.lane(way.lane)
    line, track = lane.track(0.0), lane.track(aside)
    middle = 0.5 * (line[1:] + line[:-1])
    speed = way.speed * theatre.plane.scale_at(middle[:, 0], middle[:, 1])
    hours = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T) / speed)])
    return hours, [(x, y) for x, y in track.tolist()]


def rosters(passages: Sequence[Passage], cruises: Sequence[float]) -> list[list[int]]:
    """The passages, by their numbers, that each of several escorts goes with, by their cruising speeds [kn].

    In the order of starts: the escort that has been free for longest and can be there in time, land apart. A convoy for
    which there is none sails alone.
    """
    lists: list[list[int]] = [[] for _ in cruises]
    for k in sorted(range(len(passages)), key=lambda k: (passages[k].starts, k)):
        free = [
            (passages[own[-1]].points[-1][0] if own else 0.0, e)
            for e, own in enumerate(lists)
            if not own or _in_time(passages[own[-1]], passages[k], cruises[e])
        ]
        if free:
            lists[min(free)[1]].append(k)
    return lists


def _in_time(before: Passage, due: Passage, cruise: float) -> bool:
    ended, x, y = before.points[-1]
    starts, a, b = due.points[0]
    return ended + hypot(a - x, b - y) / cruise <= starts if cruise > 0.0 else False
