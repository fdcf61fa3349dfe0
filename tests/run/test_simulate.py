"""What a run does to the process around it."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from guardship.run.simulate import SELDOM, seldom_collected, simulate
from guardship.scenario.reading.load import load

TINY = Path(__file__).parents[2] / "scenarios/tiny.yaml"


@pytest.fixture
def usual() -> Iterator[tuple[int, int, int]]:
    """Thresholds of the collector that are put back."""
    before = gc.get_threshold()
    gc.set_threshold(700, 9, 8)
    yield gc.get_threshold()
    gc.set_threshold(*before)


def test_rings_are_looked_for_seldom_while_a_run_lasts(usual: tuple[int, int, int]) -> None:
    seen = list[int]()
    simulate(load(TINY), 1, progress=lambda done, hours: seen.append(gc.get_threshold()[0]))
    assert set(seen) == {SELDOM} and gc.get_threshold() == usual


def test_thresholds_are_put_back_after_a_fault_and_none_is_set_where_there_was_none(
    usual: tuple[int, int, int],
) -> None:
    with pytest.raises(ValueError, match="odd"), seldom_collected():
        raise ValueError("odd")
    assert gc.get_threshold() == usual
    gc.set_threshold(0, 9, 8)
    with seldom_collected():
        assert gc.get_threshold()[0] == 0
