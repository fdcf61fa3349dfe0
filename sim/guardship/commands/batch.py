"""The commands about batches: run one, ask its store."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guardship.commands.app import INTERRUPTED, TERMINATED, Agents, Changes, Rules, Scenario, Terminated, app, fail
from guardship.commands.output import put, wanted
from guardship.console import grid, say

if TYPE_CHECKING:
    import pyarrow

    from guardship.experiment.engines.batch import Engine, Progress
    from guardship.experiment.store.results import Batch
    from guardship.scenario.experiment import Experiment

Folder = Annotated[Path, typer.Argument(help="The store of a batch.", show_default=False)]
Workers = Annotated[
    int | None, typer.Option(help="Processes; one a processor that this one may use if not given.", min=1)
]
Adjust = Annotated[
    bool | None,
    typer.Option("--adjusted/--plain", help="Cleared of the luck of decisions by chance, or not; as the plan says."),
]
ENDINGS = (".csv", ".parquet")
MOST_ROWS = 200
LONGEST = 60  # letters of a cell
PILOT = 24  # runs of each point
EVERY = 5.0  # s, between lines of progress where there is no terminal


@app.command()
def batch(
    file: Scenario,
    workers: Workers = None,
    engine: Annotated[str, typer.Option(help="local or dask.")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, as tls://host:8786.")] = None,
    trust_network: Annotated[
        bool,
        typer.Option("--trust-network", help="Join a scheduler without TLS: all who can reach it may run code as you."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="The store; batches/NAME, or batches/NAME_pilot_24, when not given.")
    ] = None,
    only_plan: Annotated[
        bool, typer.Option("--plan", help="Run a small pilot only: what the batch will find, and how long it takes.")
    ] = False,
    pilot: Annotated[
        int | None, typer.Option(help=f"Runs of each point in the pilot; {PILOT} if not given.", min=8, max=1000)
    ] = None,
    agents: Agents = None,
    rules: Rules = None,
    changes: Changes = None,
) -> None:
    """Run an experiment file. Stopped at any time, the same command goes on where it stopped."""
    from guardship.build.handed import HandedError
    from guardship.experiment.plan.plan import plan as plan_of
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.load import overrides

    with stoppable(None), planning() as worked_out:
        try:
            plan = plan_of(file, overrides(changes or []), agents, rules, worked_out)
        except (ScenarioError, HandedError) as error:
            fail(error)
    asked = plan.asked
    if pilot is not None and not only_plan:
        fail("guardship: --pilot: is for --plan")
    if only_plan:
        if len(plan.variants) < 2:
            fail(f"{file}: experiment.variants: came one, wanted two to plan a comparison")
        plan = plan.pilot(pilot or PILOT)
    target = out if out is not None else Path("batches") / plan.name
    pace = Pace()
    from guardship.experiment.engines.batch import run
    from guardship.experiment.engines.cluster import NoCluster
    from guardship.experiment.store.files import StoreError

    with stoppable(target), reporting() as tell:
        try:
            found = run(plan, target, chosen(engine, scheduler, workers, trust_network), pace.told(tell))
            found.count  # noqa: B018  (read, so that a file that is broken is found out here)
        except (StoreError, NoCluster, OSError) as error:
            fail(f"guardship: {error}")
        except KeyError as error:
            fail(f"{file}: experiment.replications.measure: {error.args[0]}")
    if only_plan:
        planned(found, asked, pace.seconds)
    else:
        about(found)
    say(f"\nstore: {target}")


class Pace:
    """How long a run takes here, by what is told while blocks come in."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, int]] = []

    def told(self, tell: Callable[["Progress"], None]) -> Callable[["Progress"], None]:
        """What tells the progress, with an eye on the clock."""

        def both(p: "Progress") -> None:
            self.seen.append((time.monotonic(), p.now))
            tell(p)

        return both

    @property
    def seconds(self) -> float | None:
        """Of one run, with its part of starting the processes; None when none was run."""
        (begin, _), (end, ran) = self.seen[0], self.seen[-1]
        return (end - begin) / ran if ran else None


def planned(pilot: "Batch", asked: "Experiment", seconds: float | None) -> None:
    """What a pilot says of the batch that is asked for."""
    from guardship.experiment.analysis.controls import FEWEST
    from guardship.experiment.analysis.planning import needs
    from guardship.experiment.analysis.tables import planned_lines

    plan, n = pilot.plan, asked.most
    window = plan.scenario(0).time
    found = list(needs(pilot, n))
    say(f"{plan.title}: a plan", *planned_lines(found, pilot.replications, n, len(plan.points), seconds))
    if asked.least < n:
        say("So many at most: the batch stops by its own rule.")
    if asked.adjust and pilot.replications < FEWEST:
        say(f"Differences are plain here: they are cleared of luck from {FEWEST} runs on.")
    say(f"Of each run {window.measure / window.hours:.0%} of the time is measured; the rest is warm-up and drain.")
    if len(pilot.failed):
        say(f"{len(pilot.failed)} of {pilot.count} pilot runs failed, the first with {pilot.failed['error'].iloc[0]}")


def chosen(engine: str, scheduler: str | None, workers: int | None, trusted: bool = False) -> "Engine":
    """The engine of that name."""
    from guardship.experiment.engines.processors import processors

    count = workers or processors()
    if engine == "local" and scheduler is None:
        from guardship.experiment.engines.local import local

        return lambda plan, blocks: local(plan, blocks, count)
    if engine not in ("dask", "local"):
        fail(f"--engine: came {engine!r}, wanted local or dask")
    from guardship.experiment.engines.cluster import dask

    return lambda plan, blocks: dask(plan, blocks, scheduler, count, trusted)


