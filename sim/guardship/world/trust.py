"""Give and take between holders: what each counts for and against its partners, and what is left of its releases."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import final

from guardship.coalition.trust import Accounts, Regard
from guardship.core.draws import Purpose, named
from guardship.core.ocean import Ocean
from guardship.intelligence import PUBLIC, Kind, Quantile, Report
from guardship.intelligence.network import Message
from guardship.occurrences import Occurrence
from guardship.outcomes.trust import Entry
from guardship.world.ports import Clock

ALONE = (Kind.NEGATIVE_SEARCH, Kind.TIP, Kind.AWAITED)  # each report is an episode of its own

type Ends = tuple[int, int]


def episode(report: Report) -> Hashable:
    """What a report is about, as who reads it can tell: a hull's dossier, a search, or a contact of an observer."""
    if report.dossier is not None:
        return Kind.DOSSIER, report.dossier.name
    if report.link is not None:
        return Kind.LINK, report.link.one, report.link.other
    seen = report.observations[-1]
    return seen.id if report.kind in ALONE else (seen.by, seen.contact)


@final
@dataclass(frozen=True, slots=True)
class Leak:
    """A holder that does not keep to itself what it was told: with which chance that is found out, after how long
    (a quantile function [h]), and what it costs then [reports]."""

    name: str
    holder: int
    found_out: float
    after: Quantile
    costs: float


@final
@dataclass(frozen=True, slots=True)
class Terms:
    """How holders trust each other. `used`: the lines of a command by which it has used a report; `of_no_use`: kinds
    that nobody can use so, which are not counted; `edges`: who keeps an account with whom."""

    regard: Regard
    used: frozenset[Occurrence]
    of_no_use: frozenset[Kind]
    edges: frozenset[Ends]


@final
class Trust:
    """Keeps the accounts. `entries`: whatever was counted. `changed(holder, partner)`: called when a balance was."""

    def __init__(self, clock: Clock, ocean: Ocean, terms: Terms) -> None:
        self._clock = clock
        self._ocean = ocean
        self._accounts: Accounts[int] = Accounts(terms.regard)
        self._used = terms.used
        self._of_no_use = terms.of_no_use
        self._edges = terms.edges
        self._had: dict[Ends, tuple[int, Hashable]] = {}
        self.entries: list[Entry] = []
        self.changed: Callable[[int, int], None] = _nobody

    @property
    def pairs(self) -> list[Ends]:
        """Who keeps an account with whom, in order."""
        return sorted(self._edges)

    def share(self, holder: int, partner: int) -> float:
        """The part of its releases to a partner that a holder still makes; all of them where there is no account."""
        return self._accounts.share(holder, partner, self._ocean.now) if (holder, partner) in self._edges else 1.0

    # ---- what is counted ------------------------------------------------------------------------

    def sent(self, messages: Sequence[Message]) -> None:
        """Messages that holders have made for each other: those that were let out are given."""
        for one in messages:
            ends = one.edge.sender, one.edge.receiver
            counts = one.released and ends in self._edges and one.report.kind not in self._of_no_use
            if counts and self._gives(ends, one.report):
                self._note(*ends, "given", one.report.id)

    def _gives(self, ends: Ends, report: Report) -> bool:
        return self._accounts.gives(*ends, episode(report), self._ocean.now)

    def arrived(self, holder: int, report: Report) -> None:
        """A report on which it may act has come to a holder, who knows from whom: whoever brought it first."""
        if report.sender not in (holder, PUBLIC) and report.observations and report.use == "tasking":
            self._had.setdefault((holder, report.id), (report.sender, episode(report)))

    def noted(self, holder: int, line: Occurrence, report: int) -> None:
        """A command has written down what it does with a report."""
        had = self._had.get((holder, report)) if line in self._used else None
        if had is not None and (holder, had[0]) in self._edges:
            partner, about = had
            if self._accounts.uses(holder, partner, about, self._ocean.now):
                self._note(holder, partner, "used", report)

    # ---- leaks ----------------------------------------------------------------------------------

    def leak(self, leak: Leak) -> None:
        """A holder lets out what it was told. One luck for all who have told it: it is found out or it is not."""
        if self._ocean.decide(Purpose.LEAK_FOUND, named(f"leak {leak.name}"), 0, leak.found_out):
            hours = leak.after(self._ocean.uniform(Purpose.LEAK_HOURS, named(f"leak {leak.name}"), 0))
            self._clock.after(hours, self.found_out, leak)

    def found_out(self, leak: Leak) -> None:
        """It has become known: that costs the holder the trust of all who tell it things."""
        for ends in self.pairs:
            if ends[1] == leak.holder:
                self._accounts.finds(*ends, leak.costs, self._ocean.now)
                self._note(*ends, "leak", 0)

    def _note(self, holder: int, partner: int, what: str, report: int) -> None:
        now = self._ocean.now
        balance = self._accounts.balance(holder, partner, now)
        self.entries.append(Entry(now, holder, partner, what, report, balance, self._accounts.regard.share(balance)))
        self.changed(holder, partner)


def _nobody(holder: int, partner: int) -> None:
    """Nobody has to know."""
