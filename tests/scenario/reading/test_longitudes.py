"""Theatres across 180 degrees: one scenario, however its longitudes are written."""

import json
from collections.abc import Callable

import pytest
import shapely

from guardship.scenario.distributions import Choice, Empirical, Normal, Triangular, Uniform
from guardship.scenario.geometry import GeoPosition, PolygonShape
from guardship.scenario.reading.check import load, validate
from guardship.scenario.reading.longitudes import aligned
from guardship.scenario.schema import Scenario

Write = Callable[..., str]

ACROSS = """\
guardship: 1
name: across
title: Across 180
theatre: {bounds: {west: 172, south: -24, east: -170, north: -12}, coast: none}
time: {start: 2010-03-01T00:00Z, measure: 1 d}
geometry:
  fairway: {line: [[176.3, -20], [-179.1, -18], [-175.1, -16]]}
  waters: {polygon: [[177.7, -22], [-178.3, -22], [-178.3, -19.5], [177.7, -19.5]]}
  atoll: {point: [-171.7, -14]}
lanes: {fairway: {along: fairway, width: 2 nm}}
hulls: {ship: {height: 25 m}}
types: {ship: {is: passive, hull: ship, speed: {cruise: 12 kn}}}
groups:
  ships: {type: ship, per_day: 10, lane: fairway}
  tour: {type: ship, count: 1, route: {points: [[179.9, -20], [-179.9, -20], atoll]}}
  buoys: {type: ship, count: 3, hold: {at: [{uniform: [179.5, -179.5]}, -14]}}
  others: {type: ship, count: 1, straight: {from: [-170.3, -13], course: 90 deg}}
"""
SPELLED = {
    "bounds beyond 180": ("172, south: -24, east: -170", "172, south: -24, east: 190"),
    "bounds beyond -180": ("172, south: -24, east: -170", "-188, south: -24, east: -170"),
    "line beyond 180": ("[176.3, -20], [-179.1, -18], [-175.1, -16]", "[176.3, -20], [180.9, -18], [184.9, -16]"),
    "line beyond -180": ("[176.3, -20], [-179.1, -18], [-175.1, -16]", "[-183.7, -20], [-179.1, -18], [-175.1, -16]"),
    "line either way": ("[176.3, -20], [-179.1, -18], [-175.1, -16]", "[176.3, -20], [-179.1, -18], [184.9, -16]"),
    "polygon beyond 180": ("[-178.3, -22], [-178.3, -19.5]", "[181.7, -22], [181.7, -19.5]"),
    "polygon either way": ("[-178.3, -22], [-178.3, -19.5]", "[-178.3, -22], [181.7, -19.5]"),
    "point": ("[-171.7, -14]", "[188.3, -14]"),
    "waypoint": ("[-179.9, -20]", "[180.1, -20]"),
    "distribution": ("{uniform: [179.5, -179.5]}", "{uniform: [179.5, 180.5]}"),
    "distribution, the other": ("{uniform: [179.5, -179.5]}", "{uniform: [-180.5, -179.5]}"),
    "start of a course": ("[-170.3, -13]", "[189.7, -13]"),
}


@pytest.mark.parametrize("case", SPELLED)
def test_one_scenario_however_it_is_written(write: Write, case: str) -> None:
    old, new = SPELLED[case]
    assert ACROSS.count(old) == 1
    assert load(write(ACROSS.replace(old, new))).hash == load(write(ACROSS)).hash


def test_longitudes_rise_to_the_east(write: Write) -> None:
    made = load(write(ACROSS))
    assert (made.theatre.bounds.west, made.theatre.bounds.east) == (172.0, 190.0)  # type: ignore[union-attr]
    assert [p.x for p in made.geometry["fairway"].points] == [176.3, 180.9, 184.9]
    assert [p.x for p in made.geometry["waters"].points] == [177.7, 181.7, 181.7, 177.7]
    assert made.groups["others"].straight.origin.x.quantile(0.5) == 189.7  # type: ignore[union-attr]


def test_what_is_written_stays_and_reads_as_the_same(write: Write) -> None:
    made = load(write(ACROSS))
    assert made.written["geometry"]["atoll"] == {"point": [-171.7, -14]}
    assert Scenario.model_validate(json.loads(json.dumps(made.written))).hash == made.hash


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("{triangular: [179, 179.5, -179]}", Triangular(179.0, 179.5, 181.0)),
        ("{normal: {mean: -179.75, sd: 0.5, min: 179, max: -179}}", Normal(180.25, 0.5, 179.0, 181.0)),
        ("{choice: {179: 1, -179: 3}}", Choice((179.0, 181.0), (1.0, 3.0))),
        ("{empirical: [[0, 179], [0.5, 180], [1, -179]]}", Empirical(((0.0, 179.0), (0.5, 180.0), (1.0, 181.0)))),
        ("{uniform: [-179, -178]}", Uniform(181.0, 182.0)),
    ],
)
def test_distributions_across_180(write: Write, written: str, wanted: object) -> None:
    made = load(write(ACROSS.replace("{uniform: [179.5, -179.5]}", written)))
    position = made.groups["buoys"].hold.at  # type: ignore[union-attr]
    assert isinstance(position, GeoPosition) and position.x == wanted


def test_one_meridian_twice_in_a_choice_is_refused(write: Write) -> None:
    found = validate(write(ACROSS.replace("{uniform: [179.5, -179.5]}", "{choice: {181: 1, 181.0: 3}}")))
    assert [p.message for p in found] == ["came a mapping of 181, 181.0, wanted each value once"]


