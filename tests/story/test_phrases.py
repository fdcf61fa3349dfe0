"""There is a sentence for each kind of line, and each can be made."""

from string import Formatter

import pytest

from guardship.intelligence import Kind
from guardship.occurrences import Occurrence
from guardship.story.phrases import ORIGINS, PHRASES, REPORTED
from guardship.story.telling import AT_OBJECT, FOLDED, MERGED

FIELDS = {"actor", "object", "holder", "place", "why", "said", "report", "age", "sender", "where"}


@pytest.mark.parametrize("kind", Occurrence)
def test_each_kind_has_a_sentence(kind: Occurrence) -> None:
    named = {name for _, name, _, _ in Formatter().parse(PHRASES[kind]) if name is not None}
    assert named <= FIELDS


def test_no_two_kinds_are_told_alike() -> None:
    assert len(set(PHRASES.values())) == len(PHRASES) == len(Occurrence)


def test_each_kind_of_report_has_words() -> None:
    assert set(REPORTED) == {kind.name.lower() for kind in Kind}
    assert set(ORIGINS) == {"sensor", "call", "tip", "shared", "advisory", "none"}


def test_what_lines_that_become_one_have_in_common_are_fields_of_theirs() -> None:
    """Else one of them would be told wrongly: its sentence names what the others do not share."""
    for kind, same in FOLDED.items():
        named = {name for _, name, _, _ in Formatter().parse(PHRASES[kind])} & {"actor", "holder"}
        assert named <= set(same), kind
    for kind, differs in MERGED.items():
        assert f"{{{differs}}}" in PHRASES[kind]
    assert set(PHRASES) >= AT_OBJECT
