"""Geography: features of every kind, reference systems, theatres, positions."""

import json
from collections.abc import Iterator
from math import cos, sin, tau
from typing import Any

from tools.trials.hostile.files import either, read, refused
from tools.trials.texts import REAL, changed
from tools.trials.trial import Content, Trial

GEOJSON, CRS, THEATRE = "geojson", "reference systems", "theatres"
FAMILIES = (GEOJSON, CRS, THEATRE)
LINE = [[46, 12.2], [48, 12.8], [50, 13.4]]
RING = [[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8], [46, 12.2]]
HOLE = [[48, 12.9], [48.2, 12.9], [48.2, 13.0], [48, 13.0], [48, 12.9]]
POINT = [47, 12.6]
SPOTS = {
    "line": "[[46, 12.2], [50, 13.4]]",
    "point": "[47, 12.6]",
    "polygon": "[[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8]]",
}
PLACED = r"(case\.yaml|g\.geojson):\d+:\d+: "
TOO_LARGE = r"g\.geojson: .*bytes"


def trials() -> Iterator[Trial]:
    """All of them."""
    yield from shapes()
    yield from odd_shapes()
    yield from files()
    yield from features()
    yield from systems()
    yield from theatres()
    yield from positions()


def feature(kind: str, coordinates: Any, name: object = "f", **more: Any) -> dict[str, Any]:
    """Of GeoJSON."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "id": name, "properties": {}, "geometry": geometry, **more}


def collection(*features: Any, **more: Any) -> str:
    """Of GeoJSON, as text."""
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)}, ensure_ascii=False)


def naming(what: str, name: str = "f", file: str = "g.geojson") -> str:
    """The real world with one of its shapes out of a file."""
    return changed({f"{{{what}: {SPOTS[what]}}}": f"{{file: {file}, feature: {name}}}"})


def plain(what: str, coordinates: Any) -> str:
    """The real world with the shape written out."""
    return changed({SPOTS[what]: json.dumps(coordinates)})


def foreign(family: str, name: str, what: str, content: Content, like: str = "", label: str = "f") -> Trial:
    """May be read, as `like` is, or refused with a place in either file."""
    return either(family, name, naming(what, label), like, g_geojson=content)._replace(place=PLACED)


def wrong(family: str, name: str, what: str, content: Content, label: str = "f") -> Trial:
    """Must be refused."""
    return refused(family, name, naming(what, label), PLACED, g_geojson=content)


def right(family: str, name: str, what: str, content: Content, like: str, label: str = "f") -> Trial:
    """Must be read."""
    return read(family, name, naming(what, label), like, g_geojson=content)


def shapes() -> Iterator[Trial]:
    """All types of geometry in all places, sound and odd."""
    sound = {
        "Point": POINT,
        "MultiPoint": [POINT],
        "LineString": LINE,
        "MultiLineString": [LINE[:2], LINE[1:]],
        "Polygon": [RING],
        "MultiPolygon": [[RING]],
    }
    fits = {"Point": "point", "MultiPoint": "point", "LineString": "line", "MultiLineString": "line"}
    likes = {"line": plain("line", LINE), "point": REAL, "polygon": plain("polygon", RING)}
    for kind, coordinates in sound.items():
        own = fits.get(kind, "polygon")
        for what in SPOTS:
            text = collection(feature(kind, coordinates))
            if what == "point" != own:  # nothing needs it to be one
                yield foreign(GEOJSON, f"{kind} as a {what}", what, text)
            elif what != own:
                yield wrong(GEOJSON, f"{kind} as a {what}", what, text)
            elif kind.startswith("Multi"):
                yield foreign(GEOJSON, f"{kind} of one as a {what}", what, text, likes[what])
            else:
                yield right(GEOJSON, f"{kind} as a {what}", what, text, likes[what])
        odd_ones: dict[str, Any] = {
            "empty": [],
            "null": None,
            "number": 3,
            "text": "x",
            "mapping": {},
            "too deep": [[[[[coordinates]]]]],
            "of text": [["a", "b"], ["c", "d"]],
            "of booleans": [[True, False]] * 4,
            "of nulls": [[None, None]] * 4,
            "of one number": [[46]] * 4,
            "of huge numbers": [[1e308, 12]] * 4,
            "of whole numbers of 300 digits": [[10**300, 12]] * 4,
        }
        for odd_name, odd in odd_ones.items():
            yield wrong(GEOJSON, f"{kind} with coordinates {odd_name}", own, collection(feature(kind, odd)))
        with_height = raised(coordinates, 1)
        yield foreign(GEOJSON, f"{kind} with heights", own, collection(feature(kind, with_height)), likes[own])
        yield foreign(
            GEOJSON, f"{kind} with Z and M", own, collection(feature(kind, raised(coordinates, 2))), likes[own]
        )
        yield foreign(
            GEOJSON,
            f"{kind} with a null height",
            own,
            collection(feature(kind, raised(coordinates, 1, None))),
            likes[own],
        )


def odd_shapes() -> Iterator[Trial]:
    """Holes, gaps, repeated points, what lies beyond the theatre, and a great many corners."""
    likes = {"line": plain("line", LINE)}
    inner = {"type": "GeometryCollection", "geometries": [{"type": "LineString", "coordinates": LINE}]}
    yield foreign(
        GEOJSON, "collection of one geometry", "line", collection({**feature("x", 0), "geometry": inner}), likes["line"]
    )
    yield wrong(GEOJSON, "type in small letters", "line", collection(feature("linestring", LINE)))
    yield wrong(GEOJSON, "type that is a list", "line", collection(feature(["LineString"], LINE)))  # type: ignore[arg-type]
    yield wrong(GEOJSON, "no geometry", "line", collection({**feature("x", 0), "geometry": None}))
    yield foreign(GEOJSON, "a hole", "polygon", collection(feature("Polygon", [RING, HOLE])))
    yield foreign(
        GEOJSON,
        "a hole outside",
        "polygon",
        collection(feature("Polygon", [RING, [[44.5, 12], [45, 12], [45, 12.5], [44.5, 12]]])),
    )
    yield foreign(GEOJSON, "a hole that is all", "polygon", collection(feature("Polygon", [RING, RING])))
    yield foreign(
        GEOJSON,
        "two areas",
        "polygon",
        collection(feature("MultiPolygon", [[RING], [[[44.5, 12], [45, 12], [45, 12.5], [44.5, 12]]]])),
    )
    yield foreign(GEOJSON, "the wrong way round", "polygon", collection(feature("Polygon", [RING[::-1]])))
    closed = plain("polygon", RING)
    yield foreign(GEOJSON, "a ring that is open", "polygon", collection(feature("Polygon", [RING[:-1]])), closed)
    yield wrong(
        GEOJSON,
        "a ring that crosses itself",
        "polygon",
        collection(feature("Polygon", [[RING[0], RING[2], RING[1], RING[3], RING[0]]])),
    )
    yield wrong(
        GEOJSON, "a ring without area", "polygon", collection(feature("Polygon", [[RING[0], RING[1], RING[0]]]))
    )
    yield wrong(
        GEOJSON, "a line with a gap", "line", collection(feature("MultiLineString", [LINE[:2], [[49, 13], [50, 13.4]]]))
    )
    yield foreign(
        GEOJSON, "parts in another order", "line", collection(feature("MultiLineString", [LINE[1:], LINE[:2]]))
    )
    yield foreign(
        GEOJSON,
        "a part the other way round",
        "line",
        collection(feature("MultiLineString", [LINE[:2], LINE[1:][::-1]])),
    )
    for twice in (0.0, 1e-12, 1e-9, 1e-7, 1e-6, 1e-5):
        near = [LINE[0], LINE[1], [LINE[1][0] + twice, LINE[1][1]], LINE[2]]
        yield foreign(
            GEOJSON, f"points {twice:g} degrees apart in a line", "line", collection(feature("LineString", near))
        )
        corner = [*RING[:2], [RING[1][0] - twice, RING[1][1]], *RING[2:]]
        yield foreign(
            GEOJSON, f"points {twice:g} degrees apart in an area", "polygon", collection(feature("Polygon", [corner]))
        )
    yield wrong(GEOJSON, "a line of one point", "line", collection(feature("LineString", LINE[:1])))
    yield wrong(GEOJSON, "a line of the same point", "line", collection(feature("LineString", [LINE[0]] * 5)))
    yield foreign(GEOJSON, "a line there and back", "line", collection(feature("LineString", [*LINE, *LINE[:2][::-1]])))
    beyond = [[40, 10], [60, 10], [60, 20], [40, 20], [40, 10]]
    yield foreign(
        GEOJSON, "an area beyond the theatre on all sides", "polygon", collection(feature("Polygon", [beyond]))
    )
    yield foreign(
        GEOJSON,
        "an area beyond the theatre on one side",
        "polygon",
        collection(feature("Polygon", [[[48, 12], [54, 12], [54, 14], [48, 14], [48, 12]]])),
    )
    yield wrong(
        GEOJSON, "an area elsewhere", "polygon", collection(feature("Polygon", [[[4, 42], [5, 42], [5, 43], [4, 42]]]))
    )
    yield foreign(GEOJSON, "a line beyond the theatre", "line", collection(feature("LineString", [[40, 12], [60, 13]])))
    yield wrong(GEOJSON, "a point elsewhere", "point", collection(feature("Point", [4, 42])))
    yield wrong(GEOJSON, "latitude first", "point", collection(feature("Point", [12.6, 47])))
    yield wrong(GEOJSON, "longitude of 407", "point", collection(feature("Point", [407, 12.6])))
    yield wrong(GEOJSON, "a pole", "point", collection(feature("Point", [47, 90])))
    for size in (1_000, 20_000, 100_000, 160_000):
        ring = [[48 + 0.7 * cos(tau * k / size), 13.1 + 0.25 * sin(tau * k / size)] for k in range(size)]
        text = json.dumps([[round(x, 6), round(y, 6)] for x, y in [*ring, ring[0]]], separators=(",", ":"))
        whole = collection(feature("Polygon", "@")).replace('"@"', f"[{text}]")
        yield foreign(GEOJSON, f"an area of {size} corners", "polygon", whole)._replace(dear=size / 20_000 + 1)
    lots = ",".join(["[46,12],[47,12]"] * 400_000)
    many = collection(feature("Polygon", "@")).replace('"@"', f"[[{lots}]]")
    yield wrong(GEOJSON, "800 000 corners", "polygon", many)


def raised(coordinates: Any, more: int, height: Any = 12.5) -> Any:
    """Positions with more numbers."""
    if isinstance(coordinates[0], list):
        return [raised(part, more, height) for part in coordinates]
    return [*coordinates, *[height] * more]


def files() -> Iterator[Trial]:
    """Files that are no GeoJSON, or not whole, or too much of it; and names of files."""
    good = collection(feature("LineString", LINE))
    like = plain("line", LINE)
    contents: dict[str, Content] = {
        "empty": "",
        "a number": "1",
        "a list": "[1, 2]",
        "null": "null",
        "text": '"x"',
        "cut": good[: len(good) // 2],
        "two documents": good + good,
        "a comment": "// x\n" + good,
        "a comma too many": good[:-2] + ",]}",
        "single quotes": good.replace('"', "'"),
        "UTF-16": good.encode("utf-16"),
        "latin-1": good.replace('"f"', '"\u00e9"').encode("latin-1"),
        "zero bytes": b"\x00" * 1000,
        "binary": bytes(range(256)) * 10,
        "5 000 digits": '{"a": ' + "9" * 5000 + "}",
        "5 000 digits as a coordinate": good.replace("46", "4" * 5000),
        "not a number": good.replace("46", "NaN"),
        "infinity": good.replace("46", "Infinity"),
        "below infinity": good.replace("46", "-Infinity"),
        "1e999": good.replace("46", "1e999"),
        "nested lists": "[" * 100_000,
        "nested mappings": '{"a":' * 100_000,
        "features that are a mapping": '{"type": "FeatureCollection", "features": {}}',
        "features that are numbers": '{"type": "FeatureCollection", "features": [1, 2]}',
        "no features": '{"type": "FeatureCollection"}',
        "no feature": '{"type": "FeatureCollection", "features": []}',
        "a topology": '{"type": "Topology", "objects": {}}',
        "a shapefile": b"\x00\x00\x27\x0a" + b"\x00" * 96,
        "KML": "<kml></kml>",
        "control character in a name": good.replace('"f"', '"f\x01"'),
    }
    for name, content in contents.items():
        yield wrong(GEOJSON, f"file: {name}", "line", content)
    yield right(GEOJSON, "file: UTF-8 with a mark", "line", b"\xef\xbb\xbf" + good.encode(), like)
    yield right(GEOJSON, "file: blanks", "line", " \n" * 1000 + good + "\n", like)
    large = wrong(GEOJSON, "file: twenty megabytes and more", "line", good + " " * 20_100_000)
    yield large._replace(place=TOO_LARGE)
    yield foreign(GEOJSON, "file: a key twice", "line", good.replace('"id"', '"id": "x", "id"'), like)
    yield foreign(GEOJSON, "file: one feature", "line", json.dumps(feature("LineString", LINE)), like)
    yield foreign(GEOJSON, "file: one geometry", "line", json.dumps({"type": "LineString", "coordinates": LINE}))
    yield foreign(
        GEOJSON,
        "file: a feature a line",
        "line",
        json.dumps(feature("LineString", LINE)) + "\n" + json.dumps(feature("Point", POINT, "g")),
    )
    for size in (2_000, 16_000, 2_400_000):
        yield wrong(GEOJSON, f"file: {size} open escaped quotes", "line", '{"type": "' + '\\"' * size)
        yield wrong(GEOJSON, f"file: {size} open quotes", "line", '{"type": "' + "x" * size)
        yield wrong(GEOJSON, f"file: {size} backslashes", "line", '{"type": "' + "\\" * size)
        yield wrong(GEOJSON, f"file: {size} quotes", "line", '"' * size)
    many = [feature("Point", POINT, f"p{k}") for k in range(20_000)]
    yield wrong(GEOJSON, "file: 20 000 features without the one", "line", collection(*many))
    yield foreign(
        GEOJSON, "file: 20 000 features and the one", "line", collection(*many, feature("LineString", LINE)), like
    )
    for name in (
        "../g.geojson",
        "/etc/passwd",
        "a/../../x",
        "",
        ".",
        "x" * 300,
        "x/" * 400 + "x",
        "\\\\host\\x",
        "~/g",
        "http://localhost/g",
    ):
        yield refused(
            GEOJSON, f"named file: {name[:40]}", naming("line", file=json.dumps(name)), PLACED, g_geojson=good
        )
    for name in (
        "../../x.yaml",
        "/etc/passwd",
        "case.yaml",
        "",
        ".",
        "x" * 300,
        "x" * 1001,
        "x/" * 400 + "x",
        "none.yaml",
        "a\\0b",
        "g.geojson",
    ):
        text = f"extends: {json.dumps(name)}\nname: x\n".replace("\\\\0", "\\0")
        yield refused(GEOJSON, f"extends: {name[:40]}", text, PLACED, g_geojson=good)
    for value in ("3", "[a]", "{a: 1}", "null", "true"):
        yield refused(GEOJSON, f"extends: {value}", f"extends: {value}\nname: x\n", r"case\.yaml:\d+")
        for key in ("file", "feature"):
            text = naming("line").replace(
                "g.geojson" if key == "file" else "feature: f", value if key == "file" else f"feature: {value}"
            )
            yield refused(GEOJSON, f"{key}: {value}", text, PLACED, g_geojson=good)


def features() -> Iterator[Trial]:
    """How features are called."""
    like = plain("line", LINE)
    line = feature("LineString", LINE)
    without = {key: value for key, value in line.items() if key != "id"}
    for label, name in (("7", 7), ("'7'", 7), ("7", "7"), ("'7'", "7"), ("7.5", 7.5), ("-1", -1), ("0", 0)):
        yield foreign(
            GEOJSON, f"id {name!r} named as {label}", "line", collection(feature("LineString", LINE, name)), like, label
        )
    for key in ("name", "NAME", "Name", "title", "label"):
        named = {**without, "properties": {key: "Long Route"}}
        yield foreign(GEOJSON, f"property {key}", "line", collection(named), like, "Long Route")
    for label, name in (
        ("caf\u00e9", "cafe\u0301"),
        ("cafe\u0301", "caf\u00e9"),
        ("f", "f "),
        ("f", " f"),
        ("f", "F"),
        ("f", "\u200bf"),
        ("f", "f\u00a0"),
    ):
        yield foreign(
            GEOJSON, f"id {name!a} named {label!a}", "line", collection(feature("LineString", LINE, name)), like, label
        )
    for odd in (None, True, [1], {"a": 1}, 1e400, ""):
        yield wrong(GEOJSON, f"id {odd!r}", "line", collection(feature("LineString", LINE, odd)))
    yield wrong(GEOJSON, "two of one id", "line", collection(line, line))
    yield foreign(
        GEOJSON,
        "an id that is another's name",
        "line",
        collection(line, {**feature("Point", POINT, "g"), "properties": {"name": "f"}}),
        like,
    )
    for odd in (None, [], "x", 3):
        yield foreign(GEOJSON, f"properties {odd!r}", "line", collection({**line, "properties": odd}), like)
    yield foreign(GEOJSON, "a feature of another type", "line", collection({**line, "type": "Thing"}))
    yield wrong(GEOJSON, "an id of 100 000 letters", "line", collection(feature("LineString", LINE, "f" * 100_000)))
    yield wrong(GEOJSON, "controls in a near id", "line", collection(feature("LineString", LINE, "f\x1b[31m")))
    yield refused(
        GEOJSON, "a name of 100 000 letters", naming("line", "f" * 100_000), PLACED, g_geojson=collection(line)
    )


def systems() -> Iterator[Trial]:
    """Names of reference systems: degrees of WGS 84 under any name are read, others are not."""
    like = plain("line", LINE)
    for name in (
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "OGC:CRS84",
        "EPSG:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    ):
        yield foreign(CRS, name, "line", collection(feature("LineString", LINE), crs=named_system(name)), like)
    for name in (
        "urn:ogc:def:crs:EPSG::4204",
        "EPSG:3857",
        "EPSG:32638",
        "urn:ogc:def:crs:EPSG::3857",
        "EPSG:4267",
        "NAD27",
        "nonsense",
        "",
        "x" * 5000,
        "EPSG:4326\x1b[31m",
    ):
        yield wrong(CRS, name[:40], "line", collection(feature("LineString", LINE), crs=named_system(name)))
    for odd in (
        3,
        "EPSG:3857",
        [1],
        {"type": "name"},
        {"type": "link", "properties": {"href": "http://localhost/x"}},
        {"type": "EPSG", "properties": {"code": 3857}},
        {"type": "name", "properties": {"name": 3}},
        {"type": "name", "properties": []},
    ):
        yield wrong(CRS, f"as {json.dumps(odd)}", "line", collection(feature("LineString", LINE), crs=odd))
    yield foreign(CRS, "null", "line", collection(feature("LineString", LINE), crs=None), like)
    metres = [[5_120_000, 1_370_000], [5_300_000, 1_400_000]]
    yield wrong(CRS, "metres without a name", "line", collection(feature("LineString", metres)))
    yield wrong(
        CRS, "metres with a name", "line", collection(feature("LineString", metres), crs=named_system("EPSG:3857"))
    )
    own = {**feature("LineString", LINE), "crs": named_system("EPSG:3857")}
    yield wrong(CRS, "of the feature", "line", collection(own))


def named_system(name: str) -> dict[str, Any]:
    """As GeoJSON of 2008 writes it."""
    return {"type": "name", "properties": {"name": name}}


def theatres() -> Iterator[Trial]:
    """Bounds in the wrong order, across 180 degrees, at the poles, of no size; boxes of odd size."""
    bounds = "west: 44, south: 11.6, east: 52, north: 14.6"
    for name, text in {
        "west and east swapped": "west: 52, south: 11.6, east: 44, north: 14.6",
        "south and north swapped": "west: 44, south: 14.6, east: 52, north: 11.6",
        "both swapped": "west: 52, south: 14.6, east: 44, north: 11.6",
        "no width": "west: 44, south: 11.6, east: 44, north: 14.6",
        "no height": "west: 44, south: 11.6, east: 52, north: 11.6",
        "latitude for longitude": "west: 11.6, south: 44, east: 14.6, north: 52",
        "a whole world": "west: -180, south: -90, east: 180, north: 90",
        "a pole": "west: 44, south: 80, east: 52, north: 90",
        "beyond a pole": "west: 44, south: 11.6, east: 52, north: 91",
        "beyond 180": "west: 200, south: 11.6, east: 220, north: 14.6",
        "beyond 360": "west: 404, south: 11.6, east: 412, north: 14.6",
        "a hair": "west: 44, south: 11.6, east: 44.0000000001, north: 14.6",
        "of text": "west: '44', south: 11.6, east: 52, north: 14.6",
        "with units": "west: 44 deg, south: 11.6, east: 52, north: 14.6",
        "with letters": "west: 44E, south: 11.6N, east: 52E, north: 14.6N",
        "one too many": f"{bounds}, top: 3",
        "one too few": "west: 44, south: 11.6, east: 52",
        "negative zero": "west: -0.0, south: -0.0, east: 0.0, north: 0.0",
    }.items():
        yield refused(THEATRE, f"bounds: {name}", changed({bounds: text}))
    yield refused(THEATRE, "bounds as a list", changed({f"{{{bounds}}}": "[44, 11.6, 52, 14.6]"}))
    for coast in ("shiped", "true", "3", "null", "[shipped]", "none.geojson", "''"):
        yield refused(THEATRE, f"coast: {coast}", changed({"coast: none": f"coast: {coast}"}))
    for west, east in ((172, -170), (172, 190), (-188, -170), (179.9, -179.9), (170, 180), (-180, -170)):
        yield either(THEATRE, f"from {west} to {east}", pacific(west, east))
    for width in ("0 nm", "-1 nm", "1e-300 nm", "1 m", "100000 nm", "1e99 nm", "5", "nm", "5 NM x"):
        yield either(THEATRE, f"box of {width}", box(width))
    yield refused(THEATRE, "box and bounds", changed({"coast: none": "box: {width: 9 nm, height: 9 nm}"}))
    yield refused(THEATRE, "neither", changed({f"{{bounds: {{{bounds}}}, coast: none}}": "{}"}))
    yield refused(THEATRE, "null", changed({f"{{bounds: {{{bounds}}}, coast: none}}": "null"}))


def pacific(west: float, east: float) -> str:
    """A theatre about 180 degrees with a lane across it."""
    lon = sorted(((west + 1) % 360, (east - 1) % 360))
    first, last = (x if x <= 180 else x - 360 for x in lon)
    return changed(
        {
            "west: 44, south: 11.6, east: 52, north: 14.6": f"west: {west}, south: -20, east: {east}, north: -10",
            "[[46, 12.2], [50, 13.4]]": f"[[{first}, -15], [{last}, -14]]",
            "[47, 12.6]": f"[{first}, -15]",
            "[[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8]]": f"[[{first}, -16], [{last}, -16], [{last}, -12], [{first}, -12]]",
        }
    )


def box(side: str) -> str:
    """A box of that side, with one point in it."""
    return (
        "guardship: 1\nname: small\ntitle: A box\n"
        f"theatre: {{box: {{width: {side}, height: {side}}}}}\n"
        "time: {start: 2010-03-01T00:00Z, measure: 1 d}\n"
        "hulls: {ship: {height: 25 m}}\n"
        "types: {boat: {is: passive, hull: ship, speed: {cruise: 12 kn}}}\n"
        "groups: {boats: {type: boat, count: 3, roam: {in: box}}}\n"
    )


def positions() -> Iterator[Trial]:
    """Shapes written in the scenario itself."""
    for what, spot in SPOTS.items():
        for text in (
            "[]",
            "[[]]",
            "null",
            "3",
            "x",
            "{}",
            "[1]",
            "[[1]]",
            "[47, 12.6, 3]",
            "[[47, 12.6, 3]]",
            "[a, b]",
            "['47', '12.6']",
            "[47 nm, 12 nm]",
            "[[47, 12.6], 3]",
            "[1e308, -1e308]",
            "[[46, 12.2], [46, 12.2]]",
            "47N 12E",
            "[[[46, 12.2]]]",
        ):
            yield refused(THEATRE, f"{what} as {text}", changed({spot: text}))
        yield refused(
            THEATRE,
            f"{what} and a file",
            changed({f"{{{what}: {spot}}}": f"{{{what}: {spot}, file: g.geojson, feature: f}}"}),
            PLACED,
        )
