"""By which ways smugglers have gone: their choices with both sides, and what became of the voyages by way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import isnan
from typing import TYPE_CHECKING, NamedTuple, final

from guardship.outcomes.voyages import Outcome, Voyage

if TYPE_CHECKING:
    import pyarrow


@final
class Chosen(NamedTuple):
    """One option of one candidate voyage: see `agents.offenders.routes.Option`. `voyage`: its number in the books."""

    time: float
    voyage: int
    option: str
    way: bool
    length: float
    hazard: float
    worth: float
    chance: float
    luck: float
    taken: bool


def table(chosen: Sequence[Chosen]) -> pyarrow.Table:
    """As in routes.parquet."""
    import pyarrow as pa

    kinds = {"t": pa.float64(), "voyage": pa.int64(), "option": pa.string(), "way": pa.bool_()}
    kinds |= dict.fromkeys(("length", "hazard", "worth", "chance", "luck"), pa.float64()) | {"taken": pa.bool_()}
    columns = list(zip(*chosen, strict=True)) or [()] * len(kinds)
    blank = {"length", "hazard"}
    return pa.table(
        {
            name: pa.array([None if isnan(one) else one for one in values] if name in blank else values, kind)
            for (name, kind), values in zip(kinds.items(), columns, strict=True)
        }
    )


def summary(
    chosen: Iterable[Chosen], voyages: Sequence[Voyage], groups: Sequence[str]
) -> dict[str, dict[str, dict[str, float]]]:
    """Of the candidate voyages that count, by group and the option that was taken: how many, how many were expected by
    the chances, how many have landed, were stopped, came home or are at sea; and what was landed [kg, people].

    `groups`: of the vessels, by row. What groups carry is not added up: it may be kg of one and people of another.
    """
    found: dict[str, dict[str, defaultdict[str, float]]] = {}
    for one in chosen:
        voyage = voyages[one.voyage]
        if not voyage.counted:
            continue
        own = found.setdefault(groups[voyage.group], {})
        here = own.setdefault(one.option if one.way else f"({one.option})", defaultdict(float))
        here["expected"] += one.chance
        if one.taken:
            here["chosen"] += 1
            here[str(voyage.outcome)] += 1
            here["landed"] += voyage.amount or 0.0 if voyage.outcome is Outcome.SUCCEEDED else 0.0
    columns = ("chosen", "expected", *map(str, Outcome), "landed")
    return {
        group: {name: {column: own[name][column] for column in columns} for name in sorted(own)}
        for group, own in sorted(found.items())
    }
