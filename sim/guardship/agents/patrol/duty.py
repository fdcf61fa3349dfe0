"""What a patrol unit is doing."""

from enum import Enum, auto


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
