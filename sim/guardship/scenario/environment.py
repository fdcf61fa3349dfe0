"""The environment of a scenario: light, weather, visibility, each a calendar or a process."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, final

import numpy as np
from pydantic import AfterValidator, Discriminator, Field, GetCoreSchemaHandler, Tag, model_validator
from pydantic_core import CoreSchema, core_schema

from guardship.scenario import units
from guardship.scenario.base import Many, Model, Name, tag
from guardship.scenario.normal import normal_quantiles
from guardship.scenario.units import Duration, Length, PositiveDuration, PositiveLength, WindSpeed
from guardship.sea.seasons import MONTHS, Floats, Season, Times

OFTEN = 1.0  # h: the shortest step of a process
LONGEST = 100.0  # steps: the longest memory, so that little of the past need be drawn
LIGHTS = ("day", "night")


# ---- calendars ----------------------------------------------------------------------------------


@final
class LightChange(Model):
    """From this time on it is day or night; times count from the start of the run."""

    at: Duration
    state: Annotated[Literal["day", "night"], Field(alias="is")]


@final
class Change(Model):
    """From this time on weather or visibility has this name; times count from the start of the run."""

    at: Duration
    state: Annotated[Name, Field(alias="is")]


def _rising[C: (LightChange, Change)](calendar: tuple[C, ...]) -> tuple[C, ...]:
    times = [change.at for change in calendar]
    if times[0] != 0.0:
        raise ValueError("the first entry of a calendar must be at 0 h")
    if any(a >= b for a, b in pairwise(times)):
        raise ValueError("the times of a calendar must rise")
    return calendar


type LightCalendar = Annotated[Many[LightChange], Field(min_length=1), AfterValidator(_rising)]
type Calendar = Annotated[Many[Change], Field(min_length=1), AfterValidator(_rising)]


# ---- processes ----------------------------------------------------------------------------------


@final
class Months[Q: float](Model):
    """A value for each month."""

    jan: Q
    feb: Q
    mar: Q
    apr: Q
    may: Q
    jun: Q
    jul: Q
    aug: Q
    sep: Q
    oct: Q
    nov: Q
    dec: Q


def _form(value: Any) -> Hashable:
    return tag("Months") if isinstance(value, Mapping) else tag("value")


type Yearly[Q: float] = Annotated[
    Annotated[Q, Tag("<value>")] | Annotated[Months[Q], Tag("<Months>")], Discriminator(_form)
]


@final
class Seasonal:
    """Marks a field that holds the season of some quantity, written as one value or as one for each month."""

    def __init__(self, quantity: Any) -> None:
        self._form = Yearly[quantity]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_season, handler.generate_schema(self._form))


def _season(value: float | Months[Any]) -> Season:
    months = [getattr(value, name) for name in MONTHS] if isinstance(value, Months) else [value] * len(MONTHS)
    return Season(tuple(months))


def _levels(levels: Mapping[str, float]) -> Mapping[str, float]:
    """In rising order: the order of keys in a file has no meaning."""
    ordered = dict(sorted(levels.items(), key=lambda level: level[1]))
    if min(ordered.values()) != 0.0:
        raise ValueError(f"no level begins at 0; the lowest, {next(iter(ordered))}, must")
    for (a, low), (b, high) in pairwise(ordered.items()):
        if low == high:
            raise ValueError(f"the levels {a} and {b} begin at the same value")
    return ordered


type Levels[Q: float] = Annotated[
    Mapping[Name, Q],
    Field(min_length=1, description="Name to the value from which on it holds; the lowest from 0"),
    AfterValidator(_levels),
]


class Process(Model):
    """What changes at random over places and time, and is cut into named levels."""

    memory: Annotated[PositiveDuration, Field(description="Lag at which the correlation has fallen to 1/e")]
    reach: Annotated[PositiveLength, Field(description="Distance at which the correlation has fallen to 1/e")]
    every: Annotated[PositiveDuration, Field(description="One value so long, from multiples of it in UTC on")] = 6.0

    @model_validator(mode="after")
    def _steps(self) -> Self:
        if self.every < OFTEN:
            raise ValueError(f"came a new value every {self.every:g} h, wanted every {OFTEN:g} h or more")
        if self.memory > LONGEST * self.every:
            steps = self.memory / self.every
            raise ValueError(f"came a memory of {steps:g} times `every`, wanted at most {LONGEST:g} times")
        return self

    @abstractmethod
    def scores(self, times: Times) -> Floats:
        """From which standard normal value on each level holds at times (UTC), (levels, times)."""


@final
class Wind(Process):
    """Wind speed has a Weibull distribution (A. H. Monahan, J. Climate 19 (2006) 497-520, doi 10.1175/JCLI3640.1)."""

    mean: Annotated[Season, Seasonal(WindSpeed), Field(description="The mean, one value or one for each month")]
    shape: Annotated[units.WeibullShape, Field(description="Of the Weibull distribution; 2 is Rayleigh's")] = 2.0
    levels: Levels[WindSpeed]

    def scores(self, times: Times) -> Floats:
        scale = self.mean.at(times) / math.gamma(1.0 + 1.0 / self.shape)
        lows = np.array(list(self.levels.values()))[:, None]
        return -normal_quantiles(np.exp(-((lows / scale) ** self.shape)))


@final
class WindWeather(Model):
    """Weather by the speed of the wind."""

    wind: Wind


@final
class Haze(Process):
    """Visibility has a lognormal distribution.

    So has the concentration of what dims it (W. R. Ott, J. Air & Waste Management Association 40 (1990) 1378-1383, doi
    10.1080/10473289.1990.10466789), to which it is inverse by Koschmieder's law.
    """

    median: Annotated[Season, Seasonal(Length), Field(description="The median, one value or one for each month")]
    spread: Annotated[units.Spread, Field(description="Geometric standard deviation: 68 % lie within this factor")]
    levels: Levels[Length]

    def scores(self, times: Times) -> Floats:
        lows = np.array(list(self.levels.values()))[:, None]
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(lows / self.median.at(times)) / math.log(self.spread))


# ---- the environment ----------------------------------------------------------------------------


def _by_form(process: str) -> Discriminator:
    return Discriminator(lambda value: tag(process) if isinstance(value, Mapping | Model) else tag("calendar"))


def _light_form(value: Any) -> Hashable:
    return tag("calendar") if isinstance(value, list | tuple) else tag("word")


type Light = Annotated[
    Annotated[Literal["sun", "day", "night"], Tag("<word>")] | Annotated[LightCalendar, Tag("<calendar>")],
    Discriminator(_light_form),
]
type Weather = Annotated[
    Annotated[WindWeather, Tag("<WindWeather>")] | Annotated[Calendar, Tag("<calendar>")], _by_form("WindWeather")
]
type Visibility = Annotated[Annotated[Haze, Tag("<Haze>")] | Annotated[Calendar, Tag("<calendar>")], _by_form("Haze")]

CALM, CLEAR = (Change.model_validate({"at": "0 h", "is": name}) for name in ("calm", "clear"))


@final
class Environment(Model):
    """Light times weather times visibility: the states on which sensors, craft and crews depend."""

    light: Light = Field("day", description="`sun` (from date and place), `day`, `night` or a calendar")
    weather: Annotated[Weather, Field(description="A calendar of names, or levels of the wind")] = (CALM,)
    visibility: Annotated[Visibility, Field(description="A calendar of names, or levels of a process")] = (CLEAR,)
    cells: Annotated[
        units.CellSide,
        Field(description="Side of the cells in which sun, wind and visibility are one; 60 nm stand for one degree"),
    ] = 120.0

    @classmethod
    def plain(cls) -> Self:
        """Always day, calm and clear."""
        return cls.model_validate({})

    @property
    def varies(self) -> bool:
        """Whether it differs from place to place."""
        return self.light == "sun" or not (isinstance(self.weather, tuple) and isinstance(self.visibility, tuple))

    @property
    def weather_states(self) -> tuple[str, ...]:
        """The names of weather, levels from the lowest, names of a calendar in order of first appearance."""
        return _names(self.weather.wind if isinstance(self.weather, WindWeather) else self.weather)

    @property
    def visibility_states(self) -> tuple[str, ...]:
        """The names of visibility, as `weather_states`."""
        return _names(self.visibility)


def _names(form: Wind | Haze | tuple[Change, ...]) -> tuple[str, ...]:
    return tuple(form.levels) if isinstance(form, Wind | Haze) else tuple(dict.fromkeys(c.state for c in form))
