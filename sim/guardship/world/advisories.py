"""Warnings to shipping: what a centre can do with one, and who is told of it when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, final

from guardship.agents.advising import Advises, Advising
from guardship.agents.command import Command
from guardship.agents.merchant import Merchant
from guardship.agents.offenders.offender import Quantile
from guardship.core.draws import Purpose, named
from guardship.intelligence import Advisory, Kind, ObservationId, Report
from guardship.occurrences import Occurrence
from guardship.outcomes.advisories import Issued
from guardship.reasons import Reason
from guardship.world.ports import Clock, Crew, Journal, Sea
from guardship.world.post import Post

HALF = 1  # bits by which 64-bit names are shortened, so that tables have room for them


@final
@dataclass(frozen=True, slots=True)
class Reporting:
    """Ships that report in to a centre: their share of all, and how late each is told of a warning [h]."""

    share: float
    delay: Quantile


@final
@dataclass(frozen=True, slots=True)
class Broadcast:
    """To all ships within an area, None: everywhere; at times of their own, or as soon as there is a warning.

    `received`: the chance that a ship takes one in, `delay` [h]: how long after.
    """

    within: Callable[[float, float], bool] | None
    at_once: bool
    received: float
    delay: Quantile


@final
@dataclass(frozen=True, slots=True)
class Service:
    """How one centre warns. `takes` [h]: until a warning is issued; `to`: holders that are told of it too."""

    advises: Advises
    takes: Quantile
    reporting: Reporting | None = None
    broadcast: Broadcast | None = None
    to: Sequence[int] = ()


@final
@dataclass(frozen=True, slots=True)
class Services:
    """Of all centres, by number of holder; and of ships that are warned, by row, a lookout and two in place of it."""

    centres: Mapping[int, Service] = field(default_factory=dict)
    lookouts: Mapping[int, tuple[int, int]] = field(default_factory=dict)


@final
class Advisories:
    """The warnings of all centres. `issued`: as they were issued, in order."""

    def __init__(
        self,
        clock: Clock,
        sea: Sea,
        crew: Crew,
        journal: Journal,
        post: Post,
        services: Services,
    ) -> None:
        self._clock = clock
        self._sea = sea
        self._crew = crew
        self._journal = journal
        self._post = post
        self._services = services.centres
        self.issued: list[Issued] = []
        self._desks: dict[int, Advising] = {}
        self._told: dict[tuple[int, int, int], int] = {}  # by ship, centre and warning: the version that she knows
        self._registered: dict[tuple[int, int], bool] = {}  # by centre and ship

    def open(self, commands: Sequence[Command]) -> None:
        """The centres begin to listen."""
        self._desks = {k: Advising(commands[k], one.advises, self) for k, one in self._services.items()}

    def heard(self, receiver: int, report: Report) -> None:
        """A report has come to a holder and into its picture."""
        desk = self._desks.get(receiver)
        if desk is not None:
            desk.on_report(report)

    # ---- what a centre can do -------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Hours since the start of the run."""
        return self._clock.now

    def name(self, first: ObservationId) -> int:
        """Of a warning, made of the first observation that it rests on."""
        return named(f"advisory {first[0]} {first[1]}") >> HALF

    def takes(self, holder: int, name: int, version: int) -> float:
        """Hours until a warning is issued."""
        return self._services[holder].takes(self._sea.uniform(Purpose.ADVISORY_HOURS, name, version))

    def later(self, hours: float, what: Callable[..., None], *args: Any) -> None:
        """Call a bound method after some hours."""
        self._clock.after(hours, what, *args)

    def issue(self, holder: int, advisory: Advisory, report: Report) -> None:
        """Tell the ships that are to be told at once, and holders."""
        service, fix = self._services[holder], advisory.fix
        self._journal.note(Occurrence.ADVISORY, -1, report=report.id, holder=holder)
        where = fix.x, fix.y, advisory.radius, advisory.until
        self.issued.append(Issued(self.now, holder, advisory.name, advisory.version, report.id, *where))
        for row in self._afloat():
            self._send(holder, row, advisory)
        if service.broadcast is not None and service.broadcast.at_once:
            self._broadcast(holder, advisory)
        for k in service.to if fix.time <= self.now else ():
            self._report(k, advisory, report)

    def over(self, holder: int, advisory: Advisory, came: bool) -> None:
        """Write down what came of a warning."""
        why = None if came else Reason.NOTHING_CAME
        self._journal.note(Occurrence.ADVISORY_OVER, -1, reason=why, holder=holder)
        for k, one in enumerate(self.issued):
            if (one.holder, one.advisory, one.version) == (holder, advisory.name, advisory.version):
                self.issued[k] = one._replace(came=came)

    # ---- ships ----------------------------------------------------------------------------------

    def entered(self, row: int) -> None:
        """A ship comes into the theatre: those with which she has reported in tell her of what is in force."""
        for holder, desk in sorted(self._desks.items()):
            for _, advisory in sorted(desk.live.items()):
                if advisory.begin <= self.now and self._sea.afloat(row):
                    self._send(holder, row, advisory)

    def broadcast(self, holder: int) -> None:
        """It is time for a broadcast of all that is in force."""
        for _, advisory in sorted(self._desks[holder].live.items()):
            if advisory.begin <= self.now:
                self._broadcast(holder, advisory)

    def _afloat(self) -> list[int]:
        return [row for row in range(len(self._crew)) if self._crew.merchant(row) and self._sea.afloat(row)]

    def _send(self, holder: int, row: int, advisory: Advisory) -> None:
        """To a ship that has reported in."""
        means = self._services[holder].reporting
        if means is not None and self._has_reported(holder, row, means.share):
            self._tell_later(holder, row, advisory, means.delay)

    def _has_reported(self, holder: int, row: int, share: float) -> bool:
        """Once for a ship's transit."""
        key = holder, row
        if key not in self._registered:
            self._registered[key] = self._sea.decide(Purpose.REPORTS_IN, self._sea.id(row), 0, share)
        return self._registered[key]

    def _broadcast(self, holder: int, advisory: Advisory) -> None:
        means = self._services[holder].broadcast
        if means is None:
            return
        for row in self._afloat():
            lot = Purpose.RECEIVES, self._sea.id(row) ^ advisory.name, advisory.version
            there = means.within is None or means.within(*self._sea.position(row))
            if there and not self._knows(row, holder, advisory) and self._sea.decide(*lot, means.received):
                self._tell_later(holder, row, advisory, means.delay)

    def _tell_later(self, holder: int, row: int, advisory: Advisory, delay: Quantile) -> None:
        u = self._sea.uniform(Purpose.ADVISED_LATER, self._sea.id(row) ^ advisory.name, advisory.version)
        self._clock.after(delay(u), self._tell, holder, row, advisory)

    def _knows(self, row: int, holder: int, advisory: Advisory) -> bool:
        return self._told.get((row, holder, advisory.name), -1) >= advisory.version

    def _tell(self, holder: int, row: int, advisory: Advisory) -> None:
        """A ship is told, and so are those with which she sails, unless the warning is over or there is a later one."""
        desk = self._desks[holder]
        latest, ship = desk.live.get(advisory.name), self._crew.merchant(row)
        if latest is None or latest.version > advisory.version or ship is None:
            return
        for other in (row, *(self._crew.rows[name] for name in _mates(ship))):
            mate = self._crew.merchant(other)
            if mate is not None and self._sea.afloat(other) and not self._knows(other, holder, advisory):
                self._told[other, holder, advisory.name] = advisory.version
                self._journal.note(Occurrence.ADVISED, other, holder=holder)
                mate.on_advised(advisory, desk.record, holder)

    # ---- holders --------------------------------------------------------------------------------

    def _report(self, holder: int, advisory: Advisory, report: Report) -> None:
        """A holder is told by a report, with the observation that the warning was issued upon: its place and errors."""
        told = replace(report.observations[-1], vx=None, vy=None, suspicious=True, looks=(), compared=())
        made = self._post.make(Kind.ADVISORY, holder, told, self._post.about(report.id), until=advisory.until)
        self._journal.note(Occurrence.ADVISORY_SENT, -1, report=made.id, holder=holder)
        self._post.transmit(made)


def _mates(ship: Merchant) -> list[str]:
    """The names of those with which a ship sails."""
    sailing = None if ship.master is None else ship.master.sailing
    return [] if sailing is None else [one.name for one in sailing.ships if one is not ship]
