"""Whether a ship is worth an attack, as who would attack her sees her: a logistic choice, with the reason why not.

worth = b0 + sum b_i x_i, and an attack when u < 1 / (1 + exp(-worth)), one number u for a voyage and a ship. It is
written in odds: `chance` is that of a ship for and against which nothing speaks, b0 = ln(chance / (1 - chance)), and
what halves the odds adds ln 0.5.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, inf, log
from typing import NamedTuple, final

from guardship.agents.interfaces import Surroundings
from guardship.reasons import WEIGHED, Reason

LN2 = log(2.0)


@final
@dataclass(frozen=True, slots=True)
class Appraisal:
    """What can be made out of a ship: freeboard [m], guards, whether she runs, what protects her, by name."""

    freeboard: float = 0.0
    guards: bool = False
    runs: bool = False
    protection: frozenset[str] = frozenset()

    def and_then(self, later: "Appraisal") -> "Appraisal":
        """With what a closer look has shown of what she has on board; that she runs from an attack says nothing."""
        seen = self.guards or later.guards, self.runs, self.protection | later.protection
        return Appraisal(later.freeboard, *seen)


@final
class Prospect(NamedTuple):
    """A ship that could be attacked, as she is believed to be: speed [kn], distance when the chase begins [nm].

    `warship`: how far off [nm] the nearest patrol is that is in sight; inf for none.
    """

    speed: float
    distance: float
    here: Surroundings
    seen: Appraisal = Appraisal()
    warship: float = inf


@final
class Term(NamedTuple):
    """One b_i x_i of a worth, below 0 what speaks against an attack; `why`: the reason that it is."""

    why: Reason
    worth: float


@final
@dataclass(frozen=True, slots=True)
class Odds:
    """What a ship is worth to who would attack her. Speeds [kn], lengths [nm], freeboard [m]; factors are of the odds.

    `chance`: of a ship at `at_speed` and `at_distance`, low, unprotected, with no patrol in sight. The odds halve with
    each `speed_halves` above and each `distance_halves` beyond; inf: it does not matter. A patrol that is in sight has
    the factor `warship`, which doubles with each `warship_doubles` that it is off, up to 1; None: no attack begins, and
    none goes on, with one in sight. A side is high from `freeboard_over` on. `protection`: factors of what
    protects her, by name, when it is seen.
    """

    chance: float
    at_speed: float = 0.0
    speed_halves: float = inf
    at_distance: float = 0.0
    distance_halves: float = inf
    freeboard_over: float = inf
    freeboard_factor: float = 1.0
    guards: float = 1.0
    runs: float = 1.0
    warship: float | None = None
    warship_doubles: float = inf
    by_state: Mapping[str, float] = field(default_factory=dict)
    protection: Mapping[str, float] = field(default_factory=dict)

    def terms(self, ship: Prospect) -> tuple[Term, ...]:
        """What speaks for and against a ship, beside `chance`."""
        seen, here = ship.seen, ship.here
        return (
            Term(Reason.TOO_FAST, -LN2 * (ship.speed - self.at_speed) / self.speed_halves),
            Term(Reason.TOO_FAR, -LN2 * (ship.distance - self.at_distance) / self.distance_halves),
            Term(Reason.HIGH_SIDES, _of(self.freeboard_factor) if seen.freeboard >= self.freeboard_over else 0.0),
            Term(Reason.GUARDS_SEEN, _of(self.guards) if seen.guards else 0.0),
            Term(Reason.RUNS, _of(self.runs) if seen.runs else 0.0),
            Term(Reason.PROTECTED, sum(_of(self.protection.get(name, 1.0)) for name in sorted(seen.protection))),
            Term(Reason.WARSHIP_SEEN, self._near(ship.warship)),
            Term(Reason.WRONG_LIGHT, _of(self.by_state.get(here.light, 1.0))),
            Term(Reason.WEATHER, _of(self.by_state.get(here.weather, 1.0))),
            Term(Reason.VISIBILITY, _of(self.by_state.get(here.visibility, 1.0))),
        )

    def _near(self, warship: float) -> float:
        if self.warship is None or warship == inf:
            return 0.0
        return min(_of(self.warship) + LN2 * warship / self.warship_doubles, 0.0)

    def of(self, terms: Sequence[Term]) -> float:
        """The chance of an attack when these terms, and nothing else, speak for and against it."""
        return logistic(log(self.chance / (1.0 - self.chance)) + sum(term.worth for term in terms))

    def why_not(self, terms: Sequence[Term], attacks: Callable[[float], bool], known: Sequence[Term] = ()) -> Reason:
        """Why a ship was left alone: what speaks most against her of that without which she would have been attacked.

        `attacks`: what the number that has decided says of another chance; `known`: what is no reason, for it was known
        when they chose to attack. `NOT_WORTH_IT` where no one thing has decided.
        """
        against = (one for one in terms if one.worth < 0.0 and one not in known)
        for term in sorted(against, key=lambda one: one.worth):
            if attacks(self.of([one for one in terms if one is not term])):
                return term.why
        return Reason.NOT_WORTH_IT


def most_often(spared: Mapping[Reason, int]) -> Reason | None:
    """For which of the reasons of a choice most ships were left alone, ties to the least number; None for none."""
    weighed = sorted(why for why in spared if why in WEIGHED and spared[why])
    return max(weighed, key=lambda why: spared[why], default=None)


def _of(factor: float) -> float:
    return log(factor) if factor > 0.0 else -inf


def logistic(worth: float) -> float:
    """1 / (1 + exp(-worth)); 0 at -inf."""
    return 1.0 / (1.0 + exp(-worth)) if worth > 0.0 else exp(worth) / (1.0 + exp(worth))
