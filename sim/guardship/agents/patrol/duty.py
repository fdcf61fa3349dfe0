"""What a patrol unit is doing."""

from enum import Enum, auto
from typing import final


class Duty(Enum):
    """What a unit is doing."""

    PATROL = auto()
    RESPOND = auto()
    PURSUE = auto()
    SHADOW = auto()
    SUPPORT = auto()
    SEARCH = auto()
    BOARD = auto()
    DISPOSE = auto()
    TO_PORT = auto()
    IN_PORT = auto()
    ON_DECK = auto()
    ALERT = auto()
    RETURN = auto()
    EXERCISE = auto()


ABSENT = (Duty.IN_PORT, Duty.ON_DECK, Duty.ALERT)


@final
class Hours:
    """How many hours a unit has been on patrol, without a task. `since`: when that began [h], None when it is not."""

    __slots__ = ("_before", "since")

    def __init__(self, since: float | None) -> None:
        self.since = since
        self._before = 0.0

    def turn(self, duty: Duty, now: float) -> None:
        """From now on [h] it does something else, or the same."""
        patrols = duty is Duty.PATROL
        if patrols and self.since is None:
            self.since = now
        elif not patrols and self.since is not None:
            self._before += now - self.since
            self.since = None

    def until(self, now: float) -> float:
        """Those until now [h]."""
        return self._before + (0.0 if self.since is None else now - self.since)
