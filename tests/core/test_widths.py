"""The sweep width of a suite, against closed forms and a plain sum."""

from math import exp, inf, pi, sqrt

import numpy as np
import pytest

from guardship.core.widths import Sees, sweep_width


def test_closed_forms() -> None:
    """Koopman: 2 R of a definite law, 2 sqrt(2 pi K / v) of an inverse cube law, to what it is integrated with."""
    assert sweep_width([Sees(definite=5.0)], 10.0) == pytest.approx(10.0, rel=1e-12)
    assert sweep_width([Sees(cube=48.0, r=inf)], 15.0) == pytest.approx(2.0 * sqrt(2.0 * pi * 48.0 / 15.0), rel=1e-4)
    assert sweep_width([], 15.0) == sweep_width([Sees()], 15.0) == 0.0


def test_certain_within_what_is_uncertain_farther_out() -> None:
    both = sweep_width([Sees(definite=5.0), Sees(rings=((3.0, 60.0),))], 10.0)
    assert both == pytest.approx(10.0, rel=1e-12)


@pytest.mark.parametrize("speed", [5.0, 15.0, 120.0])
def test_several_laws_are_a_plain_sum(speed: float) -> None:
    """To 1e-3: of the sum."""
    laws = [Sees(cube=48.0, height2=0.5, r=8.0), Sees(rings=((9.0, 8.0), (3.0, 20.0)))]
    x = np.linspace(0.0, 9.0, 20001)
    y = np.linspace(-9.0, 9.0, 2001)
    total = 0.0
    for at in x[::20]:
        far2 = at * at + y * y
        rate = np.where(far2 < 64.0, 48.0 * (far2 + 0.5) ** -1.5, 0.0)
        rate += np.where(far2 < 9.0, 20.0, np.where(far2 < 81.0, 8.0, 0.0))
        total += 1.0 - exp(-float(rate.sum()) * (y[1] - y[0]) / speed)
    assert sweep_width(laws, speed) == pytest.approx(2.0 * total * (x[20] - x[0]), rel=2e-3)
