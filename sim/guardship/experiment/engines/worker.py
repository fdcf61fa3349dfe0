"""What a worker does: the runs of a block, each kept as rows; a run that fails is a row with its error."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Set
from functools import lru_cache

from guardship.build.theatre import Theatre
from guardship.experiment.plan.handed import handed_to
from guardship.experiment.plan.plan import Block, Order, Plan
from guardship.experiment.store.columns import Name, Tables
from guardship.run.garbage import seldom_collected
from guardship.run.simulate import simulate
from guardship.scenario.schema import Scenario

SCENARIOS_KEPT = 32  # with their stages, at hand of a worker
LONGEST = 500  # letters of an error
CRASHED = "crashed: the process that ran it died"

type Files = Mapping[str, bytes]
_plans: dict[str, Plan] = {}


def know(text: Order) -> None:
    """Get ready for the blocks of a plan (`Plan.order`)."""
    plan = Plan.of_order(text)
    _plans[plan.hash] = plan


def forget() -> None:
    """Let go of scenarios, in a process that does other things too."""
    _ready.cache_clear()


def knows(key: str) -> bool:
    """Whether this process is ready for the plan of this hash."""
    return key in _plans


@lru_cache(SCENARIOS_KEPT)
def _ready(key: str, content: str) -> tuple[Scenario, Theatre]:
    """The scenario of this hash and its theatre."""
    plan = _plans[key]
    scenario = plan.scenario(next(point.number for point in plan.points if point.hash == content))
    return scenario, Theatre.of(scenario)


@seldom_collected()  # but after each run
def run_block(key: str, block: Block, crashed: Set[int] = frozenset()) -> Files:
    """The tables of a block, as Parquet; the same bytes wherever it is run.

    `crashed`: replications that are not run, since they have killed the process that did.
    """
    plan = _plans[key]
    point = plan.points[block.point]
    tables = Tables(plan.asked.keep)
    for replication in range(block.begin, block.end):
        known = _ready.cache_info().misses
        name = Name(point.number, point.variant, point.levels, replication, plan.seed(replication))
        if replication in crashed:
            tables.failed(name, CRASHED)
            continue
        try:
            _run(plan, name, tables)
        except Exception as error:  # whatever it is: the other runs go on, and the row says it
            tables.failed(name, _line(f"{type(error).__name__}: {error}"))
        _clear_away(_ready.cache_info().misses > known)
    return tables.files()


def _run(plan: Plan, name: Name, tables: Tables) -> None:
    """One run, of which its rows are kept and nothing else."""
    point = plan.points[name.point]
    scenario, theatre = _ready(plan.hash, point.hash)
    agents, rules = handed_to(scenario, plan.own)
    done = simulate(scenario, name.seed, agents=agents, rules=rules, substream=point.substream, theatre=theatre)
    tables.add(name, done)
    done.model.take_apart()


def _clear_away(first: bool) -> None:
    """Free what is left of a run that nobody holds any more: its rings, all of it when it has failed.

    What lives on after the first run of a scenario, its theatre and the libraries, is kept out of later searches for
    rings: with it one takes 130 ms. A theatre is in no ring, so it goes when it is let go.
    """
    gc.collect()
    if first:
        gc.freeze()


def _line(text: str) -> str:
    """On one line, cut, without anything that a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text[:LONGEST])
