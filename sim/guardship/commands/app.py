"""The commands. Thin: each imports what it needs when it is called, so that `--help` is quick."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from guardship.agents import Vessel
    from guardship.run.run import Run

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="What do joint patrols and shared intelligence buy at sea, and what do they cost?",
)
BAD_INPUT, INTERRUPTED, TERMINATED = 2, 130, 143
MOST_SHOWN = 5
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change an entry; may be given again.")
]
Scenario = Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)]


def fail(message: object, code: int = BAD_INPUT) -> NoReturn:
    """Say what is wrong and exit; 2 is bad input."""
    typer.echo(str(message), err=True)
    raise typer.Exit(code)


class Terminated(KeyboardInterrupt):
    """The process was told to end (SIGTERM); unlike Ctrl-C that works in the background too."""


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends without a traceback: a run folder is complete or not there."""
    try:
        yield
    except Terminated:
        fail("guardship: terminated, nothing was written", TERMINATED)
    except KeyboardInterrupt:
        fail("guardship: interrupted, nothing was written", INTERRUPTED)


@app.command()
def run(
    file: Scenario,
    seed: Annotated[int, typer.Option(help="The seed: a whole number from 0.", min=0, max=2**63 - 1)] = 0,
    out: Annotated[Path | None, typer.Option(help="The run folder; runs/NAME-SEED when not given.")] = None,
    substream: Annotated[
        int | None, typer.Option(help="Not 0: other detections and choices in the same traffic.", min=0, max=2**63 - 1)
    ] = None,
    luck: Annotated[
        int | None, typer.Option(help="The old name of --substream.", hidden=True, min=0, max=2**63 - 1)
    ] = None,
    agents: Annotated[Path | None, typer.Option(help="A Python file with AGENTS = {type: class}.")] = None,
    changes: Changes = None,
) -> None:
    """Run a scenario once, print what the patrols achieved, write the run folder."""
    if substream is not None and luck is not None:
        fail("--substream and --luck: want one of them, which mean the same")
    substream = (luck if substream is None else substream) or 0
    with interruptible():
        from guardship.scenario.problems import ScenarioError
        from guardship.scenario.reading.check import load
        from guardship.scenario.reading.load import overrides

        try:
            scenario = load(file, overrides(changes or []))
        except ScenarioError as error:
            fail(error)
        target = (
            out
            if out is not None
            else Path("runs") / (f"{scenario.name}-{seed}" + (f"-{substream}" if substream else ""))
        )
        own = crews(agents)
        from guardship.run.folder import replaceable
        from guardship.run.simulate import simulate

        try:
            replaceable(target)
            with progress(scenario.name) as tell:
                done = simulate(scenario, seed, agents=own, progress=tell, substream=substream)
            done.write(target)
        except (Exception, SystemExit) as error:
            if agents is not None and (line := line_in(agents, error)):
                fail(f"{agents}:{line}: {type(error).__name__}: {error}")
            if isinstance(error, OSError | ValueError | RuntimeError | MemoryError):
                fail(f"guardship: {error or type(error).__name__}")
            raise
    show(done)
    typer.echo(f"\nrun folder: {target}")


@app.command()
def validate(file: Scenario, changes: Changes = None) -> None:
    """Check a scenario file: every problem as file:line:column: path: what came, what was wanted."""
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.check import validate as problems_of
    from guardship.scenario.reading.load import overrides

    with interruptible():
        try:
            problems = problems_of(file, overrides(changes or []))
        except ScenarioError as error:
            fail(error)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        raise typer.Exit(BAD_INPUT)
    typer.echo(f"{file}: valid")


