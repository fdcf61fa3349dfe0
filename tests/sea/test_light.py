"""Sunrise and sunset against almanacs; tolerance 2 minutes: almanacs round to one, the equations are good to one."""

import datetime as dt

import numpy as np
import pytest

from guardship.sea.light import SUNRISE, altitude, daylights

MINUTE = 1.0 / 60.0


def day(year: int, month: int, number: int) -> dt.datetime:
    return dt.datetime(year, month, number, tzinfo=dt.UTC)


def daylight(
    lon: float, lat: float, start: dt.datetime, hours: float, altitude_deg: float = SUNRISE
) -> tuple[np.ndarray, np.ndarray]:
    """At one place."""
    return daylights(np.array([lon]), np.array([lat]), start, hours, altitude_deg)[0]


@pytest.mark.parametrize(
    ("place", "date", "rise", "fall"),
    [
        # London and New York at the solstices of 2024: HM Nautical Almanac Office and USNO, as newspapers print them
        ((-0.128, 51.507), (2024, 6, 20), 3 + 43 * MINUTE, 20 + 21 * MINUTE),
        ((-74.006, 40.713), (2024, 12, 21), 12 + 17 * MINUTE, 21 + 32 * MINUTE),
        # Equinox, by hand: noon is 12:00 - 4 min a degree of longitude + 7.5 min (equation of time, 20 March); half the
        # day is 6 h + 4 min x 0.833 / cos(latitude)
        ((0.0, 0.0), (2010, 3, 20), 6 + 4.2 * MINUTE, 18 + 10.8 * MINUTE),
        ((45.03, 12.79), (2010, 3, 20), 3 + 4.0 * MINUTE, 15 + 10.8 * MINUTE),
    ],
)
def test_sunrise_and_sunset(place: tuple[float, float], date: tuple[int, int, int], rise: float, fall: float) -> None:
    times, is_day = daylight(*place, day(*date), 24.0)
    assert list(is_day) == [False, True, False]
    assert times == pytest.approx([0.0, rise, fall], abs=2 * MINUTE)


def test_polar_day_and_polar_night() -> None:
    for date, lit in ((day(2020, 6, 21), True), (day(2020, 12, 21), False)):
        times, is_day = daylight(18.96, 69.65, date, 72.0)  # Tromso
        assert list(times) == [0.0] and list(is_day) == [lit]


def test_the_last_night_before_the_polar_day() -> None:
    """The sun stays up once its declination is above 90 - 0.833 - 69.65 = 19.52 degrees.

    By the almanac that is from 17 May 2020, 17 h on. So the last night is about the midnight before, 16 May
    22:41 UTC; tolerance one hour.
    """
    times, is_day = daylight(18.96, 69.65, day(2020, 5, 1), 40 * 24.0)
    assert is_day[-1]
    assert times[-1] == pytest.approx(15 * 24.0 + 22.7, abs=1.0)


def test_epochs_alternate_and_lie_on_the_horizon() -> None:
    start = day(2010, 3, 1)
    times, is_day = daylight(48.0, 12.0, start, 30 * 24.0)
    assert len(times) == 61 and (np.diff(times) > 11.0)[1:].all()
    assert (is_day[1:] != is_day[:-1]).all()
    assert altitude(48.0, 12.0, start, times[1:]) == pytest.approx(-0.833, abs=1e-6)  # bisected to far below


def test_start_is_an_instant_and_dusk_comes_after_sunset() -> None:
    early, _ = daylight(48.0, 12.0, day(2010, 3, 1), 24.0)
    late, _ = daylight(48.0, 12.0, day(2010, 3, 1) + dt.timedelta(hours=2), 22.0)
    assert late[1:] == pytest.approx(early[1:] - 2.0, abs=1e-9)
    assert daylight(48.0, 12.0, day(2010, 3, 1), 24.0, altitude_deg=-6.0)[0][2] > early[2] + 0.3
    with pytest.raises(ValueError, match="time zone"):
        daylight(0.0, 0.0, dt.datetime(2010, 3, 1), 24.0)
