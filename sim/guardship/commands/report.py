"""The command that makes a page of a batch."""

from pathlib import Path
from typing import Annotated

import typer

from guardship.commands.app import app, fail
from guardship.commands.batch import Adjust, Folder, opened
from guardship.console import say


@app.command()
def report(
    folder: Folder,
    out: Annotated[Path | None, typer.Option(help="The file; FOLDER.html when not given.")] = None,
    measures: Annotated[list[str] | None, typer.Option("--measure", help="A column of runs; several times.")] = None,
    adjust: Adjust = None,
) -> None:
    """Make one HTML page of a batch that opens without network: answers, curves, maps, ledger, manifest."""
    found = opened(folder)
    from guardship.report.report import replaceable, write
    from guardship.report.report import report as made

    place = folder.resolve()
    target = out if out is not None else place.with_name(f"{place.name}.html")
    try:
        replaceable(target)
        html = made(found, measures or (), adjust)
        write(html, target)
    except (KeyError, ValueError) as error:
        fail(f"guardship: {error.args[0]}")
    except OSError as error:
        fail(f"guardship: {error}")
    say(f"report: {target} ({len(html.encode()) / 1e6:.2f} MB)")
