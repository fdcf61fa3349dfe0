"""Processors: those that this process may use, by affinity and by the quota of its control groups."""

import os
from pathlib import Path

import pytest

from guardship.experiment.engines import processors as module
from guardship.experiment.engines.processors import processors, quotas


def grouped(folder: Path, own: str, files: dict[str, str]) -> list[float]:
    """The quotas of made-up control groups."""
    (folder / "own").write_text(own)
    for name, text in files.items():
        path = folder / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return list(quotas(folder / "cgroup", folder / "own"))


def test_the_quota_of_a_group_and_of_those_above_it(tmp_path: Path) -> None:
    files = {"a/b/cpu.max": "150000 100000\n", "a/cpu.max": "max 100000\n", "cpu.max": "400000 100000\n"}
    assert grouped(tmp_path, "0::/a/b\n", files) == [1.5, 4.0]


def test_the_quota_of_version_1(tmp_path: Path) -> None:
    own = "4:memory:/x\n3:cpu,cpuacct:/docker/1\n1:name=systemd:/\n"
    files = {"cpu/cpu.cfs_quota_us": "200000\n", "cpu/cpu.cfs_period_us": "100000\n"}  # as it is within a container
    assert grouped(tmp_path, own, files) == [2.0]
    assert grouped(tmp_path, own, {"cpu/cpu.cfs_quota_us": "-1\n"}) == []


@pytest.mark.parametrize("text", ["", "max", "what 100000", "100000 0"])
def test_no_quota(tmp_path: Path, text: str) -> None:
    assert grouped(tmp_path, "0::/\n", {"cpu.max": text}) == []
    assert list(quotas(tmp_path / "nothing", tmp_path / "nothing")) == []


@pytest.mark.parametrize(("quota", "wanted"), [(0.5, 1), (1.0, 1), (1e9, None)])
def test_no_more_than_the_quota(monkeypatch: pytest.MonkeyPatch, quota: float, wanted: int | None) -> None:
    monkeypatch.setattr(module, "quotas", lambda: iter([quota]))
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert processors() == (wanted or there)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs a system that binds processes to processors")
def test_no_more_than_it_is_bound_to() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert processors() == 1
    finally:
        os.sched_setaffinity(0, before)
