"""A process of its own for each trial, forked from one that has imported everything: limits, times, what was said."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import NamedTuple, NoReturn

from tools.trials.trial import Act, Content, Outcome

KEPT = 20_000  # bytes of what was said, from its beginning
GIGA = 1 << 30
PR_SET_PDEATHSIG = 1


class Limits(NamedTuple):
    """Of one trial: processor time and wall clock [s], memory beyond what the parent has [GB]."""

    cpu: int = 10
    wall: int = 40
    memory: float = 3.0


LIMITS = Limits()


def tried(act: Act, folder: Path, stdin: Content = b"", limits: Limits = LIMITS) -> Outcome:
    """Call it in a child process in the folder; what it says goes to files beside the folder."""
    told, asked = folder.with_name(folder.name + ".said"), folder.with_name(folder.name + ".stdin")
    asked.write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    begin = time.monotonic()
    child = os.fork()
    if child == 0:
        _begin(act, folder, told, asked, limits)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - begin
    _end_group(child)
    code = os.waitstatus_to_exitcode(status)
    return Outcome(code, usage.ru_utime + usage.ru_stime, wall, *_said(told), usage.ru_maxrss / 1024.0)


def _end_group(leader: int) -> None:
    """Whoever the child has left behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _said(told: Path) -> tuple[str, int, int]:
    """The beginning of what was said, how much it was, the longest line of it."""
    raw = told.read_bytes()
    return raw[:KEPT].decode("utf-8", "replace"), len(raw), max(map(len, raw.split(b"\n")))


def _begin(act: Act, folder: Path, told: Path, asked: Path, limits: Limits) -> NoReturn:
    code = 1
    try:
        os.setsid()
        _die_with_parent()
        os.chdir(folder)
        out = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        os.dup2(os.open(asked, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        _limit(limits)
        code = exit_code(act)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _die_with_parent() -> None:
    """A trial does not outlive who tries it, where the system can see to that."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 2))
    have = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (have + int(limits.memory * GIGA),) * 2)
    signal.alarm(limits.wall)


def exit_code(act: Act) -> int:
    """What the interpreter would exit with."""
    try:
        return act() or 0
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
