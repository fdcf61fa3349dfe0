"""A holder's picture: the tracks that it makes of the reports that reach it."""

from collections.abc import Iterable
from heapq import heappop, heappush
from math import hypot
from typing import final

from guardship.intelligence.association import Grid, Habits
from guardship.intelligence.filter import chance_within
from guardship.intelligence.history import History
from guardship.intelligence.observation import Kind, Observation, ObservationId, Report
from guardship.intelligence.track import Track
from guardship.reasons import Reason

MASK = (1 << 64) - 1


@final
class Picture:
    """Tracks of one holder, built from reports alone. Times [h] are those of arrival and never go back.

    Nothing depends on anything but the reports and the order in which they arrive. `history`: where it finds what
    follows from them, that of all who keep their pictures by the same habits; None: its own.
    """

    def __init__(self, holder: int, habits: Habits | None = None, history: History | None = None) -> None:
        self.holder = holder
        self.habits = habits or Habits()
        self._history = history or self.habits.history()
        self._live: dict[int, Track] = {}
        self._sorted: tuple[Track, ...] | None = ()
        self._rests: dict[ObservationId, Track] = {}
        self._episodes: dict[tuple[int, int], Track] = {}
        self._over: set[tuple[int, int]] = set()
        self._due: list[tuple[float, int]] = []
        self._born = 0
        self._used: set[int] = set()
        self._grid = Grid(self.habits)

    def take(self, report: Report, now: float) -> Track | Reason:
        """Count what a report brings; the track of its last observation that changed anything, else why none did."""
        self._age(now)
        if report.kind is Kind.NEGATIVE_SEARCH:
            for seen in report.observations:
                self._searched(seen)
            return Reason.SEARCHED_EMPTY
        outcome: Track | Reason = Reason.NO_OBSERVATION
        for seen in report.observations:
            one = self._count(seen, now)
            if isinstance(one, Track) or isinstance(outcome, Reason):
                outcome = one
            self._mark(report, seen)
        return outcome

    def tracks(self, now: float) -> tuple[Track, ...]:
        """The live tracks by id."""
        self._age(now)
        if self._sorted is None:
            self._sorted = tuple(self._live[number] for number in sorted(self._live))
        return self._sorted

    def track(self, number: int, now: float) -> Track | Reason:
        self._age(now)
        return self._live.get(number, Reason.UNKNOWN_TRACK)

    def nearest(self, x: float, y: float, now: float, among: Iterable[Track] | None = None) -> Track | None:
        """The live track believed nearest to a point [nm] now, or the nearest of some; ties to the lowest id."""
        best = None
        for track in self.tracks(now) if among is None else among:
            state = track.latest
            age = now - state.time
            rank = hypot(state.x + state.vx * age - x, state.y + state.vy * age - y), track.id
            if not track.ended and (best is None or rank < best[0]):
                best = rank, track
        return best[1] if best else None

    def about(self, seen: Observation) -> Track | None:
        """The live track that an observation was counted in, or that its observer's contact belongs to."""
        track = self._rests.get(seen.id) or self._episodes.get((seen.by, seen.contact))
        return None if track is None or track.ended else track

    def advice(self, seen: Observation, now: float) -> Reason | None:
        """What speaks against going after a contact of one's own: its track is cleared, or somebody is at it."""
        self._age(now)
        track = self._episodes.get((seen.by, seen.contact)) or self._grid.nearest(seen)
        if track is None or track.ended:
            return None
        if track.cleared(now):
            return Reason.FOUND_HARMLESS
        return Reason.PARTNER_TASKED if track.engaged(now) else None

    def clear(self, number: int, until: float, now: float) -> Track | Reason:
        """Declare a track harmless until a time [h]. The clearance belongs to the track and ends with it."""
        found = self.track(number, now)
        if isinstance(found, Track):
            found.cleared_until = until
        return found

    def _count(self, seen: Observation, now: float) -> Track | Reason:
        if seen.time > now:
            return Reason.OBSERVATION_FROM_FUTURE
        track = self._rests.get(seen.id)
        if track is not None:
            return self._placed(track) if track.improve(seen) else Reason.DUPLICATE_OBSERVATION
        episode = seen.by, seen.contact
        track = self._episodes.get(episode)
        if track is not None and not track.ended:
            if not track.add(seen):
                return Reason.OBSERVATION_TOO_OLD
        elif seen.time <= now - self.habits.memory:
            return Reason.OBSERVATION_TOO_OLD
        else:
            found = self._grid.nearest(seen)
            track = found if found is not None and found.add(seen) else self._new(seen)
            self._episodes[episode] = track
        self._rests[seen.id] = track
        return self._placed(track)

    def _searched(self, nothing: Observation) -> None:
        """A search found nothing within the error of a place: what was more likely there than not is given up.

        Not what somebody holds or has seen since.
        """
        for track in list(self._live.values()):
            if track.holding or track.last_seen >= nothing.time:
                continue
            x, y, sigma = track.at(nothing.time)
            off = hypot(x - nothing.x, y - nothing.y)
            if off <= nothing.sigma and chance_within(nothing.sigma, sigma) > 0.5:
                self._end(track)

    def _mark(self, report: Report, seen: Observation) -> None:
        """What the report says of the contact beyond its whereabouts, even where the observation itself was known."""
        episode = seen.by, seen.contact
        if report.kind is Kind.LOST:
            self._over.add(episode)
        track = self._episodes.get(episode)
        if track is None or track.ended:
            return
        if episode in self._over:
            if track.holding.get(seen.by) == seen.contact:
                del track.holding[seen.by]
        else:
            track.holding[seen.by] = seen.contact
        if report.kind is Kind.CLEARED and report.until is not None:
            track.cleared_until = max(report.until, track.cleared_until or report.until)
        if report.kind is Kind.ENGAGED and report.until is not None:
            track.engaged_until = max(report.until, track.engaged_until or report.until)

    def _placed(self, track: Track) -> Track:
        if not track.ended:
            self._grid.place(track)
        return track

    def _new(self, seen: Observation) -> Track:
        track = Track(self._number(), seen, self._history, self.habits.window)
        self._live[track.id] = track
        self._sorted = None
        heappush(self._due, (seen.time + self.habits.memory, track.id))
        return track

    def _number(self) -> int:
        """The next opaque id: says nothing about the vessel nor about how many tracks there were before."""
        number = _mixed(self.holder, self._born)
        while number in self._used:  # one in two thousand million for each pair
            self._born += 1
            number = _mixed(self.holder, self._born)
        self._used.add(number)
        return number

    def _age(self, now: float) -> None:
        """End the tracks that nobody has seen for as long as the holder remembers."""
        due, memory = self._due, self.habits.memory
        while due and due[0][0] <= now:
            track = self._live.get(heappop(due)[1])
            if track is None:  # given up before
                continue
            if track.last_seen + memory > now:
                heappush(due, (track.last_seen + memory, track.id))
            else:
                self._end(track)

    def _end(self, track: Track) -> None:
        track.ended = True
        track.holding.clear()
        track.cleared_until = track.engaged_until = None
        self._grid.remove(track)
        del self._live[track.id]
        self._sorted = None


def _mixed(holder: int, ordinal: int) -> int:
    """31 bits of SplitMix64's finaliser (Steele, Lea & Flood, OOPSLA 2014) on holder and ordinal."""
    z = (holder * 0x9E3779B97F4A7C15 + ordinal * 0xD1B54A32D192ED03 + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return (z ^ (z >> 31)) >> 33
