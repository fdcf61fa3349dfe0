"""Which product earns its keep once a picture moves ships: `uv run python -m tools.acting` runs what is missing of two
fractions of a factorial and writes docs/answers/acting.md.

Every number on the page comes from the stores; the sentences say what the intervals say.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import NamedTuple

import numpy as np

from guardship.experiment.analysis.factorial import FactorEffect, factor_effects
from guardship.experiment.analysis.intervals import two_sided
from guardship.experiment.analysis.planning import pairs_for
from guardship.experiment.store.results import Batch
from tools.what_sharing_buys import HOME, MILLION, number, store

PAGE = HOME / "docs/answers/acting.md"
THEATRES = {
    "acting": "The Gulf of Aden, twelve navies, thirty days",
    "acting_open_water": "Open water, three navies, sixty days",
}
LEVELS = {  # of each factor, its first one first
    "sharing": ("told to nobody", "through a hub", "in a mesh"),
    "placement": ("stations as they are", "stations by the map"),
    "tasking": ("each its own ships", "partners are asked"),
    "going": ("the nearest goes", "who goes is weighed"),
    "warnings": ("no warnings", "shipping is warned"),
}
WORDS = {
    "attacks": "attacks",
    "piracy.stopped": "pirates stopped",
    "people.stopped": "boats of migrants stopped",
    "boardings.innocent": "innocents boarded",
    "usd.net": "net cost, MUSD",
    "on_station_share": "share of time on station",
    "stations.doubled_share": "hours beside another nation's ship, share",
    "stations.missed_share": "expected groups where nobody was, share",
    "duplicate_responses": "duplicate responses, share",
    "heeded.hours": "hours that masters lose",
}
BESIDE = (  # not named beforehand
    "on_station_share",
    "stations.doubled_share",
    "stations.missed_share",
    "duplicate_responses",
    "heeded.hours",
)
SHARE, LEVEL = 0.2, 0.95


class Asked(NamedTuple):
    """A measure of a store: `base`, with every factor at its first level, and what factors and pairs of them change."""

    measure: str
    base: float
    effects: list[FactorEffect]


def asked(batch: Batch, measure: str, family: int) -> Asked:
    """What factors change of a measure, by intervals that hold for so many measures at once."""
    factors = {name: list(factor.levels or ()) for name, factor in batch.plan.asked.factors.items()}
    points = batch.plan.points
    cells = [tuple(levels.index(point.levels[name]) for name, levels in factors.items()) for point in points]
    values = batch.measure(measure)[[point.number for point in points]]
    found = factor_effects(factors, cells, values, 1.0 - (1.0 - LEVEL) / family)
    named = [one._replace(levels=places(one, factors)) for one in found]
    base = [row for row, cell in zip(values, cells, strict=True) if not any(cell)]
    return Asked(measure, float(np.nanmean(base)) if base else float("nan"), named)


def places(one: FactorEffect, factors: dict[str, list[object]]) -> tuple[str, ...]:
    """The levels of an effect in words."""
    return tuple(LEVELS[name][factors[name].index(level)] for name, level in zip(one.factors, one.levels, strict=True))


def scale(measure: str) -> float:
    """By what a measure is divided on the page."""
    return MILLION if measure.startswith("usd.") else 1.0


def cell(one: FactorEffect, measure: str, named: bool = True) -> str:
    """A change with its interval; bold where it is resolved, slanted where it was not named beforehand."""
    e, by = one.change, scale(measure)
    low, high = (e.all_low, e.all_high) if named else (e.low, e.high)
    said = f"{e.mean / by:+.2g} ({number(low / by)} to {number(high / by)})"
    mark = ("**" if named else "*") if low > 0.0 or high < 0.0 else ""
    return f"{mark}{said}{mark}"


def alone(of: Asked) -> list[FactorEffect]:
    """The effects of single factors."""
    return [one for one in of.effects if len(one.factors) == 1]


def table(found: Sequence[Asked], named: bool = True) -> Iterator[str]:
    """Factors down, measures across: what each changes, averaged over all levels of the others."""
    star = "" if named else "*"
    yield "| change | " + " | ".join(f"{WORDS[of.measure]}{star}" for of in found) + " |"
    yield "|---|" + "---|" * len(found)
    yield "| nothing: nobody is told, all as it is | " + " | ".join(_base(of) for of in found) + " |"
    for k, one in enumerate(alone(found[0])):
        yield f"| {one.levels[0]} | " + " | ".join(cell(alone(of)[k], of.measure, named) for of in found) + " |"


def _base(of: Asked) -> str:
    return number(of.base / scale(of.measure)) if isfinite(of.base) else "-"


def together(found: Sequence[Asked]) -> Iterator[str]:
    """Pairs of factors that change more, or less, together than each by itself, where that is resolved."""
    pairs = [(of, one) for of in found for one in of.effects if len(one.factors) == 2]
    told = [
        f"- {' with '.join(map(str, one.levels))}: {WORDS[of.measure]} {cell(one, of.measure)} beyond what each changes."
        for of, one in pairs
    ]
    resolved = [line for line in told if "**" in line]
    yield f"Of {len(pairs)} pairs, measure by measure, {len(resolved) or 'none'} resolved{':' if resolved else '.'}"
    yield from ["", *resolved] if resolved else []


def fifth(batch: Batch, found: Sequence[Asked]) -> Iterator[str]:
    """How many seeds find a fifth of the base, of the change that varies least and of the one that varies most."""
    parts = []
    for of in found:
        effects = alone(of)
        needed = [
            pairs_for(_deviation(batch, of, one), SHARE * abs(of.base), len(of.effects) * len(found)) for one in effects
        ]
        least, most = (f"{n:.0f}" if isfinite(n) else "more than ten million" for n in (min(needed), max(needed)))
        parts.append(f"{WORDS[of.measure]} {least} to {most}")
    yield f"Seeds that find a fifth of the base with 80 %: {'; '.join(parts)}. Run: {batch.replications}, at {len(batch.plan.points)} points."


def _deviation(batch: Batch, of: Asked, one: FactorEffect) -> float:
    """The standard deviation from seed to seed of a change."""
    e = one.change
    level = 1.0 - (1.0 - LEVEL) / len(batch.plan.asked.measures)
    return float((e.high - e.mean) / two_sided(level, e.n - 1) * e.n**0.5)


def theatre(name: str, head: str, workers: int) -> Iterator[str]:
    """What a store says."""
    batch = store(name, workers)
    measures = batch.plan.asked.measures
    found = [asked(batch, measure, len(measures)) for measure in measures]
    beside = [asked(batch, measure, 1) for measure in BESIDE]
    yield f"## {head}"
    yield ""
    yield from table(found)
    yield ""
    yield from together(found)
    yield ""
    yield from fifth(batch, found)
    yield ""
    yield "Beside these, not named beforehand, each interval by itself:"
    yield ""
    yield from table(beside, named=False)
    yield ""


def page(workers: int) -> str:
    """The whole page."""
    rows = [
        "# What a picture is worth once it moves ships",
        "",
        "Made by `uv run python -m tools.acting` from "
        + " and ".join(f"`scenarios/experiments/{name}.yaml`" for name in THEATRES)
        + ".",
        "Five factors: who is told (nobody, a hub, a mesh), stations as they are or by a map of where groups are expected, each navy its own ships or "
        "partners asked for theirs, the nearest goes or who goes is weighed, and shipping warned or not. Of the 48 combinations so many are run "
        "that what each factor changes and what each pair changes beyond that can be told, under the same seeds. A change is against the factor's first level, averaged over "
        "all levels of the others; **bold** where the interval, which holds at once for all factors, pairs and measures of its "
        "theatre with 95 %, leaves out zero; *slanted* where that was not named beforehand. What is neither may still be there. Stations by the map with partners asked are planned together.",
        "",
    ]
    for name, head in THEATRES.items():
        rows += theatre(name, head, workers)
    return "\n".join(rows)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(2), "utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
