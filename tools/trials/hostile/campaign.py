"""All families of hostile input, tried one after the other."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tools.trials.checkout import command, made, warm
from tools.trials.child import tried as forked
from tools.trials.hostile import commands, crowds, designs, mutated, places, queries, spelling, stores, yaml_text
from tools.trials.judge import faults
from tools.trials.kills.commands import EXPERIMENT, sound
from tools.trials.texts import REAL
from tools.trials.trial import Act, Outcome, Record, Trial, Wanted

UNLIKE = 3  # exit code


class Source(NamedTuple):
    """A module of families, and what makes its trials."""

    families: tuple[str, ...]
    make: Callable[[], Iterator[Trial]]


def sources(checkout: Path, scratch: Path) -> list[Source]:
    """Of every family, in the order in which they are tried."""
    tiny = checkout / "scenarios/tiny.yaml"
    return [
        Source(yaml_text.FAMILIES, yaml_text.trials),
        Source(spelling.FAMILIES, spelling.trials),
        Source(places.FAMILIES, places.trials),
        Source(stores.FAMILIES, lambda: stores.trials(store_in(checkout, scratch), run_in(checkout, scratch))),
        Source(queries.FAMILIES, lambda: queries.trials(store_in(checkout, scratch))),
        Source(commands.FAMILIES, lambda: commands.trials(store_in(checkout, scratch), tiny)),
        Source(designs.FAMILIES, lambda: designs.trials(tiny.read_text("utf-8"))),
        Source(crowds.FAMILIES, crowds.trials),
        Source(mutated.FAMILIES, lambda: mutated.trials(checkout)),
    ]


def store_in(checkout: Path, scratch: Path) -> Path:
    """A sound store, which is made when it is first asked for."""
    store = scratch / "store"
    few = ("--set", "experiment.replications=8", "--set", "time.measure=1 d", "--workers", "2")
    if not store.exists():
        sound(checkout, "batch", str(checkout / EXPERIMENT), *few, "--out", str(store))
    return store


def run_in(checkout: Path, scratch: Path) -> Path:
    """A sound run folder, which is made when it is first asked for."""
    run = scratch / "run"
    if not run.exists():
        sound(checkout, "run", str(checkout / "scenarios/tiny.yaml"), "--out", str(run))
    return run


def tried(given: argparse.Namespace) -> Iterator[Record]:
    """The results, as they come."""
    warm(given.checkout)
    with tempfile.TemporaryDirectory(prefix="trials-") as scratch:
        here = Path(scratch)
        plain = baseline(here)
        accepted = []
        wanted = (s for s in sources(given.checkout, here) if any(given.only in family for family in s.families))
        chosen = (t for source in wanted for t in source.make() if given.only in t.family)
        for number, trial in enumerate(chosen):
            if number % given.every == 0:
                found = attempted(trial, here, plain)
                if found.code == 0 and trial.family in (mutated.LEAVES, mutated.DELETED):
                    accepted.append(trial.name)
                yield found
        for trial in mutated.odd_runs(given.checkout, accepted):
            yield attempted(trial, here, plain)


def baseline(scratch: Path) -> float:
    """Processor time of a small valid file [s]."""
    folder = made(scratch / "plain")
    (folder / "case.yaml").write_text(REAL)
    outcome = forked(command("validate", "case.yaml"), folder)
    if outcome.code:
        raise RuntimeError(f"a valid file is refused: {outcome.said}")
    return outcome.cpu


def attempted(trial: Trial, scratch: Path, plain: float) -> Record:
    """One trial in a folder of its own."""
    folder = made(scratch / "trial")
    try:
        for name, content in trial.files.items():
            made((folder / name).parent)
            (folder / name).write_bytes(
                content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            )
        if trial.prepare:
            trial.prepare(folder)
        before = listing(folder)
        outcome = forked(act_of(trial), folder, trial.stdin)
        wrong = list(faults(trial, outcome, plain))
        if not trial.writes and listing(folder) != before:
            wrong.append("leaves files")
        if not wrong and outcome.code == 0 and trial.like:
            wrong += unlike(trial, folder)
        return record(trial, outcome, wrong)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def act_of(trial: Trial) -> Act:
    """What is called in the child."""
    return command(*trial.act) if isinstance(trial.act, tuple) else trial.act


def listing(folder: Path) -> dict[str, int]:
    """Files with their sizes."""
    return {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def unlike(trial: Trial, folder: Path) -> list[str]:
    """Whether the file is read as its plain spelling is."""
    named = next(a for a in trial.act if a.endswith(".yaml")) if isinstance(trial.act, tuple) else "case.yaml"

    def same() -> int:
        import guardship

        return 0 if guardship.load(named).hash == guardship.load(trial.like).hash else UNLIKE

    return ["read as something else"] if forked(same, folder).code else []


def record(trial: Trial, outcome: Outcome, wrong: list[str]) -> Record:
    """The line that is kept; what was said only where something is wrong."""
    lines = [line for line in outcome.said.splitlines() if line.strip()]
    said = (lines[-1] if "traceback" in wrong else lines[0]) if lines else ""
    first = ascii(said[:200])[1:-1] if wrong or trial.wanted is Wanted.EITHER else ""
    return Record("hostile", trial.family, trial.name, wrong, outcome.code, round(outcome.cpu, 3), outcome.size, first)
