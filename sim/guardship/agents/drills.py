"""Exercises: units leave their stations for some days, and those who took part work together better afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, final

from guardship.agents.patrol.stations import Station
from guardship.coalition.interoperability import Interoperability

if TYPE_CHECKING:
    from guardship.agents.patrol.unit import Patrol


@final
@dataclass(eq=False)  # no slots: a timer holds it weakly
class Exercise:
    """One exercise. `units`: who is called to it, with the nation of each; `staff`: nations that send no ship.

    `station`: where it is held; `raises`: see `raised`; `ends` [h]; `answers_calls`: whether its units go to a call for
    help. A unit under task finishes first, so it may come late, or not at all.
    """

    name: str
    units: Sequence[tuple[str, "Patrol"]]
    staff: Sequence[str]
    station: Station
    ends: float
    raises: float
    answers_calls: bool
    interoperability: Interoperability
    there: set[str] = field(default_factory=set)

    def on_begin(self) -> None:
        """Its first hour."""
        for _, unit in self.units:
            unit.on_exercise(self)

    def on_end(self) -> None:
        """Its last hour: only nations that were there have learned something."""
        came = {nation for nation, unit in self.units if unit.name in self.there}
        for _, unit in self.units:
            unit.on_exercise_over(self)
        self.interoperability.exercised([*came, *self.staff], self.raises, self.ends)
