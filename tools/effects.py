"""Effects of mechanisms over paired seeds: `uv run python -m tools.effects --all --seeds 200` writes docs/effects/.

`--arms A.yaml B.yaml ...` compares files of scenarios/coalition with the first of them instead and prints the table.
Every arm runs under the same seeds. An answer may be `not resolved`; nothing is tuned until it is.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from guardship.experiment.analysis.intervals import Floats
from guardship.experiment.analysis.paired import Effect, crossing, family
from tools import digest
from tools.measured import HEADLINES, MEASURES
from tools.runs import HOME, SHORT, Arm, arm, key, place, play, play_all, results
from tools.studies import COMPARISONS, SWEEPS, SWEPT, Comparison, Sweep

OUT = HOME / "docs/effects"
CACHE = Path(tempfile.gettempdir()) / "guardship_effects"
FIGURES = 3


def sample(one: Arm, measure: str, seeds: Sequence[int], folder: Path) -> Floats:
    """The measure of every run, in the order of the seeds."""
    return np.array([MEASURES[measure](r) for r in results(one, seeds, folder)])


def table(comparisons: Sequence[Comparison], seeds: Sequence[int], folder: Path) -> tuple[list[dict[str, Any]], float]:
    """All comparisons as rows, one family, and its critical value."""
    samples = {one: results(one, seeds, folder) for c in comparisons for one in (c.arm, c.reference)}
    cells = [(c, measure) for c in comparisons for measure in c.measures]
    pairs = [
        (np.array([MEASURES[m](r) for r in samples[c.reference]]), np.array([MEASURES[m](r) for r in samples[c.arm]]))
        for c, m in cells
    ]
    effects, together = family(pairs)
    return [
        {"arm": c.arm.name, "reference": c.reference.name, "measure": m, **e._asdict(), "answer": e.answer}
        for (c, m), e in zip(cells, effects, strict=True)
    ], together


def swept(sweep: Sweep, seeds: Sequence[int], folder: Path) -> dict[str, Any]:
    """Effects along a sweep, one family, with the value at which each first crosses zero, and whether that is sure."""
    comparisons = [Comparison(one, sweep.reference, sweep.measures) for _, one in sweep.points]
    rows, together = table(comparisons, seeds, folder)
    at = [x for x, _ in sweep.points]
    even = {m: crossing(at, [row["mean"] for row in rows if row["measure"] == m]) for m in sweep.measures}
    return {
        "name": sweep.name,
        "unit": sweep.unit,
        "at": at,
        "pairs": len(seeds),
        "critical": together,
        "break_even": even,
        "rows": rows,
    }


# ---- the page -----------------------------------------------------------------------------------


def number(x: float) -> str:
    """Three figures."""
    return f"{x:.{FIGURES}g}" if abs(x) < 1000.0 else f"{x:.0f}"


def line(row: dict[str, Any], first: str) -> str:
    """A row of a table in markdown."""
    e = Effect(**{name: row[name] for name in Effect._fields})
    if e.answer == "equal":
        return f"| {first} | {row['measure']} | {number(e.without)} | {number(e.having)} | 0 | equal in every pair | | | equal |"
    return (
        f"| {first} | {row['measure']} | {number(e.without)} | {number(e.having)} | {e.mean:+.3g} "
        f"| {e.low:+.3g} to {e.high:+.3g} | {e.all_low:+.3g} to {e.all_high:+.3g} "
        f"| {e.size:+.2f}; {number(e.detectable)} | {e.answer} |"
    )


HEAD = (
    "| | measure | without | with | difference | 95 % alone | 95 % together | d_z; detectable | answer |",
    "|---|---|---|---|---|---|---|---|---|",
)


def page(found: dict[str, Any]) -> str:
    """The page of all comparisons."""
    rows = [*found["text"], "", *HEAD]
    rows += [line(row, f"{row['arm']} - {row['reference']}") for row in found["comparisons"]]
    for sweep in found["sweeps"]:
        rows += [
            "",
            f"## {sweep['name'].capitalize()}",
            "",
            f"Over {sweep['pairs']} pairs; a family of its own.",
            "",
            *HEAD,
        ]
        names = [f"{x:g} {sweep['unit']}" for x in sweep["at"]]
        for k, row in enumerate(sweep["rows"]):
            rows.append(line(row, names[k // (len(sweep["rows"]) // len(names))]))
        rows += ["", *(_even(m, x, sweep) for m, x in sweep["break_even"].items())]
    return "\n".join(rows) + "\n"


def _even(measure: str, x: float | None, sweep: dict[str, Any]) -> str:
    resolved = [row for row in sweep["rows"] if row["measure"] == measure and row["answer"] in ("more", "less")]
    where = (
        "the mean does not cross zero in the range"
        if x is None
        else (f"the mean crosses zero at {number(x)} {sweep['unit']}")
    )
    return f"- {measure}: {where}; resolved at {len(resolved)} of {len(sweep['at'])} points."


def head(seeds: Sequence[int], together: float, comparisons: int) -> list[str]:
    """What the tables say."""
    times = ", ".join(f"`{name}={value}`" for name, value in SHORT.items())
    return [
        "# Effects, measured over paired seeds",
        "",
        f"Made by `uv run python -m tools.effects --all --seeds {len(seeds)}`; guardship {version('guardship')}. Every arm "
        f"runs under the seeds {seeds[0]} to {seeds[-1]} with {times}; a difference is arm less reference, run by run.",
        "",
        f"*95 % together*: all {comparisons} intervals of the first table hold at once with 95 % confidence (max-t, sign-flip "
        f"bootstrap, critical value {together:.2f}; Student's for one is 1.97). *Answer* goes by these. *d_z*: mean "
        "over standard deviation of the differences. *Detectable*: the true difference that would have been found with 80 % "
        "power. `not resolved` means that an effect of that size or below can be neither claimed nor excluded beyond the "
        "interval. The placebo is the same policy with other names for the ships, so that only their own draws differ: "
        "what moves there is luck.",
        "",
        "The numbers hold for this scenario and its assumptions; no default was changed to please.",
    ]


def everything(seeds: Sequence[int], folder: Path, workers: int, kept: bool) -> dict[str, Any]:
    """Run what is missing, compare everything; `kept`: run nothing, compare what is there in full."""
    arms = [one for c in COMPARISONS for one in (c.arm, c.reference)]
    swept_arms = [one for s in SWEEPS for one in (s.reference, *(x for _, x in s.points))]
    if not kept:
        play_all(arms, seeds, folder, workers)
        play_all(swept_arms, seeds[:SWEPT], folder, workers)
    comparisons = [c for c in COMPARISONS if whole((c.arm, c.reference), seeds, folder)]
    sweeps = [s for s in SWEEPS if whole((s.reference, *(x for _, x in s.points)), seeds[:SWEPT], folder)]
    rows, together = table(comparisons, seeds, folder)
    return {
        "text": head(seeds, together, len(rows)),
        "seeds": [seeds[0], seeds[-1]],
        "set": dict(SHORT),
        "critical": together,
        "arms": {
            one.name: {"file": one.file, "set": dict(one.changes), "renamed": one.renamed, "key": key(one)}
            for one in dict.fromkeys([*arms, *swept_arms])
        },
        "comparisons": rows,
        "sweeps": [swept(sweep, seeds[:SWEPT], folder) for sweep in sweeps],
    }


def whole(arms: Iterable[Arm], seeds: Sequence[int], folder: Path) -> bool:
    """Whether all results are there."""
    return all(place(folder, one, seed).exists() for one in arms for seed in seeds)


def stale(arms: Iterable[Arm], seeds: Sequence[int], folder: Path) -> list[str]:
    """Kept results that the present code does not give."""
    return [
        f"{one.name}, seed {seed}: {name}"
        for one in dict.fromkeys(arms)
        for seed in seeds
        for now, kept in [(play(one, seed), results(one, [seed], folder)[0])]
        for name, of in MEASURES.items()
        if repr(of(now)) != repr(of(kept))  # nan is equal to nan
    ]


def main() -> None:
    """Run arms, write or print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every comparison and sweep; writes --out")
    parser.add_argument("--arms", nargs="+", default=[], help="files of scenarios/coalition, the reference first")
    parser.add_argument("--measures", nargs="+", default=list(HEADLINES), choices=list(MEASURES))
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="where results are kept; empty it after a change of code"
    )
    parser.add_argument(
        "--check", type=int, default=0, help="run so many seeds of each arm again and compare with what is kept"
    )
    parser.add_argument("--kept", action="store_true", help="run nothing; compare what is kept in full")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    seeds = range(given.seeds)
    if given.check:
        arms = [one for c in COMPARISONS for one in (c.arm, c.reference)]
        print("\n".join(stale(arms, seeds[: given.check], given.cache)) or "what is kept is what the code gives")
    elif given.all:
        found = everything(seeds, given.cache, given.workers, given.kept)
        given.out.mkdir(parents=True, exist_ok=True)
        (given.out / "effects.md").write_text(page(found))
        (given.out / "effects.json").write_text(json.dumps(found, indent=1) + "\n")
        if given.out == OUT:
            digest.fill()
            digest.write_seeds()
    else:
        reference, *others = [arm(file) for file in given.arms]
        play_all([reference, *others], seeds, given.cache, given.workers)
        rows, _ = table([Comparison(one, reference, tuple(given.measures)) for one in others], seeds, given.cache)
        print("\n".join([*HEAD, *(line(row, f"{row['arm']} - {row['reference']}") for row in rows)]))


if __name__ == "__main__":
    main()
