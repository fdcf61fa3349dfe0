"""A scenario on its plane with its coast: lanes, beats, areas and places afloat and joined by water."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, final

import numpy as np
import shapely
from numpy.typing import NDArray

from guardship.core.rings import joined, limits
from guardship.scenario.distributions import Constant, Distribution
from guardship.scenario.geometry import FlatPosition, GeoPosition, LineShape, PointShape, PolygonShape
from guardship.scenario.groups import VOYAGES, Escorts, Group, Smuggle, Stay
from guardship.scenario.problems import Path
from guardship.scenario.reading.longitudes import DIGITS
from guardship.scenario.stations import Stations
from guardship.scenario.survey import surveyed
from guardship.scenario.units import HALF_TURN, WHOLE_TURN
from guardship.scenario.world import BoundsTheatre, BoxTheatre, Lane
from guardship.sea import areas, lanes
from guardship.sea.cells import squares
from guardship.sea.coast import water_along

if TYPE_CHECKING:
    from guardship.sea.routes import Routes

type Floats = NDArray[np.float64]
type Finding = tuple[Path, str]

STEP = 0.5  # nm between the points of a line that are tested for land
WAY_THROUGH = "where ships do go through, `theatre: {passages: ...}` opens a way"
GRID = 40  # points a side of the grid that looks for water in an area


@final
class Sections(NamedTuple):
    """The parts of a scenario that are checked here; those that are not valid may be left out."""

    theatre: BoundsTheatre | BoxTheatre
    geometry: Mapping[str, PointShape | LineShape | PolygonShape]
    lanes: Mapping[str, Lane]
    groups: Mapping[str, Group]


@final
class Stop(NamedTuple):
    """A place that must be reachable: the path that names it, what to call it, where it is on the plane."""

    path: Path
    name: str
    x: float
    y: float


def extent(sections: Sections) -> tuple[float, float, float, float]:
    match sections.theatre:
        case BoxTheatre(box=box):
            return 0.0, 0.0, box.width, box.height
        case BoundsTheatre(bounds=bounds):
            return bounds.west, bounds.south, bounds.east, bounds.north


def shown(sections: Sections, x: float, y: float) -> str:
    """A position as it is told."""
    if isinstance(sections.theatre, BoxTheatre):
        return f"[{x:g} nm, {y:g} nm]"
    return f"[{_turned(x):g}, {y:g}]"


def inside(sections: Sections) -> str:
    """The theatre as it is told."""
    x0, y0, x1, y1 = extent(sections)
    if isinstance(sections.theatre, BoxTheatre):
        return f"{x0:g} to {x1:g}, {y0:g} to {y1:g} nm"
    return f"{x0:g} to {_turned(x1):g}, {y0:g} to {y1:g}"


def _turned(lon: float) -> float:
    """A longitude of a theatre that reaches beyond 180, from -180 to 180."""
    return lon if lon <= HALF_TURN else round(lon - WHOLE_TURN, DIGITS)


@final
class Chart:
    """The sections on their plane with their coast. Raises PlaneError."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self.plane, self.coast, self._before = surveyed(sections.theatre, sections.geometry)
        self._wet: dict[str, Floats | None] = {}  # by area: many groups roam in one

    def findings(self) -> Iterator[Finding]:
        """All findings. What names geometry that is not there is passed over."""
        stops: list[Stop] = []
        yield from self._passages()
        for name, lane in self.sections.lanes.items():
            yield from self._lane(("lanes", name), name, lane, stops)
        for name, group in self.sections.groups.items():
            yield from self._group(("groups", name), group, stops)
        yield from self._unreached(stops)

    def _passages(self) -> Iterator[Finding]:
        """Passages that join no water."""
        for passage in self.coast.passages:
            ends = self._ashore(passage)
            if len(ends) > 1:
                wanted = "wanted one of them at least in water"
                yield ("theatre", "passages", passage.name), f"both ends are on land, {' and '.join(ends)}, {wanted}"

    def _ashore(self, passage: lanes.Lane) -> list[str]:
        """The ends of a passage that lie on land and in no other passage."""
        x, y = passage.line[[0, -1]].T
        others = shapely.union_all([water_along(other) for other in self.coast.passages if other is not passage])
        dry = self._before.on_land(x, y) & ~shapely.intersects_xy(others, x, y)
        return list(map(self._near, x[dry], y[dry]))

    @cached_property
    def routes(self) -> Routes:
        """Ways by water, found by kernels that are compiled by now: no other check needs any."""
        from guardship.sea.routes import Routes
        from guardship.warm import warm

        warm()
        return Routes(self.coast)

    def _shape(self, name: str, kind: type[Any]) -> Floats | None:
        """The points of a piece of geometry on the plane."""
        shape = self.sections.geometry.get(name)
        if not isinstance(shape, kind):
            return None
        points = [*shape.points, shape.points[0]] if kind is PolygonShape else shape.points
        return self.plane.rhumb_line(np.array(points, dtype=np.float64))

    def _afloat(self, line: Floats) -> str | None:
        """Where a line is on land, as text for a message; None when it is not."""
        legs = np.hypot(*np.diff(line, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(legs)])
        at = np.union1d(along, np.arange(0.0, along[-1], STEP))
        x, y = (np.interp(at, along, line[:, axis]) for axis in (0, 1))
        hits = np.flatnonzero(self.coast.on_land(x, y))
        return self._near(x[hits[0]], y[hits[0]]) if len(hits) else None

    def _between(self, port: Floats, starboard: Floats) -> str | None:
        """Where land lies between the sides of a lane, islets that no line meets included."""
        for k in range(len(port) - 1):
            piece = shapely.convex_hull(shapely.MultiPoint([*port[k : k + 2], *starboard[k : k + 2]]))
            land = shapely.intersection(self.coast.land, piece)
            if land.area > 0.0:
                spot = shapely.point_on_surface(land)
                return self._near(spot.x, spot.y)
        return None

    def _near(self, x: float, y: float) -> str:
        lon, lat = self.plane.inverse(x, y)
        return f"[{float(lon):.2f}, {float(lat):.2f}]"

    def _lane(self, path: Path, name: str, lane: Lane, stops: list[Stop]) -> Iterator[Finding]:
        line = self._shape(lane.along, LineShape)
        if line is None:
            return
        sides = {"its middle": 0.0, "its port side": -0.5 * lane.width, "its starboard side": 0.5 * lane.width}
        tracks = []
        for side, offset in sides.items():
            try:
                tracks.append(lanes.Lane(name, line, lane.width).track(offset))
            except ValueError as fault:
                yield path, str(fault)
                return
            land = self._afloat(tracks[-1])
            if land:
                yield path, f"the lane runs over land: {side} near {land}; {WAY_THROUGH}"
                return
        land = self._between(tracks[1], tracks[2])
        if land:
            yield path, f"the lane runs over land: between its sides near {land}; {WAY_THROUGH}"
            return
        stops.append(Stop(path, "the lane", float(line[0, 0]), float(line[0, 1])))

    def _group(self, path: Path, group: Group, stops: list[Stop]) -> Iterator[Finding]:
        if group.beats and group.count:
            yield from self._beats((*path, "beats"), group, stops)
        yield from self._posts((*path, "hold", "along"), group.hold, group.count, stops)
        if group.lane and group.lane.spread:
            yield from self._spread((*path, "lane", "spread"), group.lane.lane, group.lane.spread)
        if group.escorts:
            yield from self._escorts((*path, "escorts"), group.escorts)
        for motion, way in (("bounce", group.bounce), ("roam", group.roam)):
            if way:
                yield from self._area((*path, motion, "in"), way.area, stops)
        for where, area in _voyages(path, group, "waters"):
            yield from self._area(where, area, stops)
        for where, position in self._positions(path, group):
            yield from self._position(where, position, stops)
        if group.smuggles and group.smuggles.routes:
            yield from self._ways((*path, "smuggles", "routes", "ways"), group.smuggles, stops)

    def _beats(self, path: Path, group: Group, stops: list[Stop]) -> Iterator[Finding]:
        line = self._shape(group.beats.along, LineShape) if group.beats else None
        if line is None or group.beats is None or group.count is None:
            return
        try:
            loops = lanes.Lane("beats", line, group.beats.width).beats(group.count, group.beats.width)
        except ValueError as fault:
            yield path, str(fault)
            return
        for number, loop in enumerate(loops, 1):
            land = self._afloat(np.vstack([loop, loop[:1]]))
            if land:
                yield path, f"beat {number} of {group.count} runs over land near {land}"
            else:
                stops.append(Stop(path, f"beat {number}", float(loop[0, 0]), float(loop[0, 1])))

    def _posts(self, path: Path, hold: Stay | None, count: int | None, stops: list[Stop]) -> Iterator[Finding]:
        """Posts along a line that are on land."""
        line = self._shape(hold.along, LineShape) if hold is not None and hold.along is not None else None
        for number, (x, y) in enumerate(lanes.posts(line, count).tolist() if line is not None and count else (), 1):
            if self.coast.on_land(np.array([x]), np.array([y])).any():
                yield path, f"post {number} of {count} is on land at {self._near(x, y)}"
                return
            stops.append(Stop(path, f"post {number}", x, y))

    def _escorts(self, path: Path, escorts: Escorts) -> Iterator[Finding]:
        """Tracks beside the convoys that would run over land."""
        for name in escorts.convoys:
            convoy = self.sections.groups[name].convoy if name in self.sections.groups else None
            lane = self.sections.lanes.get(convoy.lane) if convoy else None
            line = self._shape(lane.along, LineShape) if lane else None
            if lane is None or line is None:
                continue
            for side, offset in (("starboard", escorts.abeam), ("port", -escorts.abeam)):
                try:
                    land = self._afloat(lanes.Lane(name, line, lane.width).track(offset))
                except ValueError as fault:
                    yield path, str(fault)
                    return
                if land:
                    yield path, f"{escorts.abeam:g} nm to {side} of {name} runs over land near {land}"
                    return

    def _spread(self, path: Path, name: str, spread: Distribution) -> Iterator[Finding]:
        """Tracks of a lane that would be outside it."""
        lane = self.sections.lanes.get(name)
        farthest = max(-spread.support[0], spread.support[1])
        if lane and farthest > 0.5 * lane.width:
            wanted = f"wanted at most half the width of lane {name}, {0.5 * lane.width:g} nm"
            yield path, f"came a spread of up to {farthest:g} nm from the middle, {wanted}"

    def _ways(self, path: Path, motion: Smuggle, stops: list[Stop]) -> Iterator[Finding]:
        """Points of the ways of smugglers: at sea, and no place twice from base to landing place."""
        assert motion.routes is not None
        for name, points in motion.routes.ways.items():
            passed = {self._spot(end): "a base or landing place" for end in (*motion.bases, *motion.landings)}
            for k, point in enumerate(points):
                spot = self._spot(point)
                if spot is None:
                    continue
                if spot in passed:
                    wanted = "wanted each place once from base to landing place"
                    yield (*path, name, k), f"came {point}, where {passed[spot]} is, {wanted}"
                else:
                    yield from self._position((*path, name, k), point, stops)
                passed[spot] = point

    def _spot(self, name: str) -> tuple[float, float] | None:
        """Where a point of the geometry is on the plane."""
        points = self._shape(name, PointShape)
        return None if points is None else (float(points[0, 0]), float(points[0, 1]))

    def _area(self, path: Path, name: str, stops: list[Stop]) -> Iterator[Finding]:
        if name not in self._wet:
            self._wet[name] = self._water_of(name)
        wet = self._wet[name]
        if wet is not None and not len(wet):
            yield path, f"{name} lies wholly on land"
        elif wet is not None:
            x, y = wet[len(wet) // 2].tolist()
            stops.append(Stop(path, name, x, y))

    def _water_of(self, name: str) -> Floats | None:
        """Places all over an area that are in water, (n, 2); None where it has none or is no area."""
        shape = self.sections.geometry.get(name)
        if not isinstance(shape, PolygonShape):
            return None
        area = self._on_plane(name, shape)
        (x0, y0), (x1, y1) = limits(area.ring)
        x, y = (part.ravel() for part in np.meshgrid(np.linspace(x0, x1, GRID), np.linspace(y0, y1, GRID)))
        inside = area.contains(x, y)
        wet = inside & ~self.coast.on_land(x, y)
        return np.column_stack((x[wet], y[wet])) if inside.any() else None

    def _on_plane(self, name: str, shape: PolygonShape) -> areas.Area:
        rings = [np.array(ring, dtype=np.float64) for ring in shape.outlines]
        return areas.Area(name, joined([np.column_stack(self.plane.forward(*ring.T)) for ring in rings]))

    def stations(self, given: Stations) -> Iterator[Finding]:
        """Waters that cannot be cut into the cells that are asked for, and groups expected where there is no cell."""
        waters = self.sections.geometry.get(given.waters)
        if not isinstance(waters, PolygonShape):
            return
        try:
            sea = squares(self._on_plane(given.waters, waters), given.cells, self.coast).sea
        except ValueError as fault:
            yield ("stations", "cells"), str(fault)
            return
        for name in given.expected if isinstance(given.expected, Mapping) else ():
            shape = self.sections.geometry.get(name)
            if isinstance(shape, PolygonShape):
                area = self._on_plane(name, shape).polygon
                if not shapely.area(shapely.intersection(np.array(sea, object), area)).any():
                    wanted = f"wanted an area with sea in cells of {given.waters}"
                    yield ("stations", "expected", name), f"came {name}, which has none, {wanted}"

    def _positions(self, path: Path, group: Group) -> Iterator[tuple[Path, Any]]:
        if group.hold and group.hold.at is not None:
            yield (*path, "hold", "at"), group.hold.at
        if group.straight:
            yield (*path, "straight", "from"), group.straight.origin
        for index, point in enumerate(group.route.points if group.route else ()):
            yield (*path, "route", "points", index), point
        yield from _voyages(path, group, "points")

    def _position(self, path: Path, position: Any, stops: list[Stop]) -> Iterator[Finding]:
        if isinstance(position, str):
            points = self._shape(position, PointShape)
            if points is None:
                return
            (x, y), name = points[0], position
        else:
            x0, y0, x1, y1 = extent(self.sections)
            a, b = _middle(position)
            if not (x0 <= a <= x1 and y0 <= b <= y1):
                yield path, f"outside the theatre: {shown(self.sections, a, b)} is not inside {inside(self.sections)}"
                return
            if _spread(position):
                return
            (x, y), name = (float(part) for part in self.plane.forward(a, b)), "the position"
        if self.coast.on_land(x, y).any():
            yield path, f"{name} is on land at {self._near(x, y)}"
        else:
            stops.append(Stop(path, name, float(x), float(y)))

    def _unreached(self, stops: list[Stop]) -> Iterator[Finding]:
        """Places that no water joins to the waters that hold most of the places."""
        if not len(self.coast.edges):
            return
        waters: list[list[Stop]] = []
        for stop in stops:
            for water in waters:
                if self.routes.between(water[0].x, water[0].y, stop.x, stop.y) is not None:
                    water.append(stop)
                    break
            else:
                waters.append([stop])
        for water in sorted(waters, key=len, reverse=True)[1:]:
            for path, name, x, y in water:
                here = f"{name} at {self._near(x, y)}"
                yield path, f"{here} cannot be reached by water from the rest of the scenario{self._blind()}"

    def _blind(self) -> str:
        """The passages that end on land, as text that follows."""
        ends = [f"passage {one.name} ends on land at {end}" for one in self.coast.passages for end in self._ashore(one)]
        return "".join(f"; {end}" for end in ends)


def _middle(position: Any) -> tuple[float, float]:
    """A fixed position, or the medians of a spread one."""
    if isinstance(position, GeoPosition | FlatPosition):
        return position.x.quantile(0.5), position.y.quantile(0.5)
    return position.x, position.y


def _spread(position: Any) -> bool:
    parts = (position.x, position.y)
    return any(not isinstance(part, float | int | Constant) for part in parts)


def _voyages(path: Path, group: Group, what: str) -> Iterator[tuple[Path, str]]:
    """The `points` or `waters` of what offenders do, each with its path; an area may stand alone or in a list."""
    for key, motion in VOYAGES.items():
        given = getattr(group, key)
        for alias, attribute in getattr(motion, what).items() if given is not None else ():
            names = getattr(given, attribute) or ()
            names = (names,) if isinstance(names, str) else names
            alone = what == "waters" and len(names) == 1
            yield from (((*path, key, alias) if alone else (*path, key, alias, k), n) for k, n in enumerate(names))
