"""The reference simulation: sample everything at k * dt and look.

A definite range gains at the first sample within it. A random law adds up the hazard at the middle of each
step; a contact is gained where the sum since the last loss reaches an Exp(1) threshold (linear within the step).
A contact is lost at the first sample at which the pair is outside the hold range of the law in force, the sensor
is off, the law is blind or one of the two has gone. Nothing accrues while a contact is held.
"""

from collections.abc import Callable, Iterable
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .worlds import (
    Array,
    Blind,
    Definite,
    InverseCube,
    Law,
    Pair,
    Rate,
    Rings,
    World,
    holding,
    law_of,
    light_at,
    position,
    present,
    reach,
    watching,
)

SECOND = 1.0 / 3600.0
BLOCK = 600  # steps that are skipped together when the pair cannot meet in them
LIGHTS = (0, 1)


class Contact(NamedTuple):
    """One contact of a pair; `loss` is inf when it is still held at the horizon."""

    pair: Pair
    ordinal: int
    gain: float
    loss: float


class Watch(NamedTuple):
    """What a pair goes through, at samples (n + 1,)."""

    time: Array  # h
    exposure: Array  # hazard summed from time 0, as if no contact was ever held
    sure: NDArray[np.bool_]  # within a definite range, sensor on
    kept: NDArray[np.bool_]  # a contact would be kept


def samples(world: World, dt: float = SECOND) -> Array:
    """0, dt, 2 dt ... up to the horizon."""
    return np.arange(round(world.horizon / dt) + 1) / round(1 / dt)


def hazard(law: Law, d: Array) -> Array:
    """Detections per hour at distances d; zero for a definite range, which does not draw."""
    match law:
        case Rate(range=r, rate=rate):
            return np.where(d <= r, rate, 0.0)
        case Rings(rings=rings):
            h = np.zeros_like(d)
            for r, rate in sorted(rings, reverse=True):
                h[d <= r] = rate
            return h
        case InverseCube(k=k, height=height, cutoff=cutoff):
            return np.where(d <= cutoff, k / (np.minimum(d, cutoff) ** 2 + height**2) ** 1.5, 0.0)
        case Definite() | Blind():
            return np.zeros_like(d)


def distance(world: World, pair: Pair, t: Array) -> Array:
    """Distance at times t, infinite while one of the two is absent or the sensor is off."""
    observer, target = world.observers[pair[0]], world.targets[pair[1]]
    apart = np.hypot(*(position(target, t) - position(observer.vessel, t)).T)
    seeing = present(target, t) & present(observer.vessel, t) & watching(observer, t)
    return np.where(seeing, apart, inf)


def near(world: World, pair: Pair, t: Array) -> NDArray[np.bool_]:
    """False for the samples at which the pair is certainly out of reach: speeds bound how far a block can lead."""
    observer, target = world.observers[pair[0]].vessel, world.targets[pair[1]]
    middle = t[BLOCK // 2 :: BLOCK] if len(t) > BLOCK else t[:1]
    apart = np.hypot(*(position(target, middle) - position(observer, middle)).T)
    travel = (observer.speed + target.speed) * (t[min(BLOCK, len(t) - 1)] - t[0])
    radius = max(max(reach(law), holding(law)) for law in (law_of(world, pair, s) for s in LIGHTS))
    blocks = apart <= radius + travel + 1e-6
    spread = np.repeat(blocks, BLOCK)
    return np.concatenate([spread, np.ones(max(0, len(t) - len(spread)), dtype=bool)])[: len(t)] & (radius >= 0.0)


def watch(world: World, pair: Pair, dt: float = SECOND, skip: bool = True) -> Watch:
    """Sample the pair; `skip=False` does without the exact short cut `near`."""
    t = samples(world, dt)
    laws = [law_of(world, pair, s) for s in LIGHTS]
    look = np.flatnonzero(near(world, pair, t)) if skip else np.arange(len(t))
    at, light = t[look], light_at(world, t[look])
    d = distance(world, pair, at)
    sure, kept = np.zeros(len(t), dtype=bool), np.zeros(len(t), dtype=bool)
    definite = np.array([law.range if isinstance(law, Definite) else -1.0 for law in laws])
    sure[look] = d <= definite[light]
    kept[look] = d <= np.array([holding(law) for law in laws])[light]
    gathered = np.zeros(len(t))  # over the step that starts at the sample
    if not all(isinstance(law, Definite | Blind) for law in laws):
        middle = at + dt / 2
        d, light = distance(world, pair, middle), light_at(world, middle)
        gathered[look] = np.where(light == 0, hazard(laws[0], d), hazard(laws[1], d)) * dt
    return Watch(t, np.concatenate([[0.0], np.cumsum(gathered[:-1])]), sure, kept)


def follow(w: Watch, threshold: Callable[[], float]) -> list[tuple[float, float]]:
    """(gain, loss) of the pair's contacts in order; `threshold` gives each contact's own."""
    sure, gone = np.flatnonzero(w.sure), np.flatnonzero(~w.kept)
    found: list[tuple[float, float]] = []
    k = 0
    while True:
        goal = w.exposure[k] + threshold()
        by_chance = int(np.searchsorted(w.exposure, goal))
        by_range = _first(sure, k)
        gained = min(by_chance, by_range)
        if gained >= len(w.time):
            return found
        if by_chance <= by_range:
            before, after = w.exposure[gained - 1], w.exposure[gained]
            part = (goal - before) / (after - before)
            gain = w.time[gained - 1] + part * (w.time[gained] - w.time[gained - 1])
        else:
            gain = w.time[gained]
        k = _first(gone, gained)
        if k >= len(w.time):
            return [*found, (float(gain), inf)]
        found.append((float(gain), float(w.time[k])))


def _first(indices: NDArray[np.int64], k: int) -> int:
    """The first of the indices at or after k, or one that is beyond everything."""
    i = int(np.searchsorted(indices, k))
    return int(indices[i]) if i < len(indices) else np.iinfo(np.int64).max


def contacts(world: World, seed: int = 0, dt: float = SECOND) -> list[Contact]:
    """All contacts of a world, pair by pair. The seed matters for random laws only."""
    return detections(world, [seed], dt)[seed]


def detections(world: World, seeds: Iterable[int], dt: float = SECOND) -> dict[int, list[Contact]]:
    """Contacts under many seeds; each pair is sampled once, only thresholds differ."""
    runs: dict[int, list[Contact]] = {seed: [] for seed in seeds}
    for pair in world.pairs():
        w = watch(world, pair, dt)
        if not w.sure.any() and w.exposure[-1] == 0.0:
            continue
        for seed, run in runs.items():
            threshold = np.random.default_rng([seed, world.seed, *pair]).standard_exponential
            run += [Contact(pair, n, *span) for n, span in enumerate(follow(w, threshold))]
    return runs


def cumulative_hazard(world: World, pair: Pair, dt: float = SECOND) -> Array:
    """Hazard summed up to each sample (n + 1,), as if no contact was ever held."""
    return watch(world, pair, dt).exposure
