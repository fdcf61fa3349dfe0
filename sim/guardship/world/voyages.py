"""Candidate voyages, from the plan that the seed makes to their end, and what is carried on them.

Truth, like all judges of the world: an agent says what it does and never sees the books.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, final

from guardship.agents.offenders.offender import Ends, Quantile, Voyager
from guardship.agents.offenders.routes import Option
from guardship.core.draws import Purpose
from guardship.occurrences import Occurrence
from guardship.outcomes.routes import Chosen
from guardship.outcomes.voyages import Books, Outcome, Voyage
from guardship.reasons import Reason
from guardship.world.ports import Clock, Crew, Draws, Journal


@final
@dataclass(frozen=True, slots=True)
class Hold:
    """What a smuggler carries: drugs or arms [kg], or people; how much is drawn for each voyage."""

    cargo: str
    amount: Quantile


@final
class Candidate(NamedTuple):
    """A voyage that the seed alone plans: when [h], by whom, its ordinal among those of that group."""

    time: float
    row: int
    ordinal: int


@final
class Voyages:
    """Keeps the books. `window`: the measuring window [h]; `holds`: what is carried, by row of the leading vessel;
    `replaced`: quantile functions of the time [h] after which a crew in custody is replaced, by row, never without one.

    `under_way`: the present voyage of each group by row; `custody`: until when [h] a group is without its crew;
    `removed`: groups that are no longer in the model; `timetable`: all voyages that are planned;
    `routed`: by which ways smugglers have gone, and by which they have not.
    """

    def __init__(
        self,
        clock: Clock,
        draws: Draws,
        crew: Crew,
        journal: Journal,
        window: tuple[float, float],
        holds: Mapping[int, Hold],
        replaced: Mapping[int, Quantile],
    ) -> None:
        self._clock = clock
        self._draws = draws
        self._crew = crew
        self._journal = journal
        self._holds = holds
        self._replaced = replaced
        self._told: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.window = window
        self.books = Books()
        self.under_way: dict[int, Voyage] = {}
        self.custody: dict[int, float] = {}
        self.removed: set[int] = set()
        self.timetable: list[Candidate] = []
        self.routed: list[Chosen] = []

    def counts(self, time: float) -> bool:
        """Whether a time lies in the measuring window."""
        return self.window[0] <= time < self.window[1]

    def number(self, group: Voyager | None) -> int:
        """The number of a group's present voyage, -1 for none."""
        voyage = None if group is None else self.under_way.get(self._crew.row(group))
        return -1 if voyage is None else voyage.number

    # ---- the timetable --------------------------------------------------------------------------

    def expect(self, candidate: Candidate) -> None:
        """Enter a candidate voyage into the timetable."""
        self.timetable.append(candidate)

    def ends(self, candidate: Candidate) -> Ends:
        """Base and destination of a candidate voyage, None for what the seed alone does not say."""
        group = self._crew.voyager(candidate.row)
        return (None, None) if group is None else group.ends(candidate.ordinal)

    def told(self, candidate: Candidate, report: int) -> None:
        """A tip has been given about a candidate voyage; the log says so once the voyage has begun."""
        self._told[candidate.row, candidate.ordinal].append(report)
        voyage = self.under_way.get(candidate.row)
        if voyage is not None and voyage.ordinal == candidate.ordinal and voyage.sailed is not None:
            self._journal.note(Occurrence.TIPPED, candidate.row, voyage=voyage.number, report=report)

    def tips(self) -> dict[int, int]:
        """The voyage that each tip is about, by the number of the report; nothing of one whose time has not come."""
        planned = {(voyage.group, voyage.ordinal): voyage.number for voyage in self.books.voyages}
        return {report: planned[key] for key, reports in self._told.items() if key in planned for report in reports}

    # ---- sorties --------------------------------------------------------------------------------

    def plan(self, group: Voyager) -> bool:
        """A candidate voyage is due; False when the group is not there for it."""
        row, now = self._crew.row(group), self._clock.now
        voyage = self.books.plan(row, group.candidates, now, self.counts(now), group.offence)
        hold = self._holds.get(row)
        if hold is not None:
            voyage.cargo, voyage.amount = hold.cargo, self.amount(row, group.candidates)
        why = self._why_not(row)
        if why is not None:
            self._cancel(voyage, why)
            return False
        self.under_way[row] = voyage
        return True

    def _why_not(self, row: int) -> Reason | None:
        """Why nobody is there for a voyage that is due now; None when somebody is."""
        if row in self.removed:
            return Reason.REMOVED
        if self._clock.now < self.custody.get(row, -inf):
            return Reason.CREW_HELD
        return Reason.CREW_OUT if row in self.under_way else None

    def stay(self, group: Voyager, why: Reason) -> None:
        """The group has decided against it."""
        self._cancel(self.under_way.pop(self._crew.row(group)), why)

    def _cancel(self, voyage: Voyage, why: Reason) -> None:
        self.books.close(voyage, self._clock.now, Outcome.DID_NOT_SAIL, why)
        self._journal.note(Occurrence.DID_NOT_SAIL, voyage.group, voyage=voyage.number, reason=why)

    def prepares(self, group: Voyager, what: Occurrence) -> None:
        """Before it sails the group does something because it knows that a hull of its is listed."""
        row = self._crew.row(group)
        self._journal.note(what, row, voyage=self.under_way[row].number, reason=Reason.HULL_LISTED)

    def sail(self, group: Voyager) -> None:
        """A voyage begins."""
        voyage = self.under_way[self._crew.row(group)]
        voyage.sailed = self._clock.now
        self._journal.note(Occurrence.SAILED, voyage.group, voyage=voyage.number)
        for report in self._told.get((voyage.group, voyage.ordinal), ()):
            self._journal.note(Occurrence.TIPPED, voyage.group, voyage=voyage.number, report=report)

    def come_home(self, group: Voyager, why: Reason | None, empty: Reason) -> None:
        """A sortie is over without success, unless it had one. `why`: what sent it home; `empty`: without attacks."""
        row = self._crew.row(group)
        voyage = self.under_way.pop(row, None)
        if voyage is not None and voyage.outcome is None:
            cause = why or self.books.cause_of_failure(voyage, empty)
            self.books.close(voyage, self._clock.now, Outcome.ABORTED, cause)
            self._journal.note(Occurrence.CAME_HOME, row, voyage=voyage.number, reason=cause)

    def succeed(self, row: int, why: Reason) -> Voyage:
        """The voyage of a group has done what it was for, and is over; the voyage."""
        voyage = self.under_way.pop(row)
        self.books.close(voyage, self._clock.now, Outcome.SUCCEEDED, why)
        return voyage

    def take(self, group: Voyager, detained: bool, otherwise: Reason) -> None:
        """The group is taken: its voyage is stopped; its crew is detained until it is replaced, or may sail again.

        `otherwise`: why it is released, if it is not detained.
        """
        row = self._crew.row(group)
        voyage = self.under_way.pop(row)
        why = Reason.DETAINED if detained else otherwise
        if voyage.outcome is None:
            self.books.close(voyage, self._clock.now, Outcome.STOPPED, why)
        if detained:
            self.custody[row] = self._clock.now + self._replaced_after(row, group.sortie)
        self._journal.note(
            Occurrence.DETAINED if detained else Occurrence.RELEASED, row, voyage=voyage.number, reason=why
        )
        group.on_caught()

    def _replaced_after(self, row: int, ordinal: int) -> float:
        """How long a group is without a crew [h] that was taken on its so-manieth voyage."""
        hours = self._replaced.get(row)
        return inf if hours is None else hours(self._draws.given(Purpose.REPLACED, self._draws.id(row), ordinal))

    def lose(self, group: Voyager) -> None:
        """The group is no longer in the model: its voyage is aborted, and it makes no other."""
        row = self._crew.row(group)
        self.removed.add(row)
        voyage = self.under_way.get(row)
        if voyage is not None and voyage.sailed is None:
            self._cancel(self.under_way.pop(row), Reason.REMOVED)
        else:
            self.come_home(group, Reason.REMOVED, Reason.REMOVED)

    def choose(self, group: Voyager, options: Sequence[Option]) -> None:
        """By which way the present candidate voyage goes, if it does."""
        number = self.number(group)
        self.routed += [Chosen(self._clock.now, number, *one) for one in options]

    # ---- cargoes --------------------------------------------------------------------------------

    def amount(self, row: int, ordinal: int) -> float:
        """How much a smuggler carries on a candidate voyage: kg, or people."""
        return self._holds[row].amount(self._draws.given(Purpose.CARGO, self._draws.id(row), ordinal))

    def deliver(self, group: Voyager) -> None:
        """The cargo is landed."""
        row = self._crew.row(group)
        voyage = self.succeed(row, Reason.LANDED)
        self._journal.note(Occurrence.DELIVERED, row, voyage=voyage.number, reason=Reason.LANDED)

    def jettison(self, group: Voyager, why: Reason = Reason.WARSHIP_SEEN) -> None:
        """The cargo, or what else would convict them, goes over the side: nothing is left to be found."""
        row = self._crew.row(group)
        voyage = self.under_way[row]
        voyage.jettisoned = True
        self._journal.note(Occurrence.JETTISONED, row, voyage=voyage.number, reason=why)

    def jettisoned(self, group: Voyager | None) -> bool:
        """Whether a smuggler has nothing on board any more."""
        voyage = None if group is None else self.under_way.get(self._crew.row(group))
        return voyage is not None and voyage.jettisoned
