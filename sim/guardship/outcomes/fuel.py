"""Fuel from legs: consumption against speed, integrated exactly over legs of constant speed. Units nm, h, kn, t."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import fsum
from typing import Any, NamedTuple, final

import numpy as np
from numpy.typing import NDArray

from guardship.outcomes.effort import Window

type Floats = NDArray[np.float64]
type Scale = Callable[[Any, Any], Any]


@final
@dataclass(frozen=True, slots=True)
class Cubic:
    """`hotel` [t/h] at rest and `uses` [t/h] at the speed `at` [kn]: propulsion takes the cube of the speed."""

    hotel: float
    at: float
    uses: float

    def rate(self, speed: Floats) -> Floats:
        """Consumption [t/h] at speeds [kn]."""
        return self.hotel + (self.uses - self.hotel) * (speed / self.at) ** 3


@final
@dataclass(frozen=True, slots=True)
class Lines:
    """Straight lines between points of rising speed [kn] and consumption [t/h]; beyond them as at the ends."""

    speeds: tuple[float, ...]
    uses: tuple[float, ...]

    def rate(self, speed: Floats) -> Floats:
        """Consumption [t/h] at speeds [kn]."""
        return np.asarray(np.interp(speed, self.speeds, self.uses), float)


type Curve = Cubic | Lines


class Tracks(NamedTuple):
    """The legs on which some vessels were in the theatre: rows, begin and end, place at the begin, velocity."""

    row: NDArray[np.int64]
    t: Floats
    end: Floats
    x: Floats
    y: Floats
    vx: Floats
    vy: Floats

    @classmethod
    def of(cls, row: Any, legs: Any, absent: Any, wanted: Collection[int], hours: float) -> "Tracks":
        """Of the vessels wanted; `legs[name]` are the columns of the log of legs in order of time, `row` who sails."""
        row = np.asarray(row, np.int64)
        k = np.flatnonzero(np.isin(row, list(wanted)))
        k = k[np.argsort(row[k], kind="stable")]
        own = row[k]
        t, x, y, vx, vy = (np.asarray(legs[name], float)[k] for name in ("t", "x", "y", "vx", "vy"))
        end = np.append(t[1:], hours)
        end[:-1][own[1:] != own[:-1]] = hours
        there = ~np.asarray(absent, bool)[k]
        return cls(own[there], t[there], end[there], x[there], y[there], vx[there], vy[there])

    def speeds(self, scale: Scale) -> Floats:
        """Through the water [kn]: on the plane, over the local scale in the middle of the leg, as it was ordered."""
        half = 0.5 * (self.end - self.t)
        return np.asarray(np.hypot(self.vx, self.vy) / scale(self.x + half * self.vx, self.y + half * self.vy), float)

    def place(self, row: int, t: float) -> tuple[float, float] | None:
        """Where a vessel is at t; None when it is not in the theatre."""
        lo, hi = np.searchsorted(self.row, [row, row + 1])
        k = int(lo + np.searchsorted(self.t[lo:hi], t, side="right")) - 1
        if k < lo or t > self.end[k]:
            return None
        dt = t - self.t[k]
        return float(self.x[k] + dt * self.vx[k]), float(self.y[k] + dt * self.vy[k])


def burnt(tracks: Tracks, rows: Iterable[int], curve: Curve, window: Window, scale: Scale) -> float:
    """Tonnes that these vessels burn within the window; the sum is exact, whatever the order of the legs."""
    mine = np.isin(tracks.row, list(rows))
    own = Tracks(tracks.row[mine], *(column[mine] for column in tracks[1:]))
    hours = np.maximum(np.minimum(own.end, window[1]) - np.maximum(own.t, window[0]), 0.0)
    return fsum((curve.rate(own.speeds(scale)) * hours).tolist())
