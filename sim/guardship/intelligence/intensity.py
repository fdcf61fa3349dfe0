"""A holder's map of where groups are expected, over cells of water: an intensity, groups in each cell, no probability.

How many groups there are nobody knows. What thins an intensity in one cell changes no other cell, so that nothing has
to add up to one again, and several searches count as one of their common effort (Streit 2010; Koopman 1957).

The map is the sum of what was expected beforehand and of one layer for each item of news. All that happens to a map,
drift, fading and search, is linear, so each layer may be carried on by itself: what a later item replaces is gone as if
it had never come. Cells (n,), times h, lengths nm.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm
from scipy.special import ndtr

type Floats = NDArray[np.float64]
type Borders = Sequence[tuple[int, int, float]]

STEPS_KEPT = 4  # lengths of steps whose matrices are kept, each two of n x n: between updates, and to the plan
NOTHING_LEFT = 1e-3  # groups: a layer that expects fewer in all cells together is dropped; far below what moves a ship


@final
@dataclass(frozen=True, eq=False)
class Cells:
    """Squares of a grid over water. `centres` (n, 2), `areas` (n,): of the water in each [nm^2]; `side` [nm].

    `borders`: pairs of neighbours with the length [nm] of water between them.
    """

    centres: Floats
    areas: Floats
    side: float
    borders: Borders = ()

    def __len__(self) -> int:
        return len(self.areas)

    @cached_property
    def even(self) -> Floats:
        """One group that may be anywhere (n,)."""
        return np.asarray(self.areas / self.areas.sum())

    def at(self, x: float, y: float) -> int | None:
        """The cell of a place; None outside of all."""
        off = np.abs(self.centres - (x, y)).max(axis=1)
        k = int(off.argmin())
        return k if off[k] <= 0.5 * self.side else None

    def chances(self, x: float, y: float, sigma: float) -> Floats:
        """The chances (n,) that what is believed at a place, with an error per axis, is in each cell.

        What falls on land or outside of the waters is in none.
        """
        half, spread = 0.5 * self.side, max(sigma, 1e-9 * self.side)
        low, high = self.centres - half, self.centres + half
        parts = ndtr((high - (x, y)) / spread) - ndtr((low - (x, y)) / spread)
        return np.asarray(parts.prod(axis=1) * self.areas / self.side**2)

    def within(self, x: float, y: float, radius: float) -> Floats:
        """The area (n,) [nm^2] of each cell that lies in a disc, water and land alike by their shares."""
        steps = (np.arange(FINE) + 0.5) / FINE - 0.5
        dx = self.centres[:, :1] + self.side * steps - x
        dy = self.centres[:, 1:] + self.side * steps - y
        inside = dx[:, :, None] ** 2 + dy[:, None, :] ** 2 <= radius * radius
        return np.asarray(inside.mean(axis=(1, 2)) * self.areas)

    def moves(self, spread: float, hours: float, rest: Floats | None = None) -> Floats:
        """M (n, n): the chance that a group in a cell is in another after some hours; rows add up to 1, all is water.

        `spread`: the standard deviation per axis [nm] of its place after an hour; that grows with the root of time. In
        the long run a group is anywhere, evenly by area; with `rest` (n,), groups expected in the long run, as that
        says: it goes to where fewer are expected less often, by the ratio of the densities (Metropolis et al. 1953).
        """
        rates, density = np.zeros((len(self), len(self))), (self.even if rest is None else rest) / self.areas
        for a, b, length in self.borders:
            flow = 0.5 * spread * spread * length / self.side
            for here, there in ((a, b), (b, a)):
                fewer = density[there] < density[here]
                rates[here, there] = flow / self.areas[here] * (density[there] / density[here] if fewer else 1.0)
        np.fill_diagonal(rates, -rates.sum(axis=1))
        return np.asarray(expm(hours * rates))


FINE = 16  # points on the side of a cell by which the part of it in a disc is measured: to about one per cent


def drift(now: Floats, rest: Floats, kept: Floats) -> Floats:
    """L <- L0 + exp(-t / tau) M(t) (L - L0): back to what is expected in the long run. `kept`: exp(-t / tau) M(t).

    Where M leaves L0 as it is, this is exp(-t / tau) M L + (1 - exp(-t / tau)) L0, and never below 0. With another M it
    may be: what searches have taken from one cell would spread to cells of which nothing was expected.
    """
    return np.asarray(rest + (now - rest) @ kept)


def searched(now: Floats, effort: Floats) -> Floats:
    """L_c <- L_c exp(-W v t / A_c). `effort`: W v t / A_c of each cell, searched at random."""
    return np.asarray(now * np.exp(-effort))


@final
class Intensity:
    """One holder's map. `rest` (n,): groups expected where nothing is known, L0; `spread` [nm in an hour].

    `forgets` [h]: after which time tau what is known weighs 1 / e. What is expected without news drifts back to L0;
    what news adds drifts anywhere. Layers are rows of one array, for they are carried on together.
    """

    def __init__(self, cells: Cells, rest: Floats, spread: float, forgets: float) -> None:
        self.cells = cells
        self.rest = rest
        self.spread = spread
        self.forgets = forgets
        self.base = rest.copy()
        self.searches: set[Hashable] = set()
        self._rows: dict[Hashable, int] = {}
        self._layers = np.zeros((0, len(cells)))
        self._free: list[int] = []
        self._moves: dict[float, tuple[Floats, Floats]] = {}

    @property
    def expected(self) -> Floats:
        """Groups expected in each cell (n,)."""
        return np.asarray(self.base + self._layers.sum(axis=0))

    @property
    def keys(self) -> Collection[Hashable]:
        """By what there are layers."""
        return self._rows.keys()

    def layer(self, key: Hashable) -> Floats:
        """What one item of news adds (n,). KeyError where there is none."""
        return np.asarray(self._layers[self._rows[key]])

    def drift(self, hours: float) -> None:
        """Time has passed; what is all but gone is dropped."""
        if hours <= 0.0:
            return
        usual, anywhere = self._steps(round(hours, 9))  # what steps of one length differ by is rounding
        self.base = drift(self.base, self.rest, usual)
        self._layers = self._layers @ anywhere  # as `drift`, where nothing is expected in the long run
        left = self._layers.sum(axis=1).tolist()
        for key in [key for key, row in self._rows.items() if left[row] <= NOTHING_LEFT]:
            self.forget(key)

    def _steps(self, hours: float) -> tuple[Floats, Floats]:
        """exp(-t / tau) M of what is expected without news and of news after a step; those used last are kept."""
        found = self._moves.pop(hours, None)
        if found is None:
            kept = float(np.exp(-hours / self.forgets))
            moves = self.cells.moves(self.spread, hours, self.rest), self.cells.moves(self.spread, hours)
            found = kept * moves[0], kept * moves[1]
        self._moves[hours] = found
        if len(self._moves) > STEPS_KEPT:
            del self._moves[next(iter(self._moves))]
        return found

    def searched(self, effort: Floats, search: Hashable = None) -> None:
        """Cells were searched in vain: W v t / A_c (n,). `search`: its name, which counts once; None: of none."""
        if search is not None:
            if search in self.searches:
                return
            self.searches.add(search)
        self.base = searched(self.base, effort)
        self._layers = searched(self._layers, effort)

    def news(self, key: Hashable, weight: float, chances: Floats) -> None:
        """An item of news: a group with a chance `weight`, then in each cell with these chances (n,).

        It takes the place of what was known by the same key. A weight of 0 takes that away.
        """
        layer = weight * chances
        if layer.sum() <= NOTHING_LEFT:
            self.forget(key)
            return
        if key not in self._rows:
            self._rows[key] = self._room()
        self._layers[self._rows[key]] = layer

    def forget(self, key: Hashable) -> None:
        """What was known by a key counts no more."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._layers[row] = 0.0
            self._free.append(row)

    def _room(self) -> int:
        """A row that no layer has."""
        if not self._free:
            there = len(self._layers)
            more = max(there, 16)
            self._layers = np.concatenate([self._layers, np.zeros((more, len(self.cells)))])
            self._free = list(range(there + more - 1, there - 1, -1))
        return self._free.pop()


def stated(cells: Cells, groups: Mapping[int, float] | None, total: float) -> Floats:
    """L0 (n,) of a stated number of groups in all: even by area, or by weights of cells."""
    if not groups:
        return total * cells.even
    shares = np.array([groups.get(k, 0.0) for k in range(len(cells))])
    return np.asarray(total * shares / shares.sum())
