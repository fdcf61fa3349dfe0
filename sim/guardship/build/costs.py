"""The tariff of a scenario: its prices and ties as the accounts of a run take them."""

from __future__ import annotations

from collections.abc import Iterator

from guardship.build.theatre import Theatre
from guardship.build.timeline import occasions
from guardship.core.kernels.state import Floats
from guardship.outcomes.accounts import AIRCRAFT, BOAT, SHIP
from guardship.outcomes.fuel import Cubic, Curve, Lines
from guardship.outcomes.tariff import Outlay, Prices, Rates, Subsidy, Tariff, Trade
from guardship.scenario import costs
from guardship.scenario.schema import Scenario
from guardship.scenario.timeline import member
from guardship.scenario.vessels import Aircraft, Boat, Patrol

DAY = 24.0
DUTIES = {Patrol: SHIP, Aircraft: AIRCRAFT, Boat: BOAT}


def tariff(scenario: Scenario) -> Tariff:
    """Of the nations and types of a scenario."""
    duty = {name: DUTIES[type(kind)] for name, kind in scenario.types.items() if type(kind) in DUTIES}
    nations = tuple(sorted(scenario.nations))
    prices, ties = scenario.prices, [scenario.ties[name] for name in sorted(scenario.ties)]
    pays = [(tie.pays, tie.between) for tie in ties if tie.pays is not None]
    return Tariff(
        nations,
        duty,
        {(nation, name): _rates(scenario, nation, name) for nation in nations for name in duty},
        _prices(prices),
        prices.bears,
        prices.otherwise,
        tuple(Trade((tie.between[0], tie.between[1]), tie.trade) for tie in ties if tie.trade),
        tuple(Subsidy(p.by, two[two[0] == p.by], p.ship_day) for p, two in pays),
        tuple(_outlays(scenario)),
    )


def _rates(scenario: Scenario, nation: str, name: str) -> Rates:
    """A nation's own prices of a type, and those of the type where it has none."""
    kind = scenario.types[name]
    assert isinstance(kind, Patrol | Aircraft | Boat)
    own, general = scenario.nations[nation].costs.get(name, costs.Costs()), kind.costs or costs.Costs()
    merged = {key: getattr(own, key) if key in own.model_fields_set else getattr(general, key) for key in PRICED}
    day = merged["ship_day"] or 0.0
    given = {key: price if price is not None else day * key.endswith("_day") for key, price in merged.items()}
    fuel = own.fuel or general.fuel
    return Rates(**given, fuel=curve(fuel) if fuel else None)


def waters(theatre: Theatre) -> dict[str, Floats]:
    """Corners [nm] of the waters of each nation that has some."""
    nations = theatre.scenario.nations
    return {name: theatre.ring(own.waters) for name, own in sorted(nations.items()) if own.waters is not None}


PRICED = ("ship_day", "port_day", "disposal_day", "drill_day", "flying_hour", "boat_hour", "boarding")


def curve(fuel: costs.Fuel) -> Curve:
    """Consumption [t/h] against speed [kn]."""
    if fuel.cubic is not None:
        return Cubic(fuel.cubic.hotel, fuel.cubic.at, fuel.cubic.uses)
    assert fuel.points is not None
    speeds, uses = zip(*fuel.points, strict=True)
    return Lines(tuple(speeds), tuple(uses))


def _outlays(scenario: Scenario) -> Iterator[Outlay]:
    """What is paid once, and what comes back."""
    for name, programme in sorted(scenario.programmes.items()):
        back = -programme.costs * programme.returns
        yield Outlay("programmes", name, programme.costs, programme.shares, 1.0)
        yield Outlay("industry", name, back, programme.workshare)
    for begin, name in occasions(scenario):
        for nation, price in sorted(scenario.drills[name].price.items()):
            if member(scenario.timeline, nation, begin):
                yield Outlay("drills", name, price, {nation: 1.0}, 1.0)


def _prices(p: costs.Prices) -> Prices:
    return Prices(
        p.fuel,
        p.held_hour,
        p.delay_hour,
        p.attack,
        p.hijacking,
        p.ransom,
        p.captivity / DAY,
        p.captive_day,
        p.lives_attack,
        p.lives_hijacking,
        p.life,
        p.premium,
        p.guards,
    )
