"""Fields of thousands of innocent boats, and false alarms. Truth: agents never see it.

Of a field only those boats become vessels that race after fish while a unit comes near enough to tell what they are;
harmless-looking ones provoke no decision and are only counted. Chases are a Poisson process in space and time, of rate
rho [1/(nm^2 h)] and mean duration D [h], and keep their place but for an erratic course. A unit that identifies within
R [nm] and makes v [kn] meets new ones at the rate

    rho (pi R^2 + 2 R v D)    [1/h]

the first term from those that begin within R, the second from those under way when the disc sweeps over them. The
unit's candidates come at the greatest rate it can have, keyed by unit and field alone; each is accepted with the ratio
of the rate here and now to the greatest (thinning: Lewis & Shedler 1979): another course moves no candidate of anybody.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, cos, exp, hypot, pi, sin, sqrt
from typing import final

import numpy as np

from guardship.agents.interfaces import Sighting
from guardship.agents.limits import Limits
from guardship.agents.vessel import Vessel
from guardship.core.draws import Purpose
from guardship.core.kernels.polygon import point_in_polygon
from guardship.core.kernels.state import Floats, Records
from guardship.core.ocean import Ocean
from guardship.occurrences import Occurrence
from guardship.reasons import Reason
from guardship.world.custody import Custody
from guardship.world.perception import Perception
from guardship.world.ports import Clock, Crew, Journal, Preyed
from guardship.world.timers import Timer

MOST = 100.0  # mean of a Poisson number that is found by adding up its probabilities
PART = 0.25  # h at most: the parts of a leg in which the boats that are only counted are added up

type Quantile = Callable[[float], float]


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """How suites tell what a boat of a field is, by (suite, state of the environment): within `range` [nm] after a mean
    of 1/`rate` [h]; and how far they can detect it, `reach` [nm]."""

    range: Floats
    rate: Floats
    reach: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Boats in a ring on the plane, whose box is (x0, y0, x1, y1).

    `density` [1/nm^2]; `noted`: share of the harmless ones identified that are passed on as information; `rate` of
    chases [1/(nm^2 h)], of mean length `mean` [h]. `takes`, `speed`: quantile functions; `left`: what is left of a
    chase that is met under way, a function of two uniforms; `pace`: mean speed of the boats [kn]; `vessel`: a row of
    the fleet to copy; `nature`: what they show, a row of the core's table.
    """

    name: str
    kind: str
    ring: Floats
    box: tuple[float, float, float, float]
    area: int
    density: float
    noted: float
    rate: float
    mean: float
    takes: Quantile
    left: Callable[[float, float], float]
    speed: Quantile
    pace: float
    vessel: Records
    nature: int
    crew: type[Vessel]
    limits: Limits
    rests: Sequence[tuple[float, float]]
    sight: Sight
    at_sea: Callable[[float, float], bool]
    near: float
    lingers: float
    lead: float

    def greatest(self, suite: int, top: float) -> float:
        """The greatest rate [1/h] at which a unit can meet chases; its suite is -1 when it can be any."""
        ranges = self.sight.range if suite < 0 else self.sight.range[suite]
        r = float(ranges.max(initial=0.0))
        return self.rate * r * (pi * r + 2.0 * top * self.mean)

    def farthest(self, suite: int, top: float) -> float:
        """No boat appears farther from a unit [nm]."""
        rows = slice(None) if suite < 0 else suite
        ranges, reach = self.sight.range[rows], self.sight.reach[rows]
        return float(np.maximum(ranges, np.minimum(reach, ranges + self.lead * top)).max(initial=0.0))

    def away(self, x: float, y: float) -> float:
        """How far a place is from the box about the area [nm on the plane]."""
        x0, y0, x1, y1 = self.box
        return hypot(max(x0 - x, x - x1, 0.0), max(y0 - y, y - y1, 0.0))

    def contains(self, x: float, y: float) -> bool:
        """Whether a place is in the area and at sea."""
        return bool(point_in_polygon(self.ring, x, y)) and self.at_sea(x, y)


