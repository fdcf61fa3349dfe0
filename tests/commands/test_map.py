"""`guardship map`: a file, a folder, what is refused and what is said."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from guardship.__main__ import app
from system.worlds import TINY, tiny_run

Call = CompletedProcess[str]


class At:
    """The command in this process, in an empty folder."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.capfd = capfd

    def __call__(self, *args: object) -> Call:
        with pytest.raises(SystemExit) as ended:
            app([*map(str, args)])
        out, err = self.capfd.readouterr()
        return CompletedProcess([str(arg) for arg in args], int(ended.value.code or 0), out, err)


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> At:
    monkeypatch.chdir(tmp_path)
    return At(capfd)


def refused(done: Call, said: str) -> None:
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
    assert said in done.stderr


def test_a_file_and_a_folder(at: At, tmp_path: Path) -> None:
    done = at("map", TINY)
    assert done.returncode == 0 and done.stdout.startswith("map: tiny.svg (") and (tmp_path / "tiny.svg").is_file()
    assert at("map", TINY, "--out", "a.png", "--width", "10").returncode == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    tiny_run().write(tmp_path / "runs" / "mine")
    assert at("map", "runs/mine").returncode == 0 and (tmp_path / "runs" / "mine.svg").is_file()


def test_a_file_that_is_wrong_is_told_as_by_validate(at: At, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(TINY.read_text().replace("width: 200 nm", "width: 200"))
    told = at("validate", "wrong.yaml")
    done = at("map", "wrong.yaml")
    assert done.stderr == told.stderr and "wrong.yaml:" in told.stderr
    refused(done, "wrong.yaml:")
    refused(at("map", "none.yaml"), "none.yaml")


def test_entries_are_changed(at: At, tmp_path: Path) -> None:
    assert at("map", TINY, "--set", "groups.frigates.count=7").returncode == 0
    assert "frigates (7)" in (tmp_path / "tiny.svg").read_text()


def test_what_is_refused(at: At, tmp_path: Path) -> None:
    (tmp_path / "mine.svg").write_text("mine")
    refused(at("map", TINY, "--out", "mine.svg"), "exists and is not a map; choose another with --out")
    refused(at("map", TINY, "--out", "a.pdf"), "a.pdf: wanted a name that ends in .svg or .png")
    refused(at("map", TINY, "--out", "none/a.svg"), "there is no folder")
    refused(at("map", TINY, "--width", "3"), "width: came 3, wanted 8 to 100 cm")
    (tmp_path / "empty").mkdir()
    refused(at("map", "empty"), "there is no such file; wanted the folder of a run")
    refused(at("map", "empty", "--set", "a=1"), "--set: is for scenario files, not for run folders")
    assert (tmp_path / "mine.svg").read_text() == "mine"
