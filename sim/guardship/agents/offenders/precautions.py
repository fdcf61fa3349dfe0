"""What offenders do before a voyage who know that a hull of theirs is listed, or take it that it is."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, final

from guardship.agents.interfaces import Helm
from guardship.agents.offenders.offender import Departures, Voyager
from guardship.occurrences import Occurrence


@final
class Precaution(NamedTuple):
    """One thing to do, `upto` which lot; `takes`: quantile function of how long that keeps them ashore [h]."""

    upto: float
    what: Occurrence
    takes: Callable[[float], float]


@final
@dataclass(frozen=True, slots=True)
class Precautions:
    """`learns`: ways in which they come to know, `theft` of a register or an `attack` of their own.

    Where the lot is beyond the last of `known` they do nothing.
    """

    learns: frozenset[str] = frozenset()
    known: Sequence[Precaution] = ()

    def before(self, group: Voyager, helm: Helm, umpire: Departures) -> float:
        """See to it before the present voyage; how long that keeps them ashore [h]."""
        if not self.known:
            return 0.0
        helm.hide_gear(False)
        if not helm.is_listed(self.learns):
            return 0.0
        which = bisect_right([one.upto for one in self.known], helm.draw("listed", group.sortie))
        if which == len(self.known):
            return 0.0
        chosen = self.known[which]
        umpire.prepares(group, chosen.what)
        if chosen.what is Occurrence.CHANGES_HULL:
            helm.change_hull()
        elif chosen.what is Occurrence.HIDES_GEAR:
            helm.hide_gear(True)
        return chosen.takes(helm.draw("listed_hours", group.sortie))


HEEDLESS = Precautions()
