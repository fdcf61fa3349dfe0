"""The code that comes with the package gives what Numba's gives, bit by bit, and where it is nothing is compiled."""

import json
import os
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from guardship.core import prebuilt
from system.worlds import IRTC, guardship

ROOT = Path(__file__).parents[2]
HERE = (platform.system(), platform.machine(), platform.python_implementation())
pytestmark = pytest.mark.skipif(HERE not in prebuilt.SYSTEMS, reason="nothing is built for it")


@cache
def corpus(kernels: str, folder: Path | None = None) -> tuple[dict[str, str], str]:
    """The digests of the corpus with these kernels, in a process of its own, and what that said.

    `folder`: where it would keep what it compiles; None where everything is kept.
    """
    around = {**os.environ, prebuilt.CHOICE: kernels, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    around |= {"GUARDSHIP_CACHE_DIR": str(folder)} if folder else {}
    done = subprocess.run(
        [sys.executable, ROOT / "tests/system/corpus.py"], env=around, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kernels"].startswith("compiled by Numba" if kernels == prebuilt.NUMBA else f"prebuilt for {kernels}")
    return found["digests"], done.stderr


@pytest.mark.parametrize("level", prebuilt.levels())
def test_every_scenario_and_sea_is_what_numba_makes_of_it(level: str, tmp_path: Path) -> None:
    """So they are on all levels, and with what this processor has beyond them; and no call is left for Numba."""
    found, said = corpus(level, tmp_path)
    assert said == "" and not list(tmp_path.rglob("*.nb?"))
    expected, _ = corpus(prebuilt.NUMBA)
    assert len(set(found.values())) == len(found) > 60
    assert [name for name in expected if found[name] != expected[name]] == []


def test_a_command_compiles_nothing_and_its_folder_says_so(tmp_path: Path) -> None:
    short = [f"time.{part}=6 h" for part in ("warm_up", "measure", "drain")]
    words = [word for one in short for word in ("--set", one)]
    around = {"GUARDSHIP_CACHE_DIR": str(tmp_path / "cache"), prebuilt.CHOICE: ""}
    done = guardship("run", IRTC, *words, "--out", "run", cwd=tmp_path, **around)
    assert (done.returncode, done.stderr) == (0, "")
    assert not list((tmp_path / "cache").rglob("*.nb?"))
    said = json.loads((tmp_path / "run/provenance.json").read_text())["kernels"]
    assert said == f"prebuilt for {prebuilt.levels()[0]}"
