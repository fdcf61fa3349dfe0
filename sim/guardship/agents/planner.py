"""Who gives the units of a holder their stations: by a map of where groups are expected, of what its command hears.

A part of a command, not an agent: it reads the picture, carries the map on, and says at each plan what its units could
have. What comes of the plans of all at one instant is settled by `coalition/placement.py`.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Protocol, final

import numpy as np

from guardship.agents.command import Command
from guardship.agents.patrol.boxes import Box
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.unit import Patrol
from guardship.coalition.placement import Bools, Desk, Floats, Placeable, by_effort, by_response, over
from guardship.intelligence import Dossier, Episode, Kind, Observation, Report, Repute, Track
from guardship.intelligence.intensity import Intensity

SEARCHES = (Duty.PATROL, Duty.SEARCH)  # what counts as a search of the cell where it is done
BACK_SOON = (Duty.RESPOND, Duty.PURSUE, Duty.SHADOW, Duty.SEARCH, Duty.SUPPORT, Duty.BOARD)  # keeps its station
GUILTY = (Repute.WANTED, Repute.RESISTED, Repute.OWED)  # of dossiers: their hulls are still about


class Plotter(Protocol):
    """What a planner asks of the world, all of it about units that answer it."""

    @property
    def time(self) -> float:
        """Now [h]."""
        ...

    def sweep(self, unit: str) -> float:
        """The sweep width [nm] of a unit for what is looked for, in light and weather where it is now."""
        ...

    def swept(self, unit: str) -> tuple[int | None, float]:
        """The cell in which a unit is now, None outside of all, and how often it sweeps it over in an hour, W v / A."""
        ...

    def name(self, unit: str) -> int:
        """The number by which a unit's lots are named."""
        ...

    def posted(self, unit: str) -> bool:
        """Whether a pact has a post for a unit now."""
        ...


@final
@dataclass(frozen=True, slots=True)
class Weights:
    """For how many groups an item counts where looks show no signs: the chance that it is of one."""

    call: float = 1.0
    contact: float = 0.5
    tip: float = 0.5


@final
@dataclass(frozen=True, eq=False)
class Berth:
    """A unit that is placed. `stations`: those that it could have, each with the cells that it covers (`members`).

    `kind`: its type; `flies`: it goes out from an airfield, by programme.
    """

    unit: Patrol
    stations: Sequence[Box]
    members: Sequence[Sequence[int]]
    kind: str
    flies: bool = False

    @property
    def now(self) -> int | None:
        """The station that it has; None for one that no plan has given it."""
        return next((k for k, one in enumerate(self.stations) if one == self.unit.station), None)

    @property
    def alike(self) -> Hashable:
        """Units of which this is equal may change places."""
        d = self.unit.doctrine
        return self.kind, d.cruise, d.top, d.responds


@final
@dataclass(frozen=True, slots=True)
class Aims:
    """What stations are for. `hours`: until the next plan; `within` [h]: of a call, None: to find by effort.

    `at_most`: how far a station is moved at one time [nm].
    """

    hours: float
    within: float | None = None
    at_most: float = float("inf")
    weights: Weights = field(default_factory=Weights)


