"""How the patrols spent their time, and whom they disturbed, from the log alone. Times h."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry, of_kinds

# what a ship is doing from a line of the log on; every other kind leaves it at what it was doing
ACTIVITY: dict[str, str] = {
    Occurrence.ON_BEAT: "patrol",
    Occurrence.ON_STATION: "patrol",
    Occurrence.TASKED: "response",
    Occurrence.PURSUIT: "pursuit",
    Occurrence.SUPPORTING: "pursuit",
    Occurrence.HALTED: "shadow",
    Occurrence.SHADOWING: "shadow",
    Occurrence.SEARCH: "search",
    Occurrence.BOARDING: "boarding",
    Occurrence.RETAKING: "boarding",
    Occurrence.DISPOSING: "disposing",
    Occurrence.WITH_CONVOY: "escort",
    Occurrence.OFF_STATION: "transit",
    Occurrence.OUT_OF_PORT: "transit",
    Occurrence.IN_PORT: "port",
    Occurrence.EXERCISE_BEGUN: "drill",
    Occurrence.RESCUE: "rescue",
}
ACTIVITIES = (
    "patrol",
    "response",
    "pursuit",
    "shadow",
    "search",
    "boarding",
    "disposing",
    "escort",
    "transit",
    "port",
    "drill",
)
RARE = ("rescue",)  # told of only where it happens
AWAY = ("disposing", "transit", "port", "drill")
CHANGES = {*ACTIVITY, Occurrence.DECLINED}
STARTS, ENDS = {Occurrence.TAKEOFF, Occurrence.LAUNCHED}, {Occurrence.LANDED, Occurrence.RECOVERED}
FLIGHTS = STARTS | ENDS
STOPS = {
    Occurrence.HALTED,
    Occurrence.BOARDING,
    Occurrence.BOARDING_DONE,
    Occurrence.PURSUIT_ENDED,
    Occurrence.HANDED_OVER,
}

type Window = tuple[float, float]


def overlap(a: float, b: float, window: Window) -> float:
    """Hours that [a, b] shares with the window."""
    return max(min(b, window[1]) - max(a, window[0]), 0.0)


def effort(entries: Iterable[Entry], ships: Iterable[int], window: Window) -> dict[str, float]:
    """Hours of the ships by activity within the window; they add up to ships times window."""
    hours: defaultdict[str, float] = defaultdict(float)
    doing: dict[int, tuple[str, float]] = dict.fromkeys(ships, ("patrol", 0.0))
    before: dict[int, str] = {}
    for e in of_kinds(entries, CHANGES):
        if e.actor not in doing:
            continue
        now, since = doing[e.actor]
        activity = ACTIVITY.get(e.kind)
        if e.kind == Occurrence.DECLINED and e.report:
            activity = before.get(e.actor)  # it was given a task that it cannot do
        if now == "rescue" and activity == "search":
            activity = None  # for those who called
        if activity is not None:
            hours[now] += overlap(since, e.time, window)
            doing[e.actor] = activity, e.time
            before[e.actor] = now
    for now, since in doing.values():
        hours[now] += overlap(since, window[1], window)
    seen = *ACTIVITIES, *(activity for activity in RARE if activity in hours)
    return {activity: hours[activity] for activity in seen}


def sorties(entries: Iterable[Entry], hulls: Mapping[int, str], window: Window) -> dict[str, dict[str, float]]:
    """Sorties begun within the window and hours out within it, by the hull of aircraft and boats."""
    found: dict[str, dict[str, float]] = {hull: {"sorties": 0, "hours": 0.0} for hull in sorted(set(hulls.values()))}
    out: dict[int, float] = {}
    for e in of_kinds(entries, FLIGHTS):
        if e.actor in hulls and e.kind in STARTS:
            out[e.actor] = e.time
            found[hulls[e.actor]]["sorties"] += window[0] <= e.time < window[1]
        elif e.actor in out and e.kind in ENDS:
            found[hulls[e.actor]]["hours"] += overlap(out.pop(e.actor), e.time, window)
    for row, since in out.items():
        found[hulls[row]]["hours"] += overlap(since, window[1], window)
    return found


class Stop(NamedTuple):
    """An innocent vessel that a unit has stopped: when it began, and for how many hours of the window."""

    unit: int
    begun: float
    hours: float


def stops(entries: Iterable[Entry], window: Window) -> list[Stop]:
    """Of every innocent vessel stopped, whenever.

    From the first that a unit halts it or goes alongside until the team has left it, or it is let go without a team.
    """
    since: dict[int, tuple[float, int]] = {}
    found = []
    for e in of_kinds(entries, STOPS):
        if e.kind in (Occurrence.HALTED, Occurrence.BOARDING) and e.voyage < 0:
            since.setdefault(e.object, (e.time, e.actor))
        elif e.object in since and (e.kind == Occurrence.BOARDING_DONE or _let_go(e, since[e.object][1])):
            begun, unit = since.pop(e.object)
            found.append(Stop(unit, begun, overlap(begun, e.time, window)))
    return found + [Stop(unit, begun, overlap(begun, window[1], window)) for begun, unit in since.values()]


def held(some: Iterable[Stop], window: Window) -> tuple[int, float]:
    """How many innocent vessels were stopped within the window, and for how many hours in it."""
    count, hours = 0, 0.0
    for stop in some:
        count += window[0] <= stop.begun < window[1]
        hours += stop.hours
    return count, hours


def _let_go(e: Entry, unit: int) -> bool:
    """Whether the unit that has halted a vessel leaves it to nobody."""
    return e.actor == unit and (
        e.kind == Occurrence.PURSUIT_ENDED or (e.kind == Occurrence.HANDED_OVER and e.reason > 0)
    )
