"""Patrol units: ships, their aircraft and boats, patrol aircraft. Beats, investigation, pursuit, boarding, searches.

One class for all of them: what a unit can do stands in its doctrine, where it is without a task in its station, and
what is carried or flies has a `Craft`. The chain is find, hold, stop, board, dispose; a unit that lacks an ability
keeps the contact for one that has it.
"""

from collections.abc import Sequence
from math import atan2, hypot, inf, nan
from typing import Any

from guardship.agents.drills import Exercise
from guardship.agents.interfaces import Helm, Point, Radio, Sighting, Surroundings, Task, Verdict
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.craft import EARLY, Craft
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import ABSENT, Duty, Hours
from guardship.agents.patrol.lookout import Lookout
from guardship.agents.patrol.means import means
from guardship.agents.patrol.recovery import Moving, time_to_deck
from guardship.agents.patrol.replenishment import Logistics
from guardship.agents.patrol.searches import TURNED, pattern
from guardship.agents.patrol.stations import ANYWHERE, Escort, Station
from guardship.agents.vessel import Vessel
from guardship.coalition.going import Means
from guardship.intelligence import Kind, Observation
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

AT_DATUM = 0.1  # nm
AT_BORDER = 0.01  # nm before waters into which a unit may not follow, at which it breaks off
HASTE = 1.01  # by how much the plane may lengthen a mile, so that a look at the border is never too late
ASKS = (Reason.NEEDS_CONSENT, Reason.CONSENT_PENDING)
LEFT = (Duty.RESPOND, Duty.PURSUE, Duty.SHADOW, Duty.SEARCH, Duty.TO_PORT, Duty.EXERCISE)  # for a rescue


