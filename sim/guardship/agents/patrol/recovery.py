"""How a craft comes back to the deck that it left, wherever that is by now: where the two meet."""

from math import hypot, inf, sqrt
from typing import NamedTuple, Protocol, final

from guardship.agents.interfaces import Point

RECOVERED = 0.5  # nm from its deck at which a craft is taken on board


class Deck(Protocol):
    """Where a craft comes from and goes back to: a ship under way, or a base."""

    def position(self) -> Point:
        """Where it is now [nm]."""
        ...

    def velocity(self) -> Point:
        """Its velocity now [kn]."""
        ...


@final
class Moving(NamedTuple):
    """What is at a place and has a velocity, met as a deck is."""

    at: Point
    course: Point

    def position(self) -> Point:
        return self.at

    def velocity(self) -> Point:
        return self.course


def time_to_deck(own: Point, deck: Deck, speed: float) -> float:
    """Least time [h] in which a craft at `own` can meet its deck if that keeps its course; inf when never."""
    (a, b), (x, y), (vx, vy) = own, deck.position(), deck.velocity()
    dx, dy = x - a, y - b
    if hypot(dx, dy) == 0.0:
        return 0.0
    # |d + v t| = speed t: the least positive root, in the form that does not cancel
    q, p, c = speed * speed - vx * vx - vy * vy, dx * vx + dy * vy, dx * dx + dy * dy
    root = p * p + q * c
    if root < 0.0 or (q <= 0.0 and p >= 0.0):
        return inf
    return c / (sqrt(root) - p) if p <= 0.0 else (p + sqrt(root)) / q


def meeting(own: Point, deck: Deck, speed: float) -> Point:
    """Where a craft meets its deck if that keeps its course; where the deck is now, when it never can."""
    return ahead(deck, time_to_deck(own, deck, speed))


def ahead(deck: Deck, hours: float) -> Point:
    """Where a deck is in some hours if it keeps its course; with inf where it is now."""
    (x, y), (vx, vy) = deck.position(), deck.velocity()
    hours = hours if hours < inf else 0.0
    return x + vx * hours, y + vy * hours


def recovered(own: Point, deck: Deck) -> bool:
    """Whether it is near enough to be taken on board."""
    (a, b), (x, y) = own, deck.position()
    return hypot(x - a, y - b) <= RECOVERED
