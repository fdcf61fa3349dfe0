"""How a pirate group works, and what it may ask of the umpire of attacks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Protocol, final

from guardship.agents.interfaces import Helm, Point
from guardship.agents.limits import ALWAYS, Limits
from guardship.agents.offenders.appraiser import Appraiser, Eyes, Weighing, Willing
from guardship.agents.offenders.hunting import HuntingGround, Judgement
from guardship.agents.offenders.odds import Odds
from guardship.agents.offenders.offender import Boarder, Voyager
from guardship.agents.offenders.precautions import HEEDLESS, Precautions
from guardship.reasons import Reason

type Quantile = Callable[[float], float]

MOST_ATTEMPTS = 1000  # of a sortie: an attempt's draws go by sortie * MOST_ATTEMPTS + ordinal


@final
@dataclass(frozen=True, slots=True)
class Tactics:
    """How a group works. Speeds [kn], lengths [nm], times [h]; durations are quantile functions.

    `fuel`: of the skiffs, in hours of chase a sortie. `waits`: how long the mother ship lies still for them after an
    attack. `lies_low`: no hunting for so long after a patrol was sighted; `moves_after` so many sightings on a ground
    it tries another one. `willing`, `skiffs_in`: factors by the names of light, weather and visibility, of the chance
    that they attack a ship and of the speed of the skiffs. `near`: what was waited for is attacked within
    `near * within`, because it was only believed to come within `within`. `looks_again`: how often a group that lies
    to looks whether the weather is better. `odds`: what ships are worth to it; None: it is `willing`, whatever ship.
    """

    cruise: float
    skiff_speed: float
    endurance: Quantile
    within: float
    gives_up_after: Quantile
    tries_for: Quantile
    takes_control_after: Quantile
    gives_up_citadel_after: Quantile
    pause: Quantile
    prey: frozenset[str]
    wary_of: frozenset[str]
    bases: tuple[Point, ...]
    grounds: tuple[HuntingGround, ...]
    judgement: Judgement = field(default_factory=Judgement)
    nearest_base: bool = False
    sails_in: Limits = ALWAYS
    attacks_in: Limits = ALWAYS
    willing: Mapping[str, float] = field(default_factory=dict)
    skiffs_in: Mapping[str, float] = field(default_factory=dict)
    fuel: float = inf
    waits: float = inf
    lies_low: float = 0.0
    moves_after: float = inf
    near: float = 1.2
    looks_again: float = 3.0
    precautions: Precautions = HEEDLESS
    odds: Odds | None = None

    def appraiser(self, helm: Helm, eyes: Eyes) -> Appraiser:
        """Who decides for a group upon ships."""
        if self.odds is None:
            return Willing(helm, self.willing)
        return Weighing(helm, eyes, self.odds, self.within, self.wary_of)


class Spoils(Eyes, Protocol):
    """The umpire of attacks, as a group may use it: what it does is decided, not what it sees."""

    def attack(self, group: Voyager, contact: int) -> Reason | None:
        """An attack on a held contact begins; otherwise why not."""
        ...

    def try_boarding(self, group: Boarder) -> Reason | None:
        """A skiff is alongside: the pirates get on board, or why not."""
        ...

    def closes(self, group: Boarder) -> tuple[Reason | None, float]:
        """A skiff comes alongside: why guards turn it back, and how much longer [h] her protection takes it."""
        ...

    def locked_out(self, group: Voyager) -> bool:
        """On board: whether the crew of the ship has locked itself up, so that nobody can take control."""
        ...

    def seize(self, group: Voyager) -> bool:
        """They have taken control of the ship; whether they go on hunting from her."""
        ...

    def end_attack(self, group: Voyager, why: Reason) -> None:
        """The attack has failed."""
        ...
