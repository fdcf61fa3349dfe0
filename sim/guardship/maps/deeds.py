"""What groups do where: what areas and places are for, who keeps station, how many ships pass, how far aircraft go.

All of it is read from a scenario; lengths nm, rates ships a day.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import shapely

from guardship.build.theatre import Theatre
from guardship.core.kernels.state import Floats
from guardship.maps.layers import Layer
from guardship.scenario.distributions import Distribution
from guardship.scenario.geometry import FlatPoint, FlatPosition, GeoPoint, GeoPosition
from guardship.scenario.groups import Beats, Bounce, Escorts, Flights, Group, Hunt, Roam, Route, Smuggle, Stay, Strike
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import Aircraft, Patrol, Unit
from guardship.sea.lanes import Lane, posts

DAY = 24.0
QUANTILES: Floats = np.asarray((np.arange(64) + 0.5) / 64.0, np.float64)  # over which a mean is taken
OVER_AREAS = (Layer.HARMLESS, Layer.PATROLLED, Layer.HUNTED)


class Station(NamedTuple):
    """Where a group of patrol ships keeps itself; `layer`: what it is drawn as, None for what is drawn anyway."""

    group: str
    layer: Layer | None
    shape: shapely.Geometry


def kinds(scenario: Scenario, group: Group) -> list[object]:
    """The types of a group."""
    return [scenario.types[name] for name, _ in group.mix]


def watches(scenario: Scenario, group: Group) -> bool:
    """Whether a group is one of patrols."""
    return any(isinstance(kind, Unit) for kind in kinds(scenario, group))


# ---- areas and places ---------------------------------------------------------------------------


def areas(scenario: Scenario) -> dict[str, list[Layer]]:
    """What is done in each area in which something is, by name, as maps lay it over each other."""
    found: dict[str, set[Layer]] = {}
    for group in scenario.groups.values():
        motion = group.motion
        named: tuple[str, ...]
        if isinstance(motion, Roam | Bounce | Flights):
            named, layer = (motion.area,), Layer.PATROLLED if watches(scenario, group) else Layer.HARMLESS
        elif isinstance(motion, Hunt):
            named, layer = motion.grounds, Layer.HUNTED
        elif isinstance(motion, Strike) and motion.area is not None:
            named, layer = (motion.area,), Layer.HUNTED
        else:
            continue
        for name in named:
            found.setdefault(name, set()).add(layer)
    for field in scenario.field.values():
        found.setdefault(field.area, set()).add(Layer.HARMLESS)
    for name in _spaces(scenario):
        found.setdefault(name, set()).add(Layer.PATROLLED)
    return {name: [layer for layer in OVER_AREAS if layer in layers] for name, layers in found.items()}


def _spaces(scenario: Scenario) -> Iterator[str]:
    """Sectors and water space of nations."""
    if scenario.tasking is not None:
        yield from scenario.tasking.sectors.values()
    for nation in scenario.nations.values():
        if nation.rules is not None:
            yield from nation.rules.inside or ()
            yield from nation.rules.keeps_to.area if nation.rules.keeps_to is not None else ()


def places(scenario: Scenario) -> dict[str, Layer]:
    """What each named place is for; of several uses first that of offenders, then that of patrols."""
    found: dict[str, Layer] = {}

    def use(layer: Layer, *names: str) -> None:
        for name in names:
            found.setdefault(name, layer)

    motions = [group.motion for group in scenario.groups.values()]
    for motion in motions:
        if isinstance(motion, Hunt | Smuggle | Strike):
            use(Layer.BASE, *motion.bases)
    for kind in scenario.types.values():
        if isinstance(kind, Patrol) and kind.cycle is not None:
            use(Layer.PORT, kind.cycle.port)
    for motion in motions:
        if isinstance(motion, Flights):
            use(Layer.AIRFIELD, motion.base)
        elif isinstance(motion, Strike):
            use(Layer.TERMINAL, *motion.terminals)
        elif isinstance(motion, Smuggle):
            use(Layer.LANDING, *motion.landings)
    for motion in motions:
        if isinstance(motion, Hunt):
            use(Layer.ANCHORAGE, *motion.anchorages)
        elif isinstance(motion, Smuggle):
            use(Layer.SANCTUARY, *motion.sanctuaries)
    return found


def lines(scenario: Scenario) -> set[str]:
    """The named lines that lanes, beats, posts and passages lie along."""
    found = {lane.along for lane in scenario.lanes.values()}
    for group in scenario.groups.values():
        if isinstance(group.motion, Beats | Stay) and group.motion.along is not None:
            found.add(group.motion.along)
    return found


# ---- traffic ------------------------------------------------------------------------------------


def mean(amount: Distribution) -> float:
    """The mean of a distribution, of those without end the middle of it."""
    return float(amount.quantiles(QUANTILES).mean())


def traffic(scenario: Scenario) -> dict[str, float]:
    """Ships a day in each lane that has any: those that come at a rate, and convoys."""
    found: dict[str, float] = {}
    for group in scenario.groups.values():
        if group.convoy is not None:
            name, rate = group.convoy.lane, mean(group.convoy.ships) * DAY / group.convoy.every
        elif group.lane is not None and group.per_day is not None and not watches(scenario, group):
            name, rate = group.lane.lane, group.per_day
        else:
            continue
        found[name] = found.get(name, 0.0) + rate
    return found


def routes(theatre: Theatre) -> Iterator[tuple[str, shapely.Geometry, float | None]]:
    """Routes of ships and boats that are no patrols: group, line, ships a day (None where their number is given)."""
    scenario = theatre.scenario
    for name, group in sorted(scenario.groups.items()):
        if group.route is not None and not watches(scenario, group):
            yield name, _route(theatre, group.route), group.per_day


# ---- stations of patrols ------------------------------------------------------------------------


def stations(theatre: Theatre) -> Iterator[Station]:
    """Where groups of patrol ships keep themselves, in the order of names; beats each for itself."""
    scenario = theatre.scenario
    for name, group in sorted(scenario.groups.items()):
        if watches(scenario, group):
            for layer, shape in _stations(theatre, group):
                yield Station(name, layer, shape)


def _stations(theatre: Theatre, group: Group) -> Iterator[tuple[Layer | None, shapely.Geometry]]:
    match group.motion:
        case Beats(along=along, width=width):
            for loop in Lane("beats", theatre.line(along), width).beats(group.count or 1, width):
                yield Layer.BEAT, shapely.Polygon(loop)
        case Stay(along=str(along)):
            for post in posts(theatre.line(along), group.count or 1):
                yield Layer.POST, shapely.Point(post)
        case Stay(at=at) if at is not None:
            yield Layer.POST, shapely.Point(place(theatre, at))
        case Route() as route:
            yield Layer.TRACK, _route(theatre, route)
        case Roam(area=area) | Bounce(area=area):
            yield None, shapely.Polygon(_outline(theatre.ring(area)))
        case Escorts(convoys=convoys):
            for name in convoys:
                convoy = theatre.scenario.groups[name].convoy
                if convoy is not None:
                    yield None, shapely.LineString(theatre.line(theatre.scenario.lanes[convoy.lane].along))


def _outline(ring: Floats) -> Floats:
    """The first ring of an area."""
    gaps = np.flatnonzero(np.isnan(ring[:, 0]))
    return ring[: gaps[0]] if len(gaps) else ring


def _route(theatre: Theatre, route: Route) -> shapely.Geometry:
    """The line through the points of a route."""
    points = [place(theatre, point) for point in route.points]
    return shapely.LineString([*points, *points[:1]] if route.loop else points)


def place(theatre: Theatre, at: "GeoPosition | FlatPosition | GeoPoint | FlatPoint | str") -> tuple[float, float]:
    """A place on the plane [nm]; of one that is drawn the middle of what it is drawn from."""
    if isinstance(at, str):
        return theatre.point(at)
    x, y = (part.quantile(0.5) if isinstance(part, Distribution) else float(part) for part in at)
    flat = theatre.flat([(x, y)])[0]
    return float(flat[0]), float(flat[1])


# ---- aircraft -----------------------------------------------------------------------------------


def reach(theatre: Theatre) -> Iterator[tuple[str, shapely.Geometry]]:
    """How far each type of aircraft that ships carry goes from where its ships keep themselves, as outlines."""
    scenario = theatre.scenario
    found: dict[str, list[shapely.Geometry]] = {}
    for station in stations(theatre):
        for kind in kinds(scenario, scenario.groups[station.group]):
            for name in _carried(kind):
                radius = radius_of(scenario.types[name])
                if radius > 0.0:
                    found.setdefault(name, []).append(shapely.buffer(station.shape, radius))
    for name, discs in sorted(found.items()):
        yield name, shapely.union_all(discs)


def _carried(kind: object) -> Mapping[str, int]:
    return kind.carries if isinstance(kind, Patrol) else {}


def radius_of(kind: object) -> float:
    """How far [nm] a carried aircraft goes out: as far as it is sent, and can come back from with its reserve; 0 for
    what is no aircraft or is never sent."""
    if not isinstance(kind, Aircraft):
        return 0.0
    sent = [within.within for within in (kind.investigates, kind.responds) if within is not None]
    flown = [kind.patrols.radius] if kind.patrols is not None else []
    fuel = 0.5 * (kind.sorties.endurance - kind.sorties.reserve) * kind.speed.cruise.quantile(0.5)
    return min(max([*sent, *flown], default=0.0), fuel)
