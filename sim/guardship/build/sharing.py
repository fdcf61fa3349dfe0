"""From the sharing section to the channels of the network, numbered as the holders are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import heappop, heappush
from inspect import signature
from math import inf
from typing import final

from guardship.core.draws import edge_named
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats
from guardship.intelligence import Asked, Channel, Fields, Kind, Originator, ReleaseTerms, Rule
from guardship.intelligence.belief import Signs
from guardship.scenario import sharing as forms
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import CATEGORIES, allowed, edges

OF_CONTACTS = (Kind.ADVISORY, Kind.PRIZE)  # released as what is said of contacts
KINDS = {name: Kind[name.upper()] for name in (*CATEGORIES, "dossier", "link")}
EVERYBODY = Originator()
METHODS = {"release": ("report", "edge", "u"), "delay": ("report", "edge", "u", "now"), "clearance": ("edge",)}

type RuleOf = Callable[[Rule], Rule]
"""Makes the rule of an edge; it is handed the one that the scenario describes, a `ReleaseTerms`, to wrap or to drop."""


def holders(scenario: Scenario) -> list[str]:
    """The holders in the order of their numbers: nations by name, then centres by name."""
    return [*sorted(scenario.nations), *sorted(scenario.centres)]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """A geographic caveat: in one of some rings [nm on the plane], where there are any, and in none of others."""

    inside: tuple[Floats, ...] | None
    outside: tuple[Floats, ...]

    def __call__(self, x: float, y: float) -> bool:
        if self.inside is not None and not any(point_in_polygon(ring, x, y) for ring in self.inside):
            return False
        return not any(point_in_polygon(ring, x, y) for ring in self.outside)


@final
@dataclass(frozen=True, slots=True)
class Cut:
    """An outage of an edge [h]."""

    sender: int
    receiver: int
    begin: float
    end: float
    lost: bool


@final
@dataclass(frozen=True)
class Links:
    """The sharing edges of a scenario, what each originator allows, and the outages that are known beforehand."""

    channels: tuple[Channel, ...] = ()
    originators: dict[int, Originator] | None = None
    cuts: tuple[Cut, ...] = ()

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        ring: Callable[[str], Floats],
        rules: Mapping[str, RuleOf] | None = None,
        signs: Signs | None = None,
    ) -> Links:
        """Expand a scenario's sharing. `ring`: the corners of a named area on the plane.

        `signs`: what looks are worth to all, None where they show nothing. `rules`: those of one's own by the names
        that edges give. Raises ValueError when they are not just those, or make what is no rule.
        """
        given, rules = scenario.sharing, rules or {}
        handed(rule_names(scenario), rules)
        if given is None:
            return cls()
        names, nations = holders(scenario), sorted(scenario.nations)
        number = {name: k for k, name in enumerate(names)}
        terms = edges(given, nations)
        channels, cuts = [], []
        for (a, b), one in terms.items():
            edge = channel(number[a], number[b], edge_named(a, b), one, ring, signs)
            if one.rule is not None:
                edge = replace(edge, rule=own_rule(one.rule, rules[one.rule], edge.rule, f"{a} to {b}"))
            channels.append(edge)
            cuts += [Cut(number[a], number[b], cut.begin, cut.end, cut.lost) for cut in one.outages or ()]
        originators = {}
        for name in names:
            to = [number[one] for one in allowed(given, nations, terms, name)]
            originators[number[name]] = originator(given.releases.get(name), to)
        return cls(tuple(channels), originators, tuple(cuts))

    def clearance(
        self, sender: int, receiver: int, closed: Collection[tuple[int, int]] = ()
    ) -> tuple[float, float] | None:
        """Probability and hours with which a holder's clearance reaches another by the best way that it may take.

        The best is the likeliest, of equals the fastest: the product of the probabilities of release and the sum of the
        median delays of its edges. Nothing is asked for, and no edge with a caveat on places or hulls takes part.
        """
        own = self._may(sender)
        if receiver not in own or Kind.CLEARED not in (self._rules(sender).kinds or KINDS.values()):
            return None
        ways: list[tuple[float, float, int, tuple[int, ...]]] = [(-1.0, 0.0, sender, tuple(sorted(own)))]
        seen: set[tuple[int, tuple[int, ...]]] = set()
        while ways:  # best first: a longer way is never likelier, nor faster
            p, hours, at, may = heappop(ways)
            if at == receiver:
                return -p, hours
            if (at, may) in seen:
                continue
            seen.add((at, may))
            for edge in self._from(at):
                one = edge.rule.clearance(edge) if edge.receiver in may and (at, edge.receiver) not in closed else None
                if one is not None and (at == sender or edge.relays):
                    last = edge.receiver == receiver
                    onward = () if last else tuple(sorted(self._may(edge.receiver).intersection(may)))
                    heappush(ways, (p * one[0], hours + one[1], edge.receiver, onward))
        return None

    def _from(self, holder: int) -> list[Channel]:
        return [edge for edge in self.channels if edge.sender == holder]

    def _rules(self, holder: int) -> Originator:
        return (self.originators or {}).get(holder, EVERYBODY)

    def _may(self, holder: int) -> frozenset[int]:
        to = self._rules(holder).to
        return frozenset(edge.receiver for edge in self.channels) if to is None else to


def channel(
    sender: int, receiver: int, key: int, terms: forms.Terms, ring: Callable[[str], Floats], signs: Signs | None
) -> Channel:
    """One edge of the network."""
    assert terms.delay is not None
    release, fields = terms.release or forms.Release(), terms.fields or forms.FieldRelease()
    where = None
    if terms.inside is not None or terms.outside is not None:
        inside = None if terms.inside is None else tuple(map(ring, terms.inside))
        where = Within(inside, tuple(map(ring, terms.outside or ())))
    rule = ReleaseTerms(
        {kind: release.of(name) for name, kind in KINDS.items()} | dict.fromkeys(OF_CONTACTS, release.contact),
        Fields(fields.position, fields.motion, fields.identity, fields.looks, fields.description),
        where,
        None if terms.hulls is None else frozenset(terms.hulls),
        terms.blur or 0.0,
        terms.use or "tasking",
        signs,
    )
    delay = cache(terms.delay.quantile)  # an episode asks with the same number again and again, at 70 us each
    return Channel(
        sender,
        receiver,
        delay,
        rule,
        key,
        inf if terms.capacity is None else terms.capacity,
        inf if terms.queue is None else terms.queue,
        bool(terms.relays),
    )


def rule_names(scenario: Scenario) -> list[str]:
    """The rules of one's own that the edges of a scenario name, each once, in order."""
    if scenario.sharing is None:
        return []
    terms = edges(scenario.sharing, sorted(scenario.nations)).values()
    return sorted({one.rule for one in terms if one.rule is not None})


