"""Pirate action groups: a mother ship with skiffs that hunts, chases, boards or gives up, and goes home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import hypot, inf
from typing import Any, Protocol

from guardship.agents.ports import Helm, Point, Radio, Sighting
from guardship.agents.vessel import Vessel
from guardship.reasons import Reason

type Quantile = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Tactics:
    """How a group works. Speeds [kn], lengths [nm], times [h]; durations are quantile functions."""

    cruise: float
    skiff_speed: float
    endurance: Quantile
    within: float
    gives_up_after: Quantile
    takes_control_after: Quantile
    pause: Quantile
    light: frozenset[str]
    weather: frozenset[str]
    prey: frozenset[str]
    wary_of: frozenset[str]
    bases: tuple[Point, ...] = ()
    ground: int = 0
    start: Point = (0.0, 0.0)


class Spoils(Protocol):
    """The umpire of attacks and voyages, as a group may use it: what it does is decided, not what it sees."""

    def sail(self, group: "PirateGroup") -> bool:
        """A sortie begins; False when it cannot."""
        ...

    def attack(self, group: "PirateGroup", contact: int) -> Reason | None:
        """An attack on a held contact begins; otherwise why not."""
        ...

    def try_boarding(self, group: "PirateGroup") -> bool:
        """A skiff is alongside: whether the pirates get on board."""
        ...

    def seize(self, group: "PirateGroup") -> None:
        """They have taken control of the ship."""
        ...

    def end_attack(self, group: "PirateGroup", why: Reason) -> None:
        """The attack has failed."""
        ...

    def come_home(self, group: "PirateGroup", why: Reason | None = None) -> None:
        """The sortie is over; `why`: what has kept it from beginning."""
        ...


MOST_ATTEMPTS = 1000  # of a sortie: an attempt's draws go by sortie * MOST_ATTEMPTS + ordinal


class Phase(Enum):
    """Where a group is in its sortie."""

    ASHORE = auto()
    OUTBOUND = auto()
    HUNTING = auto()
    ATTACKING = auto()
    ON_BOARD = auto()
    HOMEBOUND = auto()
    STOPPED = auto()
    CAUGHT = auto()


class Skiff(Vessel):
    """A boat of a group: it goes where it is sent, and says what it meets."""

    role = "skiff"

    def __init__(self, model: Any, name: str, helm: Helm, radio: Radio) -> None:
        super().__init__(model, name, helm, radio)
        self.group: PirateGroup | None = None
        self.out = False
        self.chasing = False

    def launched(self, mother: Helm, contact: int, speed: float) -> None:
        """Leave the mother ship, after the contact that it holds."""
        if not self.out:
            self.out = self.chasing = mother.launch(self.helm, contact, speed)

    def on_contact(self, seen: Sighting) -> None:
        if self.group is not None and seen.hull in self.group.tactics.wary_of:
            self.group.on_warship(seen)

    def on_intercept(self, contact: int) -> None:
        if self.group is not None and self.chasing:
            self.group.alongside(self)

    def on_missed(self, contact: int) -> None:
        if self.group is not None:
            self.group.prey_lost(self, Reason.NOT_FOUND)

    def on_unreachable(self, contact: int) -> None:
        if self.group is not None:
            self.group.prey_lost(self, Reason.OUTRUN)

    def on_departed(self, contact: int) -> None:
        if self.group is not None:
            self.group.prey_lost(self, Reason.QUARRY_GONE)

    def on_arrival(self) -> None:
        """Back at the mother ship."""
        self.out = self.chasing = False
        self.helm.leave()


class PirateGroup(Vessel):
    """The mother ship's master decides for the group."""

    role = "pirate"

    def __init__(
        self, model: Any, name: str, helm: Helm, radio: Radio, tactics: Tactics, skiffs: Sequence[Skiff], spoils: Spoils
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.tactics = tactics
        self.skiffs = tuple(skiffs)
        self.spoils = spoils
        self.phase = Phase.ASHORE
        self.candidates = 0
        self.sortie = 0
        self.attempt = 0
        self.warships: set[int] = set()
        self.spent = False
        self.regrouped_at = 0.0
        self.prey: Sighting | None = None
        self.base: Point = tactics.start
        for skiff in self.skiffs:
            skiff.group = self

    # ---- the sortie -----------------------------------------------------------------------------

    def set_out(self) -> None:
        """The hour of a candidate voyage has come."""
        self.candidates += 1
        if not self.spoils.sail(self):
            return
        self.sortie = self.candidates
        self.attempt = self.sortie * MOST_ATTEMPTS
        self.warships.clear()
        k = int(self.helm.draw("base", self.sortie) * len(self.tactics.bases))
        self.base = self.tactics.bases[k]
        self.helm.appear(*self.base)
        self.phase = Phase.OUTBOUND
        self.spent = False
        self.helm.later(self.tactics.endurance(self.helm.draw("endurance", self.sortie)), "on_endurance", self.sortie)
        if not self.helm.sail([self.helm.somewhere(self.tactics.ground, self.sortie)], self.tactics.cruise):
            self.helm.note("turned_back", Reason.NO_WATER)
            self.come_home(Reason.NO_WATER)

    def on_endurance(self, sortie: int) -> None:
        """Food and fuel are spent: home, once no attack is under way."""
        if sortie != self.sortie:
            return
        self.spent = True
        if self.phase in (Phase.OUTBOUND, Phase.HUNTING):
            self.go_home()

    def hunt(self) -> None:
        """Look for prey, or go home when the sortie's time is spent."""
        self.prey = None
        if self.spent:
            self.go_home()
        else:
            self.phase = Phase.HUNTING
            self.helm.roam(self.tactics.ground, self.tactics.cruise)

    def go_home(self) -> None:
        """Sail back to the base."""
        self.phase = Phase.HOMEBOUND
        if not self.helm.sail([self.base], self.tactics.cruise):
            self.come_home()

    def on_arrival(self) -> None:
        if self.phase is Phase.OUTBOUND:
            self.hunt()
        elif self.phase is Phase.HOMEBOUND:
            self.come_home()

    def come_home(self, why: Reason | None = None) -> None:
        """Ashore; `why`: what has kept the sortie from beginning."""
        self.recover_all()
        self.helm.leave()
        self.phase = Phase.ASHORE
        self.spoils.come_home(self, why)

    def on_stopped(self) -> None:
        """A boarding team is on one of its vessels: nobody goes anywhere."""
        self.phase = Phase.STOPPED
        self.prey = None
        self.helm.hold()
        for skiff in self.skiffs:
            skiff.chasing = False
            if skiff.out:
                skiff.helm.hold()

    def on_released(self) -> None:
        """Nothing was found: on with it."""
        if self.phase is Phase.STOPPED:
            self.rejoin()
            self.hunt()

    def on_caught(self) -> None:
        """A patrol has taken the group."""
        self.phase = Phase.CAUGHT
        self.prey = None
        self.recover_all()
        self.helm.leave()

    # ---- prey and danger ------------------------------------------------------------------------

    def on_contact(self, seen: Sighting) -> None:
        if seen.hull in self.tactics.wary_of:
            self.warships.add(seen.contact)
            self.on_warship(seen)
        elif seen.hull in self.tactics.prey and self.phase is Phase.HUNTING and self.prey is None:
            self.consider(seen)

    def on_contact_lost(self, contact: int) -> None:
        self.warships.discard(contact)

    def consider(self, seen: Sighting) -> None:
        """Attack what can be had, or say why not."""
        here = self.helm.surroundings()
        x, y = self.helm.position()
        reach = self.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, self.tactics.skiff_speed)
        if self.warships:
            self.helm.note("spared", Reason.WARSHIP_SEEN, contact=seen.contact)
        elif any(skiff.out for skiff in self.skiffs) or not self.skiffs:
            self.helm.note("spared", Reason.NO_BOATS, contact=seen.contact)
        elif self.helm.time < self.regrouped_at:
            self.helm.note("spared", Reason.REGROUPING, contact=seen.contact)
        elif here.light not in self.tactics.light:
            self.helm.note("spared", Reason.WRONG_LIGHT, contact=seen.contact)
        elif here.weather not in self.tactics.weather:
            self.helm.note("spared", Reason.WEATHER, contact=seen.contact)
        elif reach == inf:
            self.helm.note("spared", Reason.OUTRUN, contact=seen.contact)
        elif hypot(seen.x - x, seen.y - y) <= self.tactics.within:
            self.attack(seen)
        else:
            wait = self.helm.time_within(seen, self.tactics.within)
            if wait == inf:
                self.helm.note("spared", Reason.OUT_OF_REACH, contact=seen.contact)
            else:
                self.prey = seen
                self.helm.hold()
                self.helm.later(wait, "on_prey_near", seen.contact)

    def on_prey_near(self, contact: int) -> None:
        """The ship that was waited for should be near by now."""
        seen = self.prey
        if self.phase is not Phase.HUNTING or seen is None or seen.contact != contact:
            return
        age = self.helm.time - seen.time
        moved = seen._replace(x=seen.x + seen.vx * age, y=seen.y + seen.vy * age, time=self.helm.time)
        x, y = self.helm.position()
        if not self.warships and hypot(moved.x - x, moved.y - y) <= 1.2 * self.tactics.within:
            self.attack(moved)
        else:
            why = Reason.WARSHIP_SEEN if self.warships else Reason.OUT_OF_REACH
            self.helm.note("spared", why, contact=seen.contact)
            self.hunt()

    def attack(self, seen: Sighting) -> None:
        """Launch the skiffs."""
        why = self.spoils.attack(self, seen.contact)
        if why is not None:
            self.helm.note("spared", why, contact=seen.contact)
            self.hunt()
            return
        self.attempt += 1
        self.phase = Phase.ATTACKING
        self.prey = seen
        for skiff in self.skiffs:
            skiff.launched(self.helm, seen.contact, self.tactics.skiff_speed)
        patience = self.tactics.gives_up_after(self.helm.draw("gives_up", self.attempt))
        self.helm.later(patience, "on_patience_spent", self.attempt)

    def on_warship(self, seen: Sighting) -> None:
        """A warship in sight: break off, unless the prize is taken."""
        if self.phase in (Phase.ATTACKING, Phase.ON_BOARD):
            self.break_off(Reason.WARSHIP_SEEN)

    def on_patience_spent(self, attempt: int) -> None:
        if self.phase is Phase.ATTACKING and attempt == self.attempt:
            self.break_off(Reason.GAVE_UP)

    def prey_lost(self, skiff: Skiff, why: Reason) -> None:
        """One skiff has lost the prey; the attack fails when none is left."""
        if self.phase is not Phase.ATTACKING or not skiff.chasing:
            return
        skiff.chasing = False
        if not any(boat.chasing for boat in self.skiffs):
            self.break_off(why)

    def alongside(self, skiff: Skiff) -> None:
        """A skiff has reached the prey."""
        if self.phase is not Phase.ATTACKING:
            return
        if self.spoils.try_boarding(self):
            self.phase = Phase.ON_BOARD
            hours = self.tactics.takes_control_after(self.helm.draw("control", self.attempt))
            self.helm.later(hours, "on_control", self.attempt)
        else:
            self.break_off(Reason.REPELLED)

    def on_control(self, attempt: int) -> None:
        """They have had the time to take control: the ship is theirs, and that ends the hunt."""
        if self.phase is Phase.ON_BOARD and attempt == self.attempt:
            self.spoils.seize(self)
            self.spent = True
            self.recover_all()
            self.go_home()

    def break_off(self, why: Reason) -> None:
        """The attack has failed: skiffs back, hunt on."""
        self.regrouped_at = self.helm.time + self.tactics.pause(self.helm.draw("pause", self.attempt))
        self.spoils.end_attack(self, why)
        self.rejoin()
        self.hunt()

    def rejoin(self) -> None:
        """The skiffs make for where the mother ship is now, and are taken on board there."""
        x, y = self.helm.position()
        for skiff in self.skiffs:
            skiff.chasing = False
            if skiff.out and not skiff.helm.sail([(x, y)], self.tactics.skiff_speed):
                skiff.on_arrival()

    def recover_all(self) -> None:
        """Skiffs that are out disappear with the sortie."""
        for skiff in self.skiffs:
            if skiff.out:
                skiff.on_arrival()
