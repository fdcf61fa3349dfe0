"""How a command decides whether to send a unit, and which: the nearest, or by what is expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, final

from pydantic import BeforeValidator, Field, model_validator

from guardship.scenario.base import Model, Name
from guardship.scenario.units import Factor, Length, PositiveDuration, Probability, Rate

RATE, HOURS = 0.01, 100.0  # 1/h and h, assumed: a useful meeting in four days on station
LASTS = 0.5  # h, assumed: an attack is over in half an hour


@final
class StationWorth(Model):
    """What an hour on station is worth before anything is known of it, and for how many hours that counts.

    The unit is a stop that is sure, of an offence of value 1.
    """

    rate: Annotated[Rate, Field(description="Useful meetings an hour, each as much as it is worth to go to it")] = RATE
    hours: Annotated[PositiveDuration, Field(description="After so many hours on station half of it is experience")] = (
        HOURS
    )


@final
class Help(Model):
    """What it is worth to be there at once with a ship that has called, beside whom is stopped."""

    worth: Annotated[Factor, Field(description="In stops of value 1")] = 1.0
    lasts: Annotated[PositiveDuration, Field(description="Mean time for which help is in time")] = LASTS


@final
class Goes(Model):
    """Nearest: the first that can be there goes. Worth: a unit goes when more is to be expected of it there than its
    hours on station are worth, and of several the one of whom most.
    """

    by: Literal["nearest", "worth"]
    within: Annotated[Length | None, Field(description="It sends nobody farther; however far when not given")] = None
    values: Annotated[
        Mapping[Name, Factor], Field(description="Of offences against each other; 1 for those not given")
    ] = {}
    station: StationWorth = StationWorth()
    help: Help = Help()
    labelled: Annotated[
        Probability, Field(description="Chance of an offence behind a contact that is called suspicious, unless judged")
    ] = 0.5
    called: Annotated[Probability, Field(description="The same behind a call for help")] = 1.0
    tipped: Annotated[Probability, Field(description="The same behind a tip")] = 0.5

    @model_validator(mode="after")
    def _weighs(self) -> Self:
        given = sorted(self.model_fields_set - {"by", "source"})
        if self.by == "nearest" and given:
            raise ValueError(f"came {', '.join(given)} with `by: nearest`, which weighs nothing; wanted `by: worth`")
        return self


def _by(value: Any) -> Any:
    return {"by": value} if isinstance(value, str) else value


NEAREST = Goes(by="nearest")

type GoesField = Annotated[
    Goes,
    BeforeValidator(_by, json_schema_input_type=Literal["nearest", "worth"] | Goes),
    Field(description="Which unit goes to a call, and whether any: the nearest, or by worth"),
]
