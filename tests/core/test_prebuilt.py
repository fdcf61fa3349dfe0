"""The kernels' code that comes with the package: what it is of, when it is taken, and what happens when it is not."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from numba import types

from guardship.core import cache, prebuilt
from guardship.core.kernels import state as s
from guardship.core.kernels.kinematics import intercept, radar_horizon
from guardship.core.kernels.watch import find
from guardship.core.prebuilt import (
    CHOICE,
    FOLDER,
    LEVELS,
    NUMBA,
    STAMP,
    V2,
    V3,
    Core,
    levels,
    load,
    machine_code,
    named,
)

HERE = (platform.system(), platform.machine(), platform.python_implementation())
fits = pytest.mark.skipif(not levels() or HERE not in prebuilt.SYSTEMS, reason="nothing is built for it")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the objects, of which a process that has chosen nothing takes one."""
    monkeypatch.delenv(CHOICE, raising=False)
    return Path(shutil.copytree(FOLDER, tmp_path / "core"))


def altered(folder: Path, **entries: Any) -> None:
    """Write other entries into the stamp."""
    (folder / STAMP).write_text(json.dumps({**prebuilt.read(folder)._asdict(), **entries}))


# ---- what it is of ---------------------------------------------------------------------------------------------------


def test_it_is_of_the_kernels_as_they_are() -> None:
    stamp = prebuilt.read(FOLDER)
    assert stamp.sources == cache.written(), "a kernel was edited: run `uv run python -m tools.prebuild`"
    found = {level: hashlib.sha256((FOLDER / f"{level}.o").read_bytes()).hexdigest() for level in LEVELS}
    assert stamp.objects == found


@fits
def test_it_is_taken_where_nothing_speaks_against_it(folder: Path) -> None:
    found = load(folder)
    assert isinstance(found, Core) and found.level == levels()[0]
    assert found.entries == set(prebuilt.read(folder).entries)
    assert all(found.engine.get_function_address(name) for name in found.entries)


# ---- when it is not taken --------------------------------------------------------------------------------------------

AGAINST: dict[str, tuple[Callable[[Path], None], str]] = {
    "an edited kernel": (lambda folder: altered(folder, sources="of another"), "of other sources"),
    "a setting": (lambda folder: altered(folder, settings=[2, None, 0, 1, 0]), "settings of its own"),
    "a function that is not there": (lambda folder: altered(folder, needs=["log", "no_such_function"]), "no_such_func"),
    "half an object": (lambda folder: os.truncate(folder / f"{levels()[0]}.o", 1000), "is damaged"),
}


@fits
@pytest.mark.parametrize(("spoil", "said"), AGAINST.values(), ids=AGAINST)
def test_what_speaks_against_it_is_said(folder: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(folder)
    found = load(folder)
    assert isinstance(found, str) and said in found


@pytest.mark.parametrize(("content", "error"), [(None, "FileNotFoundError"), ("{", "JSON"), ("{}", "TypeError")])
def test_without_a_stamp_numba_compiles(
    folder: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, error: str
) -> None:
    monkeypatch.setattr(prebuilt, "FOLDER", folder)
    (folder / STAMP).unlink() if content is None else (folder / STAMP).write_text(content)
    fresh = prebuilt.core.__wrapped__
    monkeypatch.setattr(prebuilt, "core", fresh)
    assert error in fresh() or platform.system() not in fresh()
    assert machine_code(radar_horizon.py_func, [types.float64] * 3) is None  # type: ignore[attr-defined]
    assert prebuilt.said().startswith("compiled by Numba ")


@pytest.mark.parametrize("machine", ["aarch64_be", "i686", "riscv64"])
def test_another_kind_of_machine_has_none(folder: Path, monkeypatch: pytest.MonkeyPatch, machine: str) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert load(folder) == f"there is none prebuilt for {platform.system()} {machine} CPython"


def on(monkeypatch: pytest.MonkeyPatch, machine: str, features: tuple[str, ...], avx: bool = True) -> None:
    """Let the processor be of a kind and have some features."""
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(prebuilt._llvm, "get_host_cpu_features", lambda: dict.fromkeys(features, True))
    monkeypatch.setattr(cache.config, "ENABLE_AVX", avx)


@pytest.mark.parametrize(
    ("machine", "features", "avx", "found"),
    [
        ("x86_64", V3, True, ["x86-64-v3", "x86-64-v2"]),
        ("x86_64", (*V3, "avx512f"), True, ["x86-64-v3", "x86-64-v2"]),
        ("x86_64", V3, False, ["x86-64-v2"]),
        ("x86_64", V3[:-1], True, ["x86-64-v2"]),
        ("x86_64", V2, True, ["x86-64-v2"]),
        ("x86_64", V2[1:], True, []),
        ("aarch64", (), False, ["armv8-a"]),
        ("aarch64", ("neon", "lse", "sve2"), True, ["armv8-a"]),
        ("riscv64", V3, True, []),
    ],
)
def test_the_best_level_that_the_processor_has(
    monkeypatch: pytest.MonkeyPatch, machine: str, features: tuple[str, ...], avx: bool, found: list[str]
) -> None:
    on(monkeypatch, machine, features, avx)
    assert levels() == found


@fits
@pytest.mark.parametrize(
    ("machine", "features", "found"),
    [("x86_64", V3, "x86-64-v3"), ("x86_64", V2, "x86-64-v2"), ("aarch64", ("neon",), "armv8-a")],
)
def test_each_kind_of_machine_takes_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch, machine: str, features: tuple[str, ...], found: str
) -> None:
    """What would come into memory, where only one of them could."""
    on(monkeypatch, machine, features)
    monkeypatch.setattr(prebuilt, "in_memory", lambda content: content)
    entries = frozenset(prebuilt.read(folder).entries)
    assert load(folder) == Core(found, entries, (folder / f"{found}.o").read_bytes())
    monkeypatch.setenv(CHOICE, next(one for one in LEVELS if LEVELS[one].machine != machine))
    assert load(folder) == f"the processor has no level {os.environ[CHOICE]}"


