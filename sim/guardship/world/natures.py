"""What vessels show in the phases of their voyages. Truth: agents say that a phase begins and see nothing of this."""

from collections.abc import Mapping, Sequence
from typing import final

from guardship.core.ocean import Ocean
from guardship.world.voyages import Voyages

type Phases = Mapping[str, int]
"""The row of the table of what is shown, by phase; by `hidden` phase where gear is hidden."""


def hidden(phase: str) -> str:
    """The same phase of those who hide their gear."""
    return f"{phase}, hidden"


@final
class Natures:
    """`of`: the vessels of each group by the row of its leading one, each with its natures by phase."""

    def __init__(self, ocean: Ocean, voyages: Voyages, of: Mapping[int, Sequence[tuple[int, Phases]]]) -> None:
        self._ocean = ocean
        self._voyages = voyages
        self._of = of
        self._hidden: set[int] = set()

    def hide(self, row: int, hides: bool) -> None:
        """Whether a group shows less on the voyage that begins."""
        (self._hidden.add if hides else self._hidden.discard)(row)

    def begins(self, row: int, phase: str) -> None:
        """A phase of a group's present voyage begins: what it shows is drawn once for the voyage."""
        for vessel, natures in self._of.get(row, ()):
            nature = natures[hidden(phase)] if row in self._hidden else natures[phase]
            self._ocean.show(vessel, nature, self._voyages.under_way[row].ordinal)
