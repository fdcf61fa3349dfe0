"""What depends on light, weather and visibility: factors by state, sensors, and the names in all of them."""

import math
from collections.abc import Callable

import pytest

from guardship.build.sensors import suite
from guardship.build.theatre import Theatre
from guardship.core.ocean import Suite
from guardship.run.simulate import simulate
from guardship.scenario.conditions import ByState
from guardship.scenario.reading.load import load
from guardship.scenario.reading.references import facts

Write = Callable[..., str]


def test_factors_multiply_over_light_weather_and_visibility() -> None:
    factors = ByState.model_validate({"night": 0.5, "rough": 0.2, "fog": 0.1})
    assert factors.factor(("day", "calm", "clear")) == 1.0
    assert factors.factor(("night", "rough", "clear")) == 0.1
    assert factors.factor(("night", "rough", "fog")) == pytest.approx(0.01)
    assert ByState().factor(("night", "rough", "fog")) == 1.0


# ---- a lookout by the published tables -------------------------------------------------------------------------------

# sweep widths [nm] from a ship's bridge by visibility [km] (SE-08), and factors for wind above 15 and 25 kn (SE-11)
WIDTHS = {"small": (2.0, 2.9, 4.3, 5.2, 5.8), "large": (3.2, 5.6, 10.7, 14.7, 18.1)}  # boats below 7 m and below 24 m
KILOMETRES = (5, 10, 20, 30, 40)
WEATHER = {
    "gentle": {"small": 1.0, "large": 1.0},
    "fresh": {"small": 0.5, "large": 0.8},
    "strong": {"small": 0.25, "large": 0.5},
}
SPEED = 15.0


def lookout() -> str:
    visible = {f"km{k}": {hull: w[n] / w[2] for hull, w in WIDTHS.items()} for n, k in enumerate(KILOMETRES)}
    cubes = {hull: SPEED * w[2] ** 2 / (8 * math.pi) for hull, w in WIDTHS.items()}
    laws = {hull: f"{{inverse_cube: {k} nm3/h, range: 60 nm}}" for hull, k in cubes.items()}
    levels = {f"km{k}": f"{k} km" for k in KILOMETRES} | {"km5": "0 km"}
    return f"""\
guardship: 1
name: lookout
title: A lookout by the tables
theatre: {{box: {{width: 400 nm, height: 400 nm}}}}
time: {{start: 2010-03-01T00:00Z, measure: 1 d}}
environment:
  weather: {{wind: {{mean: 12 kn, memory: 1 d, reach: 200 nm, levels: {{gentle: 0 kn, fresh: 15 kn, strong: 25 kn}}}}}}
  visibility: {{median: 20 km, spread: 2, memory: 1 d, reach: 200 nm, levels: {levels}}}
hulls: {{small: {{}}, large: {{}}, ship: {{}}}}
sensors:
  eyes: {{kind: optical, detects: {laws}, when: {visible | WEATHER}}}
types: {{ship: {{is: passive, hull: ship, sensors: [eyes], speed: {{cruise: 15 kn}}}}}}
groups: {{ships: {{type: ship, count: 1, bounce: {{in: box}}}}}}
""".replace("'", "")


def made(write: Write) -> tuple[Suite, Theatre]:
    world = load(write(lookout()))
    theatre = Theatre.of(world)
    hulls = sorted(world.hulls)
    return suite(world, ["eyes"], hulls, theatre.climate.states, len(hulls)), theatre


def test_a_lookout_follows_the_tables_of_visibility_and_weather(write: Write) -> None:
    found, theatre = made(write)
    states = theatre.climate.states
    assert len(states) == 2 * 3 * 5
    for h, hull in enumerate(sorted(theatre.scenario.hulls)):
        for e, state in enumerate(states):
            if hull in WIDTHS:
                k = found.laws[0][h, e].k
                table = dict(zip((f"km{k}" for k in KILOMETRES), WIDTHS[hull], strict=True))
                wanted = table[state.visibility] * WEATHER[state.weather][hull]
                assert 2.0 * math.sqrt(2.0 * math.pi * k / SPEED) == pytest.approx(wanted)


