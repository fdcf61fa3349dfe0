"""The best setting for a budget: hulls within it, the same study however it is run, and a contest under fresh seeds."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas
import pytest
from typer.testing import CliRunner

from guardship.__main__ import app
from guardship.experiment.analysis.selection import select
from guardship.experiment.engines.pool import pool
from guardship.experiment.store.results import Batch
from guardship.experiment.studies.hulls import APART
from guardship.experiment.studies.optimise import (
    OWN,
    WINNER,
    Question,
    Runs,
    contest,
    own_setting,
    question,
    search,
    trial_plan,
    within,
    write,
)
from guardship.scenario.problems import ScenarioError

FILE = Path(__file__).parents[3] / "scenarios/experiments/tiny_optimise.yaml"
SHORT: Mapping[str, object] = {
    "time.warm_up": "2 h",
    "time.measure": "8 h",
    "time.drain": "2 h",
    "experiment.optimise.measure": "contacts.gained",
    "experiment.optimise.goal": "greatest",
    "experiment.optimise.delta": 1.0,
    "experiment.optimise.trials": 16,
    "experiment.optimise.replications": 16,
    "experiment.optimise.at_most": 64,
}


def studied(found: Question, out: Path, workers: int = 1) -> dict[str, bytes]:
    """The study's files, whole."""
    with pool(trial_plan(found, found.scenario), workers) as processes:
        runs = Runs(found, out, processes)
        tried = search(found, runs, lambda _: None)
        write(found, tried, contest(found, tried, runs, lambda _: None), out)
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def found() -> Question:
    return question(FILE, SHORT)


@pytest.fixture(scope="module")
def folder(found: Question, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("study") / "out"
    studied(found, out)
    return out


def test_hulls_beyond_the_budget_are_taken_from_where_most_are(found: Question) -> None:
    assert within(found, {"west": 4, "east": 1, "width": "4 nm"}) == {"west": 3, "east": 1, "width": "4 nm"}
    assert within(found, {"west": 4, "east": 4, "width": "4 nm"}) == {"west": 2, "east": 2, "width": "4 nm"}
    assert within(found, {"west": 1, "east": 2, "width": "4 nm"}) == {"west": 1, "east": 2, "width": "4 nm"}


def test_a_budget_in_dollars() -> None:
    priced = {**SHORT, "types.frigate.costs": {"ship_day": "30 kUSD"}, "experiment.optimise.budget": "50 kUSD"}
    found = question(FILE, priced)
    assert found.prices == {"west": pytest.approx(10_000.0), "east": pytest.approx(10_000.0)}  # a third of a day
    assert found.cost(within(found, {"west": 4, "east": 4, "width": "4 nm"})) == pytest.approx(50_000.0)


def test_the_file_is_where_the_search_begins(found: Question, folder: Path) -> None:
    assert own_setting(found) == {"west": 2, "east": 1, "width": "6 nm"}
    trials = pandas.read_parquet(folder / "trials.parquet")
    assert trials.iloc[0].to_dict() | {"mean": 0} == {
        "trial": 0,
        "west": "2",
        "east": "1",
        "width": "6 nm",
        "cost": 3.0,
        "mean": 0,
        "blocks": 2,
        "end": "done",
        "why": "",
    }
    assert (trials["cost"] <= 4.0).all()
    assert "given up" in trials["end"].to_list()


def test_more_hulls_see_more(folder: Path) -> None:
    study = json.loads((folder / "study.json").read_text())
    winner = study["arms"][WINNER]
    assert winner["west"] + winner["east"] == 4
    assert OWN in study["arms"]
    assert study["contest"]["means"][0] > study["contest"]["means"][list(study["arms"]).index(OWN)]


def test_given_up_are_those_below_the_median(folder: Path) -> None:
    trials = json.loads((folder / "study.json").read_text())["trials"]
    up = [one for one in trials if one["end"] == "given up"]
    done = [one for one in trials if one["end"] == "done"]
    assert all(len(one["means"]) == 1 for one in up)
    assert max(one["means"][0] for one in up) < max(one["means"][0] for one in done)


def test_the_contest_is_under_fresh_seeds(found: Question, folder: Path) -> None:
    batch = Batch(folder / "contest")
    assert batch.runs["seed"].to_numpy().min() == APART
    said = json.loads((folder / "study.json").read_text())["contest"]
    again = select(batch.measure("contacts.gained").T, 1.0, 0.95)
    assert said["n"] == again.n
    assert said["best"] == (None if again.best is None else list(batch.plan.variants)[again.best])


def test_a_trial_is_the_mean_of_its_runs(found: Question, folder: Path) -> None:
    trials = json.loads((folder / "study.json").read_text())["trials"]
    made = found.made(trials[0]["setting"])
    values = Batch(folder / "trials" / made.hash[:16]).measure("contacts.gained")[0]
    assert trials[0]["means"] == [pytest.approx(values[:8].mean()), pytest.approx(values.mean())]
    assert np.isfinite(values).all()


def test_the_same_study_with_two_processes_and_after_an_interruption(
    found: Question, folder: Path, tmp_path: Path
) -> None:
    whole = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    shutil.copytree(folder, tmp_path / "out")
    stores = sorted((tmp_path / "out/trials").iterdir())
    for store in stores[::2]:
        shutil.rmtree(store)
    (tmp_path / "out/contest/runs/p0000-r000008.parquet").unlink()
    assert studied(found, tmp_path / "out", workers=2) == whole


@pytest.mark.parametrize(
    ("changes", "where", "message"),
    [
        ({"experiment.optimise": None}, "experiment", "wanted an `optimise` section"),
        ({"experiment.optimise.budget": "1 MUSD"}, "experiment.optimise.over.west", "ship_day"),
        (
            {"experiment.optimise.over.west": None, "experiment.optimise.over.east": None},
            "experiment.optimise.budget",
            "number of hulls",
        ),
        (
            {"experiment.optimise.over.west.low": 3, "experiment.optimise.over.east.low": 3},
            "experiment.optimise.budget",
            "costs 6",
        ),
        ({"experiment.optimise.over.width.levels": ["4 nm", "12 kn"]}, "experiment.optimise.over.width", "length"),
        ({"experiment.optimise.delta": 0}, "experiment.optimise.delta", "came 0"),
    ],
)
def test_what_cannot_be_asked(changes: Mapping[str, object], where: str, message: str) -> None:
    with pytest.raises(ScenarioError) as fault:
        question(FILE, changes)
    assert [one.path for one in fault.value.problems] == [where]
    assert message in fault.value.problems[0].message


def test_the_command(tmp_path: Path) -> None:
    given = [f"--set={key}={json.dumps(value)}" for key, value in SHORT.items()]
    words = ["optimise", str(FILE), *given, "--workers", "1", "--trials", "5", "--out", str(tmp_path / "out")]
    call = CliRunner().invoke(app, words)
    assert call.exit_code == 0, call.output
    assert "the greatest contacts.gained for 4 hulls" in call.output
    assert "chosen: " in call.output
    assert (tmp_path / "out/study.json").exists()
    call = CliRunner().invoke(app, [*words, "--set=experiment.optimise.measure=contacts"])
    assert call.exit_code == 2
    assert "unknown measure 'contacts'; did you mean 'contacts.lost'?" in call.output
