"""Random worlds with planted degenerate situations. Geometry depends on the seed alone, not on the kind of law."""

from collections.abc import Callable
from math import cos, inf, pi, sin
from typing import Literal

import numpy as np

from .worlds import (
    Array,
    Blind,
    Definite,
    InverseCube,
    Law,
    Observer,
    Pair,
    Rate,
    Rings,
    Vessel,
    World,
    holding,
    leg_times,
    light_at,
    position,
    present,
    reach,
    watching,
)

LawKind = Literal["definite", "rate", "rings", "inverse_cube", "mixed"]
SIDE = 120.0  # nm
HOURS = 24.0
OBSERVERS, TARGETS, SIGNATURES = 5, 20, 3
PLANTED = 8  # kinds in each world
OBSERVER_SIGNATURE = -1  # nobody looks for it


def random_world(seed: int, law_kind: LawKind) -> World:
    """20 targets and 5 observers for 24 h in 120 x 120 nm, with 8 of the kinds of `KINDS` planted."""
    scene = Scene(seed, law_kind)
    for kind in scene.rng.permutation(sorted(KINDS))[:PLANTED]:
        observer, target = KINDS[kind](scene)
        scene.kinds.setdefault(str(kind), []).append((observer, len(scene.targets)))
        scene.targets.append(target)
    while len(scene.targets) < TARGETS:
        scene.targets.append(scene.stray())
    kinds = {kind: tuple(pairs) for kind, pairs in scene.kinds.items()}
    return World(tuple(scene.observers), tuple(scene.targets), scene.light, HOURS, kinds, seed)


