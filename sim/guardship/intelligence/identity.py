"""Which hull a contact is: that of a dossier, or somebody else's. `docs/recognition.md` has the formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, prod
from typing import final

from guardship.intelligence.belief import Rates, narrowed, worth
from guardship.intelligence.corrections import Corrections
from guardship.intelligence.observation import Appearance, Chances, Comparison, Dossier

ANYWHERE = (0.0, 1.0, 0.0, 1.0)


@final
@dataclass(frozen=True, eq=False)
class Identity:
    """How hulls are known again.

    `rates`: by kind, ring and state of a look, for each description the chance that it fits the hull that it is of,
    and that it fits another that looks alike; (0, 0) for what such a look does not tell. `alike`: by hull, how many
    look so, the one that is meant among them. `half_life` [h]: after so long half of the hulls are not about any more.
    `names`: from which chance on a contact is taken for the hull of a dossier. `of_all`: whether priors are of all
    hulls, those with dossiers among them; else of the others. `corrections`: how originators correct their dossiers,
    None: they do not.
    """

    rates: Mapping[tuple[int, int, int], Rates] = field(default_factory=dict)
    alike: Mapping[Appearance, float] = field(default_factory=dict)
    half_life: float = inf
    names: float = 1.0
    of_all: bool = False
    corrections: Corrections | None = None

    def of(self, look: tuple[int, int, int], dossier: Dossier) -> tuple[float, float]:
        """The chances that a look of a kind, from a ring, in a state fits a dossier: its own hull, another."""
        return self.rates[look][dossier.described] if dossier.described >= 0 else (0.0, 0.0)

    def who(
        self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float
    ) -> tuple[float, ...]:
        """For each dossier the chance that a contact with a hull is the one that it is of; the rest is somebody else.

        `listed`: those of hulls that look so; they exclude each other.
        """
        if hull not in self.alike or not listed:
            return (0.0,) * len(listed)
        others, weights = self._weights(hull, listed, compared, now)
        total = others + sum(weights)
        return tuple(w / total for w in weights)

    def chance(self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float) -> float:
        """The chance of what comparisons with these dossiers have shown, of a contact with a hull."""
        if hull not in self.alike or not listed:
            return 1.0
        told = list(compared)
        others, weights = self._weights(hull, listed, told, now)
        by_dossier = _by_dossier(told)
        return (others + sum(weights)) * prod(self._worth(one, by_dossier.get(one.name, ()))[1] for one in listed)

    def _weights(
        self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float
    ) -> tuple[float, list[float]]:
        """What it weighs that a contact is nobody's hull, and for each dossier that it is the one that it is of."""
        told = _by_dossier(compared)
        about = self._about(hull, listed, now)
        weights = []
        for r, one in zip(about, listed, strict=True):
            its, another = self._worth(one, told.get(one.name, ()))
            weights.append(r * (its / another))
        return max(1.0 - sum(about), 0.0), weights

    def _about(self, hull: Appearance, listed: Sequence[Dossier], now: float) -> list[float]:
        """For each dossier the chance that a contact with a hull is the one that it is of, before it is compared."""
        count, alike = len(listed), self.alike[hull]
        alike = alike if count <= alike else count + 1.0  # more dossiers than hulls: some are of one, or of nobody here
        return [0.5 ** (max(now - one.time, 0.0) / self.half_life) / alike for one in listed]

    def _worth(self, dossier: Dossier, told: Iterable[Comparison]) -> tuple[float, float]:
        """The chances of comparisons of the hull that is meant, and of another; 1 where there are none."""
        left: dict[int, tuple[float, float, float, float]] = {}
        for one in told:
            q, f = self.of((one.kind, one.ring, one.state), dossier)
            if q > 0.0 or f > 0.0:
                left[one.kind] = narrowed(left.get(one.kind, ANYWHERE), q, f, one.fits)
        return worth(left)

    def prior(
        self,
        usual: Chances,
        hull: Appearance,
        listed: Sequence[Dossier],
        compared: Iterable[Comparison],
        now: float,
    ) -> Chances:
        """The chances of a contact before its looks count, from those of anybody with that hull (`usual`)."""
        return self.mixed(usual, hull, listed, self.who(hull, listed, compared, now), now)

    def mixed(
        self, usual: Chances, hull: Appearance, listed: Sequence[Dossier], who: Sequence[float], now: float
    ) -> Chances:
        """The same, of a contact that is the hull of each dossier with the chances `who`."""
        others = self._others(usual, hull, listed, now) if self.of_all else usual
        rest = 1.0 - sum(who)
        return tuple(rest * p + own for p, own in zip(others, _mixed(who, listed, len(usual)), strict=True))

    def _others(self, usual: Chances, hull: Appearance, listed: Sequence[Dossier], now: float) -> Chances:
        """The chances of hulls that nobody has a dossier of, from those of all: together they are as usual.

        So dossiers alone, before anything is compared with them, change nothing.
        """
        if hull not in self.alike or not listed:
            return usual
        about = self._about(hull, listed, now)
        rest = 1.0 - sum(about)
        known = _mixed(about, listed, len(usual))
        left = [max(p - own, 0.0) for p, own in zip(usual, known, strict=True)]
        total = sum(left)
        return tuple(p / total for p in left) if rest > 0.0 and total > 0.0 else usual

    def named(
        self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float
    ) -> Dossier | None:
        """The dossier for whose hull a contact is taken; None for nobody's."""
        who = self.who(hull, listed, compared, now)
        chance, k = max(((w, -k) for k, w in enumerate(who)), default=(0.0, 0))
        return listed[-k] if listed and chance >= self.names else None


def _by_dossier(compared: Iterable[Comparison]) -> Mapping[int, Sequence[Comparison]]:
    """Comparisons by the dossier's name, each in order of time."""
    told: dict[int, list[Comparison]] = {}
    for one in sorted(compared):
        told.setdefault(one.dossier, []).append(one)
    return told


def _mixed(weights: Sequence[float], listed: Sequence[Dossier], count: int) -> Chances:
    """What dossiers say of each of so many k, each as much as it weighs."""
    return tuple(sum(w * one.chances[k] for w, one in zip(weights, listed, strict=True)) for k in range(count))
