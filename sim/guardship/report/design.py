"""The question and the design; runs that failed; the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guardship.files.html import Cell, Markup, join, table, tag
from guardship.report.page import absent, folded, items, pairs, para, wide
from guardship.report.subject import Subject
from guardship.report.words import at
from guardship.scenario.experiment import BestOf, Factor, Until

MOST_POINTS = 200
MOST_FAILED = 50
LONGEST = 400  # letters of an overlay


def head(subject: Subject) -> Markup:
    """Title, question, and how much there is."""
    plan, batch = subject.batch.plan, subject.batch
    question = (para(plan.asked.question, name="question"),) if plan.asked.question else ()
    failed = len(batch.failed)
    said = f"{len(plan.points)} points of {batch.replications} replications, {batch.count:,} runs, {failed:,} failed."
    missing = expected(subject) - batch.count
    if missing > 0:
        said += f" The batch is not finished: {missing:,} runs are still to come."
    return join((tag("h1", plan.title), *question, para(said, name="quiet")))


def expected(subject: Subject) -> int:
    """How many runs the store would have when whole: where it says so, else as far as the design knows."""
    batch = subject.batch
    points = len(batch.plan.points)
    ran: Sequence[int] = (
        batch.manifest.get("ran") or [batch.manifest.get("replications", batch.plan.asked.least)] * points
    )
    return sum(ran)


def design(subject: Subject) -> Markup:
    """Variants, factors, points, replications, seeds."""
    plan = subject.batch.plan
    first = next(iter(plan.variants))
    rows = [(name, "the reference" if name == first else "", changed(subject, name)) for name in plan.variants]
    parts = [wide(table("Variants", ("variant", "", "what it changes"), rows), "Variants")]
    if plan.asked.factors:
        heads = ("factor", "entry of the scenario", "values")
        said = [(name, join(code(factor.path), "<br>"), levels(factor)) for name, factor in plan.asked.factors.items()]
        parts.append(wide(table(f"Factors, {plan.asked.design.kind.replace('_', ' ')} design", heads, said), "Factors"))
    else:
        parts.append(para("Nothing is varied beside the variants: no factors."))
    return join((*parts, para(_replications(subject)), para(_pairing(subject)), _points(subject)))


def changed(subject: Subject, variant: str) -> Cell:
    """What a variant says of itself."""
    one = subject.batch.plan.asked.variants[variant]
    said = [f"extends {one.extends}"] if one.extends else []
    said += [f"substream {one.substream}: other detections and choices in the same traffic"] if one.substream else []
    said += [f"{path} = {_plain(value)}" for path, value in one.set.items()]
    said += [f"{section}: {_plain(value)}" for section, value in one.overlay.items()]
    return join((tag("code", text) for text in said), "<br>") if said else "nothing: the scenario as it is"


def _plain(value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, default=dict, ensure_ascii=False)
    return said if len(said) <= LONGEST else said[:LONGEST] + " …"


def code(paths: tuple[str, ...]) -> Iterator[Markup]:
    """Paths as code."""
    return (tag("code", path) for path in paths)


def levels(factor: Factor) -> str:
    """The values of a factor in words."""
    if factor.levels is not None:
        return ", ".join(_plain(level) for level in factor.levels)
    whole, scale = (" (whole numbers)" if factor.whole else ""), (", log scale" if factor.scale == "log" else "")
    return f"{factor.low} to {factor.high}{whole}{scale}"


def _replications(subject: Subject) -> str:
    batch = subject.batch
    asked, stopped = batch.plan.asked.replications, batch.manifest.get("stopped")
    if isinstance(asked, BestOf):
        rule = (
            f"Replications until the point with the {asked.goal} {asked.measure} is known with {asked.confidence:.0%}, "
        )
        rule += (
            f"from {asked.at_least} to {asked.at_most}; points that can no longer be it have fewer. A difference of "
        )
        rule += f"{asked.delta:g} makes none."
        return rule if stopped is None else f"{rule} It stopped after {batch.replications} ({stopped.get('why')})."
    if not isinstance(asked, Until):
        return f"{asked} replications of each point."
    rule = f"Replications until the {asked.confidence:.0%} interval of the {asked.of} of {asked.measure} is within ±"
    rule += f"{asked.half_width:g}, from {asked.at_least} to {asked.at_most}."
    if isinstance(stopped, Mapping):
        half = float(stopped.get("half_width", float("nan")))
        rule += f" It stopped after {batch.replications} with ±{half:.4g} ({stopped.get('why')})."
    return rule


def _pairing(subject: Subject) -> str:
    first = subject.batch.plan.asked.first_seed
    last = first + subject.batch.replications - 1
    return (
        f"Seeds {first} to {last}: a replication has the same seed at every point, so it has the same traffic, weather "
        "and candidate voyages under every variant. Differences are taken seed by seed."
    )


def _points(subject: Subject) -> Markup:
    points = subject.batch.plan.points
    rows: list[list[Cell]] = [
        [p.number, p.variant, *(_plain(v) for v in p.levels.values())] for p in points[:MOST_POINTS]
    ]
    more = f"; the first {MOST_POINTS} of {len(points)}" if len(points) > MOST_POINTS else ""
    made = table(f"Points of the design{more}", ("point", "variant", *subject.factors), rows)
    return folded(f"All {len(points)} points", wide(made, "Points of the design"))


def failed(subject: Subject) -> Markup:
    """The runs that came to no end."""
    rows = subject.batch.failed
    if rows.empty:
        return absent("No run has failed.")
    plan = subject.batch.plan
    said = [
        (row["point"], row["variant"], at(plan.points[row["point"]].levels) or None, row["seed"], row["error"])
        for row in rows.head(MOST_FAILED).to_dict("records")
    ]
    more = f"; the first {MOST_FAILED} of {len(rows)}" if len(rows) > MOST_FAILED else ""
    heads = ("point", "variant", "at", "seed", "error")
    note = para(
        f"{len(rows)} of {subject.batch.count} runs have failed. They have no values and are left out everywhere, "
        "with their partners where pairs are compared."
    )
    return join((note, wide(table(f"Runs that failed{more}", heads, said), "Runs that failed")))


def manifest(subject: Subject) -> Markup:
    """What made these results."""
    batch = subject.batch
    found = batch.manifest
    versions = ", ".join(f"{name} {version}" for name, version in found.get("versions", {}).items())
    seeds = found.get("seeds", {})
    said: list[tuple[str, Cell]] = [
        ("Experiment", join((tag("code", str(found.get("experiment"))), f": sha256 {found.get('hash')}"))),
        ("Versions", f"{versions}; Python {found.get('python')}"),
        ("Code", str(found["code"]) if "code" in found else None),
        ("Platform", ", ".join(f"{key} {value}" for key, value in found.get("platform", {}).items())),
        ("Seeds", f"first seed {seeds.get('first_seed')}; {seeds.get('rule')}"),
        ("Tables", ", ".join(batch.tables)),
    ]
    rows = [(p.number, p.variant, at(p.levels) or None, tag("code", p.hash)) for p in batch.plan.points[:MOST_POINTS]]
    made = table("sha256 of the scenario of each point", ("point", "variant", "at", "scenario"), rows)
    scenarios = join((tag("code", "plan.json"), ": the experiment with the scenario of every variant"))
    above = join((tag("code", "manifest.json"), ": what is above"))
    note = para(
        "Equal plan, seeds, versions and platform give the same bytes. The store holds everything that this page was "
        "made of:"
    )
    return join(
        (pairs(said), note, items([scenarios, above]), folded("Scenario of each point", wide(made, "Scenario hashes")))
    )
