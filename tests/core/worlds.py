"""Worlds so small that every time is known beforehand, and what is read off them.

Times are compared to 1e-9 h: positions are some 10 nm, speeds some 10 kn, so rounding is near 1e-14 h.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from guardship.core.kernels import philox
from guardship.core.kernels import state as s
from guardship.core.ocean import (
    Decision,
    Environment,
    Identification,
    Law,
    Ocean,
    Suite,
    new_fleet,
)

INF = math.inf
CLOSE = 1e-9  # h, nm
ANYWHERE = {(0, 0): Law.definite(100.0)}
Point = tuple[float, float]


def ocean(
    *ships: dict[str, Any], suites: Sequence[Suite] = (), environment: Environment | None = None, **more: Any
) -> Ocean:
    """Ships by their columns of the fleet; further `route`: waypoints, `start`: when it appears [h], nan for later."""
    fleet = new_fleet(len(ships))
    pool: list[Point] = []
    starts = np.zeros(len(ships))
    for row, ship in enumerate(ships):
        columns = {"id": row + 1, "mode": s.FREE} | ship
        starts[row] = columns.pop("start", 0.0)
        if (route := columns.pop("route", None)) is not None:
            columns |= {"mode": s.ROUTE, "at": len(pool), "end": len(pool) + len(route)}
            columns |= {"loop": len(pool)} if columns.pop("loops", False) else {}
            pool += route
        for name, value in columns.items():
            fleet[name][row] = value
    points = np.array(pool).reshape(-1, 2)
    return Ocean(fleet, suites, 1, environment or Environment.constant(), starts=starts, pool=points, **more)


def straight(x: float, y: float, vx: float, vy: float = 0.0, **more: Any) -> dict[str, Any]:
    """A ship that sails on and on."""
    return {"mode": s.ENDLESS, "x": x, "y": y, "vx": vx, "vy": vy, "speed": math.hypot(vx, vy)} | more


def run(o: Ocean, until: float) -> list[Decision]:
    """All decisions until then; nobody answers them."""
    found: list[Decision] = []
    while True:
        decisions = o.advance(until)
        found += decisions
        if not decisions:
            return found


def times(o: Ocean, kind: int, a: int = 0, b: int = 1) -> list[float]:
    """When the pair (a, b) had that kind of event."""
    n = o.notes()
    return [float(t) for t in n["t"][(n["kind"] == kind) & (n["a"] == a) & (n["b"] == b)]]


def about(*expected: float) -> Any:
    return pytest.approx(list(expected), abs=CLOSE)


def codes(decisions: Sequence[Decision]) -> list[tuple[int, int]]:
    return [(d.row, d.code) for d in decisions]


def threshold(o: Ocean, a: int, b: int, purpose: int | np.int64, ordinal: int = 0) -> float:
    """The Exp(1) number of a pair's detection, by ids."""
    key = np.uint64(philox.pair_key(np.uint64(o.id(a)), np.uint64(o.id(b))))
    return float(philox.exponential(o.n[s.SEED], purpose, key, ordinal))


def track(o: Ocean, row: int, at: NDArray[np.floating]) -> NDArray[np.float64]:
    """Positions (n, 2) of a vessel from the log of legs alone."""
    legs = o.legs()[o.legs()["row"] == row]
    leg = legs[np.searchsorted(legs["t"], at, side="right") - 1]
    return np.column_stack([leg["x"] + leg["vx"] * (at - leg["t"]), leg["y"] + leg["vy"] * (at - leg["t"])])


def identifying(p: float, sense: int = 0, rate: float = 3.0) -> Suite:
    return Suite([ANYWHERE], {(0, 0): Identification(50.0, rate, p, sense)})
