"""What is said of codes is whole: every code has all of it, no two the same words, and what it names is there."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import guardship
from guardship.meanings import ACTIVITIES, ATTACK, CODES, REASON, STAGE, VOYAGE, Code, ending, found, near, words
from guardship.occurrences import Occurrence
from guardship.outcomes import effort
from guardship.outcomes.opportunities import Stage
from guardship.outcomes.voyages import AttackOutcome, Outcome
from guardship.reasons import Reason
from guardship.run.run import TABLES

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "sim/guardship"
SCHEMA: dict[str, Any] = json.loads((ROOT / "scenarios/guardship.schema.json").read_text())
LONGEST = 36  # letters of words in a column of a table
KINDS = {
    REASON: {reason.name.lower() for reason in Reason},
    VOYAGE: set(map(str, Outcome)),
    ATTACK: set(map(str, AttackOutcome)),
    STAGE: {stage.label for stage in Stage},
}
ALIKE = {"gap": "no_unit"}  # lines that are told of under another name
ALIKE |= {f"refused_{act}": "refused_visit" for act in ("approach", "search", "seize", "arrest")}
LAWS = {
    "shut": {"law": {"waters": {"gulf": {"state": "elsewhere", "area": "box"}}}},
    "caveats": {"nations.coalition.rules": {"offences": ["drugs"], "reserve": 1}},
    "no court": {"law": {}, "nations.coalition.rules": {"prosecutes": False}},
    "as it is": {},
}


def quoted(text: str) -> set[str]:
    """What stands in backquotes."""
    return set(re.findall(r"`([^`]+)`", text))


def leads_somewhere(path: str) -> bool:
    """Whether the schema has an entry with that path; `NAME` stands for a name, a list for what is in it."""
    nodes = list(forms(SCHEMA["else"]))
    for part in path.split("."):
        nodes = [form for node in nodes for child in below(node, part) for form in forms(child)]
    return bool(nodes)


def below(node: dict[str, Any], part: str) -> Iterator[dict[str, Any]]:
    """What an object has under a key, or a mapping under any."""
    found = node.get("additionalProperties") if part == "NAME" else node.get("properties", {}).get(part)
    if isinstance(found, dict):
        yield found


def forms(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All that an entry may be, one of a list for the list."""
    if "$ref" in node:
        yield from forms(SCHEMA["$defs"][node["$ref"].rsplit("/", 1)[-1]])
        return
    yield node
    for one in (*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())):
        yield from forms(one)
    if isinstance(node.get("items"), dict):
        yield from forms(node["items"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_is_there_once(kind: str) -> None:
    assert Counter(code.name for code in CODES if code.kind == kind) == Counter(KINDS[kind])


def test_no_two_codes_share_words() -> None:
    every = [one for code in CODES for one in (code.meaning.words, *code.meaning.of.values())]
    assert [said for said, n in Counter(every).items() if n > 1] == []


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{code.kind}-{code.name}")
def test_all_of_it_is_said(code: Code) -> None:
    """Words for a column, and three pieces in whole sentences."""
    said = code.meaning
    assert 0 < len(said.words) <= LONGEST and not said.words.endswith(".")
    assert all(text.endswith(".") and text == text.strip() for text in said[1:4])


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{code.kind}-{code.name}")
def test_what_it_names_is_there(code: Code) -> None:
    """Codes, kinds of lines, tables; entries of a scenario, as the schema has them."""
    codes = {one.name for one in CODES}
    assert quoted(code.meaning.means) <= codes | {"remove()"}
    assert quoted(code.meaning.arises) <= codes | set(map(str, Occurrence)) | {*TABLES, "reason"}
    assert [path for path in sorted(quoted(code.meaning.changes)) if not leads_somewhere(path)] == []


def test_every_reason_is_noted_somewhere() -> None:
    """A reason that no code gives back would be a word without a thing."""
    places = [path for path in SOURCES.rglob("*.py") if "meanings" not in path.parts]
    noted = {name for path in places for name in re.findall(r"Reason\.([A-Z_]+)\b", path.read_text())}
    assert set(Reason.__members__) - noted == set()


@pytest.mark.parametrize("changes", LAWS.values(), ids=LAWS)
def test_lines_of_runs_are_among_those_that_are_named(changes: dict[str, object]) -> None:
    """Of each reason that a line of the log gives, what is said of it names that kind of line, or its stage."""
    arises = {code.name: quoted(code.meaning.arises) for code in CODES if code.kind == REASON}
    for seed in range(4):
        events = guardship.simulate(guardship.load(ROOT / "scenarios/tiny.yaml", set=changes), seed).events
        for kind, reason in events[["kind", "reason"]].dropna().drop_duplicates().itertuples(index=False):
            assert ALIKE.get(kind, kind) in arises[reason], (kind, reason)


def test_activities_have_words() -> None:
    assert set(ACTIVITIES) == {*effort.ACTIVITIES, *effort.RARE}
    assert len(set(ACTIVITIES.values())) == len(ACTIVITIES)


# ---- asking ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["253", "gave_up", "GAVE_UP", "chase abandoned", " Chase-Abandoned "])
def test_a_code_is_found_by_number_name_and_words(text: str) -> None:
    assert [(code.kind, code.name) for code in found(text)] == [(REASON, "gave_up")]


def test_a_name_of_several_kinds_finds_all() -> None:
    assert [code.kind for code in found("released")] == [STAGE, REASON]
    assert found("") == found("no such thing") == []


@pytest.mark.parametrize(
    ("text", "nearest"), [("unwiling", "unwilling"), ("chase abandonned", "gave_up"), ("custody", "crew_held")]
)
def test_the_nearest_is_offered(text: str, nearest: str) -> None:
    assert near(text)[0].name == nearest


def test_nothing_is_near_to_nothing() -> None:
    assert near("zzzz") == near("") == []


def test_where_all_is_of_one_offence_words_are_nearer() -> None:
    assert words(REASON, "repelled", ["piracy"]) == "could not get aboard"
    assert words(REASON, "repelled", ["attack"]) == words(REASON, "repelled", ["attack", "piracy"]) == "attempt failed"


def test_an_ending_in_words() -> None:
    assert ending(VOYAGE, "aborted/unwilling") == ("came home without success", "met ships, attacked none")
    assert ending(ATTACK, "failed/none") == ("failed", "")
    assert ending(VOYAGE, "stopped/taken") == ("stopped by a patrol", "taken")  # of an older store
