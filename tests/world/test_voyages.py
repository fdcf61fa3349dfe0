"""A crew in custody is replaced after a time; until then its voyages do not sail."""

import numpy as np
import pytest

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import TINY

SEEDS = range(12)
LONG = {"time.measure": "40 d", "types.frigate.boarding.detains": 1.0, "types.frigate.boarding.finds": 1.0}


def runs(after: str | None) -> list[Run]:
    held = {} if after is None else {"groups.pirates.hunts.replaced_after": after}
    scenario = load(TINY, set={**LONG, **held})
    return [simulate(scenario, seed) for seed in SEEDS]


def held_for(run: Run, longest: float) -> int:
    """How many voyages did not sail for want of a crew; none of them later than that after the last arrest [h]."""
    voyages, events = run.voyages, run.events
    count = 0
    for group, own in voyages.groupby("group"):
        arrests = events.loc[(events["kind"] == "detained") & (events["actor"] == group), "t"].to_numpy(float)
        for due in own.loc[own["cause"] == "crew_held", "planned"].to_numpy(float):
            since = due - arrests[arrests <= due].max()
            assert since < longest
            count += 1
        for due in own.loc[own["cause"] != "crew_held", "planned"].to_numpy(float):
            earlier = arrests[arrests < due]
            assert not len(earlier) or due - earlier.max() >= longest
    return count


@pytest.mark.parametrize(("after", "hours"), [("5 d", 120.0), ("12 d", 288.0), (None, 720.0), ("unlimited", np.inf)])
def test_until_a_crew_is_replaced_its_voyages_do_not_sail_and_then_they_do(after: str | None, hours: float) -> None:
    assert sum(held_for(run, hours) for run in runs(after)) > 0


def test_the_time_is_drawn_by_the_seed_and_moves_nobody_elses_draw() -> None:
    """Until the first crew would have been missed, all is as without a replacement."""
    spread = {"groups.pirates.hunts.replaced_after": {"uniform": ["1 d", "20 d"]}}
    forever = {"groups.pirates.hunts.replaced_after": "unlimited"}
    a, b, c = (simulate(load(TINY, set={**LONG, **one}), 5) for one in (spread, forever, spread))
    assert a.events.equals(c.events)
    apart = next((t for t, x, y in zip(a.events["t"], a.events["kind"], b.events["kind"], strict=False) if x != y), 0.0)
    assert apart > a.events.loc[a.events["kind"] == "detained", "t"].min() > 0.0
