"""What commands say on standard output: lines as they are, tables by Rich.

In a pipe a table has the same letters without colour, and is as wide as it needs to be: a row is one line, so that it
can be cut and searched. On a terminal its heads are bold, and what is too long for the last column goes on below.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

type Part = str | Table
"""A line, or several, or a table."""

GAP = 3  # blanks between columns
WIDEST = 20_000  # letters of a line in a pipe
LONGEST = 200  # letters of an error
LONGEST_LINE = 1_500  # letters of a line that says what is wrong: the paths in it may be of any length
KEPT = 500  # at each of its ends, when it is longer


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table without lines. A head that begins with `>` is of a column of numbers, which stand right.

    Leading blanks of heads and cells are kept: they set rows in from the heading.
    """
    from rich.cells import cell_len
    from rich.table import Table

    rows = list(rows)
    named = any(head.strip("> ") for head in heads)
    made = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", show_header=named)
    for k, head in enumerate(heads):
        right, last = head.startswith(">"), k == len(heads) - 1
        width = None if last and not right else max(map(cell_len, [head[right:], *(row[k] for row in rows)]))
        made.add_column(head[right:], justify="right" if right else "left", min_width=width, overflow="fold")
    for row in rows:
        made.add_row(*row)
    return made


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table as Markdown has it, every column to the left."""
    from rich import box
    from rich.table import Table

    made = Table(*heads, box=box.MARKDOWN, header_style="")
    for row in rows:
        made.add_row(*row)
    return made


def one_line(error: BaseException) -> str:
    """What an error says, with its kind: on one line, cut, without anything that a terminal would obey."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST])
    return shown if len(text) <= LONGEST else f"{shown}..."


def brief(line: str) -> str:
    """A line; of one that is too long both ends, with the number of letters left out."""
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[:KEPT]}... ({len(line) - 2 * KEPT} letters) ...{line[-KEPT:]}"


def say(*parts: Part) -> None:
    """Lines and tables on standard output."""
    from typer import echo

    for part in parts:
        echo(part if isinstance(part, str) else drawn(part))


def note(line: str) -> None:
    """A line on standard error, wherever that goes; nothing where there is none."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()


def drawn(table: Table) -> str:
    """A table as text, with the colours of a terminal if standard output is one."""
    from rich.console import Console
    from rich.measure import Measurement

    terminal = sys.stdout.isatty()
    screen = Console(
        force_terminal=terminal,
        color_system="auto" if terminal else None,
        markup=False,  # what scenarios call something is text
        emoji=False,
        highlight=False,
    )
    least = Measurement.get(screen, screen.options.update(max_width=WIDEST), table).minimum
    screen.width = max(screen.width, least) if terminal else WIDEST
    with screen.capture() as captured:
        screen.print(table, crop=False)
    return "\n".join(line.rstrip() for line in captured.get().split("\n")).strip("\n")
