"""The post: reports on their way over channels, and whose clearances others hear of. It knows who sent what."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from math import inf, isfinite
from typing import final

from guardship.core.draws import DECIDED, Purpose, edge_named, named
from guardship.core.ocean import Ocean
from guardship.intelligence import (
    PUBLIC,
    Channel,
    Delivery,
    Dossier,
    Draw,
    Kind,
    Network,
    Observation,
    Originator,
    Reading,
    Report,
)
from guardship.occurrences import Occurrence
from guardship.world.perception import Perception
from guardship.world.ports import Journal
from guardship.world.roster import Roster
from guardship.world.trust import Trust

SHARING = {  # questions about one episode on one edge
    "delay": Purpose.SHARED_DELAY,
    "release": Purpose.SHARED_RELEASE,
    "position": Purpose.SHARED_POSITION,
    "motion": Purpose.SHARED_MOTION,
    "identity": Purpose.SHARED_IDENTITY,
    "looks": Purpose.SHARED_LOOKS,
    "description": Purpose.SHARED_DESCRIPTION,
    "blur_x": Purpose.SHARED_BLUR_X,
    "blur_y": Purpose.SHARED_BLUR_Y,
    "asked": Purpose.SHARED_ASKED,
    "request": Purpose.SHARED_REQUEST,
    "answer": Purpose.SHARED_ANSWER,
}

type Relays = Callable[[int, int, Collection[tuple[int, int]]], tuple[float, float] | None]


def in_good_faith(report: Report, holder: int) -> bool:
    """A holder tells others of all that it may."""
    return True


@final
class Post:
    """Reports by number, with the vessel that sent each, and what is under way by time and order of sending.

    `lets_out(report, holder)`: whether a holder is willing to tell others of a report. `stale`: whether what is open
    has changed since the last `refresh`.

    `holders`: names by number. `relays(sender, receiver, closed)`: probability and hours with which a clearance of one
    reaches the other when some edges are closed; None where nobody acts on others' clearances. `trust`: what is left of
    what holders release to each other, None where that does not change.
    """

    def __init__(
        self,
        ocean: Ocean,
        journal: Journal,
        perception: Perception,
        roster: Roster,
        holders: Sequence[str],
        channels: Sequence[Channel],
        originators: Mapping[int, Originator] | None,
        relays: Relays | None,
        reading: Mapping[int, Reading] | None = None,
        trust: Trust | None = None,
    ) -> None:
        self._ocean = ocean
        self._journal = journal
        self._perception = perception
        self._holders = holders
        self._relays = relays
        self._roster = roster
        self.network = Network(channels, originators, reading)
        self.trust = trust
        if trust is not None:
            trust.changed = self._regards
        self.lets_out: Callable[[Report, int], bool] = in_good_faith
        self.reports: list[tuple[Report, int]] = []
        self._about: list[tuple[int, int]] = []
        self._queue: list[tuple[float, int, Delivery]] = []
        self._sent = 0
        self._shut: set[tuple[int, int]] = set()
        self.stale = False
        self._draw = Draw(self._number, self._decide, None if trust is None else self._left)
        self._ways: dict[tuple[int, int], tuple[float, float]] = {}
        self._drawn: dict[tuple[Purpose, int, int], float] = {}  # an episode is told of again and again
        self.refresh()

    def subject(self, report: int) -> int:
        """The vessel that a report was about, -1 where no vessel has made it of a contact."""
        said, row = self.reports[report - 1]
        return self._perception.met(row, said.observations[-1].contact) if row >= 0 else -1

    # ---- reports --------------------------------------------------------------------------------

    def send(
        self,
        row: int,
        kind: Kind,
        seen: Observation,
        contact: int,
        attended: bool | None = None,
        until: float | None = None,
    ) -> int:
        """Send a report from a vessel to its holder, or a call for help to everybody; its number.

        `attended`, `until`: see `Report`.
        """
        ocean = self._ocean
        sender = PUBLIC if kind is Kind.DISTRESS else ocean.holder(row)
        if kind is Kind.CLEARED:
            until = ocean.now + float(ocean.fleet["clears_for"][row])
        # one luck for all that is said of a contact: keyed by the pair and its detection, not by the contact's number
        n = seen.id[1] if kind is Kind.NEGATIVE_SEARCH else 0  # each search is an episode of its own
        report = self.make(kind, sender, seen, self._perception.episode(row, contact, n), row, until, attended)
        self._journal.note(
            Occurrence.DISTRESS if kind is Kind.DISTRESS else Occurrence.REPORT, row, contact=contact, report=report.id
        )
        self.transmit(report)
        return report.id

    def make(
        self,
        kind: Kind,
        sender: int,
        seen: Observation,
        about: tuple[int, int],
        row: int = -1,
        until: float | None = None,
        attended: bool | None = None,
        dossier: Dossier | None = None,
    ) -> Report:
        """A report with the next number, of a vessel's or of nobody's (-1). `about`: names its luck on every edge."""
        releasable = self.network.releasable(sender, kind)
        number = len(self.reports) + 1
        made = number, kind, self._ocean.now, (seen,), sender, until, sender, releasable
        report = Report(*made, attended=attended, dossier=dossier)
        self.reports.append((report, row))
        self._about.append(about)
        return report

    def tell(self, report: Report, holder: int) -> Report:
        """What a command has to say to others about an episode that a report told of; numbered as it is sent."""
        return self._say(report, holder, self.reports[report.id - 1][1], self._about[report.id - 1])

    def issue(self, report: Report, holder: int, about: tuple[int, int]) -> Report:
        """What a command has found out itself, of nobody's sensors. `about`: names its luck on every edge."""
        return self._say(report, holder, -1, about)

    def _say(self, report: Report, holder: int, row: int, about: tuple[int, int]) -> Report:
        said = replace(report, id=len(self.reports) + 1)
        self.reports.append((said, row))
        self._about.append(about)
        if self.lets_out(said, holder):
            self._pass_on(said, holder)
        return said

    def transmit(self, report: Report) -> None:
        """Send a report on its way, to its holder or to everybody."""
        self._expect(self.network.send(report, self._ocean.now, self._draw))

    def about(self, report: int) -> tuple[int, int]:
        """The name of the episode of contact that a report tells of, in draws."""
        return self._about[report - 1]

    def episode(self, row: int, contact: int) -> tuple[int, int]:
        """The same for a vessel's contact of which it need not have reported."""
        return self._perception.episode(row, contact, 0)

    def sender(self, report: int) -> int:
        """The row of the vessel that a report came from first; -1 for none."""
        return self.reports[report - 1][1]

    def _decide(self, report: Report, edge: Channel, what: str, p: float) -> bool:
        """Whether something of probability `p` happens to a report on an edge."""
        entity, ordinal = self._about[report.id - 1]
        purpose = SHARING.get(what, Purpose.SHARED_OWN)
        if purpose not in DECIDED or purpose is Purpose.SHARED_OWN:  # a decision of a rule of one's own
            return self._ocean.decide(Purpose.SHARED_OWN, entity ^ edge.key ^ named(what), ordinal, p)
        return self._ocean.decide(purpose, entity ^ edge.key, ordinal, p)

    def _left(self, report: Report, edge: Channel, what: str) -> float:
        """What trust leaves of what is released, and of what an originator permits who is asked."""
        if what == "release" and not edge.own:
            return self._share(edge.sender, edge.receiver)
        return self._share(report.origin, edge.sender) if what == "asked" else 1.0

    def _number(self, report: Report, edge: Channel, what: str) -> float:
        """The uniform number for a question about a report's episode of contact on an edge.

        The delay of a call is that of the caller: all who hear it have the same uniform.
        """
        entity, ordinal = self._about[report.id - 1]
        if edge.own:
            return self._ocean.given(Purpose.LATENCY, entity, ordinal)
        if what not in SHARING:  # a question of a rule of one's own
            return self._ocean.given(Purpose.SHARED_OWN, entity ^ edge.key ^ named(what), ordinal)
        name = SHARING[what], entity ^ edge.key, ordinal
        if name not in self._drawn:
            self._drawn[name] = self._ocean.given(*name)
        return self._drawn[name]

    # ---- deliveries -----------------------------------------------------------------------------

    @property
    def due(self) -> float:
        """When the next delivery arrives [h]; inf for none."""
        return self._queue[0][0] if self._queue else inf

    def collect(self) -> tuple[int, Report] | None:
        """Take what is due: who receives it, and the report; None when it does not get there, or later."""
        delivery = heappop(self._queue)[2]
        report = self.network.arrive(delivery, self._ocean.now)
        self._expect(self.network.read(delivery.receiver, self._ocean.now))
        if not isinstance(report, Report):
            if isinstance(report, Delivery):
                self._expect([report])
            return None
        if self.trust is not None:
            self.trust.arrived(delivery.receiver, report)
        return delivery.receiver, report

    def pass_on(self, report: Report, receiver: int) -> None:
        """Who has received a report tells those whom it may; the log says why its own goes to none who have units."""
        told = len(self.network.messages)
        if not self.lets_out(report, receiver) or self._pass_on(report, receiver) or report.origin != receiver:
            return
        for one in self.network.messages[told:]:
            if not one.released and self._roster.has_units(one.edge.receiver):
                self._journal.note(Occurrence.WITHHELD, -1, report=report.id, reason=one.reason, holder=report.origin)
                return

    def share(self, report: Report, holder: int, to: Collection[int] | None = None) -> bool:
        """Send a report of a holder's on to others, willing or not, `to` these only; whether it goes to any."""
        return self._pass_on(report, holder, to)

    def _pass_on(self, report: Report, holder: int, to: Collection[int] | None = None) -> bool:
        told = len(self.network.messages)
        passed = self.network.pass_on(report, holder, self._ocean.now, self._draw, to)
        self._expect(passed)
        if self.trust is not None:
            self.trust.sent(self.network.messages[told:])
        return bool(passed)

    def _expect(self, deliveries: Sequence[Delivery]) -> None:
        """Keep what is under way by time and order of sending; an event of Mesa's for each took four times as long."""
        for delivery in deliveries:
            self._sent += 1
            heappush(self._queue, (delivery.time, self._sent, delivery))

    # ---- outages --------------------------------------------------------------------------------

    def close(self, sender: int, receiver: int, lost: bool = False) -> None:
        """An outage of a channel begins: messages wait, or are lost."""
        self.network.close(sender, receiver, lost)
        self._shut.add((sender, receiver))
        self.stale = True

    def reopen(self, sender: int, receiver: int, lost: bool = False) -> None:
        """An outage ends, and what has waited is sent."""
        self._expect(self.network.reopen(sender, receiver, self._ocean.now, lost))
        if not self.network.closed(sender, receiver):
            self._shut.discard((sender, receiver))
            self.stale = True

    def refresh(self) -> None:
        """After a change of what is open: who hears of whose clearances now."""
        self.stale = False
        if self._relays is None:
            return
        for a, one in enumerate(self._holders):
            for b, other in enumerate(self._holders):
                way = self._relays(a, b, self._shut) if a != b else None
                p, hours = way if way is not None and isfinite(way[1]) else (0.0, 0.0)
                self._ways[a, b] = p, hours
                self._ocean.relay(a, b, p * self._share(a, b), hours, edge_named(one, other))

    def _share(self, holder: int, partner: int) -> float:
        return 1.0 if self.trust is None else self.trust.share(holder, partner)

    def _regards(self, holder: int, partner: int) -> None:
        """A holder has changed what it lets a partner know; clearances go by what it was at the last change."""
        way = self._ways.get((holder, partner))
        if way is not None:
            key = edge_named(self._holders[holder], self._holders[partner])
            self._ocean.relay(holder, partner, way[0] * self._share(holder, partner), way[1], key)
