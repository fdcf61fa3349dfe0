"""Whether a contact at a datum is what was described there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, pi
from typing import final

from guardship.intelligence.association import Habits
from guardship.intelligence.filter import State

FAR = 700.0  # beyond it exp is no float; the probability is 0 long before


def recognised(variance: float, distance: float, look_alikes: float, ratio: float = 1.0) -> float:
    """The probability that it is: of Poisson look-alikes and the one that was described, all could be the contact.

    `variance`: per axis [nm^2], of the belief and of the sighting together; `distance`: squared and statistical;
    `look_alikes`: so many a square mile; `ratio`: by how much likelier what is seen is of the one than of the others.
    """
    return 1.0 / (1.0 + look_alikes * 2.0 * pi * variance * exp(min(0.5 * distance, FAR)) / ratio)


@final
@dataclass(frozen=True, slots=True)
class Likeness:
    """When a unit takes a contact for what was described.

    `least`: the probability from which on it does. `look_alikes`: the harmless that look so, a square mile, by hull, as
    its nation believes; none where a hull is not named. `habits`: its nation's gate, beyond which a contact is another
    object whatever there is, and how vessels are thought to move.
    """

    least: float = 0.5
    look_alikes: Mapping[str, float] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)

    def chance(self, belief: State, x: float, y: float, sigma: float, hull: str) -> float:
        """The probability that a contact seen at (x, y) [nm], `sigma` off per axis, is what should be there by then.

        By its place alone; 0 beyond the gate.
        """
        variance = belief.pxx + sigma * sigma
        distance = ((x - belief.x) ** 2 + (y - belief.y) ** 2) / variance
        if distance > self.habits.gate:
            return 0.0
        return recognised(variance, distance, self.look_alikes.get(hull, 0.0))
