"""The pure parts of the check: places by hand-made legs, and how far off others are."""

import pandas as pd
import pytest

from tools.replay_check import METRE, farthest, places


def test_places_are_those_of_the_leg_that_holds() -> None:
    rows = [
        ("a", 0.0, 0.0, 0.0, 10.0, 0.0, "route"),
        ("a", 1.0, 10.0, 0.0, 0.0, 5.0, "route"),
        ("a", 3.0, 10.0, 10.0, 0.0, 0.0, "gone"),
    ]
    legs = pd.DataFrame(rows, columns=["vessel", "t", "x", "y", "vx", "vy", "mode"])
    asked = places(legs, 4.0, 50)
    assert {at is None for _, _, at in asked} == {True, False}
    for _, t, at in asked:
        wanted = None if t >= 3.0 else [10.0 * t, 0.0] if t < 1.0 else [10.0, 5.0 * (t - 1.0)]
        assert at == (wanted if wanted is None else pytest.approx(wanted))


def test_the_farthest_and_who_is_there_in_one_only() -> None:
    asked = [("a", 0.0, [0.0, 0.0]), ("b", 0.0, [1.0, 1.0]), ("c", 0.0, None), ("d", 0.0, [0.0, 0.0])]
    off, unlike = farthest(asked, [[3.0 * METRE, 4.0 * METRE], [1.0, 1.0], [0.0, 0.0], None])
    assert off == pytest.approx(5.0)
    assert unlike == 2
