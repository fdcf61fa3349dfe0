"""Pacts of safety: which units guard what at which level of alert, and what raises the alert."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, final

from guardship.agents.patrol.stations import Station
from guardship.intelligence import Kind, Report
from guardship.occurrences import Occurrence

if TYPE_CHECKING:
    from guardship.agents.patrol.unit import Patrol


@final
@dataclass(frozen=True, slots=True)
class Post:
    """Where a unit is at a level of alert: on a station instead of its own, or in port."""

    station: Station | None = None
    ashore: bool = False


@final
@dataclass(frozen=True, slots=True)
class Trigger:
    """What raises the alert: kinds of reports of things in an area, to a level, for so many hours."""

    kinds: frozenset[Kind]
    level: int
    lasts: float
    area: Callable[[float, float], bool] | None = None


@final
@dataclass(frozen=True, slots=True)
class Protected:
    """Whose calls for help a pact covers: ships of some flags, in some area; None: of all, everywhere."""

    flags: Collection[str] | None = None
    area: Callable[[float, float], bool] | None = None

    def covers(self, flag: str, x: float, y: float) -> bool:
        """Whether a call from there by a ship of a flag is one of those."""
        return (self.flags is None or flag in self.flags) and (self.area is None or self.area(x, y))


OWN = Post()


@final
@dataclass(eq=False)  # no slots: a timer holds it weakly
class Guard:
    """One pact. `levels`: posts by the names of units, at each level of alert in rising order.

    `parties`: numbers of holders; `keeps`: its guards leave their posts for nothing else; `say` writes into the log.
    `standing`: the level to which an alert falls back; `off`: it is not applied now.
    """

    name: str
    parties: Collection[int]
    units: Mapping[str, "Patrol"]
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
        """The first level, when the run begins; who has to be in port is put there when the model is built."""
        self.own = {name: unit.station for name, unit in self.units.items()}
        for name, post in () if self.off else self.levels[0].items():
            if post.station is not None:
                self.units[name].station = post.station

    # ---- the alert ------------------------------------------------------------------------------

    def on_alert(self, level: int, lasts: float, report: int = 0) -> None:
        """Go to a level for so many hours [h], 0: until told otherwise."""
        if lasts <= 0.0:
            self.standing = level
        self.alerts += 1
        if lasts > 0.0:
            self.later(lasts, self.on_over, self.alerts)
        self.go_to(level, report)

    def on_over(self, alerts: int) -> None:
        """An alert is over, unless another has come since."""
        if alerts == self.alerts:
            self.go_to(self.standing, 0)

    def on_report(self, holder: int, report: Report) -> None:
        """A party has heard of an attack or of a plan for one: that raises the alert, or keeps it up."""
        by = self.trigger
        if by is None or self.off or holder not in self.parties:
            return
        if report.kind not in by.kinds or not report.observations:
            return
        seen = report.observations[-1]
        if by.level >= self.level and (by.area is None or by.area(seen.x, seen.y)):
            self.on_alert(by.level, by.lasts, report.id)

    def on_lapse(self) -> None:
        """It is not applied from now on: everybody back to what he was for."""
        self.off = True
        self.place({})

    def on_apply(self) -> None:
        """It is applied from now on."""
        self.off = False
        self.place(self.levels[self.level])

    def go_to(self, level: int, report: int) -> None:
        """Another level of alert."""
        if level == self.level:
            return
        self.say(Occurrence.ALERT_RAISED if level > self.level else Occurrence.ALERT_LOWERED, "", report)
        self.level = level
        if not self.off:
            self.place(self.levels[level])

    def place(self, posts: Mapping[str, Post]) -> None:
        """Everybody to his post."""
        for name, unit in self.units.items():
            post = posts.get(name, OWN)
            station = post.station or self.own[name]
            if unit.on_posted(station, post.ashore):
                self.say(Occurrence.POSTED, name, 0)

    # ---- whom it protects -----------------------------------------------------------------------

    def posted(self, unit: str) -> bool:
        """Whether a unit has a post at this level."""
        return not self.off and unit in self.levels[self.level]

    def covers(self, holder: int, flag: str, x: float, y: float) -> bool:
        """Whether a holder is to answer a call because of this pact."""
        return not self.off and holder in self.parties and self.protects.covers(flag, x, y)
