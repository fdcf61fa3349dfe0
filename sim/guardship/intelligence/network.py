"""The network of channels: who gets which version of a report, and when. Nothing is drawn here: draws are handed in."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import NamedTuple, final

from guardship.intelligence.channel import PUBLIC, Channel, Draw, Originator, intersection
from guardship.intelligence.desk import Desk, Reading
from guardship.intelligence.evidence import Comparison
from guardship.intelligence.link import Link, Told
from guardship.intelligence.observation import Kind, Observation, Report
from guardship.reasons import Reason

EVERYBODY = Originator()


class Delivery(NamedTuple):
    """A message on its way. Sorted by the time [h] at which to see to it, then by order of sending."""

    time: float
    number: int
    receiver: int
    report: Report


@final
@dataclass(slots=True)
class Message:
    """The record of one report on one edge: in flight while it has neither arrived nor been dropped (`reason`).

    `report` is the version that was let out, or the sender's own where nothing was (`released`). `handed_in`: when it
    came to a desk at which it waits until it is read, which is when it arrives; None where there is no desk.
    """

    report: Report
    edge: Channel
    sent: float
    released: bool = True
    arrived: float | None = None
    reason: Reason | None = None
    handed_in: float | None = None


class Traffic(NamedTuple):
    """Messages so far, one per report and edge: sent = delivered + dropped + in flight."""

    sent: int
    delivered: int
    dropped: int
    in_flight: int


@final
class Network:
    """The channels and what is under way on them. Whoever keeps the clock calls `arrive` when a delivery is due.

    A message is made ready in the edge's delay, then it is sent: in its turn, when the edge is open. `reading`: holders
    that read what comes to them one after another.
    """

    def __init__(
        self,
        channels: Iterable[Channel],
        originators: Mapping[int, Originator] | None = None,
        reading: Mapping[int, Reading] | None = None,
    ) -> None:
        self.messages: list[Message] = []
        self.dropped: Counter[Reason] = Counter()
        self._originators = originators or {}
        self._links = {(edge.sender, edge.receiver): Link(edge) for edge in channels}
        self._from: dict[int, list[Channel]] = {}
        for _, link in sorted(self._links.items()):
            self._from.setdefault(link.edge.sender, []).append(link.edge)
        self._between = {holder: [edge for edge in edges if not edge.own] for holder, edges in self._from.items()}
        self._relays = {edge.sender for edges in self._from.values() for edge in edges if edge.relays}
        self._flying: dict[int, Delivery] = {}
        self._told: dict[tuple[int, int], dict[int, Told]] = {}  # by report and holder, then by who was told
        self._listed: dict[int, set[int]] = {}
        self._granted: dict[tuple[int, int, int, int, int], float | Reason] = {}
        self._desks = {holder: Desk(rules) for holder, rules in (reading or {}).items()}
        self._delivered = 0

    @property
    def traffic(self) -> Traffic:
        return Traffic(len(self.messages), self._delivered, self.dropped.total(), len(self._flying))

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All edges, by sender and receiver."""
        return tuple(link.edge for _, link in sorted(self._links.items()))

    def releasable(self, origin: int, kind: Kind) -> frozenset[int] | None:
        """To whom a report that a holder makes may go."""
        return self._originators.get(origin, EVERYBODY).releasable(kind)

    # ---- sending --------------------------------------------------------------------------------

    def send(self, report: Report, now: float, u: Draw) -> list[Delivery]:
        """A report from a unit to its command, or a call for help to everybody. Deliveries by receiver."""
        edges = [edge for edge in self._from.get(report.sender, ()) if edge.own]
        return [one for edge in edges if (one := self._dispatch(report, edge, now, u)) is not None]

    def pass_on(
        self, report: Report, holder: int, now: float, u: Draw, to: Collection[int] | None = None
    ) -> list[Delivery]:
        """A report that has reached a holder, on to others: its own everywhere, those of others where it relays.

        `to`: to these only; None for all.
        """
        own = report.origin == holder
        if report.origin == PUBLIC or not (own or holder in self._relays):
            return []
        had = {report.origin, *report.path}
        edges = [edge for edge in self._between.get(holder, ()) if (own or edge.relays) and edge.receiver not in had]
        edges = edges if to is None else [edge for edge in edges if edge.receiver in to]
        if not edges:
            return []
        onward = self._onward(report, holder)
        before, tried = self._told.setdefault((report.id, holder), {}), Told.of(onward, True)
        return [one for edge in edges if (one := self._share(onward, edge, now, u, before, tried)) is not None]

    def _onward(self, report: Report, holder: int) -> Report:
        """A report as its holder sends it; somebody else's may go no farther than the holder's own."""
        releasable = report.releasable
        if report.origin != holder:
            releasable = intersection(releasable, self._originators.get(holder, EVERYBODY).to)
        return replace(report, sender=holder, path=(*report.path, holder), releasable=releasable)

    def _share(
        self, report: Report, edge: Channel, now: float, u: Draw, before: dict[int, Told], tried: Told
    ) -> Delivery | None:
        """On one edge, unless as good a version has been tried there before.

        `before`: what has been tried of it by receiver; `tried`: this version, as the first one that is sent.
        """
        told = before.get(edge.receiver)
        if told is not None and told.covers(report):
            return None
        if report.releasable is None or edge.receiver in report.releasable:
            delivery = self._dispatch(report, edge, now, u)
        else:
            delivery = self._ask(report, edge, now, u)
        if told is not None:
            before[edge.receiver] = told.plus(report, delivery is not None)
        else:
            before[edge.receiver] = tried if delivery is not None else tried._replace(sent=False)
        return delivery

    def _ask(self, report: Report, edge: Channel, now: float, u: Draw) -> Delivery | None:
        """Ask the originator whether a report may go to somebody to whom it is not releasable; once for an episode."""
        by, contact = (report.observations[0].by, report.observations[0].contact) if report.observations else (0, 0)
        name = report.origin, by, contact, edge.sender, edge.receiver
        if name not in self._granted:
            self._granted[name] = self._answer(report, edge, now, u)
        when = self._granted[name]
        if isinstance(when, Reason):
            self._refuse(report, edge, now, when)
            return None
        assert report.releasable is not None
        widened = replace(report, releasable=report.releasable | {edge.receiver})
        return self._dispatch(widened, edge, now, u, max(when - now, 0.0))

    def _answer(self, report: Report, edge: Channel, now: float, u: Draw) -> float | Reason:
        """When the originator's permission is there, or why it is not given. He does not ask himself."""
        asked = self._originators.get(report.origin, EVERYBODY).asked
        there = self._links.get((edge.sender, report.origin))
        back = self._links.get((report.origin, edge.sender))
        if asked is None or there is None or back is None or edge.sender == report.origin:
            return Reason.NOT_RELEASABLE
        if not u.happens(asked.probability, report, edge, "asked"):
            return Reason.ORIGINATOR_REFUSED
        ways = sum(one.edge.delay(u(report, one.edge, "request")) for one in (there, back))
        return now + ways + asked.delay(u(report, edge, "answer"))

    def _dispatch(self, report: Report, edge: Channel, now: float, u: Draw, after: float = 0.0) -> Delivery | None:
        """Put a report on an edge `after` some hours; None when it is dropped at once."""
        released = edge.rule.release(report, edge, u)
        if not isinstance(released, Reason) and self._gives_away(released, edge):
            released = Reason.NOT_RELEASED
        if isinstance(released, Reason):
            self._refuse(report, edge, now, released)
            return None
        released = self._for(released, edge)
        number = self._record(released, edge, now)
        ready = edge.rule.delay(released, edge, u, now + after)
        if not ready >= 0.0:
            raise ValueError(f"a rule of sharing gave a delay of {ready} h, want 0 or more")
        wait = ready + self._links[edge.sender, edge.receiver].slower + after
        if not isfinite(wait):
            self._drop(number, Reason.NEVER_ARRIVES)
            return None
        if released.dossier is not None:
            self._listed.setdefault(edge.receiver, set()).add(released.dossier.name)
        return self._fly(Delivery(now + wait, number, edge.receiver, released))

    def _for(self, report: Report, edge: Channel) -> Report:
        """A report without the names of dossiers that nobody has let its receiver know; within a nation all go."""
        told, compared = report.dossier, [one for one in report.observations if one.compared]
        if edge.own or (told is None and not compared):
            return report
        if told is not None and told.same_as is not None and told.same_as[0] not in self._listed.get(edge.receiver, ()):
            report = replace(report, dossier=replace(told, same_as=None))
        seen = tuple(self._known(one, edge.receiver) for one in report.observations)
        return report if seen == report.observations else replace(report, observations=seen)

    def _known(self, seen: Observation, holder: int) -> Observation:
        """An observation without the comparisons with dossiers of which nobody has let a holder know."""
        known = self.knows(holder, seen.compared)
        return seen if len(known) == len(seen.compared) else replace(seen, compared=known)

    def _gives_away(self, report: Report, edge: Channel) -> bool:
        """Whether a report links dossiers of which nobody has let its receiver know."""
        link = report.link
        return link is not None and not {link.one, link.other} <= self._listed.get(edge.receiver, set())

    def knows(self, holder: int, compared: Iterable[Comparison]) -> tuple[Comparison, ...]:
        """The comparisons with dossiers that were let out to a holder, by whatever way."""
        listed = self._listed.get(holder, ())
        return tuple([one for one in compared if one.dossier in listed])

    # ---- under way ------------------------------------------------------------------------------

    def arrive(self, delivery: Delivery, now: float) -> Report | Delivery | Reason:
        """See to what is due: the report, once; or when to come again; or what has become of it.

        WAITS_FOR_LINK is not the end: `reopen` gives the deliveries that have waited. Nor is WAITS_TO_BE_READ: `read`
        gives what is read next.
        """
        number = delivery.number
        if self._flying.get(number) is not delivery:
            return Reason.NOT_IN_FLIGHT
        message, desk = self.messages[number], self._desks.get(delivery.receiver)
        if desk is not None and desk.reading == number:
            desk.reading = None
        else:
            edge = message.edge
            link = self._links[edge.sender, edge.receiver]
            if link.turns and link.turns[0] == number:
                link.turns.pop(0)
            elif link.down or isfinite(edge.capacity):
                return self._line_up(delivery, link, now)
            if desk is not None:
                message.handed_in = now
                desk.put(number, delivery.report, now)
                return Reason.WAITS_TO_BE_READ
        del self._flying[number]
        self._delivered += 1
        message.arrived = now
        return delivery.report

    def read(self, holder: int, now: float) -> list[Delivery]:
        """What a holder begins to read, if it has a desk and reads nothing; what nobody needs any more is dropped."""
        desk = self._desks.get(holder)
        if desk is None or desk.reading is not None:
            return []
        for number, fresh in desk.pick(now):
            delivery = self._flying[number]
            if fresh:
                desk.reading = number
                return [self._fly(delivery._replace(time=now + desk.takes))]
            self.drop(delivery, Reason.UNREAD)
        return []

    def _line_up(self, delivery: Delivery, link: Link, now: float) -> Delivery | Reason:
        """A message that cannot go through at once."""
        if link.losing:
            return self.drop(delivery, Reason.LINK_DOWN)
        if link.full:
            return self.drop(delivery, Reason.QUEUE_FULL)
        link.turns.append(delivery.number)
        if link.down:
            return Reason.WAITS_FOR_LINK
        return self._fly(delivery._replace(time=link.turn(now)))

    def drop(self, delivery: Delivery, reason: Reason) -> Reason:
        """Lose a message under way."""
        if self._flying.get(delivery.number) is not delivery:
            return Reason.NOT_IN_FLIGHT
        del self._flying[delivery.number]
        edge = self.messages[delivery.number].edge
        link = self._links[edge.sender, edge.receiver]
        link.turns = [number for number in link.turns if number != delivery.number]
        return self._drop(delivery.number, reason)

    # ---- what can happen to an edge -------------------------------------------------------------

    def close(self, sender: int, receiver: int, lost: bool = False) -> None:
        """Nothing goes through until `reopen`, as often as it was closed: messages wait, or are lost."""
        link = self._links[sender, receiver]
        link.down += 1
        link.losing += lost
        waiting, link.turns = link.turns, []
        for number in waiting:
            stopped = self._fly(self._flying[number]._replace(time=inf))  # what was due before is void
            if link.losing:
                self.drop(stopped, Reason.LINK_DOWN)
            else:
                link.turns.append(number)

    def reopen(self, sender: int, receiver: int, now: float, lost: bool = False) -> list[Delivery]:
        """End one outage, of the kind that it was; the deliveries that have waited, in the order in which they came."""
        link = self._links[sender, receiver]
        link.down -= 1
        link.losing -= lost
        if link.down:
            return []
        link.free = now
        return [self._fly(self._flying[number]._replace(time=link.turn(now))) for number in link.turns]

    def closed(self, sender: int, receiver: int) -> bool:
        """Whether nothing goes through now."""
        return self._links[sender, receiver].down > 0

    def slow(self, sender: int, receiver: int, hours: float) -> None:
        """Add to the delay of every message sent from now on; a negative number takes it back."""
        self._links[sender, receiver].slower += hours

    # ---- the books ------------------------------------------------------------------------------

    def _record(self, report: Report, edge: Channel, now: float) -> int:
        self.messages.append(Message(report, edge, now))
        return len(self.messages) - 1

    def _refuse(self, report: Report, edge: Channel, now: float, why: Reason) -> None:
        number = self._record(report, edge, now)
        self.messages[number].released = False
        self._drop(number, why)

    def _drop(self, number: int, reason: Reason) -> Reason:
        self.messages[number].reason = reason
        self.dropped[reason] += 1
        return reason

    def _fly(self, delivery: Delivery) -> Delivery:
        self._flying[delivery.number] = delivery
        return delivery
