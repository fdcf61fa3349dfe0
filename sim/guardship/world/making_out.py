"""What who would attack a ship can make out of her: by distance, light and weather, once for a voyage and ship."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple, final

from guardship.agents.interfaces import Surroundings
from guardship.agents.limits import factor
from guardship.agents.merchant import Merchant
from guardship.agents.offenders.odds import Appraisal
from guardship.core.draws import Purpose, named
from guardship.world.ports import Draws


@final
@dataclass(frozen=True, slots=True)
class MadeOut:
    """Chance that something on board is made out: `chance` from alongside, halved with each `halves_every` [nm]."""

    chance: float = 0.0
    halves_every: float = inf
    by_state: Mapping[str, float] = field(default_factory=dict)

    def of(self, distance: float, here: Surroundings) -> float:
        """The chance at a distance [nm]."""
        return min(self.chance * float(0.5 ** (distance / self.halves_every)) * factor(self.by_state, here), 1.0)


NEVER = MadeOut()


@final
@dataclass(frozen=True, slots=True)
class Sights:
    """How guards are made out, and what else protects ships, by name."""

    guards: MadeOut = NEVER
    protection: Mapping[str, MadeOut] = field(default_factory=dict)


BLIND = Sights()


class View(NamedTuple):
    """From where a ship is looked at: distance [nm], surroundings; the name in draws of the pair, and the voyage."""

    distance: float
    here: Surroundings
    pair: int
    voyage: int


def made_out(draws: Draws, ship: Merchant, sights: Sights, view: View) -> Appraisal:
    """What a look shows: what was made out from afar is made out from nearby, for the number is the same."""
    distance, here, pair, voyage = view
    own = ship.handling
    guards = own.guarded and draws.decide(Purpose.GUARDS_SEEN, pair, voyage, sights.guards.of(distance, here))
    seen = (
        name
        for name in own.protection
        if draws.decide(
            Purpose.PROTECTION_SEEN,
            pair ^ named(name),
            voyage,
            sights.protection.get(name, NEVER).of(distance, here),
        )
    )
    return Appraisal(own.freeboard, guards, ship.runs, frozenset(seen))
