"""O28: what coordination is worth, random against coordinated sweeps by ships of four nations."""

from functools import cache
from math import expm1, hypot, log, log1p, pi, sqrt

import numpy as np
import pytest

from guardship.core.kernels.state import Floats

from .worlds import agree, gains, run

NATIONS, SHIPS = "abcd", 80
TARGETS = 10_000
LENGTH, W, V = 4000.0, 0.5, 20.0  # nm, nm, kn
ROUND = 2.0 * (LENGTH + W)  # nm around the band
BEAT = 2.0 * (LENGTH / SHIPS + W)  # nm around one of eighty beats; its ends, W each, see what the neighbour sees
AHEAD = pi * W / 4.0  # nm of track that a disc sees beyond the way it has come, on average over its breadth


def coordinated() -> dict[str, object]:
    """Each ship on a beat of its own."""
    changes: dict[str, object] = {f"groups.ships_{name}.route": None for name in NATIONS}
    return changes | {f"groups.ships_{name}.beats": {"along": name, "width": f"{W} nm"} for name in NATIONS}


@cache
def found(together: bool, seed: int) -> Floats:
    """When each target was first seen by anybody [h], in the order of time."""
    seen = gains(run("coordination", coordinated() if together else None, seed))
    _, first = np.unique(seen["b"], return_index=True)
    times: Floats = np.sort(seen["t"][first])
    return times


def random_way(p: float) -> float:
    """How far each ship sails until a share p is seen: of n arcs thrown on a circle each covers a point by itself."""
    return -expm1(log1p(-p) / SHIPS) * ROUND - AHEAD


def coordinated_way(p: float) -> float:
    return p * BEAT - AHEAD


def way_until(p: float, together: bool, runs: int) -> tuple[float, float]:
    """How far each ship sails until a share p of all runs' targets is seen, and the relative error of that.

    Where the ships begin is the same for all targets of a run: the error is what the runs' shares differ by.
    """
    times = [found(together, seed) for seed in range(runs)]
    hours = float(np.sort(np.concatenate(times))[round(p * TARGETS * runs) - 1])
    shares = [np.searchsorted(own, hours, side="right") / TARGETS for own in times]
    rise = 1.0 / BEAT if together else SHIPS / ROUND * (1.0 - p) ** (1.0 - 1.0 / SHIPS)
    return V * hours, float(np.std(shares, ddof=1)) / sqrt(runs) / (rise * V * hours)


@pytest.mark.parametrize("runs", [12, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.parametrize(("p", "printed"), [(0.5, 1.386294), (0.9, 2.558428)])
def test_random_sweeps_take_longer(p: float, printed: float, runs: int) -> None:
    """-ln(1 - p) / p, corrected for eighty ships, which are not without number, for the ends of their beats and for
    what is in sight before a ship has moved: 2 % in all."""
    assert -log(1.0 - p) / p == pytest.approx(printed, abs=1e-6)
    theory = random_way(p) / coordinated_way(p)
    assert theory == pytest.approx(printed, rel=0.03)
    (alone, one), (together, other) = (way_until(p, how, runs) for how in (False, True))
    ratio = alone / together
    z = (ratio / theory - 1.0) / hypot(one, other)
    agree("O28", f"random over coordinated way until {p:g} are found", theory, ratio, TARGETS * runs, z)
