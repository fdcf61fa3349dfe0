"""What is carried or flies by sorties: helicopters, drones, boats, patrol aircraft. When they can go, when they must
turn back."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Protocol, final

from guardship.agents.interfaces import Point, Surroundings, Task
from guardship.agents.limits import ALWAYS, Limits
from guardship.agents.patrol.duty import Duty
from guardship.agents.patrol.interfaces import AnyUnit
from guardship.agents.patrol.recovery import Deck, ahead, recovered, time_to_deck
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

DAY = 24.0
LOOK_AGAIN = 0.1  # h of the way home from which it is worth looking for the deck again
EARLY = 5.0 / 60.0  # h before the point of no return at which a craft turns back at the earliest
SLOW = (Duty.PATROL, Duty.SEARCH)  # what is done at cruising speed


@final
@dataclass(frozen=True, slots=True)
class Base:
    """An airfield, which stays where it is: `at` [nm]."""

    at: Point

    def position(self) -> Point:
        return self.at

    def velocity(self) -> Point:
        return 0.0, 0.0


@final
@dataclass(frozen=True, slots=True)
class Rules:
    """How a craft is used. Times [h], lengths [nm]; inf: without a limit.

    `alert`: quantile function of the time from order to launch. `endurance`: how long its fuel lasts; `reserve`: what
    it keeps of that for the recovery. `turnaround`: how long it is made ready after a sortie. `a_day`: greatest time in
    the air in any 24 hours. `reach`: how far from its deck a boat is sent. `limits`: in what light, weather and
    visibility it is launched. `scrambles`: whether one that is at a base is sent after something.
    """

    alert: Callable[[float], float]
    endurance: float = inf
    reserve: float = 0.0
    turnaround: float = 0.0
    a_day: float = inf
    reach: float = inf
    limits: Limits = ALWAYS
    scrambles: bool = False


class CarriedUnit(AnyUnit, Protocol):
    """A unit as its craft knows it.

    A craft may set `datum`, the task that the unit is made ready for, None for a flight of the programme; and
    `on_scene`, whether the unit has reported that it is where that task wants it.
    """

    datum: Task | None
    on_scene: bool

    @property
    def quarry(self) -> int:
        """The contact that it is after; 0 for none."""
        ...

    @property
    def is_boat(self) -> bool:
        """Whether it is one of a ship's boats."""
        ...

    @property
    def speed_of_deck(self) -> float:
        """The top speed of the ship that carries it [kn]; 0 for an airfield."""
        ...

    def kept_on_deck(self, distress: bool) -> Reason | None:
        """Why the ship that carries it launches nothing now; None when she does. `distress`: after a call for help."""
        ...

    def surroundings_of_deck(self) -> Surroundings:
        """Light, weather and visibility where it would be launched."""
        ...

    def make_for(self, task: Task) -> bool:
        """Sail or fly to meet what a task is about; False when that cannot be done."""
        ...

    def idle(self, duty: Duty) -> None:
        """Drop quarry and datum, and take up another duty."""
        ...

    def hoisted(self) -> None:
        """It is back on board as one of her boats: its ship may go on if it was the last."""
        ...


