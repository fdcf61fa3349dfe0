"""The master of a ship that is warned: what he has been told, what he has decided, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, final

from guardship.agents.detours import length, rest
from guardship.agents.interfaces import Heeding, Helm, Point
from guardship.agents.reckoning import Choice, Option, Reckoning, Underway, Warned, begins, options
from guardship.intelligence import Advisory, Trust
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

DAY = 24.0
DOES: Mapping[Choice, Occurrence] = {
    Choice.ON: Occurrence.STANDS_ON,
    Choice.WATCH: Occurrence.WATCH_DOUBLED,
    Choice.FASTER: Occurrence.HASTENS,
    Choice.AROUND: Occurrence.GOES_AROUND,
    Choice.JOINS: Occurrence.JOINS_GROUP,
    Choice.BACK: Occurrence.KEEPS_AWAY,
}


class Warnable(Protocol):
    """A ship that is warned. `own_speed`, `top`: at which she sails, and at most; `pace`: at which she does now [kn].

    `seized`, `alarmed`: whether others command her, or make for her.
    """

    name: str
    helm: Helm
    own_speed: float
    pace: float
    seized: bool

    @property
    def top(self) -> float: ...
    @property
    def alarmed(self) -> bool: ...


@final
@dataclass(frozen=True, slots=True)
class Fairway:
    """What a lane says to who sails along it. `keeps`: whether ships may not leave it; `length` [nm]: of all of it.

    `groups`: times [h of the run, of any day] at which groups set out from there, with their speeds [kn].
    """

    keeps: bool = False
    length: float = 0.0
    groups: Sequence[tuple[float, float]] = ()

    def coming(self, time: float, ahead: float, speed: float) -> list[tuple[float, float]]:
        """Hours until the next group of each speed that a ship can make comes by, and its speed. `ahead`: her way."""
        gone = max(self.length - ahead, 0.0)
        return [((at + gone / of - time) % DAY, of) for at, of in self.groups if of <= speed]


@final
@dataclass(slots=True)
class Sailing:
    """Ships that sail together, in a convoy or a group, and decide as one: what the first that is told decides, all do.

    `keeps`: whether they may neither leave their way nor change their speed, for their escort does not.
    """

    keeps: bool = False
    ships: list[Warnable] = field(default_factory=list)
    orders: dict[tuple[int, int, int], Option] = field(default_factory=dict)

    @property
    def top(self) -> float:
        """The greatest speed of the slowest [kn]."""
        return min(ship.top for ship in self.ships)


ALONE = Fairway()


@final
@dataclass(frozen=True, slots=True)
class Orders:
    """By what a ship that is warned decides: what her master reckons with, her lane, and with whom she sails."""

    reckoning: Reckoning
    fairway: Fairway = ALONE
    sailing: Sailing | None = None


TOGETHER = frozenset((Choice.WATCH,))  # what those may choose who may change neither way nor speed


def _last(one: Warned) -> tuple[float, ...]:
    """By what one goes of warnings of the same thing: whatever is greatest."""
    advisory = one.advisory
    return advisory.begin, one.trust, advisory.radius, advisory.until, *advisory.fix


@final
class Master:
    """Keeps the warnings that hold, and decides anew at each that he is told of and that lies on his way.

    `waiting`: whether he lies still, or goes back, until a warning is over or a group comes by; `ahead`: what is before
    him then. `watching`: whether the watch is doubled. `own`: while he goes around, the way from where he left it.
    """

    def __init__(self, unit: Warnable, orders: Orders) -> None:
        self.unit = unit
        self.reckoning = orders.reckoning
        self.fairway = orders.fairway
        self.sailing = orders.sailing
        self.told: dict[tuple[int, int], Warned] = {}  # by centre and name
        self.waiting = self.watching = False
        self.ahead: tuple[Point, ...] = ()
        self.own: tuple[Point, ...] = ()
        self._number = 0
        if self.sailing is not None:
            self.sailing.ships.append(unit)

    def hear(self, advisory: Advisory, record: Trust, centre: int = 0) -> None:
        """A warning, with the record of its centre, of which each has versions of its own."""
        now = self.unit.helm.time
        heard = Warned(advisory, record.over(self.reckoning.prior))
        self.told[centre, advisory.name] = heard
        self.told = {name: one for name, one in self.told.items() if one.advisory.until > now}
        if self.unit.seized or self.unit.alarmed:
            return
        warned, key = self.goes_by(), (centre, advisory.name, advisory.version)
        if heard not in warned:
            return
        order = None if self.sailing is None else self.sailing.orders.get(key)
        ship = self.underway()
        if order is None and not begins(ship.way, warned):
            own = rest(self.own, ship.way[0]) if self.own else ship.way
            if begins(own, warned) or not self._heeding(own, ship.way):
                return
            ship, self.own = ship._replace(way=own), ()
        option = self._decide(ship, warned) if order is None else self._follow(ship, warned, order)
        if self.sailing is not None and order is None:
            self.sailing.orders[key] = option
        self._write(heard, option, ship, warned)
        self._do(option, ship)

    def _heeding(self, own: Sequence[Point], way: Sequence[Point]) -> bool:
        """Whether he does anything because he was warned; `own`: his way without that, `way`: that which he sails."""
        return self.waiting or self.watching or self.unit.pace != self.unit.own_speed or own[1:] != way[1:]

    def goes_by(self) -> list[Warned]:
        """Of what several centres say of one thing what was issued last; of that what he trusts most, or is widest."""
        best: dict[int, Warned] = {}
        for (_, name), one in self.told.items():
            if name not in best or _last(one) > _last(best[name]):
                best[name] = one
        return list(best.values())

    def underway(self) -> Underway:
        """His ship, as he knows her."""
        unit, helm, alone = self.unit, self.unit.helm, self.sailing is None
        course = helm.course()
        ahead = self.ahead if self.waiting else () if course.loop else course.points
        own = unit.own_speed
        top = unit.top if self.sailing is None else max(self.sailing.top, own)
        way = [helm.position(), *ahead]
        keeps = self.fairway.keeps or not (alone or not self._bound)
        groups = self.fairway.coming(helm.time, length(way), own) if alone else ()
        return Underway(helm.time, way, own, top, keeps, groups, helm.by_water)

    @property
    def _bound(self) -> bool:
        return self.sailing is not None and self.sailing.keeps

    def _decide(self, ship: Underway, warned: Sequence[Warned]) -> Option:
        reckoning = self.reckoning
        if self._bound:
            reckoning = replace(reckoning, choices=reckoning.choices & TOGETHER)
        return min(options(ship, warned, reckoning), key=lambda one: one.cost(reckoning))

    def _follow(self, ship: Underway, warned: Sequence[Warned], order: Option) -> Option:
        """What the first of those who sail together has decided, as it is for this ship; going on where she cannot."""
        found = options(ship, warned, replace(self.reckoning, choices=frozenset((order.choice,))))
        return next((one for one in found if one.choice is order.choice), found[0])._replace(waits=order.waits)

    def _write(self, heard: Warned, option: Option, ship: Underway, warned: Sequence[Warned]) -> None:
        r, on = self.reckoning, options(ship, warned, replace(self.reckoning, choices=frozenset()))[0]
        advisory, trust = heard
        more = option.risk, option.hours, option.tonnes, option.cost(r), on.cost(r)
        self.unit.helm.heeds(Heeding(advisory.name, advisory.version, str(option.choice), trust, *more))
        declined = option.choice is Choice.ON and bool(begins(ship.way, warned))
        why = Reason.NOT_WORTH_IT if declined else None
        self.unit.helm.note(DOES[option.choice], why)

    # ---- what follows ---------------------------------------------------------------------------

    def _do(self, option: Option, ship: Underway) -> None:
        """Go by a decision, in place of the one before it."""
        self._number += 1
        unit, choice, before = self.unit, option.choice, self.unit.pace
        unit.pace = option.speed if choice in (Choice.FASTER, Choice.JOINS) else unit.own_speed
        self._watch(choice is Choice.WATCH)
        if choice in (Choice.JOINS, Choice.BACK):
            self._wait(option, ship)
        elif self.waiting or tuple(option.way[1:]) not in ((), unit.helm.course().points):
            if choice is Choice.AROUND:
                self.own = self.own or tuple(ship.way)
            self.go_on(unit.pace, option.way[1:])
        elif unit.pace != before:
            unit.helm.resume(unit.pace)
        if choice in (Choice.WATCH, Choice.FASTER):
            unit.helm.later(option.until / option.speed, "master.on_past", self._number)

    def _wait(self, option: Option, ship: Underway) -> None:
        """Stop, or go back first, until the time has come."""
        unit, back = self.unit, option.until if option.choice is Choice.BACK else 0.0
        self.ahead, self.waiting = tuple(ship.way[1:]), True
        if back <= 0.0 or not unit.helm.sail([option.way[1]], unit.pace):
            unit.helm.hold()
        unit.helm.later(option.waits + back / unit.pace, "master.on_over", self._number)

    def go_on(self, speed: float, ahead: Sequence[Point] = ()) -> None:
        """Along what is before him, or a new way."""
        helm, ahead = self.unit.helm, ahead or self.ahead
        self.waiting, self.ahead = False, ()
        if not ahead or not helm.sail(ahead, speed):
            helm.resume(speed)

    def on_over(self, number: int) -> None:
        """He has waited for long enough, unless he has decided otherwise since."""
        if number == self._number and self.waiting:
            self.go_on(self.unit.pace)

    def on_past(self, number: int) -> None:
        """The circles are behind him, unless he has decided otherwise since."""
        if number != self._number:
            return
        unit, before = self.unit, self.unit.pace
        unit.pace = unit.own_speed
        self._watch(False)
        if unit.pace != before and not (unit.seized or unit.alarmed):
            unit.helm.resume(unit.pace)

    def _watch(self, doubled: bool) -> None:
        if doubled is not self.watching:
            self.watching = doubled
            self.unit.helm.watch(doubled)

    def drop(self) -> None:
        """What he has decided is over: others command his ship."""
        self._number += 1
        self.waiting, self.ahead, self.own = False, (), ()
        self.unit.pace = self.unit.own_speed
        self._watch(False)
