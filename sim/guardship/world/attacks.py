"""Attacks on ships and terminals: who gets on board, what is damaged, and how far the response had got."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import hypot
from typing import Protocol, final

from guardship.agents.interfaces import Point, Surroundings
from guardship.agents.limits import factor
from guardship.agents.offenders.odds import Appraisal
from guardship.agents.offenders.offender import Boarder, Quantile, Voyager
from guardship.core.draws import Purpose
from guardship.occurrences import Occurrence
from guardship.outcomes.voyages import Attack, AttackOutcome, Outcome
from guardship.reasons import Reason
from guardship.world.dossiers import Dossiers
from guardship.world.making_out import BLIND, Sights, View, made_out
from guardship.world.ports import Clock, Crew, Journal, Perception, Sea
from guardship.world.voyages import Voyages

NO_SHIP = -1  # the prey of who attacks a terminal


@final
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


@final
@dataclass(frozen=True, slots=True)
class Blow:
    """What an attack that succeeds does: damage [USD] and lives lost, drawn for each voyage. Terminals: name, place."""

    damage: Quantile
    lives: Quantile
    terminals: tuple[tuple[str, Point], ...] = ()


@final
@dataclass(frozen=True, slots=True)
class Means:
    """What one who attacks ships or terminals can do. `anchorages`: where a ship that is taken may go.

    `hails`: the crew calls for help as soon as a skiff is alongside, not only when they have tried to get on board.
    `blow`: None for who takes the ship instead. `turned_back`: chance that guards turn skiffs back before they try;
    `sights`: what can be made out of ships.
    """

    chance: BoardingChance
    anchorages: tuple[Point, ...] = ()
    blow: Blow | None = None
    turned_back: float = 0.0
    sights: Sights = BLIND
    hails: bool = False


class Aftermath(Protocol):
    """Who keeps ships on which pirates are; rows are of ships and of vessels that lead groups."""

    def seized(self, attack: Attack, group: int, anchorage: Point | None) -> bool:
        """Pirates have control of a ship, and make for an anchorage; None: she has left the theatre.

        Whether they go on hunting from her.
        """
        ...

    def locked_out(self, attack: Attack, group: int) -> None:
        """Pirates are on board, but the crew has locked itself up."""
        ...

    def ended(self, attack: Attack) -> None:
        """An attack has ended without the ship."""
        ...

    def caught(self, group: int, by: int, detained: bool) -> None:
        """A unit is about to take a group, and to detain it or not: it hunts from no ship of others' any more."""
        ...


@final
class LostToSight:
    """What is taken is out of the game."""

    def seized(self, attack: Attack, group: int, anchorage: Point | None) -> bool:
        """Nobody hears of it, and they go home."""
        return False

    def locked_out(self, attack: Attack, group: int) -> None:
        """Nobody hears of it."""

    def ended(self, attack: Attack) -> None:
        """Nobody hears of it."""

    def caught(self, group: int, by: int, detained: bool) -> None:
        """It hunts from its own vessel."""


