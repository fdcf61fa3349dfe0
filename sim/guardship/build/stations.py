"""From the stations section to cells of water, what units may be placed where, and how wide they sweep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import final

import numpy as np
import shapely

from guardship.agents.patrol.boxes import Box, Turns
from guardship.agents.patrol.unit import Patrol
from guardship.agents.planner import Aims, Berth, Weights
from guardship.build.theatre import Theatre
from guardship.coalition.placement import Moves, Terms
from guardship.core.kernels.detection import CUBE, DEFINITE, RINGS
from guardship.core.kernels.state import Floats
from guardship.core.ocean import Law, Suite
from guardship.core.widths import Sees, sweep_width
from guardship.intelligence.intensity import Cells, stated
from guardship.scenario.groups import Flights, Group
from guardship.scenario.stations import Stations
from guardship.sea.areas import Area
from guardship.sea.cells import Squares, squares
from guardship.world.stations import Method


@final
@dataclass(frozen=True, eq=False)
class Survey:
    """The cells of a scenario's waters; `blocks`: those that a flight searches together, each a square of them.

    `first`: the number among the core's areas of the first of them: cells, then blocks.
    """

    given: Stations
    theatre: Theatre
    grid: Squares
    blocks: Sequence[Sequence[int]]
    first: int

    @classmethod
    def of(cls, theatre: Theatre) -> Survey | None:
        """None where no stations are planned or watched."""
        given = theatre.scenario.stations
        if given is None:
            return None
        grid = squares(Area(given.waters, theatre.ring(given.waters)), given.cells, theatre.coast)
        together: dict[tuple[int, int], list[int]] = {}
        for k, (column, row) in enumerate(grid.places):
            together.setdefault((column // given.flights_over, row // given.flights_over), []).append(k)
        return cls(given, theatre, grid, [together[key] for key in sorted(together)], len(theatre.area_names))

    @property
    def rings(self) -> list[Floats]:
        """The areas of the core that come after those of the file."""
        every = [*([k] for k in range(len(self.grid.places))), *self.blocks]
        return [self.grid.ring(members) for members in every]

    def cells(self) -> Cells:
        """The cells of a map."""
        grid = self.grid
        return Cells(grid.centres, grid.areas, grid.side, grid.borders())

    def rest(self, cells: Cells) -> Floats:
        """Groups expected in each cell (n,) where nothing is known; of an area those of its sea that is in the waters.

        Raises ValueError for an area that has no cell.
        """
        expected = self.given.expected
        if not isinstance(expected, Mapping):
            return stated(cells, {}, expected)
        found = np.zeros(len(cells))
        for name in sorted(expected):
            area = Area(name, self.theatre.ring(name)).polygon
            shares = self._shares(area)
            if not shares:
                wanted = f"wanted an area with sea in cells of {self.given.waters}"
                raise ValueError(f"stations.expected.{name}: came {name}, which has none, {wanted}")
            found += stated(cells, shares, expected[name] * self._inside(area))
        return found

    def _inside(self, area: shapely.Geometry) -> float:
        """The share of an area's sea that lies in the waters."""
        sea = shapely.difference(area, self.theatre.coast.land)
        waters = Area(self.given.waters, self.theatre.ring(self.given.waters)).polygon
        return float(shapely.intersection(sea, waters).area / sea.area)

    def _shares(self, area: shapely.Geometry) -> dict[int, float]:
        """How much of an area's sea is in each cell [nm^2]."""
        parts = shapely.area(shapely.intersection(np.array(self.grid.sea, object), area))
        return {k: float(part) for k, part in enumerate(parts) if part > 0.0}

    def method(self, placed: Mapping[str, tuple[Group, str]], widths: Callable[[int, int, float], float]) -> Method:
        """How stations are planned. `placed`: group and type of each unit that is."""
        given, cells = self.given, self.cells()
        within = given.within if given.objective == "respond" else None
        weights = Weights(given.counts.call, given.counts.contact, given.counts.tip)
        by = given.replan.by
        moves = Moves(given.moves.at_most, given.moves.gain)
        return Method(
            cells,
            self.rest(cells),
            given.spreads / 24.0**0.5,
            given.forgets,
            given.replan.every,
            given.updates_every,
            self.theatre.hours,
            Aims(given.replan.every, within, given.moves.at_most, weights),
            None if by == "fixed" else Terms(by, given.rationality or 0.0, moves),
            lambda units: {name: self.berth(units[name], *of) for name, of in placed.items() if name in units},
            widths,
        )

    def berth(self, unit: Patrol, group: Group, kind: str) -> Berth:
        """What could be given to a unit."""
        flies = isinstance(group.motion, Flights)
        members = self.blocks if flies else [[k] for k in range(len(self.grid.places))]
        first = self.first + (len(self.grid.places) if flies else 0)
        turns = Turns()
        boxes = [self._box(first + k, some, turns) for k, some in enumerate(members)]
        return Berth(unit, boxes, members, kind, flies)

    def _box(self, area: int, members: Sequence[int], turns: Turns) -> Box:
        x, y = self.grid.centres[list(members)].mean(axis=0).tolist()
        spread = np.abs(self.grid.centres[list(members)] - (x, y)).max() if len(members) > 1 else 0.0
        return Box(area, (x, y), float(spread) + 0.5 * self.grid.side, self.grid.outline(members), turns)


# ---- sweep widths -------------------------------------------------------------------------------


def sweeps(suites: Sequence[Suite], hull: int, states: int) -> Callable[[int, int, float], float]:
    """W [nm] of a suite of sensors for a hull in a state of the surroundings, at a speed [kn], each worked out once.

    Where anybody identifies the hull, of looks that do: a cell in which something was only detected was not searched in
    vain. The lesser of both widths then; 0 for who identifies nothing. Where nobody does, detection is all there is.
    """
    laws = [[[seen_by(own.get((hull, e), Law())) for own in suite.laws] for e in range(states)] for suite in suites]
    looks = [[suite.identifies.get((hull, e)) for e in range(states)] for suite in suites]
    judged = any(look is not None for by_state in looks for look in by_state)

    def width(suite: int, state: int, speed: float) -> float:
        detected, look = sweep_width(laws[suite][state], speed), looks[suite][state]
        if not judged:
            return detected
        return 0.0 if look is None else min(detected, sweep_width([Sees(rings=((look.r, look.rate),))], speed))

    return cache(width)


def seen_by(law: Law) -> Sees:
    """One law as sweep widths are worked out of it."""
    if law.kind == RINGS:
        return Sees(rings=law.rings)
    if law.kind == CUBE:
        return Sees(cube=law.k, height2=law.h * law.h, r=law.r)
    return Sees(definite=law.r if law.kind == DEFINITE else 0.0)
