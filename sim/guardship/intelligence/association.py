"""Which track a new contact belongs to: gated nearest neighbour.

How often it fails follows from the density of objects: among beta per square mile, with error sigma per axis, the
nearest is the right one with probability 1 / (1 + 2 pi beta sigma^2).
"""

from dataclasses import dataclass
from math import inf, log
from typing import final

from guardship.intelligence.filter import FLOOR, State
from guardship.intelligence.history import History
from guardship.intelligence.observation import Observation
from guardship.intelligence.track import Track


@final
@dataclass(frozen=True, slots=True)
class Habits:
    """How a holder keeps its picture.

    `gate`      squared statistical distance beyond which a contact is another object; 99.9 % of chi-square, 2 degrees
    `reach`     [nm] farther than this from where a track was last estimated no contact is taken for it
    `vague`     [nm] a track less certain than this per axis claims no contact
    `mismatch`  added to the squared distance when both appearances are known and differ: -2 ln of the odds that one
                look was mistaken; 6 is one in twenty against nine in ten
    `agility`   [nm^2/h^3] intensity of white acceleration: 4 makes 2 kn of a course kept for an hour
    `sigma_v`   [kn] error per axis of "not moving" where no velocity was measured
    `memory`    [h] a track unseen for so long ends
    `window`    observations that a track can still run again
    """

    gate: float = 13.815510557964272
    reach: float = 30.0
    vague: float = 8.0
    mismatch: float = 6.0
    agility: float = 4.0
    sigma_v: float = 8.0
    memory: float = 12.0
    window: int = 32

    def history(self) -> History:
        """A history for whoever keeps a picture so, and does not have one with others."""
        return History(self.agility, self.sigma_v)


@final
class Grid:
    """Tracks by the square that they were last estimated in, as wide as the reach; nine hold every candidate."""

    __slots__ = ("_cells", "_habits")

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._cells: dict[tuple[float, float], dict[int, Track]] = {}

    def place(self, track: Track) -> None:
        """Put a track where it is now."""
        latest, reach = track.latest, self._habits.reach
        cell = (latest.x // reach, latest.y // reach)
        if cell != track.cell:
            self.remove(track)
            track.cell = cell
            self._cells.setdefault(cell, {})[track.id] = track

    def remove(self, track: Track) -> None:
        if track.cell is not None:
            del self._cells[track.cell][track.id]
            track.cell = None

    def near(self, x: float, y: float) -> list[Track]:
        """The tracks in the square of a point [nm] and the eight around it; their order means nothing."""
        reach, cells = self._habits.reach, self._cells
        i, j = x // reach, y // reach
        found: list[Track] = []
        for di in (-1.0, 0.0, 1.0):
            for dj in (-1.0, 0.0, 1.0):
                cell = cells.get((i + di, j + dj))
                if cell:
                    found += cell.values()
        return found

    def nearest(self, seen: Observation) -> Track | None:
        """The most likely track among those inside the gate, of equals the lowest id; None: an object unknown so far.

        One observer's two simultaneous contacts are two objects, so what it holds under another number is no candidate.
        """
        best, least, limit = None, inf, self._habits.reach**2
        x, y, by = seen.x, seen.y, seen.by
        for track in self.near(x, y):
            latest = track.latest
            dx, dy = x - latest[1], y - latest[2]
            if dx * dx + dy * dy > limit or by in track.holding:
                continue
            cost = self._cost(track, latest, seen)
            if cost < least or (cost == least and best is not None and track.id < best.id):
                best, least = track, cost
        return best

    def _cost(self, track: Track, latest: State, seen: Observation) -> float:
        """Twice the negative log-likelihood up to a constant, d^2 + ln |S|; infinite outside the gate.

        Without the determinant the vaguest track of the neighbourhood, which is near to everything, would win. Twenty
        tracks are asked for each newcomer, so the prediction is written out: `predict` makes it take twice as long.
        """
        habits = self._habits
        time, x, y, vx, vy, pxx, pxv, pvv = latest
        t = seen.time - time
        if t < 0.0:
            time, x, y, vx, vy, pxx, pxv, pvv = track.state(seen.time)
            t = 0.0
        pxx += t * (2.0 * pxv + t * (pvv + habits.agility * t / 3.0))
        dx, dy = seen.x - x - vx * t, seen.y - y - vy * t
        s = pxx + seen.sigma * seen.sigma + FLOOR
        distance = (dx * dx + dy * dy) / s
        if seen.hull != track.hull and seen.hull is not None and track.hull is not None:
            distance += habits.mismatch
        if distance > habits.gate or pxx > habits.vague * habits.vague:
            return inf
        return distance + 2.0 * log(s)
