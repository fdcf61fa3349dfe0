"""Innocent boats: their days of rest. Truth, like the umpire: agents meet the boats as contacts like any other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guardship.model import PatrolModel


class Clutter:
    """What fishers do at set times, whoever is there."""

    def __init__(self, model: "PatrolModel") -> None:
        self.model = model
        self.resting: set[int] = set()

    def begin_rest(self, rows: Sequence[int]) -> None:
        """A day on which these do not fish: they lie still."""
        self.resting.update(rows)
        for row in rows:
            self.model.ocean.hold(row)

    def end_rest(self, rows: Sequence[int]) -> None:
        """They go on, those apart who have a boarding team on board: they go on when they are let go."""
        self.resting.difference_update(rows)
        for row in rows:
            if row not in self.model.umpire.visited:
                self.model.ocean.go_on(row)