@dataclass(slots=True, eq=False)
class Watch:
    """What a unit may meet of a field: candidates by time [h], with the id of the boat and the ordinal in its name.

    `greatest`: their rate [1/h]; `far`: no boat appears farther away; `top`: its greatest speed, both on the plane.
    """

    row: int
    field: Field
    greatest: float
    far: float
    top: float
    times: Sequence[float]
    ids: Sequence[int]
    ordinals: Sequence[int]
    next: int = 0
    timer: Timer | None = None


@final
class Fields:
    """What fishers do, whoever is there. `boats`: the field of each vessel that comes from one.

    `enlist(vessel, id, speed, name, crew, kind)`: makes one more vessel of the fleet; its row. `preyed`: ships
    under attack.
    """

    def __init__(
        self,
        clock: Clock,
        ocean: Ocean,
        crew: Crew,
        journal: Journal,
        perception: Perception,
        custody: Custody,
        preyed: Preyed,
        enlist: Callable[[Records, int, float, str, type[Vessel], str], int],
        fields: Sequence[Field],
    ) -> None:
        self._clock = clock
        self._ocean = ocean
        self._crew = crew
        self._journal = journal
        self._perception = perception
        self._custody = custody
        self._preyed = preyed
        self._enlist = enlist
        self.fields = tuple(fields)
        self.watches: dict[int, list[Watch]] = {}
        self.boats: dict[int, Field] = {}

    # ---- what a unit meets ----------------------------------------------------------------------

    def watch(self, watch: Watch, start: float) -> None:
        """A unit has candidates; `start`: when it appears [h], nan when it is launched later."""
        self.watches.setdefault(watch.row, []).append(watch)
        self._ocean.launched = self.launched
        if start == start:
            watch.next = bisect_left(watch.times, start)
            self.wait(watch)

    def launched(self, row: int) -> None:
        """A vessel is put on the water: from now on its candidates count."""
        for watch in self.watches.get(row, ()):
            if watch.timer is not None:
                watch.timer.cancel()
            watch.next = bisect_left(watch.times, self._ocean.now)
            self.wait(watch)

    def wait(self, watch: Watch) -> None:
        """For the unit's next candidate: one timer for a unit and field, and none while it is in port."""
        watch.timer = None
        if watch.next < len(watch.times):
            hours = max(watch.times[watch.next] - self._ocean.now, 0.0)
            watch.timer = self._clock.after(hours, self.due, watch)

    def due(self, watch: Watch) -> None:
        """The time of a candidate."""
        watch.timer = None
        ocean = self._ocean
        if not ocean.afloat(watch.row):
            return
        away = watch.field.away(*ocean.position(watch.row)) - watch.far
        if away > 0.0:  # none before it can be there
            watch.next = max(watch.next + 1, bisect_left(watch.times, ocean.now + away / watch.top))
        else:
            self.consider(watch, watch.next)
            watch.next += 1
        self.wait(watch)

    def consider(self, watch: Watch, n: int) -> None:
        """Accept the candidate with the ratio of the rate here and now to the greatest; then there is a boat."""
        ocean, boats, row = self._ocean, watch.field, watch.row
        suite = ocean.suite(row)
        state = ocean.state(row)
        if suite < 0 or boats.limits.why_not(self._perception.environment[state]) is not None:
            return
        r = float(boats.sight.range[suite, state])
        v = hypot(*ocean.velocity(row))
        u = ocean.given(Purpose.FIELD_KEPT, watch.ids[n]) * watch.greatest
        fresh, met = boats.rate * pi * r * r, boats.rate * 2.0 * r * v * boats.mean
        if u >= fresh + met:
            return
        a, b = (ocean.given(Purpose.FIELD_PLACE, watch.ids[n], k) for k in range(2))
        if u < fresh:
            ahead, aside, lead = r * sqrt(a) * cos(2.0 * pi * b), r * sqrt(a) * sin(2.0 * pi * b), 0.0
            hours = boats.takes(ocean.given(Purpose.CHASE_HOURS, watch.ids[n]))
        else:  # at the leading edge of the disc; it has been there for a while, to be detected on the way to it
            aside = r * (2.0 * a - 1.0)
            ahead = sqrt(r * r - aside * aside)
            lead = min(max(float(boats.sight.reach[suite, state]) - r, 0.0), boats.lead * v)
            hours = (
                boats.left(
                    ocean.given(Purpose.CHASE_LEFT, watch.ids[n]), ocean.given(Purpose.CHASE_LEFT, watch.ids[n], 1)
                )
                + lead / v
            )
        x, y = self.place(row, ahead + lead, aside)
        if boats.contains(x, y) and not self.seen_already(watch, *self.place(row, ahead, aside), u < fresh):
            boat = self.appear(boats, watch.ids[n], self.name_of(watch, n), x, y, hours)
            self._journal.note(Occurrence.FIELD_CONTACT, row, boat)

    def name_of(self, watch: Watch, n: int) -> str:
        """The name of a candidate: its field, the unit that meets it, and its ordinal in the unit's stream."""
        ordinal = watch.ordinals[n]
        return f"{watch.field.name}/{self._crew.names[watch.row]}/{ordinal >> 32}.{ordinal & 0xFFFFFFFF}"

    def place(self, row: int, ahead: float, aside: float) -> tuple[float, float]:
        """So many miles ahead of a unit and to its side, on the plane."""
        f = self._ocean.fleet[row]
        vx, vy, scale = float(f["vx"]), float(f["vy"]), float(f["scale"])
        v = hypot(vx, vy)
        cx, cy = (vx / v, vy / v) if v > 0.0 else (1.0, 0.0)
        x, y = self._ocean.position(row)
        return x + scale * (ahead * cx - aside * cy), y + scale * (ahead * cy + aside * cx)

    def seen_already(self, watch: Watch, x: float, y: float, fresh: bool) -> bool:
        """Whether a place lies in the disc of another unit: what begins there is of the first by id, what is under way
        there has been met by the other."""
        ocean = self._ocean
        for row, watches in self.watches.items():
            if row == watch.row or not ocean.afloat(row) or (fresh and ocean.id(row) > ocean.id(watch.row)):
                continue
            a, b = ocean.position(row)
            away = hypot(x - a, y - b)
            for other in watches:
                if other.field is watch.field and away <= other.far and away <= self.range_of(other):
                    return True
        return False

    def range_of(self, watch: Watch) -> float:
        """How far off [nm on the plane] a unit can tell boats here and now."""
        f, state = self._ocean.fleet[watch.row], self._ocean.state(watch.row)
        suite = int(f["suite"])
        return float(watch.field.sight.range[suite, state]) * float(f["scale"]) if suite >= 0 else 0.0

    # ---- boats ----------------------------------------------------------------------------------

    def appear(self, boats: Field, entity: int, name: str, x: float, y: float, hours: float) -> int:
        """A boat of a field becomes a vessel for some hours: an erratic course about where it is."""
        speed = boats.speed(self._ocean.given(Purpose.FIELD_PACE, entity))
        row = self._enlist(boats.vessel, entity, speed, name, boats.crew, boats.kind)
        self.boats[row] = boats
        self._ocean.show(row, boats.nature, -1)
        self._ocean.launch(row, x, y)
        self._ocean.roam(row, boats.area, speed)
        self._clock.after(hours, self.over, row)
        return row

    def over(self, row: int) -> None:
        """The fish are gone: one boat among thousands again, unless somebody is after it or on board."""
        ocean = self._ocean
        if self._custody.stopped(row) or ocean.pursued(row):
            self._clock.after(self.boats[row].lingers, self.over, row)
        else:
            ocean.leave(row)

    # ---- false alarms ---------------------------------------------------------------------------

    def alarm(self, ship: int, boats: Field, entity: int, name: str) -> None:
        """A boat after fish comes close to a merchant ship, and the master calls for help."""
        ocean, crew = self._ocean, self._crew.merchant(ship)
        if not ocean.afloat(ship) or crew is None or ship in self._preyed.prey:
            return
        if crew.alarmed or crew.seized:
            return
        if boats.limits.why_not(self._perception.surroundings(ship)) is not None:
            return
        a = 2.0 * pi * ocean.given(Purpose.FIELD_BEARING, entity)
        x, y = self.place(ship, boats.near * cos(a), boats.near * sin(a))
        if not boats.contains(x, y):
            return
        hours = boats.takes(ocean.given(Purpose.CHASE_HOURS, entity))
        boat = self.appear(boats, entity, name, x, y, hours)
        self._journal.note(Occurrence.FALSE_ALARM, ship, boat, reason=Reason.MISTAKEN)
        crew.raise_alarm(Sighting(0, ocean.now, x, y, 0.0, 0.0, 0.1, "", True))
        self._clock.after(hours, self.calm_down, ship)

    def calm_down(self, ship: int) -> None:
        """The boat has turned away, and nobody else is after the ship."""
        crew = self._crew.merchant(ship)
        if crew is not None and ship not in self._preyed.prey:
            crew.on_contact_lost(0)

    # ---- those that are only counted ------------------------------------------------------------

    def counted(self, row: int, begin: float, end: float, n: int) -> tuple[int, int]:
        """How many a unit has identified in its n-th period, and how many of them it has passed on as information.

        Poisson numbers with the means that are expected, of those that were passed on and of the others.
        """
        means, entity = self.expected(row, begin, end), self._ocean.id(row)
        others, noted = (self._poisson(mean, entity, n << 17 | k << 16) for k, mean in enumerate(means))
        return others + noted, noted

    def _poisson(self, mean: float, entity: int, n: int) -> int:
        parts = max(ceil(mean / MOST), 1)
        uniforms = [self._ocean.given(Purpose.FIELD_COUNT, entity, n | k) for k in range(parts)]
        return sum(poisson(u, mean / parts) for u in uniforms)

    def expected(self, row: int, begin: float, end: float) -> tuple[float, float]:
        """How many harmless-looking boats of the fields a unit is expected to identify in [begin, end] [h].

        First those of which nothing is said, then those that are passed on as information.

        Boats sail any way at their mean speed u: new ones enter the disc at density * 2 R w per hour, w the mean
        relative speed (oracle O18, as the series v (1 + k^2/4 + k^4/64) of k = the slower over the faster), and are
        identified before they leave it with a probability that follows from the length of the chord.
        """
        legs = self._ocean.legs()
        own = legs[legs["row"] == row]
        ends = np.append(own["t"][1:], end).clip(begin, end)
        total, noted = 0.0, 0.0
        for leg, t1 in zip(own, ends, strict=True):
            t0 = max(float(leg["t"]), begin)
            parts = int(np.ceil((t1 - t0) / PART)) if leg["mode"] else 0
            for k in range(parts):
                t = t0 + (k + 0.5) * (t1 - t0) / parts
                x, y = (float(leg[c] + leg[w] * (t - leg["t"])) for c, w in (("x", "vx"), ("y", "vy")))
                v = hypot(float(leg["vx"]), float(leg["vy"]))
                for one in self.fields:
                    seen = self.identified(one, row, x, y, v, t) * (t1 - t0) / parts
                    total += seen * (1.0 - one.noted)
                    noted += seen * one.noted
        return total, noted

    def identified(self, boats: Field, row: int, x: float, y: float, v: float, t: float) -> float:
        """Rate [1/h] at which a unit at (x, y) with v kn identifies harmless-looking boats of a field at t."""
        suite, state = self._ocean.suite(row), self._ocean.state_at(x, y, t)
        here = self._perception.environment[state]
        if suite < 0 or not point_in_polygon(boats.ring, x, y) or boats.limits.why_not(here) is not None:
            return 0.0
        if any(a <= t < b for a, b in boats.rests):
            return 0.0
        r, rate = float(boats.sight.range[suite, state]), float(boats.sight.rate[suite, state])
        fast, slow = max(v, boats.pace), min(v, boats.pace)
        if r <= 0.0 or fast <= 0.0:
            return 0.0
        k = (slow / fast) ** 2
        w = fast * (1.0 + k / 4.0 + k * k / 64.0)
        aside = (np.arange(32) + 0.5) / 32.0
        told = float(np.mean(-np.expm1(-rate * 2.0 * r * np.sqrt(1.0 - aside * aside) / w)))
        return boats.density * 2.0 * r * w * told


def poisson(u: float, mean: float) -> int:
    """The u-quantile of a Poisson number."""
    count, p = 0, exp(-mean)
    while u > p and p > 0.0:
        u -= p
        count += 1
        p *= mean / count
    return count
