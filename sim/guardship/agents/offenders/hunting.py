"""Where a pirate group hunts: what it and its friends have met on each ground, and a choice by perceived reward and
risk that is good on average and not always the best (quantal response, McKelvey & Palfrey 1995)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import NamedTuple, final

from guardship.agents.interfaces import Helm
from guardship.intelligence.faded import Faded, Met

DAY = 24.0
MOST_DECISIONS = 1000  # of a sortie: the draws of a choice of ground go by sortie * MOST_DECISIONS + ordinal


@final
@dataclass(frozen=True, slots=True)
class HuntingGround:
    """An area in which prey may be found; what is expected of it before anything is known: prey and danger a day.

    For an enterprise: prizes and losses a voyage.
    """

    name: str
    area: int
    prey: float = 0.0
    danger: float = 0.0


@final
@dataclass(frozen=True, slots=True)
class Judgement:
    """How grounds are judged. utility = reward * (prey a day) - risk * (danger a day).

    `rationality`: lambda of the choice; 0: at random, inf is not needed: large is best response. `memory`: time [h]
    after which what was met weighs half. `trust`: hunting [h] that the expectation is worth. Danger counts a sighting
    of a patrol as 1, an attack broken off for one and the loss of a sortie as given. `known`: danger a day of one
    patrol that is known to be on a ground.
    """

    reward: float = 0.0
    risk: float = 0.0
    rationality: float = 0.0
    memory: float = inf
    trust: float = DAY
    stays_ashore_below: float = -inf
    broken_off: float = 0.0
    caught: float = 0.0
    talk: bool = False
    known: float = 1.0


class Experience(NamedTuple):
    """What was met on a ground until a time [h], in so many hours there: ships that could be prey, and danger.

    For an enterprise: in so many voyages, prizes and losses.
    """

    ground: str
    time: float
    hours: float
    prey: float
    danger: float


@final
class Lore:
    """What a group knows of its grounds: sums of experience that fade with time.

    `unit`: what prey and danger are counted by, a day [h] or 1 for a voyage; trust and experience are in what it is in.
    """

    def __init__(self, grounds: Sequence[HuntingGround], judgement: Judgement, unit: float = DAY) -> None:
        self.unit = unit
        self.grounds = {ground.name: ground for ground in grounds}
        self.judgement = judgement
        self._prey: Faded[str] = Faded(judgement.memory)
        self._danger: Faded[str] = Faded(judgement.memory)

    def learn(self, met: Experience) -> None:
        """Take in what was met, in whatever order one hears of it."""
        self._prey.add(met.ground, Met(met.time, met.hours, met.prey))
        self._danger.add(met.ground, Met(met.time, met.hours, met.danger))

    def perceived(self, name: str, now: float) -> tuple[float, float]:
        """Prey and danger a day, or a voyage, that a ground is believed to have."""
        ground, trust = self.grounds[name], self.judgement.trust / self.unit
        if name not in self._prey:
            return ground.prey, ground.danger
        prey, danger = self._prey.at(name, now), self._danger.at(name, now)
        days = trust + prey.weight / self.unit
        return (trust * ground.prey + prey.amount) / days, (trust * ground.danger + danger.amount) / days

    def utility(self, name: str, now: float, patrols: int | None = None) -> float:
        """What a ground is believed to be worth. `patrols`: those known to be there, instead of what was met before."""
        prey, danger = self.perceived(name, now)
        if patrols is not None:
            danger = self.judgement.known * patrols
        return self.judgement.reward * prey - self.judgement.risk * danger


type Worth = Callable[[HuntingGround], float]


@final
class Camp:
    """Word of mouth ashore among the groups of one camp: what somebody told who came home."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Experience]] = []

    def tell(self, who: str, met: Iterable[Experience]) -> None:
        """Somebody is home, or is given up for lost."""
        self.told += [(who, one) for one in met]

    def hear(self, who: str, since: int) -> list[Experience]:
        """What the others have told since the so-manieth tale."""
        return [one for teller, one in self.told[since:] if teller != who]


