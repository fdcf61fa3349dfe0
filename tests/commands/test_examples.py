"""`guardship examples`: the shipped scenarios, over nothing that is there."""

from pathlib import Path

import pytest
import typer

from guardship.commands.examples import FIRST, copied, names_in, shipped
from guardship.scenario.reading.check import validate
from system.worlds import SCENARIOS


def test_the_shipped_files_and_no_others(tmp_path: Path) -> None:
    home = shipped()
    names = sorted(names_in(home))
    assert home == SCENARIOS and len(names) == copied(home, names, tmp_path / "there")
    there = {file.relative_to(tmp_path / "there") for file in (tmp_path / "there").rglob("*") if file.is_file()}
    assert there == set(names) == {f.relative_to(home) for f in home.rglob("*.*") if f.is_file() and f.suffix != ".md"}
    assert all((tmp_path / "there" / name).read_bytes() == (home / name).read_bytes() for name in names)
    assert (
        validate(tmp_path / "there" / "coalition" / "no_sharing.yaml") == []
    )  # what it extends and its places are there


def test_a_file_of_one_s_own_is_left_alone_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, mine = shipped(), tmp_path / FIRST
    mine.write_text("mine")
    with pytest.raises(typer.Exit) as ended:
        copied(home, sorted(names_in(home)), tmp_path)
    assert ended.value.exit_code == 2 and str(mine) in capsys.readouterr().err
    assert mine.read_text() == "mine" and list(tmp_path.iterdir()) == [mine]


def test_what_is_missing_is_added(tmp_path: Path) -> None:
    home = shipped()
    names = sorted(names_in(home))
    copied(home, names, tmp_path)
    (tmp_path / FIRST).unlink()
    assert copied(home, names, tmp_path) == 1
    assert (tmp_path / FIRST).is_file() and not list(tmp_path.rglob("*.part"))
