"""Points in polygons.

An area of several rings (holes, pieces) is one array: each ring closed by its first corner, and a row of nan after it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from guardship.core.kernels.compile import kernel


def joined(rings: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Rings (n, 2), not closed, as one array; a single one as it is."""
    if len(rings) == 1:
        return rings[0]
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for ring in rings for part in (ring, ring[:1], gap)])


def limits(ring: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and greatest x and y of a ring, or of several."""
    return np.nanmin(ring, axis=0), np.nanmax(ring, axis=0)


@kernel
def point_in_polygon(ring: NDArray[np.float64], x: float, y: float) -> bool:
    """Whether (x, y) is inside the ring (n, 2), closed or not: even-odd rule, on the border either answer.

    Of several rings: in an odd number of them. A side that ends in nan counts for none.
    """
    inside = False
    j = ring.shape[0] - 1
    for i in range(ring.shape[0]):
        if (ring[i, 1] > y) != (ring[j, 1] > y) and x < ring[i, 0] + (y - ring[i, 1]) * (ring[j, 0] - ring[i, 0]) / (
            ring[j, 1] - ring[i, 1]
        ):
            inside = not inside
        j = i
    return inside
