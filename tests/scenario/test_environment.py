"""Wind and visibility as processes: their distribution, their names, what they do not depend on, what is refused."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from guardship.agents import Surroundings
from guardship.build.theatre import Theatre
from guardship.scenario.reading.check import validate
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario
from guardship.sea.seasons import MONTHS

from .worlds import SMALL

stats = pytest.importorskip("scipy.stats")

Write = Callable[..., str]
MEANS = dict(zip(MONTHS, (12.0, 11.0, 9.0, 7.0, 8.0, 13.0, 17.0, 15.0, 8.0, 7.0, 9.0, 11.0), strict=True))
MONSOON = "{" + ", ".join(f"{month}: {mean} kn" for month, mean in MEANS.items()) + "}"
WIND = (
    f"{{wind: {{mean: {MONSOON}, memory: 2 d, reach: 300 nm, levels: {{calm: 0 m/s, moderate: 5 m/s, rough: 9 m/s}}}}}}"
)
HAZE = "{median: 12 nm, spread: 2, memory: 2 d, reach: 200 nm, levels: {clear: 5 nm, haze: 0 nm}}"
WILD = f"  light: sun\n  weather: {WIND}\n  visibility: {HAZE}\n"


def scenario(write: Write, environment: str = WILD, text: str = SMALL, **changes: object) -> Scenario:
    path = write(text.replace("  light: sun\n", environment))
    return load(path, set={key.replace("__", "."): value for key, value in changes.items()})


class Sky:
    """What the ocean finds at places and times in the run of a seed."""

    def __init__(self, world: Scenario, seed: int = 0) -> None:
        self.theatre = Theatre.of(world)
        self.environment = self.theatre.climate.environment(seed)

    def at(self, lon: float, lat: float, t: float) -> Surroundings:
        """Degrees, h."""
        e = self.environment
        x, y = self.theatre.flat([[lon, lat]])[0]
        x0, y0, w, h, nx, ny = e.grid
        cell = min(max(int((y - y0) // h), 0), ny - 1) * nx + min(max(int((x - x0) // w), 0), nx - 1)
        k = np.searchsorted(e.times[cell], t, side="right") - 1
        return self.theatre.climate.states[int(e.states[cell, k])]


def weathers(world: Scenario, seed: int, hours: np.ndarray) -> np.ndarray:
    """Numbers of the weather at times, (cells, times)."""
    e, names = Theatre.of(world).climate.environment(seed), world.environment.weather_states
    states = Theatre.of(world).climate.states
    number = np.array([names.index(state.weather) for state in states])
    return np.array(
        [number[row[np.searchsorted(t, hours, side="right") - 1]] for t, row in zip(e.times, e.states, strict=True)]
    )


# ---- distribution ----------------------------------------------------------------------------------------------------

BOX = """\
guardship: 1
name: box
title: A box of cells that know nothing of each other
theatre: {box: {width: 2000 nm, height: 1000 nm}}
time: {start: 2009-07-01T00:00Z, measure: 31 d}
environment:
  cells: 100 nm
  weather: {wind: {mean: MONSOON, shape: 1.2, memory: 1 h, reach: 20 nm, every: 6 h, levels: LEVELS}}
