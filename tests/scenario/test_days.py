"""Days of the week: which hours of a run are a Friday where the fishers live."""

from datetime import UTC, datetime

import pytest

from guardship.scenario.days import rest_days, zone_of

MONDAY = datetime(2010, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "zone", "hours", "expected"),
    [
        (["friday"], 0.0, 200.0, [(96.0, 120.0)]),
        (["friday"], 3.0, 340.0, [(93.0, 117.0), (261.0, 285.0)]),
        (["friday", "saturday"], 3.0, 150.0, [(93.0, 141.0)]),
        (["monday"], 3.0, 50.0, [(-3.0, 21.0)]),  # it is Monday there already when the run begins
        (["monday"], -3.0, 50.0, [(3.0, 27.0)]),  # and still Sunday here
        ([], 0.0, 1000.0, []),
        (["friday"], 0.0, 96.0, []),
    ],
)
def test_rest_days(days: list[str], zone: float, hours: float, expected: list[tuple[float, float]]) -> None:
    assert rest_days(days, MONDAY, zone, hours) == expected


def test_the_zone_of_a_longitude() -> None:
    assert [zone_of(lon) for lon in (0.0, 48.5, -73.0, 179.0, 181.0, 190.0)] == [0.0, 3.0, -5.0, 12.0, -12.0, -11.0]
