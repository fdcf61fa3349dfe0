"""The commands. Thin: each imports what it needs when it is called, so that `--help` is quick."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from guardship.commands import start
from guardship.console import brief, note, one_line, say

BAD_INPUT, INTERRUPTED, TERMINATED = 2, 130, 143
NO_THREAD = "can't start new thread"  # what Python says where there is no memory for one
NO_READER = 141  # as a signal would end us, but that would come from any connection that somebody else ends


class Terminated(KeyboardInterrupt):
    """The process was told to end (SIGTERM); unlike Ctrl-C that works in the background too."""


class Commands(TyperGroup):
    """All commands. Ctrl-C ends any of them without a traceback, and says what it has left behind."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        start.hand_over(terminate)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            left = ", ".join(getattr(stop, "__notes__", ["nothing was written"]))
            if isinstance(stop, Terminated):
                fail(f"guardship: terminated, {left}", TERMINATED)
            fail(f"guardship: interrupted, {left}", INTERRUPTED)
        except BrokenPipeError:
            if unread():
                os._exit(NO_READER)  # flushing the rest would fail again
            raise


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="What do joint patrols and shared intelligence buy at sea, and what do they cost?",
)
MOST_SHOWN = 5
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change an entry; may be given again.")
]
Agents = Annotated[Path | None, typer.Option(help="A Python file with AGENTS = {type: class}.")]
Rules = Annotated[Path | None, typer.Option(help="A Python file with RULES = {name: class}.")]
Scenario = Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)]


def fail(message: object, code: int = BAD_INPUT) -> NoReturn:
    """Say what is wrong and exit; 2 is bad input."""
    typer.echo("\n".join(map(brief, str(message).split("\n"))), err=True)
    raise typer.Exit(code)


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
    agents: Agents = None,
    rules: Rules = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace another run in that folder.")] = False,
    changes: Changes = None,
) -> None:
    """Run a scenario once, print what the patrols achieved, write the run folder."""
    if substream is not None and luck is not None:
        fail("--substream and --luck: want one of them, which mean the same")
    substream = (luck if substream is None else substream) or 0
    from guardship.build.handed import AGENTS, RULES, HandedError, Source, line_in, said
    from guardship.run.folder import made_by, replaceable, stock
    from guardship.run.simulate import simulate
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.check import load
    from guardship.scenario.reading.load import overrides
    from guardship.world.endless import Endless

    try:
        scenario = load(file, overrides(changes or []))
        own = {} if agents is None else Source.read(agents).mapping(AGENTS)
        ruling = {} if rules is None else Source.read(rules).mapping(RULES)
    except (ScenarioError, HandedError) as error:
        fail(error)
    made = made_by(scenario, seed, substream, said(own, ruling))
    target = out if out is not None else Path("runs") / stock(made)
    files = [str(mine) for mine in (agents, rules) if mine is not None]
    try:
        replaceable(target, made, overwrite)
        with progress(scenario.name) as tell:
            done = simulate(scenario, seed, agents=own, progress=tell, substream=substream, rules=ruling)
        done.write(target, overwrite)
    except Endless as error:
        fail(f"guardship: {error}; what happened until then: {error.run.write_log(target)}")
    except (Exception, SystemExit) as error:  # the user's own code may fail in any way
        for mine in files:
            if line := line_in(mine, error):
                fail(f"{mine}:{line}: {one_line(error)}")
        if isinstance(error, OSError | ValueError | RuntimeError | MemoryError):
            fail(f"guardship: {error or type(error).__name__}")
        if files:
            fail(f"{' or '.join(files)}: does not fit: {one_line(error)}")
        raise
    from guardship.commands.summary import parts

    say(*parts(done), f"\nrun folder: {target}")


@app.command()
def validate(file: Scenario, changes: Changes = None) -> None:
    """Check a scenario file: every problem as file:line:column: path: what came, what was wanted.

    Of one that is valid, what a run of it would warn of, and what looks tell where it has recognition.
    """
    from guardship.run.warnings import warnings_of
    from guardship.scenario.problems import ScenarioError
    from guardship.scenario.reading.check import load
    from guardship.scenario.reading.load import overrides

    try:
        scenario = load(file, overrides(changes or []))
    except ScenarioError as error:
        fail(error)
    say(f"{file}: valid", *(f"warning: {warning}" for warning in warnings_of(scenario)))
    if scenario.recognition is not None:
        from guardship.commands import recognition

        say(*recognition.parts(scenario))


@app.command()
def audit(
    folder: Annotated[Path, typer.Argument(help="A run folder.", show_default=False)],
) -> None:
    """Recompute audits and sums of a run from its logs: exit 0 when clean, 1 with findings, 2 without a whole run."""
    from guardship.run.audit import audit as findings_of
    from guardship.run.reading import NotARun

    try:
        found = findings_of(folder)
    except NotARun as error:
        fail(error)
    for check, findings in found.items():
        say(f"{check}: {'ok' if not findings else f'{len(findings)} findings'}")
        for finding in findings[:MOST_SHOWN]:
            say(f"    {finding}")
        if len(findings) > MOST_SHOWN:
            say(f"    ... and {len(findings) - MOST_SHOWN} more")
    if any(found.values()):
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from guardship.scenario.reading.jsonschema import json_schema

    say(json.dumps(json_schema(), indent=2))


@app.callback(invoke_without_command=True)
def top(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """What do joint patrols and shared intelligence buy at sea, and what do they cost?"""
    if version:
        from guardship import __version__

        say(f"guardship {__version__}")
        raise typer.Exit


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


def unread() -> bool:
    """Whether nobody reads our output any more."""
    import select

    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    for stream in (1, 2):
        poll.register(stream, 0)  # errors are told unasked
    return any(told & select.POLLERR for _, told in poll.poll(0))


def terminate(*_: object) -> NoReturn:
    """What SIGTERM does."""
    raise Terminated


def prepare() -> None:
    """Output that is closed goes nowhere (a file that is opened must not take its place), letters that an encoding
    does not have become question marks, and pictures need no display, whatever a notebook has set for its children."""
    os.environ["MPLBACKEND"] = "agg"
    while (free := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(free)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def main() -> None:
    """The entry point. Whoever closes our output early, or has no room for it or for us, gets an exit code and no
    traceback."""
    start.listen()
    prepare()
    try:
        app()
    except (OSError, MemoryError, ImportError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and NO_THREAD not in str(error):
            raise
        note(brief(f"guardship: {reason(error)}"))
        os._exit(BAD_INPUT)  # flushing what cannot be written would fail again


def reason(error: BaseException) -> str:
    """In a line, why a command cannot come to its end: the system's word, or what could not be loaded."""
    if isinstance(error, MemoryError | RuntimeError):
        return "out of memory"
    if isinstance(error, OSError) and error.errno is not None:
        return f"cannot write: {error.strerror}" if error.filename is None else str(error)
    return f"cannot be loaded: {str(error).partition(chr(10))[0]}"  # a library for which there is no room
