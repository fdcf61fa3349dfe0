"""From the cyber section to what happens when: channels that fail, reports that nobody made, patrols that are known."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from guardship.agents.interfaces import Point
from guardship.build.dossiers import Keeper
from guardship.build.fleet import arrivals, group_id
from guardship.build.recognition import called
from guardship.build.sharing import holders
from guardship.build.theatre import Theatre
from guardship.core.draws import Purpose
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.core.rings import limits
from guardship.intelligence import Assessment, Observation
from guardship.scenario.cyber import Attack, Poisoned
from guardship.scenario.schema import Scenario
from guardship.scenario.timeline import Ends, Shared
from guardship.world.model import World
from guardship.world.perception import OWN_FIX

MOST_PLACES = 1000  # that are tried for one at sea in an area


def occasions(scenario: Scenario) -> list[tuple[float, str]]:
    """When [h] each attack begins, by time and name: by itself and by the timeline."""
    own = {(attack.at, name) for name, attack in scenario.cyber.items() if attack.at is not None}
    return sorted(own | {(entry.at, entry.cyber) for entry in scenario.timeline if entry.cyber is not None})


def intrusions(world: World, theatre: Theatre, seed: int, keeper: Keeper | None = None) -> None:
    """Set the timers of all attacks. `keeper`: of dossiers, None where nobody keeps any."""
    scenario = theatre.scenario
    number = {name: k for k, name in enumerate(holders(scenario))}
    for begin, name in occasions(scenario):
        attack = scenario.cyber[name]
        end = begin + attack.lasts
        _told(world, theatre, begin, end, _victims(attack, number))
        for sender, receiver in _hit(world, attack.edges, number):
            if attack.outage is not None:
                lost = attack.outage == "lost"
                _between(world, theatre, begin, end, (world.post.close, world.post.reopen), (sender, receiver, lost))
            if attack.delay is not None:
                for t, hours in ((begin, attack.delay), (end, -attack.delay)):
                    if t < theatre.hours:
                        world.after(t, world.post.network.slow, sender, receiver, hours)
        if attack.compromise is not None:
            known = [number[nation] for nation in attack.compromise.nations]
            over = end + attack.compromise.lasts
            _between(world, theatre, begin, over, (world.cyber.learn, world.cyber.forget), (known,))
        if attack.stolen is not None:
            read = [number[holder] for holder in attack.stolen.holders]
            over = end + attack.stolen.lasts
            _between(world, theatre, begin, over, (world.cyber.steal, world.cyber.lose), (read,))
        _inject(world, theatre, seed, attack, name, begin)
        if keeper is not None:
            _falsify(world, theatre, seed, keeper, attack, name, begin)


def _told(world: World, theatre: Theatre, begin: float, end: float, victims: Collection[int]) -> None:
    """The log says when an attack begins and ends, and whom it is on; commands do not see it."""
    for holder in victims:
        _between(world, theatre, begin, end, (world.cyber.begin, world.cyber.end), (holder,))


def _victims(attack: Attack, number: dict[str, int]) -> list[int]:
    """The holders that an attack is on; -1 when it is on all that hear calls for help."""
    names = set(attack.compromise.nations if attack.compromise is not None else ())
    for one in attack.edges:
        names |= {one.origin, one.to} if isinstance(one, Ends) else {one}
    if attack.spoofed is not None:
        names.add(attack.spoofed.of)
    names.update(attack.poisoned.into if attack.poisoned is not None else ())
    names.update({attack.forged.of, *attack.forged.to} if attack.forged is not None else ())
    names.update(attack.stolen.holders if attack.stolen is not None else ())
    return sorted(number[name] for name in names) or [-1]


def _between(
    world: World, theatre: Theatre, begin: float, end: float, what: Sequence[Callable[..., None]], args: Sequence[Any]
) -> None:
    """Do one thing at the beginning and another at the end, as far as the run goes."""
    for t, do in zip((begin, end), what, strict=True):
        if t < theatre.hours:
            world.after(t, do, *args)


def _hit(world: World, named: Sequence[Shared], number: dict[str, int]) -> list[tuple[int, int]]:
    """The channels between holders that are meant: one, or all from and to a holder."""
    ends = [(edge.sender, edge.receiver) for edge in world.post.network.channels if not edge.own]
    one = {(number[e.origin], number[e.to]) for e in named if isinstance(e, Ends)}
    whole = {number[name] for name in named if not isinstance(name, Ends)}
    return [edge for edge in ends if edge in one or whole & set(edge)]


def _inject(world: World, theatre: Theatre, seed: int, attack: Attack, name: str, begin: float) -> None:
    """Reports and calls that nobody made; times and places are named by the attack and when it begins."""
    number = {one: k for k, one in enumerate(holders(theatre.scenario))}
    hours = min(attack.lasts, theatre.hours - begin)
    if attack.spoofed is not None:
        s, lot = attack.spoofed, group_id(f"spoofed {name} {begin:.3f}")
        for t, n, (x, y) in _made_up(world, seed, lot, s.rate, theatre.ring(s.area), begin, hours):
            seen = Observation((int(lot), n), t, x, y, None, None, s.error, 0.0, s.hull, True, n, int(lot))
            world.after(t, world.cyber.spoof, number[s.of], seen)
    if attack.decoys is not None:
        speed = theatre.scenario.pictures.unknown_speed  # as in the calls that are made
        d, lot, believed = attack.decoys, group_id(f"decoys {name} {begin:.3f}"), called(theatre.scenario)
        for t, n, (x, y) in _made_up(world, seed, lot, d.rate, theatre.ring(d.area), begin, hours):
            seen = Observation((int(lot), n), t, x, y, 0.0, 0.0, OWN_FIX, speed, None, True, n, int(lot))
            if believed is not None:
                seen = replace(seen, assessed=Assessment(believed, frozenset({(int(lot), n)}), t))
            world.after(t, world.cyber.decoy, seen)


def _falsify(
    world: World, theatre: Theatre, seed: int, keeper: Keeper, attack: Attack, name: str, begin: float
) -> None:
    """Dossiers that are false, named as reports that nobody made are."""
    number, deceit = {one: k for k, one in enumerate(holders(theatre.scenario))}, world.deceit
    hours = min(attack.lasts, theatre.hours - begin)
    for given in (attack.poisoned, attack.forged):
        if given is None or deceit is None or hours <= 0.0:
            continue
        kind = "poisoned" if isinstance(given, Poisoned) else "forged"
        lot, ring = group_id(f"{kind} {name} {begin:.3f}"), theatre.ring(given.area)
        entry = keeper.entry(given, int(lot))
        if given.rate is not None:
            told = list(_made_up(world, seed, lot, given.rate, ring, begin, hours))
        else:
            told = [(begin, n, _place(world, ring, int(lot), n)) for n in range(1, 1 + (given.count or 0))]
        for t, _, place in told:
            if isinstance(given, Poisoned):
                world.after(t, deceit.poison, entry, sorted(number[one] for one in given.into), place)
            else:
                world.after(t, deceit.forge, entry, number[given.of], sorted(number[one] for one in given.to), place)


def _made_up(
    world: World, seed: int, lot: np.uint64, rate: float, ring: Floats, begin: float, hours: float
) -> Iterator[tuple[float, int, Point]]:
    """Time, number and place of each that comes in so many hours, at `rate` an hour."""
    if hours > 0.0:
        _, times = arrivals(seed, lot, rate * 24.0, hours)
        for n, t in enumerate(times.tolist(), 1):
            yield begin + t, n, _place(world, ring, int(lot), n)


def _place(world: World, ring: Floats, entity: int, n: int) -> Point:
    """A random place at sea inside a ring."""
    low, high = limits(ring)
    for k in range(MOST_PLACES):
        u, v = (world.ocean.given(Purpose.CYBER_PLACE, entity, (n * MOST_PLACES + k) * 2 + axis) for axis in (0, 1))
        x, y = float(low[0] + u * (high[0] - low[0])), float(low[1] + v * (high[1] - low[1]))
        if point_in_polygon(ring, x, y) and not (world.ways.dry is not None and world.ways.dry(x, y)):
            return x, y
    return float(ring[0, 0]), float(ring[0, 1])
