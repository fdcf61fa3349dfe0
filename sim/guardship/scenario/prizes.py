"""Prizes: what pirates do with a ship that they have taken, and what a navy does about her."""

from __future__ import annotations

from typing import Annotated, Literal, final

from pydantic import Field

from guardship.scenario.base import Model
from guardship.scenario.distributions import AT_ONCE, Constant
from guardship.scenario.quantities import Counts, Durations
from guardship.scenario.units import Hostages, Probability, UnlimitedDuration

type Retakes = Literal["never", "citadel", "always"]


@final
class MotherShip(Model):
    """A ship that was taken is used as a mother ship before she is anchored."""

    chance: Annotated[Probability, Field(description="That they go on hunting from her")]
    lasts: Annotated[
        Durations, Field(alias="for", description="From the prize until they take her to the anchorage, at the latest")
    ]


@final
class Retaking(Model):
    """What a team meets that boards her: the chance of success is that of the team times `each` for every pirate."""

    each: Annotated[Probability, Field(description="Factor on the chance of success for each pirate on board")] = 1.0
    harm: Annotated[
        Probability, Field(description="Chance for each hostage to lose his life when a team comes on board")
    ] = 0.0


@final
class Prizes(Model):
    """What becomes of a ship that was taken, of her crew, and of what would convict those who took her."""

    told_after: Annotated[
        Durations, Field(description="From the prize until word of it is sent to those who had her call for help")
    ] = AT_ONCE
    recognised: Annotated[
        Probability,
        Field(description="Chance that a unit that holds her, and has been told of her, knows her by her name"),
    ] = 1.0
    pirates: Annotated[Counts, Field(description="Pirates left on board")] = Constant(8.0)
    crew: Annotated[Hostages, Field(description="Hostages on board")] = 20
    retaking: Retaking = Retaking()
    mother_ship: Annotated[MotherShip | None, Field(description="She is taken to the anchorage if not given")] = None
    released_after: Annotated[
        Durations | None, Field(description="From the prize until ransom is paid and she sails on; never if not given")
    ] = None
    gear_overboard: Annotated[
        Durations | None,
        Field(
            description="From turning for home after an attack until ladders, hooks and arms are over the side; "
            "they stay on board if not given"
        ),
    ] = None


@final
class AboutPrizes(Model):
    """What units of a nation do about a ship that they know to be in the hands of pirates."""

    follows: Annotated[
        UnlimitedDuration, Field(description="How long a unit keeps her that does not board her; 0: it leaves her be")
    ] = 0.0
    retakes: Annotated[
        Retakes, Field(description="Whether it boards her: `citadel`, when her crew has locked itself up")
    ] = "citadel"
