"""What things cost: units, fuel, losses to shipping; and ties between nations that move money. All in US dollars."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Literal, Self, final

from pydantic import Field, model_validator

from guardship.scenario.base import Many, Model, Name
from guardship.scenario.timeline import Delivery
from guardship.scenario.units import Consumption, Dollars, Duration, Factor, Lives, PositiveSpeed, Share, Speed

ALL = 1.0 + 1e-9  # shares may add up to it


@final
class CubicFuel(Model):
    """Propulsion takes the cube of the speed, on top of what is used at rest."""

    at: Annotated[PositiveSpeed, Field(description="A speed")]
    uses: Annotated[Consumption, Field(description="At that speed, in all")]
    hotel: Annotated[Consumption, Field(description="At rest")] = 0.0

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.uses < self.hotel:
            raise ValueError(f"uses {self.uses:g} t/h at {self.at:g} kn, less than {self.hotel:g} t/h at rest")
        return self


@final
class Fuel(Model):
    """Consumption against speed: points joined by straight lines, or the cubic law."""

    points: Annotated[
        Many[Annotated[tuple[Speed, Consumption], Field(strict=False)]] | None,
        Field(min_length=2, description="Speeds and consumption, rising; beyond the ends as at the ends"),
    ] = None
    cubic: CubicFuel | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.points is None) == (self.cubic is None):
            raise ValueError("wanted either `points` or `cubic`")
        if self.points is not None and not all(a[0] < b[0] for a, b in pairwise(self.points)):
            raise ValueError("wanted points of rising speed")
        return self


@final
class Costs(Model):
    """Prices of a unit. What is not given is free, for a nation of its own as for the type."""

    ship_day: Annotated[Dollars | None, Field(description="Of a ship, at sea")] = None
    port_day: Annotated[Dollars | None, Field(description="In port; as at sea when not given")] = None
    disposal_day: Annotated[Dollars | None, Field(description="With those taken; as at sea when not given")] = None
    drill_day: Annotated[Dollars | None, Field(description="In an exercise; as at sea when not given")] = None
    flying_hour: Annotated[Dollars | None, Field(description="Of an aircraft, its fuel included")] = None
    boat_hour: Annotated[Dollars | None, Field(description="Of a boat, its fuel included")] = None
    boarding: Annotated[Dollars | None, Field(description="On top of the time that it takes")] = None
    fuel: Annotated[Fuel | None, Field(description="Consumption; its price is in `prices`")] = None


type Shares = Annotated[Mapping[Name, Share], Field(description="Nations and their shares; others have the rest")]


def whole(shares: Mapping[str, float], what: str) -> None:
    """Raise ValueError when shares add up to more than 1."""
    if sum(shares.values()) > ALL:
        raise ValueError(f"the shares of {what} add up to {sum(shares.values()):g}, wanted at most 1")


@final
class Prices(Model):
    """Prices that are nobody's own: fuel, harm to the innocent, and what attacks cost merchant shipping."""

    fuel: Annotated[Dollars, Field(description="A tonne")] = 0.0
    held_hour: Annotated[Dollars, Field(description="Paid for an hour for which an innocent vessel is held")] = 0.0
    delay_hour: Annotated[
        Dollars, Field(description="An hour of a merchant ship under attack, or spent upon a warning")
    ] = 0.0
    attack: Annotated[Dollars, Field(description="Damage done by an attack, on average")] = 0.0
    hijacking: Annotated[Dollars, Field(description="Further damage when the ship is taken")] = 0.0
    ransom: Annotated[Dollars, Field(description="Of a ship that is taken")] = 0.0
    captivity: Annotated[Duration, Field(description="How long a ship that is taken is out of service")] = 0.0
    captive_day: Annotated[Dollars, Field(description="A day of it")] = 0.0
    lives_attack: Annotated[Lives, Field(description="Lives lost in an attack, on average")] = 0.0
    lives_hijacking: Annotated[Lives, Field(description="And when the ship is taken")] = 0.0
    life: Annotated[Dollars, Field(description="The value put on a life; none when not given")] = 0.0
    premium: Annotated[Dollars, Field(description="War-risk premium of a transit")] = 0.0
    guards: Annotated[Dollars, Field(description="Of a transit with armed guards")] = 0.0
    bears: Annotated[
        Mapping[Name, Shares],
        Field(description="By flag: who bears the loss. A flag that is a nation's name bears its own"),
    ] = {}
    otherwise: Annotated[Mapping[Name, Share], Field(description="Who bears it under any other flag, or none")] = {}

    @model_validator(mode="after")
    def _at_most_all(self) -> Self:
        for flag, shares in self.bears.items():
            whole(shares, flag)
        whole(self.otherwise, "otherwise")
        return self


@final
class Programme(Model):
    """A joint programme: what it costs, who pays, who does the work, and what it brings."""

    costs: Annotated[Dollars, Field(description="In all, once")]
    shares: Annotated[Mapping[Name, Share], Field(min_length=1, description="Who pays; others pay the rest")]
    workshare: Annotated[Mapping[Name, Share], Field(description="Whose industry does it; others do the rest")] = {}
    delivers: Annotated[Delivery | None, Field(description="Better sensors, from a date on")] = None
    returns: Annotated[Factor, Field(description="What a dollar of work brings back to who does it")] = 0.0

    @model_validator(mode="after")
    def _at_most_all(self) -> Self:
        whole(self.shares, "shares")
        whole(self.workshare, "workshare")
        return self


@final
class Pays(Model):
    """Burden sharing: one side of the tie pays the other."""

    by: Annotated[Name, Field(description="Which of the two")]
    ship_day: Annotated[Dollars, Field(description="For each of the other's ship-days at sea")]


@final
class Tie(Model):
    """An economic tie between two nations."""

    kind: Literal["economic"]
    between: Annotated[Many[Name], Field(min_length=2, max_length=2, description="Two nations")]
    trade: Annotated[Share, Field(description="What either's shipping loses costs the other so much of it")] = 0.0
    pays: Pays | None = None

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.between[0] == self.between[1]:
            raise ValueError(f"came {self.between[0]} twice, wanted two nations")
        if self.pays is not None and self.pays.by not in self.between:
            raise ValueError(f"{self.pays.by} is neither {self.between[0]} nor {self.between[1]}")
        return self
