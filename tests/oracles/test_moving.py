"""Search for targets that move: O18 random search, O19 barriers, O23 area of uncertainty."""

from math import expm1, pi, sqrt

import numpy as np
import pytest
from scipy.special import ellipe
from scipy.stats import kstest

from .worlds import agree, average, detected, gains, pooled, run, share

# ---- O18: mean relative speed --------------------------------------------------------------------

R = 2.0


def relative_speed(u: float, v: float) -> float:
    """Mean relative speed of courses in all directions (Koopman): 2/pi (u + v) E(m), m = 4uv / (u + v)^2."""
    return float(2.0 / pi * (u + v) * ellipe(4.0 * u * v / (u + v) ** 2))


def inside(side: float) -> float:
    """Share of the disc's rim that is inside the box, on average over the searcher's place: where targets can enter.

    Places and courses stay uniform under reflection, so targets enter at 2 R w / A times this, exactly: the mean over
    the direction of the rim of (1 - R |cos| / side) (1 - R |sin| / side).
    """
    return 1.0 - 4.0 * R / (pi * side) + R * R / (pi * side * side)


def at_once(side: float) -> float:
    """Probability that two uniform places in a square are within R (Borel)."""
    q = R / side
    return pi * q * q - 8.0 / 3.0 * q**3 + 0.5 * q**4


SPEEDS = [(12.0, 15.0, 17.5171426, 0.080644), (10.0, 10.0, 12.7323954, 0.059285), (8.0, 25.0, 25.6442053, 0.115818)]


@pytest.mark.parametrize("runs", [100, pytest.param(1000, marks=pytest.mark.long)])
@pytest.mark.parametrize(("u", "v", "mean", "printed"), SPEEDS)
def test_moving_targets(u: float, v: float, mean: float, printed: float, runs: int) -> None:
    """100 targets a run share its searcher: the runs are the trials. 1 - exp(-2 R w t / A) is for a sea without edges;
    1.3 % of the entries are missing at the edges of this one, and 0.03 % of the targets are inside from the start.
    """
    w = relative_speed(u, v)
    assert w == pytest.approx(mean, abs=1e-7)
    c = 2.0 * R * w * 48.0 / 200.0**2
    assert -expm1(-c) == pytest.approx(printed, abs=1e-6)
    changes = {"types.target.speed.cruise": f"{u} kn", "types.searcher.speed.cruise": f"{v} kn"}
    first, passages = [], []
    for seed in range(runs):
        world = run("moving_targets", changes, seed)
        first.append(detected(world).mean())
        passages.append(len(gains(world)) / 100.0)
    start, entries = at_once(200.0), c * inside(200.0)
    average("O18", f"passages, {u:g} and {v:g} kn", passages, start + entries, 100 * runs)
    average("O18", f"detected, {u:g} and {v:g} kn", first, 1.0 - (1.0 - start) * (1.0 + expm1(-entries)), 100 * runs)


@pytest.mark.parametrize("count", [2000, pytest.param(20_000, marks=pytest.mark.long)])
def test_detections_are_a_poisson_process(count: int) -> None:
    """(12, 15) kn: gaps are exponential, with mean A / (2 R w) for one target; counts have an index of dispersion of 1.

    500 targets pass one searcher in a box of 600 nm: a target that is reflected back into the disc comes twice, which
    makes for 4 R / (pi side) = 0.4 % of clusters at most, against 0.7 % that the gaps of 20 000 can tell.
    """
    side, targets = 600.0, 500
    gap = side * side / (2.0 * R * relative_speed(12.0, 15.0)) / targets
    assert 40_000.0 / (2.0 * R * relative_speed(12.0, 15.0)) == pytest.approx(570.87, abs=0.005)
    changes = {
        "theatre.box.width": f"{side} nm",
        "theatre.box.height": f"{side} nm",
        "groups.targets.count": targets,
        "time.measure": f"{1.2 * count * gap} h",
    }
    times = gains(run("moving_targets", changes, 1))["t"]
    gaps = np.diff(times[times > 0.0])[:count]  # without those that are inside from the start
    assert len(gaps) == count
    mean = gap / inside(side)
    z = (float(gaps.mean()) / mean - 1.0) * sqrt(count)
    one = targets * (200.0 / side) ** 2  # as for one target in 200 x 200 nm
    agree("O18", "mean time to detect [h]", mean * one, float(gaps.mean()) * one, count, z)
    assert kstest(gaps / mean, "expon").pvalue > 6e-5  # as |z| < 4
    counts = np.histogram(times, np.arange(10.0 * mean, times[-1], 10.0 * mean))[0]
    dispersion = float(counts.var(ddof=1) / counts.mean())
    z = (dispersion - 1.0) * sqrt(0.5 * (len(counts) - 1))
    agree("O18", "index of dispersion in windows of 10", 1.0, dispersion, len(counts), z)


