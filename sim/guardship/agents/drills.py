"""Exercises: units leave their stations for some days, and those who took part work together better afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, final

from guardship.agents.patrol.stations import Station
from guardship.coalition.interoperability import Interoperability


class Trainee(Protocol):
    """A unit as an exercise knows it."""

    @property
    def name(self) -> str:
        """The unit's own name."""
        ...

    def on_exercise(self, exercise: "Exercise") -> None:
        """It is called to an exercise: it goes now, or when its hands are free, and enters its name in `there` then."""
        ...

    def on_exercise_over(self, exercise: "Exercise") -> None:
        """The exercise is over: it goes back to what it was for, if it was there."""
        ...


@final
@dataclass(eq=False, slots=True)
class Exercise:
    """One exercise. `units`: who is called to it, with the nation of each; `staff`: nations that send no ship.

    `station`: where it is held; `ends` [h]; `raises`: by which share of what is missing to 1 the interoperability of
    those who took part rises; `answers_calls`: whether its units go to a call for help. `there`: the names of the units
    that have come. A unit under task finishes first, so it may come late, or not at all.
    """

    name: str
    units: Sequence[tuple[str, Trainee]]
    staff: Sequence[str]
    station: Station
    ends: float
    raises: float
    answers_calls: bool
    interoperability: Interoperability
    there: set[str] = field(default_factory=set)

    def on_begin(self) -> None:
        """The exercise begins: all its units are called."""
        for _, unit in self.units:
            unit.on_exercise(self)

    def on_end(self) -> None:
        """The exercise ends; only nations that were there, or whose staff was, have learned something."""
        came = {nation for nation, unit in self.units if unit.name in self.there}
        for _, unit in self.units:
            unit.on_exercise_over(self)
        self.interoperability.exercised([*came, *self.staff], self.raises, self.ends)
