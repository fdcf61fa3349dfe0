"""Indexes are whole: a page, a scenario or a decision that nobody can find from the front page fails here."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRONT_PAGE = 160  # lines, so that it is read from top to bottom


@pytest.mark.parametrize(("folder", "what"), [("scenarios", "*.yaml"), ("docs", "*.md")])
def test_an_index_links_to_all_that_is_there(folder: str, what: str) -> None:
    index = (ROOT / folder / "README.md").read_text("utf-8")
    linked = set(re.findall(r"\]\(([^)#]+)\)", index))
    there = {path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob(what)} - {"README.md"}
    assert there - linked == set()


def test_the_front_page_is_short_and_leads_to_the_indexes() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    assert page.count("\n") <= FRONT_PAGE
    assert {"docs/README.md", "scenarios/README.md", "notebooks/README.md", "CITATION.cff"} <= set(
        re.findall(r"\]\(([^)#]+)\)", page)
    )


def test_decisions_have_each_number_once() -> None:
    text = (ROOT / "docs/decisions.md").read_text("utf-8")
    numbers = sorted(int(n) for n in re.findall(r"^(?:- \*\*)?(\d+)\. ", text, re.MULTILINE))
    assert numbers == list(range(1, len(numbers) + 1))
