"""Areas: a named ring on the plane, for zones, patrol boxes and fishing grounds. Lengths in nm."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from guardship.sea.coast import Coast

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Area:
    """The inside of `ring` (n, 2) [nm], the last point not a repetition of the first."""

    name: str
    ring: Floats = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a ring that crosses itself or encloses nothing."""
        ring = np.asarray(self.ring, float)
        if ring.ndim != 2 or ring.shape[1] != 2 or not np.isfinite(ring).all():
            raise ValueError(f"area {self.name}: want finite corners (n, 2), got shape {ring.shape}")
        ring = ring[:-1] if len(ring) and (ring[0] == ring[-1]).all() else ring
        if len(ring) < 3:
            raise ValueError(f"area {self.name}: want three corners or more, got {len(ring)}")
        object.__setattr__(self, "ring", np.ascontiguousarray(ring))
        if not self.polygon.is_valid or self.polygon.area == 0.0:
            raise ValueError(f"area {self.name}: {shapely.is_valid_reason(self.polygon)}, area {self.size:g} nm2")

    @cached_property
    def polygon(self) -> shapely.Polygon:
        """The area as a shape."""
        return shapely.Polygon(self.ring)

    @property
    def size(self) -> float:
        """Its area on the plane [nm2]."""
        return float(self.polygon.area)

    def contains(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
        """Whether plane points [nm] are inside; a point on the border is not."""
        return np.asarray(shapely.contains_xy(self.polygon, x, y))

    def sea_share(self, coast: Coast) -> float:
        """The share of the area that is sea, 0 to 1."""
        return 1.0 - float(shapely.intersection(self.polygon, coast.land).area) / self.size
