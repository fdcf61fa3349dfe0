"""Voyages by offence: outcomes, interdiction, and what became of cargoes. Weight and people stopped *and delivered*."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import fsum

from guardship.outcomes.measures import funnel
from guardship.outcomes.statistics import Measure, share
from guardship.outcomes.voyages import Outcome, Voyage

UNITS = {"drugs": "kg", "arms": "kg", "people": "people"}
FATES = {
    Outcome.DID_NOT_SAIL: "not_sailed",
    Outcome.SUCCEEDED: "delivered",
    Outcome.STOPPED: "stopped",
    Outcome.ABORTED: "brought_back",
    Outcome.AT_SEA: "at_sea",
}
JETTISONED = "jettisoned"


def by_offence(voyages: Iterable[Voyage]) -> dict[str, Measure]:
    """Of each offence the voyages that count, how they ended, and of cargoes the sums by what became of them."""
    of: dict[str, list[Voyage]] = {}
    for voyage in voyages:
        if voyage.counted:
            of.setdefault(voyage.offence, []).append(voyage)
    return {offence: _measures(of[offence]) for offence in sorted(of)}


def _measures(voyages: Sequence[Voyage]) -> Measure:
    sailed = [v for v in voyages if v.sailed is not None]
    outcomes = Counter(str(v.outcome) for v in voyages)
    stopped, won = (sum(v.outcome is what for v in sailed) for what in (Outcome.STOPPED, Outcome.SUCCEEDED))
    found: Measure = {
        "voyages": len(voyages),
        "sailed": len(sailed),
        "outcomes": dict(sorted(outcomes.items())),
        "funnel": funnel(voyages),
        "interdiction_probability": share(stopped, len(sailed), "voyages stopped, of those that sailed"),
        "success_probability": share(won, len(sailed), "voyages that succeeded, of those that sailed"),
    }
    if any(v.cargo is not None for v in voyages):
        found["cargo"] = cargoes(voyages)
    struck = [v for v in sailed if v.damage is not None]
    if any(v.offence == "attack" for v in voyages):
        usd, lives = fsum(v.damage or 0.0 for v in struck), fsum(v.lives or 0.0 for v in struck)
        found["harm"] = {"struck": len(struck), "damage_usd": usd, "lives": lives}
    return found


def fate(voyage: Voyage) -> str:
    """What became of a cargo: one of `FATES`, or jettisoned."""
    return JETTISONED if voyage.jettisoned else FATES[voyage.outcome or Outcome.AT_SEA]


def cargoes(voyages: Sequence[Voyage]) -> Measure:
    """Sums of cargo by what became of it; they add up to `planned`. `stopped_share`: of what was stopped or landed."""
    parts: dict[str, list[float]] = {name: [] for name in (*FATES.values(), JETTISONED)}
    for voyage in voyages:
        parts[fate(voyage)].append(voyage.amount or 0.0)
    sums = {name: fsum(amounts) for name, amounts in parts.items()}
    both = sums["stopped"] + sums["delivered"]
    return {
        "unit": next(UNITS[v.cargo] for v in voyages if v.cargo is not None),
        "planned": fsum(v.amount or 0.0 for v in voyages),
        **sums,
        "stopped_share": sums["stopped"] / both if both else None,
    }
