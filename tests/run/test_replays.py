"""Replays of runs and of run folders."""

import gzip
import json
import re
import shutil
from base64 import b64decode
from pathlib import Path

import pytest

from guardship.run.reading import NotARun
from guardship.run.replays import replay
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import TINY, tiny, tiny_run
from system.worlds import guardship as command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_run().write(tmp_path_factory.mktemp("replays") / "run")


def test_a_folder_is_shown_as_its_run_is(folder: Path) -> None:
    assert replay(folder, None).html == tiny_run().replay().html


def test_a_run_beside_a_folder(folder: Path) -> None:
    other: Run = simulate(tiny(), 3)
    assert other.replay(folder).html == replay(other, tiny_run()).html


def test_voyages_and_others_to_whom_something_happened_have_stories(folder: Path) -> None:
    block = re.search(r'data-block="0 stories">([^<]*)<', replay(folder, None).html)
    assert block is not None
    stories = json.loads(gzip.decompress(b64decode(block[1])))
    run = tiny_run()
    assert [one["title"] for one in stories if one["planned"] is not None] == [
        run.story(f"voyage:{number}").title for number in run.voyages.voyage
    ]
    others = {one["of"] for one in stories if one["planned"] is None}
    happened = run.events[run.events.kind.isin(["tasked", "distress", "boarding"])].actor
    assert set(happened) <= others
    assert not others & set(run.voyages.group)
    times = [(one["told"], t) for one in stories for t, _ in one["told"] if t is not None]
    assert all(t in {-(-when * 10_000 // 1) / 10_000 for when in run.events.t} for _, t in times[:50])


def test_runs_of_two_seas_are_refused() -> None:
    wider = load(TINY, set={"theatre.box.width": "220 nm"})
    with pytest.raises(ValueError, match=r"against: came a run of .* in another theatre"):
        tiny_run().replay(simulate(wider, 0))


def test_a_folder_without_a_table_is_no_run(folder: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    (broken / "legs.parquet").unlink()
    with pytest.raises(NotARun, match=r"legs.parquet: there is no such file"):
        replay(broken, None)


def test_the_command_writes_one_file_and_says_so(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    told = command("replay", str(folder), "--against", str(folder), "--out", str(out), cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "MB" in told.stdout
    assert out.read_text(encoding="utf-8") == replay(folder, folder).html


def test_what_is_wrong_is_said_in_a_line(folder: Path, tmp_path: Path) -> None:
    told = command("replay", str(tmp_path / "none"), "--out", str(tmp_path / "page.html"), cwd=tmp_path)
    assert told.returncode == 2
    assert "there is no such file; wanted the folder of a run" in told.stderr
    assert "Traceback" not in told.stderr
    (tmp_path / "mine.html").write_text("mine")
    told = command("replay", str(folder), "--out", str(tmp_path / "mine.html"), cwd=tmp_path)
    assert told.returncode == 2
    assert "exists and is not a replay; choose another with --out" in told.stderr
