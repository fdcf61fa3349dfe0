"""Points in polygons, which are arrays as `core/rings.py` has them."""

import numpy as np
from numpy.typing import NDArray

from guardship.core.kernels.compile import kernel


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