class Patrol(Vessel):
    """Keeps its station; leaves it for a suspicious contact or for a task, and comes back."""

    role = "patrol"

    def __init__(
        self,
        model: Any,
        name: str,
        helm: Helm,
        radio: Radio,
        doctrine: Doctrine,
        station: Station = ANYWHERE,
        craft: Craft | None = None,
        boats: "Boats[Patrol] | None" = None,
        logistics: Logistics | None = None,
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.doctrine = doctrine
        self.station = station
        self.craft = craft
        self.boats: Boats[Patrol] = boats or Boats()
        self.logistics = logistics
        self.mother: Patrol | None = None
        self._duty = Duty.PATROL if craft is None else Duty.ON_DECK
        self.patrolled = Hours(helm.time if craft is None else None)
        self.quarry = 0
        self.datum: Task | None = None
        self.vigil: Task | None = None
        self.on_scene = False
        self.last: Sighting | None = None
        self.suspects: dict[int, Sighting] = {}
        self.searches = 0
        self.passes = 0
        self.shadowed = 0
        self.kept_until = inf
        self.relieved = False  # whoever keeps its quarry has been told that it has it
        self.prizes = 0
        self.halts = False
        self.heading = 0.0
        self.exercise: Exercise | None = None
        self.asked = 0
        self.watched = 0
        self.ashore = False  # on account of a pact
        self.lookout = Lookout(doctrine.judge, helm, radio) if doctrine.judge is not None else None
        self.inquiries = 0
        self.left_be: set[int] = set()  # prizes that it has kept, or does not go after
        self.kept_off: set[int] = set()  # prizes from which pirates have kept its team, or that of a boat of its own
        self.taken_for: tuple[int, float] | None = None  # what is alongside: the dossier of which hull, how surely
        for boat in self.boats.all:
            boat.mother = self
        for part in (craft, logistics):
            if part is not None:
                part.unit = self
        self.attend_usual()

    # ---- availability ---------------------------------------------------------------------------

    def begin_later(self) -> None:
        """Its group starts later than the run: until `on_begin` it is in port, or its airfield has it not yet."""
        self.duty = Duty.IN_PORT
        if self.craft is None:
            self.helm.note(Occurrence.IN_PORT)

    def on_begin(self) -> None:
        """Its group starts: it is on its station, or can be launched, unless it has been recalled meanwhile."""
        if self.removed:
            return
        if self.craft is not None:
            self.duty = Duty.ON_DECK
            return
        self.duty = Duty.PATROL
        self.helm.note(Occurrence.ON_STATION)
        if self.logistics is not None and self.logistics.recalls > 0:
            self.logistics.head_for_port()

    @property
    def duty(self) -> Duty:
        """What it is doing."""
        return self._duty

    @duty.setter
    def duty(self, duty: Duty) -> None:
        self.patrolled.turn(duty, self.helm.time)
        self._duty = duty

    def whence(self) -> Point:
        """Where it is [nm], or where it would be launched as long as it is on deck."""
        on_deck = self.craft is not None and self.duty is Duty.ON_DECK
        return self.craft.deck.position() if self.craft is not None and on_deck else self.helm.position()

    @property
    def free(self) -> bool:
        """Whether it is on patrol, without a task."""
        return self.duty is Duty.PATROL

    @property
    def is_boat(self) -> bool:
        """Whether it is one of a ship's boats."""
        return self.mother is not None and self in self.mother.boats.all

    @property
    def ship(self) -> "Patrol":
        """Itself; of a boat the ship that carries it."""
        return self.mother if self.is_boat and self.mother is not None else self

    @property
    def can_board(self) -> bool:
        """Whether it can put a team on board of something."""
        return self.doctrine.team is not None or any(boat.can_board for boat in self.boats.all)

    def keeps_contacts(self, captive: bool = False) -> bool:
        """Whether it can take over a contact that somebody else keeps; who can board is called for by the contact.

        `captive`: whoever keeps it says that it is a ship in the hands of pirates.
        """
        return (not self.can_board and self.doctrine.shadows > 0.0) or (captive and self.doctrine.prizes.follows > 0.0)

    def takes_over(self, captive: bool = False) -> bool:
        """Whether it can go on with a contact in any way when it is there."""
        return self.can_board or self.keeps_contacts(captive)

    @property
    def keeps_captive(self) -> bool:
        """Whether what it is after is a ship in the hands of pirates, as it has been told."""
        return self.quarry != 0 and self.helm.captive(self.quarry) is not None

    @property
    def awaits_boats(self) -> bool:
        """Whether all that it could do with a contact has to wait until its boats are ready again."""
        d = self.doctrine
        return d.team is None and d.stops <= 0.0 and d.shadows <= 0.0 and self.boats.await_turnaround(self.helm.time)

    def works_on(self, seen: Observation) -> bool:
        """Whether an observation, which it has signed, is of what it, or a boat of its own, is after."""
        return self.quarry != 0 and (seen.by, seen.contact) == (self.radio.call_sign, self.quarry)

    def attends(self, contact: int) -> bool:
        """Whether it is after a contact, or a boat of its own is, and can board it: not if it keeps it for a relief."""
        if contact in self.boats.after.values():
            return True
        keeps = self.duty is Duty.SHADOW and not self.asked
        return self.can_board and contact == self.quarry and not keeps

    def tell(self, seen: Sighting, kind: Kind, until: float | None = None) -> None:
        """Report a contact, and whether this unit is after it and can board it; `until`: see `Radio.report`."""
        self.radio.report(seen, kind, self.attends(seen.contact), until)

    def remove(self) -> None:
        """Take it out for good; the ship that carries a boat goes on without it."""
        super().remove()
        if self.mother is not None and not self.mother.removed:
            self.mother.boats.drop(self.mother, self)

    def offer(self, task: Task) -> float | Reason:
        """Hours in which it could be where a task wants it, or why it cannot."""
        if self.removed:
            return Reason.REMOVED
        wait, duty = 0.0, self._duty
        on_deck = self.craft if duty is Duty.ON_DECK else None
        if on_deck is not None:
            if (
                self.mother is None and task.within is None and not on_deck.rules.scrambles
            ):  # of who weighs, all are sent
                return on_deck.grounded(task.distress) or Reason.UNIT_BUSY
            wait = on_deck.rules.alert(0.5)
        elif duty is Duty.PATROL or (task.distress and self.bound_to(task)):
            pass
        elif duty is Duty.EXERCISE:
            if self.kept_in_exercise(task.distress):
                return Reason.IN_EXERCISE
        elif not (task.distress and self.waits):
            return Reason.UNIT_BUSY
        within = self.goes_within(task)
        if within <= 0.0 and task.within == 0.0:  # its command sends nobody anywhere
            return Reason.TOO_FAR
        if within <= 0.0 or (task.until and self.doctrine.search_for <= 0.0):
            return Reason.UNIT_BUSY
        x, y = self.believed(task)
        a, b = self.helm.position() if on_deck is None else on_deck.deck.position()
        if hypot(x - a, y - b) > within:  # before what costs more to ask
            return Reason.TOO_FAR
        why = on_deck.grounded(task.distress) if on_deck is not None else None
        if why is not None:
            return why
        hours = self.time_to_meet(x + task.vx * wait, y + task.vy * wait, task)
        if hours == inf or (task.until and self.helm.time + wait + hours > task.until):
            return Reason.OUT_OF_REACH
        d = self.doctrine
        stay = d.relief.asks if task.keeps and d.relief is not None else 0.0
        if self.craft is not None and not self.craft.suffices(self.helm.time, hours + stay, hours * d.top, d.cruise):
            return Reason.BEYOND_RETURN
        return wait + hours

    def time_to_meet(self, x: float, y: float, task: Task) -> float:
        """Least time [h] at top speed from where it is, or would be launched, to what moves on from a place [nm]."""
        if self.duty not in (Duty.ON_DECK, Duty.ALERT) or self.craft is None:
            return self.helm.time_to_meet(x, y, task.vx, task.vy, self.doctrine.top)
        if self.mother is not None:
            return self.mother.helm.time_to_meet(x, y, task.vx, task.vy, self.doctrine.top)
        return time_to_deck(self.craft.deck.position(), Moving((x, y), (task.vx, task.vy)), self.doctrine.top)

    def hours_to(self, task: Task) -> float:
        """Hours in which it should be where a task is about, made ready as long as that takes; inf when never."""
        making = self.craft is not None and self.duty in (Duty.ON_DECK, Duty.ALERT)
        wait = self.craft.rules.alert(0.5) if self.craft is not None and making else 0.0
        return wait + self.time_to_meet(*self.believed(task), task)

    def goes_within(self, task: Task) -> float:
        """How far off it is sent [nm]: as it responds or investigates, or as the command says that weighs it.

        No farther than it responds to calls for help and tips, and an escort no farther than it investigates; to keep
        what somebody has to leave, however far.
        """
        d = self.doctrine
        if task.keeps:
            return inf
        if task.distress or task.until:
            within = d.responds if task.within is None else min(d.responds, task.within)
            return max(within, d.rescues) if task.distress else within
        escorts = isinstance(self.station, Escort)
        return d.investigates if task.within is None or escorts or d.investigates <= 0.0 else task.within

    @property
    def keeps_for(self) -> float:
        """For how long [h] the contact that it keeps will be kept, by itself and by those who relieve it."""
        if self.doctrine.relief is not None:
            return inf
        shadows = self.kept_until - self.helm.time if self.duty is Duty.SHADOW else self.doctrine.shadows
        return max(min(shadows, self.craft.left if self.craft is not None else inf), 0.0)

    def means(self, task: Task, hull: str | None, hours: float) -> Means | Reason:
        """What it has to say for itself, if it would be there in some hours; or why it may not work there."""
        return means(self, task, hull, hours)

    # ---- contacts -------------------------------------------------------------------------------

    def on_classified(self, seen: Sighting) -> None:
        self.suspects[seen.contact] = seen
        self.consider(seen)
        self.tell(seen, Kind.CONTACT)

    def on_looked(self, seen: Sighting) -> Verdict:
        """A look at a contact has shown signs: what it is held for by them, and by what the unit was sent after."""
        assert self.lookout is not None
        seen = self.lookout.measured(self.lookout.recognise(seen))
        if self.duty in (Duty.RESPOND, Duty.SEARCH):
            self.fits_datum(seen)
        if seen.contact == self.quarry and not self.relieved:
            self.relieve(seen)
        verdict = self.lookout.verdict(seen, self.sent_after, seen.contact in self.suspects)
        if verdict is Verdict.PASSES:
            self.let_pass(seen)
        elif verdict is Verdict.KEEPS:
            self.lookout.kept[seen.contact] = seen
            self.tell(seen, Kind.UPDATE)
        elif seen.contact in self.suspects:
            self.suspects[seen.contact] = seen
            self.tell(seen, Kind.UPDATE)
        else:
            self.lookout.kept.pop(seen.contact, None)
            self.suspects[seen.contact] = seen
            if seen.contact != self.quarry:
                self.consider(seen)
            self.tell(seen, Kind.CONTACT)
        return verdict

    def let_pass(self, seen: Sighting) -> None:
        """A contact is held for harmless after all: let it go, and say so where it was reported."""
        assert self.lookout is not None
        reported = self.suspects.pop(seen.contact, None) or self.lookout.kept.pop(seen.contact, None)
        if self.duty in (Duty.PURSUE, Duty.SHADOW) and seen.contact == self.quarry:
            self.end_pursuit(Reason.LOOKS_HARMLESS, seen.contact)
        if reported is not None:
            self.radio.report(seen, Kind.CLEARED)

    def measured(self, seen: Sighting) -> Sighting:
        """What it sees of a contact that it holds, with what it measures since it saw it before."""
        if self.lookout is None or not self.lookout.judges(seen.hull):
            return seen
        return self.lookout.measured(seen, self.suspects.get(seen.contact))

    def on_update(self, seen: Sighting) -> None:
        seen = self.measured(seen)
        self.suspects[seen.contact] = seen
        self.tell(seen, Kind.UPDATE)
        if seen.contact == self.quarry:
            self.last = seen
            self.relieve(seen)
        elif self.lookout is not None and seen.contact in self.lookout.given_up:
            return
        elif self.duty is Duty.SUPPORT:
            self.boats.lower(self, seen)  # one may have come back meanwhile
        elif self.free and self.near_enough(seen) and not self.awaits_boats:
            self.pursue(seen)

    def on_cleared(self, seen: Sighting) -> None:
        """The quarry looks harmless: let it go, unless somebody has called for help from it."""
        if self.duty is Duty.PURSUE and seen.contact == self.quarry and not (self.datum and self.datum.distress):
            self.end_pursuit(Reason.LOOKS_HARMLESS, seen.contact)

    def on_contact(self, seen: Sighting) -> None:
        """While making for a datum or searching, a small craft that turns up near it may be what was looked for."""
        if self.duty in (Duty.RESPOND, Duty.SEARCH):
            if self.fits_datum(seen):
                self.pursue(seen)
        elif self.lookout is not None and self.free:
            seen = self.lookout.measured(seen)
            if self.lookout.worth_a_look(seen) and self.near_enough(seen) and self.radio.advice(seen) is None:
                self.pursue(seen)

    def on_contact_lost(self, contact: int) -> None:
        kept = self.lookout.lose(contact) if self.lookout is not None else None
        seen = self.suspects.pop(contact, None) or kept
        if seen is not None:
            self.radio.report(seen, Kind.LOST)
        if self.duty in (Duty.PURSUE, Duty.SHADOW) and contact == self.quarry:
            self.end_pursuit(Reason.CONTACT_LOST, contact, lost=True)

    def consider(self, seen: Sighting) -> None:
        """Close a suspicious contact, or say why not."""
        why = None
        if self.duty is Duty.EXERCISE:
            why = Reason.IN_EXERCISE
        elif self.duty is Duty.SUPPORT:
            why = None if self.boats.lower(self, seen) else Reason.NO_TEAM
        elif not (self.free or (self.duty in (Duty.RESPOND, Duty.SEARCH) and self.sought(seen))):
            why = Reason.UNIT_BUSY
        elif not self.near_enough(seen):
            why = Reason.TOO_FAR
        elif self.free and self.awaits_boats:
            why = Reason.TURNAROUND
        elif self.free:
            why = self.radio.advice(seen)
        if why is None and self.duty is not Duty.SUPPORT:
            self.pursue(seen)
        if why is not None:
            self.helm.note(Occurrence.DECLINED, why, contact=seen.contact)

    def attend_usual(self) -> None:
        """Without a task contacts matter when they are looked at; and those that are worth a look for how they move."""
        self.helm.attend(self.lookout.attends if self.lookout is not None else ())

    def near_enough(self, seen: Sighting) -> bool:
        """Whether a contact is within the distance at which this unit investigates."""
        return self.distance(seen.x, seen.y) <= self.doctrine.investigates

    def fits_datum(self, seen: Sighting) -> bool:
        """Whether a contact is taken for what was reported: no ship that abides by the law, and likely enough."""
        if self.datum is None:
            return False
        if seen.hull in self.doctrine.law_abiding and self.helm.captive(seen.contact) is None:
            return False
        rules, belief = self.doctrine.likeness, self.datum.expected(seen.time)
        chance = rules.chance(belief, seen.x, seen.y, seen.sigma, seen.hull)
        if self.lookout is not None:
            self.lookout.described(seen.contact, chance)
        return chance >= rules.least

    def sought(self, seen: Sighting) -> bool:
        """Whether a suspicious contact is what it was sent for; a tip is of anybody who comes where it says."""
        if self.datum is not None and self.datum.until and seen.hull not in self.doctrine.law_abiding:
            x, y = self.believed(self.datum)
            if hypot(seen.x - x, seen.y - y) <= self.datum.spread:
                return True
        return self.fits_datum(seen)

    # ---- pursuit --------------------------------------------------------------------------------

    def pursue(self, seen: Sighting) -> None:
        """Make for a held contact at top speed, or send a boat when it is near enough for one; if it may."""
        why = self.helm.may(seen.contact)
        if (why is not None and why not in ASKS) or self.passes_by(seen):
            return
        self.begin_on_station()
        if why in ASKS:
            self.helm.ask(seen.contact)
            self.asked = seen.contact
            if self.doctrine.waits:
                self.await_consent(seen.contact)
                return
        self.relieved = False
        self.relieve(seen)
        if not self.leaves_be(seen.contact) and self.boats.lower(self, seen):
            return
        self.duty = Duty.PURSUE
        self.quarry = seen.contact
        self.last = seen
        self.helm.note(Occurrence.PURSUIT, contact=seen.contact)
        self.helm.chase(seen.contact, self.doctrine.top)
        if self.craft is not None:
            self.craft.hurry()
        self.boats.look_later(self, seen)
        self.watch_border()

    def leaves_be(self, contact: int) -> bool:
        """Whether a contact is a ship in the hands of pirates, as it has been told, and not one that it retakes."""
        captive = self.helm.captive(contact)
        if captive is None:
            return False
        return captive.prize in self.ship.kept_off or not self.doctrine.prizes.boards(captive)

    def passes_by(self, seen: Sighting) -> bool:
        """Whether it does not go after a ship in the hands of pirates, or no longer; it says so once."""
        captive = self.helm.captive(seen.contact)
        if captive is None or not self.leaves_be(seen.contact):
            return False
        if captive.prize in self.left_be:
            return True
        if self.doctrine.prizes.follows <= 0.0:
            self.left_be.add(captive.prize)
            why = Reason.PIRATES_RESIST if captive.prize in self.kept_off else Reason.HOSTAGES_HELD
            self.helm.note(Occurrence.DECLINED, why, contact=seen.contact)
        return captive.prize in self.left_be

    def on_freed(self, contact: int) -> None:
        """A ship that was in the hands of pirates is free: let her be."""
        seen = self.suspects.pop(contact, None)
        if self.keeps(contact) and self.duty in (Duty.PURSUE, Duty.SHADOW):
            self.end_pursuit(Reason.PRIZE_OVER, contact)
        if seen is not None:
            self.radio.report(seen, Kind.CLEARED)

    def relieve(self, seen: Sighting) -> None:
        """Say that it has a contact of its own of what others keep for it, once it is as sure as they want it to be."""
        if self.relieved or self.datum is None or not self.datum.track:
            return
        if self.datum.fits <= 0.0 or self.surely(seen, self.datum) >= self.datum.fits:
            self.relieved = True
            self.radio.relieve(self.datum)

    def surely(self, seen: Sighting, task: Task) -> float:
        """How sure it is that a contact is what it was sent after, by its place and by what both have shown."""
        same = self.lookout.same(seen, task) if self.lookout is not None else nan
        if same == same:
            return same
        return self.doctrine.likeness.chance(task.expected(seen.time), seen.x, seen.y, seen.sigma, seen.hull)

    def on_near(self, contact: int) -> None:
        """The quarry should be within reach of a boat."""
        if self.duty is Duty.PURSUE and contact == self.quarry:
            seen = self.helm.look(contact)
            if seen is not None and not self.boats.lower(self, seen):
                self.boats.look_later(self, seen)

    def lowered(self, seen: Sighting) -> None:
        """A boat is on the water, after what its ship holds."""
        assert self.craft is not None
        self.craft.leave_deck()
        self.helm.note(Occurrence.LAUNCHED)
        self.duty, self.quarry, self.last = Duty.PURSUE, 0, seen
        self.watch_border()

    def watch_border(self) -> None:
        """Look again before it can be in waters into which it may not follow; it stops `AT_BORDER` nm short of them."""
        room = self.helm.room()
        self.watched += 1
        if room <= AT_BORDER:
            self.break_off()
        elif room < inf:
            self.helm.later(room / (HASTE * self.doctrine.top), "on_border", self.watched)

    def on_border(self, watched: int) -> None:
        """The border may be near."""
        if self.duty in (Duty.PURSUE, Duty.SHADOW) and watched == self.watched:
            self.watch_border()

    def break_off(self) -> None:
        """The pursuit ends at the border; what could not be boarded before is lost."""
        why = Reason.CONSENT_TOO_LATE if self.asked else Reason.BORDER
        self.helm.note(Occurrence.BROKE_OFF_AT_BORDER, why, contact=self.quarry)
        self.end_pursuit(why, self.quarry)

    def end_pursuit(self, why: Reason, contact: int, lost: bool = False) -> None:
        """Give up a quarry; one that was lost is searched for."""
        self.helm.note(Occurrence.PURSUIT_ENDED, why, contact=contact)
        self.helm.let_go(contact)
        if lost:
            self.search_last()
        else:
            self.return_to_station()

    def on_missed(self, contact: int) -> None:
        if self.duty in (Duty.PURSUE, Duty.SHADOW):
            self.end_pursuit(Reason.NOT_FOUND, contact, lost=True)

    def on_unreachable(self, contact: int) -> None:
        if self.duty in (Duty.PURSUE, Duty.SHADOW):
            self.end_pursuit(Reason.OUT_OF_REACH, contact)
            if contact in self.suspects:  # somebody else may reach it
                self.tell(self.suspects[contact], Kind.CONTACT)

    def on_departed(self, contact: int) -> None:
        if self.duty in (Duty.PURSUE, Duty.SHADOW):
            self.end_pursuit(Reason.QUARRY_GONE, contact)

    # ---- stop, board, dispose -------------------------------------------------------------------

    def on_intercept(self, contact: int) -> None:
        if self.duty is not Duty.PURSUE:
            return
        self.quarry = contact
        self.arrive_on_scene()
        if self.leaves_be(contact):
            self.shadow(contact, self.doctrine.prizes.follows)
            return
        ground = self.has_ground(contact)
        if self.doctrine.team is not None and not ground:
            self.inquire(contact, 0)
            return
        if self.doctrine.team is not None:
            why = self.doctrine.team.limits.why_not(self.helm.surroundings()) or self.helm.board(contact)
            if why is None:
                self.duty = Duty.BOARD
                self.helm.hold()
                return
            if why in ASKS:
                self.helm.ask(contact)
                self.asked = contact
                self.await_consent(contact)
                return
        else:
            why = Reason.NO_TEAM
        self.halts = self.doctrine.stops > 0.0 and ground and self.helm.halt(contact) is None
        if self.halts:
            self.helm.hold()  # the quarry stops at once, it would run past it
        if self.doctrine.shadows > 0.0:
            self.shadow(contact)
        else:
            self.end_pursuit(why, contact)

    # ---- ground to board ------------------------------------------------------------------------

    @property
    def sent_after(self) -> Task | None:
        """What it, or the ship of a boat, was sent after; None for nothing."""
        return self.mother.datum if self.is_boat and self.mother is not None else self.datum

    def looked_at(self, contact: int) -> Sighting | None:
        """The last look at a contact; a boat's contact is what its ship holds and has sent it after."""
        if self.is_boat and self.mother is not None:
            return self.mother.looked_at(self.mother.boats.after.get(self.name, 0))
        return self.suspects.get(contact) or self.helm.look(contact)

    def has_ground(self, contact: int) -> bool:
        """Whether there is reasonable ground to board a contact, where signs are looked for."""
        ship = self.mother if self.is_boat else self
        if ship is None or ship.lookout is None:
            return True
        seen = self.looked_at(contact)
        self.taken_for = None if seen is None else ship.lookout.taken_for(seen)
        return seen is None or ship.lookout.ground(seen, self.sent_after)

    def inquire(self, contact: int, step: int) -> None:
        """Ask a contact alongside what it is about, in one way after another; without ground in the end, let it go."""
        ship, seen = self.mother if self.is_boat else self, self.looked_at(contact)
        assert ship is not None and ship.lookout is not None
        ways = self.doctrine.inquiries
        if seen is None or step >= len(ways) or not ship.lookout.worth_asking(seen, self.sent_after):
            self.leave_alone(contact)
            return
        self.inquiries += 1
        hours = ways[step].takes(self.helm.draw("inquiry", self.inquiries))
        self.helm.note(Occurrence.INQUIRY, contact=contact)
        self.helm.later(hours, "on_answered", contact, step, self.inquiries)

    def on_answered(self, contact: int, step: int, inquiry: int) -> None:
        """What a contact shows when it is asked, or visited without force: a look."""
        if inquiry != self.inquiries or self.duty is not Duty.PURSUE or contact != self.quarry:
            return
        seen = self.helm.inquire(contact, self.doctrine.inquiries[step].kind)
        if seen is None:
            return
        self.take_in(seen)
        if self.has_ground(contact):
            self.on_intercept(contact)
        else:
            self.inquire(contact, step + 1)

    def take_in(self, seen: Sighting) -> None:
        """A look from alongside; of a boat it goes into what its ship knows of the contact, for good."""
        ship, contact = self, seen.contact
        if self.is_boat and self.mother is not None:
            ship, contact = self.mother, self.mother.boats.after.get(self.name, 0)
            ship.helm.attend(None)  # what it makes of a look of its own no longer follows from that look alone
        assert ship.lookout is not None
        before, seen = ship.suspects.get(contact), ship.lookout.recognise(seen, self.helm)
        known = seen._replace(contact=contact, suspicious=True)
        if before is not None:
            looks, compared = ((*before.looks, *seen.looks), (*before.compared, *seen.compared))
            known = known._replace(looks=tuple(dict.fromkeys(looks)), compared=tuple(dict.fromkeys(compared)))
        if ship is not self:
            ship.lookout.learn(contact, seen.looks, seen.compared)
        ship.suspects[contact] = known
        ship.lookout.verdict(known, ship.sent_after, True)
        ship.tell(known, Kind.UPDATE)

    def leave_alone(self, contact: int) -> None:
        """All that could be asked gave no ground to board: the unit does not go after this contact again."""
        ship, own = self, contact
        if self.is_boat and self.mother is not None:
            ship, own = self.mother, self.mother.boats.after.get(self.name, 0)
        if ship.lookout is not None:
            ship.lookout.given_up.add(own)
        self.end_pursuit(Reason.NO_GROUND, contact)

    def shadow(self, contact: int, hours: float | None = None) -> None:
        """Keep a contact for a unit that can do more, or a prize that nobody boards; None: as long as it keeps any."""
        captive = None if hours is None else self.helm.captive(contact)
        if captive is not None:
            self.left_be.add(captive.prize)
        hours = self.doctrine.shadows if hours is None else hours
        self.duty = Duty.SHADOW
        self.shadowed += 1
        self.kept_until = self.helm.time + hours
        self.helm.note(Occurrence.SHADOWING, contact=contact)
        if self.kept_until < inf:
            self.helm.later(hours, "on_shadow_over", self.shadowed)
        self.think_of_relief()

    def await_consent(self, contact: int) -> None:
        """Keep a contact until its flag state answers: beside it, or from where it is if that is the rule."""
        follows = self.duty is Duty.PURSUE
        self.duty, self.quarry = Duty.SHADOW, contact
        self.shadowed += 1
        self.kept_until = inf
        self.helm.note(Occurrence.SHADOWING, Reason.CONSENT_PENDING, contact=contact)
        if not follows:
            self.helm.hold()
        self.think_of_relief()

    def think_of_relief(self) -> None:
        """Ask for a relief so long before it has to leave as its doctrine says, or think of it again before then."""
        relief = self.doctrine.relief
        if relief is None:
            return
        left = self.kept_until - self.helm.time, self.craft.left if self.craft is not None else inf
        if min(left) <= relief.asks + EARLY:
            self.ask_for_relief(min(left))
        elif min(left) < inf:
            pace = 1.0, self.craft.haste if self.craft is not None else 1.0
            hours = min((one - relief.asks) / fast for one, fast in zip(left, pace, strict=True))
            self.helm.later(hours, "on_relief_due", self.shadowed)

    def on_relief_due(self, shadowed: int) -> None:
        """The time may have come to ask for a relief."""
        if self.duty is Duty.SHADOW and shadowed == self.shadowed:
            self.think_of_relief()

    def ask_for_relief(self, left: float) -> None:
        """Tell the command how long [h] it can still keep its quarry."""
        seen = self.helm.look(self.quarry)
        if seen is not None:
            seen = self.measured(seen)
            self.helm.note(Occurrence.RELIEF_ASKED, contact=self.quarry)
            self.tell(seen, Kind.UPDATE, self.helm.time + max(left, 0.0))

    def keeps(self, contact: int) -> bool:
        """Whether it, or a boat of its own, is still after a contact."""
        own = self.duty in (Duty.PURSUE, Duty.SHADOW) and contact == self.quarry
        return own or contact in self.boats.after.values()

    def on_consent(self, contact: int, granted: bool) -> None:
        """The flag state has answered about a contact that it keeps."""
        self.asked = 0
        if contact != self.quarry:  # a boat is on its way
            return
        if not granted:
            self.end_pursuit(Reason.CONSENT_DENIED, contact)
        elif self.duty is Duty.SHADOW:
            self.duty = Duty.PURSUE
            self.helm.note(Occurrence.PURSUIT, contact=contact)
            self.helm.chase(contact, self.doctrine.top)
            self.watch_border()

    def on_shadow_over(self, shadowed: int) -> None:
        """It has waited for a relief long enough."""
        if self.duty is Duty.SHADOW and shadowed == self.shadowed:
            self.hand_over(Reason.NO_RELIEF)

    def on_relieved(self) -> None:
        """Another unit has a own contact of what this one shadows. What it has halted it guards until boarded."""
        if self.duty is Duty.SHADOW and not self.halts:
            self.hand_over(None)

    def on_taken_over(self) -> None:
        """A boarding team is on what this unit has halted."""
        if self.duty is Duty.SHADOW:
            self.hand_over(None)

    def hand_over(self, why: Reason | None) -> None:
        """Leave the contact to the relief; without one it is on its own from now on."""
        contact = self.quarry
        self.helm.note(Occurrence.HANDED_OVER, why, contact=contact)
        if why is not None:
            self.helm.let_go(contact)
        self.return_to_station()

    def on_boarding_done(self, found: bool) -> None:
        """The team is back; when it has found something `on_prize` follows."""
        if found:
            return
        captive = self.helm.captive(self.quarry)
        if captive is not None and not captive.locked:  # hostages are put at risk once
            self.ship.kept_off.add(captive.prize)
        self.return_to_station()

    def on_nothing_found(self) -> None:
        """The holder hears that it is harmless. A boat went after a contact of its ship's."""
        ship, contact = self, self.quarry
        if self.is_boat and self.mother is not None:
            ship, contact = self.mother, self.mother.boats.after.get(self.name, 0)
        seen = ship.suspects.pop(contact, None)
        if seen is not None:
            ship.radio.report(seen, Kind.CLEARED)

    def on_prize(self, detained: bool) -> None:
        """A group is taken: that keeps its captor busy."""
        if self.is_boat and self.mother is not None:
            self.mother.boats.prizes.append(detained)
            self.return_to_station()
        else:
            self.dispose([detained])

    def dispose(self, prizes: Sequence[bool]) -> None:
        """Process those who were taken, one group after another; of each, whether it is detained."""
        self.vigil = None
        team = self.doctrine.team or next((boat.doctrine.team for boat in self.boats.all), None)
        hours = sum(self.taken_up(team, detained) for detained in prizes) if team is not None else 0.0
        if hours <= 0.0:
            self.return_to_station()
            return
        self.duty = Duty.DISPOSE
        self.attend_usual()
        self.helm.hold()
        self.helm.note(Occurrence.DISPOSING)
        self.helm.later(hours, "on_disposed")

    def taken_up(self, team: Team, detained: bool) -> float:
        """How long one group keeps it busy [h]."""
        self.prizes += 1
        return (team.detaining if detained else team.releasing)(self.helm.draw("disposes", self.prizes))

    def on_disposed(self) -> None:
        """The prize is off its hands."""
        if self.duty is Duty.DISPOSE:
            self.return_to_station()

    # ---- tasks and searches ---------------------------------------------------------------------

    def on_tasked(self, task: Task) -> bool:
        """Make for where the track is believed to be; False when that cannot be done."""
        if self.duty is Duty.ON_DECK and self.craft is not None:
            self.craft.scramble(task)
            return True
        return self.make_for(task)

    def make_for(self, task: Task, again: bool = False) -> bool:
        """Sail to meet what a task is about; False when that cannot be done. `again`: it has been there before."""
        x, y = self.believed(task)
        hours = self.helm.time_to_meet(x, y, task.vx, task.vy, self.doctrine.top)
        why = Reason.OUT_OF_REACH if hours == inf else self.helm.may_go(x, y, task.distress, task.by)
        if why is None and not self.steer(task, hours):
            why = Reason.NO_WATER
        if why is not None:
            self.helm.note(Occurrence.DECLINED, why, track=task.track, report=task.report)
            return False
        if self.bound_to(task):
            self.leave_for(task)
        self.begin_on_station()
        self.datum, self.on_scene = task, False
        self.vigil = task if task.until else self.vigil  # which a call for help interrupts
        self.duty = Duty.RESPOND
        self.helm.attend(None)
        if self.craft is not None:
            self.craft.hurry()
        held = self.suspects if self.lookout is None else self.suspects | self.lookout.kept
        for contact in () if again else sorted(held):
            fits = self.sought if contact in self.suspects else self.fits_datum
            if fits(held[contact]):
                self.pursue(held[contact])
                break
        return True

    def steer(self, task: Task, hours: float) -> bool:
        """Make for where a track can be met in some hours; False when no water leads there.

        Who is sent by worth, hours away, makes for where it is now if it would have to be met on land: it will turn.
        """
        x, y = self.believed(task)
        if self.helm.sail([(x + task.vx * hours, y + task.vy * hours)], self.doctrine.top):
            return True
        return (task.keeps or task.within is not None) and self.helm.sail([(x, y)], self.doctrine.top)

    def bound_to(self, task: Task) -> bool:
        """Whether the duty to rescue takes it to a call for help from what it may be about; one call at a time."""
        if not task.distress or self.doctrine.rescues <= 0.0 or not (self.free or self.duty in LEFT):
            return False
        answers = self.datum is not None and self.datum.distress
        return not answers and self.distance(*self.believed(task)) <= self.doctrine.rescues

    def leave_for(self, task: Task) -> None:
        """The duty to rescue: what it was about is broken off and given back to whoever gave the task."""
        why, left = Reason.DUTY_TO_RESCUE, not (self.free or self.waits)
        if self.duty in (Duty.PURSUE, Duty.SHADOW):
            self.helm.note(
                Occurrence.HANDED_OVER if self.duty is Duty.SHADOW else Occurrence.PURSUIT_ENDED,
                why,
                contact=self.quarry,
            )
            self.helm.let_go(self.quarry)
        elif self.duty is Duty.TO_PORT and self.logistics is not None:
            self.logistics.due = True  # when it is free again
        if left:
            before = self.datum
            self.helm.note(
                Occurrence.DISPLACED, why, track=before.track if before else 0, report=before.report if before else 0
            )
            if before is not None and before.track and not before.until:
                self.radio.decline(before)
        self.idle(Duty.PATROL)
        self.helm.note(Occurrence.RESCUE, why, track=task.track, report=task.report)

    def on_redirected(self, task: Task) -> None:
        """The track that it makes for, or is made ready for, is somewhere else than was believed."""
        if self.duty is Duty.ALERT and self.datum is not None:
            self.datum = self.as_ordered(task, self.datum)
        elif self.duty is Duty.RESPOND and self.datum is not None:
            x, y = self.believed(task)
            hours = self.helm.time_to_meet(x, y, task.vx, task.vy, self.doctrine.top)
            if hours < inf and self.steer(task, hours):
                self.datum = self.as_ordered(task, self.datum)

    @staticmethod
    def as_ordered(task: Task, before: Task) -> Task:
        """A task about a track that is elsewhere; why it was sent, and what for, stays."""
        return task._replace(report=before.report, distress=before.distress, search=before.search, keeps=before.keeps)

    def on_stood_down(self) -> None:
        """Somebody else is there first."""
        if self.duty is Duty.RESPOND and self.datum is not None:
            self.helm.note(
                Occurrence.STOOD_DOWN, Reason.PARTNER_TASKED, track=self.datum.track, report=self.datum.report
            )
            self.vigil = None if self.waits else self.vigil
            self.return_to_station()

    def on_arrival(self) -> None:
        if self.duty is Duty.RESPOND and self.datum is not None:
            self.arrive_on_scene()
            self.search(self.datum)
        elif self.duty is Duty.SEARCH and self.datum is not None:
            self.sweep()
        elif self.duty is Duty.PATROL:
            if self.logistics is None or not self.logistics.arrived():
                self.station.arrived(self.helm, self.doctrine.cruise, self.doctrine.top)
        elif self.duty is Duty.EXERCISE and self.exercise is not None:
            self.exercise.station.arrived(self.helm, self.doctrine.cruise, self.doctrine.top)
        elif self.duty is Duty.RETURN and self.craft is not None:
            self.craft.arrived()
        elif self.duty is Duty.TO_PORT and self.logistics is not None:
            self.logistics.enter_port()

    def on_due(self) -> None:
        """The time has come that the station waits for."""
        if self.duty is Duty.PATROL:
            self.station.arrived(self.helm, self.doctrine.cruise, self.doctrine.top)

    def arrive_on_scene(self) -> None:
        """The unit is where it was sent: alongside, or at the datum."""
        if self.datum is not None and self.datum.report and not self.on_scene:
            self.on_scene = True
            self.helm.note(Occurrence.ON_SCENE, track=self.datum.track, report=self.datum.report)

    def search_last(self) -> None:
        """Search where the lost quarry was last seen; what it has shown is known of it, with what was known before."""
        seen = self.last
        if seen is None or self.is_boat:
            self.return_to_station()
            return
        before = self.datum or Task(0, 0, False, seen.x, seen.y, 0.0, 0.0, seen.time)
        last = before._replace(  # it is somewhere else than a tip has said
            x=seen.x,
            y=seen.y,
            vx=seen.vx,
            vy=seen.vy,
            time=seen.time,
            until=0.0,
            spread=0.0,
            search=None,
            pxx=seen.sigma**2,
            pxv=0.0,
            pvv=seen.sigma_v**2,
            agility=self.doctrine.likeness.habits.agility,
            known=before.known if self.lookout is None else before.known.joined(self.lookout.own(seen)),
        )
        self.search(last, atan2(seen.vx, seen.vy))

    def search(self, about: Task, heading: float = 0.0) -> None:
        """Begin a datum search where it is believed to be by now, first along the course that the quarry had.

        The datum stays where it is, so that the velocity becomes part of what is not known.
        """
        self.quarry = 0
        lasts = self.doctrine.search_for if about.search is None else min(about.search, self.doctrine.search_for)
        if lasts <= 0.0:
            self.return_to_station()
            return
        self.duty = Duty.SEARCH
        self.helm.attend(None)
        time, x, y, vx, vy, pxx, pxv, pvv = about.expected(self.helm.time)
        pvv += 0.5 * (vx * vx + vy * vy)
        self.datum = about._replace(x=x, y=y, vx=0.0, vy=0.0, time=time, pxx=pxx, pxv=pxv, pvv=pvv)
        self.searches += 1
        self.passes = 0
        self.heading = heading
        self.helm.note(Occurrence.SEARCH)
        lasts = max(about.until - self.helm.time, 0.0) if about.until else lasts
        self.helm.later(lasts, "on_search_over", self.searches)
        self.sweep()

    def sweep(self) -> None:
        """One pass of the pattern about the datum; where land is in the way, wait at the datum."""
        assert self.datum is not None
        x, y, d = self.datum.x, self.datum.y, self.doctrine
        led = self.helm.led(self.datum.report, d.top) if d.search_led and self.datum.report else None
        if led is not None and self.distance(*led) > AT_DATUM and self.helm.sail([led], d.top):
            return
        course = self.heading + self.passes * TURNED
        self.passes += 1
        radius = self.datum.spread or d.search_radius  # the same number of legs, whatever the radius
        points = pattern(d.search_pattern, x, y, radius, d.search_spacing * radius / d.search_radius, course)
        if self.helm.sail(points, d.cruise):
            return
        if self.distance(x, y) <= AT_DATUM or not self.helm.sail(points[:1], d.cruise):
            self.helm.hold()

    def on_search_over(self, search: int) -> None:
        """The time for a search is spent."""
        if self.duty is Duty.SEARCH and search == self.searches:
            self.helm.note(Occurrence.SEARCH_ENDED, Reason.NOT_FOUND)
            if self.datum is not None:
                self.radio.searched(self.datum.x, self.datum.y, self.datum.spread or self.doctrine.search_radius)
            self.return_to_station()

    # ---- station and port -----------------------------------------------------------------------

    def return_to_station(self) -> None:
        """Back on patrol, and free for another task; a boat, and an aircraft that was scrambled, go home."""
        if self.craft is not None and (self.craft.scrambled or self.station is ANYWHERE):
            self.craft.go_home()
            return
        if self.wait_again():
            return
        self.idle(Duty.PATROL)
        self.helm.note(Occurrence.ON_BEAT)
        if self.logistics is not None and self.logistics.due:
            self.logistics.head_for_port()
        elif self.exercise is not None:
            self.take_part()
        else:
            self.take_up_station()
            self.radio.available()

    @property
    def waits(self) -> bool:
        """Whether it waits for what a tip has announced, or is on its way there: a call for help goes before."""
        return self.duty in (Duty.RESPOND, Duty.SEARCH) and self.datum is not None and self.datum.until > 0.0

    def wait_again(self) -> bool:
        """Back to where a tip says that somebody will come, unless that is over or something else is due."""
        vigil, self.vigil = self.vigil, None
        busy = self.exercise is not None or (self.logistics is not None and self.logistics.due)
        if vigil is None or busy or self.helm.time >= vigil.until:
            return False
        self.idle(Duty.PATROL)
        self.helm.note(Occurrence.WAITS, report=vigil.report)
        return self.make_for(vigil, again=True)

    def take_up_station(self) -> None:
        """To the beat, the area, the convoy."""
        self.station.take_up(self.helm, self.doctrine.cruise, self.doctrine.top)

    def idle(self, duty: Duty) -> None:
        """Nothing to pursue, nothing to look for."""
        self.duty, self.quarry, self.datum, self.last, self.halts = duty, 0, None, None, False
        self.vigil = None if duty is Duty.RETURN else self.vigil
        self.asked = 0
        if self.logistics is not None:
            self.logistics.outward = False
            self.logistics.begin_on_station()
        self.attend_usual()

    def on_posted(self, station: Station, ashore: bool) -> bool:
        """A pact has another place for it, a station or its port; False when that is the one it has."""
        if self.removed:
            return False
        moved, self.station, port = station != self.station, station, self.logistics
        if ashore != self.ashore and port is not None:
            self.ashore = ashore
            port.on_recall() if ashore else port.on_return()
            return True
        if moved and self.free:
            if port is not None and port.outward:
                port.make_for_station()
            else:
                self.take_up_station()
        return moved

    def begin_on_station(self) -> None:
        """What it is sent for begins: the time on station of its cycle counts."""
        if self.logistics is not None:
            self.logistics.begin_on_station()

    # ---- exercises ------------------------------------------------------------------------------

    def on_exercise(self, exercise: Exercise) -> None:
        """Called to an exercise: now, or when its hands are free. What is in port comes when it is out again."""
        if self.exercise is not None or self.removed:  # it is in another
            return
        self.exercise = exercise
        if self.free:
            self.take_part()

    def take_part(self) -> None:
        """Off patrol and to where the exercise is held; it goes on reporting what it sees, but goes after nothing."""
        assert self.exercise is not None
        self.exercise.there.add(self.name)
        self.idle(Duty.EXERCISE)
        self.helm.note(Occurrence.EXERCISE_BEGUN)
        self.exercise.station.take_up(self.helm, self.doctrine.cruise, self.doctrine.top)

    def on_exercise_over(self, exercise: Exercise) -> None:
        """Back to what it was for, unless it never came or is after something else."""
        if self.exercise is not exercise:
            return
        self.exercise = None
        if self.name in exercise.there:
            self.helm.note(Occurrence.EXERCISE_ENDED)
        if self.duty is Duty.EXERCISE:
            self.return_to_station()

    def kept_in_exercise(self, distress: bool) -> bool:
        """Whether an exercise keeps it from a task, which may be a call for help."""
        if self.duty is not Duty.EXERCISE or self.exercise is None:
            return False
        return not (distress and self.exercise.answers_calls)

    # ---- as what is carried by a ship ------------------------------------------------------------

    def kept_on_deck(self, distress: bool) -> Reason | None:
        """Why the ship that carries it launches nothing now; None when she does. `distress`: after a call for help.

        An airfield always does.
        """
        ship = self.mother
        if ship is not None and ship.duty in ABSENT:
            return Reason.IN_PORT
        if ship is not None and ship.kept_in_exercise(distress):
            return Reason.IN_EXERCISE
        return None

    def surroundings_of_deck(self) -> Surroundings:
        """Light, weather and visibility where it would be launched: where its ship is, or at its airfield."""
        return (self.mother if self.mother is not None else self).helm.surroundings()

    @property
    def speed_of_deck(self) -> float:
        """The top speed of the ship that carries it [kn]; 0 for an airfield."""
        return self.mother.doctrine.top if self.mother is not None else 0.0

    def hoisted(self) -> None:
        """It is back on board as one of her boats: its ship may go on if it was the last."""
        assert self.mother is not None
        self.mother.boats.hoisted(self.mother, self)

    def forget_suspects(self) -> None:
        """Drop what it holds for suspicious: it has left the sea, and holds no contact any more."""
        self.suspects.clear()
        if self.lookout is not None:
            self.lookout.forget()

    # ---- small things ---------------------------------------------------------------------------

    def believed(self, task: Task) -> Point:
        """Where the datum is by now."""
        age = self.helm.time - task.time
        return task.x + task.vx * age, task.y + task.vy * age

    def distance(self, x: float, y: float) -> float:
        """From own position [nm]."""
        a, b = self.helm.position()
        return hypot(x - a, y - b)
