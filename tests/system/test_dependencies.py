"""What is imported is declared, and the declared bounds hold: at the oldest and at the newest versions a wheel alone
brings scenarios, and a run, a batch and a report come to their end in an environment of their own."""

import ast
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
OF_OTHERS = {"cryptography"}  # what a library imports for us: certificates of Dask
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
    assert extra - OF_OTHERS <= needed


def in_environment(folder: Path, resolution: str) -> Callable[..., str]:
    """A function that runs commands of a wheel in an environment of its own, outside the checkout, and returns what
    they print. The wheel is made of what is handed out as source; needs a network or a filled cache."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv")
    python = folder / "env" / "bin" / "python"
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    own = {"VIRTUAL_ENV": str(folder / "env"), "GUARDSHIP_CACHE_DIR": str(folder / "cache")}

    def done(*command: object) -> str:
        call = subprocess.run(
            list(map(str, command)),
            cwd=folder,
            env=kept | own,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert call.returncode == 0, f"{command}: {call.stdout}{call.stderr}"
        assert "Warning" not in call.stderr, call.stderr
        return call.stdout

    done(uv, "build", "--quiet", "--out-dir", folder / "dist", ROOT)
    wheel = next((folder / "dist").glob("*.whl"))
    done(uv, "venv", "--quiet", "--python", sys.executable, folder / "env")
    done(uv, "pip", "install", "--quiet", "--python", python, "--resolution", resolution, wheel)
    return lambda *words: done(python, "-m", "guardship", *words)


@pytest.mark.long
@pytest.mark.parametrize("resolution", ["lowest-direct", "highest"])
def test_a_wheel_alone_and_the_declared_versions_hold(resolution: str, tmp_path: Path) -> None:
    """Its own scenarios, on the coast too, and the versions that `uv` finds now."""
    guardship = in_environment(tmp_path, resolution)
    scenarios, run, store = tmp_path / "scenarios", tmp_path / "run", tmp_path / "store"
    guardship("examples", scenarios)
    assert {file.relative_to(scenarios) for file in scenarios.rglob("*") if file.is_file()} == {
        file.relative_to(SCENARIOS) for file in SCENARIOS.rglob("*") if file.is_file() and file.suffix != ".md"
    }
    for file in (*scenarios.glob("*.yaml"), *scenarios.glob("coalition/*.yaml")):
        assert "valid" in guardship("validate", file)
    assert "What the patrols achieved" in guardship("run", scenarios / "gulf_of_aden.yaml", "--out", run)
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        assert json.loads((run / "provenance.json").read_text())["kernels"].startswith("prebuilt for ")
    assert "findings" not in guardship("audit", run)
    tiny = ("batch", scenarios / "experiments/tiny.yaml", "--set", "experiment.replications=8", "--workers", 2)
    assert "6 points, 48 runs, 0 failed" in guardship(*tiny, "--out", store)
    assert "| 48 " in guardship("query", store, "select count(*) from runs")
    assert "late - quick at frigates=1" in guardship("compare", store)
    assert "not decided" in guardship("best", store, "--measure", "attacks", "--delta", "0.01")
    guardship("voyages", store, "--between", "quick", "late", "--no-placebo")
    guardship("report", store)
    assert (tmp_path / "store.html").stat().st_size > 100_000
    study = ("optimise", scenarios / "experiments/tiny_optimise.yaml", "--trials", 2, "--replications", 2)
    assert "settings tried" in guardship(*study, "--workers", 1, "--out", tmp_path / "study")