@app.command()
def audit(
    folder: Annotated[Path, typer.Argument(help="A run folder.", show_default=False)],
) -> None:
    """Recompute audits and sums of a run from its logs: exit 0 when clean, 1 with findings, 2 without a whole run."""
    with interruptible():
        from guardship.run.audit import NotARun
        from guardship.run.audit import audit as findings_of

        try:
            found = findings_of(folder)
        except NotARun as error:
            fail(error)
    for check, findings in found.items():
        typer.echo(f"{check}: {'ok' if not findings else f'{len(findings)} findings'}")
        for finding in findings[:MOST_SHOWN]:
            typer.echo(f"    {finding}")
        if len(findings) > MOST_SHOWN:
            typer.echo(f"    ... and {len(findings) - MOST_SHOWN} more")
    if any(found.values()):
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from guardship.scenario.reading.jsonschema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.callback(invoke_without_command=True)
def top(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """What do joint patrols and shared intelligence buy at sea, and what do they cost?"""
    if version:
        from guardship import __version__

        typer.echo(f"guardship {__version__}")
        raise typer.Exit


def crews(file: Path | None) -> "dict[str, type[Vessel]]":
    """The classes in a user's own file, which the user has named on the command line: it is run."""
    if file is None:
        return {}
    import runpy

    try:
        names = runpy.run_path(str(file))
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    except SystemExit as error:
        fail(f"{file}: exits with {error.code!r} when it is read; wanted AGENTS = {{type name: class}}")
    except Exception as error:  # the user's own code may fail in any way
        line = error.lineno if isinstance(error, SyntaxError) else line_in(file, error)
        fail(f"{file}:{line or 1}: {type(error).__name__}: {error}")
    found = names.get("AGENTS")
    if not isinstance(found, dict):
        fail(f"{file}: want AGENTS = {{type name: class}}, got {type(found).__name__}")
    return found


def line_in(file: Path, error: BaseException) -> int | None:
    """The deepest line of a user's file that an error went through."""
    import traceback

    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    return lines[-1] if lines else None


@contextlib.contextmanager
def progress(name: str) -> Iterator[Callable[[float, float], None] | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=1.0)

        def tell(done: float, hours: float) -> None:
            bar.update(task, completed=done / hours)

        yield tell


def show(done: "Run") -> None:
    """The summary, for people."""
    s, m = done.summary, done.summary["measures"]
    days = (s["window_h"][1] - s["window_h"][0]) / 24.0
    typer.echo(f"{done.scenario.title}\n{days:g} days measured, {s['transits']} transits, seed {s['seed']}\n")
    table("Candidate voyages", s["voyages"], s["funnel"])
    table("Attacks", s["attacks"]["count"], s["attacks"]["outcomes"])
    typer.echo("What the patrols achieved                      value   95 % interval")
    for key, measure in m.items():
        if "low" in measure:
            interval = f"{number(measure['low'])} - {number(measure['high'])}"
            of = f"({measure['count']} of {measure['n']} {measure['of'].split(',')[0]})"
            why = "".join(f", {n} {name.replace('_', ' ')}" for name, n in measure.get("reasons", {}).items())
            typer.echo(f"  {key.replace('_', ' '):42}{number(measure['value']):>8}   {interval:16}  {of}{why}")
    offences(s["offences"])
    effort = m["effort_h"]
    hours = {k: v for k, v in effort.items() if k not in ("value", "of")}
    parts = ", ".join(f"{k} {100.0 * v / max(effort['value'], 1e-9):.1f} %" for k, v in hours.items())
    typer.echo(f"  {'effort':42}{effort['value']:8.0f}   ship hours: {parts}")
    answer = m["response_within_30_min"]
    if answer["median_h"] is not None:
        of = f"median of {answer['answered']} answered calls"
        typer.echo(f"  {'response time':42}{60 * answer['median_h']:8.0f}   min ({of})")
    if "gaps" in m:
        asked = m["requests"]
        typer.echo(f"  {'gaps':42}{m['gaps']['value']:8}   {m['gaps']['of']}")
        typer.echo(f"  {'requests':42}{asked['value']:8}   {asked['of']}, {asked['accepted']} of them accepted")
    nations(s["nations"])
    for warning in s["warnings"]:
        typer.echo(f"\nwarning: {warning}")


def nations(found: dict[str, dict[str, Any]]) -> None:
    """A line a nation, when there are several."""
    own = {name: measures for name, measures in found.items() if "ships" in measures}
    if len(own) < 2:
        return
    typer.echo("\nNation                ship-days  boardings  calls answered    cost, USD      losses   transfers")
    for name, measures in own.items():
        usd = measures["usd"]
        counts = f"{measures['ship_days']:9.1f}{measures['boardings']:11}{measures['calls_answered']:16}"
        cost = usd["paid"] + usd["gained"]
        typer.echo(f"  {name:20}{counts}{cost:13,.0f}{usd['borne']:12,.0f}{usd['transferred']:12,.0f}")


def offences(found: dict[str, dict[str, Any]]) -> None:
    """A line an offence, when there is more than piracy: cargoes stopped never without those delivered."""
    if not found.keys() - {"piracy"}:
        return
    typer.echo("\nOffence      voyages  sailed  stopped  95 % interval   cargo stopped     delivered   jettisoned")
    for name, one in found.items():
        p, cargo = one["interdiction_probability"], one.get("cargo")
        counts = f"{name:10}{one['voyages']:10}{one['sailed']:8}{p['count']:9}"
        line = f"{counts}  {number(p['low']):>6} - {number(p['high']):6}"
        if cargo is not None:
            line += f"{cargo['stopped']:14,.0f}{cargo['delivered']:14,.0f}{cargo['jettisoned']:13,.0f} {cargo['unit']}"
        if "harm" in one:
            harm = one["harm"]
            line += f"   {harm['struck']} struck, {harm['damage_usd']:,.0f} USD, {harm['lives']:g} lives"
        typer.echo(line.rstrip())
    typer.echo("")


def table(title: str, count: int, rows: dict[str, int]) -> None:
    """Counts by outcome and cause."""
    typer.echo(f"{title}: {count}")
    for key, n in sorted(rows.items(), key=lambda item: (-item[1], item[0])):
        outcome, cause = key.split("/")
        typer.echo(f"  {n:5}  {outcome.replace('_', ' '):14} {cause.replace('_', ' ')}")
    typer.echo("")


def number(value: Any) -> str:
    """Three digits."""
    return "-" if value is None else f"{value:.3g}"


def terminate(*_: object) -> NoReturn:
    """What SIGTERM does."""
    raise Terminated


def prepare() -> None:
    """Output that is closed goes nowhere (a file that is opened must not take its place), a reader that goes away ends
    the process as it ends others, and letters that an encoding does not have become question marks."""
    import os
    import signal

    signal.signal(signal.SIGTERM, terminate)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    while (free := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(free)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def main() -> None:
    """The entry point. Whoever closes our output early, or has no room for it, gets an exit code and no traceback."""
    import os

    prepare()
    try:
        app()
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):
            print(f"guardship: cannot write: {error.strerror or error}", file=sys.stderr)
        os._exit(BAD_INPUT)  # flushing what cannot be written would fail again
