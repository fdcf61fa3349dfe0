"""Attackers on shipping and energy terminals: a boat with explosives, one attempt, as on the Limburg (XC-19)."""

from dataclasses import dataclass
from enum import Enum, auto
from math import hypot, inf
from typing import Any, Protocol

from guardship.agents.interfaces import Helm, Point, Radio, Sighting
from guardship.agents.limits import ALWAYS, Limits
from guardship.agents.offenders.offender import Departures, Quantile, Voyager
from guardship.agents.offenders.precautions import HEEDLESS, Precautions
from guardship.agents.vessel import Vessel
from guardship.occurrences import Occurrence
from guardship.reasons import Reason


class RaidPhase(Enum):
    """Where an attacker is in its voyage."""

    ASHORE = auto()
    OUTBOUND = auto()
    WAITING = auto()  # for prey
    CLOSING = auto()
    STOPPED = auto()
    HOMEBOUND = auto()


@dataclass(frozen=True, slots=True)
class Raid:
    """How an attacker works. Speeds [kn], lengths [nm], times [h].

    It waits in an `area` for ships with a hull in `prey`, or makes for one of its `terminals` and closes it from
    `within` at its greatest speed. It stays ashore while a patrol that has been betrayed is within `avoids` of its way.
    """

    cruise: float
    top: float
    bases: tuple[Point, ...]
    wary_of: frozenset[str]
    endurance: Quantile
    gives_up_after: Quantile
    within: float
    area: int | None = None
    terminals: tuple[Point, ...] = ()
    prey: frozenset[str] = frozenset()
    breaks_off: bool = True
    avoids: float = 0.0
    sails_in: Limits = ALWAYS
    attacks_in: Limits = ALWAYS
    precautions: Precautions = HEEDLESS


class Strikes(Protocol):
    """The umpire of attacks, as an attacker may use it."""

    def attack(self, group: Voyager, contact: int) -> Reason | None:
        """An attack on a held contact begins; otherwise why not."""
        ...

    def attack_terminal(self, group: Voyager, terminal: int) -> None:
        """An attack on the so-manieth of its terminals begins."""
        ...

    def strike(self, group: Voyager) -> Reason | None:
        """It is alongside, and has one attempt; why it failed. With success the boat is gone."""
        ...

    def end_attack(self, group: Voyager, why: Reason) -> None:
        """The attack has failed."""
        ...


