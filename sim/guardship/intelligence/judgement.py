"""What a holder makes of what it knows of a contact: evidence, however it came, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import acos, hypot
from typing import final

from guardship.intelligence.belief import MOTION, Signs, Thresholds
from guardship.intelligence.evidence import Chances, Evidence, Look
from guardship.intelligence.identity import Identity
from guardship.intelligence.observation import Appearance, Dossier


@final
@dataclass(frozen=True, slots=True)
class Measures:
    """From which own measurements an observer computes signs; None: not that one.

    `fast` and `loitering` [kn]: above and below which speed; `turned_away` [rad]: by how much the course has changed.
    `silent`: hulls that are not heard by AIS. `closing`: hulls for which a contact may make, within which distance
    [nm], and by what angle [rad] its course may lead past them.
    """

    fast: float | None = None
    loitering: float | None = None
    turned_away: float | None = None
    silent: frozenset[str] | None = None
    closing: tuple[frozenset[str], float, float] | None = None


@final
@dataclass(frozen=True, eq=False)
class Judge:
    """One holder's judgement: `signs` as all know them, its own `thresholds`, and what its units measure.

    `identity`: how hulls are known again, None where nobody keeps dossiers.
    """

    signs: Signs
    thresholds: Thresholds
    measures: Measures = field(default_factory=Measures)
    order: tuple[str, ...] = ()
    """The measured signs, in the order of their bits."""
    identity: Identity | None = None

    @cached_property
    def anybody(self) -> Chances:
        """The prior of a contact whose hull is not known: the mean over hulls."""
        priors = list(self.signs.priors.values())
        return tuple(sum(p[k] for p in priors) / len(priors) for k in range(len(self.signs.offences) + 1))

    @cached_property
    def worth_a_look(self) -> frozenset[str]:
        """Hulls of which some course and speed is reason enough to close for a look, wherever they are."""
        signs, first = self.signs, len(self.signs.names) - self.signs.measured
        words = [Look(0.0, MOTION, 0, 0, word << first) for word in range(1 << signs.measured) if signs.measured]
        priors = [*signs.priors.items(), *(one for area in signs.waters for one in area.priors.items())]
        closes = self.thresholds.closes
        return frozenset(
            str(hull) for hull, prior in priors if any(closes(signs.posterior(prior, hull, [look])) for look in words)
        )

    def judges(self, hull: Appearance) -> bool:
        """Whether looks at a hull are judged by signs."""
        return hull in self.signs.priors

    def prior(self, hull: Appearance, x: float, y: float) -> Chances:
        """The chances of a contact with a hull at a place [nm] before any look."""
        return self.signs.prior(hull, x, y) if self.judges(hull) else self.anybody

    def chances(
        self,
        hull: Appearance,
        x: float,
        y: float,
        known: Evidence,
        listed: Sequence[Dossier] = (),
        now: float = 0.0,
        who: Sequence[float] | None = None,
    ) -> Chances:
        """The chances of a contact at a place [nm], harmless first. `listed`: dossiers of hulls that look so.

        `who`: for each of them the chance that it is that hull, where it is known already.
        """
        looks, assessed, held, compared = known
        if not self.judges(hull):
            return self.signs.posterior(self.anybody, hull, (), assessed, held)
        usual = prior = self.signs.prior(hull, x, y)
        if listed and self.identity is not None:
            if who is None:
                prior = self.identity.prior(usual, hull, listed, compared, now)
            else:
                prior = self.identity.mixed(usual, hull, listed, who, now)
        return self.signs.posterior(prior, hull, looks, assessed, held, usual)

    def who(self, hull: Appearance, known: Evidence, listed: Sequence[Dossier], now: float) -> tuple[float, ...]:
        """For each dossier the chance that a contact is the hull that it is of."""
        if self.identity is None or not listed or not self.judges(hull):
            return (0.0,) * len(listed)
        return self.identity.who(hull, listed, known.compared, now)

    def named(self, hull: Appearance, known: Evidence, listed: Sequence[Dossier], now: float) -> Dossier | None:
        """The dossier for whose hull a contact is taken; None for nobody's."""
        if self.identity is None or not listed or not known.compared:
            return None
        return self.identity.named(hull, listed, known.compared, now)

    def likeness(
        self,
        hull: Appearance,
        x: float,
        y: float,
        own: Evidence,
        described: Evidence,
        listed: Sequence[Dossier] = (),
        now: float = 0.0,
    ) -> float:
        """How much more to be expected own looks are of what was described than of anybody.

        `listed`: dossiers of hulls that look so; what fits the same one, or does not, is likelier one hull.
        """
        if not self.judges(hull) or not own.looks:
            return 1.0
        usual, likelihood, both = self.prior(hull, x, y), self.signs.likelihood, own.joined(described)
        there, joint, anybody = (self._before(hull, usual, e, listed, now) for e in (described, both, own))
        said, held = described.assessed, described.held
        joint_weights = self.signs.posterior(joint, hull, (), said, held, usual)
        there_weights = self.signs.posterior(there, hull, (), said, held, usual)
        looks = own.looks | described.looks
        told = _total(there_weights, likelihood(hull, described.looks)) * _total(anybody, likelihood(hull, own.looks))
        ratio = _total(joint_weights, likelihood(hull, looks)) / told if told > 0.0 else 1.0
        if not listed or self.identity is None:
            return ratio
        heard = self.signs.assessed(said, held, usual)
        weighed = _total(joint, heard) / _total(there, heard) if _total(there, heard) > 0.0 else 1.0
        fit_both, fit_own, fit_there = (
            self.identity.chance(hull, listed, e.compared, now) for e in (both, own, described)
        )
        return ratio * weighed * fit_both / (fit_own * fit_there)

    def _before(
        self, hull: Appearance, usual: Chances, known: Evidence, listed: Sequence[Dossier], now: float
    ) -> Chances:
        """The chances of a contact before its looks count, by the dossiers that it may be of."""
        if not listed or self.identity is None:
            return usual
        return self.identity.prior(usual, hull, listed, known.compared, now)

    def mixed(
        self,
        same: float,
        hull: Appearance,
        x: float,
        y: float,
        own: Evidence,
        described: Evidence,
        listed: Sequence[Dossier] = (),
        now: float = 0.0,
        who: Sequence[float] | None = None,
    ) -> Chances:
        """The chances of a contact that is, with chance `same`, what was described. `who`: by its own looks."""
        it = self.chances(hull, x, y, own.joined(described), listed, now)
        other = self.chances(hull, x, y, own, listed, now, who)
        return tuple(same * a + (1.0 - same) * b for a, b in zip(it, other, strict=True))

    # ---- what an observer computes itself -------------------------------------------------------

    def motion(
        self,
        time: float,
        hull: str,
        velocity: tuple[float, float],
        turned: float | None = None,
        closes: bool | None = None,
    ) -> Look | None:
        """The signs that follow from a velocity [kn] and from a change of course [rad] away; None where there are none.

        `turned`: None when no manoeuvre was noticed. `closes`: whether it makes for somebody, None when nobody looked.
        """
        m, speed = self.measures, hypot(*velocity)
        found: dict[str, bool] = {}
        if m.fast is not None:
            found["fast"] = speed > m.fast
        if m.loitering is not None:
            found["loitering"] = speed < m.loitering
        if m.turned_away is not None and turned is not None:
            found["turned_away"] = turned >= m.turned_away
        if m.silent is not None:
            found["silent"] = hull in m.silent
        if m.closing is not None and closes is not None:
            found["closing"] = closes
        if not found:
            return None
        first = len(self.signs.names) - self.signs.measured
        measured = sum(1 << self.order.index(name) for name in found)
        word = sum(1 << (first + self.order.index(name)) for name, seen in found.items() if seen)
        return Look(time, MOTION, measured, 0, word)


def makes_for(
    at: tuple[float, float],
    velocity: tuple[float, float],
    there: tuple[float, float],
    its: tuple[float, float],
    within: float,
    off: float,
) -> bool:
    """Whether a course leads to a vessel, at most `off` [rad] past it, that is within some distance [nm]."""
    ahead = there[0] - at[0], there[1] - at[1]
    relative = velocity[0] - its[0], velocity[1] - its[1]
    return hypot(*ahead) <= within and hypot(*relative) > 0.0 and turn(ahead, relative) <= off


def turn(before: tuple[float, float], after: tuple[float, float]) -> float:
    """The angle [rad] between two velocities."""
    (a, b), (c, d) = before, after
    size = hypot(a, b) * hypot(c, d)
    if size == 0.0:
        return 0.0
    return acos(max(-1.0, min(1.0, (a * c + b * d) / size)))


def _total(weights: Chances, likelihood: Chances) -> float:
    return sum(w * like for w, like in zip(weights, likelihood, strict=True))
