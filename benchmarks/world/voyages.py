"""Who sails where and when: a steady state of so many ships afloat. Everything here is assumed. Hours, knots, nm."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.world.lanes import Ways
from benchmarks.world.ports import PORTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DECAY = 1.0  # power of the distance that trade falls with
NEAREST = 200.0  # nm: nearer ports trade as if they were so far apart
SHARE = (0.6, 0.4)  # of large and of small ships
SPEED = ((13.5, 2.0, 9.0, 20.0), (10.0, 1.5, 6.0, 15.0))  # kn: mean, deviation, least, most
TO_STARBOARD = (0.3, 0.35)  # mean and deviation of the place in the lane, shares of its room


@dataclass(frozen=True, slots=True)
class Voyages:
    """One entry each: the way, place in the lane (-1 to 1), departure [h, negative: under way], speed, signature."""

    way: Ints
    u: Floats
    depart: Floats
    speed: Floats
    sig: Ints

    def __len__(self) -> int:
        return len(self.way)


def trade(ways: Ways) -> Floats:
    """Voyages between two ports, up to a factor: the weights of both over the distance between them (gravity)."""
    weight = np.array([p[2] for p in PORTS.values()], float)
    g = weight[:, None] * weight[None, :] / np.maximum(ways.distance, NEAREST) ** DECAY
    np.fill_diagonal(g, 0.0)
    return np.asarray(g)


def draw(ways: Ways, ships: int, hours: float, seed: int) -> Voyages:
    """Voyages such that exactly `ships` are afloat at any time: whoever arrives sails on at once for another port.

    The first ones are drawn as a look at a steady state finds them: voyages by number and duration, anywhere on them.
    """
    rng = np.random.default_rng(seed)
    ports = len(PORTS)
    g = trade(ways)
    sig = (rng.random(ships) < SHARE[1]).astype(np.int64)
    mean, deviation, least, most = np.array(SPEED)[sig].T
    speed = np.clip(rng.normal(mean, deviation), least, most)
    first = np.cumsum((g * ways.distance).ravel())
    way = np.searchsorted(first, rng.random(ships) * first[-1], side="right")
    onward = np.cumsum(g / g.sum(axis=1, keepdims=True), axis=1)
    length = ways.along[ways.start[1:] - 1]
    rows, clock, part = np.arange(ships), np.zeros(ships), -rng.random(ships)
    found = []
    while len(rows):
        u = np.clip(rng.normal(*TO_STARBOARD, len(rows)), -1.0, 1.0)
        c = length[way]
        takes = (c[:, 0] + u * (c[:, 1] + u * c[:, 2])) / speed[rows]
        depart = clock + part * takes
        found.append((way, u, depart, rows))
        more = depart + takes < hours
        rows, clock, at = rows[more], (depart + takes)[more], way[more] % ports
        part = np.zeros(len(rows))
        to = (onward[at] < rng.random(len(rows))[:, None]).sum(axis=1)
        way = at * ports + np.minimum(to, ports - 1)
    way, u, depart, rows = (np.concatenate(a) for a in zip(*found, strict=True))
    return Voyages(way, u, depart, speed[rows], sig[rows])
