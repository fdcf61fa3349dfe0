"""Which territorial seas are closed to whose units."""

from pathlib import Path

import pytest

from guardship.build.law import closed_waters
from guardship.build.theatre import Theatre
from guardship.scenario.reading.load import load

STRAIT = Path(__file__).parents[2] / "scenarios/alliance.yaml"
NATIONS = {"alpha", "bravo", "charlie"}


@pytest.mark.parametrize(
    ("pact", "kind", "closed"),
    [
        (None, "territorial", NATIONS - {"alpha"}),
        (None, "eez", set()),
        ({"parties": ["alpha", "bravo"], "permits": ["entry"]}, "territorial", {"charlie"}),
        ({"parties": ["alpha", "bravo"], "permits": ["transfer"]}, "territorial", NATIONS - {"alpha"}),
        ({"parties": ["alpha"], "guests": ["charlie"], "permits": ["pursuit"]}, "territorial", {"bravo"}),
    ],
)
def test_a_territorial_sea_is_closed_to_whom_no_agreement_opens_it(
    pact: dict[str, object] | None, kind: str, closed: set[str]
) -> None:
    law: dict[str, object] = {"waters": {"coast": {"state": "alpha", "area": "box", "kind": kind}}}
    law |= {"agreements": {"pact": pact}} if pact else {}
    found = closed_waters(Theatre.of(load(STRAIT, set={"law": law})))
    assert {nation for nation, rings in found.items() if rings} == closed


def test_without_law_nothing_is_closed() -> None:
    assert closed_waters(Theatre.of(load(STRAIT))) == {}
