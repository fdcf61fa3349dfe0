"""What follows from observations one after another: a tree of estimates, shared by the tracks that rest on the same."""

from typing import final
from weakref import WeakValueDictionary, ref

from guardship.intelligence.filter import Cross, Places, State, first, ties, update
from guardship.intelligence.observation import Observation


@final
class Estimate:
    """An observation, the state after it and all before it, and what stands beside the state.

    `next`: what has followed from it, as long as a track rests on that, so that a tree does not outgrow its tracks.
    `cross`: its covariances with the biases of the contacts that it rests on, which stand there as `places` says.
    """

    __slots__ = ("__weakref__", "cross", "next", "places", "seen", "state")

    def __init__(self, seen: Observation, state: State, cross: Cross, places: Places) -> None:
        self.seen = seen
        self.state = state
        self.cross = cross
        self.places = places
        self.next: tuple[ref[Estimate], ...] = ()


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
        self._begun: WeakValueDictionary[int, Estimate] = WeakValueDictionary()  # by the identity of the observation

    def after(self, before: Estimate | None, seen: Observation) -> Estimate:
        """The estimate after one more observation; `before`: None where it is the first."""
        if before is None:
            begun = self._begun.get(id(seen))
            if begun is not None:
                return begun
            places: Places = {}
            found = Estimate(seen, first(seen, self.sigma_v), ties(seen, places), places)
            self._begun[id(seen)] = found
            return found
        for known in before.next:
            one = known()
            if one is not None and one.seen is seen:
                return one
        places = before.places
        if any(bias not in places for bias, _ in seen.biases):
            places = dict(places)
        found = Estimate(seen, *update(before.state, before.cross, seen, places, self.agility), places)
        before.next = (*(one for one in before.next if one() is not None), ref(found))
        return found
