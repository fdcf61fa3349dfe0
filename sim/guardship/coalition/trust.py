"""Give and take: how much of what it may release a holder does release to a partner, by what it has had from it.

A balance is what was had and used less what was given, in sums that fade; a holder counts what it can count itself.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from math import inf
from typing import final

from guardship.intelligence.faded import Faded, Met, faded


@final
@dataclass(frozen=True, slots=True)
class Regard:
    """From a balance [reports] to the share of the stated releases that is left: `floor` at 0 and below, with half of
    what is missing to 1 at `half`, 1 in the end. `memory`: time [h] after which what was counted weighs half.

    `given`: what a report given weighs beside one had and used; `starts`: the balance of two who meet.
    """

    floor: float
    half: float
    given: float
    memory: float = inf
    starts: float = 0.0

    def share(self, balance: float) -> float:
        """The factor on each chance of release."""
        earned = max(balance, 0.0)
        return self.floor + (1.0 - self.floor) * earned / (earned + self.half)


@final
class Accounts[Holder: Hashable]:
    """The balances of holders with their partners, each by what the holder itself can count."""

    def __init__(self, regard: Regard) -> None:
        self.regard = regard
        self._sums: Faded[tuple[Holder, Holder]] = Faded(regard.memory)
        self._counted: set[tuple[Holder, Holder, bool, Hashable]] = set()

    def balance(self, holder: Holder, partner: Holder, now: float) -> float:
        """What a holder has had from a partner and used, less what it has given."""
        left = self.regard.starts * faded(now, self.regard.memory)
        return left + self._sums.at((holder, partner), now).amount

    def share(self, holder: Holder, partner: Holder, now: float) -> float:
        """The part of its releases to a partner that a holder still makes."""
        return self.regard.share(self.balance(holder, partner, now))

    def gives(self, holder: Holder, partner: Holder, episode: Hashable, now: float) -> bool:
        """A holder has told a partner of an episode; False when it has before."""
        return self._count(holder, partner, True, episode, now, -self.regard.given)

    def uses(self, holder: Holder, partner: Holder, episode: Hashable, now: float) -> bool:
        """A holder has used what a partner told of an episode; False when it has before."""
        return self._count(holder, partner, False, episode, now, 1.0)

    def finds(self, holder: Holder, partner: Holder, costs: float, now: float) -> None:
        """A holder has found out that a partner does not keep to itself what it is told."""
        self._sums.add((holder, partner), Met(now, 1.0, -costs))

    def _count(
        self, holder: Holder, partner: Holder, given: bool, episode: Hashable, now: float, amount: float
    ) -> bool:
        name = holder, partner, given, episode
        if name in self._counted:
            return False
        self._counted.add(name)
        self._sums.add((holder, partner), Met(now, 1.0, amount))
        return True
