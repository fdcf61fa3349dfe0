"""The commands that compare the variants of a batch: measure by measure, and voyage by voyage."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guardship.commands.app import Agents, Rules, app, fail
from guardship.commands.batch import Adjust, Folder, Workers, chosen, opened, reporting, stoppable
from guardship.commands.output import put, wanted_json
from guardship.console import say

if TYPE_CHECKING:
    from guardship.experiment.plan.plan import Plan
    from guardship.experiment.store.results import Batch

MOST = 2**62 - 1  # a seed


@app.command()
def compare(
    folder: Folder,
    measures: Annotated[list[str] | None, typer.Option("--measure", help="A column of runs; several times.")] = None,
    reference: Annotated[str | None, typer.Option(help="The variant to compare with; the first if not given.")] = None,
    nations: Annotated[bool, typer.Option(help="Whether to compare nation by nation too.")] = True,
    adjust: Adjust = None,
    to: Annotated[Path | None, typer.Option("--json", help="Write everything as JSON.")] = None,
) -> None:
    """Variants side by side: differences paired by seed, with intervals that hold together."""
    from guardship.experiment.analysis.compare import KEYS
    from guardship.experiment.analysis.compare import compare as compared

    if to is not None:
        wanted_json("--json", to, "a comparison", KEYS)
    found = opened(folder)
    try:
        answer = compared(found, measures or (), nations, reference, adjust)
    except (KeyError, ValueError) as error:
        fail(f"guardship: {error.args[0]}")
    from guardship.experiment.analysis.tables import as_json, compared_lines

    if to is not None:
        put(to, as_json(answer.as_data()).encode())
    say(*compared_lines(found, answer))


@app.command()
def voyages(
    folder: Folder,
    between: Annotated[tuple[str, str], typer.Option(metavar="A B", help="Two variants.", show_default=False)],
    placebo: Annotated[bool, typer.Option(help="Whether A is run again with another substream.")] = True,
    voyage: Annotated[str | None, typer.Option(metavar="GROUP#N", help="One voyage, over other substreams.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of it; the first one if not given.", min=0, max=MOST)] = None,
    redraws: Annotated[int, typer.Option(help="How many substreams.", min=2, max=10_000)] = 100,
    workers: Workers = None,
    agents: Agents = None,
    rules: Rules = None,
) -> None:
    """Which voyages were saved and which lost between two variants, the net, and a placebo."""
    found = opened(folder)
    from guardship.experiment.analysis import tables
    from guardship.experiment.analysis.voyages import between as sides_of
    from guardship.experiment.analysis.voyages import redrawn

    if agents is not None or rules is not None:
        found.plan = handed(found.plan, agents, rules)
    plan = found.plan
    for name in between:
        if name not in plan.variants:
            fail(f"guardship: --between: no variant {name!r}; there are {', '.join(plan.variants)}")
    if between[0] == between[1]:
        fail(f"guardship: --between: {between[0]} twice, wanted two variants")
    if voyage is None:
        try:
            of = {b: a for b, a in plan.pairs(between[0]) if plan.points[b].variant == between[1]}
            answer = sides_of(found, found, {a: b for b, a in of.items()})
            again = placebo_of(found, between[0], workers) if placebo else None
            placed = again and sides_of(found, again, {a: k for k, a in enumerate(sorted(of.values()))})
        except (KeyError, ValueError) as error:
            fail(f"guardship: {error.args[0]}")
        say(*tables.sides_lines(between, answer, placed or [], offences_of(found)))
        return
    group, _, ordinal = voyage.rpartition("#")
    if not group or not ordinal.isdecimal():
        fail(f"guardship: --voyage: came {voyage!r}, wanted GROUP#N such as pirates/3#2")
    number = plan.asked.first_seed if seed is None else seed
    again = redraws_of(found, between, number, redraws, workers)
    try:
        many = redrawn(again, group, int(ordinal))
    except (KeyError, ValueError) as error:
        fail(f"guardship: {error.args[0]}")
    say(*tables.redraw_lines(voyage, number, many, offences_of(again)))


def offences_of(batch: "Batch") -> set[str]:
    """All that the voyages of a store are of."""
    return set(batch.voyages["offence"])


def handed(plan: "Plan", agents: Path | None, rules: Path | None) -> "Plan":
    """The plan of a store with the code that its runs are handed, which the store does not keep; or exit 2."""
    from dataclasses import replace

    from guardship.build.handed import HandedError, Own

    try:
        own = Own.of(agents, rules)
    except HandedError as error:
        fail(error)
    if own.said != plan.own.said:
        fail("guardship: --agents, --rules: these are not the files that the batch was handed")
    return replace(plan, own=own)


def placebo_of(found: "Batch", variant: str, workers: int | None) -> "Batch":
    """The variant again with another substream, kept beside the store."""
    from guardship.experiment.analysis.voyages import PLACEBO, placebo_plan

    return beside(found.folder / PLACEBO / variant, placebo_plan(found.plan, variant, found.replications), workers)


def redraws_of(found: "Batch", between: tuple[str, str], seed: int, draws: int, workers: int | None) -> "Batch":
    """Both variants, at the first combination of the factors, under one seed with another substreams."""
    from guardship.experiment.analysis.voyages import redraw_plan

    points = tuple(next(p for p in found.plan.points if p.variant == name) for name in dict.fromkeys(between))
    name = "-".join((*between, str(seed), str(draws)))
    return beside(found.folder / "redraws" / name, redraw_plan(found.plan, points, seed, draws), workers)


def beside(folder: Path, plan: "Plan", workers: int | None) -> "Batch":
    """Run a plan into a folder of the store, as far as it is not there."""
    from guardship.experiment.engines.batch import run
    from guardship.experiment.store.files import StoreError

    with stoppable(folder), reporting() as tell:
        try:
            return run(plan, folder, chosen("local", None, workers), tell)
        except (StoreError, OSError) as error:
            fail(f"guardship: {error}")


@app.command()
def sensitivity(
    folder: Folder,
    measures: Annotated[list[str], typer.Option("--measure", help="A column of runs; several times.")],
    ranks: Annotated[bool, typer.Option(help="Regression of ranks, for what is monotone but not straight.")] = False,
) -> None:
    """Which factors matter: main effects, Sobol indices or regression coefficients, as the design allows."""
    found = opened(folder)
    from guardship.experiment.analysis import tables
    from guardship.experiment.analysis.answers import sensitivity as owed

    for measure in measures:
        try:
            lines = list(tables.sensitivity_lines(measure, owed(found, measure, ranks)))
        except (KeyError, ValueError) as error:
            fail(f"guardship: {error.args[0]}")
        say(*lines)


@app.command()
def best(
    folder: Folder,
    measure: Annotated[str, typer.Option(help="A column of runs.", show_default=False)],
    delta: Annotated[float, typer.Option(help="The least difference that matters.", show_default=False)],
    confidence: Annotated[float, typer.Option(help="The probability of choosing right.", min=0.5, max=0.9999)] = 0.95,
    most: Annotated[bool, typer.Option("--most/--least", help="Whether more is better.")] = False,
) -> None:
    """The best of all variants and combinations, with a stated probability of choosing right (Kim & Nelson 2001)."""
    found = opened(folder)
    from guardship.experiment.analysis import tables
    from guardship.experiment.analysis.answers import best as chosen_of

    try:
        answer = chosen_of(found, measure, delta, confidence, most)
    except (KeyError, ValueError) as error:
        fail(f"guardship: {error.args[0]}")
    say(*tables.best_lines(measure, delta, confidence, answer, most))
