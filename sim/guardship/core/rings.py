"""Polygons as arrays: the corners of a ring (n, 2), or of several.

An area of several rings (holes, pieces) is one array: each ring closed by its first corner, and a row of nan after it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def joined(rings: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Rings (n, 2), not closed, as one array; a single one as it is."""
    if len(rings) == 1:
        return rings[0]
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for ring in rings for part in (ring, ring[:1], gap)])


def limits(ring: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and greatest x and y of a ring, or of several."""
    return np.nanmin(ring, axis=0), np.nanmax(ring, axis=0)