hulls: {boat: {}}
types: {boat: {is: passive, hull: boat, speed: {cruise: 5 kn}}}
groups: {boats: {type: boat, count: 1, hold: {at: [10 nm, 10 nm]}}}
"""


@pytest.mark.parametrize("month", MONTHS)
def test_wind_is_weibull_about_the_mean_of_the_month(write: Write, month: str) -> None:
    """Kolmogorov-Smirnov at 0.001 on 24 000 nearly independent values, cut into levels of 1 kn; and the mean."""
    levels = "{" + ", ".join(f"w{k}: {k} kn" for k in range(120)) + "}"
    text = BOX.replace("MONSOON", MONSOON).replace("LEVELS", levels)
    world = load(write(text), set={"time.start": f"2009-{MONTHS.index(month) + 1:02}-01T00:00Z"})
    steps = np.arange(120) * 6.0 + 3.0
    got = weathers(world, 5, steps)
    exceeded = (got[None] >= np.arange(120)[:, None, None]).mean(axis=(1, 2))
    season = world.environment.weather.wind.mean  # type: ignore[union-attr]
    times = np.datetime64(world.time.start.replace(tzinfo=None), "s") + (steps * 3600).astype("m8[s]")
    scale = season.at(times) / stats.weibull_min(1.2).mean()
    wanted = np.exp(-((np.arange(120)[:, None] / scale) ** 1.2)).mean(axis=1)
    assert np.abs(exceeded - wanted).max() < 1.95 / got.size**0.5
    # the mean is the integral of the probability to exceed; the month lasts 28 to 31 days and 30 of them are here
    assert np.trapezoid(exceeded, dx=1.0) == pytest.approx(MEANS[month], rel=0.03)


def test_visibility_is_lognormal(write: Write) -> None:
    text = BOX.replace("weather: {wind: {mean: MONSOON, shape: 1.2,", "visibility: {median: 20 km, spread: 2,")
    text = text.replace("levels: LEVELS}}", "levels: {fog: 0 km, haze: 10 km, clear: 20 km, sharp: 40 km}}")
    world = load(write(text))
    e, states = Theatre.of(world).climate.environment(3), Theatre.of(world).climate.states
    hours, names = np.arange(124) * 6.0 + 3.0, world.environment.visibility_states
    assert names == ("fog", "haze", "clear", "sharp")
    seen = [
        states[s].visibility
        for t, row in zip(e.times, e.states, strict=True)
        for s in row[np.searchsorted(t, hours, side="right") - 1]
    ]
    tail = stats.norm.cdf(-1.0)  # 10 and 40 km are one geometric standard deviation from the median
    wanted = np.array([tail, 0.5 - tail, 0.5 - tail, tail])
    shares = np.array([seen.count(name) for name in names]) / len(seen)
    assert (np.abs(shares - wanted) < 3.3 * (wanted * (1 - wanted) / len(seen)) ** 0.5).all()


def test_wind_and_visibility_have_draws_of_their_own(write: Write) -> None:
    """Two processes of one memory and reach: their levels are uncorrelated, at 0.001."""
    process = "memory: 1 h, reach: 20 nm, levels: {%s: 0 %s, %s: 12 %s}"
    text = BOX.replace("memory: 1 h, reach: 20 nm, every: 6 h, levels: LEVELS", process % ("calm", "kn", "rough", "kn"))
    haze = process % ("haze", "nm", "clear", "nm")
    text = text.replace("hulls:", f"  visibility: {{median: 12 nm, spread: 2, {haze}}}\nhulls:")
    text = text.replace("MONSOON", "12 kn")
    world = load(write(text))
    e, states = Theatre.of(world).climate.environment(2), Theatre.of(world).climate.states
    hours = np.arange(124) * 6.0 + 3.0
    cells = zip(e.times, e.states, strict=True)
    seen = np.array([row[np.searchsorted(t, hours, side="right") - 1] for t, row in cells])
    rough, clear = (np.array([name in state for state in states])[seen].ravel() for name in ("rough", "clear"))
    assert abs(np.corrcoef(rough, clear)[0, 1]) < 3.3 / seen.size**0.5


# ---- names and calendars ---------------------------------------------------------------------------------------------


def test_states_are_light_times_weather_times_visibility(write: Write) -> None:
    world = scenario(write)
    assert world.environment.weather_states == ("calm", "moderate", "rough")
    assert world.environment.visibility_states == ("haze", "clear")
    states = Theatre.of(world).climate.states
    assert len(states) == len(set(states)) == 12
    sky = Sky(world)
    seen = {sky.at(lon, 13.0, t) for lon in (44.0, 50.0) for t in np.arange(0.0, 24.0, 0.5)}
    assert {state.light for state in seen} == {"day", "night"}


def test_calendars_alone_need_one_cell(write: Write) -> None:
    weather, visibility = ("[{at: 0 h, is: calm}, {at: 5 h, is: rough}]", "[{at: 0 h, is: clear}, {at: 7 h, is: fog}]")
    world = scenario(write, f"  weather: {weather}\n  visibility: {visibility}\n")
    e = Theatre.of(world).climate.environment(0)
    assert e.times.tolist() == [[0.0, 5.0, 7.0]]
    assert [Sky(world).at(46.0, 12.0, t) for t in (1.0, 6.0, 8.0)] == [
        ("day", "calm", "clear"),
        ("day", "rough", "clear"),
        ("day", "rough", "fog"),
    ]


def test_a_calendar_holds_changes_only(write: Write) -> None:
    e = Theatre.of(scenario(write, time__measure="44 d")).climate.environment(0)
    for t, states in zip(e.times, e.states, strict=True):
        known = states[np.isfinite(t)]
        assert (known[1:] != known[:-1]).all()
    assert e.times.shape[1] < 250  # 88 of light, 176 of each process before what does not change is left out


# ---- what the weather does not depend on -----------------------------------------------------------------------------

PLACES = [(float(lon), float(lat)) for lon in np.arange(46.3, 49.9, 0.8) for lat in (12.3, 12.9, 13.3)]


def here(world: Scenario, shift: float = 0.0) -> list[Surroundings]:
    sky = Sky(world)
    return [sky.at(*place, t + shift) for place in PLACES for t in (0.5, 7.0, 13.5, 22.0)]


def test_the_same_in_a_longer_run(write: Write) -> None:
    assert here(scenario(write)) == here(scenario(write, time__measure="40 d", time__drain="3 d"))


def test_the_same_in_a_run_that_began_earlier(write: Write) -> None:
    earlier = scenario(write, time__start="2010-02-25T18:00Z", time__warm_up="5 d")
    assert here(scenario(write)) == here(earlier, shift=78.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_in_smaller_bounds(write: Write, seed: int) -> None:
    """But for sunrise and near the edges of the squares; these places are at least 12 nm from them."""
    bounds: dict[str, Any] = {
        f"theatre__bounds__{side}": v for side, v in (("west", 45.1), ("east", 51.3), ("south", 11.7), ("north", 14.9))
    }
    a, b = scenario(write, time__measure="20 d"), scenario(write, time__measure="20 d", **bounds)
    large, small = Sky(a, seed), Sky(b, seed)
    names, fewer = ({tuple(place) for place in sky.theatre.climate.cells.places.tolist()} for sky in (large, small))
    assert fewer < names
    for place in PLACES:
        for t in np.arange(1.0, 470.0, 12.0):
            assert large.at(*place, t)[1:] == small.at(*place, t)[1:]


def test_the_same_whoever_sails(write: Write) -> None:
    other: dict[str, Any] = {"groups__boats__count": 40, "groups__ships": None, "types__boat__speed__cruise": "9 kn"}
    a, b = (Theatre.of(world).climate.environment(4) for world in (scenario(write), scenario(write, **other)))
    assert (a.times == b.times).all() and (a.states == b.states).all()


def test_seeds_differ_and_the_sun_does_not(write: Write) -> None:
    climate = Theatre.of(scenario(write, time__measure="20 d")).climate
    a, b = climate.environment(0), climate.environment(1)
    assert a.states.shape != b.states.shape or (a.states != b.states).any()
    assert climate.lights is climate.lights


# ---- refusals --------------------------------------------------------------------------------------------------------

REFUSED = {
    "levels of one value": (
        WIND.replace("moderate: 5 m/s", "moderate: 9 m/s"),
        HAZE,
        [
            "environment.weather.wind.levels: the levels moderate and rough begin at the same value",
        ],
    ),
    "no level at 0": (
        WIND.replace("calm: 0 m/s", "calm: 1 m/s"),
        HAZE,
        [
            "environment.weather.wind.levels: no level begins at 0; the lowest, calm, must",
        ],
    ),
    "no level": (
        WIND.split("{calm", maxsplit=1)[0] + "{}}}",
        HAZE,
        [
            "environment.weather.wind.levels: came an empty mapping, wanted at least 1 entries",
        ],
    ),
    "a month missing": (
        WIND.replace("feb: 11.0 kn, ", ""),
        HAZE,
        [
            "environment.weather.wind.mean.feb: came nothing, wanted a value: the key is missing",
        ],
    ),
    "an unknown month": (
        WIND.replace("feb:", "february:"),
        HAZE,
        [
            "environment.weather.wind.mean.feb: came nothing, wanted a value: the key is missing",
            "environment.weather.wind.mean.february: unknown key 'february'; wanted one of: apr, aug",
        ],
    ),
    "a unit that is not of wind": (
        WIND.replace("calm: 0 m/s", "calm: 0 nm"),
        HAZE,
        [
            "environment.weather.wind.levels.calm: came '0 nm', wanted a wind speed such as `6 m/s` (units: kn, m/s, km/h)",
        ],
    ),
    "a wind of nothing": (
        WIND.replace("feb: 11.0 kn", "feb: 0 kn"),
        HAZE,
        [
            "environment.weather.wind.mean: the year changes too fast about feb",
        ],
    ),
    "a name of light": (
        WIND.replace("moderate:", "night:"),
        HAZE,
        [
            "environment.weather.wind.levels.night: came night as a name of weather, wanted another: one of light has it",
        ],
    ),
    "one name for two": (
        WIND,
        HAZE.replace("haze:", "rough:"),
        [
            "environment.visibility.levels.rough: came rough as a name of visibility, wanted another: one of weather",
        ],
    ),
    "one name for two in a calendar": (
        WIND,
        "[{at: 0 h, is: clear}, {at: 1 h, is: calm}]",
        [
            "9:52: environment.visibility[1].is: came calm as a name of visibility, wanted another: one of weather",
        ],
    ),
    "too often": (
        WIND.replace("memory:", "every: 10 min, memory:"),
        HAZE,
        [
            "environment.weather.wind: came a new value every 0.166667 h, wanted every 1 h or more",
        ],
    ),
    "too long a memory": (
        WIND.replace("memory: 2 d", "memory: 60 d"),
        HAZE,
        [
            "environment.weather.wind: came a memory of 240 times `every`, wanted at most 100 times",
        ],
    ),
    "no reach": (
        WIND.replace("reach: 300 nm, ", ""),
        HAZE,
        [
            "environment.weather.wind.reach: came nothing, wanted a value: the key is missing",
        ],
    ),
    "not a calendar": (
        "rough",
        HAZE,
        [
            "environment.weather: came 'rough', wanted a list",
        ],
    ),
    "something else than wind": (
        "{waves: {}}",
        HAZE,
        [
            "environment.weather.wind: came nothing, wanted a value: the key is missing",
            "environment.weather.waves: unknown key 'waves'; wanted one of: source, wind",
        ],
    ),
    "a spread of 1": (
        WIND,
        HAZE.replace("spread: 2", "spread: 1"),
        [
            "environment.visibility.spread: came 1, wanted a factor above 1 and at most 10",
        ],
    ),
    "a calendar that falls": (
        WIND,
        "[{at: 0 h, is: clear}, {at: 3 h, is: fog}, {at: 2 h, is: clear}]",
        [
            "9:15: environment.visibility: the times of a calendar must rise",
        ],
    ),
    "tiny cells": (
        WIND,
        HAZE + "\n  cells: 1 nm",
        [
            "10:10: environment.cells: came '1 nm', wanted a length of at least 20 nm and at most 1000 nm",
        ],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_its_place(write: Write, case: str) -> None:
    wind, haze, wanted = REFUSED[case]
    path = write(SMALL.replace("  light: sun\n", f"  light: sun\n  weather: {wind}\n  visibility: {haze}\n"))
    found = [str(problem).removeprefix(path + ":") for problem in validate(path)]
    assert len(found) == len(wanted), found
    for got, start in zip(found, wanted, strict=True):
        line = "9:" if "visibility" in start else "10:" if "cells" in start else "8:"
        assert got.startswith(start) or (got.startswith(line) and got.split(" ", 1)[1].startswith(start)), got


def test_more_cells_than_serve_a_purpose(write: Write) -> None:
    text = BOX.replace("MONSOON", "6 m/s").replace("LEVELS", "{calm: 0 m/s}").replace("cells: 100 nm", "cells: 20 nm")
    path = write(text)
    assert [str(p).removeprefix(path + ":") for p in validate(path)] == [
        "7:10: environment.cells: came a side of 20 nm, which makes 5000 cells, wanted 4000 at most"
    ]