@final
class Attacks:
    """Attacks under way. `means`: by row of the leading vessel; `by`: by row of it; `prey`: by row of the ship.

    `after`: who keeps the ships that were taken.
    """

    def __init__(
        self,
        clock: Clock,
        sea: Sea,
        crew: Crew,
        journal: Journal,
        perception: Perception,
        voyages: Voyages,
        means: Mapping[int, Means],
        dossiers: Dossiers | None = None,
    ) -> None:
        self._clock = clock
        self._sea = sea
        self._crew = crew
        self._journal = journal
        self._perception = perception
        self._voyages = voyages
        self._means = means
        self._dossiers = dossiers
        self.by: dict[int, Attack] = {}
        self.prey: dict[int, Attack] = {}
        self.seized: set[int] = set()
        self.after: Aftermath = LostToSight()

    # ---- attacks on ships -----------------------------------------------------------------------

    def attack(self, group: Voyager, contact: int) -> Reason | None:
        """An attack begins on the ship behind a held contact; one attacker a ship at a time."""
        row = self._crew.row(group)
        prey = self._perception.held_row(self._crew.deck(row), contact)
        if prey is None:
            return Reason.CONTACT_LOST
        if prey in self.prey or prey in self.seized or self._crew.merchant(prey) is None:
            return Reason.PREY_TAKEN
        voyage, now, (x, y) = self._voyages.under_way[row], self._clock.now, self._sea.position(prey)
        attack = self._voyages.books.attack(voyage, prey, now, x, y, self._voyages.counts(now))
        self.by[row] = self.prey[prey] = attack
        voyage.target = self._crew.names[prey]
        self._journal.note(Occurrence.ATTACK, row, prey, voyage=attack.voyage, attack=attack.number)
        return None

    def make_out(self, group: Voyager, contact: int) -> Appraisal:
        """What a group makes out of a contact; nothing where its ship does not hold it, or it is no merchant."""
        row = self._crew.row(group)
        deck = self._crew.deck(row)
        prey = self._perception.held_row(deck, contact)
        if prey is None:
            return Appraisal()
        (x, y), (a, b) = self._sea.position(deck), self._sea.position(prey)
        view = self._view(group, prey, hypot(a - x, b - y), self._perception.surroundings(deck))
        return self._made_out(row, prey, view)

    def make_out_alongside(self, group: Voyager, contact: int) -> Appraisal:
        """What a skiff makes out of the ship that it is alongside of; `contact`: of the mother ship, held or not."""
        row = self._crew.row(group)
        prey = self.by[row].prey
        return self._made_out(row, prey, self._view(group, prey, 0.0, self._perception.surroundings(prey)))

    def closes(self, group: Boarder) -> tuple[Reason | None, float]:
        """A skiff comes alongside: why guards turn it back, and how much longer [h] the ship's protection takes it."""
        row = self._crew.row(group)
        ship = self._crew.merchant(self.by[row].prey)
        if ship is None:
            return None, 0.0
        if self._means[row].hails:
            self.by[row].alongside = self._clock.now
            ship.on_attacked()
        lot = Purpose.TURNED_BACK, self._sea.id(row), group.attempt
        if ship.handling.guarded and self._sea.decide(*lot, self._means[row].turned_back):
            return Reason.WARNING_SHOTS, 0.0
        return None, ship.handling.delays

    def try_boarding(self, group: Boarder) -> Reason | None:
        """A skiff is alongside: one uniform a voyage and attempt, success when it is below the chance."""
        row = self._crew.row(group)
        attack = self.by[row]
        if attack.alongside is None:
            attack.alongside = self._clock.now
        lot = Purpose.ATTACK_BOARDS, self._sea.id(row), group.attempt
        bare, chance = self._chances(row, attack)
        ship = self._crew.merchant(attack.prey)
        kept_off = 1.0 if ship is None else ship.handling.boards
        if not self._sea.decide(*lot, kept_off * chance):
            if self._sea.would(*lot, chance):
                return Reason.PROTECTED
            return Reason.GUARDS if self._sea.would(*lot, bare) else Reason.REPELLED
        attack.boarded = self._clock.now
        self._journal.note(Occurrence.BOARDED, row, attack.prey, voyage=attack.voyage, attack=attack.number)
        return None

    def _view(self, group: Voyager, prey: int, distance: float, here: Surroundings) -> View:
        return View(distance, here, self._sea.pair(self._crew.row(group), prey), group.sortie)

    def _made_out(self, row: int, prey: int, view: View) -> Appraisal:
        ship = self._crew.merchant(prey)
        return Appraisal() if ship is None else made_out(self._sea, ship, self._means[row].sights, view)

    def locked_out(self, group: Voyager) -> bool:
        """On board: whether the crew sits in a citadel."""
        row = self._crew.row(group)
        ship = self._crew.merchant(self.by[row].prey)
        locked = ship is not None and ship.handling.citadel
        if locked:
            self.after.locked_out(self.by[row], row)
        return locked

    def seize(self, group: Voyager) -> bool:
        """Control is taken: the ship is theirs, and goes to the nearest anchorage; without one it leaves at once.

        Whether they go on hunting from her.
        """
        row = self._crew.row(group)
        attack = self._end(row, AttackOutcome.HIJACKED, self.why_unhindered(self.by[row]))
        voyage = self._voyages.books.voyages[attack.voyage]
        if voyage.outcome is None:
            assert attack.reason is not None
            self._voyages.books.close(voyage, self._clock.now, Outcome.SUCCEEDED, attack.reason)
        self.seized.add(attack.prey)
        number = attack.number
        self._journal.note(
            Occurrence.HIJACKED, row, attack.prey, voyage=attack.voyage, attack=number, reason=attack.reason
        )
        ship, anchorages = self._crew.merchant(attack.prey), self._means[row].anchorages
        if anchorages and ship is not None:
            x, y = self._sea.position(attack.prey)
            nearest = min(anchorages, key=lambda p: hypot(p[0] - x, p[1] - y))
            ship.on_seized([nearest], ship.handling.speed)
            return self.after.seized(attack, row, nearest)
        self._sea.leave(attack.prey)
        return self.after.seized(attack, row, None)

    # ---- attempts on ships and terminals --------------------------------------------------------

    def attack_terminal(self, group: Voyager, terminal: int) -> None:
        """An attack on the so-manieth of its terminals begins."""
        row, now = self._crew.row(group), self._clock.now
        blow, voyage = self._means[row].blow, self._voyages.under_way[row]
        assert blow is not None
        name, (x, y) = blow.terminals[terminal]
        attack = self._voyages.books.attack(voyage, NO_SHIP, now, x, y, self._voyages.counts(now))
        self.by[row] = attack
        voyage.target = name
        self._journal.note(Occurrence.ATTACK, row, voyage=attack.voyage, attack=attack.number)

    def strike(self, group: Voyager) -> Reason | None:
        """The one attempt of an attacker alongside: one uniform a voyage, success when it is below the chance."""
        row = self._crew.row(group)
        attack, own, blow = self.by[row], self._sea.id(row), self._means[row].blow
        attack.alongside = self._clock.now
        lot = Purpose.STRIKE, own, group.sortie
        bare, chance = self._chances(row, attack)
        if not self._sea.decide(*lot, chance):
            return Reason.GUARDS if self._sea.would(*lot, bare) else Reason.REPELLED
        assert blow is not None
        why = self.why_unhindered(attack)
        voyage = self._voyages.succeed(row, why)
        voyage.damage = blow.damage(self._sea.uniform(Purpose.DAMAGE, own, group.sortie))
        voyage.lives = float(round(blow.lives(self._sea.uniform(Purpose.LIVES, own, group.sortie))))
        self._end(row, AttackOutcome.DAMAGED, why)
        self._let_go(attack.prey)
        self._journal.note(Occurrence.DAMAGED, row, attack.prey, voyage=voyage.number, attack=attack.number, reason=why)
        return None

    def _chances(self, row: int, attack: Attack) -> tuple[float, float]:
        """The chance of an attempt without guards and with those that there are; the crew of a ship calls for help."""
        chances = self._means[row].chance
        ship = None if attack.prey == NO_SHIP else self._crew.merchant(attack.prey)
        if ship is None:
            p = chances.of(0.0, 0.0, False, self._perception.surroundings_at((attack.x, attack.y)))
            return p, p
        speed, own = hypot(*self._sea.velocity(attack.prey)), ship.handling
        here = self._perception.surroundings(attack.prey)
        ship.on_attacked()
        bare, chance = (chances.of(speed, own.freeboard, guarded, here) for guarded in (False, own.guarded))
        return bare, chance

    # ---- the end of an attack -------------------------------------------------------------------

    def end_attack(self, group: Voyager, why: Reason) -> None:
        """An attack under way has failed; without one nothing happens."""
        self._fail(self._crew.row(group), AttackOutcome.FAILED, why)

    def stop(self, group: Voyager, why: Reason) -> None:
        """A patrol has stopped a group: an attack under way has failed."""
        self._fail(self._crew.row(group), AttackOutcome.STOPPED, why)

    def _fail(self, row: int, outcome: AttackOutcome, why: Reason) -> None:
        if row in self.by:
            attack = self._end(row, outcome, why)
            self._journal.note(
                Occurrence.ATTACK_FAILED, row, attack.prey, voyage=attack.voyage, attack=attack.number, reason=why
            )
            self._let_go(attack.prey)

    def _let_go(self, prey: int) -> None:
        """A ship that was not taken: nobody is alongside any more."""
        ship = None if prey == NO_SHIP else self._crew.merchant(prey)
        if ship is not None:
            ship.on_attack_over()

    def _end(self, row: int, outcome: AttackOutcome, why: Reason) -> Attack:
        attack = self.by.pop(row)
        self.prey.pop(attack.prey, None)
        attack.ended, attack.outcome, attack.reason = self._clock.now, outcome, why
        group = self._crew.voyager(row)
        if self._dossiers is not None and group is not None:
            self._dossiers.attacked(attack, group)
        if outcome is not AttackOutcome.HIJACKED:
            self.after.ended(attack)
        return attack

    # ---- the response ---------------------------------------------------------------------------

    def called(self, prey: int) -> None:
        """A ship under attack has called for help."""
        attack = self.prey.get(prey)
        if attack is not None and attack.called is None:
            attack.called = self._clock.now

    def heard(self, prey: int) -> None:
        """Its call has reached somebody."""
        attack = self.prey.get(prey)
        if attack is not None and attack.delivered is None:
            attack.delivered = self._clock.now

    def tasked(self, prey: int) -> None:
        """A command has sent a unit after its call."""
        attack = self.prey.get(prey)
        if attack is not None and attack.tasked is None:
            attack.tasked = self._clock.now

    def not_tasked(self, prey: int, why: Reason | None) -> None:
        """A command has no unit for its call."""
        attack = self.prey.get(prey)
        if attack is not None and attack.tasked is None:
            attack.no_unit = why

    @staticmethod
    def why_unhindered(attack: Attack) -> Reason:
        """Why no patrol stopped it: how far the response had got."""
        if attack.called is None:
            return Reason.NO_CALL
        if attack.delivered is None:
            return Reason.CALL_TOO_LATE
        if attack.tasked is None:
            return attack.no_unit or Reason.NO_UNIT_FREE
        return Reason.RESPONSE_TOO_LATE
