"""The reliability of beliefs: `uv run python -m tools.reliability` writes docs/validity/reliability.md.

What share of the contacts of which a unit believed p were offenders, over runs of the Gulf of Aden of 2010. A contact
counts once, at the last look that left a belief. Contacts of one run are not independent (several ships look at one
hull), so the intervals are Wilson's for as many contacts as are worth it: their number over the design effect, the
variance of the share between runs over that of as many independent contacts.
"""

import argparse
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.outcomes.statistics import wilson

HOME = Path(__file__).parents[1]
FILE = HOME / "scenarios/gulf_of_aden.yaml"
OUT = HOME / "docs/validity/reliability.md"
EDGES = (0.0, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.99, 1.0)
LOOKING, SENT = "own looks", "sent after something"

type Floats = NDArray[np.float64]


class Contact(NamedTuple):
    """What a unit believed of a contact in the end, and whether it was about an offence then."""

    run: int
    hull: str
    how: str
    believed: float
    guilty: bool


class Bin(NamedTuple):
    """Contacts of about the same belief. `low`, `high`: a 95 % interval of the share."""

    n: int
    believed: float
    share: float
    low: float
    high: float

    @property
    def right(self) -> bool:
        """Whether the interval holds what was believed on the mean."""
        return self.low <= self.believed <= self.high


def contacts(seed: int, file: Path = FILE) -> list[Contact]:
    """The contacts of one run that were judged."""
    import guardship

    run = guardship.simulate(guardship.load(file), seed)
    lead = dict(zip(run.vessels.vessel, run.vessels["lead"], strict=True))
    at_sea: dict[str, list[tuple[float, float]]] = {}
    for row in run.voyages.itertuples():
        if row.sailed == row.sailed:
            at_sea.setdefault(row.group, []).append((row.sailed, row.ended if row.ended == row.ended else np.inf))
    judged = run.beliefs.dropna(subset=["harmless"])
    found = []
    for row in judged.groupby(["observer", "contact"], sort=False).tail(1).itertuples():
        voyages = at_sea.get(lead[row.vessel] or row.vessel, ())
        guilty = any(begin <= row.t < end for begin, end in voyages)
        how = LOOKING if row.described != row.described else SENT
        found.append(Contact(seed, row.hull, how, 1.0 - row.harmless, guilty))
    return found


def binned(some: Sequence[Contact], runs: int, edges: Sequence[float] = EDGES) -> list[Bin]:
    """The contacts by belief; bins without any are left out."""
    p, guilty = (np.array([getattr(one, name) for one in some], float) for name in ("believed", "guilty"))
    numbers = {run: k for k, run in enumerate(sorted({one.run for one in some}))}
    run = np.array([numbers[one.run] for one in some], int)
    places = np.clip(np.searchsorted(edges, p, side="right") - 1, 0, len(edges) - 2)
    return [_bin(p[here], guilty[here], run[here], runs) for k in range(len(edges) - 1) if (here := places == k).any()]


def _bin(p: Floats, guilty: Floats, run: NDArray[np.int64], runs: int) -> Bin:
    n, share = len(p), float(guilty.mean())
    worth = n / design_effect(guilty, run, runs)
    low, high = wilson(share * worth, worth)
    return Bin(n, float(p.mean()), share, low, high)


def design_effect(guilty: Floats, run: NDArray[np.int64], runs: int) -> float:
    """The variance of the share between runs over that of as many independent contacts; at least 1."""
    n, share = len(guilty), float(guilty.mean())
    if runs < 2 or not 0.0 < share < 1.0:
        return 1.0
    off = np.bincount(run, guilty - share, runs)
    between = runs / (runs - 1) * float((off**2).sum()) / n**2
    return max(between / (share * (1.0 - share) / n), 1.0)


# ---- the page -----------------------------------------------------------------------------------


def table(bins: Sequence[Bin]) -> list[str]:
    """As lines of markdown."""
    rows = ["| contacts | believed, mean | offenders | 95 % | |", "|---:|---:|---:|---|---|"]
    for one in bins:
        off = "" if one.right else "more" if one.share > one.believed else "fewer"
        rows.append(f"| {one.n} | {one.believed:.3f} | {one.share:.3f} | {one.low:.3f} to {one.high:.3f} | {off} |")
    return rows


def page(found: Sequence[Contact], runs: int) -> str:
    """All tables."""
    believed, guilty = (sum(getattr(one, name) for one in found) for name in ("believed", "guilty"))
    score = sum((one.believed - one.guilty) ** 2 for one in found) / len(found)
    base = guilty / len(found)
    rows = [
        "# Are beliefs right?",
        "",
        f"Made by `uv run python -m tools.reliability --runs {runs}`; guardship {version('guardship')}. "
        f"{runs} runs of `scenarios/gulf_of_aden.yaml`, {len(found)} contacts that were judged, each at its last look: "
        f"{believed:.0f} offenders were believed, {guilty} were. Brier's score {score:.4f}; who always says "
        f"{base:.3f} has {base * (1.0 - base):.4f}.",
        "",
        *NOTES,
    ]
    for title, some in groups(found).items():
        rows += ["", f"## {title}", "", *table(binned(some, runs))]
    return "\n".join(rows) + "\n"


NOTES = (
    "The last column says where the interval does not hold what was believed, and whether more or fewer were offenders. Intervals "
    "allow for the fact that contacts of one run are not independent; one in twenty may miss. First looks after which every unit "
    "would pass a vessel leave no belief and are not here ([recognition](../recognition.md)): what is left with a low chance was looked at by "
    "units that were about something, near an attack say, so more of it are offenders than of all that look so.",
    "",
    "Exchangeable hulls within one phase of a voyage are calibrated exactly (tests). Here beliefs may be off: the prior is one number for a "
    "hull, assumed; believers do not know the phase; an offender that meets several ships shows all of them the same; and who is sent "
    "after something takes what it finds for that with a probability that the model of motion gives.",
)


def groups(found: Sequence[Contact]) -> dict[str, list[Contact]]:
    """All contacts, those of each hull, and those met on the way to something."""
    named = {"All contacts": list(found)}
    for hull in sorted({one.hull for one in found}):
        named[f"{hull.capitalize()}s, by own looks"] = [one for one in found if one.hull == hull and one.how == LOOKING]
    named["Sent after something"] = [one for one in found if one.how == SENT]
    return {title: some for title, some in named.items() if some}


def main() -> None:
    """Run, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=48)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--file", type=Path, default=FILE)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        each = pool.map(partial(contacts, file=given.file), range(1, given.runs + 1))
        found = [one for some in each for one in some]
    given.out.write_text(page(found, given.runs))


if __name__ == "__main__":
    main()
