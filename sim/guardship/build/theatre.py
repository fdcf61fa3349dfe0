"""The world of a scenario, made ready for the ocean: plane, coast, routes, places, areas, environment."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from guardship.agents.interfaces import Point
from guardship.build.environment import Climate
from guardship.core.kernels.kinematics import radar_horizon
from guardship.core.kernels.state import Floats
from guardship.core.ocean import CoastGrid
from guardship.core.rings import joined
from guardship.scenario.days import rest_days, zone_of
from guardship.scenario.geometry import LineShape, PointShape, PolygonShape
from guardship.scenario.schema import Scenario
from guardship.scenario.survey import surveyed
from guardship.scenario.world import BoundsTheatre
from guardship.sea.coast import Coast
from guardship.sea.lanes import Lane
from guardship.sea.plane import Plane
from guardship.sea.routes import Routes
from guardship.warm import warm

RADIO, OPTICAL = 4.0 / 3.0, 1.0  # earth radius factors of the horizon (oracle O12: 4.12 and 3.57 km per root metre)
METRES = 1852.0


@dataclass(frozen=True, eq=False)
class Theatre:
    """A scenario's world on the plane [nm]."""

    scenario: Scenario
    plane: Plane
    coast: Coast

    @classmethod
    def of(cls, scenario: Scenario) -> "Theatre":
        """Fit the plane, load the coast and open its passages, with kernels that are compiled by now."""
        warm()
        survey = surveyed(scenario.theatre, scenario.geometry)
        return cls(scenario, survey.plane, survey.coast)

    @classmethod
    def again(cls, scenario: Scenario) -> "Theatre":
        """As `of`, the same one for run after run of one scenario; only the last is kept."""
        latest = _LATEST[0] if _LATEST else None
        if latest is None or latest.scenario is not scenario:
            _LATEST[:] = [latest := cls.of(scenario)]
        return latest

    def once[T](self, name: Hashable, make: Callable[[], T]) -> T:
        """What no seed changes, made by the first build that asks for it."""
        if name not in self._once:
            self._once[name] = make()
        found: T = self._once[name]
        return found

    @cached_property
    def _once(self) -> dict[Hashable, Any]:
        return {}

    @property
    def geographic(self) -> bool:
        """Whether positions are degrees."""
        return isinstance(self.scenario.theatre, BoundsTheatre)

    @property
    def shipped_coast(self) -> bool:
        """Whether any of the coast that ships with the package is in the theatre."""
        theatre = self.scenario.theatre
        return isinstance(theatre, BoundsTheatre) and theatre.coast == "shipped" and len(self.coast.edges) > 0

    @cached_property
    def routes(self) -> Routes:
        """Shortest ways around land."""
        return Routes(self.coast)

    def dry(self, x: float, y: float) -> bool:
        """Whether a place is on land."""
        return self.routes.dry(x, y)

    def way(self, ax: float, ay: float, bx: float, by: float) -> list[Point] | None:
        """Way points from a to b, b included; None when no water leads there."""
        if not len(self.coast.edges) or self.routes.open(ax, ay, bx, by):
            return [(bx, by)]
        points = self.routes.between(ax, ay, bx, by)
        return None if points is None else [(x, y) for x, y in points.tolist()]

    @property
    def coast_grid(self) -> CoastGrid:
        """The coast as the core takes it."""
        c = self.coast
        return CoastGrid(c.edges, c.start, c.index, c.grid)

    # ---- geometry -------------------------------------------------------------------------------

    def flat(self, points: ArrayLike) -> Floats:
        """Positions of the file, (n, 2), on the plane."""
        xy = np.asarray(points, float).reshape(-1, 2)
        return np.column_stack(self.plane.forward(xy[:, 0], xy[:, 1])) if self.geographic else xy

    def point(self, name: str) -> Point:
        """A named place."""
        shape = self.scenario.geometry[name]
        assert isinstance(shape, PointShape)
        x, y = self.flat([shape.point])[0]
        return float(x), float(y)

    def line(self, name: str) -> Floats:
        """A named line, sailed as rhumb lines between its points."""
        if name not in self._lines:
            shape = self.scenario.geometry[name]
            assert isinstance(shape, LineShape)
            points = np.array([tuple(p) for p in shape.points], float)
            self._lines[name] = self.plane.rhumb_line(points) if self.geographic else points
        return self._lines[name]

    @cached_property
    def _lines(self) -> dict[str, Floats]:
        return {}

    def lane(self, name: str) -> Lane:
        """A named lane."""
        lane = self.scenario.lanes[name]
        return Lane(name, self.line(lane.along), lane.width)

    @cached_property
    def area_names(self) -> tuple[str, ...]:
        """Polygons by name, and the box."""
        shapes = self.scenario.geometry
        names = sorted(name for name, shape in shapes.items() if isinstance(shape, PolygonShape))
        return (*names, "box") if not self.geographic else tuple(names)

    def ring(self, name: str) -> Floats:
        """The corners of a named area; of one with several rings as `core/rings.py` has it."""
        return self.once(("ring", name), lambda: self._ring(name))

    def _ring(self, name: str) -> Floats:
        if name == "box" and not self.geographic:
            w, h = self.scenario.theatre.box.width, self.scenario.theatre.box.height  # type: ignore[union-attr]
            return np.array([[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]])
        shape = self.scenario.geometry[name]
        assert isinstance(shape, PolygonShape)
        return joined([self.flat([tuple(p) for p in ring]) for ring in shape.outlines])

    def heading(self, x: Floats, y: Floats, course: Floats) -> tuple[Floats, Floats]:
        """Unit vectors on the plane of true courses [rad, clockwise from north] at places."""
        if not self.geographic:
            return np.sin(course), np.cos(course)
        lon, lat = self.plane.inverse(x, y)
        north = np.column_stack(self.plane.forward(lon, lat + 1e-4)) - np.column_stack([x, y])
        grid = np.arctan2(north[:, 0], north[:, 1])
        return np.sin(course + grid), np.cos(course + grid)

    # ---- time and environment -------------------------------------------------------------------

    @property
    def hours(self) -> float:
        """The length of the run [h]."""
        return self.scenario.time.hours

    @cached_property
    def zone(self) -> float:
        """Local time minus UTC [h]."""
        theatre, given = self.scenario.theatre, self.scenario.time.zone
        if given is not None:
            return given
        if not isinstance(theatre, BoundsTheatre):
            return 0.0
        return zone_of(0.5 * (theatre.bounds.west + theatre.bounds.east))

    def clock(self, t: float, at: float) -> float:
        """When it is `at` o'clock [h] on the local day in which the time t [h] of the run lies."""
        start = self.scenario.time.start
        local = start.hour + start.minute / 60.0 + start.second / 3600.0 + self.zone
        return (t + local) // 24.0 * 24.0 + at - local

    def rests(self, days: Sequence[str]) -> list[tuple[float, float]]:
        """(begin, end) [h] of these local days of the week."""
        return rest_days(days, self.scenario.time.start, self.zone, self.hours)

    @cached_property
    def climate(self) -> Climate:
        """Light, weather and visibility."""
        return Climate(self.scenario, self.plane)


_LATEST: list[Theatre] = []


def horizon(kind: str, own: float | None, other: float | None) -> float:
    """Range [nm] at which two heights [nm] see each other by radar or by eye; inf when a height is not given."""
    if own is None or other is None or kind not in ("radar", "optical"):
        return float("inf")
    return float(radar_horizon(own * METRES, other * METRES, RADIO if kind == "radar" else OPTICAL))
