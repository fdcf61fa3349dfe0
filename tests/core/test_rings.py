"""Polygons as arrays."""

import numpy as np

from guardship.core.rings import joined, limits
from guardship.sea.areas import Area

OUTLINE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 8.0], [0.0, 8.0]])
PIECE = np.array([[12.0, 1.0], [15.0, 1.0], [15.0, 6.0], [12.0, 6.0]])


def test_a_single_ring_stays_as_it_is() -> None:
    assert joined([OUTLINE]) is OUTLINE
    assert Area("sea", joined([OUTLINE])).ring.shape == (4, 2)


def test_several_are_closed_and_apart() -> None:
    ring = joined([OUTLINE, PIECE])
    assert ring.shape == (12, 2) and np.isnan(ring[[5, 11]]).all() and not np.isnan(np.delete(ring, [5, 11], 0)).any()
    assert (ring[4] == OUTLINE[0]).all() and (ring[10] == PIECE[0]).all()
    low, high = limits(ring)
    assert (*low, *high) == (0.0, 0.0, 15.0, 8.0)
