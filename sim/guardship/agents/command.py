"""The command of a holder: it takes what arrives into the picture and gives tasks to units, its own or partners'."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot, inf
from typing import Any, final

import mesa

from guardship.agents.circle import Call, Circle, Order
from guardship.agents.headquarters import Headquarters
from guardship.agents.interfaces import Task
from guardship.agents.patrol.unit import Patrol
from guardship.agents.reliefs import Reliefs
from guardship.agents.worth import ByWorth, Case, Option, why_not
from guardship.coalition.going import Going
from guardship.coalition.tasking import Mode, Tasking, assign
from guardship.intelligence import (
    PUBLIC,
    Chances,
    Dossier,
    Evidence,
    History,
    Judge,
    Kind,
    Link,
    ObservationId,
    Picture,
    Register,
    Report,
    Track,
)
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

# why no unit goes: of several reasons the one that came nearest to going
NEARNESS = (
    Reason.KEPT_IN_RESERVE,
    Reason.ON_GUARD,
    Reason.OUT_OF_REACH,
    Reason.BEYOND_RETURN,
    Reason.CREW_REST,
    Reason.TURNAROUND,
    Reason.VISIBILITY,
    Reason.WRONG_LIGHT,
    Reason.WEATHER,
    Reason.IN_PORT,
    Reason.IN_EXERCISE,
    Reason.TOO_FAR,
)

OF_NO_TRACK = {Kind.TIP, Kind.AWAITED, Kind.DOSSIER, Kind.LINK, Kind.PRIZE}


@final
@dataclass(frozen=True, slots=True)
class Standing:
    """What a command has been told once and for all.

    `sector(x, y)`: whether a place [nm] is in its sector, None: everywhere. `reserve`: so many of the units that could
    go are kept back. `preempts`: whether units are sent after tips, `ahead` [h] of the time that they say, to look
    within `tip_spreads` standard deviations of the place. `judge`: what it makes of looks, None where a label says it.
    `links`: from which chance on it says that two dossiers are of one hull, None: it does not look for that. `going`:
    how it weighs what a call is worth against the station of who would go; None: the first who can be there goes.
    """

    sector: Callable[[float, float], bool] | None = None
    reserve: int = 0
    preempts: bool = True
    ahead: float = inf
    call_waits: float = 1.0
    redirects: float = 2.0
    tip_spreads: float = 2.0
    judge: Judge | None = None
    links: float | None = None
    going: Going | None = None


class Command(mesa.Agent):  # type: ignore[misc]
    """One holder's command: its picture, the units that it may send, and how a call for help is answered.

    `units` obey it; `partners` are asked for theirs, and while there are any it decides together with their commands,
    in the `circle`. `known` holds what it may know but not act upon.
    """

    def __init__(
        self,
        model: Any,
        name: str,
        picture: Picture,
        headquarters: Headquarters,
        known: Picture | None = None,
        tasking: Tasking | None = None,
        standing: Standing | None = None,
        circle: Circle | None = None,
    ) -> None:
        super().__init__(model)
        self.name = name
        self.picture = picture
        self.known = known or picture
        standing = standing or Standing()
        self.headquarters = headquarters
        self.tasking = tasking or Tasking()
        self.circle = circle or Circle()
        self.sector = standing.sector
        self._units: list[Patrol] = []
        self._partners: list[Patrol] = []
        self.reach: tuple[Patrol, ...] = ()  # the units that it can send or ask for, its own first
        self.signs: dict[int, Patrol] = {}  # the same by what their observations are signed with
        self.call_signs: frozenset[int] = frozenset()  # of its units
        self.reserve = standing.reserve
        self.answered: dict[int, Call] = {}
        self.waiting: dict[int, Call] = {}
        self.ordered: dict[str, Call] = {}
        self.refused: set[tuple[int, str]] = set()
        self.sought: set[int] = set()  # the tracks after which it has ever sent a unit
        self.attended: dict[int, set[int]] = {}  # tracks, and who of others is after each and can board it
        self.preempts = standing.preempts
        self.ahead = standing.ahead
        self.call_waits = standing.call_waits
        self.tip_spreads = standing.tip_spreads
        self.redirects = standing.redirects
        self.judge = standing.judge
        self.register = Register()
        self.files: dict[int, dict[int, Evidence]] = {}  # by dossier, of each track that is taken for its hull
        self.originals: dict[int, Report] = {}  # dossiers that it originated, as it told of them first
        self.visits: defaultdict[int, dict[int, Dossier]] = defaultdict(dict)  # by dossier, to hulls taken for its own
        self.links = standing.links
        self.worth = None if standing.going is None else ByWorth(standing.going, self)
        self.dossiers: dict[int, Report] = {}  # the last report of each, where it links them
        self.tips: dict[ObservationId, Call | None] = {}
        self.awaited: set[ObservationId] = set()  # tips that partners see to
        self.reliefs = Reliefs(self)

    def remove(self) -> None:
        """Refuse with TypeError: a holder without its command would not be that holder; remove its units."""
        raise TypeError(f"the command of {self.name} cannot be removed; its units can")

    @property
    def units(self) -> list[Patrol]:
        """The units that obey it; a list to be replaced, not changed."""
        return self._units

    @units.setter
    def units(self, units: list[Patrol]) -> None:
        self._units = units
        self.call_signs = frozenset(unit.radio.call_sign for unit in units)
        self._reached((*units, *self._partners))

    @property
    def partners(self) -> list[Patrol]:
        """The units that it asks for; a list to be replaced, not changed."""
        return self._partners

    @partners.setter
    def partners(self, partners: list[Patrol]) -> None:
        self._partners = partners
        self._reached((*self._units, *partners))

    def _reached(self, units: tuple[Patrol, ...]) -> None:
        self.reach, self.signs = units, {unit.radio.call_sign: unit for unit in units}

    # ---- reports --------------------------------------------------------------------------------

    def on_report(self, report: Report) -> None:
        """A report has arrived: into the picture, and a task when it calls for one."""
        acts = self.may_act(report)
        if report.kind in OF_NO_TRACK:
            self.on_other(report, acts)
            return
        track = (self.picture if acts else self.known).take(report, self.headquarters.time)
        if acts and report.kind in (Kind.CLEARED, Kind.ENGAGED):
            self.headquarters.inform(report)
        if not acts:
            self.headquarters.note(Occurrence.NOTED, track if isinstance(track, Reason) else None, report=report.id)
        elif report.kind is Kind.ENGAGED:
            self.on_claim(report)
        elif isinstance(track, Reason):
            self.headquarters.note(Occurrence.NOT_TAKEN, track, report=report.id)
        else:
            self.headquarters.note(Occurrence.TAKEN, track=track.id, report=report.id)
            self.identify(track)
            if self.worth is not None and report.observations:
                self.worth.take_note(track, report)
            self.on_news(track, report)

    def on_other(self, report: Report, acts: bool) -> None:
        """A report that makes no track has arrived."""
        if report.kind is Kind.TIP:
            self.on_tip(report, acts)
        elif report.kind is Kind.AWAITED:
            self.on_awaited(report, acts)
        elif report.kind is Kind.DOSSIER:
            self.on_dossier(report, acts)
        elif report.kind is Kind.LINK:
            self.on_link(report, acts)
        else:
            self.headquarters.note(Occurrence.PRIZE_KNOWN if acts else Occurrence.NOTED, report=report.id)

    def on_dossier(self, report: Report, acts: bool) -> None:
        """Word of a hull: the ships are told, where that is done; of a visit it may say what dossiers were worth."""
        dossier = report.dossier
        if not acts or dossier is None:
            self.headquarters.note(Occurrence.NOTED, report=report.id)
            return
        if report.origin == self.headquarters.holder:
            self.originals.setdefault(dossier.name, report)
        if dossier.same_as is not None:
            self.visits[dossier.same_as[0]][dossier.name] = dossier
        if self.register.take(dossier):
            self.headquarters.note(Occurrence.LISTED, report=report.id)
            self.enter(dossier)
            self.headquarters.inform(report)
            if self.links is not None:
                self.dossiers[dossier.name] = report
                self.compare(dossier)
        else:
            self.headquarters.note(Occurrence.NOT_TAKEN, Reason.DUPLICATE_OBSERVATION, report=report.id)
        for name in (dossier.name, *(() if dossier.same_as is None else dossier.same_as[:1])):
            self.correct(name)

    def enter(self, dossier: Dossier) -> None:
        """A dossier is in the register: where the last one of a hull was withdrawn, no track is taken for that."""
        stands = self.register.stands(dossier.name)
        listed = self.register.listed(dossier.hull, self.headquarters.time) if dossier.withdrawn else ()
        if dossier.withdrawn and all(one.stands != stands for one in listed):
            self.files.pop(stands, None)

    def correct(self, name: int) -> None:
        """Correct or withdraw a dossier, if it is one of its own, by what visits to its hull have brought to light."""
        first, visits, latest = self.originals.get(name), self.visits.get(name), self.register.latest(name)
        identity = None if self.judge is None else self.judge.identity
        rules = None if identity is None else identity.corrections
        if rules is None or first is None or first.dossier is None or not visits or latest is None or latest.withdrawn:
            return
        found = rules.of(first.dossier, visits.values())
        if (found.withdrawn, found.chances) <= (latest.withdrawn, latest.chances):
            return  # no milder than what there is, by its own visits or by those that a partner has heard of
        corrected = replace(latest, repute=found.repute, chances=found.chances, withdrawn=found.withdrawn)
        corrected = replace(corrected, version=latest.version + 1)
        self.register.take(corrected)
        self.enter(corrected)
        self.headquarters.correct(replace(first, time_made=self.headquarters.time, dossier=corrected))

    def compare(self, dossier: Dossier) -> None:
        """Lay a dossier beside those that there are: what is likely of one hull with it is told as that."""
        identity = None if self.judge is None else self.judge.identity
        listed = self.register.listed(dossier.hull, self.headquarters.time)
        own = next((one for one in listed if one.name == dossier.name), None)
        if identity is None or own is None or self.links is None:
            return
        others = [one for one in listed if one.stands != own.stands]
        chances = identity.same(own, others, [self.headquarters.agree(own, other) for other in others])
        chance, k = max(((p, -k) for k, p in enumerate(chances)), default=(0.0, 0))
        if others and chance >= self.links:
            one, other = others[-k].name, own.name
            link = Link(min(one, other), max(one, other), chance)
            self.join(link)
            self.headquarters.link(link, [self.dossiers[one], self.dossiers[other]])

    def on_link(self, report: Report, acts: bool) -> None:
        """Word that two dossiers are of one hull: the ships are told, where that is done."""
        if not acts or report.link is None:
            self.headquarters.note(Occurrence.NOTED, report=report.id)
        elif self.join(report.link):
            self.headquarters.note(Occurrence.LISTED, report=report.id)
            self.headquarters.inform(report)
        else:
            self.headquarters.note(Occurrence.NOT_TAKEN, Reason.DUPLICATE_OBSERVATION, report=report.id)

    def join(self, link: Link) -> bool:
        """Two dossiers are of one hull, and so are the tracks that are taken for it; False when that is known."""
        if not self.register.link(link):
            return False
        files, self.files = self.files, {}
        for name, file in files.items():
            self.files.setdefault(self.register.stands(name), {}).update(file)
        return True

    def identify(self, track: Track) -> None:
        """Keep for which dossier's hull a track is taken, by what is known of that track alone."""
        if self.judge is None or not track.known.compared:
            return
        now = self.headquarters.time
        named = self.judge.named(track.hull, track.known, self.register.listed(track.hull, now), now)
        for name, file in self.files.items():
            if named is None or name != named.stands:
                file.pop(track.id, None)
        if named is not None:
            self.files.setdefault(named.stands, {})[track.id] = track.known

    def evidence(self, track: Track) -> Evidence:
        """What is known of a track, and of those that are taken for the same hull."""
        known = track.known
        for file in self.files.values():
            if track.id in file:
                for other in file.values():
                    known = known.joined(other)
        return known

    def may_act(self, report: Report) -> bool:
        """Whether units may be sent on the strength of a report."""
        own = report.origin in (self.headquarters.holder, PUBLIC)
        return own or (self.tasking.cues and report.use == "tasking")

    def on_news(self, track: Track, report: Report) -> None:
        """A track has changed."""
        self.redirect(track, report)
        if report.kind is Kind.UPDATE and report.until is not None:
            self.reliefs.wanted(track, report)
        given_up = self.gives_up(track, report)
        waits = self.waiting.get(track.id)
        if waits is not None:
            self.on_more(waits, report)
            return
        call = self.call_of(track, report, given_up)
        if call is None:
            return
        why = self.why_not(track, report)
        if why is not None:
            self.headquarters.note(Occurrence.NO_UNIT, why, track=track.id, report=report.id)
        else:
            call.heard = report.time_made
            self.waiting[track.id] = call
            self.answer(call)

    def on_more(self, call: Call, report: Report) -> None:
        """More is known of what a call that waits is about: it may have been made to stop, or a partner is after it."""
        call.heard = report.time_made
        if self.is_attended(call.track, call.report):
            del self.waiting[call.track.id]
            why = Reason.PARTNER_TASKED
            self.headquarters.note(Occurrence.NO_UNIT, why, track=call.track.id, report=call.report.id)
        else:
            self.answer(call)

    def gives_up(self, track: Track, report: Report) -> bool:
        """Keep who of others is after a contact and can board it; whether a report says that the last no longer is."""
        if report.origin == self.headquarters.holder or not report.observations:
            return False
        by = report.observations[-1].by
        if by in self.call_signs:  # what units of its own are at it knows
            return False
        at = self.attended.get(track.id)
        if at is None:
            if report.attended:
                self.attended[track.id] = {by}
            return False
        was = by in at
        if report.attended:
            at.add(by)
        elif report.attended is False or report.kind in (Kind.LOST, Kind.CLEARED):
            at.discard(by)
        return was and not at and report.attended is False

    def is_attended(self, track: Track, report: Report) -> bool:
        """Whether a contact is left to an observer of another's, who can board it; a call for help is not."""
        return report.kind is not Kind.DISTRESS and bool(self.attended.get(track.id))

    def call_of(self, track: Track, report: Report, given_up: bool = False) -> Call | None:
        """What a report calls for: a call for help does, and a suspicious contact that its observer cannot board.

        `given_up`: who could have boarded it is not after it any more.
        """
        if not self.reach:
            return None
        if report.kind is Kind.DISTRESS:
            return Call(track, report, there=False)
        calls = report.kind in (Kind.CONTACT, Kind.ADVISORY)
        if not calls and not given_up and not self.judges(track, report):
            return None
        own = [seen for seen in report.observations if seen.by in self.call_signs]
        at_it = [unit for seen in own if (unit := self.signs[seen.by]).works_on(seen)]
        if not at_it:
            return Call(track, report, there=False)
        if self.tasking.claims:
            self.headquarters.claim(report, self.headquarters.time + self.tasking.claims_last)
        return None if any(unit.can_board for unit in at_it) else Call(track, report, there=True)

    def why_not(self, track: Track, report: Report) -> Reason | None:
        """What speaks against sending anybody after a track."""
        now = self.headquarters.time
        caveat = self.headquarters.caveat(report) if report.kind is Kind.DISTRESS else None
        if caveat is not None:
            return caveat
        if track.id in self.answered:
            return Reason.ALREADY_TASKED
        if report.kind is not Kind.DISTRESS and self.judges(track, report) and not self.closes(track):
            return Reason.NOT_SUSPICIOUS
        if track.cleared(now) and report.kind is not Kind.DISTRESS:
            return Reason.FOUND_HARMLESS
        if self.is_attended(track, report) or (self.tasking.claims and track.engaged(now)):
            return Reason.PARTNER_TASKED
        x, y, _ = track.at(now)
        if self.sector is not None and not self.sector(x, y):
            return Reason.OUTSIDE_SECTOR
        return None

    def judges(self, track: Track, report: Report) -> bool:
        """Whether a report of a contact counts for what it shows, and not for the label of whoever made it."""
        tells = report.kind in (Kind.CONTACT, Kind.UPDATE, Kind.ADVISORY)
        return tells and self.judge is not None and bool(track.known) and self.judge.judges(track.hull)

    def closes(self, track: Track) -> bool:
        """Whether a track is worth a unit, by what this nation makes of all that it knows of it."""
        assert self.judge is not None
        now = self.headquarters.time
        x, y, _ = track.at(now)
        listed = self.register.listed(track.hull, now)
        return self.judge.thresholds.closes(self.judge.chances(track.hull, x, y, self.evidence(track), listed, now))

    @property
    def offences(self) -> tuple[str, ...]:
        """What its chances are of, after harmless; none where it does not judge."""
        return () if self.judge is None else self.judge.signs.offences

    def chances(self, track: Track) -> Chances | None:
        """What it makes of a track by all that is known of it, harmless first; None where no judgement says anything.

        Looks at a hull that is not judged by signs say nothing, what others believe does.
        """
        now, known = self.headquarters.time, self.evidence(track)
        if self.judge is None or not (known.assessed or (known and self.judge.judges(track.hull))):
            return None
        x, y, _ = track.at(now)
        return self.judge.chances(track.hull, x, y, known, self.register.listed(track.hull, now), now)

    # ---- sending --------------------------------------------------------------------------------

    def answer(self, call: Call) -> None:
        """Send the units that a call needs: at once, or when all partners have heard what this instant brings."""
        if self.partners or self.worth is not None:
            self.circle.bring(self, call)
            return
        while (order := self.next_order(call)) is not None:
            self.give(order)

    @property
    def asks(self) -> bool:
        """Whether it asks others for units, and so leaves to them what they see to."""
        return bool(self.partners)

    @property
    def weighs(self) -> bool:
        """Whether it decides on all calls of one instant together."""
        return self.worth is not None

    def propose(self, calls: Sequence[Call]) -> list[Order]:
        """The orders that it would give now for some calls."""
        if self.worth is not None:
            return self.weigh(self.worth, [call for call in calls if self.needs(call)])
        return [order for call in calls if (order := self.next_order(call)) is not None]

    def next_order(self, call: Call) -> Order | None:
        """The next order for a call: to who can be there first, or to the first that can board if that one cannot."""
        if self.waiting.get(call.track.id) is not call:  # it has all that it needs, or is not wanted any more
            return None
        if self.partners and self.seen_to(call):
            self.leave_to_partner(call)
            return None
        units = [unit for unit in self.reach if unit.can_board] if call.there else self.fit_for(call)
        task = self.task(call.track, call.report)
        hours, unit, why = self.pick(call, units, task)
        if unit is None:
            self.nobody(call, task, why)
            return None
        return Order(self, call, task, unit, hours)

    # ---- by worth -------------------------------------------------------------------------------

    def needs(self, call: Call) -> bool:
        """Whether a call still needs a unit: nobody else sees to it, and nobody is looking for it to begin with."""
        if self.waiting.get(call.track.id) is not call:
            return False
        if self.seen_to(call):
            self.leave_to_partner(call)
            return False
        looked_for = call.there and call.report.kind is not Kind.DISTRESS
        return not (looked_for and any(not unit.quarry for unit in self.sent_to(call.track)))

    def weigh(self, worth: ByWorth, calls: Sequence[Call]) -> list[Order]:
        """The orders of the greatest surplus for some calls, all on the same state."""
        cases = [worth.case(call, self.task(call.track, call.report), self.kept(call.track)) for call in calls]
        taken, back = worth.choose(cases)
        for k, case in enumerate(cases):
            if k not in taken:
                why = why_not(case, k in back, NEARNESS)
                if why is not case.call.why and case.best is not None:
                    self.write(worth, case.call, case.best, why)
                self.nobody(case.call, case.task, why)
        return [self.order(cases[k], one) for k, one in taken.items()]

    def order(self, case: Case, option: Option) -> Order:
        """The order for an option, which says how long it is worth searching; on a tip until it has expired."""
        task = case.task if case.task.until else case.task._replace(search=option.search)
        return Order(self, case.call, task, option.unit, option.hours, option.weighed, option.mate)

    def write(self, worth: ByWorth, call: Call, option: Option | Order, why: Reason | None = None) -> None:
        """Write down both sides, and whether the unit goes: `why` nobody does."""
        self.headquarters.weighed(call, option, worth.stake(call.track, call.report, call.there).chance, why)

    def sent_to(self, track: Track) -> list[Patrol]:
        """The units that it has sent after a track, those whose order is on its way included."""
        ordered = [unit for unit in self.reach if (call := self.ordered.get(unit.name)) and call.track is track]
        return [*self.under_way(track.id), *ordered]

    def sees_to(self, track: Track) -> bool:
        """Whether a unit has been sent after a track."""
        return bool(self.sent_to(track))

    def kept(self, track: Track) -> float:
        """For how many hours a unit keeps a track for another, so that it is found where it is."""
        keeping = (unit for unit in self.reach if track.holding.get(unit.radio.call_sign, 0) == unit.quarry != 0)
        return max((unit.keeps_for for unit in keeping), default=0.0)

    def spares(self, order: Order) -> Reason | None:
        """Why it does not give a unit of its own that a partner asks for, who has weighed it; None: it gives it.

        A duty to rescue is not weighed.
        """
        if self.worth is None or order.weighed is None or order.unit.bound_to(order.task):
            return None
        return None if self.worth.spares(order.unit, order.weighed) else Reason.NOT_WORTH_GOING

    # ---- orders ---------------------------------------------------------------------------------

    def precedence(self, order: Order) -> tuple[int, float, float]:
        """Where an order stands among those of one instant: of one's own unit first, where it is not weighed; then what
        is weighed, the greatest surplus first; then requests that are not; what is equal by lot."""
        lot = self.headquarters.lot(order.task.report)
        if order.weighed is not None:
            return 1, -order.weighed.surplus, lot
        return 0 if order.unit in self.units else 2, 0.0, lot

    def seen_to(self, call: Call) -> bool:
        """Whether another command has sent a unit after what a call is about."""
        if any(self.is_at(unit, call) for unit in self.reach):
            return True
        about = call.track.episodes if self.worth is not None else frozenset()
        return any(order.command is not self and not about.isdisjoint(order.task.about) for order in self.circle.on_way)

    def is_at(self, unit: Patrol, call: Call) -> bool:
        """Whether another command has sent a unit after what a call is about.

        Who weighs asks whether it rests on the same contact of the same observer; else the report is the same.
        """
        task = unit.datum
        if task is None or task.by == self.headquarters.holder:
            return False
        about = self.worth is not None and not task.about.isdisjoint(call.track.episodes)
        return about or task.report == call.report.id

    def leave_to_partner(self, call: Call) -> None:
        """Another command sees to it: who asks each other for units knows what they are about."""
        self.headquarters.note(Occurrence.NO_UNIT, Reason.PARTNER_TASKED, track=call.track.id, report=call.report.id)
        call.there = call.team = True
        self.settle(call)

    def settle(self, call: Call) -> None:
        """A call that has all that it needs waits no more."""
        if call.answered:
            self.answered[call.track.id] = call
            self.waiting.pop(call.track.id, None)

    def nobody(self, call: Call, task: Task, why: Reason) -> None:
        """No unit goes, which is said once for each reason."""
        if why is not call.why:
            self.headquarters.note(Occurrence.NO_UNIT, why, track=task.track, report=task.report)
            self.headquarters.missed(task, why)
        call.why = why

    def give(self, order: Order) -> bool:
        """Give an order; False when the unit refuses at once, which is not asked again for the same track."""
        call, task, unit = order.call, order.task, order.unit
        if self.worth is not None:
            self.write(self.worth, call, order)
        if unit in self.partners:
            self.headquarters.note(Occurrence.REQUESTED, asked=unit.name, track=task.track, report=task.report)
        wait = self.headquarters.takes(unit.name, task.report)
        if wait > 0.0:
            self.ordered[unit.name] = call
            if self.partners:
                self.circle.on_way.append(order)
            self.headquarters.later(wait, self.on_ordered, order)
        elif not self.hand(order):
            return False
        self.sent(order)
        return True

    def sent(self, order: Order) -> None:
        """A unit is on its way: the one that is there first, or one that boards; or one that only looks for it."""
        call, unit = order.call, order.unit
        call.team = call.team or call.there or (unit.can_board and not order.mate)
        call.there = True
        self.settle(call)

    def on_ordered(self, order: Order) -> None:
        """An order has reached its unit; with partners, another's may have at the same instant."""
        if self.partners:
            self.circle.reach(order)
        else:
            self.arrive(order)

    def arrive(self, order: Order) -> None:
        """The unit takes an order that has reached it, or somebody else is sent."""
        self.ordered.pop(order.unit.name, None)
        if order in self.circle.on_way:
            self.circle.on_way.remove(order)
        if not self.hand(order):
            self.on_declined(order.task.track, order.unit.name, order.task.report)

    def hand(self, order: Order) -> bool:
        """A unit has its task, unless it or its nation refuses."""
        call, task, unit = order.call, order.task, order.unit
        if unit in self.partners and self.seen_to(call):
            self.refuse(task, unit, Reason.PARTNER_TASKED)
            self.leave_to_partner(call)
            return True
        why = self.headquarters.refusal(order) if unit in self.partners else None
        if why is None and not isinstance(offer := unit.offer(task), Reason):
            self.headquarters.note(Occurrence.TASKED, unit=unit.name, track=task.track, report=task.report)
            if unit.on_tasked(self.told(unit, task)) is not False:
                call.eta = min(call.eta, self.headquarters.time + offer)
                call.surplus = None if order.weighed is None else order.weighed.surplus
                if self.tasking.claims:
                    until = self.headquarters.time + offer + self.tasking.claims_last
                    self.headquarters.claim(call.report, until, call.surplus)
                return True
        elif unit in self.partners:
            self.refuse(task, unit, why or Reason.UNIT_BUSY)
        self.refused.add((task.track, unit.name))
        return False

    def told(self, unit: Patrol, task: Task) -> Task:
        """A task as a unit is told it, which it then has."""
        self.sought.add(task.track)
        return task._replace(known=self.headquarters.may_know(unit.name, task.known))

    def refuse(self, task: Task, unit: Patrol, why: Reason) -> None:
        """A partner does not send his unit."""
        self.headquarters.note(Occurrence.REQUEST_REFUSED, why, track=task.track, report=task.report, asked=unit.name)

    def task(self, track: Track, report: Report) -> Task:
        """To make for where a track is believed to be now."""
        now = self.headquarters.time
        _, x, y, vx, vy, pxx, pxv, pvv = track.state(now)
        until, spread = 0.0, 0.0
        if report.kind is Kind.TIP and report.until is not None:
            until, spread = report.until, self.tip_spreads * report.observations[-1].sigma
        within = None if self.worth is None else self.worth.going.within
        return Task(
            track.id,
            report.id,
            report.kind is Kind.DISTRESS,
            *(x, y, vx, vy, now),
            self.headquarters.holder,
            *(until, spread, pxx, pxv, pvv, track.agility),
            self.evidence(track),
            fits=self.fits(track),
            within=within,
            about=track.episodes,
        )

    def fits(self, track: Track) -> float:
        """How sure whoever comes has to be of a track before a unit that keeps it goes."""
        wanted = 0.0
        for sign in track.holding:
            unit = self.signs.get(sign)
            if unit is not None and unit.doctrine.relief is not None:
                wanted = max(wanted, unit.doctrine.relief.fits)
        return wanted

    def pick(self, call: Call, units: Iterable[Patrol], task: Task) -> tuple[float, Patrol | None, Reason]:
        """The unit that can be there first, ties to the first by name; else why the nearest to going does not."""
        able: list[tuple[float, str, Patrol]] = []
        given: set[Reason] = set()
        for unit in units:
            if (call.track.id, unit.name) not in self.refused:
                hours = self.offer(unit, task)
                if isinstance(hours, Reason):
                    given.add(hours)
                else:
                    able.append((hours, unit.name, unit))
        own = [one for one in able if one[2] in self.units] if self.reserve else []
        if own and len(own) <= self.reserve:
            able = [one for one in able if one not in own]
            given.add(Reason.KEPT_IN_RESERVE)
        if able:
            hours, _, unit = min(able, key=lambda one: one[:2])
            return hours, unit, Reason.NO_UNIT_FREE
        return inf, None, next((why for why in NEARNESS if why in given), Reason.NO_UNIT_FREE)

    def offer(self, unit: Patrol, task: Task) -> float | Reason:
        """Hours in which a unit could be there, the order's own way included, or why not."""
        if unit.name in self.ordered or unit.name in self.circle.given:
            return Reason.UNDER_ORDER
        kept = self.headquarters.kept(unit.name, task.report)
        if kept is not None and not unit.bound_to(task):
            return kept
        hours = unit.offer(task)
        return hours if isinstance(hours, Reason) else hours + self.headquarters.usually(unit.name)

    # ---- what happens to those under way --------------------------------------------------------

    def under_way(self, track: int) -> list[Patrol]:
        """The units that this command has sent after a track."""
        if track not in self.sought:
            return []
        task = track, self.headquarters.holder
        return [unit for unit in self.reach if unit.datum is not None and (unit.datum.track, unit.datum.by) == task]

    def redirect(self, track: Track, report: Report) -> None:
        """Units under way to a track that turns out to be elsewhere are told."""
        for unit in self.under_way(track.id):
            assert unit.datum is not None
            a, b = unit.believed(unit.datum)
            x, y, _ = track.at(self.headquarters.time)
            if hypot(x - a, y - b) > self.redirects:
                unit.on_redirected(self.told(unit, self.task(track, report)))

    def on_claim(self, report: Report) -> None:
        """A partner says that a unit of his goes: who would be there later than his stands down."""
        track = self.picture.about(report.observations[-1]) if report.observations else None
        if track is None or report.until is None:
            return
        self.headquarters.note(Occurrence.CLAIMED, track=track.id, report=report.id)
        call = self.waiting.pop(track.id, None)
        if call is not None:
            self.headquarters.note(Occurrence.NO_UNIT, Reason.PARTNER_TASKED, track=track.id, report=call.report.id)
            self.answered[track.id] = call
        call = self.answered.get(track.id)
        sent = self.under_way(track.id)
        if call is not None and sent and self.yields(report, call) and self.headquarters.heeds(report):
            for unit in sent:
                unit.on_stood_down()

    def yields(self, claim: Report, call: Call) -> bool:
        """Whether one's own unit stands down for a partner's that goes: where both have weighed it that of the smaller
        surplus, else the later one."""
        if claim.surplus is not None and call.surplus is not None and claim.surplus != call.surplus:
            return claim.surplus > call.surplus
        return self.sooner(claim, call)

    def sooner(self, claim: Report, call: Call) -> bool:
        """Whether a partner's unit that goes will be there before one's own."""
        return claim.until is not None and claim.until - self.tasking.claims_last < call.eta

    def on_relief(self, track: int, by: str) -> None:
        """A unit has a contact of its own of a track: whoever else has shadowed it for a relief can go."""
        found = self.picture.track(track, self.headquarters.time)
        if isinstance(found, Reason):
            return
        for unit in self.reach:
            holds = found.holding.get(unit.radio.call_sign, 0) == unit.quarry != 0
            if holds and unit.name != by and self.headquarters.hands_over(unit.name, unit.quarry):
                hours = self.headquarters.hand_over(unit.name)
                if hours > 0.0:
                    self.headquarters.later(hours, self.on_handed_over, unit, unit.quarry)
                else:
                    unit.on_relieved()
        self.reliefs.done(track)

    def on_handed_over(self, unit: Patrol, contact: int) -> None:
        """The relief knows what there is to know; the other may have lost the contact meanwhile."""
        if unit.quarry == contact:
            unit.on_relieved()

    def on_declined(self, track: int, name: str, report: int) -> None:
        """A unit that was tasked cannot go after all: another one, while the call is fresh."""
        if self.reliefs.declined(report, name):
            return
        self.refused.add((track, name))
        call = self.answered.pop(track, None) or self.waiting.get(track)
        if call is None:
            return
        call.there, call.eta = False, inf
        able = (unit.can_board for unit in self.reach if unit.name == name)
        call.team = call.team and not any(able)
        self.waiting[track] = call
        if not call.track.ended and self.headquarters.time - call.heard <= self.call_waits:
            self.answer(call)

    def on_available(self) -> None:
        """A unit is free again: for the calls that wait, the oldest first, while they are fresh."""
        for number, call in list(self.waiting.items()):
            if call.track.ended or self.headquarters.time - call.heard > self.call_waits:
                del self.waiting[number]
        self.reliefs.on_available()
        if self.tasking.mode is Mode.UNIFIED and self.worth is None:
            self.match()
        for number, call in list(self.waiting.items()):
            if number in self.waiting:
                self.answer(call)

    def match(self) -> None:
        """The best assignment of all units to all calls that nobody is sent to yet."""
        calls = [call for call in self.waiting.values() if not call.there]
        if len(calls) < 2:
            return
        tasks = [self.task(call.track, call.report) for call in calls]
        units = sorted(self.units, key=lambda unit: unit.name)
        hours = [[self.hours(call, unit, task) for unit in units] for call, task in zip(calls, tasks, strict=True)]
        for one in assign(hours):
            self.give(Order(self, calls[one.task], tasks[one.task], units[one.unit], one.hours))

    def hours(self, call: Call, unit: Patrol, task: Task) -> float:
        """Hours in which a unit could be there, infinite when it cannot or has refused."""
        hours = inf if (call.track.id, unit.name) in self.refused else self.offer(unit, task)
        return inf if isinstance(hours, Reason) else hours

    # ---- tips -----------------------------------------------------------------------------------

    def on_tip(self, report: Report, acts: bool) -> None:
        """Word of a voyage that is planned: a unit is to wait for it. Nobody has seen anything: it makes no track."""
        now, seen = self.headquarters.time, report.observations[-1]
        if seen.id in self.tips or report.until is None:
            return
        self.headquarters.note(Occurrence.TIP, report=report.id)
        if not acts or not self.reach:
            return
        self.tips[seen.id] = None
        why = Reason.PARTNER_TASKED if seen.id in self.awaited else None if self.preempts else Reason.NO_PREEMPTION
        why = Reason.TIP_EXPIRED if report.until <= now else why
        if why is not None:
            self.headquarters.note(Occurrence.NO_UNIT, why, report=report.id)
            return
        place = Track(-report.id, replace(seen, time=now), History(0.0, 0.0), 1)
        self.tips[seen.id] = call = Call(place, report, there=False, heard=report.until)
        self.headquarters.later(max(seen.time - self.ahead - now, 0.0), self.on_due, call)
        self.headquarters.later(report.until - now, self.on_tip_over, call)

    def on_due(self, call: Call) -> None:
        """Time to send somebody where a tip says, unless a partner has."""
        if call.report.observations[-1].id in self.awaited:
            self.headquarters.note(Occurrence.NO_UNIT, Reason.PARTNER_TASKED, report=call.report.id)
            return
        self.waiting[call.track.id] = call
        self.answer(call)

    def on_awaited(self, report: Report, acts: bool) -> None:
        """A partner says that a unit of his goes where a tip says: who would be there later than his stands down."""
        if not acts or report.until is None:
            self.headquarters.note(Occurrence.NOTED, report=report.id)
            return
        self.headquarters.note(Occurrence.CLAIMED, report=report.id)
        seen = report.observations[-1].id
        self.awaited.add(seen)
        call = self.tips.get(seen)
        if call is None:
            return
        if self.waiting.pop(call.track.id, None) is not None:
            self.headquarters.note(
                Occurrence.NO_UNIT, Reason.PARTNER_TASKED, track=call.track.id, report=call.report.id
            )
        sent = self.under_way(call.track.id)
        if sent and self.yields(report, call) and self.headquarters.heeds(report):
            for unit in sent:
                unit.on_stood_down()

    def on_tip_over(self, call: Call) -> None:
        """What was announced should be over by now."""
        call.track.ended = True
        self.waiting.pop(call.track.id, None)
        self.headquarters.note(Occurrence.TIP_EXPIRED, report=call.report.id)

    def fit_for(self, call: Call) -> Sequence[Patrol]:
        """Who can be there first: any unit, but only a ship that can board waits for hours."""
        if call.report.kind is not Kind.TIP:
            return self.reach
        return [unit for unit in self.reach if unit.can_board and unit.craft is None]
