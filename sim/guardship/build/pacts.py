"""From pacts to guards in a run: which ships have which posts, and what changes the level of alert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import final

import numpy as np

from guardship.agents.pacts import Guard, Post, Protected, Trigger
from guardship.agents.patrol.stations import Beat, PatrolArea
from guardship.agents.patrol.unit import Patrol
from guardship.build.fleet import Members, group_id, uniforms
from guardship.build.sharing import holders
from guardship.build.tasking import Sector
from guardship.build.theatre import Theatre
from guardship.core.draws import Purpose
from guardship.intelligence import Kind
from guardship.occurrences import Occurrence
from guardship.scenario.pacts import GuardPlace, SafetyPact
from guardship.scenario.schema import Scenario
from guardship.scenario.timeline import lapses
from guardship.world.crew import Crew
from guardship.world.journal import Journal
from guardship.world.model import World

HEARD = {"call": Kind.DISTRESS, "tip": Kind.TIP}

type Posts = Mapping[str, Sequence[Mapping[int, GuardPlace]]]


def posts(scenario: Scenario, all_members: Sequence[Members], seed: int) -> Posts:
    """The places of ships by row, at each level of each pact. Who is called out is drawn from seed, pact and ship."""
    found: dict[str, list[dict[int, GuardPlace]]] = {}
    for name, pact in sorted(scenario.pacts.items()):
        lot, levels = group_id(f"pact {name}"), list[dict[int, GuardPlace]]()
        for level in pact.levels:
            there: dict[int, GuardPlace] = {}
            for members in all_members:
                place = level.guards.get(members.name)
                if place is None:
                    continue
                u = uniforms(seed, Purpose.CALLED_OUT, members.ids ^ lot, 0)
                wanted = len(members.rows) if place.units is None else place.units
                there |= {members.first + k: place for k in np.argsort(u, kind="stable")[:wanted].tolist()}
            levels.append(there)
        found[name] = levels
    return found


def ashore(given: Posts, scenario: Scenario) -> set[int]:
    """Rows of the ships that are in port on account of a pact when the run begins."""
    return {
        row
        for name, levels in given.items()
        if not _off_at_start(scenario, name)
        for row, place in levels[0].items()
        if place.port is not None
    }


def _off_at_start(scenario: Scenario, name: str) -> bool:
    return any(begin <= 0.0 for begin, _ in lapses(scenario.timeline, name))


def home_port(scenario: Scenario, group: str) -> str | None:
    """The port to which a pact or the timeline sends ships of a group."""
    for _, pact in sorted(scenario.pacts.items()):
        for level in pact.levels:
            place = level.guards.get(group)
            if place is not None and place.port is not None:
                return place.port
    nation = scenario.groups[group].nation
    for entry in scenario.timeline:
        if entry.recall is not None and (group in entry.recall.groups or nation in entry.recall.nations):
            return entry.recall.port
    return None


def guards(
    world: World, scenario: Scenario, theatre: Theatre, given: Posts, units: Mapping[str, Patrol]
) -> list[Guard]:
    """The pacts of safety, by name. `units`: all patrol units by name."""
    found = []
    for name, pact in sorted(scenario.pacts.items()):
        levels = [
            {world.crew.names[row]: post(theatre, place) for row, place in there.items()} for there in given[name]
        ]
        posted = sorted({unit for there in levels for unit in there})
        found.append(
            Guard(
                name,
                _parties(scenario, pact),
                {unit: units[unit] for unit in posted},
                levels,
                protected(theatre, pact),
                pact.keeps_posts,
                trigger(theatre, pact),
                world.after,
                Herald(world.crew, world.journal).say,
                off=_off_at_start(scenario, name),
            )
        )
    return found


def alerts(world: World, scenario: Scenario, theatre: Theatre) -> None:
    """Everybody to his first post, and the timers of what the timeline says of pacts of safety."""
    for one in world.roster.pacts:
        pact = scenario.pacts[one.name]
        one.begin()
        for begin, end in lapses(scenario.timeline, one.name):
            if 0.0 < begin < theatre.hours:
                world.after(begin, one.on_lapse)
            if end is not None and end < theatre.hours:
                world.after(end, one.on_apply)
        for entry in scenario.timeline:
            alert = entry.alert
            if alert is not None and alert.pact == one.name and entry.at < theatre.hours:
                world.after(entry.at, one.on_alert, pact.names.index(alert.level), alert.lasts or 0.0)


@final
class Herald:
    """Writes what happens to a pact into the log."""

    def __init__(self, crew: Crew, journal: Journal) -> None:
        self._crew, self._journal = crew, journal

    def say(self, kind: Occurrence, unit: str, report: int) -> None:
        """A line, of a unit or of nobody's."""
        self._journal.note(kind, self._crew.rows.get(unit, -1), report=report)


def _parties(scenario: Scenario, pact: SafetyPact) -> frozenset[int]:
    return frozenset(k for k, name in enumerate(holders(scenario)) if name in pact.parties)


def post(theatre: Theatre, place: GuardPlace) -> Post:
    """A place on the plane."""
    if place.port is not None:
        return Post(None, True)
    if place.at is not None:
        return Post(Beat((theatre.point(place.at),), loop=False))
    return Post(PatrolArea(theatre.area_names.index(place.area)) if place.area is not None else None)


def protected(theatre: Theatre, pact: SafetyPact) -> Protected:
    """Whom it protects."""
    given = pact.protects
    flags = None if given.flags is None else frozenset(given.flags)
    return Protected(flags, None if given.area is None else Sector(theatre.ring(given.area)))


def trigger(theatre: Theatre, pact: SafetyPact) -> Trigger | None:
    """What raises its alert."""
    given = pact.raised
    if given is None:
        return None
    area = None if given.area is None else Sector(theatre.ring(given.area))
    return Trigger(frozenset(HEARD[one] for one in given.by), pact.names.index(given.to), given.lasts, area)


def recalls(world: World, scenario: Scenario, theatre: Theatre, all_members: Sequence[Members]) -> None:
    """The timers of recalls to port and of returns."""
    for entry in scenario.timeline:
        recall = entry.recall
        if recall is None or entry.at >= theatre.hours:
            continue
        for members in all_members:
            if members.name not in recall.groups and members.group.nation not in recall.nations:
                continue
            for row in members.rows:
                unit = world.crew[row]
                if isinstance(unit, Patrol) and unit.logistics is not None:
                    world.after(entry.at, unit.logistics.on_recall)
                    if recall.until is not None and recall.until < theatre.hours:
                        world.after(recall.until, unit.logistics.on_return)
