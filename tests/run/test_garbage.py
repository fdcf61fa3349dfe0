"""What a run does to the collector of the process around it."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guardship.agents.patrol.unit import Patrol
from guardship.run.garbage import DROPPED, SELDOM, seldom_collected
from guardship.run.simulate import simulate
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
    assert gc.get_freeze_count() == 0
    gc.set_threshold(0, 9, 8)
    with seldom_collected():
        assert gc.get_threshold()[0] == 0


def test_what_there_was_is_kept_out_only_meanwhile(usual: tuple[int, int, int]) -> None:
    with seldom_collected():
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0


def test_what_others_keep_out_stays_out(usual: tuple[int, int, int]) -> None:
    gc.freeze()
    try:
        kept = gc.get_freeze_count()
        with seldom_collected():
            pass
        assert gc.get_freeze_count() >= kept - 1000  # objects that died meanwhile
    finally:
        gc.unfreeze()


def test_models_of_runs_that_nobody_holds_are_looked_for_after_some(usual: tuple[int, int, int]) -> None:
    scenario = load(TINY)
    models = [weakref.ref(simulate(scenario, seed).model) for seed in range(3 * DROPPED)]
    assert sum(model() is not None for model in models) <= DROPPED + 1


def test_runs_that_are_kept_cost_no_search(usual: tuple[int, int, int]) -> None:
    gc.collect()
    scenario, full = load(TINY), gc.get_stats()[2]["collections"]
    kept = [simulate(scenario, seed) for seed in range(2 * DROPPED)]
    assert gc.get_stats()[2]["collections"] - full <= 2 and len(kept) == 2 * DROPPED


def test_models_of_runs_that_fail_are_looked_for_too(usual: tuple[int, int, int]) -> None:
    scenario, models = load(TINY), list[weakref.ref[object]]()

    def fails(done: float, hours: float) -> None:
        raise ValueError("no more")

    class Seen(Patrol):
        def __init__(self, model: Any, *given: Any, **named: Any) -> None:
            models.append(weakref.ref(model))
            super().__init__(model, *given, **named)

    for seed in range(3 * DROPPED):
        with pytest.raises(ValueError, match="no more"):
            simulate(scenario, seed, progress=fails, agents={"frigate": Seen})
    assert len({id(model()) for model in models if model() is not None}) <= DROPPED + 1


def test_those_that_overlap_in_threads_put_back_what_was_there(usual: tuple[int, int, int]) -> None:
    one, other = seldom_collected(), seldom_collected()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert gc.get_threshold()[0] == SELDOM and gc.get_freeze_count() > 0
    other.__exit__(None, None, None)
    assert gc.get_threshold() == usual and gc.get_freeze_count() == 0
