"""The pages of seeds/: what they name exists, their effects are those that were measured."""

import json
import re
from pathlib import Path

import pytest
from tools.digest import EFFECTS, MARK, PAGES, filled

import guardship

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("marine_security_operations", "shared_intelligence_operations", "strategic_alliances")
ROW = re.compile(r"^\| (?!claim|---)(.*) \|$", re.MULTILINE)
PAGE = [(name, (PAGES / f"{name}.md").read_text()) for name in DOCUMENTS]


def rows(text: str) -> list[list[str]]:
    """The cells of the table of claims; a bar within a mark divides nothing."""
    return [MARK.sub(lambda m: m[0].replace("|", "/"), line).split(" | ") for line in ROW.findall(text)]


@pytest.mark.parametrize(("name", "text"), PAGE)
def test_every_row_names_a_scenario_that_loads_and_tests_that_exist(name: str, text: str) -> None:
    assert len(rows(text)) >= 10
    for cells in rows(text):
        assert len(cells) == 5, cells
        _, _, command, tests, effect = cells
        found = re.fullmatch(r"`uv run guardship run (scenarios/[a-z_/]+\.yaml)`", command)
        assert found, command
        guardship.load(ROOT / found[1])
        named = re.findall(r"`(tests/[a-z_/]+\.py)`", tests)
        assert named and all((ROOT / path).is_file() for path in named), tests
        assert effect.strip() and "not yet measured" not in effect


@pytest.mark.parametrize(("name", "text"), PAGE)
def test_effects_are_those_that_were_measured(name: str, text: str) -> None:
    assert filled(text, json.loads(EFFECTS.read_text())) == text


def test_what_the_documents_name_has_a_row() -> None:
    said = " ".join(text.lower() for _, text in PAGE)
    for word in (
        "trace", "patrol", "intervene", "piracy", "arms", "narcotics", "people", "attack from the sea", "exercises",
        "safety pacts", "energy security", "international waters", "data", "pre-emptive",
        "at home and in partner states",
        "four eyes", "cyber", "coordinated", "layers", "technology", "economic",
    ):  # fmt: skip
        assert word in said, word


def test_every_effect_was_measured_over_200_pairs() -> None:
    found = json.loads(EFFECTS.read_text())
    assert found["seeds"] == [0, 199]
    delays = "request delay afterwards, h"  # defined only where both arms have a request
    assert all(row["n"] == 200 for row in found["comparisons"] if row["measure"] != delays)


def test_random_seeds_are_those_of_the_arms() -> None:
    found = json.loads((PAGES / "random_seeds.json").read_text())["docs/effects/effects.md"]
    measured = json.loads(EFFECTS.read_text())
    assert found["seeds"] == "0 to 199"
    assert found["arms"] == measured["arms"]
