"""The command that tells what happened to one thing in a run."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guardship.commands.app import app, fail
from guardship.console import Part, note, say, table

if TYPE_CHECKING:
    from guardship.story import Book, Story

What = Annotated[
    str | None,
    typer.Argument(help="voyage:N, attack:N, report:N, track:NATION/N, or a vessel by its name.", show_default=False),
]


@app.command()
def story(
    folder: Annotated[Path, typer.Argument(metavar="RUN_DIR", help="A run folder.", show_default=False)],
    what: What = None,
    against: Annotated[
        Path | None, typer.Option(metavar="RUN_DIR", help="Another run of that seed: where the two part.")
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="After each sentence the rows on which it rests.")] = False,
    hints: Annotated[bool, typer.Option("--list", help="What is worth a story in this run.")] = False,
) -> None:
    """Tell what happened to a voyage, an attack, a report, a track or a vessel: who knew what when, and what was done.

    A row is named by its table and its number, from 0: events:123 is a row of events.parquet.
    """
    from guardship.run.reading import NotARun
    from guardship.run.story import of_folder
    from guardship.story import UnknownSubject, parted

    if hints == (what is not None) or (hints and against is not None):
        fail("guardship: story: wanted WHAT, such as voyage:12, or --list, which says what there is")
    try:
        book = of_folder(folder)
        if hints:
            say(*worth(book))
            return
        one = told(book, what)
        if against is None:
            say(one.text(ids))
            return
        for warning in unlike(folder, against):
            note(f"warning: {warning}")
        say(parted(one, told(of_folder(against), what)).text((str(folder), str(against)), ids))
    except (NotARun, UnknownSubject) as error:
        fail(f"guardship: story: {error}" if isinstance(error, UnknownSubject) else error)


def unlike(one: Path, other: Path) -> list[str]:
    """What else two runs differ in than a policy: seeds, and scenarios of other names."""
    from guardship.run.reading import manifest

    mine, theirs = manifest(one), manifest(other)
    found = []
    for what, names in (("seeds", ("seed", "substream")), ("scenarios", ("scenario",))):
        a, b = ([str(given.get(name)) for name in names] for given in (mine, theirs))
        if a != b:
            found.append(
                f"the runs have other {what}, {'/'.join(a)} and {'/'.join(b)}: not all that differs is the policy's"
            )
    return found


def told(book: "Book", what: str | None) -> "Story":
    """The story of something. Raises UnknownSubject."""
    from guardship.story import story as of

    return of(book, what or "")


def worth(book: "Book") -> list[Part]:
    """Hints as tables, one for each heading."""
    from guardship.story import interesting

    found: list[Part] = []
    for heading, hints in groupby(interesting(book), key=lambda hint: hint.heading):
        found += [*([""] if found else []), heading, table(("", ""), [(f"  {one.what}", one.said) for one in hints])]
    return found or ["nothing of note happened in this run"]
