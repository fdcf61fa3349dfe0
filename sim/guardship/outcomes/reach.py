"""Whether a unit could still have met a group before its prize: straight on, at its top speed, where it may act.

No table says how long a way by water is, what keeps a unit, or how long a boarding takes. So the answer is the most
that can have been: who is not in reach here was not in reach. Lengths nm on the plane, times h, speeds kn.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, final

import numpy as np
from numpy.typing import NDArray

from guardship.core.kernels.polygon import point_in_polygon
from guardship.outcomes.fuel import Scale, Tracks
from guardship.outcomes.opportunities import Prize, Roll

type Floats = NDArray[np.float64]
type Rings = Sequence[Floats]


class Course(NamedTuple):
    """The way of a group to its prize, in straight pieces (n,): begin, end, place at the begin, velocity.

    `factor`: how many miles of the plane a mile is at the prize; `x_prize`, `y_prize`: where that was.
    """

    t: Floats
    end: Floats
    x: Floats
    y: Floats
    vx: Floats
    vy: Floats
    x_prize: float
    y_prize: float
    factor: float

    def pieces(self, keep: NDArray[np.bool_]) -> "Course":
        """Some of its pieces."""
        t, end, x, y, vx, vy = (column[keep] for column in (self.t, self.end, self.x, self.y, self.vx, self.vy))
        return self._replace(t=t, end=end, x=x, y=y, vx=vx, vy=vy)


@final
class Reach:
    """Who could have been where. `prizes`: by voyage; `closed`: waters where a nation may not act, corners (k, 2)."""

    def __init__(
        self, prizes: Mapping[int, Prize], roll: Roll, tracks: Tracks, scale: Scale, closed: Mapping[str, Rings]
    ) -> None:
        self.prizes, self.roll, self.tracks, self.scale = prizes, roll, tracks, scale
        self.closed = {k: closed[name] for k, name in enumerate(roll.nations) if closed.get(name)}
        self._courses: dict[tuple[int, int], Course] = {}

    @staticmethod
    def concerned(prizes: Mapping[int, Prize], roll: Roll) -> set[int]:
        """Rows of the vessels whose tracks are asked for."""
        units = {row for row, boards in enumerate(roll.boards) if boards}
        return units.union(*((prize.lead, prize.row) for prize in prizes.values()))

    @cached_property
    def boarders(self) -> Mapping[int, Sequence[int]]:
        """The units of each holder that can board, by row."""
        found: dict[int, list[int]] = {}
        for row, boards in enumerate(self.roll.boards):
            if boards and self.roll.holder[row] >= 0:
                found.setdefault(self.roll.holder[row], []).append(row)
        return found

    def afloat(self, holder: int, t: float) -> list[tuple[int, float, float]]:
        """The units of a holder that can board and are in the theatre at t, and where."""
        places = ((unit, self.tracks.place(unit, t)) for unit in self.boarders.get(holder, ()))
        return [(unit, *place) for unit, place in places if place is not None]

    def lateness(self, voyage: int, unit: int, t: float) -> float | None:
        """By how much [h] a unit that leaves at t comes later than the prize to where it was; negative: earlier.

        None when the unit is not in the theatre.
        """
        place, prize, course = self.tracks.place(unit, t), self.prizes[voyage], self.course(voyage)
        if place is None:
            return None
        far = float(np.hypot(course.x_prize - place[0], course.y_prize - place[1]))
        return t + far / (self.roll.speeds[unit] * course.factor) - prize.time

    def nearest(self, voyage: int, holder: int, t: float) -> tuple[float, int] | None:
        """The least lateness [h] of a holder's units that can board, and whose; None without such a unit."""
        late = ((self.lateness(voyage, unit, t), unit) for unit, _, _ in self.afloat(holder, t))
        return min(((hours, unit) for hours, unit in late if hours is not None), default=None)

    def meets(self, voyage: int, holder: int, t: float, lawful: bool = True) -> bool:
        """Whether a unit of a holder that leaves at t can meet the group on its way to the prize, or at the prize.

        `lawful`: in waters where the holder may act; otherwise anywhere.
        """
        course = self.course(voyage, holder if lawful else -1)
        left = course.pieces(course.end > t)
        return any(
            _meets(left, t, x, y, self.roll.speeds[unit] * course.factor) for unit, x, y in self.afloat(holder, t)
        )

    def lawful(self, voyage: int, holder: int, t: float) -> bool:
        """Whether any of the way from t on lies in waters where a holder may act."""
        return bool((self.course(voyage, holder).end > t).any())

    def course(self, voyage: int, holder: int = -1) -> Course:
        """The way of the group to its prize, as far as it lies in waters where a holder may act; -1: all of it."""
        if holder not in self.closed:
            holder = -1
        if (voyage, holder) not in self._courses:
            whole = self._whole(self.prizes[voyage])
            self._courses[voyage, holder] = _outside(whole, self.closed[holder]) if holder >= 0 else whole
        return self._courses[voyage, holder]

    def _whole(self, prize: Prize) -> Course:
        """The legs of the mother ship until the prize, and the instant of the prize where that was."""
        tracks = self.tracks
        lo, hi = np.searchsorted(tracks.row, [prize.lead, prize.lead + 1])
        k = np.arange(lo, hi)[(tracks.end[lo:hi] > prize.sailed) & (tracks.t[lo:hi] < prize.time)]
        begin = np.maximum(tracks.t[k], prize.sailed)
        ahead = begin - tracks.t[k]
        x, y = tracks.x[k] + ahead * tracks.vx[k], tracks.y[k] + ahead * tracks.vy[k]
        at = tracks.place(prize.row, prize.time) or tracks.place(prize.lead, prize.time) or (float(x[-1]), float(y[-1]))
        return Course(
            np.append(begin, prize.time),
            np.append(np.minimum(tracks.end[k], prize.time), np.nextafter(prize.time, np.inf)),
            np.append(x, at[0]),
            np.append(y, at[1]),
            np.append(tracks.vx[k], 0.0),
            np.append(tracks.vy[k], 0.0),
            *at,
            float(self.scale(np.array(at[0]), np.array(at[1]))),
        )


