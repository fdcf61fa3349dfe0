"""What vessels perceive: sightings of the contacts that they hold, and light and weather where they are."""

from collections.abc import Collection, Sequence
from typing import final

from guardship.agents.interfaces import Point, Sighting, Surroundings
from guardship.core.ocean import Ocean
from guardship.intelligence import Comparison, Look
from guardship.intelligence.belief import KINDS

new = tuple.__new__  # of a named tuple: half the time of calling its class
OWN_FIX = 0.1  # nm per axis, the error that a ship claims for its own place


@final
class Perception:
    """Contacts by (row, number of the contact), which only their own vessel knows.

    `hulls[signature]`: the name under which a vessel is seen; `environment[state]`: light and weather.
    """

    def __init__(self, ocean: Ocean, hulls: Sequence[str], environment: Sequence[Surroundings]) -> None:
        self._ocean = ocean
        self.hulls = tuple(hulls)
        self.environment = tuple(environment)
        self._states = {state: k for k, state in enumerate(self.environment)}
        self._masks: dict[frozenset[str], int] = {}
        self._pairs: dict[tuple[int, int], int] = {}
        self._episodes: dict[tuple[int, int], tuple[int, int]] = {}
        self._looks: dict[tuple[int, int], int] = {}
        self._signs = ocean.sea.sees.shape[1] > 0
        self._shown: dict[tuple[int, int], tuple[Look, ...]] = {}
        self._compared: dict[tuple[int, int], tuple[Comparison, ...]] = {}

    # ---- contacts -------------------------------------------------------------------------------

    def meet(self, row: int, contact: int, pair: int) -> None:
        """A vessel has a contact: from now on its number stands for the pair of the two."""
        own = row, contact
        self._pairs[own] = pair
        if own not in self._episodes:
            self._episodes[own] = self._ocean.episode(pair)

    def sight(self, pair: int, contact: int, suspicious: bool | None) -> Sighting:
        """What a vessel's sensors show of a held contact."""
        ocean, key = self._ocean, (pair, contact)
        # by contact where looks show signs: those that the core settles by itself move no error of a later contact
        name = key if self._signs else (pair, 0)
        n = self._looks.get(name, 0)
        self._looks[name] = n + 1
        x, y, vx, vy, sigma, sigma_v, bias = ocean.observe(pair, n)
        hull = self.hulls[ocean.signature(ocean.target(pair))]
        looks, compared = self._shown.get(key, ()), self._compared.get(key, ())
        seen = contact, ocean.now, x, y, vx, vy, sigma, hull, suspicious, bias, sigma_v, looks, compared
        return new(Sighting, seen)

    def look(self, row: int, contact: int) -> Sighting | None:
        """What a vessel's sensors show of a contact; None when it does not hold it."""
        pair = self._pairs.get((row, contact), -1)
        return self.sight(pair, contact, None) if pair >= 0 and self._ocean.holds(pair, contact) else None

    def looked(self, pair: int, contact: int) -> Sighting:
        """The same after a look at it has shown something."""
        ocean = self._ocean
        (ring, word), observer = ocean.looked(pair), ocean.observer(pair)
        self._add(pair, contact, Look(ocean.now, ocean.looks_with(pair), ring, ocean.state(observer), word))
        return self.sight(pair, contact, None)

    def held(self, row: int, hulls: Collection[str]) -> list[Sighting]:
        """What a vessel holds of some hulls, each with the error that its first look had."""
        found = []
        for pair, contact in self._ocean.held(row):
            hull = self.hull(self._ocean.target(pair))
            if hull in hulls:
                o = self._ocean.observe(pair, 0)
                found.append(Sighting(contact, self._ocean.now, o.x, o.y, o.vx, o.vy, o.sigma, hull))
        return found

    def inquire(self, row: int, contact: int, kind: str) -> Sighting | None:
        """What asking or coming alongside shows of a held contact; None when it is held no more."""
        ocean, pair = self._ocean, self._pairs.get((row, contact), -1)
        if pair < 0 or not ocean.holds(pair, contact):
            return None
        number, state = KINDS.index(kind), ocean.state(row)
        self._add(pair, contact, Look(ocean.now, number, 0, state, ocean.look(ocean.target(pair), number, state)))
        return self.sight(pair, contact, None)

    def _add(self, pair: int, contact: int, look: Look) -> None:
        self._shown[pair, contact] = (*self._shown.get((pair, contact), ()), look)

    def last(self, row: int, contact: int) -> Look | None:
        """The last look at a contact; None where there was none."""
        looks = self._shown.get((self._pairs.get((row, contact), -1), contact), ())
        return looks[-1] if looks else None

    def fits(self, row: int, contact: int, compared: Sequence[Comparison]) -> tuple[Comparison, ...]:
        """A contact was compared with dossiers; all comparisons of it until then."""
        key = self._pairs.get((row, contact), -1), contact
        self._compared[key] = (*self._compared.get(key, ()), *compared)
        return self._compared[key]

    def held_row(self, row: int, contact: int) -> int | None:
        """The vessel behind a contact; None when it is not held."""
        pair = self._pairs.get((row, contact), -1)
        return self._ocean.target(pair) if pair >= 0 and self._ocean.holds(pair, contact) else None

    def met(self, row: int, contact: int) -> int:
        """The vessel behind a contact, held or not, for the log; -1 for none."""
        pair = self._pairs.get((row, contact), -1)
        return self._ocean.target(pair) if pair >= 0 else -1

    def pair_of(self, row: int, contact: int, lead: int) -> int:
        """The name in draws of a group and the vessel behind a contact: the same from whatever deck it looks.

        `lead`: the row of the vessel that leads; for no contact, its id.
        """
        other = self.met(row, contact)
        return self._ocean.pair(lead, other) if other >= 0 else self._ocean.id(lead)

    def episode(self, row: int, contact: int, n: int) -> tuple[int, int]:
        """The name, in draws, of the pair behind a contact and of its first detection; without one (vessel's id, n)."""
        return self._episodes.get((row, contact), (self._ocean.id(row), n))

    # ---- hulls, light and weather ---------------------------------------------------------------

    def hull(self, row: int) -> str:
        """What kind of hull a vessel is seen to have."""
        return self.hulls[self._ocean.signature(row)]

    def mask(self, hulls: Collection[str] | None) -> int:
        """The bits of the signatures that are seen under some names, or under one as a bare text; None: of all."""
        if hulls is None:
            return -1
        names = frozenset((hulls,) if isinstance(hulls, str) else hulls)
        mask = self._masks.get(names)
        if mask is None:
            mask = sum({1 << min(sig, 62) for sig, hull in enumerate(self.hulls) if hull in names})
            self._masks[names] = mask
        return mask

    def signatures(self, hull: str) -> list[int]:
        """Those that are seen under a name."""
        return [sig for sig, name in enumerate(self.hulls) if name == hull]

    def surroundings(self, row: int) -> Surroundings:
        """Light, weather and visibility where a vessel is."""
        return self.environment[self._ocean.state(row)]

    def surroundings_at(self, at: Point) -> Surroundings:
        """The same at a place."""
        return self.environment[self._ocean.state_of(*at)]

    def foreseen(self, at: Point, time: float) -> Surroundings:
        """The light at a place at another time [h], which anybody can compute, in the weather of now."""
        then = self.environment[self._ocean.state_at(*at, time)]
        return self.surroundings_at(at)._replace(light=then.light)

    def sweep_width(self, row: int, hull: str | None, there: Surroundings, speed: float) -> float:
        """The sweep width [nm] of a vessel's own sensors against a hull in some surroundings, at `speed` [kn].

        None: the hull that it sees worst of those that it sees at all.
        """
        state = self._states.get(there, self._ocean.state(row))
        sigs = range(len(self.hulls)) if hull is None else self.signatures(hull)[:1]
        widths = (self._ocean.sweep_width(row, sig, state, speed) for sig in sigs)
        return min((width for width in widths if width > 0.0), default=0.0)
