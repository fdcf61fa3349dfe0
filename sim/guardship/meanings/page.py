"""docs/reasons.md: `uv run python -m guardship.meanings.page > docs/reasons.md`."""

import sys
from collections.abc import Iterator
from itertools import groupby
from textwrap import fill

from guardship.meanings.lookup import CODES, Code

WIDTH = 120
HEAD = (
    "# Codes, and what is said of them",
    "Written by `uv run python -m guardship.meanings.page > docs/reasons.md` from `sim/guardship/meanings/`: change "
    "it there. `guardship explain CODE` says the same of one code, by its name, its number or its words.",
    "Files have names of codes (`gave_up`), which stay as they are, and tables and pages have words for them (chase "
    "abandoned). Below them stands what a code means, how it comes about (kinds of lines of the log, tables and "
    "columns), and which entries of a scenario change how often it does. Codes that are *in no file* are only given "
    "back to who calls from Python. A `gap` has the reason of the `no_unit` before it; `refused_visit` stands for the "
    "lines of all acts that the law can refuse. [outcomes.md](outcomes.md) says what voyages, attacks and "
    "opportunities are.",
)


def text() -> str:
    """The whole page."""
    return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    """Its lines: a heading a group, a piece a code."""
    title, *said = HEAD
    yield title
    for paragraph in said:
        yield ""
        yield wrapped(paragraph)
    for group, codes in groupby(CODES, key=lambda code: code.group):
        yield ""
        yield f"## {group}"
        for code in codes:
            yield from piece(code)


def piece(code: Code) -> Iterator[str]:
    """One code."""
    one = code.meaning
    number = "" if code.number is None else f" ({code.number})"
    nearer = "".join(f"; of {offence} alone: {words}" for offence, words in one.of.items())
    yield ""
    yield f"### `{code.name}`{number}: {one.words}{nearer}"
    yield ""
    yield wrapped(one.means)
    yield ""
    yield wrapped(f"- Comes about: {one.arises}", "  ")
    yield wrapped(f"- Changed by: {one.changes}", "  ")


def wrapped(paragraph: str, margin: str = "") -> str:
    """A paragraph in lines, no word of which is broken."""
    return fill(paragraph, WIDTH, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    sys.stdout.write(text())
