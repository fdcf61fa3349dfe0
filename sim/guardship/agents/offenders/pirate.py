"""Pirate action groups: a mother ship with skiffs that hunts, chases, boards or gives up, and goes home."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from math import hypot, inf
from typing import Any

from guardship.agents.interfaces import Helm, Point, Radio, Sighting
from guardship.agents.limits import factor
from guardship.agents.offenders.enterprise import Enterprise
from guardship.agents.offenders.hunting import Camp, Scout
from guardship.agents.offenders.offender import Departures, Ends, Voyager
from guardship.agents.offenders.skiff import Skiff
from guardship.agents.offenders.tactics import MOST_ATTEMPTS, Spoils, Tactics
from guardship.agents.vessel import Vessel
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

PLACES = 10_000  # the places that it makes for are counted by decision * PLACES + sortie
MOMENT = 1e-9  # h, below which no time is left


class SortiePhase(Enum):
    """Where a group is in its sortie."""

    ASHORE = auto()
    OUTBOUND = auto()
    HUNTING = auto()
    LYING_TO = auto()  # for the weather
    LYING_LOW = auto()  # for a patrol that was sighted
    ATTACKING = auto()
    ON_BOARD = auto()
    RECOVERING = auto()  # waiting for the skiffs
    HOMEBOUND = auto()
    STOPPED = auto()
    CAUGHT = auto()


SHOWN = {  # phases in which a vessel shows what it is about more or less
    SortiePhase.OUTBOUND: "outbound",
    SortiePhase.HUNTING: "hunting",
    SortiePhase.HOMEBOUND: "homebound",
}
IDLE = (SortiePhase.OUTBOUND, SortiePhase.HUNTING, SortiePhase.LYING_TO, SortiePhase.LYING_LOW)  # free to turn for home


class PirateGroup(Vessel):
    """The mother ship's master decides for the group."""

    role = "pirate"
    offence = "piracy"
    sent_home: Reason | None
    chase_began: float | None

    def __init__(
        self,
        model: Any,
        name: str,
        helm: Helm,
        radio: Radio,
        tactics: Tactics,
        skiffs: Sequence[Skiff],
        departures: Departures,
        spoils: Spoils,
        camp: Camp | None = None,
        enterprise: Enterprise | None = None,
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.tactics = tactics
        self.skiffs = tuple(skiffs)
        self.departures = departures
        self.spoils = spoils
        self.enterprise = enterprise
        worth = None if enterprise is None else enterprise.worth
        self.appraiser = tactics.appraiser(helm, spoils)
        self.scout = Scout(name, helm, tactics.grounds, tactics.judgement, camp, worth)
        self.candidates = 0
        self.warships: set[int] = set()
        self.phase, self.since = SortiePhase.ASHORE, 0.0
        for skiff in self.skiffs:
            skiff.group = self
            skiff.helm.attend(tactics.wary_of)
        self.begin(0)

    @property
    def voyager(self) -> Voyager:
        return self

    def begin(self, sortie: int) -> None:
        """A clean sheet for a sortie."""
        self.scout.begin(sortie)
        self.sortie = sortie
        self.attempt = sortie * MOST_ATTEMPTS
        self.hours: defaultdict[SortiePhase, float] = defaultdict(float)
        self.spared: Counter[Reason] = Counter()
        self.base: Point = self.tactics.bases[0]
        self.waits = 0
        self.spent = False
        self.ships = 0  # that they have gone over to
        self.sent_home = None
        self.due = inf
        self.burnt = 0.0
        self.chase_began = None
        self.trying = False
        self.regrouped_at, self.quiet_until = -inf, -inf
        self.prey: Sighting | None = None
        self.warships.clear()

    def turn(self, phase: SortiePhase) -> None:
        """From one phase to another."""
        self.hours[self.phase] += self.helm.time - self.since
        self.phase, self.since = phase, self.helm.time
        if phase in SHOWN:
            self.helm.begins(SHOWN[phase])

    # ---- as the deck of its skiffs --------------------------------------------------------------

    def position(self) -> Point:
        """Where the mother ship is [nm]."""
        return self.helm.position()

    def velocity(self) -> Point:
        """Her velocity [kn]; she has been told to stop when she waits, and will have when anybody moves."""
        return (0.0, 0.0) if self.phase is SortiePhase.RECOVERING else self.helm.velocity()

    # ---- the sortie -----------------------------------------------------------------------------

    def set_out(self) -> None:
        """The hour of a candidate voyage has come."""
        self.candidates += 1
        if not self.departures.plan(self):
            return
        self.begin(self.candidates)
        wait = self.tactics.precautions.before(self, self.helm, self.departures)
        if wait > 0.0:
            self.helm.later(wait, "on_prepared")
        else:
            self.on_prepared()

    def on_prepared(self) -> None:
        """Everything is seen to: the voyage begins, unless something speaks against it."""
        self.scout.listen()
        why = self.why_ashore() or self.prepare()
        if why is not None:
            self.departures.stay(self, why)
            return
        self.departures.sail(self)
        if self.enterprise is not None:
            self.enterprise.sails(self.base, self.sortie)
        self.helm.note(Occurrence.GROUND, place=self.scout.ground.area)
        self.helm.appear(*self.base)
        endurance = self.tactics.endurance(self.helm.draw("endurance", self.sortie))
        self.due = self.helm.time + endurance
        self.helm.later(endurance, "on_endurance", self.sortie)
        self.make_for_ground()

    def why_ashore(self) -> Reason | None:
        """Why it does not want to sail, or whoever sends it does not."""
        if self.enterprise is not None:
            return self.enterprise.why_ashore(self.sortie)
        return Reason.DETERRED if self.scout.deterred() else None

    def prepare(self) -> Reason | None:
        """Choose ground and base; what the weather there says against it."""
        self.scout.choose(self.tactics.grounds if self.enterprise is None else (self.enterprise.ground,))
        self.base = self.choose_base()
        return self.tactics.sails_in.why_not(self.helm.surroundings(self.base))

    def choose_base(self) -> Point:
        """By lot, or the one that is nearest to where it wants to go."""
        bases = self.tactics.bases
        if self.tactics.nearest_base:
            x, y = self.destination()
            return min(bases, key=lambda base: hypot(x - base[0], y - base[1]))
        return bases[int(self.helm.draw("base", self.sortie) * len(bases))]

    def ends(self, voyage: int) -> Ends:
        """Base and destination of a candidate voyage, as far as nothing that it lives through has a say in them."""
        bases, grounds = self.tactics.bases, self.tactics.grounds
        there = self.helm.somewhere(grounds[0].area, voyage) if len(grounds) == 1 else None
        if not self.tactics.nearest_base:
            return bases[int(self.helm.draw("base", voyage) * len(bases))], there
        if there is None:
            return None, None
        x, y = there
        return min(bases, key=lambda base: hypot(x - base[0], y - base[1])), there

    def way(self, voyage: int, u: float) -> tuple[Point, ...]:
        """Base and destination of a candidate voyage; without a ground chosen yet, the u-th of them."""
        bases, grounds = self.tactics.bases, self.tactics.grounds
        base, there = self.ends(voyage)
        if there is None:
            there = self.helm.somewhere(grounds[int(u * len(grounds))].area, voyage)
        a, b = there
        return base or min(bases, key=lambda p: hypot(p[0] - a, p[1] - b)), there

    @property
    def cruise(self) -> float:
        """Its speed when nothing drives it [kn]."""
        return self.tactics.cruise

    def destination(self) -> Point:
        """Where on its ground it begins."""
        return self.helm.somewhere(self.scout.ground.area, (self.scout.decisions - 1) * PLACES + self.sortie)

    def make_for_ground(self) -> None:
        """Sail to the ground; home when no water leads there."""
        self.turn(SortiePhase.OUTBOUND)
        self.helm.attend(self.tactics.wary_of, self.tactics.wary_of)
        if not self.helm.sail([self.destination()], self.tactics.cruise):
            self.helm.note(Occurrence.TURNED_BACK, Reason.NO_WATER)
            self.sent_home = Reason.NO_WATER
            self.go_home()

    def on_endurance(self, sortie: int, ships: int = 0) -> None:
        """Food and fuel are spent: home, once no attack is under way."""
        if (sortie, ships) == (self.sortie, self.ships):
            self.spent = True
            if self.phase in IDLE:
                self.go_home()

    def hunt(self) -> None:
        """Look for prey, unless something speaks against it."""
        self.prey = None
        if self.spent:
            self.go_home()
        elif not self.scout.there:
            self.make_for_ground()
        elif not self.move_on():
            bad = self.tactics.sails_in.why_not(self.helm.surroundings())
            if bad is not None:
                self.lie_to(bad)
            elif self.quiet_until - self.helm.time > MOMENT:
                self.lie_low()
            else:
                self.turn(SortiePhase.HUNTING)
                self.helm.roam(self.scout.ground.area, self.tactics.cruise)

    def go_home(self) -> None:
        """Sail back to the base."""
        self.scout.leave()
        self.helm.attend(self.tactics.wary_of, self.tactics.wary_of)
        self.prey = None
        self.turn(SortiePhase.HOMEBOUND)
        if not self.helm.sail([self.base], self.tactics.cruise):
            self.come_home()

    def on_arrival(self) -> None:
        if self.phase is SortiePhase.OUTBOUND:
            self.scout.arrive()
            self.helm.attend(self.tactics.prey | self.tactics.wary_of, self.tactics.wary_of)
            self.hunt()
        elif self.phase is SortiePhase.HOMEBOUND:
            self.come_home()

    def come_home(self) -> None:
        """Ashore; the skiffs that are still out come in by themselves."""
        self.turn(SortiePhase.ASHORE)
        self.recover_all()
        self.helm.leave()
        self.tell()
        self.departures.come_home(self, self.sent_home, self.why_empty())

    def why_empty(self) -> Reason:
        """Why a sortie that attacked nobody did not."""
        there = sum(self.hours[phase] for phase in (SortiePhase.HUNTING, SortiePhase.LYING_TO, SortiePhase.LYING_LOW))
        if there > 0.0 and self.hours[SortiePhase.LYING_TO] > 0.5 * there:
            return Reason.WEATHER
        if there > 0.0 and self.hours[SortiePhase.LYING_LOW] > 0.5 * there:
            return Reason.LAY_LOW
        return self.appraiser.why_empty(self.spared) or Reason.NO_PREY

    def on_stopped(self) -> None:
        """A boarding team is on one of its vessels: nobody goes anywhere."""
        self.end_chase()
        self.turn(SortiePhase.STOPPED)
        self.prey = None
        self.helm.hold()
        for skiff in self.skiffs:
            skiff.chasing = False
            if skiff.out:
                skiff.helm.hold()

    def on_released(self) -> None:
        """Nothing was found: on with it."""
        if self.phase is SortiePhase.STOPPED:
            self.recall()

    def on_caught(self) -> None:
        """A patrol has taken the group; ashore they know when it does not come back."""
        self.turn(SortiePhase.CAUGHT)
        self.scout.danger += self.tactics.judgement.caught
        self.scout.leave()
        self.prey = None
        self.recover_all()
        self.helm.leave()
        if self.enterprise is not None:
            self.enterprise.taken(self.sortie, max(self.due, self.helm.time))
        self.helm.later(max(self.due - self.helm.time, 0.0), "on_overdue", self.sortie)

    def on_overdue(self, sortie: int) -> None:
        """It should have been home by now; who sent it knows so of a voyage that is not the present one any more."""
        if sortie == self.sortie:
            self.scout.tell()
        if self.enterprise is not None:
            self.enterprise.hears_of(sortie)

    def tell(self) -> None:
        """Ashore they know how the voyage went."""
        self.scout.tell()
        if self.enterprise is not None:
            self.enterprise.hears_of(self.sortie)

    def move_on(self) -> bool:
        """To another ground, after too many patrols on this one."""
        others = self.scout.others
        if self.scout.sightings < self.tactics.moves_after or not others:
            return False
        self.scout.leave()
        self.scout.choose(others)
        if self.enterprise is not None:
            self.enterprise.makes_for(self.scout.ground.name)
        self.helm.note(Occurrence.GROUND, Reason.WARSHIP_SEEN, place=self.scout.ground.area)
        self.make_for_ground()
        return True

    # ---- weather and patrols --------------------------------------------------------------------

    def lie_to(self, why: Reason) -> None:
        """Wait for better weather."""
        self.helm.note(Occurrence.LIES_TO, why)
        self.prey = None
        self.turn(SortiePhase.LYING_TO)
        self.waits += 1
        self.helm.hold()
        self.helm.later(self.tactics.looks_again, "on_look_again", self.sortie, self.waits)

    def on_look_again(self, sortie: int, wait: int) -> None:
        """Whether the weather is better."""
        if self.phase is not SortiePhase.LYING_TO or (sortie, wait) != (self.sortie, self.waits):
            return
        if self.tactics.sails_in.why_not(self.helm.surroundings()) is None:
            self.hunt()
        else:
            self.helm.later(self.tactics.looks_again, "on_look_again", sortie, wait)

    def keep_quiet(self) -> None:
        """Begin to lie low, if that is its way."""
        if self.phase is SortiePhase.HUNTING and self.tactics.lies_low > 0.0:
            self.lie_low()

    def lie_low(self) -> None:
        """Look like a fisher for a while."""
        self.helm.note(Occurrence.LIES_LOW, Reason.WARSHIP_SEEN)
        self.prey = None
        self.turn(SortiePhase.LYING_LOW)
        self.waits += 1
        self.helm.roam(self.scout.ground.area, self.tactics.cruise)
        self.helm.later(self.quiet_until - self.helm.time, "on_quiet", self.sortie, self.waits)

    def on_quiet(self, sortie: int, wait: int) -> None:
        """Long enough, unless another one came by."""
        if self.phase is not SortiePhase.LYING_LOW or (sortie, wait) != (self.sortie, self.waits):
            return
        left = self.quiet_until - self.helm.time
        if left > MOMENT:
            self.helm.later(left, "on_quiet", sortie, wait)
        else:
            self.hunt()

    def on_contact(self, seen: Sighting) -> None:
        if seen.hull in self.tactics.wary_of:
            self.warships.add(seen.contact)
            self.scout.saw_patrol()
            self.on_warship(seen)
        elif seen.hull in self.tactics.prey:
            self.scout.saw_prey()
            if self.phase is SortiePhase.HUNTING and self.prey is None:
                self.consider(seen)

    def on_contact_lost(self, contact: int) -> None:
        self.warships.discard(contact)

    def on_warship(self, patrol: Sighting) -> None:
        """A patrol in sight: break off, unless the prize is taken or worth it still, and be quiet for a while."""
        self.quiet_until = self.helm.time + self.tactics.lies_low
        if self.phase in (SortiePhase.ATTACKING, SortiePhase.ON_BOARD):
            if self.appraiser.goes_on(self, patrol):
                return
            self.scout.danger += self.tactics.judgement.broken_off
            self.break_off(Reason.WARSHIP_SEEN)
        elif self.phase in (SortiePhase.HUNTING, SortiePhase.LYING_LOW) and not self.move_on():
            self.keep_quiet()

    # ---- prey -----------------------------------------------------------------------------------

    def consider(self, seen: Sighting) -> None:
        """Attack what can be had, or say why not."""
        bad = self.tactics.sails_in.why_not(self.helm.surroundings())
        if bad is not None:
            self.spare(seen, bad)
            self.lie_to(bad)
            return
        why = self.why_not()
        if why is not None:
            self.spare(seen, why)
            return
        x, y = self.helm.position()
        near = hypot(seen.x - x, seen.y - y) <= self.tactics.within
        wait = 0.0 if near else self.helm.time_within(seen, self.tactics.within)
        why = self.declines(seen, wait < inf)
        if why is not None:
            self.spare(seen, why)
        elif near:
            self.attack(seen)
        elif wait == inf:
            self.spare(seen, Reason.OUT_OF_REACH)
        else:
            self.prey = seen
            self.helm.hold()
            self.helm.later(wait, "on_prey_near", seen.contact)

    def why_not(self) -> Reason | None:
        """What speaks against any attack here and now."""
        if self.warships and self.appraiser.breaks_off_at_sight:
            return Reason.WARSHIP_SEEN
        if any(skiff.out for skiff in self.skiffs) or not self.skiffs:
            return Reason.NO_BOATS
        if self.helm.time < self.regrouped_at:
            return Reason.REGROUPING
        return self.tactics.attacks_in.why_not(self.helm.surroundings())

    def declines(self, seen: Sighting, possible: bool) -> Reason | None:
        """Why they do not attack this one.

        Where that is not `possible`, as of a ship that cannot be reached, what they would have been willing to do
        decides nothing.
        """
        outrun = self.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, self.skiff_speed()) == inf
        why = self.appraiser.declines(self, seen, possible and not outrun)
        return why or (Reason.OUTRUN if outrun else None)

    def skiff_speed(self) -> float:
        """What the skiffs can do here and now [kn]."""
        return self.tactics.skiff_speed * factor(self.tactics.skiffs_in, self.helm.surroundings())

    def spare(self, seen: Sighting, why: Reason) -> None:
        """Let it pass."""
        self.spared[why] += 1
        self.helm.note(Occurrence.SPARED, why, contact=seen.contact)

    def on_prey_near(self, contact: int) -> None:
        """The ship that was waited for should be near by now."""
        seen = self.prey
        if self.phase is not SortiePhase.HUNTING or seen is None or seen.contact != contact:
            return
        age = self.helm.time - seen.time
        moved = seen._replace(x=seen.x + seen.vx * age, y=seen.y + seen.vy * age, time=self.helm.time)
        x, y = self.helm.position()
        near = hypot(moved.x - x, moved.y - y) <= self.tactics.near * self.tactics.within
        why = self.why_not()
        if why is None:
            why = self.declines(moved, near)
        if why is None and not near:
            why = Reason.OUT_OF_REACH
        if why is None:
            self.attack(moved)
        else:
            self.spare(seen, why)
            self.hunt()

    # ---- an attack ------------------------------------------------------------------------------

    def attack(self, seen: Sighting) -> None:
        """Launch the skiffs."""
        why = self.spoils.attack(self, seen.contact)
        if why is not None:
            self.spare(seen, why)
            self.hunt()
            return
        self.attempt += 1
        self.trying = False
        self.turn(SortiePhase.ATTACKING)
        self.prey = seen
        self.chase_began = self.helm.time
        speed = self.skiff_speed()
        for skiff in self.skiffs:
            skiff.launched(self.helm, seen.contact, speed)
        if not any(skiff.chasing for skiff in self.skiffs):
            self.break_off(Reason.NOT_FOUND)
            return
        self.follow(self.helm.time_to_meet(seen.x, seen.y, seen.vx, seen.vy, speed))
        gives_up = self.tactics.gives_up_after(self.helm.draw("gives_up", self.attempt))
        self.helm.later(min(gives_up, self.fuel_left()), "on_gives_up", self.attempt)

    def follow(self, hours: float) -> None:
        """Make for where the prey will be in so many hours, and wait there; with inf, or without a way by water, here.

        To where it will be and not to where it is, so that she does not run past a ship that comes towards her.
        """
        assert self.prey is not None
        ahead = self.helm.time - self.prey.time + hours
        where = self.prey.x + self.prey.vx * ahead, self.prey.y + self.prey.vy * ahead
        if hours == inf or not self.helm.sail([where], self.tactics.cruise):
            self.helm.hold()

    def fuel_left(self) -> float:
        """Hours of chase that the skiffs still have fuel for."""
        chased = 0.0 if self.chase_began is None else self.helm.time - self.chase_began
        return max(self.tactics.fuel - self.burnt - chased, 0.0)

    def end_chase(self) -> None:
        """The skiffs stop burning fuel; when there is none left, the sortie is over."""
        if self.chase_began is not None:
            self.burnt += self.helm.time - self.chase_began
            self.chase_began = None
            if self.fuel_left() <= MOMENT and not self.spent:
                self.spent, self.sent_home = True, Reason.FUEL

    def on_gives_up(self, attempt: int) -> None:
        if self.phase is SortiePhase.ATTACKING and attempt == self.attempt and not self.trying:
            self.break_off(Reason.FUEL if self.fuel_left() <= MOMENT else Reason.GAVE_UP)

    def prey_lost(self, skiff: Skiff, why: Reason) -> None:
        """One skiff has lost the prey; the attack fails when none is left."""
        if self.phase is not SortiePhase.ATTACKING or not skiff.chasing:
            return
        skiff.chasing = False
        if not any(boat.chasing for boat in self.skiffs):
            self.break_off(why)

    def alongside(self, skiff: Skiff) -> None:
        """A skiff has reached the prey; with the first of them they begin to try."""
        if self.phase is not SortiePhase.ATTACKING or self.trying or self.prey is None:
            return
        self.trying = True
        (x, y), (vx, vy) = skiff.helm.position(), skiff.helm.velocity()  # beside the prey, as which it sails
        self.prey = self.prey._replace(time=self.helm.time, x=x, y=y, vx=vx, vy=vy)
        why, longer = self.appraiser.thinks_again(self), 0.0
        if why is None:
            why, longer = self.spoils.closes(self)
        if why is not None:
            self.break_off(why)
            return
        tries = longer + self.tactics.tries_for(self.helm.draw("tries", self.attempt))
        if tries > 0.0:
            self.follow(tries)
            self.helm.later(tries, "on_tried", self.attempt)
        else:
            self.on_tried(self.attempt)

    def on_tried(self, attempt: int) -> None:
        """They have tried long enough: on board, or not."""
        if self.phase is not SortiePhase.ATTACKING or attempt != self.attempt:
            return
        why = self.spoils.try_boarding(self)
        if why is not None:
            self.break_off(why)
            return
        self.end_chase()
        self.turn(SortiePhase.ON_BOARD)
        if self.spoils.locked_out(self):
            hours, what = self.tactics.gives_up_citadel_after(self.helm.draw("citadel", self.attempt)), "on_locked_out"
        else:
            hours, what = self.tactics.takes_control_after(self.helm.draw("control", self.attempt)), "on_control"
        self.follow(hours)
        self.helm.later(hours, what, self.attempt)

    def on_control(self, attempt: int) -> None:
        """They have had the time to take control: the ship is theirs, and that ends the hunt."""
        if self.phase is SortiePhase.ON_BOARD and attempt == self.attempt:
            self.spent = not self.spoils.seize(self)
            if self.enterprise is not None:
                self.enterprise.takes_prize(self.sortie)
            self.recall()

    def go_on_from(self, helm: Helm, cruise: float, base: Point, hours: float) -> None:
        """The ship that they have taken is their mother ship from now on, for so many hours at most."""
        self.change_ships(helm, cruise)
        self.helm.attend(self.tactics.prey | self.tactics.wary_of, self.tactics.wary_of)
        self.base, self.due = base, self.helm.time + hours
        self.ships += 1
        self.helm.later(hours, "on_endurance", self.sortie, self.ships)

    def change_ships(self, helm: Helm, cruise: float) -> None:
        """They are on another bridge, at another speed [kn]; what they held from the one before is lost."""
        self.warships.clear()
        self.helm = self.scout.helm = helm
        self.tactics = replace(self.tactics, cruise=cruise)
        self.appraiser = self.tactics.appraiser(helm, self.spoils)

    def on_ship_gone(self) -> None:
        """The prize from which they hunted is no more: their voyage is over."""
        self.end_chase()
        self.spoils.end_attack(self, Reason.REMOVED)
        self.prey, self.spent = None, True
        self.come_home()

    def on_locked_out(self, attempt: int) -> None:
        """The crew has not come out: they leave."""
        if self.phase is SortiePhase.ON_BOARD and attempt == self.attempt:
            self.break_off(Reason.CITADEL)

    def break_off(self, why: Reason) -> None:
        """The attack has failed: skiffs back, hunt on."""
        self.regrouped_at = self.helm.time + self.tactics.pause(self.helm.draw("pause", self.attempt))
        self.end_chase()
        self.spoils.end_attack(self, why)
        self.recall()

    # ---- the skiffs come back -------------------------------------------------------------------

    def recall(self) -> None:
        """Lie still until the skiffs are on board, but not for ever."""
        self.prey = None
        if not any(skiff.out for skiff in self.skiffs):
            self.hunt()
            return
        self.turn(SortiePhase.RECOVERING)
        self.helm.hold()
        self.waits += 1
        wait = self.waits
        for skiff in self.skiffs:
            skiff.recall()
        if self.phase is SortiePhase.RECOVERING and self.tactics.waits < inf:
            self.helm.later(self.tactics.waits, "on_waited", self.sortie, wait)

    def on_skiff_back(self) -> None:
        """A skiff is on board; with the last one the hunt goes on."""
        if self.phase is SortiePhase.RECOVERING and not any(skiff.out for skiff in self.skiffs):
            self.hunt()

    def on_skiff_gone(self, skiff: Skiff) -> None:
        """A skiff has been taken out of the model: they go on without it."""
        if self.removed:
            return
        self.prey_lost(skiff, Reason.REMOVED)
        self.skiffs = tuple(boat for boat in self.skiffs if boat is not skiff)
        self.on_skiff_back()

    def on_prey_gone(self) -> None:
        """The ship that they attack has been taken out of the model."""
        if self.phase in (SortiePhase.ATTACKING, SortiePhase.ON_BOARD):
            self.break_off(Reason.QUARRY_GONE)

    def on_waited(self, sortie: int, wait: int) -> None:
        """She sails without them: they follow her."""
        if self.phase is SortiePhase.RECOVERING and (sortie, wait) == (self.sortie, self.waits):
            self.helm.note(Occurrence.SAILS_WITHOUT, Reason.NO_BOATS)
            self.hunt()

    def recover_all(self) -> None:
        """Skiffs that are out disappear with the sortie."""
        for skiff in self.skiffs:
            if skiff.out:
                skiff.hoist()
