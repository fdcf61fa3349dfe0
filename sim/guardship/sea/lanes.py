"""Sea lanes: a line on the plane with a width, tracks beside it, and patrol beats along it. Lengths in nm."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lane:
    """A lane along `line` (n, 2) plane points [nm] in the direction of travel, `width` [nm] across."""

    name: str
    line: Floats
    width: float

    def __post_init__(self) -> None:
        """Refuse what is not a line; points given twice are dropped."""
        line = np.asarray(self.line, float)
        if line.ndim != 2 or line.shape[1] != 2 or not np.isfinite(line).all():
            raise ValueError(f"lane {self.name}: want finite points (n, 2), got shape {line.shape}")
        line = line[np.concatenate([[True], np.any(np.diff(line, axis=0) != 0.0, axis=1)])]
        if len(line) < 2:
            raise ValueError(f"lane {self.name}: want two different points, got {len(line)}")
        if not self.width >= 0.0:
            raise ValueError(f"lane {self.name}: want a width of 0 or more, got {self.width}")
        object.__setattr__(self, "line", np.ascontiguousarray(line))

    @cached_property
    def distances(self) -> Floats:
        """How far along the lane each of its points is [nm]."""
        return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.line, axis=0).T))])

    @property
    def length(self) -> float:
        """From the first point to the last [nm]."""
        return float(self.distances[-1])

    def point_at(self, s: float) -> tuple[float, float]:
        """The point s [nm] along the lane; its ends beyond them."""
        x, y = (float(np.interp(s, self.distances, self.line[:, axis])) for axis in (0, 1))
        return x, y

    def track(self, offset: float) -> Floats:
        """The line (n, 2) shifted sideways by `offset` [nm], positive to starboard, mitred at bends.

        Raises ValueError where a bend is too sharp or too short for it.
        """
        return self._shifted(self.line, offset)

    def beats(self, count: int, width: float) -> list[Floats]:
        """`count` patrol beats (k, 2), each a loop `width` [nm] across about an equal stretch of the lane.

        Out on the starboard side, back on the port side, from the last corner to the first again: four corners, and two
        more for each bend. Neighbours share a short side and nothing else.
        """
        if count < 1:
            raise ValueError(f"lane {self.name}: want one beat or more, got {count}")
        cuts = np.linspace(0.0, self.length, count + 1)
        at = np.union1d(self.distances, cuts)
        at = at[np.concatenate([[True], np.diff(at) > 1e-9 * self.length])]
        line = np.column_stack([np.interp(at, self.distances, self.line[:, axis]) for axis in (0, 1)])
        starboard, port = self._shifted(line, 0.5 * width), self._shifted(line, -0.5 * width)
        edge = np.abs(at - cuts[:, None]).argmin(axis=1)
        return [np.concatenate([starboard[a : b + 1], port[a : b + 1][::-1]]) for a, b in pairwise(edge)]

    def _shifted(self, line: Floats, offset: float) -> Floats:
        """A line moved to starboard: each point along the mitre of the two legs that meet there."""
        way = np.diff(line, axis=0)
        normal = np.column_stack([way[:, 1], -way[:, 0]]) / np.hypot(*way.T)[:, None]
        before, after = np.vstack([normal[:1], normal]), np.vstack([normal, normal[-1:]])
        turned = 1.0 + (before * after).sum(axis=1)
        if turned.min() < 0.05:  # more than about 162 degrees
            raise ValueError(f"lane {self.name}: turns back on itself")
        shifted = line + offset * (before + after) / turned[:, None]
        if ((np.diff(shifted, axis=0) * way).sum(axis=1) <= 0.0).any():
            raise ValueError(f"lane {self.name}: a leg at a bend is too short for a track {offset:g} nm aside")
        return np.ascontiguousarray(shifted)


def posts(line: Floats, count: int) -> Floats:
    """`count` places (count, 2) at equal distances along a line, the first and the last half of that from its ends."""
    lane = Lane("posts", line, 0.0)
    return np.array([lane.point_at((k + 0.5) / count * lane.length) for k in range(count)]).reshape(-1, 2)
