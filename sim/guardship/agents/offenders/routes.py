"""By which way a smuggler goes, or whether it goes at all: what it believes each leg of its ways to cost, and a choice
that is good on average and not always the best.

A path logit over listed ways with a correction for what they have in common (path size: Ben-Akiva & Bierlaire 1999).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log, nan
from typing import NamedTuple, final

from guardship.agents.interfaces import Helm, Point
from guardship.agents.offenders.hunting import choose
from guardship.intelligence.faded import Faded, Met
from guardship.reasons import Reason

STAY, ELSEWHERE = "stay", "elsewhere"
ASHORE = {STAY: Reason.STAYED, ELSEWHERE: Reason.ELSEWHERE}  # why it does not sail
LOSSES = {Reason.JETTISONED: 1.0}  # what a voyage that came home counts as, beside one that was turned back

type Leg = tuple[Point, Point]  # either way: the lesser point first
type Legs = Mapping[Leg, float]  # with their lengths by water [nm], in order


class Way(NamedTuple):
    """A named way: the points between base and landing place."""

    name: str
    via: tuple[Point, ...]


@final
@dataclass(frozen=True, slots=True)
class WayChoice:
    """How ways are judged. utility = reward * exp(-H) - loss * (1 - exp(-H)) - cost * length, where H is the number of
    losses that a passage is believed to have.

    `cost`, `danger`: of a mile; `danger`: losses expected before anything is known, worth `trust` passages. `memory`:
    time [h] after which what was met weighs half. `broken_off`: losses that a voyage counts as that was turned back.
    `known`: losses that a patrol stands for that is known within `near` [nm] of a way. `stays`, `elsewhere`: what
    these are worth, None where there is no such choice. `overdue` [h]: so late a voyage is given up for lost.
    """

    reward: float
    loss: float
    cost: float
    danger: float
    rationality: float
    trust: float
    memory: float = inf
    overlap: float = 1.0
    broken_off: float = 0.0
    known: float = 1.0
    near: float = 0.0
    overdue: float = 0.0
    stays: float | None = None
    elsewhere: float | None = None

    def worth(self, hazard: float, length: float) -> float:
        """The utility of a way on which so many losses a passage are expected, so long [nm]."""
        through = exp(-hazard)
        return self.reward * through - self.loss * (1.0 - through) - self.cost * length


@final
class Option(NamedTuple):
    """What a candidate voyage could be: a way, ELSEWHERE or STAY (`way` False). `length` [nm] and `hazard` are nan
    where it is no way. `worth` is rationality * utility, with the path size of a way; `chance` follows from it.
    """

    name: str
    way: bool
    length: float
    hazard: float
    worth: float
    chance: float = nan
    luck: float = nan
    taken: bool = False


class Judged(NamedTuple):
    """A way as it is believed to be: its legs, its length [nm], and the losses that a passage of it has."""

    name: str
    legs: Legs
    length: float
    hazard: float


def path_sizes(ways: Sequence[Legs]) -> list[float]:
    """How much of each way is its own: 1 where it shares no leg, 1/n where n ways are all the same."""
    users = Counter(leg for way in ways for leg in way)
    sizes = []
    for way in ways:
        total = sum(way.values())
        sizes.append(sum(length / users[leg] for leg, length in way.items()) / total if total > 0.0 else 1.0)
    return sizes


def shares(worths: Sequence[float]) -> list[float]:
    """The chance of each option, proportional to exp(worth)."""
    most = max(worths)
    weights = [exp(worth - most) for worth in worths]
    total = sum(weights)
    return [weight / total for weight in weights]


def blamed(hazards: Sequence[float], lengths: Sequence[float]) -> list[float]:
    """How a loss of which nobody knows where it was is laid to legs: by their hazards as believed, else by length."""
    parts = hazards if sum(hazards) > 0.0 else lengths
    total = sum(parts)
    return [part / total if total > 0.0 else 1.0 / len(parts) for part in parts]


@final
class Passages:
    """What is known of legs: passages and losses that were heard of. `length(a, b)`: of a leg by water [nm]."""

    def __init__(self, judged_by: WayChoice, length: Callable[[Point, Point], float]) -> None:
        self.judged_by = judged_by
        self.length = length
        self.met: Faded[Leg] = Faded(judged_by.memory)

    def legs(self, points: Iterable[Point]) -> Legs:
        """The legs of a way, in order."""
        return {(min(a, b), max(a, b)): self.length(a, b) for a, b in pairwise(points)}

    def hazard(self, leg: Leg, length: float, now: float) -> float:
        """Losses that a passage of a leg is believed to have, by what was met on it and elsewhere."""
        return self.met.mean(leg, now, self.judged_by.danger * length, self.judged_by.trust)

    def hazards(self, legs: Legs, now: float) -> list[float]:
        """The same of each leg of a way."""
        return [self.hazard(leg, length, now) for leg, length in legs.items()]

    def passed(self, legs: Iterable[Leg], now: float, losses: float = 0.0) -> None:
        """News of somebody who has passed these legs, and of so many losses on the last of them."""
        passed = list(legs)
        for k, leg in enumerate(passed, 1):
            self.met.add(leg, Met(now, 1.0, losses if k == len(passed) else 0.0))

    def lost(self, legs: Legs, now: float) -> None:
        """News of somebody who is overdue: nobody knows on which leg."""
        shares = blamed(self.hazards(legs, now), list(legs.values()))
        for leg, share in zip(legs, shares, strict=True):
            self.met.add(leg, Met(now, 1.0, share))


@final
class Pilot:
    """Chooses the way of each candidate voyage of one smuggler, and brings the news of it ashore.

    `passages`: what it knows, shared by all who tell each other.
    """

    def __init__(self, helm: Helm, ways: Sequence[Way], passages: Passages) -> None:
        self.helm = helm
        self.ways = tuple(ways)
        self.passages = passages
        self.via: tuple[Point, ...] = ()
        self.legs: Legs = {}
        self.sailed, self.begun = 0.0, 0
        self._missed: dict[int, Legs] = {}

    def choose(self, voyage: int, base: Point, landing: Point) -> list[Option]:
        """The options of a candidate voyage, one of them taken; draws are named by voyage and option."""
        judged = [self._judge(way, (base, *way.via, landing)) for way in self.ways]
        sizes = path_sizes([one.legs for one in judged])
        a, options = self.passages.judged_by, []
        for one, size in zip(judged, sizes, strict=True):
            worth = a.rationality * a.worth(one.hazard, one.length) + a.overlap * log(size)
            options.append(Option(one.name, True, one.length, one.hazard, worth))
        for name, utility in ((ELSEWHERE, a.elsewhere), (STAY, a.stays)):
            if utility is not None:
                options.append(Option(name, False, nan, nan, a.rationality * utility))
        chances = shares([one.worth for one in options])
        luck = [self.helm.draw("way", voyage, about=f"way {one.name}" if one.way else one.name) for one in options]
        taken = choose([one.worth for one in options], 1.0, luck)
        self.via = self.ways[taken].via if options[taken].way else ()
        self.legs = judged[taken].legs if options[taken].way else {}
        self.sailed, self.begun = self.helm.time, len(self.legs)
        return [
            one._replace(chance=chance, luck=u, taken=k == taken)
            for k, (one, chance, u) in enumerate(zip(options, chances, luck, strict=True))
        ]

    def _judge(self, way: Way, points: Sequence[Point]) -> Judged:
        legs = self.passages.legs(points)
        return Judged(way.name, legs, sum(legs.values()), self._hazard(points, legs))

    def _hazard(self, points: Sequence[Point], legs: Legs) -> float:
        """Losses that a way is believed to have. What is known of patrols now, each once, goes before what was met."""
        a = self.passages.judged_by
        patrols = self.helm.patrols_near(points, a.near) if a.near > 0.0 else None
        return sum(self.passages.hazards(legs, self.helm.time)) if patrols is None else a.known * patrols

    # ---- what became of it ----------------------------------------------------------------------

    def landed(self) -> None:
        """The cargo is ashore."""
        self.passages.passed(self.legs, self.helm.time)

    def turned(self, rest: Sequence[Point]) -> None:
        """It gives up with these points still ahead: legs behind the next point of its way have not been begun."""
        ahead = [k for k, point in enumerate(self.via) if point in rest]
        self.begun = min(ahead, default=len(self.via)) + 1

    def stuck(self) -> None:
        """No water leads on from the base: no leg has been begun, and there is no news of any."""
        self.legs = {}

    def home(self, why: Reason) -> None:
        """Back at the base."""
        losses = self.passages.judged_by.broken_off if why is Reason.WARSHIP_SEEN else LOSSES.get(why, 0.0)
        self.passages.passed(list(self.legs)[: self.begun], self.helm.time, losses)

    def caught(self, voyage: int, speed: float) -> None:
        """It does not arrive, as it would have at `speed` [kn]. Those ashore give it up when it is overdue."""
        due = self.sailed + sum(self.legs.values()) / speed + self.passages.judged_by.overdue
        self._missed[voyage] = self.legs
        self.helm.later(max(due - self.helm.time, 0.0), "pilot.on_overdue", voyage)

    def on_overdue(self, voyage: int) -> None:
        """Those ashore give a voyage up."""
        self.passages.lost(self._missed.pop(voyage), self.helm.time)
