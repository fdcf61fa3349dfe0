"""Kinds of lines of the log: a closed list, and a way for behaviours of one's own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import guardship
from guardship.agents.offenders.smuggler import REACTED, Reaction
from guardship.coalition.authority import Act
from guardship.occurrences import Occurrence, Own, occurrence
from guardship.outcomes.log import Entry, Log
from guardship.world.law import REFUSED

SOURCES = sorted(Path(guardship.__file__).parent.rglob("*.py"))


def test_a_bare_text_is_refused() -> None:
    with pytest.raises(TypeError, match="came 'declined', wanted an Occurrence or Own"):
        Log().add(Entry(0.0, 0, "declined", 1))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [*Occurrence, Own("loiters")])
def test_a_kind_is_found_again_by_its_text(kind: Occurrence | Own) -> None:
    found = occurrence(str(kind))
    assert found == kind and type(found) is type(kind)


def test_what_is_no_kind() -> None:
    with pytest.raises(ValueError, match="delcined"):
        occurrence("delcined")


def test_own_kinds_are_never_the_packages() -> None:
    assert Own("declined") == "own:declined"
    assert not any(kind.startswith("own:") for kind in Occurrence)


def test_every_act_and_reaction_has_its_kind() -> None:
    assert {act: str(kind) for act, kind in REFUSED.items()} == {act: f"refused_{act}" for act in Act}
    assert {one: str(kind) for one, kind in REACTED.items()} == {one: str(one) for one in Reaction}


def literals(source: str) -> Iterator[str]:
    """Kinds that a source compares with as bare texts, which no type checker would miss."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and ast.unparse(node.left).endswith((".kind", "['kind']")):
            texts = [one.value for side in node.comparators for one in ast.walk(side) if isinstance(one, ast.Constant)]
            yield from (text for text in texts if text in set(Occurrence))


def test_sources_compare_with_members() -> None:
    assert {path.name: found for path in SOURCES if (found := list(literals(path.read_text())))} == {}


@pytest.mark.parametrize("source", ['e.kind == "declined"', 'e.kind in ("tasked",)', 'events["kind"] != "tasked"'])
def test_a_bare_text_in_a_comparison_is_found(source: str) -> None:
    assert len(list(literals(source))) == 1
