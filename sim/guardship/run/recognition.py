"""What looks can tell of each hull, by enumeration: all words of signs, what is believed after each, what is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import final

import numpy as np

from guardship.build.recognition import signs_of, thresholds_of
from guardship.core.kernels.state import Floats
from guardship.intelligence import Chances, Look
from guardship.intelligence.belief import KINDS, MOTION, Level, Signs, Thresholds
from guardship.scenario import vessels as types
from guardship.scenario.recognition import STEPS
from guardship.scenario.schema import Scenario

SAME = 12  # digits to which equal posteriors agree


@final
@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """All that one look at a hull can tell.

    `ranges` [nm]: of this ring, by sensor; none for a look without one. `words` (n), `likely` (n, k): their chances
    given k, `chances` (n, k): what is believed after each.
    """

    hull: str
    kind: str
    ring: int
    ranges: tuple[float, ...]
    words: tuple[int, ...]
    likely: Floats
    chances: Floats
    prior: Floats

    @property
    def nothing(self) -> bool:
        """Whether whatever is seen leaves the prior as it is."""
        return bool(np.allclose(self.chances, self.prior, rtol=0.0, atol=10.0**-SAME))

    @property
    def area(self) -> float:
        """Under the curve of true over false alarms: the chance that an offender looks worse than a harmless vessel."""
        guilty = self.likely[:, 1:] @ self.prior[1:]
        score = np.round(1.0 - self.chances[:, 0], SAME)
        return area(score, guilty / max(float(guilty.sum()), 1e-300), self.likely[:, 0])


def area(score: Floats, guilty: Floats, harmless: Floats) -> float:
    """P(score of a guilty one > that of a harmless one) + half of P(equal), of words with these chances."""
    levels, at = np.unique(score, return_inverse=True)
    yes, no = (np.bincount(at, weights, len(levels)) for weights in (guilty, harmless))
    return float(yes @ (np.cumsum(no) - 0.5 * no))


def told(scenario: Scenario) -> list[Told]:
    """Each kind of look from each ring, as units have them, at each hull with a prior, in plain surroundings."""
    signs = signs_of(scenario, [()])
    if signs is None:
        return []
    return [
        _told(signs, str(hull), kind, ring, ranges)
        for hull in sorted(map(str, signs.priors))
        for (kind, ring), ranges in sorted(_looks(scenario, signs, hull).items(), key=lambda look: look[0])
    ]


def _told(signs: Signs, hull: str, kind: int, ring: int, ranges: Sequence[float]) -> Told:
    rates = signs.of(Look(0.0, kind, ring, 0, 0))
    shown, prior = np.array(signs.shown[hull]), np.array(signs.priors[hull])
    words, likely = [0], np.ones((1, len(prior)))
    for s, (d, m) in enumerate(rates):
        if (d, m) != (0.0, 0.0):
            seen = shown[:, s] * d + (1.0 - shown[:, s]) * m
            words += [word | 1 << s for word in words]
            likely = np.concatenate([likely * (1.0 - seen), likely * seen])
    there = (likely @ prior) > 0.0
    likely = likely[there]
    chances = likely * prior / (likely @ prior)[:, None]
    words = [word for word, possible in zip(words, there.tolist(), strict=True) if possible]
    return Told(hull, KINDS[kind], ring, tuple(sorted(set(ranges))), tuple(words), likely, chances, prior)


def _looks(scenario: Scenario, signs: Signs, hull: str) -> dict[tuple[int, int], list[float]]:
    """Kind and ring of looks that units take at a hull, with the ranges of the rings."""
    given, found = scenario.recognition, dict[tuple[int, int], list[float]]()
    for sensor in (scenario.sensors[name] for name in _sensors(scenario)):
        for ring, one in enumerate(sensor.rings(hull)):
            found.setdefault((KINDS.index(sensor.kind), ring), []).append(one.range)
    for kind in ("hail", "approach"):
        if getattr(given, kind) is not None:
            found[KINDS.index(kind), 0] = []
    if signs.measured:
        found[MOTION, 0] = []
    return found


def _sensors(scenario: Scenario) -> list[str]:
    """Names of the sensors of units, and of what they carry."""
    kinds = {name for group in scenario.groups.values() for name, _ in group.mix}
    kinds |= {name for kind in kinds for name in getattr(scenario.types[kind], "carries", ())}
    units = [kind for name in sorted(kinds) if isinstance(kind := scenario.types[name], types.Unit)]
    return sorted({name for unit in units for name in unit.sensors})


def by_nation(scenario: Scenario) -> dict[Thresholds, list[str]]:
    """Distinct thresholds, with the nations that have them."""
    found: dict[Thresholds, list[str]] = {}
    for name in sorted(scenario.nations):
        found.setdefault(thresholds_of(scenario, name), []).append(name)
    return found or {thresholds_of(scenario): ["all"]}


def act(thresholds: Thresholds, chances: Chances) -> str:
    """What a unit does with a contact of which it believes so much."""
    if thresholds.boards(chances):
        return "board"
    steps = [name for name, does in (("close", thresholds.closes), ("ask", thresholds.asks)) if does(chances)]
    return " and ".join(steps) or ("pass" if thresholds.passes(chances) else "keep")


# ---- bounds: what all looks of one showing together can give at most --------------------------------------------


def warned(scenario: Scenario) -> Iterator[str]:
    """Warnings: looks that tell nothing, priors and thresholds by which all contacts of a hull are treated alike."""
    signs = signs_of(scenario, [()])
    if signs is None:
        return
    looks = told(scenario)
    for one in looks:
        if one.nothing:
            yield f"recognition.signs: a look at a {one.hull} by {named(one)} tells nothing"
    for thresholds, nations in by_nation(scenario).items():
        for hull in sorted(map(str, signs.priors)):
            own = [(one.kind, one.ring) for one in looks if one.hull == hull]
            yield from _alike(thresholds, ", ".join(nations), hull, signs.priors[hull], _odds(signs, hull, own))
        yield from _before(scenario, thresholds, ", ".join(nations))


def named(one: Told) -> str:
    """The kind of look, with its range where it has rings."""
    return one.kind + (f" within {' or '.join(f'{r:g}' for r in one.ranges)} nm" if one.ranges else "")


def _before(scenario: Scenario, thresholds: Thresholds, who: str) -> Iterator[str]:
    """Priors that are over a threshold before anybody has looked."""
    signs, given = signs_of(scenario, [()]), scenario.recognition
    if signs is None or given is None:
        return
    for path, priors in [("priors", given.priors)] + [
        (f"priors_in.{area}", own) for area, own in given.priors_in.items()
    ]:
        for hull, shares in sorted(priors.items()):
            guilty = [shares.get(name, 0.0) for name in signs.offences]
            does = act(thresholds, (1.0 - sum(guilty), *guilty))
            if does not in ("pass", "keep"):
                yield f"recognition.{path}.{hull}: {sum(guilty):g}, at which {who} {does} before any look"


def _alike(
    thresholds: Thresholds, who: str, hull: str, prior: Chances, odds: Sequence[tuple[float, float]]
) -> Iterator[str]:
    """Thresholds that no looks together reach, or `passes` that none go below."""
    least, most = ([p * bound[side] / prior[0] for p, bound in zip(prior[1:], odds, strict=True)] for side in (0, 1))
    levels = (thresholds.pass_below, thresholds.close_from, thresholds.ask_from, thresholds.board_from)
    high, low = _chance(sum(most)), _chance(sum(least))
    for step, level in zip(STEPS[1:], levels[1:], strict=True):
        if _given(level) and not _within(level, most):
            yield f"recognition.thresholds.{step} of {who}: no looks at a {hull} give more than {high:.3g}"
    others = [x / (1.0 + sum(most[:k] + most[k + 1 :])) for k, x in enumerate(least)]
    if _given(levels[0]) and _within(levels[0], others):
        yield f"recognition.thresholds.passes of {who}: no looks at a {hull} give less than {low:.3g}"


def _given(level: Level) -> bool:
    return any(0.0 < least < inf for least in (level.common, *(own for _, own in level.own)))


def _within(level: Level, odds: Sequence[float]) -> bool:
    """Whether a level is reached by offences with such odds against all others."""
    common = level.rest and _chance(sum(odds[k - 1] for k in level.rest)) >= level.common
    return bool(common) or any(_chance(odds[k - 1]) >= least for k, least in level.own)


def _chance(odds: float) -> float:
    return 1.0 if odds == inf else odds / (1.0 + odds)


def _odds(signs: Signs, hull: str, looks: Sequence[tuple[str, int]]) -> list[tuple[float, float]]:
    """For each offence the least and the greatest factor on its odds against the harmless, over all looks together.

    Each sign by itself: exact for one offence, a bound where what speaks for one speaks against another.
    """
    found = []
    for k in range(1, len(signs.offences) + 1):
        low = high = 1.0
        for s, (a0, a1) in enumerate(zip(signs.shown[hull][0], signs.shown[hull][k], strict=True)):
            ends = [_factor(a0, a1, rho) for rho in _ratios(signs, s, looks)]
            low, high = low * min(ends), high * max(ends)
        found.append((low, high))
    return found


def _factor(a0: float, a1: float, rho: float) -> float:
    """Of a sign that shares a0 and a1 show, after looks that are rho times as likely when it is shown as when not."""
    above, below = (a1, a0) if rho == inf else (a1 * rho + 1.0 - a1, a0 * rho + 1.0 - a0)
    return above / below if below > 0.0 else inf if above > 0.0 else 1.0


def _ratios(signs: Signs, s: int, looks: Sequence[tuple[str, int]]) -> tuple[float, float]:
    """The least and the greatest ratio for a sign of looks of all kinds and rings, in one showing."""
    low = high = 1.0
    for kind in sorted({kind for kind, _ in looks}):
        rates = [signs.of(Look(0.0, KINDS.index(kind), ring, 0, 0))[s] for one, ring in looks if one == kind]
        ratios = [_left(rates, seen) for seen in product((None, False, True), repeat=len(rates))]
        low *= min(rho for rho in ratios if rho is not None)
        high *= max(rho for rho in ratios if rho is not None)
    return low, high


def _left(rates: Sequence[tuple[float, float]], seen: Sequence[bool | None]) -> float | None:
    """The ratio of what is left of the intervals; None for what cannot be. `seen`: None for no look."""
    lengths = []
    for side in (0, 1):
        high = min([1.0, *(pair[side] for pair, one in zip(rates, seen, strict=True) if one)])
        low = max([0.0, *(pair[side] for pair, one in zip(rates, seen, strict=True) if one is False)])
        lengths.append(max(high - low, 0.0))
    shown, hidden = lengths
    return None if shown == hidden == 0.0 else shown / hidden if hidden > 0.0 else inf
