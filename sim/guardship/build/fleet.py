"""The vessels of a scenario as rows of the fleet: who they are, when they appear and how they move.

Every number drawn here is keyed by the vessel's stable id of (group, ordinal) and by what it is for, so the order of
the file, other groups and other vessels do not move it. Rows are in the order of (group name, ordinal).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from guardship.agents.patrol.stations import Passage
from guardship.build.convoys import Convoy, lag, passage, rosters, starts
from guardship.build.theatre import Theatre
from guardship.build.transits import convened, hour_of
from guardship.core.draws import Purpose, named
from guardship.core.kernels import state as s
from guardship.core.kernels.philox import fill_children, fill_uniform
from guardship.core.kernels.state import Floats, Records
from guardship.core.ocean import new_fleet
from guardship.core.rings import limits
from guardship.scenario import groups as motions
from guardship.scenario.geometry import FlatPoint, FlatPosition, GeoPoint, GeoPosition
from guardship.scenario.groups import Group
from guardship.scenario.schema import Scenario
from guardship.scenario.vessels import Aircraft, Boat, Merchant, Patrol, Pirate, Unit
from guardship.sea.areas import Area
from guardship.sea.lanes import posts

Ids = NDArray[np.uint64]
DAY = 24.0
MOST_TRIES = 10_000  # of a random place at sea
LOW = 0xFFFFFFFF  # the part of a stream's ordinal that counts within its layer


def group_id(name: str) -> np.uint64:
    """The 64-bit id of a group: of its name alone."""
    return np.uint64(named(name))


def child_ids(parent: np.uint64, ordinals: NDArray[np.int64]) -> Ids:
    """Stable ids of (parent, ordinal)."""
    out = np.empty(len(ordinals), np.uint64)
    fill_children(np.uint64(parent), np.asarray(ordinals, np.int64), out)
    return out


def substream_of(seed: int, substream: int) -> int:
    """What names the draws of all that is made of the traffic of a seed; of substream 0 the seed itself."""
    return int(child_ids(np.uint64(seed), np.array([substream]))[0]) if substream else seed


def uniforms(seed: int, purpose: Purpose, ids: Ids, n: int = 0) -> Floats:
    """A uniform number for each id."""
    out = np.empty(len(ids))
    fill_uniform(seed, int(purpose), ids, n, out)
    return out


def arrivals(seed: int, group: np.uint64, per_day: float, hours: float) -> tuple[NDArray[np.int64], Floats]:
    """Ordinals and times [h] of a Poisson stream.

    Layers of 1, 1, 2, 4, 8 ... a day are added and the last is thinned, so that a denser stream contains a thinner one.
    """
    ordinals, times, done, layer = [], [], 0.0, 0
    while done < per_day:
        rate = 1.0 if layer == 0 else 2.0 ** (layer - 1)
        share = min((per_day - done) / rate, 1.0)
        t, count = np.zeros(0), int(rate * hours / DAY * 1.2 + 40.0)
        own = child_ids(group, np.array([1 << 40 | layer]))[0]
        while not len(t) or t[-1] < hours:
            ks = np.arange(len(t), len(t) + count)
            gaps = -np.log(uniforms(seed, Purpose.ARRIVAL, child_ids(own, ks))) * DAY / rate
            t = np.concatenate([t, (t[-1] if len(t) else 0.0) + np.cumsum(gaps)])
        ks = np.flatnonzero(t < hours)
        kept = ks if share >= 1.0 else ks[uniforms(seed, Purpose.KEEP, child_ids(own, ks)) < share]
        ordinals.append(kept + (np.int64(layer) << 32))
        times.append(t[kept])
        done += rate
        layer += 1
    if not times:
        return np.zeros(0, np.int64), np.zeros(0)
    order = np.argsort(np.concatenate(times), kind="stable")
    return np.concatenate(ordinals)[order], np.concatenate(times)[order]


def timetable(seed: int, group: np.uint64, way: motions.Convoys, hours: float) -> list[Convoy]:
    """The convoys of a group; how many ships is drawn for each."""
    times = starts(way, hours)
    u = uniforms(seed, Purpose.SHIPS, child_ids(group, np.arange(len(times)) | 1 << 41))
    ships = way.ships.quantiles(u)
    return [Convoy(k, start, int(count)) for k, (start, count) in enumerate(zip(times, ships, strict=True))]


def columns(seed: int, group: np.uint64, way: motions.Convoys, hours: float) -> tuple[NDArray[np.int64], Floats]:
    """Ordinals and times [h] of the ships of convoys, one behind the other."""
    ships = [(c.number, j, c.start) for c in timetable(seed, group, way, hours) for j in range(c.ships)]
    number, place, start = (np.array(column) for column in zip(*ships, strict=True)) if ships else np.zeros((3, 0))
    return (number.astype(np.int64) << 32) + place.astype(np.int64), start + place * lag(way)


@dataclass
class Members:
    """The vessels of a group: types, ids and rows.

    `boats[k]`: the rows of what the k-th one carries; `boat_types[k]`: their types, none for the skiffs of pirates.
    """

    name: str
    group: Group
    types: list[str]
    ordinals: NDArray[np.int64]
    ids: Ids
    starts: Floats
    first: int
    boats: list[range] = field(default_factory=list)
    boat_ids: list[Ids] = field(default_factory=list)
    boat_types: list[list[str]] = field(default_factory=list)

    @cached_property
    def names(self) -> list[str]:
        """The name of each: by its ordinal, so that a denser stream leaves the names of a thinner one alone."""
        if self.group.count is not None:
            return [f"{self.name}/{ordinal}" for ordinal in self.ordinals.tolist()]
        return [f"{self.name}/{ordinal >> 32}.{ordinal & LOW}" for ordinal in self.ordinals.tolist()]

    @property
    def rows(self) -> range:
        """Its rows, boats apart."""
        return range(self.first, self.first + len(self.ids))

    @cached_property
    def carriers(self) -> list[int]:
        """Which of them carry something."""
        return [k for k, rows in enumerate(self.boats) if len(rows)]


NOBODY: Ids = np.zeros(0, np.uint64)


def members_of(scenario: Scenario, seed: int, hours: float) -> list[Members]:
    """Who there is, in the order of rows."""
    all_members, row = [], 0
    for name in sorted(scenario.groups):
        group = scenario.groups[name]
        own = group_id(name)
        if group.count is not None:
            ordinals, times = np.arange(group.count), np.zeros(group.count)
        elif group.convoy is not None:
            ordinals, times = columns(seed, own, group.convoy, hours)
        else:
            ordinals, times = arrivals(seed, own, group.per_day or 0.0, hours)
        ids = child_ids(own, ordinals)
        starts = times + group.start.quantiles(uniforms(seed, Purpose.START, ids))
        members = Members(name, group, _types(group, uniforms(seed, Purpose.TYPE, ids)), ordinals, ids, starts, row)
        row += len(ids)
        if not any(isinstance(scenario.types[kind], Patrol | Pirate) for kind in set(members.types)):
            n = len(ids)
            members.boats, members.boat_ids, members.boat_types = [range(row, row)] * n, [NOBODY] * n, [[]] * n
            all_members.append(members)
            continue
        for k, kind in enumerate(members.types):
            made, own_types = scenario.types[kind], []
            if isinstance(made, Patrol) and made.carries:
                own_types = [name for name in sorted(made.carries) for _ in range(made.carries[name])]
                own_ids = carried_ids(ids[k], made.carries)
            elif isinstance(made, Pirate):
                count = int(made.skiffs.count.quantile(float(uniforms(seed, Purpose.BOATS, ids[k : k + 1])[0])))
                own_ids = child_ids(ids[k], np.arange(count))
            else:
                own_ids = NOBODY
            members.boats.append(range(row, row + len(own_ids)))
            members.boat_ids.append(own_ids)
            members.boat_types.append(own_types)
            row += len(own_ids)
        all_members.append(members)
    return all_members


def carried_ids(ship: np.uint64, carries: Mapping[str, int]) -> Ids:
    """Ids of what a ship carries, of (ship, type, ordinal): another type on board changes nobody's draws."""
    ids = [np.zeros(0, np.uint64)]
    for name in sorted(carries):
        kind = child_ids(ship, np.array([int(group_id(name) >> np.uint64(1))]))[0]
        ids.append(child_ids(kind, np.arange(carries[name])))
    return np.concatenate(ids)


