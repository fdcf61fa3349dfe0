"""The command that makes a page of a run, or of two."""

from pathlib import Path
from typing import Annotated

import typer

from guardship.commands.app import app, fail
from guardship.console import say


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(metavar="RUN_DIR", help="A run folder.", show_default=False)],
    against: Annotated[
        Path | None, typer.Option(metavar="OTHER_RUN", help="The folder of another run of that sea, beside it.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file; RUN_DIR.html when not given.")] = None,
) -> None:
    """Make one HTML page that plays a run, or two beside each other, and opens without network."""
    from guardship.replay.page import replaceable
    from guardship.run.replays import replay as made

    place = folder.resolve()
    target = out if out is not None else place.with_name(f"{place.name}.html")
    try:
        replaceable(target)
        page = made(folder, against)
        page.write(target)
    except (ValueError, OSError) as error:
        fail(f"guardship: {error}")
    say(f"replay: {target} ({len(page.html.encode()) / 1e6:.2f} MB)")
