"""The model: Mesa's clock joined with the ocean's, crews, holders and the log. It never sees a scenario file."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from math import hypot, inf, isfinite
from typing import Any

import mesa
import numpy as np
from mesa.time import Event

from guardship.agents import Command, Merchant, Patrol, Sighting, Surroundings, Vessel, Voyager
from guardship.agents.drills import Exercise
from guardship.agents.interfaces import Point
from guardship.agents.pacts import Guard
from guardship.coalition.interoperability import Interoperability
from guardship.core.draws import Purpose, edge_named
from guardship.core.kernels import state as s
from guardship.core.kernels.kinematics import intercept
from guardship.core.kernels.state import Records
from guardship.core.ocean import Decision, Ocean
from guardship.intelligence import (
    PUBLIC,
    Channel,
    Delivery,
    Kind,
    Network,
    Observation,
    Originator,
    Picture,
    Quantile,
    Report,
)
from guardship.occurrences import Occurrence, Own
from guardship.outcomes.log import Log
from guardship.reasons import Reason
from guardship.world.attacks import Umpire
from guardship.world.fields import Clutter
from guardship.world.headquarters import Office, Terms, at_once
from guardship.world.helm import Pilot, wants_of
from guardship.world.law import Jurisdiction
from guardship.world.tips import Sources

SHARING = {  # draws about one episode on one edge
    "delay": Purpose.SHARED_DELAY,
    "release": Purpose.SHARED_RELEASE,
    "position": Purpose.SHARED_POSITION,
    "motion": Purpose.SHARED_MOTION,
    "identity": Purpose.SHARED_IDENTITY,
    "blur_x": Purpose.SHARED_BLUR_X,
    "blur_y": Purpose.SHARED_BLUR_Y,
    "asked": Purpose.SHARED_ASKED,
    "request": Purpose.SHARED_REQUEST,
    "answer": Purpose.SHARED_ANSWER,
}
DISPATCH = {
    s.ARRIVED: "on_arrival",
    s.CONTACT: "on_contact",
    s.CLASSIFIED: "on_classified",
    s.CLEARED: "on_cleared",
    s.LOST: "on_contact_lost",
    s.INTERCEPTED: "on_intercept",
    s.MISSED: "on_missed",
    s.UNREACHABLE: "on_unreachable",
    s.UPDATED: "on_update",
    s.DEPARTED: "on_departed",
}
SIGHTINGS = (s.CONTACT, s.CLASSIFIED, s.CLEARED, s.UPDATED)

type Dry = Callable[[float, float], bool]
type Ways = Callable[[int, int, Collection[tuple[int, int]]], tuple[float, float] | None]
type Way = Callable[[float, float, float, float], Sequence[Point] | None]


def straight(ax: float, ay: float, bx: float, by: float) -> Sequence[Point]:
    """The way in a sea without land."""
    return [(bx, by)]


class PatrolModel(mesa.Model):  # type: ignore[misc]
    """Time is in hours: `step` advances one, `run_until` any number; Mesa's own events take part.

    `hulls[sig]`: the name under which a signature is seen. `environment[state]`: light and weather. `way`: the route
    around land between two places, `dry`: whether a place is on land. `window`: the measuring window [h].
    """

    time: float

    def __init__(
        self,
        ocean: Ocean,
        *,
        names: Sequence[str],
        hulls: Sequence[str] = ("vessel",),
        seed: int = 0,
        environment: Sequence[Surroundings] = (Surroundings("day", "calm"),),
        way: Way = straight,
        dry: Dry | None = None,
        window: tuple[float, float] = (0.0, inf),
    ) -> None:
        super().__init__(rng=seed)
        self.ocean = ocean
        self.names = list(names)
        self.kinds = [""] * len(self.names)
        self.speeds: Mapping[tuple[str, bool], float] = {}
        self.rows = {name: row for row, name in enumerate(self.names)}
        self.hulls = tuple(hulls)
        self.environment = tuple(environment)
        self.crew: list[Vessel] = []
        self.commands: list[Command] = []
        self.network = Network([])
        self.negative_searches = False
        self.law: Jurisdiction | None = None
        self.interoperability = Interoperability()
        self.exercises: list[Exercise] = []  # timers hold them weakly
        self.guards: list[Guard] = []  # pacts of safety
        self.umpire = Umpire(self, window)
        self.clutter = Clutter(self)
        self.sources = Sources(self)
        self.log = Log()
        self.reports: list[tuple[Report, int]] = []
        self.units: list[Patrol] = []  # that any command can send
        self.own: defaultdict[int, list[Patrol]] = defaultdict(list)  # by nation
        self.asked: dict[int, set[int]] = {}  # by command: rows of the units that it can only ask for
        self.chief: int | None = None  # the holder whose command sends all units
        self.circle: list[int] = []  # holders that ask each other for units
        self.absent: set[int] = set()  # holders that take no part in that now
        self.ways: Ways | None = None
        self._shut: set[tuple[int, int]] = set()
        self._ways_stale = False
        self._post: list[tuple[float, int, Delivery]] = []
        self._posted = 0
        self._timers = 0
        self._about: list[tuple[int, int]] = []
        self._way = way
        self.dry = dry
        self._counts: Counter[Hashable] = Counter()
        self._met: dict[tuple[int, int], int] = {}
        self._episodes: dict[tuple[int, int], tuple[int, int]] = {}

    # ---- building -------------------------------------------------------------------------------

    def pilot(self, row: int) -> Pilot:
        """The ports of a vessel, to make its agent with."""
        return Pilot(self, row)

    def man(self, crews: Sequence[Vessel]) -> None:
        """The agents of all vessels, by row; each is told of what its class has a method for."""
        self.crew = list(crews)
        wants = {crew: wants_of(crew) for crew in set(map(type, crews))}
        self.ocean.fleet["wants"][: len(crews)] |= np.array([wants[type(agent)] for agent in crews], np.int64)
        for agent in crews:
            if isinstance(agent.helm, Pilot):
                agent.helm.agent = agent

    def greatest(self, row: int) -> float:
        """The greatest speed [kn] of a vessel, inf when nothing says so: that of its type, of a merchant its own."""
        agent = self.crew[row]
        top = self.speeds.get((self.kinds[row], agent.role == "skiff"), inf)
        return min(top, agent.handling.speed + agent.handling.faster) if isinstance(agent, Merchant) else top

    def enlist(self, vessel: Records, name: str, crew: type[Vessel], kind: str = "") -> int:
        """One more vessel, to be launched: a row as from `new_fleet(1)`, filled. Its row."""
        row = self.ocean.enlist(vessel)
        self.names.append(name)
        self.kinds.append(kind)
        self.rows[name] = row
        pilot = self.pilot(row)
        pilot.agent = crew(self, name, pilot, pilot)
        self.crew.append(pilot.agent)
        self.ocean.fleet["wants"][row] |= wants_of(crew)
        return row

    def establish(
        self,
        names: Sequence[str],
        report: Sequence[Quantile],
        distress: Sequence[Quantile | None],
        sharing: Sequence[Channel] = (),
        originators: Mapping[int, Originator] | None = None,
        terms: Terms | None = None,
        ways: Ways | None = None,
    ) -> None:
        """The holders with their commands; quantile functions of the delays of reports and of calls for help.

        Nations come first; centres have no units of their own and hear calls only where `distress` is not None.
        `sharing`: the channels between holders. `ways(sender, receiver, closed)`: probability and hours with which a
        clearance of one reaches the other when some edges are closed.
        """
        terms = terms or Terms([at_once] * len(names), [None] * len(names))
        offices = [Office(self, k, terms) for k in range(len(names))]
        self.commands = [
            Command(self, name, Picture(k), offices[k], Picture(k + len(names))) for k, name in enumerate(names)
        ]
        for command in self.commands:
            command.tasking = terms.tasking
        self.ways = ways if terms.tasking.cues else None
        own = [Channel(k, k, delay) for k, delay in enumerate(report)]
        calls = [Channel(PUBLIC, k, delay) for k, delay in enumerate(distress) if delay is not None]
        self.network = Network([*own, *calls, *sharing], originators)
        self._relay()

    def task(self, holder: int, units: Sequence[Patrol]) -> None:
        """Units of a nation, which its command can send; called once for each group of them."""
        self.own[holder].extend(units)
        self.units.extend(units)

    def marshal(self) -> None:
        """Who can send whom, and ask whom: as the tasking says, for the nations that take part.

        Without the nation that commands all, each commands its own.
        """
        self.asked = {}
        for k, command in enumerate(self.commands):
            command.units, command.partners = list(self.own[k]), []
        if self.chief is not None and self.chief not in self.absent:
            here = [k for k in range(len(self.commands)) if k not in self.absent]
            for k in here:
                self.commands[k].units = []
            led = [unit for k in here for unit in self.own[k]]
            self.commands[self.chief].units = sorted(led, key=lambda unit: str(unit.name))
        circle = [k for k in self.circle if k not in self.absent]
        for k in circle:
            others = [unit for j in circle if j != k for unit in self.own[j]]
            self.commands[k].partners = others
            self.asked[k] = {self.rows[unit.name] for unit in others}

    def leaves(self, holder: int) -> None:
        """A nation no longer takes part in joint tasking."""
        self.absent.add(holder)
        self.marshal()

    def joins(self, holder: int) -> None:
        """A nation takes part in joint tasking."""
        self.absent.discard(holder)
        self.marshal()

    def tasked_by(self, row: int) -> list[Command]:
        """The commands that can send a unit, or ask for it; its own first."""
        agent = self.crew[row]
        mine = [command for command in self.commands if agent in command.units]
        return mine + [self.commands[k] for k in sorted(self.asked) if row in self.asked[k]]

    def picture_of(self, unit: Patrol) -> Picture | None:
        """The picture that a ship keeps for itself."""
        return unit.helm.picture if isinstance(unit.helm, Pilot) else None

    def _relay(self) -> None:
        """Who hears of whose clearances, with the edges that are open now."""
        self._ways_stale = False
        if self.ways is None:
            return
        for a in range(len(self.commands)):
            for b in range(len(self.commands)):
                way = self.ways(a, b, self._shut) if a != b else None
                p, hours = way if way is not None and isfinite(way[1]) else (0.0, 0.0)
                self.ocean.relay(a, b, p, hours, edge_named(self.commands[a].name, self.commands[b].name))

    # ---- the clock ------------------------------------------------------------------------------

    def _advance_time(self, until: float) -> None:
        """Mesa's pump, with the ocean in it. At one instant: what happens at sea, what arrives, decisions, timers."""
        if not isfinite(until):
            raise ValueError(f"cannot run until {until}")
        live = self._event_list
        while True:
            while live._events and live._events[0].CANCELED:
                heappop(live._events)
            head = live._events[0].time if live._events else inf
            post = self._post[0][0] if self._post else inf
            if self._ways_stale:
                self._relay()
            decisions = self.ocean.advance(min(head, post, until))
            if decisions:
                self._at(self.ocean.now)
                while self._post and self._post[0][0] <= self.time:
                    self._deliver(heappop(self._post)[2])
                for decision in decisions:
                    self.decide(decision)
            elif post <= head and post <= until:  # what arrives goes before timers
                self._at(post)
                self._deliver(heappop(self._post)[2])
            elif head <= until:
                event = live.pop_event()
                self._at(event.time)
                event.execute()
            else:
                break
        self._at(until)

    def in_one_go(self) -> None:
        """No step an hour: for a run that nobody steps through, and that has nothing to do in a step."""
        if type(self).step is mesa.Model.step:
            self._default_schedule.stop()

    def _at(self, time: float) -> None:
        if time != self.time:
            self.time = time

    def after(self, hours: float, what: Callable[..., None], *args: Any) -> Event:
        """Call a bound method after some hours."""
        if not isfinite(hours) or hours < 0.0:
            raise ValueError(f"cannot wait {hours} h")
        self._timers += 1
        event = Event(self.ocean.now + hours, what, function_args=list(args))
        self._event_list.add_event(event)
        return event

    def work(self) -> dict[str, int]:
        """Exact counts of the work done, the core's and the agents': they do not depend on the machine.

        `timers`: those set by `after`. `messages`: reports, each counted once for every channel that
        it went by. `log_lines`: what agents and the umpire wrote down.
        """
        return self.ocean.work() | {
            "timers": self._timers,
            "reports": len(self.reports),
            "messages": len(self.network.messages),
            "log_lines": len(self.log.entries),
        }

    # ---- decisions ------------------------------------------------------------------------------

    def decide(self, decision: Decision) -> None:
        """Hand one decision to its agent."""
        agent = self.crew[decision.row]
        code = decision.code
        if code == s.BLOCKED:
            self.detour(decision)
            return
        method = getattr(agent, DISPATCH[code])
        if code == s.ARRIVED:
            method()
            return
        pair, contact = decision.pair, decision.contact
        if pair < 0:
            pair, contact = self.ocean.contact(decision.row, decision.other)
        self._met[decision.row, contact] = pair
        self._episodes.setdefault((decision.row, contact), self.ocean.episode(pair))
        if code in SIGHTINGS:
            if code != s.CLEARED and not self.ocean.holds(pair, contact):  # a clearance ends the contact
                return
            method(self.sight(pair, contact, {s.CLASSIFIED: True, s.UPDATED: True, s.CLEARED: False}.get(code)))
        else:
            method(contact)

    def sight(self, pair: int, contact: int, suspicious: bool | None) -> Sighting:
        """What a vessel's sensors show of a held contact."""
        target = self.ocean.target(pair)
        o = self.ocean.observe(pair, self.count(("look", pair)))
        hull = self.hulls[int(self.ocean.fleet["sig"][target])]
        return Sighting(contact, self.ocean.now, o.x, o.y, o.vx, o.vy, o.sigma, hull, suspicious)

    def detour(self, decision: Decision) -> None:
        """Land lies between a pursuer and its quarry: around it, or the pursuit fails."""
        f = self.ocean.fleet[decision.row]
        speed = float(f["speed"])
        (a, b), (c, d) = self.ocean.position(decision.row), self.ocean.position(decision.other)
        vx, vy = self.ocean.velocity(decision.other)
        hours = float(intercept(c - a, d - b, vx, vy, speed))
        route = self._way(a, b, c + vx * hours, d + vy * hours) if isfinite(hours) else None
        if route is None or len(route) < 2:  # the meeting would be inland: to where the quarry is now
            route = self._way(a, b, c, d)
        if route is None or hypot(route[-1][0] - a, route[-1][1] - b) < s.MEETING:
            self.crew[decision.row].on_unreachable(self.ocean.contact(decision.row, decision.other)[1])
        else:
            self.ocean.chase_via(decision.row, decision.other, list(route), speed)

    def held_row(self, row: int, contact: int) -> int | None:
        """The vessel behind a contact that is held."""
        pair = self._met.get((row, contact), -1)
        if pair < 0 or not self.ocean.holds(pair, contact):
            return None
        return self.ocean.target(pair)

    def look(self, row: int, contact: int) -> Sighting | None:
        """What a vessel's sensors show of a contact that it holds."""
        pair = self._met.get((row, contact), -1)
        return self.sight(pair, contact, None) if pair >= 0 and self.ocean.holds(pair, contact) else None

    def met(self, row: int, contact: int) -> int:
        """The vessel behind a contact, held or not, for the log; -1 for none."""
        pair = self._met.get((row, contact), -1)
        return self.ocean.target(pair) if pair >= 0 else -1

    # ---- what the ports need --------------------------------------------------------------------

    def row(self, agent: Vessel | Voyager) -> int:
        """An agent's row."""
        return self.rows[agent.name]

    def way(self, a: Point, b: Point) -> list[Point] | None:
        """The way points from a to b around land, b included; None when there is none by water."""
        route = self._way(a[0], a[1], b[0], b[1])
        return None if route is None else [(float(x), float(y)) for x, y in route]

    def surroundings(self, row: int) -> Surroundings:
        """Light and weather where a vessel is."""
        return self.environment[self.ocean.state(row)]

    def mask(self, hulls: Collection[str] | None) -> int:
        """The bits of the signatures that are seen under some names; None: of all."""
        if hulls is None:
            return -1
        return sum({1 << min(sig, 62) for sig, hull in enumerate(self.hulls) if hull in hulls})

    def surroundings_at(self, at: Point) -> Surroundings:
        """Light and weather at a place."""
        return self.environment[self.ocean.state_of(*at)]

    def pair_of(self, row: int, contact: int) -> int:
        """The key of the pair behind a contact: the same for the same two vessels; for no contact, the vessel's id."""
        pair = self._met.get((row, contact), -1)
        return self.ocean.episode(pair)[0] if pair >= 0 else self.ocean.id(row)

    def count(self, what: Hashable) -> int:
        """How often this was asked before: the ordinal of a draw."""
        self._counts[what] += 1
        return self._counts[what] - 1

    def clear(self, row: int, target: int) -> None:
        """A vessel's holder knows a target to be harmless, for as long as its clearances last."""
        f = self.ocean.fleet[row]
        if int(f["holder"]) >= 0 and float(f["patience"]) > 0.0:
            self.ocean.clear(int(f["holder"]), target, self.ocean.now + float(f["patience"]), served=True)

    def let_go(self, row: int) -> None:
        """A vessel that was stopped goes on as before, unless it is its day of rest."""
        if row not in self.clutter.resting:
            self.ocean.go_on(row)

    def note(
        self,
        kind: Occurrence | Own,
        actor: int,
        object: int = -1,
        *,
        contact: int = 0,
        track: int = 0,
        report: int = 0,
        voyage: int = -1,
        attack: int = -1,
        reason: Reason | None = None,
        place: int = -1,
        holder: int = -1,
    ) -> None:
        """Write a line of the log."""
        self.log.add(
            self.ocean.now,
            self.ocean.note_count(),
            kind,
            actor,
            object,
            contact=contact,
            track=track,
            report=report,
            voyage=voyage,
            attack=attack,
            reason=reason,
            place=place,
            holder=holder,
        )

    # ---- reports --------------------------------------------------------------------------------

    def send(self, row: int, kind: Kind, seen: Observation, contact: int) -> int:
        """Send a report from a vessel to its holder, or a call for help to everybody; its number."""
        sender = PUBLIC if kind is Kind.DISTRESS else int(self.ocean.fleet["holder"][row])
        until = self.ocean.now + float(self.ocean.fleet["patience"][row]) if kind is Kind.CLEARED else None
        # one luck for all that is said of a contact: keyed by the pair and its detection, not by the contact's number
        n = seen.id[1] if kind is Kind.NEGATIVE_SEARCH else 0  # each search is an episode of its own
        report = self.make(kind, sender, seen, self._episodes.get((row, contact), (self.ocean.id(row), n)), row, until)
        self.note(
            Occurrence.DISTRESS if kind is Kind.DISTRESS else Occurrence.REPORT, row, contact=contact, report=report.id
        )
        self.transmit(report)
        return report.id

    def tell(self, report: Report, holder: int) -> Report:
        """What a command has to say to others about an episode that a report told of; numbered as it is sent."""
        row, about = self.reports[report.id - 1][1], self._about[report.id - 1]
        said = replace(report, id=len(self.reports) + 1)
        self.reports.append((said, row))
        self._about.append(about)
        self._expect(self.network.pass_on(said, holder, self.ocean.now, self.luck))
        return said

    def about(self, report: int) -> tuple[int, int]:
        """The name of the episode of contact that a report tells of, in draws."""
        return self._about[report - 1]

    def make(
        self,
        kind: Kind,
        sender: int,
        seen: Observation,
        about: tuple[int, int],
        row: int = -1,
        until: float | None = None,
    ) -> Report:
        """A report with the next number, of a vessel's or of nobody's (-1). `about`: names its luck on every edge."""
        releasable = self.network.releasable(sender, kind)
        report = Report(
            len(self.reports) + 1, kind, self.ocean.now, (seen,), sender, until, origin=sender, releasable=releasable
        )
        self.reports.append((report, row))
        self._about.append(about)
        return report

    def transmit(self, report: Report) -> None:
        """Send a report on its way, to its holder or to everybody."""
        self._expect(self.network.send(report, self.ocean.now, self.luck))

    def luck(self, report: Report, edge: Channel, what: str) -> float:
        """The uniform number for a question about a report's episode of contact on an edge.

        The delay of a call is that of the caller: all who hear it have the same uniform.
        """
        entity, ordinal = self._about[report.id - 1]
        if edge.own:
            return self.ocean.given(Purpose.LATENCY, entity, ordinal)
        return self.ocean.given(SHARING[what], entity ^ edge.key, ordinal)

    def close(self, sender: int, receiver: int, lost: bool = False) -> None:
        """An outage of a channel begins: messages wait, or are lost."""
        self.network.close(sender, receiver, lost)
        self._shut.add((sender, receiver))
        self._ways_stale = True

    def reopen(self, sender: int, receiver: int, lost: bool = False) -> None:
        """An outage ends, and what has waited is sent."""
        self._expect(self.network.reopen(sender, receiver, self.ocean.now, lost))
        if not self.network.closed(sender, receiver):
            self._shut.discard((sender, receiver))
            self._ways_stale = True

    def _expect(self, deliveries: Sequence[Delivery]) -> None:
        """Keep what is under way by time and order of sending; an event of Mesa's for each took four times as long."""
        for delivery in deliveries:
            self._posted += 1
            heappush(self._post, (delivery.time, self._posted, delivery))

    def _deliver(self, delivery: Delivery) -> None:
        report = self.network.arrive(delivery, self.ocean.now)
        if isinstance(report, Delivery):
            self._expect([report])
        if isinstance(report, Delivery | Reason):
            return
        if report.kind is Kind.DISTRESS:
            attack = self.umpire.prey.get(self.reports[report.id - 1][1])
            if attack is not None and attack.delivered is None:
                attack.delivered = self.ocean.now
        told = len(self.network.messages)
        passed = self.network.pass_on(report, delivery.receiver, self.ocean.now, self.luck)
        self._expect(passed)
        if not passed and report.origin == delivery.receiver:
            self._withheld(report, told)
        self.commands[delivery.receiver].on_report(report)
        for pact in self.guards:
            pact.on_report(delivery.receiver, report)

    def _withheld(self, report: Report, told: int) -> None:
        """A report of its own has been let out to none of those who have units: the log says why."""
        for one in self.network.messages[told:]:
            if not one.released and self.own.get(one.edge.receiver):
                self.note(Occurrence.WITHHELD, -1, report=report.id, reason=one.reason, holder=report.origin)
                return

    def answered(self, kind: Occurrence, row: int, report: int, reason: Reason | None) -> None:
        """Note in the books how a call for help was answered."""
        if kind not in (Occurrence.TASKED, Occurrence.NO_UNIT):
            return
        attack = self.umpire.prey.get(self.reports[report - 1][1])
        if attack is not None and attack.tasked is None:
            if kind == Occurrence.TASKED:
                attack.tasked = self.ocean.now
            else:
                attack.no_unit = reason
