"""Tips of a scenario: what each source hears of the voyages that the seed plans, and what it makes up."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import NormalDist
from typing import final

from guardship.agents.interfaces import Point
from guardship.build.fleet import arrivals, group_id
from guardship.build.recognition import tipped
from guardship.build.sharing import holders
from guardship.build.theatre import Theatre
from guardship.core.draws import Purpose
from guardship.intelligence.tips import Rumour, along
from guardship.scenario.tips import Tip
from guardship.world.model import World
from guardship.world.voyages import Candidate

ANNOUNCED, LEAD, EAST, NORTH, EXPIRES, OUT, GROUND = range(7)  # what is drawn for each voyage and source
MADE_UP_FROM = 1 << 20  # the ordinals of voyages that nobody plans
NORMAL = NormalDist()


@final
@dataclass(frozen=True)
class Informant:
    """One source. All its draws are named by itself, the vessel and the ordinal of the voyage."""

    world: World
    theatre: Theatre
    seed: int
    name: str
    tip: Tip

    def entity(self, row: int) -> int:
        """Of the source and a vessel, in draws."""
        return self.world.ocean.id(row) ^ int(group_id(f"tip {self.name}"))

    def u(self, row: int, ordinal: int, question: int) -> float:
        """A uniform number."""
        return self.world.ocean.uniform(Purpose.TIP_TOLD, self.entity(row), ordinal * 8 + question)

    def hears_of(self, one: Candidate) -> bool:
        """Whether it hears of a voyage at all."""
        lot = Purpose.TIP_TOLD, self.entity(one.row), one.ordinal * 8 + ANNOUNCED
        return self.world.ocean.decide(*lot, self.tip.probability, at=one.time)

    def rumours(self) -> Iterator[tuple[Rumour, Candidate | None]]:
        """What it hears, each with the voyage that it is about, and what it makes up."""
        own = (agent for agent in self.world.crew if agent.voyager is agent)
        names = sorted(agent.name for agent in own if agent.name.partition("/")[0] in self.tip.about)
        rows = [self.world.crew.rows[name] for name in names]
        for candidate in self.world.voyages.timetable:
            if candidate.row in rows and self.hears_of(candidate):
                yield self.rumour(candidate.row, candidate.ordinal, candidate.time), candidate
        lot = group_id(f"false tip {self.name}")
        ordinals, times = arrivals(self.seed, lot, self.tip.false * 24.0, self.theatre.hours)
        for ordinal, t in zip(ordinals.tolist() if rows else (), times.tolist(), strict=False):
            k = (ordinal >> 32 << 14) + (ordinal & 0x3FFF)
            row = rows[int(self.world.ocean.uniform(Purpose.TIP_MADE_UP, int(lot), k) * len(rows))]
            n = MADE_UP_FROM + k
            yield self.rumour(row, n, t + self.tip.lead.quantile(self.u(row, n, LEAD))), None

    def rumour(self, row: int, ordinal: int, planned: float) -> Rumour:
        """What is said of a voyage that is planned for a time [h]."""
        way, speed = self.way(row, ordinal)
        out = min(self.tip.out.quantile(self.u(row, ordinal, OUT)), sum(_lengths(way)))
        x, y = along(way, out)
        dx, dy = (self.tip.error * NORMAL.inv_cdf(self.u(row, ordinal, axis)) for axis in (EAST, NORTH))
        due = planned + out / speed
        until = due + self.tip.expires.quantile(self.u(row, ordinal, EXPIRES))
        heard = max(planned - self.tip.lead.quantile(self.u(row, ordinal, LEAD)), 0.0)
        key = self.entity(row)
        hull = self.world.perception.hull(row)
        chances = tipped(self.theatre.scenario, self.world.crew.names[row].partition("/")[0])
        return Rumour(key, ordinal, heard, x + dx, y + dy, self.tip.error, due, until, hull, chances)

    def way(self, row: int, ordinal: int) -> tuple[list[Point], float]:
        """Where a voyage leads from base to destination, as it is planned, and its cruising speed [kn].

        A group that chooses its ground by what it meets has not chosen yet: the source names one by lot.
        """
        voyager = self.world.crew.voyager(row)
        assert voyager is not None
        points = voyager.way(ordinal, self.u(row, ordinal, GROUND))
        way = [points[0]]
        for p, q in pairwise(points):
            way += self.theatre.way(*p, *q) or [q]
        return way, voyager.cruise


def _lengths(way: list[Point]) -> Iterator[float]:
    return (hypot(c - a, d - b) for (a, b), (c, d) in pairwise(way))


def tips(world: World, theatre: Theatre, seed: int) -> None:
    """Set the timers of all tips that are given before the end of the run and before they have expired."""
    number = {name: k for k, name in enumerate(holders(theatre.scenario))}
    for name in sorted(theatre.scenario.tips):
        tip = theatre.scenario.tips[name]
        for rumour, candidate in Informant(world, theatre, seed, name, tip).rumours():
            if rumour.heard < min(theatre.hours, rumour.until):
                world.after(rumour.heard, world.tips.give, rumour, [number[to] for to in tip.to], candidate)
