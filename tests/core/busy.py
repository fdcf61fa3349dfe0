"""A busy sea in which everything happens that a screen may get wrong, and a day and a half with orders in it."""

import numpy as np

from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Identification, Law, Ocean, Suite, new_fleet

SIDE = 300.0
AREA = np.array([(0.0, 0.0), (SIDE, 0.0), (SIDE, SIDE), (0.0, SIDE)])
NEVER = 1e18


def fleet_of(seed: int, count: int = 400) -> Ocean:
    """Roaming, bouncing, endless, anchored and routed vessels; observers of three kinds, one of them without bounds."""
    rng = np.random.default_rng(seed)
    fleet = new_fleet(count)
    fleet["id"] = np.arange(count) + 1
    fleet["x"], fleet["y"] = rng.uniform(-20.0, SIDE + 20.0, (2, count))
    fleet["speed"] = rng.choice([0.0, 4.0, 12.0, 30.0], count, p=[0.1, 0.3, 0.4, 0.2])
    fleet["mode"] = rng.choice([s.ROAMING, s.BOUNCING, s.ENDLESS, s.FREE, s.ROUTE], count, p=[0.5, 0.1, 0.1, 0.1, 0.2])
    fleet["vx"], fleet["vy"] = fleet["speed"] * rng.choice([-0.8, 0.0, 0.6], (2, count))
    fleet["area"], fleet["leg"] = 0, rng.choice([0.0, 15.0], count)
    fleet["sig"] = rng.integers(0, 2, count)
    fleet["suite"][: count // 8] = rng.choice([0, 0, 0, 1, 1, 2], count // 8)
    fleet["holder"][: count // 8] = 0
    fleet["clears_for"][: count // 8] = 5.0
    fleet["at"], fleet["end"] = 3 * np.arange(count), 3 * np.arange(count) + 3
    suites = [
        Suite([{(0, 0): Law.definite(8.0), (1, 0): Law.rate(4.0, 2.0)}], {(0, 0): Identification(4.0, 2.0, 0.3, 0)}),
        Suite([{(0, 0): Law.cube(9.0, 20.0), (1, 0): Law.definite(25.0)}]),
        Suite([{(1, 0): Law.cube(2.0)}]),
    ]
    pool = rng.uniform(0.0, SIDE, (3 * count, 2))
    starts = np.where(rng.random(count) < 0.7, 0.0, rng.uniform(0.0, 20.0, count))
    return Ocean(fleet, suites, 2, Environment.constant(), seed=seed, starts=starts, pool=pool, areas=[AREA], holders=1)


def sail(ocean: Ocean, crowd: float = NEVER) -> tuple[bytes, bytes]:
    """A day and a half with orders in between: some leave, blind themselves, look with other sensors, chase.

    The log of events and that of legs.
    """
    ocean.sea.param[s.CROWD] = crowd
    rng = np.random.default_rng(5)
    for t in np.arange(1.0, 36.0):
        ocean.advance(float(t))
        for row in rng.integers(0, len(ocean.fleet), 8).tolist():
            what = rng.integers(0, 4)
            if what == 0:
                ocean.leave(row)
            elif what == 1 and row < 50:
                ocean.sense(row, int(rng.integers(-1, 3)))
            elif what == 2:
                ocean.sail(row, rng.uniform(0.0, SIDE, (2, 2)), 15.0)
            elif row < 50:
                ocean.chase(row, int(rng.integers(0, 400)), 30.0, handed_over=True)
    return ocean.notes().tobytes(), ocean.legs().tobytes()
