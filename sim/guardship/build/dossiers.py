"""From what a scenario says of dossiers to how they are made, and how hulls are known again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import final

from guardship.build.clearances import clearances
from guardship.build.recognition import offences
from guardship.build.sharing import holders
from guardship.intelligence import Appearance, Chances, Corrections, Identity, Repute
from guardship.intelligence.belief import KINDS, MOTION, Signs
from guardship.scenario.cyber import Falsehoods
from guardship.scenario.dossiers import Description, Dossiers, Passes, Victims, Visits
from guardship.scenario.schema import Scenario
from guardship.scenario.sensors import MOST_RINGS
from guardship.world.deceit import BadFaith, Entry
from guardship.world.dossiers import Keeping, Notes, Readings, Shares, Testimony


def kept(scenario: Scenario) -> Dossiers | None:
    """What a scenario says of dossiers; None where it keeps none."""
    return scenario.recognition.dossiers if scenario.recognition is not None else None


def identity_of(scenario: Scenario, states: Sequence[Iterable[str]], counted: Mapping[str, float]) -> Identity | None:
    """How hulls are known again; None where nobody keeps dossiers.

    `states`: the names that hold in each state of the surroundings. `counted`: by hull how many harmless vessels look
    so, for those of which the scenario does not say it.
    """
    given = kept(scenario)
    if given is None:
        return None
    described = [given.descriptions[name] for name in descriptions(given)]
    rates = {
        (k, ring, e): tuple(one.glance(kind, ring, tuple(state)) for one in described)
        for k, kind in enumerate(KINDS)
        if k != MOTION
        for ring in range(MOST_RINGS)
        for e, state in enumerate(states)
    }
    judged = scenario.recognition.priors if scenario.recognition else {}
    alike: dict[Appearance, float] = {hull: given.alike.get(hull, counted.get(hull, 0.0) + 1.0) for hull in judged}
    half_life, agree = inf if given.half_life is None else given.half_life, tuple(map(_agree, described))
    told = given.corrections
    corrections = None if told is None else Corrections(told.finds, told.withdraws_below)
    return Identity(rates, alike, half_life, given.names, given.priors_of == "all", corrections, agree)


def _agree(one: Description) -> tuple[float, float]:
    """How often dossiers with a description agree: of one hull, and of two."""
    return (0.0, 0.0) if one.links is None else (one.links.sees, one.links.mistakes)


def descriptions(given: Dossiers) -> list[str]:
    """Their names, in the order of their numbers."""
    return sorted(given.descriptions)


@final
class Keeper:
    """Makes what a world needs of dossiers."""

    def __init__(self, scenario: Scenario, signs: Signs, identity: Identity) -> None:
        given = kept(scenario)
        assert given is not None
        self._given, self._scenario, self._signs, self._identity = given, scenario, signs, identity
        self._offences = offences(scenario)

    def keeping(self) -> Keeping:
        """All of it."""
        given = self._given
        victims = None if given.victims is None else self._testimony(given.victims)
        visits = None if given.visits is None else self._notes(given.visits)
        passes = None if given.passes is None else self._readings(given.passes)
        return Keeping(self._identity, victims, visits, given.reopens, self._least(), passes)

    def _testimony(self, told: Victims) -> Testimony:
        number = {name: k for k, name in enumerate(holders(self._scenario))}
        to = [number[name] for name in told.to]
        return Testimony(
            self._described(told.describes), to, told.takes.quantile, told.lasts, self._guilty(told.guilty)
        )

    def _notes(self, noted: Visits) -> Notes:
        guilty = {} if noted.guilty is None else self._guilty(noted.guilty)
        return Notes(
            self._described(noted.describes),
            noted.lasts,
            self._by_hull(noted.harmless),
            guilty,
            self._by_hull(None if noted.resisted is None else 1.0 - noted.resisted),
            frozenset(noted.owed),
        )

    def entry(self, given: Falsehoods, lot: int) -> Entry:
        """What the false dossiers of an attack say. `lot`: names them."""
        if given.wanted is None:
            repute, chances = Repute.HARMLESS, self._harmless(self._signs.priors[given.hull], given.chance)
        else:
            repute, chances = Repute.WANTED, self._guilty(given.chance)[given.wanted]
        return Entry(lot, given.hull, repute, self._described(given.describes), chances, given.lasts)

    def faith(self) -> dict[int, BadFaith]:
        """Who shares dossiers in bad faith, by number of holder."""
        sharing = self._scenario.sharing
        given = {} if sharing is None else {name: one.bad_faith for name, one in sharing.releases.items()}
        return {
            k: BadFaith(one.withholds, one.fabricates)
            for k, name in enumerate(holders(self._scenario))
            if (one := given.get(name)) is not None
        }

    def _by_hull(self, chance: float | None) -> dict[Appearance, Chances]:
        """The chances of what is harmless with a chance, by how it looks; of none where no chance is given."""
        return {} if chance is None else {hull: self._harmless(p, chance) for hull, p in self._signs.priors.items()}

    def _readings(self, noted: Passes) -> Readings:
        given = clearances(self._scenario)
        gate = 0.0 if given is None else given.gate
        own = Notes(self._described(noted.describes), noted.lasts, self._by_hull(noted.harmless), {})
        return Readings(own, noted.misread, gate)

    def _described(self, by: str | Mapping[str, float]) -> Shares:
        """Numbers of descriptions, each with the share up to which it holds."""
        known, shares = descriptions(self._given), {by: 1.0} if isinstance(by, str) else by
        upto = list(accumulate(shares[name] for name in sorted(shares)))
        return tuple(zip(upto, map(known.index, sorted(shares)), strict=True))

    def _guilty(self, chance: float) -> dict[str, Chances]:
        """By offence: that one with a chance, else harmless."""
        own = {name: [chance if name == other else 0.0 for other in self._offences] for name in self._offences}
        return {name: (1.0 - chance, *row) for name, row in own.items()}

    @staticmethod
    def _harmless(prior: Chances, chance: float) -> Chances:
        """Harmless with a chance; what is left, by offences as before anybody looked."""
        guilty = sum(prior[1:])
        return (chance, *((1.0 - chance) * p / guilty for p in prior[1:])) if guilty > 0.0 else prior

    def _least(self) -> dict[Appearance, Chances]:
        """By hull the least prior of each k, over all waters."""
        found: dict[Appearance, Chances] = {}
        for hull, prior in self._signs.priors.items():
            everywhere = [prior, *(area.priors[hull] for area in self._signs.waters if hull in area.priors)]
            found[hull] = tuple(map(min, zip(*everywhere, strict=True)))
        return found
