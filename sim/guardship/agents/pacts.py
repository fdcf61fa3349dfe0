"""Pacts of safety: which units guard what at which level of alert, and what raises the alert."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, final

from guardship.agents.patrol.stations import Station
from guardship.intelligence import Kind, Report
from guardship.occurrences import Occurrence


class Sentry(Protocol):
    """A unit as a pact that posts it knows it. `station`: where it goes when it has no task; a pact may set it."""

    station: Station

    def on_posted(self, station: Station, ashore: bool) -> bool:
        """A pact has another place for it, a station or its port; False when that is the one it has."""
        ...


@final
@dataclass(frozen=True, slots=True)
class Post:
    """Where a unit is at a level of alert: on `station`, None: on its own; or in port, if `ashore`."""

    station: Station | None = None
    ashore: bool = False


@final
@dataclass(frozen=True, slots=True)
class Trigger:
    """What raises the alert: reports of some `kinds` of things in `area`, None: anywhere; to a `level`; `lasts` [h]."""

    kinds: frozenset[Kind]
    level: int
    lasts: float
    area: Callable[[float, float], bool] | None = None


@final
@dataclass(frozen=True, slots=True)
class Protected:
    """Whose calls for help a pact covers: ships of some `flags`, None: of all; in some `area`, None: everywhere."""

    flags: Collection[str] | None = None
    area: Callable[[float, float], bool] | None = None

    def covers(self, flag: str, x: float, y: float) -> bool:
        """Whether a call from (x, y) [nm] by a ship of a flag is one of those."""
        return (self.flags is None or flag in self.flags) and (self.area is None or self.area(x, y))


OWN = Post()


@final
@dataclass(eq=False, slots=True)
class Guard:
    """One pact. `units`: all that have a post in it, by name; `levels`: posts by the names of units, at each level of
    alert in rising order.

    `parties`: numbers of holders; `keeps`: its guards leave their posts for nothing else; `trigger`: what raises the
    alert, None: only orders. `later` calls something after some hours; `say` writes a line into the log: kind, name of
    the unit or "", number of the report or 0. `level`: the present one; `standing`: the one to which an alert falls
    back; `off`: it is not applied now; `alerts`: how many there have been; `own`: the stations of its units without it.
    """

    name: str
    parties: Collection[int]
    units: Mapping[str, Sentry]
    levels: Sequence[Mapping[str, Post]]
    protects: Protected
    keeps: bool
    trigger: Trigger | None
    later: Callable[..., object]
    say: Callable[[Occurrence, str, int], None]
    level: int = 0
    standing: int = 0
    off: bool = False
    alerts: int = 0
    own: dict[str, Station] = field(default_factory=dict)

    def begin(self) -> None:
        """The run begins at the first level, whose posts are taken up at once.

        Who has to be in port is put there when the model is built.
        """
        self.own = {name: unit.station for name, unit in self.units.items()}
        for name, post in () if self.off else self.levels[0].items():
            if post.station is not None:
                self.later(0.0, self.units[name].on_posted, post.station, False)

    # ---- the alert ------------------------------------------------------------------------------

    def on_alert(self, level: int, lasts: float, report: int = 0) -> None:
        """The alert goes to a level; `lasts` [h], 0: until told otherwise. `report`: what raised it, 0: an order."""
        if lasts <= 0.0:
            self.standing = level
        self.alerts += 1
        if lasts > 0.0:
            self.later(lasts, self.on_over, self.alerts)
        self.go_to(level, report)

    def on_over(self, alerts: int) -> None:
        """The so-manieth alert is over, unless another has come since."""
        if alerts == self.alerts:
            self.go_to(self.standing, 0)

    def on_report(self, holder: int, report: Report) -> None:
        """A holder has a report; if a party hears of what triggers the pact, that raises the alert, or keeps it up."""
        by = self.trigger
        if by is None or self.off or holder not in self.parties:
            return
        if report.kind not in by.kinds or not report.observations:
            return
        seen = report.observations[-1]
        if by.level >= self.level and (by.area is None or by.area(seen.x, seen.y)):
            self.on_alert(by.level, by.lasts, report.id)

    def on_lapse(self) -> None:
        """The pact is not applied from now on: everybody goes back to what he was for."""
        self.off = True
        self.place({})

    def on_apply(self) -> None:
        """The pact is applied from now on: everybody goes to his post at the present level."""
        self.off = False
        self.place(self.levels[self.level])

    def go_to(self, level: int, report: int) -> None:
        """The alert goes to another level, on account of a report, 0: of none; nothing happens when it is there."""
        if level == self.level:
            return
        self.say(Occurrence.ALERT_RAISED if level > self.level else Occurrence.ALERT_LOWERED, "", report)
        self.level = level
        if not self.off:
            self.place(self.levels[level])

    def place(self, posts: Mapping[str, Post]) -> None:
        """Send every unit to its post, by name; who is not in `posts` goes to its own station."""
        for name, unit in self.units.items():
            post = posts.get(name, OWN)
            station = post.station or self.own[name]
            if unit.on_posted(station, post.ashore):
                self.say(Occurrence.POSTED, name, 0)

    # ---- whom it protects -----------------------------------------------------------------------

    def posted(self, unit: str) -> bool:
        """Whether a unit, by its name, has a post at the present level."""
        return not self.off and unit in self.levels[self.level]

    def covers(self, holder: int, flag: str, x: float, y: float) -> bool:
        """Whether a holder is to answer a call from (x, y) [nm] by a ship of a flag because of this pact."""
        return not self.off and holder in self.parties and self.protects.covers(flag, x, y)
