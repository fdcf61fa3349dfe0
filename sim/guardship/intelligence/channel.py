"""Directed edges between holders, and the rules by which a report passes over one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Protocol, final

from guardship.intelligence.observation import Kind, Report
from guardship.reasons import Reason

PUBLIC = -1  # the sender of calls for help, which everybody hears

type Quantile = Callable[[float], float]
"""From (0, 1) to hours, infinite for never."""


@final
@dataclass(frozen=True, slots=True)
class Draw:
    """Luck of a report's episode of contact on an edge: the same for all its messages.

    A question is any word; `delay`, `release`, `position`, `motion`, `identity`, `looks`, `description`, `blur_x` and
    `blur_y` are those of the rule that a scenario describes. `number`: the uniform number in (0, 1) for a question.
    `decide`: whether it is below a probability that is not certain, for who keeps account of that; None when nobody
    does. `left`: the factor on a probability that is left of it, by report, edge and question; None for all of it.
    """

    number: Callable[[Report, "Channel", str], float]
    decide: Callable[[Report, "Channel", str, float], bool] | None = None
    left: Callable[[Report, "Channel", str], float] | None = None

    def __call__(self, report: Report, edge: "Channel", what: str) -> float:
        """The uniform number in (0, 1) for a question."""
        return self.number(report, edge, what)

    def happens(self, p: float, report: Report, edge: "Channel", what: str) -> bool:
        """Whether something of probability `p` happens; what is certain needs no draw."""
        if self.left is not None:
            p *= self.left(report, edge, what)
        if p <= 0.0 or p >= 1.0:
            return p >= 1.0
        return self.number(report, edge, what) < p if self.decide is None else self.decide(report, edge, what, p)


class Rule(Protocol):
    """What a holder lets out over an edge, and how long that takes. Each edge has its own, made anew for every run."""

    def release(self, report: Report, edge: "Channel", u: Draw) -> Report | Reason:
        """The report as the receiver may see it, or why it may not."""
        ...

    def delay(self, report: Report, edge: "Channel", u: Draw, now: float) -> float:
        """Hours from `now` until it is ready to be sent, 0 or more, infinite for never.

        `report`: as it was released. `now` [h] since the run's start: when it would leave at the earliest.
        """
        ...

    def clearance(self, edge: "Channel") -> tuple[float, float] | None:
        """Probability and median delay [h] with which a vessel found harmless is passed on; None for never."""
        ...


@final
@dataclass(frozen=True, slots=True)
class Plain:
    """Everything is released as it is, after the channel's own delay."""

    def release(self, report: Report, edge: "Channel", u: Draw) -> Report | Reason:
        return report

    def delay(self, report: Report, edge: "Channel", u: Draw, now: float) -> float:
        return edge.delay(u(report, edge, "delay"))

    def clearance(self, edge: "Channel") -> tuple[float, float] | None:
        hours = edge.delay(0.5)
        return (1.0, hours) if hours < inf else None


@final
@dataclass(frozen=True, slots=True)
class Channel:
    """A directed edge.

    `delay`: quantile function of its latency [h]. `key`: 64 bits made of the names of both ends, which name its draws.
    `capacity`: messages an hour, one after another; when `queue` of them wait for their turn, or for the edge to open,
    the next is dropped. `relays`: whether it carries what the sender has from others. An edge from a holder to itself
    is the way from its units to its command.
    """

    sender: int
    receiver: int
    delay: Quantile
    rule: Rule = Plain()
    key: int = 0
    capacity: float = inf
    queue: float = inf
    relays: bool = False
    own: bool = field(init=False)
    """Whether it stays with one holder, or is a call that everybody hears."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", self.sender in (self.receiver, PUBLIC))


@final
@dataclass(frozen=True, slots=True)
class Asked:
    """What an originator says when somebody asks whether he may pass something on: yes with `probability`.

    `delay`: quantile function of the time that he takes [h], beside that of the request and the answer on their edges.
    """

    probability: float
    delay: Quantile


@final
@dataclass(frozen=True, slots=True)
class Originator:
    """To whom a holder's own reports may go, by whatever way; None: to everybody.

    `kinds`: those that may leave it at all; None: all. What it relays may not go farther than its own may.
    """

    to: frozenset[int] | None = None
    kinds: frozenset[Kind] | None = None
    asked: Asked | None = None

    def releasable(self, kind: Kind) -> frozenset[int] | None:
        """To whom a report of some kind may go."""
        return self.to if self.kinds is None or kind in self.kinds else frozenset()


def intersection(a: frozenset[int] | None, b: frozenset[int] | None) -> frozenset[int] | None:
    """Who is in both sets; None is everybody."""
    if a is None or b is None:
        return b if a is None else a
    return a & b
