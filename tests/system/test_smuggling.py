"""Smugglers in a small strait, whole runs: what is carried, what is stopped, what is landed."""

from functools import cache
from math import fsum
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from guardship.outcomes import audit as checks
from guardship.outcomes.offences import FATES, JETTISONED
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

from .worlds import SCENARIOS, files, made_once

STRAIT = SCENARIOS / "smuggling.yaml"
SEEDS = range(12)
ONLY = {f"groups.{name}": None for name in ("tankers", "on_tankers", "on_terminal")}  # no attackers


@cache
@made_once
def run(seed: int = 0, **changes: Any) -> Run:
    """A run of the strait; the names of what is changed have `__` for dots."""
    named = {name.replace("__", "."): value for name, value in changes.items()}
    return simulate(load(STRAIT, set={**ONLY, **named}), seed)


def does(way: str, seed: int = 0) -> Run:
    """A run in which all who carry drugs do the same at the sight of a patrol, which they see from afar."""
    return run(
        seed,
        types__drug_dhow__on_patrol__does=way,
        sensors__eyes__detects__warship__range="25 nm",
        groups__drugs__smuggles__sanctuaries=("islet",),
    )


def outcomes(made: Run, offence: str = "drugs") -> dict[str, int]:
    found: dict[str, int] = made.summary["offences"][offence]["outcomes"]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_runs_are_clean(seed: int) -> None:
    assert {check: found for check, found in audit(run(seed)).items() if found} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_voyages_and_cargoes_add_up(seed: int) -> None:
    s, table = run(seed).summary, run(seed).voyages
    assert sum(one["voyages"] for one in s["offences"].values()) == s["voyages"] == table["counted"].sum()
    for offence, one in s["offences"].items():
        own = table[(table["offence"] == offence) & table["counted"]]
        assert one["voyages"] == len(own) == sum(one["outcomes"].values()) == sum(one["funnel"].values())
        cargo = one["cargo"]
        assert fsum(cargo[fate] for fate in (*FATES.values(), JETTISONED)) == pytest.approx(cargo["planned"])
        assert cargo["planned"] == pytest.approx(own["amount"].sum())
        stopped, landed = (own.loc[own["outcome"] == what, "amount"].sum() for what in ("stopped", "succeeded"))
        assert (cargo["stopped"], cargo["delivered"]) == pytest.approx((stopped, landed))
        assert cargo["jettisoned"] == pytest.approx(own.loc[own["jettisoned"], "amount"].sum())


def test_every_fate_occurs() -> None:
    tables = pd.concat([run(seed).voyages for seed in SEEDS])
    assert set(tables["outcome"]) == {"did_not_sail", "succeeded", "stopped", "aborted", "at_sea"}
    assert {"warship_seen", "jettisoned", "detained", "released", "never_seen"} <= set(tables["cause"])
    stages = pd.concat([run(seed).opportunities for seed in SEEDS])["stage"]
    assert {"jettisoned", "nothing_found", "stopped", "released", "cleared"} <= set(stages)


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    """With attackers among them."""
    one, two = (files(simulate(load(STRAIT), 2).write(tmp_path / name)) for name in "ab")
    assert one == two


def test_what_is_planned_does_not_depend_on_patrols() -> None:
    """Times, cargoes, bases and landing places are the seed's, whoever patrols and whatever smugglers do about it."""
    planned = ["group", "ordinal", "planned", "cargo", "amount"]
    for other in (run(3, groups__frigates=None), does("turns_back", 3)):
        a, b = (one.voyages[planned].sort_values(["group", "ordinal"], ignore_index=True) for one in (run(3), other))
        assert a.equals(b)
        rows = [
            {(c.time, model.crew.names[c.row], model.voyages.ends(c)) for c in model.voyages.timetable}
            for model in (run(3).model, other.model)
        ]
        assert rows[0] == rows[1] and len(rows[0]) == len(a)


def test_undisturbed_they_are_back_for_their_next_voyage() -> None:
    """The timetable counts the time of the way and the time ashore: nobody is late without a patrol."""
    table = pd.concat([run(seed, groups__frigates=None).voyages for seed in SEEDS])
    assert set(table["outcome"]) == {"succeeded", "at_sea"}
    often = table[table["group"] == "drugs/0"]
    assert len(often) > 60


