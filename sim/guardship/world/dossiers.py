"""Dossiers: who writes what about which hull, which ship has been told, and whether a look fits.

Truth: it alone knows of which hull a dossier is.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, final

from guardship.agents.interfaces import Point
from guardship.agents.offenders.offender import Quantile, Voyager
from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Vessel
from guardship.core.draws import Purpose, named
from guardship.core.ocean import Ocean
from guardship.intelligence import (
    HULL_ALONE,
    Appearance,
    Chances,
    Comparison,
    Dossier,
    Identity,
    Kind,
    Link,
    Observation,
    Report,
    Repute,
)
from guardship.occurrences import Occurrence
from guardship.outcomes.voyages import Attack
from guardship.world.perception import OWN_FIX, Perception
from guardship.world.ports import Clock, Crew, Journal
from guardship.world.post import Post
from guardship.world.roster import Roster

HALF = 1  # bits by which 64-bit names are shortened, so that tables have room for them
TAKES, DESCRIBED = range(2)  # what is drawn for each dossier
SECONDS = 3600.0  # an hour
REOPENS = (Repute.WANTED, Repute.RESISTED)


type Shares = Sequence[tuple[float, int]]
"""Numbers of descriptions, each with the share up to which it holds; beyond the last only the hull is told."""


@final
@dataclass(frozen=True, slots=True)
class Testimony:
    """What ships that were attacked tell: how well they describe, to which holders, after how long [h], for how long
    it is used [h], and the chances of who is recognised by it, by offence.
    """

    described: Shares
    to: Sequence[int]
    takes: Quantile
    lasts: float
    chances: Mapping[str, Chances]


@final
@dataclass(frozen=True, slots=True)
class Notes:
    """What boarding teams note of hulls that they leave again: how well, for how long it is used [h].

    `harmless`: the chances of a hull that was searched in vain, `resisted`: of one on which no team got, by how it
    looks; `chances`: of one whose crew was let go, by offence. What is not there is not noted. `owed`: offences by
    which a hull is owed assistance.
    """

    described: Shares
    lasts: float
    harmless: Mapping[Appearance, Chances]
    chances: Mapping[str, Chances]
    resisted: Mapping[Appearance, Chances] = field(default_factory=dict)
    owed: frozenset[str] = frozenset()


@final
@dataclass(frozen=True, slots=True)
class Readings:
    """What is noted of hulls that are passed with their name; with the chance `misread` it is the name of the nearest
    that looks so, if one is within `gate` [nm].
    """

    notes: Notes
    misread: float = 0.0
    gate: float = 0.0


@final
@dataclass(frozen=True, slots=True)
class Keeping:
    """How dossiers are made and used; `reopens`: whether a hull that is wanted ends what was passed before.

    `least`: by hull the least prior of each k anywhere; what says more of an offence makes such hulls worth a look.
    """

    identity: Identity
    victims: Testimony | None = None
    visits: Notes | None = None
    reopens: bool = True
    least: Mapping[Appearance, Chances] = field(default_factory=dict)
    passes: Readings | None = None


class Written(NamedTuple):
    """A dossier that was written: when [h], by the vessel in which row, in truth of which, on account of what."""

    time: float
    by: int
    vessel: int
    about: str
    dossier: Dossier


class Linked(NamedTuple):
    """Two dossiers that a holder has found to be of one hull: when [h], by which report, whether they are in truth."""

    time: float
    holder: int
    report: int
    link: Link
    right: bool


@final
class Dossiers:
    """`written`: all of them, in order; `links`: which were taken for one hull. A hull is a row and how often its
    vessel has been another.
    """

    def __init__(
        self,
        clock: Clock,
        ocean: Ocean,
        crew: Crew,
        journal: Journal,
        perception: Perception,
        post: Post,
        roster: Roster,
        keeping: Keeping,
    ) -> None:
        self._clock = clock
        self._ocean = ocean
        self._crew = crew
        self._journal = journal
        self._perception = perception
        self._post = post
        self._roster = roster
        self._keeping = keeping
        self._of: dict[int, tuple[int, int]] = {}
        self._hull: Counter[int] = Counter()
        self._before: Counter[str] = Counter()
        self._described: set[int] = set()  # rows of leading vessels that have attacked a ship in their present hulls
        self._reopened: set[tuple[int, int]] = set()
        self._closes: dict[tuple[int, Appearance], float] = {}
        self.written: list[Written] = []
        self.links: list[Linked] = []

    # ---- who writes them ------------------------------------------------------------------------

    def attacked(self, attack: Attack, group: Voyager) -> None:
        """An attack is over: the ship tells of the boats that were alongside, and of whatever else she had in sight."""
        told, prey = self._keeping.victims, attack.prey
        if prey < 0 or self._crew.merchant(prey) is None:
            return
        self._described.add(self._crew.row(group))
        if told is None:
            return
        for row, agent in enumerate(self._crew):
            if agent.voyager is group and self._seen(agent, row, attack):
                name = self._name(f"attack {self._id(row)} {group.sortie} {self._ocean.id(prey)}")
                dossier = self.make(name, row, Repute.WANTED, told.described, told.chances[group.offence], told.lasts)
                self.record(prey, row, "attack", dossier)
                wait = told.takes(self._ocean.given(Purpose.TESTIMONY, name, TAKES))
                self._clock.after(wait, self._tell, dossier, self._at(prey, dossier), tuple(told.to))

    def _seen(self, agent: Vessel, row: int, attack: Attack) -> bool:
        """Whether a ship that was attacked has seen a vessel of the group: a boat alongside, or what was in sight."""
        boat = agent is not agent.voyager and self._ocean.afloat(row)
        return (boat and attack.alongside is not None) or self._ocean.could_hold(attack.prey, row, attack.time)

    def _tell(self, dossier: Dossier, seen: Observation, to: Sequence[int]) -> None:
        """A ship's testimony is told."""
        for holder in to:
            self.send(holder, dossier, seen, -1)

    def searched(self, unit: Patrol, target: int, sortie: int) -> None:
        """A team leaves a hull in which it has found nothing."""
        notes = self._keeping.visits
        chances = None if notes is None else notes.harmless.get(self._perception.hull(target))
        self._visited(unit, target, sortie, Repute.HARMLESS, chances)

    def resisted(self, unit: Patrol, target: int, sortie: int) -> None:
        """No team got on board of a hull."""
        notes = self._keeping.visits
        chances = None if notes is None else notes.resisted.get(self._perception.hull(target))
        if chances is not None:
            self._visited(unit, target, sortie, Repute.RESISTED, chances)

    def released(self, unit: Patrol, target: int, group: Voyager) -> None:
        """A team leaves a group that it has let go."""
        notes = self._keeping.visits
        owed = notes is not None and group.offence in notes.owed
        chances = None if notes is None else notes.chances.get(group.offence)
        self._visited(unit, target, group.sortie, Repute.OWED if owed else Repute.WANTED, chances)

    def taken(self, unit: Patrol, target: int, group: Voyager) -> None:
        """A team has taken a group whose crew is detained: its hulls are not about any more."""
        self._visited(unit, target, group.sortie, Repute.TAKEN, None)
        self.renew(group)

    def passed(self, unit: Patrol, target: int, pair: int) -> None:
        """A unit passes a vessel of which it has read a name or number, perhaps that of another.

        A name is one entry, whoever reads it: the latest reading of a hull is a version of the same dossier.
        """
        read, hull = self._keeping.passes, self._perception.hull(target)
        chances = None if read is None else read.notes.harmless.get(hull)
        if read is None or chances is None:
            return
        if self._ocean.decide(Purpose.MISREAD, *self._ocean.episode(pair), read.misread):
            target = self._ocean.look_alike(target, read.gate)
        if target >= 0:
            name, notes = named(f"pass {self._id(target)}") >> HALF, read.notes
            dossier = self.make(name, target, Repute.HARMLESS, notes.described, chances, notes.lasts)
            self._note(unit, target, "pass", replace(dossier, version=round(self._clock.now * SECONDS)))

    def _visited(self, unit: Patrol, target: int, sortie: int, repute: Repute, chances: Chances | None) -> None:
        """What a boarding team notes of a hull.

        `chances`: None for what is noted only if the hull was taken for that of a dossier, so that this is corrected.
        """
        notes, same_as = self._keeping.visits, self._same_as(unit)
        if chances is None and same_as is None:
            return
        name = self._name(f"visit {self._id(target)} {sortie}")
        by, lasts = ((), 0.0) if notes is None else (notes.described, notes.lasts)
        noted = self.make(name, target, repute, by, chances or (), lasts)
        self._note(unit, target, "visit", replace(noted, withdrawn=chances is None, same_as=same_as))

    def _note(self, unit: Patrol, target: int, about: str, dossier: Dossier) -> None:
        """What a unit notes of a hull: its ship knows it at once, its nation by report."""
        row = self._crew.row(unit)
        self.record(row, target, about, dossier)
        ship = self._crew.row(unit.mother) if unit.is_boat and unit.mother is not None else row
        self.told(ship, dossier)
        if (holder := self._ocean.holder(row)) >= 0:
            self.send(holder, dossier, self._at(row, dossier), row)

    def _same_as(self, unit: Patrol) -> tuple[int, float] | None:
        """For the hull of which dossier a unit takes what it has boarded; None where nobody corrects any."""
        return None if self._keeping.identity.corrections is None else unit.taken_for

    def make(self, name: int, row: int, repute: Repute, by: Shares, chances: Chances, lasts: float) -> Dossier:
        """A dossier of the vessel in a row, as it looks now and is the hull that it is now."""
        now, u = self._clock.now, self._ocean.given(Purpose.TESTIMONY, name, DESCRIBED)
        described = next((k for upto, k in by if u < upto), HULL_ALONE)
        self._of[name] = row, self._hull[row]
        return Dossier(name, repute, self._perception.hull(row), described, chances, now, now + lasts)

    def like(self, name: int, row: int, dossier: Dossier) -> Dossier:
        """A dossier as another, but of the vessel in a row, which looks as the one of that does."""
        self._of[name] = row, self._hull[row]
        return replace(dossier, name=name, same_as=None)

    def record(self, by: int, row: int, about: str, dossier: Dossier) -> None:
        """A dossier of the vessel in a row was written, by the vessel in another, -1: by none."""
        self.written.append(Written(self._clock.now, by, row, about, dossier))
        if by >= 0:
            self._journal.note(Occurrence.DOSSIER, by, row)

    def send(self, holder: int, dossier: Dossier, seen: Observation, row: int) -> Report:
        """A dossier is on its way to a holder, which has it from one of its own; the report."""
        about = dossier.name, 0
        report = self._post.make(Kind.DOSSIER, holder, seen, about, row, dossier.until, dossier=dossier)
        self._post.transmit(report)
        return report

    def correct(self, holder: int, report: Report) -> Report:
        """A holder has corrected or withdrawn a dossier of its own: whom it tells such things is told; the report."""
        dossier = report.dossier
        assert dossier is not None
        kind = Occurrence.WITHDRAWN if dossier.withdrawn else Occurrence.CORRECTED
        self.written.append(Written(self._clock.now, -1, self.subject(dossier), "correction", dossier))
        self._journal.note(kind, -1, self.subject(dossier), report=report.id, holder=holder)
        return self._post.tell(report, holder)

    def _at(self, row: int, dossier: Dossier) -> Observation:
        """Where and when it has happened: where a vessel is now."""
        return self.seen_at(self._ocean.position(row), dossier)

    def seen_at(self, at: Point, dossier: Dossier) -> Observation:
        """Where it is said to have happened, now; of a contact of nobody's."""
        own, (x, y) = (dossier.name, 0), at
        return Observation(
            own, self._clock.now, x, y, None, None, OWN_FIX, 0.0, dossier.hull, None, 0, dossier.name, OWN_FIX
        )

    def subject(self, dossier: Dossier) -> int:
        """The row of the vessel that a dossier is in truth about."""
        return self._of[dossier.name][0]

    def hull(self, row: int) -> Appearance:
        """How a vessel looks."""
        return self._perception.hull(row)

    def name(self, about: str, row: int) -> int:
        """Names what is written about the hull of a vessel, of which nothing else of that kind is."""
        return named(f"{about} {self._id(row)}") >> HALF

    def _name(self, about: str) -> int:
        """Of what happens to a hull on a voyage, by how often it has happened before: no two are named alike."""
        self._before[about] += 1
        return named(f"{about} {self._before[about]}") >> HALF

    def _id(self, row: int) -> str:
        """Names a hull: its vessel, and how often that has been another."""
        return f"{self._ocean.id(row)} {self._hull[row]}"

    def renew(self, group: Voyager) -> None:
        """From now on the vessels of a group are other hulls: dossiers of those before are of nobody who is here."""
        self._hull.update(row for row, agent in enumerate(self._crew) if agent.voyager is group)
        self._described.discard(self._crew.row(group))

    def is_listed(self, row: int, learns: Collection[str], read: Collection[int]) -> bool:
        """Whether a group knows that it is wanted: from registers that were `read`, or since it has attacked a ship."""
        group, now = self._crew.voyager(row), self._clock.now
        if group is None or ("attack" in learns and self._crew.row(group) in self._described):
            return group is not None
        own = [k for k, agent in enumerate(self._crew) if agent.voyager is group]
        return "theft" in learns and any(
            one.repute in REOPENS and self._of.get(one.name) == (k, self._hull[k])
            for holder in read
            for k in own
            for one in self._roster.commands[holder].register.listed(self.hull(k), now)
        )

    # ---- who is told ----------------------------------------------------------------------------

    def told(self, row: int, dossier: Dossier) -> None:
        """A ship is told of a dossier: from now on she looks for that hull."""
        register, holder = self._roster.register(row), self._ocean.holder(row)
        if register is None or not register.take(dossier) or holder < 0:
            return
        if dossier.withdrawn:
            self._relent(holder, dossier.hull)
        if dossier.withdrawn or dossier.until <= self._clock.now or not self._alarms(dossier):
            return
        key, first, now = (holder, dossier.hull), (holder, dossier.name) not in self._reopened, self._clock.now
        self._reopened.add((holder, dossier.name))
        if first and self._keeping.reopens and dossier.repute in REOPENS:
            self._ocean.reopen(holder, self._perception.mask([str(dossier.hull)]))
        if self._closes.get(key, now) <= now:
            self._ocean.heed(holder, self._perception.signatures(str(dossier.hull)), True)
        if key not in self._closes:
            self._clock.after(dossier.until - now, self._expire, *key)
        self._closes[key] = max(dossier.until, self._closes.get(key, 0.0))

    def _alarms(self, dossier: Dossier) -> bool:
        """Whether it may make a hull more suspicious: one that fits it, or one that is not any that is known."""
        least = self._keeping.least.get(dossier.hull)
        if least is None or self._keeping.identity.of_all:
            return least is not None
        return any(own > p for own, p in zip(dossier.chances[1:], least[1:], strict=True))

    def _relent(self, holder: int, hull: Appearance) -> None:
        """A dossier was withdrawn: such hulls are looked at closely for as long as another one says so."""
        now = self._clock.now
        if self._closes.get((holder, hull), now) <= now:
            return
        registers = (self._roster.register(row) for row in self._roster.registered(holder))
        listed = (one for kept in registers if kept is not None for one in kept.listed(hull, now))
        self._closes[holder, hull] = max((one.until for one in listed if self._alarms(one)), default=now)
        if self._closes[holder, hull] <= now:
            self._ocean.heed(holder, self._perception.signatures(str(hull)), False)

    def _expire(self, holder: int, hull: Appearance) -> None:
        """The last dossier by which such hulls are looked at closely may have expired."""
        left = self._closes[holder, hull] - self._clock.now
        if left > 0.0:
            self._clock.after(left, self._expire, holder, hull)
        else:
            del self._closes[holder, hull]
            self._ocean.heed(holder, self._perception.signatures(str(hull)), False)

    def told_of_link(self, row: int, link: Link) -> None:
        """A ship is told that two dossiers are of one hull."""
        register = self._roster.register(row)
        if register is not None:
            register.link(link)

    # ---- which are of one hull ------------------------------------------------------------------

    def agree(self, one: Dossier, other: Dossier) -> bool | None:
        """Whether what two dossiers describe agrees, whoever lays them side by side; None where it cannot be said."""
        q, f = self._keeping.identity.links(one, other)
        if q <= 0.0:
            return None
        return self._ocean.decide(
            Purpose.LINKED, one.name ^ other.name, 0, q if self._one_hull(one.name, other.name) else f
        )

    def linked(self, holder: int, report: int, link: Link) -> None:
        """A holder has found that two dossiers are of one hull, right or wrong."""
        self.links.append(Linked(self._clock.now, holder, report, link, self._one_hull(link.one, link.other)))

    def _one_hull(self, one: int, other: int) -> bool:
        """Whether dossiers of these names are in truth of one hull; what nobody has written is of none."""
        return one in self._of and self._of[one] == self._of.get(other)

    # ---- who is known again ---------------------------------------------------------------------

    def compare(self, row: int, contact: int, listed: Sequence[Dossier]) -> tuple[Comparison, ...]:
        """With which dossiers the last look at a contact, and those before, fitted or not."""
        target, look = self._perception.met(row, contact), self._perception.last(row, contact)
        if look is None or target < 0:
            return ()
        made, hull = [], self._ocean.id(target) ^ named(self._id(target))
        for dossier in listed:
            p = self._chance(target, dossier, (look.kind, look.ring, look.state))
            if p is not None:
                fits = self._ocean.decide(Purpose.RECOGNISED, hull ^ dossier.name, look.kind, p)
                made.append(Comparison(look.time, look.kind, look.ring, look.state, dossier.name, fits))
        return self._perception.fits(row, contact, made)

    def _chance(self, target: int, dossier: Dossier, look: tuple[int, int, int]) -> float | None:
        """The chance that a look at a vessel fits a dossier; None when it says nothing about that."""
        q, f = self._keeping.identity.of(look, dossier)
        if q <= 0.0:
            return None
        return q if self._of.get(dossier.name) == (target, self._hull[target]) else f
