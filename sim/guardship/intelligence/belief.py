"""What a holder believes a contact to be: looks at signs, what they make of a prior, and from where on it acts.

Offences are numbered k = 1, 2, ... and k = 0 is harmless. Given k, signs are independent; given whether a sign is
shown, kinds of look are. One kind has one uniform u for a showing of a sign, and sees it where u < d if it is shown
and where u < m if it is not; so its looks leave an interval for u, and a look that comes twice changes nothing.
`docs/recognition.md` has the formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import final

from guardship.intelligence.evidence import Assessment, Chances, Episode, Look
from guardship.intelligence.observation import Appearance

KINDS = ("radar", "optical", "ais", "other", "hail", "approach", "motion")
MOTION = KINDS.index("motion")
LEAST = 1e-9  # of an interval: looks that contradict each other tell nothing; 1e-3 would bend a ratio of 12 to 11.6
MOST_KEPT = 4096  # likelihoods

type Rates = tuple[tuple[float, float], ...]
"""By sign: the chances (d, m) that a look sees it when it is shown and when not; (0, 0) for what it cannot see."""


type Said = tuple[frozenset[Assessment], frozenset[Episode], Chances]
"""Assessments, the episodes whose looks are known besides, and the prior from which the assessments start."""


@final
@dataclass(frozen=True, slots=True, eq=False)
class Waters:
    """Priors by hull where `contains(x, y)` [nm]."""

    contains: Callable[[float, float], bool]
    priors: Mapping[Appearance, Chances]


@final
@dataclass(frozen=True, eq=False)
class Signs:
    """Signs by bit, those that are measured after those that are shown.

    `renews` [h] by sign: a look so long after the first of a showing begins another; infinite for never. `shown`: by
    hull, over k, the share that shows each sign. `rates`: by kind, ring and state. `measured`: how many signs are.
    """

    names: tuple[str, ...]
    offences: tuple[str, ...]
    renews: tuple[float, ...]
    shown: Mapping[Appearance, tuple[tuple[float, ...], ...]]
    rates: Mapping[tuple[int, int, int], Rates]
    priors: Mapping[Appearance, Chances] = field(default_factory=dict)
    waters: tuple[Waters, ...] = ()
    measured: int = 0
    _found: dict[tuple[Appearance, frozenset[Look]], Chances] = field(default_factory=dict)
    """Likelihoods of late: all who share looks ask for the same ones."""
    _made: dict[tuple[Chances, Appearance, frozenset[Look], Said | None], Chances] = field(default_factory=dict)
    """What was made of them, of late."""
    _seen_by: dict[tuple[int, int, int], tuple[tuple[int, float, float], ...]] = field(default_factory=dict)

    def anew(self) -> Signs:
        """The same signs for another run, whose looks are others: without the likelihoods of late."""
        return replace(self, _found={}, _made={})

    def prior(self, hull: Appearance, x: float, y: float) -> Chances:
        """The chances of a contact with a hull at a place [nm] before any look. KeyError for a hull without prior."""
        for area in self.waters:
            if hull in area.priors and area.contains(x, y):
                return area.priors[hull]
        return self.priors[hull]

    def likelihood(self, hull: Appearance, looks: Iterable[Look]) -> Chances:
        """For each k the chance of what the looks saw; of the set of them, in whatever order or number."""
        return _of_late(self._found, self._likelihood, hull, frozenset(looks))

    def _likelihood(self, hull: Appearance, looks: frozenset[Look]) -> Chances:
        found = [1.0] * (len(self.offences) + 1)
        by_sign: list[list[tuple[Look, float, float]]] = [[] for _ in self.renews]
        for look in sorted(looks):
            for s, d, m in self._able(look):
                by_sign[s].append((look, d, m))
        for s, told in enumerate(by_sign):
            if told:
                shares = [row[s] for row in self.shown[hull]]
                for if_shown, if_not in _showings(told, s, self.renews[s]):
                    found = [p * (a * if_shown + (1.0 - a) * if_not) for p, a in zip(found, shares, strict=True)]
        return tuple(found)

    def _able(self, look: Look) -> tuple[tuple[int, float, float], ...]:
        """The signs that a look can see, by bit, with its chances (d, m)."""
        kind = look.kind, look.ring, look.state
        known = self._seen_by.get(kind)
        if known is None:
            rates = enumerate(self.of(look))
            known = self._seen_by[kind] = tuple((s, d, m) for s, (d, m) in rates if d > 0.0 or m > 0.0)
        return known

    def posterior(
        self,
        prior: Chances,
        hull: Appearance,
        looks: Iterable[Look],
        assessments: Collection[Assessment] = (),
        held: Collection[Episode] = (),
        usual: Chances | None = None,
    ) -> Chances:
        """The chances after looks and the assessments that rest on none of the episodes `held` with their looks.

        `usual`: the prior from which assessments start, None: this one.
        """
        said = (frozenset(assessments), frozenset(held), prior if usual is None else usual) if assessments else None
        return _of_late(self._made, self._posterior, prior, hull, frozenset(looks), said)

    def _posterior(
        self,
        prior: Chances,
        hull: Appearance,
        looks: frozenset[Look],
        said: Said | None,
    ) -> Chances:
        weights = [p * like for p, like in zip(prior, self.likelihood(hull, looks), strict=True)]
        assessments, held, usual = said or (frozenset(), frozenset(), prior)
        for one in independent(assessments, held):
            weights = [
                w * (new / old if old > 0.0 else 0.0) for w, new, old in zip(weights, one.chances, usual, strict=True)
            ]
        return _normed(weights, prior)

    def assessed(self, assessments: Iterable[Assessment], held: Collection[Episode], usual: Chances) -> Chances:
        """For each k by how much assessments that rest on none of the episodes `held` make it likelier than usual."""
        found = [1.0] * len(usual)
        for one in independent(assessments, held):
            found = [
                f * (new / old if old > 0.0 else 0.0) for f, new, old in zip(found, one.chances, usual, strict=True)
            ]
        return tuple(found)

    def of(self, look: Look) -> Rates:
        """The chances (d, m) of a look by sign."""
        if look.kind != MOTION:
            return self.rates[look.kind, look.ring, look.state]
        first = len(self.names) - self.measured
        mask = (look.ring or -1) << first
        return tuple((1.0, 0.0) if s >= first and mask >> s & 1 else (0.0, 0.0) for s in range(len(self.names)))


def independent(assessments: Iterable[Assessment], held: Collection[Episode]) -> list[Assessment]:
    """Assessments that rest on nothing that is held and on nothing in common.

    Those that rest on more come first, of equals the latest.
    """
    chosen: list[Assessment] = []
    used = set(held)
    for one in sorted(set(assessments), key=_rank):
        if used.isdisjoint(one.rests_on):
            chosen.append(one)
            used |= one.rests_on
    return chosen


def _rank(one: Assessment) -> tuple[int, list[Episode], float, Chances]:
    return -len(one.rests_on), sorted(one.rests_on), -one.time, one.chances


def _showings(told: Sequence[tuple[Look, float, float]], s: int, renews: float) -> list[tuple[float, float]]:
    """For each showing of a sign what looks are worth when it is shown and when it is not.

    `told`: the looks that can see it, in order of time, each with its chances (d, m).
    """
    found: list[tuple[float, float]] = []
    left: dict[int, tuple[float, float, float, float]] = {}
    begun = told[0][0].time
    for look, d, m in told:
        if left and look.time - begun >= renews:
            found.append(worth(left))
            left = {}
            begun = look.time
        left[look.kind] = narrowed(left.get(look.kind, (0.0, 1.0, 0.0, 1.0)), d, m, bool(look.word >> s & 1))
    return [*found, worth(left)]


def narrowed(
    bounds: tuple[float, float, float, float], d: float, m: float, seen: bool
) -> tuple[float, float, float, float]:
    """What a look leaves of the intervals (from, to) of u, when the sign is shown and when it is not.

    Where something is compared: when it is the one that is meant, and when it is another.
    """
    low1, high1, low0, high0 = bounds
    if seen:
        return low1, d if d < high1 else high1, low0, m if m < high0 else high0
    return d if d > low1 else low1, high1, m if m > low0 else low0, high0


def worth(left: Mapping[int, tuple[float, float, float, float]]) -> tuple[float, float]:
    """The product over kinds of the lengths of what is left, shown and not; kinds in the order of their numbers."""
    shown = hidden = 1.0
    for kind in sorted(left):
        low1, high1, low0, high0 = left[kind]
        shown *= max(high1 - low1, LEAST)
        hidden *= max(high0 - low0, LEAST)
    return shown, hidden


def _total(prior: Chances, likelihood: Chances) -> float:
    return sum(p * like for p, like in zip(prior, likelihood, strict=True))


def _of_late[*K](kept: dict[tuple[*K], Chances], make: Callable[[*K], Chances], *key: *K) -> Chances:
    """What is made of a key, worked out unless that was done of late."""
    known = kept.get(key)
    if known is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        known = kept[key] = make(*key)
    return known


def _normed(weights: Sequence[float], otherwise: Chances) -> Chances:
    total = sum(weights)
    return tuple([w / total for w in weights]) if total > 0.0 else otherwise


@final
@dataclass(frozen=True, slots=True)
class Level:
    """A chance from which on something is done: of the offences `rest` together, or of one that has its own."""

    rest: tuple[int, ...] = ()
    common: float = inf
    own: tuple[tuple[int, float], ...] = ()

    def reached(self, chances: Chances) -> bool:
        """Whether the chances are so high."""
        if self.rest and sum([chances[k] for k in self.rest]) >= self.common:
            return True
        return any(chances[k] >= least for k, least in self.own)


@final
@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which chances on a holder does something; below `pass_below` it passes a contact."""

    pass_below: Level = Level()
    close_from: Level = Level()
    ask_from: Level = Level()
    board_from: Level = Level()

    def passes(self, chances: Chances) -> bool:
        """Whether nothing more is done about it."""
        return not self.pass_below.reached(chances)

    def closes(self, chances: Chances) -> bool:
        """Whether it is worth a nearer look."""
        return self.close_from.reached(chances)

    def asks(self, chances: Chances) -> bool:
        """Whether it is asked by radio."""
        return self.ask_from.reached(chances)

    def boards(self, chances: Chances) -> bool:
        """Whether it is boarded."""
        return self.board_from.reached(chances)
