"""What the whole-system tests share: the shipped scenarios, short runs of them, and what an audit has to know."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TINY, IRTC = SCENARIOS / "tiny.yaml", SCENARIOS / "irtc.yaml"
KEPT = 24  # runs of one kind, a megabyte or a few each
WEEK = {"time.warm_up": "1 d", "time.measure": "5 d", "time.drain": "1 d"}


def made_once[**P](make: Callable[P, Run]) -> Callable[P, Run]:
    """Make a run that several tests look at once; what is compared with itself is made without this."""
    kept: dict[str, Run] = {}

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> Run:
        key = repr((args, sorted(named.items())))
        if key not in kept:
            if len(kept) == KEPT:
                kept.pop(next(iter(kept)))
            kept[key] = make(*args, **named)
        return kept[key]

    made.cache_clear = kept.clear  # type: ignore[attr-defined]
    return made


@cache
def tiny() -> Scenario:
    """The small scenario."""
    return load(TINY)


@cache
def strait() -> Scenario:
    """The strait of the smugglers."""
    return load(SCENARIOS / "smuggling.yaml")


@cache
def week() -> Scenario:
    """A week of the corridor."""
    return load(IRTC, set=WEEK)


@cache
def tiny_run(seed: int = 0) -> Run:
    """A run of the small scenario, made once."""
    return simulate(tiny(), seed)


def files(folder: Path) -> dict[str, bytes]:
    """What a run folder holds, but for the one file that may differ."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "provenance.json"}


def guardship(*args: object, cwd: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a user does, in a process of its own, its output in pipes."""
    return subprocess.run(
        command(*args), cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, timeout=300, check=False
    )


def command(*args: object) -> list[str]:
    """The command line of `guardship ARGS`; Ctrl-C works even where the tests were started without it."""
    interruptible = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = f"{interruptible}; from guardship.__main__ import main; main()"
    return [sys.executable, "-c", start, *map(str, args)]