@final
class Craft:
    """The sorties of one carried vessel or aircraft, from a `deck` that is a ship under way or an airfield.

    `unit`: whose sorties these are, None until that unit is made. `out_since`: when the present sortie began [h], None
    on deck; `until`: when its fuel or its crew's day ends [h]; `ready_at`: when it can go again [h]; `flown`: begin and
    end of sorties that may count in the crew's day [h]. `scrambled`: it is, or was last, out for a task.
    """

    def __init__(self, rules: Rules, deck: Deck) -> None:
        self.rules = rules
        self.deck = deck
        self.unit: CarriedUnit | None = None
        self.orders = 0
        self.sorties = 0
        self.thoughts = 0
        self.out_since: float | None = None
        self.until = inf
        self.ready_at = -inf
        self.flown: list[tuple[float, float]] = []
        self.scrambled = False

    @property
    def own(self) -> CarriedUnit:
        """The unit whose sorties these are, which has to be made by now."""
        assert self.unit is not None
        return self.unit

    # ---- fuel, crew, surroundings ---------------------------------------------------------------

    def why_not(self, now: float, here: Surroundings) -> Reason | None:
        """What keeps it on deck at a time [h] in such surroundings; None when it can be launched."""
        if self.out_since is not None:
            return Reason.CRAFT_OUT
        if now < self.ready_at:
            return Reason.TURNAROUND
        if self.hours(now) <= 2.0 * self.rules.reserve:
            return Reason.CREW_REST
        return self.rules.limits.why_not(here)

    def grounded(self, distress: bool = False) -> Reason | None:
        """What keeps it on deck here and now; None when it can be launched. `distress`: after a call for help."""
        unit = self.own
        why = unit.kept_on_deck(distress)
        return why if why is not None else self.why_not(unit.helm.time, unit.surroundings_of_deck())

    def hours(self, now: float) -> float:
        """How long a sortie that begins at `now` [h] can last [h]: by fuel, and by the crew's hours in the last day."""
        start = now - DAY
        flown = sum(end - max(begin, start) for begin, end in self.flown if end > start)
        return min(self.rules.endurance, self.rules.a_day - flown)

    def suffices(self, now: float, hours: float, away: float, speed: float) -> bool:
        """Whether it can be out for `hours` more and come back at `speed` [kn] from a place `away` [nm] off."""
        left = self.until - now if self.out_since is not None else self.hours(now)
        return hours + away / speed + self.rules.reserve <= left

    def slack(self, now: float, own: Point, speed: float) -> float:
        """Time to the point of no return [h], if the deck keeps its course and the craft its place `own` [nm]."""
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
        """Make ready for a task; None: for a flight of the programme."""
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
        """It does not fly, and `why`; the command hears of it if there was a task, so that somebody else may do it."""
        unit = self.own
        if task is None:
            unit.helm.note(Occurrence.DECLINED, why)
        else:
            unit.helm.note(Occurrence.DECLINED, why, track=task.track, report=task.report)
            unit.radio.decline(task)

    def leave_deck(self) -> None:
        """The sortie begins now; its fuel and its crew's hours count from here."""
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
        unit.helm.later(slack / self.haste, "craft.on_fuel", self.thoughts)

    @property
    def haste(self) -> float:
        """By how much the time to the point of no return falls in an hour, at most [h]."""
        unit = self.own
        own = unit.doctrine.cruise if unit.duty in SLOW else unit.doctrine.top
        return 1.0 + (own + unit.speed_of_deck) / unit.doctrine.cruise

    @property
    def left(self) -> float:
        """Time to the point of no return [h]; inf where nothing calls it back."""
        if self.rules.endurance == inf:
            return inf
        return self.slack(self.own.helm.time, self.own.helm.position(), self.own.doctrine.cruise)

    def on_fuel(self, thoughts: int) -> None:
        """The time has come to think of the way back, unless it has been thought of since."""
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
        if not unit.helm.sail([ahead(self.deck, hours)], speed):
            self.recover()  # no water leads there: its ship comes for it, which costs nothing here
        elif LOOK_AGAIN < hours < inf:
            unit.helm.later(0.5 * hours, "craft.on_way_home", self.sorties)

    def on_way_home(self, sortie: int) -> None:
        """Half of the way home of a sortie is done: look for the deck again."""
        if self.out_since is not None and sortie == self.sorties and self.own.duty is Duty.RETURN:
            self.close_deck()

    def arrived(self) -> None:
        """It is where its deck was expected: it comes on board, or goes after it."""
        if recovered(self.own.helm.position(), self.deck):
            self.recover()
        else:
            self.close_deck()

    def recover(self) -> None:
        """It is on deck again, and made ready for the next sortie."""
        unit, now = self.own, self.own.helm.time
        assert self.out_since is not None
        self.flown = [flight for flight in self.flown if flight[1] > now - DAY] + [(self.out_since, now)]
        self.out_since = None
        self.ready_at = now + self.rules.turnaround
        unit.helm.leave()
        unit.forget_suspects()
        unit.duty = Duty.ON_DECK
        unit.helm.note(Occurrence.RECOVERED if unit.is_boat else Occurrence.LANDED)
        if unit.is_boat:
            unit.hoisted()
        else:
            unit.helm.later(self.rules.turnaround, "craft.on_turned_round")

    def on_turned_round(self) -> None:
        """It is ready for another sortie, and its command hears of it if it is on deck."""
        if self.own.duty is Duty.ON_DECK:
            self.own.radio.available()
