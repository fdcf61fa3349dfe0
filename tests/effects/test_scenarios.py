"""Every question of scenarios/coalition loads, runs and passes the audit, shortened."""

import json
from functools import cache
from pathlib import Path

import pytest

import guardship
from guardship.run import audit as inspection

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "scenarios" / "coalition").glob("*.yaml"))
SHORT = {"time.warm_up": "1 d", "time.measure": "2 d", "time.drain": "0 d"}


@cache
def meant(path: Path) -> str:
    """What a scenario says beside what it is called."""
    said = dict(guardship.load(path).written)
    return json.dumps({key: said[key] for key in said if key not in ("name", "title", "question")}, sort_keys=True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_runs_and_passes_the_audit(path: Path, tmp_path: Path) -> None:
    scenario = guardship.load(path, set=SHORT)
    assert scenario.name == path.stem
    assert scenario.question
    run = guardship.simulate(scenario, 3)
    found = inspection.audit(run.write(tmp_path / "run"))
    assert {check: lines for check, lines in found.items() if lines} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_is_short_and_changes_something(path: Path) -> None:
    """A question is one file on top of another; two files that mean the same ask nothing."""
    assert path.stem == "base" or len(path.read_text().splitlines()) <= 60
    assert meant(path) not in [meant(other) for other in FILES if other != path]