def _meets(way: Course, t: float, x: float, y: float, speed: float) -> bool:
    """Whether who leaves a place at t with this speed can be where the group is, at some time of a piece.

    The distance less what can be sailed until then is a convex function of time: its least value on a piece is at an
    end, or where the group, being faster, comes nearest.
    """
    begin = np.maximum(way.t, t)
    lasts = way.end - begin
    dx, dy = way.x + (begin - way.t) * way.vx - x, way.y + (begin - way.t) * way.vy - y
    w2 = way.vx**2 + way.vy**2
    with np.errstate(divide="ignore", invalid="ignore"):
        closest = -(dx * way.vx + dy * way.vy) / w2
        miss = np.abs(dx * way.vy - dy * way.vx) / np.sqrt(w2)
        ahead = closest + speed * miss / np.sqrt(w2 * (w2 - speed**2))
    inner = np.clip(np.nan_to_num(ahead, nan=0.0, posinf=0.0, neginf=0.0), 0.0, lasts)
    for after in (np.zeros_like(lasts), lasts, inner):
        far = np.hypot(dx + after * way.vx, dy + after * way.vy)
        if bool((far <= speed * (begin - t + after)).any()):
            return True
    return False


def _outside(way: Course, rings: Rings) -> Course:
    """The parts of the pieces that lie in none of these waters."""
    cuts = [
        np.unique(np.concatenate([[0.0, 1.0], *(_crossings(way, k, ring) for ring in rings)]))
        for k in range(len(way.t))
    ]
    piece = np.repeat(np.arange(len(cuts)), [len(cut) - 1 for cut in cuts])
    first, last = (np.concatenate([cut[part] for cut in cuts]) for part in (slice(None, -1), slice(1, None)))
    lasts = (way.end - way.t)[piece]
    x, y = (at[piece] + first * lasts * v[piece] for at, v in ((way.x, way.vx), (way.y, way.vy)))
    half = 0.5 * (last - first) * lasts
    inside = [
        any(point_in_polygon(ring, a, b) for ring in rings)
        for a, b in zip((x + half * way.vx[piece]).tolist(), (y + half * way.vy[piece]).tolist(), strict=True)
    ]
    begin, end = way.t[piece] + first * lasts, np.where(last == 1.0, way.end[piece], way.t[piece] + last * lasts)
    cut = way._replace(t=begin, end=end, x=x, y=y, vx=way.vx[piece], vy=way.vy[piece])
    return cut.pieces(~np.array(inside, bool))


def _crossings(way: Course, k: int, ring: Floats) -> Floats:
    """Where piece k crosses the border of some waters, as parts of the piece."""
    lasts = way.end[k] - way.t[k]
    ax, ay, dx, dy = way.x[k], way.y[k], lasts * way.vx[k], lasts * way.vy[k]
    px, py = ring[:, 0], ring[:, 1]
    ex, ey = np.roll(px, -1) - px, np.roll(py, -1) - py
    with np.errstate(divide="ignore", invalid="ignore"):
        across = dx * ey - dy * ex
        along = ((px - ax) * ey - (py - ay) * ex) / across
        on_edge = ((px - ax) * dy - (py - ay) * dx) / across
    hit = (along > 0.0) & (along < 1.0) & (on_edge >= 0.0) & (on_edge <= 1.0)
    return np.asarray(along[hit], float)
