"""The local plane: a conformal projection fitted to the theatre, in nautical miles, with its local scale.

Conformal, so that courses and discs stay true; what is left is a scale factor k that varies from place to place, fitted
by a polynomial by which kernels correct speeds and ranges on each leg. What that leaves over is `Plane.error`.
"""

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from guardship.sea.geodesy import METRES, densify_rhumb, turn, wgs84

if TYPE_CHECKING:
    import pyproj

Floats = NDArray[np.float64]

WORST = 0.01  # largest residual relative error that a theatre may have
DISC = 50.0  # radius [nm] of the discs that the error is measured on
LEG = 100.0  # length [nm] of the legs that the error is measured on
EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)
PARTS = 17  # of each side of the bounds, in the grid that scale and error are computed on


class PlaneError(ValueError):
    """Bounds that make no sense, or that no conformal plane serves within 1 %."""


@dataclass(frozen=True)
class Bounds:
    """West, south, east, north [degrees]; an east that is below west or beyond 180 crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        """Refuse what is not a box."""
        turned = abs(self.west) <= 180.0 and -180.0 <= self.east <= 360.0
        if not (-90.0 <= self.south < self.north <= 90.0 and turned):
            raise PlaneError(f"bounds {self}: want -180..180 degrees of longitude and -90 <= south < north <= 90")
        if not 0.0 < self.width < 180.0:
            raise PlaneError(f"bounds {self}: want a width above 0 and below 180 degrees, got {self.width:g}")

    @property
    def width(self) -> float:
        """From west to east [degrees]."""
        return self.unwrapped_east - self.west

    @property
    def unwrapped_east(self) -> float:
        """East on west's turn: beyond 180 when the bounds cross the antimeridian [degrees]."""
        return self.east if self.east >= self.west else self.east + 360.0

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle [degrees]."""
        return float(turn(self.west + 0.5 * self.width)), 0.5 * (self.south + self.north)

    def contains(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Whether places [degrees] are inside, borders included."""
        east = (np.asarray(lon, float) - self.west) % 360.0
        return np.asarray((east <= self.width) & (np.asarray(lat) >= self.south) & (np.asarray(lat) <= self.north))

    def mesh(self, parts: int) -> tuple[Floats, Floats]:
        """Longitudes and latitudes [degrees] of a grid with `parts` points a side."""
        lon = np.linspace(self.west, self.unwrapped_east, parts)
        lat = np.linspace(self.south, self.north, parts)
        return np.tile(lon, parts), np.repeat(lat, parts)


@cache
def _projection(definition: str) -> "pyproj.Proj":
    import pyproj

    return pyproj.Proj(definition)


def _candidates(bounds: Bounds) -> list[str]:
    """PROJ definitions to choose among, all conformal, on WGS84."""
    lon, lat = bounds.centre
    turned = f"+ellps=WGS84 +lon_0={lon:.9g}"
    found = [f"+proj=stere +lat_0={lat:.9g} {turned}", f"+proj=tmerc +lat_0={lat:.9g} {turned}"]
    if max(abs(bounds.south), abs(bounds.north)) < 85.0:
        found.append(f"+proj=merc {turned}")
    sixth = (bounds.north - bounds.south) / 6.0
    if abs(lat) > 1.0 and max(abs(bounds.south), abs(bounds.north)) < 89.0:
        parallels = f"+lat_1={bounds.south + sixth:.9g} +lat_2={bounds.north - sixth:.9g}"
        found.append(f"+proj=lcc +lat_0={lat:.9g} {parallels} {turned}")
    return found


def _scale_factors(definition: str, lon: Floats, lat: Floats) -> Floats:
    """Local scale of the projection [metres a metre]; inf where it is not defined."""
    k = np.asarray(_projection(definition).get_factors(lon, lat).meridional_scale, float)
    return np.where(np.isfinite(k) & (k > 0.0), k, np.inf)


