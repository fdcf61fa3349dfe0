"""Saved and lost voyages: counted by hand, none between equal policies, draws alone in a placebo, one redrawn."""

from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiment.stores import changed_files, placed
from guardship.__main__ import app
from guardship.experiment.analysis.voyages import between, placebo_plan, redraw_plan, redrawn
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import plan
from guardship.experiment.store.results import Batch
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load

TEXT = """
extends: ../tiny.yaml
name: pairs
title: One frigate or four
experiment:
  variants:
    one: {set: {groups.frigates.count: 1}, source: assumed}
    four: {set: {groups.frigates.count: 4}, source: assumed}
    four_again: {set: {groups.frigates.count: 4}, source: assumed}
    redrawn: {set: {groups.frigates.count: 4}, substream: 1, source: assumed}
  replications: 24
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("voyages")
    return run(plan(placed(folder, TEXT)), folder / "store", here)


def ends(batch: Batch, point: int) -> dict[tuple[int, str, int], str]:
    rows = batch.voyages[(batch.voyages["point"] == point) & batch.voyages["counted"]]
    return {(r.replication, r.group, r.ordinal): r.outcome for r in rows.itertuples()}


def test_saved_and_lost_by_hand(found: Batch) -> None:
    (sides,) = between(found, found, {0: 1})
    a, b = ends(found, 0), ends(found, 1)
    assert a.keys() == b.keys()
    turned = Counter((a[k] == "succeeded") - (b[k] == "succeeded") for k in a)
    assert sides.voyages == len(a)
    assert (sides.saved.value * 24, sides.lost.value * 24) == pytest.approx((turned[1], turned[-1]))
    assert turned[1] > 0
    assert sides.net.value == pytest.approx(sides.saved.value - sides.lost.value)
    succeeded = found.measure("voyages.succeeded")
    assert sides.net.value == pytest.approx((succeeded[0] - succeeded[1]).mean())
    assert sum(change.voyages for change in sides.changes) == turned[1] + turned[-1]


def test_nothing_between_equal_policies(found: Batch) -> None:
    (sides,) = between(found, found, {1: 2})
    assert (sides.saved.value, sides.lost.value, sides.changes) == (0.0, 0.0, ())


def test_a_placebo_draws_anew_and_no_more(found: Batch, tmp_path: Path) -> None:
    """As a variant with another substream, and as a run of a variant beside the store."""
    (sides,) = between(found, found, {1: 3})
    assert sides.saved.value + sides.lost.value > 0.0
    assert (found.measure("transits")[1] == found.measure("transits")[3]).all()
    again = run(placebo_plan(found.plan, "four", 24), tmp_path / "placebo", here)
    assert between(found, again, {1: 0}) == [sides._replace(levels={})]


def test_one_voyage_over_other_substreams(found: Batch, tmp_path: Path) -> None:
    points = found.plan.points[:2]
    again = run(redraw_plan(found.plan, points, seed=5, draws=12), tmp_path / "redraws", here)
    group, ordinal = again.voyages[["group", "ordinal"]].iloc[0]
    one, four = redrawn(again, group, ordinal)
    assert (one.variant, four.variant) == ("one", "four")
    assert one.stopped.n == four.through.n == 12
    assert len(one.ends) > 1
    single = simulate(load(found.folder.parent / "tiny.yaml", {"groups.frigates.count": 4}), 5, substream=3).voyages
    own = single[(single.group == group) & (single.ordinal == ordinal)].outcome.item()
    kept = again.voyages[(again.voyages["point"] == 14) & (again.voyages["group"] == group)]
    assert kept[kept["ordinal"] == ordinal]["outcome"].to_list() == [own]
    with pytest.raises(KeyError, match="no such voyage"):
        redrawn(again, "nobody/1", 1)


def test_the_command(found: Batch) -> None:
    call = CliRunner().invoke(app, ["voyages", str(found.folder), "--between", "one", "four", "--no-placebo"])
    assert call.exit_code == 0, call.output
    assert "one to four" in call.output and "succeeded: " in call.output and "succeeded/" not in call.output
    call = CliRunner().invoke(app, ["voyages", str(found.folder), "--between", "one", "five"])
    assert call.exit_code == 2
    assert "no variant 'five'" in call.output
    call = CliRunner().invoke(app, ["voyages", str(found.folder), "--between", "one", "one"])
    assert call.exit_code == 2
    assert "one twice, wanted two variants" in call.output
    said = ["voyages", str(found.folder), "--between", "one", "four", "--voyage", "pirates/0#1", "--seed"]
    assert CliRunner().invoke(app, [*said, "-1"]).exit_code == 2
    assert CliRunner().invoke(app, [*said, str(2**62)]).exit_code == 2
    call = CliRunner().invoke(app, ["voyages", str(found.folder), "--between", "one", "four", "--voyage", "pirates"])
    assert call.exit_code == 2
    assert "wanted GROUP#N" in call.output


def test_a_store_is_not_changed_by_asking(found: Batch, tmp_path: Path) -> None:
    before = run(found.plan, tmp_path / "other", here)
    assert changed_files(before.folder, found.folder) == []
