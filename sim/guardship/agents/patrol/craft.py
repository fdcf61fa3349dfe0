"""What is carried or flies by sorties: helicopters, drones, boats, patrol aircraft. When they can go, when they must
turn back."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, final

from guardship.agents.interfaces import Point, Surroundings, Task
from guardship.agents.limits import ALWAYS, Limits
from guardship.agents.patrol.duty import ABSENT, Duty
from guardship.agents.patrol.recovery import Deck, meeting, recovered, time_to_deck
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

if TYPE_CHECKING:
    from guardship.agents.patrol.unit import Patrol

DAY = 24.0
LOOK_AGAIN = 0.1  # h of the way home from which it is worth looking for the deck again
EARLY = 5.0 / 60.0  # h before the point of no return at which a craft turns back at the earliest
SLOW = (Duty.PATROL, Duty.SEARCH)  # what is done at cruising speed


@final
@dataclass(frozen=True, slots=True)
class Base:
    """An airfield."""

    at: Point

    def position(self) -> Point:
        return self.at

    def velocity(self) -> Point:
        return 0.0, 0.0


@final
@dataclass(frozen=True, slots=True)
class Rules:
    """How a craft is used. Times [h], lengths [nm], speeds [kn]; `alert`: quantile of the time from order to launch.

    `reserve`: kept for the recovery. `a_day`: greatest time in the air in any 24 hours. `reach`: how far from the deck.
    """

    alert: Callable[[float], float]
    endurance: float = inf
    reserve: float = 0.0
    turnaround: float = 0.0
    a_day: float = inf
    reach: float = inf
    limits: Limits = ALWAYS


@final
class Craft:
    """The sorties of one carried vessel or aircraft. `ship`: whose it is, none for an airfield's."""

    def __init__(self, rules: Rules, deck: Deck) -> None:
        self.rules = rules
        self.deck = deck
        self.unit: Patrol | None = None
        self.orders = 0
        self.sorties = 0
        self.thoughts = 0
        self.out_since: float | None = None
        self.until = inf
        self.ready_at = -inf
        self.flown: list[tuple[float, float]] = []
        self.scrambled = False

    @property
    def own(self) -> "Patrol":
        """The unit whose sorties these are."""
        assert self.unit is not None
        return self.unit

    # ---- fuel, crew, surroundings ---------------------------------------------------------------

    def why_not(self, now: float, here: Surroundings) -> Reason | None:
        """What keeps it on deck; None when it can be launched."""
        if self.out_since is not None:
            return Reason.CRAFT_OUT
        if now < self.ready_at:
            return Reason.TURNAROUND
        if self.hours(now) <= 2.0 * self.rules.reserve:
            return Reason.CREW_REST
        return self.rules.limits.why_not(here)

    def grounded(self, distress: bool = False) -> Reason | None:
        """What keeps it on deck here and now, for a call for help or for anything else."""
        ship, helm = self.own.mother, self.own.helm
        if ship is not None and ship.duty in ABSENT:
            return Reason.IN_PORT
        if ship is not None and ship.kept_in_exercise(distress):
            return Reason.IN_EXERCISE
        return self.why_not(helm.time, (ship.helm if ship is not None else helm).surroundings())

    def hours(self, now: float) -> float:
        """How long the next sortie can last: by fuel, and by the crew's hours in the last day."""
        start = now - DAY
        flown = sum(end - max(begin, start) for begin, end in self.flown if end > start)
        return min(self.rules.endurance, self.rules.a_day - flown)

    def suffices(self, now: float, hours: float, away: float, speed: float) -> bool:
        """Whether it can be out for so long and still come back at `speed` from a place so far off."""
        left = self.until - now if self.out_since is not None else self.hours(now)
        return hours + away / speed + self.rules.reserve <= left

    def slack(self, now: float, own: Point, speed: float) -> float:
        """Hours to the point of no return, if the deck keeps its course and the craft its place."""
        return self.until - now - self.rules.reserve - time_to_deck(own, self.deck, speed)

    # ---- a sortie -------------------------------------------------------------------------------

    def on_programme(self) -> None:
        """A flight of the programme is due."""
        why = self.grounded() if self.own.duty is Duty.ON_DECK else Reason.CRAFT_OUT
        if why is None:
            self.scramble(None)
        else:
            self.own.helm.note(Occurrence.DECLINED, why)

    def scramble(self, task: Task | None) -> None:
        """Make ready."""
        unit = self.own
        unit.duty, unit.datum, unit.on_scene, self.scrambled = Duty.ALERT, task, False, task is not None
        self.orders += 1
        unit.helm.later(self.rules.alert(unit.helm.draw("alert", self.orders)), "craft.on_ready")

    def on_ready(self) -> None:
        """Off, unless it has become impossible meanwhile."""
        unit = self.own
        unit.duty, task, unit.datum = Duty.ON_DECK, unit.datum, None
        why = self.grounded(task is not None and task.distress)
        if why is not None:
            self.decline(task, why)
            unit.radio.available()
            return
        unit.helm.appear(*self.deck.position())
        self.leave_deck()
        unit.helm.note(Occurrence.TAKEOFF)
        self.watch()
        if task is None:
            unit.return_to_station()
        elif not unit.make_for(task):
            unit.radio.decline(task)
            self.go_home()

    def decline(self, task: Task | None, why: Reason) -> None:
        """It does not fly; if there was a task, somebody else may do it."""
        unit = self.own
        if task is None:
            unit.helm.note(Occurrence.DECLINED, why)
        else:
            unit.helm.note(Occurrence.DECLINED, why, track=task.track, report=task.report)
            unit.radio.decline(task)

    def leave_deck(self) -> None:
        """The sortie begins."""
        now = self.own.helm.time
        self.sorties += 1
        self.until = now + self.hours(now)
        self.out_since = now

    def watch(self) -> None:
        """Think again of the way back before the point of no return can have come.

        While both move, the time left to it falls by at most `1 + (own speed + the deck's) / speed home` per hour; who
        goes faster from now on thinks again at once. It turns back at most `EARLY` too early: waiting for the last
        minute cost twice as many timers.
        """
        unit = self.own
        if self.rules.endurance == inf:
            return
        self.thoughts += 1
        slack = self.slack(unit.helm.time, unit.helm.position(), unit.doctrine.cruise)
        if slack <= EARLY:
            self.turn_back()
            return
        own = unit.doctrine.cruise if unit.duty in SLOW else unit.doctrine.top
        deck = unit.mother.doctrine.top if unit.mother is not None else 0.0
        unit.helm.later(slack / (1.0 + (own + deck) / unit.doctrine.cruise), "craft.on_fuel", self.thoughts)

    def on_fuel(self, thoughts: int) -> None:
        """Look at the fuel."""
        if self.out_since is not None and thoughts == self.thoughts and self.own.duty is not Duty.RETURN:
            self.watch()

    def hurry(self) -> None:
        """It goes at top speed from now on."""
        if self.out_since is not None and self.own.duty is not Duty.RETURN:
            self.watch()

    def turn_back(self) -> None:
        """The point of no return: home, whatever it was doing."""
        unit = self.own
        unit.helm.note(Occurrence.BINGO, Reason.BEYOND_RETURN, contact=unit.quarry)
        if unit.duty is Duty.SHADOW:
            unit.helm.note(Occurrence.HANDED_OVER, Reason.NO_RELIEF, contact=unit.quarry)
        elif unit.duty is Duty.PURSUE:
            unit.helm.note(Occurrence.PURSUIT_ENDED, Reason.BEYOND_RETURN, contact=unit.quarry)
        elif unit.duty is Duty.SEARCH:
            unit.helm.note(Occurrence.SEARCH_ENDED, Reason.BEYOND_RETURN)
        elif unit.duty is Duty.RESPOND and unit.datum is not None:
            unit.radio.decline(unit.datum)
        unit.helm.let_go(unit.quarry)
        self.go_home()

    def go_home(self) -> None:
        """Make for where the deck can be met."""
        self.own.idle(Duty.RETURN)
        self.close_deck()

    def close_deck(self) -> None:
        """To where the deck will be if it keeps its course, and look again on the way: it may turn.

        At cruising speed while that is in time, else at top speed.
        """
        unit, here = self.own, self.own.helm.position()
        speed, hours = unit.doctrine.cruise, time_to_deck(here, self.deck, unit.doctrine.cruise)
        if unit.helm.time + hours > self.until:
            speed = unit.doctrine.top
            hours = time_to_deck(here, self.deck, speed)
        if not unit.helm.sail([meeting(here, self.deck, speed)], speed):
            self.recover()  # no water leads there: its ship comes for it, which costs nothing here
        elif LOOK_AGAIN < hours < inf:
            unit.helm.later(0.5 * hours, "craft.on_way_home", self.sorties)

    def on_way_home(self, sortie: int) -> None:
        """Half of the way is done."""
        if self.out_since is not None and sortie == self.sorties and self.own.duty is Duty.RETURN:
            self.close_deck()

    def arrived(self) -> None:
        """Where the deck was expected: on board, or after it."""
        if recovered(self.own.helm.position(), self.deck):
            self.recover()
        else:
            self.close_deck()

    def recover(self) -> None:
        """On deck."""
        unit, now = self.own, self.own.helm.time
        assert self.out_since is not None
        self.flown = [flight for flight in self.flown if flight[1] > now - DAY] + [(self.out_since, now)]
        self.out_since = None
        self.ready_at = now + self.rules.turnaround
        unit.helm.leave()
        unit.suspects.clear()
        unit.duty = Duty.ON_DECK
        unit.helm.note(Occurrence.RECOVERED if unit.is_boat else Occurrence.LANDED)
        if unit.is_boat and unit.mother is not None:
            unit.mother.boats.hoisted(unit)
        else:
            unit.helm.later(self.rules.turnaround, "craft.on_turned_round")

    def on_turned_round(self) -> None:
        """Ready for another sortie."""
        if self.own.duty is Duty.ON_DECK:
            self.own.radio.available()
