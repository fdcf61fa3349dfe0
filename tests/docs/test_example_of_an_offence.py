"""The example of an offence in docs/examples works on a copy of the package, and touches no more files than it says."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs/examples/illegal_fishing"
PLACES = {"scenario_": "scenario", "agents_offenders_": "agents/offenders", "build_": "build"}
MOST_CHANGED = 5  # files of the project, the schema for editors among them


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the example in it; the core is the original, so that it need not be compiled again."""
    home: Path = tmp_path_factory.mktemp("fishing")
    core = home / "sim/guardship/core"
    shutil.copytree(ROOT / "sim", home / "sim", ignore=shutil.ignore_patterns("__pycache__", "core"))
    core.mkdir()
    (core / "__init__.py").write_text(f"__path__ = [{str(ROOT / 'sim/guardship/core')!r}]\n")
    shutil.copytree(ROOT / "scenarios", home / "scenarios")
    for file in EXAMPLE.glob("*.py"):
        prefix = next(one for one in PLACES if file.name.startswith(one))
        shutil.copy(file, home / "sim/guardship" / PLACES[prefix] / file.name.removeprefix(prefix))
    subprocess.run(["git", "apply", str(EXAMPLE / "lines.patch")], cwd=home, check=True)
    return home


def guardship(package: Path, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """A command of the copy."""
    environment = os.environ | {"PYTHONPATH": str(package / "sim")}
    command = [sys.executable, "-m", "guardship", *map(str, args)]
    return subprocess.run(
        command, cwd=package, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_it_runs_and_adds_up(package: Path, tmp_path: Path) -> None:
    scenario = package / "scenarios/strait.yaml"
    scenario.write_text((EXAMPLE / "strait.yaml").read_text().replace("../../../scenarios/", ""))
    run = guardship(package, "run", scenario, "--seed", "3", "--out", tmp_path / "run")
    assert run.returncode == 0, run.stderr
    found = json.loads((tmp_path / "run/summary.json").read_text())["offences"]
    assert found.keys() == {"piracy", "illegal_fishing"}
    assert found["illegal_fishing"]["voyages"] >= 3 and found["illegal_fishing"]["cargo"]["unit"] == "kg"
    audit = guardship(package, "audit", tmp_path / "run")
    assert audit.returncode == 0, audit.stdout


def test_what_does_not_fit_is_refused_as_for_the_others(package: Path) -> None:
    wrong = package / "scenarios/wrong.yaml"
    text = (EXAMPLE / "strait.yaml").read_text().replace("../../../scenarios/", "")
    wrong.write_text(text.replace("from: [cove]", "from: [nowhere]"))
    shown = guardship(package, "validate", wrong)
    assert shown.returncode == 2 and "unknown point of geometry 'nowhere'" in shown.stdout + shown.stderr
    wrong.write_text(re.sub(r"poaches: \{.*?\}\}", "roam: {in: waters}", text))
    shown = guardship(package, "validate", wrong)
    assert "came a poacher that fishes nowhere, wanted `poaches`" in shown.stdout + shown.stderr


def test_it_touches_at_most_five_files() -> None:
    changed = re.findall(r"^\+\+\+ b/(\S+)", (EXAMPLE / "lines.patch").read_text(), re.MULTILINE)
    assert len(changed) + 1 <= MOST_CHANGED
    assert all((ROOT / name).exists() for name in changed)
