"""Made-up worlds whose cost is measured."""

import numpy as np

from guardship.kernels import state as s
from guardship.ocean import Environment, Identification, Law, Ocean, Suite, new_fleet

SIDE = 540.0  # nm
DAYS = 30


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
    fleet["patience"][:sensors] = 24.0
    starts[sensors:-dhows] = np.sort(rng.uniform(0.0, days * 24.0, ships))
    law = law or Law.rate(21.6, 6.0)
    known = Identification(21.6, 3.0, 0.0, 0)
    suite = Suite([{(0, 0): law, (1, 0): law}], {(0, 0): known, (1, 0): known})
    return Ocean(
        fleet, [suite], 3, Environment.constant(), seed=seed, starts=starts, pool=np.concatenate(pool), holders=1
    )
