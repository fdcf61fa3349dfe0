"""What is killed: a command, what stands where it writes beforehand, and what may stand there afterwards."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tools.trials.checkout import command, environment, interpreter
from tools.trials.trial import Act

EXPERIMENT = "scenarios/experiments/tiny.yaml"
VARIES = "provenance.json"  # of a run folder: when and where


class Victim(NamedTuple):
    """A command in a folder. `target`: what it writes. `goes_on`: whether a part of it may stand there after a kill.
    `steps`: at how many of its steps at most it is killed."""

    name: str
    arguments: tuple[str, ...]
    target: str
    prepare: Callable[[Path], object]
    goes_on: bool = False
    steps: int = 40

    @property
    def act(self) -> Act:
        """To be called in a child."""
        return command(*self.arguments)


def digest(path: Path) -> str:
    """Of a file or of all files of a folder, but for what differs between equal runs; nothing for what is not there."""
    if not path.exists():
        return ""
    h = hashlib.sha256()
    for file in sorted(p for p in ([path] if path.is_file() else path.rglob("*")) if p.is_file()):
        if file.name != VARIES:
            h.update(f"{file.relative_to(path)}\n".encode() + file.read_bytes())
    return h.hexdigest()


def litter(folder: Path, known: Mapping[str, str]) -> list[str]:
    """What stands in the folder besides what is known, and parts of files anywhere."""
    beside = [path.name for path in folder.iterdir() if path.name not in known]
    return beside + [path.name for path in folder.rglob("*.part")]


def contents(folder: Path) -> dict[str, str]:
    """Digests of all that stands in a folder, by name."""
    return {path.name: digest(path) for path in folder.iterdir()}


def sound(checkout: Path, *arguments: str) -> None:
    """A command that must come to its end, in a process of its own."""
    own = [interpreter(checkout), "-m", "guardship", *arguments]
    subprocess.run(own, check=True, capture_output=True, env=environment())


def knows(checkout: Path, command: str, option: str) -> bool:
    """Whether a command of that version has an option."""
    own = [interpreter(checkout), "-m", "guardship", command, "--help"]
    return option in subprocess.run(own, check=True, capture_output=True, text=True, env=environment()).stdout


def victims(checkout: Path, scratch: Path) -> list[Victim]:
    """A new run, one that replaces another, a report that replaces another, a batch. What they replace is made first."""
    store, old, page = scratch / "sound", scratch / "old", scratch / "old.html"
    few = ("--set", "experiment.replications=3", "--set", "time.measure=6 h", "--workers", "1")
    sound(checkout, "batch", str(checkout / EXPERIMENT), *few, "--out", str(store))
    sound(checkout, "run", str(checkout / "scenarios/tiny.yaml"), "--out", str(old))
    sound(checkout, "report", str(store), "--measure", "attacks", "--out", str(page))
    tiny, experiment = checkout / "scenarios/tiny.yaml", checkout / EXPERIMENT
    short = ("--set", "time.measure=12 h", "--set", "time.warm_up=6 h", "--set", "time.drain=6 h")
    run = ("run", str(tiny), "--seed", "1", "--out", "r", *short)
    over = (*run, "--overwrite") if knows(checkout, "run", "--overwrite") else run
    batch = ("batch", str(experiment), "--set", "experiment.replications=9", *short, "--workers", "1", "--out", "store")
    report = ("report", "store", "--out", "page.html")

    def with_run(folder: Path) -> None:
        shutil.copytree(old, folder / "r")

    def with_page(folder: Path) -> None:
        shutil.copytree(store, folder / "store")
        shutil.copy(page, folder / "page.html")

    return [
        Victim("a new run", run, "r", lambda folder: None),
        Victim("a run over another", over, "r", with_run),
        Victim("a report over another", report, "page.html", with_page),
        Victim("a batch", batch, "store", lambda folder: None, goes_on=True, steps=10),
    ]
