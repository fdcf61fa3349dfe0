"""The globe in regions, each with a plane of its own, and what of the traffic each has to know.

A sensor belongs to the one region that its place lies in. A region knows every ship for as long as it could come near
one of its sensors: whole pieces of the way that come within MARGIN of the region. So every contact is found in one
region, and none is cut by a border.
"""

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.world.lanes import WIDEST, Ways, count_up
from benchmarks.world.sensors import BOX, REACH, Sensors
from benchmarks.world.sphere import true_length
from benchmarks.world.voyages import Voyages
from guardship.core.kernels import state as s
from guardship.core.ocean import new_fleet
from guardship.sea.plane import Bounds, Plane

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MARGIN = REACH + 2.0 * BOX + WIDEST + 5.0  # nm; a box's corner, a ship's place in the lane, the bulge of a great circle
TILE = 20.0  # degrees, both ways
SOUTH, NORTH = -60.0, 80.0
SENSORS = 1 << 62  # ids of sensors begin here


@dataclass(frozen=True, slots=True)
class Region:
    """A box of the globe [degrees] that has its sensors to itself."""

    west: float
    south: float
    width: float = TILE
    height: float = TILE

    def holds(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Whether places are inside; of two neighbours exactly one holds a place on their border."""
        east = (lon - self.west) % 360.0
        return np.asarray((east < self.width) & (lat >= self.south) & (lat < self.south + self.height))

    def wide(self) -> tuple[float, float, float, float]:
        """Middle longitude, half the width, south and north of the region with its margin [degrees]."""
        up = MARGIN / 60.0
        south, north = self.south - up, self.south + self.height + up
        shrink = np.cos(np.radians(min(max(abs(south), abs(north)), 80.0)))
        return self.west + 0.5 * self.width, 0.5 * self.width + up / float(shrink), south, north

    def plane(self) -> Plane:
        """The plane fitted to the region with its margin."""
        middle, half, south, north = self.wide()
        west, east = (float((v + 180.0) % 360.0 - 180.0) for v in (middle - half, middle + half))
        return Plane.fit(Bounds(west, max(south, -85.0), east, min(north, 85.0)))

    def runs(self, ways: Ways) -> tuple[Ints, Ints]:
        """First and last point of the stretches of all ways that come near: whole pieces."""
        middle, half, south, north = self.wide()
        from_, to = ways.middle[ways.example - 1], ways.middle[ways.example]
        a, b = ((p[:, 0] - middle + 180.0) % 360.0 - 180.0 for p in (from_, to))
        near = (np.minimum(a, b) <= half) & (np.maximum(a, b) >= -half) & (np.abs(a - b) < 180.0)
        near &= (np.minimum(from_[:, 1], to[:, 1]) <= north) & (np.maximum(from_[:, 1], to[:, 1]) >= south)
        near = np.r_[near, False][ways.piece[1:]]  # and none from one way to the next
        step = np.diff(np.r_[0, near.astype(np.int8), 0])
        return np.flatnonzero(step == 1), np.flatnonzero(step == -1)


def all_regions() -> list[Region]:
    """The tiles of the globe, the poles left out."""
    return [Region(w, t) for t in np.arange(SOUTH, NORTH, TILE) for w in np.arange(-180.0, 180.0, TILE)]


@dataclass(frozen=True, slots=True)
class Traffic:
    """Voyages in the order of their ways, so that those of a way are found at once."""

    ways: Ways
    voyages: Voyages
    order: Ints  # voyages by way
    first: Ints  # of a way's voyages in `order`

    @classmethod
    def sort(cls, ways: Ways, voyages: Voyages) -> "Traffic":
        """The same voyages, sorted."""
        order = np.argsort(voyages.way, kind="stable")
        return cls(ways, voyages, order, np.searchsorted(voyages.way[order], np.arange(len(ways.start))))


@dataclass(frozen=True, slots=True)
class Part:
    """What a region's `Ocean` is made of: rows, when they appear [h], waypoints; the first rows are its sensors."""

    fleet: s.Records
    starts: Floats
    pool: Floats
    sensors: Ints  # numbers of the sensors
    voyage: Ints  # of each ship's row after them


def cut(
    region: Region, runs: tuple[Ints, Ints], plane: Plane, traffic: Traffic, sensors: Sensors, hours: float
) -> Part:
    """The sensors of a region, and of each voyage the stretches (`runs`) that come near it, within 0 and `hours`."""
    ways, v = traffic.ways, traffic.voyages
    a, b = runs
    way = np.searchsorted(ways.start, a, side="right") - 1
    run, k = count_up(traffic.first[way + 1] - traffic.first[way])
    voyage = traffic.order[traffic.first[way[run]] + k]
    enter, leave = (_when(ways, v, voyage, end[run]) for end in (a, b))
    some = np.flatnonzero((leave > 0.0) & (enter < hours))
    run, voyage, enter, leave = run[some], voyage[some], enter[some], leave[some]
    # the points of the stretches on the plane, as parabolas in u
    of, k = count_up(b - a + 1)
    at = a[of] + k
    place = np.stack([np.stack(plane.forward(*(ways.middle[at] + u * ways.aside[at]).T)) for u in (-1.0, 0.0, 1.0)])
    bent = np.stack([place[1], 0.5 * (place[2] - place[0]), 0.5 * (place[2] + place[0]) - place[1]], axis=-1)
    first = np.cumsum(b - a + 1) - (b - a + 1)
    own = np.flatnonzero(region.holds(sensors.lon, sensors.lat))
    fleet = new_fleet(len(own) + len(voyage))
    ships = fleet[len(own) :]
    corners = _man(fleet[: len(own)], plane, sensors, own)
    ships["id"] = voyage * 256 + _ordinal(voyage)
    ships["mode"], ships["sig"] = s.ROUTE, v.sig[voyage]
    pool = np.empty((len(corners) + int((b - a)[run].sum()), 2))
    pool[: len(corners)] = corners
    x, y = bent
    end = _lay(ships, pool, len(corners), first[run], (b - a)[run], v.u[voyage], enter, leave, hours, x, y, plane.scale)
    return Part(fleet, np.r_[np.zeros(len(own)), np.maximum(enter, 0.0)], pool[:end], own, voyage)


def _when(ways: Ways, v: Voyages, voyage: Ints, point: Ints) -> Floats:
    """When voyages pass points of their ways [h]."""
    c, u = ways.along[point], v.u[voyage]
    return np.asarray(v.depart[voyage] + (c[:, 0] + u * (c[:, 1] + u * c[:, 2])) / v.speed[voyage])


def _ordinal(voyage: Ints) -> Ints:
    """Which of its voyage's stretches in this region a row is."""
    order = np.argsort(voyage, kind="stable")
    _, sizes = np.unique(voyage[order], return_counts=True)
    found = np.empty(len(voyage), np.int64)
    found[order] = count_up(sizes)[1]
    return found


def _boxes(sensors: Sensors, own: Ints) -> Floats:
    """The four corners of each sensor's box (n, 4, 2) [degrees]: the same whatever the plane."""
    up = sensors.half[own, None] / 60.0
    across = up / np.cos(np.radians(sensors.lat[own, None]))
    lon = sensors.lon[own, None] + across * np.array([-1, 1, 1, -1])
    return np.stack([lon, sensors.lat[own, None] + up * np.array([-1, -1, 1, 1])], axis=-1)


def _man(rows: s.Records, plane: Plane, sensors: Sensors, own: Ints) -> Floats:
    """Fill in the rows of the sensors: patrols go round their boxes, stations stay. The waypoints [nm].

    As with ships, the speed is what makes a round on the plane take as long as it does on the globe.
    """
    box = _boxes(sensors, own)
    p = np.stack(plane.forward(box[..., 0], box[..., 1]), axis=-1)
    after = np.roll(p, -1, axis=1)
    half_way = 0.5 * (p + after)
    flat = (np.hypot(*np.moveaxis(after - p, -1, 0)) / plane.scale_at(half_way[..., 0], half_way[..., 1])).sum(axis=1)
    round_ = true_length(box, np.roll(box, -1, axis=1)).sum(axis=1)
    patrols = sensors.half[own] > 0.0
    k = np.arange(len(own))
    rows["id"] = SENSORS + own
    rows["x"], rows["y"] = p[:, 0].T
    rows["at"], rows["end"], rows["loop"] = 4 * k + 1, 4 * k + 4, 4 * k
    rows["mode"] = np.where(patrols, s.ROUTE, s.FREE)
    rows["sig"], rows["suite"] = 2, sensors.kind[own]
    rows["speed"] = np.where(patrols, sensors.speed[own] * flat / np.where(patrols, round_, 1.0), 0.0)
    return p.reshape(-1, 2)


@numba.njit(cache=True)
def _lay(ships, pool, at, first, pieces, u, enter, leave, hours, X, Y, scale):
    """Write the routes of the rows into the pool: waypoints, speed, and the place where each begins. One past the end.

    The speed is what makes the stretch on the plane take as long as the voyage takes for it: errors of the plane do not
    add up from region to region. A ship under way at 0 begins where it is then.
    """
    for r in range(len(ships)):
        v = u[r]
        total = 0.0
        for k in range(first[r], first[r] + pieces[r]):
            total += _piece(X, Y, k, v, scale)
        speed = total / (leave[r] - enter[r])
        ships[r].speed = speed
        t = enter[r]
        ships[r]["at"] = at
        begun = t >= 0.0
        k = first[r]
        if begun:
            ships[r].x = X[k, 0] + v * (X[k, 1] + v * X[k, 2])
            ships[r].y = Y[k, 0] + v * (Y[k, 1] + v * Y[k, 2])
        for k in range(first[r], first[r] + pieces[r]):
            before = t
            t += _piece(X, Y, k, v, scale) / speed
            x = X[k + 1, 0] + v * (X[k + 1, 1] + v * X[k + 1, 2])
            y = Y[k + 1, 0] + v * (Y[k + 1, 1] + v * Y[k + 1, 2])
            if not begun and t > 0.0:
                share = -before / (t - before)
                ax = X[k, 0] + v * (X[k, 1] + v * X[k, 2])
                ay = Y[k, 0] + v * (Y[k, 1] + v * Y[k, 2])
                ships[r].x = ax + share * (x - ax)
                ships[r].y = ay + share * (y - ay)
                begun = True
            if begun:
                pool[at, 0] = x
                pool[at, 1] = y
                at += 1
            if t > hours:
                break
        ships[r].end = at
    return at


@numba.njit(cache=True)
def _piece(X, Y, k, u, c):
    """True length [nm] of the piece from point k to the next, by the scale in its middle."""
    ax = X[k, 0] + u * (X[k, 1] + u * X[k, 2])
    ay = Y[k, 0] + u * (Y[k, 1] + u * Y[k, 2])
    bx = X[k + 1, 0] + u * (X[k + 1, 1] + u * X[k + 1, 2])
    by = Y[k + 1, 0] + u * (Y[k + 1, 1] + u * Y[k + 1, 2])
    x = 0.5 * (ax + bx)
    y = 0.5 * (ay + by)
    k = c[0] + x * (c[1] + c[3] * x + c[4] * y) + y * (c[2] + c[5] * y)
    return np.hypot(bx - ax, by - ay) / k
