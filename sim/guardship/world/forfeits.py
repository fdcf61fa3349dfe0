"""What a stop takes from an enterprise beside its crew, and what strikes on bases destroy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, final

from guardship.agents.interfaces import Point
from guardship.agents.offenders.enterprise import Enterprise, Item
from guardship.agents.offenders.offender import Voyager
from guardship.agents.offenders.pirate import PirateGroup
from guardship.core.draws import Purpose
from guardship.occurrences import Occurrence
from guardship.reasons import Reason
from guardship.world.ports import Clock, Crew, Journal, Sea

LOST = {Item.GEAR: Occurrence.GEAR_LOST, Item.MOTHER_SHIP: Occurrence.MOTHER_SHIP_LOST}

type Chances = Mapping[Item, float]


@final
class Toll(NamedTuple):
    """With which chance each thing is taken from a group that is stopped: its crew detained, or let go."""

    detained: Chances
    released: Chances


@final
@dataclass(frozen=True, slots=True)
class Tolls:
    """`by`: of those who are stopped, by row of the leading vessel; `doctrine`: what a navy does whatever it is, by
    number of the holder."""

    by: Mapping[int, Toll] = field(default_factory=dict)
    doctrine: Mapping[int, Chances] = field(default_factory=dict)


@final
class Forfeits:
    """One uniform number a thing, named by the group and its voyage, or by the group and a strike."""

    def __init__(self, clock: Clock, sea: Sea, crew: Crew, journal: Journal, tolls: Tolls) -> None:
        self._clock = clock
        self._sea = sea
        self._crew = crew
        self._journal = journal
        self._tolls = tolls

    def take(self, group: Voyager, holder: int, detained: bool, voyage: int) -> None:
        """A unit of a holder has taken a group: what is lost of its things."""
        row = self._crew.row(group)
        toll = self._tolls.by.get(row)
        if toll is None or not isinstance(group, PirateGroup) or group.enterprise is None:
            return
        chances = self._tolls.doctrine.get(holder, toll.detained if detained else toll.released)
        why = Reason.DETAINED if detained else Reason.RELEASED
        lost = self._lost(group.enterprise, (Purpose.FORFEITED, self._sea.id(row), group.sortie), chances)
        group.enterprise.stopped(detained, lost)
        self._note(row, lost, why, voyage)

    def strike(self, base: Point, chances: Chances, lot: int) -> None:
        """A strike on a base, `lot`: its name in draws. Groups that are no longer in the model lose nothing."""
        for row in sorted(self._tolls.by):
            group = self._crew.voyager(row)
            own = group.enterprise if isinstance(group, PirateGroup) and not group.removed else None
            if own is not None and own.ashore and own.home == base:
                lost = self._lost(own, (Purpose.STRUCK, self._sea.id(row) ^ lot, 0), chances)
                own.struck(lot, lost)
                self._note(row, lost, Reason.STRUCK, -1)

    def _lost(self, own: Enterprise, name: tuple[Purpose, int, int], chances: Chances) -> list[Item]:
        purpose, who, n = name
        there = [item for item in Item if own.stores.has(item, self._clock.now)]
        return [item for item in there if self._sea.decide(purpose, who, n * len(Item) + item, chances.get(item, 0.0))]

    def _note(self, row: int, lost: list[Item], why: Reason, voyage: int) -> None:
        for item in lost:
            self._journal.note(LOST[item], row, voyage=voyage, reason=why)