def _terms(x: Floats, y: Floats) -> Floats:
    """The terms of the scale polynomial."""
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def _around(x: Floats, y: Floats) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 about points, a tenth wider than they reach: sides that are curved bulge."""
    (x0, x1), (y0, y1) = ((float(a.min()), float(a.max())) for a in (x, y))
    dx, dy = 0.1 * (x1 - x0), 0.1 * (y1 - y0)
    return x0 - dx, y0 - dy, x1 + dx, y1 + dy


@dataclass(frozen=True)
class Plane:
    """Degrees to nautical miles on a plane and back. Frozen, cheap to pickle; compare by `name`.

    `name`: what PROJ makes the same plane of, x and y in nm, from WGS 84 degrees; `flat` for a made-up sea.
    """

    name: str
    definition: str | None = field(repr=False)
    unit: float = field(repr=False)  # plane nm per projected metre
    origin: tuple[float, float] = field(repr=False)  # projected metres of plane (0, 0)
    scale: Floats = field(repr=False, compare=False)  # (6,): k = c0 + c1 x + c2 y + c3 x^2 + c4 x y + c5 y^2
    extent: tuple[float, float, float, float] = field(default=EVERYWHERE, repr=False, compare=False)  # x0, y0, x1, y1
    error: float = 0.0  # largest residual relative error after the correction by k

    @classmethod
    def flat(cls) -> "Plane":
        """The plane of a made-up box: x and y are what they are, in nm."""
        return cls("flat", None, 1.0, (0.0, 0.0), np.array([1.0, 0.0, 0.0, 0.0, 0.0, 0.0]))

    @classmethod
    def fit(cls, bounds: Bounds) -> "Plane":
        """The conformal projection whose scale varies least over the bounds. Raises PlaneError above 1 % of error."""
        lon, lat = bounds.mesh(PARTS)
        k = {d: _scale_factors(d, lon, lat) for d in _candidates(bounds)}
        best = min(k, key=lambda d: float(k[d].max() / k[d].min()))
        plane = cls._of(best, k[best], bounds)
        if not plane.error <= WORST:  # nan too
            raise PlaneError(
                f"no conformal plane serves {bounds} to within {WORST:.0%}: the one whose scale varies least,"
                f" {plane.name}, is off by {plane.error:.1%}. Make the theatre smaller, or split it into several."
            )
        return plane

    @classmethod
    def _of(cls, definition: str, k: Floats, bounds: Bounds) -> "Plane":
        """The plane of a projection with scale factors k on the mesh: k straddles 1, the middle is (0, 0)."""
        unit = 1.0 / (METRES * float(np.sqrt(k.min() * k.max())))
        origin = _projection(definition)(*bounds.centre)
        bare = cls(definition, definition, unit, origin, np.zeros(6))
        x, y = bare.forward(*bounds.mesh(PARTS))
        scale = np.linalg.lstsq(_terms(x, y), k * unit * METRES)[0]
        extent = _around(x, y)
        fitted = cls(definition, definition, unit, origin, scale, extent)
        name = f"{definition} +x_0={0.0 - origin[0]!r} +y_0={0.0 - origin[1]!r} +to_meter={1.0 / unit!r} +no_defs"
        return cls(name, definition, unit, origin, scale, extent, fitted._error(bounds))

    def forward(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
        """x and y [nm] of places [degrees]."""
        if self.definition is None:
            return np.asarray(lon, float), np.asarray(lat, float)
        x, y = _projection(self.definition)(np.asarray(lon, float), np.asarray(lat, float))
        return (np.asarray(x) - self.origin[0]) * self.unit, (np.asarray(y) - self.origin[1]) * self.unit

    def inverse(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Longitude (-180 to 180) and latitude [degrees] of plane points [nm]."""
        if self.definition is None:
            return np.asarray(x, float), np.asarray(y, float)
        east = np.asarray(x, float) / self.unit + self.origin[0]
        north = np.asarray(y, float) / self.unit + self.origin[1]
        lon, lat = _projection(self.definition)(east, north, inverse=True)
        return np.asarray(lon), np.asarray(lat)

    def scale_at(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Local scale k at plane points: plane distance per true distance; beyond the extent that of its border."""
        x0, y0, x1, y1 = self.extent
        terms = _terms(np.clip(np.asarray(x, float), x0, x1), np.clip(np.asarray(y, float), y0, y1))
        return np.asarray(terms @ self.scale)

    def rhumb_line(self, points: ArrayLike, tolerance: float = 0.05) -> Floats:
        """The (m, 2) plane line [nm] of rhumb legs between lon, lat points [degrees], within `tolerance` [nm].

        Keeps the points given and puts in as few as the curvature of rhumb lines on this plane needs.
        """
        given = np.asarray(points, float)
        line = [np.column_stack(self.forward(given[:1, 0], given[:1, 1]))]
        for leg in pairwise(given):
            line.append(self._rhumb_leg(np.stack(leg), tolerance))
        return np.concatenate(line)

    def _rhumb_leg(self, ends: Floats, tolerance: float) -> Floats:
        """One rhumb leg on the plane, its start left out. The bulge of a piece falls with the square of its length."""
        if self.definition is None:
            return ends[1:]
        fine = np.column_stack(self.forward(*densify_rhumb(ends, 5.0).T))
        chord = fine[-1] - fine[0]
        bulge = np.abs((fine - fine[0]) @ np.array([-chord[1], chord[0]])).max() / max(float(np.hypot(*chord)), 1e-12)
        pieces = int(np.ceil(np.sqrt(bulge / tolerance))) or 1
        keep = np.linspace(0, len(fine) - 1, min(pieces, len(fine) - 1) + 1).round().astype(int)
        return np.asarray(fine[keep[1:]])

    def _error(self, bounds: Bounds) -> float:
        """Largest relative difference of plane distance / k and WGS84: 50 nm discs, 100 nm legs with k at mid-leg."""
        lon, lat = bounds.mesh(PARTS)
        x, y = self.forward(lon, lat)
        worst = 0.0
        for course in range(0, 360, 30):
            bearing = np.full_like(lon, course)
            for length in (DISC, LEG):
                to_lon, to_lat, _ = wgs84().fwd(lon, lat, bearing, np.full_like(lon, length * METRES))
                u, v = self.forward(to_lon, to_lat)
                half = 0.5 if length == LEG else 0.0
                k = self.scale_at(x + half * (u - x), y + half * (v - y))
                worst = max(worst, float(np.abs(np.hypot(u - x, v - y) / k / length - 1.0).max()))
        return worst
