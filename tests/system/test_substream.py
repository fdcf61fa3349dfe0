"""The substream apart from the seed: the same traffic, voyages, cargoes, weather, with other detections and choices."""

from pathlib import Path

import numpy as np
import pytest

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.check import load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = ("tiny.yaml", "smuggling.yaml")


@pytest.fixture(scope="module", params=FILES)
def runs(request: pytest.FixtureRequest) -> tuple[Run, Run, Run]:
    scenario = load(SCENARIOS / request.param)
    return simulate(scenario, 3), simulate(scenario, 3, substream=0), simulate(scenario, 3, substream=1)


def test_substream_zero_is_the_seed_alone(runs: tuple[Run, Run, Run]) -> None:
    plain, zero, _ = runs
    assert plain.events.equals(zero.events)
    assert plain.legs.equals(zero.legs)


def test_another_substream_in_the_same_traffic(runs: tuple[Run, Run, Run]) -> None:
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
    assert other.manifest["substream"] == other.substream == 1


def test_a_substream_is_a_whole_number() -> None:
    for wrong in (-1, 2**63, True, 1.0):
        with pytest.raises(ValueError, match="substream: want a whole number"):
            simulate(load(SCENARIOS / "tiny.yaml"), 1, substream=wrong)  # type: ignore[arg-type]


def test_the_old_name_is_read_and_only_one_of_them() -> None:
    scenario = load(SCENARIOS / "tiny.yaml")
    assert simulate(scenario, 3, luck=1).events.equals(simulate(scenario, 3, substream=1).events)
    with pytest.raises(ValueError, match="substream: want a whole number"):
        simulate(scenario, 3, luck=-1)
    with pytest.raises(ValueError, match="as `luck`, its old name; want one of them"):
        simulate(scenario, 3, substream=0, luck=0)
