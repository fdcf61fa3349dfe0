"""The folder: what is another batch's or somebody else's is left alone, and two commands do not write at once."""

import json
import os
import shutil
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from experiment.stores import bytes_of, changed_files
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import here
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Plan, plan
from guardship.experiment.store import files
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.experiment.store.store import Store
from guardship.report.report import report


def test_two_commands_do_not_write_at_once(small: Plan, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "store"

    def another(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        with pytest.raises(StoreError, match="another command is writing"):
            run(small, out, here)
        yield from here(p, blocks)

    run(small, out, another)
    assert changed_files(whole, out) == []


def test_a_store_of_another_batch_is_left_alone(file: Path, whole: Path) -> None:
    before = bytes_of(whole)
    other = plan(file, {"experiment.first_seed": 100})
    with pytest.raises(StoreError, match="differs in hash"):
        run(other, whole, here)
    assert bytes_of(whole) == before


def test_a_folder_with_other_things_is_left_alone(small: Plan, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("chapter one")
    with pytest.raises(StoreError, match="not empty"):
        run(small, tmp_path, here)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_what_is_said_about_a_batch_may_change(file: Path, small: Plan, whole: Path) -> None:
    """Question and headline measures are not what the results depend on."""
    asked = plan(file, {"experiment.question": "Why?", "experiment.measures": ["attacks"]})
    assert asked.hash == small.hash
    Store(whole, asked).open()
    assert Batch(whole).plan.asked.question == "Why?"
    Store(whole, small).open()


def stopped(after: int, p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
    """An engine that is interrupted."""
    for k, made in enumerate(here(p, blocks)):
        if k == after:
            raise KeyboardInterrupt
        yield made


def test_what_a_killed_command_leaves_is_cleared(small: Plan, whole: Path, tmp_path: Path) -> None:
    """And nothing else: who knows what else ends so."""
    store = tmp_path / "store"
    with pytest.raises(KeyboardInterrupt):
        run(small, store, lambda p, blocks: stopped(1, p, blocks))
    own = ["manifest.json.part", "blocks.jsonl.part", "runs/p0003-r000016.parquet.part"]
    for name in (*own, "voyages/p0000-r000000.parquet.part", "thesis.part", "runs/p0003-r000016.parquet"):
        (store / name).write_bytes(b"PAR1")
    with (store / "blocks.jsonl").open("ab") as file:
        file.write(b'[3, 16, 20, {"ru')  # of a line that was being written
    run(small, store, here)
    assert changed_files(whole, store) == ["thesis.part"]


def test_a_block_is_on_the_disk_before_it_is_done(
    small: Plan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files and the folders that name them, each once; then its line."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc")
    synced: list[str] = []
    monkeypatch.setattr(files, "keep", lambda file: synced.append(os.readlink(f"/proc/self/fd/{file}")))
    store = Store(tmp_path / "store", small)
    store.open()
    block = small.blocks(0, 20)[0]
    made = dict(next(here(small, [block]))[1])
    synced.clear()
    store.put(block, made)
    names = [Path(path).relative_to(tmp_path / "store") for path in synced]
    tables = {Path(name) for name in made}
    parts = {Path(name) / "p0000-r000000.parquet.part" for name in made}
    assert names[0] == Path()  # the folders of tables are new
    assert names[-1] == Path("blocks.jsonl")
    assert sorted(names[1:-1]) == sorted(tables | parts)
    for name in made:
        assert names.index(Path(name) / "p0000-r000000.parquet.part") < names.index(Path(name))


def test_a_store_that_is_whole_is_not_written_to(small: Plan, whole: Path, tmp_path: Path) -> None:
    """It may lie where nobody can write. Nor do times of files matter: a clock may have been set back."""
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    files_of = [path for path in store.rglob("*") if path.is_file()]
    for k, path in enumerate(files_of):
        os.utime(path, (k, 4_000_000_000 - k))
    before = {path: path.stat().st_mtime_ns for path in files_of}
    run(small, store, here)
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("name", ["manifest.json", "plan.json"])
def test_a_pipe_is_not_waited_for(whole: Path, tmp_path: Path, name: str) -> None:
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    (store / name).unlink()
    os.mkfifo(store / name)
    with pytest.raises(StoreError, match=rf"{name} cannot be read: no regular file"):
        _ = Batch(store).runs


def test_a_manifest_says_a_number_of_replications_or_nothing(whole: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(whole, store)
    manifest = store / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "replications": None}))
    with pytest.raises(StoreError, match="replications: "):
        _ = Batch(store).runs


def test_no_room(small: Plan, whole: Path, tmp_path: Path) -> None:
    """A disk that is full, or a quota that is used up, ends it in words, and the same call goes on."""
    resource = pytest.importorskip("resource")
    store = tmp_path / "store"

    def cramped(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        for k, made in enumerate(here(p, blocks)):
            try:
                if k == 2:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
                yield made
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with pytest.raises(StoreError, match=r"cannot be written \(File too large\); what is done stays; the same command"):
        run(small, store, cramped)
    assert Batch(store).count == 16
    assert not list(store.rglob("*.part"))
    run(small, store, here)
    assert changed_files(whole, store) == []


def test_an_unfinished_store_can_be_read(small: Plan, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(small, tmp_path / "store", lambda p, blocks: stopped(5, p, blocks))
    found = Batch(tmp_path / "store")
    assert (found.count, found.replications) == (40, 16)
    assert "40 runs are still to come" in report(found)
