"""How many harmless vessels look like what is sought: what a nation knows of its waters, not who is there."""

from collections.abc import Iterator
from math import inf

from guardship.build.theatre import Theatre
from guardship.scenario import vessels as types
from guardship.sea.areas import Area


def look_alikes(theatre: Theatre) -> dict[str, float]:
    """By hull, so many a true square mile as the scenario states, else as many as its densest waters have."""
    hulls = theatre.scenario.hulls
    found = dict.fromkeys(hulls, 0.0)
    for hull, area, count in _harmless(theatre):
        if hulls[hull].look_alikes is None and count > 0.0:
            found[hull] = max(found[hull], count / sea_of(theatre, Area(area, theatre.ring(area))))
    return found | {name: hull.look_alikes for name, hull in hulls.items() if hull.look_alikes is not None}


def how_many(theatre: Theatre) -> dict[str, float]:
    """By hull, how many harmless vessels keep to areas of the theatre."""
    found = dict.fromkeys(theatre.scenario.hulls, 0.0)
    for hull, _, count in _harmless(theatre):
        found[hull] += count
    return found


def sea_of(theatre: Theatre, area: Area) -> float:
    """True square miles of sea, with the local scale in the middle; infinite where there is none."""
    return theatre.once(("sea", area.name), lambda: _sea_of(theatre, area))


def _sea_of(theatre: Theatre, area: Area) -> float:
    x, y = area.polygon.centroid.coords[0]
    c = theatre.plane.scale
    scale = c[0] + x * (c[1] + c[3] * x + c[4] * y) + y * (c[2] + c[5] * y)
    size = area.size * area.sea_share(theatre.coast) / float(scale) ** 2
    return size if size > 0.0 else inf


def _harmless(theatre: Theatre) -> Iterator[tuple[str, str, float]]:
    """Hull, area and number of the harmless vessels that keep to an area."""
    scenario = theatre.scenario
    for boats in scenario.field.values():
        yield scenario.types[boats.type].hull, boats.area, float(boats.boats)
    for group in scenario.groups.values():
        within = group.roam or group.bounce
        if within is None or group.count is None:
            continue
        for name, share in group.mix:
            if isinstance(scenario.types[name], types.Passive):
                yield scenario.types[name].hull, within.area, group.count * share
