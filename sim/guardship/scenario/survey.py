"""From the theatre of a scenario to its plane and coast: the one way there, for checking, running and auditing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, final

import numpy as np
import shapely

from guardship.scenario.geometry import LineShape, PointShape, PolygonShape
from guardship.scenario.world import BoundsTheatre, BoxTheatre, OwnCoast
from guardship.sea.coast import Coast
from guardship.sea.lanes import Lane
from guardship.sea.plane import Plane

type Named = PointShape | LineShape | PolygonShape


@final
class Survey(NamedTuple):
    """The plane, the coast on it with its passages opened, and the coast `before` they were."""

    plane: Plane
    coast: Coast
    before: Coast


def surveyed(theatre: BoundsTheatre | BoxTheatre, geometry: Mapping[str, Named]) -> Survey:
    """The survey of a theatre; passages along what is no line of `geometry` are left out. Raises PlaneError."""
    if isinstance(theatre, BoxTheatre):
        return Survey(Plane.flat(), Coast.none(), Coast.none())
    bounds = theatre.bounds.on_globe
    plane = Plane.fit(bounds)
    match theatre.coast:
        case "none":
            before = Coast.none()
        case "shipped":
            before = Coast.load(bounds, plane)
        case OwnCoast(land=land):
            before = Coast.drawn(shapely.from_wkt(land), bounds, plane)
    passages = []
    for name, passage in sorted((theatre.passages or {}).items()):
        line = geometry.get(passage.along)
        if isinstance(line, LineShape):
            points = plane.rhumb_line(np.array(line.points, dtype=np.float64))
            passages.append(Lane(name, points, passage.width))
    return Survey(plane, before.opened(passages), before)
