"""From nations and tasking to who commands which units."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log1p
from typing import final

from guardship.agents.command import Standing
from guardship.build.recogniser import Recogniser
from guardship.build.recognition import offences
from guardship.build.sharing import holders
from guardship.build.theatre import Theatre
from guardship.coalition.going import Going
from guardship.coalition.tasking import Mode, Tasking
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.intelligence import Habits
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.going import Goes
from guardship.scenario.schema import Scenario
from guardship.scenario.timeline import absences
from guardship.world.headquarters import CommandTerms
from guardship.world.model import World
from guardship.world.roster import Chain


@final
@dataclass(frozen=True, slots=True, eq=False)
class Sector:
    """Whether a place is in a nation's sector."""

    ring: Floats

    def __call__(self, x: float, y: float) -> bool:
        return bool(point_in_polygon(self.ring, x, y))


def numbers(scenario: Scenario) -> dict[str, int]:
    """Holders by name: nations, then centres."""
    return {name: k for k, name in enumerate(holders(scenario))}


def terms(scenario: Scenario) -> CommandTerms:
    """How nations task their units and each other's; centres give orders at once."""
    nations = [scenario.nations[name] for name in sorted(scenario.nations)]
    orders = [nation.order_delay.quantile for nation in nations] + [AT_ONCE.quantile] * len(scenario.centres)
    told = [nation.informs_ships for nation in nations] + [None] * len(scenario.centres)
    informs = [None if delay is None else delay.quantile for delay in told]
    given = scenario.tasking
    if given is None:
        return CommandTerms(orders, informs)
    number = numbers(scenario)
    return CommandTerms(
        orders,
        informs,
        given.requests.delay.quantile,
        {number[name]: p for name, p in given.requests.refuses.items()},
        Tasking(Mode(given.mode), given.cues, given.heeds_claims, given.hand_over, given.claims_last),
    )


def chain(scenario: Scenario) -> Chain:
    """Who commands whom when the run begins."""
    number, given = numbers(scenario), scenario.tasking
    chief = circle = None
    if given is not None and given.mode == "unified":
        chief = 0 if given.command is None else number[given.command]
    if given is not None and given.mode == "coordinated":
        circle = [number[name] for name in given.partners or sorted(scenario.nations)]
    absent = {
        number[name] for name in scenario.nations for begin, _ in absences(scenario.timeline, name) if begin <= 0.0
    }
    return Chain(chief, circle or (), frozenset(absent))


def habits(scenario: Scenario) -> Habits:
    """How holders keep their pictures."""
    given = scenario.pictures
    return Habits(
        gate=-2.0 * log1p(-given.gate),  # chi-square of two degrees
        reach=given.reach,
        vague=given.vague,
        agility=given.agility**2,
        sigma_v=given.unknown_speed,
        memory=given.memory,
    )


def standing(scenario: Scenario, theatre: Theatre, recogniser: Recogniser | None) -> dict[int, Standing]:
    """What each command has been told once and for all."""
    judges = recogniser.judges if recogniser is not None else {}
    number, given = numbers(scenario), scenario.tasking
    sectors = {} if given is None else {name: Sector(theatre.ring(area)) for name, area in given.sectors.items()}
    found = {number[name]: Standing(sector) for name, sector in sectors.items()}
    for name, nation in scenario.nations.items():
        reserve = nation.rules.reserve if nation.rules is not None else 0
        ahead = inf if nation.ahead is None else nation.ahead
        waits = nation.call_waits, nation.redirects, nation.tip_spreads
        judge = judges.get(name)
        goes = going(scenario, nation.goes)
        found[number[name]] = Standing(sectors.get(name), reserve, nation.preempts, ahead, *waits, judge, going=goes)
    for name, centre in scenario.centres.items():
        found[number[name]] = Standing(
            call_waits=centre.call_waits,
            redirects=centre.redirects,
            tip_spreads=centre.tip_spreads,
            judge=judges.get(name),
            links=centre.links,
            going=going(scenario, centre.goes),
        )
    return found


def going(scenario: Scenario, goes: Goes) -> Going | None:
    """How a command weighs; None where the nearest goes."""
    if goes.by == "nearest":
        return None
    values = {offence: goes.values.get(offence, 1.0) for offence in offences(scenario)}
    usual = sum(values.values()) / len(values) if values else 1.0
    station, chances = (goes.station.rate, goes.station.hours), (goes.labelled, goes.called, goes.tipped)
    within = inf if goes.within is None else goes.within
    return Going(within, values, usual, *station, *chances, goes.help.worth, goes.help.lasts)


def weighing(scenario: Scenario) -> set[str]:
    """The holders whose commands go by worth."""
    return {
        name for part in (scenario.nations, scenario.centres) for name, one in part.items() if one.goes.by == "worth"
    }


def weighs(scenario: Scenario) -> bool:
    """Whether any command goes by worth."""
    return bool(weighing(scenario))


def comings_and_goings(world: World, scenario: Scenario, theatre: Theatre) -> None:
    """Set the timers at which nations leave joint tasking and come back."""
    number = numbers(scenario)
    for name in sorted(scenario.nations):
        for begin, end in absences(scenario.timeline, name):
            if begin > 0.0:
                world.after(begin, world.roster.leave, number[name])
            if end is not None and end < theatre.hours:
                world.after(end, world.roster.join, number[name])
