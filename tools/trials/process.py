"""Commands of a checkout as processes of their own: with other variables, as another user, watched while they run."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.trials.checkout import environment, interpreter
from tools.trials.trial import Outcome

NOBODY = 65534
PATIENCE = 300.0  # s


def variables(changes: Mapping[str, str | None]) -> dict[str, str]:
    """The environment with some variables set, and those of None taken out."""
    own = {**environment(), **{key: value for key, value in changes.items() if value is not None}}
    return {key: value for key, value in own.items() if key not in changes or changes[key] is not None}


def run(
    checkout: Path,
    arguments: Sequence[str],
    folder: Path,
    changes: Mapping[str, str | None] | None = None,
    before: Callable[[], object] | None = None,
    watch: Callable[[int], object] | None = None,
    python: Sequence[str] = ("-m", "guardship"),
) -> Outcome:
    """One command to its end; `before` is called in it before it begins, `watch` with its number while it runs."""
    begin = time.monotonic()
    told = folder.with_name(folder.name + ".said")
    with told.open("wb") as out:
        process = subprocess.Popen(
            [interpreter(checkout), *python, *arguments],
            cwd=folder,
            env=variables(changes or {}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=before,  # noqa: PLW1509  (no threads here)
            start_new_session=True,
        )
        while process.poll() is None and time.monotonic() - begin < PATIENCE:
            if watch:
                watch(process.pid)
            time.sleep(0.02)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    raw = told.read_bytes()
    wall = time.monotonic() - begin
    return Outcome(process.returncode, 0.0, wall, raw.decode("utf-8", "replace"), len(raw), 0, 0.0)


def family_of(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if int((place / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                found.append(int(place.name))
        except (OSError, IndexError):
            continue
    return found


def become_nobody() -> None:
    """From here on as a user who owns nothing."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
