"""The world of a scenario, made ready for the ocean: plane, coast, routes, places, areas, environment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

from guardship.agents import Surroundings
from guardship.agents.ports import Point
from guardship.kernels.kinematics import radar_horizon
from guardship.kernels.state import Floats
from guardship.ocean import CoastGrid, Environment
from guardship.scenario.days import rest_days, zone_of
from guardship.scenario.geometry import LineShape, PointShape, PolygonShape
from guardship.scenario.schema import Scenario
from guardship.scenario.world import BoundsTheatre
from guardship.sea.coast import Coast
from guardship.sea.lanes import Lane
from guardship.sea.light import daylight
from guardship.sea.plane import Bounds, Plane
from guardship.sea.routes import Routes

LIGHTS = ("day", "night")
CELL = 2.0  # degrees: sunrise differs by 8 minutes across a cell of light
RADIO, OPTICAL = 4.0 / 3.0, 1.0  # earth radius factors of the horizon (oracle O12: 4.12 and 3.57 km per root metre)
METRES = 1852.0


@dataclass(frozen=True, eq=False)
class Stage:
    """A scenario's world on the plane [nm]."""

    scenario: Scenario
    plane: Plane
    coast: Coast

    @classmethod
    def of(cls, scenario: Scenario) -> "Stage":
        """Fit the plane and load the coast."""
        theatre = scenario.theatre
        if not isinstance(theatre, BoundsTheatre):
            return cls(scenario, Plane.flat(), Coast.none())
        b = theatre.bounds
        bounds = Bounds(b.west, b.south, b.east, b.north)
        plane = Plane.fit(bounds)
        return cls(scenario, plane, Coast.load(bounds, plane) if theatre.coast == "shipped" else Coast.none())

    @property
    def geographic(self) -> bool:
        """Whether positions are degrees."""
        return isinstance(self.scenario.theatre, BoundsTheatre)

    @cached_property
    def routes(self) -> Routes:
        """Shortest ways around land."""
        return Routes(self.coast)

    def way(self, ax: float, ay: float, bx: float, by: float) -> list[Point] | None:
        """Way points from a to b, b included; None when no water leads there."""
        if not len(self.coast.edges):
            return [(bx, by)]
        points = self.routes.between(ax, ay, bx, by)
        return None if points is None else [(float(x), float(y)) for x, y in points]

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
        shape = self.scenario.geometry[name]
        assert isinstance(shape, LineShape)
        points = np.array([tuple(p) for p in shape.points], float)
        return self.plane.rhumb_line(points) if self.geographic else points

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
        """The corners of a named area."""
        if name == "box" and not self.geographic:
            w, h = self.scenario.theatre.box.width, self.scenario.theatre.box.height  # type: ignore[union-attr]
            return np.array([[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]])
        shape = self.scenario.geometry[name]
        assert isinstance(shape, PolygonShape)
        return self.flat([tuple(p) for p in shape.points])

    def heading(self, x: Floats, y: Floats, course: Floats) -> tuple[Floats, Floats]:
        """Unit vectors on the plane of true courses [rad, clockwise from north] at places."""
        if not self.geographic:
            return np.sin(course), np.cos(course)
        lon, lat = self.plane.inverse(x, y)
        north = np.column_stack(self.plane.forward(lon, lat + 1e-4)) - np.column_stack([x, y])
        grid = np.arctan2(north[:, 0], north[:, 1])
        return np.sin(course + grid), np.cos(course + grid)

    # ---- environment ----------------------------------------------------------------------------

    @property
    def hours(self) -> float:
        """The length of the run [h]."""
        time = self.scenario.time
        return time.warm_up + time.measure + time.drain

    @cached_property
    def zone(self) -> float:
        """Local time minus UTC [h]."""
        theatre, given = self.scenario.theatre, self.scenario.time.zone
        if given is not None:
            return given
        if not isinstance(theatre, BoundsTheatre):
            return 0.0
        return zone_of(0.5 * (theatre.bounds.west + theatre.bounds.east))

    def rests(self, days: Sequence[str]) -> list[tuple[float, float]]:
        """(begin, end) [h] of these local days of the week."""
        return rest_days(days, self.scenario.time.start, self.zone, self.hours)

    @property
    def states(self) -> list[Surroundings]:
        """Light times weather: the states of the environment."""
        weathers = self.scenario.environment.weather_states
        return [Surroundings(light, weather) for light in LIGHTS for weather in weathers]

    def environment(self) -> Environment:
        """The calendar of states, by cells where the sun makes the light."""
        weather = self.scenario.environment.weather
        names = self.scenario.environment.weather_states
        wt, ws = np.array([w.at for w in weather]), np.array([names.index(w.state) for w in weather])
        grid, lights = self._light()
        cells = []
        for lt, day in lights:
            t = np.union1d(lt, wt)
            dark = ~day[np.searchsorted(lt, t, side="right") - 1]
            cells.append((t, dark * len(names) + ws[np.searchsorted(wt, t, side="right") - 1]))
        longest = max(len(t) for t, _ in cells)
        times, states = np.full((len(cells), longest), np.inf), np.zeros((len(cells), longest), np.int64)
        for k, (t, state) in enumerate(cells):
            times[k, : len(t)], states[k, : len(t)], states[k, len(t) :] = t, state, state[-1]
        return Environment(times, states, grid)

    def _light(self) -> tuple[tuple[float, float, float, float, int, int], list[tuple[Floats, NDArray[np.bool_]]]]:
        """The grid of cells, and in each the times from which it is day or not."""
        light, one = self.scenario.environment.light, (0.0, 0.0, 1.0, 1.0, 1, 1)
        if not isinstance(light, str):
            return one, [(np.array([c.at for c in light]), np.array([c.state == "day" for c in light]))]
        if light != "sun" or not isinstance(self.scenario.theatre, BoundsTheatre):
            return one, [(np.zeros(1), np.array([light != "night"]))]
        b = self.scenario.theatre.bounds
        lon, lat = np.meshgrid([b.west, 0.5 * (b.west + b.east), b.east], [b.south, 0.5 * (b.south + b.north), b.north])
        x, y = self.plane.forward(lon.ravel(), lat.ravel())
        nx, ny = max(ceil((b.east - b.west) / CELL), 1), max(ceil((b.north - b.south) / (2.0 * CELL)), 1)
        w, h = float(np.ptp(x)) / nx, float(np.ptp(y)) / ny
        cx = x.min() + (np.arange(nx) + 0.5) * w
        cy = y.min() + (np.arange(ny) + 0.5) * h
        gx, gy = np.meshgrid(cx, cy)
        glon, glat = self.plane.inverse(gx.ravel(), gy.ravel())
        start = self.scenario.time.start
        lights = [daylight(float(a), float(c), start, self.hours) for a, c in zip(glon, glat, strict=True)]
        return (float(x.min()), float(y.min()), w, h, nx, ny), lights


def horizon(kind: str, own: float | None, other: float | None) -> float:
    """Range [nm] at which two heights [nm] see each other by radar or by eye; inf when a height is not given."""
    if own is None or other is None or kind not in ("radar", "optical"):
        return float("inf")
    return float(radar_horizon(own * METRES, other * METRES, RADIO if kind == "radar" else OPTICAL))
