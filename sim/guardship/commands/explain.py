"""The command that says what a code in files and tables means."""

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from guardship.commands.app import app, fail
from guardship.console import Part, say, table

if TYPE_CHECKING:
    from guardship.meanings import Code


@app.command()
def explain(
    code: Annotated[
        list[str] | None,
        typer.Argument(help="A reason, or an end of a voyage, attack or opportunity.", show_default=False),
    ] = None,
) -> None:
    """Say what a code means, how it comes about and what changes it; by its number, its name or its words.

    How it comes about: by which kinds of lines of the log, or in which tables. What changes it: entries of a scenario,
    NAME for any name. Without a code: all of them, by group.
    """
    from guardship.meanings import found, near

    if not code:
        say(*everything())
        return
    text = " ".join(code)
    codes = found(text)
    if not codes:
        like = ", ".join(f"{one.name} ({one.meaning.words})" for one in near(text))
        nearest = f"the nearest: {like}" if like else "`guardship explain` alone has all"
        fail(f"guardship: explain: came {text!r}, wanted the number, name or words of a code; {nearest}")
    for k, one in enumerate(codes):
        say(*([""] if k else []), *parts(one))


def parts(code: "Code") -> tuple[Part, ...]:
    """All that is said of one code."""
    one, number = code.meaning, "" if code.number is None else f", number {code.number}"
    nearer = [("of " + offence, f"“{words}” where all is of that offence") for offence, words in one.of.items()]
    said = [("means", one.means), ("comes about", one.arises), ("changed by", one.changes), *nearer]
    rows = [(f"  {what}", text.replace("`", "")) for what, text in said]
    return f"{one.words}\n  {code.name}: {code.kind}{number}", table(("", ""), rows)


def everything() -> list[Part]:
    """All codes, a table a group."""
    from guardship.meanings import CODES

    found: list[Part] = []
    for group, codes in groupby(CODES, key=lambda code: code.group):
        rows = [(f"  {'' if one.number is None else one.number}", one.name, one.meaning.words) for one in codes]
        found += [*([""] if found else []), group, table((">", "", ""), rows)]
    return found