@fits
def test_one_may_choose(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for level in levels():
        monkeypatch.setenv(CHOICE, level)
        found = load(folder)
        assert isinstance(found, Core) and found.level == level
    monkeypatch.setenv(CHOICE, NUMBA)
    assert load(folder) == "so it was chosen"
    for strange in ("x86-64-v9", "aarch64", "armv9-a"):
        monkeypatch.setenv(CHOICE, strange)
        assert load(folder) == f"the processor has no level {strange}"


# ---- what a kernel asks ----------------------------------------------------------------------------------------------


def test_a_kernel_and_its_types_have_a_name() -> None:
    pairs = types.Array(numba.from_dtype(s.PAIR), 1, "C")
    takes = [types.int32[::1], pairs, types.int64, types.int64]
    assert named(find.py_func, takes) == "watch.find(int32[1], PAIR[1], int64, int64)"  # type: ignore[attr-defined]
    apart = types.Array(types.float64, 1, "A")
    frozen = types.Array(types.float64, 1, "C", readonly=True)
    for one in (apart, frozen):
        assert named(find.py_func, [one]) != "watch.find(float64[1])"  # type: ignore[attr-defined]


@fits
def test_other_types_are_compiled_to_the_same() -> None:
    assert machine_code(intercept.py_func, [types.int64] * 5) is None  # type: ignore[attr-defined]
    assert intercept(3, 4, 0, 0, 10) == intercept(3.0, 4.0, 0.0, 0.0, 10.0) == 0.5


PROCESS = """
import multiprocessing, sys
import numpy as np
from guardship.core.kernels.philox import uniform
from guardship.core.prebuilt import said
def told(k): return said(), uniform(1, 2, np.uint64(3), k)
if __name__ == "__main__":
    if sys.argv[2] == "after": told(0)
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        there = pool.map(told, range(4))
    print(there == [told(k) for k in range(4)], said())
"""


@fits
@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_every_process_has_it(tmp_path: Path, method: str, when: str) -> None:
    """Whether it was in memory before the workers were started or not."""
    (tmp_path / "process.py").write_text(PROCESS)
    around = {**os.environ, "GUARDSHIP_CACHE_DIR": str(tmp_path / "cache"), CHOICE: ""}
    done = subprocess.run(
        [sys.executable, "process.py", method, when],
        env=around,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (f"True prebuilt for {levels()[0]}\n", "")


def test_arrays_that_are_handed_over_stay_what_they_are() -> None:
    """Nothing is copied, and nobody counts a reference too much."""
    from guardship.core.kernels.philox import fill_uniform

    names, out = np.arange(5, dtype=np.uint64), np.zeros(5)
    before = sys.getrefcount(names), sys.getrefcount(out)
    for _ in range(1000):
        assert fill_uniform(1, 2, names, 3, out) is None
    assert (sys.getrefcount(names), sys.getrefcount(out)) == before
    assert len(set(out.tolist())) == 5
