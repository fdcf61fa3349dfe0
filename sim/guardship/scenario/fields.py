"""Fields of boats: thousands of harmless boats of which only those that a patrol meets become vessels."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Model, Name
from guardship.scenario.conditions import Conditions
from guardship.scenario.days import Weekdays
from guardship.scenario.groups import LEAST_LEG, Area
from guardship.scenario.quantities import Durations
from guardship.scenario.units import Count, PositiveDuration, PositiveLength, Probability, Rate

NEAR = 1.0  # nm, assumed
LINGERS = 0.5  # h, assumed
LEAD = 0.25  # h, assumed


@final
class Chases(Model):
    """Now and then a boat races after fish, and looks like an attack."""

    per_boat: Annotated[Rate, Field(description="How often each boat does, while the field is at work")]
    takes: Annotated[Durations, Field(description="How long it takes")]
    leg: Annotated[PositiveLength, Field(description="Mean length of a leg of its erratic course")] = 1.0

    @model_validator(mode="after")
    def _far_enough(self) -> Self:
        if self.leg < LEAST_LEG:
            raise ValueError(f"a mean leg of {self.leg:.3g} nm, wanted {LEAST_LEG} nm or more (`m` is metres)")
        return self


@final
class Alarms(Model):
    """Now and then a boat comes so close to a merchant ship that its master calls for help."""

    newer: ClassVar[frozenset[str]] = frozenset({"near"})

    per_transit: Annotated[Probability, Field(description="Chance of it on a passage through the area")]
    near: Annotated[PositiveLength, Field(description="How close the boat comes to the ship")] = NEAR


@final
class BoatField(Model):
    """Harmless boats, spread evenly over an area."""

    newer: ClassVar[frozenset[str]] = frozenset({"lingers", "lead"})

    area: Annotated[Area, Field(alias="in")]
    type: Annotated[Name, Field(description="A passive type: hull and speeds of the boats")]
    boats: Annotated[Count, Field(description="At sea in the area while the field is at work; 0: none")]
    chases: Chases | None = None
    alarms: Alarms | None = None
    noted: Annotated[
        Probability,
        Field(description="Share of the harmless boats identified that are passed on as information; nobody is sent"),
    ] = 0.0
    lingers: Annotated[
        PositiveDuration, Field(description="How often a boat that a patrol is after or has stopped thinks of leaving")
    ] = LINGERS
    lead: Annotated[
        PositiveDuration,
        Field(description="How long a unit's way is, before it can identify a boat, on which it may detect it already"),
    ] = LEAD
    rests: Annotated[Weekdays, Field(description="Local days of the week on which no boat is at work")] = ()
    when: Annotated[Conditions, Field(description="When the field is at work; always when not given")] = Conditions()
