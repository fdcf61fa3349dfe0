"""Who looks: coast stations and patrols, where they are and how far they see. All of it is assumed. Degrees, nm."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.world.lanes import Ways
from benchmarks.world.ports import PORTS, STRAITS
from benchmarks.world.voyages import Voyages
from guardship.core.ocean import Law, Suite

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# how far a large and a small ship are seen [nm], the radar horizon of the antenna's and the target's height
RANGES = {"station": (24.0, 16.0), "ship": (18.0, 12.0), "boat": (12.0, 8.0), "helicopter ship": (30.0, 20.0)}
REACH = 33.0  # nm: the widest range, and what a contact is held in beyond it
SHARE = (0.3, 0.3, 0.25, 0.15)
BOX = 25.0  # nm from the middle of a patrol's box to its sides, at most
ASIDE = 15.0  # nm: deviation of a sensor from the place that it is drawn at


@dataclass(frozen=True, slots=True)
class Sensors:
    """One entry each: place [degrees], kind (as in RANGES), half the side of its box [nm, 0: a station], speed [kn]."""

    lon: Floats
    lat: Floats
    kind: Ints
    half: Floats
    speed: Floats


def suites() -> list[Suite]:
    """What each kind sees of each signature."""
    return [Suite([{(sig, 0): Law.definite(r) for sig, r in enumerate(ranges)}]) for ranges in RANGES.values()]


def place(ways: Ways, voyages: Voyages, count: int, seed: int) -> Sensors:
    """Stations at ports and straits, patrols on the lanes."""
    rng = np.random.default_rng((seed, 1))
    kind = rng.choice(len(SHARE), count, p=SHARE)
    ashore = np.concatenate([np.array([p[:2] for p in PORTS.values()]), *(np.array(s) for s in STRAITS.values())])
    at_sea = _sailed(ways, voyages, count, rng)
    home = np.where((kind == 0)[:, None], ashore[rng.integers(len(ashore), size=count)], at_sea)
    home += rng.normal(0.0, ASIDE / 60.0, (count, 2)) * np.where(kind == 0, 0.3, 1.0)[:, None]
    half = np.where(kind == 0, 0.0, rng.uniform(0.3 * BOX, BOX, count))
    speed = np.where(kind == 0, 0.0, rng.uniform(10.0, 16.0, count))
    return Sensors((home[:, 0] + 180.0) % 360.0 - 180.0, home[:, 1], kind, half, speed)


def _sailed(ways: Ways, voyages: Voyages, count: int, rng: np.random.Generator) -> Floats:
    """Places on the lanes (count, 2) [degrees]: quarters of a degree by the square root of the voyages through them."""
    through = np.repeat(np.bincount(voyages.way, minlength=len(ways.start) - 1), np.diff(ways.start))
    cells = np.floor(ways.middle * 4.0).astype(np.int64) @ np.array([10_000, 1])
    _, example, cell = np.unique(cells, return_index=True, return_inverse=True)
    share = np.sqrt(np.bincount(cell, weights=through))
    return np.asarray(ways.middle[example[rng.choice(len(example), count, p=share / share.sum())]])
