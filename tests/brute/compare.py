"""Comparing another simulation's contacts with the stepped ones, and what a step cannot resolve.

Ambiguity. A stepped simulation misses what begins and ends between two samples. For a pair that happens only near

(a) a smooth closest approach whose chord through a range takes less than two steps, or that touches the range
    to within 1e-6 nm (a tangent: rounding decides);
(b) a local extremum of the distance at or within two steps of a turn, or a stretch of constant distance, and
(c) a switch (light, sensor, appearance, departure), both if the distance there is within two steps' travel,
    2 dt (v_observer + v_target), of a range;
(d) two switches less than two steps apart.

Ranges are the gain and hold ranges in force within three steps of the instant while the sensor is on. `doubts`
lists these instants, a superset of what really goes wrong. A pair is compared up to three steps before its first
doubt.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from math import inf, isfinite, sqrt
from typing import NamedTuple

import numpy as np
from scipy import stats

from .stepper import LIGHTS, SECOND, Contact, cumulative_hazard
from .worlds import Array, Pair, World, holding, law_of, leg_times, light_at, position, reach, watching

ROUNDING = 1e-9  # h: times of the two simulations may differ by this much beyond the step
SLACK = 1e-6  # nm: closer to a range than this, rounding decides


class Doubt(NamedTuple):
    """An instant at which a step cannot tell what happens to the pair."""

    time: float
    distance: float
    why: str


@dataclass
class Comparison:
    """`checked` counts gains and losses that were compared; `doubtful` the pairs compared only in part."""

    checked: int = 0
    doubtful: list[Pair] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def _apart(world: World, pair: Pair, t: Array) -> Array:
    return position(world.targets[pair[1]], t) - position(world.observers[pair[0]].vessel, t)


def _together(world: World, pair: Pair) -> tuple[float, float]:
    """The time during which both vessels are there."""
    vessels = world.observers[pair[0]].vessel, world.targets[pair[1]]
    return max(0.0, *(v.start for v in vessels)), min(world.horizon, *(v.end for v in vessels))


def switches(world: World, pair: Pair) -> list[float]:
    """Appearance, departure, light and sensor changes while both are there."""
    begin, end = _together(world, pair)
    times = {begin, end, *(time for time, _ in world.light)}
    times.update(edge for window in world.observers[pair[0]].on for edge in window)
    return sorted(t for t in times if begin <= t <= end)


class Extremum(NamedTuple):
    """A local extremum of the distance; `speed` is the relative one at a smooth minimum, inf at or near turns."""

    time: float
    distance: float
    speed: float


def extrema(world: World, pair: Pair, dt: float = SECOND) -> list[Extremum]:
    """Each local extremum of the distance, and the starts of stretches of constant distance."""
    begin, end = _together(world, pair)
    turns = [t for v in (world.observers[pair[0]].vessel, world.targets[pair[1]]) for t in leg_times(v)]
    knots = np.unique(np.round([begin, *(t for t in turns if begin < t < end), end], 9))
    at = _apart(world, pair, knots)
    velocity = np.diff(at, axis=0) / np.diff(knots)[:, None]
    leaving = np.sum(at[:-1] * velocity, axis=1)  # d * dd/dt at the start of each piece
    arriving = np.sum(at[1:] * velocity, axis=1)  # and at its end
    found = []
    for i, w in enumerate(velocity):
        if leaving[i] < 0.0 < arriving[i]:
            after = -leaving[i] / (w @ w)
            smooth = 2 * dt < after < knots[i + 1] - knots[i] - 2 * dt
            speed = float(np.hypot(*w)) if smooth else inf
            found.append(Extremum(float(knots[i] + after), float(np.hypot(*(at[i] + w * after))), speed))
        if i == 0 or arriving[i - 1] * leaving[i] <= ROUNDING:
            found.append(Extremum(float(knots[i]), float(np.hypot(*at[i])), inf))
    return found


def ranges_at(world: World, pair: Pair, time: float, dt: float = SECOND) -> list[float]:
    """Gain and hold ranges in force within three steps of a time; none while the sensor is off."""
    around = time + 3 * dt * np.array([-1.0, 0.0, 1.0])
    if not watching(world.observers[pair[0]], around).any():
        return []
    laws = [law_of(world, pair, int(state)) for state in np.unique(light_at(world, around))]
    return [r for law in laws for r in (reach(law), holding(law)) if r >= 0.0]


def doubts(world: World, pair: Pair, dt: float = SECOND) -> list[Doubt]:
    """The instants at which steps of dt cannot resolve the pair, in order of time."""
    begin, end = _together(world, pair)
    if begin >= end or all(reach(law_of(world, pair, s)) < 0.0 for s in LIGHTS):
        return []
    margin = 2 * dt * (world.observers[pair[0]].vessel.speed + world.targets[pair[1]].speed) + SLACK
    times = switches(world, pair)
    found = []
    for t in times:
        d = float(np.hypot(*_apart(world, pair, np.array([t]))[0]))
        if any(abs(d - r) <= margin for r in ranges_at(world, pair, t, dt)):
            found.append(Doubt(t, d, "switch"))
    for t, d, w in extrema(world, pair, dt):
        for r in ranges_at(world, pair, t, dt):
            brief = w < inf and d < r and 2 * sqrt(r * r - d * d) < 2 * dt * w
            if brief or abs(d - r) <= (SLACK if w < inf else margin):
                found.append(Doubt(t, d, "extremum"))
    found += [Doubt(a, 0.0, "switches") for a, b in pairwise(times) if b - a < 2 * dt]
    return sorted(found)


def compare(world: World, stepped: Iterable[Contact], found: Iterable[Contact], dt: float = SECOND) -> Comparison:
    """Definite ranges: the same contacts, each gain and loss at most one step before the stepped one."""
    result = Comparison()
    ours, theirs = _by_pair(stepped), _by_pair(found)
    for pair in world.pairs():
        doubt = doubts(world, pair, dt)
        until = doubt[0].time - 3 * dt if doubt else inf
        if doubt:
            result.doubtful.append(pair)
        for n, (a, b) in enumerate(zip_longest(ours.get(pair, []), theirs.get(pair, []), fillvalue=(inf, inf))):
            for what, x, y in zip(("gain", "loss"), a, b, strict=True):
                if min(x, y) >= until:
                    continue
                result.checked += 1
                if x != y and not -ROUNDING <= x - y <= dt + ROUNDING:
                    result.wrong.append(f"pair {pair} contact {n} {what}: stepped {x!r} h, found {y!r} h")
    return result


def _by_pair(contacts: Iterable[Contact]) -> dict[Pair, list[tuple[float, float]]]:
    spans: dict[Pair, list[tuple[float, float]]] = {}
    for contact in sorted(contacts):
        spans.setdefault(contact.pair, []).append((contact.gain, contact.loss))
    return spans


def uniforms(world: World, runs: Iterable[Iterable[Contact]], ordinal: int | None = None) -> Array:
    """One value in (0, 1) for each contact of one world under many seeds; independent and uniform if right.

    The hazard x gathered from the last loss to the gain is Exp(1), seen only when below the hazard c that was
    left up to the horizon: (1 - e^-x) / (1 - e^-c). All ordinals, or one of them (0: first detections).
    """
    hazards: dict[Pair, Array] = {}
    values = []
    for run in runs:
        last: dict[Pair, float] = {}
        for contact in sorted(run):
            pair = contact.pair
            if pair not in hazards:
                hazards[pair] = cumulative_hazard(world, pair)
            total = hazards[pair]
            base = hazard_at(total, last.get(pair, 0.0))
            if ordinal in (None, contact.ordinal):
                left = total[-1] - base
                x = hazard_at(total, contact.gain) - base
                values.append(np.expm1(-x) / np.expm1(-left) if left > 0.0 else 0.0)
            last[pair] = contact.loss
    return np.array(values)


def hazard_at(total: Array, time: float, dt: float = SECOND) -> float:
    """Cumulative hazard at a time, linear within the step."""
    if not isfinite(time):
        return float(total[-1])
    k = min(int(time / dt), len(total) - 2)
    return float(total[k] + (total[k + 1] - total[k]) * (time / dt - k))


class Count(NamedTuple):
    """First detections seen against theory; add over worlds, then take `score`."""

    seen: int
    expected: float
    variance: float

    @property
    def score(self) -> float:
        return (self.seen - self.expected) / sqrt(self.variance)


def first_detections(world: World, runs: Iterable[Iterable[Contact]]) -> Count:
    """How many pairs were detected at all: what `uniforms` cannot see, being conditional on detection."""
    chances = np.array([-np.expm1(-cumulative_hazard(world, pair)[-1]) for pair in world.pairs()])
    counts = [sum(contact.ordinal == 0 for contact in run) for run in runs]
    n = len(counts)
    return Count(sum(counts), n * float(np.sum(chances)), n * float(np.sum(chances * (1 - chances))))


def gain_times(runs: Iterable[Iterable[Contact]], ordinal: int = 0) -> Array:
    """Times of the gains of one ordinal over all pairs and runs, for a two-sample test on the same world."""
    return np.array([contact.gain for run in runs for contact in run if contact.ordinal == ordinal])


def two_sample(one: Iterable[Iterable[Contact]], other: Iterable[Iterable[Contact]], ordinal: int = 0) -> float:
    """Kolmogorov-Smirnov p of the gain times of two simulations of the same world, with different luck."""
    return float(stats.ks_2samp(gain_times(one, ordinal), gain_times(other, ordinal)).pvalue)