def _types(group: Group, u: Floats) -> list[str]:
    names, shares = zip(*group.mix, strict=True)
    if len(names) == 1:
        return [names[0]] * len(u)
    pick = np.searchsorted(np.cumsum(shares)[:-1], u, side="right")
    return [names[k] for k in pick]


class Vessels:
    """Fills the fleet, row by row; keeps the waypoints."""

    def __init__(
        self, theatre: Theatre, all_members: list[Members], seed: int, suites: dict[tuple[str, ...], int]
    ) -> None:
        self.theatre, self.scenario, self.seed, self.suites = theatre, theatre.scenario, seed, suites
        self.all_members = all_members
        count = max((max([q.first + len(q.ids), *(b.stop for b in q.boats)]) for q in all_members), default=0)
        self.fleet: Records = new_fleet(count)
        self.names = [""] * count
        self.starts = np.full(count, np.nan)
        self.speed = np.zeros(count)
        self.own_speed = np.zeros(count)  # what a ship makes that sails slower, in a group or a convoy
        self.passages: dict[int, tuple[Passage, ...]] = {}
        self.escorted: dict[tuple[str, int], bool] = {}  # convoys by group and number: whether a ship goes with them
        self.together: dict[int, tuple[str, float, float]] = {}  # ships of one convoy or group have one name for it
        self.beats: dict[int, Floats] = {}
        self.hulls = sorted(self.scenario.hulls)
        self.areas = {name: k for k, name in enumerate(theatre.area_names)}
        self._pool: list[Floats] = []
        self._points = 0

    @property
    def pool(self) -> Floats:
        """All waypoints."""
        return np.concatenate(self._pool) if self._pool else np.zeros((0, 2))

    def fill(self, nations: dict[str, int]) -> None:
        """Fill in the vessels of all groups."""
        for members in self.all_members:
            self._common(members, nations)
            self._boats(members)
            self._move(members)

    def _u(self, purpose: Purpose, ids: Ids) -> Floats:
        return uniforms(self.seed, purpose, ids)

    def _common(self, members: Members, nations: dict[str, int]) -> None:
        f, rows = self.fleet, np.array(members.rows, np.int64)
        f["id"][rows] = members.ids
        u, kinds = self._u(Purpose.SPEED, members.ids), np.array(members.types)
        for kind in sorted(set(members.types)):
            of = np.flatnonzero(kinds == kind)
            made = self.scenario.types[kind]
            at = rows[of]
            self.own_speed[at] = self.speed[at] = f["speed"][at] = made.speed.cruise.quantiles(u[of])
            f["sig"][at] = self.hulls.index(made.hull)
            if isinstance(made, Merchant):
                f["lookout"][at] = self.suites[(made.lookout,)] if made.lookout else -1
            else:
                f["suite"][at] = self.suites.get(tuple(made.sensors), -1)
            if isinstance(made, Unit):
                self._unit(made, at)
        if members.group.nation is not None:
            holder = nations[members.group.nation]
            f["holder"][rows] = holder
            for boats in members.boats:
                f["holder"][boats.start : boats.stop] = holder
        self.starts[rows] = self._not_on_a_rest(members)
        self.names[members.first : members.first + len(members.names)] = members.names

    def _unit(self, made: Unit, at: "slice | NDArray[np.int64]") -> None:
        """How fast units of a type react, how often they report; whether they fly."""
        f = self.fleet
        f["reaction"][at] = max(made.reaction, 1.0 / 60.0)
        f["replan"][at] = max(made.replan, 1.0 / 60.0)
        if not isinstance(made, Boat):
            f["report"][at] = made.reports_every
        if isinstance(made, Aircraft):
            f["wants"][at] |= s.FLIES

    def _carried(self, members: Members, k: int) -> None:
        """What the k-th ship carries."""
        f, rows, seen = self.fleet, members.boats[k], dict[str, int]()
        speeds = self._u(Purpose.BOAT_SPEED, members.boat_ids[k])
        f["id"][rows.start : rows.stop] = members.boat_ids[k]
        for row, name, u in zip(rows, members.boat_types[k], speeds, strict=True):
            made, one = self.scenario.types[name], slice(row, row + 1)
            assert isinstance(made, Aircraft | Boat)
            f["sig"][row] = self.hulls.index(made.hull)
            f["suite"][row] = self.suites[tuple(made.sensors)]
            self.speed[row] = f["speed"][row] = made.speed.cruise.quantile(float(u))
            self._unit(made, one)
            self.names[row] = f"{members.names[k]}/{name}.{seen.get(name, 0)}"
            seen[name] = seen.get(name, 0) + 1

    def _not_on_a_rest(self, members: Members) -> Floats:
        """When each appears: who is not at sea from the beginning does not put to sea on a day of rest."""
        starts = members.starts.copy()
        for begin, end in self.theatre.rests(members.group.rests):
            starts[(starts > 0.0) & (begin <= starts) & (starts < end)] = end
        return starts

    def _boats(self, members: Members) -> None:
        f = self.fleet
        for k in members.carriers:
            rows, ids, kind = members.boats[k], members.boat_ids[k], self.scenario.types[members.types[k]]
            if members.boat_types[k]:
                self._carried(members, k)
            if not isinstance(kind, Pirate):
                continue
            at = slice(rows.start, rows.stop)
            f["id"][at] = ids
            f["sig"][at] = self.hulls.index(kind.skiffs.hull)
            f["suite"][at] = self.suites.get(tuple(kind.sensors), -1)
            # one speed for the boats of a group: they keep together
            u = float(self._u(Purpose.BOAT_SPEED, members.ids[k : k + 1])[0])
            self.speed[at] = f["speed"][at] = kind.skiffs.speed.quantile(u)
            for j, row in enumerate(rows):
                self.names[row] = f"{members.names[k]}/{j}"

    # ---- motion ---------------------------------------------------------------------------------

    def _move(self, members: Members) -> None:
        motion = members.group.motion
        rows = np.array(members.rows, np.int64)
        if not len(rows):
            return
        if isinstance(motion, motions.Stay):
            x, y = self._posts(motion, members)
            self._put(rows, x, y, s.FREE)
            self.beats |= {int(row): np.array([[x[k], y[k]]]) for k, row in enumerate(rows)}
        elif isinstance(motion, motions.Straight):
            x, y = self._positions(motion.origin, members.ids)
            self._put(rows, x, y, s.ENDLESS)
            self._head(rows, x, y, motion.course.quantiles(self._u(Purpose.HEADING, members.ids)))
        elif isinstance(motion, motions.Bounce):
            self._bounce(members, motion, rows)
        elif isinstance(motion, motions.Roam):
            x, y = self._inside(motion.area, members.ids)
            self._put(rows, x, y, s.ROAMING)
            self.fleet["area"][rows] = self.areas[motion.area]
            self.fleet["leg"][rows] = motion.leg or 0.0
            self.fleet["stops"][rows] = motion.stops or 0.0
        elif isinstance(motion, motions.Route):
            self._route(members, motion, rows)
        elif isinstance(motion, motions.LaneTransit):
            self._lane(members, motion, rows)
        elif isinstance(motion, motions.Beats):
            self._beats(members, motion, rows)
        elif isinstance(motion, motions.Convoys):
            self._convoy(motion, rows)
            for row, ordinal in zip(rows.tolist(), members.ordinals.tolist(), strict=True):
                self.together[row] = members.name, float(ordinal >> 32), motion.speed
        elif isinstance(motion, motions.Escorts):
            self._escorts(motion, rows)
        else:
            self.starts[rows] = np.nan  # their agents put them to sea
            if isinstance(motion, motions.Flights):
                self.fleet["x"][rows], self.fleet["y"][rows] = self.theatre.point(motion.base)

    def _put(self, rows: NDArray[np.int64], x: Floats | float, y: Floats | float, mode: int) -> None:
        f = self.fleet
        f["x"][rows], f["y"][rows], f["mode"][rows] = x, y, mode

    def _head(self, rows: NDArray[np.int64], x: Floats, y: Floats, course: Floats) -> None:
        east, north = self.theatre.heading(x, y, course)
        self.fleet["vx"][rows], self.fleet["vy"][rows] = self.speed[rows] * east, self.speed[rows] * north

    def _posts(self, motion: motions.Stay, members: Members) -> tuple[Floats, Floats]:
        """Where those who stay are."""
        if motion.at is not None:
            return self._positions(motion.at, members.ids)
        assert motion.along is not None
        x, y = posts(self.theatre.line(motion.along), len(members.ids)).T
        return x, y

    def _positions(self, at: str | GeoPosition | FlatPosition, ids: Ids) -> tuple[Floats, Floats]:
        if isinstance(at, str):
            x, y = self.theatre.point(at)
            return np.full(len(ids), x), np.full(len(ids), y)
        flat = np.empty((len(ids), 2))
        todo = np.arange(len(ids))
        for n in range(MOST_TRIES):  # a place on land is drawn again: the n-th try of a vessel is its own
            u, v = (uniforms(self.seed, purpose, ids[todo], n) for purpose in (Purpose.PLACE_X, Purpose.PLACE_Y))
            flat[todo] = self.theatre.flat(np.column_stack([at.x.quantiles(u), at.y.quantiles(v)]))
            todo = todo[self.theatre.coast.on_land(flat[todo, 0], flat[todo, 1])]
            if not len(todo):
                break
        else:
            raise ValueError(f"no place at sea in {MOST_TRIES} tries of a position")
        return flat[:, 0], flat[:, 1]

    def _inside(self, area: str, ids: Ids) -> tuple[Floats, Floats]:
        """Uniform places at sea in an area, by rejection: the n-th try of a vessel is its own."""
        from shapely import contains_xy

        ring = self.theatre.ring(area)
        shape = Area(area, ring).polygon
        low, high = limits(ring)
        size = high - low
        x, y = np.full(len(ids), np.nan), np.full(len(ids), np.nan)
        for n in range(MOST_TRIES):
            todo = np.flatnonzero(np.isnan(x))
            if not len(todo):
                return x, y
            u = low[0] + size[0] * uniforms(self.seed, Purpose.PLACE_X, ids[todo], n)
            v = low[1] + size[1] * uniforms(self.seed, Purpose.PLACE_Y, ids[todo], n)
            good = contains_xy(shape, u, v) & ~self.theatre.coast.on_land(u, v)
            x[todo[good]], y[todo[good]] = u[good], v[good]
        raise ValueError(f"area {area!r} has no sea")

    def _bounce(self, members: Members, motion: motions.Bounce, rows: NDArray[np.int64]) -> None:
        x, y = self._inside(motion.area, members.ids)
        u = self._u(Purpose.HEADING, members.ids)
        course = motion.course.quantiles(u) if motion.course is not None else 2.0 * np.pi * u
        self._put(rows, x, y, s.BOUNCING)
        self._head(rows, x, y, course)
        self.fleet["area"][rows] = self.areas[motion.area]

    def _waypoints(self, points: Floats) -> tuple[int, int]:
        a = self._points
        self._pool.append(points)
        self._points += len(points)
        return a, self._points

    def _circuit(self, points: Floats, loop: bool) -> Floats:
        """The points with the ways around land between them; for a loop back to the first."""
        ends = np.vstack([points, points[:1]]) if loop else points
        way = [points[0]]
        for a, b in pairwise(ends):
            leg = self.theatre.way(*map(float, a), *map(float, b))
            if leg is None:
                raise ValueError(f"no water from {a} to {b}")
            way += [np.array(p) for p in leg]
        return np.array(way)

    def _circle(
        self, rows: NDArray[np.int64], ids: Ids, points: Floats, loop: bool, anywhere: bool, stays: bool
    ) -> None:
        """Rows that follow one route, from its beginning or from anywhere along it; at its end they stay or leave."""
        f = self.fleet
        way = self._circuit(points, loop)
        legs = np.hypot(*np.diff(way, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(legs)])
        at = self._u(Purpose.ALONG, ids) * along[-1] if anywhere else np.zeros(len(rows))
        nxt = np.minimum(np.searchsorted(along, at, side="right"), len(way) - 1)
        x, y = np.interp(at, along, way[:, 0]), np.interp(at, along, way[:, 1])
        # a loop's last point is its first: go on from the one after it
        a, b = self._waypoints(way)
        self._put(rows, x, y, s.ROUTE)
        f["at"][rows], f["end"][rows] = a + nxt, b
        f["loop"][rows] = a + 1 if loop else -1
        f["wants"][rows] |= s.STAYS if not loop and stays else 0

    def _route(self, members: Members, motion: motions.Route, rows: NDArray[np.int64]) -> None:
        points = np.array([self._waypoint(p) for p in motion.points])
        self._circle(
            rows, members.ids, points, motion.loop, motion.start == "random", stays=members.group.count is not None
        )
        self.beats |= dict.fromkeys(map(int, rows), points)

    def _waypoint(self, p: str | GeoPoint | FlatPoint) -> tuple[float, float]:
        if isinstance(p, str):
            return self.theatre.point(p)
        x, y = self.theatre.flat([tuple(p)])[0]
        return float(x), float(y)

    def _lane(self, members: Members, motion: motions.LaneTransit, rows: NDArray[np.int64]) -> None:
        """Tracks are linear in the offset from the middle line: one array for all."""
        lane = self.theatre.lane(motion.lane)
        middle = lane.track(0.0)
        aside = lane.track(1.0) - middle
        u = self._u(Purpose.OFFSET, members.ids)
        offset = motion.spread.quantiles(u) if motion.spread is not None else (u - 0.5) * lane.width
        tracks = middle[None] + offset[:, None, None] * aside[None]
        self._put(rows, tracks[:, 0, 0], tracks[:, 0, 1], s.ROUTE)
        a, _ = self._waypoints(tracks[:, 1:].reshape(-1, 2))
        m = len(middle) - 1
        self.fleet["at"][rows] = a + m * np.arange(len(rows))
        self.fleet["end"][rows] = a + m * (np.arange(len(rows)) + 1)
        if motion.convenes is not None:
            self._convene(members, motion.convenes, rows)

    def _convene(self, members: Members, way: motions.Convenes, rows: NDArray[np.int64]) -> None:
        """Ships that join a group start later, at its speed."""
        joins = self._u(Purpose.JOINS, members.ids) < way.share
        begins = hour_of(self.scenario.time.start, self.theatre.zone)
        starts, speed = convened(way, begins, self.starts[rows], self.own_speed[rows])
        joins &= speed <= self.own_speed[rows]
        self.speed[rows] = self.fleet["speed"][rows] = np.where(joins, speed, self.own_speed[rows])
        for k in np.flatnonzero(joins).tolist():
            self.together[int(rows[k])] = members.name, float(starts[k]), float(speed[k])
        later = starts + way.stagger.quantiles(self._u(Purpose.STAGGER, members.ids))
        self.starts[rows] = np.where(joins, later, self.starts[rows])

    def _convoy(self, motion: motions.Convoys, rows: NDArray[np.int64]) -> None:
        """In a column along the middle of the lane; no ship is slower than her convoy, else she would not be in it."""
        track = self.theatre.lane(motion.lane).track(0.0)
        self._put(rows, track[0, 0], track[0, 1], s.ROUTE)
        self.fleet["at"][rows], self.fleet["end"][rows] = self._waypoints(track[1:])
        self.speed[rows] = self.fleet["speed"][rows] = motion.speed
        self.own_speed[rows] = np.maximum(self.own_speed[rows], motion.speed)

    def _escorts(self, motion: motions.Escorts, rows: NDArray[np.int64]) -> None:
        """Each at the start of its first convoy, on its side; without one at the start of the first of all."""
        of = {name: self.scenario.groups[name].convoy for name in motion.convoys}
        sailings = [
            (name, way, convoy)
            for name, way in sorted(of.items())
            if way is not None
            for convoy in timetable(self.seed, group_id(name), way, self.theatre.hours)
            if convoy.ships > 0
        ]
        sides = {
            side: [
                passage(self.theatre, way, convoy, side * motion.abeam, motion.joined) for _, way, convoy in sailings
            ]
            for side in (1.0, -1.0)
        }
        for name, _, convoy in sailings:
            self.escorted.setdefault((name, convoy.number), False)
        for k, own in enumerate(rosters(sides[1.0], self.speed[rows].tolist())):
            table = sides[1.0 if k % 2 == 0 else -1.0]
            self.passages[int(rows[k])] = tuple(table[j] for j in own)
            self.escorted |= {(sailings[j][0], sailings[j][2].number): True for j in own}
            first = table[own[0] if own else 0].points[0] if table else (0.0, *self._beginning(of))
            self._put(rows[k : k + 1], first[1], first[2], s.FREE)

    def _beginning(self, of: Mapping[str, motions.Convoys | None]) -> tuple[float, float]:
        """Where escorts wait of convoys none of which starts in this run."""
        way = next(way for way in of.values() if way is not None)
        return self.theatre.lane(way.lane).point_at(0.0)

    def _beats(self, members: Members, motion: motions.Beats, rows: NDArray[np.int64]) -> None:
        from guardship.sea.lanes import Lane

        line = Lane(motion.along, self.theatre.line(motion.along), motion.width)
        for k, beat in enumerate(line.beats(len(rows), motion.width)):
            self.beats[int(rows[k])] = beat
            self._circle(rows[k : k + 1], members.ids[k : k + 1], beat, True, True, stays=True)
