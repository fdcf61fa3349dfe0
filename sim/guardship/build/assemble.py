"""The composition root: from a scenario and a seed to a model that is ready to run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf, isfinite
from typing import cast

import numpy as np

from guardship.agents import Attacker, Merchant, Passive, Patrol, PirateGroup, Skiff, Smuggler, Vessel
from guardship.agents.merchant import Handling
from guardship.agents.offenders.hunting import Camp
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.craft import Base, Craft, Rules
from guardship.agents.patrol.replenishment import Cycle, Logistics
from guardship.agents.patrol.searches import Pattern
from guardship.agents.patrol.stations import ANYWHERE, Around, Beat, Escort, Ground, Station
from guardship.agents.patrol.unit import Doctrine
from guardship.build.cyber import intrusions
from guardship.build.fields import Fishery
from guardship.build.fleet import (
    LOW,
    Squad,
    Yard,
    child_ids,
    group_id,
    muster,
    uniforms,
)
from guardship.build.law import lay_down
from guardship.build.limits import speeds
from guardship.build.pacts import ashore, guard, home_port, posts, recalls
from guardship.build.pirates import anchorages, candidates, chance, tactics
from guardship.build.sensors import suite
from guardship.build.sharing import Links, holders
from guardship.build.smugglers import Crossing, blow, departures, hold, passage, raid, sorties
from guardship.build.tasking import command, terms
from guardship.build.theatre import METRES, Stage
from guardship.build.timeline import AGES, exercises, improvements, interoperability, sensors_at, surges, suspensions
from guardship.build.tips import tips
from guardship.core.draws import Purpose
from guardship.core.ocean import Ocean
from guardship.scenario import groups as motions
from guardship.scenario import vessels as types
from guardship.scenario.conditions import limits
from guardship.scenario.distributions import AT_ONCE, Constant
from guardship.scenario.schema import Scenario
from guardship.world.attacks import Candidate
from guardship.world.helm import Pilot
from guardship.world.model import PatrolModel

CREWS: Mapping[str, type[Vessel]] = {
    "passive": Passive,
    "merchant": Merchant,
    "patrol": Patrol,
    "aircraft": Patrol,
    "boat": Patrol,
    "pirate": PirateGroup,
    "smuggler": Smuggler,
    "attacker": Attacker,
}
VOYAGES = (motions.Hunt, motions.Smuggle, motions.Strike)


def build(scenario: Scenario, seed: int = 0, agents: Mapping[str, type[Vessel]] | None = None) -> PatrolModel:
    """The model of one run. `agents`: the class to use instead of the built-in one, by the name of a type.

    Raises ValueError when the classes do not fit.
    """
    return Builder(scenario, Stage.of(scenario), seed, agents or {}).model()


class Builder:
    """One build; `stage` may be shared by many. `luck`: another number draws anew what is made of the same traffic."""

    def __init__(
        self, scenario: Scenario, stage: Stage, seed: int, agents: Mapping[str, type[Vessel]], luck: int = 0
    ) -> None:
        self.scenario, self.stage, self.seed = scenario, stage, seed
        self.luck = int(child_ids(np.uint64(seed), np.array([luck]))[0]) if luck else seed
        self.hulls = sorted(scenario.hulls)
        self.nations = {name: k for k, name in enumerate(sorted(scenario.nations))}
        self.crews = self._crews(agents)
        looking = [k.sensors for k in scenario.types.values() if not isinstance(k, types.Merchant)]
        self.improvements, self.surges = improvements(scenario), surges(scenario)
        keys = sorted({tuple(names) for names in looking if names} | self._lookouts() | self._better())
        self.suites = {key: k for k, key in enumerate(keys)}
        self.pilots: dict[int, Pilot] = {}
        self.camps: dict[str, Camp] = {}
        self.squads = muster(scenario, seed, stage.hours)
        self.posts = posts(scenario, self.squads, seed)
        self.ashore = ashore(self.posts, scenario)
        self.yard = Yard(stage, self.squads, seed, self.suites)

    def _lookouts(self) -> set[tuple[str, ...]]:
        return {(k.lookout,) for k in self.scenario.types.values() if isinstance(k, types.Merchant) and k.lookout}

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

    def _crews(self, agents: Mapping[str, type[Vessel]]) -> dict[str, type[Vessel]]:
        crews = {name: CREWS[kind.role] for name, kind in self.scenario.types.items()}
        for name, crew in agents.items():
            if name not in crews:
                raise ValueError(f"agents: no type {name!r} in {self.scenario.name!r}; there are {sorted(crews)}")
            base = crews[name]
            if base is Passive:
                base = Vessel
            if not (isinstance(crew, type) and issubclass(crew, base)):
                raise ValueError(f"agents: want a subclass of {base.__name__} for type {name!r}, got {crew!r}")
            crews[name] = crew
        return crews

    def model(self) -> PatrolModel:
        """Put everything together."""
        stage, scenario, yard = self.stage, self.scenario, self.yard
        yard.fill(self.nations)
        self._tune()
        in_port = [row for squad in self.squads for row, on_station, _ in self._turns(squad) if not on_station]
        yard.starts[in_port] = np.nan  # they put to sea when their turn comes
        states, environment = stage.climate.states, stage.climate.environment(self.seed)
        fishery = Fishery(stage, yard, self.seed)
        hulls = self.hulls + fishery.hulls
        suites = [suite(scenario, key, hulls, states, len(self.hulls)) for key in self.suites]
        alarms = fishery.alarms(self.squads)
        ocean = Ocean(
            yard.fleet,
            suites,
            len(hulls),
            environment,
            seed=self.seed,
            luck=self.luck,
            starts=yard.starts,
            pool=yard.pool,
            areas=[stage.ring(name) for name in stage.area_names],
            coast=stage.coast_grid,
            scale=stage.plane.scale,
            holders=len(holders(scenario)),
        )
        window = (scenario.time.warm_up, scenario.time.warm_up + scenario.time.measure)
        model = PatrolModel(
            ocean,
            names=yard.names,
            hulls=hulls,
            seed=self.seed,
            environment=states,
            way=stage.way,
            dry=stage.dry,
            window=window,
        )
        self._establish(model)
        lay_down(model, scenario, stage)
        model.interoperability = interoperability(scenario)
        model.kinds, model.speeds = self._kinds(), speeds(scenario)
        model.man(self._man(model))
        command(scenario, stage, model)
        for name, k in self.nations.items():
            own = scenario.nations[name]
            model.commands[k].preempts, model.commands[k].ahead = own.preempts, inf if own.ahead is None else own.ahead
        for squad in self.squads:
            self._schedule(model, squad)
        exercises(stage, self.squads, self.seed, model)
        guard(model, scenario, stage, self.posts)
        recalls(model, scenario, stage, self.squads)
        tips(model, stage, self.seed)
        intrusions(model, stage, self.seed)
        fields = fishery.make(self.crews, suites, len(states))
        model.clutter.fields.extend(fields)
        for watch in fishery.watches(model, fields, environment):
            model.clutter.watch(watch, float(yard.starts[watch.row]))
        for alarm in alarms:
            name = f"{fields[alarm.field].name}/{yard.names[alarm.row]}"
            model.after(alarm.time, model.clutter.alarm, alarm.row, fields[alarm.field], alarm.entity, name)
        return model

    def _establish(self, model: PatrolModel) -> None:
        """The holders, and the channels between them."""
        nations = [self.scenario.nations[name] for name in self.nations]
        centres = [self.scenario.centres[name] for name in sorted(self.scenario.centres)]
        links = Links.of(self.scenario, self.stage.ring)
        heard = [n.distress_delay for n in nations] + [centre.distress_delay for centre in centres]
        reports = [n.report_delay.quantile for n in nations] + [AT_ONCE.quantile] * len(centres)  # of tips
        calls = [None if delay is None else delay.quantile for delay in heard]
        model.establish(
            holders(self.scenario),
            reports,
            calls,
            links.channels,
            links.originators,
            terms(self.scenario),
            links.clearance,
        )
        model.negative_searches = self.scenario.sharing is not None and self.scenario.sharing.negative_searches
        ends = [(edge.sender, edge.receiver) for edge in links.channels]
        for cut in (*links.cuts, *suspensions(self.scenario, ends)):
            if cut.begin < self.stage.hours:
                model.after(cut.begin, model.close, cut.sender, cut.receiver, cut.lost)
            if cut.end < self.stage.hours:
                model.after(cut.end, model.reopen, cut.sender, cut.receiver, cut.lost)

    def _tune(self) -> None:
        """How long clearances last; sensors that are off at the start."""
        f = self.yard.fleet
        for squad in self.squads:
            for k, row in enumerate(squad.rows):
                if squad.group.nation is not None:
                    lasts = self.scenario.nations[squad.group.nation].clearances_last
                    f["patience"][[row, *squad.boats[k]]] = lasts
            if squad.group.sensors is not None:
                f["suite"][list(squad.rows)] = -1

    # ---- crews ----------------------------------------------------------------------------------

    def _man(self, model: PatrolModel) -> list[Vessel]:
        crew: list[Vessel | None] = [None] * len(self.yard.names)
        for squad in self.squads:
            draws = (
                uniforms(self.seed, what, squad.ids).tolist()
                for what in (Purpose.GUARDS, Purpose.CITADEL, Purpose.FLAG)
            )
            luck = list(zip(*draws, strict=True))
            for k, row in enumerate(squad.rows):
                kind = self.scenario.types[squad.types[k]]
                boats = self._carried(model, squad, k)
                for boat, agent in zip(squad.boats[k], boats, strict=True):
                    crew[boat] = agent
                crew[row] = self._agent(model, squad, row, kind, self.crews[squad.types[k]], luck[k], boats)
        return [agent for agent in crew if agent is not None]

    def _kinds(self) -> list[str]:
        """The type of each vessel by row; skiffs have that of their group."""
        kinds = [""] * len(self.yard.names)
        for squad in self.squads:
            for row, kind, boats, carried in zip(squad.rows, squad.types, squad.boats, squad.boat_types, strict=True):
                kinds[row] = kind
                for boat, own in zip(boats, carried or [kind] * len(boats), strict=True):
                    kinds[boat] = own
        return kinds

    def _make(self, crew: type[Vessel], model: PatrolModel, row: int, *args: object) -> Vessel:
        pilot = self.pilots.get(row) or model.pilot(row)
        return crew(model, self.yard.names[row], pilot, pilot, *args)

    def _carried(self, model: PatrolModel, squad: Squad, k: int) -> list[Vessel]:
        """The crews of what the k-th ship of a squad carries: skiffs, or aircraft and boats with the ship as deck."""
        if not squad.boat_types[k]:
            return [self._make(Skiff, model, boat) for boat in squad.boats[k]]
        deck = self.pilots[squad.first + k] = model.pilot(squad.first + k)
        made: list[Vessel] = []
        for row, name in zip(squad.boats[k], squad.boat_types[k], strict=True):
            kind = self.scenario.types[name]
            assert isinstance(kind, types.Aircraft | types.Boat)
            own, station = self._doctrine(kind, float(self.yard.speed[row]), squad), cast(Station, ANYWHERE)
            if isinstance(kind, types.Aircraft) and kind.patrols is not None:
                station = Around(deck, kind.patrols.radius, kind.patrols.spacing)
            made.append(self._make(self.crews[name], model, row, own, station, Craft(rules(kind), deck)))
        return made

    def _agent(
        self,
        model: PatrolModel,
        squad: Squad,
        row: int,
        kind: types.VesselType,
        crew: type[Vessel],
        luck: Sequence[float],
        boats: Sequence[Vessel],
    ) -> Vessel:
        if isinstance(kind, types.Merchant):
            return self._make(crew, model, row, self._handling(kind, row, *luck))
        if isinstance(kind, types.Patrol):
            own = self._doctrine(kind, float(self.yard.speed[row]), squad)
            carried = [boat for boat in boats if isinstance(boat, Patrol)]
            lowered = [b for b, t in zip(carried, squad.boat_types[row - squad.first], strict=True) if self._floats(t)]
            station, logistics = self._station(squad, row), self._logistics(squad, kind)
            agent = self._make(crew, model, row, own, station, None, Boats(lowered), logistics)
            assert isinstance(agent, Patrol)
            for craft in carried:
                craft.mother = agent
            self._enlist(model, squad, [agent, *(craft for craft in carried if craft not in lowered)])
            return agent
        if isinstance(kind, types.Aircraft):
            own = self._doctrine(kind, float(self.yard.speed[row]), squad)
            assert isinstance(squad.group.motion, motions.Flights)
            base = Base(self.stage.point(squad.group.motion.base))
            agent = self._make(crew, model, row, own, self._station(squad, row), Craft(rules(kind), base))
            assert isinstance(agent, Patrol)
            self._enlist(model, squad, [agent])
            return agent
        if isinstance(kind, types.Pirate):
            own_tactics = tactics(self.scenario, self.stage, self.yard, squad, row)
            camp = self.camps.setdefault(squad.name, Camp())
            model.umpire.chances[row] = chance(kind.attacks.boards)
            model.umpire.anchorages[row] = anchorages(self.stage, squad)
            return self._make(crew, model, row, own_tactics, boats, model.umpire, camp)
        if isinstance(kind, types.Smuggler):
            model.umpire.holds[row] = hold(kind)
            own_passage = passage(self.scenario, self.stage, self.yard, squad, row, luck[2])
            return self._make(crew, model, row, own_passage, model.umpire)
        if isinstance(kind, types.Attacker):
            assert isinstance(squad.group.motion, motions.Strike)
            model.umpire.chances[row] = chance(kind.succeeds)
            model.umpire.blows[row] = blow(kind, squad.group.motion, self.stage)
            own_raid = raid(self.scenario, self.stage, self.yard, squad, row)
            return self._make(crew, model, row, own_raid, model.umpire)
        return self._make(crew, model, row)

    def _handling(self, kind: types.Merchant, row: int, guards: float, citadel: float, flag: float) -> Handling:
        """How a merchant behaves, from three uniform numbers of its own."""
        speed, own = float(self.yard.speed[row]), float(self.yard.own_speed[row])
        return Handling(
            speed,
            kind.evades.faster + (own - speed) if kind.evades else 0.0,
            kind.freeboard * METRES,
            guards < kind.guarded,
            citadel < kind.citadel,
            kind.flag_of(flag),
        )

    def _enlist(self, model: PatrolModel, squad: Squad, units: Sequence[Patrol]) -> None:
        """The command of a nation can task its ships and aircraft; boats are their ships' own."""
        if squad.group.nation is not None:
            model.task(self.nations[squad.group.nation], units)

    def _floats(self, kind: str) -> bool:
        return isinstance(self.scenario.types[kind], types.Boat)

    def _logistics(self, squad: Squad, kind: types.Patrol) -> Logistics | None:
        c, surge = kind.cycle, self.surges.get(squad.name)
        if surge is not None:  # one time at sea, whatever its cycle would be
            at, until = surge[0], AGES if surge[1].until is None else surge[1].until
            stays = Constant(until - at).quantile
            return Logistics(Cycle(stays, Constant(AGES).quantile, self.stage.point(surge[1].port)))
        port = home_port(self.scenario, squad.name) or (c.port if c is not None else None)
        if port is None:
            return None
        place = self.stage.point(port)
        if c is None:  # only in port when it is told to be
            return Logistics(Cycle(Constant(AGES).quantile, AT_ONCE.quantile, place))
        return Logistics(Cycle(c.on_station.quantile, c.away.quantile, place))

    def _doctrine(self, kind: types.Patrol | types.Aircraft | types.Boat, cruise: float, squad: Squad) -> Doctrine:
        lawful = frozenset(k.hull for k in self.scenario.types.values() if isinstance(k, types.Merchant | types.Unit))
        law = self.scenario.law
        own = self.scenario.nations[squad.group.nation].rules if squad.group.nation is not None else None
        rescues = own.rescue.within if own is not None and own.rescue is not None else 0.0
        waits = law is not None and law.waits == "here"
        step = own.force if own is not None else None
        allowed = halting(kind, step) if isinstance(kind, types.Aircraft) else 1.0
        return replace(doctrine(kind, cruise), law_abiding=lawful, waits=waits, rescues=rescues, allowed=allowed)

    def _station(self, squad: Squad, row: int) -> Station:
        """Where a patrol ship goes when it has no task."""
        motion = squad.group.motion
        if isinstance(motion, motions.Escorts):
            return Escort(self.yard.passages[row])
        if isinstance(motion, motions.Roam | motions.Flights):
            return Ground(self.yard.areas[motion.area])
        loop = isinstance(motion, motions.Beats) or (isinstance(motion, motions.Route) and motion.loop)
        return Beat.of(self.yard.beats.get(row, np.zeros((0, 2))).tolist(), loop)

    # ---- timers ---------------------------------------------------------------------------------

    def _schedule(self, model: PatrolModel, squad: Squad) -> None:
        self._programmes(model, squad)
        self._cycles(model, squad)
        for k, row in enumerate(squad.rows if isinstance(squad.group.motion, VOYAGES) else ()):
            voyager = model.crew[row]
            for n, hour in enumerate(self._candidates(squad, k, voyager), 1):
                assert isinstance(voyager, PirateGroup | Smuggler | Attacker)
                model.umpire.timetable.append(Candidate(hour, row, n))
                model.after(hour, voyager.set_out)
        if isinstance(squad.group.motion, motions.Escorts):
            for row in squad.rows:
                agent, start = model.crew[row], float(self.yard.starts[row])
                assert isinstance(agent, Patrol)
                if isfinite(start):  # not in port
                    model.after(start, agent.on_due)
        if isinstance(squad.group.motion, motions.Convoys):
            for k in np.flatnonzero(squad.ordinals & LOW == 0).tolist():  # the first ship of each
                agent = model.crew[squad.first + k]
                if self.yard.escorted.get((squad.name, int(squad.ordinals[k]) >> 32)) is False:
                    assert isinstance(agent, Merchant)
                    model.after(float(self.yard.starts[squad.first + k]), agent.on_unescorted)
        for begin, end in self.stage.rests(squad.group.rests):
            model.after(max(begin, 0.0), model.clutter.begin_rest, squad.rows)
            if end < self.stage.hours:
                model.after(end, model.clutter.end_rest, squad.rows)
        for window in squad.group.sensors or ():
            for k, row in enumerate(squad.rows):
                kind = self.scenario.types[squad.types[k]]
                on = -1 if isinstance(kind, types.Merchant) else self._suite(squad, squad.types[k], window.begin)
                model.after(window.begin, model.ocean.sense, row, on)
                if window.end < inf:
                    model.after(window.end, model.ocean.sense, row, -1)

        for one in self.improvements:
            if one.at < self.stage.hours:
                self._improve(model, squad, one.at)

    def _suite(self, squad: Squad, kind: str, t: float) -> int:
        """What units of a type in a group see with at a time [h]."""
        made = self.scenario.types[kind]
        assert not isinstance(made, types.Merchant)
        return self.suites.get(sensors_at(self.improvements, made.sensors, kind, squad.group.nation, t), -1)

    def _improve(self, model: PatrolModel, squad: Squad, t: float) -> None:
        """From a time on [h] units of a group see with other sensors than before; what is off stays off."""
        windows = squad.group.sensors
        off = windows is not None and not any(window.begin <= t < window.end for window in windows)
        units = [(row, kind, off) for row, kind in zip(squad.rows, squad.types, strict=True)]
        for rows, kinds in zip(squad.boats, squad.boat_types, strict=True):
            units += [(row, kind, False) for row, kind in zip(rows, kinds, strict=False)]
        for row, kind, blind in units:
            if squad.group.nation is None or blind or isinstance(self.scenario.types[kind], types.Merchant):
                continue
            better = self._suite(squad, kind, t)
            if better != self._suite(squad, kind, np.nextafter(t, -1.0)):
                model.after(t, model.ocean.sense, row, better)

    def _candidates(self, squad: Squad, k: int, voyager: Vessel) -> Iterator[float]:
        """When the k-th of a group would make its voyages, if it makes any."""
        motion, hours = squad.group.motion, self.stage.hours
        if isinstance(motion, motions.Hunt) and isinstance(voyager, PirateGroup):
            return candidates(self.scenario, squad, k, voyager, self.seed, hours)
        if isinstance(motion, motions.Smuggle) and isinstance(voyager, Smuggler):
            return departures(squad, k, motion.ashore, self.seed, hours, Crossing(self.stage, voyager))
        if isinstance(motion, motions.Strike) and isinstance(voyager, Attacker):
            kind = self.scenario.types[squad.types[k]]
            assert isinstance(kind, types.Attacker)
            return departures(squad, k, motion.ashore, self.seed, hours, sorties(kind, voyager))
        return iter(())

    def _programmes(self, model: PatrolModel, squad: Squad) -> None:
        """Routine flights: of a base's aircraft by turns, of a ship's at a time of day of its own."""
        motion = squad.group.motion
        for k, row in enumerate(squad.rows):
            if isinstance(motion, motions.Flights):
                u = float(uniforms(self.seed, Purpose.PROGRAMME, np.array([group_id(squad.name)]))[0])
                self._flights(model, row, motion, (k + u) / len(squad.rows))
            for boat, own, name in zip(squad.boats[k], squad.boat_ids[k], squad.boat_types[k], strict=False):
                made = self.scenario.types[name]
                if isinstance(made, types.Aircraft) and made.patrols is not None:
                    u = float(uniforms(self.seed, Purpose.PROGRAMME, np.array([own]))[0])
                    self._flights(model, boat, made.patrols, u)

    def _flights(self, model: PatrolModel, row: int, flown: motions.Flights | types.Patrols, phase: float) -> None:
        unit, t = model.crew[row], flown.every * phase
        assert isinstance(unit, Patrol) and unit.craft is not None
        while t < self.stage.hours:
            due = t if flown.at is None else self.stage.clock(t, flown.at)
            if due >= 0.0:
                model.after(due, unit.craft.on_programme)
            t += flown.every

    def _turns(self, squad: Squad) -> list[tuple[int, bool, float]]:
        """Rows of the ships of a group that replenish; whether each begins on station, and for how long [h] it does so.

        They take turns: at the start they are spread evenly over the cycle.
        """
        u = float(uniforms(self.seed, Purpose.PHASE, np.array([group_id(squad.name)]))[0])
        turns = []
        if squad.name in self.surges:
            return [(row, False, self.surges[squad.name][0]) for row in squad.rows]
        for k, row in enumerate(squad.rows):
            kind = self.scenario.types[squad.types[k]]
            if row in self.ashore:
                turns.append((row, False, inf))
                continue
            if not isinstance(kind, types.Patrol) or kind.cycle is None:
                continue
            station, away = kind.cycle.on_station.quantile(0.5), kind.cycle.away.quantile(0.5)
            at = (k + u) / len(squad.rows) % 1.0 * (station + away)
            turns.append((row, at < station, (station if at < station else station + away) - at))
        return turns

    def _cycles(self, model: PatrolModel, squad: Squad) -> None:
        """When each ship of a group first leaves its station or its port."""
        for row, on_station, hours in self._turns(squad):
            unit, start = model.crew[row], float(squad.starts[row - squad.first])
            assert isinstance(unit, Patrol) and unit.logistics is not None
            if on_station:
                model.after(start + hours, unit.logistics.on_due, 0)
            elif hours == inf:
                unit.ashore = True
                unit.logistics.stay_in_port()
            else:
                unit.logistics.begin_in_port()
                model.after(start + hours, unit.logistics.on_ready)


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
        team=team(kind.boarding) if isinstance(kind, types.Patrol) and kind.boarding else None,
        stops=halting(kind, None) if isinstance(kind, types.Aircraft) else 0.0,
        shadows=kind.shadows,
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
    )
