"""A world of the reference as an ocean of the package, and its notes as contacts."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from brute.stepper import Contact
from brute.worlds import Definite, InverseCube, Law, Pair, Rate, Rings, Vessel, World, watching
from guardship.core.kernels import state as s
from guardship.core.kernels.detection import CUBE, DEFINITE, RINGS
from guardship.core.ocean import Environment, Ocean, Suite, new_fleet
from guardship.core.ocean import Law as CoreLaw

TARGET_IDS = 1001  # ids of observers count from 1, of targets from here: adding one of either renames nobody


class Order(NamedTuple):
    """What a vessel does at a time: `suite` to use, or departure when None."""

    time: float
    row: int
    suite: int | None


def law_of_core(law: Law) -> CoreLaw:
    """The same law in the package's words."""
    match law:
        case Definite(range=r):
            return CoreLaw(DEFINITE, r, law.hold)
        case Rate(range=r, rate=rate):
            return CoreLaw(RINGS, r, law.hold, ((r, rate),))
        case Rings(rings=rings):
            ordered = tuple(sorted(rings, reverse=True))
            return CoreLaw(RINGS, ordered[0][0], law.hold, ordered)
        case InverseCube(k=k, height=height, cutoff=cutoff):
            return CoreLaw(CUBE, cutoff, law.hold, k=k, h=height)
    return CoreLaw()


def vessels(world: World) -> list[Vessel]:
    """Observers first, then targets."""
    return [*(o.vessel for o in world.observers), *world.targets]


def signatures(world: World) -> int:
    """One more than are looked for: the observers' own."""
    looked_for = (signature for o in world.observers for signature, _ in o.laws)
    return max(*(v.signature for v in world.targets), *looked_for) + 2


def suites_of(world: World) -> list[Suite]:
    """One sensor for each observer."""
    return [Suite([{key: law_of_core(law) for key, law in o.laws.items()}]) for o in world.observers]


def calendar_of(world: World) -> Environment:
    """One cell with the world's light."""
    times, states = (np.array(column)[None, :] for column in zip(*world.light, strict=True))
    return Environment(times, states)


def ocean_of(
    world: World,
    seed: int,
    row: Sequence[int] | None = None,
    *,
    suites: Sequence[Suite] | None = None,
    environment: Environment | None = None,
    holders: Sequence[int] = (),
    scale: float = 1.0,
    seen_as: int | None = None,
) -> Ocean:
    """`seed` is the run's; every vessel in a row of its own, `row[k]` or k.

    What a `World` does not know: `suites` of several sensors, an `environment` of several cells, `holders` of each
    observer's clearances, a constant `scale` of the plane, observers that look for each other, `seen_as` a signature.
    """
    ships = vessels(world)
    rows = range(len(ships)) if row is None else row
    fleet, starts = new_fleet(len(ships)), np.zeros(len(ships))
    pool = np.concatenate([v.points for v in ships])
    first = 0
    for k, (i, v) in enumerate(zip(rows, ships, strict=True)):
        n = len(world.observers)
        f = fleet[i]
        f["id"] = 1 + k if k < n else TARGET_IDS + k - n
        f["sig"] = v.signature if k >= n else signatures(world) - 1 if seen_as is None else seen_as
        f["x"], f["y"] = v.points[0]
        f["speed"] = v.speed
        f["mode"] = s.ROUTE if len(v.points) > 1 else s.FREE
        f["at"], f["end"] = first + 1, first + len(v.points)
        f["wants"] = s.STAYS
        if k < n and watching(world.observers[k], np.array([v.start]))[0]:
            f["suite"] = k
        if k < len(holders):
            f["holder"] = holders[k]
        starts[i] = v.start
        first += len(v.points)
    run = seed + 1_000_003 * world.seed
    return Ocean(
        fleet,
        suites or suites_of(world),
        signatures(world),
        environment or calendar_of(world),
        seed=run,
        starts=starts,
        pool=pool,
        scale=np.array([scale, 0.0, 0.0, 0.0, 0.0, 0.0]),
        holders=max(holders, default=-1) + 1,
    )


def orders(world: World, row: Sequence[int] | None = None) -> list[Order]:
    """Departures and sensor switches up to the horizon, in order of time."""
    ships = vessels(world)
    rows = range(len(ships)) if row is None else row
    found = [Order(v.end, i, None) for i, v in zip(rows, ships, strict=True)]
    for k, (i, o) in enumerate(zip(rows, world.observers, strict=False)):
        for window in o.on:
            edges = zip(window, (k, -1), strict=True)
            found += [Order(t, i, suite) for t, suite in edges if o.vessel.start < t < o.vessel.end]
    return sorted((o for o in found if o.time <= world.horizon), key=lambda o: o.time)


def drive(ocean: Ocean, to_do: Sequence[Order], horizon: float, stops: Sequence[float] = ()) -> Ocean:
    """Up to the horizon, with a pause at each of the stops."""
    for time, order in sorted([*((o.time, o) for o in to_do), *((t, None) for t in stops)], key=lambda e: e[0]):
        assert ocean.advance(time) == []
        if order is None:
            continue
        if order.suite is None:
            ocean.leave(order.row)
        else:
            ocean.sense(order.row, order.suite)
    assert ocean.advance(horizon) == []
    return ocean


def contacts_in(ocean: Ocean, world: World, row: Sequence[int] | None = None) -> list[Contact]:
    """The contacts in the core's notes, those still held at the end with an infinite loss."""
    n = len(world.observers)
    rows = range(n + len(world.targets)) if row is None else row
    observer = {i: k for k, i in enumerate(rows[:n])}
    target = {i: k for k, i in enumerate(rows[n:])}
    spans: dict[Pair, list[tuple[float, float]]] = {}
    for t, kind, a, b, _ in ocean.notes().tolist():
        of = spans.setdefault((observer[a], target[b]), [])
        if kind == s.GAIN:
            assert not of or of[-1][1] < inf, "gained while held"
            of.append((t, inf))
        elif kind == s.LOSS:
            assert of[-1][1] == inf, "lost while not held"
            of[-1] = of[-1][0], t
    return [Contact(pair, k, *span) for pair, of in sorted(spans.items()) for k, span in enumerate(of)]


def found(world: World, seed: int = 0, row: Sequence[int] | None = None) -> list[Contact]:
    """The contacts of one run of the core."""
    return contacts_in(drive(ocean_of(world, seed, row), orders(world, row), world.horizon), world, row)
