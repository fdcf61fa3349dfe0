"""What must not matter to causes, in logs of whole runs: lengths, names and order of nations, bystanders, splits.

The run stays as it was; what changes is what its tables say of it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import guardship
from guardship.build.costs import tariff, waters
from guardship.build.law import closed_waters
from guardship.outcomes.causes import Cause
from guardship.outcomes.episodes import followed
from guardship.outcomes.opportunities import Roll, Stage, table_lines
from guardship.outcomes.recount import Money, Tables, caused
from guardship.reasons import Reason
from guardship.run.run import Run
from guardship.scenario.reading.check import changed, load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MESH = {"topology": "mesh", "edges": {"delay": "6 min"}}
FILES: dict[str, dict[str, object]] = {  # successes by many causes, with and without waters that are closed
    "alliance": {"sharing": MESH, "groups.pirates.count": 10},
    "tips": {"time.measure": "20 d"},
    "irtc": {"time.measure": "15 d"},
}
type Said = Mapping[int, tuple[Reason, Stage, str | None, str | None, float | None]]


@cache
def run(name: str, seed: int) -> Run:
    return guardship.simulate(changed(load(SCENARIOS / f"{name}.yaml"), FILES[name]), seed)


def of(run: Run) -> tuple[Tables, Money]:
    there = Tables(run.events, run.reports, run.legs, run.vessels, run.voyages, run.messages, run.trials)
    closed = closed_waters(run.theatre)
    return there, Money(tariff(run.scenario), waters(run.theatre), run.theatre.plane.scale_at, closed)


def said(tables: Tables, money: Money, hours: float) -> Said:
    """Each cause in the words of files: reason, stage, holder, unit, hours that were wanting."""
    roll = Roll.of(tables.vessels)
    found = caused(tables, followed(table_lines(tables.events, roll), roll, hours), roll, hours, money)
    return {number: _named(cause, roll) for number, cause in found.items()}


def _named(cause: Cause, roll: Roll) -> tuple[Reason, Stage, str | None, str | None, float | None]:
    holder = roll.nations[cause.holder] if cause.holder >= 0 else None
    unit = roll.names[cause.unit] if cause.unit >= 0 else None
    return cause.reason, cause.stage, holder, unit, None if cause.short is None else round(cause.short, 9)


def doubled(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    return rows.assign(**{name: 2.0 * rows[name] for name in columns})


def renamed(tables: Tables, names: Mapping[str, str]) -> Tables:
    vessels = tables.vessels.assign(nation=tables.vessels["nation"].map(lambda one: names.get(one, one)))
    events = tables.events.assign(holder=tables.events["holder"].map(lambda one: names.get(one, one)))
    return tables._replace(vessels=vessels, events=events)


def split(tables: Tables, nation: str, new: str) -> Tables:
    """Every second ship of a nation, with what it carries, is of a new one, whose command does and knows the same."""
    vessels, events = tables.vessels, tables.events
    ships = vessels["vessel"][(vessels["nation"] == nation) & vessels["boards"]]
    goes = vessels["vessel"].str.startswith(tuple(f"{ship}/" for ship in ships[1::2])) | vessels["vessel"].isin(
        ships[1::2]
    )
    vessels = vessels.assign(nation=vessels["nation"].where(~goes, new))
    again = events[events["holder"] == nation].assign(holder=new)
    return tables._replace(vessels=vessels, events=pd.concat([events, again]).sort_index(kind="stable"))


@pytest.fixture(params=[(name, seed) for name in FILES for seed in range(2)], ids=lambda one: f"{one[0]}-{one[1]}")
def world(request: pytest.FixtureRequest) -> tuple[Tables, Money, float, Said]:
    there = run(*request.param)
    tables, money = of(there)
    hours = there.theatre.hours
    return tables, money, hours, said(tables, money, hours)


def test_lengths_and_speeds_do_not_matter(world: tuple[Tables, Money, float, Said]) -> None:
    tables, money, hours, before = world
    legs, vessels = doubled(tables.legs, ("x", "y", "vx", "vy")), doubled(tables.vessels, ("speed",))
    closed = {who: [2.0 * ring for ring in rings] for who, rings in money.closed.items()}
    wide = money._replace(closed=closed, scale=lambda x, y: money.scale(0.5 * x, 0.5 * y))
    assert said(tables._replace(legs=legs, vessels=vessels), wide, hours) == before


def test_names_and_order_of_nations_do_not_matter(world: tuple[Tables, Money, float, Said]) -> None:
    tables, money, hours, before = world
    nations = sorted(set(tables.vessels["nation"].dropna()))
    names = dict(zip(nations, (f"{chr(122 - k)}_{one}" for k, one in enumerate(nations)), strict=True))
    there = money._replace(closed={names[who]: rings for who, rings in money.closed.items()})
    after = said(renamed(tables, names), there, hours)
    assert after == {k: (*c[:2], names.get(c[2] or "", c[2]), *c[3:]) for k, c in before.items()}


def test_a_bystander_that_may_act_nowhere_does_not_matter(world: tuple[Tables, Money, float, Said]) -> None:
    """It is in the midst of it, sees nothing and hears the calls. Where nobody could act it may be the nearest."""
    tables, money, hours, before = world
    vessels, legs = tables.vessels, tables.legs
    ship = vessels[vessels["boards"].astype(bool)].iloc[[0]].assign(vessel="bystander", nation="atlantis")
    lies = legs.iloc[[0]].assign(vessel="bystander", t=0.0, x=legs["x"].mean(), y=legs["y"].mean(), vx=0.0, vy=0.0)
    more = tables._replace(vessels=pd.concat([vessels, ship]), legs=pd.concat([lies, legs]))
    everywhere = np.array([[-1e4, -1e4], [1e4, -1e4], [1e4, 1e4], [-1e4, 1e4]])
    after = said(more, money._replace(closed={**money.closed, "atlantis": [everywhere]}), hours)
    for number, cause in before.items():
        if after[number] != cause:
            assert cause[0] is Reason.NOBODY_IN_REACH
            assert after[number][:4] == (Reason.FOREIGN_WATERS, Stage.NO_AUTHORITY, "atlantis", "bystander")


def test_a_nation_that_is_split_in_two_does_not_matter(world: tuple[Tables, Money, float, Said]) -> None:
    """Both halves are told all. The holder's name changes where the unit is of the new one."""
    tables, money, hours, before = world
    nation = tables.vessels["nation"][tables.vessels["boards"].astype(bool)].value_counts().index[0]
    closed = {**money.closed, **({"atlantis": money.closed[nation]} if nation in money.closed else {})}
    after = said(split(tables, nation, "atlantis"), money._replace(closed=closed), hours)
    assert {k: (c[0], c[1], c[3]) for k, c in after.items()} == {k: (c[0], c[1], c[3]) for k, c in before.items()}
    names = {(cause[2], after[number][2]) for number, cause in before.items()}
    assert {pair for pair in names if pair[0] != pair[1]} <= {(nation, "atlantis")}
