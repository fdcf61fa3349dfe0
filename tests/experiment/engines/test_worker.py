"""A block of runs: each is the run itself, and one that fails is a row with its error."""

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from guardship.__main__ import app
from guardship.build.model import PatrolModel
from guardship.experiment.engines import worker
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import _ready, forget, know, run_block
from guardship.experiment.plan.plan import Plan
from guardship.experiment.store.results import Batch
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load


def test_a_run_of_a_batch_is_the_run_itself(file: Path, whole: Path) -> None:
    found = Batch(whole)
    point = next(p for p in found.plan.points if p.variant == "late" and p.levels["frigates"] == 3)
    changes = {"groups.frigates.count": 3, "nations.coalition.report_delay": "6 h"}
    own = simulate(load(file, changes), 5)
    row = found.well(point=point.number, replication=5).iloc[0]
    events = found.events[(found.events["point"] == point.number) & (found.events["replication"] == 5)]
    assert own.scenario.hash == point.hash
    assert row["attacks"] == own.summary["attacks"]["count"]
    assert row["contacts.gained"] == own.summary["contacts"]["gained"] > 0
    assert row["work.events"] == own.manifest["work"]["events"]
    assert row["effort_h.patrol"] == own.summary["measures"]["effort_h"]["patrol"]
    assert events["t"].to_list() == own.events["t"].to_list()


def test_a_run_that_fails_is_a_row(small: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = simulate

    def sometimes(scenario, seed, **more):  # type: ignore[no-untyped-def]
        if seed == 3:
            raise RuntimeError("the sea is empty")
        return real(scenario, seed, **more)

    monkeypatch.setattr(worker, "simulate", sometimes)
    found = run(small, tmp_path / "store", here)
    assert found.count == 4 * 20
    assert found.failed["error"].to_list() == ["RuntimeError: the sea is empty"] * 4
    assert found.failed["seed"].to_list() == [3] * 4
    attacks = found.measure("attacks")
    assert np.isnan(attacks[:, 3]).all()
    assert np.isfinite(np.delete(attacks, 3, axis=1)).all()


def test_when_all_runs_fail(small: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise RuntimeError("\x1b[31mthe sea\nis empty")

    monkeypatch.setattr(worker, "simulate", never)
    found = run(small, tmp_path / "store", here)
    assert set(found.failed["error"]) == {"RuntimeError:  [31mthe sea is empty"}
    for command in (["compare"], ["compare", "--measure", "attacks"], ["sensitivity", "--measure", "attacks"]):
        call = CliRunner().invoke(app, [command[0], str(found.folder), *command[1:]])
        assert call.exit_code == 2
        assert "all 80 runs failed, the first with RuntimeError" in call.output.replace("\n", "")


def test_nothing_of_a_run_outlives_it_but_its_rows(small: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither while the next one runs nor among what is kept out of searches for rings."""
    models = list[weakref.ref[PatrolModel]]()
    real = simulate

    def seen(*given, **named):  # type: ignore[no-untyped-def]
        assert [model() for model in models] == [None] * len(models)
        done = real(*given, **named)
        models.append(weakref.ref(done.model))
        return done

    monkeypatch.setattr(worker, "simulate", seen)
    for _ in here(small, small.blocks(0, 8)):
        pass
    assert len(models) == 4 * 8 and [model() for model in models] == [None] * len(models)


def test_what_a_scenario_is_run_with_is_kept_out_of_searches_for_rings(
    small: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    block, real, searched = small.blocks(0, 8)[0], gc.collect, list[tuple[int, int]]()

    def search() -> int:
        searched.append((len(gc.get_objects()), gc.get_freeze_count()))
        return real()

    know(small.order())
    try:
        run_block(small.hash, block)
        monkeypatch.setattr(gc, "collect", search)
        run_block(small.hash, block)
        theatre = weakref.ref(_ready(small.hash, small.points[block.point].hash)[1])
    finally:
        forget()
    assert len(searched) == 8 and all(objects < kept / 10 for objects, kept in searched)
    assert theatre() is None and gc.get_freeze_count() == 0
