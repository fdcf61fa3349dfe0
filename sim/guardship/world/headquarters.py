"""A command's ports: its clock, its log, its orders, requests to partners, and what it tells them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, final

from guardship.agents.circle import Call, Order
from guardship.agents.interfaces import Task
from guardship.agents.worth import Option
from guardship.coalition.interoperability import Interoperability
from guardship.coalition.tasking import Tasking
from guardship.core.draws import Purpose, named
from guardship.intelligence import Dossier, Evidence, Kind, Link, Picture, Quantile, Report
from guardship.intelligence.channel import intersection
from guardship.occurrences import Occurrence
from guardship.outcomes.goings import Weighing
from guardship.reasons import Reason
from guardship.world.attacks import Attacks
from guardship.world.dossiers import Dossiers
from guardship.world.law import Law
from guardship.world.ports import Clock, Crew, Journal, Sea
from guardship.world.post import Post
from guardship.world.roster import Roster

NATIONAL = Tasking()


def at_once(u: float) -> float:
    """No time."""
    return 0.0


@final
@dataclass(frozen=True, slots=True)
class CommandTerms:
    """How nations task their units and each other's, by holder. Delays are quantile functions [h].

    `orders`: to its own units. `informs`: what it passes down to its ships, None for nothing. `request`: to a partner.
    `refuses`: the chance that a nation does not give its unit.
    """

    orders: Sequence[Quantile]
    informs: Sequence[Quantile | None]
    request: Quantile = at_once
    refuses: Mapping[int, float] = field(default_factory=dict)
    tasking: Tasking = NATIONAL


@final
class Headquarters:
    """The ports of one holder's command; `law`, `dossiers`: None where there are none."""

    def __init__(
        self,
        holder: int,
        clock: Clock,
        sea: Sea,
        crew: Crew,
        journal: Journal,
        post: Post,
        roster: Roster,
        attacks: Attacks,
        law: Law | None,
        interoperability: Interoperability,
        terms: CommandTerms,
        dossiers: Dossiers | None = None,
    ) -> None:
        self.holder = holder
        self._clock = clock
        self._sea = sea
        self._crew = crew
        self._journal = journal
        self._post = post
        self._roster = roster
        self._attacks = attacks
        self._law = law
        self._interoperability = interoperability
        self._terms = terms
        self._dossiers = dossiers

    @property
    def time(self) -> float:
        return self._clock.now

    def note(
        self,
        kind: Occurrence,
        reason: Reason | None = None,
        unit: str = "",
        track: int = 0,
        report: int = 0,
        asked: str = "",
    ) -> None:
        row, other = self._crew.rows.get(unit, -1), self._crew.rows.get(asked, -1)
        if kind is Occurrence.TASKED:
            self._attacks.tasked(self._post.sender(report))
        elif kind is Occurrence.NO_UNIT:
            self._attacks.not_tasked(self._post.sender(report), reason)
        self._journal.note(kind, row, other, track=track, report=report, reason=reason, holder=self.holder)
        if self._post.trust is not None:
            self._post.trust.noted(self.holder, kind, report)

    # ---- orders and requests --------------------------------------------------------------------

    def takes(self, unit: str, report: int) -> float:
        holder, way = self._way(unit)
        entity, ordinal = self._post.about(report)
        u = self._sea.uniform(Purpose.ORDER, entity ^ self._sea.id(self._crew.rows[unit]), ordinal)
        return self._eased(holder, way(u))

    def usually(self, unit: str) -> float:
        holder, way = self._way(unit)
        return self._eased(holder, way(0.5))

    def _way(self, unit: str) -> tuple[int, Quantile]:
        """The nation of a unit, and the delay of what it is told."""
        holder = self._sea.holder(self._crew.rows[unit])
        asked = self._crew.rows[unit] in self._roster.asked.get(self.holder, ())
        return holder, self._terms.request if asked else self._terms.orders[holder]

    def _eased(self, holder: int, hours: float) -> float:
        """Nations that have trained together need less time."""
        drilled = self._interoperability
        if holder == self.holder or hours <= 0.0:
            return hours
        names = self._roster.commands
        return drilled.request_delay(names[self.holder].name, names[holder].name, self.time, hours)

    def later(self, hours: float, what: Callable[..., None], *args: Any) -> None:
        self._clock.after(hours, what, *args)

    def caveat(self, report: Report) -> Reason | None:
        law, caller = self._law, self._post.sender(report.id)
        why = None if law is None or caller < 0 else law.answers(self.holder, caller)
        if why is not None and any(pact.covers(self.holder, *self._caller(report)) for pact in self._roster.pacts):
            return None
        return why

    def kept(self, unit: str, report: int) -> Reason | None:
        if not self._roster.pacts:
            return None
        pact = next((one for one in self._roster.pacts if one.keeps and one.posted(unit)), None)
        if pact is None:
            return None
        holder = self._sea.holder(self._crew.rows[unit])
        covered = pact.covers(holder, *self._caller(self._post.reports[report - 1][0]))
        return None if covered else Reason.ON_GUARD

    def _caller(self, report: Report) -> tuple[str, float, float]:
        """The flag that a caller names, "" for other reports, and the place that a report gives [nm]."""
        row, seen = self._post.sender(report.id), report.observations[-1]
        named = report.kind is Kind.DISTRESS and row >= 0
        flag = "" if not named else self._law.flag(row) if self._law is not None else self._crew[row].flag
        return flag, seen.x, seen.y

    def refusal(self, order: Order) -> Reason | None:
        report, holder = order.task.report, self._sea.holder(self._crew.rows[order.unit.name])
        keeps = self._roster.commands[holder].reserve
        if keeps and sum(one.free for one in self._roster.own.get(holder, ())) <= keeps:
            return Reason.KEPT_IN_RESERVE
        entity, ordinal = self._post.about(report)
        asked, chance = entity ^ named(self._roster.commands[holder].name), self._terms.refuses.get(holder, 0.0)
        if self._post.trust is not None:
            chance = 1.0 - (1.0 - chance) * self._post.trust.share(holder, self.holder)
        if self._sea.decide(Purpose.REFUSAL, asked, ordinal, chance):
            return Reason.PARTNER_REFUSED
        return self._roster.commands[holder].spares(order)

    def lot(self, report: int) -> float:
        entity, ordinal = self._post.about(report)
        own = named(self._roster.commands[self.holder].name)
        return self._sea.uniform(Purpose.PRECEDENCE, entity ^ own, ordinal)

    def lot_of(self, report: int, unit: str) -> float:
        entity, ordinal = self._post.about(report)
        return self._sea.uniform(Purpose.GOES, entity ^ self._sea.id(self._crew.rows[unit]), ordinal)

    def weighed(self, call: Call, option: Option | Order, chance: float, why: Reason | None) -> None:
        sides, name = option.weighed, self._roster.commands[self.holder].name
        assert sides is not None
        what = call.track.id, call.report.id, call.report.kind.name.lower(), str(option.unit.name), option.mate
        numbers = option.hours, chance, sides.found, sides.spent, sides.rate, sides.use, sides.cost
        went = why is None, "" if why is None else why.name.lower()
        self._journal.weigh(Weighing(self.time, name, *what, *numbers, *went))

    def heeds(self, report: Report) -> bool:
        entity, ordinal = self._post.about(report.id)
        partner = report.path[0] if report.path else report.sender
        own, other = (self._roster.commands[k].name for k in (self.holder, partner))
        chance = self._interoperability.duplicate_avoided(own, other, self.time)
        return self._sea.decide(Purpose.DUPLICATE, entity ^ named(own), ordinal, chance)

    def hands_over(self, unit: str, contact: int) -> bool:
        row = self._crew.rows[unit]
        holder = self._sea.holder(row)
        if holder == self.holder:
            return True
        own, other = (self._roster.commands[k].name for k in (self.holder, holder))
        chance = self._interoperability.hand_over_works(own, other, self.time)
        entity, ordinal = self._post.episode(row, contact)
        return self._sea.decide(Purpose.RELIEF, entity ^ named(own), ordinal, chance)

    def hand_over(self, unit: str) -> float:
        holder = self._sea.holder(self._crew.rows[unit])
        own, other = (self._roster.commands[k].name for k in (self.holder, holder))
        return self._interoperability.hand_over_time(own, other, self.time, self._terms.tasking.hand_over)

    # ---- what others are told -------------------------------------------------------------------

    def claim(self, report: Report, until: float, surplus: float | None = None) -> None:
        """Its own word, about observations that may be somebody else's: it goes no farther than either allows."""
        kind = Kind.AWAITED if report.kind is Kind.TIP else Kind.ENGAGED
        own = self._post.network.releasable(self.holder, kind)
        where = intersection(report.releasable, own)
        if where is not None and report.origin >= 0 and (own is None or report.origin in own):
            where |= {report.origin}
        said = replace(
            report,
            kind=kind,
            time_made=self.time,
            sender=self.holder,
            origin=self.holder,
            path=(),
            releasable=where,
            until=until,
            use="tasking",
            attended=None,
            surplus=surplus,
        )
        told = self._post.tell(said, self.holder)
        if kind is Kind.ENGAGED:  # ships know nothing of tips
            self.inform(told)

    def correct(self, report: Report) -> None:
        if self._dossiers is not None:
            self.inform(self._dossiers.correct(self.holder, report))

    def may_know(self, unit: str, known: Evidence) -> Evidence:
        holder = self._sea.holder(self._crew.rows[unit])
        if holder == self.holder or not known.compared:
            return known
        return known._replace(compared=frozenset(self._post.network.knows(holder, known.compared)))

    def agree(self, one: Dossier, other: Dossier) -> bool | None:
        return None if self._dossiers is None else self._dossiers.agree(one, other)

    def link(self, link: Link, reports: Sequence[Report]) -> None:
        """Its own word about dossiers that may be others': it goes no farther than each of them may, or came from."""
        where = self._post.network.releasable(self.holder, Kind.LINK)
        for one in reports:
            where = intersection(where, None if one.releasable is None else one.releasable | {one.origin})
        said = replace(
            reports[-1],
            kind=Kind.LINK,
            time_made=self.time,
            sender=self.holder,
            origin=self.holder,
            path=(),
            releasable=where,
            until=min(one.until for one in reports if one.until is not None),
            use="information" if any(one.use == "information" for one in reports) else "tasking",
            attended=None,
            dossier=None,
            link=link,
        )
        told = self._post.issue(said, self.holder, (link.one ^ link.other, 0))
        self._journal.note(Occurrence.LINKED, -1, report=told.id, holder=self.holder)
        if self._dossiers is not None:
            self._dossiers.linked(self.holder, told.id, link)
        self.inform(told)

    def inform(self, report: Report) -> None:
        delay = self._terms.informs[self.holder]
        if delay is None:
            return
        entity, ordinal = self._post.about(report.id)
        hours = delay(self._sea.uniform(Purpose.ORDER, entity, ordinal))
        of_a_hull = report.kind in (Kind.DOSSIER, Kind.LINK)
        pictures = () if of_a_hull else self._roster.pictures_of(self.holder)
        if hours > 0.0:
            self._clock.after(hours, self._informed, report, pictures)
        else:
            self._informed(report, pictures)

    def _informed(self, report: Report, pictures: Sequence[Picture]) -> None:
        for picture in pictures:
            picture.take(report, self.time)
        if self._dossiers is None or (report.dossier is None and report.link is None):
            return
        for row in self._roster.registered(self.holder):
            if report.dossier is not None:
                self._dossiers.told(row, report.dossier)
            elif report.link is not None:
                self._dossiers.told_of_link(row, report.link)

    def missed(self, task: Task, why: Reason) -> None:
        others = self._roster.beyond(self.holder)
        able = next((unit for unit in others if not isinstance(unit.offer(task), Reason)), None)
        if able is not None:
            self.note(Occurrence.GAP, why, track=task.track, report=task.report, asked=able.name)
