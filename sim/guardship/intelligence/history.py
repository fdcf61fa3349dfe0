"""What follows from observations one after another: a tree of estimates, shared by the tracks that rest on the same."""

from typing import final

from guardship.intelligence.filter import Cross, Places, State, first, ties, update
from guardship.intelligence.observation import Observation, ObservationId


@final
class Estimate:
    """An observation, the state after it and all before it, and what stands beside the state.

    `cross`: its covariances with the biases of the contacts that it rests on, which stand there as `places` says.
    """

    __slots__ = ("cross", "next", "places", "seen", "state")

    def __init__(self, seen: Observation, state: State, cross: Cross, places: Places) -> None:
        self.seen = seen
        self.state = state
        self.cross = cross
        self.places = places
        self.next: tuple[Estimate, ...] = ()


@final
class History:
    """Estimates by what came before. Holders are told of the same observations: what follows is worked out once.

    `agility`: intensity of the white acceleration [nm^2/h^3]; `sigma_v` [kn]: error per axis of "not moving" where no
    velocity was measured.
    """

    __slots__ = ("_begun", "agility", "sigma_v")

    def __init__(self, agility: float, sigma_v: float) -> None:
        self.agility = agility
        self.sigma_v = sigma_v
        self._begun: dict[ObservationId, tuple[Estimate, ...]] = {}

    def after(self, before: Estimate | None, seen: Observation) -> Estimate:
        """The estimate after one more observation; `before`: None where it is the first."""
        known = self._begun.get(seen.id, ()) if before is None else before.next
        for one in known:
            if one.seen is seen:
                return one
        if before is None:
            places: Places = {}
            found = Estimate(seen, first(seen, self.sigma_v), ties(seen, places), places)
            self._begun[seen.id] = (*known, found)
        else:
            places = before.places
            if any(bias not in places for bias, _ in seen.biases):
                places = dict(places)
            found = Estimate(seen, *update(before.state, before.cross, seen, places, self.agility), places)
            before.next = (*known, found)
        return found
