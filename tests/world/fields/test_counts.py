"""What a unit has identified: the boats that were vessels, and those of the field that were only counted."""

from math import pi, sqrt
from pathlib import Path

import numpy as np
import pandas
import pytest
from scipy import special, stats

from guardship.outcomes.flights import Flight, flights
from guardship.world.fields import poisson

from .worlds import BOATS, RANGE, SIDE, SPEED, run


def test_expected_harmless_boats(tmp_path: Path) -> None:
    """density * 2 R w, w = 2/pi (u + v) E(m) with m = 4uv/(u + v)^2 (oracle O18), to 1 %: told at once."""
    one = run(tmp_path)
    u, v = 6.0, SPEED
    w = 2.0 / pi * (u + v) * special.ellipe(4.0 * u * v / (u + v) ** 2)
    expected = BOATS / SIDE**2 * 2.0 * RANGE * w * 100.0
    row = one.model.crew.rows["frigates/0"]
    assert sum(one.model.fields.expected(row, 0.0, 100.0)) == pytest.approx(expected, rel=0.01)
    slow = run(tmp_path, set={"sensors.eyes.identifies.skiff.after": "30 min"})
    assert 0.3 * expected < sum(slow.model.fields.expected(row, 0.0, 100.0)) < 0.7 * expected
    rests = run(tmp_path, set={"field.skiffs.rests": ["monday", "tuesday"]})
    assert sum(rests.model.fields.expected(row, 0.0, 96.0)) == pytest.approx(expected * 0.48, rel=0.01)
    counts = [one.model.fields.counted(row, 0.0, 100.0, n) for n in range(50)]
    assert abs(np.mean([seen for seen, _ in counts]) - expected) < 4.0 * sqrt(expected / 50)
    assert all(noted == 0 for _, noted in counts)
    told = run(tmp_path, set={"field.skiffs.noted": 0.25}).model.fields
    noted = [told.counted(row, 0.0, 100.0, n) for n in range(50)]
    assert abs(np.mean([some for _, some in noted]) - 0.25 * expected) < 4.0 * sqrt(0.25 * expected / 50)
    assert all(some <= seen for seen, some in noted)
    assert counts[7] == one.model.fields.counted(row, 0.0, 100.0, 7)


@pytest.mark.parametrize("mean", [0.0, 0.3, 7.0, 90.0])
def test_poisson_quantiles(mean: float) -> None:
    u = (np.arange(200) + 0.5) / 200
    assert [poisson(float(k), mean) for k in u] == stats.poisson.ppf(u, mean).tolist() if mean else [0] * 200


def test_flights_from_a_log() -> None:
    """A flight that is not over does not count, a contact that is reported twice counts once."""
    lines = [
        (1.0, "takeoff", "p3"),
        (1.5, "contact_identified", "p3"),
        (2.0, "report", "p3"),
        (2.1, "report", "p3"),
        (2.2, "contact_identified", "frigate"),
        (9.0, "landed", "p3"),
        (20.0, "takeoff", "p3"),
        (28.0, "landed", "p3"),
        (40.0, "takeoff", "p3"),
    ]
    events = pandas.DataFrame([(*line, 5) for line in lines], columns=["t", "kind", "actor", "contact"])
    found = flights(events, ["p3"], lambda unit, begin, end, n: (10 + n, n))
    assert found == [Flight("p3", 1.0, 9.0, 1, 10, 1), Flight("p3", 20.0, 28.0, 0, 11, 0, 1)]
    assert found[0].hours == 8.0
