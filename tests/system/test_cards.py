"""What a notebook shows of a scenario, a run, a batch, a comparison: small, escaped, the right numbers."""

from pathlib import Path

import numpy as np

import guardship
from experiment.stores import SCENARIOS, TEXT, placed
from guardship.experiment.analysis.compare import compare
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.plan.plan import plan
from guardship.experiment.store.store import Store

EVIL = "<img src=x onerror=alert(1)>"
SMALL = 20_000  # letters


def test_a_scenario() -> None:
    shown = guardship.load(SCENARIOS / "tiny.yaml", set={"title": EVIL})._repr_html_()
    assert EVIL not in shown
    assert "&lt;img src=x" in shown
    assert "pirate_group" in shown
    assert "10 a day" in shown
    assert len(shown) < SMALL


def test_a_run() -> None:
    found = guardship.simulate(guardship.load(SCENARIOS / "tiny.yaml", set={"title": EVIL}), seed=2)
    shown = found._repr_html_()
    assert EVIL not in shown
    assert f'<td class="n">{found.summary["attacks"]["count"]}</td>' in shown
    assert "others" in shown
    assert len(shown) < SMALL


def test_a_batch_and_a_comparison(tmp_path: Path) -> None:
    text = TEXT.replace("title: Half a day of the tiny strait", f"title: '{EVIL}'")
    text = text.replace("replications: 20", "replications: 8")
    batch = run(plan(placed(tmp_path, text)), tmp_path / "store", here)
    shown = batch._repr_html_()
    assert EVIL not in shown
    assert "4 points, 32 runs, 0 failed" in shown
    assert f"{float(np.mean(batch.measure('attacks')[0])):.4g} ±" in shown
    answer = compare(batch, ["attacks", "contacts.gained"])
    assert "contacts.gained" in answer._repr_html_()
    assert len(shown) + len(answer._repr_html_()) < 2 * SMALL
    Store(tmp_path / "empty", batch.plan).open()
    assert "no run is there yet" in guardship.Batch(tmp_path / "empty")._repr_html_()
