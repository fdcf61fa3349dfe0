"""False dossiers: put into registers by an adversary, forged in a partner's name, or told by partners in bad faith.

Truth: it alone knows which dossiers are false, and whom they are about.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import final

from guardship.agents.interfaces import Point
from guardship.agents.patrol.unit import Patrol
from guardship.core.draws import Purpose
from guardship.core.ocean import Ocean
from guardship.intelligence import Appearance, Chances, Dossier, Kind, Observation, Report, Repute
from guardship.occurrences import Occurrence
from guardship.reasons import Reason
from guardship.world.dossiers import Dossiers, Shares
from guardship.world.ports import Crew, Journal
from guardship.world.post import Post

NOBODY = -1


@final
@dataclass(frozen=True, slots=True)
class Entry:
    """What a false dossier says: of a vessel that looks so, how well described, for how long [h] it is used.

    `lot`: names those that one attack brings, of which each is about another vessel. Wanted are innocent vessels,
    harmless are guilty ones.
    """

    lot: int
    hull: Appearance
    repute: Repute
    described: Shares
    chances: Chances
    lasts: float


@final
@dataclass(frozen=True, slots=True)
class BadFaith:
    """Of a nation's own dossiers of hulls that are wanted: the chance that it keeps one to itself, and that it adds one
    about an innocent vessel that looks alike, which it does not use itself.
    """

    withholds: float = 0.0
    fabricates: float = 0.0


@final
class Deceit:
    """`faith`: of who shares in bad faith, by number. False dossiers are of vessels that are there from the start."""

    def __init__(
        self,
        ocean: Ocean,
        crew: Crew,
        journal: Journal,
        post: Post,
        dossiers: Dossiers,
        faith: Mapping[int, BadFaith],
    ) -> None:
        self._ocean = ocean
        self._crew = crew
        self._journal = journal
        self._post = post
        self._dossiers = dossiers
        self._faith = faith
        self._first = len(crew.names)
        self._told_of: defaultdict[int, set[int]] = defaultdict(set)

    # ---- by an adversary in the network ---------------------------------------------------------

    def poison(self, entry: Entry, into: Sequence[int], at: Point) -> None:
        """Holders find a dossier in their registers as if their own had written it; `at`: where it is said to be of."""
        dossier = self._made_up(entry, Occurrence.POISONED)
        if dossier is None:
            return
        for holder in into:
            report = self._dossiers.send(holder, dossier, self._dossiers.seen_at(at, dossier), NOBODY)
            self._note(Occurrence.POISONED, dossier, report, holder)

    def forge(self, entry: Entry, of: int, to: Collection[int], at: Point) -> None:
        """Holders are told of a dossier in the name of a partner, over the edges from it; it knows nothing of that."""
        dossier = self._made_up(entry, Occurrence.FORGED)
        if dossier is not None:
            report = self._report(of, dossier, self._dossiers.seen_at(at, dossier))
            self._note(Occurrence.FORGED, dossier, report, of)
            self._post.share(report, of, to)

    def _made_up(self, entry: Entry, kind: Occurrence) -> Dossier | None:
        """A false dossier; None where no such vessel is left."""
        row = self._subject(entry.lot, entry.hull, entry.repute is Repute.HARMLESS)
        if row == NOBODY:
            self._journal.note(kind, NOBODY, reason=Reason.NO_SUCH_HULL)
            return None
        what = entry.repute, entry.described, entry.chances, entry.lasts
        dossier = self._dossiers.make(self._dossiers.name(f"{kind} {entry.lot}", row), row, *what)
        self._dossiers.record(NOBODY, row, kind, dossier)
        return dossier

    def _subject(self, lot: int, hull: Appearance, guilty: bool) -> int:
        """The row of the next vessel by lot with a hull, innocent and in the theatre, or guilty; -1 for none."""
        rows = [row for row in range(self._first) if row not in self._told_of[lot] and self._is_such(row, hull, guilty)]
        lots = ((self._ocean.given(Purpose.FALSE_SUBJECT, lot ^ self._ocean.id(row)), row) for row in rows)
        row = min(lots, default=(0.0, NOBODY))[1]
        self._told_of[lot].add(row)
        return row

    def _is_such(self, row: int, hull: Appearance, guilty: bool) -> bool:
        agent = self._crew[row]
        if isinstance(agent, Patrol) or self._dossiers.hull(row) != hull or guilty is (agent.voyager is None):
            return False
        return guilty or self._ocean.afloat(row)

    def _report(self, holder: int, dossier: Dossier, seen: Observation) -> Report:
        return self._post.make(Kind.DOSSIER, holder, seen, (dossier.name, 0), NOBODY, dossier.until, dossier=dossier)

    def _note(self, kind: Occurrence, dossier: Dossier, report: Report, holder: int) -> None:
        of = self._dossiers.subject(dossier)
        self._journal.note(kind, NOBODY, of, report=report.id, reason=Reason.MADE_UP, holder=holder)

    # ---- by partners in bad faith ---------------------------------------------------------------

    def lets_out(self, report: Report, holder: int) -> bool:
        """Whether a holder tells others of a dossier; of its own in bad faith it may not, or add a false one."""
        faith, dossier = self._faith.get(holder), report.dossier
        if faith is None or dossier is None or report.origin != holder or not _wanted(dossier):
            return True
        if dossier.version == 0 and self._decides(Purpose.FABRICATES, dossier, faith.fabricates):
            self._fabricate(report, dossier, holder)
        if not self._decides(Purpose.WITHHOLDS, dossier, faith.withholds):
            return True
        if dossier.version == 0:
            self._journal.note(Occurrence.WITHHELD, NOBODY, report=report.id, reason=Reason.BAD_FAITH, holder=holder)
        return False

    def _decides(self, purpose: Purpose, dossier: Dossier, p: float) -> bool:
        return self._ocean.decide(purpose, dossier.name, 0, p)

    def _fabricate(self, report: Report, dossier: Dossier, holder: int) -> None:
        """A dossier as one that is true, but of an innocent vessel, for others only."""
        row = self._subject(dossier.name, dossier.hull, guilty=False)
        if row == NOBODY:
            self._journal.note(Occurrence.FABRICATED, NOBODY, reason=Reason.NO_SUCH_HULL, holder=holder)
            return
        false = self._dossiers.like(self._dossiers.name(f"{Occurrence.FABRICATED} {dossier.name}", row), row, dossier)
        self._dossiers.record(NOBODY, row, Occurrence.FABRICATED, false)
        seen = report.observations[-1]
        told = self._report(holder, false, self._dossiers.seen_at((seen.x, seen.y), false))
        self._note(Occurrence.FABRICATED, false, told, holder)
        self._post.share(told, holder)


def _wanted(dossier: Dossier) -> bool:
    """Whether a hull is wanted, or was until it was taken."""
    return dossier.repute is Repute.WANTED or (dossier.repute is Repute.TAKEN and dossier.version > 0)
