"""What is imported is declared, and the declared bounds hold: at the oldest and at the newest versions a run, a batch
and a report come to their end in an environment of their own."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def called(distribution: str) -> str:
    """The name of a distribution as packaging compares them."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ]", distribution, maxsplit=1)[0]).lower()


def imported(file: Path) -> Iterator[str]:
    """The packages from outside that a file imports anywhere, under `TYPE_CHECKING` too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    found = {name for file in (ROOT / "sim").rglob("*.py") for name in imported(file)}
    outside = found - {"guardship"} - sys.stdlib_module_names
    homes = packages_distributions()
    needed = {called(homes[name][0]) for name in outside}
    extra = {called(one) for many in PROJECT["optional-dependencies"].values() for one in many}
    assert needed - extra == {called(one) for one in PROJECT["dependencies"]}
    assert extra <= needed


@pytest.mark.long
@pytest.mark.parametrize("resolution", ["lowest-direct", "highest"])
def test_the_declared_versions_hold(resolution: str, tmp_path: Path) -> None:
    """Of a wheel and the versions that `uv` finds now; needs a network or a filled cache."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv")
    python = tmp_path / "env" / "bin" / "python"

    def done(*command: object) -> str:
        environment = {**os.environ, "VIRTUAL_ENV": str(tmp_path / "env")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        call = subprocess.run(
            list(map(str, command)), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False
        )
        assert call.returncode == 0, f"{command}: {call.stdout}{call.stderr}"
        assert "Warning" not in call.stderr, call.stderr
        return call.stdout

    def guardship(*words: object) -> str:
        return done(python, "-m", "guardship", *words)

    done(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "env")
    done(uv, "pip", "install", "--quiet", "--python", python, "--resolution", resolution, ROOT)
    run, store = tmp_path / "run", tmp_path / "store"
    assert "What the patrols achieved" in guardship("run", SCENARIOS / "tiny.yaml", "--out", run)
    assert "findings" not in guardship("audit", run)
    tiny = ("batch", SCENARIOS / "experiments/tiny.yaml", "--set", "experiment.replications=8", "--workers", 2)
    assert "6 points, 48 runs, 0 failed" in guardship(*tiny, "--out", store)
    assert "| 48 " in guardship("query", store, "select count(*) from runs")
    assert "late - quick at frigates=1" in guardship("compare", store)
    assert "not decided" in guardship("best", store, "--measure", "attacks", "--delta", "0.01")
    guardship("voyages", store, "--between", "quick", "late", "--no-placebo")
    guardship("report", store)
    assert (tmp_path / "store.html").stat().st_size > 100_000
    study = (
        "optimise",
        SCENARIOS / "experiments/tiny_optimise.yaml",
        "--trials",
        2,
        "--replications",
        2,
        "--workers",
        1,
    )
    assert "settings tried" in guardship(*study, "--out", tmp_path / "study")
