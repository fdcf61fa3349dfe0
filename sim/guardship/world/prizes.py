"""Ships in the hands of pirates: how they become that, who retakes them, how that ends.

Truth, like all judges of the world; who is told of them is a matter of its own (`word.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from guardship.agents.interfaces import Point
from guardship.agents.offenders.offender import Quantile
from guardship.agents.offenders.pirate import PirateGroup
from guardship.agents.patrol.unit import Patrol
from guardship.coalition.authority import Act
from guardship.core.draws import Purpose
from guardship.core.ocean import Ocean
from guardship.occurrences import Occurrence
from guardship.outcomes.prizes import Fate, Prize, success
from guardship.outcomes.voyages import Attack, AttackOutcome
from guardship.reasons import Reason
from guardship.world.attacks import Attacks
from guardship.world.boardings import Boardings
from guardship.world.law import Law
from guardship.world.mother_ships import MotherShips
from guardship.world.perception import Perception
from guardship.world.ports import Clock, Crew, Journal
from guardship.world.post import Post
from guardship.world.roster import Roster
from guardship.world.voyages import Voyages
from guardship.world.word import Word

MOST = 1000  # of boardings of a prize, and of hostages: their draws go by the ordinal of the prize times this
(TOLD, PIRATES, RELEASED, GEAR, HOURS, USE) = range(6)  # what is drawn for each prize
KINDS = 8  # of such numbers there is room


@final
@dataclass(frozen=True, slots=True)
class Terms:
    """What becomes of the prizes of a group (`scenario.prizes.Prizes`); durations are quantile functions [h].

    `used`: the chance that she is used as a mother ship, and for how long; None: never. `released_after`,
    `gear_overboard`: None: never.
    """

    told_after: Quantile
    recognised: float
    pirates: Quantile
    crew: int
    each: float = 1.0
    harm: float = 0.0
    used: tuple[float, Quantile] | None = None
    released_after: Quantile | None = None
    gear_overboard: Quantile | None = None


@final
class Prizes:
    """`taken`: all of them, in order; `terms`: by row of the vessel that leads the group. `aboard`: by row of the ship,
    those that are not over; `word`: who is told of them.
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
        voyages: Voyages,
        attacks: Attacks,
        boardings: Boardings,
        law: Law | None,
        terms: Mapping[int, Terms],
    ) -> None:
        self._clock = clock
        self._ocean = ocean
        self._crew = crew
        self._journal = journal
        self._voyages = voyages
        self._attacks = attacks
        self._boardings = boardings
        self._law = law
        self._terms = terms
        self._anchorages: dict[int, Point | None] = {}
        self._fighting: set[int] = set()  # rows of ships on which a team is
        self._kept_off: set[tuple[int, int]] = set()  # rows of ships, and the prizes from which their teams were kept
        self._dead: defaultdict[int, set[int]] = defaultdict(set)  # by prize: which of her hostages lost their lives
        self._paid: set[int] = set()
        self._before: Counter[int] = Counter()
        self.mothers = MotherShips(ocean, crew)
        self.taken: list[Prize] = []
        self.aboard: dict[int, Prize] = {}
        knows = {row: one.recognised for row, one in terms.items()}
        self.word = Word(clock, ocean, crew, journal, perception, post, roster, self.aboard, knows)
        attacks.after = self

    # ---- how a ship becomes a prize -------------------------------------------------------------

    def seized(self, attack: Attack, group: int, anchorage: Point | None) -> bool:
        """Pirates have control of a ship, and make for an anchorage; None: she has left the theatre.

        Whether they go on hunting from her.
        """
        prize = self._enter(attack, group, locked=False)
        if prize is None:
            return False
        self._anchorages[prize.number] = anchorage
        terms = self._terms[group]
        if terms.released_after is not None:
            self._clock.after(terms.released_after(self._number(prize, RELEASED)), self._ransomed, prize)
        return self._use(prize, terms, anchorage)

    def _use(self, prize: Prize, terms: Terms, anchorage: Point | None) -> bool:
        """Whether a group that has its own ship goes on hunting from a prize; one decision a prize."""
        group, own = self._crew[prize.group], self._ocean.id(prize.ship)
        if terms.used is None or anchorage is None or not isinstance(group, PirateGroup):
            return False
        chance, hours = terms.used
        if not self._ocean.decide(Purpose.PRIZE_USED, own, prize.nth, chance):
            return False
        if self.mothers.used_by(prize.group) >= 0:
            return False
        prize.mother = self._clock.now
        self.mothers.board(prize.ship, group, anchorage, hours(self._number(prize, USE)))
        self._journal.note(Occurrence.PRIZE_HUNTS, prize.ship, attack=prize.attack)
        return True

    def left(self, ship: int) -> None:
        """Whoever was on her bridge has taken a ship out of the theatre: one that was used is at the anchorage."""
        if ship in self.mothers.lent:
            self._clock.after(0.0, self._anchored, self.aboard[ship])

    def _anchored(self, prize: Prize) -> None:
        """One that was used is at the anchorage, and the group ashore."""
        if prize.ship in self.mothers.lent:
            self._put_back(prize)
            self._journal.note(Occurrence.ANCHORED, prize.ship)
            if prize.number in self._paid:
                self._ransomed(prize)

    def _put_back(self, prize: Prize) -> None:
        """A prize is used as a mother ship no more."""
        if prize.ship in self.mothers.lent:
            self.mothers.put_back(prize.ship)
            prize.until = self._clock.now
            self._journal.note(Occurrence.PRIZE_PUT_BACK, prize.ship, attack=prize.attack)

    def locked_out(self, attack: Attack, group: int) -> None:
        """Pirates are on board, but the crew has locked itself up: it says so by radio."""
        self._enter(attack, group, locked=True)

    def ended(self, attack: Attack) -> None:
        """An attack has ended without the ship: those who were on board of her are gone, or taken."""
        prize = self.aboard.get(attack.prey)
        if prize is None:
            self.word.calm(attack.prey)
        elif prize.locked and prize.attack == attack.number:
            self._over(prize, Fate.RETAKEN if attack.outcome is AttackOutcome.STOPPED else Fate.ABANDONED)

    def _enter(self, attack: Attack, group: int, locked: bool) -> Prize | None:
        terms = self._terms.get(group)
        if terms is None:
            return None
        ship, n = attack.prey, self._before[attack.prey]
        self._before[ship] += 1
        what = attack.number, attack.voyage, ship, group, self._clock.now, locked, attack.counted, n
        prize = Prize(len(self.taken), *what, pirates=0, crew=terms.crew)
        prize.pirates = round(terms.pirates(self._number(prize, PIRATES)))
        self.taken.append(prize)
        self.aboard[ship] = prize
        self._clock.after(terms.told_after(self._number(prize, TOLD)), self.word.spread, prize)
        return prize

    def _number(self, prize: Prize, what: int) -> float:
        """A uniform number of a prize, named by the ship and how often she had been one before."""
        return self._ocean.uniform(Purpose.PRIZE_TERMS, self._ocean.id(prize.ship), prize.nth * KINDS + what)

    # ---- retaking her ---------------------------------------------------------------------------

    def retake(self, patrol: Patrol, ship: int) -> Reason | None:
        """A team boards a ship against the pirates on board; otherwise why not."""
        row, team, prize = self._crew.row(patrol), patrol.doctrine.team, self.aboard[ship]
        if team is None:
            return Reason.NO_TEAM
        if ship in self._fighting:
            return Reason.ALREADY_BOARDED
        if (self._crew.row(patrol.ship), prize.number) in self._kept_off:
            return Reason.PIRATES_RESIST
        if prize.locked:  # they are alongside with their boats, and have nobody in their hands
            why = self._boardings.board(patrol, self._crew.deck(prize.group), caught=True)
            prize.attempts += why is None
            return why
        why = None if self._law is None else self._law.why_not(row, ship, Act.SEARCH)
        if why is not None:
            return why
        own, n = self._ocean.id(ship), prize.nth * MOST + prize.attempts
        hours = team.takes(self._ocean.uniform(Purpose.PRIZE_TERMS, own, n * KINDS + HOURS))
        chance = success(team.succeeds, self._terms[prize.group].each, prize.pirates)
        won = self._ocean.decide(Purpose.PRIZE_RETAKEN, own, n, chance)
        prize.attempts += 1
        self._fighting.add(ship)
        self._ocean.hold(ship)
        if ship in self.mothers.lent:
            self._boardings.hold(self.mothers.lent[ship].group, Reason.VISITED)
        self._journal.note(Occurrence.RETAKING, row, ship, attack=prize.attack)
        self._clock.after(hours, self._fought, row, prize, n, won)
        return None

    def _fought(self, row: int, prize: Prize, n: int, won: bool) -> None:
        """The boarding of a prize is over."""
        patrol, ship = self._crew[row], prize.ship
        assert isinstance(patrol, Patrol)
        self._fighting.discard(ship)
        if prize.over is not None:  # meanwhile
            patrol.on_boarding_done(False)
            return
        there = not self._ocean.withdrawn(row)
        won = won and there
        if there:
            self._fall(prize, n)
        loan = self.mothers.lent.get(ship)
        if won and loan is not None:  # all of them were on board
            self._boardings.take(patrol, ship, loan.group)
        elif won:
            self._retaken(prize, row, self._tried(patrol, prize))
        else:
            self._kept_off.add((self._crew.row(patrol.ship), prize.number))
            self.word.met(self._ocean.holder(row), prize)
            self._journal.note(Occurrence.RETAKING_FAILED, row, ship, attack=prize.attack, reason=Reason.PIRATES_RESIST)
            if loan is not None:
                loan.group.on_released()
            else:
                self._ocean.go_on(ship)
            if prize.number in self._paid:
                self._ransomed(prize)
        patrol.on_boarding_done(won)
        if won:
            patrol.on_prize(bool(prize.detained))

    def _retaken(self, prize: Prize, row: int, detained: bool) -> None:
        """A unit has her: her master has his ship again, where she is."""
        prize.detained = detained
        self._journal.note(Occurrence.RETAKEN, row, prize.ship, attack=prize.attack)
        self._put_back(prize)
        self._over(prize, Fate.RETAKEN)

    def caught(self, group: int, by: int, detained: bool) -> None:
        """A unit is about to take a group: the ship from which it hunts is retaken with it."""
        ship = self.mothers.used_by(group)
        if ship >= 0:
            self._retaken(self.aboard[ship], by, detained)

    def _fall(self, prize: Prize, n: int) -> None:
        """Hostages lose their lives in a boarding: one decision for each who has not before."""
        harm, own, dead = self._terms[prize.group].harm, self._ocean.id(prize.ship), self._dead[prize.number]
        alive = [k for k in range(prize.crew) if k not in dead]
        dead |= {k for k in alive if self._ocean.decide(Purpose.PRIZE_LIVES, own, n * MOST + k, harm)}
        prize.lives = len(dead)

    def _tried(self, patrol: Patrol, prize: Prize) -> bool:
        """Whether the pirates on board are detained, or let go for want of a court or of evidence."""
        row, team = self._crew.row(patrol), patrol.doctrine.team
        lacks = None if self._law is None else self._law.court(row, prize.ship)
        chance = team.detains if team is not None and lacks is None else 0.0
        return self._ocean.decide(Purpose.COURT, self._ocean.id(prize.ship), prize.nth, chance)

    # ---- how it ends ----------------------------------------------------------------------------

    def _ransomed(self, prize: Prize) -> None:
        """Ransom is paid; she is let go once no team is on board, and they do not need her any more."""
        if prize.ship in self._fighting or prize.ship in self.mothers.lent:
            self._paid.add(prize.number)
        elif prize.over is None:
            anchorage = self._anchorages[prize.number]
            self._journal.note(Occurrence.RANSOMED, prize.ship, attack=prize.attack)
            there = self._ocean.afloat(prize.ship)
            if anchorage is not None and not there:
                self._ocean.launch(prize.ship, *anchorage)
            group = self._crew[prize.group]
            if isinstance(group, PirateGroup) and group.enterprise is not None:
                group.enterprise.ransomed()
            self._over(prize, Fate.RELEASED, there or anchorage is not None)

    def _over(self, prize: Prize, fate: Fate, there: bool = True) -> None:
        """Nobody holds her any more: she goes on, if she is `there`, and those who were told hear of it."""
        prize.over, prize.fate = self._clock.now, fate
        del self.aboard[prize.ship]
        self._attacks.seized.discard(prize.ship)
        ship = self._crew.merchant(prize.ship)
        if ship is not None and there:
            ship.on_freed()
        self.word.over(prize)
        self.word.calm(prize.ship)

    def removed(self, row: int) -> int:
        """A vessel is taken out of the model by the helm of a row; the row of whose it is.

        It is the ship herself, and no prize any more; or the group on her bridge, and those who are left on board take
        her to the anchorage.
        """
        prize, loan = self.aboard.get(row), self.mothers.lent.get(row)
        if prize is None:
            return row
        self._put_back(prize)
        if loan is None or loan.master.removed:
            self._over(prize, Fate.REMOVED, there=False)
            if loan is not None:
                loan.group.on_ship_gone()
            return row
        anchorage = self._anchorages[prize.number]
        if prize.number in self._paid and row not in self._fighting:
            self._ransomed(prize)
        elif anchorage is not None:
            loan.master.on_seized([anchorage], loan.master.handling.speed)
        return self._crew.row(loan.group)

    # ---- what would convict them ----------------------------------------------------------------

    def homebound(self, row: int) -> None:
        """A group turns for home: after an attack, ladders, hooks and arms go over the side in time."""
        terms, voyage = self._terms.get(row), self._voyages.under_way.get(row)
        if terms is None or terms.gear_overboard is None or voyage is None or not voyage.attacks or voyage.jettisoned:
            return
        u = self._ocean.uniform(Purpose.PRIZE_TERMS, self._ocean.id(row), voyage.ordinal * KINDS + GEAR)
        self._clock.after(terms.gear_overboard(u), self._overboard, row, voyage.number)

    def _overboard(self, row: int, number: int) -> None:
        """It is over the side, unless the group is home or has been made to stop."""
        voyage, group = self._voyages.under_way.get(row), self._crew.voyager(row)
        if voyage is None or voyage.number != number or group is None or voyage.jettisoned:
            return
        if not self._boardings.stopped(row):
            self._voyages.jettison(group, Reason.GEAR_OVERBOARD)
