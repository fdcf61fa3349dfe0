"""The notebook runs from beginning to end, and its two files say the same."""

import json
import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.py"))


def test_there_are_notebooks() -> None:
    assert "01_what_sharing_buys" in NOTEBOOKS


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    monkeypatch.setenv("REPLICATIONS", "2")
    monkeypatch.chdir(FOLDER)
    told = runpy.run_path(str(FOLDER / f"{name}.py"))
    assert told["batch"].failed.empty
    assert len(plt.get_fignums()) >= 3
    assert (told["counts"][1] >= told["counts"][0]).mean() > 0.8  # who is told has more tracks, most of the time
    plt.close("all")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_both_files_say_the_same(name: str) -> None:
    import jupytext

    script = jupytext.read(FOLDER / f"{name}.py")
    book = json.loads((FOLDER / f"{name}.ipynb").read_text())
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in book["cells"]]
    assert found == [(cell["cell_type"], cell["source"]) for cell in script.cells]
    assert not any(cell.get("outputs") for cell in book["cells"])
