"""The chart of a run: land, lanes, areas, waters, lines and places on its plane, so that a stranger can draw it.

Lines are those that the run has used, rounded to 0.2 m. GeoJSON in form, but for its coordinates: `geometry` is on the
plane [nm], as x and y of the tables are; in a theatre of the real world `degrees` is the same in WGS 84, from -180 to
180: what goes across 180 jumps there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from guardship.build.theatre import Theatre
from guardship.core.kernels.state import Floats
from guardship.scenario.geometry import LineShape, PointShape
from guardship.sea.areas import Area
from guardship.sea.plane import Plane

ON_PLANE, IN_DEGREES = 4, 6  # digits after the point: 0.2 m and 0.1 m

type Feature = dict[str, Any]


def chart(theatre: Theatre) -> dict[str, Any]:
    """The chart of a theatre, to be written as JSON.

    `features` have a `kind`: `land` (where the coast is cut off, a margin beyond the bounds, it has a straight edge),
    `lane` (`width` [nm]), `area`, `waters` (`state`, `law`: territorial, contiguous or eez; they may have several
    parts), `line`, `place`. All but land have the `name` that they have in the scenario.
    """
    return {
        "type": "FeatureCollection",
        "unit": "nm",
        "projection": theatre.plane.name,
        "features": [*_land(theatre), *_lanes(theatre), *_waters(theatre), *_geometry(theatre)],
    }


def _land(theatre: Theatre) -> Iterator[Feature]:
    """A polygon for each piece of land, its holes after its outline."""
    for polygon in shapely.get_parts(theatre.coast.land):
        rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(polygon)]
        yield _feature(theatre, {"kind": "land"}, "Polygon", rings)


def _lanes(theatre: Theatre) -> Iterator[Feature]:
    for name, lane in sorted(theatre.scenario.lanes.items()):
        yield _feature(
            theatre, {"kind": "lane", "name": name, "width": lane.width}, "LineString", theatre.line(lane.along)
        )


def _waters(theatre: Theatre) -> Iterator[Feature]:
    """The waters of states, a feature for each."""
    law = theatre.scenario.law
    for name, sea in sorted(law.waters.items()) if law is not None else ():
        said = {"kind": "waters", "name": name, "state": sea.state, "law": sea.kind}
        pieces = [piece for area in sea.area for piece in _pieces(area, theatre.ring(area))]
        yield _feature(theatre, said, "MultiPolygon", pieces)


def _geometry(theatre: Theatre) -> Iterator[Feature]:
    """Every shape that the scenario names, and the box of a made-up sea."""
    for name in theatre.area_names:
        first, *more = _pieces(name, theatre.ring(name))
        said = {"kind": "area", "name": name}
        yield _feature(theatre, said, *(("MultiPolygon", [first, *more]) if more else ("Polygon", first)))
    for name, shape in sorted(theatre.scenario.geometry.items()):
        if isinstance(shape, LineShape):
            yield _feature(theatre, {"kind": "line", "name": name}, "LineString", theatre.line(name))
        elif isinstance(shape, PointShape):
            yield _feature(theatre, {"kind": "place", "name": name}, "Point", np.array(theatre.point(name)))


def _pieces(name: str, ring: Floats) -> list[list[Floats]]:
    """The pieces of an area, each as its outline and its holes, closed; a single ring as it stands in the scenario."""
    if not np.isnan(ring).any():
        return [[_closed(ring)]]
    pieces = shapely.get_parts(Area(name, ring).polygon)
    return [[shapely.get_coordinates(one) for one in shapely.get_rings(piece)] for piece in pieces]


def _closed(ring: Floats) -> Floats:
    """A ring (n, 2) with its first corner again at its end, as GeoJSON wants it."""
    return np.concatenate([ring, ring[:1]])


def _feature(theatre: Theatre, properties: Mapping[str, Any], form: str, shape: Any) -> Feature:
    """A feature with its place on the plane and, of the real world, in degrees. `shape`: points (..., 2), in lists."""
    made = {
        "type": "Feature",
        "properties": dict(properties),
        "geometry": {"type": form, "coordinates": _rounded(shape, None)},
    }
    if theatre.geographic:
        made["degrees"] = {"type": form, "coordinates": _rounded(shape, theatre.plane)}
    return made


def _rounded(shape: Any, plane: Plane | None) -> Any:
    """Points in lists; in degrees with a plane to take them from."""
    if isinstance(shape, Sequence):
        return [_rounded(part, plane) for part in shape]
    if plane is None:
        return np.round(shape, ON_PLANE).tolist()
    return np.round(np.stack(plane.inverse(shape[..., 0], shape[..., 1]), axis=-1), IN_DEGREES).tolist()
