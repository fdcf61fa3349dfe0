"""From the environment of a scenario to the ocean's: a calendar of light, weather and visibility for each cell."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.agents.interfaces import Surroundings
from guardship.core.draws import Purpose
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.ocean import Environment
from guardship.core.rings import joined
from guardship.scenario.environment import LIGHTS, Change, LightChange, Visibility, Weather, WindWeather
from guardship.scenario.geometry import PolygonShape
from guardship.scenario.schema import Scenario
from guardship.scenario.world import BoundsTheatre, BoxTheatre
from guardship.sea.light import daylights
from guardship.sea.plane import Plane
from guardship.sea.weather import Dependence, field

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # steps of a process count from here, so that a run's start does not matter
DEGREE = 60.0  # nm


class Cells(NamedTuple):
    """The ocean's grid of cells, by rows from the SW, and the place for which the environment of each is made.

    A cell is named by the square of the lattice in which its middle lies: a square of longitude and latitude where the
    theatre is on Earth, so that the name of a place is the same in every theatre, but near the edges of squares, which
    the plane's straight cells meet only in the middle of the theatre.
    """

    grid: tuple[float, float, float, float, int, int]
    places: Floats  # (n, 2): degrees, or nm in a box


class Course(NamedTuple):
    """When something changes [h], and its state from then on, (cells or 1, times)."""

    times: Floats
    states: Ints


@dataclass(frozen=True, eq=False)
class Climate:
    """The environment of a scenario on its plane. What does not depend on the seed is worked out once."""

    scenario: Scenario
    plane: Plane

    @property
    def states(self) -> list[Surroundings]:
        """Every combination of light, weather and visibility, in the order of their numbers."""
        e = self.scenario.environment
        return [Surroundings(a, b, c) for a in LIGHTS for b in e.weather_states for c in e.visibility_states]

    @cached_property
    def cells(self) -> Cells:
        """One cell for all where nothing differs from place to place."""
        theatre, side = self.scenario.theatre, self.scenario.environment.cells
        if not self.scenario.varies:
            return Cells((0.0, 0.0, 1.0, 1.0, 1, 1), np.zeros((1, 2)))
        if isinstance(theatre, BoxTheatre):
            nx, ny = ceil(theatre.box.width / side), ceil(theatre.box.height / side)
            return Cells((0.0, 0.0, side, side, nx, ny), _middles(0.0, 0.0, side, side, nx, ny))
        return self._on_earth(theatre, side / DEGREE)

    def _on_earth(self, theatre: BoundsTheatre, side: float) -> Cells:
        """Squares of so many degrees, whose edges the grid's meet in the middle of the theatre."""
        b = theatre.bounds
        lon, lat = 0.5 * (b.west + b.east), 0.5 * (b.south + b.north)
        x, y = self.plane.forward(np.array([b.west, b.east, lon, lon]), np.array([lat, lat, b.south, b.north]))
        w, h = side * (x[1] - x[0]) / (b.east - b.west), side * (y[3] - y[2]) / (b.north - b.south)
        i, j = floor(b.west / side), floor(b.south / side)
        nx, ny = ceil(b.east / side) - i, ceil(b.north / side) - j
        x0, y0 = x[0] - (b.west / side - i) * w, y[2] - (b.south / side - j) * h
        middle = _middles(x0, y0, w, h, nx, ny)
        e, n = self.plane.inverse(middle[:, 0], middle[:, 1])
        e = lon + (e - lon + 180.0) % 360.0 - 180.0
        places = np.column_stack([(np.floor(e / side) + 0.5) * side, (np.floor(n / side) + 0.5) * side])
        places[:, 1] = np.clip(places[:, 1], -90.0, 90.0)
        return Cells((float(x0), float(y0), float(w), float(h), nx, ny), places)

    @cached_property
    def lights(self) -> list[Course]:
        """Of each cell: 0 by day, 1 by night. Sunrise is the dear part: it is worked out once for a place."""
        light, n = self.scenario.environment.light, len(self.cells.places)
        if not isinstance(light, str):
            return [_calendar(light, LIGHTS)] * n
        if light != "sun":
            return [Course(np.zeros(1), np.array([[LIGHTS.index(light)]]))] * n
        places, of = np.unique(self.cells.places, axis=0, return_inverse=True)
        time = self.scenario.time
        epochs = daylights(places[:, 0], places[:, 1], time.start, time.hours)
        courses = [Course(t, np.where(day, 0, 1)[None, :].astype(np.int64)) for t, day in epochs]
        return [courses[k] for k in of.ravel()]

    def environment(self, seed: int) -> Environment:
        """The ocean's environment in the run of this seed."""
        e = self.scenario.environment
        weather = self._course(e.weather, e.weather_states, Purpose.WIND, seed)
        visibility = self._course(e.visibility, e.visibility_states, Purpose.HAZE, seed)
        weather = self._fronts(weather, e.weather_states)
        visibility = self._fronts(visibility, e.visibility_states)
        sizes = len(e.weather_states), len(e.visibility_states)
        calendars = [_product(k, (light, weather, visibility), sizes) for k, light in enumerate(self.lights)]
        longest = max(len(t) for t, _ in calendars)
        times = np.full((len(calendars), longest), np.inf)
        states = np.zeros((len(calendars), longest), np.int64)
        for k, (t, state) in enumerate(calendars):
            times[k, : len(t)], states[k, : len(t)], states[k, len(t) :] = t, state, state[-1]
        return Environment(times, states, self.cells.grid)

    def _course(self, form: Weather | Visibility, names: tuple[str, ...], purpose: Purpose, seed: int) -> Course:
        """A calendar, or the levels of a process in every cell over the run."""
        if isinstance(form, tuple):
            return _calendar(form, names)
        process = form.wind if isinstance(form, WindWeather) else form
        time, every = self.scenario.time, process.every
        start = (time.start - EPOCH).total_seconds() / 3600.0
        first = floor(start / every)
        steps = first + np.arange(ceil((start + time.hours) / every) - first)
        times = np.maximum(steps * every - start, 0.0)
        like = Dependence(process.memory, process.reach, every)
        values = field(seed, purpose, like, *self._lattice, int(steps[0]), len(steps))
        middles = np.array([EPOCH.replace(tzinfo=None) + timedelta(hours=float(s) * every) for s in steps + 0.5])
        scores = process.scores(middles.astype("M8[s]"))
        return Course(times, sum((values >= level for level in scores[1:]), np.zeros(values.shape, np.int64)))

    def _fronts(self, course: Course, names: tuple[str, ...]) -> Course:
        """With the fronts of the timeline that are of one of these names; where two overlap, the later one counts."""
        entries = sorted(self.scenario.timeline, key=lambda entry: entry.at)
        for at, front in ((e.at, e.weather) for e in entries if e.weather is not None and e.weather.state in names):
            times = np.unique(np.concatenate([course.times, [at, at + front.lasts]]))
            before = np.searchsorted(course.times, times, side="right") - 1
            states = course.states[:, before]
            cells = np.ones(len(states), bool)
            if front.area is not None:
                cells = self._within(front.area)
                states = np.repeat(states, len(cells) // len(states), axis=0)
            during = (at <= times) & (times < at + front.lasts)
            states[np.ix_(cells, during)] = names.index(front.state)
            course = Course(times, states)
        return course

    def _within(self, area: str) -> NDArray[np.bool_]:
        """Which cells have their place in an area."""
        shape = self.scenario.geometry.get(area)
        if not isinstance(shape, PolygonShape):  # the whole box
            return np.ones(len(self.cells.places), bool)
        ring = joined([np.array([tuple(p) for p in ring], float) for ring in shape.outlines])
        return np.array([point_in_polygon(ring, float(x), float(y)) for x, y in self.cells.places])

    @property
    def _lattice(self) -> tuple[Floats, Floats]:
        """Places and their squeeze, as `field` takes them."""
        places = self.cells.places
        if isinstance(self.scenario.theatre, BoxTheatre):
            return places, np.ones(len(places))
        return places * DEGREE, np.cos(np.radians(places[:, 1]))


def _middles(x: float, y: float, w: float, h: float, nx: int, ny: int) -> Floats:
    """Middles of a grid's cells, by rows from the SW."""
    columns, rows = np.meshgrid(x + (np.arange(nx) + 0.5) * w, y + (np.arange(ny) + 0.5) * h)
    return np.column_stack([columns.ravel(), rows.ravel()])


def _calendar(changes: tuple[Change, ...] | tuple[LightChange, ...], names: tuple[str, ...]) -> Course:
    return Course(np.array([c.at for c in changes]), np.array([[names.index(c.state) for c in changes]]))


def _product(cell: int, courses: tuple[Course, Course, Course], sizes: tuple[int, int]) -> tuple[Floats, Ints]:
    """Times and states of one cell; what does not change is left out."""
    times = np.unique(np.concatenate([course.times for course in courses]))
    light, weather, visibility = (
        course.states[min(cell, len(course.states) - 1), np.searchsorted(course.times, times, side="right") - 1]
        for course in courses
    )
    states = (light * sizes[0] + weather) * sizes[1] + visibility
    kept = np.concatenate([[True], states[1:] != states[:-1]])
    return times[kept], states[kept]
