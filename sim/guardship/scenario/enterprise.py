"""Offenders as an enterprise: what a voyage is worth and costs, what a stop takes, and how that is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, final

from pydantic import Field

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.environment import Yearly
from guardship.scenario.quantities import Durations
from guardship.scenario.raids import Utility
from guardship.scenario.units import Factor, PerDay, PositiveDuration, Probability, Weight


@final
class Returns(Model):
    """What a voyage to a ground is expected to bring before anything is known of it."""

    prizes: Annotated[Factor, Field(description="Prizes a voyage")]
    losses: Annotated[Factor, Field(description="Stops by patrols a voyage")] = 0.0


@final
class VoyageCosts(Model):
    """What a voyage costs, in the unit of worth."""

    voyage: Annotated[Factor, Field(description="Food, fuel and pay")]
    per_100_nm: Annotated[Factor, Field(description="For each 100 nm from base to ground, one way")] = 0.0
    season: Annotated[Yearly[Factor], Field(description="On top, by the month in which it would sail")] = 0.0


@final
class Taken(Model):
    """What is taken or destroyed, with which chance each."""

    gear: Annotated[Probability, Field(description="Skiffs, engines, ladders, arms, fuel")] = 0.0
    mother_ship: Annotated[Probability, Field(description="Sunk or kept; else it is left to them")] = 0.0


@final
class Loses(Model):
    """What a stop takes, beside the crew; `nations.NAME.rules.destroys` comes before it."""

    detained: Annotated[Taken, Field(description="When the crew is detained")] = Taken()
    released: Annotated[Taken, Field(description="When it is let go")] = Taken()


@final
class Renewal(Model):
    """How something that is lost is replaced."""

    takes: Annotated[Durations, Field(description="From knowing of the loss to having another")]
    costs: Annotated[Factor, Field(description="In the unit of worth; out of the purse, if there is one")] = 0.0


@final
class Equips(Model):
    """How what is lost is replaced; at once and for nothing when not given."""

    gear: Renewal | None = None
    mother_ship: Renewal | None = None


@final
class Purse(Model):
    """Money for voyages, in the unit of worth; a prize brings its `reward`."""

    holds: Annotated[Factor, Field(description="At the start of the run")]
    income: Annotated[PerDay, Field(description="From other trades and backers")] = 0.0
    paid_after: Annotated[Durations, Field(description="From taking a ship to the ransom")] = AT_ONCE


@final
class Enterprise(Model):
    """At each candidate voyage the option of greatest worth and luck: a ground, `elsewhere`, or to stay, worth 0.

    A ground is worth reward * (prizes a voyage) - risk * (stops a voyage) - costs, as perceived; the chance of each
    option is proportional to exp(rationality * worth). All worths are in one unit, that of `reward`.
    """

    reward: Annotated[Factor, Field(description="Worth of a prize")]
    risk: Annotated[Factor, Field(description="Worth of what a stop costs, with the crew detained")]
    released: Annotated[Factor, Field(description="Of a stop with the crew let go, as a share of `risk`")] = 1.0
    rationality: Annotated[Factor, Field(description="0: at random; the larger, the more surely the best")]
    expects: Annotated[Mapping[Name, Returns], Field(min_length=1, description="For each ground")]
    trust: Annotated[Weight, Field(description="So many voyages the expectation is worth")]
    memory: Annotated[
        PositiveDuration | None, Field(description="After which a voyage weighs half; it never fades if not given")
    ] = None
    talk: Annotated[bool, Field(description="Those of a group hear of each other's voyages ashore")] = False
    costs: VoyageCosts
    elsewhere: Annotated[
        Yearly[Utility] | None, Field(description="Worth of a voyage outside the model; there is none when not given")
    ] = None
    loses: Loses = Loses()
    equips: Equips = Equips()
    purse: Annotated[Purse | None, Field(description="Money is no matter when not given")] = None


@final
class Raid(Model):
    """A strike on a base: each enterprise whose base it is loses what lies there, with these chances."""

    base: Annotated[Name, Field(description="A point from which groups hunt")]
    gear: Annotated[Probability, Field(description="Ashore: skiffs, engines, fuel")] = 0.0
    mother_ship: Annotated[Probability, Field(description="At anchor")] = 0.0


@final
class Elsewhere(Model):
    """From then on a voyage outside the model is worth something else to some groups, whatever the month."""

    groups: Annotated[Many[Name], Field(min_length=1, description="Groups with `enterprise` and its `elsewhere`")]
    worth: Utility
