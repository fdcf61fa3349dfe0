"""How many processors this process may use: not those of the machine, where it is bound to some or has a quota."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import ceil
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")


def processors() -> int:
    """The processors that the system lets this process run on, or the fewer that its control groups (those of
    containers) pay for, a part of one as one."""
    if hasattr(os, "process_cpu_count"):  # from Python 3.13
        count = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    return max(1, min([count, *(ceil(quota) for quota in quotas())]))


def quotas(groups: Path = GROUPS, own: Path = OWN) -> Iterator[float]:
    """The processors that each control group above this process allows; nothing where there is no limit."""
    for folder in _folders(groups, own):
        yield from _quota(folder)


def _folders(groups: Path, own: Path) -> Iterator[Path]:
    """Of version 2 the group and those above it, of version 1 the groups of the `cpu` controller."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, place = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        root = groups / "cpu" if controllers else groups
        parts = [part for part in place.split("/") if part not in ("", "..")]
        yield from (root.joinpath(*parts[:k]) for k in range(len(parts), -1, -1))


def _quota(folder: Path) -> Iterator[float]:
    """Of one group: microseconds of each period."""
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text().split()
        else:
            quota, period = ((folder / f"cpu.cfs_{what}_us").read_text().strip() for what in ("quota", "period"))
        if quota not in ("max", "-1") and int(period) > 0:
            yield int(quota) / int(period)
    except (OSError, ValueError):
        return