# ---- weather in a run ------------------------------------------------------------------------------------------------

WATCH = """\
guardship: 1
name: watch
title: A picket among boats, in wind that comes and goes
theatre: {box: {width: 60 nm, height: 60 nm}}
time: {start: 2010-03-01T00:00Z, measure: 30 d}
environment: {weather: {wind: {mean: 6 m/s, memory: 1 d, reach: 100 nm, levels: {calm: 0 m/s, rough: 6 m/s}}}}
geometry: {middle: {point: [30 nm, 30 nm]}}
hulls: {boat: {}, ship: {}}
sensors: {radar: {kind: radar, detects: {boat: {definite: 8 nm}}, when: {rough: 0.25}}}
types:
  picket: {is: patrol, hull: ship, sensors: [radar], speed: {cruise: 10 kn, max: 20 kn}, reaction: 3 min, replan: 5 min}
  boat: {is: passive, hull: boat, speed: {cruise: 10 kn}}
groups:
  pickets: {type: picket, count: 1, nation: coalition, hold: {at: middle}}
  boats: {type: boat, count: 12, bounce: {in: box}}
nations: {coalition: {report_delay: 5 min, distress_delay: 5 min}}
"""


def test_a_radar_finds_fewer_boats_when_it_is_rough(write: Write) -> None:
    """A disc of a quarter of the range meets a quarter of the boats in an hour; so many come that half is safe."""
    world = load(write(WATCH))
    run = simulate(world, seed=3)
    e, states = Theatre.of(world).climate.environment(3), Theatre.of(world).climate.states
    begins = e.times[0]
    ends = [*begins[1:], world.time.hours]
    hours, found = {"calm": 0.0, "rough": 0.0}, {"calm": 0, "rough": 0}
    events = run.events
    gained = events.loc[events["kind"] == "contact_gained", "t"]
    for begin, end, state in zip(begins, ends, e.states[0], strict=True):
        weather = states[state].weather
        hours[weather] += end - begin
        # what is already inside at a change of weather is gained at that instant: not counted
        found[weather] += int(((gained > begin + 1e-6) & (gained < end)).sum())
    rates = {weather: found[weather] / hours[weather] for weather in hours}
    assert min(hours.values()) > 200.0
    assert 0.1 < rates["rough"] / rates["calm"] < 0.5


# ---- names -----------------------------------------------------------------------------------------------------------

LEVELS = {"wind": {"levels": {"calm": "0 m/s", "rough": "9 m/s"}}}
WORLD = {"environment": {"weather": LEVELS, "visibility": [{"at": "0 h", "is": "clear"}, {"at": "1 h", "is": "fog"}]}}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"flies_in": {"weather": ["calm", "ruogh"]}}, "types.a.flies_in.weather.1: unknown weather 'ruogh'; did you"),
        ({"sorties": {"in": {"visibility": ["foggy"]}}}, "types.a.sorties.in.visibility.0: unknown visibility 'foggy'"),
        ({"attacks": {"weather": ["fog"]}}, "types.a.attacks.weather.0: unknown weather 'fog'; wanted one of: calm"),
        ({"boards": {"by_state": {"nihgt": 1}}}, "types.a.boards.by_state.nihgt: unknown state of light, weather or v"),
        ({"by_state": {"night": 1, "rough": 0, "fog": 0.5}, "boards_in": {"light": ["day"], "weather": ["calm"]}}, ""),
    ],
)
def test_names_of_states_wherever_they_stand(given: dict[str, object], wanted: str) -> None:
    found = [f"{'.'.join(map(str, fact.path))}: {fact.message}" for fact in facts({**WORLD, "types": {"a": given}})]
    assert len(found) == bool(wanted)
    assert not wanted or found[0].startswith(wanted)