def test_features_of_files_are_turned_too(write: Write) -> None:
    ring = [[177.7, -22], [181.7, -22], [-178.3, -19.5], [177.7, -19.5], [177.7, -22]]
    features = [
        {"type": "Feature", "id": "waters", "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {"type": "Feature", "id": "atoll", "geometry": {"type": "Point", "coordinates": [188.3, -14]}},
    ]
    write(json.dumps({"type": "FeatureCollection", "features": features}), "g.geojson")
    text = ACROSS.replace("{point: [-171.7, -14]}", "{file: g.geojson, feature: atoll}")
    start, end = text.index("{polygon"), text.index("\n  atoll")
    made = load(write(text[:start] + "{file: g.geojson, feature: waters}" + text[end:]))
    assert {name: shape.points for name, shape in made.geometry.items()} == {
        name: shape.points for name, shape in load(write(ACROSS)).geometry.items()
    }


def test_features_that_are_cut_at_180_are_one_again(write: Write) -> None:
    """As the standard (RFC 7946, 3.1.9) has it: a line in two parts, an area in two pieces with half a hole each."""
    west = [
        [
            [177.7, -22],
            [180, -22],
            [180, -21.5],
            [179.5, -21.5],
            [179.5, -20.5],
            [180, -20.5],
            [180, -19.5],
            [177.7, -19.5],
        ]
    ]
    east = [
        [
            [-180, -22],
            [-178.3, -22],
            [-178.3, -19.5],
            [-180, -19.5],
            [-180, -20.5],
            [-179.5, -20.5],
            [-179.5, -21.5],
            [-180, -21.5],
        ]
    ]
    features = [
        {"type": "Feature", "id": "waters", "geometry": {"type": "MultiPolygon", "coordinates": [west, east]}},
        {
            "type": "Feature",
            "id": "fairway",
            "geometry": {
                "type": "MultiLineString",
                "coordinates": [[[176.3, -20], [180, -18.4]], [[-180, -18.4], [-175.1, -16]]],
            },
        },
    ]
    write(json.dumps({"type": "FeatureCollection", "features": features}), "g.geojson")
    text, start, end = ACROSS, ACROSS.index("  fairway"), ACROSS.index("  atoll")
    both = "  fairway: {file: g.geojson, feature: fairway}\n  waters: {file: g.geojson, feature: waters}\n"
    made = load(write(text[:start] + both + text[end:]))
    assert [tuple(p) for p in made.geometry["fairway"].points] == [(176.3, -20.0), (180.0, -18.4), (184.9, -16.0)]
    waters = made.geometry["waters"]
    assert isinstance(waters, PolygonShape)
    area, hole = (shapely.Polygon(ring) for ring in waters.outlines)
    assert area.equals(shapely.box(177.7, -22.0, 181.7, -19.5)) and hole.equals(shapely.box(179.5, -21.5, 180.5, -20.5))


def test_features_are_cut_at_the_border_of_a_theatre_across_180(write: Write) -> None:
    ring = [[160, -22], [-150, -22], [-150, -19.5], [160, -19.5], [160, -22]]
    write(json.dumps({"type": "Polygon", "coordinates": [ring]}), "g.geojson")
    start, end = ACROSS.index("{polygon"), ACROSS.index("\n  atoll")
    made = load(write(ACROSS[:start] + "{file: g.geojson}" + ACROSS[end:]))
    assert shapely.Polygon(made.geometry["waters"].points).equals(shapely.box(172.0, -22.0, 190.0, -19.5))


def test_places_are_told_from_180_to_180(write: Write) -> None:
    text = ACROSS.replace("[-171.7, -14]", "[-169.5, -14]")
    wanted = "outside the theatre: came [-169.5, -14], wanted a point inside 172 to -170, -24 to -12"
    assert [p.message for p in validate(write(text))] == [wanted]
    text = ACROSS.replace("[-170.3, -13]", "[171, -13]")
    assert [p.message for p in validate(write(text))] == [
        "outside the theatre: [171, -13] is not inside 172 to -170, -24 to -12"
    ]


@pytest.mark.parametrize(
    ("written", "middle", "wanted"),
    [
        ([], 50.0, []),
        ([170.0], -170.0, [170.0 - 360.0]),
        ([179.0, -179.0, 179.0], 0.0, [179.0, 181.0, 179.0]),
        ([-179.0, 179.0], 181.0, [181.0, 179.0]),
        ([-180.0, 180.0, 180.0, -180.0], 50.0, [-180.0, 180.0, 180.0, -180.0]),  # all the world
        ([185.0, -175.0], 181.0, [185.0, 185.0]),
        ([120.0, -120.0, -70.0], 50.0, [120.0, 240.0, 290.0]),  # an ocean that the theatre is no part of
    ],
)
def test_what_runs_on_stays_in_one_piece(written: list[float], middle: float, wanted: list[float]) -> None:
    assert aligned(written, middle, closed=True) == wanted


def test_a_line_never_runs_along_the_border_of_a_map() -> None:
    assert aligned([179.0, 180.0, -180.0, -179.0], 181.0) == [179.0, 180.0, 180.0, 181.0]


@pytest.mark.parametrize("decimals", [1, 3, 6, 9])
def test_another_turn_leaves_the_decimals(decimals: int) -> None:
    for k in range(200):
        far = round(180.0 + 0.987654321 * k, decimals)
        near = round(far - 360.0, decimals)
        assert aligned([near], 230.0) == [far] and aligned([far], -130.0) == [near]
