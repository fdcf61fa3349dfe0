"""Fields of boats made ready for a run: rates, candidates of each unit, false alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from guardship.agents.interfaces import Surroundings
from guardship.agents.patrol.unit import Patrol
from guardship.agents.vessel import Vessel
from guardship.build.fleet import Members, Vessels, arrivals, child_ids, group_id, uniforms
from guardship.build.look_alikes import sea_of
from guardship.build.recognition import nature_of_field
from guardship.build.theatre import Theatre
from guardship.core.draws import Purpose
from guardship.core.kernels import state as s
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats, Ints
from guardship.core.ocean import Environment, Suite, new_fleet
from guardship.core.rings import limits as box_of
from guardship.scenario import vessels as types
from guardship.scenario.conditions import limits
from guardship.scenario.days import within
from guardship.scenario.distributions import Distribution
from guardship.scenario.fields import BoatField
from guardship.sea.areas import Area
from guardship.world.fields import Field, Sight, Watch
from guardship.world.model import World

GRID = 256  # points at which the distribution of the length of a chase is taken
MARGIN = 1.05  # the plane's scale is nearer to 1 than that
ALONG = 400  # points at which a passage is looked at


@dataclass(frozen=True, slots=True)
class Alarm:
    """A false alarm that is due: when [h], of which ship, and the id of the boat."""

    time: float
    row: int
    field: int
    entity: int


class Fishery:
    """The fields of one build, in the order of their names."""

    def __init__(self, theatre: Theatre, vessels: Vessels, seed: int) -> None:
        self.theatre, self.vessels, self.seed = theatre, vessels, seed
        self.written = sorted(theatre.scenario.field.items())

    @property
    def hulls(self) -> list[str]:
        """The hull of each field's boats: a signature of its own that always looks suspicious."""
        return [self._type(one).hull for _, one in self.written]

    def _type(self, one: BoatField) -> types.Passive:
        kind = self.theatre.scenario.types[one.type]
        assert isinstance(kind, types.Passive)
        return kind

    def _id(self, name: str) -> np.uint64:
        return group_id(f"field {name}")

    # ---- fields ---------------------------------------------------------------------------------

    def make(self, crews: Mapping[str, type[Vessel]], suites: Sequence[Suite], states: int) -> list[Field]:
        """The fields of a run."""
        return [
            self._field(k, name, one, crews[one.type], suites, states) for k, (name, one) in enumerate(self.written)
        ]

    def _field(
        self, k: int, name: str, one: BoatField, crew: type[Vessel], suites: Sequence[Suite], states: int
    ) -> Field:
        kind, sig = self._type(one), len(self.vessels.hulls) + k
        area = Area(one.area, self.theatre.ring(one.area))
        density = one.boats / sea_of(self.theatre, area)
        takes = one.chases.takes if one.chases else None
        lengths = takes.quantiles((np.arange(GRID) + 0.5) / GRID) if takes else np.zeros(1)
        vessel = new_fleet(1)
        vessel["sig"], vessel["area"] = sig, self.vessels.areas[one.area]
        vessel["suite"] = self.vessels.suites.get(tuple(kind.sensors), -1)
        vessel["leg"] = one.chases.leg if one.chases else 1.0
        return Field(
            name=name,
            ring=area.ring,
            box=tuple(float(x) for corner in box_of(area.ring) for x in corner),  # type: ignore[arg-type]
            area=self.vessels.areas[one.area],
            kind=one.type,
            density=density,
            noted=one.noted,
            rate=density * one.chases.per_boat if one.chases else 0.0,
            mean=float(lengths.mean()),
            takes=takes.quantile if takes else _none,
            left=partial(left, lengths, np.cumsum(lengths)),
            speed=kind.speed.cruise.quantile,
            pace=_mean(kind.speed.cruise),
            vessel=vessel,
            nature=nature_of_field(self.theatre.scenario, name),
            crew=crew,
            limits=limits(one.when),
            rests=self.theatre.rests(one.rests),
            sight=sight(suites, sig, states),
            at_sea=self._afloat,
            near=one.alarms.near if one.alarms else 0.0,
            lingers=one.lingers,
            lead=one.lead,
        )

    def _afloat(self, x: float, y: float) -> bool:
        return not self.theatre.dry(x, y)

    # ---- candidates of units --------------------------------------------------------------------

    def watches(self, world: World, fields: Sequence[Field], env: Environment) -> list[Watch]:
        """What each unit of a nation may meet of each field."""
        found = []
        hours = [Hours.of(boats, env, world.perception.environment) for boats in fields]
        for row, agent in enumerate(world.crew):
            if isinstance(agent, Patrol) and int(self.vessels.fleet["holder"][row]) >= 0:
                for boats, at_work in zip(fields, hours, strict=True):
                    watch = self._watch(row, agent.doctrine.top, boats, at_work)
                    if watch.times:
                        found.append(watch)
        return found

    def _watch(self, row: int, top: float, boats: Field, hours: "Hours") -> Watch:
        suite = int(self.vessels.fleet["suite"][row])
        greatest = boats.greatest(suite, top)
        own = child_ids(np.uint64(self.vessels.fleet["id"][row]), np.array([0]))[0] ^ self._id(boats.name)
        ordinals, times = arrivals(self.seed, own, 24.0 * greatest, self.theatre.hours)
        may = hours.contain(times)
        ordinals, times = ordinals[may], times[may]
        far = MARGIN * boats.farthest(suite, top)
        ids = child_ids(own, ordinals).tolist()
        return Watch(row, boats, greatest, far, MARGIN * top, times.tolist(), ids, ordinals.tolist())

    # ---- false alarms ---------------------------------------------------------------------------

    def alarms(self, all_members: Sequence[Members]) -> list[Alarm]:
        """Which ships would call for help, and when: at a random time of their planned passage through the area."""
        found = []
        for number, (name, one) in enumerate(self.written):
            if one.alarms is None or one.boats == 0:
                continue
            ring, rests = self.theatre.ring(one.area), self.theatre.rests(one.rests)
            for members in all_members:
                ids = members.ids ^ self._id(name)
                for k in np.flatnonzero(uniforms(self.seed, Purpose.ALARM, ids) < one.alarms.per_transit):
                    if isinstance(self.theatre.scenario.types[members.types[k]], types.Merchant):
                        u = float(uniforms(self.seed, Purpose.ALARM_MOMENT, ids[k : k + 1])[0])
                        t = self._inside(members.rows[k], ring, u)
                        if t is not None and within(rests, t) is None:
                            found.append(Alarm(t, members.rows[k], number, int(ids[k])))
        return found

    def _inside(self, row: int, ring: Floats, u: float) -> float | None:
        """When [h] a ship that keeps to its route is at a random point of its way within a ring."""
        f, pool, start = self.vessels.fleet[row], self.vessels.pool, float(self.vessels.starts[row])
        if int(f["mode"]) != s.ROUTE or not np.isfinite(start):
            return None
        way = np.vstack([[f["x"], f["y"]], pool[int(f["at"]) : int(f["end"])]])
        far = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
        at = (np.arange(ALONG) + 0.5) / ALONG * far[-1]
        x, y = np.interp(at, far, way[:, 0]), np.interp(at, far, way[:, 1])
        places = zip(at.tolist(), x.tolist(), y.tolist(), strict=True)
        there = [d for d, a, b in places if point_in_polygon(ring, a, b)]
        if not there:
            return None
        k = int(u * len(there))
        d: float = there[k] + (u * len(there) - k - 0.5) / ALONG * float(far[-1])  # anywhere in the k-th piece
        return start + d / float(f["speed"])


