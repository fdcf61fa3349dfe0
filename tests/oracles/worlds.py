"""Runs of the oracles' scenario files, what they detected, and the book of scores that the terminal prints."""

from collections.abc import Iterable, Mapping
from math import nan, sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import guardship
from guardship.core.kernels.state import GAIN, Floats, Records
from guardship.run.run import Run

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ORACLES = SCENARIOS / "oracles"
Z = 4.0  # accepted: a false alarm of 6e-5


class Score(NamedTuple):
    """One comparison with theory: `z` standard errors apart, over n trials; nan where that is not asked."""

    oracle: str
    what: str
    theory: float
    measured: float
    n: int
    z: float


SCORES: list[Score] = []


def run(name: str, changes: Mapping[str, object] | None = None, seed: int = 0) -> Run:
    """A run of scenarios/oracles/NAME.yaml with some of its entries changed."""
    return guardship.simulate(guardship.load(ORACLES / f"{name}.yaml", set=changes), seed)


def gains(world: Run) -> Records:
    """All contacts gained: t [h], a: row of the observer, b: row of the target."""
    notes = world.model.ocean.notes()
    found: Records = notes[notes["kind"] == GAIN]
    return found


def rows(world: Run, group: str) -> NDArray[np.int64]:
    """The rows of a group's vessels."""
    return np.array([row for name, row in world.model.crew.rows.items() if name.split("/")[0] == group], np.int64)


def detected(world: Run, group: str = "targets") -> NDArray[np.bool_]:
    """For each vessel of a group, whether anybody gained contact with it."""
    return np.isin(rows(world, group), gains(world)["b"])


def pooled(name: str, changes: Mapping[str, object], seeds: Iterable[int]) -> NDArray[np.bool_]:
    """Whether each target was detected, of several runs together."""
    return np.concatenate([detected(run(name, changes, seed)) for seed in seeds])


def places(world: Run, group: str = "targets") -> Floats:
    """Where each vessel of a group was first, (n, 2) [nm]."""
    legs = world.model.ocean.legs()
    mine, first = np.unique(legs["row"], return_index=True)
    at = dict(zip(mine.tolist(), first.tolist(), strict=True))
    own = legs[[at[row] for row in rows(world, group).tolist()]]
    return np.column_stack([own["x"], own["y"]])


def share(oracle: str, what: str, hits: NDArray[np.bool_], theory: float) -> None:
    """Independent trials against a probability: binomial."""
    n, p = len(hits), float(hits.mean())
    agree(oracle, what, theory, p, n, (p - theory) / sqrt(theory * (1.0 - theory) / n))


def average(oracle: str, what: str, values: Iterable[float], theory: float, trials: int) -> None:
    """Means of independent runs, at least 50, against an expectation: the error is what the runs differ by."""
    means = np.array(list(values))
    assert len(means) >= 50
    error = float(means.std(ddof=1)) / sqrt(len(means))
    agree(oracle, what, theory, float(means.mean()), trials, (float(means.mean()) - theory) / error)


def agree(oracle: str, what: str, theory: float, measured: float, n: int, z: float) -> None:
    """Write down a comparison and insist on it."""
    SCORES.append(Score(oracle, what, theory, measured, n, z))
    assert abs(z) < Z, f"{oracle} {what}: theory {theory:.6g}, measured {measured:.6g} of {n}, z {z:.2f}"


def near(oracle: str, what: str, theory: float, measured: float, n: int, within: float) -> None:
    """Write down a comparison with a formula for something like it, and insist that it is no farther off than this."""
    SCORES.append(Score(oracle, what, theory, measured, n, nan))
    assert abs(measured - theory) <= within, f"{oracle} {what}: {theory:.6g}, measured {measured:.6g} of {n}"


def nm(*lengths: float) -> list[str]:
    """Lengths as the file has them, to the last bit."""
    return [f"{float(x)!r} nm" for x in lengths]
