"""Voyage by voyage: which were saved and which lost between two policies, and how much of that is luck.

A voyage of a seed is the same candidate under both. It *gets through* when it succeeds. Saved: it got through under A
and not under B; lost: the other way round. After paths have parted, luck is no longer shared: the placebo (policy A
again, with other luck in the same traffic) shows how many voyages change sides for no reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import Estimate, mean, share
from guardship.experiment.plan.plan import Plan, Point
from guardship.experiment.store.results import Batch
from guardship.outcomes.voyages import Outcome

if TYPE_CHECKING:
    import polars

type Floats = NDArray[np.float64]

THROUGH, STOPPED = str(Outcome.SUCCEEDED), str(Outcome.STOPPED)
PLACEBO = "placebo"
KEY = ("replication", "group", "ordinal")


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
    """One voyage over other luck: the chance of being stopped, and of getting through, under one policy."""

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
    import polars as pl

    first, second = _voyages(a, one), _voyages(b, other)
    runs = sorted(set(_whole(a, one)) & set(_whole(b, other)))
    both = first.join(second, on=KEY, how="inner", suffix="_b").filter(pl.col("replication").is_in(runs))
    got, get = pl.col("outcome") == THROUGH, pl.col("outcome_b") == THROUGH
    marked = both.with_columns(saved=got & ~get, lost=~got & get)
    counts = marked.group_by("replication").agg(pl.col("saved", "lost").sum())
    found = {row[0]: row[1:] for row in counts.iter_rows()}
    table = np.array([found.get(r, (0, 0)) for r in runs], float).reshape(-1, 2)
    turned = marked.filter(pl.col("saved") | pl.col("lost")).group_by("end", "end_b").len()
    changed = turned.sort("len", "end", "end_b", descending=(True, False, False))
    changes = tuple(Change(*row) for row in changed.iter_rows())
    saved, lost = table[:, 0], table[:, 1]
    levels = a.plan.points[one].levels
    return Sides(levels, len(runs), both.height, mean(saved), mean(lost), mean(saved - lost), changes)


def _whole(batch: Batch, point: int) -> list[int]:
    """The replications of a point that came to their end."""
    import polars as pl

    rows = batch.runs.filter((pl.col("point") == point) & pl.col("error").is_null())
    return [int(r) for r in rows["replication"]]


def _voyages(batch: Batch, point: int) -> polars.DataFrame:
    """The voyages of a point that count, with their end as "outcome/cause"."""
    import polars as pl

    end = pl.concat_str([pl.col("outcome"), pl.col("cause")], separator="/", ignore_nulls=True).alias("end")
    rows = batch.voyages.filter((pl.col("point") == point) & pl.col("counted"))
    return rows.select(*KEY, "outcome", end)


def placebo_plan(plan: Plan, variant: str, replications: int) -> Plan:
    """A plan of this variant again, at the same points and seeds, with other luck."""
    points = (p for p in plan.points if p.variant == variant)
    again = tuple(p._replace(number=k, luck=p.luck + 1) for k, p in enumerate(points))
    return _of(plan, again, replications, plan.asked.first_seed)


def redraw_plan(plan: Plan, points: tuple[Point, ...], seed: int, draws: int) -> Plan:
    """A plan of some points under one seed, each with `draws` other lucks."""
    many = (p._replace(luck=k + 1) for p in points for k in range(draws))
    return _of(plan, tuple(p._replace(number=k) for k, p in enumerate(many)), 1, seed)


def _of(plan: Plan, points: tuple[Point, ...], replications: int, seed: int) -> Plan:
    kept = {p.variant for p in points}
    asked = {**plan.experiment, "replications": replications, "first_seed": seed, "keep": ["voyages"]}
    asked = {key: value for key, value in asked.items() if key != "measures"}
    variants = {name: one for name, one in plan.variants.items() if name in kept}
    return replace(plan, experiment=asked, variants=variants, points=points)


def redrawn(batch: Batch, group: str, ordinal: int) -> list[Redraw]:
    """What became of one voyage under each variant of a store of redraws. Raises KeyError when nobody planned it."""
    import polars as pl

    if "voyages" not in batch.tables:
        raise KeyError(f"{group}#{ordinal}: no such voyage under this seed; nobody planned any")
    own = batch.voyages.filter((pl.col("group") == group) & (pl.col("ordinal") == ordinal))
    if own.is_empty():
        names = ", ".join(batch.voyages["group"].unique().sort().to_list()[:8])
        raise KeyError(f"{group}#{ordinal}: no such voyage under this seed; groups are {names}, ...")
    end = pl.concat_str([pl.col("outcome"), pl.col("cause")], separator="/", ignore_nulls=True).alias("end")
    found = []
    for variant in batch.plan.variants:
        rows = own.filter(pl.col("variant") == variant)
        stopped, through = ((rows["outcome"] == what).to_numpy().astype(float) for what in (STOPPED, THROUGH))
        ends = rows.group_by(end).len().sort("len", "end", descending=(True, False))
        found.append(Redraw(variant, share(stopped), share(through), dict(ends.iter_rows())))
    return found
