"""Ways of smugglers through whole runs: a patrol on one way, and what becomes of the traffic."""

from functools import cache
from math import exp
from typing import Any

import pandas as pd
import pytest

from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.run.table import written_of
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.check import validate
from guardship.scenario.reading.load import load

from .worlds import SCENARIOS, made_once

FILE = SCENARIOS / "two_ways.yaml"
ROUTES = "groups.boats.smuggles.routes"
NOBODY = {"groups.cutters": None}
CAPE = {"geometry.cape": {"point": ["150 nm", "170 nm"]}}
POINTS = {"cove": (20, 100), "beach": (280, 100), "north_cape": (150, 170), "south_cape": (150, 30)}


@cache
@made_once
def run(seed: int = 1, **changes: Any) -> Run:
    """A run; the names of what is changed have `__` for dots, `watched=False` is without the cutter."""
    gone = {} if changes.pop("watched", True) else NOBODY
    return simulate(
        load(FILE, set={**gone, **{name.replace("__", "."): value for name, value in changes.items()}}), seed
    )


def taken(made: Run) -> pd.DataFrame:
    """The option of each candidate voyage."""
    return made.routes.query("taken")


def test_runs_are_clean() -> None:
    assert {check: found for check, found in audit(run()).items() if found} == {}
    assert {check: found for check, found in audit(run(watched=False)).items() if found} == {}


def test_a_patrol_on_one_way_sends_the_traffic_to_the_other() -> None:
    free, watched = (run(watched=one).summary["routes"]["boats"] for one in (False, True))
    assert (
        abs(free["north"]["chosen"] - free["south"]["chosen"])
        < 4.0 * sum(free[way]["chosen"] for way in ("north", "south")) ** 0.5
    )
    assert watched["north"]["chosen"] < 0.3 * free["north"]["chosen"]
    assert watched["south"]["chosen"] > 1.2 * free["south"]["chosen"]
    assert watched["south"]["stopped"] == 0 < watched["north"]["stopped"]


def test_candidates_and_their_draws_are_equal_row_by_row_under_two_policies() -> None:
    free, watched = run(watched=False), run()
    columns = ["group", "ordinal", "planned", "amount"]
    assert free.voyages[columns].equals(watched.voyages[columns])
    one, two = (
        made.routes.merge(made.voyages[["voyage", "group", "ordinal"]], on="voyage") for made in (free, watched)
    )
    both = one.merge(two, on=["group", "ordinal", "option"], suffixes=("_one", "_two"))
    assert len(both) > 1000 and (both["luck_one"] == both["luck_two"]).all()


def test_what_is_taken_is_as_often_as_the_chances_say() -> None:
    """The sum of independent indicators given what was believed: within four standard errors, by option."""
    made = run().routes
    for _, own in made.groupby("option"):
        error = (own["chance"] * (1.0 - own["chance"])).sum() ** 0.5
        assert abs(own["taken"].sum() - own["chance"].sum()) < 4.0 * error
    assert made.groupby("voyage")["chance"].sum().to_numpy() == pytest.approx(1.0)
    assert (made.groupby("voyage")["taken"].sum() == 1).all()


def test_each_candidate_with_somebody_there_has_a_choice_and_who_stays_says_so() -> None:
    made = run(groups__boats__smuggles__routes__stays=2.5)
    table = taken(made).merge(made.voyages, on="voyage")
    stays = table[~table["way"]]
    assert len(stays) > 20 and set(stays["cause"]) == {"stayed"} and stays["sailed"].isna().all()
    assert table[table["way"]]["sailed"].notna().all()
    absent = set(made.voyages["voyage"]) - set(table["voyage"])
    assert set(made.voyages.set_index("voyage").loc[list(absent), "cause"]) <= {"crew_held", "crew_out"}


def test_going_elsewhere_takes_from_the_ways() -> None:
    made = run(groups__boats__smuggles__routes__elsewhere=2.5)
    assert "elsewhere" in set(made.voyages["cause"])
    assert made.summary["routes"]["boats"]["(elsewhere)"]["chosen"] > 20


