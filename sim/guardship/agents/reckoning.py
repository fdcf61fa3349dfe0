"""What a master does when his ship is warned: of what he may do, the cheapest. Pure; money in USD.

He pays hours and fuel, and reckons with a loss: the chance that somebody is in the circle when he passes, times the
chance that they meet him there, times the chance that they take him, times what that would cost. Lengths nm, times h,
speeds kn, fuel t.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from math import exp, hypot, inf, pi
from typing import NamedTuple, final

from guardship.agents.detours import Circle, around, inside, length
from guardship.agents.interfaces import Point
from guardship.intelligence import Advisory, Trust


@unique
class Choice(StrEnum):
    """What a master can do, in the order in which he prefers what costs the same."""

    ON = "on"  # as if nobody had warned him
    WATCH = "watch"  # with two lookouts in place of one
    FASTER = "faster"  # as fast as she can until the circles are behind
    AROUND = "around"
    JOINS = "joins"  # waits for the next group of ships
    BACK = "back"  # stops short of the circle, or goes back out of it, until the warning is over


@final
@dataclass(frozen=True, slots=True)
class Reckoning:
    """What masters of a type reckon with. `choices`: beside going on; `prior`: what they trust a warning before there
    is any record; `hour`, `tonne`, `watch_hour`, `loss` [USD]: of the ship's time, of fuel, of a second lookout, of
    being taken; `burns(speed)`: consumption [t/h], None for none.

    `meets`: from how far on they make for a ship. `taken`: the chance that they take one which they have met, at
    `at_speed` or slower, which halves with every `halves_every` more; `watched`, `grouped`: factors on it.
    """

    choices: frozenset[Choice]
    prior: Trust
    hour: float
    tonne: float
    watch_hour: float
    loss: float
    meets: float
    taken: float
    at_speed: float = 0.0
    halves_every: float = inf
    watched: float = 1.0
    grouped: float = 1.0
    burns: Callable[[float], float] | None = None

    def chance_taken(self, speed: float) -> float:
        """Of a ship that is met."""
        above = max(speed - self.at_speed, 0.0) / self.halves_every
        return float(self.taken * 0.5**above)

    def rate(self, speed: float) -> float:
        """Consumption [t/h]."""
        return 0.0 if self.burns is None else self.burns(speed)


class Warned(NamedTuple):
    """A warning that a ship has been told of, and how far her master trusts it."""

    advisory: Advisory
    trust: float

    @property
    def circle(self) -> Circle:
        """Of which he is to keep clear."""
        return Circle(self.advisory.fix.x, self.advisory.fix.y, self.advisory.radius)


def straight(way: Sequence[Point]) -> Sequence[Point]:
    """A way in a sea without land."""
    return way


class Underway(NamedTuple):
    """A ship: where she is and what is before her, her own speed and her greatest.

    `keeps`: whether she may not leave her lane; `groups`: hours until each group of ships comes by here that she can
    keep up with, and its speed. `by_water(way)`: the same way around land, None where there is none.
    """

    time: float
    way: Sequence[Point]
    speed: float
    top: float
    keeps: bool = False
    groups: Sequence[tuple[float, float]] = ()
    by_water: Callable[[Sequence[Point]], Sequence[Point] | None] = straight


class Option(NamedTuple):
    """What a master could do: the way and the speed of it, after so many hours of waiting, `until` there [nm]; of who
    goes back, `until` is how far.

    `hours`, `tonnes`: more than by going on, never less: she sails at the speed that suits her, and what she saves at
    another is not worth it. `money`: beside these; `risk`: the chance of being taken, as he believes.
    """

    choice: Choice
    way: Sequence[Point]
    speed: float
    risk: float
    waits: float = 0.0
    hours: float = 0.0
    tonnes: float = 0.0
    money: float = 0.0
    until: float = inf

    def cost(self, reckoning: Reckoning) -> float:
        """All that it costs, with the loss that is to be expected [USD]."""
        r = reckoning
        return self.hours * r.hour + self.tonnes * r.tonne + self.money + self.risk * r.loss


def risk(way: Sequence[Point], speed: float, starts: float, warned: Iterable[Warned], reckoning: Reckoning) -> float:
    """The chance that a ship which sets out on a way at a time is taken in one of the circles.

    Who is there meets her with the chance that the strip `meets` to either side of her way in the circle, of all of it,
    holds them, as of a random search: 1 - exp(-2 meets chord / (pi radius^2)).
    """
    safe = 1.0
    for one in warned:
        for stretch in inside(way, one.circle):
            passing = starts + 0.5 * (stretch.begin + stretch.end) / speed
            strip = 2.0 * reckoning.meets * (stretch.end - stretch.begin) / (pi * one.circle.radius**2)
            safe *= 1.0 - one.trust * one.advisory.still(passing) * (1.0 - exp(-strip))
    return (1.0 - safe) * reckoning.chance_taken(speed)


def decide(ship: Underway, warned: Sequence[Warned], reckoning: Reckoning) -> Option:
    """The cheapest option; of those that cost the same the first in the order of choices."""
    return min(options(ship, warned, reckoning), key=lambda one: one.cost(reckoning))


def options(ship: Underway, warned: Sequence[Warned], reckoning: Reckoning) -> list[Option]:
    """What a master can choose among: going on, and what else he has of his choices here."""
    on = Option(Choice.ON, ship.way, ship.speed, risk(ship.way, ship.speed, ship.time, warned, reckoning))
    found = [on]
    for choice in Choice:
        made = None if choice not in reckoning.choices else MAKES[choice](ship, warned, reckoning)
        if made is not None:
            found.append(made)
    return found


def passed(way: Sequence[Point], warned: Iterable[Warned]) -> float:
    """How far along a way the last circle is behind [nm]."""
    return max((stretch.end for one in warned for stretch in inside(way, one.circle)), default=0.0)


def _watch(ship: Underway, warned: Sequence[Warned], r: Reckoning) -> Option:
    until = passed(ship.way, warned)
    chance = r.watched * risk(ship.way, ship.speed, ship.time, warned, r)
    return Option(Choice.WATCH, ship.way, ship.speed, chance, money=r.watch_hour * until / ship.speed, until=until)


def _faster(ship: Underway, warned: Sequence[Warned], r: Reckoning) -> Option | None:
    if ship.top <= ship.speed:
        return None
    until = passed(ship.way, warned)
    tonnes = until * (r.rate(ship.top) / ship.top - r.rate(ship.speed) / ship.speed)
    chance = risk(ship.way, ship.top, ship.time, warned, r)
    return Option(Choice.FASTER, ship.way, ship.top, chance, tonnes=max(tonnes, 0.0), until=until)


def _around(ship: Underway, warned: Sequence[Warned], r: Reckoning) -> Option | None:
    way = None if ship.keeps else clear_of([one.circle for one in warned], ship.way)
    way = None if way is None else ship.by_water(way)
    if way is None:
        return None
    hours = max(length(way) - length(ship.way), 0.0) / ship.speed
    chance = risk(way, ship.speed, ship.time, warned, r)
    return Option(Choice.AROUND, way, ship.speed, chance, hours=hours, tonnes=hours * r.rate(ship.speed))


def clear_of(circles: Sequence[Circle], way: Sequence[Point]) -> Sequence[Point] | None:
    """A way around circles, one after the other, to the nearer side of each; None where an end lies in one.

    The way around one may lead into another again, so they are gone through as often as there are circles.
    """
    for circle in [*circles] * len(circles):
        ways = [found for side in (1.0, -1.0) if (found := around(way, circle, side))]
        if not ways:
            return None
        way = min(ways, key=length)
    return way


def _joins(ship: Underway, warned: Sequence[Warned], r: Reckoning) -> Option | None:
    if min(begins(ship.way, warned), default=inf) <= 0.0:
        return None  # she would wait in a circle
    ahead = length(ship.way)
    made = []
    for waits, speed in ship.groups:
        chance = r.grouped * risk(ship.way, speed, ship.time + waits, warned, r)
        hours = waits + ahead / speed - ahead / ship.speed
        tonnes = waits * r.rate(0.0) + ahead * (r.rate(speed) / speed - r.rate(ship.speed) / ship.speed)
        made.append(Option(Choice.JOINS, ship.way, speed, chance, waits, max(hours, 0.0), max(tonnes, 0.0)))
    return min(made, key=lambda one: one.cost(r), default=None)


def _back(ship: Underway, warned: Sequence[Warned], r: Reckoning) -> Option | None:
    """Until each warning of a circle on her way is over when she comes there, so early that she waits in none."""
    within, out = begins(ship.way, warned), way_out(ship, warned)
    if not within or (min(within) <= 0.0 and (ship.keeps or out <= 0.0)):
        return None
    there, here = _behind(ship, out), ship.way[0]
    waits, back = _waits([there, *ship.way], ship, warned), out / ship.speed
    waits = max(waits - back, 0.0)
    hours = waits + 2.0 * back
    tonnes = waits * r.rate(0.0) + 2.0 * back * r.rate(ship.speed)
    chance = risk([here, there], ship.speed, ship.time, warned, r) + risk(
        [there, *ship.way], ship.speed, ship.time + waits + back, warned, r
    )
    return Option(Choice.BACK, [here, there, *ship.way], ship.speed, min(chance, 1.0), waits, hours, tonnes, until=out)


def begins(way: Sequence[Point], warned: Iterable[Warned]) -> list[float]:
    """How far along a way each of its stretches in circles begins [nm]."""
    return [stretch.begin for one in warned for stretch in inside(way, one.circle)]


def _waits(way: Sequence[Point], ship: Underway, warned: Iterable[Warned]) -> float:
    """Hours from now after which she is to set out along a way, to be at each circle on it when that is over."""
    return max(
        (one.advisory.until - ship.time - begin / ship.speed for one in warned for begin in begins(way, [one])),
        default=0.0,
    )


def _behind(ship: Underway, far: float) -> Point:
    """The place so far straight behind a ship, against the way ahead of her [nm]; where she is without a way."""
    x, y = ship.way[0]
    ahead = next((point for point in ship.way[1:] if point != ship.way[0]), None)
    if far <= 0.0 or ahead is None:
        return x, y
    dx, dy = ahead[0] - x, ahead[1] - y
    off = hypot(dx, dy)
    return x - far * dx / off, y - far * dy / off


def way_out(ship: Underway, warned: Iterable[Warned]) -> float:
    """How far a ship in a circle has to go back, straight away from where she is bound, to be out of all [nm]."""
    out = 0.0
    for circle in (one.circle for one in warned):
        back = [ship.way[0], _behind(ship, 2.0 * circle.radius)]
        out = max([out, *(stretch.end for stretch in inside(back, circle) if stretch.begin <= 0.0)])
    return out


MAKES = {
    Choice.ON: lambda ship, warned, reckoning: None,
    Choice.WATCH: _watch,
    Choice.FASTER: _faster,
    Choice.AROUND: _around,
    Choice.JOINS: _joins,
    Choice.BACK: _back,
}
