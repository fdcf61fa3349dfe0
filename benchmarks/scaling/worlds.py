"""Made-up squares full of roaming ships, some of which look. Units: nm, h, kn."""

from dataclasses import dataclass, replace

import numpy as np

from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Identification, Law, Ocean, Suite, new_fleet

SIDE = 540.0  # nm: 1 000 km
REACH = 21.6  # nm: 40 km
CROWD = 1_000  # ships on a square of SIDE at the density that is kept constant
LEG = 150.0  # nm, mean leg where the square grows: otherwise legs would grow with it
SETTLED = 0.001  # h: every ship is there, whoever is in range at the start is in contact


@dataclass(frozen=True, slots=True)
class Point:
    """One world to measure: `ships` on a square of `side`, `sensors` of them looking, for so many `days`."""

    series: str
    ships: int
    sensors: int
    days: float
    side: float = SIDE
    leg: float = 0.0  # mean leg [nm], 0: to anywhere on the square
    clears: bool = False  # contacts are identified, and known ships not looked for by anybody for a day

    @property
    def x(self) -> float:
        """What the series varies."""
        return {"sensors": float(self.sensors), "horizon": self.days}.get(self.series, float(self.ships))


def square(point: Point, seed: int = 1) -> Ocean:
    """Its ocean: everybody roams from place to place at 8 to 18 kn; detection is certain within REACH."""
    rng = np.random.default_rng(seed)
    fleet = new_fleet(point.ships)
    fleet["id"] = np.arange(point.ships) + 1
    fleet["speed"] = rng.uniform(8.0, 18.0, point.ships)
    fleet["x"], fleet["y"] = rng.uniform(0.0, point.side, (2, point.ships))
    fleet["mode"], fleet["area"], fleet["leg"], fleet["sig"] = s.ROAMING, 0, point.leg, 0
    fleet["suite"][: point.sensors] = 0
    suite = Suite([{(0, 0): Law.definite(REACH, 1.0)}])
    if point.clears:
        fleet["holder"][: point.sensors], fleet["clears_for"][: point.sensors] = 0, 24.0
        suite.identifies[(0, 0)] = Identification(REACH, 3.0, 0.0, 0)
    area = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * point.side
    starts = np.zeros(point.ships)
    holders = int(point.clears)
    return Ocean(fleet, [suite], 1, Environment.constant(), seed=seed, starts=starts, areas=[area], holders=holders)


FLEETS = (100, 316, 1_000, 3_162, 10_000, 31_623, 100_000)
DAYS = (365.0, 180.0, 90.0, 60.0, 20.0, 4.0, 1.0)  # at constant density: about a second for each
CROWDED_DAYS = (365.0, 180.0, 90.0, 30.0, 4.0, 0.5, 0.1)  # at constant area
WATCHES = (10, 32, 100, 316, 1_000, 2_000)
HORIZONS = (1.0, 3.0, 10.0, 30.0, 100.0, 365.0)
TRIAL = ((1_000, 30.0), (10_000, 3.0), (100_000, 0.25))


def points(series: str, quick: bool) -> list[Point]:
    """The worlds of a series; `quick` leaves out those of 10 000 ships and more, and most days."""
    grown = [SIDE * (n / CROWD) ** 0.5 for n in FLEETS]
    found = {
        "fleet": [Point("fleet", n, n // 50, d, w, LEG) for n, d, w in zip(FLEETS, DAYS, grown, strict=True)],
        "area": [Point("area", n, n // 50, d) for n, d in zip(FLEETS, CROWDED_DAYS, strict=True)],
        "cleared": [Point("cleared", n, n // 50, d, clears=True) for n, d in zip(FLEETS, CROWDED_DAYS, strict=True)],
        "sensors": [Point("sensors", 10_000, k, 5.0, SIDE * 10.0**0.5, LEG) for k in WATCHES],
        "horizon": [Point("horizon", 1_000, 20, d) for d in HORIZONS],
        "trial": [Point("trial", n, n // 50, d) for n, d in TRIAL],
    }[series]
    if not quick:
        return found
    small = [p for p in found if p.ships < 10_000 and not (series == "horizon" and p.days > 10.0)] or found[:3]
    return [replace(p, days=min(p.days, 10.0)) for p in small]
