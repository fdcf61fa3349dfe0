"""What units have made of looks at contacts: a line each, in order of time."""

from typing import NamedTuple, final

type Seen = tuple[float, int, int, int, int]
"""A look: time [h], kind, ring, state of the surroundings, word."""

type Compared = tuple[float, int, int, int, int, bool]
"""A comparison: time [h], kind, ring and state of the look, the dossier, whether it fits."""


@final
class Belief(NamedTuple):
    """After a look: who looked at which contact, in truth which vessel; what the look showed, the chances, the verdict.

    `looked`: kind, ring, state of the surroundings and word of the look. `described`: how surely the contact is what
    the unit was sent after, nan where it was sent after nothing. `place` [nm]: where it was seen. `looks`: all on which
    the chances rest. `who`: dossiers of hulls that look so, each with its version, the chance that it is that hull,
    and the dossier that stands for that hull; `compared`: with which dossiers it was compared.
    """

    time: float
    observer: int
    vessel: int
    contact: int
    hull: str
    looked: tuple[int, int, int, int]
    chances: tuple[float, ...]
    described: float
    verdict: str
    place: tuple[float, float] = (0.0, 0.0)
    looks: tuple[Seen, ...] = ()
    who: tuple[tuple[int, int, float, int], ...] = ()
    compared: tuple[Compared, ...] = ()
