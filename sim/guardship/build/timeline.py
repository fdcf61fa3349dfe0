"""From drills, programmes and the timeline to what happens when: exercises, better sensors, closed channels, fronts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, inf
from typing import NamedTuple, final

import numpy as np

from guardship.agents.drills import Exercise
from guardship.agents.patrol.stations import ANYWHERE, Beat, PatrolArea, Station
from guardship.agents.patrol.unit import Patrol
from guardship.build.fleet import Members, group_id, uniforms
from guardship.build.sharing import Cut, holders
from guardship.build.theatre import Theatre
from guardship.coalition.interoperability import Effects, Interoperability, Span
from guardship.core.draws import Purpose
from guardship.scenario import drills, vessels
from guardship.scenario.geometry import PointShape
from guardship.scenario.schema import Scenario
from guardship.scenario.timeline import Better, Ends, Entry, Surge, absences, intervals, member
from guardship.world.model import World

AGES = 1e7  # h, longer than any run

# ---- exercises ----------------------------------------------------------------------------------


def interoperability(scenario: Scenario) -> Interoperability:
    """The levels of a scenario's nations; without the section nothing depends on them."""
    given = scenario.interoperability
    if given is None:
        return Interoperability()
    between = {(min(p.nations), max(p.nations)): p.level for p in given.between}
    spans = {name: _span(getattr(given.effects, name)) for name in Effects.__slots__}
    half_life = inf if given.half_life is None else given.half_life
    return Interoperability(Effects(**spans), given.initial, between, given.standing, half_life)


def _span(given: drills.FactorSpan | drills.ChanceSpan | None) -> Span | None:
    return None if given is None else Span(given.at_none, given.at_full)


def occasions(scenario: Scenario) -> list[tuple[float, str]]:
    """When [h] each drill is held, by time and name: by its own calendar and by the timeline."""
    hours = scenario.time.hours
    own = {(t, name) for name, drill in scenario.drills.items() for t in drill.begins(hours)}
    return sorted(own | {(e.at, e.exercise) for e in scenario.timeline if e.exercise is not None and e.at < hours})


def exercises(
    theatre: Theatre, all_members: Sequence[Members], seed: int, units: Mapping[int, Patrol], drilled: Interoperability
) -> list[tuple[float, Exercise]]:
    """All exercises with the time [h] at which each begins; `units`: patrol units by row.

    Who is outside the coalition when one begins takes no part in it.
    """
    scenario, found = theatre.scenario, []
    for begin, name in occasions(scenario):
        drill = scenario.drills[name]
        nations = [one for one in drill.nations if member(scenario.timeline, one, begin)]
        rows = list(_called(scenario, drill, name, begin, all_members, seed))
        called = [(nation, units[row]) for nation, row in rows if nation in nations]
        staff = sorted(set(nations) - {nation for nation, _ in called})
        place, ends = _place(theatre, drill.area), begin + drill.lasts
        exercise = Exercise(name, called, staff, place, ends, drill.raises, drill.answers_calls, drilled)
        found.append((begin, exercise))
    return found


def calendar(world: World, made: Sequence[tuple[float, Exercise]], hours: float) -> None:
    """Set the timers of exercises."""
    for begin, exercise in made:
        world.after(begin, exercise.on_begin)
        if exercise.ends < hours:
            world.after(exercise.ends, exercise.on_end)


def _called(
    scenario: Scenario, drill: drills.Drill, name: str, begin: float, all_members: Sequence[Members], seed: int
) -> Iterator[tuple[str, int]]:
    """Nations and rows of the ships that are called, by lot: of the seed, the drill, its time and the ship."""
    lot = group_id(f"drill {name}")
    for members in all_members:
        nation, ships = members.group.nation, len(members.rows)
        if nation is None or nation not in drill.nations or not all(_ship(scenario, kind) for kind in members.types):
            continue
        wanted = drill.units.get(members.name, 0) if drill.share is None else ceil(drill.share * ships - 1e-9)
        u = uniforms(seed, Purpose.CALLED, members.ids ^ lot, int(begin * 60.0))
        for k in sorted(np.argsort(u, kind="stable")[:wanted].tolist()):
            yield nation, members.first + k


def _ship(scenario: Scenario, kind: str) -> bool:
    return isinstance(scenario.types[kind], vessels.Patrol)


def _place(theatre: Theatre, area: str | None) -> Station:
    if area is None:
        return ANYWHERE
    if isinstance(theatre.scenario.geometry.get(area), PointShape):
        return Beat((theatre.point(area),), loop=False)
    return PatrolArea(theatre.area_names.index(area))


# ---- surges -------------------------------------------------------------------------------------


def surges(scenario: Scenario) -> dict[str, tuple[float, Surge]]:
    """From when on [h] each group that comes for a surge is there."""
    return {e.surge.group: (e.at, e.surge) for e in scenario.timeline if e.surge is not None}


# ---- better sensors -----------------------------------------------------------------------------


@final
class Improvement(NamedTuple):
    """Sensors that are replaced from a time on [h], in units of some types and nations; None: of all."""

    at: float
    replaces: Mapping[str, str]
    types: tuple[str, ...] | None
    nations: tuple[str, ...] | None

    def concerns(self, kind: str, nation: str | None) -> bool:
        """Whether units of a type and nation have them replaced."""
        of_nation = self.nations is None or nation in self.nations
        return nation is not None and of_nation and (self.types is None or kind in self.types)


def improvements(scenario: Scenario) -> list[Improvement]:
    """Of programmes, by name, and of the timeline, in order of time."""
    made: list[tuple[float, Better]] = []
    for name in sorted(scenario.programmes):
        brings = scenario.programmes[name].delivers
        made += [] if brings is None else [(brings.at, brings)]
    made += [(e.at, e.upgrade) for e in scenario.timeline if e.upgrade is not None]
    found = [Improvement(at, one.replaces, one.types, one.nations) for at, one in made]
    return sorted(found, key=lambda one: one.at)


def sensors_at(
    made: Sequence[Improvement], sensors: Sequence[str], kind: str, nation: str | None, t: float
) -> tuple[str, ...]:
    """The sensors of a unit at a time [h]."""
    now = tuple(sensors)
    for one in made:
        if one.at <= t and one.concerns(kind, nation):
            now = tuple(dict.fromkeys(one.replaces.get(name, name) for name in now))
    return now


# ---- sharing ------------------------------------------------------------------------------------


def suspensions(scenario: Scenario, ends: Sequence[tuple[int, int]]) -> list[Cut]:
    """When edges are closed by the timeline: of who is not in the coalition, and what is suspended."""
    names, entries = holders(scenario), scenario.timeline
    cuts = []
    for sender, receiver in ends:
        closed = [gap for name in (names[sender], names[receiver]) for gap in absences(entries, name)]
        for what in (names[sender], names[receiver], (names[sender], names[receiver])):
            closed += intervals([(e.at, e.suspend is not None) for e in entries if _suspended(e) == what])
        cuts += [Cut(sender, receiver, begin, inf if end is None else end, True) for begin, end in closed]
    return cuts


def _suspended(entry: Entry) -> str | tuple[str, str] | None:
    what = entry.suspend or entry.resume
    return (what.origin, what.to) if isinstance(what, Ends) else what
