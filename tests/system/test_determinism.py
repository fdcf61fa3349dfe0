"""The same scenario and seed give the same bytes, whatever else happens, and another seed gives others."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from guardship.build.model import PatrolModel
from guardship.build.theatre import Theatre
from guardship.run.folder import FILES
from guardship.run.run import TABLES, Run
from guardship.run.simulate import simulate
from guardship.scenario.schema import Scenario

from .worlds import IRTC, TINY, files, guardship, tiny, week


@pytest.fixture(scope="module")
def solo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The run folder of the small scenario with seed 3, as a run of its own writes it."""
    return files(simulate(tiny(), 3).write(tmp_path_factory.mktemp("runs") / "solo"))


class Parts:
    """A model of a scenario that is run bit by bit."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario, self.seed, self.theatre = scenario, seed, Theatre.of(scenario)
        self.model: PatrolModel = PatrolModel(scenario, seed, theatre=self.theatre)

    def written(self, folder: Path) -> dict[str, bytes]:
        """The run folder, when the model has come to the end."""
        assert self.model.time == self.theatre.hours
        return files(Run(self.scenario, self.seed, self.theatre, self.model).write(folder))


def test_twice_in_a_process(solo: dict[str, bytes], tmp_path: Path) -> None:
    made = [*(f"{name}.parquet" for name in TABLES), *(file.name for file in FILES)]
    assert sorted(solo) == sorted(set(made) - {"provenance.json"})
    assert files(simulate(tiny(), 3).write(tmp_path / "again")) == solo


def test_after_another_scenario(solo: dict[str, bytes], tmp_path: Path) -> None:
    simulate(week(), 5)
    assert files(simulate(tiny(), 3).write(tmp_path / "after")) == solo


def test_another_seed_differs(solo: dict[str, bytes], tmp_path: Path) -> None:
    other = files(simulate(tiny(), 4).write(tmp_path / "other"))
    assert [name for name in solo if solo[name] == other[name]] == ["chart.json", "scenario.json"]


@pytest.mark.parametrize("env", [{}, {"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "random"}])
def test_in_a_new_process(solo: dict[str, bytes], tmp_path: Path, env: dict[str, str]) -> None:
    done = guardship("run", TINY, "--seed", 3, "--out", "there", cwd=tmp_path, **env)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "there") == solo


def hourly(model: PatrolModel, hours: float) -> None:
    for _ in range(round(hours)):
        model.step()


def at_odd_times(model: PatrolModel, hours: float) -> None:
    for t in np.sort(np.random.default_rng(1).uniform(0.0, hours, 500)):
        model.run_until(float(t))
    model.run_until(hours)


def event_by_event(model: PatrolModel, hours: float) -> None:
    """Stopping at every line of the log of another run, where things happen at that very instant."""
    for t in simulate(tiny(), 3).events["t"]:
        model.run_until(float(t))
    model.run_until(hours)


@pytest.mark.parametrize("how", [hourly, at_odd_times, event_by_event])
def test_in_pieces(solo: dict[str, bytes], tmp_path: Path, how: Callable[[PatrolModel, float], None]) -> None:
    run = Parts(tiny(), 3)
    how(run.model, run.theatre.hours)
    assert run.written(tmp_path / "pieces") == solo


def test_with_progress(solo: dict[str, bytes], tmp_path: Path) -> None:
    told: list[float] = []
    run = simulate(tiny(), 3, progress=lambda done, hours: told.append(done / hours))
    assert told[-1] == 1.0 and len(told) == 100
    assert files(run.write(tmp_path / "told")) == solo


def test_two_models_alive(solo: dict[str, bytes], tmp_path: Path) -> None:
    """In turns, an hour each; the other one is of another scenario, and then of the same with another seed."""
    alone = files(simulate(week(), 5).write(tmp_path / "alone"))
    ours, theirs, third = Parts(tiny(), 3), Parts(week(), 5), Parts(tiny(), 4)
    for hour in range(round(theirs.theatre.hours)):
        for run in (ours, theirs, third):
            run.model.run_until(min(hour + 1.0, run.theatre.hours))
    assert ours.written(tmp_path / "ours") == solo
    assert theirs.written(tmp_path / "theirs") == alone


@pytest.mark.long
def test_cold_cache(solo: dict[str, bytes], tmp_path: Path) -> None:
    """Compiled anew in a folder of its own, then from there."""
    around = {"GUARDSHIP_CACHE_DIR": str(tmp_path / "c"), "GUARDSHIP_KERNELS": "numba"}
    for name, compiles in (("cold", True), ("warm", False)):
        done = guardship("run", TINY, "--seed", 3, "--out", name, cwd=tmp_path, **around)
        assert done.returncode == 0, done.stderr
        assert ("compiling" in done.stderr) is compiles
        assert files(tmp_path / name) == solo


@pytest.mark.long
def test_the_corridor_in_new_processes(tmp_path: Path) -> None:
    for name, seed in (("a", "1"), ("b", "2")):
        assert guardship("run", IRTC, "--out", name, cwd=tmp_path, PYTHONHASHSEED=seed).returncode == 0
    assert files(tmp_path / "a") == files(tmp_path / "b")
