"""Smugglers and attackers of a scenario, made ready: how they sail, what they carry, the times at which they would."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot

from guardship.agents import Attacker, Smuggler
from guardship.agents.offenders.attacker import Raid
from guardship.agents.offenders.smuggler import Passage, Reaction
from guardship.build.fleet import Squad, Yard, uniforms
from guardship.build.pirates import FIRST, LEAST_CYCLE
from guardship.build.theatre import Stage
from guardship.core.draws import Purpose
from guardship.scenario import vessels as types
from guardship.scenario.conditions import limits
from guardship.scenario.distributions import Distribution
from guardship.scenario.groups import Smuggle, Strike
from guardship.scenario.schema import Scenario
from guardship.world.attacks import Blow, Hold


def passage(scenario: Scenario, stage: Stage, yard: Yard, squad: Squad, row: int, flag: float) -> Passage:
    """How a smuggler works; `flag`: the uniform number of the flag that it claims."""
    kind, motion = scenario.types[squad.types[row - squad.first]], squad.group.motion
    assert isinstance(kind, types.Smuggler) and isinstance(motion, Smuggle)
    known = scenario.types.values()
    return Passage(
        offence=kind.cargo.kind,
        cruise=float(yard.speed[row]),
        top=kind.speed.max,
        bases=tuple(stage.point(name) for name in motion.bases),
        landings=tuple(stage.point(name) for name in motion.landings),
        wary_of=frozenset(k.hull for k in known if isinstance(k, types.Patrol | types.Aircraft)),
        via=tuple(stage.point(name) for name in motion.via),
        sanctuaries=tuple(stage.point(name) for name in motion.sanctuaries),
        reactions={Reaction(name): weight for name, weight in kind.on_patrol.does.items()},
        hides=kind.on_patrol.hides,
        avoids=kind.on_patrol.avoids,
        endurance=kind.endurance.quantile if kind.endurance is not None else None,
        sails_in=limits(kind.sails_in),
        flag=kind.flag_of(flag),
    )


def hold(kind: types.Smuggler) -> Hold:
    """What it carries: whole people, any number of kg."""
    amount = kind.cargo.amount.quantile
    if kind.cargo.kind == "people":
        return Hold(kind.cargo.kind, lambda u: float(round(amount(u))))
    return Hold(kind.cargo.kind, amount)


def raid(scenario: Scenario, stage: Stage, yard: Yard, squad: Squad, row: int) -> Raid:
    """How an attacker works."""
    kind, motion = scenario.types[squad.types[row - squad.first]], squad.group.motion
    assert isinstance(kind, types.Attacker) and isinstance(motion, Strike)
    known = scenario.types.values()
    return Raid(
        cruise=float(yard.speed[row]),
        top=kind.speed.max,
        bases=tuple(stage.point(name) for name in motion.bases),
        wary_of=frozenset(k.hull for k in known if isinstance(k, types.Patrol | types.Aircraft)),
        endurance=kind.endurance.quantile,
        gives_up_after=kind.gives_up_after.quantile,
        within=kind.within,
        area=yard.areas[motion.area] if motion.area is not None else None,
        terminals=tuple(stage.point(name) for name in motion.terminals),
        prey=frozenset(kind.prey),
        breaks_off=kind.breaks_off,
        avoids=kind.avoids,
        sails_in=limits(kind.sails_in),
        attacks_in=limits(kind.attacks_in),
    )


def blow(kind: types.Attacker, motion: Strike, stage: Stage) -> Blow:
    """What it does when it succeeds."""
    terminals = tuple((name, stage.point(name)) for name in motion.terminals)
    return Blow(kind.damage.costs.quantile, kind.damage.lives.quantile, terminals)


def sorties(kind: types.Attacker, attacker: Attacker) -> Callable[[int], float]:
    """How long the voyages of an attacker last at most [h]."""
    return lambda n: kind.endurance.quantile(attacker.helm.draw("endurance", n))


def departures(
    squad: Squad, k: int, ashore: Distribution | None, seed: int, hours: float, lasts: Callable[[int], float]
) -> Iterator[float]:
    """Times of candidate voyages of the k-th of a group, fixed by the seed: a voyage, time ashore, a voyage.

    `lasts`: how long each would last undisturbed [h]. Without time ashore there is one voyage.
    """
    own, t, n = squad.ids[k : k + 1], float(squad.starts[k]), 0

    def u(n: int) -> float:
        return float(uniforms(seed, Purpose.REST, own, n)[0])

    if ashore is None:
        if t < hours:
            yield t
        return
    t += (lasts(1) + ashore.quantile(0.5)) * u(FIRST)
    while t < hours:
        yield t
        n += 1
        t += max(lasts(n) + ashore.quantile(u(n)), LEAST_CYCLE)


class Crossing:
    """How long the voyages of a smuggler last at its cruising speed [h], when nothing holds them up."""

    def __init__(self, stage: Stage, smuggler: Smuggler) -> None:
        self.stage, self.smuggler = stage, smuggler
        self.known: dict[tuple[float, float, float, float], float] = {}

    def __call__(self, voyage: int) -> float:
        base, landing = self.smuggler.ends(voyage)
        p = self.smuggler.passage
        return sum(self.leg(a, b) for a, b in pairwise([base, *p.via, landing])) / p.cruise

    def leg(self, a: tuple[float, float], b: tuple[float, float]) -> float:
        """By water [nm]; straight where there is no way by water."""
        key = *a, *b
        if key not in self.known:
            way = self.stage.way(*a, *b) or [b]
            self.known[key] = sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise([a, *way]))
        return self.known[key]
