"""The course of a year through monthly means."""

import numpy as np
import pytest

from guardship.sea.seasons import MONTHS, Season

MONSOON = (12.0, 11.0, 9.0, 7.0, 8.0, 13.0, 17.0, 15.0, 8.0, 7.0, 9.0, 11.0)
HOURS = np.arange(np.datetime64("2009-01-01T00:30", "s"), np.datetime64("2013-01-01"), np.timedelta64(3600, "s"))


def test_the_mean_of_each_month_is_the_one_given() -> None:
    values, month = Season(MONSOON).at(HOURS), HOURS.astype("M8[M]").astype(int) % 12
    got = [values[month == k].mean() for k in range(12)]
    np.testing.assert_allclose(got, MONSOON, rtol=1e-5)  # hourly samples of straight lines


def test_nothing_jumps() -> None:
    steepest = np.abs(np.diff(Season(MONSOON).middles())).max() / (28 * 24)
    assert np.abs(np.diff(Season(MONSOON).at(HOURS))).max() <= steepest * 1.0001


def test_one_value_all_the_year() -> None:
    np.testing.assert_allclose(Season((6.0,) * 12).at(HOURS), 6.0, rtol=1e-12)


def test_means_that_no_smooth_course_has() -> None:
    means = [10.0] * 12
    means[MONTHS.index("may")] = 1.0
    with pytest.raises(ValueError, match="too fast about may"):
        Season(tuple(means))
