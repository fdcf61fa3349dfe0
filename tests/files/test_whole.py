"""Files and folders written whole or not at all: killed at every step, disturbed, and beside what others are doing."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from guardship.files import whole

# Replaces a folder again and again, each time killed one step later, until it comes to its end; says what was there.
KILLED = """
import json, os, signal, sys
from pathlib import Path
from guardship.files import whole

STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}
home, way = Path(sys.argv[1]), sys.argv[2]
if way == "two steps":
    whole._exchange = lambda: None

def made(folder, text):
    folder.mkdir()
    for name in "ab":
        (folder / name).write_text(text)

def replace(target):
    with whole.room(target.parent) as room:
        made(room / whole.MADE, "new")
        whole.put(target, room / whole.MADE, lambda old, new: None)

def killed(target, steps):
    def hook(event, args, left=[steps]):
        if event in STEPS:
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
    if os.fork() == 0:
        sys.addaudithook(hook)
        replace(target)
        os._exit(0)
    return os.wait()[1] == signal.SIGKILL

step, again = 0, True
while again:
    target = home / str(step) / "run"
    target.parent.mkdir()
    made(target, "old")
    again = killed(target, step)
    there = target.exists()
    whole.clear(target.parent)
    print(json.dumps([there, sorted({(target / name).read_text() for name in "ab"}), os.listdir(target.parent)]))
    step += 1
"""


@pytest.mark.parametrize("way", ["one step", "two steps"])
def test_killed_at_every_step(tmp_path: Path, way: str) -> None:
    """The old or the new is there: at once, or, where the system has no exchange, after the next command."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), way], capture_output=True, text=True, check=True, timeout=120
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) > 15
    assert {json.dumps(content) for _, content, _ in found} == {'["old"]', '["new"]'}
    assert all(left == ["run"] for *_, left in found)
    assert [there for there, *_ in found].count(False) == (0 if way == "one step" else 1)


def made(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "a").write_text(text)
    return folder


def refuse(old: Path, new: Path) -> None:
    assert ((old / "a").read_text(), (new / "a").read_text()) == ("old", "new")
    raise FileExistsError("it is needed")


@pytest.mark.parametrize("steps", [1, 2])
def test_what_is_refused_in_the_last_instant_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    if steps == 2:
        monkeypatch.setattr(whole, "_exchange", lambda: None)
    made(tmp_path / "run", "old")
    with pytest.raises(FileExistsError, match="needed"), whole.room(tmp_path) as room:
        whole.put(tmp_path / "run", made(room / whole.MADE, "new"), refuse)
    assert (tmp_path / "run" / "a").read_text() == "old" and os.listdir(tmp_path) == ["run"]


def test_a_room_in_which_somebody_lives_is_left(tmp_path: Path) -> None:
    with whole.room(tmp_path) as room:
        made(room / whole.MADE, "new")
        whole.clear(tmp_path)
        assert (room / whole.MADE / "a").exists()
        with whole.room(tmp_path) as other:
            assert other != room
        assert room.exists()
    assert list(tmp_path.iterdir()) == []


def test_what_only_looks_like_a_room_is_left(tmp_path: Path) -> None:
    """A folder of something else, a link to one, a file, a name with a way out of the folder."""
    made(tmp_path / f"{whole.ROOM}holidays", "mine")
    (tmp_path / f"{whole.ROOM}pictures").symlink_to(f"{whole.ROOM}holidays")
    (tmp_path / f"{whole.ROOM}shopping").write_text("mine")
    before = sorted(tmp_path.iterdir())
    whole.clear(tmp_path)
    assert sorted(tmp_path.iterdir()) == before
    room = tmp_path / "home" / f"{whole.ROOM}xxxxxxxx"
    made(room / whole.OLD, "mine")
    (room / whole.PLACE).write_text("../out")
    whole.clear(tmp_path / "home")
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "home"])


def test_two_at_once(tmp_path: Path) -> None:
    """Many threads replace one folder: it is whole whenever one looks."""

    def replace(text: str) -> None:
        for _ in range(20):
            with whole.room(tmp_path) as room:
                whole.put(tmp_path / "run", made(room / whole.MADE, text), lambda old, new: None)

    made(tmp_path / "run", "0")
    threads = [threading.Thread(target=replace, args=(str(k),)) for k in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert (tmp_path / "run").exists()
    assert os.listdir(tmp_path) == ["run"]


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_written_over(tmp_path: Path) -> None:
    for text in ("a", "b"):
        whole.write(tmp_path / "file", text)
        assert (tmp_path / "file").read_text() == text
    assert os.listdir(tmp_path) == ["file"]
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        whole.free(tmp_path / "no" / "file", lambda _: True, "anything", "--to")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    whole.write(tmp_path / "link", "a")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "file").read_text() == "a"


def test_no_room_for_a_file(tmp_path: Path) -> None:
    """A file that is larger than any may be: what was there is there, and nothing else."""
    import resource

    (tmp_path / "file").write_text("old")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            whole.write(tmp_path / "file", "x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (tmp_path / "file").read_text() == "old" and os.listdir(tmp_path) == ["file"]


def test_a_stream_is_written_into(tmp_path: Path) -> None:
    """Not replaced: that is what the shell gives for `>(...)` and `/dev/stdout`."""
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    whole.free(tmp_path / "pipe", lambda _: False, "anything", "--out")
    whole.write(tmp_path / "pipe", "a")
    assert os.read(reader, 10) == b"a"
    os.close(reader)


@pytest.mark.parametrize(("text", "said"), [("", None), ("ours: 1", None), ("theirs", "exists and is not one of ours")])
def test_a_file_of_others_is_not_free(tmp_path: Path, text: str, said: str | None) -> None:
    (tmp_path / "file").write_text(text)
    if said is None:
        whole.free(tmp_path / "file", lambda there: there.startswith(b"ours"), "one of ours", "--to")
    else:
        with pytest.raises(FileExistsError, match=f"{said}; choose another with --to"):
            whole.free(tmp_path / "file", lambda there: there.startswith(b"ours"), "one of ours", "--to")
    with pytest.raises(FileExistsError, match="is not one of ours"):
        whole.free(tmp_path, lambda _: True, "one of ours", "--to")


@pytest.mark.parametrize("name", ["x" * 256, "/".join(["x" * 100] * 50), "file/below"])
def test_names_that_cannot_be(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"too long|no folder") as refused:
        whole.possible(tmp_path / name, "longest.parquet")
    assert len(str(refused.value)) < 300 and os.listdir(tmp_path) == ["file"]


# ---- disturbances ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_waits() -> None:
    done = False
    with pytest.raises(KeyboardInterrupt) as stopped, whole.undisturbed("it is written"):
        signal.raise_signal(signal.SIGINT)
        done = True
    assert done and stopped.value.__notes__ == ["it is written"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_fault_goes_before_ctrl_c() -> None:
    with pytest.raises(OSError, match="full"), whole.undisturbed("it is written"):
        signal.raise_signal(signal.SIGINT)
        raise OSError("full")
