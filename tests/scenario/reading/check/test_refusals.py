"""What the file format promises to refuse, each with its line, its column, and what was wanted."""

from collections.abc import Callable

import pytest

from guardship.scenario.reading.check import validate
from guardship.sea.coast import Coast
from guardship.sea.plane import Bounds, Plane
from scenario.worlds import SMALL

Spoil = Callable[[str, str], list[str]]


def test_the_small_scenario_is_sound(write: Callable[..., str]) -> None:
    assert validate(write(SMALL)) == []


CASES = {
    "unknown key": (
        "measure: 1 d",
        "mesure: 1 d",
        [
            "5:1: time.measure: came nothing, wanted a value: the key is missing",
            "5:34: time.mesure: unknown key 'mesure'; did you mean 'measure'?",
        ],
    ),
    "unknown key at the top": (
        "lanes:",
        "lane:",
        [
            "12:1: lane: unknown key 'lane'; did you mean 'lanes'?",
            "22:41: groups.ships.lane: unknown lane 'lane'; the scenario gives none",
        ],
    ),
    "unknown key in a variant": (
        "is: passive,",
        "is: passive, reactoin: 3 min,",
        [
            "19:23: types.boat.reactoin: unknown key 'reactoin'; wanted one of: hull, is, sensors, source, speed",
        ],
    ),
    "nan": (
        "west: 42.5",
        "west: .nan",
        [
            "4:26: theatre.bounds.west: came .nan, wanted a finite number",
        ],
    ),
    "infinite": (
        "west: 42.5",
        "west: -.inf",
        [
            "4:26: theatre.bounds.west: came -.inf, wanted a finite number",
        ],
    ),
    "overflow": (
        "west: 42.5",
        "west: 1e999",
        [
            "4:26: theatre.bounds.west: came 1e999, wanted a finite number",
        ],
    ),
    "text nan": (
        "cruise: 12 kn",
        "cruise: nan kn",
        [
            "19:69: types.boat.speed.cruise: came 'nan kn', wanted a speed such as `12 kn` (units: kn, m/s, km/h)",
        ],
    ),
    "overflow with unit": (
        "cruise: 12 kn",
        "cruise: 1e999 kn",
        [
            "19:69: types.boat.speed.cruise: came '1e999 kn', wanted a speed of at least 0 kn and at most 10000 kn",
        ],
    ),
    "unknown unit": (
        "cruise: 12 kn",
        "cruise: 12 mi",
        [
            "19:69: types.boat.speed.cruise: came '12 mi', wanted a speed such as `12 kn` (units: kn, m/s, km/h)",
        ],
    ),
    "missing unit": (
        "width: 4 nm",
        "width: 4",
        [
            "13:30: lanes.lane.width: came 4, wanted a length such as `12 nm` (units: nm, m, km, ft)",
        ],
    ),
    "zero without unit": (
        "width: 4 nm",
        "width: 0",
        [
            "13:30: lanes.lane.width: came 0, wanted a length such as `12 nm` (units: nm, m, km, ft)",
        ],
    ),
    "wrong sign": (
        "width: 4 nm",
        "width: -4 nm",
        [
            "13:30: lanes.lane.width: came '-4 nm', wanted a length above 0 nm and at most 100000 nm",
        ],
    ),
    "self-crossing polygon": (
        "[50, 14.0], [46, 12.8]]",
        "[46, 12.8], [50, 14.0]]",
        [
            "11:11: geometry.waters: sides 2 and 4 cross or touch, wanted a polygon that does not cross itself",
        ],
    ),
    "polygon without area": (
        "[50, 13.0], [50, 14.0], [46, 12.8]]",
        "[48, 12.2], [50, 12.2]]",
        [
            "11:11: geometry.waters: sides 1 and 3 cross or touch, wanted a polygon that does not cross itself",
        ],
    ),
    "lane over land": (
        "[[46, 12.2], [50, 13.4]]",
        "[[46, 12.2], [50, 15.0]]",
        [
            "13:9: lanes.lane: the lane runs over land: its middle near [48.63, 14.05]",
        ],
    ),
    "base on land": (
        "roam: {in: waters}",
        "hold: {at: [49, 10.8]}",
        [
            "21:44: groups.boats.hold.at: the position is on land at [49.00, 10.80]",
        ],
    ),
    "area on land": (
        "[[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8]]",
        "[[46, 14.5], [47, 14.5], [47, 15.5]]",
        [
            "21:44: groups.boats.roam.in: waters lies wholly on land",
        ],
    ),
    "theatre beyond the plane's limit": (
        "west: 42.5, south: 10.3, east: 54.5",
        "west: -60, south: -50, east: 100",
        [
            "4:19: theatre.bounds: no conformal plane serves",
        ],
    ),
    "west and east swapped": (
        "west: 42.5, south: 10.3, east: 54.5",
        "west: 54.5, south: 10.3, east: 42.5",
        [
            "4:19: theatre.bounds: from west 54.5 to east 42.5 the theatre is 348 degrees wide, wanted less than 180; "
            "west: 42.5, east: 54.5 would be 12 degrees wide",
        ],
    ),
    "west and east swapped across 180 degrees": (
        "west: 42.5, south: 10.3, east: 54.5",
        "west: -170, south: 10.3, east: 172",
        [
            "4:19: theatre.bounds: from west -170 to east 172 the theatre is 342 degrees wide, wanted less than 180; "
            "west: 172, east: -170, across 180, would be 18 degrees wide",
        ],
    ),
    "a theatre as wide as half the earth": (
        "west: 42.5, south: 10.3, east: 54.5",
        "west: -90, south: 10.3, east: 90",
        [
            "4:19: theatre.bounds: from west -90 to east 90 the theatre is 180 degrees wide, wanted less than 180",
        ],
    ),
    "a theatre without width": (
        "west: 42.5, south: 10.3, east: 54.5",
        "west: 42.5, south: 10.3, east: 42.5",
        [
            "4:19: theatre.bounds: west 42.5 and east 42.5 are the same, wanted east of west",
        ],
    ),
    "a theatre beyond the pole": (
        "north: 16.2",
        "north: 91",
        [
            "4:64: theatre.bounds.north: came 91, wanted a latitude in degrees north of at least -90 and at most 90",
        ],
    ),
    "geometry outside the theatre": (
        "point: [47, 12.6]",
        "point: [47, 22.6]",
        [
            (
                "10:9: geometry.base: outside the theatre: came [47, 22.6], wanted a point inside 42.5 to 54.5, 10.3 "
                "to 16.2"
            ),
        ],
    ),
    "outside the folder": (
        "{point: [47, 12.6]}",
        "{file: ../geo.geojson, feature: base}",
        [
            "10:16: geometry.base.file: came '../geo.geojson', wanted a file below the folder of this file",
        ],
    ),
    "absolute reference": (
        "{point: [47, 12.6]}",
        "{file: /etc/passwd, feature: base}",
        [
            "10:16: geometry.base.file: came '/etc/passwd', wanted a file below the folder of this file",
        ],
    ),
    "anchor": (
        "{height: 25 m}",
        "&a {height: 25 m}",
        [
            "15:9: hulls.ship: came the anchor &a, wanted none (anchors are not read)",
        ],
    ),
    "alias": (
        "{height: 25 m}",
        "*a",
        [
            "15:9: hulls.ship: came the alias *a, wanted the value written out (aliases are not read)",
        ],
    ),
    "tag": (
        "{height: 25 m}",
        "!!python/object:os.system {height: 25 m}",
        [
            (
                "15:9: hulls.ship: came the tag tag:yaml.org,2002:python/object:os.system, wanted none (tags are not "
                "read)"
            ),
        ],
    ),
    "merge key": (
        "{height: 25 m}",
        "{<<: {height: 25 m}}",
        [
            "15:10: hulls.ship.<<: came the merge key <<, wanted the keys written out (merge keys are not read)",
        ],
    ),
    "duplicate key": (
        "name: small",
        "name: small\nname: tiny",
        [
            "3:1: name: came the key 'name' a second time; the first is in line 2",
        ],
    ),
    "second document": (
        "lanes:",
        "---\nlanes:",
        [
            "12:1: came a second document, wanted one document in a file",
        ],
    ),
    "unknown sensor": (
        "sensors: [radar]",
        "sensors: [rader]",
        [
            "19:45: types.boat.sensors[0]: unknown sensor 'rader'; did you mean 'radar'?",
        ],
    ),
    "unknown hull as a key": (
        "detects: {ship:",
        "detects: {shp:",
        [
            "17:48: sensors.radar.detects.shp: unknown hull 'shp'; did you mean 'ship'?",
        ],
    ),
    "unknown state": (
        "when: {night: 0.5}",
        "when: {nigth: 0.5}",
        [
            "17:89: sensors.radar.when.nigth: unknown state of light, weather or visibility 'nigth'; did you mean 'night'?",
        ],
    ),
    "no motion": (
        ", roam: {in: waters}",
        "",
        [
            (
                "21:10: groups.boats: came none of hold, straight, bounce, roam, route, lane, beats, hunts, flights, "
                "convoy, escorts, smuggles, attacks, wanted exactly one"
            ),
        ],
    ),
    "count and per_day": (
        "count: 3",
        "count: 3, per_day: 3",
        [
            "21:10: groups.boats: came count and per_day of count, per_day, wanted exactly one",
            "21:33: groups.boats.per_day: came a rate for vessels that never leave, wanted count",
        ],
    ),
    "wrong kind of position": (
        "point: [47, 12.6]",
        "point: [47 nm, 12 nm]",
        [
            "10:17: geometry.base.point: came ['47 nm', '12 nm'], wanted [lon, lat] as numbers in degrees",
        ],
    ),
    "not a mapping": (
        "speed: {cruise: 12 kn}",
        "speed: 12 kn",
        [
            "19:60: types.boat.speed: came '12 kn', wanted a mapping",
        ],
    ),
    "two distributions": (
        "cruise: 12 kn",
        "cruise: {uniform: [6 kn, 9 kn], exponential: {mean: 9 kn}}",
        [
            (
                "19:69: types.boat.speed.cruise: came a mapping of uniform, exponential, wanted one plain value or "
                "one of the distributions uniform, normal, lognormal, exponential, triangular, choice, empirical"
            ),
        ],
    ),
    "unordered distribution": (
        "cruise: 12 kn",
        "cruise: {uniform: [9 kn, 6 kn]}",
        [
            "19:69: types.boat.speed.cruise: the two values of uniform must rise",
        ],
    ),
    "unit inside a distribution": (
        "cruise: 12 kn",
        "cruise: {normal: {mean: 9 kn, sd: 2, min: 6 kn, max: 12 kn}}",
        [
            "19:95: types.boat.speed.cruise.normal.sd: came 2, wanted a speed such as `12 kn` (units: kn, m/s, km/h)",
        ],
    ),
    "sexagesimal": (
        "count: 3",
        "count: 12:30",
        [
            "21:30: groups.boats.count: came '12:30', wanted a whole number such as 10",
        ],
    ),
    "octal": (
        "count: 3",
        "count: 010",
        [
            "21:30: groups.boats.count: came '010', wanted a whole number such as 10",
        ],
    ),
    "boolean for a number": (
        "count: 3",
        "count: true",
        [
            "21:30: groups.boats.count: came true, wanted a whole number such as 10",
        ],
    ),
    "not a time": (
        "2010-03-01T00:00Z",
        "2010-03-01",
        [
            "5:15: time.start: came '2010-03-01', wanted a time with its zone, such as 2010-03-01T00:00Z "
            "or 2010-03-01T03:00+03:00, from 1900 to 2200",
        ],
    ),
    "unknown kind of type": (
        "is: passive",
        "is: pasive",
        [
            "19:14: types.boat.is: came 'pasive', wanted passive, merchant, patrol, aircraft, boat, pirate",
        ],
    ),
    "other version": (
        "guardship: 1",
        "guardship: 2",
        [
            "1:12: guardship: came 2, wanted 1",
        ],
    ),
    "tab": (
        "  ship: {height",
        "\tship: {height",
        [
            "15:1: hulls: not YAML: found character that cannot start any token while scanning for the next token",
        ],
    ),
    "a patrol on a lane": (
        "is: passive, hull: ship, sensors: [radar], speed: {cruise: 12 kn}",
        ("is: patrol, hull: ship, speed: {cruise: 12 kn, max: 20 kn}"),
        [
            "21:10: groups.boats: came a patrol without nation",
            "22:10: groups.ships: came a patrol without nation",
            "22:35: groups.ships.lane: came lane for a patrol, wanted hold, roam, route, beats or escorts, which it can",
        ],
    ),
    "a rate of convoys": (
        "lane: lane}",
        "convoy: {lane: lnae, speed: 12 kn, every: 1 d, ships: 6, spacing: 1 nm}}",
        [
            "22:23: groups.ships.per_day: came per_day for convoys, wanted none: their timetable says it",
            "22:35: groups.ships.convoy: came convoy for a type that is passive; only a merchant can",
            "22:50: groups.ships.convoy.lane: unknown lane 'lnae'; did you mean 'lane'?",
        ],
    ),
    "convoys without a pause": (
        "lane: lane}",
        ("convoy: {lane: lane, speed: 12 kn, every: 1 min, ships: 6, spacing: 1 nm}}"),
        [
            "22:23: groups.ships.per_day: came per_day for convoys",
            "22:35: groups.ships.convoy: came convoy for a type that is passive",
            "22:43: groups.ships.convoy: a convoy every 0.0167 h, wanted 1 h or more",
        ],
    ),
    "an escort of no convoy": (
        "roam: {in: waters}",
        "escorts: [ships]",
        [
            "21:33: groups.boats.escorts: came escorts for a type that is passive; only a patrol can",
            "21:43: groups.boats.escorts[0]: unknown group with convoys 'ships'; the scenario gives none",
        ],
    ),
    "a time of day": (
        "lane: lane}",
        ("lane: {name: lane, convenes: {starts: [{speed: 12 kn, at: 8:30}, {speed: 10 kn, at: '04:00'}]}}}"),
        [
            "22:93: groups.ships.lane.convenes.starts[0].at: came '8:30', wanted a time of day such as \"08:30\"",
        ],
    ),
    "AIS without a transmitter": (
        "kind: radar",
        "kind: ais",
        [
            (
                "17:46: sensors.radar.detects.ship: a sensor of kind ais detects only hulls with `ais: true`, and "
                "'ship' is not one"
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_with_its_place(spoil: Spoil, case: str) -> None:
    old, new, wanted = CASES[case]
    found = spoil(old, new)
    assert len(found) == len(wanted), found
    for got, start in zip(found, wanted, strict=True):
        assert got.startswith(start)


def test_all_problems_at_once(write: Callable[..., str]) -> None:
    """Form, names and chart in one list, in the order of the file."""
    text = SMALL.replace("measure: 1 d", "measure: 1").replace("[50, 13.4]", "[50, 15.0]").replace("[radar]", "[sonar]")
    assert [(p.line, p.path) for p in validate(write(text))] == [
        (5, "time.measure"),
        (13, "lanes.lane"),
        (19, "types.boat.sensors[0]"),
    ]


def test_a_place_that_no_water_reaches(write: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A lake inside made-up land, and a vessel in it."""
    shapely = pytest.importorskip("shapely")
    land = shapely.Polygon([(20, 20), (80, 20), (80, 80), (20, 80)], [[(40, 40), (60, 40), (60, 60), (40, 60)]])
    monkeypatch.setattr(Coast, "load", lambda bounds, plane: Coast.of(land))
    plane = Plane.fit(Bounds(42.5, 10.3, 54.5, 16.2))
    lake, sea = plane.inverse(50, 50), plane.inverse(0, 0)
    places = f"[[{sea[0]}, {sea[1]}], [{lake[0]}, {lake[1]}]]"
    found = validate(write(SMALL.replace("roam: {in: waters}", f"route: {{points: {places}}}")))
    assert [(p.path, p.message.split(" at ")[0]) for p in found] == [("groups.boats.route.points[1]", "the position")]
    assert found[0].message.endswith("cannot be reached by water from the rest of the scenario")


def test_a_way_that_no_water_joins(monkeypatch: pytest.MonkeyPatch, write: Callable[..., str]) -> None:
    """A point of one of two ways lies in a lake, of another on land: neither is safe, for nobody can go by it."""
    shapely = pytest.importorskip("shapely")
    land = shapely.Polygon([(20, 20), (80, 20), (80, 80), (20, 80)], [[(40, 40), (60, 40), (60, 60), (40, 60)]])
    monkeypatch.setattr(Coast, "load", lambda bounds, plane: Coast.of(land))
    plane = Plane.fit(Bounds(42.5, 10.3, 54.5, 16.2))
    at = {"cove": (0, 0), "beach": (100, 0), "lake": (50, 50), "hill": (30, 30), "cape": (0, 100)}
    places = {name: [float(one) for one in plane.inverse(*spot)] for name, spot in at.items()}
    routes = "{ways: {a: [lake], b: [hill], c: [cape]}, reward: 1, loss: 1, danger: 0, rationality: 1, trust: 1}"
    text = SMALL.replace(
        "\ngeometry:", "\ngeometry:\n" + "".join(f"  {n}: {{point: {p}}}\n" for n, p in places.items()), 1
    )
    text = text.replace(
        "\ngroups:",
        "\n  smuggler: {is: smuggler, hull: ship, speed: {cruise: 8 kn, max: 8 kn}, cargo: {drugs: 1 t}}\ngroups:"
        f"\n  runs: {{type: smuggler, per_day: 1, smuggles: {{from: [cove], to: [beach], routes: {routes}}}}}",
    )
    found = {p.path.rpartition(".")[2]: p.message for p in validate(write(text))}
    assert set(found) == {"a[0]", "b[0]"}, found
    assert "cannot be reached by water" in found["a[0]"] and "hill is on land" in found["b[0]"]


def test_an_islet_between_the_sides_of_a_lane(write: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a mile across, a mile off the middle of a lane of 4 nm: neither the middle nor the sides meet it."""
    shapely = pytest.importorskip("shapely")
    plane = Plane.fit(Bounds(42.5, 10.3, 54.5, 16.2))
    (ax, ay), (bx, by) = ((float(x), float(y)) for x, y in (plane.forward(46, 12.2), plane.forward(50, 13.4)))
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    x, y = 0.5 * (ax + bx) - (by - ay) / length, 0.5 * (ay + by) + (bx - ax) / length
    monkeypatch.setattr(Coast, "load", lambda bounds, plane: Coast.of(shapely.Point(x, y).buffer(0.25)))
    found = validate(write(SMALL))
    assert [(p.path, p.message.split(" near ")[0]) for p in found] == [
        ("lanes.lane", "the lane runs over land: between its sides")
    ]


CONVOYS = """
  ships: {type: cargo, convoy: {lane: lane, speed: 12 kn, every: 1 d, ships: 6, spacing: 1 nm}}
  guards: {type: guard, count: 1, nation: own, escorts: ships}
nations: {own: {}}
"""
CARGO = """types:
  cargo: {is: merchant, hull: ship, freeboard: 5 m, speed: {cruise: 12 kn}}
  guard: {is: patrol, hull: ship, speed: {cruise: 10 kn, max: 20 kn}}
"""


def test_an_escort_must_be_faster_than_its_convoy_and_find_water_beside_it(write: Callable[..., str]) -> None:
    text = SMALL.replace("\n  ships: {type: boat, per_day: 4, lane: lane}\n", CONVOYS).replace("types:\n", CARGO)
    assert validate(write(text)) == []
    (slow,) = validate(write(text.replace("max: 20 kn", "max: 12 kn")))
    assert slow.path == "groups.guards.escorts"
    assert slow.message == "came convoys of 12 kn for a guard of 12 kn, wanted an escort that is faster"
    (ashore,) = validate(write(text.replace("escorts: ships", "escorts: {convoys: [ships], abeam: 60 nm}")))
    assert ashore.path == "groups.guards.escorts"
    assert ashore.message.startswith("60 nm to port of ships runs over land near")


def test_posts_along_a_line(write: Callable[..., str]) -> None:
    posts = SMALL.replace("roam: {in: waters}", "hold: {along: line}")
    assert validate(write(posts)) == []
    changes = [
        ("{along: line}", "{}"),
        ("along: line}}", "along: line, at: base}}"),
        ("count: 3", "per_day: 3"),
        ("along: line}}", "along: lien}}"),
    ]
    said = [validate(write(posts.replace(*change)))[0].message for change in changes]
    assert said == [
        "wanted either `at` or `along`",
        "wanted either `at` or `along`",
        "posts `along` a line need a `count`",
        "unknown line of geometry 'lien'; did you mean 'line'?",
    ]
    inland = posts.replace("[50, 13.4]]", "[46, 15.8]]")
    ashore = [p for p in validate(write(inland)) if p.path == "groups.boats.hold.along"]
    assert ashore[0].message.startswith("post 2 of 3 is on land at")
