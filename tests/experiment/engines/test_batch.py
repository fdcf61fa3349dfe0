"""Batches: the same bytes in any order, interrupted or not; replications until an interval is narrow."""

from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
import pytest

from experiment.stores import changed_files
from guardship.experiment.analysis.answers import contested
from guardship.experiment.analysis.intervals import mean
from guardship.experiment.engines.batch import Engine, run
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan, plan
from guardship.report.report import report

WIDTH = 1.0  # contacts


def until_done(asked: Plan, store: Path, engine: Engine) -> None:
    """The same command again and again, until nothing interrupts it any more."""
    for _ in range(1000):
        try:
            run(asked, store, engine)
            return
        except KeyboardInterrupt:
            continue
    pytest.fail("it does not end")


def test_any_order(small: Plan, whole: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "store", lambda p, blocks: here(p, list(blocks)[::-1]))
    assert changed_files(whole, tmp_path / "store") == []


def test_interrupted_between_blocks(small: Plan, whole: Path, tmp_path: Path) -> None:
    """The same call goes on where the last one stopped, and does not run again what is there."""
    ran: list[Block] = []

    def some(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        for k, (block, files) in enumerate(here(p, blocks)):
            if k == 2:
                raise KeyboardInterrupt
            ran.append(block)
            yield block, files

    until_done(small, tmp_path / "store", some)
    assert changed_files(whole, tmp_path / "store") == []
    assert sorted(ran) == sorted(small.blocks(0, 20))


def test_until_an_interval_is_narrow(file: Path, tmp_path: Path) -> None:
    rule = {"measure": "contacts.gained", "half_width": WIDTH, "of": "mean", "at_least": 16, "at_most": 400}
    asked = plan(file, {"experiment.replications": rule})
    found = run(asked, tmp_path / "store", here)
    n, stopped = found.manifest["replications"], found.manifest["stopped"]
    assert 16 < n < 400
    assert stopped["why"] == "reached"
    assert stopped["half_width"] <= WIDTH
    values = found.measure("contacts.gained")
    assert values.shape == (4, n)
    halves = [mean(row, stopped=True).half for row in values]
    assert max(halves) == pytest.approx(stopped["half_width"])
    short = [mean(row[: n - 16], stopped=True).half for row in values]
    assert max(short) > WIDTH * 0.9


def test_until_the_best_is_known(file: Path, tmp_path: Path) -> None:
    """Points that cannot win any more run no longer; killed anywhere, it ends with the same bytes."""
    rule = {"measure": "boardings.innocent", "goal": "greatest", "delta": 0.1, "at_most": 400}
    levels = {"experiment.factors.frigates.levels": [1, 2, 4]}
    asked = plan(file, {"experiment.replications": rule, **levels})
    found = run(asked, tmp_path / "whole", here)
    ran, n = found.manifest["ran"], found.manifest["replications"]
    assert found.manifest["stopped"]["why"] == "chosen"
    assert (max(ran), sorted(ran)[-2]) == (n, n)  # the last two went on to the end
    assert min(ran) < n  # others did not
    best = contested(found).selection
    assert best.best is not None
    assert best.means[best.best] == max(best.means)
    assert np.isfinite(found.measure("boardings.innocent")).sum(axis=1).tolist() == ran
    assert report(found).count("points that can no longer be it have fewer") == 1

    def some(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        for k, (block, files) in enumerate(here(p, blocks)):
            if k == 3:
                raise KeyboardInterrupt
            yield block, files

    until_done(asked, tmp_path / "store", some)
    assert changed_files(tmp_path / "whole", tmp_path / "store") == []


def test_an_interruption_does_not_change_when_it_stops(file: Path, tmp_path: Path) -> None:
    """Replications beyond those of a look, which an interrupted command has left, are not looked at."""
    rule = {"measure": "contacts.gained", "half_width": WIDTH, "of": "mean", "at_least": 16, "at_most": 400}
    asked = plan(file, {"experiment.replications": rule})
    run(asked, tmp_path / "whole", here)

    def some(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        for block, files in here(p, blocks):
            if block.begin >= 24:
                raise KeyboardInterrupt
            yield block, files

    with pytest.raises(KeyboardInterrupt):
        run(asked, tmp_path / "store", some)
    run(asked, tmp_path / "store", here)
    assert changed_files(tmp_path / "whole", tmp_path / "store") == []


def test_a_contest_without_values_ends(file: Path, tmp_path: Path) -> None:
    """Without pirates there is no attack that could have been foreseen."""
    rule = {"measure": "detection_lead", "goal": "least", "delta": 0.1, "at_most": 400}
    given = {"experiment.replications": rule, "groups.pirates": None}
    found = run(plan(file, given), tmp_path / "store", here)
    assert (found.manifest["stopped"], found.replications) == ({"why": "no value"}, 24)


def test_an_interval_that_never_is_one(file: Path, tmp_path: Path) -> None:
    rule = {"measure": "detection_lead", "half_width": 0.1, "at_least": 8, "at_most": 16}
    found = run(plan(file, {"experiment.replications": rule, "groups.pirates": None}), tmp_path / "store", here)
    assert found.manifest["stopped"] == {"why": "cap"}
