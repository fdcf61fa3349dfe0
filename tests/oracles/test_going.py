"""O54: a cutter goes after a partner's report as long as what is to be expected is over what its station is worth."""

from functools import cache
from math import expm1, sqrt
from typing import Any

import pytest

from .worlds import SCORES, Score, run

R, SPEED, STATION = 10.0, 20.0, (260.0, 200.0)  # nm, kn, nm: as in the file
CHANCE, STOPS, BOARDS = 0.5, 0.8, 1.0
RATE, HOURS = 0.02, 1000.0
SIGMA, SIGMA_V, AGILITY = 1.0, 3.0, 1.0  # nm, kn, kn in an hour


@cache
def late(age: float) -> Any:
    """The run in which the report is so long under way [h]."""
    return run("going", {"sharing.channels.from_alpha.delay": f"{age!r} h"})


def weighed(age: float) -> Any:
    """The line of the run's own table; there is one report."""
    (row,) = late(age).goings.itertuples()
    return row


def surplus(age: float) -> float:
    """P F s - r H in closed form, of what is reported moving on with the velocity that the report says."""
    seen = late(age).reports.iloc[0]
    vx, vy = seen["vx"], seen["vy"]
    dx, dy = seen["x"] + vx * age - STATION[0], seen["y"] + vy * age - STATION[1]
    a, b, c = SPEED**2 - vx * vx - vy * vy, dx * vx + dy * vy, dx * dx + dy * dy
    hours = (b + sqrt(b * b + a * c)) / a  # |d + v t| = speed t
    t = age + hours
    s = SIGMA**2 + (t * SIGMA_V) ** 2 + AGILITY**2 * t**3 / 3.0
    f = -expm1(-0.5 * R * R / s)
    rate = RATE * HOURS / (HOURS + age)  # nothing has been met on its station until then
    return float(CHANCE * f * STOPS - rate * (2.0 * hours + f * BOARDS))


@pytest.mark.parametrize("age", [0.0, 0.5, 1.0, 2.0, 4.0])
def test_both_sides_are_those_of_the_closed_form(age: float) -> None:
    """To 1e-6: a pass of a definite law is integrated, and a first look takes some microseconds."""
    row, theory = weighed(age), surplus(age)
    assert row.use - row.cost == pytest.approx(theory, rel=1e-6)
    events = late(age).events
    assert row.went == (theory > 0.0) == ("tasked" in set(events["kind"]))
    assert row.went or "not_worth_going" in set(events.loc[events["kind"] == "no_unit", "reason"])
    SCORES.append(Score("O54", f"surplus of a report {age:g} h old", theory, row.use - row.cost, 1, 0.0))


def test_use_falls_with_age() -> None:
    uses = [weighed(age).use for age in (0.0, 0.5, 1.0, 2.0, 4.0)]
    assert uses == sorted(uses, reverse=True)


def test_the_age_at_which_it_no_longer_goes() -> None:
    """By bisection in closed form, and half a minute to either side through the running model."""
    low, high = 1.0, 2.0
    assert surplus(low) > 0.0 > surplus(high)
    for _ in range(6):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if surplus(middle) > 0.0 else (low, middle)
    assert weighed(low).went and not weighed(high).went
    assert high - low < 0.02
