"""Pirate groups of a scenario, made ready: their tactics, their chances, the times at which they would sail."""

from collections.abc import Iterator, Sequence
from math import inf

from guardship.agents.offenders.hunting import DAY, Camp, HuntingGround, Judgement
from guardship.agents.offenders.pirate import PirateGroup
from guardship.agents.offenders.tactics import Tactics
from guardship.agents.vessel import Vessel
from guardship.build.departures import FIRST, LEAST_CYCLE
from guardship.build.enterprises import enterprise
from guardship.build.fleet import Vessels, uniforms
from guardship.build.offender import Draft, Offender, aboard
from guardship.build.precautions import precautions
from guardship.build.protection import odds, sights
from guardship.build.theatre import METRES
from guardship.core.draws import Purpose
from guardship.scenario import vessels as types
from guardship.scenario.asked import protects
from guardship.scenario.conditions import limits
from guardship.scenario.groups import Hunt
from guardship.scenario.raids import Boards
from guardship.world.attacks import BoardingChance, Means
from guardship.world.helm import Bridge
from guardship.world.model import World


def tactics(draft: Draft) -> Tactics:
    """How a group works."""
    scenario, theatre, vessels, members, row = draft.scenario, draft.theatre, draft.vessels, draft.members, draft.row
    kind, motion = draft.kind, draft.motion
    assert isinstance(kind, types.Pirate) and isinstance(motion, Hunt)
    a, known, boats = kind.attacks, scenario.types.values(), members.boats[row - members.first]
    return Tactics(
        cruise=float(vessels.speed[row]),
        skiff_speed=float(vessels.speed[boats[0]]) if len(boats) else 0.0,
        endurance=kind.endurance.quantile,
        within=a.within,
        near=a.near,
        gives_up_after=a.gives_up_after.quantile,
        tries_for=a.tries_for.quantile,
        takes_control_after=a.takes_control_after.quantile,
        gives_up_citadel_after=(a.gives_up_citadel_after or a.takes_control_after).quantile,
        pause=a.pause.quantile,
        prey=frozenset(k.hull for k in known if isinstance(k, types.Merchant)),
        wary_of=frozenset(k.hull for k in known if isinstance(k, types.Patrol | types.Aircraft)),
        bases=tuple(theatre.point(name) for name in motion.bases),
        grounds=grounds(motion, vessels),
        judgement=judgement(motion),
        nearest_base=motion.base == "nearest",
        sails_in=limits(kind.sails_in),
        looks_again=kind.looks_again,
        attacks_in=limits(kind.attacks_in),
        willing=kind.willing,
        skiffs_in=kind.skiffs.by_state.root,
        fuel=_or_enough(kind.skiffs.fuel),
        waits=_or_enough(kind.skiffs.waits),
        lies_low=kind.on_patrol.lies_low,
        moves_after=_or_enough(kind.on_patrol.moves_after),
        precautions=precautions(kind.when_listed),
        odds=odds(scenario, a.decides),
    )


def _or_enough(given: float | None) -> float:
    return inf if given is None else given


def grounds(motion: Hunt, vessels: Vessels) -> tuple[HuntingGround, ...]:
    """The hunting grounds, in the order of their names, with what is expected of them a day, or a voyage."""
    day, voyage = motion.choice, motion.enterprise
    found = []
    for name in sorted(motion.grounds):
        prey, danger = 0.0, 0.0
        if day is not None:
            prey, danger = day.expects[name].prey * DAY, day.expects[name].danger * DAY
        elif voyage is not None:
            prey, danger = voyage.expects[name].prizes, voyage.expects[name].losses
        found.append(HuntingGround(name, vessels.areas[name], prey, danger))
    return tuple(found)


def judgement(motion: Hunt) -> Judgement:
    """How a group judges grounds by what it meets; where an enterprise judges, no more than how surely the best."""
    choice = motion.choice
    if choice is None:
        return Judgement() if motion.enterprise is None else Judgement(rationality=motion.enterprise.rationality)
    least = choice.stays_ashore_below
    return Judgement(
        choice.reward,
        choice.risk,
        choice.rationality,
        _or_enough(choice.memory),
        choice.trust,
        -inf if least is None else least,
        choice.broken_off,
        choice.caught,
        choice.talk,
        choice.known,
    )


def means(draft: Draft) -> Means:
    """The chance of getting on board, and where a ship that is taken may go."""
    kind, motion = draft.kind, draft.motion
    assert isinstance(kind, types.Pirate) and isinstance(motion, Hunt)
    a, anchorages = kind.attacks, tuple(draft.theatre.point(name) for name in motion.anchorages)
    hails = a.decides is not None or a.turned_back > 0.0 or protects(draft.scenario)
    return Means(chance(a.boards), anchorages, None, a.turned_back, sights(draft.scenario, a), hails)


def chance(boards: Boards) -> BoardingChance:
    """The chance of getting on board."""
    high = boards.high_freeboard
    return BoardingChance(
        boards.chance,
        boards.at_speed,
        boards.halves_every,
        boards.never_above,
        high.over * METRES if high else inf,
        high.factor if high else 1.0,
        boards.guarded,
        boards.by_state.root,
    )


def candidates(draft: Draft, group: Vessel) -> Iterator[float]:
    """Times of candidate voyages, fixed by the seed: sortie, rest, sortie, whatever becomes of them."""
    motion, kind, members = draft.motion, draft.kind, draft.members
    assert isinstance(motion, Hunt) and isinstance(kind, types.Pirate)
    own, n = members.ids[draft.k : draft.k + 1], 0

    def u(n: int) -> float:
        return float(uniforms(draft.seed, Purpose.REST, own, n)[0])

    cycle = kind.endurance.quantile(0.5) + motion.ashore.quantile(0.5)
    t = float(members.starts[draft.k]) + cycle * u(FIRST)
    while t < draft.theatre.hours:
        yield t
        n += 1
        at_sea = kind.endurance.quantile(group.helm.draw("endurance", n))
        t += max(at_sea + motion.ashore.quantile(u(n)), LEAST_CYCLE)


def make(draft: Draft, world: World, bridge: Bridge, crew: type[Vessel], boats: Sequence[Vessel]) -> Vessel:
    """The agent of a mother ship, with its skiffs."""
    camp = draft.together(Camp)
    how = tactics(draft)
    own = how, boats, world.voyages, world.attacks, camp, enterprise(draft, bridge, how, camp)
    return aboard(crew, world, draft.name, bridge, *own)


PIRATE = Offender("pirate", types.Pirate, Hunt, PirateGroup, make, candidates, means=means)
