"""The order of columns: a permutation along which neighbours are near each other, the same on every machine."""

import numpy as np
import pytest

from guardship.core.kernels import state as s
from guardship.core.kernels.blocks import BLOCK
from guardship.core.order import along, boxes


def test_neighbours_in_order_are_neighbours_at_sea() -> None:
    """Of 4 096 places on a square of side 64 the next is one or two away, in no order 33."""
    x, y = np.random.default_rng(1).uniform(0.0, 64.0, (2, 4096))
    order = along(x, y)
    assert sorted(order.tolist()) == list(range(4096))
    step = np.hypot(np.diff(x[order]), np.diff(y[order]))
    assert np.median(step) < 1.5
    assert step.mean() < 0.1 * np.hypot(np.diff(x), np.diff(y)).mean()


def test_the_curve() -> None:
    """The four quarters of a square in the order of the letter Z, from the south; places in one square as they come."""
    x = np.array([1.0, 0.0, 1.0, 0.0, 0.0, 1.0])
    y = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0])
    assert along(x, y).tolist() == [3, 4, 2, 1, 0, 5]
    assert along(np.zeros(3), np.zeros(3)).tolist() == [0, 1, 2]


def test_boxes_of_blocks() -> None:
    """A leg to its end among those that stand still without end; and, in the next block, one that sails on for ever."""
    c = np.zeros((s.COLUMNS, BLOCK + 1))
    c[:, 0] = (10.0, 20.0, 3.0, 0.0, 4.0, 0.0)  # dead-reckoned to time zero: at 1 h 13, until 4 h 22
    c[4, 1:BLOCK] = np.inf
    c[:, BLOCK] = (5.0, 5.0, 0.0, -2.0, np.inf, 0.0)
    reach = np.zeros(BLOCK + 1)
    reach[BLOCK] = 0.5
    found = boxes(c, reach, 1.0)
    assert found[:, 0] == pytest.approx([0.0, 22.0, 0.0, 20.0])
    assert found[:, 1] == pytest.approx([4.5, 5.5, -np.inf, 3.5])