# ---- O19: barriers -------------------------------------------------------------------------------

BARRIERS = [
    (5.0, 60.0, 20.0, 10.0, 0.33796),
    (5.0, 100.0, 20.0, 10.0, 0.21111),
    (10.0, 100.0, 20.0, 8.0, 0.46602),
    (5.0, 100.0, 150.0, 12.0, 0.86087),
    (5.0, 100.0, 15.0, 15.0, 0.13642),
]


@pytest.mark.parametrize(("r", "width", "v", "u", "printed"), BARRIERS)
def test_back_and_forth_barrier(r: float, width: float, v: float, u: float, printed: float, seeds: range) -> None:
    """1 - (1 - (R/L) sqrt(1 + V^2/U^2))^2: targets cross at a random place and phase, and begin out of reach."""
    theory = 1.0 - max(1.0 - r / width * sqrt(1.0 + v * v / (u * u)), 0.0) ** 2
    assert theory == pytest.approx(printed, abs=5e-6)
    period = 2.0 * width / v * u  # nm that a target sails while the patrol goes there and back
    changes: dict[str, object] = {
        "sensors.eye.detects.target.definite": f"{r} nm",
        "types.searcher.speed.cruise": f"{v} kn",
        "types.target.speed.cruise": f"{u} kn",
        "time.measure": f"{400.0 / u} h",
        "theatre.box.height": "800 nm",
        "groups.patrol.route.points": [["0 nm", "300 nm"], [f"{width} nm", "300 nm"]],
        "groups.targets.straight.from": [
            {"uniform": ["0 nm", f"{width} nm"]},
            {"uniform": [f"{280.0 - period!r} nm", "280 nm"]},
        ],
    }
    share("O19", f"R {r:g}, L {width:g} nm, V {v:g}, U {u:g} kn", pooled("barrier", changes, seeds), theory)


# ---- O23: area of uncertainty --------------------------------------------------------------------


@pytest.mark.parametrize(("t", "radius", "chance"), [(1, 5, 0.71349), (3, 5, 0.14139), (3, 12, 0.58441)])
def test_area_of_uncertainty(t: float, radius: float, chance: float, seeds: range) -> None:
    """1 - exp(-R^2 / 2 sigma^2), sigma^2 = sigma0^2 + (sigma_v t)^2: a sensor that is on for a second at the datum.

    The file gives the speeds (Rayleigh) by 101 points; the straight lines between them, and the second, change the
    chance by less than 2e-4: the first was integrated, the second is 2 R sigma_v / 3600 s of density at the rim.
    """
    theory = -expm1(-0.5 * radius * radius / (1.0 + 9.0 * t * t))
    assert theory == pytest.approx(chance, abs=1e-5)  # one of the printed ones is cut off, not rounded
    window = [{"from": f"{3600 * t} s", "to": f"{3600 * t + 1} s"}]
    changes: dict[str, object] = {
        "sensors.eye.detects.target.definite": f"{radius} nm",
        "groups.searcher.sensors": window,
    }
    share("O23", f"within {radius} nm after {t} h", pooled("datum", changes, seeds), theory)
