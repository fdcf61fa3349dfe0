"""What a batch takes, and what that allows."""

import os
import sys
import time
from math import isnan
from pathlib import Path

import pytest

from guardship.experiment.plan.plan import BLOCK, plan
from tools.throughput import Pace, Used, _processor_time, allowed, batched

TINY = Path(__file__).parents[2] / "scenarios/tiny.yaml"


def test_workers_that_are_slowed_down_and_a_supervisor_cost_what_they_take() -> None:
    one = [Pace(10, 5.0, 1.0, Used(5.0, 0.5))]
    assert allowed(one, [Pace(20, 5.0, 1.0, Used(10.0, 0.0))], 2) == pytest.approx(2.0)
    assert allowed(one, [Pace(20, 9.0, 1.0, Used(10.0, 1.0)), Pace(20, 9.0, 1.0, Used(14.0, 0.0))], 2) == 1.6


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_processor_time_of_a_process_is_that_of_its_own_clock() -> None:
    told, own = _processor_time(os.getpid()), time.process_time()
    assert told == pytest.approx(own, abs=0.05)  # the kernel counts in hundredths of a second
    assert isnan(_processor_time(None))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_batch_is_timed_from_the_first_block_on() -> None:
    asked = plan(TINY, {"experiment.replications": 3 * BLOCK, "time.measure": "1 d"})
    pace = batched(asked, asked.blocks(0, 3 * BLOCK), 1)
    assert pace.runs == 2 * BLOCK and pace.rate == pace.runs / pace.seconds
    assert 0.0 < pace.used.workers <= pace.seconds + 0.05 and pace.used.supervisor > 0.0
