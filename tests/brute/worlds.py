"""What the reference simulation simulates: vessels on a flat plane, sensor laws, a light calendar.

Units: nautical miles, hours, knots, rates per hour. A half-open rule holds throughout: a vessel is there for
start <= t < end, a sensor is on for from <= t < to, a light state holds from its epoch up to the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import cos, inf, sin

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pair = tuple[int, int]
"""(index of the observer, index of the target)."""


@dataclass(frozen=True)
class Definite:
    """Gained at once within `range`, held up to `hold`."""

    range: float
    hold: float


@dataclass(frozen=True)
class Rate:
    """One constant hazard `rate` within `range`."""

    range: float
    rate: float
    hold: float


@dataclass(frozen=True)
class Rings:
    """(range, rate) from the innermost outwards; the innermost ring that contains the target counts."""

    rings: tuple[tuple[float, float], ...]
    hold: float


@dataclass(frozen=True)
class InverseCube:
    """Hazard k / (range^2 + height^2)^1.5 up to `cutoff`; k in nm^3/h is Koopman's product k h."""

    k: float
    height: float
    cutoff: float
    hold: float


@dataclass(frozen=True)
class Blind:
    """Sees nothing; a contact that is held when the law becomes blind is lost at once."""


Law = Definite | Rate | Rings | InverseCube | Blind


@dataclass(frozen=True, eq=False)
class Vessel:
    """Sails from points[0] at `start` along `points` (n, 2) at `speed`, then stays at the last point."""

    signature: int
    points: Array
    speed: float = 0.0
    start: float = 0.0
    end: float = inf


@dataclass(frozen=True, eq=False)
class Observer:
    """A vessel with a sensor: a law for each (signature, light state), absent means blind."""

    vessel: Vessel
    laws: Mapping[tuple[int, int], Law]
    on: tuple[tuple[float, float], ...] = ((-inf, inf),)


@dataclass(frozen=True, eq=False)
class World:
    """Everything; `kinds` names the degenerate situations that were planted, with the pairs they concern.

    `seed` enters the draws, so that worlds under one run seed have independent luck.
    """

    observers: tuple[Observer, ...]
    targets: tuple[Vessel, ...]
    light: tuple[tuple[float, int], ...] = ((0.0, 0),)
    horizon: float = 24.0
    kinds: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    seed: int = 0

    def pairs(self) -> list[Pair]:
        return [(o, t) for o in range(len(self.observers)) for t in range(len(self.targets))]


def reach(law: Law) -> float:
    """Range beyond which nothing is gained; below zero for the blind."""
    match law:
        case Definite(range=r) | Rate(range=r) | InverseCube(cutoff=r):
            return r
        case Rings(rings=rings):
            return max(r for r, _ in rings)
    return -1.0


def holding(law: Law) -> float:
    """Range beyond which a contact is lost; below zero for the blind."""
    return -1.0 if isinstance(law, Blind) else law.hold


def law_of(world: World, pair: Pair, light: int) -> Law:
    """The law that the pair is under in a light state."""
    observer, target = world.observers[pair[0]], world.targets[pair[1]]
    return observer.laws.get((target.signature, light), Blind())


def leg_times(vessel: Vessel) -> Array:
    """Time at each point of the route (n,)."""
    lengths = np.hypot(*np.diff(vessel.points, axis=0).T)
    hours = lengths / vessel.speed if len(lengths) else lengths
    return vessel.start + np.concatenate([[0.0], np.cumsum(hours)])


def position(vessel: Vessel, t: Array) -> Array:
    """Positions (n, 2) at times (n,); before the start the first point, after the route the last one."""
    at = leg_times(vessel)
    return np.column_stack([np.interp(t, at, vessel.points[:, 0]), np.interp(t, at, vessel.points[:, 1])])


def present(vessel: Vessel, t: Array) -> NDArray[np.bool_]:
    return (vessel.start <= t) & (t < vessel.end)


def watching(observer: Observer, t: Array) -> NDArray[np.bool_]:
    """Whether the sensor is on."""
    on = np.zeros(len(t), dtype=bool)
    for begin, end in observer.on:
        on |= (begin <= t) & (t < end)
    return on


def light_at(world: World, t: Array) -> NDArray[np.int64]:
    """Light state at times t; before the first epoch the first state."""
    since = np.array([time for time, _ in world.light])
    state = np.array([state for _, state in world.light])
    return state[np.maximum(np.searchsorted(since, t, side="right") - 1, 0)]


def moved(world: World, angle: float, shift: tuple[float, float], mirror: bool = False) -> World:
    """The same world mirrored (x to -x), turned by `angle` (rad) and shifted (nm)."""
    turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    turn = turn @ np.diag([-1.0 if mirror else 1.0, 1.0])

    def move(vessel: Vessel) -> Vessel:
        return replace(vessel, points=vessel.points @ turn.T + np.array(shift))

    observers = tuple(replace(o, vessel=move(o.vessel)) for o in world.observers)
    return replace(world, observers=observers, targets=tuple(move(v) for v in world.targets))


def cut(world: World, seed: int, shortest: float = 10 / 3600, longest: float = 0.25) -> World:
    """The same world with collinear waypoints: each leg in pieces that last `shortest` to `longest` (h)."""
    rng = np.random.default_rng(seed)

    def sliced(vessel: Vessel) -> Vessel:
        points = [vessel.points[0]]
        for a, b in zip(vessel.points, vessel.points[1:], strict=False):
            hours = np.hypot(*(b - a)) / vessel.speed
            at = np.cumsum(rng.uniform(shortest, longest, int(hours / shortest) + 1))
            points += [a + (b - a) * u for u in at[at < hours - shortest] / hours] + [b]
        return replace(vessel, points=np.array(points))

    observers = tuple(replace(o, vessel=sliced(o.vessel)) for o in world.observers)
    return replace(world, observers=observers, targets=tuple(sliced(v) for v in world.targets))
