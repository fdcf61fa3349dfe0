"""Tips: word that a voyage of illicit traffic is planned, before anybody has seen it; some are made up."""

from __future__ import annotations

from typing import Annotated, final

from pydantic import Field

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.quantities import Durations, Leads, Lengths
from guardship.scenario.units import Length, Probability, Rate


@final
class Tip(Model):
    """A source that announces where and when a vessel of some groups is to be met.

    The same tips are given under every policy: they follow from the seed and the candidate voyage.
    """

    about: Annotated[Many[Name], Field(min_length=1, description="Groups that hunt, smuggle or strike")]
    to: Annotated[Many[Name], Field(min_length=1, description="Nations or centres that hear it, as late as a report")]
    probability: Annotated[Probability, Field(description="That a voyage is announced")]
    lead: Annotated[Leads, Field(description="From the tip to the planned departure; negative: after it")]
    out: Annotated[Lengths, Field(description="How far along its way from the base the vessel is to be met")]
    error: Annotated[Length, Field(description="Standard deviation of that place, per axis")]
    expires: Annotated[Durations, Field(description="How long after the vessel should have been there it is given up")]
    false: Annotated[Rate, Field(description="Made-up tips, at the same kind of places")] = 0.0
