"""The commands that make batches of their own to answer a question: the bottleneck, hulls, the best setting."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guardship.commands.app import Changes, Scenario, app, fail
from guardship.commands.batch import Workers, chosen, reporting, stoppable
from guardship.commands.output import put, wanted_json
from guardship.console import say

MOST_RUNS = 1_000_000  # as `scenario.experiment` has it, which loads slowly

if TYPE_CHECKING:
    from guardship.experiment.engines.batch import Progress
    from guardship.experiment.plan.plan import Plan
    from guardship.experiment.store.results import Batch


@app.command()
def bottleneck(
    file: Scenario,
    replications: Annotated[
        int | None, typer.Option(help="Runs of each; as the file says, or 24.", min=2, max=MOST_RUNS)
    ] = None,
    workers: Workers = None,
    out: Annotated[Path | None, typer.Option(help="The store; batches/NAME_bottleneck when not given.")] = None,
    changes: Changes = None,
) -> None:
    """Make one stage of the chain perfect at a time: what would that save? Finding, identifying, holding, reporting,
    release to partners, units available, reach, authority, stopping, boarding, evidence, disposal."""
    from guardship.experiment.studies.bottleneck import lines, planned
    from guardship.experiment.studies.perfect import stages
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.check import load
    from guardship.scenario.reading.load import overrides

    with stoppable(None):
        try:
            scenario = load(file, overrides(changes or []))
            found = list(stages(scenario))
            plan = planned(scenario, found, replications)
        except ScenarioError as error:
            fail(error)
    target = out if out is not None else Path("batches") / plan.name
    with stoppable(target), reporting() as tell:
        batch = into(plan, target, workers, tell)
    say(*lines(batch, found))
    say(f"\nstore: {target}")


def into(plan: "Plan", target: Path, workers: int | None, tell: Callable[["Progress"], None]) -> "Batch":
    """The plan run into a store, or exit 2."""
    from guardship.experiment.engines.batch import run
    from guardship.experiment.store.files import StoreError

    try:
        return run(plan, target, chosen("local", None, workers), tell)
    except (StoreError, OSError) as error:
        fail(f"guardship: {error}")


@app.command()
def hulls(
    file: Scenario,
    groups: Annotated[list[str] | None, typer.Option("--group", help="A group of the fleet; several times.")] = None,
    least: Annotated[int | None, typer.Option(help="Hulls of the smallest fleet.", min=1)] = None,
    most: Annotated[int | None, typer.Option(help="Hulls of the greatest fleet.", min=2)] = None,
    step: Annotated[int | None, typer.Option(help="From one size to the next.", min=1)] = None,
    placement: Annotated[str | None, typer.Option(help="proportional or optimised, in both arms.")] = None,
    measures: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar="NAME[=rises|falls]", help="And how hulls move it; several times."),
    ] = None,
    replications: Annotated[
        int | None, typer.Option(help="Runs of each size in each arm.", min=2, max=MOST_RUNS)
    ] = None,
    workers: Workers = None,
    out: Annotated[Path | None, typer.Option(help="The store; batches/NAME_hulls when not given.")] = None,
    to: Annotated[Path | None, typer.Option("--json", help="Write everything as JSON.")] = None,
    changes: Changes = None,
) -> None:
    """What sharing is worth in hulls: how many to add without it, how many to release with it. The experiment file has
    two variants, without and with sharing, and a `hulls` section; options change that."""
    from guardship.experiment.studies import hulls as value
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.load import overrides

    if to is not None:
        wanted_json("--json", to, "an answer of this command", value.KEYS)
    own = {"groups": groups or None, "least": least, "most": most, "step": step, "placement": placement}
    with stoppable(None):
        try:
            given = overrides(changes or []) | {f"experiment.hulls.{k}": v for k, v in own.items() if v is not None}
            if measures:
                given["experiment.hulls.measures"] = trends(measures, value.KNOWN)
            if replications is not None:
                given["experiment.replications"] = replications
            asked = value.sweep(file, given)
        except ScenarioError as error:
            fail(error)
    best = asked.asked.placement == "optimised"
    target = out if out is not None else Path("batches") / f"{asked.name}_hulls{'_optimised' if best else ''}"
    with stoppable(target), reporting() as tell:
        try:
            if best:
                placed = value.optimised(asked, lambda plan, name: into(plan, target / name, workers, tell))
            else:
                placed = value.in_proportion(asked)
            batch = into(value.planned(asked, placed), target / "sweep" if best else target, workers, tell)
            found = value.answers(asked, batch)
        except ScenarioError as error:
            fail(error)
        except (KeyError, ValueError) as error:
            fail(f"{file}: experiment.hulls: {error.args[0]}")
    say(*value.lines(asked, placed, found, batch))
    if to is not None:
        from guardship.experiment.analysis.tables import as_json

        put(to, as_json(value.as_data(asked, placed, found)).encode())
    say(f"\nstore: {target}")


def trends(given: list[str], known: Mapping[str, str]) -> dict[str, str]:
    """Measures and how hulls move them, of `NAME` and `NAME=rises`; or exit 2."""
    found = {}
    for text in given:
        name, _, trend = text.partition("=")
        found[name] = trend or known.get(name, "")
        if found[name] not in ("rises", "falls"):
            fail(f"--measure: came {text!r}, wanted {name}=rises or {name}=falls: how more hulls should move it")
    return found


@app.command()
def optimise(
    file: Scenario,
    trials: Annotated[int | None, typer.Option(help="Settings that are tried.", min=1)] = None,
    replications: Annotated[int | None, typer.Option(help="Runs of each in the search.", min=2, max=MOST_RUNS)] = None,
    workers: Workers = None,
    out: Annotated[Path | None, typer.Option(help="The folder; batches/NAME_optimise when not given.")] = None,
    changes: Changes = None,
) -> None:
    """The best beats and allocation of hulls for a budget: the file's `optimise` section says what may vary. The winner
    of the search meets the runner-up and the file's own setting under fresh seeds."""
    from guardship.experiment.engines.pool import pool
    from guardship.experiment.engines.processors import processors
    from guardship.experiment.store.files import StoreError
    from guardship.experiment.studies import optimise as study
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.load import overrides

    with stoppable(None):
        try:
            given = overrides(changes or [])
            own = {"trials": trials, "replications": replications}
            given |= {f"experiment.optimise.{key}": v for key, v in own.items() if v is not None}
            found = study.question(file, given)
        except ScenarioError as error:
            fail(error)
    target = out if out is not None else Path("batches") / f"{found.scenario.name}_optimise"
    if target.exists():
        wanted_json("--out", target / study.STUDY, "that of a study", study.KEYS)
    if (target / study.TRIALS).exists() and not (target / study.STUDY).exists():
        fail(f"guardship: {target / study.TRIALS}: exists and is not that of a study; choose another with --out")
    with stoppable(target):
        try:
            first = study.trial_plan(found, found.scenario)
            with pool(first, workers or processors()) as processes:
                runs = study.Runs(found, target, processes)
                with reporting() as tell:
                    tried = study.search(found, runs, tell)
                with reporting() as tell:
                    ended = study.contest(found, tried, runs, tell)
            study.write(found, tried, ended, target)
        except (StoreError, OSError) as error:
            fail(f"guardship: {error}")
        except (KeyError, ValueError) as error:
            fail(f"{file}: experiment.optimise: {error.args[0]}")
    say(*study.lines(found, tried, ended))
    say(f"\nstudy: {target}")