def test_the_share_of_the_watched_way_is_the_fixed_point_of_what_is_learnt() -> None:
    """h = (T d + n q) / (T + n), where n passages are remembered and q are lost: with a long memory the share that is
    chosen in the end is that of the utility at what was truly met. Within 6 of 100 after 300 days."""
    made = run(groups__boats__smuggles__routes__memory="2000 d", groups__boats__smuggles__routes__stays=None)
    table = taken(made).merge(made.voyages[["voyage", "outcome", "counted"]], on="voyage")
    late = table[table["counted"]]
    north = late[late["option"] == "north"]
    n = (table["option"] == "north").sum()
    caught = (table.query("option == 'north'")["outcome"] == "stopped").sum()
    length = north["length"].iloc[0]
    h = (10.0 * 0.02 * length / 100.0 + caught) / (10.0 + n)
    low = (10.0 * 0.02 * length / 100.0) / (10.0 + (table["option"] == "south").sum())
    gap = 1.5 * 8.0 * (exp(-low) - exp(-h))
    assert (late["option"] == "north").mean() == pytest.approx(1.0 / (1.0 + exp(gap)), abs=0.06)


def test_only_runs_with_a_choice_of_ways_have_the_table() -> None:
    plain = load(SCENARIOS / "smuggling.yaml")
    assert "routes" not in written_of(Run, plain) and "routes" in written_of(Run, run().scenario)


def test_a_bystander_changes_no_choice() -> None:
    """A ship far from everybody."""
    plain = taken(run(watched=False)).drop(columns="voyage")
    idle: Any = {"type": "bystander", "count": 1, "hold": {"at": ["5 nm", "5 nm"]}}
    kind: Any = {"is": "passive", "hull": "warship", "speed": {"cruise": "10 kn"}}
    other = simulate(load(FILE, set={**NOBODY, "types.bystander": kind, "groups.bystanders": idle}), 1)
    assert taken(other).drop(columns="voyage").equals(plain)


def test_twice_the_lengths_and_speeds_change_no_choice() -> None:
    """On a box, without patrols; cost and danger are of a mile."""
    plain = run(watched=False)
    twice: dict[str, Any] = {
        f"geometry.{name}.point": [f"{2 * x} nm", f"{2 * y} nm"] for name, (x, y) in POINTS.items()
    }
    twice |= {"theatre.box.width": "600 nm", "theatre.box.height": "400 nm"}
    twice |= {
        "types.smuggler.speed": {"cruise": "20 kn", "max": "20 kn"},
        f"{ROUTES}.cost": 0.05,
        f"{ROUTES}.danger": 0.01,
    }
    other = simulate(load(FILE, set={**NOBODY, **twice}), 1)
    assert taken(other)["option"].tolist() == taken(plain)["option"].tolist()
    assert taken(other)["t"].to_numpy() == pytest.approx(taken(plain)["t"].to_numpy())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({f"{ROUTES}.ways": {"north": ["nowhere"]}}, "nowhere"),
        ({"groups.boats.smuggles.via": ["north_cape"]}, "came via and routes"),
        ({f"{ROUTES}.ways": {"a": ["north_cape"], "b": ["north_cape"]}}, "came the same points for two ways"),
        ({f"{ROUTES}.ways": {"stay": ["north_cape"]}}, "came a way called stay"),
        ({f"{ROUTES}.ways": {"elsewhere": ["north_cape"]}}, "came a way called elsewhere"),
        ({f"{ROUTES}.ways": {"a": ["north_cape", "north_cape"]}}, "came a point twice in the way a"),
    ],
)
def test_what_is_no_choice_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        load(FILE, set=changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({f"{ROUTES}.ways": {"a": ["north_cape", "cove"]}}, "came cove, where a base or landing place is, wanted"),
        ({f"{ROUTES}.ways": {"a": ["north_cape", "cape"]}, **CAPE}, "came cape, where north_cape is, wanted each"),
        ({"geometry.north_cape.point": ["150 nm", "270 nm"]}, "outside the theatre"),
    ],
)
def test_a_way_that_is_none_on_the_chart_is_refused(changes: dict[str, Any], message: str) -> None:
    problems = validate(FILE, changes)
    assert any(message in str(problem) for problem in problems), problems


def test_the_story_of_a_voyage_names_its_way() -> None:
    made = run(watched=False)
    first = taken(made).iloc[0]
    (said,) = [one for one in made.story(f"voyage:{first.voyage}").sentences if "chooses the way" in one.text]
    assert said.t == first.t and f"the way {first.option} (" in said.text and said.rests_on[0].startswith("routes:")
