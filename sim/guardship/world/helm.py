"""A vessel's bridge: helm and radio. What an agent orders becomes orders to the core; what it asks is its own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from math import hypot, inf, isfinite, sqrt
from operator import attrgetter
from typing import final

from guardship.agents.interfaces import Captive, Course, Heeding, Helm, Point, Sighting, Surroundings, Task
from guardship.agents.merchant import Merchant
from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Passive, Vessel
from guardship.coalition.authority import Act
from guardship.core.draws import Purpose, named
from guardship.core.kernels import state as s
from guardship.core.kernels.kinematics import intercept, window
from guardship.core.ocean import Ocean
from guardship.intelligence import Assessment, Chances, Comparison, Dossier, Kind, Observation
from guardship.occurrences import Occurrence, Own
from guardship.outcomes.advisories import Heeded
from guardship.outcomes.beliefs import Belief
from guardship.reasons import Reason
from guardship.world.attacks import Attacks
from guardship.world.boardings import Boardings
from guardship.world.crew import Crew
from guardship.world.cyber import Cyber
from guardship.world.dossiers import Dossiers
from guardship.world.law import Law
from guardship.world.natures import Natures
from guardship.world.perception import OWN_FIX, Perception
from guardship.world.ports import Clock, Journal
from guardship.world.post import Post
from guardship.world.prizes import Prizes
from guardship.world.roster import Roster
from guardship.world.ways import Ways

# draws of agents: a closed list, so that a new question never moves the numbers of an old one
QUESTIONS = {
    "base": Purpose.ASKED_BASE,
    "endurance": Purpose.ASKED_ENDURANCE,
    "gives_up": Purpose.ASKED_GIVES_UP,
    "control": Purpose.ASKED_CONTROL,
    "pause": Purpose.ASKED_PAUSE,
    "own": Purpose.ASKED_OWN,
    "alert": Purpose.ASKED_ALERT,
    "disposes": Purpose.ASKED_DISPOSES,
    "away": Purpose.ASKED_AWAY,
    "on_station": Purpose.ASKED_ON_STATION,
    "ground": Purpose.ASKED_GROUND,
    "willing": Purpose.ASKED_WILLING,
    "worth": Purpose.ASKED_WORTH,
    "citadel": Purpose.ASKED_CITADEL,
    "tries": Purpose.ASKED_TRIES,
    "landing": Purpose.ASKED_LANDING,
    "reaction": Purpose.ASKED_REACTION,
    "inquiry": Purpose.ASKED_INQUIRY,
    "listed": Purpose.ASKED_LISTED,
    "listed_hours": Purpose.ASKED_LISTED_HOURS,
    "leg": Purpose.ASKED_LEG,
    "option": Purpose.ASKED_OPTION,
    "paid": Purpose.ASKED_PAID,
    "equips": Purpose.ASKED_EQUIPS,
    "way": Purpose.ASKED_WAY,
}
PLANNED = frozenset(("base", "endurance", "landing"))  # of the candidate voyage, whatever the substream
ROUNDING = 1e-9  # relative, of speeds
method_named = cache(attrgetter)  # of an agent or of a part of it; there are some thirty


@final
@dataclass(frozen=True, slots=True)
class Parts:
    """What the bridges of all vessels of a world share. `law`, `dossiers`: None where there are none.

    `called`: what is believed of whoever makes a ship call for help, None for nothing.
    `withdraw(row)`: takes a vessel out of the world for good. `negative_searches`: whether "nothing found" is reported.
    `unknown_speed`: per axis [kn], of what nobody has measured. `lookouts`: see `advisories.Services`. `prizes`: None
    where ships that are taken are lost to sight.
    """

    clock: Clock
    ocean: Ocean
    crew: Crew
    journal: Journal
    perception: Perception
    ways: Ways
    post: Post
    roster: Roster
    attacks: Attacks
    boardings: Boardings
    cyber: Cyber
    dossiers: Dossiers | None
    law: Law | None
    withdraw: Callable[[int], None]
    natures: Natures
    called: Chances | None
    negative_searches: bool
    unknown_speed: float
    lookouts: Mapping[int, tuple[int, int]]
    prizes: Prizes | None


@final
class Bridge:
    """Helm and radio of one vessel. `agent`: who commands it, once that is on board."""

    __slots__ = (
        "__weakref__",
        "_attacks",
        "_boardings",
        "_called",
        "_clock",
        "_crew",
        "_cyber",
        "_dossiers",
        "_journal",
        "_law",
        "_lookouts",
        "_natures",
        "_ocean",
        "_perception",
        "_post",
        "_prizes",
        "_roster",
        "_sent",
        "_tells_nothing",
        "_unknown_speed",
        "_ways",
        "_withdraw",
        "agent",
        "row",
    )

    def __init__(self, row: int, parts: Parts) -> None:
        self.row = row
        self.agent: Vessel | None = None
        self._sent = 0
        self._clock = parts.clock
        self._ocean = parts.ocean
        self._crew = parts.crew
        self._journal = parts.journal
        self._perception = parts.perception
        self._ways = parts.ways
        self._post = parts.post
        self._roster = parts.roster
        self._attacks = parts.attacks
        self._boardings = parts.boardings
        self._cyber = parts.cyber
        self._dossiers = parts.dossiers
        self._law = parts.law
        self._withdraw = parts.withdraw
        self._natures = parts.natures
        self._called = parts.called
        self._tells_nothing = not parts.negative_searches
        self._unknown_speed = parts.unknown_speed
        self._lookouts = parts.lookouts
        self._prizes = parts.prizes

    @property
    def gone(self) -> bool:
        """Whether the vessel has been taken out for good: what is done on this bridge has no effect any more."""
        return self._ocean.withdrawn(self.row)

    # ---- what it perceives of itself ------------------------------------------------------------

    @property
    def time(self) -> float:
        return self._ocean.now

    def position(self) -> Point:
        return self._ocean.position(self.row)

    def velocity(self) -> Point:
        return self._ocean.velocity(self.row)

    def look(self, contact: int) -> Sighting | None:
        return self._perception.look(self.row, contact)

    def surroundings(self, at: Point | None = None) -> Surroundings:
        return self._perception.surroundings(self.row) if at is None else self._perception.surroundings_at(at)

    def foreseen(self, at: Point, time: float) -> Surroundings:
        return self._perception.foreseen(at, time)

    def sweep_width(self, hull: str | None, there: Surroundings, speed: float) -> float:
        return self._perception.sweep_width(self.row, hull, there, speed)

    def draw(self, what: str, n: int = 0, about: str = "") -> float:
        own = self._ocean.id(self.row)
        number = self._ocean.given if what in PLANNED else self._ocean.uniform
        return number(QUESTIONS[what], named(f"{own} {about}") if about else own, n)

    def decides(self, contact: int, what: str, n: int, p: float) -> bool:
        return self._ocean.decide(QUESTIONS[what], self._pair(contact), n, p)

    def would(self, contact: int, what: str, n: int, p: float) -> bool:
        return self._ocean.would(QUESTIONS[what], self._pair(contact), n, p)

    def _pair(self, contact: int) -> int:
        """What names a decision upon a contact: who leads, and the vessel behind it."""
        return self._perception.pair_of(self.row, contact, self._crew.lead(self.row))

    def time_within(self, seen: Sighting, r: float) -> float:
        x, y = self.position()
        enter, _ = window(seen.x - x, seen.y - y, seen.vx, seen.vy, r)
        return float(enter)

    def led(self, report: int, speed: float) -> Point | None:
        target = self._post.subject(report)
        if target < 0:
            return None
        (x, y), (vx, vy) = self._ocean.position(target), self._ocean.velocity(target)
        hours = self.time_to_meet(x, y, vx, vy, speed)
        return (x + vx * hours, y + vy * hours) if hours < inf else None

    def time_to_meet(self, x: float, y: float, vx: float, vy: float, speed: float) -> float:
        a, b = self.position()
        return float(intercept(x - a, y - b, vx, vy, speed))

    def patrols_in(self, area: int) -> int | None:
        return self._cyber.patrols_in(area)

    def patrols_near(self, way: Sequence[Point], radius: float) -> int | None:
        return self._cyber.patrols_near(way, radius)

    def somewhere(self, area: int, n: int) -> Point:
        return self._ocean.in_area(self.row, area, n, self._ways.dry)

    # ---- orders ---------------------------------------------------------------------------------

    def sail(self, points: Sequence[Point], speed: float, loop: bool = False) -> bool:
        if not points:
            raise ValueError(f"{self._crew.names[self.row]}: cannot sail through no points")
        if not isfinite(speed) or not all(map(isfinite, chain.from_iterable(points))):
            raise ValueError(f"{self._crew.names[self.row]}: cannot sail to {points} at {speed} kn")
        self._makes(speed)
        if self._ocean.flies(self.row):
            self._ocean.sail(self.row, points, speed, 0 if loop else None)
            return True
        here, route, first = self.position(), [], 0
        for k, point in enumerate([*points, points[0]] if loop else points):
            leg = self._ways.way(here, point)
            if leg is None:
                return False
            route += leg
            here = point
            first = len(route) if k == 0 else first
        self._ocean.sail(self.row, route, speed, first if loop else None)
        if isinstance(self.agent, Merchant):  # of a route of its own it wants to hear the end
            self._ocean.fleet["wants"][self.row] |= s.WANTS_ARRIVED
        return True

    def _makes(self, speed: float) -> None:
        """Raise ValueError for a speed that the vessel cannot make."""
        top = self._crew.greatest(self.row)
        if not 0.0 <= speed <= top * (1.0 + ROUNDING):
            name = self._crew.names[self.row]
            raise ValueError(f"{name}: cannot sail at {speed:g} kn, its greatest speed is {top:g} kn")

    def resume(self, speed: float) -> None:
        self._makes(speed)
        self._ocean.resume(self.row, speed)

    def course(self) -> Course:
        points, loop, area = self._ocean.course(self.row)
        return Course(tuple(points), loop, area)

    def by_water(self, way: Sequence[Point]) -> list[Point] | None:
        found = [way[0]]
        for a, b in pairwise(way):
            leg = self._ways.way(a, b)
            if leg is None:
                return None
            found += leg
        return found

    def watch(self, doubled: bool) -> None:
        if self.row in self._lookouts:
            self._ocean.look_out(self.row, self._lookouts[self.row][doubled])

    def heeds(self, made: Heeding) -> None:
        self._journal.heed(Heeded(self.time, self.row, *made))

    def roam(self, area: int, speed: float) -> None:
        self._makes(speed)
        self._ocean.roam(self.row, area, speed)

    def chase(self, contact: int, speed: float) -> None:
        self._makes(speed)
        quarry = self._perception.held_row(self.row, contact)
        if quarry is None:
            self._clock.after(0.0, self._missed, contact)
        else:
            self._ocean.chase(self.row, quarry, speed)
            if self._law is not None:
                self._law.begin(self.row, quarry)

    def _missed(self, contact: int) -> None:
        if self.agent is not None and not self.gone:
            self.agent.on_missed(contact)

    def hold(self) -> None:
        self._ocean.hold(self.row)

    def appear(self, x: float, y: float) -> None:
        self._ocean.launch(self.row, x, y)

    def launch(self, boat: Helm, contact: int, speed: float) -> bool:
        quarry = self._perception.held_row(self.row, contact)
        if quarry is None or not isinstance(boat, Bridge) or boat.gone:
            return False
        if not self._ocean.would_hold(boat.row, quarry, *self.position()):
            return False
        boat._makes(speed)
        self._ocean.launch(boat.row, *self.position())
        self._ocean.chase(boat.row, quarry, speed, handed_over=True)
        if self._law is not None:
            self._law.begin(boat.row, quarry)
        return True

    def leave(self) -> None:
        self._ocean.leave(self.row)
        if self._prizes is not None:
            self._prizes.left(self.row)

    def withdraw(self) -> None:
        self._withdraw(self.row)

    def attend(self, gained: Collection[str] | None, lost: Collection[str] | None = ()) -> None:
        mask = self._perception.mask
        wanted = mask(gained) if self._prizes is None else self._prizes.word.heeds(self.row, mask(gained))
        self._ocean.attend(self.row, wanted, mask(lost))

    def later(self, hours: float, what: str, *args: int) -> None:
        if not self._ocean.withdrawn(self.row):
            self._clock.after(hours, method_named(what)(self.agent), *args)

    def note(
        self,
        kind: Occurrence | Own,
        reason: Reason | None = None,
        contact: int = 0,
        track: int = 0,
        report: int = 0,
        place: int = -1,
    ) -> None:
        if self.gone:
            return
        other = self._perception.met(self.row, contact)
        self._journal.note(
            kind, self.row, other, contact=contact, track=track, report=report, reason=reason, place=place
        )

    def held(self, hulls: Collection[str]) -> list[Sighting]:
        return self._perception.held(self.row, hulls)

    def inquire(self, contact: int, kind: str) -> Sighting | None:
        return None if self.gone else self._perception.inquire(self.row, contact, kind)

    def is_listed(self, learns: Collection[str]) -> bool:
        return self._dossiers is not None and self._dossiers.is_listed(self.row, learns, self._cyber.read())

    def change_hull(self) -> None:
        group = self._crew.voyager(self.row)
        if self._dossiers is not None and group is not None:
            self._dossiers.renew(group)

    def hide_gear(self, hides: bool) -> None:
        self._natures.hide(self.row, hides)

    def begins(self, phase: str) -> None:
        self._natures.begins(self.row, phase)
        if self._prizes is not None and phase == "homebound":
            self._prizes.homebound(self._crew.lead(self.row))

    def compare(self, contact: int, listed: Sequence[Dossier]) -> tuple[Comparison, ...]:
        return () if self._dossiers is None else self._dossiers.compare(self.row, contact, listed)

    def believes(
        self,
        seen: Sighting,
        chances: Chances,
        described: float,
        verdict: str,
        who: Sequence[tuple[Dossier, float]] = (),
    ) -> None:
        look = seen.looks[-1]
        vessel = self._perception.met(self.row, seen.contact)
        what = seen.contact, seen.hull, look[1:], chances, described, verdict, (seen.x, seen.y), seen.looks
        named = tuple((dossier.name, dossier.version, chance, dossier.stands) for dossier, chance in who)
        self._journal.believe(Belief(self.time, self.row, vessel, *what, named, seen.compared))

    def board(self, contact: int) -> Reason | None:
        target = self.alongside(contact)
        if isinstance(target, Reason) or not isinstance(self.agent, Patrol):
            return target if isinstance(target, Reason) else Reason.NO_TEAM
        if self._prizes is not None and target in self._prizes.aboard:
            return self._prizes.retake(self.agent, target)
        return self._boardings.board(self.agent, target)

    def captive(self, contact: int) -> Captive | None:
        target = -1 if self._prizes is None else self._perception.met(self.row, contact)
        return None if self._prizes is None or target < 0 else self._prizes.word.captive(self.row, target)

    def halt(self, contact: int) -> Reason | None:
        target = self.alongside(contact)
        if isinstance(target, Reason) or not isinstance(self.agent, Patrol):
            return target if isinstance(target, Reason) else Reason.NO_TEAM
        if self._prizes is not None and target in self._prizes.aboard:
            return Reason.HOSTAGES_HELD
        return self._boardings.halt(self.agent, target)

    def may(self, contact: int) -> Reason | None:
        law, target = self._law, self._perception.held_row(self.row, contact)
        if law is None or target is None:
            return None
        return law.why_not(self.row, target, Act.VISIT, contact=contact)

    def may_go(self, x: float, y: float, distress: bool, by: int = -1) -> Reason | None:
        return self._law.may_go(self.row, x, y, distress, by) if self._law is not None else None

    def ask(self, contact: int) -> None:
        target = self._perception.held_row(self.row, contact)
        if self._law is not None and target is not None:
            self._law.ask(self.row, target, contact)

    def room(self) -> float:
        return self._law.room(self.row) if self._law is not None else inf

    def let_go(self, contact: int) -> None:
        if self._law is not None:
            self._law.end(self.row)
        target = self._perception.met(self.row, contact)
        if target >= 0:
            self._boardings.let_go(self.row, target)

    def alongside(self, contact: int) -> int | Reason:
        """The vessel behind a held contact that lies alongside."""
        target = self._perception.held_row(self.row, contact)
        if target is None:
            return Reason.CONTACT_LOST
        (a, b), (c, d) = self.position(), self._ocean.position(target)
        return target if hypot(c - a, d - b) <= 2 * s.MEETING else Reason.NOT_FOUND

    # ---- radio ----------------------------------------------------------------------------------

    @property
    def call_sign(self) -> int:
        return self._ocean.id(self.row)

    def report(self, seen: Sighting, kind: Kind, attended: bool | None = None, until: float | None = None) -> int:
        return self._send(kind, self._observed(seen), seen.contact, attended, until)

    def searched(self, x: float, y: float, radius: float) -> None:
        if not self._tells_nothing:
            own = (self.call_sign, self._sent)
            nothing = Observation(own, self.time, x, y, None, None, radius, 0.0, None, None, 0, self.call_sign)
            self._send(Kind.NEGATIVE_SEARCH, nothing, 0)

    def relieve(self, task: Task) -> None:
        if 0 <= task.by < len(self._roster.commands) and not self.gone:
            self._clock.after(0.0, self._roster.commands[task.by].on_relief, task.track, self._crew.names[self.row])

    def decline(self, task: Task) -> None:
        if 0 <= task.by < len(self._roster.commands) and not self.gone:
            name, command = self._crew.names[self.row], self._roster.commands[task.by]
            self._clock.after(0.0, command.on_declined, task.track, name, task.report)

    def available(self) -> None:
        for command in self._roster.tasked_by(self.agent) if self.agent is not None and not self.gone else ():
            if command.waiting or command.reliefs.waiting:
                self._clock.after(0.0, command.on_available)

    def advice(self, seen: Sighting) -> Reason | None:
        picture = self._roster.picture(self.row)
        return None if picture is None else picture.advice(self._observed(seen), self.time)

    def listed(self, hull: str) -> tuple[Dossier, ...]:
        register = self._roster.register(self.row)
        return () if register is None else register.listed(hull, self.time)

    def distress(self, seen: Sighting) -> int:
        x, y = self.position()
        vx, vy = self._ocean.velocity(self.row)
        self._attacks.called(self.row)
        # she gives her own place and way; what she calls about is as far off as she sees it, and may sail as it likes
        sigma = sqrt(OWN_FIX**2 + 0.5 * ((seen.x - x) ** 2 + (seen.y - y) ** 2))
        own = self._observed(
            Sighting(seen.contact, self.time, x, y, vx, vy, sigma, "", True, sigma_v=self._unknown_speed)
        )
        if self._called is not None:
            rests_on = frozenset({(self.call_sign, seen.contact)})
            own = replace(own, looks=(), assessed=Assessment(self._called, rests_on, self.time))
        return self._send(Kind.DISTRESS, own, seen.contact)

    def _observed(self, seen: Sighting) -> Observation:
        return Observation(
            (self.call_sign, self._sent),
            seen.time,
            seen.x,
            seen.y,
            seen.vx,
            seen.vy,
            seen.sigma,
            seen.sigma_v,
            seen.hull or None,
            seen.suspicious,
            seen.contact,
            self.call_sign,
            seen.bias,
            looks=seen.looks,
            compared=seen.compared,
        )

    def _send(
        self,
        kind: Kind,
        seen: Observation,
        contact: int,
        attended: bool | None = None,
        until: float | None = None,
    ) -> int:
        if self.gone:
            return 0
        self._sent += 1
        return self._post.send(self.row, kind, seen, contact, attended, until)


def wants_of(crew: type[Vessel]) -> int:
    """The decisions that a class of agents overrides: it is not woken for the others."""
    bits = {
        "on_arrival": s.WANTS_ARRIVED,
        "on_contact": s.WANTS_CONTACT,
        "on_classified": s.WANTS_CLASSIFIED,
        "on_cleared": s.WANTS_CLEARED,
        "on_contact_lost": s.WANTS_LOST,
        "on_update": s.WANTS_UPDATED,
        "on_looked": s.WANTS_LOOKED,
    }
    wants = sum(bit for name, bit in bits.items() if getattr(crew, name) is not getattr(Vessel, name))
    if issubclass(crew, Patrol):  # of a quarry it is told anyhow
        wants &= ~s.WANTS_CLEARED
        if crew.on_looked is Patrol.on_looked and crew.let_pass is Patrol.let_pass:  # the core passes what it would
            wants |= s.ALONE
    if issubclass(crew, Merchant) and crew.on_arrival is Merchant.on_arrival:
        wants &= ~s.WANTS_ARRIVED  # at the end of the lane that the scenario gives it, it leaves without being asked
    return wants if not issubclass(crew, Passive) else 0
