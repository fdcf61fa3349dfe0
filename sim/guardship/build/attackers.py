"""Attackers of a scenario, made ready: how they work, what they do, the times at which they would sail."""

from collections.abc import Iterator, Sequence

from guardship.agents.offenders.attacker import Attacker, Raid
from guardship.agents.vessel import Vessel
from guardship.build.departures import departures
from guardship.build.offender import Draft, Offender, aboard
from guardship.build.pirates import chance
from guardship.build.precautions import precautions
from guardship.scenario import vessels as types
from guardship.scenario.conditions import limits
from guardship.scenario.groups import Strike
from guardship.world.attacks import Blow, Means
from guardship.world.helm import Bridge
from guardship.world.model import World


def raid(draft: Draft) -> Raid:
    """How an attacker works."""
    kind, motion, theatre, vessels = draft.kind, draft.motion, draft.theatre, draft.vessels
    assert isinstance(kind, types.Attacker) and isinstance(motion, Strike)
    known = draft.scenario.types.values()
    return Raid(
        cruise=float(vessels.speed[draft.row]),
        top=kind.speed.max,
        bases=tuple(theatre.point(name) for name in motion.bases),
        wary_of=frozenset(k.hull for k in known if isinstance(k, types.Patrol | types.Aircraft)),
        endurance=kind.endurance.quantile,
        gives_up_after=kind.gives_up_after.quantile,
        within=kind.within,
        area=vessels.areas[motion.area] if motion.area is not None else None,
        terminals=tuple(theatre.point(name) for name in motion.terminals),
        prey=frozenset(kind.prey),
        breaks_off=kind.breaks_off,
        avoids=kind.avoids,
        sails_in=limits(kind.sails_in),
        attacks_in=limits(kind.attacks_in),
        precautions=precautions(kind.when_listed),
    )


def means(draft: Draft) -> Means:
    """The chance of its attempt, and what it does when it succeeds."""
    kind, motion = draft.kind, draft.motion
    assert isinstance(kind, types.Attacker) and isinstance(motion, Strike)
    terminals = tuple((name, draft.theatre.point(name)) for name in motion.terminals)
    blow = Blow(kind.damage.costs.quantile, kind.damage.lives.quantile, terminals)
    return Means(chance(kind.succeeds), blow=blow)


def sailings(draft: Draft, attacker: Attacker) -> Iterator[float]:
    """Times [h] of candidate voyages, each at most as long as its endurance."""
    kind, motion = draft.kind, draft.motion
    assert isinstance(kind, types.Attacker) and isinstance(motion, Strike)
    endurance = kind.endurance.quantile
    return departures(draft, motion.ashore, lambda n: endurance(attacker.helm.draw("endurance", n)))


def make(draft: Draft, world: World, bridge: Bridge, crew: type[Vessel], boats: Sequence[Vessel]) -> Vessel:
    """The agent of an attacker."""
    return aboard(crew, world, draft.name, bridge, raid(draft), world.voyages, world.attacks)


ATTACKER = Offender("attacker", types.Attacker, Strike, Attacker, make, sailings, means=means)
