"""Worker processes: killed, interrupted, dying over a run, they leave a store that the same command completes."""

import os
import random  # noqa: TID251  (of the moments at which processes are killed)
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from experiment.stores import TINY, changed_files
from guardship.experiment.engines import worker
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import local
from guardship.experiment.engines.worker import Files
from guardship.experiment.plan.plan import Block, Order, Plan, plan
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.run.simulate import simulate


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers(small: Plan, whole: Path, tmp_path: Path, workers: int) -> None:
    run(small, tmp_path / "store", lambda p, blocks: local(p, blocks, workers))
    assert changed_files(whole, tmp_path / "store") == []


def killed(file: Path, folder: Path, rng: random.Random, *more: str, deadline: float = 60.0) -> bool:
    """Start the command, kill it at a random moment after its first new block; whether it was done before."""
    before = len(list(folder.glob("runs/*.parquet")))
    command = [sys.executable, "-m", "guardship", "batch", str(file), "--out", str(folder), "--workers", "2", *more]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        begin = time.monotonic()
        wait = rng.choice([0.0, 0.0, 0.3, 1.0]) if before else 0.0
        while process.poll() is None and time.monotonic() - begin < deadline:
            if len(list(folder.glob("runs/*.parquet"))) > before or (wait and time.monotonic() - begin > wait):
                time.sleep(rng.random() * 0.02)
                break
            time.sleep(0.002)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        return process.wait() == 0


@pytest.mark.parametrize("times", [3, pytest.param(24, marks=pytest.mark.long)])
def test_killed_at_random_times(file: Path, whole: Path, tmp_path: Path, times: int) -> None:
    """SIGKILL, again and again, on stores that are begun anew when they get done."""
    rng, kills, store = random.Random(7), 0, 0
    while kills < times:
        folder = tmp_path / f"store{store}"
        if killed(file, folder, rng):
            assert changed_files(whole, folder) == []
            store += 1
        else:
            kills += 1
    folder = tmp_path / f"store{store}"
    run(plan(file), folder, lambda p, blocks: local(p, blocks, 2))
    assert changed_files(whole, folder) == []


def test_workers_do_not_outlive_the_supervisor(tmp_path: Path) -> None:
    if not Path("/proc/self/environ").exists():
        pytest.skip("needs /proc")
    mark = f"GUARDSHIP_TEST_MARK={os.getpid()}-{time.monotonic_ns()}"
    key, _, value = mark.partition("=")
    environment = {**os.environ, key: value}
    command = [sys.executable, "-m", "guardship", "batch", str(TINY), "--out", str(tmp_path / "s"), "--workers", "2"]

    def left() -> list[str]:
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if mark.encode() in (place / "environ").read_bytes() and "zombie" not in (place / "status").read_text():
                    found.append(place.name)
            except OSError:
                continue
        return found

    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        end = time.monotonic() + 60.0
        while not list(tmp_path.glob("s/runs/*.parquet")) and time.monotonic() < end:
            time.sleep(0.01)
        assert len(left()) >= 3
        process.kill()
    end = time.monotonic() + 20.0
    while left() and time.monotonic() < end:
        time.sleep(0.05)
    assert left() == []


def test_ctrl_c_leaves_a_store_that_goes_on(file: Path, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    command = [sys.executable, "-m", "guardship", "batch", str(file), "--out", str(folder), "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not list(folder.glob("runs/*.parquet")) and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode in (130, 0)
    assert "Traceback" not in said
    again = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0, again.stderr
    assert changed_files(whole, folder) == []


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_workers_begin(file: Path, tmp_path: Path) -> None:
    """A terminal sends it to all processes, also to those that are still importing."""
    command = [sys.executable, "-m", "guardship", "batch", str(file), "--workers", "2", "--out"]
    for k in range(4):  # a store each: one that is whole leaves nothing to interrupt
        started = [*command, str(tmp_path / str(k))]
        with subprocess.Popen(started, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
            while not _workers(process.pid) and process.poll() is None:
                time.sleep(0.001)
            time.sleep(0.05 + 0.1 * k)
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=180)
        assert process.returncode in (130, 0)
        assert "Traceback" not in said, said


def _workers(parent: int) -> list[str]:
    """Spawned processes of this one that have begun to run Python."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            own = (place / "stat").read_text().rpartition(")")[2].split()[1] == str(parent)
            if own and b"spawn_main" in (place / "cmdline").read_bytes():
                found.append(place.name)
        except OSError:
            continue
    return found


def test_a_script_without_main_is_told_so(file: Path, tmp_path: Path) -> None:
    """Its workers would run it again: they die, and no run is to be blamed for it."""
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom guardship.experiment.engines.batch import run\n"
        "from guardship.experiment.engines.local import local\nfrom guardship.experiment.plan.plan import plan\n"
        f"run(plan({str(file)!r}), Path({str(tmp_path / 's')!r}), lambda p, blocks: local(p, blocks, 2))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "StoreError: a worker process dies before it begins" in done.stderr
    assert not list(tmp_path.glob("s/runs/*.parquet"))


def test_a_worker_that_dies_takes_only_its_run_with_it(small: Plan, whole: Path, tmp_path: Path) -> None:
    """A replication that kills its process is found, and kept as a row; everything else is as it would have been."""
    os.environ["GUARDSHIP_TEST_DIES"] = "11"
    try:
        found = run(small, tmp_path / "store", lambda p, blocks: deadly(p, blocks))
    finally:
        del os.environ["GUARDSHIP_TEST_DIES"]
    assert found.failed["seed"].to_list() == [11] * 4
    assert found.failed["error"].to_list() == [worker.CRASHED] * 4
    ours, theirs = found.runs, Batch(whole).runs
    kept = theirs[theirs["seed"] != 11].drop(columns="error")
    assert ours[ours["error"].isna()].drop(columns="error").equals(kept)


def deadly(p: Plan, blocks: Sequence[Block]) -> Generator[tuple[Block, Files]]:
    """The local engine with workers that die over one seed."""
    from guardship.experiment.engines import local as engine

    real, engine._begin = engine._begin, dying
    try:
        yield from local(p, blocks, 2)
    finally:
        engine._begin = real


def dying(text: Order) -> None:
    """A worker's beginning, after which one seed kills it."""

    def deadly(scenario, seed, **more):  # type: ignore[no-untyped-def]
        if seed == int(os.environ["GUARDSHIP_TEST_DIES"]):
            os._exit(9)
        return simulate(scenario, seed, **more)

    vars(worker)["simulate"] = deadly
    worker.know(text)


@pytest.mark.parametrize(
    ("name", "fault", "said"),
    [
        ("ProcessPoolExecutor", NotImplementedError("no semaphores"), "NotImplementedError: no semaphores"),
        ("_submitted", RuntimeError("can't start new thread"), "can't start new thread; the same command goes on"),
    ],
)
def test_no_worker_process_can_be_started(
    small: Plan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, fault: Exception, said: str
) -> None:
    from guardship.experiment.engines import local as engine

    def fails(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as without:
        without.setattr(engine, name, fails)
        with pytest.raises(StoreError, match=f"no worker process can be started: .*{said}"):
            run(small, tmp_path / "store", lambda p, blocks: local(p, blocks, 2))
    run(small, tmp_path / "store", lambda p, blocks: local(p, blocks, 2))
    assert changed_files(whole, tmp_path / "store") == []
