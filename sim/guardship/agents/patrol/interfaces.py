"""What the parts of a unit, its craft, boats and cycle, may all ask and order of the unit that they belong to.

Each part names beside itself what it needs beyond that. A part knows no class of units.
"""

from typing import Protocol

from guardship.agents.interfaces import Helm, Radio
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Duty


class AnyUnit(Protocol):
    """A unit as every part of it knows it. `duty`: what it is doing now; a part may set it."""

    duty: Duty

    @property
    def helm(self) -> Helm:
        """The unit's own state, and what it can order."""
        ...

    @property
    def radio(self) -> Radio:
        """The unit's way to its holder."""
        ...

    @property
    def doctrine(self) -> Doctrine:
        """How the unit works."""
        ...

    def return_to_station(self) -> None:
        """Be on patrol again and free for a task, or go home if it belongs on a deck."""
        ...

    def forget_suspects(self) -> None:
        """Drop what it holds for suspicious: it has left the sea, and holds no contact any more."""
        ...
