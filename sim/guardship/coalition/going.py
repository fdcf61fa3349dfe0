"""Going: what it is expected to bring to send a unit after a track, and what its hours on station are worth.

A unit goes when P V F s > r H. P V is what the track is worth, over offences, if it is stopped; F the chance that the
unit finds it; s the chance that what is found is stopped; H the hours that this takes the unit from its station, and
r what such an hour is worth: V times the useful meetings an hour there. With one offence V cancels.
F is a rule of thumb: R about the believed place at once, then Koopman's optimum for a normal place with the effort
W v T (Koopman, The theory of search III, Operations Research 5, 1957; Stone, Theory of Optimal Search, 1975).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, inf, log, pi, sqrt
from typing import NamedTuple, final

TIE = 1e-9  # of the greatest surplus: what a lot may count for, far below any difference that means something


@final
class Means(NamedTuple):
    """What a unit has to say for itself, for one track, one place and one time.

    `reach` R and `width` W [nm]: out to where it finds such a hull when it comes by, and its sweep width while it
    searches, at `speed` [kn] for `search` hours. `stops`: the chance that it stops what it meets, 0 without a team.
    `boards`, `disposes` [h]: how long that takes, and how long a group that is taken keeps it busy. `keeps` [h]: how
    long it, and who relieves it, keeps a contact for a unit that can stop it.
    """

    reach: float
    width: float
    speed: float
    search: float = 0.0
    stops: float = 0.0
    boards: float = 0.0
    disposes: float = 0.0
    keeps: float = 0.0


@final
class Stake(NamedTuple):
    """What a track is worth: `chance` that it is about any offence, `value` summed over offences, P times V.

    `help`: what it is worth beside that to be there at once with who has called, which fades with a mean of `lasts`
    [h]; 0 where nobody has.
    """

    chance: float
    value: float
    help: float = 0.0
    lasts: float = inf


@final
class Weighed(NamedTuple):
    """Both sides for one unit and one track: expected `use`, and `spent` [h] at `rate`, with `shared`, what a second
    unit's hours cost, if it is needed. `found`: the chance F.
    """

    use: float
    found: float
    spent: float
    rate: float
    shared: float = 0.0

    @property
    def cost(self) -> float:
        """What the hours are worth where they are taken from."""
        return self.rate * self.spent + self.shared

    @property
    def surplus(self) -> float:
        """Use less cost: the unit goes when it is positive."""
        return self.use - self.cost


@final
class Trip(NamedTuple):
    """One unit's way to one track: its `means`, `hours` until it is there, the `variance` of the track then per axis
    [nm^2], and `rate`, what an hour of it is worth. `meets`: the chance that what is looked for is there while the unit
    is; 1 for what has been seen.
    """

    means: Means
    hours: float
    variance: float
    rate: float
    meets: float = 1.0

    @property
    def finds(self) -> float:
        """The chance F that it finds what it is sent for."""
        return self.meets * found(self.means, self.variance)


@final
@dataclass(frozen=True, slots=True)
class Going:
    """How a command weighs. `within` [nm]: it sends nobody farther. `values`: of offences against each other, 1 where
    none is given, `usual` for an offence that nobody knows. `rate` [1/h] and `hours` [h]: what an hour on station is
    worth before anything is known of it, and for how many hours that counts. `labelled`, `called`, `tipped`: the chance
    of an offence behind a contact that somebody calls suspicious, a call for help and a tip, where no judgement says
    it. `help`, `lasts` [h]: of `Stake`, for a call for help.
    """

    within: float = inf
    values: Mapping[str, float] = field(default_factory=dict)
    usual: float = 1.0
    rate: float = 0.01
    hours: float = 100.0
    labelled: float = 0.5
    called: float = 1.0
    tipped: float = 0.5
    help: float = 1.0
    lasts: float = 0.5

    def value(self, offences: Sequence[str], chances: Sequence[float]) -> float:
        """P times V, summed over offences; `chances` has harmless first."""
        return sum(p * self.values.get(name, 1.0) for name, p in zip(offences, chances[1:], strict=True))

    def on_station(self, met: float, hours: float) -> float:
        """r: what an hour of a station is worth [1/h], of which in some hours so much was met.

        The mean of a gamma prior of `rate` and `hours` after that.
        """
        return (self.rate * self.hours + met) / (self.hours + hours)


# ---- the chance to find it -------------------------------------------------------------------------------------------


def at_once(reach: float, variance: float) -> float:
    """F0 = 1 - exp(-R^2 / 2S): the chance that a track is within R of where it is believed."""
    if variance <= 0.0:
        return 1.0 if reach > 0.0 else 0.0
    return 1.0 - exp(-0.5 * reach * reach / variance)


def effort(width: float, speed: float, hours: float, variance: float) -> float:
    """z = sqrt(W v T / (pi S)): how far a search gets, against how large the area is; inf for a place that is known."""
    swept = width * speed * hours
    return sqrt(swept / (pi * variance)) if variance > 0.0 else (inf if swept > 0.0 else 0.0)


def by_search(z: float) -> float:
    """Fs = 1 - (1 + z) exp(-z): the chance that a search of effort z finds what has a normal place."""
    return 1.0 - (1.0 + z) * exp(-z) if z < inf else 1.0


def worth_searching(worth: float, means: Means, variance: float, rate: float) -> float:
    """How long [h] a unit that has not found a track at once searches on, until an hour brings less than it costs.

    `worth`: of finding it, P V s; `rate`: what an hour is worth where it is taken from. With a = W v / (pi S) and
    z^2 = a T the chance grows by (1 - F0) (a / 2) exp(-z) an hour, so it ends at z = ln(worth (1 - F0) a / (2 rate)),
    or does not begin. No longer than the unit searches anyhow.
    """
    if variance <= 0.0 or means.search <= 0.0:
        return 0.0
    a = means.width * means.speed / (pi * variance)
    begins = worth * (1.0 - at_once(means.reach, variance)) * 0.5 * a
    if begins <= rate:
        return 0.0
    return min(log(begins / rate) ** 2 / a, means.search) if rate > 0.0 else means.search


def found(means: Means, variance: float) -> float:
    """F = F0 + (1 - F0) Fs, the chance that a unit finds a track whose variance per axis is so great [nm^2]."""
    first = at_once(means.reach, variance)
    return first + (1.0 - first) * by_search(effort(means.width, means.speed, means.search, variance))


# ---- both sides ------------------------------------------------------------------------------------------------------


def alone(stake: Stake, trip: Trip) -> Weighed:
    """A unit goes and does what it can by itself."""
    means, f = trip.means, trip.finds
    held = means.boards + stake.chance * means.stops * means.disposes
    spent = 2.0 * trip.hours + f * held + (1.0 - f) * means.search
    use = f * stake.value * means.stops + stake.help * exp(-trip.hours / stake.lasts)
    return Weighed(use, f, spent, trip.rate)


def together(stake: Stake, looker: Trip, boarder: Trip) -> Weighed | None:
    """One unit finds and keeps it, another comes only if it is found; None where that one comes too late.

    The second unit's hours cost only as likely as they are needed.
    """
    means, second = looker.means, boarder.means
    if means.keeps <= 0.0 or second.stops <= 0.0 or boarder.hours > means.keeps:
        return None
    f = looker.finds
    spent = 2.0 * looker.hours + f * boarder.hours + (1.0 - f) * means.search
    trip = 2.0 * boarder.hours + second.boards + stake.chance * second.stops * second.disposes
    use = f * stake.value * second.stops + stake.help * exp(-looker.hours / stake.lasts)
    return Weighed(use, f, spent, looker.rate, f * boarder.rate * trip)


# ---- which call first ------------------------------------------------------------------------------------------------


def triage(surplus: Sequence[Sequence[float]], lots: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Which call gets which unit: the pairs (call, unit) of the greatest summed surplus, none that is not positive.

    surplus[call][unit]; -inf: it cannot. `lots` of the same shape, from 0 to 1, part what is equal, so that the order
    of calls and units does not. The linear assignment problem (Kuhn 1955), solved by SciPy.
    """
    best = max((one for row in surplus for one in row), default=0.0)
    if not best > 0.0:
        return []
    worth = [
        [one + TIE * best * lot if one > 0.0 else 0.0 for one, lot in zip(row, own, strict=True)]
        for row, own in zip(surplus, lots, strict=True)
    ]
    if len(worth) == 1:  # which is most often so
        return [(0, max(range(len(worth[0])), key=worth[0].__getitem__))]
    from scipy.optimize import linear_sum_assignment

    pairs = zip(*(side.tolist() for side in linear_sum_assignment(worth, maximize=True)), strict=True)
    return [(call, unit) for call, unit in pairs if surplus[call][unit] > 0.0]