@contextmanager
def stoppable(store: Path | None) -> Iterator[None]:
    """Ctrl-C ends without a traceback and says what is left."""
    left = "nothing was written" if store is None else f"{store} is whole as far as it goes; the same command goes on"
    try:
        yield
    except Terminated:
        fail(f"guardship: terminated; {left}", TERMINATED)
    except KeyboardInterrupt:
        fail(f"guardship: interrupted; {left}", INTERRUPTED)


@contextmanager
def planning() -> Iterator[Callable[[int, int], None]]:
    """A line now and then about the points that are worked out, for designs that take a while."""
    said = [time.monotonic()]

    def tell(done: int, of: int) -> None:
        if time.monotonic() - said[0] >= EVERY:
            said[0] = time.monotonic()
            typer.echo(f"{done} of {of} points planned", err=True)

    yield tell


@contextmanager
def reporting() -> Iterator[Callable[["Progress"], None]]:
    """Progress with rate and remaining time: a line that is written over, in a pipe a new one now and then."""
    began, said, terminal = time.monotonic(), [0.0], sys.stderr.isatty()

    def tell(p: "Progress") -> None:
        spent = time.monotonic() - began
        if not terminal and spent - said[0] < EVERY and p.done < p.of:
            return
        said[0] = spent
        rate = p.now / spent if p.now else 0.0
        rest = f", {clock((p.of - p.done) / rate)} left" if rate and p.done < p.of else ""
        speed = f", {rate:.3g} runs/s" if rate else ""
        text = f"{p.done} of {p.of} runs{speed}{rest}"
        typer.echo(f"\r{text:60}" if terminal else text, err=True, nl=not terminal)

    yield tell
    if terminal:
        typer.echo("", err=True)


def clock(seconds: float) -> str:
    """Hours, minutes, seconds."""
    s = round(seconds)
    return f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}" if s >= 3600 else f"{s // 60}:{s % 60:02}"


def about(found: "Batch") -> None:
    """What is in a store, for people."""
    from guardship.experiment.analysis.answers import contested
    from guardship.experiment.analysis.tables import best_lines
    from guardship.scenario.experiment import BestOf

    plan, failed = found.plan, found.failed
    say(f"{plan.title}\n{len(plan.points)} points, {found.count} runs, {len(failed)} failed")
    rule, stopped = plan.asked.replications, found.manifest.get("stopped")
    if isinstance(rule, BestOf):
        say("", *best_lines(rule.measure, rule.delta, rule.confidence, contested(found), rule.greater))
    elif stopped:
        n, half = found.manifest["replications"], stopped.get("half_width", inf)
        say(f"replications: {n} a point, half-width {half:.4g} ({stopped['why']})")
    for row in failed.head(5).to_dict("records"):
        say(f"  point {row['point']}, seed {row['seed']}: {row['error']}")


@app.command()
def query(
    folder: Folder,
    sql: Annotated[str, typer.Argument(help="SQL over runs, nations, counts, points, ...", show_default=False)],
    to: Annotated[Path | None, typer.Option(help="Write the rows as CSV or Parquet instead of printing them.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file that is there.")] = False,
) -> None:
    """Ask the store of a batch by SQL (DuckDB): one SELECT over its tables. It can read and write nothing else."""
    if to is not None:
        wanted("--to", to, ENDINGS, overwrite)
        if folder.resolve() in to.resolve().parents:
            fail(f"guardship: --to: {to} is in the store, wanted a file elsewhere")
    found = opened(folder)
    import pyarrow as pa

    with stoppable(None):
        try:
            rows = found.answer(sql)
            if to is not None:
                put(to, _parquet(rows) if to.suffix.lower() == ".parquet" else _csv(rows))
                return
            shown = [[_shown(x) for x in row] for row in _rows(rows.slice(0, MOST_ROWS))]
        except (ValueError, pa.ArrowException) as error:
            fail(f"guardship: {error}")
    say(grid(rows.column_names, shown))
    if rows.num_rows > MOST_ROWS:
        say(f"the first {MOST_ROWS} of {rows.num_rows} rows; all of them with --to FILE.csv")


def _parquet(table: "pyarrow.Table") -> bytes:
    from guardship.experiment.store.columns import parquet

    return parquet(table)


def _csv(table: "pyarrow.Table") -> bytes:
    import csv
    import io

    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(table.column_names)
    written.writerows([_written(x) for x in row] for row in _rows(table))
    return text.getvalue().encode()


def _rows(table: "pyarrow.Table") -> Iterator[tuple[Any, ...]]:
    """Row by row, what is missing as None."""
    return zip(*map(_values, table.columns), strict=True)


def _values(column: "pyarrow.ChunkedArray") -> list[Any]:
    """The values of a column; times that Python's calendar does not reach as text."""
    try:
        found: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        found = column.cast("string").to_pylist()
    return found


def _shown(value: Any) -> str:
    """A cell for people, on one line."""
    if isinstance(value, float):
        return f"{value:.7g}"
    text = "null" if value is None else " ".join(_written(value).splitlines())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _written(value: Any) -> str:
    """A cell of a CSV file: nothing for what is missing, as SQL says what is true, and what has parts as JSON."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, default=lambda x: float(x) if isinstance(x, Decimal) else str(x), ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def opened(folder: Path) -> "Batch":
    """The store, or exit 2."""
    from guardship.experiment.store.files import StoreError
    from guardship.experiment.store.results import Batch

    try:
        return Batch(folder)
    except StoreError as error:
        fail(f"guardship: {error}")
