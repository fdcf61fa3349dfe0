"""What was met, by what it was met on, in sums that fade with time."""

from collections.abc import Hashable
from math import inf
from typing import NamedTuple, final


class Met(NamedTuple):
    """What was met until a time [h]: `amount` of something on `weight` occasions."""

    time: float
    weight: float
    amount: float


def faded(hours: float, memory: float) -> float:
    """What is left of a weight after some hours when a half is left after `memory` [h]; inf: it never fades."""
    return float(0.5 ** (hours / memory))


@final
class Faded[Key: Hashable]:
    """Sums by key. `memory`: time [h] after which what was met weighs half. The order of what is added is all one."""

    def __init__(self, memory: float = inf) -> None:
        self.memory = memory
        self._sums: dict[Key, Met] = {}

    def __contains__(self, key: Key) -> bool:
        """Whether anything was met on it."""
        return key in self._sums

    def add(self, key: Key, met: Met) -> None:
        """Take in what was met, in whatever order one hears of it."""
        old = self._sums.get(key)
        if old is None:
            self._sums[key] = met
            return
        now = max(old.time, met.time)
        a, b = faded(now - old.time, self.memory), faded(now - met.time, self.memory)
        self._sums[key] = Met(now, a * old.weight + b * met.weight, a * old.amount + b * met.amount)

    def at(self, key: Key, now: float) -> Met:
        """What is left of what was met, at a time [h] not before what was added; nothing of what was never met."""
        met = self._sums.get(key)
        if met is None:
            return Met(now, 0.0, 0.0)
        left = faded(max(now - met.time, 0.0), self.memory)
        return Met(now, left * met.weight, left * met.amount)

    def mean(self, key: Key, now: float, prior: float, trust: float) -> float:
        """Amount an occasion as it is believed to be: `prior` counts as so many occasions, which never fade."""
        met = self.at(key, now)
        return (trust * prior + met.amount) / (trust + met.weight)
