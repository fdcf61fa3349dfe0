"""The reference theatre as plain arrays: what every peer is given, and what it has to answer. Units: nm, h, kn.

Vessels sail tracks that are drawn beforehand. Observers gain a contact when a vessel comes within a definite range, and
lose it when the vessel leaves it. A free patrol that gains contact of an illicit vessel makes for it at its top speed
(constant-speed intercept of the quarry's present leg); alongside, the quarry is taken out and the patrol goes on with
its route at the next way point; when the quarry gets out of its range, cannot be reached or is gone, it does so too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from guardship.core.kernels.state import Floats, Ints

SIDE = 540.0  # nm, 1 000 km
DISC = 21.6  # nm, 40 km
DAY = 24.0


@dataclass(frozen=True, slots=True)
class Roaming:
    """The ground of vessels that roam, for a core that draws their legs itself: the draws are those of the knots."""

    rings: tuple[Floats, ...]
    seed: int
    row: Ints  # in the theatre
    ring: Ints
    id: Ints  # stable ids, as uint64
    leg: Floats  # mean leg [nm], 0: anywhere in the ring
    stops: Floats  # mean stay after a leg [h]
    speed: Floats

    @classmethod
    def none(cls) -> "Roaming":
        """Nobody roams."""
        i, f = np.zeros(0, np.int64), np.zeros(0)
        return cls((), 0, i, i, i.astype(np.uint64), f, f, f)


@dataclass(frozen=True, slots=True)
class Theatre:
    """Vessel i sails from knot to knot, `first[i]` to `first[i + 1] - 1`; it is there from its first to its last.

    A patrol is there all the time and goes round and round: from its first knot to the second, and after the last to
    the second again; times of its knots mean nothing but the start. `kind` -1: sees nothing.
    """

    name: str
    hours: float
    t: Floats  # (K,) of knots
    x: Floats
    y: Floats
    first: Ints  # (n + 1,)
    sig: Ints  # (n,) signature
    kind: Ints  # (n,) kind of observer
    ranges: Floats  # (kinds, signatures), 0: never
    illicit: Ints  # (n,) 1: patrols make for it
    patrol: Ints  # (n,) 1: free patrol
    cruise: Floats  # (n,) speed of a patrol
    top: Floats  # (n,) its top speed
    roaming: Roaming

    @property
    def size(self) -> int:
        """How many vessels."""
        return len(self.sig)

    def span(self, i: int) -> tuple[float, float]:
        """From when until when a vessel is there [h]."""
        if self.patrol[i]:
            return 0.0, self.hours
        return float(self.t[self.first[i]]), float(self.t[self.first[i + 1] - 1])

    def spans(self) -> tuple[Floats, Floats]:
        """The same of all."""
        begin, end = self.t[self.first[:-1]].copy(), self.t[self.first[1:] - 1].copy()
        begin[self.patrol > 0], end[self.patrol > 0] = 0.0, self.hours
        return begin, end

    def velocities(self) -> tuple[Floats, Floats]:
        """(K,) from each knot to the next [kn]; of the last knot of a vessel 0."""
        dt = np.diff(self.t, append=np.inf)
        last = self.first[1:] - 1
        vx, vy = np.diff(self.x, append=0.0), np.diff(self.y, append=0.0)
        dt[dt <= 0.0] = np.inf
        vx, vy = vx / dt, vy / dt
        vx[last] = vy[last] = 0.0
        return vx, vy

    def within(self, hours: float) -> "Theatre":
        """The same for fewer hours."""
        return Theatre(
            self.name,
            min(hours, self.hours),
            self.t,
            self.x,
            self.y,
            self.first,
            self.sig,
            self.kind,
            self.ranges,
            self.illicit,
            self.patrol,
            self.cruise,
            self.top,
            self.roaming,
        )


class Outcome(NamedTuple):
    """What is compared: contacts gained by all observers, interceptions, hours in contact over all pairs."""

    contacts: int
    interceptions: int
    held: float


Ready = Callable[[], Outcome]  # all is prepared: only the run is timed; it runs once
Peer = Callable[[Theatre, float], Ready]  # the theatre, and the step [h]


class Track(NamedTuple):
    """The knots of one vessel: (t, x, y) each."""

    knots: Floats
    sig: int
    kind: int = -1


def sailed(points: Floats, speed: float, start: float, until: float) -> Floats:
    """Knots (t, x, y) along points at one speed from a time on; those after `until` but the first are left out."""
    t = start + np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))]) / speed
    count = int(np.searchsorted(t, until)) + 1
    return np.column_stack([t, points])[:count]


def laid_out(name: str, hours: float, tracks: Sequence[Track], ranges: Floats) -> Theatre:
    """A theatre of motion and detection only."""
    n = len(tracks)
    knots = np.concatenate([track.knots for track in tracks])
    first = np.cumsum([0] + [len(track.knots) for track in tracks])
    sig, kind = np.array([(track.sig, track.kind) for track in tracks]).T
    t, x, y = np.ascontiguousarray(knots.T)
    none, still = np.zeros(n, np.int64), np.zeros(n)
    sig, kind = np.ascontiguousarray(sig), np.ascontiguousarray(kind)
    return Theatre(name, hours, t, x, y, first, sig, kind, ranges, none, none, still, still, Roaming.none())


def wanderer(rng: np.random.Generator, speed: float, hours: float) -> Floats:
    """Knots between random points of the square."""
    count = int(hours * speed / (0.4 * SIDE)) + 8  # a mean leg is 0.52 of the side
    points = rng.uniform(0.0, SIDE, (count, 2))
    knots = sailed(points, speed, 0.0, hours)
    assert knots[-1, 0] >= hours
    return knots


def square(days: float = 30.0, disc: float = DISC, seed: int = 2, sensors: int = 30) -> Theatre:
    """A square of 540 nm: 30 searchers and 200 dhows between random points, a bent lane with 60 transits a day."""
    rng, hours = np.random.default_rng(seed), days * DAY
    tracks = [Track(wanderer(rng, rng.uniform(12.0, 18.0), hours), 2, 0) for _ in range(sensors)]
    for start in np.sort(rng.uniform(0.0, hours, int(60 * days))):
        x = np.linspace(0.0, SIDE, 8)[:: 1 if rng.random() < 0.5 else -1]
        y = SIDE / 2 + rng.normal(0.0, 5.4) + 16.2 * np.sin(np.linspace(0.0, 3.0, 8))
        speed = max(6.0, rng.normal(14.0, 2.0))
        tracks.append(Track(sailed(np.column_stack([x, y]), speed, start, np.inf), 0))
    tracks += [Track(wanderer(rng, rng.uniform(4.0, 10.0), hours), 1) for _ in range(200)]
    return laid_out("square", hours, tracks, np.array([[disc, disc, 0.0]]))


def trial(vessels: int, hours: float, seed: int = 3) -> Theatre:
    """Vessels between random points of 1 000 km, one in fifty with a sensor of 40 km that sees all without one."""
    rng = np.random.default_rng(seed)
    sensors = vessels // 50
    tracks = [Track(wanderer(rng, rng.uniform(12.0, 18.0), hours), 1, 0) for _ in range(sensors)]
    tracks += [Track(wanderer(rng, rng.uniform(4.0, 18.0), hours), 0) for _ in range(vessels - sensors)]
    return laid_out(f"trial {vessels}", hours, tracks, np.array([[DISC, 0.0]]))
