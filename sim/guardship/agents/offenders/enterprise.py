"""Offenders as an enterprise: at each candidate voyage it sails to a ground, goes elsewhere, or stays.

Worth by prizes and losses a voyage, as remembered and as heard; the option of greatest rationality * worth + Gumbel
(quantal response, McKelvey & Palfrey 1995). Entry, pause and exit are this choice: no candidate is ever added.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from math import inf
from typing import NamedTuple, final

from guardship.agents.interfaces import Helm, Point
from guardship.agents.offenders.hunting import Camp, Experience, HuntingGround, Judgement, Lore, choose
from guardship.agents.offenders.offender import Quantile
from guardship.reasons import Reason

ELSEWHERE, STAY = "/elsewhere", "/stay"  # no ground can be called so
STAY_WORTH = 0.0
A_VOYAGE = 1.0  # the unit in which an enterprise counts, where a scout counts days


class Item(IntEnum):
    """What a stop or a strike may take; numbers name draws."""

    GEAR = 0
    MOTHER_SHIP = 1


@final
@dataclass(frozen=True, slots=True)
class Steps:
    """A value that changes at times [h] that rise; the first holds before them all."""

    since: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, time: float) -> float:
        """The value at a time [h]."""
        return self.values[max(bisect_right(self.since, time) - 1, 0)]


NOTHING = Steps((0.0,), (0.0,))


@final
class Renewal(NamedTuple):
    """How long it takes to replace something, a quantile function [h], and what it costs."""

    takes: Quantile
    costs: float


@final
class Purse(NamedTuple):
    """Money at the start, income an hour, and a quantile function of how long after a prize its ransom is paid [h].

    `paid_after`: None where prizes stay in play, and ransom is paid when one is let go for it.
    """

    holds: float
    income: float
    paid_after: Quantile | None


@final
@dataclass(frozen=True, slots=True)
class Terms:
    """What an enterprise reckons with. All worths are in one unit.

    `judgement`: reward of a prize, risk of a loss, trust in voyages. `voyage`: what one costs, without the way to its
    ground; `ways`: that of each ground; `season`: on top. `elsewhere`: None where there is no such option. `released`:
    a stop without detention, in losses. `purse`: None where money is no matter.
    """

    judgement: Judgement
    voyage: float = 0.0
    ways: Mapping[str, float] = field(default_factory=dict)
    season: Steps = NOTHING
    elsewhere: Steps | None = None
    released: float = 1.0
    renewals: Mapping[Item, Renewal] = field(default_factory=dict)
    purse: Purse | None = None

    def costs(self, ground: str, now: float) -> float:
        """What a voyage to a ground costs that sails now."""
        return self.voyage + self.ways.get(ground, 0.0) + self.season.at(now)


def worths(lore: Lore, terms: Terms, grounds: Sequence[str], now: float) -> dict[str, float]:
    """What each option is believed to be worth at a time [h], in a fixed order: grounds, elsewhere, stay."""
    found = {ground: lore.utility(ground, now) - terms.costs(ground, now) for ground in grounds}
    if terms.elsewhere is not None:
        found[ELSEWHERE] = terms.elsewhere.at(now)
    return {**found, STAY: STAY_WORTH}


@final
class Till:
    """What is in a purse: money at the start, income, what is spent, and ransoms once they are paid."""

    def __init__(self, purse: Purse) -> None:
        self.purse = purse
        self.spent = 0.0
        self.due: list[tuple[float, float]] = []

    def holds(self, now: float) -> float:
        """What there is at a time [h]; what has been spent on credit counts against it."""
        paid = sum(amount for time, amount in self.due if time <= now)
        return self.purse.holds + self.purse.income * now + paid - self.spent


@final
class Stores:
    """What an enterprise has to put to sea with: what was lost, and when [h] another is there."""

    def __init__(self) -> None:
        self.missing: set[Item] = set()
        self.ready: dict[Item, float] = {}

    def has(self, item: Item, now: float) -> bool:
        """Whether it is there."""
        return item not in self.missing and self.ready.get(item, -inf) <= now

    def complete(self, now: float) -> bool:
        """Whether all is there."""
        return all(self.has(item, now) for item in Item)


@final
class Enterprise:
    """One that decides ashore about the voyages of one group. `home`: the base at which its things lie."""

    def __init__(
        self, name: str, helm: Helm, grounds: Sequence[HuntingGround], terms: Terms, camp: Camp, home: Point
    ) -> None:
        self.name = name
        self.helm = helm
        self.grounds = {ground.name: ground for ground in grounds}
        self.terms = terms
        self.camp = camp
        self.lore = Lore(grounds, terms.judgement, A_VOYAGE)
        self.till = None if terms.purse is None else Till(terms.purse)
        self.stores = Stores()
        self.ground = grounds[0]
        self.home = home
        self.ashore = True
        self.heard = 0
        self.prizes, self.losses = 0.0, 0.0

    # ---- at a candidate voyage ------------------------------------------------------------------

    def why_ashore(self, candidate: int) -> Reason | None:
        """Why a candidate voyage is not made here; None when it is, and `ground` says where."""
        self.listen()
        now = self.helm.time
        if not self.stores.complete(now):
            return Reason.NOT_EQUIPPED
        if self.till is not None and self.till.holds(now) < min(self.terms.costs(one, now) for one in self.grounds):
            return Reason.NO_PURSE
        taken = self.choice(candidate)
        if taken in self.grounds:
            self.ground = self.grounds[taken]
            return None
        return Reason.ELSEWHERE if taken == ELSEWHERE else Reason.STAYED

    def choice(self, candidate: int) -> str:
        """The option that it takes; the luck of each is named by enterprise, candidate and option."""
        options = worths(self.lore, self.terms, tuple(self.grounds), self.helm.time)
        luck = [self.helm.draw("option", candidate, about=name) for name in options]
        return tuple(options)[choose(tuple(options.values()), self.terms.judgement.rationality, luck)]

    def worth(self, ground: HuntingGround) -> float:
        """What a ground is believed to be worth now, for one who is at sea already and would move there."""
        return self.lore.utility(ground.name, self.helm.time)

    def sails(self, base: Point) -> None:
        """The voyage begins."""
        self.home, self.ashore = base, False
        self.prizes, self.losses = 0.0, 0.0
        if self.till is not None:
            self.till.spent += self.terms.costs(self.ground.name, self.helm.time)

    # ---- what becomes of it ---------------------------------------------------------------------

    def takes_prize(self, candidate: int) -> None:
        """A ship is theirs: its ransom will be paid, unless that depends on what becomes of her."""
        self.prizes += 1.0
        if self.till is not None and self.till.purse.paid_after is not None:
            after = self.till.purse.paid_after(self.helm.draw("paid", candidate))
            self.till.due.append((self.helm.time + after, self.terms.judgement.reward))

    def ransomed(self) -> None:
        """A prize that stayed in play is let go for ransom."""
        if self.till is not None and self.till.purse.paid_after is None:
            self.till.due.append((self.helm.time, self.terms.judgement.reward))

    def stopped(self, detained: bool, items: Collection[Item]) -> None:
        """A patrol has taken the group, and these things of it; ashore they do not know yet."""
        self.losses += 1.0 if detained else self.terms.released
        self.stores.missing |= set(items)

    def hears_of(self, candidate: int, ground: str) -> None:
        """The group is home or given up: ashore all know how its voyage went, and what is lost is ordered anew."""
        self.ashore = True
        met = Experience(ground, self.helm.time, A_VOYAGE, self.prizes, self.losses)
        self.lore.learn(met)
        if self.terms.judgement.talk:
            self.camp.tell(self.name, [met])
        self.replace(candidate)

    def struck(self, ordinal: int, items: Collection[Item]) -> None:
        """Things that lay at its base are destroyed."""
        self.stores.missing |= set(items)
        self.replace(ordinal)

    def replace(self, ordinal: int) -> None:
        """Order what is missing; `ordinal` names the draws."""
        for item in sorted(self.stores.missing):
            renewal = self.terms.renewals.get(item)
            if renewal is not None:
                after = renewal.takes(self.helm.draw("equips", ordinal, about=item.name))
                self.stores.ready[item] = self.helm.time + after
                if self.till is not None:
                    self.till.spent += renewal.costs
        self.stores.missing.clear()

    def listen(self) -> None:
        """Hear what the others have told."""
        if self.terms.judgement.talk:
            for met in self.camp.hear(self.name, self.heard):
                self.lore.learn(met)
            self.heard = len(self.camp.told)
