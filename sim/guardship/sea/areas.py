"""Areas: a named ring on the plane, for zones, patrol boxes and fishing grounds. Lengths in nm."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from guardship.sea.coast import Coast

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Area:
    """The inside of `ring` (n, 2) [nm], the last point not a repetition of the first.

    Of several rings, which do not cross, what lies in an odd number of them; they are one array, each closed by its
    first corner and followed by a row of nan.
    """

    name: str
    ring: Floats = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a ring that crosses itself or encloses nothing."""
        ring = np.asarray(self.ring, float)
        if ring.ndim != 2 or ring.shape[1] != 2 or np.isinf(ring).any() or (np.isnan(ring).any() and not _parted(ring)):
            raise ValueError(f"area {self.name}: want finite corners (n, 2), got shape {ring.shape}")
        ring = ring[:-1] if len(ring) and (ring[0] == ring[-1]).all() else ring
        if len(ring) < 3:
            raise ValueError(f"area {self.name}: want three corners or more, got {len(ring)}")
        object.__setattr__(self, "ring", np.ascontiguousarray(ring))
        if not self.polygon.is_valid or self.polygon.area == 0.0:
            raise ValueError(f"area {self.name}: {shapely.is_valid_reason(self.polygon)}, area {self.size:g} nm2")

    @cached_property
    def polygon(self) -> shapely.Polygon | shapely.MultiPolygon:
        """The area as a shape; of several pieces a MultiPolygon."""
        if not np.isnan(self.ring).any():
            return shapely.Polygon(self.ring)
        rings = np.split(self.ring, np.flatnonzero(np.isnan(self.ring[:, 0])) + 1)
        return nested([ring[:-2] for ring in rings if len(ring)])

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


def _parted(ring: Floats) -> bool:
    """Whether rows of nan stand behind each ring only."""
    gaps = np.isnan(ring).all(axis=1)
    return bool(gaps[-1] and (np.isnan(ring).any(axis=1) == gaps).all() and not (gaps[1:] & gaps[:-1]).any())


def nested(rings: Sequence[Floats]) -> shapely.Polygon | shapely.MultiPolygon:
    """What lies in an odd number of rings (n, 2), not closed; not valid when they cross each other."""
    filled = shapely.polygons([shapely.linearrings(ring) for ring in rings])
    if len(filled) == 1:
        return filled[0]
    corners = shapely.points([ring[0] for ring in rings])
    around, inside = shapely.STRtree(corners).query(filled, predicate="contains")
    depth = np.bincount(inside, minlength=len(rings))
    holes: dict[int, list[int]] = {int(k): [] for k in np.flatnonzero(depth % 2 == 0)}
    for a, b in zip(around.tolist(), inside.tolist(), strict=True):
        if depth[b] % 2 and depth[a] == depth[b] - 1:
            holes[a].append(b)
    pieces = [shapely.Polygon(rings[k], [rings[hole] for hole in inner]) for k, inner in holes.items()]
    return pieces[0] if len(pieces) == 1 else shapely.MultiPolygon(pieces)
