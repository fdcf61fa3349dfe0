"""What the scaling benchmark fits and writes, and that its worlds are what they say."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.scaling.fit import power
from benchmarks.scaling.measure import Measured
from benchmarks.scaling.report import BEGIN, END, TITLES, by_series, section, write
from benchmarks.scaling.worlds import REACH, SETTLED, Point, points, square


def test_power_law() -> None:
    """An exact law is found exactly; the interval of a noisy one holds the truth 95 times in 100."""
    x = np.geomspace(100, 1e5, 7)
    exact = power(x, 3.0 * x**1.25)
    assert exact.exponent == pytest.approx(1.25) and exact.half == pytest.approx(0.0, abs=1e-9)
    assert exact.last == pytest.approx(1.25)
    rng = np.random.default_rng(1)
    fits = [power(x, x**1.25 * np.exp(rng.normal(0.0, 0.3, 7))) for _ in range(1_000)]
    held = np.mean([abs(f.exponent - 1.25) <= f.half for f in fits])
    assert 0.93 < held < 0.97  # 1 000 draws: a deviation of 0.007


def test_contacts_of_the_square() -> None:
    """The trial's world is what the rate of encounters says: 2 r w n / A for each sensor, w the mean relative speed."""
    point = Point("trial", 500, 10, 20.0)
    ocean = square(point)
    ocean.advance(SETTLED)
    before = ocean.work()["gains"]
    ocean.advance(24.0 * point.days)
    v = np.random.default_rng(2).uniform(8.0, 18.0, (2, 20_000))
    turn = np.random.default_rng(3).uniform(0.0, 2.0 * np.pi, 20_000)
    w = np.sqrt(v[0] ** 2 + v[1] ** 2 - 2.0 * v[0] * v[1] * np.cos(turn)).mean()
    expected = 10 * 2.0 * REACH * w * 499 / point.side**2 * 24.0 * point.days
    # roaming from place to place crowds the middle: more meetings than of ships that are spread evenly (assumed <= 1.5)
    assert 1.0 < (ocean.work()["gains"] - before) / expected < 1.5


def test_density_is_constant() -> None:
    """Ships a square mile, and the share that looks."""
    found = points("fleet", quick=False)
    assert np.ptp([p.ships / p.side**2 for p in found]) < 1e-12
    assert {p.ships // p.sensors for p in found} <= {50, 52, 51}
    assert [p.x for p in points("sensors", quick=False)][-1] == 2_000


def test_section_goes_between_the_markers(tmp_path: Path) -> None:
    """The text around it stays, a second time too."""
    some = [
        Measured(
            p, 0.1 * p.ships, 5.0, {"events": 10 * p.ships, "pair_tests": p.ships**2, "looks": p.ships, "legs": p.ships}
        )
        for name in TITLES
        for p in points(name, quick=True)
    ]
    text = section(by_series(some), None)
    assert all(title in text for title in TITLES.values())
    file = tmp_path / "page.md"
    file.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(file, text)
    write(file, text)
    page = file.read_text()
    assert page.startswith("before\n") and page.endswith("\nafter\n") and "old" not in page and page.count(text) == 1
