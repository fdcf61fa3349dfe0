"""What things cost, as the accounts need it: made from a scenario, without knowing one. Prices in US dollars."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from guardship.outcomes.fuel import Curve
from guardship.outcomes.ledger import OTHERS


@final
@dataclass(frozen=True, slots=True)
class Rates:
    """Prices of a unit: of a day by what it is spent on, of an hour out, of a boarding; its consumption."""

    ship_day: float = 0.0
    port_day: float = 0.0
    disposal_day: float = 0.0
    drill_day: float = 0.0
    flying_hour: float = 0.0
    boat_hour: float = 0.0
    boarding: float = 0.0
    fuel: Curve | None = None


@final
@dataclass(frozen=True, slots=True)
class Prices:
    """Of a tonne of fuel, an hour for which an innocent vessel is held, and what attacks cost merchant shipping.

    `captivity` [d] of a ship that is taken; `lives_attack`, `lives_hijacking`: lives lost in one on average.
    """

    fuel: float = 0.0
    held_hour: float = 0.0
    delay_hour: float = 0.0
    attack: float = 0.0
    hijacking: float = 0.0
    ransom: float = 0.0
    captivity: float = 0.0
    captive_day: float = 0.0
    lives_attack: float = 0.0
    lives_hijacking: float = 0.0
    life: float = 0.0
    premium: float = 0.0
    guards: float = 0.0


@final
@dataclass(frozen=True, slots=True)
class Trade:
    """What either of two nations loses costs the other so much of it."""

    nations: tuple[str, str]
    share: float


@final
@dataclass(frozen=True, slots=True)
class Subsidy:
    """One nation pays another so much a ship-day."""

    payer: str
    payee: str
    ship_day: float


@final
@dataclass(frozen=True, slots=True)
class Outlay:
    """What is paid once in a run, by shares of nations; negative for what comes back."""

    account: str
    cause: str
    amount: float
    shares: Mapping[str, float]
    quantity: float = 0.0


@final
@dataclass(frozen=True, slots=True)
class Tariff:
    """Everything that accounts need beside the logs.

    `duty`: ship, aircraft or boat, by type; `rates`: by nation and type; `bears`: by flag, who bears a loss in which
    shares; `otherwise`: who bears it under any other flag.
    """

    nations: tuple[str, ...]
    duty: Mapping[str, str]
    rates: Mapping[tuple[str, str], Rates] = field(default_factory=dict)
    prices: Prices = Prices()
    bears: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    otherwise: Mapping[str, float] = field(default_factory=dict)
    trade: tuple[Trade, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    outlays: tuple[Outlay, ...] = ()

    def bearing(self, flag: str) -> Mapping[str, float]:
        """Who bears a loss of a ship under a flag, in which shares; what they leave, others bear."""
        if flag in self.bears:
            return self.bears[flag]
        if flag in self.nations:
            return {flag: 1.0}
        return self.otherwise or {OTHERS: 1.0}

    def rate(self, nation: str, kind: str) -> Rates:
        """The prices of a type of a nation."""
        return self.rates.get((nation, kind), Rates())
