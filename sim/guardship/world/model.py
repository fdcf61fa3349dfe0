"""The world of a run: its parts put together, Mesa's clock joined with the core's, decisions handed to agents.

It never sees a scenario file. What happens at one instant, and in which order, stands in `_advance_time`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop
from math import hypot, inf, isfinite
from typing import Any, NoReturn, final

import mesa
import numpy as np
from mesa.time import Event

from guardship.agents.command import Command, Standing
from guardship.agents.interfaces import Surroundings, Verdict
from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Vessel
from guardship.coalition.interoperability import Interoperability
from guardship.core.kernels import state as s
from guardship.core.kernels.kinematics import intercept
from guardship.core.kernels.state import Records
from guardship.core.ocean import Decision, Ocean, Repeats
from guardship.intelligence import (
    PUBLIC,
    Chances,
    Channel,
    Habits,
    Kind,
    Originator,
    Picture,
    Quantile,
    Reading,
    Report,
)
from guardship.reasons import Reason
from guardship.world import trust
from guardship.world.advisories import Advisories, Services
from guardship.world.attacks import Attacks, Means
from guardship.world.boardings import Boardings
from guardship.world.clock import Clock
from guardship.world.crew import Crew
from guardship.world.custody import Custody, Rests
from guardship.world.cyber import Cyber
from guardship.world.deceit import BadFaith, Deceit
from guardship.world.dossiers import Dossiers, Keeping
from guardship.world.endless import Instant, repeated
from guardship.world.fields import Field, Fields
from guardship.world.forfeits import Forfeits, Tolls
from guardship.world.headquarters import CommandTerms, Headquarters, at_once
from guardship.world.helm import Bridge, Parts, wants_of
from guardship.world.journal import Journal
from guardship.world.law import Book, Law
from guardship.world.natures import Natures, Phases
from guardship.world.perception import Perception
from guardship.world.post import Post, Relays
from guardship.world.prizes import Prizes, Terms
from guardship.world.roster import Chain, Roster, Strength
from guardship.world.stations import Method, Stations
from guardship.world.timers import Timer
from guardship.world.tips import Tips
from guardship.world.voyages import Hold, Voyages
from guardship.world.ways import Dry, Way, Ways, straight

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
    s.LOOKED: "on_looked",
}
HELD_FOR = {Verdict.PASSES: s.KNOWN, Verdict.KEEPS: s.HELD, Verdict.SUSPECTS: s.SUSPECT}
SIGHTINGS = {s.CONTACT: None, s.CLASSIFIED: True, s.CLEARED: False, s.UPDATED: True}  # whether it looks suspicious


@final
@dataclass(frozen=True)
class Holders:
    """Who holds pictures and commands units: nations, then centres, which have no units of their own, by number.

    `report`, `distress`: quantile functions [h] of the delays of reports and of calls for help, None for who hears no
    calls. `channels`: those between holders. `standing`: what each command has been told once and for all.
    `negative_searches`: whether "nothing found" is reported. `habits`: how they keep their pictures. `reading`: how
    those read that read one report after another.
    """

    names: Sequence[str] = ()
    report: Sequence[Quantile] = ()
    distress: Sequence[Quantile | None] = ()
    channels: Sequence[Channel] = ()
    originators: Mapping[int, Originator] | None = None
    relays: Relays | None = None
    terms: CommandTerms | None = None
    chain: Chain = field(default_factory=Chain)
    standing: Mapping[int, Standing] = field(default_factory=dict)
    negative_searches: bool = False
    habits: Habits = field(default_factory=Habits)
    reading: Mapping[int, Reading] = field(default_factory=dict)


@final
@dataclass(frozen=True)
class Company:
    """Who comes aboard. `agents`: of all vessels, in the order of rows; `kept`: others that timers are for."""

    agents: Sequence[Vessel]
    strength: Strength = field(default_factory=Strength)
    kept: Sequence[object] = ()


class World(mesa.Model):  # type: ignore[misc]
    """A Mesa model. Time is in hours: `step` advances one, `run_until` any number; Mesa's own events take part.

    `names`, `kinds`: of vessels and of their types, by row; `speeds`: see `Crew`; `hulls[signature]`: the name under
    which a vessel is seen; `environment[state]`: light and weather; `route`, `dry`: see `Ways`; `window`: the measuring
    window [h]; `holds`, `replaced`, `means`: of offenders, by row; `natures`: see `Natures`; `called`: see
    `Parts`; `book`, `keeping`: the law, and how dossiers are kept, None where there is none; `faith`: of holders that
    share dossiers in bad faith, by number; `method`: how stations are planned, None where everybody keeps his own;
    `services`: see `Advisories`, None where nobody warns; `tolls`: see `Forfeits`, None without enterprises; `prizes`:
    see `Prizes`, None where ships that are taken are lost to sight; `crews`: makes the agents, with `world.bridge(row)`
    for each, once all else is there; `regards`: see `Trust`, None where nobody keeps accounts. Raises ValueError where
    they do not fit.
    """

    time: float

    def __init__(
        self,
        ocean: Ocean,
        *,
        names: Sequence[str],
        crews: Callable[["World"], Company],
        kinds: Sequence[str] = (),
        speeds: Mapping[tuple[str, bool], float] | None = None,
        hulls: Sequence[str] = ("vessel",),
        seed: int = 0,
        environment: Sequence[Surroundings] = (Surroundings("day", "calm"),),
        route: Way = straight,
        dry: Dry | None = None,
        window: tuple[float, float] = (0.0, inf),
        holders: Holders | None = None,
        book: Book | None = None,
        interoperability: Interoperability | None = None,
        holds: Mapping[int, Hold] | None = None,
        replaced: Mapping[int, Quantile] | None = None,
        means: Mapping[int, Means] | None = None,
        fields: Sequence[Field] = (),
        natures: Mapping[int, Sequence[tuple[int, Phases]]] | None = None,
        called: Chances | None = None,
        keeping: Keeping | None = None,
        faith: Mapping[int, BadFaith] | None = None,
        method: Method | None = None,
        services: Services | None = None,
        tolls: Tolls | None = None,
        prizes: Mapping[int, Terms] | None = None,
        regards: trust.Terms | None = None,
    ) -> None:
        super().__init__(rng=seed)
        holders = holders or Holders()
        drilled = interoperability or Interoperability()
        self._instant = Instant()
        self._now = self.time
        self.ocean = ocean
        self.clock = clock = Clock(ocean)
        self.journal = journal = Journal(ocean)
        self.crew = crew = Crew(names, kinds, speeds)
        self.perception = perception = Perception(ocean, hulls, environment)
        self.ways = ways = Ways(route, dry)
        self.custody = custody = Custody()
        self.rests = rests = Rests(ocean, custody)
        self.roster = units = Roster(holders.chain)
        kept = None if regards is None else trust.Trust(clock, ocean, regards)
        self.post = post = Post(ocean, journal, perception, units, *_links(holders), kept)
        self.law = None if book is None else Law(clock, ocean, crew, journal, perception, book)
        self.voyages = voyages = Voyages(clock, ocean, crew, journal, window, holds or {}, replaced or {})
        self.dossiers = (
            None if keeping is None else Dossiers(clock, ocean, crew, journal, perception, post, units, keeping)
        )
        self.attacks = attacks = Attacks(clock, ocean, crew, journal, perception, voyages, means or {}, self.dossiers)
        self.forfeits = None if tolls is None else Forfeits(clock, ocean, crew, journal, tolls)
        judges = voyages, attacks, self.law, holders.names, drilled, self.dossiers, self.forfeits
        self.boardings = boardings = Boardings(clock, ocean, crew, journal, custody, rests, *judges)
        self.fields = Fields(clock, ocean, crew, journal, perception, custody, attacks, self.enlist, fields)
        self.tips = Tips(journal, post, voyages)
        self.cyber = cyber = Cyber(journal, ocean, post, units.rows_of, ocean.ring)
        self.deceit = None if self.dossiers is None else Deceit(ocean, crew, journal, post, self.dossiers, faith or {})
        if self.deceit is not None:
            post.lets_out = self.deceit.lets_out
        telling = clock, ocean, crew, journal, post
        self.advisories = None if services is None else Advisories(*telling, services)
        hunted = perception, post, units, voyages, attacks, boardings, self.law
        self.prizes = None if prizes is None else Prizes(clock, ocean, crew, journal, *hunted, prizes)
        self.interoperability = drilled
        self._parts = Parts(
            clock,
            ocean,
            crew,
            journal,
            perception,
            ways,
            post,
            units,
            attacks,
            boardings,
            cyber,
            self.dossiers,
            self.law,
            self.withdraw,
            Natures(ocean, voyages, natures or {}),
            called,
            holders.negative_searches,
            holders.habits.sigma_v,
            {} if services is None else services.lookouts,
            self.prizes,
        )
        self._withdrawn: set[int] = set()
        self._heard: list[tuple[int, Report]] = []
        commands = self._commands(holders)
        company = crews(self)
        self._kept = company.kept
        self._come_aboard(company.agents)
        told = (
            [] if holders.terms is None else [k for k, delay in enumerate(holders.terms.informs) if delay is not None]
        )
        units.assemble(commands, company.strength, crew.rows, told, holders.habits, keeping is not None)
        self.stations = None if method is None else Stations(clock, ocean, crew, journal, units, window, method)
        if self.advisories is not None:
            self.advisories.open(commands)

    # ---- who is there ---------------------------------------------------------------------------

    def bridge(self, row: int) -> Bridge:
        """The ports of a vessel, to make its agent with."""
        return Bridge(row, self._parts)

    def _commands(self, holders: Holders) -> list[Command]:
        """The commands, each with its headquarters."""
        count = len(holders.names)
        terms = holders.terms or CommandTerms([at_once] * count, [None] * count)
        found, history = [], holders.habits.history()
        for k, name in enumerate(holders.names):
            own = Headquarters(
                k,
                self.clock,
                self.ocean,
                self.crew,
                self.journal,
                self.post,
                self.roster,
                self.attacks,
                self.law,
                self.interoperability,
                terms,
                self.dossiers,
            )
            standing = holders.standing.get(k, Standing())
            mine, known = (Picture(number, holders.habits, history) for number in (k, k + count))
            found.append(Command(self, name, mine, own, known, terms.tasking, standing, self.roster.circle))
        return found

    def _come_aboard(self, agents: Sequence[Vessel]) -> None:
        """Each agent is told of what its class has a method for."""
        self.crew.come_aboard(agents)
        wants = {crew: wants_of(crew) for crew in set(map(type, agents))}
        self.ocean.fleet["wants"][: len(agents)] |= np.array([wants[type(agent)] for agent in agents], np.int64)
        for agent in agents:
            if isinstance(agent.helm, Bridge):
                agent.helm.agent = agent

    def enlist(self, vessel: Records, id: int, speed: float, name: str, crew: type[Vessel], kind: str = "") -> int:
        """One more vessel, to be launched: a row as from `new_fleet(1)`, filled but for id and speed [kn]. Its row."""
        row = self.ocean.enlist(vessel, id, speed)
        self.crew.add(name, kind)
        bridge = self.bridge(row)
        bridge.agent = crew(self, name, bridge, bridge)
        self.crew.board(bridge.agent)
        self.ocean.fleet["wants"][row] |= wants_of(crew)
        return row

    def withdraw(self, row: int) -> None:
        """Take a vessel out for good: contacts with it end, its voyage is aborted, its command has it no more."""
        row = row if self.prizes is None else self.prizes.removed(row)
        agent = self.crew[row]
        if row in self._withdrawn:
            return
        self._withdrawn.add(row)
        self.clock.forget(partial(_is_of, agent))
        self.ocean.withdraw(row)
        voyager = agent.voyager
        if isinstance(agent, Patrol):
            self.boardings.abandon(row)
            if agent.datum is not None and 0 <= agent.datum.by < len(self.roster.commands):
                self.roster.commands[agent.datum.by].on_declined(agent.datum.track, agent.name, agent.datum.report)
            self.roster.lose(agent)
            for other in [one for one in self.crew if isinstance(one, Patrol) and one.mother is agent]:
                other.remove()
        elif voyager is not None and self.crew.row(voyager) == row:
            self.attacks.end_attack(voyager, Reason.REMOVED)
            self.voyages.lose(voyager)
            self.custody.halted.pop(row, None)
            for one in [one for one in self.crew if one.voyager is agent and one is not agent]:
                one.remove()
        attack = self.attacks.prey.get(row)
        if attack is not None:  # whoever attacks it
            by = next(one for one, under_way in self.attacks.by.items() if under_way is attack)
            group = self.crew.voyager(by)
            if group is not None:
                group.on_prey_gone()

    # ---- the clock ------------------------------------------------------------------------------

    def after(self, hours: float, what: Callable[..., None], *args: Any) -> Timer:
        """Call a bound method after some hours (`Clock.after`)."""
        return self.clock.after(hours, what, *args)

    def _advance_time(self, until: float) -> None:
        """Mesa's pump, with the core in it.

        At one instant: what happens at sea, what arrives, decisions, timers, then what is settled among commands.
        """
        until = float(until)
        if not isfinite(until):
            raise ValueError(f"cannot run until {until}")
        self._now = self.time
        if until < self.time:
            raise ValueError(f"cannot run back to {until} h from {self.time} h")
        live, timers, post, instant = self._event_list, self.clock.timers, self.post, self._instant
        advance, circle = self.ocean.advance, self.roster.circle
        instant.allow(len(self.crew.names))
        while True:
            while live._events and live._events[0].CANCELED:
                heappop(live._events)
            event = live._events[0] if live._events else None
            head, due = timers.due, post.due
            if event is not None and event.time < head:
                head = event.time
            first = due if due < head else head
            if first > self._now and (self._heard or circle.pending):
                self._settle()
                continue
            if post.stale:
                post.refresh()
            try:
                decisions = advance(first if first < until else until)
            except Repeats as fault:
                raise repeated(fault, self.crew.names) from None
            if decisions:
                self._at(self.ocean.now)
                while post.due <= self._now:
                    self._deliver()
                for decision in decisions:
                    self.decide(decision)
                if instant.count > instant.most:
                    instant.witness(self.time, (self.crew.names[decision.row] for decision in decisions))
            elif due <= head and due <= until:  # what arrives goes before timers
                self._at(due)
                self._deliver()
            elif head <= until:
                self._at(head)
                timer = timers.take() if event is None or timers.before(event) else live.pop_event()
                if instant.count > instant.most:
                    instant.witness(self.time, _owner(timer))
                timer.execute()
            else:
                break
        self._at(until)

    def in_one_go(self) -> None:
        """No step an hour: for a run that nobody steps through, and that has nothing to do in a step."""
        if type(self).step is mesa.Model.step:
            self._default_schedule.stop()

    def _at(self, time: float) -> None:
        if time != self._now:  # Mesa's own clock is an observable, and dear to ask
            self.time = self._now = time
            self._instant.begin()
        else:
            self._instant.count += 1

    def work(self) -> dict[str, int]:
        """Exact counts of the work done, the core's and the agents': they do not depend on the machine.

        `timers`: those set by `after`. `messages`: reports, each counted once for every channel that
        it went by. `log_lines`: what agents and the world wrote down.
        """
        return self.ocean.work() | {
            "timers": self.clock.set,
            "reports": len(self.post.reports),
            "messages": len(self.post.network.messages),
            "log_lines": len(self.journal.log.entries),
        }

    # ---- what arrives, and decisions ------------------------------------------------------------

    def _deliver(self) -> None:
        """What is due arrives: it is passed on, and its receiver decides, or does when the instant is settled."""
        self._instant.count += 1
        arrived = self.post.collect()
        if arrived is None:
            return
        receiver, report = arrived
        if self._instant.count > self._instant.most:
            self._instant.witness(self.time, (self.roster.commands[receiver].name,))
        if report.kind is Kind.DISTRESS:
            self.attacks.heard(self.post.sender(report.id))
            if self.prizes is not None:
                self.prizes.word.called(receiver, self.post.sender(report.id), report.time_made)
        self.post.pass_on(report, receiver)
        self.roster.commands[receiver].on_report(report)
        if self.stations is not None:
            self.stations.heard(receiver, report)
        if self.advisories is not None:
            self.advisories.heard(receiver, report)
        if self.prizes is not None and self.roster.commands[receiver].may_act(report):
            self.prizes.word.heard(receiver, report)
        if self.roster.pacts:
            self._heard.append(arrived)

    def _settle(self) -> None:
        """All have heard what this instant brings: who ask each other for units decide, then the pacts hear of it."""
        self._instant.count += 1
        self.roster.circle.settle()
        heard, self._heard = self._heard, []
        for receiver, report in heard:
            for pact in self.roster.pacts:
                pact.on_report(receiver, report)

    def decide(self, decision: Decision) -> None:
        """Hand one decision to its agent."""
        _, code, row, other, pair, contact = decision
        if row in self._withdrawn:
            return
        agent = self.crew[row]
        if code == s.BLOCKED:
            self.detour(decision)
            return
        if code == s.NAMED:
            if self.dossiers is not None and isinstance(agent, Patrol):
                self.dossiers.passed(agent, other, pair)
            return
        method = getattr(agent, DISPATCH[code])
        if code == s.ARRIVED:
            method()
            return
        if pair < 0:
            pair, contact = self.ocean.contact(row, other)
        self.perception.meet(row, contact, pair)
        if code == s.LOOKED:
            held_for = HELD_FOR[method(self.perception.looked(pair, contact))]
            self.ocean.judge(row, pair, contact, held_for)
        elif code in SIGHTINGS:
            if code != s.CLEARED and not self.ocean.holds(pair, contact):  # a clearance ends the contact
                return
            prizes = self.prizes if code == s.CONTACT else None
            if prizes is not None and prizes.word.recognised(row, other, pair, contact):
                method, code = agent.on_classified, s.CLASSIFIED
            elif prizes is not None and prizes.word.unasked(row, other):
                return
            method(self.perception.sight(pair, contact, SIGHTINGS[code]))
        else:
            method(contact)

    def detour(self, decision: Decision) -> None:
        """Land lies between a pursuer and its quarry: around it, or the pursuit fails."""
        f = self.ocean.fleet[decision.row]
        speed = float(f["speed"])
        (a, b), (c, d) = self.ocean.position(decision.row), self.ocean.position(decision.other)
        vx, vy = self.ocean.velocity(decision.other)
        hours = float(intercept(c - a, d - b, vx, vy, speed))
        route = self.ways.way((a, b), (c + vx * hours, d + vy * hours)) if isfinite(hours) else None
        if route is None or len(route) < 2:  # the meeting would be inland: to where the quarry is now
            route = self.ways.way((a, b), (c, d))
        if route is None or hypot(route[-1][0] - a, route[-1][1] - b) < s.MEETING:
            self.crew[decision.row].on_unreachable(self.ocean.contact(decision.row, decision.other)[1])
        else:
            self.ocean.chase_via(decision.row, decision.other, route, speed)

    # ---- the end --------------------------------------------------------------------------------

    def take_apart(self) -> None:
        """Free what the model is made of, of which nothing can be asked afterwards, nor of a `Run` of it.

        Its parts hold each other. To leave that to the garbage collector takes twice as long, and five times where
        other processes want the same memory.
        """
        parts = self.clock, self.crew, self.journal, self.post, self.roster, self.voyages
        for one in (*self.crew, *self.roster.commands, *parts, self):
            vars(one).clear()

    # ---- copies ---------------------------------------------------------------------------------

    def __deepcopy__(self, memo: Mapping[int, object]) -> NoReturn:
        raise TypeError(UNIQUE)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(UNIQUE)


UNIQUE = (
    "a model cannot be copied or pickled, since its timers and the compiled core hold places in memory; "
    "make another one with the same arguments and run it to the same time: it goes the same way"
)


def _is_of(agent: Vessel, method: Callable[..., None]) -> bool:
    """Whether a timer is an agent's or a part's of it; the hour of a candidate voyage stays, for the books."""
    owner = getattr(method, "__self__", None)
    return agent in (owner, getattr(owner, "unit", None)) and method.__name__ != "set_out"


def _owner(due: Timer | Event) -> Iterator[str]:
    """The name of whose timer it is; none of one that nobody owns."""
    method = due.what if isinstance(due, Timer) else due.fn and due.fn()
    owner = getattr(method, "__self__", None)
    name = getattr(getattr(owner, "unit", None) or owner, "name", None)
    if isinstance(name, str):
        yield name


def _links(
    holders: Holders,
) -> tuple[Sequence[str], Sequence[Channel], Mapping[int, Originator] | None, Relays | None, Mapping[int, Reading]]:
    """Names, all channels, originators, relays and who reads how, as the post wants them."""
    own = [Channel(k, k, delay) for k, delay in enumerate(holders.report)]
    calls = [Channel(PUBLIC, k, delay) for k, delay in enumerate(holders.distress) if delay is not None]
    cues = holders.terms is None or holders.terms.tasking.cues
    channels = [*own, *calls, *holders.channels]
    return holders.names, channels, holders.originators, holders.relays if cues else None, holders.reading
