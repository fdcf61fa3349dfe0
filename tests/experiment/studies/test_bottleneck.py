"""Perfect stages: nothing ends there any more, harmless vessels are seen as before, what is impossible is left out."""

from copy import deepcopy
from pathlib import Path

import pytest
from typer.testing import CliRunner

import guardship
from experiment.stores import bytes_of
from guardship.__main__ import app
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.store.results import Batch
from guardship.experiment.studies import perfect
from guardship.experiment.studies.bottleneck import AS_IT_IS, SAVED, planned, savings
from guardship.experiment.studies.perfect import PerfectStage, stages
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import changed
from guardship.scenario.schema import Scenario
from guardship.scenario.sharing import edges

SCENARIOS = Path(__file__).parents[3] / "scenarios"
TINY = SCENARIOS / "tiny.yaml"
SHORT = {"time.warm_up": "1 d", "time.measure": "2 d", "time.drain": "1 d"}


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return guardship.load(TINY, set={"types.frigate.boarding.succeeds": 0.5, "types.frigate.boarding.finds": 0.5})


@pytest.fixture(scope="module")
def coalition() -> Scenario:
    return guardship.load(SCENARIOS / "coalition/base.yaml", set=SHORT)


@pytest.fixture(scope="module")
def chain(tiny: Scenario) -> dict[str, PerfectStage]:
    return {stage.name: stage for stage in stages(tiny)}


@pytest.fixture(scope="module")
def batch(tiny: Scenario, chain: dict[str, PerfectStage], tmp_path_factory: pytest.TempPathFactory) -> Batch:
    return run(planned(tiny, chain.values(), 40), tmp_path_factory.mktemp("bottleneck") / "store", here)


def ended(batch: Batch, variant: str, *names: str) -> int:
    """How many opportunities ended at some stages, over all runs of a variant."""
    of = "' or name = '".join(names)
    where = f"of = 'opportunities.stages' and variant = '{variant}' and (name = '{of}')"
    return int(batch.query(f"select coalesce(sum(n), 0) n from counts where {where}")["n"].item())


@pytest.mark.parametrize(
    ("stage", "ends"),
    [
        ("find", ["undetected"]),
        ("identify", ["not_investigated", "cleared"]),
        ("board", ["boarding_failed"]),
        ("evidence", ["nothing_found"]),
    ],
)
def test_nothing_ends_at_a_perfect_stage(batch: Batch, stage: str, ends: list[str]) -> None:
    assert ended(batch, AS_IT_IS, *ends) > 0
    assert ended(batch, stage, *ends) == 0


def test_all_is_released_to_everybody_at_once(coalition: Scenario) -> None:
    released = next(stage.scenario for stage in stages(coalition) if stage.name == "release")
    assert released is not None
    assert released.sharing is not None
    found = edges(released.sharing, sorted(released.nations))
    assert len(found) == 12 * 11
    assert all(terms.delay is not None and terms.delay.support == (0.0, 0.0) for terms in found.values())


def test_a_hull_of_its_own_changes_nothing(coalition: Scenario) -> None:
    said = perfect._plain(coalition.written)
    before = deepcopy(said)
    assert perfect._sought(said, coalition) == ["dhow_sought", "skiff_sought"]
    apart = changed(coalition, perfect._difference(before, said))
    assert simulate(apart, 1).summary["measures"] == simulate(coalition, 1).summary["measures"]


def test_harmless_vessels_are_seen_as_before(chain: dict[str, PerfectStage], tiny: Scenario) -> None:
    found = chain["find"].scenario
    assert found is not None
    assert found.sensors["lookout"].detects["dhow"] == tiny.sensors["lookout"].detects["dhow"]
    assert found.sensors["lookout"].detects["dhow_sought"].reach > 200.0
    assert found.sensors["lookout"].when["night"] == {"merchant": 0.15, "dhow": 0.15}
    own, alike = tiny.sensors["bridge"].detects, found.sensors["bridge"].detects
    assert dict(alike) == {**own, "dhow_sought": own["dhow"]}


def test_what_is_left_out_says_why(chain: dict[str, PerfectStage], coalition: Scenario) -> None:
    left = {name: stage.what for name, stage in chain.items() if stage.scenario is None}
    assert left.keys() == {"release", "available", "keep", "authority", "stop", "dispose"}
    assert "nobody else to tell" in left["release"]
    assert left["dispose"] == "is perfect as it is"
    assert {s.name for s in stages(coalition) if s.scenario is None} == {"authority"}


@pytest.mark.parametrize("name", ["smuggling", "gulf_of_aden_law", "alliance", "tips", "coalition/closed_waters"])
def test_other_scenarios(name: str) -> None:
    found = list(stages(guardship.load(SCENARIOS / f"{name}.yaml")))
    assert len(found) == len(perfect.CHAIN)
    assert not [stage for stage in found if stage.what.startswith("the scenario does not allow it")]


def test_without_anybody_to_look_for() -> None:
    scenario = guardship.load(TINY, set={"groups.pirates": None, "types.pirate_group": None})
    left = {stage.name: stage.what for stage in stages(scenario) if stage.scenario is None}
    assert left["find"] == left["hold"] == perfect.NOBODY_SOUGHT


def test_the_greatest_saving_is_first(batch: Batch) -> None:
    answer = savings(batch)
    saved = [one.saves("voyages.succeeded") for one in answer]
    assert saved == sorted(saved, reverse=True)
    assert answer[0].effects.keys() == SAVED.keys()
    by = batch.measure("voyages.succeeded").mean(axis=1)
    of = {p.variant: by[p.number] for p in batch.plan.points}
    assert saved == pytest.approx([of[AS_IT_IS] - of[one.stage] for one in answer])


def test_the_command(tmp_path: Path) -> None:
    said = ["bottleneck", str(TINY), "--replications", "8", "--workers", "1", "--out", str(tmp_path / "store")]
    call = CliRunner().invoke(app, said)
    assert call.exit_code == 0, call.output
    assert "successes saved" in call.output
    assert "left out: there is one nation" in call.output
    whole = bytes_of(tmp_path / "store")
    (tmp_path / "store/runs/p0002-r000000.parquet").unlink()
    again = CliRunner().invoke(app, said)
    assert bytes_of(tmp_path / "store") == whole
    assert again.output.splitlines()[-20:] == call.output.splitlines()[-20:]


def test_faults_have_their_place(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(TINY.read_text().replace("count: 10", "count: many"))
    call = CliRunner().invoke(app, ["bottleneck", str(file)])
    assert call.exit_code == 2
    assert "wrong.yaml:" in call.output
