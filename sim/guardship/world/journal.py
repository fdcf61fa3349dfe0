"""The journal of a run: lines of the log, each with its time and its place among the core's own events."""

from typing import final

from guardship.core.ocean import Ocean
from guardship.occurrences import Occurrence, Own
from guardship.outcomes.advisories import Heeded
from guardship.outcomes.beliefs import Belief
from guardship.outcomes.goings import Weighing
from guardship.outcomes.log import Entry, Log
from guardship.reasons import Reason

new = tuple.__new__  # of a named tuple: half the time of calling its class


@final
class Journal:
    """Writes `log`, in `beliefs` what is made of looks, in `weighed` and `heeded` what commands and masters decide."""

    def __init__(self, ocean: Ocean) -> None:
        self._ocean = ocean
        self.log = Log()
        self.beliefs: list[Belief] = []
        self.weighed: list[Weighing] = []
        self.heeded: list[Heeded] = []

    def believe(self, belief: Belief) -> None:
        """Write down what a unit makes of a look."""
        self.beliefs.append(belief)

    def weigh(self, said: Weighing) -> None:
        """Write down both sides of a call for a unit."""
        self.weighed.append(said)

    def heed(self, made: Heeded) -> None:
        """Write down what a master has decided."""
        self.heeded.append(made)

    def note(
        self,
        kind: Occurrence | Own,
        actor: int,
        object: int = -1,
        *,
        contact: int = 0,
        track: int = 0,
        report: int = 0,
        voyage: int = -1,
        attack: int = -1,
        reason: Reason | None = None,
        place: int = -1,
        holder: int = -1,
    ) -> None:
        """Write a line: what happened, which vessel did it (-1: none), to which; a refusal or a miss has a reason."""
        when = self._ocean.now, self._ocean.note_count()
        what = kind, actor, object, contact, track, report, voyage, attack, int(reason or 0), place, holder
        self.log.add(new(Entry, when + what))
