"""Tips of a scenario: what each source hears of the voyages that the seed plans, and what it makes up."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import NormalDist
from typing import final

from guardship.agents import Attacker, PirateGroup, Smuggler
from guardship.agents.interfaces import Point
from guardship.agents.offenders.attacker import Raid
from guardship.agents.offenders.smuggler import Passage
from guardship.agents.offenders.tactics import Tactics
from guardship.build.fleet import arrivals, group_id
from guardship.build.sharing import holders
from guardship.build.theatre import Stage
from guardship.core.draws import Purpose
from guardship.intelligence.tips import Rumour, along
from guardship.scenario.tips import Tip
from guardship.world.attacks import Candidate
from guardship.world.model import PatrolModel

ANNOUNCED, LEAD, EAST, NORTH, EXPIRES, OUT, GROUND = range(7)  # what is drawn for each voyage and source
MADE_UP_FROM = 1 << 20  # the ordinals of voyages that nobody plans
NORMAL = NormalDist()


@final
@dataclass(frozen=True)
class Informant:
    """One source. All its draws are named by itself, the vessel and the ordinal of the voyage."""

    model: PatrolModel
    stage: Stage
    seed: int
    name: str
    tip: Tip

    def u(self, row: int, ordinal: int, question: int) -> float:
        """A uniform number."""
        entity = self.model.ocean.id(row) ^ int(group_id(f"tip {self.name}"))
        return self.model.ocean.uniform(Purpose.TIP_TOLD, entity, ordinal * 8 + question)

    def rumours(self) -> Iterator[tuple[Rumour, Candidate | None]]:
        """What it hears, each with the voyage that it is about, and what it makes up."""
        own = [agent for agent in self.model.crew if isinstance(agent, PirateGroup | Smuggler | Attacker)]
        names = sorted(agent.name for agent in own if agent.name.partition("/")[0] in self.tip.about)
        rows = [self.model.rows[name] for name in names]
        for candidate in self.model.umpire.timetable:
            if candidate.row in rows and self.u(candidate.row, candidate.ordinal, ANNOUNCED) < self.tip.probability:
                yield self.rumour(candidate.row, candidate.ordinal, candidate.time), candidate
        lot = group_id(f"false tip {self.name}")
        ordinals, times = arrivals(self.seed, lot, self.tip.false * 24.0, self.stage.hours)
        for ordinal, t in zip(ordinals.tolist() if rows else (), times.tolist(), strict=False):
            k = (ordinal >> 32 << 14) + (ordinal & 0x3FFF)
            row = rows[int(self.model.ocean.uniform(Purpose.TIP_MADE_UP, int(lot), k) * len(rows))]
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
        key = self.model.ocean.id(row) ^ int(group_id(f"tip {self.name}"))
        hull = self.model.hulls[int(self.model.ocean.fleet["sig"][row])]
        return Rumour(key, ordinal, heard, x + dx, y + dy, self.tip.error, due, until, hull)

    def way(self, row: int, ordinal: int) -> tuple[list[Point], float]:
        """Where a voyage leads from base to destination, as it is planned, and its cruising speed [kn].

        A group that chooses its ground by what it meets has not chosen yet: the source names one by lot.
        """
        agent = self.model.crew[row]
        assert isinstance(agent, PirateGroup | Smuggler | Attacker)
        base, there = agent.ends(ordinal)
        via: tuple[Point, ...] = agent.passage.via if isinstance(agent, Smuggler) else ()
        speed = _work(agent).cruise
        if there is None and isinstance(agent, PirateGroup):
            grounds = agent.tactics.grounds
            there = agent.helm.somewhere(grounds[int(self.u(row, ordinal, GROUND) * len(grounds))].area, ordinal)
            a, b = there
            base = base or min(agent.tactics.bases, key=lambda p: hypot(p[0] - a, p[1] - b))
        assert base is not None and there is not None
        way = [base]
        for p, q in pairwise([base, *via, there]):
            way += self.stage.way(*p, *q) or [q]
        return way, speed


def _work(agent: PirateGroup | Smuggler | Attacker) -> Tactics | Passage | Raid:
    if isinstance(agent, PirateGroup):
        return agent.tactics
    return agent.passage if isinstance(agent, Smuggler) else agent.raid


def _lengths(way: list[Point]) -> Iterator[float]:
    return (hypot(c - a, d - b) for (a, b), (c, d) in pairwise(way))


def tips(model: PatrolModel, stage: Stage, seed: int) -> None:
    """Set the timers of all tips that are given before the end of the run and before they have expired."""
    number = {name: k for k, name in enumerate(holders(stage.scenario))}
    for name in sorted(stage.scenario.tips):
        tip = stage.scenario.tips[name]
        for rumour, candidate in Informant(model, stage, seed, name, tip).rumours():
            if rumour.heard < min(stage.hours, rumour.until):
                model.after(rumour.heard, model.sources.tip, rumour, [number[to] for to in tip.to], candidate)