class Scene:
    """A world in the making. Signature 0 is seen by every observer in both lights, and further by day (0)."""

    def __init__(self, seed: int, law_kind: LawKind) -> None:
        self.rng = np.random.default_rng([seed, 1])
        self.law_rng = np.random.default_rng([seed, 2])
        self.law_kind = law_kind
        self.light = self._calendar()
        self.observers = [self._observer(i) for i in range(OBSERVERS)]
        self.targets: list[Vessel] = []
        self.kinds: dict[str, list[Pair]] = {}

    def _calendar(self) -> tuple[tuple[float, int], ...]:
        changes = 2.0 + np.cumsum(self.rng.uniform(1.0, 6.0, self.rng.integers(3, 6)))
        first = int(self.rng.integers(2))
        return ((0.0, first), *((float(t), (first + 1 + i) % 2) for i, t in enumerate(changes) if t < HOURS - 1.0))

    def _observer(self, i: int) -> Observer:
        """0 stays put and always looks, 1 switches its sensor, 2 flies, 3 may depart, 4 may appear late."""
        rng = self.rng
        speed = [0.0, rng.uniform(8, 20), rng.uniform(100, 200), rng.uniform(5, 25), rng.uniform(5, 40)][i]
        start = rng.uniform(0.5, 8.0) if i == 4 and rng.random() < 0.7 else 0.0
        end = rng.uniform(10.0, 22.0) if i == 3 and rng.random() < 0.7 else inf
        vessel = self.wander(OBSERVER_SIGNATURE, speed, start, end)
        return Observer(vessel, self._laws(), self._windows() if i == 1 or (i > 2 and rng.random() < 0.5) else ALWAYS)

    def _windows(self) -> tuple[tuple[float, float], ...]:
        edges = np.cumsum(self.rng.uniform(0.3, 4.0, 24))
        return tuple((float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < HOURS)

    def _laws(self) -> dict[tuple[int, int], Law]:
        laws: dict[tuple[int, int], Law] = {}
        for signature in range(SIGNATURES):
            by_day = self.rng.uniform(4.0, 15.0)
            for light, r in ((0, by_day), (1, by_day * self.rng.uniform(0.3, 0.7))):
                blind = self.rng.random() < (0.0, 0.1, 0.3)[signature]
                hold = r * self.rng.choice([1.0, 1.1, self.rng.uniform(1.0, 1.3)])
                law = self._law(r, float(hold))
                laws[signature, light] = Blind() if blind else law
        return laws

    def _law(self, r: float, hold: float) -> Law:
        rng = self.law_rng
        kind = rng.choice(["rate", "rings", "inverse_cube"]) if self.law_kind == "mixed" else self.law_kind
        match kind:
            case "definite":
                return Definite(r, hold)
            case "rate":
                return Rate(r, rng.uniform(0.3, 5.0), hold)
            case "rings":
                rate = rng.uniform(0.2, 2.0)
                return Rings(
                    ((r * rng.uniform(0.2, 0.4), 6 * rate), (r * rng.uniform(0.5, 0.8), 3 * rate), (r, rate)), hold
                )
        return InverseCube(rng.uniform(5.0, 60.0), rng.uniform(0.3, 1.0), r, hold)

    def wander(self, signature: int, speed: float, start: float, end: float, first: Array | None = None) -> Vessel:
        """From a random point by random points, until nearly the horizon; then the vessel stays."""
        points = [self.rng.uniform(0.0, SIDE, 2) if first is None else first]
        left = speed * min(HOURS - start, end - start) * self.rng.uniform(0.6, 1.1)
        while left > 0.0:
            points.append(self.rng.uniform(0.0, SIDE, 2))
            left -= np.hypot(*(points[-1] - points[-2]))
        return Vessel(signature, np.array(points), speed, start, end)

    def stray(self) -> Vessel:
        """A target that nobody planned anything with."""
        rng = self.rng
        speed = float(
            rng.choice([0.0, rng.uniform(4, 12), rng.uniform(8, 25), rng.uniform(30, 60)], p=(0.1, 0.3, 0.4, 0.2))
        )
        start = rng.uniform(0.0, 16.0) if rng.random() < 0.3 else 0.0
        end = start + rng.uniform(1.0, 8.0) if rng.random() < 0.3 else inf
        return self.wander(int(rng.integers(SIGNATURES)), speed, start, end)

    def lookers(self, t: float) -> list[int]:
        """The observers that are there and look at time t."""
        at = np.array([t])
        return [i for i, o in enumerate(self.observers) if present(o.vessel, at)[0] and watching(o, at)[0]]

    def meeting(self) -> tuple[int, float]:
        """An observer and a time at which it looks."""
        t = self.rng.uniform(2.0, 22.0)
        return int(self.rng.choice(self.lookers(t))), t

    def place(self, o: int, t: float) -> Array:
        x, y = position(self.observers[o].vessel, np.array([t]))[0]
        return np.array([x, y])

    def velocity(self, o: int, t: float) -> Array:
        """Of the observer, on the leg that it is on."""
        vessel = self.observers[o].vessel
        i = int(np.searchsorted(leg_times(vessel), t, side="right")) - 1
        if not 0 <= i < len(vessel.points) - 1:
            return np.zeros(2)
        leg: Array = vessel.points[i + 1] - vessel.points[i]
        course: Array = leg / np.hypot(*leg)
        return course * vessel.speed

    def law(self, o: int, t: float) -> Law:
        calendar = World((), (), self.light)
        return self.observers[o].laws[0, int(light_at(calendar, np.array([t]))[0])]

    def reach(self, o: int, t: float) -> float:
        return reach(self.law(o, t))

    def heading(self) -> Array:
        """A random unit vector."""
        return unit(self.rng.uniform(0.0, 2 * pi))

    def through(self, point: Array, t: float, speed: float, course: Array, after: float = 3.0) -> Vessel:
        """On a straight course through the point at time t, from up to 3 h before to `after` hours later."""
        start = max(0.0, t - self.rng.uniform(0.5, 3.0))
        ends = [point - course * speed * (t - start), point + course * speed * after]
        return Vessel(0, np.array(ends), speed, start)

    def slow(self) -> float:
        return float(self.rng.uniform(5.0, 30.0))


ALWAYS = ((-inf, inf),)


def unit(angle: float) -> Array:
    return np.array([cos(angle), sin(angle)])


def like(vessel: Vessel, offset: Array) -> Vessel:
    """A target of signature 0 that sails as the vessel does, at an offset."""
    return Vessel(0, vessel.points + offset, vessel.speed, vessel.start, vessel.end)


def co_located(s: Scene) -> tuple[int, Vessel]:
    o, _ = s.meeting()
    return o, like(s.observers[o].vessel, np.zeros(2))


def parallel_inside(s: Scene) -> tuple[int, Vessel]:
    o, t = s.meeting()
    return o, like(s.observers[o].vessel, s.heading() * s.reach(o, t) * s.rng.uniform(0.2, 0.9))


def parallel_outside(s: Scene) -> tuple[int, Vessel]:
    o, t = s.meeting()
    return o, like(s.observers[o].vessel, s.heading() * s.reach(o, t) * s.rng.uniform(1.05, 1.5))


def stationary(s: Scene) -> tuple[int, Vessel]:
    r = s.reach(0, s.rng.uniform(0.0, HOURS))
    return 0, Vessel(0, (s.place(0, 0.0) + s.heading() * r * s.rng.uniform(0.2, 1.6))[None, :])


def very_fast(s: Scene) -> tuple[int, Vessel]:
    """400 kn through the disc, then about the area for an hour or so."""
    o, t = s.meeting()
    course = s.heading()
    aside = np.array([-course[1], course[0]]) * s.reach(o, t) * s.rng.uniform(-0.9, 0.9)
    run = s.through(s.place(o, t) + aside, t, 400.0, course, after=0.1)
    more = s.wander(0, 400.0, HOURS - s.rng.uniform(0.5, 2.0), inf, run.points[-1])
    return o, Vessel(0, np.concatenate([run.points, more.points[1:]]), 400.0, run.start)


def sensor_on_inside(s: Scene) -> tuple[int, Vessel]:
    at = [(i, a) for i, w in enumerate(s.observers) for a, _ in w.on if 0.2 < a < 23.5 and i in s.lookers(a)]
    o, t = at[s.rng.integers(len(at))]
    point = s.place(o, t) + s.heading() * s.reach(o, t) * s.rng.uniform(0.0, 0.8)
    return o, s.through(point, t, s.slow(), s.heading())


def _light_changes(s: Scene, to: int) -> tuple[int, Vessel]:
    """At the change the target is beyond the hold range of the night and within the reach of the day."""
    t = float(s.rng.choice([time for time, state in s.light[1:] if state == to]))
    o = int(s.rng.choice(s.lookers(t)))
    laws = s.observers[o].laws
    inner, outer = holding(laws[0, 1]), reach(laws[0, 0])
    point = s.place(o, t) + s.heading() * (inner + s.rng.uniform(0.1, 0.9) * (outer - inner))
    return o, s.through(point, t, s.slow(), s.heading())


def light_shrinks(s: Scene) -> tuple[int, Vessel]:
    return _light_changes(s, 1)


def light_grows(s: Scene) -> tuple[int, Vessel]:
    return _light_changes(s, 0)


def head_on(s: Scene) -> tuple[int, Vessel]:
    """On the observer's own track, against it: zero lateral offset."""
    o, t = s.meeting()
    v = s.velocity(o, t)
    course = -v / np.hypot(*v) if v.any() else s.heading()
    return o, s.through(s.place(o, t), t, s.slow(), course)


def tangent(s: Scene) -> tuple[int, Vessel]:
    """Closest approach exactly at the reach, or 0.05 nm inside or outside it."""
    o, t = s.meeting()
    speed, course = s.slow(), s.heading()
    w = course * speed - s.velocity(o, t)
    across = np.array([-w[1], w[0]]) / np.hypot(*w)
    closest = s.reach(o, t) + s.rng.choice([0.0, -0.05, 0.05])
    return o, s.through(s.place(o, t) + across * closest, t, speed, course)


def appears_inside(s: Scene) -> tuple[int, Vessel]:
    o, t = s.meeting()
    point = s.place(o, t) + s.heading() * s.reach(o, t) * s.rng.uniform(0.0, 0.9)
    return o, s.wander(0, s.slow(), t, inf, point)


def departs_held(s: Scene) -> tuple[int, Vessel]:
    o, t = s.meeting()
    point = s.place(o, t) + s.heading() * s.reach(o, t) * s.rng.uniform(0.0, 0.8)
    run = s.through(point, t, s.slow(), s.heading())
    return o, Vessel(0, run.points, run.speed, run.start, t)


def turn_on_edge(s: Scene) -> tuple[int, Vessel]:
    """Turns back at the reach, or 0.1 nm inside or outside it; from within or from without."""
    o, t = s.meeting()
    angle, within = s.rng.uniform(0.0, 2 * pi), float(s.rng.choice([0.0, pi]))
    edge = s.place(o, t) + unit(angle) * (s.reach(o, t) + s.rng.choice([0.0, -0.1, 0.1]))
    speed, hours = s.slow(), s.rng.uniform(0.2, min(t, 1.0))
    come, go = (edge + unit(angle + within + a) * speed * hours for a in (0.8, -0.8))
    return o, Vessel(0, np.array([come, edge, go]), speed, t - hours)


def collinear(s: Scene) -> tuple[int, Vessel]:
    """A straight pass with 200 needless waypoints."""
    o, t = s.meeting()
    point = s.place(o, t) + s.heading() * s.reach(o, t) * s.rng.uniform(0.0, 0.9)
    run = s.through(point, t, s.slow(), s.heading())
    part = np.concatenate([[0.0], np.sort(s.rng.random(200)), [1.0]])[:, None]
    return o, Vessel(0, run.points[0] + part * (run.points[1] - run.points[0]), run.speed, run.start)


KINDS: dict[str, Callable[[Scene], tuple[int, Vessel]]] = {
    plant.__name__: plant
    for plant in (
        co_located,
        parallel_inside,
        parallel_outside,
        stationary,
        very_fast,
        sensor_on_inside,
        light_shrinks,
        light_grows,
        head_on,
        tangent,
        appears_inside,
        departs_held,
        turn_on_edge,
        collinear,
    )
}
