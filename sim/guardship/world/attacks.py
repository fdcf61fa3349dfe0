"""The umpire: who gets on board, what a boarding finds, which voyage ends. It sees the truth; agents only ask it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from guardship.agents import Attacker, Merchant, Patrol, PirateGroup, Skiff, Smuggler, Surroundings, Voyager
from guardship.agents.interfaces import Point
from guardship.agents.limits import factor
from guardship.agents.offenders.offender import Ends, Quantile
from guardship.coalition.authority import Act, Evidence
from guardship.core.draws import Purpose
from guardship.occurrences import Occurrence
from guardship.outcomes.voyages import Attack, AttackOutcome, Books, Outcome, Voyage
from guardship.reasons import Reason

if TYPE_CHECKING:
    from guardship.world.model import PatrolModel

VOYAGERS = (PirateGroup, Smuggler, Attacker)
NO_SHIP = -1  # the prey of who attacks a terminal
MOST_VISITS = 1000  # of a sortie: a visit's draws go by sortie * MOST_VISITS + ordinal


@dataclass(frozen=True, slots=True)
class BoardingChance:
    """Chance that pirates alongside get on board: a product of factors. Speeds [kn], freeboard [m]."""

    chance: float
    at_speed: float
    halves_every: float
    never_above: float
    freeboard_over: float = float("inf")
    freeboard_factor: float = 1.0
    guarded: float = 1.0
    by_state: Mapping[str, float] = field(default_factory=dict)

    def of(self, speed: float, freeboard: float, guarded: bool, here: Surroundings) -> float:
        """The chance against a ship at this speed."""
        if speed > self.never_above:
            return 0.0
        p: float = self.chance * 0.5 ** (max(speed - self.at_speed, 0.0) / self.halves_every)
        p *= self.freeboard_factor if freeboard > self.freeboard_over else 1.0
        p *= self.guarded if guarded else 1.0
        return p * factor(self.by_state, here)


@dataclass(frozen=True, slots=True)
class Hold:
    """What a smuggler carries: drugs or arms [kg], or people; how much is drawn for each voyage."""

    cargo: str
    amount: Quantile


@dataclass(frozen=True, slots=True)
class Blow:
    """What an attack that succeeds does: damage [USD] and lives lost, drawn for each voyage. Terminals: name, place."""

    damage: Quantile
    lives: Quantile
    terminals: tuple[tuple[str, Point], ...] = ()


class Candidate(NamedTuple):
    """A voyage that the seed alone plans: when [h], by whom, its ordinal among those of that group."""

    time: float
    row: int
    ordinal: int


class Umpire:
    """Keeps the books of voyages and attacks."""

    def __init__(self, model: "PatrolModel", window: tuple[float, float]) -> None:
        self.model = model
        self.window = window
        self.books = Books()
        self.voyage: dict[int, Voyage] = {}
        self.attack_of: dict[int, Attack] = {}
        self.prey: dict[int, Attack] = {}
        self.chances: dict[int, BoardingChance] = {}
        self.anchorages: dict[int, tuple[Point, ...]] = {}
        self.held: set[int] = set()
        self.visited: set[int] = set()
        self.halted: dict[int, int] = {}
        self.seized: set[int] = set()
        self.holds: dict[int, Hold] = {}
        self.blows: dict[int, Blow] = {}
        self.timetable: list[Candidate] = []

    def counts(self, time: float) -> bool:
        """Whether a time lies in the measuring window."""
        return self.window[0] <= time < self.window[1]

    # ---- sorties --------------------------------------------------------------------------------

    def plan(self, group: Voyager) -> bool:
        """A candidate voyage is due; False when the group is not there for it."""
        row, now = self.model.row(group), self.model.time
        voyage = self.books.plan(row, group.candidates, now, self.counts(now), group.offence)
        hold = self.holds.get(row)
        if hold is not None:
            voyage.cargo, voyage.amount = hold.cargo, self.amount(row, group.candidates)
        why = Reason.CREW_HELD if row in self.held else Reason.CREW_OUT if row in self.voyage else None
        if why is not None:
            self.cancel(voyage, why)
            return False
        self.voyage[row] = voyage
        return True

    def stay(self, group: Voyager, why: Reason) -> None:
        """The group has decided against it."""
        self.cancel(self.voyage.pop(self.model.row(group)), why)

    def cancel(self, voyage: Voyage, why: Reason) -> None:
        """A candidate voyage does not sail."""
        self.books.close(voyage, self.model.time, Outcome.DID_NOT_SAIL, why)
        self.note(Occurrence.DID_NOT_SAIL, voyage.group, voyage=voyage.number, reason=why)

    def sail(self, group: Voyager) -> None:
        """A voyage begins."""
        voyage = self.voyage[self.model.row(group)]
        voyage.sailed = self.model.time
        self.note(Occurrence.SAILED, voyage.group, voyage=voyage.number)
        self.model.sources.sailed(voyage.group, voyage.ordinal, voyage.number)

    def come_home(self, group: Voyager, why: Reason | None, empty: Reason) -> None:
        """A sortie is over without success, unless it had one. `why`: what sent it home; `empty`: without attacks."""
        row = self.model.row(group)
        voyage = self.voyage.pop(row, None)
        if voyage is not None and voyage.outcome is None:
            cause = why or self.books.cause_of_failure(voyage, empty)
            self.books.close(voyage, self.model.time, Outcome.ABORTED, cause)
            self.note(Occurrence.CAME_HOME, row, voyage=voyage.number, reason=cause)

    def ends(self, candidate: Candidate) -> Ends:
        """Base and destination of a candidate voyage, None for what the seed alone does not say."""
        group = self.group_of(candidate.row)
        return (None, None) if group is None else group.ends(candidate.ordinal)

    def amount(self, row: int, ordinal: int) -> float:
        """How much a smuggler carries on a candidate voyage: kg, or people."""
        return self.holds[row].amount(self.model.ocean.given(Purpose.CARGO, self.model.ocean.id(row), ordinal))

    # ---- cargoes --------------------------------------------------------------------------------

    def deliver(self, group: Voyager) -> None:
        """The cargo is landed."""
        row = self.model.row(group)
        voyage = self.voyage.pop(row)
        self.books.close(voyage, self.model.time, Outcome.SUCCEEDED, Reason.LANDED)
        self.note(Occurrence.DELIVERED, row, voyage=voyage.number, reason=Reason.LANDED)

    def jettison(self, group: Voyager) -> None:
        """The cargo goes over the side: nothing is left to be found."""
        row = self.model.row(group)
        voyage = self.voyage[row]
        voyage.jettisoned = True
        self.note(Occurrence.JETTISONED, row, voyage=voyage.number, reason=Reason.WARSHIP_SEEN)

    def gone(self, group: Voyager | None) -> bool:
        """Whether a smuggler has nothing on board any more."""
        voyage = None if group is None else self.voyage.get(self.model.row(group))
        return voyage is not None and voyage.jettisoned

    # ---- attacks --------------------------------------------------------------------------------

    def attack(self, group: Voyager, contact: int) -> Reason | None:
        """An attack begins on the ship behind a held contact; one attacker a ship at a time."""
        row = self.model.row(group)
        prey = self.model.held_row(row, contact)
        if prey is None:
            return Reason.CONTACT_LOST
        if prey in self.prey or prey in self.seized or not isinstance(self.model.crew[prey], Merchant):
            return Reason.PREY_TAKEN
        now = self.model.time
        x, y = self.model.ocean.position(prey)
        attack = self.books.attack(self.voyage[row], prey, now, x, y, self.counts(now))
        self.attack_of[row] = self.prey[prey] = attack
        self.voyage[row].target = self.model.names[prey]
        self.note(Occurrence.ATTACK, row, prey, voyage=attack.voyage, attack=attack.number)
        return None

    def try_boarding(self, group: PirateGroup) -> Reason | None:
        """A skiff is alongside: one uniform a voyage and attempt, success when it is below the chance."""
        row = self.model.row(group)
        attack = self.attack_of[row]
        attack.alongside = self.model.time
        ship = self.model.crew[attack.prey]
        assert isinstance(ship, Merchant)
        speed, own, chances = hypot(*self.model.ocean.velocity(attack.prey)), ship.handling, self.chances[row]
        here = self.model.surroundings(attack.prey)
        u = self.model.ocean.uniform(Purpose.ATTACK_BOARDS, self.model.ocean.id(row), group.attempt)
        ship.on_attacked()
        if u >= chances.of(speed, own.freeboard, own.guarded, here):
            unguarded = chances.of(speed, own.freeboard, False, here)
            return Reason.GUARDS if own.guarded and u < unguarded else Reason.REPELLED
        attack.boarded = self.model.time
        self.note(Occurrence.BOARDED, row, attack.prey, voyage=attack.voyage, attack=attack.number)
        return None

    def locked_out(self, group: PirateGroup) -> bool:
        """On board: whether the crew sits in a citadel."""
        ship = self.model.crew[self.attack_of[self.model.row(group)].prey]
        assert isinstance(ship, Merchant)
        return ship.handling.citadel

    def seize(self, group: PirateGroup) -> None:
        """Control is taken: the ship is theirs, and goes to the nearest anchorage; without one it leaves at once."""
        row = self.model.row(group)
        attack = self.end(row, AttackOutcome.HIJACKED, self.why_unhindered(self.attack_of[row]))
        voyage = self.books.voyages[attack.voyage]
        if voyage.outcome is None:
            assert attack.reason is not None
            self.books.close(voyage, self.model.time, Outcome.SUCCEEDED, attack.reason)
        self.seized.add(attack.prey)
        self.note(
            Occurrence.HIJACKED, row, attack.prey, voyage=attack.voyage, attack=attack.number, reason=attack.reason
        )
        ship, anchorages = self.model.crew[attack.prey], self.anchorages.get(row, ())
        assert isinstance(ship, Merchant)
        if anchorages:
            x, y = self.model.ocean.position(attack.prey)
            ship.on_seized([min(anchorages, key=lambda p: hypot(p[0] - x, p[1] - y))], ship.handling.speed)
        else:
            self.model.ocean.leave(attack.prey)

    def why_unhindered(self, attack: Attack) -> Reason:
        """Why no patrol stopped it: how far the response had got."""
        if attack.called is None:
            return Reason.NO_CALL
        if attack.delivered is None:
            return Reason.CALL_TOO_LATE
        if attack.tasked is None:
            return attack.no_unit or Reason.NO_UNIT_FREE
        return Reason.RESPONSE_TOO_LATE

    def end_attack(self, group: Voyager, why: Reason) -> None:
        """An attack has failed."""
        row = self.model.row(group)
        if row in self.attack_of:
            attack = self.end(row, AttackOutcome.FAILED, why)
            self.failed(row, attack, why)

    def failed(self, row: int, attack: Attack, why: Reason) -> None:
        """Log a failed attack."""
        self.note(Occurrence.ATTACK_FAILED, row, attack.prey, voyage=attack.voyage, attack=attack.number, reason=why)

    def end(self, row: int, outcome: AttackOutcome, why: Reason) -> Attack:
        """Close the attack under way of a group."""
        attack = self.attack_of.pop(row)
        self.prey.pop(attack.prey, None)
        attack.ended, attack.outcome, attack.reason = self.model.time, outcome, why
        return attack

    # ---- attempts on ships and terminals --------------------------------------------------------

    def attack_terminal(self, group: Voyager, terminal: int) -> None:
        """An attack on a terminal begins."""
        row, now = self.model.row(group), self.model.time
        name, (x, y) = self.blows[row].terminals[terminal]
        attack = self.books.attack(self.voyage[row], NO_SHIP, now, x, y, self.counts(now))
        self.attack_of[row] = attack
        self.voyage[row].target = name
        self.note(Occurrence.ATTACK, row, voyage=attack.voyage, attack=attack.number)

    def strike(self, group: Voyager) -> Reason | None:
        """The one attempt of an attacker alongside: one uniform a voyage, success when it is below the chance."""
        row = self.model.row(group)
        attack, now = self.attack_of[row], self.model.time
        attack.alongside = now
        u = self.model.ocean.uniform(Purpose.STRIKE, self.model.ocean.id(row), group.sortie)
        bare, chance = self.chances_of(row, attack)
        if u >= chance:
            return Reason.GUARDS if u < bare else Reason.REPELLED
        blow, own, voyage = self.blows[row], self.model.ocean.id(row), self.voyage.pop(row)
        voyage.damage = blow.damage(self.model.ocean.uniform(Purpose.DAMAGE, own, group.sortie))
        voyage.lives = float(round(blow.lives(self.model.ocean.uniform(Purpose.LIVES, own, group.sortie))))
        why = self.why_unhindered(attack)
        self.end(row, AttackOutcome.DAMAGED, why)
        self.books.close(voyage, now, Outcome.SUCCEEDED, why)
        self.note(Occurrence.DAMAGED, row, attack.prey, voyage=voyage.number, attack=attack.number, reason=why)
        return None

    def chances_of(self, row: int, attack: Attack) -> tuple[float, float]:
        """The chance of an attempt without guards and with those that there are; the crew of a ship calls for help."""
        chances = self.chances[row]
        if attack.prey == NO_SHIP:
            p = chances.of(0.0, 0.0, False, self.model.surroundings_at((attack.x, attack.y)))
            return p, p
        ship = self.model.crew[attack.prey]
        assert isinstance(ship, Merchant)
        speed, own = hypot(*self.model.ocean.velocity(attack.prey)), ship.handling
        here = self.model.surroundings(attack.prey)
        ship.on_attacked()
        bare, chance = (chances.of(speed, own.freeboard, guarded, here) for guarded in (False, own.guarded))
        return bare, chance

    # ---- the response ---------------------------------------------------------------------------

    def called(self, prey: int) -> None:
        """A ship under attack has called for help."""
        if prey in self.prey and self.prey[prey].called is None:
            self.prey[prey].called = self.model.time

    # ---- boardings by patrols -------------------------------------------------------------------

    def board(self, patrol: Patrol, target: int) -> Reason | None:
        """A boarding begins of what lies alongside: it stops, and the team goes over. Otherwise why not.

        One uniform a question, named by whom it happens to and how often before: not by who boards.
        """
        model, row, group, team = self.model, self.model.row(patrol), self.group_of(target), patrol.doctrine.team
        one = target if group is None else self.model.row(group)
        if team is None:
            return Reason.NO_TEAM
        if not model.ocean.afloat(target):
            return Reason.QUARRY_GONE
        if one in self.visited:
            return Reason.ALREADY_BOARDED
        why = self.unlawful(row, target, Act.SEARCH)
        if why is not None:
            return why
        entity = model.ocean.id(one)
        ordinal = model.count(("visit", one, group.sortie if group else 0))
        ordinal += group.sortie * MOST_VISITS if group else 0
        hours = team.takes(model.ocean.uniform(Purpose.VISIT_HOURS, entity, ordinal))
        on_board = model.ocean.uniform(Purpose.TEAM_BOARDS, entity, ordinal) < self.succeeds(row, one, team.succeeds)
        found = on_board and model.ocean.uniform(Purpose.EVIDENCE, entity, ordinal) < team.finding(hours)
        self.note(Occurrence.BOARDING, row, target, voyage=self.voyage_number(group))
        self.visited.add(one)
        if on_board:
            halter = self.halted.pop(one, row)
            model.ocean.hold(target)
            if halter != row:
                guard = model.crew[halter]
                assert isinstance(guard, Patrol)
                guard.on_taken_over()
            if group is not None:
                self.seized_by_patrol(group, Reason.VISITED)
        stands = int(on_board or one in self.halted)
        model.after(hours, self.boarded, row, target, int(on_board), int(found), stands, self.voyage_number(group))
        return None

    def succeeds(self, row: int, one: int, chance: float) -> float:
        """The chance that a team gets on board: of what another nation's unit has halted, as the two work together."""
        holder, commands = self.model.ocean.fleet["holder"], self.model.commands
        own, other = int(holder[row]), int(holder[self.halted.get(one, row)])
        if own == other or min(own, other) < 0:
            return chance
        names = commands[own].name, commands[other].name
        return self.model.interoperability.boarding(*names, self.model.ocean.now, chance)

    def boarded(self, row: int, target: int, on_board: int, found: int, stands: int, voyage: int) -> None:
        """The boarding is over; `voyage`: what the group was about when it began, -1 for the innocent.

        `stands`: whether the vessel has been made to stop, by the team or by a unit that may have left since.
        """
        model = self.model
        patrol, group = model.crew[row], self.group_of(target)
        assert isinstance(patrol, Patrol)
        one = target if group is None else self.model.row(group)
        self.visited.discard(one)
        gone = self.gone(group)
        taken = bool(found) and not gone and group is not None and voyage >= 0 and self.voyage_number(group) == voyage
        unlawful = self.unlawful(row, target, Act.SEIZE, Evidence.PROOF) if taken else None
        taken = taken and unlawful is None
        nothing = Reason.JETTISONED if gone and found else Reason.NOTHING_FOUND
        why = None if taken else unlawful or (nothing if on_board else Reason.BOARDING_FAILED)
        self.note(Occurrence.BOARDING_DONE, row, target, voyage=voyage, reason=why)
        detained, team = False, patrol.doctrine.team
        if taken and group is not None and team is not None:
            entity = model.ocean.id(self.model.row(group))
            lacks = self.unlawful(row, target, Act.ARREST, Evidence.PROOF) or self.no_court(row, target)
            detained = lacks is None and model.ocean.uniform(Purpose.COURT, entity, group.sortie) < team.detains
            self.take(group, detained, lacks or Reason.RELEASED)
        elif on_board and unlawful is None:
            model.clear(row, target)
        if not taken and stands and one not in self.halted:
            self.release(target, group)
        if on_board and not taken and unlawful is None:
            patrol.on_nothing_found()
        patrol.on_boarding_done(taken)
        if taken:
            patrol.on_prize(detained)

    def halt(self, patrol: Patrol, target: int) -> Reason | None:
        """A unit alongside tries to stop a vessel without boarding it: warning shots, a helicopter in its way.

        One uniform, named by whom it happens to and how often before. What is halted waits for a team, or to be let go.
        """
        model, row, group = self.model, self.model.row(patrol), self.group_of(target)
        one = target if group is None else model.row(group)
        if one in self.visited or one in self.halted:
            return Reason.ALREADY_BOARDED if one in self.visited else Reason.ALREADY_HALTED
        why = self.unlawful(row, target, Act.VISIT)
        if why is not None:
            return why
        ordinal = model.count(("halt", one, group.sortie if group else 0))
        ordinal += group.sortie * MOST_VISITS if group else 0
        u = model.ocean.uniform(Purpose.HALT, model.ocean.id(one), ordinal)
        if u >= min(patrol.doctrine.stops, patrol.doctrine.allowed):
            why = Reason.NOT_HALTED if u >= patrol.doctrine.stops else Reason.FORCE_NOT_ALLOWED
            self.note(Occurrence.HALT_FAILED, row, target, voyage=self.voyage_number(group), reason=why)
            return why
        self.note(Occurrence.HALTED, row, target, voyage=self.voyage_number(group))
        self.halted[one] = row
        model.ocean.hold(target)
        if group is not None:
            self.seized_by_patrol(group, Reason.HALTED)
        return None

    def unlawful(self, row: int, target: int, act: Act, evidence: Evidence = Evidence.SUSPICION) -> Reason | None:
        """Why the law does not let a unit do this; None when it does, or where there is none."""
        law = self.model.law
        return law.why_not(row, target, act, evidence) if law is not None else None

    def no_court(self, row: int, target: int) -> Reason | None:
        """Why nobody may try those who were taken; None when somebody may, or where there is no law."""
        return self.model.law.court(row, target) if self.model.law is not None else None

    def let_go(self, row: int, target: int) -> None:
        """Whoever has halted a vessel leaves it: it goes on, unless a team is on board."""
        group = self.group_of(target)
        one = target if group is None else self.model.row(group)
        if self.halted.get(one) == row:
            del self.halted[one]
            if one not in self.visited:
                self.release(target, group)

    def stopped(self, row: int) -> bool:
        """Whether a unit has halted a vessel, or has a team on board."""
        return row in self.visited or row in self.halted

    def seized_by_patrol(self, group: Voyager, why: Reason) -> None:
        """A patrol has stopped a group: an attack under way has failed."""
        row = self.model.row(group)
        if row in self.attack_of:
            attack = self.end(row, AttackOutcome.STOPPED, why)
            self.failed(row, attack, why)
        group.on_stopped()

    def take(self, group: Voyager, detained: bool, otherwise: Reason) -> None:
        """The group is taken: its voyage is stopped; its crew is detained, or released and may sail again.

        `otherwise`: why it is released, if it is not detained.
        """
        row = self.model.row(group)
        voyage = self.voyage.pop(row)
        why = Reason.DETAINED if detained else otherwise
        if voyage.outcome is None:
            self.books.close(voyage, self.model.time, Outcome.STOPPED, why)
        if detained:
            self.held.add(row)
        self.note(Occurrence.DETAINED if detained else Occurrence.RELEASED, row, voyage=voyage.number, reason=why)
        group.on_caught()

    def release(self, target: int, group: Voyager | None) -> None:
        """Nothing was found: it may go on."""
        if group is not None:
            group.on_released()
        else:
            self.model.let_go(target)

    # ---- small things ---------------------------------------------------------------------------

    def group_of(self, row: int) -> Voyager | None:
        """Who makes the voyages on which a vessel is: a pirate group, a smuggler."""
        crew = self.model.crew[row]
        if isinstance(crew, Skiff):
            return crew.group
        return crew if isinstance(crew, VOYAGERS) else None

    def voyage_number(self, group: Voyager | None) -> int:
        """The number of a group's present voyage, -1 for none."""
        if group is None:
            return -1
        voyage = self.voyage.get(self.model.row(group))
        return -1 if voyage is None else voyage.number

    def note(
        self,
        kind: Occurrence,
        actor: int,
        object: int = -1,
        *,
        voyage: int = -1,
        attack: int = -1,
        reason: Reason | None = None,
    ) -> None:
        """Write a line of the log."""
        self.model.note(kind, actor, object, voyage=voyage, attack=attack, reason=reason)
