"""Land of one's own: what a GeoJSON file may hold, what is refused and where, and what it is in a scenario."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.check import load, validate
from guardship.scenario.reading.land import land_of
from guardship.scenario.schema import Scenario
from guardship.scenario.survey import surveyed
from scenario.worlds import SMALL

Write = Callable[..., str]

OUTER = [[48.2, 13.2], [48.6, 13.2], [48.6, 13.5], [48.2, 13.5], [48.2, 13.2]]
LAKE = [[48.3, 13.3], [48.3, 13.4], [48.4, 13.4], [48.4, 13.3], [48.3, 13.3]]
OWN = SMALL.replace("north: 16.2}}", "north: 16.2}, coast: {file: geo/land.geojson}}")
ISLAND = {"type": "Polygon", "coordinates": [OUTER, LAKE]}


def collection(*geometries: Any) -> str:
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1)


def read(write: Write, *geometries: Any) -> shapely.Geometry:
    return shapely.from_wkt(land_of(write(collection(*geometries), "land.geojson")))


def refused(write: Write, *geometries: Any) -> list[str]:
    file = write(collection(*geometries), "land.geojson")
    with pytest.raises(ScenarioError) as fault:
        land_of(file)
    return [str(problem).removeprefix(file + ":") for problem in fault.value.problems]


def test_areas_with_holes_of_every_kind(write: Write) -> None:
    far = {"type": "MultiPolygon", "coordinates": [[[[x + 3.0, y, 7.0] for x, y in OUTER]]]}
    found = read(write, ISLAND, {"type": "GeometryCollection", "geometries": [far]})
    assert found.geom_type == "MultiPolygon" and len(found.geoms) == 2
    assert found.area == pytest.approx(2 * 0.4 * 0.3 - 0.1 * 0.1)


def test_areas_that_overlap_are_one_and_rings_that_cross_themselves_are_mended(write: Write) -> None:
    beside = {"type": "Polygon", "coordinates": [[[x + 0.2, y] for x, y in OUTER]]}
    assert len(read(write, ISLAND, beside).geoms) == 1
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    found = read(write, bow)
    assert found.is_valid and found.area == pytest.approx(0.5)


def test_every_digit_is_kept(write: Write) -> None:
    corner = [48.123456789012345, 13.25]
    found = read(write, {"type": "Polygon", "coordinates": [[corner, *OUTER[1:4], corner]]})
    assert corner in shapely.get_coordinates(found).tolist()


@pytest.mark.parametrize(
    ("geometry", "wanted"),
    [
        (
            {"type": "LineString", "coordinates": OUTER},
            "came geometry of type 'LineString', wanted Polygon or MultiPolygon: areas of land",
        ),
        (None, "came geometry of type nothing, wanted Polygon or MultiPolygon: areas of land"),
        (
            {"type": "Polygon", "coordinates": [OUTER, [[48, 13], [48.1, 13], [48, 13]]]},
            "ring 2: came 2 corners, wanted at least 3",
        ),
        (
            {"type": "MultiPolygon", "coordinates": [[OUTER], [[*OUTER[:2], [48.5, 113], OUTER[0]]]]},
            "polygon 2, ring 1, point 3: came [48.5, 113], wanted longitude and latitude in degrees",
        ),
        (
            {"type": "Polygon", "coordinates": [[*OUTER[:2], ["48", "13"], OUTER[0]]]},
            "ring 1: came coordinates that are not [lon, lat] pairs of numbers",
        ),
        (
            {"type": "Polygon", "coordinates": [[[48, 13], [49, 13], [50, 13], [48, 13]]]},
            "ring 1: came a ring without area",
        ),
        ({"type": "Polygon", "coordinates": []}, "came no rings, wanted at least one"),
    ],
)
def test_what_is_no_land_is_refused_with_its_place(write: Write, geometry: Any, wanted: str) -> None:
    text = collection(ISLAND, geometry)
    line = next(k for k, row in enumerate(text.splitlines(), 1) if '"Feature"' in row and k > 5)
    assert refused(write, ISLAND, geometry) == [f"{line}:4: {wanted}"]


def test_a_file_without_land_is_refused(write: Write) -> None:
    assert refused(write) == ["1:1: came no areas of land, wanted Polygons or MultiPolygons"]


def test_the_scenario_holds_the_land_and_its_hash_the_content(write: Write) -> None:
    write(collection(ISLAND), "geo/land.geojson")
    made = load(write(OWN))
    assert Scenario.model_validate(json.loads(json.dumps(made.written))).hash == made.hash
    assert load(write(OWN)).hash == made.hash
    write(collection({"type": "Polygon", "coordinates": [OUTER]}), "geo/land.geojson")
    assert load(write(OWN)).hash != made.hash


def test_its_coast_is_that_land_and_nothing_else(write: Write) -> None:
    write(collection(ISLAND), "geo/land.geojson")
    made = load(write(OWN))
    plane, coast, _ = surveyed(made.theatre, made.geometry)
    x, y = plane.forward([48.25, 48.35, 49.0, 45.0], [13.25, 13.35, 13.35, 12.8])
    assert list(coast.on_land(x, y)) == [True, False, False, False]  # land, its lake, the sea, and Aden's hills
    lon, lat = plane.inverse(coast.edges[:, 0], coast.edges[:, 1])
    assert (lon.min(), lat.min(), lon.max(), lat.max()) == pytest.approx((48.2, 13.2, 48.6, 13.5))
    assert not len(coast.walls)


def test_land_beyond_the_margin_is_cut_off(write: Write) -> None:
    write(
        collection({"type": "Polygon", "coordinates": [[[40, 14.9], [60, 14.9], [60, 20], [40, 20]]]}),
        "geo/land.geojson",
    )
    made = load(write(OWN))
    plane, coast, _ = surveyed(made.theatre, made.geometry)
    lon, lat = plane.inverse(coast.edges[:, [0, 2]], coast.edges[:, [1, 3]])
    assert len(coast.walls) and np.abs(lat - 14.9).max() < 1e-6 and 41.5 <= lon.min() < lon.max() <= 55.5
    middle = plane.inverse(*coast.edges.reshape(-1, 2, 2).mean(axis=1).T)[1]
    assert np.abs(middle - 14.9).max() * 60.0 < 0.002  # nm; the side is straight in degrees


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("geo/land", "geo/sea", "4:85: theatre.coast.file: came 'geo/sea.geojson', and there is no such file"),
        (
            "geo/land",
            "../land",
            "4:85: theatre.coast.file: came '../land.geojson', wanted a file below the folder of this file",
        ),
        ("geojson}", "geojson, feature: a}", "4:78: theatre.coast: wanted only file and source here"),
        ("{file: geo/land.geojson}", "{land: 'POINT (1 2)'}", "4:78: theatre.coast: came other land, wanted a valid"),
        ("{file: geo/land.geojson}", "{land: land}", "4:78: theatre.coast: came 'land', wanted a valid MULTIPOLYGON"),
        ("{file: geo/land.geojson}", "some", "4:78: theatre.coast: came 'some', wanted shipped or none"),
    ],
)
def test_references_that_lead_nowhere(write: Write, old: str, new: str, wanted: str) -> None:
    write(collection(ISLAND), "geo/land.geojson")
    path = write(OWN.replace(old, new))
    found = [str(problem).removeprefix(path + ":") for problem in validate(path)]
    assert len(found) == 1 and found[0].startswith(wanted), found


def test_problems_of_the_chart_are_found_with_it(write: Write) -> None:
    write(collection({"type": "Polygon", "coordinates": [[[x - 0.4, y - 0.6] for x, y in OUTER]]}), "geo/land.geojson")
    assert [p.path for p in validate(write(OWN))] == ["lanes.lane"]


def circle(points: int) -> Any:
    turn = np.linspace(0.0, 2.0 * np.pi, points)
    ring = np.column_stack([48.4 + 0.2 * np.cos(turn), 13.4 + 0.15 * np.sin(turn)])
    return {"type": "Polygon", "coordinates": [ring.tolist()]}


def test_land_on_any_turn_is_the_same_land(write: Write) -> None:
    """Taveuni, cut at 180 as the standard says, in one piece, and with a jump."""
    island = [[179.9, -17.0], [180.1, -16.8], [180.1, -16.7], [179.9, -16.9], [179.9, -17.0]]
    jump = [[(x + 180.0) % 360.0 - 180.0, y] for x, y in island]
    west = [[179.9, -17.0], [180.0, -16.9], [180.0, -16.8], [179.9, -16.9], [179.9, -17.0]]
    east = [[-180.0, -16.9], [-179.9, -16.8], [-179.9, -16.7], [-180.0, -16.8], [-180.0, -16.9]]
    text = SMALL.replace(
        "{west: 42.5, south: 10.3, east: 54.5, north: 16.2}}",
        "{west: 179, south: -18, east: -179, north: -16}, coast: {file: geo/land.geojson}}",
    )
    text = text[: text.index("geometry:")] + (
        "hulls: {ship: {height: 25 m}}\n"
        "types: {boat: {is: passive, hull: ship, speed: {cruise: 12 kn}}}\n"
        "groups: {boats: {type: boat, count: 1, hold: {at: [179.5, -17]}}}\n"
    )
    lands = []
    for rings in ([[island]], [[jump]], [[west], [east]]):
        write(collection({"type": "MultiPolygon", "coordinates": rings}), "geo/land.geojson")
        made = load(write(text))
        lands.append(surveyed(made.theatre, made.geometry).coast)
    for coast in lands[1:]:
        assert shapely.hausdorff_distance(coast.land, lands[0].land) < 1e-3  # nm; the cut leaves corners at 180


def test_a_hundred_thousand_points_are_read_and_what_was_read_can_be_read_again(write: Write) -> None:
    write(collection(circle(100_001)), "geo/land.geojson")
    made = load(write(OWN))
    assert len(surveyed(made.theatre, made.geometry).coast.edges) == 100_000
    assert load(write(json.dumps(made.written), "scenario.json")).hash == made.hash


def test_land_of_too_many_corners_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guardship.scenario.reading.land.MOST_CORNERS", 1000)
    assert refused(write, circle(1001)) == [
        "1:1: came land of 1001 corners, wanted at most 1000: leave out what is beyond the theatre"
    ]
