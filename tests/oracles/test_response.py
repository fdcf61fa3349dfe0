"""GOA-106: how many ships hold a corridor of 490 nm within 30 minutes, with helicopters and without (GOA-81)."""

from functools import cache

import numpy as np
import pytest

from guardship.core.kernels.state import Floats
from guardship.outcomes.calls import Call, calls_of, response

from .worlds import agree, run

LENGTH, SOON = 490.0, 0.5  # nm, h
SHIP, HELICOPTER = 14.0, 35.0  # nm in 30 min: 28 kn, and 140 kn after 15 min
DRIFT = 10.0 * SOON  # nm that a ship which calls has sailed by then
APART = 6.0  # h after which whoever answered the call before is back
ALONE: dict[str, object] = {"types.frigate.carries": None}


def edges(count: int, reach: float) -> Floats:
    """Where calls are answered in time: (count, 2), by who goes, each as far ahead of a call as behind it."""
    post = (np.arange(count) + 0.5) / count * LENGTH
    return np.clip(np.column_stack([post - reach - DRIFT, post + reach - DRIFT]), 0.0, LENGTH)


def cover(count: int, reach: float) -> float:
    """The share of the corridor in which calls are answered in time: min(1, 2 n d / L) but for its ends."""
    low, high = edges(count, reach).T
    return float((high - np.maximum(low, np.concatenate([[0.0], high[:-1]]))).sum()) / LENGTH


@cache
def calls(count: int, helicopters: bool, seed: int) -> tuple[list[Call], list[float], float]:
    """Calls that found everybody on the posts, where [nm] each was made, and the end of the run [h]."""
    world = run("response", {"groups.frigates.count": count, **({} if helicopters else ALONE)}, seed)
    where = {report.id: report.observations[0].x for report, _ in world.model.post.reports}
    entries = world.model.journal.log.entries
    made = [where[entry.report] for entry in entries if entry.kind == "distress"]
    every = calls_of(entries)
    before = [-APART] + [call.time for call in every[:-1]]
    fresh = [k for k, call in enumerate(every) if call.time - before[k] > APART]
    return [every[k] for k in fresh], [made[k] for k in fresh], world.model.time


@pytest.mark.parametrize(("count", "helicopters"), [(7, False), (12, False), (18, False), (4, True), (7, True)])
def test_in_time_where_the_geometry_says_so(count: int, helicopters: bool) -> None:
    """Without chance: each call is answered within 30 min just where a unit can be there by then."""
    made, where, _ = calls(count, helicopters, 0)
    borders = edges(count, HELICOPTER if helicopters else SHIP)
    assert len(made) > 500
    for call, x in zip(made, where, strict=True):
        inside = ((borders[:, 0] <= x) & (x <= borders[:, 1])).any()
        assert (call.answered is not None and call.answered - call.time <= SOON + 1e-9) == inside, x


@pytest.mark.parametrize(
    ("count", "helicopters"),
    [
        (7, False),
        (10, False),
        (14, False),
        (17, False),
        (18, False),
        (3, True),
        (5, True),
        (7, True),
    ],
)
def test_share_within_half_an_hour(count: int, helicopters: bool, seeds: range) -> None:
    """By the measure `response`: min(1, 2 n d / L), less what the drift takes away at one end of the corridor."""
    parts = [calls(count, helicopters, seed) for seed in seeds]
    made = [call for part in parts for call in part[0]]
    within = response(made, parts[0][2])["within"]
    assert isinstance(within, dict)
    share = float(within["30_min"]["value"])
    theory, n = cover(count, HELICOPTER if helicopters else SHIP), len(made)
    what = f"answered within 30 min, {count} ships {'with helicopters' if helicopters else 'alone'}"
    agree("GOA-106", what, theory, share, n, (share - theory) / np.sqrt(theory * (1.0 - theory) / n))


def test_who_holds_the_corridor() -> None:
    """Seven ships with helicopters, seventeen or eighteen without; one less leaves gaps, but for the ends."""
    ends = DRIFT / LENGTH
    assert cover(7, HELICOPTER) == pytest.approx(1.0 - ends)
    assert cover(6, HELICOPTER) == pytest.approx(6 * 70.0 / LENGTH)
    assert cover(17, SHIP) == pytest.approx(17 * 28.0 / LENGTH, abs=ends)
    assert cover(18, SHIP) > 1.0 - ends
