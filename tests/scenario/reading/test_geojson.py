"""Features of GeoJSON files, as the standard allows and tools write them."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from guardship.scenario.reading.check import examined
from guardship.scenario.schema import Scenario
from scenario.worlds import SMALL

Write = Callable[..., str]
LINE = [[46, 12.2], [48, 12.8], [50, 13.4]]
RING = [[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8], [46, 12.2]]
HOLE = [[48, 12.9], [48.6, 13.0], [48.6, 13.2], [48, 13.1], [48, 12.9]]


def feature(geometry: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": "f", "properties": {}, "geometry": geometry, **more}


def collection(*features: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


@pytest.fixture
def read(write: Write) -> Callable[..., tuple[Scenario | None, list[str]]]:
    """The small scenario with its line or waters out of a file, and what is wrong with it."""

    def scenario(document: Any, which: str = "f", key: str = "line") -> tuple[Scenario | None, list[str]]:
        write(document if isinstance(document, str | bytes) else json.dumps(document, indent=1), "g.json")
        lines = SMALL.splitlines()
        choice = f", feature: {which}" if which else ""
        text = "\n".join(
            f"  {key}: {{file: g.json{choice}}}" if line.startswith(f"  {key}: {{") else line for line in lines
        )
        found, problems = examined(write(text))
        return (None if problems else found), [problem.message for problem in problems]

    return scenario


WHOLE = {
    "collection": collection(feature({"type": "LineString", "coordinates": LINE})),
    "feature": feature({"type": "LineString", "coordinates": LINE}),
    "number": collection(feature({"type": "LineString", "coordinates": LINE}, id=7)),
    "heights": feature({"type": "LineString", "coordinates": [[*point, 5, 0.1] for point in LINE]}),
    "one part": feature({"type": "MultiLineString", "coordinates": [LINE]}),
    "parts": feature({"type": "MultiLineString", "coordinates": [LINE[:2], LINE[1:]]}),
    "parts turned": feature({"type": "MultiLineString", "coordinates": [LINE[:2], LINE[:0:-1]]}),
    "parts before": feature({"type": "MultiLineString", "coordinates": [LINE[1:], LINE[1::-1]]}),
    "collection of one": feature(
        {"type": "GeometryCollection", "geometries": [{"type": "MultiLineString", "coordinates": [LINE, []]}]}
    ),
    "repeated": feature({"type": "LineString", "coordinates": [*LINE[:2], *LINE[1:]]}),
    "nearly repeated": feature({"type": "LineString", "coordinates": [*LINE[:2], [48.00009, 12.8], LINE[2]]}),
    "NAME": collection(feature({"type": "LineString", "coordinates": LINE}, id=None, properties={"NAME": "f"})),
}
WHICH = {"number": "7"}


@pytest.mark.parametrize("case", WHOLE)
def test_one_line_however_it_is_written(read: Any, case: str) -> None:
    scenario, problems = read(WHOLE[case], WHICH.get(case, "f"))
    assert problems == []
    points = scenario.geometry["line"].points
    wanted = LINE if case != "parts before" else [LINE[0], LINE[1], LINE[2]]
    assert [list(point) for point in points] == wanted


@pytest.mark.parametrize("which", ["7", '"7"', "7.0"])
def test_a_number_is_the_same_in_quotes(read: Any, which: str) -> None:
    assert read(WHOLE["number"], which)[1] == []


def test_a_file_of_one_feature_needs_no_name(read: Any) -> None:
    assert read({"type": "LineString", "coordinates": LINE}, "")[1] == []
    assert read(WHOLE["collection"], "")[1] == []
    two = collection(feature({"type": "LineString", "coordinates": LINE}), feature(None, id="g"))
    assert read(two, "")[1][0] == f"came no `feature`, wanted one of the 2 of {_file(read)}; it has f, g"


def _file(read: Any) -> str:
    message = read(WHOLE["collection"], "nobody")[1][0]
    return str(message.partition(" in ")[2].partition(";")[0])


def test_a_feature_is_chosen_by_any_property(read: Any) -> None:
    other = feature({"type": "LineString", "coordinates": LINE[::-1]}, id=None, properties={"GEONAME": "Back", "N": 2})
    this = feature({"type": "LineString", "coordinates": LINE}, id=None, properties={"GEONAME": "Fair Way", "N": 1})
    for which in ("{property: GEONAME, is: Fair Way}", "{property: N, is: 1}"):
        scenario, problems = read(collection(other, this), which)
        assert problems == [] and scenario.geometry["line"].points[0] == (46, 12.2)
    (message,) = read(collection(other, this), "Fair Way")[1]
    assert message.endswith("one has it as its GEONAME: write `feature: {property: GEONAME, is: Fair Way}`")
    (message,) = read(collection(other, this), "nobody")[1]
    assert "choose by a property (GEONAME, N)" in message


def test_names_with_accents_however_they_are_composed(read: Any) -> None:
    composed = "Canal de l'\u00c9t\u00e9 \u4e2d\u56fd"
    for written, asked in ((composed, _apart(composed)), (_apart(composed), composed)):
        document = collection(
            feature({"type": "LineString", "coordinates": LINE}, id=None, properties={"name": written})
        )
        assert read(document, json.dumps(asked, ensure_ascii=False))[1] == []


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_a_mark_before_the_text(read: Any) -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(WHOLE["feature"]).encode())[1] == []


WRONG = {
    "gap": (
        {"type": "MultiLineString", "coordinates": [LINE[:2], [[48.5, 13], [50, 13.4]]]},
        "between [48, 12.8] and [48.5, 13] there is a gap of 31.6 nm",
    ),
    "fork": (
        {"type": "MultiLineString", "coordinates": [LINE[:2], LINE[1:], [[48, 12.8], [49, 12.9]]]},
        "forks at [48, 12.8]",
    ),
    "two kinds": (
        {
            "type": "GeometryCollection",
            "geometries": [{"type": "Point", "coordinates": [46, 12]}, {"type": "LineString", "coordinates": LINE}],
        },
        "came a GeometryCollection of LineString and Point, wanted one",
    ),
    "empty": ({"type": "MultiLineString", "coordinates": []}, "came a MultiLineString, which is empty"),
    "points": ({"type": "MultiPoint", "coordinates": [[46, 12], [47, 12]]}, "came 2 points, wanted one place"),
    "none": (None, "came geometry of type nothing"),
    "metres": (
        {"type": "LineString", "coordinates": [[5176356.0, 1368000.0], [5343335.0, 1430000.0]]},
        "came the point [5.17636e+06, 1.368e+06], wanted longitude and latitude in degrees",
    ),
    "text": ({"type": "LineString", "coordinates": [["46", "12"], [47, 12]]}, "not finite [lon, lat] pairs"),
    "a list as type": ({"type": ["LineString"], "coordinates": LINE}, "came geometry of type"),
    "too many": (
        {"type": "LineString", "coordinates": [[46.0, 12.0]] * 200_001},
        "came 200001 points, wanted at most 200000",
    ),
    "no list": ({"type": "GeometryCollection", "geometries": 5}, "came a GeometryCollection, which is empty"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_line(read: Any, case: str) -> None:
    geometry, wanted = WRONG[case]
    (message,) = read(feature(geometry))[1]
    assert wanted in message


SYSTEMS = [
    "EPSG:4326",
    "urn:ogc:def:crs:EPSG::4326",
    "urn:ogc:def:crs:EPSG:6.6:4326",
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "urn:x-ogc:def:crs:EPSG:4326",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "http://www.opengis.net/def/crs/EPSG/0/4326",
    "http://www.opengis.net/gml/srs/epsg.xml#4326",
    "OGC:CRS84",
    "CRS84",
    "CRS:84",
    "WGS 84",
    "WGS84",
    "GCS_WGS_1984",
]
OTHERS = [
    "EPSG:3857",
    "urn:ogc:def:crs:EPSG::4204",
    "EPSG:14326",
    "EPSG:43260",
    "EPSG:4267",
    "NAD83",
    "CRS83",
    "WGS 72",
]


@pytest.mark.parametrize("name", SYSTEMS)
def test_degrees_of_wgs_84_under_its_names(read: Any, name: str) -> None:
    system = {"type": "name", "properties": {"name": name}}
    assert read(collection(WHOLE["feature"], crs=system))[1] == []
    assert read(feature(WHOLE["feature"]["geometry"], crs=system))[1] == []


@pytest.mark.parametrize("name", OTHERS)
def test_other_reference_systems_are_refused_by_name(read: Any, name: str) -> None:
    document = collection(WHOLE["feature"], crs={"type": "name", "properties": {"name": name}})
    (message,) = read(document)[1]
    assert message.startswith(f"came the reference system '{name}', wanted longitude and latitude of WGS 84")


def test_other_ways_to_name_a_reference_system(read: Any) -> None:
    ways: list[tuple[Any, bool]] = [
        (None, True),
        ({"type": "EPSG", "properties": {"code": 4326}}, True),
        ({"type": "EPSG", "properties": {"code": 3857}}, False),
        ({"type": "link", "properties": {"href": "http://example.com/crs"}}, False),
        ({}, False),
        ("EPSG:4326", False),
    ]
    for system, fine in ways:
        assert (read(collection(WHOLE["feature"], crs=system))[1] == []) is fine


def test_holes_and_pieces_are_more_rings(read: Any) -> None:
    whole = {"type": "Polygon", "coordinates": [RING, HOLE]}
    scenario, problems = read(feature(whole), key="waters")
    assert problems == []
    waters = scenario.geometry["waters"]
    assert [len(ring) for ring in waters.outlines] == [4, 4] and len(waters.points) == 4
    island = [[[52, 13], [53, 13], [53, 14], [52, 14], [52, 13]]]
    scenario, problems = read(feature({"type": "MultiPolygon", "coordinates": [island, [RING, HOLE]]}), key="waters")
    assert problems == [] and len(scenario.geometry["waters"].outlines) == 3
    assert scenario.geometry["waters"].points[0] == (46, 12.2), "the largest is the outline"
    crossing = {"type": "Polygon", "coordinates": [RING, [[49, 12], [49.5, 12], [49.5, 13.5], [49, 13.5], [49, 12]]]}
    assert read(feature(crossing), key="waters")[1] == ["its rings cross each other, wanted rings that do not"]


def test_what_goes_on_beyond_the_theatre_is_cut_with_a_note(read: Any) -> None:
    ring = [[53, 12.7], [57, 12.9], [57, 13.6], [53, 13.4], [53, 12.7]]
    scenario, problems = read(feature({"type": "Polygon", "coordinates": [ring]}), key="waters")
    assert problems == []
    assert max(lon for lon, _ in scenario.geometry["waters"].points) == 54.5
    assert scenario.notes == ("geometry.waters: goes on beyond the theatre, and is cut at its border",)
    scenario, problems = read(feature({"type": "LineString", "coordinates": [[60, 13.4], [50, 13.4], [46, 12.2]]}))
    assert problems == [] and [p[0] for p in scenario.geometry["line"].points] == [54.5, 50, 46]
    away = [[60, 12], [61, 12], [61, 13], [60, 12]]
    assert read(feature({"type": "Polygon", "coordinates": [away]}), key="waters")[1] == [
        "lies wholly outside the theatre"
    ]
    twice = [[53, 13], [56, 13], [56, 14], [53, 14]]
    (message,) = read(feature({"type": "LineString", "coordinates": twice}))[1]
    assert message == "leaves the theatre and comes back, in 2 parts, wanted one"


def test_an_area_may_be_in_pieces_within_the_theatre(read: Any) -> None:
    fork = [[53, 12], [57, 12], [57, 14], [53, 14], [53, 13.5], [56, 13.5], [56, 12.5], [53, 12.5], [53, 12]]
    scenario, problems = read(feature({"type": "Polygon", "coordinates": [fork]}), key="waters")
    assert problems == [] and len(scenario.geometry["waters"].outlines) == 2
    assert all(lon <= 54.5 for ring in scenario.geometry["waters"].outlines for lon, _ in ring)


def test_coordinates_stand_as_the_file_has_them(read: Any) -> None:
    """Rings closed, 48 and 48.0 apart: what a run folder keeps and hashes of before depend on it."""
    ring = [[46, 12.2], [50, 13.0], [50.0, 14], [46, 12.8], [46, 12.2]]
    scenario, problems = read(feature({"type": "Polygon", "coordinates": [ring]}), key="waters")
    assert problems == [] and json.dumps(scenario.written["geometry"]["waters"]["polygon"]) == json.dumps(ring)
