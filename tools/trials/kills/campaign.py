"""Kills, one after the other; after each the same command is given again."""

import argparse
import functools
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np

from tools.trials.checkout import made, warm
from tools.trials.child import Limits
from tools.trials.child import tried as forked
from tools.trials.kills.commands import Victim, contents, digest, litter, victims
from tools.trials.trial import Act, Outcome, Record

LIMITS = Limits(cpu=120, wall=300)
STEPS = frozenset(
    {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree"}
)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MOMENTS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
ENDED = {signal.SIGKILL: (-signal.SIGKILL,), signal.SIGINT: (0, 130), signal.SIGTERM: (0, 143)}
SEED = 20


def tried(given: argparse.Namespace) -> Iterator[Record]:
    """The results, as they come; `count` kills of each command at random moments, besides those at its steps."""
    warm(given.checkout)
    with tempfile.TemporaryDirectory(prefix="trials-") as scratch:
        here = Path(scratch)
        for victim in victims(given.checkout, here):
            if given.only in victim.name:
                yield from killed(victim, here, given.count)


def killed(victim: Victim, scratch: Path, count: int) -> Iterator[Record]:
    """One command: undisturbed, then killed at steps spread over all that it takes, then at random moments."""
    folder = fresh(victim, scratch)
    before, steps = contents(folder), scratch / "steps"
    whole = forked(functools.partial(stepwise, victim.act, folder, 0, steps), folder, limits=LIMITS)
    if whole.code:
        raise RuntimeError(f"{victim.name} fails undisturbed: {whole.said}")
    after, number = contents(folder), len(steps.read_text().splitlines())
    names = steps.read_text().splitlines()
    for step in sorted({round(k) for k in np.linspace(1, number, min(victim.steps, number))}):
        folder = fresh(victim, scratch)
        outcome = forked(functools.partial(stepwise, victim.act, folder, step, steps), folder, limits=LIMITS)
        said = f"step {step} of {number}: {names[step - 1]}"
        yield judged(victim, folder, before, after, outcome, "at a step", said, (-signal.SIGKILL, 0))
    rng = np.random.default_rng([SEED, len(victim.name)])
    for k in range(count):
        folder, mark = fresh(victim, scratch), MOMENTS[k % len(MOMENTS)]
        share = float(rng.random())
        outcome = interrupted(victim, folder, mark, share * whole.wall)
        said = f"{mark.name} after {share:.2f} of its time"
        yield judged(victim, folder, before, after, outcome, f"at a moment, {mark.name}", said, (*ENDED[mark], 0))


def fresh(victim: Victim, scratch: Path) -> Path:
    """A folder in which the command can be given."""
    shutil.rmtree(scratch / "victim", ignore_errors=True)
    folder = made(scratch / "victim")
    victim.prepare(folder)
    return folder


def stepwise(act: Act, folder: Path, last: int, steps: Path) -> int | None:
    """Do it, and die before the step of that number is taken in the folder; 0 for never. Steps are written down."""
    own, main, taken = str(folder), os.getpid(), [0]
    log = os.open(steps, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event not in STEPS or os.getpid() != main:
            return
        if event == "open" and not int(str(arguments[2] or 0)) & WRITES:
            return
        path = (
            os.path.abspath(os.fsdecode(arguments[0])) if isinstance(arguments[0], str | bytes | os.PathLike) else own
        )
        if path.startswith(own):
            taken[0] += 1
            os.write(log, f"{event} {os.path.relpath(path, own)}\n".encode())
            if taken[0] == last:
                os.kill(main, signal.SIGKILL)

    sys.addaudithook(hook)
    return act()


def interrupted(victim: Victim, folder: Path, mark: signal.Signals, after: float) -> Outcome:
    """Do it, and signal it after so many seconds, if it is not done by then."""

    def act() -> int | None:
        main = os.getpid()

        def strike() -> None:
            time.sleep(after)
            os.kill(main, mark)

        signal.signal(signal.SIGINT, signal.default_int_handler)
        Thread(target=strike, daemon=True).start()
        return victim.act()

    return forked(act, folder, limits=LIMITS)


def judged(
    victim: Victim,
    folder: Path,
    before: dict[str, str],
    after: dict[str, str],
    outcome: Outcome,
    family: str,
    name: str,
    codes: tuple[int, ...],
) -> Record:
    """What stands there after the kill, and after the command has been given again."""
    faults = []
    if outcome.code not in codes:
        faults.append(f"exit {outcome.code}")
    if "Traceback" in outcome.said:
        faults.append("traceback")
    stands = digest(folder / victim.target)
    if not victim.goes_on and stands not in (before.get(victim.target, ""), after[victim.target]):
        faults.append("neither old nor new" if stands else "gone")
    left = litter(folder, after)
    again = forked(victim.act, folder, limits=LIMITS)
    if again.code:
        faults.append("again fails")
    elif digest(folder / victim.target) != after[victim.target]:
        faults.append("again is another")
    if litter(folder, after):
        faults.append("litter stays")
    said = f"{outcome.said.strip()[-150:]!a} again: {again.said.strip()[-150:]!a} left: {left}" if faults else ""
    return Record(
        "kills", f"{victim.name} {family}", name, faults, outcome.code, round(outcome.cpu, 2), outcome.size, said
    )
