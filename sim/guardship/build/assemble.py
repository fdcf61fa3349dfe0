"""From a scenario and a seed to all that a world is made of: vessels, agents, timers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from math import inf, isfinite
from typing import cast

import numpy as np

from guardship.agents.drills import Exercise
from guardship.agents.merchant import Handling, Merchant
from guardship.agents.offenders.offender import Quantile
from guardship.agents.offenders.skiff import Skiff
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.craft import Base, Craft, Rules
from guardship.agents.patrol.doctrine import Doctrine, Relief
from guardship.agents.patrol.replenishment import Cycle, Logistics
from guardship.agents.patrol.searches import Pattern
from guardship.agents.patrol.stations import ANYWHERE, Around, Beat, Escort, PatrolArea, Station
from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Passive, Vessel
from guardship.build.advisories import Masters, announcements, doubled, services
from guardship.build.clearances import plots
from guardship.build.cyber import intrusions
from guardship.build.dossiers import Keeper, identity_of, kept
from guardship.build.enterprises import strikes, tolls
from guardship.build.fields import Fishery
from guardship.build.fleet import (
    LOW,
    Members,
    Vessels,
    group_id,
    members_of,
    substream_of,
    uniforms,
)
from guardship.build.law import changes
from guardship.build.look_alikes import how_many, look_alikes
from guardship.build.offender import Draft, Offender, aboard
from guardship.build.offenders import OFFENDERS, of_motion
from guardship.build.pacts import alerts, ashore, guards, home_port, posts, recalls
from guardship.build.prizes import prizes
from guardship.build.prizes import rules as about_prizes
from guardship.build.protection import Outfit, Outfitter, doubles, effects
from guardship.build.recogniser import Recogniser
from guardship.build.recognition import signs_of
from guardship.build.sensors import suite
from guardship.build.sharing import Links, RuleOf, holders
from guardship.build.stations import Survey, sweeps
from guardship.build.tasking import chain, comings_and_goings, habits, standing, terms
from guardship.build.theatre import METRES, Theatre
from guardship.build.timeline import (
    AGES,
    calendar,
    exercises,
    improvements,
    interoperability,
    sensors_at,
    surges,
    suspensions,
)
from guardship.build.tips import tips
from guardship.build.triage import reading
from guardship.build.trust import leaks
from guardship.core.draws import Purpose
from guardship.core.kernels.state import WANTS_NAMED, Ints
from guardship.core.ocean import Ocean
from guardship.intelligence import Likeness
from guardship.scenario import groups as motions
from guardship.scenario import vessels as types
from guardship.scenario.asked import placed_groups
from guardship.scenario.conditions import limits
from guardship.scenario.distributions import AT_ONCE, Constant
from guardship.scenario.schema import Scenario
from guardship.scenario.voyaging import Voyaging
from guardship.world.advisories import Services
from guardship.world.attacks import Means
from guardship.world.deceit import BadFaith
from guardship.world.dossiers import Keeping
from guardship.world.forfeits import Tolls
from guardship.world.helm import Bridge
from guardship.world.model import Company, Holders, World
from guardship.world.natures import Phases
from guardship.world.prizes import Terms
from guardship.world.roster import Strength
from guardship.world.stations import Method
from guardship.world.voyages import Candidate, Hold

ROLES: Mapping[str, type[Vessel]] = {
    "passive": Passive,
    "merchant": Merchant,
    "patrol": Patrol,
    "aircraft": Patrol,
    "boat": Patrol,
} | {one.role: one.crew for one in OFFENDERS}


def crews_of(scenario: Scenario, agents: Mapping[str, type[Vessel]]) -> dict[str, type[Vessel]]:
    """The class of each type of a scenario, with those of `agents`. Raises ValueError when they do not fit."""
    crews = {name: ROLES[kind.role] for name, kind in scenario.types.items()}
    for name, crew in agents.items():
        if name not in crews:
            raise ValueError(f"agents: no type {name!r} in {scenario.name!r}; there are {sorted(crews)}")
        base = crews[name]
        if base is Passive:
            base = Vessel
        if not (isinstance(crew, type) and issubclass(crew, base)):
            raise ValueError(f"agents: want a subclass of {base.__name__} for type {name!r}, got {crew!r}")
        crews[name] = crew
    return crews


class Builder:
    """One build; `theatre` may be shared by many. `substream`: a number but 0 draws anew what is made of equal traffic.

    Raises ValueError when the classes of `agents` do not fit, or what makes rules of sharing (`rules`) does not.
    """

    def __init__(
        self,
        scenario: Scenario,
        theatre: Theatre,
        seed: int,
        agents: Mapping[str, type[Vessel]],
        substream: int = 0,
        rules: Mapping[str, RuleOf] | None = None,
    ) -> None:
        self.scenario, self.theatre, self.seed = scenario, theatre, seed
        self.substream = substream_of(seed, substream)
        self.hulls = sorted(scenario.hulls)
        self.nations = {name: k for k, name in enumerate(sorted(scenario.nations))}
        self.crews = crews_of(scenario, agents)
        self.habits, self.look_alikes = habits(scenario), look_alikes(theatre)
        signs = theatre.once("signs", lambda: signs_of(scenario, theatre.climate.states, theatre.ring))
        self.signs = None if signs is None else signs.anew()
        self.links = Links.of(scenario, theatre.ring, rules, self.signs)
        looking = [k.sensors for k in scenario.types.values() if not isinstance(k, types.Merchant)]
        self.improvements, self.surges = improvements(scenario), surges(scenario)
        keys = sorted(
            {tuple(names) for names in looking if names}
            | self._lookouts()
            | self._better()
            | doubled(scenario)
            | doubles(scenario)
        )
        self.suites = {key: k for k, key in enumerate(keys)}
        self.bridges: dict[int, Bridge] = {}
        self.all_members = members_of(scenario, seed, theatre.hours)
        self.posts = posts(scenario, self.all_members, seed)
        self.ashore = ashore(self.posts, scenario)
        self.vessels = Vessels(theatre, self.all_members, seed, self.suites)
        self.vessels.fill(self.nations)
        self.effects = cache(partial(effects, scenario.protection))
        self.outfits = self._outfits()
        self.masters = Masters(theatre, self.vessels)
        self._tune()
        in_port = [row for members in self.all_members for row, on_station, _ in self._turns(members) if not on_station]
        self.vessels.starts[in_port] = np.nan  # they put to sea when their turn comes
        self.drafts = self._drafts()
        self.environment = theatre.climate.environment(seed)
        self.fishery = Fishery(theatre, self.vessels, seed)
        self.seen_as = self.hulls + self.fishery.hulls
        states = theatre.climate.states
        own = len(self.hulls)
        self.optics = [
            theatre.once(("suite", key, *self.seen_as), partial(suite, scenario, key, self.seen_as, states, own))
            for key in self.suites
        ]
        self.fields = self.fishery.make(self.crews, self.optics, len(states))
        self.alarms = self.fishery.alarms(self.all_members)
        self.drilled = interoperability(scenario)
        self.identity = identity_of(scenario, states, how_many(theatre))
        seen_as = self.seen_as, len(states), self.identity
        self.recogniser = Recogniser.of(scenario, self.signs, *seen_as) if self.signs else None
        self.keeper = (
            None if self.signs is None or self.identity is None else Keeper(scenario, self.signs, self.identity)
        )
        self.exercises: list[tuple[float, Exercise]] = []
        self.survey = Survey.of(theatre)

    def _lookouts(self) -> set[tuple[str, ...]]:
        return {(k.lookout,) for k in self.scenario.types.values() if isinstance(k, types.Merchant) and k.lookout}

    def _outfits(self) -> dict[int, Outfit]:
        """What each merchant ship has on board, by row; her watch is kept by as many as that says."""
        outfitter, fleet, found = Outfitter(self.scenario, self.seed), self.vessels.fleet, dict[int, Outfit]()
        for members in self.all_members:
            made = outfitter.outfits(members.types, members.ids, self.vessels.starts[list(members.rows)])
            for row, name, outfit in zip(members.rows, members.types, made, strict=True):
                if outfit is None:
                    continue
                found[row] = outfit
                lookout = cast(types.Merchant, self.scenario.types[name]).lookout
                if lookout and outfit.protection and self.effects(outfit.protection).watch:
                    fleet["lookout"][row] = self.suites[(lookout, lookout)]
        return found

    def _better(self) -> set[tuple[str, ...]]:
        """What replaced sensors make together."""
        kinds = [(n, k.sensors) for n, k in self.scenario.types.items() if not isinstance(k, types.Merchant)]
        return {
            sensors_at(self.improvements, sensors, name, nation, one.at)
            for name, sensors in kinds
            if sensors
            for nation in self.nations
            for one in self.improvements
        }

    def _drafts(self) -> dict[int, tuple[Offender, Draft]]:
        """All offenders that are to be made, by row."""
        shared: dict[tuple[str, type], object] = {}
        found = {}
        for members in self.all_members:
            known = of_motion(members.group.motion)
            if known is None:
                continue
            flags = uniforms(self.seed, Purpose.FLAG, members.ids).tolist()
            for k, row in enumerate(members.rows):
                found[row] = known, Draft(self.theatre, self.vessels, members, k, self.seed, flags[k], shared)
        return found

    # ---- what a world is made of ----------------------------------------------------------------

    def ocean(self) -> Ocean:
        """The compiled core with all vessels that are known when the run begins."""
        theatre, vessels = self.theatre, self.vessels
        return Ocean(
            vessels.fleet,
            self.optics,
            len(self.seen_as),
            self.environment,
            seed=self.seed,
            substream=self.substream,
            starts=vessels.starts,
            pool=vessels.pool,
            areas=[*map(theatre.ring, theatre.area_names), *(self.survey.rings if self.survey else ())],
            coast=theatre.coast_grid,
            scale=theatre.plane.scale,
            extent=theatre.plane.extent,
            holders=len(holders(self.scenario)),
            signs=self.recogniser.shows if self.recogniser else None,
            natures=self._natures(self.recogniser) if self.recogniser else None,
            plots=plots(self.scenario, self.seen_as, self.look_alikes),
        )

    def _natures(self, recogniser: Recogniser) -> Ints:
        known = {kind: recogniser.nature(kind) for kind in set(self.kinds)}
        return np.array([known[kind] for kind in self.kinds])

    def natures(self) -> dict[int, list[tuple[int, Phases]]]:
        """The vessels of each group of offenders by its leading row, with what they are in the phases of a voyage."""
        found: dict[int, list[tuple[int, Phases]]] = {}
        for members in self.all_members if self.recogniser else ():
            for k, row in enumerate(members.rows if members.first in self.drafts else ()):
                assert self.recogniser is not None
                own, boats = (self.recogniser.phases(members.types[k], skiff) for skiff in (False, True))
                found[row] = [(row, own), *((boat, boats) for boat in members.boats[k])]
        return found

    def holders(self) -> Holders:
        """The holders, and the channels between them."""
        nations = [self.scenario.nations[name] for name in self.nations]
        centres = [self.scenario.centres[name] for name in sorted(self.scenario.centres)]
        heard = [n.distress_delay for n in nations] + [centre.distress_delay for centre in centres]
        return Holders(
            holders(self.scenario),
            [n.report_delay.quantile for n in nations] + [AT_ONCE.quantile] * len(centres),  # of tips
            [None if delay is None else delay.quantile for delay in heard],
            self.links.channels,
            self.links.originators,
            self.links.clearance,
            terms(self.scenario),
            chain(self.scenario),
            standing(self.scenario, self.theatre, self.recogniser),
            self.scenario.sharing is not None and self.scenario.sharing.negative_searches,
            self.habits,
            reading(self.scenario, self.recogniser),
        )

    def keeping(self) -> Keeping | None:
        """How dossiers are kept; None where nobody keeps any."""
        return None if self.keeper is None else self.keeper.keeping()

    def faith(self) -> dict[int, BadFaith]:
        """Who shares dossiers in bad faith, by number of holder."""
        return {} if self.keeper is None else self.keeper.faith()

    def method(self) -> Method | None:
        """How stations are planned; None where everybody keeps his own."""
        if self.survey is None:
            return None
        sought = self.hulls.index(self.survey.given.hull)
        placed = {
            self.vessels.names[row]: (members.group, kind)
            for members in self.all_members
            if members.name in placed_groups(self.scenario)
            for row, kind in zip(members.rows, members.types, strict=True)
        }
        return self.survey.method(placed, sweeps(self.optics, sought, len(self.theatre.climate.states)))

    def holds(self) -> dict[int, Hold]:
        """What offenders carry, by row."""
        made = ((row, known.hold(draft)) for row, (known, draft) in self.drafts.items())
        return {row: hold for row, hold in made if hold is not None}

    def replaced(self) -> dict[int, Quantile]:
        """After how long [h] an offender's crew in custody is replaced, by row."""
        ways = ((row, draft.motion) for row, (_, draft) in self.drafts.items())
        return {row: way.replaced_after.quantile for row, way in ways if isinstance(way, Voyaging)}

    def means(self) -> dict[int, Means]:
        """How offenders attack, by row."""
        made = ((row, known.means(draft)) for row, (known, draft) in self.drafts.items())
        return {row: means for row, means in made if means is not None}

    def tolls(self) -> Tolls | None:
        """What stops take from enterprises; None where there are none."""
        return tolls(self.scenario, {row: draft for row, (_, draft) in self.drafts.items()})

    def prizes(self) -> Mapping[int, Terms] | None:
        """What becomes of ships that are taken; None where they are lost to sight."""
        return prizes(self.scenario, {row: draft for row, (_, draft) in self.drafts.items()})

    def services(self) -> Services | None:
        """How centres warn shipping; None where none does."""
        return services(self.theatre, self.vessels)

    def _tune(self) -> None:
        """How long clearances last, who notes what it passes; sensors that are off at the start."""
        f, notes = self.vessels.fleet, kept(self.scenario)
        wants = WANTS_NAMED if notes is not None and notes.passes is not None else 0
        for members in self.all_members:
            for k, row in enumerate(members.rows):
                if members.group.nation is not None:
                    lasts = self.scenario.nations[members.group.nation].clearances_last
                    f["clears_for"][[row, *members.boats[k]]] = lasts
                    f["wants"][[row, *members.boats[k]]] |= wants
            if members.group.sensors is not None:
                f["suite"][list(members.rows)] = -1

    # ---- crews ----------------------------------------------------------------------------------

    def man(self, world: World) -> Company:
        """The agents of all vessels, which units each nation commands, its pacts, and the exercises."""
        agents = self._agents(world)
        units = {row: agent for row, agent in enumerate(agents) if isinstance(agent, Patrol)}
        self.exercises = exercises(self.theatre, self.all_members, self.seed, units, self.drilled)
        named = {str(unit.name): unit for unit in units.values()}
        pacts = guards(world, self.scenario, self.theatre, self.posts, named)
        return Company(agents, Strength(list(self._strength(units)), pacts), [one for _, one in self.exercises])

    def _strength(self, units: Mapping[int, Patrol]) -> Iterator[tuple[int, Patrol]]:
        """The units that nations can task: ships with their aircraft, and aircraft; boats are their ships' own."""
        for members in self.all_members:
            if members.group.nation is None:
                continue
            for k, row in enumerate(members.rows):
                carried = zip(members.boats[k], members.boat_types[k], strict=False)
                for one in (row, *(boat for boat, kind in carried if not self._floats(kind))):
                    if one in units:
                        yield self.nations[members.group.nation], units[one]

    def _agents(self, world: World) -> list[Vessel]:
        crew: list[Vessel | None] = [None] * len(self.vessels.names)
        for members in self.all_members:
            flags = uniforms(self.seed, Purpose.FLAG, members.ids).tolist()
            for k, row in enumerate(members.rows):
                kind = self.scenario.types[members.types[k]]
                boats = self._carried(world, members, k) if members.boats[k] else []
                for boat, agent in zip(members.boats[k], boats, strict=True):
                    crew[boat] = agent
                crew[row] = self._agent(world, members, row, kind, self.crews[members.types[k]], flags[k], boats)
        return [agent for agent in crew if agent is not None]

    @cached_property
    def kinds(self) -> list[str]:
        """The type of each vessel by row; skiffs have that of their group."""
        kinds = [""] * len(self.vessels.names)
        for members in self.all_members:
            kinds[members.first : members.rows.stop] = members.types
            for k in members.carriers:
                boats = members.boats[k]
                kinds[boats.start : boats.stop] = members.boat_types[k] or [members.types[k]] * len(boats)
        return kinds

    def _make(self, crew: type[Vessel], world: World, row: int, *args: object) -> Vessel:
        return aboard(crew, world, self.vessels.names[row], self.bridges.get(row) or world.bridge(row), *args)

    def _carried(self, world: World, members: Members, k: int) -> list[Vessel]:
        """The crews of what the k-th ship of a group carries: skiffs, or aircraft and boats with the ship as deck."""
        if not members.boat_types[k]:
            return [self._make(Skiff, world, boat) for boat in members.boats[k]]
        deck = self.bridges[members.first + k] = world.bridge(members.first + k)
        made: list[Vessel] = []
        for row, name in zip(members.boats[k], members.boat_types[k], strict=True):
            kind = self.scenario.types[name]
            assert isinstance(kind, types.Aircraft | types.Boat)
            own, station = self._doctrine(kind, float(self.vessels.speed[row]), members), cast(Station, ANYWHERE)
            if isinstance(kind, types.Aircraft) and kind.patrols is not None:
                station = Around(deck, kind.patrols.radius, kind.patrols.spacing)
            made.append(self._make(self.crews[name], world, row, own, station, Craft(rules(kind), deck)))
        return made

    def _agent(
        self,
        world: World,
        members: Members,
        row: int,
        kind: types.VesselType,
        crew: type[Vessel],
        flag: float,
        boats: Sequence[Vessel],
    ) -> Vessel:
        if row in self.drafts:
            known, draft = self.drafts[row]
            return known.make(draft, world, world.bridge(row), crew, boats)
        if isinstance(kind, types.Merchant):
            orders = self.masters.orders(members, row, members.types[row - members.first])
            given = () if orders is None else (orders,)
            return self._make(crew, world, row, self._handling(kind, row, flag), *given)
        if isinstance(kind, types.Patrol):
            own = self._doctrine(kind, float(self.vessels.speed[row]), members)
            carried = [boat for boat in boats if isinstance(boat, Patrol)]
            lowered = [
                b for b, t in zip(carried, members.boat_types[row - members.first], strict=True) if self._floats(t)
            ]
            station, logistics = self._station(members, row), self._logistics(members, kind)
            agent = self._make(crew, world, row, own, station, None, Boats(lowered), logistics)
            assert isinstance(agent, Patrol)
            for craft in carried:
                craft.mother = agent
            return agent
        if isinstance(kind, types.Aircraft):
            own = self._doctrine(kind, float(self.vessels.speed[row]), members)
            assert isinstance(members.group.motion, motions.Flights)
            base = Base(self.theatre.point(members.group.motion.base))
            return self._make(crew, world, row, own, self._station(members, row), Craft(rules(kind), base))
        return self._make(crew, world, row)

    def _handling(self, kind: types.Merchant, row: int, flag: float) -> Handling:
        """How a merchant behaves; `flag`: the uniform number of its flag."""
        speed, own = float(self.vessels.speed[row]), float(self.vessels.own_speed[row])
        outfit = self.outfits[row]
        more = self.effects(outfit.protection)
        return Handling(
            speed,
            (kind.evades.faster + (own - speed) if kind.evades else 0.0) + more.faster,
            kind.freeboard * METRES,
            outfit.guarded,
            outfit.citadel,
            kind.flag_of(flag),
            outfit.protection,
            more.boards,
            more.delays,
        )

    def _floats(self, kind: str) -> bool:
        return isinstance(self.scenario.types[kind], types.Boat)

    def _logistics(self, members: Members, kind: types.Patrol) -> Logistics | None:
        c, surge = kind.cycle, self.surges.get(members.name)
        if surge is not None:  # one time at sea, whatever its cycle would be
            at, until = surge[0], AGES if surge[1].until is None else surge[1].until
            stays = Constant(until - at).quantile
            return Logistics(Cycle(stays, Constant(AGES).quantile, self.theatre.point(surge[1].port), from_port=True))
        port = home_port(self.scenario, members.name) or (c.port if c is not None else None)
        if port is None:
            return None
        place = self.theatre.point(port)
        if c is None:  # only in port when it is told to be
            return Logistics(Cycle(Constant(AGES).quantile, AT_ONCE.quantile, place))
        return Logistics(Cycle(c.on_station.quantile, c.away.quantile, place))

    def _doctrine(self, kind: types.Patrol | types.Aircraft | types.Boat, cruise: float, members: Members) -> Doctrine:
        lawful = frozenset(k.hull for k in self.scenario.types.values() if isinstance(k, types.Merchant | types.Unit))
        law = self.scenario.law
        nation = None if members.group.nation is None else self.scenario.nations[members.group.nation]
        own = None if nation is None else nation.rules
        rescues = own.rescue.within if own is not None and own.rescue is not None else 0.0
        waits = law is not None and law.waits == "here"
        step = own.force if own is not None else None
        allowed = halting(kind, step) if isinstance(kind, types.Aircraft) else 1.0
        own_eyes = doctrine(kind, cruise)
        least = types.RECOGNISES if isinstance(kind, types.Boat) else kind.recognises
        judge = self.recogniser.judge(members.group.nation or "", kind.sensors) if self.recogniser else None
        asks = self.recogniser.inquiries if self.recogniser else ()
        return replace(
            own_eyes,
            likeness=Likeness(least, self.look_alikes, self.habits),
            law_abiding=lawful,
            waits=waits,
            rescues=rescues,
            allowed=allowed,
            judge=judge,
            inquiries=asks,
            prizes=about_prizes(nation),
        )

    def _station(self, members: Members, row: int) -> Station:
        """Where a patrol ship goes when it has no task."""
        motion = members.group.motion
        if isinstance(motion, motions.Escorts):
            return Escort(self.vessels.passages[row])
        if isinstance(motion, motions.Roam | motions.Flights):
            return PatrolArea(self.vessels.areas[motion.area])
        loop = isinstance(motion, motions.Beats) or (isinstance(motion, motions.Route) and motion.loop)
        return Beat.of(self.vessels.beats.get(row, np.zeros((0, 2))).tolist(), loop)

    # ---- timers ---------------------------------------------------------------------------------

    def schedule(self, world: World) -> None:
        """Set all timers that are known when the run begins; what is due at one instant happens in this order."""
        scenario, theatre, hours = self.scenario, self.theatre, self.theatre.hours
        ends = [(edge.sender, edge.receiver) for edge in self.links.channels]
        for cut in (*self.links.cuts, *suspensions(scenario, ends)):
            if cut.begin < hours:
                world.after(cut.begin, world.post.close, cut.sender, cut.receiver, cut.lost)
            if cut.end < hours:
                world.after(cut.end, world.post.reopen, cut.sender, cut.receiver, cut.lost)
        changes(world, scenario, theatre)
        comings_and_goings(world, scenario, theatre)
        for members in self.all_members:
            self._schedule(world, members)
        calendar(world, self.exercises, hours)
        alerts(world, scenario, theatre)
        recalls(world, scenario, theatre, self.all_members)
        strikes(world, scenario, theatre)
        tips(world, theatre, self.seed)
        announcements(world, theatre, self.vessels)
        intrusions(world, theatre, self.seed, self.keeper)
        leaks(world, theatre)
        for watch in self.fishery.watches(world, self.fields, self.environment):
            world.fields.watch(watch, float(self.vessels.starts[watch.row]))
        for alarm in self.alarms:
            boats = self.fields[alarm.field]
            name = f"{boats.name}/{self.vessels.names[alarm.row]}"
            world.after(alarm.time, world.fields.alarm, alarm.row, boats, alarm.entity, name)

    def _schedule(self, world: World, members: Members) -> None:
        self._programmes(world, members)
        self._late(world, members)
        self._cycles(world, members)
        for row in members.rows if members.first in self.drafts else ():
            (known, draft), voyager = self.drafts[row], world.crew.voyager(row)
            assert voyager is not None
            for n, hour in enumerate(known.departures(draft, voyager), 1):
                world.voyages.expect(Candidate(hour, row, n))
                world.after(hour, voyager.set_out)
        if isinstance(members.group.motion, motions.Escorts):
            for row in members.rows:
                agent, start = world.crew[row], float(self.vessels.starts[row])
                assert isinstance(agent, Patrol)
                if isfinite(start):  # not in port
                    world.after(start, agent.on_due)
        if isinstance(members.group.motion, motions.Convoys):
            for k in np.flatnonzero(members.ordinals & LOW == 0).tolist():  # the first ship of each
                agent = world.crew[members.first + k]
                if self.vessels.escorted.get((members.name, int(members.ordinals[k]) >> 32)) is False:
                    assert isinstance(agent, Merchant)
                    world.after(float(self.vessels.starts[members.first + k]), agent.on_unescorted)
        for begin, end in self.theatre.rests(members.group.rests):
            world.after(max(begin, 0.0), world.rests.begin, members.rows)
            if end < self.theatre.hours:
                world.after(end, world.rests.end, members.rows)
        for window in members.group.sensors or ():
            for k, row in enumerate(members.rows):
                kind = self.scenario.types[members.types[k]]
                on = -1 if isinstance(kind, types.Merchant) else self._suite(members, members.types[k], window.begin)
                world.after(window.begin, world.ocean.sense, row, on)
                if window.end < inf:
                    world.after(window.end, world.ocean.sense, row, -1)

        for one in self.improvements:
            if one.at < self.theatre.hours:
                self._improve(world, members, one.at)

    def _suite(self, members: Members, kind: str, t: float) -> int:
        """What units of a type in a group see with at a time [h]."""
        made = self.scenario.types[kind]
        assert not isinstance(made, types.Merchant)
        return self.suites.get(sensors_at(self.improvements, made.sensors, kind, members.group.nation, t), -1)

    def _improve(self, world: World, members: Members, t: float) -> None:
        """From a time on [h] units of a group see with other sensors than before; what is off stays off."""
        windows = members.group.sensors
        off = windows is not None and not any(window.begin <= t < window.end for window in windows)
        units = [(row, kind, off) for row, kind in zip(members.rows, members.types, strict=True)]
        for rows, kinds in zip(members.boats, members.boat_types, strict=True):
            units += [(row, kind, False) for row, kind in zip(rows, kinds, strict=False)]
        for row, kind, blind in units:
            if members.group.nation is None or blind or isinstance(self.scenario.types[kind], types.Merchant):
                continue
            better = self._suite(members, kind, t)
            if better != self._suite(members, kind, np.nextafter(t, -1.0)):
                world.after(t, world.ocean.sense, row, better)

    def _late(self, world: World, members: Members) -> None:
        """Units of a group that starts later are not there before."""
        for row, start in zip(members.rows, members.starts.tolist(), strict=True):
            unit = world.crew[row]
            if not isinstance(unit, Patrol):
                continue
            begin = start if unit.craft is not None else float(self.vessels.starts[row])  # nan: puts to sea from port
            if begin > 0.0:
                unit.begin_later()
                world.after(begin, unit.on_begin)

    def _programmes(self, world: World, members: Members) -> None:
        """Routine flights: of a base's aircraft by turns, of a ship's at a time of day of its own."""
        motion = members.group.motion
        if isinstance(motion, motions.Flights):
            u = float(uniforms(self.seed, Purpose.PROGRAMME, np.array([group_id(members.name)]))[0])
            for k, row in enumerate(members.rows):
                self._flights(world, row, motion, (k + u) / len(members.rows), float(members.starts[k]))
        for k in members.carriers:
            for boat, own, name in zip(members.boats[k], members.boat_ids[k], members.boat_types[k], strict=False):
                made = self.scenario.types[name]
                if isinstance(made, types.Aircraft) and made.patrols is not None:
                    u = float(uniforms(self.seed, Purpose.PROGRAMME, np.array([own]))[0])
                    self._flights(world, boat, made.patrols, u)

    def _flights(
        self, world: World, row: int, flown: motions.Flights | types.Patrols, phase: float, begin: float = 0.0
    ) -> None:
        unit, t = world.crew[row], flown.every * phase
        assert isinstance(unit, Patrol) and unit.craft is not None
        while t < self.theatre.hours:
            due = t if flown.at is None else self.theatre.clock(t, flown.at)
            if due >= begin:
                world.after(due, unit.craft.on_programme)
            t += flown.every

    def _turns(self, members: Members) -> list[tuple[int, bool, float]]:
        """Rows of the ships of a group that replenish; whether each begins on station, and for how long [h] it does so.

        They take turns: at the start they are spread evenly over the cycle.
        """
        u = float(uniforms(self.seed, Purpose.PHASE, np.array([group_id(members.name)]))[0])
        turns = []
        if members.name in self.surges:
            return [(row, False, self.surges[members.name][0]) for row in members.rows]
        made = {name: self.scenario.types[name] for name in set(members.types)}
        cycles = {name: kind.cycle for name, kind in made.items() if isinstance(kind, types.Patrol) and kind.cycle}
        for k, row in enumerate(members.rows if cycles or self.ashore else ()):
            if row in self.ashore:
                turns.append((row, False, inf))
                continue
            cycle = cycles.get(members.types[k])
            if cycle is None:
                continue
            station, away = cycle.on_station.quantile(0.5), cycle.away.quantile(0.5)
            at = (k + u) / len(members.rows) % 1.0 * (station + away)
            turns.append((row, at < station, (station if at < station else station + away) - at))
        return turns

    def _cycles(self, world: World, members: Members) -> None:
        """When each ship of a group first leaves its station or its port."""
        for row, on_station, hours in self._turns(members):
            unit, start = world.crew[row], float(members.starts[row - members.first])
            assert isinstance(unit, Patrol) and unit.logistics is not None
            if on_station:
                world.after(start + hours, unit.logistics.on_due, 0)
            elif hours == inf:
                unit.ashore = True
                unit.logistics.stay_in_port()
            else:
                unit.logistics.begin_in_port()
                world.after(start + hours, unit.logistics.on_ready)


