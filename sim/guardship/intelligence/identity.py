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
    None: they do not. `agree`: for each description the chances that two dossiers with it agree, when they are of one
    hull and when they are not.
    """

    rates: Mapping[tuple[int, int, int], Rates] = field(default_factory=dict)
    alike: Mapping[Appearance, float] = field(default_factory=dict)
    half_life: float = inf
    names: float = 1.0
    of_all: bool = False
    corrections: Corrections | None = None
    agree: Rates = ()

    def of(self, look: tuple[int, int, int], dossier: Dossier) -> tuple[float, float]:
        """The chances that a look of a kind, from a ring, in a state fits a dossier: its own hull, another."""
        return self.rates[look][dossier.described] if dossier.described >= 0 else (0.0, 0.0)

    def who(
        self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float
    ) -> tuple[float, ...]:
        """For each dossier the chance that a contact with a hull is the one that it is of; the rest is somebody else.

        `listed`: those of hulls that look so; they exclude each other, but for those that are of one hull.
        """
        if hull not in self.alike or not listed:
            return (0.0,) * len(listed)
        others, weights = self._weights(hull, listed, compared, now)
        total = others + sum(weights.values())
        return tuple(weights[one.stands] / total for one in listed)

    def chance(self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float) -> float:
        """The chance of what comparisons with these dossiers have shown, of a contact with a hull."""
        if hull not in self.alike or not listed:
            return 1.0
        told = list(compared)
        others, weights = self._weights(hull, listed, told, now)
        by_dossier = _by_dossier(told)
        missed = prod(self._worth(one, by_dossier[one.name])[1] for one in listed if one.name in by_dossier)
        return (others + sum(weights.values())) * missed

    def _weights(
        self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float
    ) -> tuple[float, dict[int, float]]:
        """What it weighs that a contact is nobody's hull, and for each hull, by what stands for it, that it is that."""
        told, hulls = _by_dossier(compared), _hulls(listed)
        about = self._about(hull, hulls, now)
        weights = dict(zip(hulls, about, strict=True))
        for one in listed:
            if one.name in told:
                its, another = self._worth(one, told[one.name])
                weights[one.stands] *= its / another
        return max(1.0 - sum(about), 0.0), weights

    def _about(self, hull: Appearance, hulls: Mapping[int, Sequence[Dossier]], now: float) -> list[float]:
        """For each hull the chance that a contact that looks so is it, before it is compared: by its newest dossier."""
        alike = self._alike(hull, len(hulls))
        return [0.5 ** (max(now - _newest(files), 0.0) / self.half_life) / alike for files in hulls.values()]

    def _alike(self, hull: Appearance, known: int) -> float:
        """How many look so; where more are known than there should be, some are of one hull, or of nobody here."""
        return self.alike[hull] if known <= self.alike[hull] else known + 1.0

    def same(self, dossier: Dossier, others: Sequence[Dossier], fits: Sequence[bool | None]) -> tuple[float, ...]:
        """For each of other dossiers of hulls that look so the chance that it is of the hull of one.

        `fits`: whether what they describe agrees, None where that was not compared.
        """
        if dossier.hull not in self.alike or not others:
            return (0.0,) * len(others)
        told = {other.name: fit for other, fit in zip(others, fits, strict=True) if fit is not None}
        hulls = _hulls(others)
        alike, apart = self._alike(dossier.hull, len(hulls)), (dossier.time - _newest(own) for own in hulls.values())
        about = [0.5 ** (abs(hours) / self.half_life) / alike for hours in apart]
        weights = {}
        for r, (name, files) in zip(about, hulls.items(), strict=True):
            weights[name] = r * prod(self._agreeing(one, told[one.name]) for one in files if one.name in told)
        total = max(1.0 - sum(about), 0.0) + sum(weights.values())
        return tuple(weights[one.stands] / total for one in others)

    def links(self, one: Dossier, other: Dossier) -> tuple[float, float]:
        """The chances that two dossiers agree, of one hull and of two; (0, 0) where they cannot be compared."""
        if one.described != other.described or one.described < 0 or one.hull != other.hull:
            return 0.0, 0.0
        return self.agree[one.described]

    def _agreeing(self, dossier: Dossier, fits: bool) -> float:
        """How much likelier it is of one hull than of two that a dossier agrees with another, or that it does not."""
        its, another = worth({0: narrowed(ANYWHERE, *self.agree[dossier.described], fits)})
        return its / another

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
        hulls, chances = _hulls(listed), {one.stands: p for one, p in zip(listed, who, strict=True)}
        rest = 1.0 - sum(chances.values())
        return tuple(rest * p + own for p, own in zip(others, _mixed(chances, hulls, usual), strict=True))

    def _others(self, usual: Chances, hull: Appearance, listed: Sequence[Dossier], now: float) -> Chances:
        """The chances of hulls that nobody has a dossier of, from those of all: together they are as usual.

        So dossiers alone, before anything is compared with them, change nothing.
        """
        if hull not in self.alike or not listed:
            return usual
        hulls = _hulls(listed)
        about = dict(zip(hulls, self._about(hull, hulls, now), strict=True))
        rest = 1.0 - sum(about.values())
        known = _mixed(about, hulls, usual)
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


def _hulls(listed: Sequence[Dossier]) -> Mapping[int, Sequence[Dossier]]:
    """Dossiers by hull: those that are of one together, by the name of the one that stands for it."""
    found: dict[int, list[Dossier]] = {}
    for one in listed:
        found.setdefault(one.stands, []).append(one)
    return found


def _newest(files: Sequence[Dossier]) -> float:
    return files[0].time if len(files) == 1 else max(one.time for one in files)


def _mixed(weights: Mapping[int, float], hulls: Mapping[int, Sequence[Dossier]], usual: Chances) -> Chances:
    """What the dossiers of hulls say of each k, each hull as much as it weighs."""
    said = {name: _combined(files, usual) for name, files in hulls.items()}
    return tuple(sum(weights[name] * said[name][k] for name in hulls) for k in range(len(usual)))


def _combined(files: Sequence[Dossier], usual: Chances) -> Chances:
    """What several dossiers of one hull say together: of each k by as much as each makes it likelier than usual.

    Where they exclude each other, what the newest says.
    """
    if len(files) == 1:
        return files[0].chances
    weights = list(usual)
    for one in files:
        weights = [
            w * (new / old if old > 0.0 else 0.0) for w, new, old in zip(weights, one.chances, usual, strict=True)
        ]
    total = sum(weights)
    return tuple(w / total for w in weights) if total > 0.0 else max(files, key=lambda one: one.time).chances
