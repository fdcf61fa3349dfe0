"""The state of an edge while a run goes on, and what has been said over it."""

from dataclasses import dataclass, field
from math import inf, isfinite
from typing import NamedTuple, final

from guardship.intelligence.channel import Channel
from guardship.intelligence.observation import Observation, Report, Use, merge


@final
@dataclass(slots=True)
class Link:
    """The state of an edge. `down`: how many outages close it now, `losing`: those in which messages are lost.

    `slower`: added to every delay [h]. `turns`: messages in the order in which they are sent, the first of them now,
    and while the edge is closed those that wait for it to open. `free`: when the last of them will be through.
    """

    edge: Channel
    down: int = 0
    losing: int = 0
    slower: float = 0.0
    free: float = -inf
    turns: list[int] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether no more messages can wait; the one that is being sent does not."""
        return len(self.turns) >= self.edge.queue + (not self.down)

    def turn(self, now: float) -> float:
        """When a message that comes now is through."""
        if isfinite(self.edge.capacity):
            self.free = max(self.free, now) + 1.0 / self.edge.capacity
            return self.free
        return now


@final
class Told(NamedTuple):
    """What has been tried on one edge of one report: the best of its versions, and whether any was let out.

    `described`: whether the best of them says how a hull looks beyond its type.
    """

    seen: tuple[Observation, ...]
    use: Use
    releasable: frozenset[int] | None
    sent: bool
    described: bool = False

    @classmethod
    def of(cls, report: Report, sent: bool) -> "Told":
        """After the first version has been tried."""
        return cls(report.observations, report.use, report.releasable, sent, _described(report))

    def covers(self, report: Report) -> bool:
        """Whether trying another version would bring nothing new."""
        if self.use == "information" and report.use == "tasking":
            return False
        if _described(report) and not self.described:
            return False
        if not self.sent and self.releasable != report.releasable:
            return False
        return all(merge(old, new) is old for old, new in zip(self.seen, report.observations, strict=True))

    def plus(self, report: Report, sent: bool) -> "Told":
        """After another version has been tried."""
        seen = tuple(merge(old, new) for old, new in zip(self.seen, report.observations, strict=True))
        use: Use = "tasking" if "tasking" in (self.use, report.use) else "information"
        return Told(seen, use, report.releasable, sent or self.sent, self.described or _described(report))


def _described(report: Report) -> bool:
    return report.dossier is not None and report.dossier.described >= 0
