"""What offenders do who know that a hull of theirs is listed."""

from __future__ import annotations

from typing import Annotated, Literal, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.quantities import Durations
from guardship.scenario.units import Probability

WAYS = ("changes_hull", "hides_gear", "stays_ashore")

type Share = Annotated[Probability, Field(description="Chance that this is what is done before a voyage")]


@final
class ChangesHull(Model):
    """Another hull, or the old one under another name and paint: what is known of the old one fits others as well."""

    share: Share
    takes: Annotated[Durations, Field(description="How much later the voyage begins")] = AT_ONCE


@final
class HidesGear(Model):
    """On that voyage less is shown of what it is about."""

    share: Share
    shows: Annotated[Probability, Field(description="Factor on the shares in `shown` and `skiffs` of all signs")]


@final
class StaysAshore(Model):
    """It lies up before it sails."""

    share: Share
    takes: Annotated[Durations, Field(description="How much later the voyage begins")]


@final
class WhenListed(Model):
    """What a group does before a voyage when it knows that a hull of its is listed as wanted; else nothing."""

    learns: Annotated[
        Many[Literal["theft", "attack"]],
        Field(min_length=1, description="From a register that was stolen, or because it has attacked in that hull"),
    ] = ("theft", "attack")
    changes_hull: ChangesHull | None = None
    hides_gear: HidesGear | None = None
    stays_ashore: StaysAshore | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        given = [one for name in WAYS if (one := getattr(self, name)) is not None]
        if not given:
            raise ValueError(f"came nothing to do, wanted one or more of {', '.join(WAYS)}")
        total = sum(one.share for one in given)
        if total > 1.0 + 1e-9:
            raise ValueError(f"came shares that add up to {total:g}, wanted 1 at most")
        return self
