"""What two files of pytest-benchmark say, side by side."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import compare


def file(folder: Path, name: str, **benchmarks: tuple[float, dict[str, Any]]) -> str:
    """A file as `--benchmark-json` writes it: by name, the least time [s] and the rest."""
    made = [
        {
            "fullname": f"benchmarks/test_core.py::test_{name}",
            "name": f"test_{name}",
            "group": "core",
            "stats": {"min": seconds, "median": 9.0},
            "extra_info": extra,
        }
        for name, (seconds, extra) in benchmarks.items()
    ]
    (folder / name).write_text(json.dumps({"benchmarks": made, "machine_info": {}}))
    return str(folder / name)


def test_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = file(tmp_path, "base", square=(0.01, {"events": 100, "ns": 4.0}), call=(2e-6, {}), old=(1.0, {}))
    head = file(tmp_path, "head", square=(0.02, {"events": 110, "ns": 8.0}), call=(2.1e-6, {}), new=(1.0, {}))
    assert compare.main([base, head]) == 0
    told = capsys.readouterr().out.splitlines()
    short = told[: told.index("<details><summary>All benchmarks</summary>")]
    assert "| core: square | 10 ms | 20 ms | 2.00 |" in short
    assert "| &emsp;ns | 4 | 8 | 2.00 |" in short
    assert "| core: square | events | 100 | 110 | +10.0% |" in short
    assert "| core: call | 2 us | 2.1 us | 1.05 |" in told
    assert "| core: call | 2 us | 2.1 us | 1.05 |" not in short  # that is noise
    assert "| core | 2 | 1.45 |" in short
    assert {"Only in head: new.", "Only in base: old."} <= set(short)


def test_least_of_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the most of a rate: a busy neighbour only ever makes things worse."""
    files = [
        file(tmp_path, name, batch=(seconds, {"runs_per_s_1": rate, "build_ms": build}))
        for name, seconds, rate, build in (
            ("base-1", 2.0, 5.0, 3.0),
            ("head-1", 8.0, 1.0, 9.0),
            ("base-2", 4.0, 6.0, 1.0),
            ("head-2", 2.0, 6.0, 1.0),
        )
    ]
    assert compare.main(files) == 0
    told = capsys.readouterr().out
    assert "| core: batch | 2 s | 2 s | 1.00 |" in told
    assert "| &emsp;runs_per_s_1 | 6 | 6 | 1.00 |" in told
    assert "| &emsp;build_ms | 1 | 1 | 1.00 |" in told
    assert "None differs by more." in told and "No counter of work has changed." in told


def test_a_counter_of_one_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base, head = file(tmp_path, "base", run=(1.0, {"loops": 0})), file(tmp_path, "head", run=(1.0, {"cells": 7}))
    assert compare.main([base, head]) == 0
    told = capsys.readouterr().out
    assert "| core: run | loops | 0 |  |  |" in told and "| core: run | cells |  | 7 |  |" in told


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"benchmarks": [{}]}', '{"benchmarks": 3}', None])
def test_garbled_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None) -> None:
    good, bad = file(tmp_path, "base", call=(1.0, {})), tmp_path / "bad"
    if text is not None:
        bad.write_text(text)
    assert compare.main([good, str(bad)]) == 2
    assert str(bad) in capsys.readouterr().err


def test_files_come_in_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = file(tmp_path, "base", call=(1.0, {}))
    assert compare.main([good, good, good]) == 2
    assert "by turns" in capsys.readouterr().err
