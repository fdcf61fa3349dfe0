"""Search for targets that stay where they are: O12-O17."""

from math import erf, erfc, exp, expm1, pi, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import kstest

from guardship.core.kernels.state import Floats
from guardship.run.run import Run

from .worlds import Z, agree, detected, gains, nm, places, pooled, rows, run, share

K, V = 12.0, 15.0  # nm^3/h and kn of O15 and O16


# ---- O12: horizon --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "factor", "mast", "hull", "printed"),
    [("radar", 4 / 3, 25, 2, 14.27), ("radar", 4 / 3, 15, 1, 20.08 / 1.852), ("optical", 1.0, 25, 2, 22.90 / 1.852)],
)
def test_the_earth_hides_what_is_beyond_the_horizon(
    kind: str, factor: float, mast: float, hull: float, printed: float
) -> None:
    """The printed form has 4.12 for 4.1222 and is rounded: within 0.1 %. The core has the exact one: 1e-9 nm."""
    changes = {"sensors.mast.kind": kind, "sensors.mast.height": f"{mast} m", "hulls.target.height": f"{hull} m"}
    world = run("horizon", changes)
    horizon = sqrt(2.0 * factor * 6371.0) * (sqrt(mast / 1000.0) + sqrt(hull / 1000.0)) / 1.852
    assert horizon == pytest.approx(printed, rel=1e-3)
    start = places(world)[:, 0] - 50.0
    seen = detected(world)
    assert seen[start < horizon + 4.0].all()  # they come in at 1 kn for 4 h
    assert not seen[start > horizon + 4.0].any()
    found = gains(world)
    later = found[found["t"] > 0.0]
    distance = start[later["b"] - rows(world, "targets")[0]] - later["t"]
    assert len(later) > 500
    assert distance == pytest.approx(np.full(len(later), horizon), abs=1e-9)


# ---- O13: random search --------------------------------------------------------------------------


def test_random_search(seeds: range) -> None:
    """1 - exp(-C), C = W V t / A = 0.03 t. Exact here: the searchers are a Poisson stream, not a fixed number n, for
    which it would be 1 - (1 - 0.2)^n. Detections of one target are a Poisson process, so windows are independent."""
    worlds = [run("random_search", seed=seed) for seed in seeds]
    for hours, printed in ((10.0, 0.259182), (100.0 / 3.0, 0.632121)):
        hits = [busy(world, group, hours) for world in worlds for group in "abcde"]
        theory = -expm1(-0.03 * hours)
        assert theory == pytest.approx(printed, abs=1e-6)
        share("O13", f"random search, C = {0.03 * hours:g}", np.concatenate(hits), theory)


def busy(world: Run, target: str, hours: float) -> NDArray[np.bool_]:
    """For each window of so many hours, once the stream of searchers is steady, whether one detected the target."""
    found = gains(world)
    t = found["t"][found["b"] == rows(world, target)[0]] - 10.0
    at, windows = np.floor(t[t >= 0.0] / hours).astype(int), int(80_000.0 / hours)
    return np.bincount(at, minlength=windows)[:windows] > 0


# ---- O14: parallel sweeps ------------------------------------------------------------------------


def beyond(ratio: float) -> float:
    """Exposure that tracks beyond the swept square, half side a = 20.5 S, would have added for a W/S.

    Tracks S apart are K / (v S) per unit of area, times the integral of r^-3 outside the square, 4 sqrt(2) / a.
    """
    return sqrt(2.0) / (2.0 * pi) * ratio * ratio / 20.5


DEFINITE = {"definite_3": 0.3, "definite_7": 0.7, "definite_10": 1.0}
INVERSE_CUBE = {
    "quarter": (0.25, 0.245969),
    "half": (0.5, 0.469116),
    "three_quarters": (0.75, 0.652775),
    "one": (1.0, 0.789909),
    "one_and_half": (1.5, 0.939888),
    "two": (2.0, 0.987811),
}


def test_parallel_sweeps(seeds: range) -> None:
    """min(1, W/S), and erf(sqrt(pi)/2 W/S) corrected for tracks that have an end and are not without number."""
    worlds = [run("parallel_sweeps", seed=seed) for seed in seeds]
    hits = {group: np.concatenate([detected(w, group) for w in worlds]) for group in [*DEFINITE, *INVERSE_CUBE]}
    for group, ratio in DEFINITE.items():
        if ratio < 1.0:
            share("O14", f"exhaustive search, C = {ratio:g}", hits[group], ratio)
        else:
            assert hits[group].all()
    for group, (ratio, printed) in INVERSE_CUBE.items():
        theory = erf(0.5 * sqrt(pi) * ratio)
        assert theory == pytest.approx(printed, abs=1e-6)
        finite = 1.0 - (1.0 - theory) * exp(beyond(ratio))
        share("O14", f"inverse-cube sweeps, W/S = {ratio:g}", hits[group], finite)


# ---- O15: lateral range --------------------------------------------------------------------------


def lateral(x: float, cut: float = np.inf) -> float:
    """Probability to detect at lateral range x, with the sensor cut at a range [nm]: O16 from -y to y."""
    if x >= cut:
        return 0.0
    y = sqrt(cut * cut - x * x)
    along = 1.0 if y == np.inf else y / sqrt(x * x + y * y)
    return -expm1(-2.0 * K / (V * x * x) * along) if x > 0.0 else 1.0


