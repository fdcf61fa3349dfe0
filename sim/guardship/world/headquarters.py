"""A command's ports: its clock, its log, its orders, requests to partners, and what it tells them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, final

from guardship.agents import Merchant, Task
from guardship.coalition.tasking import Tasking
from guardship.core.draws import Purpose, named
from guardship.intelligence import Kind, Picture, Quantile, Report
from guardship.intelligence.channel import intersection
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

if TYPE_CHECKING:
    from guardship.world.model import PatrolModel

NATIONAL = Tasking()


def at_once(u: float) -> float:
    """No time."""
    return 0.0


@final
@dataclass(frozen=True, slots=True)
class Terms:
    """How nations task their units and each other's, by holder. Delays are quantile functions [h].

    `orders`: to its own units. `informs`: what it passes down to its ships, None for nothing. `request`: to a partner.
    `refuses`: the chance that a nation does not give its unit.
    """

    orders: Sequence[Quantile]
    informs: Sequence[Quantile | None]
    request: Quantile = at_once
    refuses: Mapping[int, float] = field(default_factory=dict)
    tasking: Tasking = NATIONAL


class Office:
    """The ports of one holder's command."""

    def __init__(self, model: "PatrolModel", holder: int, terms: Terms) -> None:
        self.model = model
        self.holder = holder
        self.terms = terms

    @property
    def time(self) -> float:
        return self.model.ocean.now

    def note(
        self,
        kind: Occurrence,
        reason: Reason | None = None,
        unit: str = "",
        track: int = 0,
        report: int = 0,
        asked: str = "",
    ) -> None:
        row, other = self.model.rows.get(unit, -1), self.model.rows.get(asked, -1)
        self.model.answered(kind, row, report, reason)
        self.model.note(kind, row, other, track=track, report=report, reason=reason, holder=self.holder)

    # ---- orders and requests --------------------------------------------------------------------

    def takes(self, unit: str, report: int) -> float:
        holder, way = self._way(unit)
        entity, ordinal = self.model.about(report)
        u = self.model.ocean.uniform(Purpose.ORDER, entity ^ self.model.ocean.id(self.model.rows[unit]), ordinal)
        return self._eased(holder, way(u))

    def usually(self, unit: str) -> float:
        holder, way = self._way(unit)
        return self._eased(holder, way(0.5))

    def _way(self, unit: str) -> tuple[int, Quantile]:
        """The nation of a unit, and the delay of what it is told."""
        holder = int(self.model.ocean.fleet["holder"][self.model.rows[unit]])
        asked = self.model.rows[unit] in self.model.asked.get(self.holder, ())
        return holder, self.terms.request if asked else self.terms.orders[holder]

    def _eased(self, holder: int, hours: float) -> float:
        """Nations that have trained together need less time."""
        drilled = self.model.interoperability
        if holder == self.holder or hours <= 0.0:
            return hours
        names = self.model.commands
        return drilled.request_delay(names[self.holder].name, names[holder].name, self.time, hours)

    def later(self, hours: float, what: Callable[..., None], *args: Any) -> None:
        self.model.after(hours, what, *args)

    def caveat(self, report: Report) -> Reason | None:
        law, caller = self.model.law, self.model.reports[report.id - 1][1]
        why = None if law is None or caller < 0 else law.answers(self.holder, caller)
        if why is not None and any(pact.covers(self.holder, *self._caller(report)) for pact in self.model.guards):
            return None
        return why

    def kept(self, unit: str, report: int) -> Reason | None:
        pact = next((one for one in self.model.guards if one.keeps and one.posted(unit)), None)
        if pact is None:
            return None
        holder = int(self.model.ocean.fleet["holder"][self.model.rows[unit]])
        covered = pact.covers(holder, *self._caller(self.model.reports[report - 1][0]))
        return None if covered else Reason.ON_GUARD

    def _caller(self, report: Report) -> tuple[str, float, float]:
        """The flag that a caller names, "" for other reports, and the place that a report gives [nm]."""
        row, seen = self.model.reports[report.id - 1][1], report.observations[-1]
        named = report.kind is Kind.DISTRESS and row >= 0
        crew = self.model.crew[row] if named else None
        flag = crew.handling.flag if isinstance(crew, Merchant) else ""
        return self.model.law.flag(row) if named and self.model.law is not None else flag, seen.x, seen.y

    def refusal(self, unit: str, report: int) -> Reason | None:
        holder = int(self.model.ocean.fleet["holder"][self.model.rows[unit]])
        keeps = self.model.commands[holder].reserve
        if keeps and sum(one.free for one in self.model.own[holder]) <= keeps:
            return Reason.KEPT_IN_RESERVE
        chance = self.terms.refuses.get(holder, 0.0)
        if chance <= 0.0:
            return None
        entity, ordinal = self.model.about(report)
        u = self.model.ocean.uniform(Purpose.REFUSAL, entity ^ named(self.model.commands[holder].name), ordinal)
        return Reason.PARTNER_REFUSED if u < chance else None

    def heeds(self, report: Report) -> bool:
        entity, ordinal = self.model.about(report.id)
        partner = report.path[0] if report.path else report.sender
        own, other = (self.model.commands[k].name for k in (self.holder, partner))
        chance = self.model.interoperability.duplicate_avoided(own, other, self.time)
        return chance >= 1.0 or self.model.ocean.uniform(Purpose.DUPLICATE, entity ^ named(own), ordinal) < chance

    def hands_over(self, unit: str, track: int) -> bool:
        row = self.model.rows[unit]
        holder = int(self.model.ocean.fleet["holder"][row])
        if holder == self.holder:
            return True
        own, other = (self.model.commands[k].name for k in (self.holder, holder))
        chance = self.model.interoperability.hand_over_works(own, other, self.time)
        return chance >= 1.0 or self.model.ocean.uniform(Purpose.RELIEF, self.model.ocean.id(row), track) < chance

    def hand_over(self, unit: str) -> float:
        holder = int(self.model.ocean.fleet["holder"][self.model.rows[unit]])
        own, other = (self.model.commands[k].name for k in (self.holder, holder))
        return self.model.interoperability.hand_over_time(own, other, self.time, self.terms.tasking.hand_over)

    # ---- what others are told -------------------------------------------------------------------

    def claim(self, report: Report, until: float) -> None:
        """Its own word, about observations that may be somebody else's: it goes no farther than either allows."""
        kind = Kind.AWAITED if report.kind is Kind.TIP else Kind.ENGAGED
        own = self.model.network.releasable(self.holder, kind)
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
        )
        told = self.model.tell(said, self.holder)
        if kind is Kind.ENGAGED:  # ships know nothing of tips
            self.inform(told)

    def inform(self, report: Report) -> None:
        delay = self.terms.informs[self.holder]
        if delay is None:
            return
        entity, ordinal = self.model.about(report.id)
        hours = delay(self.model.ocean.uniform(Purpose.ORDER, entity, ordinal))
        pictures = [p for unit in self.model.own[self.holder] if (p := self.model.picture_of(unit)) is not None]
        if hours > 0.0:
            self.model.after(hours, self._informed, report, pictures)
        else:
            self._informed(report, pictures)

    def _informed(self, report: Report, pictures: Sequence[Picture]) -> None:
        for picture in pictures:
            picture.take(report, self.time)

    def missed(self, task: Task, why: Reason) -> None:
        own = set(self.model.commands[self.holder].reach)
        others = [unit for unit in self.model.units if unit not in own]
        able = next((unit for unit in others if not isinstance(unit.offer(task), Reason)), None)
        if able is not None:
            self.note(Occurrence.GAP, why, track=task.track, report=task.report, asked=able.name)
