"""docs/reasons.md is what its command writes."""

from pathlib import Path

from guardship.meanings import CODES
from guardship.meanings.page import WIDTH, text

PAGE = Path(__file__).parents[2] / "docs/reasons.md"


def test_the_page_is_current() -> None:
    """Write it anew with `uv run python -m guardship.meanings.page > docs/reasons.md`."""
    assert PAGE.read_text("utf-8") == text()


def test_every_code_has_a_heading_and_no_line_is_too_long() -> None:
    lines = text().splitlines()
    assert sum(line.startswith("### ") for line in lines) == len(CODES)
    assert max(map(len, lines)) <= WIDTH
