"""Law in whole runs: closed waters, courts, caveats of nations; refusals are logged and explain what got through."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

import guardship
from guardship.run.audit import audit
from guardship.run.run import Run

TINY = Path(__file__).parents[2] / "scenarios/tiny.yaml"
SEEDS = range(12)
CLOSED = {"law": {"waters": {"gulf": {"state": "elsewhere", "area": "box"}}}}
NATION = "nations.coalition.rules"


def runs(changes: Mapping[str, object]) -> list[Run]:
    scenario = guardship.load(TINY, set=dict(changes))
    return [guardship.simulate(scenario, seed) for seed in SEEDS]


def count(worlds: list[Run], *kinds: str) -> int:
    return sum(int(world.events["kind"].isin(kinds).sum()) for world in worlds)


def reasons(worlds: list[Run], kind: str) -> set[str]:
    return {str(r) for world in worlds for r in world.events.loc[world.events["kind"] == kind, "reason"].dropna()}


@pytest.fixture(scope="module")
def free() -> list[Run]:
    return runs({})


def test_a_law_that_opens_everything_changes_nothing(free: list[Run]) -> None:
    """High seas, piracy, and courts of one's own."""
    assert count(free, "boarding") > 10
    for a, b in zip(free, runs({"law": {}, f"{NATION}.reserve": 0}), strict=True):
        assert a.events.equals(b.events)


def test_closed_waters(free: list[Run]) -> None:
    """Nobody is pursued or boarded, every refusal has its line, and it is the cause of what got through."""
    closed = runs(CLOSED)
    assert count(closed, "boarding", "halted", "pursuit", "on_scene") == 0
    assert reasons(closed, "refused_visit") == {"foreign_waters"}
    assert "foreign_waters" in reasons(closed, "declined")  # what was tasked
    stages = {str(stage) for world in closed for stage in world.opportunities["stage"]}
    assert "no_authority" in stages and "no_authority" not in {str(s) for w in free for s in w.opportunities["stage"]}
    for world in closed:
        assert not [problem for found in audit(world).values() for problem in found]


def test_each_suspect_that_is_let_pass_has_a_refusal() -> None:
    """Of a suspicious contact on which a unit was free to act there is a pursuit or a refusal by that unit."""
    for world in runs(CLOSED):
        events = world.events
        for row in events[events["kind"] == "contact_suspicious"].itertuples():
            about = events[(events["actor"] == row.actor) & (events["object"] == row.object)]
            assert set(about["kind"]) & {"refused_visit", "declined"}


def test_without_a_court_everybody_is_released(free: list[Run]) -> None:
    assert count(free, "detained") > 0
    none = runs({"law": {}, f"{NATION}.prosecutes": False})
    assert count(none, "detained") == 0 and reasons(none, "released") == {"no_court"}
    court = {"court": {"parties": ["coalition", "kenya"], "permits": ["transfer"], "offences": ["piracy"]}}
    again = runs({"law": {"agreements": court}, f"{NATION}.prosecutes": False})
    assert count(again, "detained") == count(free, "detained")


def test_a_seizure_needs_its_own_permit() -> None:
    """Entry for visits alone: what is found has to be let go, and it counts as a want of authority."""
    pact = {"pact": {"parties": ["coalition", "elsewhere"], "permits": ["entry", "visit", "search"]}}
    worlds = runs({"law": {**CLOSED["law"], "agreements": pact}})
    assert count(worlds, "boarding") > 0 and count(worlds, "detained", "released") == 0
    assert "foreign_waters" in reasons(worlds, "refused_seize") & reasons(worlds, "boarding_done")


@pytest.mark.parametrize(
    ("rule", "value", "reason"),
    [
        ("offences", ["drugs"], "caveat_offence"),
        ("inside", ["corner"], "caveat_area"),
    ],
)
def test_caveats_of_a_nation(rule: str, value: list[str], reason: str) -> None:
    corner = {"geometry.corner": {"polygon": [["0 nm", "0 nm"], ["1 nm", "0 nm"], ["1 nm", "1 nm"]]}}
    worlds = runs({f"{NATION}.{rule}": value, **(corner if rule == "inside" else {})})
    assert reason in reasons(worlds, "refused_visit")


def test_whose_calls_are_answered() -> None:
    worlds = runs({f"{NATION}.protects": ["nowhere"]})
    assert "caveat_flag" in reasons(worlds, "no_unit") and count(worlds, "distress") > 0
    for world in worlds:
        calls = world.events.loc[world.events["kind"] == "distress", "report"]
        assert not world.events.loc[world.events["kind"] == "tasked", "report"].isin(calls).any()


def test_units_kept_in_reserve() -> None:
    worlds = runs({f"{NATION}.reserve": 2})
    assert count(worlds, "tasked") == 0 and "kept_in_reserve" in reasons(worlds, "no_unit")


def test_a_party_that_nobody_knows_is_refused() -> None:
    """A nation, a state that has waters, or a flag; anything else is a slip of the pen."""
    pact = {"law.agreements": {"pact": {"parties": ["coalition", "atlantis"], "permits": ["visit"]}}}
    with pytest.raises(guardship.ScenarioError, match=r"agreements.pact.parties.*atlantis"):
        guardship.load(TINY, set=pact)
    assert guardship.load(TINY, set={**pact, "law.flags": {"atlantis": {"delay": "1 h"}}}).law is not None


def test_who_may_not_act_is_no_cause() -> None:
    """A partner beside a coast that is closed to it sees and clears what the coast could have stopped."""
    coast = {"waters": {"coast": {"state": "coalition", "area": "box"}}}
    strait = guardship.load(TINY.with_name("tips.yaml"), set={"law": coast})
    made = [guardship.simulate(strait, seed) for seed in range(4)]
    won = pd.concat([run.voyages[run.voyages["outcome"] == "succeeded"] for run in made])
    known = {stage for run in made for stage in run.opportunities.query("holder == 'partner'")["stage"]}
    assert {"cleared", "not_investigated"} <= known
    assert set(won.loc[won["holder"] == "partner", "cause"]) <= {"foreign_waters", "nobody_in_reach"}
    assert (won["cause"] == "foreign_waters").sum() > 3
    assert (won["holder"] == "coalition").sum() > 10
    assert all(findings == [] for run in made for findings in audit(run).values())
