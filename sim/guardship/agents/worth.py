"""How a command that goes by worth decides: what each unit would bring for each call, against its station's worth.

All that it knows is what it has been told, and what its units say for themselves. The mathematics is in
`coalition.going`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, final

from guardship.agents.circle import Call
from guardship.agents.interfaces import Task
from guardship.agents.patrol.means import succeeding, teams
from guardship.agents.patrol.unit import Patrol
from guardship.coalition.going import Going, Stake, Trip, Weighed, alone, together, triage, worth_searching
from guardship.intelligence import Chances, Episode, Kind, Report, Track
from guardship.reasons import Reason


class Office(Protocol):
    """What the headquarters tells who weighs. Times [h]."""

    @property
    def time(self) -> float:
        """Now."""
        ...

    def lot_of(self, report: int, unit: str) -> float:
        """The lot in (0, 1) of a unit among those for one report; drawn once for an episode."""
        ...


class Chief(Protocol):
    """A command as its weighing knows it."""

    units: list[Patrol]
    reserve: int
    refused: set[tuple[int, str]]

    @property
    def headquarters(self) -> Office:
        """Its clock and its lots."""
        ...

    @property
    def offences(self) -> Sequence[str]:
        """What chances are of, after harmless."""
        ...

    @property
    def reach(self) -> Sequence[Patrol]:
        """The units that it can send or ask for."""
        ...

    def chances(self, track: Track) -> Chances | None:
        """What it makes of a track, harmless first; None where no judgement says anything."""
        ...

    def offer(self, unit: Patrol, task: Task) -> float | Reason:
        """Hours in which a unit could be there, or why not."""
        ...


@final
class Option(NamedTuple):
    """What sending a unit comes to: `hours` until it is there, both sides, for how long it is to search [h] (None: for
    as long as the task says), and the `mate` that comes if it finds it.
    """

    unit: Patrol
    hours: float
    weighed: Weighed
    search: float | None = None
    mate: str = ""


@final
class Case(NamedTuple):
    """A call with what each unit would bring, by its name, and why others do not go."""

    call: Call
    task: Task
    options: Mapping[str, Option]
    why: frozenset[Reason]

    @property
    def best(self) -> Option | None:
        """The option of the greatest surplus, whether that is positive or not."""
        return max(self.options.values(), key=lambda one: one.weighed.surplus, default=None)


@final
class ByWorth:
    """One command's weighing. `met`: by own unit, what each contact was worth that it has met on its station."""

    def __init__(self, going: Going, chief: Chief) -> None:
        self.going = going
        self.met: defaultdict[str, dict[Episode, float]] = defaultdict(dict)
        self._chief = chief

    # ---- what a station is worth ----------------------------------------------------------------

    def take_note(self, track: Track, report: Report) -> None:
        """A unit of its own that had no task has met something: that is what its station is good for.

        It counts as much as it would be worth to be sent there, as the command sees it now, until it is found harmless.
        """
        seen = report.observations[-1]
        unit = next((one for one in self._chief.units if one.radio.call_sign == seen.by), None)
        if unit is None:
            return
        met, episode = self.met[unit.name], (seen.by, seen.contact)
        if report.kind is Kind.CLEARED:
            met.pop(episode, None)
        elif episode in met or (report.kind is Kind.CONTACT and unit.datum is None):
            met[episode] = self.stake(track, report).value * self.stops

    @property
    def stops(self) -> float:
        """The chance to stop something of the best team that it has."""
        return max((succeeding(team) for unit in self._chief.units for team in teams(unit)), default=0.0)

    def rate(self, unit: Patrol) -> float:
        """What an hour of a unit's station is worth [1/h]; of a partner's it knows no more than is usual."""
        if unit not in self._chief.units:
            return self.going.rate
        hours = unit.patrolled.until(self._chief.headquarters.time)
        return self.going.on_station(sum(self.met[unit.name].values()), hours)

    def spares(self, unit: Patrol, weighed: Weighed) -> bool:
        """Whether a unit of its own is worth more where a partner asks for it than on its station."""
        return weighed._replace(rate=self.rate(unit)).surplus > 0.0

    # ---- what a call is worth -------------------------------------------------------------------

    def stake(self, track: Track, report: Report, there: bool = False) -> Stake:
        """What a track is worth. `there`: somebody is with the ship that has called already."""
        g, called, tip = self.going, report.kind is Kind.DISTRESS, report.kind is Kind.TIP
        told = report.observations[-1].assessed is not None
        chances = self._chief.chances(track) if told or not (called or tip) else None
        if chances is None:
            chance = g.called if called else g.tipped if tip else g.labelled
            value = chance * g.usual
        else:
            chance, value = 1.0 - chances[0], g.value(self._chief.offences, chances)
        return Stake(chance, value, g.help if called and not there else 0.0, g.lasts)

    def trip(self, call: Call, unit: Patrol, task: Task, kept: float, worth: float) -> Trip | Reason:
        """A unit's way to a track. `kept` [h]: for how long somebody keeps it, so that it can be found as it is now;
        `worth`: of finding it, which says with the track's error how long is searched."""
        if (call.track.id, unit.name) in self._chief.refused:
            return Reason.NO_UNIT_FREE
        hours = self._chief.offer(unit, task)
        if isinstance(hours, Reason):
            return hours
        hull = call.track.hull
        means = unit.means(task, hull if isinstance(hull, str) else None, hours)
        if isinstance(means, Reason):
            return means
        now = self._chief.headquarters.time
        variance = task.expected(now + max(hours - kept, 0.0)).pxx
        rate, window = self.rate(unit), task.until - now - hours
        if window > 0.0:  # a tip: it may come at any time until then
            return Trip(means, hours, variance, rate, min(means.search / window, 1.0))
        return Trip(means._replace(search=worth_searching(worth, means, variance, rate)), hours, variance, rate)

    def case(self, call: Call, task: Task, kept: float = 0.0) -> Case:
        """What each unit would bring for a call; when somebody is there, of those that can board it."""
        units = [unit for unit in self._chief.reach if unit.can_board] if call.there else self._chief.reach
        stake = self.stake(call.track, call.report, call.there)
        asked = {unit: self.trip(call, unit, task, kept, stake.value * self.stops) for unit in units}
        trips = {unit: _bound(unit, trip, task) for unit, trip in asked.items() if not isinstance(trip, Reason)}
        found = {unit.name: self._option(stake, unit, trips, call.there) for unit in trips}
        return Case(call, task, found, frozenset(why for why in asked.values() if isinstance(why, Reason)))

    def _option(self, stake: Stake, unit: Patrol, trips: Mapping[Patrol, Trip], there: bool) -> Option:
        """A unit by itself, or with the mate that comes if it finds it, whichever has the greater surplus."""
        own = trips[unit]
        best = Option(unit, own.hours, alone(stake, own), own.means.search)
        for mate, trip in trips.items() if not there else ():
            both = together(stake, own, trip) if mate is not unit else None
            if both is not None and both.surplus > best.weighed.surplus:
                best = Option(unit, own.hours, both, own.means.search, mate.name)
        return best

    # ---- who goes -------------------------------------------------------------------------------

    def choose(self, cases: Sequence[Case]) -> tuple[dict[int, Option], set[int]]:
        """For each case by its place the option that is taken, if any: the greatest surplus in all, none negative.

        Of units that are its own and could go, as many as the reserve says are kept back: for these cases.
        """
        units = {name: one.unit for case in cases for name, one in case.options.items()}
        names = list(units)
        surplus = [[_surplus(case.options.get(name)) for name in names] for case in cases]
        lots = [[self._lot(case, name) for name in names] for case in cases]
        pairs = [(k, j) for k, j in triage(surplus, lots)] if names else []
        pairs.sort(key=lambda pair: (surplus[pair[0]][pair[1]], lots[pair[0]][pair[1]]), reverse=True)
        own = [name for name, unit in units.items() if unit in self._chief.units]
        spare = max(len(own) - self._chief.reserve, 0)
        back = [pair for pair in pairs if names[pair[1]] in own][spare:]
        found = {k: cases[k].options[names[j]] for k, j in pairs if (k, j) not in back}
        return found, {k for k, _ in back}

    def _lot(self, case: Case, unit: str) -> float:
        return self._chief.headquarters.lot_of(case.task.report, unit)


def why_not(case: Case, kept: bool, nearness: Iterable[Reason]) -> Reason:
    """Why nobody goes: nobody can, for the reason that came nearest to going; it is worth nobody's while; or who would
    go is `kept` in reserve, or wanted elsewhere."""
    best = case.best
    if kept:
        return Reason.KEPT_IN_RESERVE
    if best is None:
        return next((why for why in nearness if why in case.why), Reason.NO_UNIT_FREE)
    return Reason.NO_UNIT_FREE if best.weighed.surplus > 0.0 else Reason.NOT_WORTH_GOING


def _surplus(option: Option | None) -> float:
    return -float("inf") if option is None else option.weighed.surplus


def _bound(unit: Patrol, trip: Trip, task: Task) -> Trip:
    """A duty is not weighed: who has to go to the rescue goes at no cost, though not whoever comes after."""
    return trip._replace(rate=0.0) if unit.bound_to(task) else trip
