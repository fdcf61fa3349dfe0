"""Effects of mechanisms: `uv run python -m tools.effects` runs what is missing of `scenarios/experiments/effects.yaml`
and writes docs/effects/ and the effects in seeds/ from its store.

All differences of the first table are one family, each sweep is one. An answer may be `not resolved`; nothing is tuned
until it is.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guardship.experiment.analysis.compare import ALL, Cell, Row, cell, judged
from guardship.experiment.analysis.intervals import LEVEL, two_sided
from guardship.experiment.analysis.paired import Effect, crossing
from guardship.experiment.analysis.planning import detectable, deviation
from guardship.experiment.analysis.stationarity import drifting, said
from guardship.experiment.analysis.tables import cleared
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import local
from guardship.experiment.plan.plan import plan
from guardship.experiment.store.results import Batch
from tools import digest
from tools.measured import COLUMNS, DERIVED
from tools.studies import STUDIES, SWEEPS, Study, Sweep

HOME = Path(__file__).parents[1]
FILE = HOME / "scenarios/experiments/effects.yaml"
OUT = HOME / "docs/effects"
STORE = HOME / "batches/effects"
PILOT = 24  # pairs from which the plan takes its deviations
FIGURES = 3


def asked(batch: Batch, study: Study, measure: str) -> Cell:
    """A difference of a study with its samples, cleared of luck where the plan says so."""
    own, other = (_point(batch, name) for name in study[:2])
    if measure in COLUMNS:
        found = cell(batch, own, other, COLUMNS[measure])
        return found._replace(row=found.row._replace(measure=measure))
    values = DERIVED[measure](batch)
    return Cell(Row(study.arm, study.reference, {}, ALL, measure), values[other], values[own])


def _point(batch: Batch, variant: str) -> int:
    return next(point.number for point in batch.plan.points if point.variant == variant)


def rows_of(batch: Batch, studies: Sequence[Study]) -> tuple[list[dict[str, Any]], float]:
    """All differences as rows, one family, and its critical value.

    `planned`: the difference that so many pairs find with 80 % power, as the first of them say.
    """
    cells = [asked(batch, study, measure) for study in studies for measure in study.measures]
    found = judged(cells)
    return [_row(one, row, len(cells)) for one, row in zip(cells, found.rows, strict=True)], found.critical


def _row(one: Cell, row: Row, family: int) -> dict[str, Any]:
    e = row.effect
    assert e is not None
    planned = detectable(deviation((one.having - one.without)[:PILOT]).value, e.n, family)
    names = {"arm": row.variant, "reference": row.reference, "measure": row.measure}
    kept = {"cleared": cleared(row)} if row.kept is not None else {}
    return {**names, **e._asdict(), "planned": planned, **kept, "answer": row.answer}


def swept(batch: Batch, sweep: Sweep) -> dict[str, Any]:
    """Effects along a sweep, one family, with the value at which each first crosses zero."""
    rows, together = rows_of(batch, [Study(arm, sweep.reference, sweep.measures) for _, arm in sweep.points])
    at = [x for x, _ in sweep.points]
    even = {m: crossing(at, [row["mean"] for row in rows if row["measure"] == m]) for m in sweep.measures}
    return {"name": sweep.name, "unit": sweep.unit, "at": at, "critical": together, "break_even": even, "rows": rows}


# ---- the page -----------------------------------------------------------------------------------


def number(x: float) -> str:
    """Three figures."""
    return "-" if x != x else f"{x:.{FIGURES}g}" if abs(x) < 1000.0 else f"{x:.0f}"


def line(row: Mapping[str, Any], first: str) -> str:
    """A row of a table in markdown."""
    e = Effect(**{name: row[name] for name in Effect._fields})
    if row["answer"] == "equal":
        return (
            f"| {first} | {row['measure']} | {number(e.without)} | {number(e.having)} | 0 | | | | equal in every pair |"
        )
    kept = f"; {row['cleared']}" if "cleared" in row else ""
    return (
        f"| {first} | {row['measure']} | {number(e.without)} | {number(e.having)} | {e.mean:+.3g} "
        f"| {e.low:+.3g} to {e.high:+.3g} | {e.all_low:+.3g} to {e.all_high:+.3g} "
        f"| {number(row['planned'])}; {number(e.detectable)} | {row['answer']}{kept} |"
    )


HEAD = (
    "| | measure | reference | arm | difference | 95 % alone | 95 % together | planned; detectable | answer |",
    "|---|---|---|---|---|---|---|---|---|",
)


def page(found: Mapping[str, Any]) -> str:
    """The page of all comparisons."""
    rows = [*found["text"], "", *HEAD]
    rows += [line(row, f"{row['arm']} - {row['reference']}") for row in found["comparisons"]]
    for sweep in found["sweeps"]:
        rows += ["", f"## {sweep['name'].capitalize()}", "", "A family of its own.", "", *HEAD]
        names = [f"{x:g} {sweep['unit']}" for x in sweep["at"]]
        each = len(sweep["rows"]) // len(names)
        rows += [line(row, names[k // each]) for k, row in enumerate(sweep["rows"])]
        rows += ["", *(_even(m, x, sweep) for m, x in sweep["break_even"].items())]
    rows += ["", "## Stationarity", "", *found["drifts"]]
    return "\n".join(rows) + "\n"


def _even(measure: str, x: float | None, sweep: Mapping[str, Any]) -> str:
    resolved = [row for row in sweep["rows"] if row["measure"] == measure and row["answer"] in ("more", "less")]
    where = (
        "the mean does not cross zero in the range"
        if x is None
        else (f"the mean crosses zero at {number(x)} {sweep['unit']}")
    )
    return f"- {measure}: {where}; resolved at {len(resolved)} of {len(sweep['at'])} points."


def head(batch: Batch, together: float, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the tables say."""
    n, time = batch.replications, batch.plan.scenario(0).time
    days = [f"{hours / 24.0:g}" for hours in (time.measure, time.warm_up, time.drain)]
    resolved = sum(row["answer"] in ("more", "less") for row in rows)
    return [
        "# Effects, measured over paired seeds",
        "",
        f"Made by `uv run python -m tools.effects` from `scenarios/experiments/effects.yaml`; guardship "
        f"{batch.manifest['versions']['guardship']}. {n} pairs of {days[0]} measured days after {days[1]} of warm-up and with "
        f"{days[2]} of drain, so that {time.measure / time.hours:.0%} of the simulated time is "
        "measured; a difference is arm less reference, seed by seed.",
        "",
        f"*95 % together*: all {len(rows)} intervals of the first table hold at once with 95 % confidence (max-t, sign-flip "
        f"bootstrap, critical value {together:.2f}; Student's for one is {two_sided(LEVEL, n - 1):.2f}). *Answer* goes by these; {resolved} are "
        f"resolved. *Planned*: the difference that {n} pairs find with 80 % power, as the first {PILOT} of them say "
        "(`guardship batch --plan`); *detectable*: the same, as all of them and the critical value say. `not resolved` means "
        "that an effect of that size or below can be neither claimed nor excluded beyond the interval. *Cleared* of the luck of "
        "decisions by chance: how much of the variance is left ([power.md](../power.md)). The placebo is the same policy with "
        "another substream: the same traffic, other detections and choices. What moves there is luck.",
        "",
        "The numbers hold for this scenario and its assumptions; no default was changed to please.",
    ]


def everything(batch: Batch) -> dict[str, Any]:
    """All that the pages say."""
    rows, together = rows_of(batch, STUDIES)
    drifts = [f"- {said(one)}." for one in drifting(batch)]
    plain = "No count of any variant drifts from the first half of the window to the second."
    return {
        "text": head(batch, together, rows),
        "seeds": [batch.plan.asked.first_seed, batch.plan.asked.first_seed + batch.replications - 1],
        "critical": together,
        "arms": {point.variant: point.hash for point in batch.plan.points},
        "comparisons": rows,
        "sweeps": [swept(batch, sweep) for sweep in SWEEPS],
        "drifts": drifts or [plain],
    }


def main() -> None:
    """Run what is missing, write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--store", type=Path, default=STORE)
    parser.add_argument("--kept", action="store_true", help="run nothing; write what the store has")
    given = parser.parse_args()
    if not given.kept:
        run(plan(FILE), given.store, lambda one, blocks: local(one, blocks, given.workers), print)
    found = everything(Batch(given.store))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "effects.md").write_text(page(found))
    (OUT / "effects.json").write_text(json.dumps(found, indent=1) + "\n")
    digest.fill()
    digest.write_seeds()


if __name__ == "__main__":
    main()
