"""The commands that make a batch of their own to answer a question: where the chain breaks."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guardship.cli import Changes, Scenario, app, fail
from guardship.cli_batch import chosen, reporting, stoppable

if TYPE_CHECKING:
    from guardship.experiment.batch import Progress
    from guardship.experiment.plan import Plan
    from guardship.experiment.results import Batch

Workers = Annotated[int | None, typer.Option(help="Processes; one a core when not given.", min=1)]


@app.command()
def bottleneck(
    file: Scenario,
    replications: Annotated[int | None, typer.Option(help="Runs of each; as the file says, or 24.", min=2)] = None,
    workers: Workers = None,
    out: Annotated[Path | None, typer.Option(help="The store; batches/NAME_bottleneck when not given.")] = None,
    changes: Changes = None,
) -> None:
    """Make one stage of the chain perfect at a time: what would that save? Finding, identifying, holding, reporting,
    release to partners, units available, reach, authority, stopping, boarding, evidence, disposal."""
    from guardship.experiment.bottleneck import lines, planned
    from guardship.experiment.perfect import stages
    from guardship.scenario.check import load
    from guardship.scenario.load import overrides
    from guardship.scenario.problems import ScenarioError

    with stoppable(None):
        try:
            scenario = load(file, overrides(changes or []))
        except ScenarioError as error:
            fail(error)
        found = list(stages(scenario))
        plan = planned(scenario, found, replications)
    target = out if out is not None else Path("batches") / plan.name
    with stoppable(target), reporting() as tell:
        batch = into(plan, target, workers, tell)
    for line in lines(batch, found):
        typer.echo(line)
    typer.echo(f"\nstore: {target}")


def into(plan: "Plan", target: Path, workers: int | None, tell: Callable[["Progress"], None]) -> "Batch":
    """The plan run into a store, or exit 2."""
    from guardship.experiment.batch import run
    from guardship.experiment.store import StoreError

    try:
        return run(plan, target, chosen("local", None, workers), tell)
    except (StoreError, OSError) as error:
        fail(f"guardship: {error}")
