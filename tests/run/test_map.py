"""`guardship.map`: of a scenario, a run, a file, a folder; what a folder gives is what the run gave."""

from pathlib import Path

import pytest

import guardship
from guardship.run.reading import NotARun
from system.worlds import TINY, tiny, tiny_run


def test_a_folder_gives_the_map_of_its_run(tmp_path: Path) -> None:
    folder = tiny_run().write(tmp_path / "run")
    assert guardship.map(folder).svg == guardship.map(tiny_run()).svg == tiny_run().map().svg


def test_a_file_gives_the_map_of_its_scenario() -> None:
    assert guardship.map(TINY).svg == guardship.map(tiny()).svg
    assert guardship.map(tiny(), width=10.0).width == 10.0


def test_what_is_neither() -> None:
    with pytest.raises(guardship.ScenarioError, match=r"none\.yaml"):
        guardship.map("none.yaml")
    with pytest.raises(NotARun, match=r"manifest.json: there is no such file"):
        guardship.map(Path(__file__).parent)


def test_a_folder_whose_files_do_not_fit_together(tmp_path: Path) -> None:
    folder = tiny_run().write(tmp_path / "run")
    (folder / "opportunities.parquet").write_bytes((folder / "legs.parquet").read_bytes())
    with pytest.raises(NotARun, match="the files do not fit together"):
        guardship.map(folder)