@final
@dataclass(eq=False, slots=True)
class Planner:
    """One holder's: `command`, whose units it places, its `map`, and the berths of all units by name.

    `news`: what the map does not show yet; `told`: what its layers are of; `away`: what is left out of it for now,
    because somebody sees to it; `vain`: searches of others; `events`: place [nm] and time [h] of what has happened;
    `since`: as of when the map is [h]; `sent`: tracks to which it had sent units then; `theirs`: what partners had
    sent units to, by episodes of contact; `awaited`: of how many tips partners had said that they wait; `at_it`: the
    contacts at which units were, by call sign and number.
    """

    command: Command
    map: Intensity
    berths: dict[str, Berth]
    plotter: Plotter
    aims: Aims
    news: dict[Hashable, Track | Report] = field(default_factory=dict)
    told: dict[Hashable, Track | Report] = field(default_factory=dict)
    away: dict[Hashable, Track | Report] = field(default_factory=dict)
    vain: list[Report] = field(default_factory=list)
    events: list[tuple[float, float, float, Hashable]] = field(default_factory=list)
    since: float = 0.0
    sent: set[int] = field(default_factory=set)
    theirs: set[Episode] = field(default_factory=set)
    awaited: int = 0
    at_it: set[tuple[int, int]] = field(default_factory=set)

    # ---- what it hears --------------------------------------------------------------------------

    def on_report(self, report: Report) -> None:
        """Its command has taken a report: what that changes is on the map when it is next carried on."""
        if not report.observations or not self.command.may_act(report):
            return
        seen = report.observations[-1]
        if report.kind is Kind.NEGATIVE_SEARCH:
            self.vain.append(report)
        elif report.kind is Kind.TIP:
            self.news["tip", seen.id] = report
        elif report.kind is Kind.DOSSIER:
            self.on_dossier(report)
        elif report.kind not in (Kind.AWAITED, Kind.LINK):
            track = self.command.picture.about(seen)
            if track is not None:
                key = "track", track.id
                self.news[key] = track
                if report.kind is Kind.DISTRESS:
                    self.events.append((seen.x, seen.y, seen.time, key))

    def on_dossier(self, report: Report) -> None:
        """Word of a hull that is about: what it has done is one event with the call that told of it."""
        seen, dossier = report.observations[-1], report.dossier
        assert dossier is not None
        key = self.event(seen.x, seen.y, seen.time)
        if key is None:
            key = "dossier", dossier.stands
            self.events.append((seen.x, seen.y, seen.time, key))
        if key[0] == "dossier":
            self.news[key] = report

    def event(self, x: float, y: float, time: float) -> tuple[str, int] | None:
        """The key of an event, a call or an earlier dossier, that is the same by place and time; None for none.

        The same: no farther than the side of a cell, and within the memory of its picture.
        """
        side, memory = self.map.cells.side, self.command.picture.habits.memory
        self.events = [one for one in self.events if self.plotter.time - one[2] <= memory]
        same = [one for one in self.events if hypot(one[0] - x, one[1] - y) <= side and abs(one[2] - time) <= memory]
        return min(same, key=lambda one: hypot(one[0] - x, one[1] - y))[3] if same else None  # type: ignore[return-value]

    # ---- the map --------------------------------------------------------------------------------

    def carry_on(self) -> None:
        """The map as of now: what has drifted, what own units have searched, what others have in vain, what is new."""
        now = self.plotter.time
        hours, self.since = now - self.since, now
        self.map.drift(hours)
        self.map.searched(self.effort(hours))
        for report in self.vain:
            self.on_vain(report)
        self.vain.clear()
        self.leave_to_those_under_way()
        for key, item in self.news.items():
            self.enter(key, item)
        self.news.clear()

    def effort(self, hours: float) -> Floats:
        """W v t / A of own units in each cell (n,), and of partners' that plan together with them."""
        found = np.zeros(len(self.map.cells))
        for unit in self.command.reach:
            if unit.duty in SEARCHES and not unit.removed:
                k, often = self.plotter.swept(str(unit.name))
                if k is not None:
                    found[k] += often * hours
        return found

    def on_vain(self, report: Report) -> None:
        """Somebody has searched in vain: as much as once over, at random. What own units search is known already."""
        seen, cells = report.observations[-1], self.map.cells
        if all(unit.radio.call_sign != seen.by for unit in self.command.reach):
            self.map.searched(cells.within(seen.x, seen.y, seen.sigma) / cells.areas, seen.id)

    def leave_to_those_under_way(self) -> None:
        """What a unit is sent after or works on is no reason to place another; when that is over, it counts again."""
        by, reach = self.command.headquarters.holder, self.command.reach
        before = self.sent, self.theirs, self.at_it, self.awaited
        self.sent = {unit.datum.track for unit in reach if unit.datum is not None and unit.datum.by == by}
        self.sent |= {call.track.id for call in self.command.ordered.values()}
        tasks = [unit.datum for unit in reach if unit.datum is not None and unit.datum.by != by]
        tasks += [order.task for order in self.command.circle.on_way if order.command is not self.command]
        self.theirs = {episode for task in tasks for episode in task.about}
        self.at_it = {(unit.radio.call_sign, unit.quarry) for unit in reach if unit.quarry != 0}
        back = {key: item for key, item in self.away.items() if not self.seen_to(item)}
        self.news = back | self.news
        self.away = {key: item for key, item in self.away.items() if key not in back}
        self.awaited = len(self.command.awaited)
        if before == (
            self.sent,
            self.theirs,
            self.at_it,
            self.awaited,
        ):  # of what is on the map nobody is sent to anything new
            return
        keys = self.map.keys
        self.told = {key: item for key, item in self.told.items() if key in keys}
        for key, item in self.told.items():
            if self.seen_to(item):
                self.news.setdefault(key, item)

    def seen_to(self, item: Track | Report) -> bool:
        """Whether somebody is under way to it, or at it, as of when the map was carried on last."""
        if isinstance(item, Report):
            return item.kind is Kind.TIP and (-item.id in self.sent or self.is_awaited(item.observations[-1]))
        if item.id in self.sent or not self.at_it.isdisjoint(item.holding.items()):
            return True
        return item.engaged(self.since) or not self.theirs.isdisjoint(item.episodes)

    def is_awaited(self, tip: Observation) -> bool:
        """Whether a partner's unit waits for what a tip says, or a partner has said that one does."""
        return (tip.by, tip.contact) in self.theirs or tip.id in self.command.awaited

    def enter(self, key: Hashable, item: Track | Report) -> None:
        """An item of news in place of an earlier one of the same key."""
        if self.seen_to(item):
            self.away[key] = item
            self.map.forget(key)
            return
        found = self.of_track(item) if isinstance(item, Track) else self.of_report(item)
        if found is not None:
            weight, x, y, sigma = found
            self.map.news(key, weight, self.map.cells.chances(x, y, sigma))
            self.told[key] = item

    def of_track(self, track: Track) -> tuple[float, float, float, float] | None:
        """The chance that a track is of a group, where it is believed to be and how surely; None when it has ended."""
        now, w = self.plotter.time, self.aims.weights
        if track.ended:
            return None
        state = track.state(now)
        if track.cleared(now):
            return 0.0, state.x, state.y, state.sigma
        judge = self.command.judge
        if judge is not None and track.known and (track.hull is None or judge.judges(track.hull)):
            listed = self.command.register.listed(track.hull, now)
            chances = judge.chances(track.hull, state.x, state.y, self.command.evidence(track), listed, now)
            return 1.0 - chances[0], state.x, state.y, state.sigma
        called = not track.hull and track.suspicious
        return (w.call if called else w.contact if track.suspicious else 0.0), state.x, state.y, state.sigma

    def of_report(self, report: Report) -> tuple[float, float, float, float] | None:
        """The same of a tip, which is over at some time, and of a dossier, whose hull may be anywhere by now."""
        seen, now = report.observations[-1], self.plotter.time
        if report.kind is Kind.TIP:
            over = report.until is not None and now >= report.until
            return 0.0 if over else self.aims.weights.tip, seen.x, seen.y, seen.sigma
        assert report.dossier is not None
        since = max(now - seen.time, 0.0)
        sigma = hypot(seen.sigma, self.map.spread * since**0.5)
        return guilt(report.dossier), seen.x, seen.y, sigma

    # ---- what its units could have --------------------------------------------------------------

    def desk(self) -> Desk:
        """What is expected after those who keep their stations, and the units that can be given others."""
        left, units = self.map.expected, []
        own = {str(unit.name) for unit in self.command.units}
        for unit in self.command.reach:
            berth = self.berths.get(str(unit.name))
            if berth is None or unit.removed or self.plotter.posted(berth.unit.name):
                continue
            if self.can_be_placed(berth):
                if str(unit.name) in own:
                    units.append(self.placeable(berth))
            elif unit.duty in BACK_SOON and berth.now is not None:
                left = left * (1.0 - self.chances(berth, np.zeros(len(berth.stations)))[berth.now])
        return Desk(left, units)

    def can_be_placed(self, berth: Berth) -> bool:
        """Whether a unit can be given another station now: a free one, and aircraft for their next flight."""
        unit = berth.unit
        return (unit.free or berth.flies) and unit.exercise is None and not unit.ashore

    def placeable(self, berth: Berth) -> Placeable:
        """A unit with its stations: what each would bring, whether it may have it, how far it is."""
        unit, now = berth.unit, berth.now
        here = unit.helm.position()
        sails = np.array([hypot(s.centre[0] - here[0], s.centre[1] - here[1]) for s in berth.stations])
        sails[berth.now if berth.now is not None else []] = 0.0
        chances = self.chances(berth, sails)
        may = np.array([self.may_have(berth, one) for one in berth.stations]) & (chances.sum(axis=1) > 0.0)
        if not berth.flies:
            may &= self.near(berth, sails)
        return Placeable(self.plotter.name(str(unit.name)), chances, may, sails, now, berth.alike)

    def near(self, berth: Berth, sails: Floats) -> Bools:
        """Which stations (m,) are no farther than a unit is moved at one time, from that which it has."""
        if berth.now is None:
            return np.asarray(sails <= self.aims.at_most)
        x, y = berth.stations[berth.now].centre
        moved = np.array([hypot(s.centre[0] - x, s.centre[1] - y) for s in berth.stations])
        return np.asarray(moved <= self.aims.at_most)

    def may_have(self, berth: Berth, station: Box) -> bool:
        """Whether a station is in the sector of its command, and in waters where the unit may work."""
        x, y = station.centre
        sector, by = self.command.sector, self.command.headquarters.holder
        return (sector is None or sector(x, y)) and berth.unit.helm.may_go(x, y, False, by) is None

    def chances(self, berth: Berth, sails: Floats) -> Floats:
        """The chances (m, n) of a unit on each of its stations, `sails` [nm] away (m,), for each cell of the map.

        The way there takes of the time on station: what is found on it is not counted.
        """
        cells, d, aims = self.map.cells, berth.unit.doctrine, self.aims
        if berth.flies:
            return self.of_flights(berth)
        hours = np.maximum(aims.hours - sails / d.cruise, 0.0)
        if aims.within is None:
            return by_effort(self.width(berth) * d.cruise * hours / cells.areas)
        there = by_response(cells.centres, cells.side, min(d.top * aims.within, d.responds))
        return np.asarray(hours[:, None] / aims.hours * there)

    def of_flights(self, berth: Berth) -> Floats:
        """Of a flight over several cells: what is left of its endurance after the way there and back."""
        craft, d, cells = berth.unit.craft, berth.unit.doctrine, self.map.cells
        assert craft is not None
        x, y = craft.deck.position()
        away = np.array([hypot(s.centre[0] - x, s.centre[1] - y) for s in berth.stations])
        hours = np.maximum(craft.rules.endurance - craft.rules.reserve - 2.0 * away / d.cruise, 0.0)
        swept = self.width(berth) * d.cruise * np.minimum(hours, self.aims.hours)
        return np.concatenate(
            [over([some], float(s), cells.areas) for some, s in zip(berth.members, swept, strict=True)]
        )

    def width(self, berth: Berth) -> float:
        """The sweep width [nm] of a kind of units: the mean of what those of them report that plan together."""
        alike = [
            self.plotter.sweep(str(unit.name))
            for unit in self.command.reach
            if (other := self.berths.get(str(unit.name))) is not None and other.alike == berth.alike
        ]
        return sum(sorted(alike)) / len(alike) if alike else 0.0


def guilt(dossier: Dossier) -> float:
    """The chance that the hull of a dossier is about for what it is known for."""
    if dossier.withdrawn or dossier.repute not in GUILTY:
        return 0.0
    return 1.0 - dossier.chances[0] if dossier.chances else 1.0
