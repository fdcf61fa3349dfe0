"""Poachers of a scenario, made ready."""

from collections.abc import Iterator, Sequence
from math import hypot

from guardship.agents import Vessel
from guardship.agents.offenders.poacher import Poacher, Trip
from guardship.build.departures import departures
from guardship.build.offender import Draft, Offender, aboard
from guardship.scenario import poaching
from guardship.scenario import vessels as types
from guardship.world.helm import Bridge
from guardship.world.model import World
from guardship.world.voyages import Hold


def trip(draft: Draft) -> Trip:
    """How a poacher works."""
    kind, motion = draft.kind, draft.motion
    assert isinstance(kind, poaching.Poacher) and isinstance(motion, poaching.Poach)
    known = draft.scenario.types.values()
    return Trip(
        cruise=float(draft.vessels.speed[draft.row]),
        top=kind.speed.max,
        ports=tuple(draft.theatre.point(name) for name in motion.ports),
        area=draft.vessels.areas[motion.ground],
        fishes=kind.fishes.quantile,
        wary_of=frozenset(k.hull for k in known if isinstance(k, types.Patrol | types.Aircraft)),
    )


def hold(draft: Draft) -> Hold:
    """Its catch."""
    assert isinstance(draft.kind, poaching.Poacher)
    return Hold(draft.kind.offence, draft.kind.catch.quantile)


def sailings(draft: Draft, poacher: Poacher) -> Iterator[float]:
    """Times [h] of candidate voyages: there, fish, and back."""
    assert isinstance(draft.motion, poaching.Poach)

    def lasts(n: int) -> float:
        (a, b), (c, d) = poacher.ends(n)
        return 2.0 * hypot(c - a, d - b) / poacher.cruise + poacher.trip.fishes(poacher.helm.draw("endurance", n))

    return departures(draft, draft.motion.ashore, lasts)


def make(draft: Draft, world: World, bridge: Bridge, crew: type[Vessel], boats: Sequence[Vessel]) -> Vessel:
    """The agent of a poacher."""
    return aboard(crew, world, draft.name, bridge, trip(draft), world.voyages)


POACHER = Offender("poacher", poaching.Poacher, poaching.Poach, Poacher, make, sailings, hold=hold)
