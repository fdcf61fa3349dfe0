"""Observations made short for the tests of this folder."""

from guardship.intelligence import Appearance, Kind, Observation, Report


def look(
    n: int,
    time: float,
    x: float,
    y: float,
    *,
    v: tuple[float, float] | None = None,
    sigma: float = 1.0,
    sigma_v: float = 1.0,
    hull: Appearance = "dhow",
    suspicious: bool | None = None,
    contact: int = 1,
    by: int = 7,
) -> Observation:
    """Observation `n` of observer `by`."""
    vx, vy = v if v else (None, None)
    return Observation((by, n), time, x, y, vx, vy, sigma, sigma_v, hull, suspicious, contact, by)


def tell(*seen: Observation, kind: Kind = Kind.UPDATE, until: float | None = None) -> Report:
    """A report of these observations, made at once."""
    return Report(seen[-1].id[1], kind, seen[-1].time, seen, seen[-1].by, until)
