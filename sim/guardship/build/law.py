"""From the law section to the law of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import inf

from guardship.build.theatre import Theatre
from guardship.coalition.authority import Agreement, Pacts, Waters, Zone
from guardship.core.kernels.state import Floats
from guardship.scenario.law import Consent, Law, Pact, Rules
from guardship.scenario.schema import Scenario
from guardship.scenario.timeline import absences, lapses
from guardship.world.law import Answering, Area, Book, Code, National
from guardship.world.model import World

OPENS = frozenset({"entry", "pursuit", "shiprider"})  # what lets a unit into another state's territorial sea


def book(scenario: Scenario, theatre: Theatre) -> Book | None:
    """The law of a scenario on the plane; None where there is none, and no nation has rules."""
    rules = {name: nation.rules for name, nation in scenario.nations.items() if nation.rules is not None}
    law = scenario.law
    if law is None and not rules:
        return None
    pacts = Pacts({name: agreement(name, pact) for name, pact in law.agreements.items()} if law else {})
    own = {name: national(one, theatre) for name, one in rules.items()}
    return Book(sorted(scenario.nations), code(law, theatre) if law else None, pacts, own)


def changes(world: World, scenario: Scenario, theatre: Theatre) -> None:
    """Set the timers of what changes of the law during the run."""
    if world.law is None:
        return
    law, pacts = scenario.law, world.law.pacts
    for name in sorted(scenario.nations):
        for begin, end in absences(scenario.timeline, name):
            _later(world, theatre, begin, pacts.leave_all, name)
            _later(world, theatre, end, pacts.join_all, name)
    for name, pact in law.agreements.items() if law else ():
        for one in pact.suspended:
            _later(world, theatre, one.begin, pacts.suspend, name)
            _later(world, theatre, one.end, pacts.restore, name)
        for begin, end in lapses(scenario.timeline, name):
            _later(world, theatre, begin, pacts.suspend, name)
            _later(world, theatre, end, pacts.restore, name)


def closed_waters(theatre: Theatre) -> dict[str, tuple[Floats, ...]]:
    """Corners [nm] of the territorial seas that no agreement ever opens to a nation's units, by nation.

    An agreement that holds for a time or against some offences alone counts as one that opens them.
    """
    law = theatre.scenario.law
    if law is None:
        return {}
    pacts = [agreement(name, pact) for name, pact in law.agreements.items()]
    areas = [area for area in code(law, theatre).areas if area.zone.kind is Waters.TERRITORIAL]
    return {
        nation: tuple(ring for area in areas if not _opened(nation, area.zone, pacts) for ring in area.rings)
        for nation in sorted(theatre.scenario.nations)
    }


def _opened(nation: str, zone: Zone, pacts: Sequence[Agreement]) -> bool:
    """Whether a nation may ever act in a territorial sea."""
    own = not zone.foreign_to({nation})
    return own or any(one.binds(nation) and one.in_waters(zone) and one.permits & OPENS for one in pacts)


def _later(world: World, theatre: Theatre, at: float | None, what: Callable[[str], None], name: str) -> None:
    """A change at a time [h] of the run, if it lies in it."""
    if at is not None and at < theatre.hours:
        world.after(at, what, name)


def code(law: Law, theatre: Theatre) -> Code:
    """The law on the plane."""
    return Code(
        tuple(
            Area(Zone(name, sea.state, Waters(sea.kind)), tuple(theatre.ring(area) for area in sea.area))
            for name, sea in sorted(law.waters.items())
        ),
        dict(law.suspicions),
        {kind: _shares(weights) for kind, weights in law.claims.items()},
        {flag: answering(one) for flag, one in law.flags.items()},
        {name: answering(pact.consent) for name, pact in law.agreements.items() if pact.consent is not None},
        None if law.otherwise is None else answering(law.otherwise),
    )


def _shares(weights: Mapping[str, float]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    names = tuple(sorted(weights))
    return names, tuple(accumulate(weights[name] for name in names))


def answering(consent: Consent) -> Answering:
    """How a flag state answers."""
    return Answering(consent.delay.quantile, consent.grants, consent.deemed_after or inf)


def agreement(name: str, pact: Pact) -> Agreement:
    """One agreement."""
    offences, waters, flags, guests = (
        None if given is None else frozenset(given) for given in (pact.offences, pact.waters, pact.flags, pact.guests)
    )
    return Agreement(name, frozenset(pact.parties), frozenset(pact.permits), offences, waters, flags, guests)


def national(rules: Rules, theatre: Theatre) -> National:
    """What a nation makes of it."""
    return National(
        None if rules.offences is None else frozenset(rules.offences),
        None if rules.inside is None else tuple(theatre.ring(area) for area in rules.inside),
        None if rules.protects is None else frozenset(rules.protects),
        rules.prosecutes,
        None if rules.keeps_to is None else tuple(theatre.ring(area) for area in rules.keeps_to.area),
        rules.keeps_to is not None and rules.keeps_to.on_request,
    )
