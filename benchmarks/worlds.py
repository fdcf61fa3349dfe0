"""Made-up worlds whose cost is measured."""

import numpy as np

from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Identification, Law, Ocean, Suite, new_fleet

SIDE = 540.0  # nm
DAYS = 30
LAWS = {
    "rate": Law.rate(21.6, 6.0),
    "definite": Law.definite(21.6),
    "inverse_cube": Law.cube(600.0, 21.6),
    "rings": Law.nested([(21.6, 3.0), (10.0, 10.0)]),
}


def square(
    seed: int, days: int = DAYS, sensors: int = 30, transits: int = 60, dhows: int = 200, law: Law | None = None
) -> Ocean:
    """A square of 540 nm: searchers and dhows between random points, a bent lane across it with so many transits a day.

    About 500 vessels, 330 of them afloat at a time. Contacts are identified after 20 minutes on average and then not
    looked for by the one holder for a day.
    """
    rng = np.random.default_rng(seed)
    ships = transits * days
    fleet = new_fleet(sensors + ships + dhows)
    fleet["id"] = np.arange(len(fleet)) + 1
    starts, pool, at = np.zeros(len(fleet)), [], 0
    tracks = [rng.uniform(0.0, SIDE, (800, 2)) for _ in range(sensors)]
    for _ in range(ships):
        x = np.linspace(0.0, SIDE, 8) if rng.random() < 0.5 else np.linspace(SIDE, 0.0, 8)
        y = SIDE / 2 + rng.normal(0.0, 5.4) + 16.2 * np.sin(np.linspace(0.0, 3.0, 8))
        tracks.append(np.column_stack([x, y]))
    tracks += [rng.uniform(0.0, SIDE, (40, 2)) for _ in range(dhows)]
    for i, track in enumerate(tracks):
        fleet["x"][i], fleet["y"][i] = track[0]
        fleet["at"][i], fleet["end"][i] = at, at + len(track) - 1
        pool.append(track[1:])
        at += len(track) - 1
    fleet["mode"] = s.ROUTE
    fleet["speed"][:sensors] = rng.uniform(12.0, 18.0, sensors)
    fleet["speed"][sensors:-dhows] = np.maximum(6.0, rng.normal(14.0, 2.0, ships))
    fleet["speed"][-dhows:] = rng.uniform(4.0, 10.0, dhows)
    fleet["sig"][:sensors], fleet["sig"][-dhows:] = 2, 1
    fleet["suite"][:sensors] = fleet["holder"][:sensors] = 0
    fleet["clears_for"][:sensors] = 24.0
    starts[sensors:-dhows] = np.sort(rng.uniform(0.0, days * 24.0, ships))
    law = law or Law.rate(21.6, 6.0)
    known = Identification(21.6, 3.0, 0.0, 0)
    suite = Suite([{(0, 0): law, (1, 0): law}], {(0, 0): known, (1, 0): known})
    return Ocean(
        fleet, [suite], 3, Environment.constant(), seed=seed, starts=starts, pool=np.concatenate(pool), holders=1
    )


DENSITY = 1000 / SIDE**2  # vessels per nm^2: a thousand on a square of 1 000 km
LEG = 100.0  # nm, mean of a wanderer's


def scattered(vessels: int, contacts: float, hours: float, seed: int = 1) -> Ocean:
    """Vessels at one density that wander in legs of about 100 nm; one in fifty searches, by a definite law.

    `contacts`: how many searchers have a vessel within range at a time, on average, but for the rim; 0.1 is a range of
    40 km, 10 of 400.
    """
    rng = np.random.default_rng(seed)
    side, sensors = (vessels / DENSITY) ** 0.5, vessels // 50
    legs = 2 + int(hours * 16.0 / LEG)
    steps = rng.normal(0.0, LEG / 1.25, (vessels, legs, 2))
    at = rng.uniform(0.0, side, (vessels, 1, 2)) + np.concatenate([np.zeros((vessels, 1, 2)), steps.cumsum(1)], 1)
    at = side - np.abs(at % (2.0 * side) - side)  # the walk is folded at the sides
    fleet = new_fleet(vessels)
    fleet["id"] = np.arange(vessels) + 1
    fleet["x"], fleet["y"] = at[:, 0].T
    fleet["at"] = fleet["loop"] = np.arange(vessels) * legs
    fleet["end"] = fleet["at"] + legs
    fleet["mode"] = s.ROUTE
    fleet["speed"] = rng.uniform(8.0, 16.0, vessels)
    fleet["suite"][:sensors], fleet["holder"][:sensors] = 0, 0
    reach = (contacts * 50.0 / (np.pi * DENSITY)) ** 0.5
    suite = Suite([{(0, 0): Law.definite(reach)}])
    pool = at[:, 1:].reshape(-1, 2)
    return Ocean(fleet, [suite], 1, Environment.constant(), seed=seed, starts=np.zeros(vessels), pool=pool, holders=1)
