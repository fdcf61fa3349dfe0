"""Luck apart from the seed: the same traffic, voyages, cargoes, weather, with other detections and choices."""

from pathlib import Path

import numpy as np
import pytest

from guardship.run.run import Run, simulate
from guardship.scenario.reading.check import load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = ("tiny.yaml", "smuggling.yaml")


@pytest.fixture(scope="module", params=FILES)
def runs(request: pytest.FixtureRequest) -> tuple[Run, Run, Run]:
    scenario = load(SCENARIOS / request.param)
    return simulate(scenario, 3), simulate(scenario, 3, luck=0), simulate(scenario, 3, luck=1)


def test_luck_zero_is_the_seed_alone(runs: tuple[Run, Run, Run]) -> None:
    plain, zero, _ = runs
    assert plain.events.equals(zero.events)
    assert plain.legs.equals(zero.legs)


def test_other_luck_in_the_same_traffic(runs: tuple[Run, Run, Run]) -> None:
    plain, _, other = runs
    key = ["group", "ordinal"]
    both = plain.voyages.merge(other.voyages, on=key, how="outer", suffixes=("", "_other"), indicator=True)
    assert (both["_merge"] == "both").all()
    assert len(both) > 2
    for column in ("planned", "amount"):
        a, b = both[column].to_numpy(float), both[f"{column}_other"].to_numpy(float)
        assert np.array_equal(a, b, equal_nan=True)
    assert plain.summary["transits"] == other.summary["transits"]
    assert not plain.events.equals(other.events)
    assert other.manifest["luck"] == 1


def test_a_luck_is_a_whole_number() -> None:
    with pytest.raises(ValueError, match="luck: want a whole number"):
        simulate(load(SCENARIOS / "tiny.yaml"), 1, luck=-1)
