"""Stations by a map: when planners carry their maps on and plan, what is ordered, and who was where meanwhile."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from guardship.agents.command import Command
from guardship.agents.patrol.boxes import Box
from guardship.agents.patrol.unit import Patrol
from guardship.agents.planner import SEARCHES, Aims, Berth, Planner
from guardship.coalition.placement import Floats, Placement, Terms, plan
from guardship.core.draws import Purpose
from guardship.core.ocean import Ocean
from guardship.intelligence import Report
from guardship.intelligence.intensity import Cells, Intensity
from guardship.occurrences import Occurrence
from guardship.outcomes.stations import Planned, Watched
from guardship.world.ports import Clock, Crew, Journal
from guardship.world.roster import Roster

OPTIONS = 1 << 20  # more stations than anybody has: draws go by plan * OPTIONS + 1 + station, -1 for the unit's turn


@final
@dataclass(frozen=True, eq=False)
class Method:
    """How stations are planned in a run. `every`, `updates` [h]: plans, and maps carried on; `hours`: of the run.

    `rest` (n,), `spread`, `forgets`: of all maps; `terms`: None where everybody keeps the station that he has.
    `berths(units)`: what could be given to each unit by name; `sweeps[suite, state]`: sweep widths [nm] by suite of
    sensors and state of the surroundings, at a speed [kn].
    """

    cells: Cells
    rest: Floats
    spread: float
    forgets: float
    every: float
    updates: float
    hours: float
    aims: Aims
    terms: Terms | None
    berths: Callable[[Mapping[str, Patrol]], dict[str, Berth]]
    sweeps: Callable[[int, int, float], float]


@final
class Plot:
    """What planners ask about units that answer them (`agents.planner.Plotter`)."""

    def __init__(self, clock: Clock, ocean: Ocean, crew: Crew, roster: Roster, method: Method) -> None:
        self._clock, self._ocean, self._crew, self._roster, self._method = clock, ocean, crew, roster, method
        self._swept: dict[str, tuple[int | None, float]] = {}
        self._as_of = -1.0

    @property
    def time(self) -> float:
        return self._clock.now

    def sweep(self, unit: str) -> float:
        row = self._crew.rows[unit]
        suite = self._ocean.suite(row)
        agent = self._crew[row]
        assert isinstance(agent, Patrol)
        return self._method.sweeps(suite, self._ocean.state(row), agent.doctrine.cruise) if suite >= 0 else 0.0

    def swept(self, unit: str) -> tuple[int | None, float]:
        if self._as_of != self._clock.now:  # all planners ask for all units at one instant
            self._swept, self._as_of = {}, self._clock.now
        found = self._swept.get(unit)
        if found is None:
            found = self._swept[unit] = self._sweeps(unit)
        return found

    def _sweeps(self, unit: str) -> tuple[int | None, float]:
        agent, cells = self._crew[self._crew.rows[unit]], self._method.cells
        assert isinstance(agent, Patrol)
        k = cells.at(*agent.helm.position())
        return k, 0.0 if k is None else self.sweep(unit) * agent.doctrine.cruise / float(cells.areas[k])

    def name(self, unit: str) -> int:
        return self._ocean.id(self._crew.rows[unit])

    def posted(self, unit: str) -> bool:
        return any(pact.posted(unit) for pact in self._roster.pacts)


@final
class Stations:
    """The planners of all holders, and their common calendar. `plans`: all rows; `watched`: by holder."""

    def __init__(
        self,
        clock: Clock,
        ocean: Ocean,
        crew: Crew,
        journal: Journal,
        roster: Roster,
        window: tuple[float, float],
        method: Method,
    ) -> None:
        self._clock, self._ocean, self._crew, self._journal, self._roster = clock, ocean, crew, journal, roster
        self._window = window
        self.method = method
        self.plot = Plot(clock, ocean, crew, roster, method)
        units = {str(unit.name): unit for unit in roster.units}
        self.berths = method.berths(units)
        self._names = {self.plot.name(name): name for name in self.berths}
        self.planners = {k: self._planner(command) for k, command in enumerate(roster.commands) if self._plans(k)}
        self.plans: list[Planned] = []
        self.watched = {k: Watched.of(len(method.cells)) for k in self.planners}
        self.number = 0
        clock.after(0.0, self.on_plan)
        clock.after(method.updates, self.on_update)

    def _plans(self, holder: int) -> bool:
        """Whether a holder has, or is given at some time, units that are placed."""
        own = [*self._roster.own.get(holder, ()), *self._roster.commands[holder].units]
        return any(str(unit.name) in self.berths for unit in own)

    def _planner(self, command: Command) -> Planner:
        m = self.method
        return Planner(command, Intensity(m.cells, m.rest, m.spread, m.forgets), self.berths, self.plot, m.aims)

    def heard(self, holder: int, report: Report) -> None:
        """A command has taken a report."""
        planner = self.planners.get(holder)
        if planner is not None:
            planner.on_report(report)

    # ---- the calendar ---------------------------------------------------------------------------

    def on_update(self) -> None:
        """All maps are carried on, and it is seen who is where."""
        for planner in self.planners.values():
            planner.carry_on()
        self._watch()
        if self._clock.now + self.method.updates <= self.method.hours:
            self._clock.after(self.method.updates, self.on_update)

    def on_plan(self) -> None:
        """All planners plan at once; those who task units together know of each other's."""
        if self.method.terms is None:
            return
        for planner in self.planners.values():
            planner.carry_on()
        self._plan(self.method.terms)
        if self._clock.now + self.method.every < self.method.hours:
            self._clock.after(self.method.every, self.on_plan)

    def _plan(self, terms: Terms) -> None:
        holders = sorted(self.planners)
        desks = [self.planners[k].desk() for k in holders]
        groups = self._together(holders)
        by, together = dict[int, int](), dict[int, Hashable]()
        for k, desk in zip(holders, desks, strict=True):
            desk.hears = {j for j, other in enumerate(holders) if other != k and other in groups[k]}
            by |= {unit.name: k for unit in desk.units}
            together |= {unit.name: min(groups[k]) for unit in desk.units}
        placed = plan(desks, together, terms, self._lot, self._luck)
        for one in placed:
            self._order(by[one.unit.name], self._names[one.unit.name], one)
        self.number += 1

    def _together(self, holders: Sequence[int]) -> dict[int, frozenset[int]]:
        """Who plans with whom: those who can ask each other for units."""
        circle = frozenset(k for k in holders if self._roster.commands[k].partners)
        return {k: circle if k in circle else frozenset({k}) for k in holders}

    def _lot(self, unit: int, station: int) -> float:
        return self._ocean.uniform(Purpose.STATION_LOT, unit, self.number * OPTIONS + 1 + station)

    def _luck(self, unit: int, station: int) -> float:
        return self._ocean.uniform(Purpose.STATION_CHOICE, unit, self.number * OPTIONS + 1 + station)

    def _order(self, holder: int, unit: str, placed: Placement) -> None:
        """A unit is told where it is to be from now on, as late as of any order."""
        berth, command = self.berths[unit], self._roster.commands[holder]
        station = berth.stations[placed.station]
        moved = placed.station != placed.unit.now
        x, y = station.centre
        row = Planned(self._clock.now, holder, unit, placed.station, x, y, placed.gain, moved, berth.flies)
        self.plans.append(row)
        if moved:
            self._clock.after(command.headquarters.usually(unit), self.on_ordered, holder, unit, station)

    def on_ordered(self, holder: int, unit: str, station: Box) -> None:
        """An order has reached its unit; who has a post by a pact meanwhile, or is in an exercise, keeps that."""
        agent = self.berths[unit].unit
        if not self.plot.posted(unit) and agent.exercise is None and agent.on_posted(station, agent.ashore):
            self._journal.note(Occurrence.STATIONED, self._crew.rows[unit], holder=holder)

    # ---- who was where --------------------------------------------------------------------------

    def _watch(self) -> None:
        """Count the hours since the last time, as if all had been where they are now."""
        begin, end = self._window
        now, hours = self._clock.now, self.method.updates
        hours = max(min(now, end) - max(now - hours, begin), 0.0)
        if hours <= 0.0:
            return
        there, nobody = self._there(), np.zeros(len(self.method.cells))
        everybody = sum(there.values(), nobody)
        for k, planner in self.planners.items():
            self.watched[k].count(hours, there.get(k, nobody), everybody, planner.map.expected)

    def _there(self) -> dict[int, Floats]:
        """How many ships that are placed each nation has in each cell (n,), on station or searching."""
        found: dict[int, Floats] = {}
        for name, berth in self.berths.items():
            if berth.flies or berth.unit.removed or berth.unit.duty not in SEARCHES:
                continue
            cell = self.method.cells.at(*berth.unit.helm.position())
            if cell is not None:
                holder = self._ocean.holder(self._crew.rows[name])
                found.setdefault(holder, np.zeros(len(self.method.cells)))[cell] += 1.0
        return found
