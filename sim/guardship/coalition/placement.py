"""Where ships and flights are placed by a map of expected groups: how much effort where, which unit in which cell.

The same calculus serves both objectives. Whoever is on a station catches a group in cell c with a chance that depends
on the station and the cell; chances of several units are independent. By effort it is 1 - exp(-W v t / A_c) in the cell
that is searched and 0 elsewhere; by response to calls it is the chance to be there within a stated time, in all cells.
What is left of the map after those who are placed is what the next one is placed by.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, isfinite, log
from typing import final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]
type Lot = Callable[[int, int], float]
"""A uniform number of its own for (unit, option)."""

DIGITS = 9  # significant ones of a gain: what differs less is equal, and parted by lot, not by rounding
EVEN = 12  # decimals of what a move adds, groups: nobody is moved for rounding
BARRED = 1e9  # nm, stands for a station that a unit may not have: farther than any


# ---- effort that can be divided -----------------------------------------------------------------


def divided(expected: Floats, rates: Floats, hours: float) -> Floats:
    """How many hours are best spent in each cell: max sum L_c (1 - exp(-b_c h_c)), sum h_c = hours.

    h_c = max(0, ln(L_c b_c / y)) / b_c, with the marginal gain y equal in all cells that get any (de Guenin 1961; of
    Koopman's exponential detection function). `rates` (n,): b_c = W v / A_c [1/h].
    """
    first = expected * rates  # the gain of the first hour
    found = np.zeros(len(expected))
    if hours <= 0.0 or not (first > 0.0).any():
        return found
    order = np.argsort(-first, kind="stable")
    order = order[first[order] > 0.0]
    logs, per = np.log(first[order]), 1.0 / rates[order]
    level = (np.cumsum(per * logs) - hours) / np.cumsum(per)  # ln y, if the first k cells get some
    k = int(np.flatnonzero(logs > level).max(initial=0))
    found[order] = np.maximum(logs - level[k], 0.0) * per
    return found


# ---- chances of a station -----------------------------------------------------------------------


def by_effort(effort: Floats) -> Floats:
    """Chances (n, n) of stations in each cell: 1 - exp(-W v t / A_c) there, of `effort` (n,); nothing elsewhere."""
    return np.diag(-np.expm1(-effort))


def over(members: Sequence[Sequence[int]], swept: float, areas: Floats) -> Floats:
    """Chances (m, n) of stations over several cells each: `swept`, W v t [nm^2], spread evenly over their water."""
    found = np.zeros((len(members), len(areas)))
    for k, cells in enumerate(members):
        some = list(cells)
        found[k, some] = -np.expm1(-swept / areas[some].sum())
    return found


def by_response(centres: Floats, side: float, reach: float) -> Floats:
    """Chances (n, n) that who is anywhere in a cell is within `reach` [nm] of a call from anywhere in another.

    Of whole squares, land apart; by a grid of POINTS on each side, which differences of place need once.
    """
    dx = centres[:, None, 0] - centres[None, :, 0]
    dy = centres[:, None, 1] - centres[None, :, 1]
    steps = np.arange(1 - POINTS, POINTS) / POINTS * side  # of the difference of two places on one axis
    weights = (POINTS - np.abs(np.arange(1 - POINTS, POINTS))) / POINTS**2
    found = np.zeros(dx.shape)
    for sx, wx in zip(steps, weights, strict=True):
        for sy, wy in zip(steps, weights, strict=True):
            found += wx * wy * ((dx + sx) ** 2 + (dy + sy) ** 2 <= reach * reach)
    return found


POINTS = 8  # on the side of a cell: chances are right to about a hundredth


# ---- whole units --------------------------------------------------------------------------------


@final
@dataclass(frozen=True, eq=False)
class Placeable:
    """A unit to be placed. `name`: the number by which its lots are named; `chances` (m, n): of its m stations.

    `may` (m,): which of them it may have; `sails` (m,): how far it is to each [nm]; `now`: the one that it has, None
    for none of them. `kind`: units of one kind may change places.
    """

    name: int
    chances: Floats
    may: Bools
    sails: Floats
    now: int | None = None
    kind: Hashable = None


@final
@dataclass(eq=False)
class Desk:
    """One who plans: `left` (n,): what is still expected of its map after those whom it knows to be placed.

    `units`: those that it places; `hears`: of which other desks' placements it knows, by their place in a list.
    """

    left: Floats
    units: list[Placeable]
    hears: Collection[int] = ()


@final
@dataclass(frozen=True, slots=True)
class Placement:
    """A unit's station, by its place among those that it has, with what it adds to what is caught."""

    unit: Placeable
    station: int
    gain: float


def rounded(gain: float) -> float:
    """To significant digits: equal gains are equal whatever the order in which they were added up."""
    if gain <= 0.0 or not isfinite(gain):
        return 0.0
    digits = DIGITS - ceil(log(gain, 10.0))
    return round(gain, digits)


def gains(left: Floats, unit: Placeable) -> Floats:
    """What each station (m,) of a unit would add, to what is left of a map; -1 for those that it may not have."""
    return np.where(unit.may, unit.chances @ left, -1.0)


def best(left: Floats, unit: Placeable, lot: Lot) -> tuple[float, float, int] | None:
    """The greatest gain of a unit, the lot and the station of it; None where it may have none."""
    worth = gains(left, unit)
    top = rounded(float(worth.max(initial=-1.0)))
    if not unit.may.any():
        return None
    ties = [k for k in np.flatnonzero(unit.may).tolist() if rounded(float(worth[k])) == top]
    drawn, k = min((lot(unit.name, k), k) for k in ties)
    return top, drawn, k


def greedy(desks: Sequence[Desk], lot: Lot) -> list[Placement]:
    """Place all units, one at a time where it adds most on the map of its own desk.

    Exact for equal units by effort, whose gains are separate and concave (Fox 1966); by response to calls at least
    1 - 1/e of what is best for units that may go anywhere (Nemhauser, Wolsey & Fisher 1978). Desks that hear of each
    other and have the same map do as one would. Ties by lots of (unit, station).
    """
    waiting = [(k, unit) for k, desk in enumerate(desks) for unit in desk.units]
    offers: dict[int, tuple[float, float, int] | None] = {}
    found = []
    while waiting:
        for k, unit in waiting:
            if unit.name not in offers:
                offers[unit.name] = best(desks[k].left, unit, lot)
        waiting = [(k, unit) for k, unit in waiting if offers[unit.name] is not None]
        if not waiting:
            break
        k, unit = min(waiting, key=lambda one: _rank(offers[one[1].name]))
        found.append(_put(desks, k, unit, offers, waiting))
        waiting = [one for one in waiting if one[1] is not unit]
    return found


def _rank(offer: tuple[float, float, int] | None) -> tuple[float, float]:
    assert offer is not None
    return -offer[0], offer[1]


def _put(
    desks: Sequence[Desk],
    k: int,
    unit: Placeable,
    offers: dict[int, tuple[float, float, int] | None],
    waiting: Iterable[tuple[int, Placeable]],
) -> Placement:
    """A unit has its station; whose map that changes thinks again."""
    offer = offers[unit.name]
    assert offer is not None
    told = {k, *(j for j, desk in enumerate(desks) if k in desk.hears)}
    for j in told:
        desks[j].left = desks[j].left * (1.0 - unit.chances[offer[2]])
    for j, other in waiting:
        if j in told:
            offers.pop(other.name, None)
    return Placement(unit, offer[2], offer[0])


def randomised(desks: Sequence[Desk], rationality: float, lot: Lot, luck: Lot) -> list[Placement]:
    """Place all units by quantal response: P(station) is proportional to exp(rationality * gain).

    One after the other by lot, each knowing of those before it what its desk hears. By the Gumbel-max trick: a station
    keeps its luck, of (unit, station), whatever becomes of the others. A rationality of 0: uniform at random.
    """
    waiting = [(k, unit) for k, desk in enumerate(desks) for unit in desk.units if unit.may.any()]
    waiting.sort(key=lambda one: lot(one[1].name, -1))
    found = []
    for k, unit in waiting:
        worth = gains(desks[k].left, unit)
        some = np.flatnonzero(unit.may).tolist()
        scores = {s: rationality * float(worth[s]) - log(-log(luck(unit.name, s))) for s in some}
        chosen = max(some, key=lambda s: (scores[s], -s))
        found.append(_put(desks, k, unit, {unit.name: (float(worth[chosen]), 0.0, chosen)}, ()))
    return found


# ---- who sails ----------------------------------------------------------------------------------


def assigned(placed: Sequence[Placement], together: Mapping[int, Hashable]) -> list[Placement]:
    """The same stations, so that the units of a kind that plan together sail least in all.

    `together`: by the name of a unit, with whom it plans; only those of one such group change places.
    """
    classes: dict[Hashable, list[int]] = {}
    for k, one in enumerate(placed):
        classes.setdefault((together.get(one.unit.name), one.unit.kind), []).append(k)
    found = list(placed)
    for members in classes.values():
        some = sorted(members, key=lambda k: placed[k].unit.name)
        stations = sorted((placed[k].station, placed[k].gain) for k in some)
        rows, columns = linear_sum_assignment(
            [[_sails(placed[k].unit, station) for station, _ in stations] for k in some]
        )
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            found[some[row]] = Placement(placed[some[row]].unit, *stations[column])
    return found


def _sails(unit: Placeable, station: int) -> float:
    return float(unit.sails[station]) if unit.may[station] else BARRED


@final
@dataclass(frozen=True, slots=True)
class Moves:
    """How far units are moved at one time [nm], and for which gain, groups, over where they are."""

    at_most: float = float("inf")
    gain: float = 0.0


def worthwhile(
    placed: Sequence[Placement], maps: Mapping[int, Floats], together: Mapping[int, Hashable], least: float
) -> list[Placement]:
    """Who would gain too little by moving stays where it is, those who would gain least first.

    `maps`: what its desk expects before anybody is placed, by the name of the unit; `together`: as for `assigned`;
    `least`: what a move has to gain, groups.
    """
    found = list(placed)
    movers = [k for k, one in enumerate(found) if one.unit.now is not None and one.unit.now != one.station]
    while movers:
        worth = {k: _worth(found, k, maps, together) for k in movers}
        k = min(movers, key=lambda k: (worth[k], found[k].unit.name))
        if worth[k] > least:
            break
        unit = found[k].unit
        assert unit.now is not None
        found[k] = Placement(unit, unit.now, found[k].gain - worth[k])
        movers.remove(k)
    return found


def _worth(placed: Sequence[Placement], k: int, maps: Mapping[int, Floats], together: Mapping[int, Hashable]) -> float:
    """What a move adds over staying, all others as they are placed, on the map of the unit's own desk."""
    unit = placed[k].unit
    left = maps[unit.name].copy()
    for j, other in enumerate(placed):
        if j != k and together.get(other.unit.name) == together.get(unit.name):
            left = left * (1.0 - other.unit.chances[other.station])
    assert unit.now is not None
    return round(float(unit.chances[placed[k].station] @ left - unit.chances[unit.now] @ left), EVEN)


@final
@dataclass(frozen=True, slots=True)
class Terms:
    """How stations are planned. `by`: `picture`, `quantal` or `uniform`; `rationality` of quantal response."""

    by: str = "picture"
    rationality: float = 0.0
    moves: Moves = field(default_factory=Moves)


def plan(desks: Sequence[Desk], together: Mapping[int, Hashable], terms: Terms, lot: Lot, luck: Lot) -> list[Placement]:
    """Where all units go, in the order of their names. `desks` are used up."""
    maps = {unit.name: desk.left for desk in desks for unit in desk.units}
    if terms.by == "picture":
        placed = worthwhile(assigned(greedy(desks, lot), together), maps, together, terms.moves.gain)
    else:
        placed = randomised(desks, terms.rationality if terms.by == "quantal" else 0.0, lot, luck)
    return sorted(placed, key=lambda one: one.unit.name)
