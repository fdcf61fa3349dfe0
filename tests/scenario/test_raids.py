"""What is refused about pirates, and what their parts become."""

from typing import Any

import pytest

from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from guardship.scenario.schema import Scenario

from .worlds import SCENARIOS

KIND, HUNTS = "types.pirate_group", "groups.pirates.hunts"
CHOICE = {"reward": 1, "risk": 1, "rationality": 1, "trust": "1 d", "expects": {"waters": {"prey": "3 /d"}}}


def tiny(changes: dict[str, Any]) -> Scenario:
    return load(SCENARIOS / "tiny.yaml", set=changes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({f"{HUNTS}.in": ["waters", "box"]}, "came 2 grounds without `choice` or `enterprise`, wanted how it chooses"),
        ({f"{HUNTS}.in": ["waters", "waters"], f"{HUNTS}.choice": CHOICE}, "came a ground twice"),
        ({f"{HUNTS}.in": ["waters", "box"], f"{HUNTS}.choice": CHOICE}, "the grounds differ in box"),
        ({f"{HUNTS}.in": ["waters", "watter"], f"{HUNTS}.choice": CHOICE}, "did you mean 'waters'?"),
        ({f"{HUNTS}.in": []}, "hunts.in"),
        ({f"{HUNTS}.anchorages": ["haven"]}, "unknown point of geometry 'haven'"),
        ({f"{HUNTS}.base": "farthest"}, "hunts.base"),
        ({f"{KIND}.sails_in": {"weather": ["gale"]}}, "sails_in.weather"),
        ({f"{KIND}.willing": {"nite": 0.5}}, "unknown state of light"),
        ({f"{KIND}.willing": {"night": 1.5}}, "a probability"),
        ({f"{KIND}.skiffs.by_state": {"ruff": 0.5}}, "unknown state of light"),
        ({f"{KIND}.skiffs.fuel": "0 h"}, "skiffs.fuel"),
        ({f"{KIND}.attacks.near": 0.5}, "a factor of at least 1"),
        ({f"{KIND}.on_patrol": {"moves_after": 0}}, "a whole number of at least 1"),
        ({f"{KIND}.attacks.light": ["day"]}, "attacks.light"),
    ],
)
def test_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ScenarioError) as refusal:
        tiny(changes)
    assert says in str(refusal.value)


def test_one_ground_may_stand_alone() -> None:
    one, listed = (tiny({f"{HUNTS}.in": form}) for form in ("waters", ["waters"]))
    assert one.hash == listed.hash and one.groups["pirates"].hunts is not None
    assert one.groups["pirates"].hunts.grounds == ("waters",)
