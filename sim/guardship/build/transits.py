"""Group transits: ships wait at the beginning of a lane for the start of a group with which they can keep up."""

from datetime import datetime

import numpy as np

from guardship.core.kernels.state import Floats
from guardship.scenario.groups import Convenes

DAY = 24.0


def hour_of(start: datetime, zone: float) -> float:
    """Local time of day [h] at the start of a run."""
    return ((start.hour + start.minute / 60.0 + start.second / 3600.0) + zone) % DAY


def convened(way: Convenes, begins: float, arrived: Floats, speed: Floats) -> tuple[Floats, Floats]:
    """When ships start [h] and their speeds [kn], from when they arrive and what they make.

    A ship takes the fastest group that is not faster than she is, and waits for its next start; a ship that is slower
    than all of them does not wait. `begins`: local time of day at time 0.
    """
    groups = sorted(way.starts, key=lambda group: group.speed)
    speeds = np.array([group.speed for group in groups])
    at = np.array([group.at for group in groups])
    which = np.searchsorted(speeds, speed, side="right") - 1
    waits = (at[which] - begins - arrived) % DAY
    alone = which < 0
    return np.where(alone, arrived, arrived + waits), np.where(alone, speed, speeds[which])
