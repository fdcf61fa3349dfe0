"""A track: what a holder believes about one object, resting on observations."""

from bisect import bisect_left, bisect_right
from enum import IntEnum, unique
from typing import final

from guardship.intelligence.evidence import Episode
from guardship.intelligence.filter import Cross, Places, State, first, predict, ties, update
from guardship.intelligence.observation import Appearance, Observation, ObservationId, merge


@unique
class Status(IntEnum):
    """HELD while an observer says it holds the contact, LOST from then on, ENDED when the picture has let it go."""

    HELD = 1
    LOST = 2
    ENDED = 3


def _when(seen: Observation) -> tuple[float, ObservationId]:
    return seen.time, seen.id


@final
class Track:
    """Opaque id, the last `window` observations in time order with the filter's state after each, and what follows.

    Beside each state stand its covariances with the biases of the contacts that it rests on.

    A late observation goes to its place in time and the filter is run again from there. What is older than the window
    is folded into the state before it and can no longer be changed.
    """

    __slots__ = (
        "_base",
        "_base_cross",
        "_base_looks",
        "_base_when",
        "_crosses",
        "_episodes",
        "_fixes",
        "_habits",
        "_places",
        "_states",
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

    def __init__(self, number: int, seen: Observation, agility: float, sigma_v: float, window: int) -> None:
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
        self._habits = (agility, sigma_v, window)
        self._fixes = [seen]
        self._episodes: frozenset[Episode] | None = None
        self.latest = first(seen, sigma_v)
        """State at the last observation; an attribute, for association reads it by the thousand."""
        self._states = [self.latest]
        self._places: Places = {}
        self._crosses = [ties(seen, self._places)]
        self._base: State | None = None
        self._base_cross: Cross = ()
        self._base_when = _when(seen)
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
        return self._habits[0]

    @property
    def last_seen(self) -> float:
        return self.latest.time

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations still in the window, in time order."""
        return tuple(self._fixes)

    @property
    def episodes(self) -> frozenset[Episode]:
        """The contacts of observers that it rests on, as far as it remembers them."""
        if self._episodes is None:
            self._episodes = frozenset((seen.by, seen.contact) for seen in self._fixes)
        return self._episodes

    def cleared(self, now: float) -> bool:
        return self.cleared_until is not None and now < self.cleared_until

    def engaged(self, now: float) -> bool:
        """Whether somebody has said that a unit goes after it, and that still holds."""
        return self.engaged_until is not None and now < self.engaged_until

    def state(self, time: float) -> State:
        """State at any time [h], from the last observation not after it; before the window, back from its first."""
        if time >= self.latest.time:
            return predict(self.latest, time, self._habits[0])
        k = bisect_right(self._states, time, key=lambda state: state.time)
        return predict(self._states[max(k - 1, 0)], time, self._habits[0])

    def at(self, time: float) -> tuple[float, float, float]:
        """Position [nm] at `time` and its error per axis [nm]."""
        state = self.state(time)
        return state.x, state.y, state.sigma

    def add(self, seen: Observation) -> bool:
        """Count a new observation; False when it is older than the window."""
        last = self._fixes[-1]
        if seen.time > last.time or (seen.time == last.time and seen.id > last.id):
            self._fixes.append(seen)
            self.latest, cross = update(self.latest, self._crosses[-1], seen, self._places, self._habits[0])
            self._states.append(self.latest)
            self._crosses.append(cross)
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
        if len(self._fixes) > self._habits[2]:
            self._fold()
        return True

    def learn(self, seen: Observation) -> None:
        """Count what an observation shows or says, which a track never forgets."""
        if seen.looks or seen.assessed is not None:
            self.known = self.known.learned(seen.shows)

    def improve(self, seen: Observation) -> bool:
        """Replace an observation by a better version of itself; False when it is no better or has left the window."""
        for k, old in enumerate(self._fixes):
            if old.id == seen.id:
                best = merge(old, seen)
                if best is old:
                    return False
                self._fixes[k] = best
                self.learn(best)
                self._run(k)
                return True
        return False

    def _insert(self, seen: Observation) -> bool:
        if self._base is not None and _when(seen) < self._base_when:
            return False
        k = bisect_left(self._fixes, _when(seen), key=_when)
        self._fixes.insert(k, seen)
        self._run(k)
        return True

    def _run(self, k: int) -> None:
        """Run the filter again from fix `k` on."""
        agility, sigma_v, _ = self._habits
        states, crosses = self._states, self._crosses
        del states[k:], crosses[k:]
        state, cross = (states[-1], crosses[-1]) if states else (self._base, self._base_cross)
        for seen in self._fixes[k:]:
            if state is None:
                state, cross = first(seen, sigma_v), ties(seen, self._places)
            else:
                state, cross = update(state, cross, seen, self._places, agility)
            states.append(state)
            crosses.append(cross)
        self.latest = states[-1]
        self._look()

    def _look(self) -> None:
        """Hull and suspicion as last seen; what was folded away has its say where nothing newer speaks."""
        newest_first = self._fixes[::-1]
        self.hull = next((fix.hull for fix in newest_first if fix.hull is not None), self._base_looks[0])
        self.suspicious = next(
            (fix.suspicious for fix in newest_first if fix.suspicious is not None), self._base_looks[1]
        )

    def _fold(self) -> None:
        """Take the oldest fix out of the window."""
        old, self._base, self._base_cross = self._fixes.pop(0), self._states.pop(0), self._crosses.pop(0)
        if (old.by, old.contact) != (self._fixes[0].by, self._fixes[0].contact):
            self._episodes = None  # it may have been the last of its own
        self._base_when = _when(old)
        hull, suspicious = self._base_looks
        self._base_looks = (
            hull if old.hull is None else old.hull,
            suspicious if old.suspicious is None else old.suspicious,
        )
