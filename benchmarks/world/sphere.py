"""Great circles in bulk: places are (..., 2) longitude, latitude [degrees]; a minute of arc is a nautical mile."""

import numpy as np
from numpy.typing import NDArray

from guardship.sea.geodesy import ECCENTRICITY, METRES

Floats = NDArray[np.float64]

RADIUS = 10800.0 / np.pi  # nm
AXIS = 6378137.0 / METRES  # nm, half the equatorial diameter of WGS84


def unit(lon: Floats, lat: Floats) -> Floats:
    """Unit vectors (..., 3) of places [degrees]."""
    u, v = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(v) * np.cos(u), np.cos(v) * np.sin(u), np.sin(v)], axis=-1)


def degrees(p: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude [degrees] of vectors (..., 3)."""
    x, y, z = np.moveaxis(p, -1, 0)
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def apart(a: Floats, b: Floats) -> Floats:
    """Distance [nm] (haversine formula: exact for short distances)."""
    d = np.radians(b - a)
    c = np.cos(np.radians(a[..., 1])) * np.cos(np.radians(b[..., 1]))
    h = np.sin(0.5 * d[..., 1]) ** 2 + c * np.sin(0.5 * d[..., 0]) ** 2
    return np.asarray(2.0 * RADIUS * np.arcsin(np.sqrt(np.clip(h, 0.0, 1.0))))


def between(a: Floats, b: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude [degrees] of the places that lie at a share (0 to 1) of the great circle from a to b."""
    angle = np.maximum(apart(a, b) / RADIUS, 1e-12)
    w = np.sin((1.0 - share) * angle) / np.sin(angle)
    z = np.sin(share * angle) / np.sin(angle)
    return degrees(w[..., None] * unit(a[..., 0], a[..., 1]) + z[..., None] * unit(b[..., 0], b[..., 1]))


def true_length(a: Floats, b: Floats) -> Floats:
    """Length [nm] of short great circles on WGS84: the sphere's, by the radii of curvature at mid-latitude.

    Within 2e-6 of the geodesic for 150 nm below 74 degrees of latitude.
    """
    d = np.radians(b - a)
    d[..., 0] = (d[..., 0] + np.pi) % (2.0 * np.pi) - np.pi
    lat = np.radians(0.5 * (a[..., 1] + b[..., 1]))
    w = 1.0 - ECCENTRICITY**2 * np.sin(lat) ** 2
    meridional, prime = AXIS * (1.0 - ECCENTRICITY**2) / w**1.5, AXIS / np.sqrt(w)
    east, north = d[..., 0] * np.cos(lat), d[..., 1]
    flat = np.maximum(np.hypot(east, north), 1e-300)
    return np.asarray(apart(a, b) / RADIUS * np.hypot(prime * east, meridional * north) / flat)
