"""What it takes to tell two policies apart: `uv run python -m benchmarks.pairs CHECKOUT ... --gain 1.8`.

Each checkout, in which `uv sync` was run, runs pairs of the twelve navies of its own scenarios/coalition, apart and in
a full mesh, as blocks of a batch in one process. Of them follow the processor time of a pair; the minutes that
`--project` pairs take with two workers (`--gain`: how many times the runs of one worker two have, as `tools.throughput`
measures it); and from the spread of the differences of attacks the pairs, and the processor time, that find a true
difference of `--difference` attacks with a power of 80 % at 5 %, as they are and cleared of luck where the version
counts it (docs/power.md). Intervals are those of the spread, 95 %; ratios are to the first checkout without clearing.
"""

import argparse
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.controls import FEWEST, adjusted
from guardship.experiment.analysis.planning import Spread, deviation, pairs_for

type Floats = NDArray[np.float64]

CHILD = Path(__file__).with_name("paired_runs.py")
FILES = ("scenarios/coalition/base.yaml", "scenarios/coalition/full_mesh.yaml")
SPAN = {"time.warm_up": "4 d", "time.measure": "30 d", "time.drain": "4 d"}  # as in docs/power.md
WORKERS = 2


class Pairs(NamedTuple):
    """(2,) processor times [s] a run, (2, n) attacks and, where they are counted, surpluses, by file and seed."""

    seconds: Floats
    attacks: Floats
    surplus: Floats | None


class Cost(NamedTuple):
    """Processor time [s] that finds the difference: by the spread of differences, and by its interval's bounds."""

    how: str
    spread: Spread
    pairs: float
    seconds: float
    low: float
    high: float


def measured(checkout: Path, pairs: int, changes: Mapping[str, str]) -> Pairs:
    """Run the pairs of a checkout. Raises ValueError where it cannot."""
    python = checkout.absolute() / ".venv" / "bin" / "python"
    if not python.exists():
        raise ValueError(f"{checkout}: has no .venv; run `uv sync` there")
    files = [str(checkout.absolute() / file) for file in FILES]
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "VIRTUAL_ENV")}
    command = [str(python), str(CHILD), *files, str(pairs), json.dumps(changes)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=clean, check=False)
    if done.returncode != 0:
        raise ValueError(f"{checkout}: its runs ended with exit code {done.returncode}")
    return collected(done.stdout.splitlines())


def collected(lines: Sequence[str]) -> Pairs:
    """Of the lines that the runs of a checkout print."""
    blocks = [json.loads(line) for line in lines]
    own = [[block for block in blocks if block["file"] == k] for k in range(len(FILES))]
    attacks = np.array([[n for block in one for n in block["attacks"]] for one in own], float)
    seconds = np.array([sum(block["seconds"] for block in one) for one in own]) / attacks.shape[1]
    counted = all(block["surplus"] is not None for block in blocks)
    surplus = np.array([[n for block in one for n in block["surplus"]] for one in own], float) if counted else None
    return Pairs(seconds, attacks, surplus)


def costs(found: Pairs, difference: float) -> Iterator[Cost]:
    """What it takes as the differences are, then cleared of luck where it is counted and there are enough pairs."""
    plain = found.attacks[1] - found.attacks[0]
    yield _cost("as they are", plain, found, difference)
    if found.surplus is not None and len(plain) >= FEWEST:
        luck = (found.surplus[1] - found.surplus[0])[:, None]
        yield _cost("cleared of luck", adjusted(plain, luck), found, difference)


def _cost(how: str, differences: Floats, found: Pairs, wanted: float) -> Cost:
    spread = deviation(differences)
    pairs, least, most = (pairs_for(sd, wanted, 1) for sd in spread)
    each = float(found.seconds.sum())
    return Cost(how, spread, pairs, pairs * each, least * each, most * each)


def told(name: str, found: Pairs, project: int, gain: float, difference: float, base: float) -> Iterator[str]:
    """Lines about a checkout; `base`: processor time [s] that the first takes, nan for the first itself."""
    (apart, mesh), each = found.seconds, float(found.seconds.sum())
    mean = found.attacks.mean(axis=1)
    yield (
        f"{name}: {found.attacks.shape[1]} pairs, {each:.2f} s of processor time a pair ({apart:.2f} apart, "
        f"{mesh:.2f} in the mesh); {project} pairs take {project * each / gain / 60.0:.0f} minutes with {WORKERS} "
        f"workers; attacks {mean[0]:.2f} and {mean[1]:.2f}"
    )
    for one in costs(found, difference):
        share = "" if base != base else f", {one.seconds / base:.3f} of the first"
        yield (
            f"  differences {one.how}: standard deviation {one.spread.value:.2f} ({one.spread.low:.2f} to "
            f"{one.spread.high:.2f}); {difference:g} attacks are found by {one.pairs:.0f} pairs, {one.seconds:.0f} s "
            f"of processor time ({one.low:.0f} to {one.high:.0f}){share}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pairs", description=__doc__)
    parser.add_argument("checkouts", nargs="+", type=Path)
    parser.add_argument("--gain", type=float, required=True, help="of two workers over one")
    parser.add_argument("--pairs", type=int, default=24)
    parser.add_argument("--project", type=int, default=1000)
    parser.add_argument("--difference", type=float, default=1.0, help="attacks a run")
    given = parser.parse_args(arguments)
    base = np.nan
    for checkout in given.checkouts:
        try:
            found = measured(checkout, given.pairs, SPAN)
        except ValueError as fault:
            print(f"pairs: {fault}")
            return 2
        for line in told(str(checkout), found, given.project, given.gain, given.difference, base):
            print(line, flush=True)
        base = next(costs(found, given.difference)).seconds if base != base else base
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
