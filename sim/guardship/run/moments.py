"""A run at an instant: what was at sea, and what a holder believed of it.

The picture is made again of the messages that had reached the holder by then, in the order in which they came, by the
same code that made it during the run: nothing in it comes from anything that the holder did not know.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from guardship.agents.command import Command
from guardship.core.kernels import state as s
from guardship.intelligence import Kind, Picture, Track
from guardship.occurrences import Occurrence

if TYPE_CHECKING:
    from guardship.build.model import PatrolModel

WORDS = {
    Kind.TIP,
    Kind.AWAITED,
    Kind.DOSSIER,
    Kind.LINK,
    Kind.PRIZE,
}  # of no contact: a command keeps them beside its picture
TAKEN = {Occurrence.TAKEN, Occurrence.NOT_TAKEN, Occurrence.NOTED}  # lines of the log about a report that came in
TRACKED = TAKEN | {Occurrence.CLAIMED}  # those that name the track, 0 for none


class Belief(NamedTuple):
    """A track of a picture at an instant: place [nm], its error per axis [nm], speed [kn on the plane].

    `use`: `tasking`, or `information` when the holder may not send units after it.
    """

    track: int
    x: float
    y: float
    sigma: float
    vx: float
    vy: float
    last_seen: float
    status: str
    hull: str | None
    suspicious: bool | None
    cleared: bool
    use: str


class Afloat(NamedTuple):
    """A vessel that was there at an instant: place [nm] and speed [nm/h on the plane]."""

    vessel: str
    group: str
    type: str
    role: str
    nation: str | None
    x: float
    y: float
    vx: float
    vy: float
    mode: str


def picture(model: "PatrolModel", holder: str, t: float) -> list[Belief]:
    """The live tracks of a nation or centre at t [h], what it may act upon first. Raises KeyError for no holder's name,
    ValueError for a time outside the run."""
    names = [command.name for command in model.roster.commands]
    if holder not in names:
        raise KeyError(f"{holder}: no such nation or centre; there are {', '.join(names)}")
    within(model, t)
    k = names.index(holder)
    own, known = pictures(model, k, t)
    found = [_belief(track, t, "tasking") for track in own.tracks(t)]
    return found + [_belief(track, t, "information") for track in known.tracks(t)]


def pictures(model: "PatrolModel", holder: int, t: float) -> tuple[Picture, Picture]:
    """What a holder could act upon and what it only knew at t [h], made again of what had arrived."""
    command: Command = model.roster.commands[holder]
    own, known = (Picture(one.holder, one.habits) for one in (command.picture, command.known))
    for arrived, report in _arrivals(model, holder, t):
        if report.kind not in WORDS:
            (own if command.may_act(report) else known).take(report, arrived)
    return own, known


def _arrivals(model: "PatrolModel", holder: int, t: float) -> Iterator[tuple[float, Any]]:
    """(when, report) in the order in which they came; of those at one instant, as the log has them."""
    turn: dict[tuple[float, int], int] = {}
    for k, e in enumerate(model.journal.log.entries):
        if e.holder == holder and e.kind in TAKEN:
            turn.setdefault((e.time, e.report), k)
    messages = [
        (m.arrived, turn.get((m.arrived, m.report.id), len(model.journal.log.entries)), k, m.report)
        for k, m in enumerate(model.post.network.messages)
        if m.edge.receiver == holder and m.arrived is not None and m.arrived <= t
    ]
    return ((arrived, report) for arrived, _, _, report in sorted(messages, key=lambda one: one[:3]))


def received(model: "PatrolModel") -> list[int | None]:
    """To which track of its receiver each message of the network went, in their order; None for none.

    What a command took into the picture that it acts upon stands in its log. What it may only know of is taken once
    more: the numbers are those of `picture`.
    """
    lines: defaultdict[tuple[int, int, float], deque[int | None]] = defaultdict(deque)
    known: dict[int, dict[tuple[int, float], deque[int | None]]] = {}
    for e in model.journal.log.entries:
        if e.kind == Occurrence.NOTED and not e.reason:
            if e.holder not in known:
                known[e.holder] = _known(model, e.holder)
            again = known[e.holder].get((e.report, e.time))
            lines[e.holder, e.report, e.time].append(again.popleft() if again else None)
        elif e.kind in TRACKED:
            lines[e.holder, e.report, e.time].append(e.track or None)
    found: list[int | None] = []
    for m in model.post.network.messages:
        own = None if m.arrived is None else lines.get((m.edge.receiver, m.report.id, m.arrived))
        found.append(own.popleft() if own else None)
    return found


def _known(model: "PatrolModel", holder: int) -> dict[tuple[int, float], deque[int | None]]:
    """To which track of the picture that a holder may not act upon its reports went, by number and arrival [h]."""
    command: Command = model.roster.commands[holder]
    picture = Picture(command.known.holder, command.known.habits)
    found: defaultdict[tuple[int, float], deque[int | None]] = defaultdict(deque)
    for arrived, report in _arrivals(model, holder, model.ocean.now):
        if report.kind not in WORDS and not command.may_act(report):
            track = picture.take(report, arrived)
            if isinstance(track, Track):
                found[report.id, arrived].append(track.id)
    return found


def _belief(track: Track, t: float, use: str) -> Belief:
    state = track.state(t)
    hull = None if track.hull is None else str(track.hull)
    return Belief(
        track.id,
        state.x,
        state.y,
        state.sigma,
        state.vx,
        state.vy,
        track.last_seen,
        track.status.name.lower(),
        hull,
        track.suspicious,
        track.cleared(t),
        use,
    )


def truth(model: "PatrolModel", kinds: tuple[str, ...], t: float) -> list[Afloat]:
    """Every vessel in the theatre at t [h], in the order of their rows. `kinds`: the names of modes of motion."""
    within(model, t)
    legs = model.ocean.legs()
    legs = legs[: int(np.searchsorted(legs["t"], t, side="right"))]
    last = np.full(len(model.crew.names), -1)
    last[legs["row"]] = np.arange(len(legs))  # of several legs of one vessel the latest stays
    holders, commands = model.ocean.fleet["holder"], model.roster.commands
    found = []
    for row in np.flatnonzero(last >= 0).tolist():
        leg = legs[last[row]]
        if leg["mode"] == s.ABSENT:
            continue
        hours, vx, vy = t - float(leg["t"]), float(leg["vx"]), float(leg["vy"])
        name, k = model.crew.names[row], int(holders[row])
        nation = commands[k].name if k >= 0 else None
        found.append(
            Afloat(
                name,
                name.partition("/")[0],
                model.crew.kinds[row],
                model.crew[row].role,
                nation,
                float(leg["x"]) + vx * hours,
                float(leg["y"]) + vy * hours,
                vx,
                vy,
                kinds[int(leg["mode"])],
            )
        )
    return found


def within(model: "PatrolModel", t: float) -> None:
    """Raise ValueError for a time [h] outside the run."""
    if not 0.0 <= t <= model.ocean.now:
        raise ValueError(f"t: want 0 to {model.ocean.now:g} h, got {t}")
