"""The examples of CONTRIBUTING.md, each run as it stands there."""

import json
import re
import runpy
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from guardship.commands.app import app
from guardship.experiment.store.columns import numbers
from guardship.outcomes import measures
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

from .worlds import IRTC, SCENARIOS, TINY, tiny

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text()
SHARING = Path(__file__).parent / "sharing.yaml"
DAY = {"time.warm_up": "0 d", "time.measure": "1 d", "time.drain": "0 d"}


def block(heading: str, language: str = "python") -> str:
    """The one fenced block of a language below a heading."""
    section = re.search(rf"^### {heading}\n(.*?)(?=^##)", TEXT, re.DOTALL | re.MULTILINE)
    assert section is not None, heading
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", section[1], re.DOTALL | re.MULTILINE)
    return str(found)


def example(heading: str, folder: Path) -> Mapping[str, Any]:
    """What the Python of a section defines, saved as a file and run."""
    path = folder / "example.py"
    path.write_text(block(heading))
    return runpy.run_path(str(path))


@cache
def corridor() -> Run:
    """A day of the corridor."""
    return simulate(load(IRTC, set=DAY))


def test_every_example_is_run() -> None:
    headings = re.findall(r"^### (An? .*)$", TEXT, re.MULTILINE)
    run = set(re.findall(r'(?:block|example)\("(An? [a-z ]+)"', Path(__file__).read_text()))
    assert {name for name in headings if name != "A test"} == run


def test_a_sensor(tmp_path: Path) -> None:
    shutil.copy(IRTC, tmp_path)
    shutil.copytree(SCENARIOS / "geo", tmp_path / "geo")
    (tmp_path / "irtc-thermal.yaml").write_text(block("A sensor", "yaml"))
    made = load(tmp_path / "irtc-thermal.yaml", set=DAY)
    assert made.sensors["thermal_camera"].reach == 4.0
    assert simulate(made).summary["contacts"] != corridor().summary["contacts"]  # it is there instead of AIS


def test_an_offence() -> None:
    """The scenario of the example, which `tests/docs/test_example_of_an_offence.py` runs."""
    shown = (SCENARIOS.parent / "docs/examples/illegal_fishing/strait.yaml").read_text()
    assert block("An offence", "yaml").strip() == shown.strip()


def test_a_detection_law(tmp_path: Path) -> None:
    """Against Simpson's rule, which is exact for a rate that is quadratic in time; rounding is some 1e-15 of terms."""
    gain = example("A detection law", tmp_path)["fading_gain"]
    rng, met = np.random.default_rng(1), 0
    for k in range(500):
        r, rate, q, v = rng.uniform(1.0, 20.0), rng.uniform(0.1, 9.0), rng.uniform(0.0, 1.0), rng.uniform(0.0, 6.3)
        x, y = r * np.sqrt(q) * np.cos(v), r * np.sqrt(q) * np.sin(v)
        wx, wy = rng.normal(0.0, 20.0, 2) if k % 10 else (0.0, 0.0)
        along, slow = x * wx + y * wy, wx * wx + wy * wy
        leaves = (np.sqrt(along**2 + slow * (r * r - x * x - y * y)) - along) / slow if slow else 5.0
        t = rng.uniform(0.0, leaves)

        def rate_at(s: float) -> float:
            return float(rate * (1.0 - ((x + wx * s) ** 2 + (y + wy * s) ** 2) / r**2))  # noqa: B023

        def exposure(s: float) -> float:
            return s / 6.0 * (rate_at(0.0) + 4.0 * rate_at(s / 2.0) + rate_at(s))

        need = rng.uniform(0.0, 1.5) * exposure(t)
        at, total = gain(x, y, wx, wy, r, rate, need, t)
        assert total == pytest.approx(exposure(t), rel=1e-9, abs=1e-12)
        assert (at < np.inf) == (need <= total)
        if at < np.inf:
            met += 1
            assert exposure(at) == pytest.approx(need, rel=1e-7, abs=1e-9)
    assert 200 < met < 450