def width(cut: float, out_to: float) -> float:
    """Integral of the lateral range curve between -out_to and out_to [nm]."""
    return float(2.0 * quad(lateral, 0.0, min(cut, out_to), args=(cut,), epsabs=1e-10)[0])


def test_theory_of_the_sweep_width() -> None:
    """The printed widths, to their last digit; the one without cut in closed form within 15 nm as below."""
    a = 2.0 * K / V
    closed = 2.0 * (15.0 * -expm1(-a / 225.0) + sqrt(pi * a) * erfc(sqrt(a) / 15.0))
    assert width(np.inf, 15.0) == pytest.approx(closed, abs=1e-9)
    assert 2.0 * sqrt(2.0 * pi * K / V) == pytest.approx(4.48399, abs=5e-6)
    assert width(14.27, 20.0) == pytest.approx(4.149, abs=6e-4)
    assert width(5.0, 20.0) == pytest.approx(3.609, abs=6e-4)


HORIZON = sqrt(8.0 / 3.0 * 6371.0) * (sqrt(0.025) + sqrt(0.002)) / 1.852


@pytest.mark.parametrize(
    ("what", "cut", "changes"),
    [
        ("unlimited", np.inf, {}),
        ("cut at the horizon of 25 m and 2 m", HORIZON, {"sensors.eye.height": "25 m"}),
        ("cut at 5 nm", 5.0, {"sensors.eye.detects.target.range": "5 nm"}),
    ],
)
def test_sweep_width(what: str, cut: float, changes: dict[str, object], seeds: range) -> None:
    """W = 30 nm times the share detected of targets within 15 nm, and each nautical mile of the curve for itself."""
    worlds = [run("lateral_range", changes, seed) for seed in seeds]
    x = np.concatenate([np.abs(places(world)[:, 1] - 200.0) for world in worlds])
    seen = np.concatenate([detected(world) for world in worlds])
    p = width(cut, 15.0) / 30.0
    z = (seen.mean() - p) / sqrt(p * (1.0 - p) / len(seen))
    agree("O15", f"sweep width [nm], {what}", 30.0 * p, 30.0 * float(seen.mean()), len(seen), z)
    mean = np.array([lateral(v, cut) for v in x])  # probabilities of the very targets: the curve, point by point
    for k in range(15):
        within = (x >= k) & (x < k + 1)
        spread = sqrt(float((mean * (1.0 - mean))[within].sum()))
        assert abs(seen[within].sum() - mean[within].sum()) <= Z * spread


# ---- O16: finite leg -----------------------------------------------------------------------------

C2 = 2.0**2 + 0.02**2


def spent(t: Floats) -> Floats:
    """Exposure t [h] after the start, 5 nm before the closest point."""
    y = -5.0 + V * t
    exposure: Floats = K / V * (y / (C2 * np.sqrt(C2 + y * y)) + 5.0 / (C2 * sqrt(C2 + 25.0)))
    return exposure


def test_finite_leg(seeds: range) -> None:
    """How many, and when."""
    whole = float(spent(np.array(10.0 / V)))
    assert whole == pytest.approx(0.3713509800, abs=1e-10)
    p = -expm1(-whole)
    worlds = [run("finite_leg", seed=seed) for seed in seeds]
    share("O16", "leg of 10 nm at 2 nm", np.concatenate([detected(world) for world in worlds]), p)
    times = np.concatenate([gains(world)["t"] for world in worlds])
    test = kstest(times, lambda t: -np.expm1(-spent(t)) / p)
    assert test.pvalue > 6e-5  # as |z| < 4


def test_full_line(seeds: range) -> None:
    """19 990 nm before and after leave 2 / 19990^2 of the exposure out: 1e-8."""
    points = [nm(10, 3), nm(39990, 3)]
    changes = {"groups.searcher.route.points": points, "time.measure": "2700 h"}
    share("O16", "endless line at 2 nm", pooled("finite_leg", changes, seeds), 0.3296531)


# ---- O17: looking at instants, what the core must not do -----------------------------------------


@pytest.mark.parametrize(("apart", "theory"), [(10.0, 0.31416), (5.0, 0.62832)])
def test_snapshots_miss_and_a_sensor_that_is_always_on_does_not(apart: float, theory: float, seeds: range) -> None:
    """(pi R / 2) / d; a look of a second sweeps 10 kn / 3600 more of d."""
    looks = [{"from": f"{7200 + k * int(360 * apart)} s", "to": f"{7201 + k * int(360 * apart)} s"} for k in range(7)]
    changes: dict[str, object] = {"groups.searcher.sensors": looks}
    seconds = 10.0 / 3600.0 / apart
    assert 0.5 * pi * 2.0 / apart == pytest.approx(theory, abs=5e-6)
    share("O17", f"looks every {apart:g} nm", pooled("snapshots", changes, seeds), 0.5 * pi * 2.0 / apart + seconds)
    assert detected(run("snapshots", {"groups.searcher.sensors": None})).all()