def _none(u: float) -> float:
    return 0.0


def _mean(spread: Distribution) -> float:
    return float(spread.quantiles((np.arange(GRID) + 0.5) / GRID).mean())


def left(lengths: Floats, total: Floats, u: float, v: float) -> float:
    """What is left [h] of a chase that is met under way: a long one is met more often, at any time of it."""
    met = lengths[np.searchsorted(total, u * total[-1])]
    return v * float(met)


def sight(suites: Sequence[Suite], sig: int, states: int) -> Sight:
    """How each suite sees a signature in each state."""
    shape = max(len(suites), 1), states
    ranges, rate, reach = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for k, suite in enumerate(suites):
        for e in range(states):
            told = suite.identifies.get((sig, e))
            reach[k, e] = max((law[sig, e].r for law in suite.laws if (sig, e) in law), default=0.0)
            if told is not None:
                ranges[k, e], rate[k, e] = min(told.r, reach[k, e]), told.rate
    return Sight(ranges, rate, reach)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a field may be at work somewhere: no day of rest, and the right light and weather in some cell.

    `cells[k]`: in how many cells they are right from `times[k]` [h] on, in order of time; `rests`: from, until [h].
    """

    times: Floats
    cells: Ints
    rests: Sequence[tuple[float, float]]

    @classmethod
    def of(cls, boats: Field, env: Environment, states: Sequence[Surroundings]) -> "Hours":
        """Those of a field in an environment of these states."""
        may = np.array([boats.limits.why_not(here) is None for here in states], np.int64)
        change = np.diff(may[env.states], axis=1, prepend=0)
        some = change != 0
        times = env.times[some]
        order = np.argsort(times, kind="stable")
        return cls(times[order], np.cumsum(change[some][order]), boats.rests)

    def contain(self, times: Floats) -> NDArray[np.bool_]:
        """Whether it may be at work at these times [h], the first not before that of the environment."""
        good = np.concatenate([[0], self.cells])[np.searchsorted(self.times, times, side="right")] > 0
        for begin, end in self.rests:
            good &= (times < begin) | (times >= end)
        return good
