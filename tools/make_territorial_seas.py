"""Make the territorial seas of the Gulf of Aden: `uv run python tools/make_territorial_seas.py`.

From the shipped coast to `scenarios/geo/territorial_seas.geojson`: all within 12 nm of a state's land, the land included
(nobody sails there), cut at the theatre's bounds. From the coast itself, not from published baselines: bays are not closed
by straight lines, and where two seas overlap no median line is drawn.
"""

import json
from pathlib import Path

import numpy as np
import shapely

from guardship.sea.coast import Coast
from guardship.sea.plane import Bounds, Plane

OUT = Path(__file__).parents[1] / "scenarios/geo/territorial_seas.geojson"
BOUNDS = Bounds(42.5, 10.3, 54.5, 16.2)  # of scenarios/gulf_of_aden.yaml
BREADTH = 12.0  # nm, UNCLOS 3
SIMPLE = 0.25  # nm, by which corners are left out; the coast itself is right to 0.2
LEAST = 10.0  # nm2 of land, below which an islet has no sea of its own
STATES = {  # boxes of land: west, south, east, north
    "somalia": [(43.25, 9.0, 44.0, 11.5), (44.0, 9.0, 51.7, 12.1)],
    "yemen": [(43.3, 12.6, 55.5, 18.0), (51.7, 12.0, 55.5, 13.0)],
}


def seas(coast: Coast, plane: Plane, boxes: list[tuple[float, float, float, float]]) -> list[shapely.Polygon]:
    """The parts of one state's sea on the plane, from west to east."""
    own = [shapely.intersection(coast.land, outline(plane, *box)) for box in boxes]
    parts = [p for p in shapely.get_parts(shapely.union_all(own)) if p.area >= LEAST]
    wide = shapely.intersection(
        shapely.buffer(shapely.union_all(parts), BREADTH, quad_segs=16),
        outline(plane, BOUNDS.west, BOUNDS.south, BOUNDS.east, BOUNDS.north),
    )
    rings = [shapely.Polygon(p.exterior) for p in shapely.get_parts(wide) if isinstance(p, shapely.Polygon)]
    return sorted((shapely.simplify(r, SIMPLE) for r in rings), key=lambda r: float(r.bounds[0]))


def outline(plane: Plane, west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A box of longitude and latitude on the plane."""
    points = shapely.get_coordinates(shapely.segmentize(shapely.box(west, south, east, north), 0.25))
    return shapely.Polygon(np.column_stack(plane.forward(points[:, 0], points[:, 1])))


def feature(state: str, k: int, part: shapely.Polygon, plane: Plane) -> dict[str, object]:
    """One part as GeoJSON."""
    xy = shapely.get_coordinates(part)
    ring = (
        np.column_stack(plane.inverse(xy[:, 0], xy[:, 1]))
        .round(4)
        .clip((BOUNDS.west, BOUNDS.south), (BOUNDS.east, BOUNDS.north))
    )
    source = "12 nm (UNCLOS 3) from the shipped coast, tools/make_territorial_seas.py"
    return {
        "type": "Feature",
        "id": f"goa.sea.{state}.{k}",
        "properties": {"name": f"Territorial sea of {state.capitalize()}, part {k}", "source": source},
        "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]},
    }


def main() -> None:
    """Write the file."""
    plane = Plane.fit(BOUNDS)
    coast = Coast.load(BOUNDS, plane)
    features = [
        feature(state, k, part, plane)
        for state, boxes in STATES.items()
        for k, part in enumerate(seas(coast, plane, boxes), 1)
    ]
    OUT.write_text(json.dumps({"type": "FeatureCollection", "features": features}, indent=None) + "\n", "utf-8")


if __name__ == "__main__":
    main()
