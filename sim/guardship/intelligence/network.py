"""Channels that carry reports between holders, with delay. Nothing is drawn here: the uniforms are handed in."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple, Protocol, final

from guardship.intelligence.observation import Report
from guardship.reasons import Reason


@final
@dataclass(frozen=True, slots=True)
class Channel:
    """A directed edge; `delay` is the quantile function of its latency: from (0, 1) to hours, infinite for never."""

    sender: int
    receiver: int
    delay: Callable[[float], float]


class Rule(Protocol):
    """What a holder lets out over an edge, and how long that takes."""

    def release(self, report: Report, edge: Channel) -> Report | Reason:
        """The report as the receiver may see it, or why it may not."""
        ...

    def delay(self, report: Report, edge: Channel, u: float) -> float:
        """Hours from sending to arrival for a uniform `u`."""
        ...


@final
@dataclass(frozen=True, slots=True)
class Plain:
    """Everything is released as it is, after the channel's own delay."""

    def release(self, report: Report, edge: Channel) -> Report | Reason:
        return report

    def delay(self, report: Report, edge: Channel, u: float) -> float:
        return edge.delay(u)


class Delivery(NamedTuple):
    """A message on its way. Sorted by arrival [h], then by order of sending."""

    time: float
    number: int
    receiver: int
    report: Report


class Traffic(NamedTuple):
    """Messages so far, one per report and edge: sent = delivered + dropped + in flight."""

    sent: int
    delivered: int
    dropped: int
    in_flight: int


@final
class Network:
    """The channels and what is under way on them. Whoever keeps the clock calls `arrive` when a delivery is due."""

    def __init__(self, channels: Iterable[Channel], rule: Rule | None = None) -> None:
        self._rule: Rule = rule or Plain()
        self._from: dict[int, list[Channel]] = {}
        for channel in sorted(channels, key=lambda edge: (edge.sender, edge.receiver)):
            self._from.setdefault(channel.sender, []).append(channel)
        self._flying: dict[int, Delivery] = {}
        self._sent = 0
        self._delivered = 0
        self.dropped: Counter[Reason] = Counter()

    @property
    def traffic(self) -> Traffic:
        return Traffic(self._sent, self._delivered, self.dropped.total(), len(self._flying))

    def send(self, report: Report, now: float, u: Callable[[Channel], float]) -> list[Delivery]:
        """Put a report on every channel of its sender; `u` gives the uniform of an edge. Deliveries by receiver.

        Let the uniform persist over an episode of contact, or its messages overtake one another.
        """
        deliveries = []
        for edge in self._from.get(report.sender, ()):
            self._sent += 1
            delivery = self._dispatch(report, edge, now, u)
            if isinstance(delivery, Reason):
                self.dropped[delivery] += 1
            else:
                self._flying[delivery.number] = delivery
                deliveries.append(delivery)
        return deliveries

    def arrive(self, delivery: Delivery) -> Report | Reason:
        """Hand over what has arrived, once."""
        if not self._land(delivery):
            return Reason.NOT_IN_FLIGHT
        self._delivered += 1
        return delivery.report

    def drop(self, delivery: Delivery, reason: Reason) -> Reason:
        """Lose a message under way."""
        if not self._land(delivery):
            return Reason.NOT_IN_FLIGHT
        self.dropped[reason] += 1
        return reason

    def _dispatch(self, report: Report, edge: Channel, now: float, u: Callable[[Channel], float]) -> Delivery | Reason:
        released = self._rule.release(report, edge)
        if isinstance(released, Reason):
            return released
        wait = self._rule.delay(released, edge, u(edge))
        if not isfinite(wait):
            return Reason.NEVER_ARRIVES
        return Delivery(now + wait, self._sent, edge.receiver, released)

    def _land(self, delivery: Delivery) -> bool:
        if self._flying.get(delivery.number) is not delivery:
            return False
        del self._flying[delivery.number]
        return True
