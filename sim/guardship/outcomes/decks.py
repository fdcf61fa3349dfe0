"""Who speaks in a log: a group that uses a prize as its mother ship writes under the row of the prize."""

from typing import final

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry


@final
class Decks:
    """Reads lines in order of time; `who`: the row of the vessel that leads whoever has written one."""

    def __init__(self) -> None:
        self._attacker: dict[int, int] = {}
        self._on: dict[int, int] = {}

    def who(self, line: Entry) -> int:
        """The row of the group of a line that stands next in the log; the line's own where no group is on a prize."""
        if line.kind == Occurrence.PRIZE_HUNTS:
            self._on[line.actor] = self._attacker.get(line.attack, line.actor)
        elif line.kind == Occurrence.PRIZE_PUT_BACK:
            return self._on.pop(line.actor, line.actor)
        who = self._on.get(line.actor, line.actor)
        if line.kind == Occurrence.ATTACK:
            self._attacker[line.attack] = who
        return who
