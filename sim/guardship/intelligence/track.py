"""A track: what a holder believes about one object, resting on observations."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from enum import IntEnum, unique
from typing import final

from guardship.intelligence.evidence import Episode
from guardship.intelligence.filter import State, predict
from guardship.intelligence.history import Estimate, History
from guardship.intelligence.observation import Appearance, Observation, ObservationId, merge


@unique
class Status(IntEnum):
    """HELD while an observer says it holds the contact, LOST from then on, ENDED when the picture has let it go."""

    HELD = 1
    LOST = 2
    ENDED = 3


def _when(fix: Estimate) -> tuple[float, ObservationId]:
    return fix.seen.time, fix.seen.id


@final
class Track:
    """Opaque id, the last `window` observations in time order with the filter's estimate after each, and what follows.

    `history`: where estimates are found. A late observation goes to its place in time and the filter is run again from
    there. What is older than the window is folded into the state before it and can no longer be changed.
    """

    __slots__ = (
        "_ahead",
        "_base",
        "_base_looks",
        "_episodes",
        "_fixes",
        "_history",
        "_window",
        "cell",
        "cleared_until",
        "ended",
        "engaged_until",
        "holding",
        "hull",
        "id",
        "known",
        "latest",
        "rests_on",
        "suspicious",
    )

    def __init__(self, number: int, seen: Observation, history: History, window: int) -> None:
        self.id = number
        self.hull: Appearance = seen.hull
        self.suspicious: bool | None = seen.suspicious
        self.known = seen.shows
        self.cleared_until: float | None = None
        self.engaged_until: float | None = None
        self.ended = False
        self.holding: dict[int, int] = {}
        """Observer to the contact number under which it holds this track now."""
        self.rests_on: dict[ObservationId, None] = {seen.id: None}
        """Every observation that was ever counted, in order of arrival."""
        self.cell: tuple[float, float] | None = None
        self._history = history
        self._window = window
        self._fixes = [history.after(None, seen)]
        self._episodes: frozenset[Episode] | None = None
        self.latest = self._ahead = self._fixes[0].state
        """State at the last observation; an attribute, for association reads it by the thousand."""
        self._base: Estimate | None = None
        self._base_looks: tuple[Appearance, bool | None] = (None, None)

    def __repr__(self) -> str:
        return f"Track({self.id}, {self.status.name}, {len(self.rests_on)} observations, {self.latest})"

    @property
    def status(self) -> Status:
        if self.ended:
            return Status.ENDED
        return Status.HELD if self.holding else Status.LOST

    @property
    def agility(self) -> float:
        """Intensity of the white acceleration [nm^2/h^3] that it is taken to have."""
        return self._history.agility

    @property
    def last_seen(self) -> float:
        return self.latest.time

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations still in the window, in time order."""
        return tuple(fix.seen for fix in self._fixes)

    @property
    def episodes(self) -> frozenset[Episode]:
        """The contacts of observers that it rests on, as far as it remembers them."""
        if self._episodes is None:
            self._episodes = frozenset((fix.seen.by, fix.seen.contact) for fix in self._fixes)
        return self._episodes

    def cleared(self, now: float) -> bool:
        return self.cleared_until is not None and now < self.cleared_until

    def engaged(self, now: float) -> bool:
        """Whether somebody has said that a unit goes after it, and that still holds."""
        return self.engaged_until is not None and now < self.engaged_until

    def state(self, time: float) -> State:
        """State at any time [h], from the last observation not after it; before the window, back from its first.

        That of the time ahead that was asked for last is kept: a command asks for now again and again.
        """
        if time >= self.latest.time:
            if self._ahead.time != time:
                self._ahead = predict(self.latest, time, self._history.agility)
            return self._ahead
        k = bisect_right(self._fixes, time, key=lambda fix: fix.seen.time)
        return predict(self._fixes[max(k - 1, 0)].state, time, self._history.agility)

    def at(self, time: float) -> tuple[float, float, float]:
        """Position [nm] at `time` and its error per axis [nm]."""
        state = self.state(time)
        return state.x, state.y, state.sigma

    def add(self, seen: Observation) -> bool:
        """Count a new observation; False when it is older than the window."""
        fixes = self._fixes
        last = fixes[-1].seen
        if seen.time > last.time or (seen.time == last.time and seen.id > last.id):
            fix = self._history.after(fixes[-1], seen)
            fixes.append(fix)
            self.latest = self._ahead = fix.state
            if seen.hull is not None:
                self.hull = seen.hull
            if seen.suspicious is not None:
                self.suspicious = seen.suspicious
        elif not self._insert(seen):
            return False
        self.learn(seen)
        self.rests_on[seen.id] = None
        if self._episodes is not None and (seen.by, seen.contact) not in self._episodes:
            self._episodes = None
        if len(fixes) > self._window:
            self._fold()
        return True

    def learn(self, seen: Observation) -> None:
        """Count what an observation shows or says, which a track never forgets."""
        if seen.looks or seen.assessed is not None:
            self.known = self.known.learned(seen.shows)

    def improve(self, seen: Observation) -> bool:
        """Replace an observation by a better version of itself; False when it is no better or has left the window."""
        for k, fix in enumerate(self._fixes):
            if fix.seen.id == seen.id:
                best = merge(fix.seen, seen)
                if best is fix.seen:
                    return False
                self.learn(best)
                self._run(k, [best, *(later.seen for later in self._fixes[k + 1 :])])
                return True
        return False

    def _insert(self, seen: Observation) -> bool:
        when = seen.time, seen.id
        if self._base is not None and when < _when(self._base):
            return False
        k = bisect_left(self._fixes, when, key=_when)
        self._run(k, [seen, *(later.seen for later in self._fixes[k:])])
        return True

    def _run(self, k: int, observations: Iterable[Observation]) -> None:
        """Run the filter again from fix `k` on, with these observations."""
        fixes, after = self._fixes, self._history.after
        del fixes[k:]
        fix = fixes[-1] if fixes else self._base
        for seen in observations:
            fix = after(fix, seen)
            fixes.append(fix)
        self.latest = self._ahead = fixes[-1].state
        self._look()

    def _look(self) -> None:
        """Hull and suspicion as last seen; what was folded away has its say where nothing newer speaks."""
        newest_first = [fix.seen for fix in reversed(self._fixes)]
        self.hull = next((seen.hull for seen in newest_first if seen.hull is not None), self._base_looks[0])
        self.suspicious = next(
            (seen.suspicious for seen in newest_first if seen.suspicious is not None), self._base_looks[1]
        )

    def _fold(self) -> None:
        """Take the oldest fix out of the window."""
        self._base = self._fixes.pop(0)
        old, oldest = self._base.seen, self._fixes[0].seen
        if (old.by, old.contact) != (oldest.by, oldest.contact):
            self._episodes = None  # it may have been the last of its own
        hull, suspicious = self._base_looks
        self._base_looks = (
            hull if old.hull is None else old.hull,
            suspicious if old.suspicious is None else old.suspicious,
        )
