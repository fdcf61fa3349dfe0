"""Advisories: of what centres warn shipping, whom they reach, and what masters do when they are warned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.costs import Fuel
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.quantities import Durations
from guardship.scenario.units import (
    Dollars,
    Duration,
    Factor,
    PositiveDuration,
    PositiveLength,
    PositiveSpeed,
    Probability,
    Speed,
    TimeOfDay,
    Weight,
)

type Heard = Literal["calls", "contacts", "tips", "dossiers"]
type Choice = Literal["watch", "faster", "around", "joins", "back"]
BEYOND_DOUBT = "came a chance of {0:g}, wanted one below 1: no circle holds somebody for sure"


@final
class Reaches(Model):
    """Ships that report in to a centre are told one by one."""

    share: Annotated[Probability, Field(description="Of ships that do so")]
    delay: Annotated[Durations, Field(description="From the issue to the ship")] = AT_ONCE


@final
class Broadcasts(Model):
    """Ships in an area are told all at once."""

    in_: Annotated[Name | None, Field(alias="in", description="Of `geometry`; everywhere when not given")] = None
    at: Annotated[
        Many[TimeOfDay] | None,
        Field(min_length=1, description="Local times at which all that is in force is told; at once when not given"),
    ] = None
    received: Annotated[Probability, Field(description="Chance that a ship takes one in")] = 1.0
    delay: Annotated[Durations, Field(description="From the broadcast to the master")] = AT_ONCE


@final
class Advises(Model):
    """Of what a centre warns shipping, and whom.

    The circle is about the last place that is known. It is as wide as to hold, with the chance `holds`, whom it is
    about: by the error of the place, and by how far he may have gone by then.
    """

    hears: Annotated[
        Mapping[Heard, Probability],
        Field(
            min_length=1,
            description="What it goes by, each with the chance that an offender is behind it where nothing says that",
        ),
    ]
    at: Annotated[Probability, Field(description="From which chance on it warns")] = 0.5
    drift: Annotated[Speed, Field(description="How fast, per axis, somebody is taken to go from where he was")]
    holds: Annotated[Probability, Field(description="Chance that the circle holds him")]
    ahead: Annotated[Duration, Field(description="So long after the issue")] = 0.0
    lasts: Annotated[PositiveDuration, Field(description="So long after the issue it is over")]
    renews: Annotated[
        PositiveLength,
        Field(description="News of a place farther off make a new version, which replaces it; so does every call"),
    ]
    delay: Annotated[Durations, Field(description="From what it hears to the issue")] = AT_ONCE
    reaches: Annotated[Reaches | None, Field(description="Ships that report in; none when not given")] = None
    broadcasts: Annotated[Broadcasts | None, Field(description="It has none when not given")] = None
    to: Annotated[Many[Name], Field(description="Nations and centres that are told too, as late as by a report")] = ()

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Self:
        if not self.to and self.reaches is None and self.broadcasts is None:
            raise ValueError("wanted `reaches`, `broadcasts` or `to`: it warns nobody")
        if self.holds >= 1.0:
            raise ValueError(BEYOND_DOUBT.format(self.holds))
        return self


@final
class Believed(Model):
    """What masters trust a warning before there is a record: as after so many that held, and so many that did not."""

    held: Weight
    nothing: Weight


@final
class Taken(Model):
    """The chance that a ship which somebody has met is taken, as masters believe."""

    chance: Annotated[Probability, Field(description="At `at_speed` or slower, alone, with one lookout")]
    at_speed: Annotated[Speed, Field(description="Above it the chance falls")] = 0.0
    halves_every: Annotated[
        PositiveSpeed | None, Field(description="With each such step; with none when not given")
    ] = None
    watched: Annotated[Factor, Field(description="Factor with two lookouts")] = 1.0
    grouped: Annotated[Factor, Field(description="Factor in a group of ships")] = 1.0


@final
class OnAdvisory(Model):
    """What masters do who are warned of a circle on their way: of their choices, and of going on, the cheapest.

    Hours cost as `prices.delay_hour` says, tonnes as `prices.fuel`, and each way leaves a chance of being taken.
    """

    choices: Annotated[
        Many[Choice],
        Field(
            min_length=1,
            description="A second lookout; top speed; a way around; to wait for the next group of the lane; to keep "
            "away until it is over",
        ),
    ]
    trust: Believed
    loss: Annotated[Dollars, Field(description="What it would cost to be taken")]
    meets: Annotated[PositiveLength, Field(description="From so far off they make for a ship")]
    taken: Taken
    fuel: Annotated[Fuel | None, Field(description="Consumption; it costs nothing when not given")] = None
    watch_hour: Annotated[Dollars, Field(description="An hour with two lookouts")] = 0.0