def test_the_timetable_says_where_they_go() -> None:
    made = run(1)
    voyages, sailed = made.model.voyages, made.voyages.set_index(["group", "ordinal"])
    for candidate in voyages.timetable:
        voyage = sailed.loc[(made.model.crew.names[candidate.row], candidate.ordinal)]
        assert voyage["planned"] == candidate.time
        base, landing = voyages.ends(candidate)
        if voyage["outcome"] == "succeeded":
            there = made.position(made.model.crew.names[candidate.row], voyage["ended"] - 1e-6)
            assert base is not None and landing is not None and there is not None
            assert (there.x, there.y) == pytest.approx(landing, abs=1e-3)


@pytest.mark.parametrize(("way", "cause"), [("turns_back", "warship_seen"), ("jettisons", "jettisoned")])
def test_who_gives_up_at_the_sight_of_a_patrol_comes_home(way: str, cause: str) -> None:
    tables = pd.concat([does(way, seed).voyages for seed in range(4)])
    drugs = tables[tables["offence"] == "drugs"]
    aborted = drugs[drugs["outcome"] == "aborted"]
    assert len(aborted) > 20 and set(aborted["cause"]) == {cause}
    assert drugs["jettisoned"].any() == (way == "jettisons")


def test_who_carries_on_is_not_deterred() -> None:
    bold, wary = ([outcomes(does(way, seed)) for seed in range(4)] for way in ("carries_on", "turns_back"))
    assert not any(found.get("aborted") for found in bold)
    assert sum(found["succeeded"] for found in bold) > 2 * sum(found.get("succeeded", 0) for found in wary)


def test_who_runs_hides_in_a_sanctuary_and_goes_on() -> None:
    made = does("runs")
    hidden = made.events[(made.events["kind"] == "hides") & made.events["actor"].str.startswith("drugs")]
    assert len(hidden) > 3
    for line in hidden.itertuples():
        there = made.position(line.actor, line.t)
        assert there is not None and (there.x, there.y) == pytest.approx((110.0, 85.0), abs=1e-3)
    assert outcomes(made)["succeeded"] > 0 and "aborted" not in outcomes(made)


def test_nothing_is_found_of_what_was_jettisoned() -> None:
    for seed in range(4):
        table = does("jettisons", seed).voyages
        assert not (table["jettisoned"] & (table["outcome"] == "stopped")).any()


def test_perfect_boardings_stop_more_and_less_is_delivered() -> None:
    keen, blind = (
        [run(seed, types__frigate__boarding__finds=p).summary["offences"]["arms"]["cargo"] for seed in SEEDS]
        for p in (1.0, 0.0)
    )
    assert all(cargo["stopped"] == 0.0 for cargo in blind)
    assert sum(cargo["stopped"] for cargo in keen) > 0.0
    assert sum(cargo["delivered"] for cargo in keen) < sum(cargo["delivered"] for cargo in blind)


def test_flags_are_claimed_by_weight() -> None:
    made = run(0, groups__drugs__count=200, groups__arms=None, groups__crossings=None)
    claimed = [made.model.crew[made.model.crew.rows[name]].flag for name in set(made.voyages["group"])]
    assert claimed.count("stateless") == pytest.approx(150, abs=4 * 6.2)
    assert set(claimed) == {"stateless", "somaland"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", -1.0),
        ("offence", "piracy"),
        ("cause", "captured"),
        ("counted", False),
        ("jettisoned", True),
        ("planned", 1.0),
    ],
)
def test_a_voyage_that_was_changed_in_its_table_is_found(column: str, value: Any) -> None:
    made = run(0)
    table = made.voyages
    offences = dict(zip(table["group"], table["offence"], strict=True))
    window = made.summary["window_h"]
    assert checks.misbooked(made.events, table, offences, tuple(window)) == []
    row = table.index[(table["outcome"] == "aborted") & table["counted"] & ~table["jettisoned"]][0]
    other = table.copy()
    other.loc[row, column] = value
    assert any(
        f"voyage {table.loc[row, 'voyage']}:" in text
        for text in checks.misbooked(made.events, other, offences, tuple(window))
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groups.arms.smuggles.sanctuaries": None}, "without sanctuaries"),
        ({"groups.crossings.smuggles.ashore": "1 h"}, "at a rate"),
        ({"types.crossing.on_patrol.does": "jettisons"}, "jettisons for people"),
        ({"types.crossing.cargo.drugs": "1 t"}, "exactly one"),
        ({"groups.drugs.smuggles": None, "groups.drugs.roam.in": "waters"}, "wanted `smuggles`"),
        ({"groups.drugs.smuggles.to": ["beech"]}, "did you mean 'beach'"),
        ({"types.drug_dhow.on_patrol.does": "flies"}, "does"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load(STRAIT, set=changes)
