"""Give and take between those who share: what is released moves with what was had and given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, final

from pydantic import Field

from guardship.scenario.base import Model, Name
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.quantities import Durations
from guardship.scenario.units import Duration, Factor, Number, PositiveDuration, Probability

type Reports = Annotated[float, Number("reports", "10", low=1e-6, high=1e6)]
type Balance = Annotated[float, Number("reports", "10", low=-1e6, high=1e6)]
type Cost = Annotated[float, Number("reports", "20", low=0.0, high=1e6)]


@final
class Leak(Model):
    """A holder does not keep to itself what it was told. Nothing follows from it but the trust that it costs."""

    by: Annotated[Name, Field(description="The nation or centre that leaks")]
    at: Annotated[Duration, Field(description="When, from the start of the run")]
    found_out: Annotated[Probability, Field(description="Chance that it is found out at all")]
    after: Annotated[Durations, Field(description="From the leak until it is found out")] = AT_ONCE
    costs: Annotated[Cost, Field(description="What it costs with each who tells it things, in reports given to it")]


@final
class Trust(Model):
    """Every chance of release to a partner is multiplied by floor + (1 - floor) * b / (b + half), where b is the
    balance with it, 0 where it is negative: what was had from it and used, less what it was given, in episodes that
    fade."""

    floor: Annotated[Probability, Field(description="What is left of the releases to who has given nothing")]
    half: Annotated[Reports, Field(description="Balance at which half of the rest is released")]
    given: Annotated[Factor, Field(description="What a report given weighs beside one that was had and used")]
    memory: Annotated[
        PositiveDuration | None,
        Field(description="After which what was counted weighs half; it never fades if not given"),
    ] = None
    used: Annotated[
        Literal["taken", "tasked"],
        Field(description="What use is: it went into the picture that is acted upon, or a unit was sent for it"),
    ] = "taken"
    starts: Annotated[Balance, Field(description="Balance of two who meet; it fades as the rest")] = 0.0
    leaks: Annotated[Mapping[Name, Leak], Field(description="Leaks by name")] = {}