class Attacker(Vessel):
    """Leaves its base, waits for prey or makes for a terminal, closes, tries once; a patrol in sight ends it."""

    role = "attacker"
    offence = "attack"

    def __init__(
        self,
        model: Any,
        name: str,
        helm: Helm,
        radio: Radio,
        raid: Raid,
        departures: Departures,
        strikes: Strikes,
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.raid = raid
        self.departures = departures
        self.strikes = strikes
        self.candidates = 0
        self.phase = RaidPhase.ASHORE
        self.begin(0)

    @property
    def voyager(self) -> Voyager:
        return self

    def begin(self, sortie: int) -> None:
        """A clean sheet for a voyage."""
        self.sortie = sortie
        self.base: Point = self.raid.bases[0]
        self.target: Point = self.base
        self.sent_home: Reason | None = None

    def ends(self, voyage: int) -> tuple[Point, Point]:
        """Base and destination of a candidate voyage, by lot: a terminal, or a place in the waiting area."""
        base = self.raid.bases[int(self.helm.draw("base", voyage) * len(self.raid.bases))]
        if self.raid.area is not None:
            return base, self.helm.somewhere(self.raid.area, voyage)
        return base, self.raid.terminals[self.terminal(voyage)]

    def way(self, voyage: int, u: float) -> tuple[Point, ...]:
        """Base and destination of a candidate voyage."""
        return self.ends(voyage)

    @property
    def cruise(self) -> float:
        """Its speed when nothing drives it [kn]."""
        return self.raid.cruise

    def terminal(self, voyage: int) -> int:
        """Which of its terminals it makes for."""
        return int(self.helm.draw("landing", voyage) * len(self.raid.terminals))

    # ---- the voyage -----------------------------------------------------------------------------

    def set_out(self) -> None:
        """The hour of a candidate voyage has come."""
        self.candidates += 1
        if not self.departures.plan(self):
            return
        self.begin(self.candidates)
        wait = self.raid.precautions.before(self, self.helm, self.departures)
        if wait > 0.0:
            self.helm.later(wait, "on_prepared")
        else:
            self.on_prepared()

    def on_prepared(self) -> None:
        """Everything is seen to: the voyage begins, unless something speaks against it."""
        self.base, self.target = self.ends(self.sortie)
        why = self.raid.sails_in.why_not(self.helm.surroundings(self.base)) or self.betrayed()
        if why is not None:
            self.departures.stay(self, why)
            return
        self.departures.sail(self)
        self.helm.begins("outbound")
        self.helm.attend(self.raid.wary_of)
        self.helm.appear(*self.base)
        self.helm.later(self.raid.endurance(self.helm.draw("endurance", self.sortie)), "on_endurance", self.sortie)
        self.phase = RaidPhase.OUTBOUND
        if not any(self.helm.sail([point], self.raid.cruise) for point in (self.approach(), self.target)):
            self.go_home(Reason.NO_WATER)

    def betrayed(self) -> Reason | None:
        """Whether a patrol that is known to be near its way keeps it ashore."""
        if self.raid.avoids <= 0.0:
            return None
        near = self.helm.patrols_near([self.base, self.target], self.raid.avoids)
        return Reason.PATROLS_KNOWN if near else None

    def approach(self) -> Point:
        """Where it stops being a boat like others: the place in its area, or so far before the terminal."""
        (a, b), (x, y) = self.base, self.target
        away = hypot(a - x, b - y)
        if self.raid.area is not None or away <= self.raid.within:
            return self.target
        return x + (a - x) * self.raid.within / away, y + (b - y) * self.raid.within / away

    def on_arrival(self) -> None:
        if self.phase is RaidPhase.OUTBOUND and self.raid.area is not None:
            self.phase = RaidPhase.WAITING
            self.helm.begins("hunting")
            self.helm.attend(self.raid.prey | self.raid.wary_of)
            self.helm.roam(self.raid.area, self.raid.cruise)
        elif self.phase is RaidPhase.OUTBOUND:
            self.close_terminal()
        elif self.phase is RaidPhase.CLOSING:
            self.attempt()
        elif self.phase is RaidPhase.HOMEBOUND:
            self.come_home()

    def on_endurance(self, sortie: int) -> None:
        """Fuel is spent: home, unless it is closing its target."""
        if sortie == self.sortie and self.phase in (RaidPhase.OUTBOUND, RaidPhase.WAITING):
            self.go_home(None)

    def go_home(self, why: Reason | None) -> None:
        """Back to the base. `why`: None when it has found nothing to attack."""
        self.phase, self.sent_home = RaidPhase.HOMEBOUND, why
        self.helm.begins("homebound")
        self.helm.attend(self.raid.wary_of)
        if not self.helm.sail([self.base], self.raid.cruise):
            self.come_home()

    def come_home(self) -> None:
        """The voyage is over without success."""
        self.phase = RaidPhase.ASHORE
        self.helm.leave()
        self.departures.come_home(self, self.sent_home, Reason.NO_PREY)

    # ---- the attack -----------------------------------------------------------------------------

    def on_contact(self, seen: Sighting) -> None:
        if seen.hull in self.raid.wary_of:
            self.on_patrol()
        elif self.phase is RaidPhase.WAITING and seen.hull in self.raid.prey:
            self.consider(seen)

    def on_patrol(self) -> None:
        """A patrol in sight: home, whatever it was about."""
        if not self.raid.breaks_off:
            return
        if self.phase is RaidPhase.CLOSING:
            self.fail(Reason.WARSHIP_SEEN)
        elif self.phase in (RaidPhase.OUTBOUND, RaidPhase.WAITING):
            self.helm.note(Occurrence.TURNED_BACK, Reason.WARSHIP_SEEN)
            self.go_home(Reason.WARSHIP_SEEN)

    def consider(self, seen: Sighting) -> None:
        """Attack a ship that it can reach before it would give up."""
        gives_up = self.raid.gives_up_after(self.helm.draw("gives_up", self.sortie))
        why = self.raid.attacks_in.why_not(self.helm.surroundings())
        if why is None and self.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, self.raid.top) > gives_up:
            why = Reason.OUT_OF_REACH
        why = why or self.strikes.attack(self, seen.contact)
        if why is not None:
            self.helm.note(Occurrence.SPARED, why, contact=seen.contact)
            return
        self.phase = RaidPhase.CLOSING
        self.helm.chase(seen.contact, self.raid.top)
        if gives_up < inf:
            self.helm.later(gives_up, "on_gives_up", self.sortie)

    def close_terminal(self) -> None:
        """The last miles at its greatest speed."""
        self.phase = RaidPhase.CLOSING
        self.strikes.attack_terminal(self, self.terminal(self.sortie))
        if not self.helm.sail([self.target], self.raid.top):
            self.fail(Reason.NO_WATER)

    def on_intercept(self, contact: int) -> None:
        if self.phase is RaidPhase.CLOSING:
            self.attempt()

    def attempt(self) -> None:
        """The one that it has."""
        why = self.strikes.strike(self)
        if why is not None:
            self.fail(why)
            return
        self.phase = RaidPhase.ASHORE
        self.helm.leave()

    def on_gives_up(self, sortie: int) -> None:
        """The ship was too fast after all."""
        if sortie == self.sortie and self.phase is RaidPhase.CLOSING:
            self.fail(Reason.GAVE_UP)

    def on_missed(self, contact: int) -> None:
        if self.phase is RaidPhase.CLOSING:
            self.fail(Reason.NOT_FOUND)

    def on_unreachable(self, contact: int) -> None:
        if self.phase is RaidPhase.CLOSING:
            self.fail(Reason.OUTRUN)

    def on_departed(self, contact: int) -> None:
        if self.phase is RaidPhase.CLOSING:
            self.fail(Reason.QUARRY_GONE)

    def on_prey_gone(self) -> None:
        """The ship that it attacks has been taken out of the model."""
        if self.phase is RaidPhase.CLOSING:
            self.fail(Reason.QUARRY_GONE)

    def fail(self, why: Reason) -> None:
        """It is known now: home."""
        self.strikes.end_attack(self, why)
        self.go_home(why)

    # ---- boarded --------------------------------------------------------------------------------

    def on_stopped(self) -> None:
        """A patrol has stopped it: whatever it was about, it is not any more."""
        self.phase = RaidPhase.STOPPED
        self.helm.hold()

    def on_released(self) -> None:
        """Nothing was found: home, since it is known now."""
        if self.phase is RaidPhase.STOPPED:
            self.go_home(Reason.VISITED)

    def on_caught(self) -> None:
        """A patrol has taken it."""
        self.phase = RaidPhase.ASHORE
        self.helm.leave()
