"""Why a voyage succeeded: the last point at which who could have acted would have had to act otherwise.

A point is a way to the voyage that came to nothing (`Way`). It was open when its holder had a unit that can board,
could have met the group with it before the prize, and may act where that would have been; or, where the way broke
before a command could decide, somebody to whom the holder tells what its units report. The cause is the last open
point. When there was none, nobody could have acted: the cause is how near anybody who knew came to being able.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, final

from guardship.outcomes.episodes import UNLAWFUL, Followed
from guardship.outcomes.opportunities import Stage, Way
from guardship.outcomes.reach import Reach
from guardship.reasons import Reason

LASTING = UNLAWFUL - {  # what a refusal goes by that holds elsewhere too, and for whatever is found
    Reason.FOREIGN_WATERS,
    Reason.BORDER,
    Reason.CAVEAT_AREA,
    Reason.CAVEAT_FLAG,
    Reason.NO_SUSPICION,
    Reason.NO_EVIDENCE,
    Reason.FLAG_UNKNOWN,
}
KNOWN = (Stage.NOT_INVESTIGATED, Stage.CLEARED, Stage.LOST, Stage.TOO_LATE)  # it broke before anybody could decide
TIMED = (Stage.TOO_LATE, Stage.OUT_OF_REACH)  # what was still going on there at the prize was short of time


class Cause(NamedTuple):
    """Why a voyage succeeded, and at which stage. `holder`, `unit`: who would have had to act otherwise, or came
    nearest to being able; -1 for nobody. `short`: the hours that were wanting at least; None where that was not it.
    """

    reason: Reason
    stage: Stage = Stage.UNDETECTED
    holder: int = -1
    unit: int = -1
    short: float | None = None


def causes(found: Followed, reach: Reach) -> Mapping[int, Cause]:
    """The cause of each voyage that succeeded, by its number."""
    ways: dict[int, list[Way]] = {voyage: [] for voyage in found.prizes}
    for way in found.ways:
        if way.voyage in ways:
            ways[way.voyage].append(way)
    unknown = {row.voyage: row.reason for row in found.rows if row.stage is Stage.UNDETECTED}
    return {
        voyage: Cause(unknown[voyage]) if voyage in unknown else Points(own, found.consents, reach, found.tells).cause()
        for voyage, own in sorted(ways.items())
    }


@final
@dataclass(frozen=True, slots=True)
class Points:
    """The points of one voyage that succeeded; at least one. `tells`: by holder, who takes reports of its units."""

    ways: Sequence[Way]
    consents: Mapping[tuple[int, int], Sequence[float]]
    reach: Reach
    tells: Mapping[int, Collection[int]]

    def cause(self) -> Cause:
        """The last open point, of several at one time the deepest, of these whose unit would have been there first.

        Without one why nobody could have acted.
        """
        ways = sorted(self.ways, key=lambda way: (way.time, way.stage), reverse=True)
        last = next((way for way in ways if self.open(way)), None)
        if last is None:
            return self.nobody()
        alike = [way for way in ways if (way.time, way.stage) == (last.time, last.stage) and self.open(way)]
        return self.named(min(alike, key=lambda way: self.first(way)[0]))

    def first(self, way: Way) -> tuple[float, int]:
        """The unit of who could have acted that would have been there first, and its lateness [h]; (inf, -1): none."""
        able = (holder for holder in self.actors(way) if self.able(way, holder))
        near = (self.reach.nearest(way.voyage, holder, way.time) for holder in able)
        return min((one for one in near if one is not None), default=(inf, -1))

    def open(self, way: Way) -> bool:
        """Whether its holder could have acted from there; for what was withheld, whether any other could."""
        return any(self.able(way, holder) for holder in self.actors(way))

    def actors(self, way: Way) -> Iterable[int]:
        """Whose units would have had to act."""
        everybody = self.reach.boarders
        if way.stage is Stage.NOT_RELEASED:
            return [k for k in everybody if k != way.holder]
        told = self.tells.get(way.holder, ()) if way.stage in KNOWN else ()
        return [way.holder, *(k for k in everybody if k != way.holder and k in told)]

    def able(self, way: Way, holder: int) -> bool:
        """Whether a holder could have met the group from then on, with authority."""
        since = self.authorised(way, holder)
        return since is not None and self.reach.meets(way.voyage, holder, since)

    def lawful(self, way: Way, holder: int) -> bool:
        """Whether a holder may act somewhere on the way from then on, were it there."""
        since = self.authorised(way, holder)
        return since is not None and self.reach.lawful(way.voyage, holder, since)

    def authorised(self, way: Way, holder: int) -> float | None:
        """From when [h] on, not before the point, no refusal stands that holds elsewhere too; None: one stands."""
        refused = self.refused(way, holder)
        if refused is None:
            return way.time
        given = [t for t in self.consents.get((way.voyage, holder), ()) if t >= refused.time]
        return max(way.time, min(given)) if given else None

    def refused(self, way: Way, holder: int) -> Way | None:
        """The last refusal until a point that goes by more than the place; the point itself, if it is one."""
        if way.stage is Stage.NO_AUTHORITY:
            return way
        own = (w for w in self.ways if w.holder == holder and w.stage is Stage.NO_AUTHORITY and w.time <= way.time)
        return max((w for w in own if w.reason in LASTING), key=lambda w: w.time, default=None)

    def named(self, way: Way) -> Cause:
        """An open point as a cause: whose, of which unit, and what it was short of."""
        reach, prize = self.reach, self.reach.prizes[way.voyage]
        unit, short = way.unit if way.unit >= 0 else self.first(way)[1], None
        if way.late and way.stage in TIMED:
            short = reach.lateness(way.voyage, unit, prize.time)
        return Cause(way.reason, way.stage, way.holder, unit, short)

    def nobody(self) -> Cause:
        """Who came nearest to being able: had the reach but not the authority, last; else was the least too late.

        Of those who were too late who may act somewhere on the way, if anybody.
        """
        reach = self.reach
        near = [
            (way, holder, *found)
            for way in self.ways
            for holder in self.actors(way)
            if (found := reach.nearest(way.voyage, holder, way.time)) is not None
        ]
        within = [one for one in near if reach.meets(one[0].voyage, one[1], one[0].time, lawful=False)]
        if within:
            way, holder, _, unit = max(within, key=lambda one: (one[0].time, -one[2]))
            refused = self.refused(way, holder)
            why = Reason.FOREIGN_WATERS if refused is None else refused.reason
            return Cause(why, Stage.NO_AUTHORITY, holder, way.unit if way.unit >= 0 else unit)
        if near:
            may = [one for one in near if self.lawful(*one[:2])]
            _, holder, late, unit = min(may or near, key=lambda one: one[2])
            return Cause(Reason.NOBODY_IN_REACH, Stage.OUT_OF_REACH, holder, unit, late)
        last = max(self.ways, key=lambda way: (way.time, way.stage))
        return Cause(Reason.NO_TEAM, Stage.NOT_STOPPED, last.holder, last.unit)
