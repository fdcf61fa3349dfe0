"""From nations and tasking to who commands which units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from guardship.build.sharing import holders
from guardship.build.theatre import Stage
from guardship.coalition.tasking import Mode, Tasking
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.intelligence import Picture
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import edges
from guardship.scenario.timeline import absences
from guardship.world.headquarters import Terms
from guardship.world.helm import Pilot
from guardship.world.model import PatrolModel

SHIPS = 1 << 20  # numbers of ships' own pictures begin here


@final
@dataclass(frozen=True, slots=True, eq=False)
class Sector:
    """Whether a place is in a nation's sector."""

    ring: Floats

    def __call__(self, x: float, y: float) -> bool:
        return bool(point_in_polygon(self.ring, x, y))


def terms(scenario: Scenario) -> Terms:
    """How nations task their units and each other's; centres give orders at once."""
    nations = [scenario.nations[name] for name in sorted(scenario.nations)]
    orders = [nation.order_delay.quantile for nation in nations] + [AT_ONCE.quantile] * len(scenario.centres)
    told = [nation.informs_ships for nation in nations] + [None] * len(scenario.centres)
    informs = [None if delay is None else delay.quantile for delay in told]
    given = scenario.tasking
    if given is None:
        return Terms(orders, informs)
    number = {name: k for k, name in enumerate(holders(scenario))}
    return Terms(
        orders,
        informs,
        given.requests.delay.quantile,
        {number[name]: p for name, p in given.requests.refuses.items()},
        Tasking(Mode(given.mode), given.cues, given.heeds_claims, given.hand_over),
    )


def command(scenario: Scenario, stage: Stage, model: PatrolModel) -> None:
    """Give the commands their units, sectors and partners; ships get pictures of their own where they are told things.

    Called when every unit has its crew.
    """
    number = {name: k for k, name in enumerate(holders(scenario))}
    given = scenario.tasking
    if given is not None and given.mode == "unified":
        model.chief = 0 if given.command is None else number[given.command]
    if given is not None and given.mode == "coordinated":
        model.circle = [number[name] for name in given.partners or sorted(scenario.nations)]
    for name, area in (given.sectors if given is not None else {}).items():
        model.commands[number[name]].sector = Sector(stage.ring(area))
    for name in sorted(scenario.nations):
        for begin, end in absences(scenario.timeline, name):
            if begin <= 0.0:
                model.absent.add(number[name])
            else:
                model.after(begin, model.leaves, number[name])
            if end is not None and end < stage.hours:
                model.after(end, model.joins, number[name])
    model.marshal()
    for unit in model.units:
        holder = int(model.ocean.fleet["holder"][model.row(unit)])
        if holder < len(scenario.nations) and scenario.nations[model.commands[holder].name].informs_ships is not None:
            assert isinstance(unit.helm, Pilot)
            unit.helm.picture = Picture(SHIPS + model.row(unit))


def unheard(scenario: Scenario) -> list[str]:
    """A warning when all units wait for the orders of a centre that nobody tells anything."""
    given = scenario.tasking
    if given is None or given.command is None or given.command not in scenario.centres:
        return []
    told = edges(scenario.sharing, sorted(scenario.nations)) if scenario.sharing is not None else {}
    hears = scenario.centres[given.command].distress_delay is not None or any(to == given.command for _, to in told)
    if hears or any(given.command in tip.to for tip in scenario.tips.values()):
        return []
    return [f"tasking.command: {given.command} hears neither reports nor calls for help: no unit is ever sent"]