def choose(utilities: Sequence[float], rationality: float, luck: Sequence[float]) -> int:
    """The option taken: P(k) is proportional to exp(rationality * utility) when each `luck` is uniform in (0, 1).

    By the Gumbel-max trick, so an option that has not changed keeps its luck whatever becomes of the others.
    """
    scores = [rationality * u - log(-log(chance)) for u, chance in zip(utilities, luck, strict=True)]
    return max(range(len(scores)), key=scores.__getitem__)


@final
class Scout:
    """What a group knows of its grounds, which one it has chosen, and what it has met there in this sortie.

    `worth`: what a ground is worth to whoever sends it; by what it has met itself when not given.
    """

    def __init__(
        self,
        name: str,
        helm: Helm,
        grounds: Sequence[HuntingGround],
        judgement: Judgement,
        camp: Camp | None = None,
        worth: Worth | None = None,
    ) -> None:
        self.name = name
        self.helm = helm
        self.grounds = tuple(grounds)
        self.judgement = judgement
        self.camp = Camp() if camp is None else camp
        self.lore = Lore(grounds, judgement)
        self.worth = self.seems if worth is None else worth
        self.heard = 0
        self.diary: list[Experience] = []
        self.begin(0)

    def begin(self, sortie: int) -> None:
        """A new sortie is planned."""
        self.sortie = sortie
        self.decisions = 0
        self.ground = self.grounds[0]
        self.arrived_at: float | None = None
        self.prey, self.danger, self.sightings = 0.0, 0.0, 0

    def choose(self, among: Sequence[HuntingGround]) -> None:
        """Choose a ground by perceived reward and risk; draws are named by voyage, decision and ground."""
        self.decisions += 1
        n = self.sortie * MOST_DECISIONS + self.decisions
        luck = [self.helm.draw("ground", n, about=ground.name) for ground in among]
        worth = [self.worth(ground) for ground in among]
        self.ground = among[choose(worth, self.judgement.rationality, luck)]

    def seems(self, ground: HuntingGround) -> float:
        """What a ground is believed to be worth, by prey and danger a day."""
        return self.lore.utility(ground.name, self.helm.time, self.helm.patrols_in(ground.area))

    @property
    def others(self) -> list[HuntingGround]:
        """The grounds on which it is not."""
        return [ground for ground in self.grounds if ground is not self.ground]

    def deterred(self) -> bool:
        """Whether no ground is worth the trip."""
        return max(self.seems(one) for one in self.grounds) < self.judgement.stays_ashore_below

    # ---- on the ground --------------------------------------------------------------------------

    def arrive(self) -> None:
        """On the ground that was chosen."""
        self.arrived_at = self.helm.time

    @property
    def there(self) -> bool:
        """Whether it is on its ground."""
        return self.arrived_at is not None

    def saw_prey(self) -> None:
        """A ship that could be prey."""
        self.prey += 1.0 if self.there else 0.0

    def saw_patrol(self) -> None:
        """A patrol ship or an aircraft."""
        if self.there:
            self.danger += 1.0
            self.sightings += 1

    def leave(self) -> None:
        """Remember what was met on the ground."""
        if self.arrived_at is not None:
            now = self.helm.time
            met = Experience(self.ground.name, now, now - self.arrived_at, self.prey, self.danger)
            self.lore.learn(met)
            self.diary.append(met)
        self.arrived_at = None
        self.prey, self.danger, self.sightings = 0.0, 0.0, 0

    # ---- ashore ---------------------------------------------------------------------------------

    def tell(self) -> None:
        """Tell the others of the camp."""
        if self.judgement.talk:
            self.camp.tell(self.name, self.diary)
        self.diary = []

    def listen(self) -> None:
        """Hear what the others have told."""
        if self.judgement.talk:
            for met in self.camp.hear(self.name, self.heard):
                self.lore.learn(met)
            self.heard = len(self.camp.told)
