"""What vessels perceive: sightings of the contacts that they hold, and light and weather where they are."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import final

from guardship.agents import Sighting, Surroundings
from guardship.agents.interfaces import Point
from guardship.core.ocean import Ocean


@final
class Perception:
    """Contacts by (row, number of the contact), which only their own vessel knows.

    `hulls[signature]`: the name under which a vessel is seen; `environment[state]`: light and weather.
    """

    def __init__(self, ocean: Ocean, hulls: Sequence[str], environment: Sequence[Surroundings]) -> None:
        self._ocean = ocean
        self.hulls = tuple(hulls)
        self.environment = tuple(environment)
        self._pairs: dict[tuple[int, int], int] = {}
        self._episodes: dict[tuple[int, int], tuple[int, int]] = {}
        self._looks: Counter[int] = Counter()

    # ---- contacts -------------------------------------------------------------------------------

    def meet(self, row: int, contact: int, pair: int) -> None:
        """A vessel has a contact: from now on its number stands for the pair of the two."""
        self._pairs[row, contact] = pair
        self._episodes.setdefault((row, contact), self._ocean.episode(pair))

    def sight(self, pair: int, contact: int, suspicious: bool | None) -> Sighting:
        """What a vessel's sensors show of a held contact."""
        target = self._ocean.target(pair)
        o = self._ocean.observe(pair, self._looks[pair])
        self._looks[pair] += 1
        return Sighting(contact, self._ocean.now, o.x, o.y, o.vx, o.vy, o.sigma, self.hull(target), suspicious)

    def look(self, row: int, contact: int) -> Sighting | None:
        """What a vessel's sensors show of a contact; None when it does not hold it."""
        pair = self._pairs.get((row, contact), -1)
        return self.sight(pair, contact, None) if pair >= 0 and self._ocean.holds(pair, contact) else None

    def held_row(self, row: int, contact: int) -> int | None:
        """The vessel behind a contact; None when it is not held."""
        pair = self._pairs.get((row, contact), -1)
        return self._ocean.target(pair) if pair >= 0 and self._ocean.holds(pair, contact) else None

    def met(self, row: int, contact: int) -> int:
        """The vessel behind a contact, held or not, for the log; -1 for none."""
        pair = self._pairs.get((row, contact), -1)
        return self._ocean.target(pair) if pair >= 0 else -1

    def pair_of(self, row: int, contact: int) -> int:
        """The key of the pair behind a contact: the same for the same two vessels; for no contact, the vessel's id."""
        pair = self._pairs.get((row, contact), -1)
        return self._ocean.episode(pair)[0] if pair >= 0 else self._ocean.id(row)

    def episode(self, row: int, contact: int, n: int) -> tuple[int, int]:
        """The name, in draws, of the pair behind a contact and of its first detection; without one (vessel's id, n)."""
        return self._episodes.get((row, contact), (self._ocean.id(row), n))

    # ---- hulls, light and weather ---------------------------------------------------------------

    def hull(self, row: int) -> str:
        """What kind of hull a vessel is seen to have."""
        return self.hulls[int(self._ocean.fleet["sig"][row])]

    def mask(self, hulls: Collection[str] | None) -> int:
        """The bits of the signatures that are seen under some names; None: of all."""
        if hulls is None:
            return -1
        return sum({1 << min(sig, 62) for sig, hull in enumerate(self.hulls) if hull in hulls})

    def surroundings(self, row: int) -> Surroundings:
        """Light, weather and visibility where a vessel is."""
        return self.environment[self._ocean.state(row)]

    def surroundings_at(self, at: Point) -> Surroundings:
        """The same at a place."""
        return self.environment[self._ocean.state_of(*at)]
