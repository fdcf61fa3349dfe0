"""Compiling is announced, done once and by one process, and whatever happens to what is kept, runs go on."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guardship import warm
from guardship.core import cache
from system.worlds import SCENARIOS, guardship

SAID = "guardship: compiling the kernels"
# a small kernel of its own instead of all kernels; `hold` keeps the lock until it is told to let go
SMALL = """
import sys, time
from pathlib import Path
from guardship import warm
from guardship.core.kernels.kinematics import radar_horizon
def exercise():
    radar_horizon(1.0, 1.0, 1.0)
    if sys.argv[1:] == ["hold"]:
        print("holds", flush=True)
        time.sleep(600.0)
warm.exercise = exercise
print(warm.warm(), radar_horizon(4.0, 9.0, 1.0))
"""
COMPILED = {"GUARDSHIP_KERNELS": "numba"}  # not prebuilt
type Small = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A process that compiles one kernel, with a cache of its own."""

    def start(*words: str, **environment: str) -> "subprocess.Popen[str]":
        kept = {**os.environ, **COMPILED, "GUARDSHIP_CACHE_DIR": str(tmp_path / "cache"), **environment}
        return subprocess.Popen(
            [sys.executable, "-c", SMALL, *words],
            env=kept,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
        )

    return start


def ended(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What it has said, when it has come to a good end."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out, err


def test_it_is_said_where_it_goes_and_when_it_is_done_and_only_once(small: Small, tmp_path: Path) -> None:
    out, err = ended(small())
    first, last = err.splitlines()
    assert first.startswith(SAID) and str(tmp_path / "cache" / "kernels-") in first
    assert last.startswith("guardship: compiled in ")
    assert out.startswith("True ")
    assert ended(small()) == (out.replace("True", "False"), "")


@pytest.mark.parametrize("other", [{"NUMBA_CPU_NAME": "generic"}, {"NUMBA_CPU_FEATURES": ""}, {"NUMBA_OPT": "1"}])
def test_for_another_processor_or_setting_it_is_said_again(small: Small, other: dict[str, str]) -> None:
    ended(small())
    assert SAID in ended(small(**other))[1]
    assert ended(small())[1] == ended(small(**other))[1] == ""


def test_while_one_compiles_others_wait_and_a_holder_that_dies_holds_nobody(small: Small) -> None:
    holder, waiter = small("hold"), None
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "holds\n"
        waiter = small()
        assert waiter.stderr is not None
        assert waiter.stderr.readline() == "guardship: another process is compiling the kernels; waiting for it ...\n"
        holder.send_signal(signal.SIGKILL)
        out, _ = ended(waiter)
        assert out.startswith("True ")
    finally:
        for process in filter(None, (holder, waiter)):
            process.kill()
            process.communicate()


def test_waiting_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A holder that was stopped, or a lock that a network has lost, is not waited for until the end of days."""
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(cache, "folder", tmp_path)
    monkeypatch.setattr(cache, "LONGEST", 0.5)
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with cache.alone():
            assert "waiting" in capfd.readouterr().err


@pytest.mark.parametrize("damage", ["lost", "empty", "nonsense"])
@pytest.mark.parametrize("kind", ["nbi", "nbc"])
def test_a_damaged_cache_is_mended(small: Small, tmp_path: Path, kind: str, damage: str) -> None:
    whole, _ = ended(small())
    for file in (tmp_path / "cache").rglob(f"*.{kind}"):
        if damage == "lost":
            file.unlink()
        else:
            file.write_bytes(b"" if damage == "empty" else b"nonsense")
    out, err = ended(small())
    assert (SAID in err) and out.split()[1] == whole.split()[1]
    assert ended(small())[1] == ""


def test_without_a_place_each_process_compiles_and_says_so(small: Small, tmp_path: Path) -> None:
    none = str(tmp_path / "no" / "folder")
    (tmp_path / "no").write_text("a file")
    nowhere = {"GUARDSHIP_CACHE_DIR": none, "XDG_CACHE_HOME": none, "TMPDIR": none, "HOME": none}
    script = "import tempfile; tempfile.tempdir = '/dev/null'; " + SMALL.strip()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **COMPILED, **nowhere},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"{SAID} (10-60 s) for this process alone")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["no"]


def test_a_full_disk_is_said_and_the_run_goes_on(small: Small, tmp_path: Path) -> None:
    full = "from numba.core import caching\ndef no(*_): raise OSError(28, 'No space left on device')\n"
    script = full + "caching.IndexDataCacheFile.save = no\n" + SMALL
    kept = {**os.environ, **COMPILED, "GUARDSHIP_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run([sys.executable, "-c", script], env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("cannot be kept: No space left on device") == 1
    assert not list((tmp_path / "cache").rglob("ready-*"))


@pytest.mark.parametrize("name", ["coalition/cyber_attack.yaml", "smuggling.yaml"])
def test_a_run_finds_all_kernels_compiled(tmp_path: Path, name: str) -> None:
    """`exercise` leaves nothing out: else this would be announced, after all was said to be compiled."""
    warm.warm()
    short = [f"time.{part}=1 d" for part in ("warm_up", "measure", "drain")]
    done = guardship("run", SCENARIOS / name, *(word for one in short for word in ("--set", one)), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_kernels_as_plain_python_say_the_same(tmp_path: Path) -> None:
    """`NUMBA_DISABLE_JIT` is for those who look into kernels: slow, to the same bits."""
    words: list[str | Path] = [sys.executable, "-m", "guardship", "run", SCENARIOS / "tiny.yaml", "--out", "r"]
    for part in ("warm_up=1 h", "measure=5 h", "drain=1 h"):
        words += ["--set", f"time.{part}"]
    tables = []
    for value in ("0", "1"):
        folder = tmp_path / value
        folder.mkdir()
        done = subprocess.run(
            words,
            env={**os.environ, "NUMBA_DISABLE_JIT": value},
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
        assert done.returncode == 0, done.stderr
        assert ("plain Python" in done.stderr) == (value == "1")
        tables.append([(folder / "r" / f"{name}.parquet").read_bytes() for name in ("events", "legs", "reports")])
    assert tables[0] == tables[1]