def handed(names: Sequence[str], rules: Mapping[str, RuleOf]) -> None:
    """Raises ValueError unless there is a rule for each of these names, and no other."""
    missing, left = [name for name in names if name not in rules], sorted(map(str, rules.keys() - set(names)))
    if missing:
        how = "simulate(..., rules={name: class}), or `guardship run --rules FILE`"
        raise ValueError(f"rules: edges of `sharing` name {', '.join(missing)}, which have to be handed in: {how}")
    if left:
        there = f"they name {', '.join(names)}" if names else "they name no rule"
        raise ValueError(f"rules: no edge of `sharing` names {', '.join(left)}; {there}")


def own_rule(name: str, make: RuleOf, given: Rule, ends: str) -> Rule:
    """The rule of an edge that somebody has handed in. Raises ValueError when it is none."""
    if not _takes(make, 1):
        raise ValueError(f"rules: {name}: want a class or function that takes the edge's own rule, got {make!r}")
    made = make(given)
    lacks = [
        f"{what}({', '.join(of)})" for what, of in METHODS.items() if not _takes(getattr(made, what, None), len(of))
    ]
    if lacks:
        came = f"{type(made).__name__} for the edge from {ends}"
        raise ValueError(f"rules: {name}: want a rule with {', '.join(lacks)}, got {came}")
    return made


def _takes(method: object, count: int) -> bool:
    """Whether something can be called with so many arguments by position."""
    if not callable(method):
        return False
    try:
        signature(method).bind(*range(count))
    except TypeError:  # other arguments
        return False
    except ValueError:  # compiled code that does not say
        return True
    return True


def originator(given: forms.Originator | None, to: Sequence[int]) -> Originator:
    """What one holder allows."""
    kinds = None if given is None or given.kinds is None else frozenset(KINDS[name] for name in given.kinds)
    asking = None if given is None else given.asked
    return Originator(frozenset(to), kinds, None if asking is None else Asked(asking.grants, asking.takes.quantile))
