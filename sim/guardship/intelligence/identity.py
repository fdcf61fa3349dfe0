"""Which hull a contact is: that of a dossier, or somebody else's. `docs/recognition.md` has the formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, prod
from operator import mul
from typing import final

from guardship.intelligence.belief import Rates, narrowed, worth
from guardship.intelligence.corrections import Corrections
from guardship.intelligence.evidence import Chances, Comparison
from guardship.intelligence.listing import Listing
from guardship.intelligence.observation import Appearance, Dossier

ANYWHERE = (0.0, 1.0, 0.0, 1.0)
KEPT = 1024  # sets of comparisons whose worth is kept


@final
class Shown:
    """What comparisons with one dossier have shown, in whatever order.

    `worth`: by the number of its description, the chances of that of the hull that is meant, and of another.
    """

    __slots__ = ("told", "worth")

    def __init__(self) -> None:
        self.told: list[Comparison] = []
        self.worth: dict[int, tuple[float, float]] = {}


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
    _kept: dict[frozenset[Comparison], Mapping[int, Shown]] = field(default_factory=dict, init=False, repr=False)

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
        listing = Listing.of(listed)
        others, weights = self._weights(hull, listing, self._shown(compared), now)
        total = others + sum(weights.values())
        return tuple([weights[stands] / total for _, stands, _ in listing.entries])

    def chance(self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float) -> float:
        """The chance of what comparisons with these dossiers have shown, of a contact with a hull."""
        if hull not in self.alike or not listed:
            return 1.0
        shown = self._shown(compared)
        others, weights = self._weights(hull, Listing.of(listed), shown, now)
        missed = prod(self._worth(one, shown[one.name])[1] for one in listed if one.name in shown)
        return (others + sum(weights.values())) * missed

    def _weights(
        self, hull: Appearance, listed: Listing, shown: Mapping[int, Shown], now: float
    ) -> tuple[float, dict[int, float]]:
        """What it weighs that a contact is nobody's hull, and for each hull, by what stands for it, that it is that."""
        about = self._about(hull, listed, now)
        weights = dict(zip(listed.hulls, about, strict=True))
        for name, stands, one in listed.entries:
            told = shown.get(name)
            if told is not None:
                its, another = told.worth.get(one.described) or self._worth(one, told)
                weights[stands] *= its / another
        return max(1.0 - sum(about), 0.0), weights

    def _about(self, hull: Appearance, listed: Listing, now: float) -> list[float]:
        """For each hull the chance that a contact that looks so is it, before it is compared."""
        return listed.about(now, self.half_life, self._alike(hull, len(listed.hulls)))

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
        listing = Listing.of(others)
        hulls, alike = listing.hulls, self._alike(dossier.hull, len(listing.hulls))
        about = [0.5 ** (abs(dossier.time - time) / self.half_life) / alike for time in listing.newest]
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

    def _shown(self, compared: Iterable[Comparison]) -> Mapping[int, Shown]:
        """Comparisons by the dossier's name."""
        told = frozenset(compared)
        shown = self._kept.get(told)
        if shown is None:
            by_dossier: dict[int, Shown] = {}
            for one in told:
                of = by_dossier.get(one.dossier)
                if of is None:
                    of = by_dossier[one.dossier] = Shown()
                of.told.append(one)
            if len(self._kept) >= KEPT:
                self._kept.clear()
            shown = self._kept[told] = by_dossier
        return shown

    def _worth(self, dossier: Dossier, shown: Shown) -> tuple[float, float]:
        """The chances of comparisons with a dossier of its own hull, and of another; 1 where there are none."""
        if dossier.described not in shown.worth:
            left: dict[int, tuple[float, float, float, float]] = {}
            for one in shown.told:
                q, f = self.of((one.kind, one.ring, one.state), dossier)
                if q > 0.0 or f > 0.0:
                    left[one.kind] = narrowed(left.get(one.kind, ANYWHERE), q, f, one.fits)
            shown.worth[dossier.described] = worth(left)
        return shown.worth[dossier.described]

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
        listing = Listing.of(listed)
        others = self._others(usual, hull, listing, now) if self.of_all else usual
        chances = {stands: p for (_, stands, _), p in zip(listing.entries, who, strict=True)}
        rest = 1.0 - sum(chances.values())
        said = _mixed(list(chances.values()), listing, usual)
        return tuple([rest * p + own for p, own in zip(others, said, strict=True)])

    def _others(self, usual: Chances, hull: Appearance, listed: Listing, now: float) -> Chances:
        """The chances of hulls that nobody has a dossier of, from those of all: together they are as usual.

        So dossiers alone, before anything is compared with them, change nothing.
        """
        if hull not in self.alike or not listed:
            return usual
        about = self._about(hull, listed, now)
        rest = 1.0 - sum(about)
        left = [max(p - own, 0.0) for p, own in zip(usual, _mixed(about, listed, usual), strict=True)]
        total = sum(left)
        return tuple(p / total for p in left) if rest > 0.0 and total > 0.0 else usual

    def named(
        self, hull: Appearance, listed: Sequence[Dossier], compared: Iterable[Comparison], now: float
    ) -> Dossier | None:
        """The dossier for whose hull a contact is taken; None for nobody's."""
        who = self.who(hull, listed, compared, now)
        chance, k = max(((w, -k) for k, w in enumerate(who)), default=(0.0, 0))
        return listed[-k] if listed and chance >= self.names else None


def _mixed(weights: Sequence[float], listed: Listing, usual: Chances) -> list[float]:
    """What the dossiers of hulls say of each k, each hull as much as it weighs."""
    return [sum(map(mul, weights, said)) for said in listed.said(usual)]
