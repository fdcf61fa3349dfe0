"""Day and night at a place, from the position of the sun.

The low-precision equations of NOAA's solar calculator (https://gml.noaa.gov/grad/solcalc/calcdetails.html), after
J. Meeus, *Astronomical Algorithms*, 2nd ed. (1998), chapters 22, 25 and 28: sunrise and sunset are right to about a
minute between 1900 and 2100 below 72 degrees of latitude; beyond, where the sun rises at a slant, to some minutes.
"""

import datetime as dt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SUNRISE = -0.833  # altitude of the sun's middle [degrees]: half its width and mean refraction at the horizon
J2000 = dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC)
SAMPLE = 1.0 / 12.0  # hours between the samples among which the horizon crossing is searched: a shorter night is missed


def _sun(day: Floats) -> tuple[Floats, Floats]:
    """Declination and equation of time [radians] at days since J2000 (2000-01-01 12:00 UTC)."""
    t = day / 36525.0  # Julian centuries; the names are Meeus's
    l0 = np.radians((280.46646 + t * (36000.76983 + t * 0.0003032)) % 360.0)  # 25.2, mean longitude
    m = np.radians(357.52911 + t * (35999.05029 - 0.0001537 * t))  # 25.3, mean anomaly
    e = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)  # 25.4, eccentricity
    c = (
        np.sin(m) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + np.sin(2.0 * m) * (0.019993 - 0.000101 * t)
        + np.sin(3.0 * m) * 0.000289
    )  # equation of the centre [degrees]
    node = np.radians(125.04 - 1934.136 * t)
    longitude = l0 + np.radians(c - 0.00569 - 0.00478 * np.sin(node))  # apparent
    tilt = 23.0 + (26.0 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60.0) / 60.0  # 22.2
    obliquity = np.radians(tilt + 0.00256 * np.cos(node))
    y = np.tan(0.5 * obliquity) ** 2
    equation = (
        y * np.sin(2.0 * l0)
        - 2.0 * e * np.sin(m)
        + 4.0 * e * y * np.sin(m) * np.cos(2.0 * l0)
        - 0.5 * y * y * np.sin(4.0 * l0)
        - 1.25 * e * e * np.sin(2.0 * m)
    )  # 28.3
    return np.arcsin(np.sin(obliquity) * np.sin(longitude)), equation


def altitude(lon: ArrayLike, lat: ArrayLike, start: dt.datetime, hours: ArrayLike) -> Floats:
    """Geometric altitude of the sun [degrees] at places [degrees], hours after `start` (aware of its time zone)."""
    declination, greenwich = _hour_angle(start, np.asarray(hours, float))
    angle, phi = greenwich + np.radians(lon), np.radians(lat)
    up = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(angle)
    return np.asarray(np.degrees(np.arcsin(np.clip(up, -1.0, 1.0))))


def _hour_angle(start: dt.datetime, hours: Floats) -> tuple[Floats, Floats]:
    """Declination, and hour angle at Greenwich [radians]."""
    if start.tzinfo is None:
        raise ValueError(f"start {start}: want a time zone (UTC)")
    day = (start - J2000).total_seconds() / 86400.0 + hours / 24.0
    declination, equation = _sun(day)
    return declination, 2.0 * np.pi * day + equation  # J2000 is a noon: the hour angle at Greenwich is 0 there


def daylights(
    lon: Floats, lat: Floats, start: dt.datetime, hours: float, altitude_deg: float = SUNRISE
) -> list[tuple[Floats, NDArray[np.bool_]]]:
    """Epochs of day and night at places [degrees], (n,): when each begins [h after `start`, the first 0], whether day.

    Day is while the sun's middle is higher than `altitude_deg`: -0.833 for sunrise, -6 for civil twilight. Where the
    sun stands is worked out once for all places.
    """
    samples = np.linspace(0.0, hours, int(np.ceil(hours / SAMPLE)) + 2)
    declination, greenwich = _hour_angle(start, samples)
    z, x, y = np.sin(declination), np.cos(declination) * np.cos(greenwich), np.cos(declination) * np.sin(greenwich)
    epochs = []
    for a, b in zip(lon, lat, strict=True):
        e, n = np.radians(a), np.radians(b)
        # the sine of the altitude, the hour angle being greenwich + e
        up = np.sin(n) * z + np.cos(n) * (np.cos(e) * x - np.sin(e) * y) > np.sin(np.radians(altitude_deg))
        turn = np.flatnonzero(up[1:] != up[:-1])
        begin, end = samples[turn], samples[turn + 1]
        above = altitude(a, b, start, begin) - altitude_deg
        # over five minutes the sun's path bends by less than 0.02 degrees: a chord and one secant are good to a second
        rise = (altitude(a, b, start, end) - altitude_deg - above) / (end - begin)
        at = begin - above / rise
        at = np.clip(at - (altitude(a, b, start, at) - altitude_deg) / rise, begin, end)
        epochs.append((np.concatenate([[0.0], at]), np.concatenate([up[:1], up[turn + 1]])))
    return epochs
