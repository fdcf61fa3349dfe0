"""Vessels that patrols have made to stop, and boats that lie still on a day of rest."""

from collections.abc import Sequence
from typing import final

from guardship.core.ocean import Ocean


@final
class Custody:
    """Rows of vessels that lead their voyages. `boarded`: a team is on its way over or on board; `halted`: by whom."""

    def __init__(self) -> None:
        self.boarded: set[int] = set()
        self.halted: dict[int, int] = {}

    def stopped(self, row: int) -> bool:
        """Whether a unit has halted a vessel, or has a team on board."""
        return row in self.boarded or row in self.halted


@final
class Rests:
    """Days on which boats do not fish. `resting`: rows of those that lie still now."""

    def __init__(self, ocean: Ocean, custody: Custody) -> None:
        self._ocean = ocean
        self._custody = custody
        self.resting: set[int] = set()

    def begin(self, rows: Sequence[int]) -> None:
        """A day on which these do not fish: they lie still."""
        self.resting.update(rows)
        for row in rows:
            self._ocean.hold(row)

    def end(self, rows: Sequence[int]) -> None:
        """They go on, those apart who have a boarding team on board: they go on when they are let go."""
        self.resting.difference_update(rows)
        for row in rows:
            if not self._custody.stopped(row):
                self._ocean.go_on(row)

    def let_go(self, row: int) -> None:
        """A vessel that was stopped goes on as before, unless it is its day of rest."""
        if row not in self.resting:
            self._ocean.go_on(row)
