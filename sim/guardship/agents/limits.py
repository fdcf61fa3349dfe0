"""In which surroundings something can be done: flying, launching a boat, attacking, boarding."""

from collections.abc import Mapping
from dataclasses import dataclass

from guardship.agents.interfaces import Surroundings
from guardship.reasons import Reason


@dataclass(frozen=True, slots=True)
class Limits:
    """The names of light, weather and visibility that allow it; None: any."""

    light: frozenset[str] | None = None
    weather: frozenset[str] | None = None
    visibility: frozenset[str] | None = None

    def why_not(self, here: Surroundings) -> Reason | None:
        """What forbids it here and now; None when nothing does."""
        if self.weather is not None and here.weather not in self.weather:
            return Reason.WEATHER
        if self.light is not None and here.light not in self.light:
            return Reason.WRONG_LIGHT
        if self.visibility is not None and here.visibility not in self.visibility:
            return Reason.VISIBILITY
        return None


ALWAYS = Limits()


def factor(by_state: Mapping[str, float], here: Surroundings) -> float:
    """The product of the factors of the states that hold here and now; 1 for a state that has none."""
    return by_state.get(here.light, 1.0) * by_state.get(here.weather, 1.0) * by_state.get(here.visibility, 1.0)
