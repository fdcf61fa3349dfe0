"""Word of ships in the hands of pirates: who is told of them, and which units know them again by name.

A nation knows what it has heard, and nothing else: who is not told sees a merchant ship.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import inf
from typing import final

from guardship.agents.interfaces import Captive
from guardship.agents.patrol.unit import Patrol
from guardship.core.draws import Purpose, named
from guardship.core.kernels import state as s
from guardship.core.ocean import Ocean
from guardship.intelligence import Kind, Observation, Report
from guardship.occurrences import Occurrence
from guardship.outcomes.prizes import Prize
from guardship.world.perception import OWN_FIX, Perception
from guardship.world.ports import Clock, Crew, Journal
from guardship.world.post import Post
from guardship.world.roster import Roster


@final
class Word:
    """`aboard`: prizes that are not over, by row of the ship; `recognised`: by row of the vessel that leads a group,
    the chance that a unit that holds its prize, and has been told, knows it again.
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
        aboard: Mapping[int, Prize],
        recognised: Mapping[int, float],
    ) -> None:
        self._clock = clock
        self._ocean = ocean
        self._crew = crew
        self._journal = journal
        self._perception = perception
        self._post = post
        self._roster = roster
        self._aboard = aboard
        self._recognised = recognised
        self._callers: defaultdict[int, set[int]] = defaultdict(set)  # by ship: who has had her call
        self._calm: dict[int, float] = {}  # by ship: when the attack or captivity before this one was over
        self._words: dict[int, tuple[Prize, bool]] = {}  # by report: the prize that it tells of, and if as free
        self._heard: defaultdict[int, dict[int, tuple[int, bool]]] = defaultdict(dict)  # by holder: the last of a ship
        self._first: defaultdict[int, set[int]] = defaultdict(set)  # by prize: who was told without others
        self._told: defaultdict[int, dict[int, Prize]] = defaultdict(dict)  # by holder: of which ships it knows
        self._sought: dict[int, int] = {}  # by holder: bits of the signatures of those
        self._own: dict[int, int] = {}  # by row: bits of the signatures that it asks for itself
        self._spread: set[int] = set()  # prizes of which word has gone out

    # ---- who is told ----------------------------------------------------------------------------

    def called(self, holder: int, ship: int, made: float) -> None:
        """A holder has had a ship's call for help, of a time [h]: it is told what becomes of her in this attack."""
        if made < self._calm.get(ship, -inf):
            return
        self._callers[ship].add(holder)
        prize = self._aboard.get(ship)
        if prize is not None and prize.number in self._spread and ship not in self._told[holder]:
            self._tell(holder, prize)

    def met(self, holder: int, prize: Prize) -> None:
        """A team of a holder's has met the pirates on board."""
        if holder >= 0 and prize.ship not in self._told[holder]:
            self._tell(holder, prize)

    def calm(self, ship: int) -> None:
        """An attack on a ship is over, or she is free: who had her call is told of no later one."""
        self._callers.pop(ship, None)
        self._calm[ship] = self._clock.now

    def spread(self, prize: Prize) -> None:
        """Those who have had her call are told that she is taken."""
        self._spread.add(prize.number)
        for holder in sorted(self._callers[prize.ship]) if prize.over is None else ():
            self._tell(holder, prize)

    def over(self, prize: Prize) -> None:
        """A ship is free: those who were told first are told, and tell the others as they did before."""
        for holder in sorted(self._first[prize.number]):
            self._tell(holder, prize)

    def _tell(self, holder: int, prize: Prize) -> None:
        """Word of a prize, or that she is free, is on its way to a holder, which may tell others."""
        name, (x, y) = named(f"prize {self._ocean.id(prize.ship)} {prize.nth}") >> 1, self._ocean.position(prize.ship)
        hull = self._perception.hull(prize.ship)
        seen = Observation((name, 0), self._clock.now, x, y, None, None, OWN_FIX, 0.0, hull, None, 0, name, OWN_FIX)
        report = self._post.make(Kind.PRIZE, holder, seen, (name, int(prize.over is not None)))
        self._words[report.id] = prize, prize.over is not None
        self._first[prize.number].add(holder)
        self._post.transmit(report)

    def heard(self, holder: int, report: Report) -> None:
        """Word of a prize has come to a holder, by whatever way."""
        if report.id not in self._words:
            return
        prize, free = self._words[report.id]
        said = prize.nth, free
        if said <= self._heard[holder].get(prize.ship, (-1, True)):  # the later one counts, whichever comes first
            return
        self._heard[holder][prize.ship] = said
        if free:
            self._forget(holder, prize)
        else:
            self._told[holder][prize.ship] = prize
            prize.known = self._clock.now if prize.known is None else prize.known
            self._seek(holder, prize.ship)

    def _seek(self, holder: int, ship: int) -> None:
        """Units of a holder look for a ship by name from now on, those that hold her already included."""
        if self._ocean.sea.cleared[holder, ship] > self._clock.now:
            self._ocean.clear(holder, ship, self._clock.now)
        self._sought[holder] = self._sought.get(holder, 0) | self._perception.mask([self._perception.hull(ship)])
        for row, unit in self._units(holder):
            self._own.setdefault(row, int(self._ocean.fleet["heeds"][row]))
            self._ocean.fleet["heeds"][row] |= self._sought[holder]
            for pair, contact in self._holding(row, ship):
                self._perception.meet(row, contact, pair)
                if self.recognised(row, ship, pair, contact):
                    unit.on_classified(self._perception.sight(pair, contact, True))

    def heeds(self, row: int, own: int) -> int:
        """The bits of the signatures of whose contacts a vessel is told: its `own`, and the ships that it looks for."""
        self._own[row] = own
        return own | self._sought.get(self._ocean.holder(row), 0)

    def unasked(self, row: int, target: int) -> bool:
        """Whether a contact was handed over for the name of a ship alone: its vessel did not ask for such."""
        own = self._own.get(row, -1)
        return own != -1 and not own >> min(int(self._ocean.fleet["sig"][target]), 62) & 1

    def _units(self, holder: int) -> Iterator[tuple[int, Patrol]]:
        for unit in self._roster.own.get(holder, ()):
            if not unit.is_boat:
                yield self._crew.row(unit), unit

    def _holding(self, row: int, ship: int) -> list[tuple[int, int]]:
        """The contact that a unit holds of a ship, with its pair; empty for none."""
        return [(pair, contact) for pair, contact in self._ocean.held(row) if self._ocean.target(pair) == ship]

    def _forget(self, holder: int, prize: Prize) -> None:
        """A holder has heard that a ship is free: her units let her be."""
        if self._told[holder].pop(prize.ship, None) is None:
            return
        for row, unit in self._units(holder):
            for pair, contact in self._holding(row, prize.ship):
                unit.on_freed(contact)
                self._ocean.judge(row, pair, contact, s.KNOWN)

    # ---- who knows her again --------------------------------------------------------------------

    def recognised(self, row: int, target: int, pair: int, contact: int) -> bool:
        """Whether a unit that holds a ship knows her for one that it was told of; then it is held for suspicious."""
        prize = self._told.get(self._ocean.holder(row), {}).get(target)
        unit = self._crew[row]
        if prize is None or not isinstance(unit, Patrol) or unit.is_boat:
            return False
        chance = self._recognised[prize.group]
        if not self._ocean.decide(Purpose.PRIZE_RECOGNISED, self._ocean.episode(pair)[0], prize.nth, chance):
            return False
        self._journal.note(Occurrence.PRIZE_RECOGNISED, row, target, contact=contact)
        self._ocean.judge(row, pair, contact, s.SUSPECT)
        return True

    def captive(self, row: int, target: int) -> Captive | None:
        """What the nation of a unit has been told of a ship that it holds; None where it knows of no captors."""
        prize = self._told.get(self._ocean.holder(row), {}).get(target)
        return None if prize is None else Captive(prize.locked, prize.number)
