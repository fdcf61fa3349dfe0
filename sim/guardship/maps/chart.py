"""What there is to draw of a scenario: shapes on the plane with what they are, for maps and for pages that move.

Nothing is drawn here. Where the shapes come from: `theatre`, `geometry`, `lanes`, `law` and `nations` give the sea and
its parts, `groups` and `types` what is done where (`maps.deeds`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike

from guardship.build.theatre import Theatre
from guardship.core.kernels.state import Floats
from guardship.maps import deeds
from guardship.maps.layers import Layer
from guardship.scenario.geometry import LineShape, PointShape
from guardship.scenario.schema import Scenario
from guardship.scenario.survey import surveyed
from guardship.scenario.world import Bounds, BoundsTheatre, OwnCoast
from guardship.sea.areas import Area
from guardship.sea.geodesy import turn

MESH = 9  # points a side of the bounds, among which the corners of the window are sought
FINEST = 1000.0  # parts of the window's longer side: what is smaller than one of them is left out of the land
SHIPPED = "Natural Earth 1:10m, right to about 0.2 nm"


class Feature(NamedTuple):
    """A shape on the plane [nm]: what it is, the name that the scenario has for it, and what is said of it to people.

    `amount`: of lanes and routes the ships a day, None where there are none; `width`: of lanes [nm], 0 for others.
    """

    layer: Layer
    name: str
    said: str
    shape: shapely.Geometry
    amount: float | None = None
    width: float = 0.0


class Source(NamedTuple):
    """Where the numbers of these shapes come from."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Chart:
    """A scenario's sea: the window x0, y0, x1, y1 [nm] in which its theatre lies, and all its features."""

    theatre: Theatre
    window: tuple[float, float, float, float]
    features: tuple[Feature, ...]

    @classmethod
    def of(cls, theatre: Theatre) -> "Chart":
        """Everything that can be drawn of a theatre before its run."""
        window = _window(theatre)
        made = (*_land(theatre, window), *_areas(theatre), *_lines(theatre), *_places(theatre))
        return cls(theatre, window, made)

    @classmethod
    def drawn(cls, scenario: Scenario) -> "Chart":
        """The same of a scenario; no kernels are compiled for it."""
        survey = surveyed(scenario.theatre, scenario.geometry)
        return cls.of(Theatre(scenario, survey.plane, survey.coast))

    def layer(self, *layers: Layer) -> list[Feature]:
        """The features of these layers, in the order of layers and names."""
        return [one for layer in layers for one in self.features if one.layer is layer]

    def degrees(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Longitude and latitude of places on the plane, longitudes on one turn: beyond 180 where the theatre goes
        across. Of a made-up sea x and y as they are."""
        lon, lat = self.theatre.plane.inverse(x, y)
        if self.bounds is None:
            return lon, lat
        middle = 0.5 * (self.bounds.on_globe.west + self.bounds.on_globe.unwrapped_east)
        return middle + turn(lon - middle), lat

    @property
    def bounds(self) -> Bounds | None:
        """The bounds of a theatre of the real world, None for a made-up sea."""
        given = self.theatre.scenario.theatre
        return given.bounds if isinstance(given, BoundsTheatre) else None

    @cached_property
    def sources(self) -> list[Source]:
        """Where coast, lanes and shapes come from, what has one source together, in the order of names."""
        scenario = self.theatre.scenario
        found: dict[str, list[str]] = {}
        if coast := _coast(scenario):
            found[coast] = ["coast"]
        for shapes in (scenario.geometry, scenario.lanes):
            for name, one in sorted(shapes.items()):
                found.setdefault(one.source or "not said", []).append(name)
        return [Source(text, tuple(dict.fromkeys(names))) for text, names in found.items()]


def _coast(scenario: Scenario) -> str | None:
    theatre = scenario.theatre
    if not isinstance(theatre, BoundsTheatre) or theatre.coast == "none":
        return None
    if isinstance(theatre.coast, OwnCoast):
        return theatre.coast.source or "a file of its own"
    return SHIPPED


def _window(theatre: Theatre) -> tuple[float, float, float, float]:
    given = theatre.scenario.theatre
    if isinstance(given, BoundsTheatre):
        corners = np.column_stack(theatre.plane.forward(*given.bounds.on_globe.mesh(MESH)))
    else:
        corners = theatre.ring("box")
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _land(theatre: Theatre, window: tuple[float, float, float, float]) -> Iterator[Feature]:
    """Land within the window, without what is too fine to be seen."""
    x0, y0, x1, y1 = window
    fine = max(x1 - x0, y1 - y0) / FINEST
    shown = shapely.simplify(shapely.intersection(theatre.coast.land, shapely.box(x0, y0, x1, y1)), fine)
    for part in shapely.get_parts(shown):
        if part.geom_type == "Polygon" and part.area > 4.0 * fine * fine:
            yield Feature(Layer.LAND, "land", "land", part)


def _areas(theatre: Theatre) -> Iterator[Feature]:
    """Waters of states, then areas once for each thing that is done in them; what nothing is done in is an area."""
    scenario = theatre.scenario
    taken: set[str] = set()
    for name, sea in sorted(scenario.law.waters.items()) if scenario.law is not None else ():
        shape = shapely.union_all([_area(theatre, area) for area in sea.area])
        yield Feature(Layer(sea.kind), name, f"waters of {plain(sea.state)}", shape)
        taken.update(sea.area)
    for name, nation in sorted(scenario.nations.items()):
        if nation.waters is not None and nation.waters not in taken:
            taken.add(nation.waters)
            yield Feature(Layer.OWN, nation.waters, f"waters of {plain(name)}", _area(theatre, nation.waters))
    done = deeds.areas(scenario)
    for name in theatre.area_names:
        for layer in done.get(name, () if name in taken or name == "box" else (Layer.AREA,)):
            yield Feature(layer, name, plain(name), _area(theatre, name))


def _lines(theatre: Theatre) -> Iterator[Feature]:
    """Lanes with their traffic, routes, beats and posts, the reach of aircraft from ships."""
    scenario = theatre.scenario
    ships = deeds.traffic(scenario)
    for name, lane in sorted(scenario.lanes.items()):
        line = shapely.LineString(theatre.line(lane.along))
        yield Feature(Layer.LANE, name, plain(name), line, ships.get(name), lane.width)
    for station in deeds.stations(theatre):
        if station.layer is not None:
            yield Feature(station.layer, station.group, plain(station.group), station.shape)
    for name, shape in deeds.reach(theatre):
        yield Feature(Layer.REACH, name, plain(name), shape)
    for name, line, amount in deeds.routes(theatre):
        yield Feature(Layer.ROUTE, name, plain(name), line, amount)
    used = deeds.lines(scenario)
    for name, shape in sorted(scenario.geometry.items()):
        if isinstance(shape, LineShape) and name not in used:
            yield Feature(Layer.LINE, name, plain(name), shapely.LineString(theatre.line(name)))


def _places(theatre: Theatre) -> Iterator[Feature]:
    uses = deeds.places(theatre.scenario)
    for name, shape in sorted(theatre.scenario.geometry.items()):
        if isinstance(shape, PointShape):
            yield Feature(uses.get(name, Layer.PLACE), name, plain(name), shapely.Point(theatre.point(name)))


def _area(theatre: Theatre, name: str) -> shapely.Geometry:
    return Area(name, theatre.ring(name)).polygon


def plain(name: str) -> str:
    """A name of a scenario as people read it."""
    return name.replace("_", " ")
