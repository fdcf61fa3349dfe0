"""Smugglers of a scenario, made ready: how they sail, what they carry, the times at which they would."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot, inf
from typing import final

from guardship.agents.interfaces import Point
from guardship.agents.offenders.routes import Passages, Way, WayChoice
from guardship.agents.offenders.smuggler import Passage, Reaction, Smuggler
from guardship.agents.vessel import Vessel
from guardship.build.departures import departures
from guardship.build.offender import Draft, Offender, aboard
from guardship.build.precautions import precautions
from guardship.build.theatre import Theatre
from guardship.scenario import vessels as types
from guardship.scenario.conditions import limits
from guardship.scenario.groups import Smuggle
from guardship.scenario.routes import Routes
from guardship.world.helm import Bridge
from guardship.world.model import World
from guardship.world.voyages import Hold

STRETCH = 100.0  # nm, of which a file states cost and danger


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
        ways=ways(motion, theatre),
        sanctuaries=tuple(theatre.point(name) for name in motion.sanctuaries),
        reactions={Reaction(name): weight for name, weight in kind.on_patrol.does.items()},
        hides=kind.on_patrol.hides,
        avoids=kind.on_patrol.avoids,
        endurance=kind.endurance.quantile if kind.endurance is not None else None,
        sails_in=limits(kind.sails_in),
        flag=kind.flag_of(draft.flag),
        precautions=precautions(kind.when_listed),
    )


def ways(motion: Smuggle, theatre: Theatre) -> tuple[Way, ...]:
    """The ways among which it chooses, in the order of their names."""
    given = {} if motion.routes is None else motion.routes.ways
    return tuple(Way(name, tuple(theatre.point(point) for point in given[name])) for name in sorted(given))


def way_choice(given: Routes) -> WayChoice:
    """How ways are judged, by the mile."""
    return WayChoice(
        reward=given.reward,
        loss=given.loss,
        cost=given.cost / STRETCH,
        danger=given.danger / STRETCH,
        rationality=given.rationality,
        trust=given.trust,
        memory=inf if given.memory is None else given.memory,
        overlap=given.overlap,
        broken_off=given.broken_off,
        known=given.known,
        near=given.near,
        overdue=given.overdue,
        stays=given.stays,
        elsewhere=given.elsewhere,
    )


@final
class Leagues:
    """How long legs are by water [nm]; straight where there is no way by water."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.known: dict[tuple[float, float, float, float], float] = {}

    def leg(self, a: Point, b: Point) -> float:
        """From one point to another."""
        key = *a, *b
        if key not in self.known:
            way = self.theatre.way(*a, *b) or [b]
            self.known[key] = sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise([a, *way]))
        return self.known[key]


@final
class Shared:
    """What the members of a group know together: their passages, the lengths of legs by water."""

    def __init__(self) -> None:
        self.leagues: Leagues | None = None
        self.passages: Passages | None = None

    def lengths(self, theatre: Theatre) -> Leagues:
        """One for all, for a way by water is found once."""
        self.leagues = self.leagues or Leagues(theatre)
        return self.leagues


def passages(draft: Draft) -> Passages | None:
    """What a smuggler knows of its ways, which it shares with those of its group where they talk; None: no choice."""
    assert isinstance(draft.motion, Smuggle)
    given, shared = draft.motion.routes, draft.together(Shared)
    if given is None:
        return None
    if shared.passages is not None:
        return shared.passages
    found = Passages(way_choice(given), shared.lengths(draft.theatre).leg)
    if given.talk:
        shared.passages = found
    return found


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
    return departures(draft, draft.motion.ashore, Crossing(draft.together(Shared).lengths(draft.theatre), smuggler))


def make(draft: Draft, world: World, bridge: Bridge, crew: type[Vessel], boats: Sequence[Vessel]) -> Vessel:
    """The agent of a smuggler."""
    return aboard(crew, world, draft.name, bridge, passage(draft), world.voyages, passages(draft))


@final
class Crossing:
    """How long the voyages of a smuggler last at its cruising speed [h], when nothing holds them up.

    One that has the choice of ways has the longest before it, so that what it chooses moves no candidate voyage.
    """

    def __init__(self, leagues: Leagues, smuggler: Smuggler) -> None:
        self.leagues, self.smuggler = leagues, smuggler

    def __call__(self, voyage: int) -> float:
        count = max(len(self.smuggler.passage.ways), 1)
        ways = [self.smuggler.way(voyage, (k + 0.5) / count) for k in range(count)]
        return max(sum(self.leagues.leg(a, b) for a, b in pairwise(way)) for way in ways) / self.smuggler.cruise


SMUGGLER = Offender("smuggler", types.Smuggler, Smuggle, Smuggler, make, sailings, hold=hold)