def test_a_behaviour(tmp_path: Path) -> None:
    agents = example("A behaviour", tmp_path)["AGENTS"]
    keen = {"sensors.lookout.when": None, "sensors.lookout.identifies.dhow.suspicious": 1}  # by night as by day
    sea = load(TINY, set=keen)
    hours = declined(simulate(sea, 1, agents=agents))
    assert len(hours) > 3 and all(t % 24.0 < 3.0 or t % 24.0 >= 15.0 for t in hours)  # when it is night in that sea
    assert declined(simulate(sea, 1)) == []


def declined(run: Run) -> list[float]:
    """When a unit left something alone without one of the built-in reasons [h]."""
    lines = run.events
    return [float(t) for t in lines.loc[(lines["kind"] == "declined") & lines["reason"].isna(), "t"]]


def test_a_sharing_rule(tmp_path: Path) -> None:
    rules = example("A sharing rule", tmp_path)["RULES"]
    sharing = yaml.safe_load(block("A sharing rule", "yaml"))
    held = simulate(load(SHARING, set={"sharing": sharing}), 1, rules=rules)
    at_once = simulate(load(SHARING, set={"sharing": sharing | {"edges": {"delay": "30 min", "blur": "2 nm"}}}), 1)
    came = [m for m in held.model.post.network.messages if not m.edge.own and m.arrived is not None]
    assert len(came) > 100
    assert {round(m.arrived % 24.0, 9) for m in came if m.arrived} == {8.5}
    assert max(m.arrived - m.sent for m in came if m.arrived) <= 24.5 + 1e-9
    first = {m.report.id: m.report for m in at_once.model.post.network.messages if not m.edge.own}
    assert any(first[m.report.id].observations == m.report.observations for m in came if m.report.id in first)
    assert all(seen.sigma >= 2.0 for m in came for seen in m.report.observations)  # the edge's own terms hold
    assert not any(audit(held).values())


def test_a_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = example("A measure", tmp_path)["of_first_day"]
    monkeypatch.setattr(measures, "PARTS", (*measures.PARTS, own))
    run = next(run for seed in range(20) if (run := simulate(tiny(), seed)).summary["attacks"]["count"])
    found = run.summary["measures"]["first_day_share"]
    early = (run.events["kind"] == "attack") & (run.events["t"] >= 24.0) & (run.events["t"] < 48.0)
    assert (found["n"], found["count"]) == (run.summary["attacks"]["count"], early.sum())
    assert numbers(run.summary, {})["first_day_share"] == found["value"]  # a column of a batch
    assert not any(audit(run).values())  # which counts it again


def test_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "registered_commands", list(app.registered_commands))
    example("A command", tmp_path)
    done = CliRunner().invoke(app, ["nations", str(TINY)])
    assert (done.exit_code, done.output) == (0, "coalition: frigates\n")
    assert CliRunner().invoke(app, ["nations", str(tmp_path / "none.yaml")]).exit_code == 2


def test_a_study(tmp_path: Path) -> None:
    rows = example("A study", tmp_path)["faster"](tiny(), "frigate", 60.0, tmp_path / "store", 4)
    assert [(row.variant, row.measure) for row in rows] == [("faster", "voyages.stopped"), ("faster", "attacks")]
    assert all(row.effect is not None and row.effect.n == 4 for row in rows)


def test_an_export(tmp_path: Path) -> None:
    run, path = corridor(), tmp_path / "tracks.json"
    example("An export", tmp_path)["tracks"](run, path)
    made = json.loads(path.read_text())["features"]
    points = {one["properties"]["vessel"]: one["geometry"]["coordinates"] for one in made}
    assert sum(map(len, points.values())) == len(run.legs)
    vessel, leg = str(run.legs["vessel"].iloc[0]), run.legs.iloc[0]
    assert points[vessel][0] == [leg["lon"], leg["lat"]]
