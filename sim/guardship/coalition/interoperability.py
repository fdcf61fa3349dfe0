"""How well two nations work together: a level in [0, 1] that exercises raise and that fades between them.

No public measure of the size of such effects exists (XC-17), so every one is an assumption of the scenario's, and none
is there unless the scenario gives it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import inf
from typing import final


@final
@dataclass(frozen=True, slots=True)
class Span:
    """What something is at level 0 and at level 1; on the straight line between them otherwise."""

    at_none: float
    at_full: float

    def at(self, level: float) -> float:
        """The value at a level."""
        return self.at_none + (self.at_full - self.at_none) * level


@final
@dataclass(frozen=True, slots=True)
class Effects:
    """What the level of two nations changes; None: nothing.

    Factors: `request_delay` on the hours that a request to a partner takes, `hand_over_time` on those of a hand-over,
    `boarding` on the chance that a boarding by units of both succeeds. Chances: `hand_over_works` that the relief takes
    over, `duplicate_avoided` that the second unit stands down.
    """

    request_delay: Span | None = None
    hand_over_time: Span | None = None
    boarding: Span | None = None
    hand_over_works: Span | None = None
    duplicate_avoided: Span | None = None


def faded(level: float, floor: float, hours: float, half_life: float) -> float:
    """A level after some hours: what is above the floor halves in each half-life."""
    return level if level <= floor else floor + (level - floor) * 0.5 ** (hours / half_life)


def raised(level: float, by: float) -> float:
    """A level after an exercise, which closes a share `by` of what is missing to 1."""
    return level + (1.0 - level) * by


@final
class Interoperability:
    """The levels of all pairs of nations, by name; a nation with itself is at 1.

    `initial`: the level of every pair at time 0, `between`: of some pairs, two names in order; `standing`: to which it
    fades with `half_life` [h]. Nothing is stored but the last exercise of a pair: levels are worked out when asked for.
    """

    def __init__(
        self,
        effects: Effects = Effects(),
        initial: float = 1.0,
        between: Mapping[tuple[str, str], float] | None = None,
        standing: float = 0.0,
        half_life: float = inf,
    ) -> None:
        self.effects = effects
        self._initial = initial
        self._last = {pair: (0.0, level) for pair, level in (between or {}).items()}
        self._standing = standing
        self._half_life = half_life

    def level(self, a: str, b: str, now: float) -> float:
        """Of two nations at a time [h], not before their last exercise."""
        if a == b:
            return 1.0
        since, level = self._last.get((min(a, b), max(a, b)), (0.0, self._initial))
        return faded(level, self._standing, now - since, self._half_life)

    def exercised(self, nations: Collection[str], raises: float, now: float) -> None:
        """An exercise of these nations is over: it raises the level of each two of them."""
        for a, b in combinations(sorted(set(nations)), 2):
            self._last[a, b] = now, raised(self.level(a, b, now), raises)

    # ---- what follows from it -------------------------------------------------------------------

    def request_delay(self, a: str, b: str, now: float, base: float) -> float:
        """Hours that a request of one to the other takes, from those that it takes without this effect."""
        return base * self._value(self.effects.request_delay, a, b, now, 1.0)

    def hand_over_time(self, a: str, b: str, now: float, base: float) -> float:
        """Hours that a hand-over between them takes."""
        return base * self._value(self.effects.hand_over_time, a, b, now, 1.0)

    def boarding(self, a: str, b: str, now: float, base: float) -> float:
        """The chance that a boarding by units of both succeeds, at most 1."""
        return min(base * self._value(self.effects.boarding, a, b, now, 1.0), 1.0)

    def hand_over_works(self, a: str, b: str, now: float) -> float:
        """The chance that a hand-over between them works."""
        return self._value(self.effects.hand_over_works, a, b, now, 1.0)

    def duplicate_avoided(self, a: str, b: str, now: float) -> float:
        """The chance that of two units under way to the same the second stands down when it is told."""
        return self._value(self.effects.duplicate_avoided, a, b, now, 1.0)

    def _value(self, span: Span | None, a: str, b: str, now: float, otherwise: float) -> float:
        return otherwise if span is None else span.at(self.level(a, b, now))
