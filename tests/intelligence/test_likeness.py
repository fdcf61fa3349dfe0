"""Whether a contact at a datum is what was described: the closed form, a count of cases, the gate."""

from math import hypot, pi, sqrt
from typing import Any

import numpy as np
import pytest

from guardship.intelligence import Habits, Likeness, State, recognised


@pytest.mark.parametrize(("off", "ratio", "chance"), [(0.0, 1.0, 0.799151), (4.0, 6.0, 0.763643)])
def test_the_printed_cases(off: float, ratio: float, chance: float) -> None:
    """A look-alike in a hundred square miles, 4 nm^2 of variance."""
    assert recognised(4.0, off * off / 4.0, 0.01, ratio) == pytest.approx(chance, abs=5e-7)


def test_it_is_the_one_that_was_described_as_often_as_it_says() -> None:
    """A contact taken at random of all near a datum, in bins of its distance; four standard errors."""
    rng, n, beta, sigma, side = np.random.default_rng(9), 40_000, 0.02, 1.5, 8.0
    own = rng.normal(0.0, sigma, (n, 2))
    others = rng.uniform(-side, side, (rng.poisson(n * beta * 4.0 * side * side), 2))
    near, far = 0.5, 2.5
    for low, high in ((0.0, near), (near, 1.5), (1.5, far)):
        true = int(((low <= np.hypot(*own.T)) & (np.hypot(*own.T) < high)).sum())
        false = int(((low <= np.hypot(*others.T)) & (np.hypot(*others.T) < high)).sum())
        r = np.sqrt(np.linspace(low**2, high**2, 2001))
        says = float(np.mean([recognised(sigma**2, d * d / sigma**2, beta) for d in r]))
        share, total = true / (true + false), true + false
        assert abs(share - says) < 4.0 * sqrt(0.25 / total)


def belief(pxx: float) -> State:
    return State(2.0, 10.0, 0.0, 0.0, 0.0, pxx, 0.0, 1.0)


def taken(eyes: Likeness, *seen: Any) -> bool:
    return eyes.chance(*seen) >= eyes.least


def test_it_goes_by_distance_and_by_how_many_look_so() -> None:
    eyes = Likeness(0.5, {"skiff": 0.01})
    assert taken(eyes, belief(4.0), 10.0, 0.0, 0.1, "skiff")
    assert not taken(eyes, belief(4.0), 14.0, 0.0, 0.1, "skiff")
    assert taken(eyes, belief(4.0), 14.0, 0.0, 0.1, "dhow")  # of which there are no others
    assert not taken(eyes, belief(25.0), 10.0, 0.0, 0.1, "skiff")  # by now it may be anywhere
    assert taken(Likeness(0.2, {"skiff": 0.01}), belief(25.0), 10.0, 0.0, 0.1, "skiff")


def test_beyond_the_gate_it_is_something_else() -> None:
    off = hypot(0.1, 2.0) * sqrt(Habits().gate)
    assert taken(Likeness(), belief(4.0), 10.0 + 0.999 * off, 0.0, 0.1, "dhow")
    assert not taken(Likeness(), belief(4.0), 10.0 + 1.001 * off, 0.0, 0.1, "dhow")
    assert recognised(1.0, 0.0, 1.0 / (2.0 * pi)) == 0.5
