"""From the law section to the jurisdiction of a run."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from math import inf

from guardship.build.theatre import Stage
from guardship.coalition.authority import Agreement, Pacts, Waters, Zone
from guardship.scenario.law import Consent, Law, Pact, Rules
from guardship.scenario.schema import Scenario
from guardship.scenario.timeline import absences, lapses
from guardship.world.law import Answering, Area, Code, Jurisdiction, National
from guardship.world.model import PatrolModel


def lay_down(model: PatrolModel, scenario: Scenario, stage: Stage) -> None:
    """Give a model its law, where there is any, and what changes of it during the run."""
    rules = {name: nation.rules for name, nation in scenario.nations.items() if nation.rules is not None}
    if scenario.law is None and not rules:
        return
    law = scenario.law
    pacts = Pacts({name: agreement(name, pact) for name, pact in law.agreements.items()} if law else {})
    own = {name: national(one, stage) for name, one in rules.items()}
    model.law = Jurisdiction(model, sorted(scenario.nations), code(law, stage) if law else None, pacts, own)
    for k, name in enumerate(sorted(scenario.nations)):
        command, given = model.commands[k], rules.get(name)
        command.reserve = given.reserve if given is not None else 0
        for begin, end in absences(scenario.timeline, name):
            later(model, stage, begin, pacts.leave_all, name)
            later(model, stage, end, pacts.join_all, name)
    for name, pact in law.agreements.items() if law else ():
        for one in pact.suspended:
            later(model, stage, one.begin, pacts.suspend, name)
            later(model, stage, one.end, pacts.restore, name)
        for begin, end in lapses(scenario.timeline, name):
            later(model, stage, begin, pacts.suspend, name)
            later(model, stage, end, pacts.restore, name)


def later(model: PatrolModel, stage: Stage, at: float | None, what: object, name: str) -> None:
    """A change of the law at a time [h] of the run, if it lies in it."""
    if at is not None and at < stage.hours:
        model.after(at, what, name)  # type: ignore[arg-type]


def code(law: Law, stage: Stage) -> Code:
    """The law on the plane."""
    return Code(
        tuple(
            Area(Zone(name, sea.state, Waters(sea.kind)), tuple(stage.ring(area) for area in sea.area))
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


def national(rules: Rules, stage: Stage) -> National:
    """What a nation makes of it."""
    return National(
        None if rules.offences is None else frozenset(rules.offences),
        None if rules.inside is None else tuple(stage.ring(area) for area in rules.inside),
        None if rules.protects is None else frozenset(rules.protects),
        rules.prosecutes,
        None if rules.keeps_to is None else tuple(stage.ring(area) for area in rules.keeps_to.area),
        rules.keeps_to is not None and rules.keeps_to.on_request,
    )
