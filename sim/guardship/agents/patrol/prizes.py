"""What a unit does about a ship that it knows to be in the hands of pirates: retake her, follow her, or let her be."""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import final

from guardship.agents.interfaces import Captive


@unique
class Retakes(StrEnum):
    """When a nation's teams board a ship in the hands of pirates."""

    NEVER = "never"
    CITADEL = "citadel"  # when her crew has locked itself up, so that none of it can be harmed
    ALWAYS = "always"


@final
@dataclass(frozen=True, slots=True)
class Rules:
    """What a nation's units do. `follows`: how long a unit keeps a ship that it does not board [h], inf: as it can."""

    follows: float = 0.0
    retakes: Retakes = Retakes.CITADEL

    def boards(self, captive: Captive) -> bool:
        """Whether such a ship is boarded."""
        return self.retakes is Retakes.ALWAYS or (captive.locked and self.retakes is Retakes.CITADEL)


USUAL = Rules()
"""Most navies leave a ship be for the sake of her crew, once that is held."""
