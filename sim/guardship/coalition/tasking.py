"""How a coalition's units are tasked: by whom, on whose word, and which unit goes where."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import NamedTuple, final

NEVER = 1e6  # h, stands for a unit that cannot come: dearer than any that can


class Mode(StrEnum):
    """Who sends which units.

    NATIONAL: each nation its own, on its own picture. DECONFLICTED: each in its own sector. COORDINATED: whichever
    unit of any nation can be there first, after a request that may be refused. UNIFIED: one command sends all, by
    optimal assignment.
    """

    NATIONAL = "national"
    DECONFLICTED = "deconflicted"
    COORDINATED = "coordinated"
    UNIFIED = "unified"


@final
@dataclass(frozen=True, slots=True)
class Tasking:
    """`cues`: units are sent after what others report too. `claims`: partners are told who goes, and heed it.

    `hand_over`: hours from a relief's own contact until whoever has kept it for the relief may go. `claims_last`: hours
    after the expected arrival for which a partner's word that a unit goes holds.
    """

    mode: Mode = Mode.NATIONAL
    cues: bool = True
    claims: bool = False
    hand_over: float = 0.0
    claims_last: float = 2.0


class Assignment(NamedTuple):
    """One unit to one task, by their places in the matrix of costs."""

    task: int
    unit: int
    hours: float


def assign(hours: Sequence[Sequence[float]]) -> list[Assignment]:
    """As many tasks as can be done by one unit each, in the least hours in all; hours[task][unit], inf: it cannot.

    The linear assignment problem (Kuhn 1955), solved by SciPy. Of equal solutions SciPy's, which is fixed by the order
    of tasks and units.
    """
    if not hours or not hours[0]:
        return []
    if len(hours) == 1:
        best = min(range(len(hours[0])), key=hours[0].__getitem__)
        return [Assignment(0, best, hours[0][best])] if hours[0][best] < inf else []
    from scipy.optimize import linear_sum_assignment

    tasks, units = linear_sum_assignment([[min(h, NEVER) for h in row] for row in hours])
    pairs = zip(tasks.tolist(), units.tolist(), strict=True)
    return [Assignment(k, j, hours[k][j]) for k, j in pairs if hours[k][j] < inf]
