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
ROUNDING = 1e-9  # relative, of money
AT_ONCE = 1e-9  # h: times that differ by less are equal but for rounding


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

    def affords(self, cost: float, now: float) -> bool:
        """Whether there is as much at a time [h], but for rounding."""
        return self.holds(now) >= cost - ROUNDING * max(abs(cost), 1.0)


@final
class Tale:
    """What a voyage has met on each ground for which it made, as its crew knows it: hours, prizes, losses.

    `lost`: what was taken from it; `overdue`: when [h] a voyage is given up that will not come home.
    """

    def __init__(self, ground: str, now: float) -> None:
        self.met: dict[str, tuple[float, float, float]] = {}
        self.ground, self.since = ground, now
        self.lost: set[Item] = set()
        self.overdue = inf

    def makes_for(self, ground: str, now: float) -> None:
        """To another ground."""
        self.adds(hours=now - self.since)
        self.ground, self.since = ground, now

    def adds(self, hours: float = 0.0, prizes: float = 0.0, losses: float = 0.0) -> None:
        """To what was met on the present ground."""
        before = self.met.get(self.ground, (0.0, 0.0, 0.0))
        self.met[self.ground] = before[0] + hours, before[1] + prizes, before[2] + losses

    def ends(self, now: float) -> None:
        """It is home, or taken."""
        self.makes_for(self.ground, now)

    def told(self, now: float) -> list[Experience]:
        """One voyage, shared among its grounds by their hours; all of it the last one's if it took no time."""
        whole = sum(hours for hours, _, _ in self.met.values())
        return [
            Experience(ground, now, hours / whole if whole > 0.0 else float(ground == self.ground), prizes, losses)
            for ground, (hours, prizes, losses) in self.met.items()
        ]


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
    """One that decides ashore about the voyages of one group. `home`: the base at which its things lie.

    `out`: voyages that it has not heard of yet, by candidate; `last`: the last one that sailed.
    """

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
        self.out: dict[int, Tale] = {}
        self.last = 0
        self.heard = 0

    @property
    def ashore(self) -> bool:
        """Whether its things lie at its base: the last voyage is home, or given up."""
        return self.last not in self.out

    # ---- at a candidate voyage ------------------------------------------------------------------

    def why_ashore(self, candidate: int) -> Reason | None:
        """Why a candidate voyage is not made here; None when it is, and `ground` says where."""
        self.gives_up()
        self.listen()
        now = self.helm.time
        if not self.stores.complete(now):
            return Reason.NOT_EQUIPPED
        if self.till is not None and not self.till.affords(
            min(self.terms.costs(one, now) for one in self.grounds), now
        ):
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
        """What a ground is believed to be worth now, by prizes, losses and costs, for one who would move there."""
        now = self.helm.time
        return self.lore.utility(ground.name, now) - self.terms.costs(ground.name, now)

    def sails(self, base: Point, candidate: int) -> None:
        """The voyage begins."""
        self.home, self.last = base, candidate
        self.out[candidate] = Tale(self.ground.name, self.helm.time)
        if self.till is not None:
            self.till.spent += self.terms.costs(self.ground.name, self.helm.time)

    # ---- what becomes of it ---------------------------------------------------------------------

    def makes_for(self, ground: str) -> None:
        """The group at sea moves to another ground."""
        self.out[self.last].makes_for(ground, self.helm.time)

    def takes_prize(self, candidate: int) -> None:
        """A ship is theirs: its ransom will be paid, unless that depends on what becomes of her."""
        self.out[candidate].adds(prizes=1.0)
        if self.till is not None and self.till.purse.paid_after is not None:
            after = self.till.purse.paid_after(self.helm.draw("paid", candidate))
            self.till.due.append((self.helm.time + after, self.terms.judgement.reward))

    def ransomed(self) -> None:
        """A prize that stayed in play is let go for ransom."""
        if self.till is not None and self.till.purse.paid_after is None:
            self.till.due.append((self.helm.time, self.terms.judgement.reward))

    def stopped(self, detained: bool, items: Collection[Item]) -> None:
        """A patrol has taken the group, and these things of it; ashore they do not know yet."""
        tale = self.out[self.last]
        tale.ends(self.helm.time)
        tale.adds(losses=1.0 if detained else self.terms.released)
        tale.lost |= set(items)
        self.stores.missing |= set(items)

    def taken(self, candidate: int, overdue: float) -> None:
        """The group will not come home: ashore its voyage is given up at a time [h]."""
        self.out[candidate].overdue = overdue

    def gives_up(self) -> None:
        """Voyages that should have been home by now, before anything else is decided."""
        for candidate in [n for n, tale in self.out.items() if tale.overdue <= self.helm.time + AT_ONCE]:
            self.hears_of(candidate)

    def hears_of(self, candidate: int) -> None:
        """The group is home or given up: ashore all know how its voyage went, and what is lost is ordered anew.

        Whatever the present voyage is; nothing is heard twice.
        """
        tale, now = self.out.pop(candidate, None), self.helm.time
        if tale is None:
            return
        if tale.overdue == inf:
            tale.ends(now)
        met = tale.told(now)
        for one in met:
            self.lore.learn(one)
        if self.terms.judgement.talk:
            self.camp.tell(self.name, met)
        self.replace(candidate, tale.lost)

    def struck(self, lot: int, items: Collection[Item]) -> None:
        """Things that lay at its base are destroyed; `lot`: the name of the strike in draws."""
        self.replace(0, items, f" {lot}")

    def replace(self, ordinal: int, items: Collection[Item], by: str = "") -> None:
        """Order what is lost; `ordinal`, and what it is lost `by`, name the draws."""
        for item in sorted(items):
            self.stores.missing.discard(item)
            renewal = self.terms.renewals.get(item)
            if renewal is not None:
                after = renewal.takes(self.helm.draw("equips", ordinal, about=f"{item.name}{by}"))
                self.stores.ready[item] = self.helm.time + after
                if self.till is not None:
                    self.till.spent += renewal.costs

    def listen(self) -> None:
        """Hear what the others have told."""
        if self.terms.judgement.talk:
            for met in self.camp.hear(self.name, self.heard):
                self.lore.learn(met)
            self.heard = len(self.camp.told)
