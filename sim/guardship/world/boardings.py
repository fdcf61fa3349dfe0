"""Boardings by patrols: who makes a vessel stop, whose team gets on board, what it finds, and what follows."""

from collections import Counter
from collections.abc import Sequence
from typing import final

from guardship.agents.offenders.offender import Voyager
from guardship.agents.patrol.unit import Patrol
from guardship.coalition.authority import Act, Evidence
from guardship.coalition.interoperability import Interoperability
from guardship.core.draws import Purpose
from guardship.core.ocean import Ocean
from guardship.occurrences import Occurrence
from guardship.reasons import Reason
from guardship.world.attacks import Attacks
from guardship.world.custody import Custody, Rests
from guardship.world.dossiers import Dossiers
from guardship.world.forfeits import Forfeits
from guardship.world.law import Law
from guardship.world.ports import Clock, Crew, Journal
from guardship.world.voyages import Voyages

MOST_VISITS = 1000  # of a sortie: a visit's draws go by sortie * MOST_VISITS + ordinal


@final
class Boardings:
    """One uniform number a question, named by whom it happens to and how often before: not by who boards.

    `nations`: names of the holders, by number; `law`, `dossiers`, `forfeits`: None where there are none.
    """

    def __init__(
        self,
        clock: Clock,
        ocean: Ocean,
        crew: Crew,
        journal: Journal,
        custody: Custody,
        rests: Rests,
        voyages: Voyages,
        attacks: Attacks,
        law: Law | None,
        nations: Sequence[str],
        interoperability: Interoperability,
        dossiers: Dossiers | None = None,
        forfeits: Forfeits | None = None,
    ) -> None:
        self._clock = clock
        self._ocean = ocean
        self._crew = crew
        self._journal = journal
        self._custody = custody
        self._rests = rests
        self._voyages = voyages
        self._attacks = attacks
        self._law = law
        self._nations = nations
        self._interoperability = interoperability
        self._dossiers = dossiers
        self._forfeits = forfeits
        self._abandoned: set[int] = set()
        self._before: Counter[tuple[int, int, int]] = Counter()

    # ---- making it stop -------------------------------------------------------------------------

    def halt(self, patrol: Patrol, target: int) -> Reason | None:
        """A unit alongside tries to stop a vessel without boarding it: warning shots, a helicopter in its way.

        What is halted waits for a team, or to be let go. Otherwise why it goes on.
        """
        row, group = self._crew.row(patrol), self._crew.voyager(target)
        one, number = self._crew.lead(target), self._voyages.number(group)
        if self._custody.stopped(one):
            return Reason.ALREADY_BOARDED if one in self._custody.boarded else Reason.ALREADY_HALTED
        why = self._unlawful(row, target, Act.VISIT)
        if why is not None:
            return why
        lot = Purpose.HALT, self._ocean.id(one), self._ordinal(Purpose.HALT, one, group)
        stops = patrol.doctrine.stops
        if not self._ocean.decide(*lot, min(stops, patrol.doctrine.allowed)):
            why = Reason.FORCE_NOT_ALLOWED if self._ocean.would(*lot, stops) else Reason.NOT_HALTED
            self._journal.note(Occurrence.HALT_FAILED, row, target, voyage=number, reason=why)
            return why
        self._journal.note(Occurrence.HALTED, row, target, voyage=number)
        self._custody.halted[one] = row
        self._ocean.hold(target)
        if group is not None:
            self._stop(group, Reason.HALTED)
        return None

    def let_go(self, row: int, target: int) -> None:
        """Whoever has halted a vessel leaves it: it goes on, unless a team is on board."""
        one = self._crew.lead(target)
        if self._custody.halted.get(one) == row:
            del self._custody.halted[one]
            if one not in self._custody.boarded:
                self._release(target)

    # ---- boarding it ----------------------------------------------------------------------------

    def board(self, patrol: Patrol, target: int, caught: bool = False) -> Reason | None:
        """A boarding begins of what lies alongside: it stops, and the team goes over. Otherwise why not.

        `caught`: in the act, so that nothing has to be looked for.
        """
        row, group, team = self._crew.row(patrol), self._crew.voyager(target), patrol.doctrine.team
        one = self._crew.lead(target)
        if team is None:
            return Reason.NO_TEAM
        if not self._ocean.afloat(target):
            return Reason.QUARRY_GONE
        if one in self._custody.boarded:
            return Reason.ALREADY_BOARDED
        why = self._unlawful(row, target, Act.SEARCH)
        if why is not None:
            return why
        entity, ordinal = self._ocean.id(one), self._ordinal(Purpose.VISIT_HOURS, one, group)
        hours = team.takes(self._ocean.uniform(Purpose.VISIT_HOURS, entity, ordinal))
        on_board = self._ocean.decide(Purpose.TEAM_BOARDS, entity, ordinal, self.succeeds(row, one, team.succeeds))
        finds = 1.0 if caught else team.finding(hours)
        found = on_board and self._ocean.decide(Purpose.EVIDENCE, entity, ordinal, finds)
        number = self._voyages.number(group)
        self._journal.note(Occurrence.BOARDING, row, target, voyage=number)
        self._custody.boarded.add(one)
        if on_board:
            self._ocean.hold(target)
            self._take_over(row, one)
            if group is not None:
                self._stop(group, Reason.VISITED)
        stands = on_board or one in self._custody.halted
        self._clock.after(hours, self._done, row, target, on_board, found, stands, number)
        return None

    def succeeds(self, row: int, one: int, chance: float) -> float:
        """The chance that a team gets on board: of what another nation's unit has halted, as the two work together."""
        own, other = self._ocean.holder(row), self._ocean.holder(self._custody.halted.get(one, row))
        if own == other or min(own, other) < 0:
            return chance
        return self._interoperability.boarding(self._nations[own], self._nations[other], self._clock.now, chance)

    def hold(self, group: Voyager, why: Reason) -> None:
        """A team is on board of the ship from which a group hunts."""
        self._stop(group, why)

    def stopped(self, row: int) -> bool:
        """Whether a unit has made a vessel stop."""
        return self._custody.stopped(row)

    def abandon(self, row: int) -> None:
        """A unit is no longer there: what it has halted goes on, and its team at work comes to nothing."""
        for one in [one for one, halter in self._custody.halted.items() if halter == row]:
            self.let_go(row, one)
        self._abandoned.add(row)

    def _ordinal(self, what: int, one: int, group: Voyager | None) -> int:
        """Names the draws of this visit: the so-manieth on a voyage."""
        sortie = group.sortie if group is not None else 0
        self._before[what, one, sortie] += 1
        return sortie * MOST_VISITS + self._before[what, one, sortie] - 1

    def _take_over(self, row: int, one: int) -> None:
        """A team is on board: whoever has halted the vessel is free."""
        halter = self._custody.halted.pop(one, row)
        guard = self._crew[halter]
        if halter != row and isinstance(guard, Patrol):
            guard.on_taken_over()

    # ---- what comes of it -----------------------------------------------------------------------

    def _done(self, row: int, target: int, on_board: bool, found: bool, stands: bool, voyage: int) -> None:
        """The boarding is over; `voyage`: what the group was about when it began, -1 for the innocent.

        `stands`: whether the vessel has been made to stop, by the team or by a unit that may have left since.
        """
        patrol, group, one = self._crew[row], self._crew.voyager(target), self._crew.lead(target)
        assert isinstance(patrol, Patrol)
        self._custody.boarded.discard(one)
        if row in self._abandoned or self._ocean.withdrawn(one):
            self._journal.note(Occurrence.BOARDING_DONE, row, target, voyage=voyage, reason=Reason.REMOVED)
            if stands and one not in self._custody.halted and not self._ocean.withdrawn(one):
                self._release(target)
            patrol.on_boarding_done(False)
            return
        jettisoned = self._voyages.jettisoned(group)
        taken = found and not jettisoned and group is not None and self._voyages.number(group) == voyage >= 0
        unlawful = self._unlawful(row, target, Act.SEIZE, Evidence.PROOF) if taken else None
        taken = taken and unlawful is None
        nothing = Reason.JETTISONED if jettisoned and found else Reason.NOTHING_FOUND
        why = None if taken else unlawful or (nothing if on_board else Reason.BOARDING_FAILED)
        self._journal.note(Occurrence.BOARDING_DONE, row, target, voyage=voyage, reason=why)
        searched, detained = on_board and not taken and unlawful is None, False
        if taken and group is not None:
            detained = self.take(patrol, target, group)
        elif searched:
            self._clear(row, target)
            if self._dossiers is not None:
                self._dossiers.searched(patrol, target, group.sortie if group is not None else 0)
        elif not on_board and self._dossiers is not None:
            self._dossiers.resisted(patrol, target, group.sortie if group is not None else 0)
        if not taken and stands and one not in self._custody.halted:
            self._release(target)
        if searched:
            patrol.on_nothing_found()
        patrol.on_boarding_done(taken)
        if taken:
            patrol.on_prize(detained)

    def take(self, patrol: Patrol, target: int, group: Voyager) -> bool:
        """The group is taken; whether its crew is detained, or released for want of a court or of evidence.

        `target`: its own vessel, a boat of it, or the ship from which it hunts; she is her master's again.
        """
        row, team = self._crew.row(patrol), patrol.doctrine.team
        lacks = self._unlawful(row, target, Act.ARREST, Evidence.PROOF) or self._no_court(row, target)
        leads = self._crew.row(group)
        hull = leads if self._crew.deck(leads) == target else target  # of a prize there is nothing to note
        own = self._ocean.id(leads)
        chance = team.detains if team is not None and lacks is None else 0.0
        detained = self._ocean.decide(Purpose.COURT, own, group.sortie, chance)
        self._attacks.after.caught(leads, row, detained)
        if self._dossiers is not None and detained:
            self._dossiers.taken(patrol, hull, group)
        elif self._dossiers is not None:
            self._dossiers.released(patrol, hull, group)
        number = self._voyages.number(group)
        self._voyages.take(group, detained, lacks or Reason.RELEASED)
        if self._forfeits is not None:
            self._forfeits.take(group, self._ocean.holder(row), detained, number)
        return detained

    def _clear(self, row: int, target: int) -> None:
        """The unit's nation knows the vessel to be harmless, for as long as its clearances last."""
        holder, lasts = self._ocean.holder(row), float(self._ocean.fleet["clears_for"][row])
        if holder >= 0 and lasts > 0.0:
            self._ocean.clear(holder, target, self._clock.now + lasts, served=True)

    def _stop(self, group: Voyager, why: Reason) -> None:
        """A patrol has stopped a group."""
        self._attacks.stop(group, why)
        group.on_stopped()

    def _release(self, target: int) -> None:
        """Nothing was found: it may go on."""
        group = self._crew.voyager(target)
        if group is not None:
            group.on_released()
        else:
            self._rests.let_go(target)

    # ---- the law --------------------------------------------------------------------------------

    def _unlawful(self, row: int, target: int, act: Act, evidence: Evidence = Evidence.SUSPICION) -> Reason | None:
        """Why the law does not let a unit do this; None when it does, or where there is none."""
        return None if self._law is None else self._law.why_not(row, target, act, evidence)

    def _no_court(self, row: int, target: int) -> Reason | None:
        """Why nobody may try those who were taken; None when somebody may, or where there is no law."""
        return None if self._law is None else self._law.court(row, target)
