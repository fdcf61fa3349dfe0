"""What commands have weighed: for each call the unit that they sent, or the best that they did not send, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple, final

from guardship.occurrences import Occurrence
from guardship.reasons import Reason

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame

ROUNDING = 1e-9  # relative to use and cost


@final
class Weighing(NamedTuple):
    """Both sides of one call for one unit. `hours` until it would be there; `chance` that the track is about an
    offence, `found` that the unit finds it; `spent` [h] of its time at `rate` [1/h]; `mate`: who comes if it is found,
    "" for nobody. `went`: whether it was sent; `reason`: why nobody was, "" where somebody was.
    """

    time: float
    holder: str
    track: int
    report: int
    kind: str
    unit: str
    mate: str
    hours: float
    chance: float
    found: float
    spent: float
    rate: float
    use: float
    cost: float
    went: bool
    reason: str


def table(weighed: Sequence[Weighing]) -> pyarrow.Table:
    """As in goings.parquet."""
    import pyarrow as pa

    numbers = dict.fromkeys(("hours", "chance", "found", "spent", "rate", "use", "cost"), pa.float64())
    kinds = {"t": pa.float64(), "holder": pa.string(), "track": pa.int64(), "report": pa.int64(), "kind": pa.string()}
    kinds |= {"unit": pa.string(), "mate": pa.string(), **numbers, "went": pa.bool_(), "reason": pa.string()}
    columns = list(zip(*weighed, strict=True)) or [()] * len(kinds)
    blank = {"mate", "reason"}
    return pa.table(
        {
            name: pa.array([one or None for one in values] if name in blank else values, kind)
            for (name, kind), values in zip(kinds.items(), columns, strict=True)
        }
    )


def misweighed(goings: DataFrame, events: DataFrame, weigh: Collection[str]) -> list[str]:
    """Where somebody was sent whose use is not over its cost, or was found not worth going and it is; and units that
    were tasked by holders that `weigh`, without a line that says so, but for reliefs."""
    found = []
    for row in goings.itertuples():
        worth = row.use - row.cost > ROUNDING * max(row.use, row.cost)
        if row.went != worth and (row.went or row.reason == Reason.NOT_WORTH_GOING.name.lower()):
            found.append(f"{row.unit} at {row.t:.6f} h: use {row.use:.6g}, cost {row.cost:.6g}, went {row.went}")
    sent = {(row.holder, row.report, row.unit) for row in goings[goings["went"]].itertuples()}
    tasked = events[(events["kind"] == Occurrence.TASKED) & events["holder"].isin(set(weigh))]
    tasked = tasked[tasked["reason"] != Reason.RELIEVES.name.lower()]
    for e in tasked.itertuples():
        if (e.holder, e.report, e.actor) not in sent:
            found.append(f"{e.actor} at {e.t:.6f} h: tasked by {e.holder} for report {e.report} unweighed")
    return found
