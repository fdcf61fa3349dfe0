"""Who joins which group of a lane, and when; flags."""

import numpy as np
import pytest

from guardship.build.transits import convened
from guardship.scenario.groups import Convenes
from guardship.scenario.vessels import Merchant

STARTS = {"14 kn": "11:30", "10 kn": "04:00", "12 kn": "08:30"}
TABLE = Convenes.model_validate({"starts": [{"speed": speed, "at": at} for speed, at in STARTS.items()]})


def test_the_fastest_group_not_above_her_speed_at_its_next_start() -> None:
    """The run begins at 03:00 local."""
    arrived = np.array([0.0, 0.0, 5.5, 5.6, 30.0, 7.0])
    speed = np.array([10.0, 13.9, 12.0, 12.0, 25.0, 9.9])
    starts, at = convened(TABLE, 3.0, arrived, speed)
    assert starts == pytest.approx([1.0, 5.5, 5.5, 29.5, 32.5, 7.0])
    assert at.tolist() == [10.0, 12.0, 12.0, 12.0, 14.0, 9.9]


def test_flags_by_their_weights() -> None:
    kind = {"is": "merchant", "hull": "h", "speed": {"cruise": "12 kn"}, "freeboard": "5 m"}
    flagged = Merchant.model_validate({**kind, "flag": {"panama": 3, "liberia": 1}})
    assert [flagged.flag_of(u) for u in (0.0, 0.249, 0.251, 1.0 - 1e-16)] == ["liberia", "liberia", "panama", "panama"]
    assert Merchant.model_validate(kind).flag_of(0.5) == ""
