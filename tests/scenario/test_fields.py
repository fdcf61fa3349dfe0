"""What a field of boats may not be."""

from pathlib import Path
from typing import Any

import pytest

from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.load import load
from world.fields.worlds import SEA


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"field.skiffs.in": "nowhere"}, "unknown area 'nowhere'"),
        ({"field.skiffs.type": "skif"}, "unknown type 'skif'; did you mean 'skiff'?"),
        ({"field.skiffs.type": "frigate"}, "came the type frigate that is patrol, wanted a passive one"),
        ({"field.skiffs.when": {"weather": ["storm"]}}, "unknown weather 'storm'"),
        ({"field.skiffs.chases.leg": "9 m"}, "a mean leg of 0.00486 nm"),
        ({"field.skiffs.rests": ["freitag"]}, "friday"),
        ({"groups.frigates.rests": ["friday"]}, "came days of rest for a type that is patrol"),
    ],
)
def test_refusals(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = tmp_path / "field.yaml"
    path.write_text(SEA)
    with pytest.raises(ScenarioError) as refused:
        load(path, set=change)
    assert message in str(refused.value)
