"""A desk at which reports are read one after another: what waits, what is read next, what nobody reads any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple, final

from guardship.intelligence.observation import Kind, Report


@final
@dataclass(frozen=True, slots=True)
class Reading:
    """How a holder reads. `takes` [h]: a report; `rank`: what is least is read first, of equals what came first.

    `keeps` [h]: after so long a report that nobody has read is put away; one that has an end, at that.
    """

    takes: float
    rank: Callable[[Report], float]
    keeps: float = inf


class Waiting(NamedTuple):
    """A message that waits: its rank, when it came [h], its number, and the report."""

    rank: float
    since: float
    number: int
    report: Report


@final
class Desk:
    """One holder's. `reading`: the number of the message that is being read, None while nobody reads."""

    def __init__(self, reading: Reading) -> None:
        self.takes = reading.takes
        self.reading: int | None = None
        self._rules = reading
        self._tray: list[Waiting] = []

    def put(self, number: int, report: Report, now: float) -> None:
        """A message comes in."""
        heappush(self._tray, Waiting(self._rules.rank(report), now, number, report))

    def pick(self, now: float) -> Iterator[tuple[int, bool]]:
        """Take messages out until there is one to read: their numbers, and whether each is still worth it."""
        while self._tray:
            _, since, number, report = heappop(self._tray)
            fresh = now < self._ends(since, report)
            yield number, fresh
            if fresh:
                return

    def _ends(self, since: float, report: Report) -> float:
        said = report.dossier is not None and report.dossier.withdrawn  # news until it has been read
        own = inf if report.until is None or report.kind is Kind.ENGAGED or said else report.until
        return min(own, since + self._rules.keeps)
