"""From what a scenario says of centres to how they read: how fast, what first, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import final

from guardship.build.recogniser import Recogniser
from guardship.build.sharing import holders
from guardship.intelligence import Judge, Kind, Reading, Report
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import Centre

CLASSES = {
    Kind.DISTRESS: "calls",
    Kind.PRIZE: "calls",
    Kind.DOSSIER: "dossiers",
    Kind.LINK: "dossiers",
    Kind.TIP: "tips",
    Kind.AWAITED: "tips",
    Kind.CONTACT: "contacts",
}
NEWS = "news"  # of what was told before


def reads(scenario: Scenario) -> bool:
    """Whether some centre reads one report after another."""
    return any(centre.capacity is not None for centre in scenario.centres.values())


def reading_times(scenario: Scenario) -> dict[str, float]:
    """How long [h] each centre that does so takes for a report, by its name."""
    given = scenario.centres.items()
    return {name: 1.0 / centre.capacity for name, centre in given if centre.capacity is not None}


def reading(scenario: Scenario, recogniser: Recogniser | None) -> dict[int, Reading]:
    """How each centre with a capacity reads, by its number."""
    judges = recogniser.judges if recogniser is not None else {}
    made = ((k, _reading(scenario.centres.get(name), judges.get(name))) for k, name in enumerate(holders(scenario)))
    return {k: one for k, one in made if one is not None}


def _reading(centre: Centre | None, judge: Judge | None) -> Reading | None:
    if centre is None or centre.capacity is None:
        return None
    keeps = inf if centre.keeps is None else centre.keeps
    if centre.reads == "worth":
        assert judge is not None
        return Reading(1.0 / centre.capacity, ByWorth(judge), keeps)
    return Reading(1.0 / centre.capacity, ByOrder.of(centre.reads or ()), keeps)


@final
@dataclass(frozen=True)
class ByOrder:
    """Kinds of reports in an order; what is not in it comes after all that is."""

    rank: Mapping[str, float]

    @classmethod
    def of(cls, order: Sequence[str]) -> ByOrder:
        """An order by the words of a scenario."""
        return cls({name: float(k) for k, name in enumerate(order)})

    def __call__(self, report: Report) -> float:
        return self.rank.get(CLASSES.get(report.kind, NEWS), inf)


@final
@dataclass(frozen=True)
class ByWorth:
    """What is likeliest about an offence comes first: by the dossier, or by what looks and callers have said."""

    judge: Judge

    def __call__(self, report: Report) -> float:
        if report.dossier is not None:
            return -1.0 if report.dossier.withdrawn else -sum(report.dossier.chances[1:])
        if not report.observations:
            return 0.0
        seen = report.observations[-1]
        return -sum(self.judge.chances(seen.hull, seen.x, seen.y, seen.shows)[1:])
