"""Smugglers of a scenario, made ready: how they sail, what they carry, the times at which they would."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import final

from guardship.agents import Smuggler, Vessel
from guardship.agents.offenders.smuggler import Passage, Reaction
from guardship.build.departures import departures
from guardship.build.offender import Draft, Offender, aboard
from guardship.build.precautions import precautions
from guardship.build.theatre import Theatre
from guardship.scenario import vessels as types
from guardship.scenario.conditions import limits
from guardship.scenario.groups import Smuggle
from guardship.world.helm import Bridge
from guardship.world.model import World
from guardship.world.voyages import Hold


def passage(draft: Draft) -> Passage:
    """How a smuggler works."""
    kind, motion, theatre = draft.kind, draft.motion, draft.theatre
    assert isinstance(kind, types.Smuggler) and isinstance(motion, Smuggle)
    known = draft.scenario.types.values()
    return Passage(
        offence=kind.offence,
        cruise=float(draft.vessels.speed[draft.row]),
        top=kind.speed.max,
        bases=tuple(theatre.point(name) for name in motion.bases),
        landings=tuple(theatre.point(name) for name in motion.landings),
        wary_of=frozenset(k.hull for k in known if isinstance(k, types.Patrol | types.Aircraft)),
        via=tuple(theatre.point(name) for name in motion.via),
        sanctuaries=tuple(theatre.point(name) for name in motion.sanctuaries),
        reactions={Reaction(name): weight for name, weight in kind.on_patrol.does.items()},
        hides=kind.on_patrol.hides,
        avoids=kind.on_patrol.avoids,
        endurance=kind.endurance.quantile if kind.endurance is not None else None,
        sails_in=limits(kind.sails_in),
        flag=kind.flag_of(draft.flag),
        precautions=precautions(kind.when_listed),
    )


def hold(draft: Draft) -> Hold:
    """What it carries: whole people, any number of kg."""
    kind = draft.kind
    assert isinstance(kind, types.Smuggler)
    amount = kind.cargo.amount.quantile
    if kind.cargo.kind == "people":
        return Hold(kind.cargo.kind, lambda u: float(round(amount(u))))
    return Hold(kind.cargo.kind, amount)


def sailings(draft: Draft, smuggler: Smuggler) -> Iterator[float]:
    """Times [h] of candidate voyages."""
    assert isinstance(draft.motion, Smuggle)
    return departures(draft, draft.motion.ashore, Crossing(draft.theatre, smuggler))


def make(draft: Draft, world: World, bridge: Bridge, crew: type[Vessel], boats: Sequence[Vessel]) -> Vessel:
    """The agent of a smuggler."""
    return aboard(crew, world, draft.name, bridge, passage(draft), world.voyages)


@final
class Crossing:
    """How long the voyages of a smuggler last at its cruising speed [h], when nothing holds them up."""

    def __init__(self, theatre: Theatre, smuggler: Smuggler) -> None:
        self.theatre, self.smuggler = theatre, smuggler
        self.known: dict[tuple[float, float, float, float], float] = {}

    def __call__(self, voyage: int) -> float:
        way = self.smuggler.way(voyage, 0.0)
        return sum(self.leg(a, b) for a, b in pairwise(way)) / self.smuggler.cruise

    def leg(self, a: tuple[float, float], b: tuple[float, float]) -> float:
        """By water [nm]; straight where there is no way by water."""
        key = *a, *b
        if key not in self.known:
            way = self.theatre.way(*a, *b) or [b]
            self.known[key] = sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise([a, *way]))
        return self.known[key]


SMUGGLER = Offender("smuggler", types.Smuggler, Smuggle, Smuggler, make, sailings, hold=hold)