def doctrine(kind: types.Patrol | types.Aircraft | types.Boat, cruise: float) -> Doctrine:
    """How a type of unit works."""
    if isinstance(kind, types.Boat):
        return Doctrine(
            cruise=cruise, top=kind.speed.max, investigates=0.0, responds=0.0, search_for=0.0, team=team(kind.boarding)
        )
    search = kind.search
    return Doctrine(
        cruise=cruise,
        top=kind.speed.max,
        investigates=kind.investigates.within if kind.investigates else 0.0,
        responds=kind.responds.within if kind.responds else 0.0,
        search_for=search.duration if search else 0.0,
        search_radius=search.radius if search else 0.0,
        search_spacing=(search.spacing or search.radius / 4.0) if search else 0.0,
        search_pattern=Pattern(search.pattern) if search else Pattern.EXPANDING_SQUARE,
        search_led=search.led if search else False,
        team=team(kind.boarding) if isinstance(kind, types.Patrol) and kind.boarding else None,
        stops=halting(kind, None) if isinstance(kind, types.Aircraft) else 0.0,
        shadows=kind.shadows,
        relief=None if kind.relief is None else Relief(kind.relief.asks, kind.relief.fits),
    )


def halting(kind: types.Aircraft, step: str | None) -> float:
    """The chance that an aircraft halts a quarry by force up to a step, None: any. `stops` is of warning shots."""
    if kind.force is None:
        return 0.0 if step == "hail" else kind.stops
    by = {"hail": kind.force.hail, "warning_shots": kind.force.warning_shots}
    return by.get(step or "", kind.force.disabling_fire)


def team(board: types.Boarding) -> Team:
    """A boarding team."""
    detaining, releasing = (board.disposes.detained, board.disposes.released) if board.disposes else (AT_ONCE, AT_ONCE)
    return Team(
        board.takes.quantile,
        board.succeeds,
        board.finds,
        board.finds_at,
        board.detains,
        limits(board.boards_in),
        detaining.quantile,
        releasing.quantile,
    )


def rules(kind: types.Aircraft | types.Boat) -> Rules:
    """How a craft is used."""
    if isinstance(kind, types.Boat):
        return Rules(AT_ONCE.quantile, turnaround=kind.turnaround, reach=kind.reach, limits=limits(kind.launches_in))
    sorties = kind.sorties
    return Rules(
        sorties.alert.quantile,
        sorties.endurance,
        sorties.reserve,
        sorties.turnaround,
        inf if sorties.a_day is None else sorties.a_day,
        limits=limits(sorties.in_),
        scrambles=sorties.scrambles,
    )
