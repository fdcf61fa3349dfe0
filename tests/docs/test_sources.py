"""Ids that scenarios and the package cite have a row in docs/sources.md; numbers of shipped scenarios have a source."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guardship.scenario.reading.yamlfile import Node, parse
from guardship.scenario.units import NUMBER

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "scenarios" / "coalition").glob("*.yaml")])
ORACLES = sorted((ROOT / "scenarios" / "oracles").glob("*.yaml"))
PACKAGE = sorted((ROOT / "sim" / "guardship").rglob("*.py"))
SOURCES = (ROOT / "docs" / "sources.md").read_text("utf-8")

CITED = re.compile(r"(?<![\w-])(?:(?:GOA|SE|PL|XC|DS)-\d+|O\d+)\b")
CITED_IN_SCENARIO = re.compile(r"(?<![\w-])(?:(?!CTF|UTF)[A-Z]{2,4}-\d+|O\d+)\b")  # other letters are a slip
ROW = re.compile(r"^\| ((?:[A-Z]{2,4}-|O)\d+) \|(.*)\|$", re.MULTILINE)
ROWS = dict(ROW.findall(SOURCES))

WRITTEN_NUMBER = re.compile(rf"{NUMBER}(\s*[A-Za-z/][A-Za-z0-9/]*)?\Z|\d{{4}}-\d\d-\d\d")
SAYS_ASSUMED = re.compile(r"\bassumed\b")

# Numbers that still wait for a source: take a path off when its scenario has one.
WAITING: dict[str, set[str]] = {}


def without_row(text: str, ids: re.Pattern[str] = CITED) -> set[str]:
    """Ids that are cited in a text and have no row."""
    return set(ids.findall(text)) - ROWS.keys()


def sourced(node: Node) -> bool:
    """Whether it is a mapping with a source."""
    source = node.child("source")
    return source is not None and isinstance(source.value, str) and bool(source.value.strip())


def assumed(node: Node, lines: list[str]) -> bool:
    """Whether the line of its key, or of a value without key, or the comment right above says so.

    A block begins at its first entry, whose comment speaks for that entry only.
    """
    if node.key is None and isinstance(node.value, dict | list):
        return False
    line = (node.key or node.at).line - 1
    above = line
    while above > 0 and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    return any(SAYS_ASSUMED.search(text) for text in lines[above : line + 1])


def is_number(node: Node) -> bool:
    """A number, a number with a unit, or a date."""
    if isinstance(node.value, str):
        return WRITTEN_NUMBER.match(node.value) is not None
    return isinstance(node.value, int | float) and not isinstance(node.value, bool)


def unsourced(node: Node, lines: list[str], path: str = "") -> Iterator[tuple[str, int]]:
    """Path without indices, and line, of every number for which nothing vouches; the whole file cannot."""
    if path == "guardship" or (path and (sourced(node) or assumed(node, lines))):
        return
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from unsourced(child, lines, f"{path}.{key}" if path else key)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from unsourced(child, lines, path)
    elif is_number(node):
        yield path, node.at.line


def bare(text: str) -> list[tuple[str, int]]:
    """Numbers without a source in the text of a scenario."""
    return list(unsourced(parse(text, "s.yaml"), text.splitlines()))


def test_cited_ids_have_a_row() -> None:
    missing = {
        **{path: without_row(path.read_text("utf-8"), CITED_IN_SCENARIO) for path in SHIPPED + ORACLES},
        **{path: without_row(path.read_text("utf-8")) for path in PACKAGE},
        ROOT / "docs" / "sources.md": without_row(SOURCES),
    }
    assert SHIPPED and ORACLES and PACKAGE
    assert {str(path.relative_to(ROOT)): sorted(ids) for path, ids in missing.items() if ids} == {}


def test_made_up_ids_have_none() -> None:
    assert without_row('source: "GOA-30; GOA-999"  # O12, O99') == {"GOA-999", "O99"}
    assert without_row("source: GAO-30 and CTF-151, UTF-8", CITED_IN_SCENARIO) == {"GAO-30"}
    assert without_row("compiled with -O99; PRO-O99") == set()


def test_rows_are_unique_and_complete() -> None:
    assert len(ROWS) == len(ROW.findall(SOURCES))
    for name, rest in ROWS.items():
        cells = [cell.strip() for cell in rest.split("|")]
        assert all(cells), name
        if not name.startswith("DS-"):
            _, _, _, status, confidence = cells
            assert re.match(r"(read|computed|recalled)\b", status), name
            assert re.match(r"(high|medium|low)\b", confidence), name


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_numbers_of_shipped_scenarios_have_a_source(path: Path) -> None:
    found = bare(path.read_text("utf-8"))
    waiting = WAITING.get(path.name, set())
    new = [f"{path.name}:{line}: {where}" for where, line in found if where not in waiting]
    assert not new, f"neither a source nor the word assumed: {new}"
    done = waiting - {where for where, _ in found}
    assert not done, f"these have a source now, take them off WAITING: {sorted(done)}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 5 kn", [("a", 1)]),
        ("a: -1.5", [("a", 1)]),
        ("a: 2010-03-01T00:00Z", [("a", 1)]),
        ("a: {b: [{at: 0 h}, [1, x]]}", [("a.b.at", 1), ("a.b", 1)]),
        ("a: [true, null, five, 3 blind mice, s5]", []),
        ("a: {b: {c: 1}, source: GOA-30}", []),
        ("a: {b: {c: 1, source: GOA-30}, d: 2}", [("a.d", 1)]),
        ("a: {b: 1, source: ' '}", [("a.b", 1)]),
        ("a: 1  # assumed: a guess\nb: 2", [("b", 2)]),
        ("a:  # assumed\n  b: {c: 1}\nd: 2", [("d", 3)]),
        ("a:\n  b: 1  # assumed\n  c: 2", [("a.c", 3)]),
        ("a:\n  - b: 1  # assumed\n    c: 2", [("a.c", 3)]),
        ("x: y\n# assumed, and\n# why\na:\n  b: 1", []),
        ("a: 1  # unassumed", [("a", 1)]),
        ("source: assumed\na: 1", [("a", 2)]),
        ("guardship: 1", []),
    ],
)
def test_numbers_without_a_source_are_found(text: str, found: list[tuple[str, int]]) -> None:
    assert bare(text) == found
