"""What types of vessels may not be."""

from pathlib import Path

import pytest

from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load

GULF = Path(__file__).parents[2] / "scenarios" / "gulf_of_aden.yaml"


@pytest.mark.parametrize("name", ["lynx", "p3c", "rhib"])
@pytest.mark.parametrize("speed", ["0 kn", {"uniform": ["0 kn", "10 kn"]}])
def test_what_has_to_come_back_never_cruises_at_nothing(name: str, speed: object) -> None:
    changes = {f"types.{name}.speed.cruise": speed}
    if isinstance(speed, str):
        with pytest.raises(ScenarioError, match="cruise can be 0 kn, wanted above 0 kn: it has to come back"):
            load(GULF, set=changes)
    else:
        assert load(GULF, set=changes)  # almost surely above it


def test_a_version_is_a_number() -> None:
    with pytest.raises(ScenarioError, match="guardship: came true, wanted 1, the version of the file format"):
        load(GULF, set={"guardship": True})
