"""Batches: the same bytes in any order, interrupted or not; replications until an interval is narrow."""

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from experiment.stores import changed_files
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan, plan

WIDTH = 1.0  # contacts


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

    for _ in range(6):
        try:
            run(small, tmp_path / "store", some)
            break
        except KeyboardInterrupt:
            continue
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
    halves = [1.96 * row.std(ddof=1) / n**0.5 for row in values]
    assert max(halves) == pytest.approx(stopped["half_width"], rel=0.05)
    short = [1.96 * row[: n - 16].std(ddof=1) / (n - 16) ** 0.5 for row in values]
    assert max(short) > WIDTH * 0.9


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
