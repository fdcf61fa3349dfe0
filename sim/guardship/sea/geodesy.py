"""Distances and courses on the globe: rhumb lines, the WGS84 ellipsoid. Degrees in, nm and degrees out.

Longitudes may be given on any turn: differences are taken the short way round, so the antimeridian is nothing special.
Formulas: rhumb lines with the isometric latitude (Snyder, *Map Projections: A Working Manual*, USGS 1395, eq. 7-7 and
15-9), checked against Williams, *Aviation Formulary*. Geodesics: Karney's algorithm in PROJ.
"""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pyproj

Floats = NDArray[np.float64]

METRES = 1852.0  # in a nautical mile
MEAN_RADIUS = 6371.0088e3 / METRES  # mean radius of the earth [nm] (IUGG)
ECCENTRICITY = 0.0818191908426215  # first eccentricity of WGS84


def turn(degrees: ArrayLike) -> Floats:
    """The same angle from -180 (included) to 180 [degrees]."""
    return np.asarray((np.asarray(degrees, float) + 180.0) % 360.0 - 180.0)


@cache
def wgs84() -> "pyproj.Geod":
    """The geodesics of the WGS84 ellipsoid."""
    import pyproj

    return pyproj.Geod(ellps="WGS84")


def isometric(lat: ArrayLike, eccentricity: float = 0.0) -> Floats:
    """Isometric latitude [radians] of geographic latitudes [degrees]: the northing of Mercator's chart (Snyder 7-7)."""
    s = np.sin(np.radians(np.asarray(lat, float)))
    return np.asarray(np.arctanh(s) - eccentricity * np.arctanh(eccentricity * s))


def rhumb(lon1: float, lat1: float, lon2: float, lat2: float, radius: float = MEAN_RADIUS) -> tuple[float, float]:
    """Distance [nm] and course [degrees from north, 0 to 360] of the rhumb line on a sphere of this radius [nm]."""
    north = np.radians(lat2 - lat1)
    east = np.radians(float(turn(lon2 - lon1)))
    stretched = float(isometric(lat2) - isometric(lat1))
    # east or west the ratio is 0/0: its limit is the cosine of the latitude
    ratio = north / stretched if abs(stretched) > 1e-11 else np.cos(np.radians(lat1))
    return float(radius * np.hypot(north, ratio * east)), float(np.degrees(np.arctan2(east, stretched)) % 360.0)


def _rhumb_points(a: Floats, b: Floats, count: int) -> Floats:
    """The points that cut the rhumb line a-b into `count` pieces, a left out; longitudes run on from a's."""
    share = np.arange(1, count + 1) / count
    lat = a[1] + share * (b[1] - a[1])
    span = float(isometric(b[1], ECCENTRICITY) - isometric(a[1], ECCENTRICITY))
    if abs(span) > 1e-11:
        share = (isometric(lat, ECCENTRICITY) - isometric(a[1], ECCENTRICITY)) / span
    return np.column_stack([a[0] + share * turn(b[0] - a[0]), lat])


def densify_rhumb(points: ArrayLike, max_step: float = 10.0) -> Floats:
    """The (m, 2) line lon, lat [degrees] with points put in, so that no step is longer than `max_step` [nm].

    What mariners draw between two points is a rhumb line (a straight line on Mercator's chart), here that of WGS84. The
    points given are kept; longitudes run on from the first one's, beyond 180 if need be.
    """
    given = np.asarray(points, float)
    line = [given[:1]]
    for b in given[1:]:
        a = line[-1][-1]
        count = max(int(np.ceil(rhumb(a[0], a[1], b[0], b[1])[0] / max_step)), 1)
        line.append(_rhumb_points(a, b, count))
    return np.concatenate(line)
