"""The command that writes the shipped scenarios, so that a wheel is enough to begin with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from guardship.commands.app import app, fail
from guardship.console import say

PACKAGE = Path(__file__).parents[1]
HOMES = (PACKAGE / "data" / "scenarios", PACKAGE.parents[1] / "scenarios")  # in a wheel, in a checkout
KINDS = (".yaml", ".geojson", ".json")
FIRST = "tiny.yaml"
MOST_NAMED = 5


@app.command()
def examples(
    folder: Annotated[Path | None, typer.Argument(help="Where to; it is made if need be.", show_default=False)] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only print their names.")] = False,
) -> None:
    """Write the shipped scenarios with their geography and the schema into a folder, over nothing that is there."""
    home = shipped()
    names = sorted(names_in(home))
    if listed:
        say(*(str(name) for name in names if name.suffix == ".yaml"))
        return
    if folder is None:
        fail("guardship: examples: want a folder to write to, or --list")
    try:
        written = copied(home, names, folder)
    except OSError as error:
        fail(f"guardship: {error}")
    say(f"{written} files written to {folder}; now: guardship run {folder / FIRST}")


def shipped() -> Path:
    """Where the shipped scenarios are, or exit 2."""
    found = next((home for home in HOMES if (home / FIRST).is_file()), None)
    return found or fail(f"guardship: the scenarios are not where they were installed: {HOMES[0]}")


def names_in(home: Path) -> Iterator[Path]:
    """The files that belong to scenarios, from the home."""
    return (path.relative_to(home) for path in home.rglob("*") if path.suffix in KINDS and path.is_file())


def copied(home: Path, names: list[Path], folder: Path) -> int:
    """Write what is not there yet, each file whole or not at all; the number of files written.

    Exit 2, with nothing written, when a file of the same name says something else. Raises OSError.
    """
    new = [name for name in names if not (folder / name).exists(follow_symlinks=False)]
    others = [name for name in names if name not in new and (folder / name).read_bytes() != (home / name).read_bytes()]
    if others:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        named = ", ".join(str(folder / name) for name in others[:MOST_NAMED])
        fail(f"guardship: there already, and not as shipped: {named}{more}; nothing was written, choose another folder")
    for name in new:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        part.write_bytes((home / name).read_bytes())
        part.replace(target)
    return len(new)
