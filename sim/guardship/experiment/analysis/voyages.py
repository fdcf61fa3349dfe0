"""Voyage by voyage: which were saved and which lost between two policies, and how much of that is chance.

A voyage of a seed is the same candidate under both. It *gets through* when it succeeds. Saved: it got through under A
and not under B; lost: the other way round. After paths have parted, draws are no longer shared: the placebo (policy A
again, with another substream in the same traffic) shows how many voyages change sides for no reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import Estimate, mean, share
from guardship.experiment.plan.plan import ABOUT_MEASURES, Plan, Point
from guardship.experiment.store.results import Batch
from guardship.outcomes.voyages import Outcome

if TYPE_CHECKING:
    import pandas

type Floats = NDArray[np.float64]

THROUGH, STOPPED = str(Outcome.SUCCEEDED), str(Outcome.STOPPED)
PLACEBO = "placebo"
KEY = ["replication", "group", "ordinal"]


class Change(NamedTuple):
    """Voyages that changed sides, by what became of them in A and in B ("outcome/cause"), over all runs."""

    before: str
    after: str
    voyages: int


class Sides(NamedTuple):
    """Between A and B at one combination of factors: per run, saved, lost, and the net (saved less lost)."""

    levels: Mapping[str, Any]
    runs: int
    voyages: int
    saved: Estimate
    lost: Estimate
    net: Estimate
    changes: tuple[Change, ...]


class Redraw(NamedTuple):
    """One voyage over other substreams: the chance of being stopped, and of getting through, under one policy."""

    variant: str
    stopped: Estimate
    through: Estimate
    ends: Mapping[str, int]


def between(a: Batch, b: Batch, pairs: Mapping[int, int]) -> list[Sides]:
    """Saved and lost voyages from points of `a` to points of `b` (by number), over the replications that both have.

    Raises KeyError when a store has not kept its voyages.
    """
    return [_sides(a, b, one, other) for one, other in pairs.items()]


def _sides(a: Batch, b: Batch, one: int, other: int) -> Sides:
    runs = sorted(set(_whole(a, one)) & set(_whole(b, other)))
    both = _voyages(a, one).merge(_voyages(b, other), on=KEY, suffixes=("", "_b"))
    both = both[both["replication"].isin(runs)]
    got, get = both["outcome"] == THROUGH, both["outcome_b"] == THROUGH
    marked = both.assign(saved=got & ~get, lost=~got & get)
    counts = marked.groupby("replication")[["saved", "lost"]].sum().reindex(runs, fill_value=0)
    saved, lost = (counts[side].to_numpy(float) for side in ("saved", "lost"))
    turned = marked[marked["saved"] | marked["lost"]].groupby(["end", "end_b"]).size()
    changes = sorted((-n, before, after) for (before, after), n in turned.items())
    return Sides(
        a.plan.points[one].levels,
        len(runs),
        len(both),
        mean(saved),
        mean(lost),
        mean(saved - lost),
        tuple(Change(before, after, -n) for n, before, after in changes),
    )


def _whole(batch: Batch, point: int) -> list[int]:
    """The replications of a point that came to their end."""
    return [int(r) for r in batch.well(point=point)["replication"]]


def _voyages(batch: Batch, point: int) -> pandas.DataFrame:
    """The voyages of a point that count, with their end."""
    rows = batch.voyages
    rows = rows[(rows["point"] == point) & rows["counted"]]
    return rows[[*KEY, "outcome"]].assign(end=_ends(rows))


def _ends(voyages: pandas.DataFrame) -> pandas.Series:
    """How each voyage ended, as "outcome/cause"; the outcome alone where there is no cause."""
    return voyages["outcome"].str.cat(voyages["cause"], sep="/").fillna(voyages["outcome"])


def placebo_plan(plan: Plan, variant: str, replications: int) -> Plan:
    """A plan of this variant again, at the same points and seeds, with another substream."""
    points = (p for p in plan.points if p.variant == variant)
    again = tuple(p._replace(number=k, substream=p.substream + 1) for k, p in enumerate(points))
    return _of(plan, again, replications, plan.asked.first_seed)


def redraw_plan(plan: Plan, points: tuple[Point, ...], seed: int, draws: int) -> Plan:
    """A plan of some points under one seed, each with `draws` other substreams."""
    many = (p._replace(substream=k + 1) for p in points for k in range(draws))
    return _of(plan, tuple(p._replace(number=k) for k, p in enumerate(many)), 1, seed)


def _of(plan: Plan, points: tuple[Point, ...], replications: int, seed: int) -> Plan:
    kept = {p.variant for p in points}
    asked = {**plan.experiment, "replications": replications, "first_seed": seed, "keep": ["voyages"]}
    asked = {key: value for key, value in asked.items() if key not in ABOUT_MEASURES}
    variants = {name: one for name, one in plan.variants.items() if name in kept}
    return replace(plan, experiment=asked, variants=variants, points=points)


def redrawn(batch: Batch, group: str, ordinal: int) -> list[Redraw]:
    """What became of one voyage under each variant of a store of redraws. Raises KeyError when nobody planned it."""
    if "voyages" not in batch.tables:
        raise KeyError(f"{group}#{ordinal}: no such voyage under this seed; nobody planned any")
    rows = batch.voyages
    own = rows[(rows["group"] == group) & (rows["ordinal"] == ordinal)]
    if own.empty:
        names = ", ".join(sorted(rows["group"].unique())[:8])
        raise KeyError(f"{group}#{ordinal}: no such voyage under this seed; groups are {names}, ...")
    found = []
    for variant in batch.plan.variants:
        drawn = own[own["variant"] == variant]
        stopped, through = ((drawn["outcome"] == what).to_numpy(float) for what in (STOPPED, THROUGH))
        ends = sorted((-n, end) for end, n in _ends(drawn).value_counts().items())
        found.append(Redraw(variant, share(stopped), share(through), {end: -n for n, end in ends}))
    return found
