"""The funnel: at which stage hostile voyages got away, as a waterfall a variant; and how voyages ended."""

from __future__ import annotations

from typing import Any

from guardship.files import figures as f
from guardship.files.html import Cell, Markup, join, number, table
from guardship.meanings import STAGE, VOYAGE, ending, words
from guardship.outcomes.opportunities import Stage
from guardship.report.page import absent, folded, panels, para, wide
from guardship.report.subject import Subject

CAUGHT = ("released", "stopped")
ORDER = {stage.label: int(stage) for stage in Stage}


def funnel(subject: Subject) -> Markup:
    """Both, as means of a run."""
    if not subject.has("counts"):
        return absent("The store has no counts: no run has come to its end.")
    found = per_run(subject, "opportunities.voyages")
    ended = per_run(subject, "funnel")
    if not found:
        return join((absent("No voyage has sailed, so there is no funnel."), _ended(subject, ended)))
    stages = sorted(found, key=lambda name: (ORDER.get(name, len(ORDER)), name))
    pictures = [waterfall(name, [(s, found[s].get(name, 0.0)) for s in stages]) for name in subject.variants]
    rows: list[list[Cell]] = [["sailed", *(sum(found[s].get(v, 0.0) for s in stages) for v in subject.variants)]]
    rows += [[words(STAGE, s), *(found[s].get(v, 0.0) for v in subject.variants)] for s in stages]
    note = para(
        "Hostile voyages that sailed, by how near the patrols came to stopping them. Each bar takes away those that "
        "got no farther than that stage; what is left at the foot was taken. Mean of a run over all points of the "
        "variant. This is book-keeping: which stage is the bottleneck shows only when one is made perfect in pairs."
    )
    made = table("Voyages a run by the deepest stage that they reached", ("stage", *subject.variants), rows)
    return join((note, panels(pictures), wide(made, "Voyages by stage"), _ended(subject, ended)))


def per_run(subject: Subject, of: str) -> dict[str, dict[str, float]]:
    """Mean count of a run by name, then by variant."""
    runs = {name: subject.well(name) for name in subject.variants}
    found: dict[str, dict[str, float]] = {}
    for (variant, name), n in subject.counts(of).items():
        if runs.get(variant):
            found.setdefault(name, {})[variant] = n / runs[variant]
    return found


def waterfall(variant: str, stages: list[tuple[str, float]]) -> Markup:
    """One variant."""
    total = sum(n for _, n in stages)
    said = "; ".join(f"{words(STAGE, name)} {number(n)}" for name, n in stages)
    alt = f"Waterfall of {variant}: {number(total)} voyages sailed a run, of which: {said}"
    return f.picture(lambda axes: _waterfall(axes, variant, stages, total), alt, height=0.9 + 0.27 * (len(stages) + 1))


def _waterfall(axes: Any, variant: str, stages: list[tuple[str, float]], total: float) -> None:
    left, room = total, 0.012 * total
    axes.barh([0], [total], color=f.QUIET, height=0.7)
    axes.text(total + room, 0, number(total), va="center", fontsize=8.5)
    for k, (name, n) in enumerate(stages, 1):
        axes.barh([k], [n], left=[left - n], color=f.GREEN if name in CAUGHT else f.ORANGE, height=0.7)
        axes.text(left + room, k, number(float(f"{n:.3g}")), va="center", fontsize=8.5)
        axes.plot([left, left], [k - 0.65, k - 0.35], color=f.QUIET, linewidth=0.8)
        left -= n
    axes.set_yticks(range(len(stages) + 1), ["sailed", *(f.short(words(STAGE, name)) for name, _ in stages)])
    axes.set_ylim(len(stages) + 0.6, -0.6)
    axes.set_xlim(0.0, 1.14 * total or 1.0)
    axes.tick_params(axis="y", length=0)
    axes.set_title(f.short(variant, 40))
    axes.set_xlabel("voyages a run")


def _ended(subject: Subject, found: dict[str, dict[str, float]]) -> Markup:
    if not found:
        return Markup()
    by, waters = _offences(subject), per_run(subject, "waters")
    rows: list[list[Cell]] = []
    for name in sorted(found):
        outcome, cause = ending(VOYAGE, name, by.get(name, ()))
        rows.append([outcome, cause, *(found[name].get(v, 0.0) for v in subject.variants)])
        own = f"{name.partition('/')[0]}/" if name.endswith("/foreign_waters") else None
        for key in sorted(waters) if own else ():
            if key.startswith(own or ""):
                state = f"{cause}: {key.partition('/')[2]}"
                rows.append([outcome, state, *(waters[key].get(v, 0.0) for v in subject.variants)])
    made = table("Candidate voyages a run by outcome and cause", ("outcome", "cause", *subject.variants), rows, 2)
    return folded("How voyages ended, and why", wide(made, "Outcomes and causes"))


def _offences(subject: Subject) -> dict[str, set[str]]:
    """Of what the voyages are that ended so, by "outcome/cause"."""
    counts = subject.batch.counts
    own = counts[counts["of"].str.endswith(".funnel")]
    return {name: {of.removesuffix(".funnel") for of in rows["of"]} for name, rows in own.groupby("name")}
