"""Days of the week, local: when a run's Fridays begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from guardship.scenario.base import Many
from guardship.sea.geodesy import turn

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = 24.0

type Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
type Weekdays = Many[Weekday]


def zone_of(lon: float) -> float:
    """Nautical time zone of a longitude [degrees, on any turn]: local time minus UTC [h]."""
    return float(round(float(turn(lon)) / 15.0))


def rest_days(days: Sequence[str], start: datetime, zone: float, hours: float) -> list[tuple[float, float]]:
    """(begin, end) [h of the run] of the local days of these names in a run of so many hours from `start` (UTC).

    Days that follow each other are one rest; the first may have begun before the run.
    """
    local = start + timedelta(hours=zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    first, weekday = (midnight - local).total_seconds() / 3600.0, local.weekday()
    rests: list[tuple[float, float]] = []
    for k in range(int((hours - first) // DAY) + 1):
        begin = first + k * DAY
        if DAYS[(weekday + k) % 7] not in days or begin >= hours:
            continue
        if rests and rests[-1][1] == begin:
            begin = rests.pop()[0]
        rests.append((begin, first + (k + 1) * DAY))
    return rests


def within(rests: Sequence[tuple[float, float]], t: float) -> tuple[float, float] | None:
    """The rest that a time falls into."""
    return next((rest for rest in rests if rest[0] <= t < rest[1]), None)
