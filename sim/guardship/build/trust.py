"""From `sharing: {trust: }` to the accounts of holders with each other, and the leaks that happen."""

from collections.abc import Iterable
from math import inf

from guardship.build.sharing import holders
from guardship.build.theatre import Theatre
from guardship.coalition.trust import Regard
from guardship.intelligence import Channel, Kind
from guardship.occurrences import Occurrence
from guardship.scenario.schema import Scenario
from guardship.world.model import World
from guardship.world.trust import Leak, Terms

TAKEN = (Occurrence.TAKEN, Occurrence.LISTED, Occurrence.TIP, Occurrence.PRIZE_KNOWN, Occurrence.CLAIMED)
USED = {"taken": frozenset(TAKEN), "tasked": frozenset((Occurrence.TASKED,))}
OF_NO_USE = {
    "taken": frozenset((Kind.NEGATIVE_SEARCH,)),
    "tasked": frozenset(
        kind for kind in Kind if kind not in (Kind.CONTACT, Kind.UPDATE, Kind.LOST, Kind.DISTRESS, Kind.TIP)
    ),
}
"""Kinds of reports that a command could not use in that sense: they are not counted as given either."""


def trust(scenario: Scenario, channels: Iterable[Channel]) -> Terms | None:
    """How holders trust each other; None where it is all one to them."""
    given = None if scenario.sharing is None else scenario.sharing.trust
    if given is None:
        return None
    memory = inf if given.memory is None else given.memory
    regard = Regard(given.floor, given.half, given.given, memory, given.starts)
    edges = frozenset((edge.sender, edge.receiver) for edge in channels)
    acts = scenario.tasking is None or scenario.tasking.cues  # who acts on nothing of others' uses nothing
    used = USED[given.used] if acts else frozenset()
    return Terms(regard, used, OF_NO_USE[given.used], edges)


def leaks(world: World, theatre: Theatre) -> None:
    """Set the timers of all leaks."""
    given = None if theatre.scenario.sharing is None else theatre.scenario.sharing.trust
    kept = world.post.trust
    if given is None or kept is None:
        return
    number = {name: k for k, name in enumerate(holders(theatre.scenario))}
    for name in sorted(given.leaks):
        one = given.leaks[name]
        if one.at < theatre.hours:
            world.after(one.at, kept.leak, Leak(name, number[one.by], one.found_out, one.after.quantile, one.costs))
