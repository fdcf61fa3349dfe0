"""What vessels show in the phases of their voyages. Truth: agents say that a phase begins and see nothing of this."""

from collections.abc import Mapping, Sequence
from typing import final

from guardship.core.ocean import Ocean
from guardship.world.voyages import Voyages

type Phases = Mapping[str, int]
"""The row of the table of what is shown, by phase."""


@final
class Natures:
    """`of`: the vessels of each group by the row of its leading one, each with its natures by phase."""

    def __init__(self, ocean: Ocean, voyages: Voyages, of: Mapping[int, Sequence[tuple[int, Phases]]]) -> None:
        self._ocean = ocean
        self._voyages = voyages
        self._of = of

    def begins(self, row: int, phase: str) -> None:
        """A phase of a group's present voyage begins: what it shows is drawn once for the voyage."""
        for vessel, natures in self._of.get(row, ()):
            self._ocean.show(vessel, natures[phase], self._voyages.under_way[row].ordinal)
