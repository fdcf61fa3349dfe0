"""Merchant ships: they keep their lane, call for help and run when somebody makes for them."""

from dataclasses import dataclass
from typing import Any

from guardship.agents.ports import Helm, Radio, Sighting
from guardship.agents.vessel import Vessel


@dataclass(frozen=True, slots=True)
class Handling:
    """How a merchant ship behaves: speed [kn], extra speed when it runs, freeboard [m], armed guards on board."""

    speed: float
    faster: float = 0.0
    freeboard: float = 0.0
    guarded: bool = False


class Merchant(Vessel):
    """Sees only what makes for it; then it calls for help and goes faster until that is out of sight."""

    role = "merchant"

    def __init__(self, model: Any, name: str, helm: Helm, radio: Radio, handling: Handling) -> None:
        super().__init__(model, name, helm, radio)
        self.handling = handling
        self.alarmed = False

    def on_contact(self, seen: Sighting) -> None:
        self.raise_alarm(seen)

    def on_contact_lost(self, contact: int) -> None:
        """Nobody makes for it any more."""
        if self.alarmed:
            self.alarmed = False
            self.helm.resume(self.handling.speed)

    def raise_alarm(self, seen: Sighting) -> None:
        """Call for help once, and run."""
        if self.alarmed:
            return
        self.alarmed = True
        self.radio.distress(seen)
        self.helm.resume(self.handling.speed + self.handling.faster)

    def on_attacked(self) -> None:
        """Boarded before the skiff was seen: the call goes out now."""
        x, y = self.helm.position()
        self.raise_alarm(Sighting(0, self.helm.time, x, y, 0.0, 0.0, 0.1, "", True))
