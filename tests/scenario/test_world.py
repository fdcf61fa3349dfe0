"""The start of a run, as people and programs write an instant."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from guardship.scenario.world import Instant

INSTANT = TypeAdapter(Instant)
MARCH = datetime(2010, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2010-03-01T00:00Z",
        "2010-03-01T00:00:00.000Z",
        "2010-03-01T00:00+00:00",
        "2010-03-01T03:00+03:00",
        "2010-02-28T20:30-03:30",
        "2010-02-28T24:00Z",
        "2010-02-28T24:00:00Z",
        "2010-02-28T24:00:00.000Z",
        "2010-03-01T24:00+24:00".replace("+24:00", "+23:59"),
        "20100228T24:00Z",
    ],
)
def test_an_instant_is_what_it_means(text: str) -> None:
    found = INSTANT.validate_python(text)
    expected = datetime(2010, 3, 1, 0, 1, tzinfo=UTC) if "23:59" in text else MARCH
    assert found == expected and found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2010-03-01",
        "2010-03-01T00:00",
        "2010-02-28T24:00",
        "2010-02-28T24:01Z",
        "2010-02-28T24:00:01Z",
        "2010-02-28T24:00:00.000001Z",
        "2010-02-28T25:00Z",
        "2010-02-30T24:00Z",
        "0001-01-01T00:00+14:00",
        "9999-12-31T24:00Z",
        "2010-03-01T00:00+25:00",
        "2010-03-01T00:00\u00a0Z",
    ],
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValidationError, match="wanted a time with its zone"):
        INSTANT.validate_python(text)
