"""Whether a scenario makes sense on the chart: inside the theatre, on a plane that serves it, afloat, reachable."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from pydantic import TypeAdapter, ValidationError

from guardship.scenario.geometry import PolygonShape, Shape
from guardship.scenario.groups import Group
from guardship.scenario.problems import Problem, ScenarioError, problem
from guardship.scenario.reading.chart import Chart, Finding, Sections, extent, inside, shown
from guardship.scenario.reading.load import attempt, place, rewritten
from guardship.scenario.reading.longitudes import on_one_turn
from guardship.scenario.reading.yamlfile import Node, plain
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import edge_count
from guardship.scenario.vessels import Patrol
from guardship.scenario.world import BoxTheatre, Lane, Theatre
from guardship.sea.plane import PlaneError

MOST_CELLS = 4000
MOST_EDGES = 10_000  # of sharing: a mesh of a hundred
MOST_VESSELS = 300_000  # a hundred thousand are what the core is made for
MEMORY = 4e-6  # GB a vessel, with its agent, legs and log
LONGEST_RUN = 20 * 8766.0  # h


def check(scenario: Scenario) -> list[Finding]:
    """What is wrong, as paths in the scenario and messages."""
    sections = Sections(scenario.theatre, scenario.geometry, scenario.lanes, scenario.groups)
    return (
        check_sections(sections) + list(_cells(scenario)) + list(_stations(scenario, sections)) + list(_size(scenario))
    )


def load(path: str | os.PathLike[str], set: Mapping[str, object] | None = None) -> Scenario:
    """The scenario of a file that makes sense on the chart too; this is `guardship.load`.

    `set` changes entries by dotted path (`groups.frigates.count`); None deletes. Raises ScenarioError.
    """
    scenario, problems = examined(path, set)
    if problems or scenario is None:
        raise ScenarioError(problems)
    return scenario


def validate(path: str | os.PathLike[str], set: Mapping[str, object] | None = None) -> list[Problem]:
    """Every problem of a scenario file: those of reading it, and those on the chart as far as its parts can be read."""
    return examined(path, set)[1]


def examined(
    path: str | os.PathLike[str], set: Mapping[str, object] | None = None
) -> tuple[Scenario | None, list[Problem]]:
    """The scenario when it can be read, and every problem."""
    try:
        scenario, root, problems = attempt(os.fspath(path), set or {})
    except ScenarioError as fault:
        return None, list(fault.problems)
    return scenario, problems_on_chart(scenario, root, problems)


def changed(scenario: Scenario, set: Mapping[str, object]) -> Scenario:
    """A scenario with other entries, by dotted path as in `load`, and with its errors."""
    made, root, problems = rewritten(scenario, set)
    problems = problems_on_chart(made, root, problems)
    if problems or made is None:
        raise ScenarioError(problems)
    return made


def problems_on_chart(scenario: Scenario | None, root: Node, problems: Sequence[Problem]) -> list[Problem]:
    """The problems with those of the chart and of the size."""
    sections = salvage(scenario, on_one_turn(plain(root)))
    findings = check_sections(sections) if sections else []
    if scenario and sections:
        findings += chain.from_iterable((_cells(scenario), _stations(scenario, sections), _size(scenario)))
    more = [problem(place(root, where), where, message) for where, message in findings]
    return list(ScenarioError([*problems, *more]).problems)


def salvage(scenario: Scenario | None, data: Any) -> Sections | None:
    """What can be checked of a scenario that may not be valid."""
    if scenario:
        return Sections(scenario.theatre, scenario.geometry, scenario.lanes, scenario.groups)
    theatre = _valid(Theatre, data.get("theatre"))
    if theatre is None:
        return None
    parts = (
        _valid_entries(kind, data.get(key)) for key, kind in (("geometry", Shape), ("lanes", Lane), ("groups", Group))
    )
    return Sections(theatre, *parts)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _valid(kind: Any, value: Any) -> Any:
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError:
        return None


def _valid_entries(kind: Any, values: Any) -> dict[str, Any]:
    if not isinstance(values, Mapping):
        return {}
    entries = {name: _valid(kind, value) for name, value in values.items()}
    return {name: entry for name, entry in entries.items() if entry is not None}


def check_sections(sections: Sections) -> list[Finding]:
    """As `check`."""
    outside = list(_outside(sections))
    wrong = {path[1] for path, _ in outside}
    sound = {name: shape for name, shape in sections.geometry.items() if name not in wrong}
    try:
        chart = Chart(sections._replace(geometry=sound))
    except PlaneError as fault:
        return [*outside, (("theatre", "bounds"), str(fault))]
    return outside + list(chart.findings())


def _cells(scenario: Scenario) -> Iterator[Finding]:
    """More cells of the environment than serve a purpose."""
    theatre, side = scenario.theatre, scenario.environment.cells
    if isinstance(theatre, BoxTheatre):
        width, height = theatre.box.width, theatre.box.height
    else:
        b = theatre.bounds
        width, height = 60.0 * (b.east - b.west), 60.0 * (b.north - b.south)
    count = math.ceil(width / side) * math.ceil(height / side)
    if scenario.varies and count > MOST_CELLS:
        message = f"came a side of {side:g} nm, which makes {count} cells, wanted {MOST_CELLS} at most"
        yield ("environment", "cells"), message


def _stations(scenario: Scenario, sections: Sections) -> Iterator[Finding]:
    """Stations that no map can be made of."""
    if scenario.stations is not None and not list(_outside(sections)):
        try:
            yield from Chart(sections).stations(scenario.stations)
        except PlaneError:  # which is said of the theatre
            return


def _size(scenario: Scenario) -> Iterator[Finding]:
    """More than fits into memory and a working day."""
    hours = scenario.time.hours
    if hours > LONGEST_RUN:
        yield ("time",), f"came {hours / 8766.0:.3g} years, wanted at most {LONGEST_RUN / 8766.0:g}"
    if scenario.sharing is not None and (ends := edge_count(scenario.sharing, len(scenario.nations))) > MOST_EDGES:
        message = f"came {scenario.sharing.topology} with {ends} edges among holders, wanted at most {MOST_EDGES}"
        yield ("sharing", "topology"), message
    total = 0.0
    for name, group in scenario.groups.items():
        kinds = [scenario.types[kind] for kind, _ in group.mix]
        carried = max((sum(k.carries.values()) for k in kinds if isinstance(k, Patrol)), default=0)
        own = (group.count or 0) + (group.per_day or 0.0) * min(hours, LONGEST_RUN) / 24.0
        total += own * (1 + carried)
        if total > MOST_VESSELS:
            size = f"{total:.0f} vessels in the groups up to here, some {total * MEMORY:.2g} GB"
            yield ("groups", name), f"came {size}, wanted at most {MOST_VESSELS} vessels"
            return


def _outside(sections: Sections) -> Iterator[Finding]:
    """Geometry with a point outside the theatre."""
    x0, y0, x1, y1 = extent(sections)
    for name, shape in sections.geometry.items():
        outlines = shape.outlines if isinstance(shape, PolygonShape) else (shape.points,)
        for x, y in chain.from_iterable(outlines):
            if not (x0 <= x <= x1 and y0 <= y <= y1):
                wanted = f"came {shown(sections, x, y)}, wanted a point inside {inside(sections)}"
                yield ("geometry", name), f"outside the theatre: {wanted}"
                break
