"""Tables on standard output: in a pipe plain letters in columns, a row a line; on a terminal nothing is cut off."""

import io
import re

import pytest

from guardship.console import GAP, drawn, grid, say, table

HEADS = ("  measure", ">value", "remark")
ROWS = [("  attacks [bold]", "1.5", "a :ship: " * 40), ("  boardings", "12,000", "")]


class Terminal(io.StringIO):
    """What standard output is when somebody looks at it."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_a_row_a_line_and_numbers_stand_right() -> None:
    head, first, second = drawn(table(HEADS, ROWS)).split("\n")
    assert head == f"  measure       {' ' * GAP} value{' ' * GAP}remark"
    assert first == f"  attacks [bold]{' ' * GAP}   1.5{' ' * GAP}{('a :ship: ' * 40).rstrip()}"
    assert second == f"  boardings     {' ' * GAP}12,000"


def test_without_heads_there_is_no_line_for_them() -> None:
    assert drawn(table((">", ""), [("  2", "a"), ("  10", "b")])) == f"   2{' ' * GAP}a\n  10{' ' * GAP}b"


def test_a_grid_is_markdown() -> None:
    assert drawn(grid(("a", "b"), [("1", "x | y")])).split("\n") == ["| a | b     |", "|---|-------|", "| 1 | x | y |"]


@pytest.mark.parametrize("width", [20, 60, 100])
def test_a_terminal_shows_all_of_it(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last column is folded, no other column is, and a head is bold."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = drawn(table(HEADS, ROWS))
    assert "\x1b[1m" in shown
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).split("\n")
    assert lines[1].startswith(f"  attacks [bold]{' ' * GAP}   1.5{' ' * GAP}a ") and len(lines) > 3
    begin = lines[1].index("a :")
    assert "".join(line[begin:] for line in lines[1:]).replace(" ", "") == "a:ship:" * 40
    assert all(len(line) <= max(width, 40) for line in lines)


def test_lines_and_tables_in_turn(capsys: pytest.CaptureFixture[str]) -> None:
    say("before [red]", table((">", ""), [("1", "a")]), "", "after")
    assert capsys.readouterr().out == f"before [red]\n1{' ' * GAP}a\n\nafter\n"
